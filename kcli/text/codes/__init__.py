"""Every code that kcli prints: what it means, why it matters, an example and its repair.

One catalogue for faults, notes, assumptions, reasons and marks. What raises a
code that is not in it fails the tests; so does an entry that nothing raises.
"""

from __future__ import annotations

from kcli.text.codes import (
    assumptions,
    consistency,
    evidence,
    files,
    grammar,
    importing,
    marks,
    notes,
    reasons,
    weighting,
    yaml,
)
from kcli.text.codes.base import Code, Severity

__all__ = ["AREAS", "CODES", "Code", "Severity", "code_of"]

AREAS: dict[str, dict[str, Code]] = {
    "Files": files.CODES,
    "YAML": yaml.CODES,
    "Keys, values and names": grammar.CODES,
    "Findings and responses": evidence.CODES,
    "Facts that cannot be true": consistency.CODES,
    "Weighting": weighting.CODES,
    "Foreign files": importing.CODES,
    "Notes": notes.CODES,
    "Assumptions": assumptions.CODES,
    "Reasons of comparability": reasons.CODES,
    "Marks of records": marks.CODES,
}
CODES: dict[str, Code] = {code: body for area in AREAS.values() for code, body in area.items()}

_ANY_WORD = "convention-"


def code_of(name: str) -> str | None:
    """The code in the catalogue that a printed one is: itself, or that of all words."""
    if name.startswith(_ANY_WORD) and name != _ANY_WORD:
        return f"{_ANY_WORD}WORD"
    return name if name in CODES else None
