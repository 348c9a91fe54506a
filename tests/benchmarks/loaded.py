"""The modules that a command of kcli loads: ``python loaded.py ARGUMENTS`` names them all."""

from __future__ import annotations

import contextlib
import io
import sys


def main() -> None:
    """Run the command, its output set aside, and print what was loaded, in order."""
    before = set(sys.modules)
    from kcli.cli.app import app

    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")):
        app(sys.argv[1:], standalone_mode=False)
    print(*[name for name in sys.modules if name not in before])


if __name__ == "__main__":
    main()
