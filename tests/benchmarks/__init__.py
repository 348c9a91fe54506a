"""How long kcli takes, beside what else reads and tabulates the same file.

``python -m tests.benchmarks --rows 1e6`` prints the table.
"""
