"""The page of ``kcli verify``: what the facts decide first, what nothing decides in one line."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.model.check_records import Verdict
from kcli.model.records import Result
from kcli.render.pages.marks import source_lines
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Tone, Words
from kcli.text.languages import plural, say, tag_of
from kcli.text.numbers import level_words
from kcli.text.retold import retold_note
from kcli.text.summary.verdicts import verdict_line, where_of

__all__ = ["lay_out"]

ORDER = ("contradicted", "supported", "sample_only", "not_settled", "not_testable")


def lay_out(result: Result) -> Page:
    """Verdict by verdict, claim by claim: the sentence, and why."""
    verdicts: Sequence[Verdict] = result.records
    language = result.parameters["lang"]
    alone = [v for v in verdicts if v.why == "own_source_only" and v.as_expected]
    told = [v for v in verdicts if v not in alone]
    parts: list[Heading | Table | Words] = [
        Heading(say("verify.title", language), (_summary(verdicts, language),))
    ]
    for verdict in ORDER:
        found = [v for v in told if v.verdict == verdict]
        if found:
            parts.append(_table(say(f"verify.{verdict}", language), found, language))
    if alone:
        text = plural("verify.alone", len(alone), language, names=", ".join(_names(alone, told)))
        parts.append(Words("", (text,)))
    owed = tuple(note.text for note in result.notes if note.code == "attribution")
    notes = tuple(
        retold_note(note.code, note.text, language)
        for note in result.notes
        if note.code != "attribution"
    )
    parts += _legend(result, language)
    if notes:
        parts.append(Words(say("verify.read_as", language), notes, "faint", "assumed"))
    if owed:
        parts.append(Words("", owed, "faint", "owed"))
    if result.sources:
        parts.append(Words(say("page.sources", language), source_lines(result), "faint", "sources"))
    return Page(tuple(parts))


def _legend(result: Result, language: str) -> list[Words]:
    """What the intervals mean, where any is told."""
    kinds = {kind for verified in result.context for kind in verified.intervals}
    if not kinds:
        return []
    sure = level_words(result.parameters["confidence"])
    key = "legend.interval" if kinds == {"design"} else "legend.interval_random"
    told = say(key, language, level=sure)
    if tag_of(language) != "en":  # of these the sentences have them inside round brackets
        told = told.replace("(a–b)", "[a–b]")
    return [Words("", (say("legend.percent", language, marks=told),), "faint")]


def _summary(verdicts: Sequence[Verdict], language: str) -> str:
    counts = {name: sum(v.verdict == name for v in verdicts) for name in ORDER}
    told = [
        say(f"verify.count.{name}", language, n=count) for name, count in counts.items() if count
    ]
    odd = sum(not v.as_expected for v in verdicts)
    told.append(say("verify.odd" if odd else "verify.as_expected", language, n=odd))
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
    head = Cell.of(say("verify.column", language), "faint")
    return Table(title, (head,), tuple(rows), names=True)


def _line(verdict: Verdict, language: str) -> str:
    where = f"{where_of(verdict, language)}: " if verdict.country else ""
    expected = say(f"verify.expect.{verdict.expected or 'not_contradicted'}", language)
    mark = "" if verdict.as_expected else say("verify.expected", language, verdict=expected)
    known = say("verify.known", language) if verdict.expected == verdict.verdict else ""
    text = verdict.text if tag_of(language) == "en" else verdict_line(verdict, language)
    return f"{where}{text}{mark or known}"


def _names(verdicts: Sequence[Verdict], told: Sequence[Verdict]) -> list[str]:
    """Claims, each with the countries it is about, where it is ``told`` of others too."""
    elsewhere = {verdict.claim for verdict in told}
    countries: dict[str, list[str]] = {}
    for verdict in verdicts:
        countries.setdefault(verdict.claim, []).append(verdict.country or "")
    return [
        f"{claim} {' '.join(codes)}".strip() if len(codes) > 1 or claim in elsewhere else claim
        for claim, codes in countries.items()
    ]
