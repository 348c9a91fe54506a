"""The page of ``kcli shift``: both ends of every answer, their difference, and how comparable."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.quotes import quotes_of
from kcli.analysis.shift import Change, End, Passage, ShiftBlock
from kcli.model.fields import said
from kcli.model.records import Result, Shift
from kcli.render.pages.compare import footer
from kcli.render.pages.marks import share_cell, size_of
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.changes import time_words
from kcli.text.countries import country_name
from kcli.text.numbers import signed, signed_points, signed_range
from kcli.text.people import KINDS
from kcli.text.periods import span

__all__ = ["lay_out"]

GRADES = {
    "A": "the same question, answers, people and ways of asking",
    "B": "small differences, or something that no source tells",
    "C": "worded, asked or sampled otherwise, or brought together by a concept",
    "D": "not one population asked alike: a gap, which no test applies to",
    "E": "only the topic is shared: not comparable",
}
NAMES = {"shift": "Change", "gap": "Gap", "not_comparable": "Difference"}
DIRECTIONS = {
    "increase": "up",
    "decrease": "down",
    "no_clear_change": "no clear change",
    "undetermined": "not settled",
}


def lay_out(result: Result) -> Page:
    """Each pair of samples with its table; then grades, sentences, quotes, and the notes."""
    (block,) = result.context
    parts: list[Heading | Table | Words] = []
    if block.scan:
        parts += _scan(block, result.records)
    else:
        parts.append(Heading(block.title, _askings(block)))
        parts += [_table(found, block) for found in block.passages if found.changes]
        if not any(found.changes for found in block.passages):
            parts.append(Words("", ("No answer is common to both ends.",)))
        parts += _sentences(block)
    parts += _adjusted(block)
    parts += _grades(block)
    parts += _quotes(block)
    estimates = [found.record for _, found in block.estimations]
    return Page((*parts, *footer(result, single=True, estimates=estimates)))


def _askings(block: ShiftBlock) -> tuple[str, ...]:
    """The askings at both ends: which question, when, how."""
    lines: list[str] = []
    concepts = dict.fromkeys(f"concept {p.concept}" for p in block.passages if p.concept)
    lines += concepts
    for word, ends in (
        ("From", [found.first for found in block.passages]),
        ("To", [found.second for found in block.passages]),
    ):
        for end in {end.side.name: end for end in ends}.values():
            asking, sample = end.side.asking, end.side.sample
            spans = dict.fromkeys(
                span(other.side.sample.fieldwork)
                for other in ends
                if other.side.name == end.side.name
            )
            lines.append(f"{word} {end.side.name}: {said(asking.text, block.language)}")
            about = [KINDS[sample.population], "; ".join(spans), f"mode {sample.mode}"]
            lines.append(f"  {' · '.join(about)}".replace("_", " "))
    return tuple(lines)


def _table(found: Passage, block: ShiftBlock) -> Table:
    ends = (found.first, found.second)
    counted = any(end.side.sample.population in NAMED_KINDS for end in ends)
    rows = [
        Row(
            Cell.of(change.first.record.option_label),
            (
                _end(change.first, shift.share_from, found),
                _end(change.second, shift.share_to, found),
                *([] if counted else _difference(shift)),
            ),
            rule=_new_kind(found, place),
        )
        for place, (change, shift) in enumerate(zip(found.changes, found.shifts, strict=True))
    ]
    heads = [_header(end, block.language) for end in ends]
    if not counted:
        name = f"{_name(found)}, points"
        heads += [Cell.of(name, "strong"), Cell.of("", "faint")]
    shares = any(end.side.sample.population not in NAMED_KINDS for end in ends)
    return Table("%" if shares else "Counts", tuple(heads), tuple(rows), numeric=True)


def _name(found: Passage) -> str:
    """What the difference is: of one people in two waves that were asked otherwise no change."""
    one, two = found.first.side.sample, found.second.side.sample
    alike = (one.country, one.population) == (two.country, two.population)
    if found.comparability.wording == "gap" and alike and one.wave != two.wave:
        return "Difference"
    return NAMES[found.comparability.wording]


def _end(found: Estimation, share: float | None, passage: Passage) -> Cell:
    """One end of a change; of what shares no more than a topic only where it is forced."""
    hidden = passage.comparability.wording == "not_comparable" and share is None
    return Cell.of("–", "faint") if hidden and found.record.share is not None else share_cell(found)


def _new_kind(found: Passage, place: int) -> bool:
    kinds = [change.first.record.option_kind for change in found.changes]
    return place > 0 and kinds[place] != kinds[place - 1] and kinds[place] in ("net", "score")


def _header(end: End, language: str) -> Cell:
    sample = end.side.sample
    name = country_name(sample.country, language) if sample.country else sample.id
    kind = KINDS[sample.population]
    lines = [kind] if kind != sample.survey else []
    lines += [f"{sample.survey} {sample.wave}", size_of(sample)]
    return Cell(((name, "strong"), *((line, "faint") for line in lines)))


def _difference(shift: Shift) -> tuple[Cell, Cell]:
    """How much, with the limits of a test; and which way."""
    word = DIRECTIONS[shift.direction]
    named = {shift.population_from, shift.population_to} & NAMED_KINDS
    if shift.bound_low is None or shift.bound_high is None or named:
        return Cell.of("–", "faint"), Cell.of("", "faint")
    if shift.wording == "shift":
        sure = shift.direction in ("increase", "decrease")
    else:
        word = {"increase": "higher", "decrease": "lower", "no_clear_change": "level"}.get(
            shift.direction, word
        )
        sure = False
    score = shift.category == "score"
    size = (
        _score(shift)
        if score
        else signed_points(shift.shift)
        if shift.shift is not None
        else signed_range(
            shift.bound_low,
            shift.bound_high,
            low_reached=bool(shift.bound_low_reached),
            high_reached=bool(shift.bound_high_reached),
        )
    )
    lines = [(size, "strong" if sure else "plain")]
    if shift.low is not None and shift.high is not None and score:
        lines.append((f"({signed(shift.low)} to {signed(shift.high)})", "faint"))
    elif shift.low is not None and shift.high is not None:
        lines.append((f"({signed_points(shift.low)} to {signed_points(shift.high)})", "faint"))
    about = [(word, "plain")]
    if shift.p_adjusted is not None:
        p = shift.p_adjusted
        about.append(("p<0.001" if p < 0.001 else f"p={p:.3f}", "faint"))
    return Cell(tuple(lines)), Cell(tuple(about))  # type: ignore[arg-type]


def _score(shift: Shift) -> str:
    """A difference of mean scores, in their own unit."""
    if shift.shift is not None:
        return signed(shift.shift)
    assert shift.bound_low is not None
    assert shift.bound_high is not None
    return f"{signed(shift.bound_low)} to {signed(shift.bound_high)}"


def _scan(block: ShiftBlock, shifts: Sequence[Shift]) -> list[Heading | Table | Words]:
    """A line a difference, in the order of the records: the smallest adjusted p first."""
    labels = {
        _key(shift): (change, found)
        for found in block.passages
        for change, shift in zip(found.changes, found.shifts, strict=True)
    }
    rows = []
    unsettled: dict[str, int] = {}
    for shift in shifts:
        change, found = labels[_key(shift)]
        if shift.direction == "undetermined":
            about = found.concept or found.first.side.asking.item
            unsettled[about] = unsettled.get(about, 0) + 1
            continue
        rows.append(
            Row(
                _stub(change, found, block.language),
                (
                    share_cell(change.first),
                    share_cell(change.second),
                    *_difference(shift),
                    Cell.of(shift.grade),
                ),
            )
        )
    heads = ("From", "To", "Points", "", "Grade")
    table = Table("", tuple(Cell.of(h, "strong") for h in heads), tuple(rows), numeric=True)
    parts: list[Heading | Table | Words] = [Heading(block.title), *([table] if rows else [])]
    if unsettled:
        lines = tuple(f"{about}: {count}" for about, count in unsettled.items())
        parts.append(Words("Differences that the evidence does not settle", lines))
    return parts


def _key(shift: Shift) -> tuple[object, ...]:
    return (
        shift.item_from, shift.item_to, shift.wave_from, shift.wave_to, shift.survey_from,
        shift.survey_to, shift.country_from, shift.country_to, shift.population_from,
        shift.population_to, shift.category, shift.concept,
    )  # fmt: skip


def _stub(change: Change, found: Passage, language: str) -> Cell:
    """What the line is about: the item or concept, the sample, the answer."""
    ends = (found.first.side.sample, found.second.side.sample)
    places = dict.fromkeys(
        country_name(sample.country, language) if sample.country else sample.id for sample in ends
    )
    about = found.concept or found.first.side.asking.item
    return Cell(
        (
            (change.first.record.option_label, "strong"),
            (f"{about}, {' to '.join(places)}", "faint"),
        )
    )


def _adjusted(block: ShiftBlock) -> list[Words]:
    """How many differences p is adjusted for, where it is."""
    shifts = [shift for found in block.passages for shift in found.shifts]
    tested = sum(shift.p_adjusted is not None for shift in shifts)
    if tested < 2:
        return []
    text = f"p is adjusted for {tested} differences (Holm); intervals are of each alone."
    return [Words("", (text,), "faint")]


def _grades(block: ShiftBlock) -> list[Words]:
    """A part a grade: which pairs have it, and every reason once."""
    parts = []
    for grade in sorted({found.comparability.grade for found in block.passages}):
        passages = [p for p in block.passages if p.comparability.grade == grade]
        reasons: dict[tuple[str, str], dict[str, None]] = {}
        for found in passages:
            for reason in found.comparability.reasons:
                text = f"set by hand: {reason.text}" if reason.code == "judged" else reason.text
                reasons.setdefault((reason.grade, reason.code), {})[text] = None
        lines = [f"{weight}: {'; '.join(texts)}" for (weight, _), texts in reasons.items()]
        names = ""
        if len({found.comparability.grade for found in block.passages}) > 1:
            names = f" ({', '.join(_pairs(passages))})"
        parts.append(Words(f"Grade {grade}{names}: {GRADES[grade]}", tuple(lines)))
    return parts


def _sentences(block: ShiftBlock) -> list[Words]:
    """What is settled, a sentence each; the rest by answer."""
    settled, unsettled = [], dict[str, list[str]]()
    for found in block.passages:
        answers = _answers(found, block.language)
        settled += answers
        for change, shift in zip(found.changes, found.shifts, strict=True):
            if answers:
                continue
            if shift.direction == "undetermined" and shift.bound_low is not None:
                places = (found.first.side.sample, found.second.side.sample)
                names = dict.fromkeys(s.country or s.id for s in places)
                unsettled.setdefault(change.first.record.option_label, []).append("–".join(names))
            elif not _of_a_score(change):
                settled.append(shift.text)
    parts = [Words("What follows", tuple(dict.fromkeys(settled)))] if settled else []
    lines = tuple(f"{label}: {', '.join(names)}" for label, names in unsettled.items())
    shifts = all(found.comparability.wording == "shift" for found in block.passages)
    title = "Not settled: whether it rose or fell" if shifts else "Not settled: which is higher"
    return parts + ([Words(title, lines)] if lines else [])


def _answers(found: Passage, language: str) -> list[str]:
    """What the same named people answered before and after, where both ends name them."""
    ends = (found.first, found.second)
    if not ends[0].side.people or ends[0].side.people != ends[1].side.people:
        return []
    said_by: dict[str, list[str]] = {}
    for end in ends:
        for finding in end.evidence.of(end.place):
            answer = end.side.asking.label(finding.statement.option or "", language)
            said_by.setdefault(finding.respondent or "", []).append(f"“{answer}”")
    before, after = (time_words(end.side.sample.wave) for end in ends)
    return [
        f"{who}: {first} {before}, {second} {after}. "
        + ("The position changed." if first != second else "The position stayed.")
        for who, (first, second) in said_by.items()
    ]


def _of_a_score(change: Change) -> bool:
    return change.first.record.option_kind == "score"


def _pairs(passages: Sequence[Passage]) -> list[str]:
    names = []
    for found in passages:
        ends = (found.first.side, found.second.side)
        about = found.concept or ends[0].asking.item
        codes = dict.fromkeys(end.sample.country or end.sample.id for end in ends)
        names.append(f"{about} {'–'.join(codes)}")
    return list(dict.fromkeys(names))


def _quotes(block: ShiftBlock) -> list[Words]:
    ends = [end for found in block.passages for end in (found.first, found.second)]
    lines = quotes_of(ends, block.language)
    return [Words("In their words", lines)] if lines else []
