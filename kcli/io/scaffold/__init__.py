"""What ``kcli init`` and ``kcli new`` write: a small project, and entries in its files."""
