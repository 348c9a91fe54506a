"""The page of ``kcli diff``: how people were asked, then question by question, then grades."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.analysis.diff_rounds import Round
from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Result
from kcli.render.pages.diff_sheet import Names, Sheet, Told, against, names_of
from kcli.render.pages.marked import marked
from kcli.render.pages.marks import dates_of
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Tone, Words
from kcli.text.differences import aspect_words, change_counts, difference_text, value_words
from kcli.text.languages import listed_in, say
from kcli.text.people import kind_words, sample_name
from kcli.text.periods import span
from kcli.text.retold import retold

__all__ = ["lay_out"]

_SHORT = 56  # what was and what is stand on one line up to this length
_WHOLE = frozenset({"item", "wave", "sample"})
# Reasons that name a question each; the questions are told apart above.
_OF_EACH = frozenset({"options", "options-unseen", "wording-unseen", "mapped", "map-open"})


def lay_out(result: Result) -> Page:
    """What counts first; what is said otherwise last."""
    sheet = Sheet(result)
    parts: list[Part] = [_heading(sheet), _summary(sheet)]
    parts += _waves(sheet)
    parts += _conduct(sheet)
    parts += _questions(sheet)
    parts += _alone(sheet)
    parts += _same(sheet)
    parts += _grades(sheet)
    parts += _rest(sheet)
    return Page(tuple(parts))


def _heading(sheet: Sheet) -> Heading:
    """What the two sides are."""
    first, second = sheet.view.questionnaires
    titles = [said(questionnaire.title, sheet.language) for questionnaire in (first, second)]
    if sheet.view.rounds is None:
        sides = zip(("was", "now"), sheet.view.paths, strict=True)
        below = tuple(say(f"diff.{side}_path", sheet.language, path=path) for side, path in sides)
    else:
        below = tuple(_round(each, sheet.language) for each in sheet.view.rounds)
    return Heading(against(titles, sheet.language), below)


def _round(each: Round, language: str) -> str:
    """``ipus@2015: general public · 1 to 24 July 2015 · South Korea``."""
    kinds = dict.fromkeys(kind_words(sample.population, language) for sample in each.samples)
    spans = {span(sample.fieldwork, language) for sample in each.samples}
    names = [sample_name(s, each.samples, language) for s in each.samples]
    dates = dates_of(each.samples, language) if each.samples else ""
    # Where they were not asked at once, each stands beside its dates.
    about = (", ".join(kinds), dates, ", ".join(names if len(spans) < 2 else ()))
    named = f"{each.questionnaire.survey}@{each.wave}"
    nobody = say("diff.nobody", language)
    return f"{named}: {' · '.join(filter(None, about)) or nobody}"


def _summary(sheet: Sheet) -> Words:
    counted = change_counts(sheet.differences, sheet.language)
    if counted:
        counts = f"{counted[:1].upper()}{counted[1:]}"
        return Words("", (say("diff.summary", sheet.language, counts=counts),))
    nothing = "diff.nothing_asked" if sheet.differences else "diff.nothing"
    return Words("", (say(nothing, sheet.language),))


def _waves(sheet: Sheet) -> Iterator[Words]:
    """The waves that only one version has."""
    there = [record for record in sheet.differences if record.aspect == "wave"]
    old, new = sheet.view.questionnaires
    added = tuple(_wave(new, r.wave_to, sheet.language) for r in there if r.wave_to is not None)
    removed = tuple(
        _wave(old, r.wave_from, sheet.language) for r in there if r.wave_from is not None
    )
    for title, lines in (("diff.waves_removed", removed), ("diff.waves_added", added)):
        if lines:
            yield Words(say(title, sheet.language), lines)


def _wave(questionnaire: Questionnaire, wave: str, language: str) -> str:
    """``2015 (1 to 24 July 2015: KR)``."""
    samples = questionnaire.samples(wave)
    times = dict.fromkeys(span(sample.fieldwork, language) for sample in samples)
    return f"{wave} ({'; '.join(times)}: {', '.join(sample.id for sample in samples)})"


# -- how people were asked -----------------------------------------------------------------


def _conduct(sheet: Sheet) -> list[Table]:
    """What is otherwise for all questions: the two sides are columns."""
    told = sheet.gathered(
        record
        for record in sheet.differences
        if record.counts and names_of(record) == (None, None) and record.aspect != "wave"
    )
    rows = [*_samples(sheet, told)]
    rows += [_conduct_row(sheet, each) for each in told if each.first.aspect != "sample"]
    heads = tuple(Cell.of(label, "strong") for label in sheet.labels)
    title = say("diff.conduct", sheet.language)
    return [Table(title, heads, tuple(rows))] if rows else []


def _samples(sheet: Sheet, told: list[Told]) -> Iterator[Row]:
    """The samples that one side alone has, in one row; a row for each set of waves."""
    where: dict[str, tuple[list[str], list[str]]] = {}
    for each in told:
        if each.first.aspect == "sample":
            one, two = where.setdefault(sheet.waves(each), ([], []))
            one += [sheet.sample(each.first.was)] if each.first.was else []
            two += [sheet.sample(each.first.now)] if each.first.now else []
    for waves, sides in where.items():
        lines: list[tuple[str, Tone]] = [(say("diff.one_only", sheet.language), "strong")]
        lines += [(waves, "faint")] if waves else []
        yield Row(Cell(tuple(lines)), tuple(Cell.of(", ".join(names) or "–") for names in sides))


def _conduct_row(sheet: Sheet, told: Told) -> Row:
    record = told.first
    name = _aspect(sheet, record)
    lines: list[tuple[str, Tone]] = [(name, "strong")]
    samples = "" if record.aspect == "country" else sheet.samples(told)
    lines += [(where, "faint") for where in (samples, sheet.waves(told)) if where]
    texts = marked(*_values(sheet, record))
    return Row(Cell(tuple(lines)), tuple(Cell(((text, "plain"),)) for text in texts))


def _aspect(sheet: Sheet, record: Difference) -> str:
    return aspect_words(record.aspect, record.part, record.language, told_in=sheet.language)


def _values(sheet: Sheet, record: Difference) -> tuple[str, str]:
    """What was, and what is."""
    was, now = (
        value_words(record.aspect, value, sheet.language, told_in=sheet.language)
        for value in (record.was, record.now)
    )
    return was, now


def _text(sheet: Sheet, record: Difference) -> str:
    return difference_text(record, sheet.labels, sheet.language, told_in=sheet.language)


# -- question by question ------------------------------------------------------------------


def _questions(sheet: Sheet) -> list[Table]:
    """A row a question that is otherwise itself, with every difference."""
    rows = []
    for names in dict.fromkeys(map(names_of, sheet.items)):
        own = (record for record in sheet.differences if _is_own(record, names))
        lines = [line for told in sheet.gathered(own) for line in _lines(sheet, told)]
        if lines:
            rows.append(Row(_stub(sheet, names), (Cell(tuple(lines)),)))
    head = (Cell.of(say("diff.otherwise", sheet.language), "strong"),)
    title = say("diff.question", sheet.language)
    return [Table(title, head, tuple(rows), names=True)] if rows else []


def _is_own(record: Difference, names: Names) -> bool:
    return record.counts and names_of(record) == names and record.aspect not in _WHOLE


def _stub(sheet: Sheet, names: Names) -> Cell:
    """The question's id, or both ids and what they share; below it the grade."""
    records = [record for record in sheet.items if names_of(record) == names]
    lines: list[tuple[str, Tone]] = [(n, "strong") for n in dict.fromkeys(names) if n is not None]
    concepts = dict.fromkeys(record.concept for record in records)
    named = (say("concept.id", sheet.language, id=name) for name in concepts if name)
    lines += [(name, "faint") for name in named]
    changed = [record for record in records if record.status == "changed"]
    grades = sorted({record.grade for record in changed if record.grade})
    if grades:
        lines.append((say("diff.grade", sheet.language, grades=", ".join(grades)), "faint"))
    return Cell(tuple(lines))


