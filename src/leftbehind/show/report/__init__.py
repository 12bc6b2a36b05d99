"""A report as a list of blocks, set as one HTML file and as a tagged PDF."""
