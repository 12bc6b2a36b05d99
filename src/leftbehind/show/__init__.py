"""What people see: words, tables, files, notebooks."""
