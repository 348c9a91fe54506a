"""Verbs: what the evidence says, put into records. No files, no printing."""
