"""The file claims.yaml: published sentences to check against the evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from kcli.model.evidence import Statement
from kcli.model.fields import CountryCode, Id, LocalText, Noun, Text
from kcli.model.figures import read_count

__all__ = ["Acknowledged", "Claim", "Claims", "read_says"]

Verdict = Literal["supported", "sample_only", "contradicted", "not_settled", "not_testable"]


class Claim(Noun):
    """A published sentence and what it says of the shares."""

    id: Text
    """The sentence's id; findings of the same id are not evidence for it."""
    source: Id
    """Who says it."""
    quote: Text
    """The sentence."""
    survey: Id | None = None
    """The survey it speaks of, where the file is not of one survey."""
    wave: Id
    """The wave it speaks of."""
    item: Id | None = None
    """The item it speaks of; left out where nobody was asked about it."""
    population: Text | None = None
    """The population it speaks of, where the wave has several."""
    countries: Annotated[list[CountryCode], Field(min_length=1)] | None = None
    """The countries it speaks of; all of the wave where left out."""
    says: list[dict[Id, Any]] = Field(min_length=1)
    """What it says: one predicate each, all of which must hold."""
    expect: Verdict | None = None
    """The verdict that is known and accepted."""
    reason: LocalText | None = None
    """Why that verdict is accepted."""
    note: LocalText | None = None
    """Anything a reader should know."""


class Acknowledged(Noun):
    """A fault that kcli check finds and that is known and accepted."""

    code: Id
    """The fault's code."""
    place: Text
    """Where it is."""
    reason: LocalText
    """Why it may stay."""


class Claims(Noun):
    """The claims of a survey."""

    claims: list[Claim] = []
    """The sentences."""
    acknowledged: list[Acknowledged] = []
    """Known faults."""


_KEYS = frozenset({"option", "other", "country", "since", "value", "base", "base_n"})


def read_says(says: dict[str, Any]) -> tuple[Statement, ...]:
    """One entry of ``says``, such as ``{share: {can: "27%"}}``, as statements.

    Raises ValueError where the form fits no predicate.
    """
    if len(says) != 1:
        raise ValueError("one predicate to an entry, such as {majority: better}")
    ((predicate, body),) = says.items()
    if isinstance(body, str):
        if predicate == "loose":
            return (Statement(predicate, value=body),)
        return (Statement(predicate, option=body),)
    if isinstance(body, list) and len(body) == 2 and all(isinstance(x, str) for x in body):
        return (Statement(predicate, option=body[0], other=body[1]),)
    if not isinstance(body, dict) or not all(isinstance(x, str) for x in body.values()):
        raise ValueError(f"{predicate}: an option, [option, option] or {{option: value}} is needed")
    if not body:
        raise ValueError(f"{predicate}: nothing is said of any option")
    if "option" not in body:
        return tuple(Statement(predicate, option=o, value=value) for o, value in body.items())
    unknown = sorted(body.keys() - _KEYS)
    if unknown:
        known = f"it takes {', '.join(sorted(_KEYS))}"
        hint = "the other wave is named by since" if unknown[0] == "wave" else known
        raise ValueError(f"{predicate} takes no {unknown[0]!r}: {hint}")
    base = body.get("base", "all")
    if base not in ("all", "substantive", "unknown"):
        raise ValueError("base is all, substantive or unknown")
    base_n = read_count(body["base_n"]) if "base_n" in body else None
    plain = {key: body.get(key) for key in ("option", "other", "country", "since", "value")}
    return (Statement(predicate, base=base, base_n=base_n, **plain),)
