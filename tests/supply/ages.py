"""How long a package may rest: two years since its last release, or a reason."""

from __future__ import annotations

from datetime import date, timedelta

from supply.table import Row

LIMIT = timedelta(days=731)
# Small and finished, or without a living rival; each is wanted by a package that is maintained.
RESTING = {
    "accessible-pygments": "colours of furo, which builds the documentation",
    "alabaster": "a part of sphinx, which builds the documentation",
    "colorama": "on Windows only, for the colours of pytest and build",
    "defusedxml": "a part of pip-audit, which .ci/supply alone runs",
    "et-xmlfile": "a part of openpyxl",
    "mdurl": "a few hundred lines that read addresses for markdown-it-py, which rich wants",
    "openpyxl": "in tests only: no other package reads a workbook's styles",
    "pip-requirements-parser": "a part of pip-audit, which .ci/supply alone runs",
    "shellingham": "tells typer which shell runs, for completion of commands",
    "sortedcontainers": "a part of hypothesis; finished",
    "sphinx-basic-ng": "a part of furo, which builds the documentation",
    "sphinxcontrib-applehelp": "a part of sphinx",
    "sphinxcontrib-devhelp": "a part of sphinx",
    "sphinxcontrib-htmlhelp": "a part of sphinx",
    "sphinxcontrib-qthelp": "a part of sphinx",
    "sphinxcontrib-serializinghtml": "a part of sphinx",
}


def rested(row: Row, today: date) -> bool:
    """Whether its last release is too long ago; one of an unknown day is taken for old."""
    return row.day is None or today - row.day > LIMIT
