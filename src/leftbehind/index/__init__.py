"""Composite indices: trees of typed steps, folded from published figures to a score."""
