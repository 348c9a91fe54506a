"""The page of ``kcli shift``: both ends of every answer, their difference, and how comparable."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.ends import End
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.quotes import quotes_of
from kcli.analysis.remarks import filter_of
from kcli.analysis.shift import Change, Passage, ShiftBlock
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.records import Result
from kcli.model.shift_records import Shift
from kcli.render.pages.compare import footer
from kcli.render.pages.marks import asked_sample, share_cell, size_of
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import say, tag_of
from kcli.text.numbers import chance_words, signed, signed_ends, signed_points, signed_range
from kcli.text.people import kind_words
from kcli.text.periods import span
from kcli.text.retold import retold
from kcli.text.summary.index import Index, index_of
from kcli.text.summary.shifts import shift_sentences
from kcli.text.summary.words import at

__all__ = ["lay_out", "range_of"]


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
            parts.append(Words("", (say("shift.none", block.language),)))
        parts += _sentences(block, index_of(result, block.language))
    parts += _adjusted(block)
    parts += _grades(block)
    parts += _quotes(block)
    estimates = [found.record for _, found in block.estimations]
    return Page((*parts, *footer(result, single=True, estimates=estimates)))


def _askings(block: ShiftBlock) -> tuple[str, ...]:
    """The askings at both ends: which question, when, how."""
    lines: list[str] = []
    language = block.language
    concepts = dict.fromkeys(p.concept for p in block.passages if p.concept)
    lines += [say("concept.id", language, id=concept) for concept in concepts]
    for word, ends in (
        ("shift.from", [found.first for found in block.passages]),
        ("shift.to", [found.second for found in block.passages]),
    ):
        for end in {end.side.name: end for end in ends}.values():
            asking = end.side.asking
            samples = [o.side.sample for o in ends if o.side.name == end.side.name]
            spans = dict.fromkeys(span(each.fieldwork, language) for each in samples)
            modes = dict.fromkeys(say(f"way.{each.mode}", language) for each in samples)
            text = said(asking.text, language)
            lines.append(say(word, language, name=end.side.name, text=text))
            mode = say("shift.mode", language, mode="/".join(modes))
            kinds = dict.fromkeys(kind_words(each.population, language) for each in samples)
            about = ["/".join(kinds), "; ".join(spans), mode]
            about += filter_of(end.side.questionnaire, asking, language)
            lines.append(f"  {' · '.join(about)}")
    return tuple(lines)


def _table(found: Passage, block: ShiftBlock) -> Table:
    ends, language = (found.first, found.second), block.language
    counted = any(end.side.sample.population in NAMED_KINDS for end in ends)
    rows = [
        Row(
            Cell.of(_answer(change, language)),
            (
                _end(change.first, shift.share_from, found, language),
                _end(change.second, shift.share_to, found, language),
                *([] if counted else _difference(shift, language)),
            ),
            rule=_new_kind(found, place),
        )
        for place, (change, shift) in enumerate(zip(found.changes, found.shifts, strict=True))
    ]
    heads = [_header(end, own, language) for end, own in zip(ends, found.apart, strict=True)]
    if not counted:
        name = say("shift.in_points", language, name=_name(found, language))
        heads += [Cell.of(name, "strong"), Cell.of("", "faint")]
    shares = any(end.side.sample.population not in NAMED_KINDS for end in ends)
    unit = _percent(found.shifts, language) if shares else say("page.counts", language)
    return Table(unit, tuple(heads), tuple(rows), numeric=True)


def _percent(shifts: Sequence[Shift], language: str) -> str:
    """What the shares are shares of."""
    base = "substantive" if any(shift.base == "substantive" for shift in shifts) else "all"
    return say(f"page.percent_{base}", language)


def _answer(change: Change, language: str) -> str:
    """What an answer is called; a net does not say that it is one."""
    record = change.first.record
    if record.option_kind == "score":
        return say("page.mean_score", language)
    return record.option_label


def _name(found: Passage, language: str) -> str:
    """What the difference is: of one people in two waves that were asked otherwise no change."""
    one, two = found.first.side.sample, found.second.side.sample
    alike = (one.country, one.population) == (two.country, two.population)
    if found.comparability.wording == "gap" and alike and one.wave != two.wave:
        return say("shift.name.not_comparable", language)
    return say(f"shift.name.{found.comparability.wording}", language)


def _end(found: Estimation, share: float | None, passage: Passage, language: str) -> Cell:
    """One end of a change; of what shares no more than a topic only where it is forced."""
    hidden = passage.comparability.wording == "not_comparable" and share is None
    if hidden and found.record.share is not None:
        return Cell.of("–", "faint")
    return share_cell(found, language=language)


def _new_kind(found: Passage, place: int) -> bool:
    kinds = [change.first.record.option_kind for change in found.changes]
    return place > 0 and kinds[place] != kinds[place - 1] and kinds[place] in ("net", "score")


def _header(end: End, own: str, language: str) -> Cell:
    """Whose column it is; ``own`` tells the sample from another of the same people."""
    sample = end.side.sample
    name = country_name(sample.country, language) if sample.country else sample.id
    kind = kind_words(sample.population, language)
    lines = [own] if own else []
    lines += [kind] if kind != sample.survey else []
    lines += [f"{sample.survey} {sample.wave}", size_of(_asked(end), language)]
    return Cell(((name, "strong"), *((line, "faint") for line in lines)))


def _asked(end: End) -> SampleView:
    records = [found.record for found in end.estimations.values()]
    side = end.side
    return asked_sample(side.sample, records[0], side.asking) if records else side.sample


def _difference(shift: Shift, language: str) -> tuple[Cell, Cell]:
    """How much, with the limits of a test; and which way."""
    word: str = shift.direction
    named = {shift.population_from, shift.population_to} & NAMED_KINDS
    if shift.bound_low is None or shift.bound_high is None or named:
        return Cell.of("–", "faint"), Cell.of("", "faint")
    if shift.wording == "shift":
        sure = shift.direction in ("increase", "decrease")
    else:
        level = shift.bound_low == shift.bound_high == 0
        alike = "level" if level else "no_clear_difference"
        beside = {"increase": "higher", "decrease": "lower", "no_clear_change": alike}
        word = beside.get(shift.direction, word)
        sure = False
    score = shift.category == "score"
    size = (
        _score(shift, language)
        if score
        else signed_points(shift.shift)
        if shift.shift is not None
        else range_of(
            language,
            shift.bound_low,
            shift.bound_high,
            low_reached=bool(shift.bound_low_reached),
            high_reached=bool(shift.bound_high_reached),
        )
    )
    lines = [(size, "strong" if sure else "plain")]
    if shift.low is not None and shift.high is not None and score:
        ends = {"low": signed(shift.low), "high": signed(shift.high)}
        lines.append((say("shift.limits", language, **ends), "faint"))
    elif shift.low is not None and shift.high is not None:
        ends = {"low": signed_points(shift.low), "high": signed_points(shift.high)}
        lines.append((say("shift.limits", language, **ends), "faint"))
    about = [(say(f"shift.word.{word}", language), "plain")]
    if shift.p_adjusted is not None:
        p = shift.p_adjusted
        about.append((chance_words(p).replace(" ", ""), "faint"))
    elif shift.direction in ("increase", "decrease"):
        about.append((say("trend.not_tested", language), "faint"))
    return Cell(tuple(lines)), Cell(tuple(about))  # type: ignore[arg-type]


def range_of(
    language: str, low: float, high: float, *, low_reached: bool, high_reached: bool
) -> str:
    """A range of differences, its words in the language."""
    text = signed_range(low, high, low_reached=low_reached, high_reached=high_reached)
    if text == "open":
        return say("page.open", language)
    first, between, last = text.partition(" to ")
    return say("page.to", language, low=first, high=last) if between else text


def _score(shift: Shift, language: str) -> str:
    """A difference of mean scores, in their own unit."""
    if shift.shift is not None:
        return signed(shift.shift)
    assert shift.bound_low is not None
    assert shift.bound_high is not None
    low, high = signed_ends(shift.bound_low, shift.bound_high)
    return say("page.to", language, low=low, high=high)


def _scan(block: ShiftBlock, shifts: Sequence[Shift]) -> list[Heading | Table | Words]:
    """A line a difference, in the order of the records: the smallest adjusted p first."""
    labels = {
        _key(shift): (change, found)
        for found in block.passages
        for change, shift in zip(found.changes, found.shifts, strict=True)
    }
    rows, language = [], block.language
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
                    share_cell(change.first, language=language),
                    share_cell(change.second, language=language),
                    *_difference(shift, language),
                    Cell.of(shift.grade),
                ),
            )
        )
    columns = ("from", "to", "points", "", "grade")
    heads = [say(f"shift.column.{column}", language) if column else "" for column in columns]
    narrow = any(shift.base == "substantive" for shift in shifts)
    unit = _percent(shifts, language) if narrow else ""
    table = Table(unit, tuple(Cell.of(h, "strong") for h in heads), tuple(rows), numeric=True)
    title = retold(block.title, "title.", language)
    parts: list[Heading | Table | Words] = [Heading(title), *([table] if rows else [])]
    if unsettled:
        lines = tuple(f"{about}: {count}" for about, count in unsettled.items())
        parts.append(Words(say("shift.scan_not_settled", language), lines))
    return parts


def _key(shift: Shift) -> tuple[object, ...]:
    return (
        shift.item_from, shift.item_to, shift.wave_from, shift.wave_to, shift.survey_from,
        shift.survey_to, shift.sample_from, shift.sample_to, shift.category, shift.concept,
    )  # fmt: skip


def _stub(change: Change, found: Passage, language: str) -> Cell:
    """What the line is about: the item or concept, the sample, the answer."""
    ends = (found.first.side.sample, found.second.side.sample)
    places = dict.fromkeys(
        country_name(sample.country, language) if sample.country else sample.id for sample in ends
    )
    about = found.concept or found.first.side.asking.item
    between = say("shift.place_to", language)
    return Cell(
        (
            (_answer(change, language), "strong"),
            (say("shift.places", language, about=about, places=between.join(places)), "faint"),
        )
    )


def _adjusted(block: ShiftBlock) -> list[Words]:
    """How many differences p is adjusted for, where it is."""
    shifts = [shift for found in block.passages for shift in found.shifts]
    tested = sum(shift.p_adjusted is not None for shift in shifts)
    if tested < 2:
        return []
    text = say("shift.adjusted", block.language, count=tested)
    return [Words("", (text,), "faint")]


def _grades(block: ShiftBlock) -> list[Words]:
    """A part a grade: which pairs have it, and every reason once."""
    parts, language = [], block.language
    for grade in sorted({found.comparability.grade for found in block.passages}):
        passages = [p for p in block.passages if p.comparability.grade == grade]
        reasons: dict[tuple[str, str], dict[str, None]] = {}
        for found in passages:
            for reason in found.comparability.reasons:
                text = retold(reason.text, "reason.", language)
                if reason.code == "judged":
                    text = say("page.judged", language, text=reason.text)
                reasons.setdefault((reason.grade, reason.code), {})[text] = None
        lines = [f"{weight}: {'; '.join(texts)}" for (weight, _), texts in reasons.items()]
        names = ""
        if len({found.comparability.grade for found in block.passages}) > 1:
            names = f" ({', '.join(_pairs(passages))})"
        meaning = say(f"grade.{grade}", language)
        title = say("grade.title", language, grade=grade, pairs=names, meaning=meaning)
        parts.append(Words(title, tuple(lines)))
    return parts


def _sentences(block: ShiftBlock, index: Index) -> list[Words]:
    """What is settled, a sentence each; the rest by answer."""
    language = block.language
    settled, unsettled = [], dict[str, list[str]]()
    told: list[Shift] = []
    for found in block.passages:
        answers = _answers(found, block.language)
        settled += answers
        for change, shift in zip(found.changes, found.shifts, strict=True):
            if answers:
                continue
            if shift.direction == "undetermined" and shift.bound_low is not None:
                places = (found.first.side.sample, found.second.side.sample)
                names = dict.fromkeys(s.country or s.id for s in places)
                unsettled.setdefault(_answer(change, language), []).append("–".join(names))
            elif not _of_a_score(change):
                settled.append(shift.text)
                told.append(shift)
    if tag_of(language) != "en":
        texts = {shift.text for shift in told}
        settled = [text for text in settled if text not in texts]
        settled += [sentence.text for sentence in shift_sentences(told, index)]
    follows = say("page.what_follows", language)
    parts = [Words(follows, tuple(dict.fromkeys(settled)))] if settled else []
    lines = tuple(f"{label}: {', '.join(names)}" for label, names in unsettled.items())
    shifts = all(found.comparability.wording == "shift" for found in block.passages)
    title = say("shift.not_settled" if shifts else "gap.not_settled", language)
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
            said_by.setdefault(finding.respondent or "", []).append(
                say("summary.quoted", language, name=answer)
            )
    before, after = (at(end.side.sample.wave, language) for end in ends)
    times = {"before": before, "after": after}
    return [
        say(
            "shift.position_changed" if first != last else "shift.position_stayed",
            language,
            who=who,
            first=first,
            last=last,
            **times,
        )
        for who, (first, last) in said_by.items()
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
    return [Words(say("page.quotes", block.language), lines)] if lines else []
