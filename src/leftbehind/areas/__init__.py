"""Geographies: their codes, the ways between them, and summaries of larger areas."""
