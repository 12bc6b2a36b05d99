"""Findings from results: groups compared, matched and set beside what others claimed."""
