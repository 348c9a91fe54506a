"""The only package that opens files: one module a file kind, and the project they lie in."""
