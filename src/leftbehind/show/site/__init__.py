"""The explorer: results as a folder of static files that any web host can serve."""