def _lines(sheet: Sheet, told: Told) -> Iterator[tuple[str, Tone]]:
    """A short difference on one line; a long one with both texts below its name."""
    record = told.first
    where = ", ".join(filter(None, (sheet.samples(told), sheet.waves(told, names_of(record)))))
    suffix = f" [{where}]" if where else ""
    line = _text(sheet, record)
    if record.was is None or record.now is None or len(line) <= _SHORT:
        yield f"{line}{suffix}", "plain"
        return
    yield f"{_aspect(sheet, record)}{suffix}", "plain"
    for label, text in zip(sheet.labels, marked(*_values(sheet, record)), strict=True):
        yield text.after(f"  {label}: "), "plain"


def _alone(sheet: Sheet) -> Iterator[Words]:
    """The questions that only one side has, in the words of that side."""
    titles = [say(f"diff.questions_{status}", sheet.language) for status in ("removed", "added")]
    if not sheet.view.versions:
        titles = [say("diff.only_in", sheet.language, side=side) for side in sheet.labels]
    for title, status in zip(titles, ("removed", "added"), strict=True):
        alone: dict[Names, list[ItemDiff]] = {}
        for record in sheet.items:
            if record.status == status:
                alone.setdefault(names_of(record), []).append(record)
        lines = []
        for names, there in alone.items():
            waves = sheet.span(record.wave_to for record in there) if sheet.view.versions else ""
            suffix = f" [{waves}]" if waves else ""
            lines.append(f"{names[0] or names[1]}: {there[-1].text}{suffix}")
        if lines:
            yield Words(title, tuple(lines))


