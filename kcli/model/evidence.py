"""What was published about the answers: statements, and the findings that make them."""

from __future__ import annotations

from dataclasses import dataclass

from kcli.errors import Where
from kcli.model.survey import Base

__all__ = ["Finding", "Statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A predicate applied to the shares of one item; findings and claims are made of these.

    ``option`` and ``other`` name options or nets. ``country`` and ``since``
    name the other side of a comparison across countries or waves.
    """

    predicate: str
    option: str | None = None
    other: str | None = None
    country: str | None = None
    since: str | None = None
    value: str | None = None
    base: Base = "all"
    base_n: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A published fact: who says it, of which sample and item, and what."""

    id: str
    survey: str
    wave: str
    sample: str
    item: str
    statement: Statement
    source: str
    where: Where
    respondent: str | None = None
    grade: str | None = None
    quote: str | None = None
    note: str | None = None
