"""The program: runs a command, turns errors into lines and exit statuses.

Only what the interpreter has loaded already is imported at the top: whoever
presses Ctrl-C while a command is still loading shall see no traceback.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kcli.errors import KcliError

__all__ = ["main"]

INTERNAL, INTERRUPTED = 70, 130
ISSUES = "https://pypi.org/project/kcli-tracker/"
NARROWEST, WIDEST = 40, 500_000


def main() -> None:
    """Run the command line and exit with its status."""
    # Records are many and refer to nothing that refers back: looking for circles among
    # them takes a fifth of the time of a large comparison.
    gc.set_threshold(100_000, 20, 50)
    try:
        _die_of_interrupts()
        status = _whole()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - not even an error could be told
        _last_words(problem)
        status = INTERNAL
    sys.exit(status)


def _die_of_interrupts() -> None:
    """Let Ctrl-C end the program at once and by the signal itself, as shells expect.

    A shell shows 130, and a loop in it ends, too. Files that are being written
    are not harmed: see ``kcli.io.write``.
    """
    import signal

    # The first process of a container hears only signals that it handles.
    heard = os.name == "posix" and os.getpid() != 1
    if heard and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _whole() -> int:
    from kcli.cli.streams import close_streams, open_streams

    open_streams()
    _bound_width()
    status = _run()
    try:
        close_streams()
    except Exception as problem:  # noqa: BLE001 - the edge
        return _told(problem) if status in (0, 1) else status  # of one fault, once
    return status


def _bound_width() -> None:
    """Make of COLUMNS a width that something can be printed in, or nothing."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit():
        width = int(said.lstrip("0")[:9] or 0)
        os.environ["COLUMNS"] = str(min(max(width, NARROWEST), WIDEST))
    else:
        os.environ.pop("COLUMNS", None)


def _run() -> int:
    try:
        if sys.argv[1:] == ["--version"]:
            from kcli import __version__

            sys.stdout.write(f"kcli {__version__}\n")
            return 0
        if os.environ.get("_KCLI_COMPLETE"):
            from kcli.cli.complete import answer_shell

            return answer_shell()
        from kcli.cli.app import app
        from kcli.cli.everywhere import put_first

        outcome = app(put_first(sys.argv[1:]), prog_name="kcli", standalone_mode=False)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # of what completes command lines in a shell
        outcome = end.code
    except BaseException as problem:  # noqa: BLE001 - a library in Rust panics past Exception
        return _told(problem)
    return outcome if isinstance(outcome, int) else 0


def _told(problem: BaseException) -> int:
    """Say what ended a command, and return the exit status that it has."""
    from kcli.cli.streams import BROKEN_PIPE, note
    from kcli.errors import KcliError

    if isinstance(problem, KcliError):
        _report(problem)
        return problem.exit_status
    if isinstance(problem, BrokenPipeError):
        return BROKEN_PIPE
    kinds = {kind.__name__ for kind in type(problem).__mro__}
    if "Abort" in kinds and type(problem).__module__.startswith(("typer", "click")):
        return INTERRUPTED
    # Typer 0.29 carries its own copy of Click: the root of usage errors is known by its name.
    if "ClickException" in kinds:
        from kcli.cli.mistakes import usage_text

        note(f"usage: {usage_text(problem)}")
        return 2
    if os.environ.get("KCLI_DEBUG"):
        import traceback

        traceback.print_exception(problem)
        return INTERNAL
    return _unexpected(problem)


def _report(problem: KcliError) -> None:
    """One line a fault, on standard error; of a great many the first."""
    from kcli.cli.streams import NobodyReadsError, note, tell
    from kcli.errors import MOST_TOLD, InputError, UsageError

    if isinstance(problem, InputError):
        for fault in problem.faults[:MOST_TOLD]:
            tell(str(fault))
        more = len(problem.faults) - MOST_TOLD
        if more > 0:
            note(f"and {more} more; kcli check lists the faults of a project")
    elif isinstance(problem, UsageError):
        note(f"usage: {problem}")
    elif not isinstance(problem, NobodyReadsError):
        note(str(problem))


def _cut(text: str, length: int) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _unexpected(problem: BaseException) -> int:
    """What nobody wrote a line for: the machine has no more to give, or kcli has a fault."""
    import errno

    from kcli.cli.streams import note, tell

    number = problem.errno if isinstance(problem, OSError) else None
    if isinstance(problem, MemoryError) or number == errno.ENOMEM:
        note("out of memory")
    elif number in (errno.EMFILE, errno.ENFILE):
        note(f"cannot go on: {os.strerror(number)}")
    elif isinstance(problem, OSError) and problem.filename is not None:
        tell(f"{os.fsdecode(problem.filename)}:1: path: cannot be opened: {problem.strerror}")
        return 2
    elif isinstance(problem, FileNotFoundError):
        note("usage: the working directory is gone; go to another")
        return 2
    elif isinstance(problem, ImportError) and not isinstance(problem, ModuleNotFoundError):
        note(f"cannot load a library: {_text(_root(problem))}")
    else:
        name, text = type(problem).__name__, _text(problem)
        note(f"internal error: {name}: {text}; please report it, with the command, at {ISSUES}")
    return INTERNAL


def _text(problem: BaseException) -> str:
    return _cut(" ".join(str(problem).split()), 500)


def _root(problem: BaseException) -> BaseException:
    """What a library had failed of before it wrote an essay about it."""
    while (cause := problem.__cause__ or problem.__context__) is not None:
        problem = cause
    return problem


def _last_words(problem: Exception) -> None:
    """The name of a fault, where memory or file handles do not suffice for a sentence."""
    try:
        os.write(2, f"kcli: cannot go on: {type(problem).__name__}\n".encode())
    except OSError:
        return
