"""What a foreign file says, in words that belong to no format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from kcli.io.plain import REFUSED
from kcli.model.records import Note

__all__ = [
    "INLINE",
    "Described",
    "Kind",
    "Several",
    "Texts",
    "Value",
    "Variable",
    "clean",
    "counted",
    "filters_left",
    "plain_html",
    "said_und",
]

Texts = Mapping[str, str]
"""A text by language; ``und`` where the file does not say which. Empty where there is none."""

Kind = Literal["coded", "words", "number", "text", "date", "passed"]
"""coded: values with labels, or numbers that may be codes; words: cells that are the answers
themselves; the others are left out, ``passed`` because of what the reader knows of it."""

_HIDDEN = re.compile(f"{REFUSED.pattern}|[\u2028\u2029\ud800-\udfff\u200b]")
INLINE = ("b", "i", "u", "s", "em", "strong", "span", "font", "a", "sup", "sub", "small")
"""Markup that stands within words; any other divides them."""
_INLINE = re.compile(rf"</?(?:{'|'.join(INLINE)})(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")


@dataclass(frozen=True)
class Value:
    """A value that an answer may have; ``missing`` is how the file declares it."""

    code: str
    label: Texts
    missing: bool = False
    score: str = ""
    """The number that it counts for in a mean, as the file has it."""


@dataclass(frozen=True)
class Variable:
    """One column. A cell is text as it will be a code; an empty one is no answer."""

    name: str
    label: Texts
    cells: Sequence[str] = ()
    kind: Kind = "coded"
    values: tuple[Value, ...] = ()
    why: str = ""
    """Of one that is passed over: why."""
    asked: tuple[str, tuple[str, ...]] | None = None
    """The variable and those of its values that lead here."""
    complete: bool = False
    """Whether ``values`` are all there were, because a questionnaire says so."""


@dataclass(frozen=True)
class Several:
    """A question with several answers, over columns.

    With ``counted`` each column is one answer, given where the cell is that
    value; without it each cell holds an answer.
    """

    name: str
    label: Texts
    columns: tuple[str, ...]
    counted: str | None = None
    labels: Mapping[str, Texts] | None = None
    """What the answer of a column is called, where its own label says more."""
    found: bool = False
    """Whether the set was found by how its columns look, and is to be confirmed."""


@dataclass(frozen=True)
class Described:
    """A whole file. ``rows`` is None for a questionnaire without respondents."""

    format: str
    title: Texts
    variables: tuple[Variable, ...]
    rows: int | None
    sets: tuple[Several, ...] = ()
    weight: str | None = None
    """The variable that the file itself weighs with."""
    respondent: str | None = None
    notes: tuple[Note, ...] = ()


def clean(text: str) -> str:
    """A text on one line, in composed form, without what no file of kcli may hold."""
    return " ".join(_HIDDEN.sub(" ", unicodedata.normalize("NFC", text)).split())


def plain_html(text: str) -> str:
    """What a reader sees of a text that may have markup in it."""
    return clean(unescape(_TAG.sub(" ", _INLINE.sub("", text))))


def said_und(text: str | None) -> Texts:
    """A text whose language is not known; nothing for a blank one."""
    found = clean(text or "")
    return {"und": found} if found else {}


def counted(number: int, one: str, more: str) -> str:
    """A number and what is counted.

    >>> counted(1, "row has", "rows have"), counted(1204, "row has", "rows have")
    ('1 row has', '1,204 rows have')
    """
    return f"{number:,} {one if number == 1 else more}"


def filters_left(filters: Sequence[str]) -> Iterator[Note]:
    """Which filters, each behind its question, are not kept."""
    if filters:
        told = "; ".join(filters[:10]) + ("; ..." if len(filters) > 10 else "")
        many = counted(len(filters), "filter is", "filters are")
        yield Note("filter-unmapped", f"{many} not of a kind that can be kept: {told}")
