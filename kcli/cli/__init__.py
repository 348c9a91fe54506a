"""The command line: Typer, one short module a command, shared options written once.

Nothing here imports an analysis at the top: ``kcli --help`` must not pay for it.
"""