def _same(sheet: Sheet) -> list[Words]:
    """The questions that have nothing otherwise but what all have."""
    changed = {names_of(record) for record in sheet.differences if record.counts}
    names = dict.fromkeys(
        _both(sheet, record) for record in sheet.items if names_of(record) not in changed
    )
    return [Words(say("diff.same", sheet.language), (", ".join(names),))] if names else []


def _both(sheet: Sheet, record: ItemDiff | Difference) -> str:
    """The question's name, or both names, in a sentence."""
    return listed_in(list(dict.fromkeys(filter(None, names_of(record)))), sheet.language)


def _together(record: ItemDiff) -> str:
    """The same where there is little room."""
    return "–".join(dict.fromkeys(filter(None, names_of(record))))


# -- grades, and what does not count -------------------------------------------------------


def _grades(sheet: Sheet) -> Iterator[Words]:
    """A part a grade: which questions have it, and every reason once."""
    graded = [record for record in sheet.items if record.grade is not None]
    if sheet.view.versions:
        graded = [record for record in graded if record.status == "changed"]
    grades = sorted({record.grade for record in graded if record.grade})
    for grade in grades:
        there = [record for record in graded if record.grade == grade]
        names = dict.fromkeys(map(_together, there))
        about = f" ({', '.join(names)})" if len(grades) > 1 else ""
        meaning = say(f"grade.{grade}", sheet.language)
        title = say("grade.title", sheet.language, grade=grade, pairs=about, meaning=meaning)
        yield Words(title, tuple(_reasons(there, sheet.language)))


def _reasons(records: list[ItemDiff], language: str) -> Iterator[str]:
    """Each reason once; what is told of each of several questions, by what it means."""
    between = say("between.reasons", language)
    texts: dict[str, dict[str, None]] = {}
    names: dict[str, dict[str, None]] = {}
    for record in records:
        for reason in record.reasons:
            key, _, text = reason.partition(": ")
            texts.setdefault(key, {})[text] = None
            names.setdefault(key, {})[_together(record)] = None
    for key in sorted(texts, key=lambda key: -ord(key[0])):
        found = texts[key]
        grade, _, code = key.partition(" ")
        if code == "judged":
            words = say("page.judged", language, text=between.join(found))
        elif code in _OF_EACH and len(found) > 1:
            reason = say(f"diff.each.{code}", language)
            words = say("diff.each", language, reason=reason, names=", ".join(names[key]))
        else:
            words = between.join(retold(text, "reason.", language) for text in found)
        yield f"{grade}: {words}"


def _rest(sheet: Sheet) -> list[Words]:
    """What does not count, a line each."""
    lines = []
    for told in sheet.gathered(record for record in sheet.differences if not record.counts):
        names = _both(sheet, told.first)
        where = ", ".join(filter(None, (names, sheet.samples(told), sheet.waves(told))))
        text = _text(sheet, told.first)
        lines.append(f"{where}: {text}" if where else text)
    title = say("diff.rest", sheet.language)
    return [Words(title, tuple(lines), "faint")] if lines else []
