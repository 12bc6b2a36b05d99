"""Results as files to hand on: a workbook, a GeoPackage and CSVs, each with its codebook."""
