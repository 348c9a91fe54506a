"""Ids made of what foreign files call things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from kcli.errors import UsageError, nearest

__all__ = ["Namer", "code_slug", "resolved", "slug"]

_LONGEST = 40


def slug(text: str) -> str:
    """The letters and digits of a text as an id, cut between words; empty where there are none.

    >>> slug("Très bien (18–24)"), slug("모름")
    ('tres_bien_18_24', '')
    """
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    words = re.findall(r"[a-z0-9]+", re.sub("['’]", "", plain))
    found = ""
    for word in words:
        if len(found) + len(word) + 1 > _LONGEST:
            break
        found = f"{found}_{word}" if found else word
    return found or (words[0][:_LONGEST] if words else "")


def code_slug(code: str) -> str:
    """An id for a code: ``1`` is ``a1``, ``-9`` is ``m9``, ``.a`` is ``missing_a``."""
    if code.startswith("-"):
        return f"m{slug(code)}"
    if re.fullmatch(r"\.[a-z]", code):
        return f"missing_{code[1]}"
    return f"a{slug(code)}" if slug(code) else ""


class Namer:
    """Ids that are given once each; a second one of a name gets a number."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def name(self, *wishes: str) -> str:
        """The first wish that says something, with a number behind it if it is taken."""
        base = next(filter(None, wishes), "x")
        chosen, number = base, 2
        while chosen.casefold() in self._taken:
            chosen, number = f"{base}_{number}", number + 1
        self._taken.add(chosen.casefold())
        return chosen


def resolved(name: str, known: Collection[str], what: str) -> str:
    """A column by its name, or in other capitals. Raises UsageError where none is called so."""
    if name in known:
        return name
    folded = {column.casefold(): column for column in known}
    if name.casefold() in folded:
        return folded[name.casefold()]
    hint = nearest(name, known) or f"there are: {', '.join(list(known)[:10])}"
    raise UsageError(f"{what}: the file has no variable {name!r}", hint)
