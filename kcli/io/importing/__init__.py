"""Foreign files: a module a format, one neutral description, one writer of YAML and CSV."""
