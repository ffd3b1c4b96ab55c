"""The derivative of each primitive, one file for each area: the files to read, extend and audit."""
