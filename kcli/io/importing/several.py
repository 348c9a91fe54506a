"""Questions with several answers: sets that a file declares, and columns that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kcli.io.importing.described import Several, Variable
from kcli.model.fields import said

__all__ = ["found_sets"]

_PART = re.compile(r"(?P<stem>.*[^_.](?=[_.])|.*[^0-9_.])[_.]*(?P<number>[0-9]+)")
_NOT = re.compile(
    r"(0|no|not\b.*|un(checked|selected|marked)|none|nein|nicht .*|non|nej|nee|nie|нет|아니오|"
    r"아니요|선택 ?안 ?함|いいえ|否|没有|não|não .*)",
    re.IGNORECASE,
)
_SHORTEST = 8
_DIVIDERS = (" - ", ": ", "? ", " – ", " — ", "[", " / ")
_ENDS = " :-–—.?/|["


def found_sets(variables: Sequence[Variable], taken: Iterable[str]) -> Iterator[Several]:
    """Neighbouring columns ``q5_1``, ``q5_2`` ... of 0 and 1 whose labels begin alike.

    All of a row are filled in or none is, or nothing but 1 stands in them: else
    the base of one answer would not be that of another.
    """
    left = {variable.name: variable for variable in variables}
    for name in taken:
        left.pop(name, None)
    groups: dict[str, list[Variable]] = {}
    for variable in left.values():
        match = _PART.fullmatch(variable.name)
        if match and _marks(variable):
            groups.setdefault(match["stem"].casefold(), []).append(variable)
    for group in groups.values():
        labels = [said(variable.label) for variable in group]
        start = _beginning(labels)
        parts = [label[len(start) :].strip(" ]") for label in labels]
        if len(group) < 2 or len(start) < _SHORTEST or not all(parts) or not _together(group):
            continue
        stem = _PART.fullmatch(group[0].name)
        question = start.strip(_ENDS) + ("?" if "?" in start else "")
        texts: Mapping[str, dict[str, str]] = {
            variable.name: {"und": part} for variable, part in zip(group, parts, strict=True)
        }
        columns = tuple(variable.name for variable in group)
        name = stem["stem"] if stem else group[0].name
        yield Several(name.rstrip("_."), {"und": question}, columns, "1", texts, found=True)


def _marks(variable: Variable) -> bool:
    """Whether a column holds nothing but signs that an answer was given, or not."""
    cells = set(variable.cells) - {""}
    labels = {value.code: said(value.label) for value in variable.values}
    if variable.kind not in ("coded", "number") or not cells or not cells <= {"0", "1"}:
        return False
    if not set(labels) <= {"0", "1"} or any(value.missing for value in variable.values):
        return False
    return "0" not in labels or _NOT.fullmatch(labels["0"]) is not None


def _beginning(labels: Sequence[str]) -> str:
    """What all labels begin with, up to the last sign that ends a question."""
    first, last = min(labels), max(labels)  # all others lie between the two
    same = [a == b for a, b in zip(first, last, strict=False)]
    common = first[: same.index(False) if False in same else len(same)]
    ends = [common.rfind(sign) + len(sign) for sign in _DIVIDERS if sign in common]
    return common[: max(ends)] if ends else ""


def _together(group: Sequence[Variable]) -> bool:
    if not any("0" in variable.cells for variable in group):
        return True
    rows = zip(*(variable.cells for variable in group), strict=True)
    return all(all(row) or not any(row) for row in rows)
