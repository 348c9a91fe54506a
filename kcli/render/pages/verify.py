"""The page of ``kcli verify``: what the facts decide first, what nothing decides in one line."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.model.records import Result, Verdict
from kcli.render.pages.marks import source_lines
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Tone, Words
from kcli.text.countries import country_name

__all__ = ["lay_out"]

ORDER = ("contradicted", "supported", "sample_only", "not_settled", "not_testable")
TITLES = {
    "contradicted": "Contradicted",
    "supported": "Supported",
    "sample_only": "True of the respondents only",
    "not_settled": "Not settled",
    "not_testable": "Not testable",
}


def lay_out(result: Result) -> Page:
    """Verdict by verdict, claim by claim: the sentence, and why."""
    verdicts: Sequence[Verdict] = result.records
    language = result.parameters["lang"]
    alone = [v for v in verdicts if v.why == "own_source_only" and v.as_expected]
    told = [v for v in verdicts if v not in alone]
    parts: list[Heading | Table | Words] = [Heading("Claims", (_summary(verdicts),))]
    for verdict in ORDER:
        found = [v for v in told if v.verdict == verdict]
        if found:
            parts.append(_table(TITLES[verdict], found, language))
    if alone:
        one = len(alone) == 1
        text = (
            f"{len(alone)} sentence{' rests on its' if one else 's rest on their'} own source "
            f"alone: {', '.join(_names(alone))}."
        )
        parts.append(Words("", (text,)))
    owed = tuple(note.text for note in result.notes if note.code == "attribution")
    notes = tuple(note.text for note in result.notes if note.code != "attribution")
    if notes:
        parts.append(Words("Read as", notes, "faint", "assumed"))
    if owed:
        parts.append(Words("", owed, "faint", "owed"))
    if result.sources:
        parts.append(Words("Sources", source_lines(result), "faint", "sources"))
    return Page(tuple(parts))


def _summary(verdicts: Sequence[Verdict]) -> str:
    counts = {name: sum(v.verdict == name for v in verdicts) for name in ORDER}
    told = [f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count]
    odd = sum(not v.as_expected for v in verdicts)
    told.append(f"{odd} not as expected" if odd else "all as expected")
    return " · ".join(told)


def _table(title: str, verdicts: Sequence[Verdict], language: str) -> Table:
    """The quote of a claim once, then a line for each sample it is about."""
    claims: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        claims.setdefault((verdict.survey, verdict.claim), []).append(verdict)
    rows = []
    for found in claims.values():
        first = found[0]
        lines: list[tuple[str, Tone]] = [(f"“{first.quote}”", "faint")]
        lines += [(_line(verdict, language), "plain") for verdict in found]
        stub = Cell(((first.claim, "strong"), (first.source, "faint")))
        rows.append(Row(stub, (Cell(tuple(lines)),)))
    return Table(
        title, (Cell.of("The sentence, and what decides it", "faint"),), tuple(rows), names=True
    )


def _line(verdict: Verdict, language: str) -> str:
    where = f"{country_name(verdict.country, language)}: " if verdict.country else ""
    mark = "" if verdict.as_expected else f" [expected: {_expected(verdict)}]"
    known = " [as expected]" if verdict.expected == verdict.verdict else ""
    return f"{where}{verdict.text}{mark or known}"


def _expected(verdict: Verdict) -> str:
    return (verdict.expected or "not contradicted").replace("_", " ")


def _names(verdicts: Sequence[Verdict]) -> list[str]:
    """Claims, each with the countries it is about."""
    countries: dict[str, list[str]] = {}
    for verdict in verdicts:
        countries.setdefault(verdict.claim, []).append(verdict.country or "")
    return [
        f"{claim} {' '.join(codes)}".strip() if len(codes) > 1 else claim
        for claim, codes in countries.items()
    ]
