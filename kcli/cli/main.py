"""The program: runs a command, turns errors into lines and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from kcli import __version__
from kcli.errors import CannotWriteError, Fault, InputError, KcliError, UsageError

__all__ = ["main"]

INTERNAL, INTERRUPTED, BROKEN_PIPE = 70, 130, 141
ISSUES = "https://pypi.org/project/kcli-tracker/"


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"kcli {__version__}\n")
        sys.exit(0)
    status = _run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = BROKEN_PIPE
    if status == BROKEN_PIPE:
        # Nobody reads on: keep the interpreter from complaining as it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _run() -> int:
    import typer

    from kcli.cli.app import app

    try:
        outcome = app(standalone_mode=False)
    except KcliError as problem:
        _report(problem)
        return problem.exit_status
    except BrokenPipeError:
        return BROKEN_PIPE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the edge: nothing leaves as a traceback
        return _other(problem)
    return outcome if isinstance(outcome, int) else 0


def _report(problem: KcliError) -> None:
    """One line a fault, on standard error."""
    from kcli.cli.output import note, tell

    if isinstance(problem, InputError):
        for fault in problem.faults:
            tell(_fault_text(fault))
    elif isinstance(problem, UsageError):
        note("usage: " + "; ".join(part for part in (problem.message, problem.hint) if part))
    elif isinstance(problem, CannotWriteError):
        note(f"cannot write {problem}")
    else:
        note(str(problem))


def _fault_text(fault: Fault) -> str:
    got = f" (got {_cut(fault.got, 60)!r})" if fault.got is not None else ""
    hint = f"; {_cut(fault.hint, 300)}" if fault.hint else ""
    return f"{fault.where}: {fault.code}: {_cut(fault.message, 300)}{got}{hint}"


def _cut(text: str, length: int) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _other(problem: Exception) -> int:
    """A fault in the arguments that Typer found, or one of kcli's own."""
    from typer import BadParameter

    from kcli.cli.output import note

    # Typer 0.29 carries its own copy of Click: the root of usage errors is found, not imported.
    root = next(kind for kind in BadParameter.__mro__ if kind.__name__ == "ClickException")
    if isinstance(problem, root):
        say: Callable[[], str] = getattr(problem, "format_message", problem.__str__)
        message = " ".join(say().split())
        note(f"usage: {message.rstrip('.')}; see --help")
        return 2
    if os.environ.get("KCLI_DEBUG"):
        raise problem
    kind = type(problem).__name__
    text = " ".join(str(problem).split())
    note(f"internal error: {kind}: {text}; please report it, with the command, at {ISSUES}")
    return INTERNAL
