"""``kcli trend``: every wave of an item, of a survey's items, or of a concept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from kcli.analysis.ends import End
from kcli.analysis.series import Series, series_of, time_of, year_of
from kcli.analysis.trend import TrendBlock, trend_block
from kcli.api.blocks import result_of
from kcli.api.select import Selection, check_countries, select
from kcli.api.sides import Asked, Finder, ends_of, measures_of
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.model.fields import said
from kcli.model.period import read_period
from kcli.model.records import Note, Result
from kcli.model.selector import Selector, read_selector
from kcli.model.survey import Base
from kcli.text.countries import country_name

__all__ = ["trend"]


def trend(
    project: Project,
    what: str,
    *,
    start: str | None = None,
    end: str | None = None,
    answers: Sequence[str] = (),
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
) -> Result:
    """All waves of a question, countries side by side, with what changed and where it breaks.

    Parameters
    ----------
    project : where the surveys are
    what : an item, a concept, or a survey: then each of its items that two waves asked
    start, end : ``--from`` and ``--to``: the first and the last wave, or year
    answers : only these answers, nets or categories
    countries, base, confidence, ci, evidence, lang, assumed_options, lonely
        as for :func:`kcli.api.compare.compare`

    Returns
    -------
    Result
        Of each block: ``estimate`` records, one a wave, country and answer;
        ``trend`` records, one a comparable stretch and answer; ``shift``
        records from each wave to the next of its stretch and from the first
        to the last; ``break`` records where a stretch ends. The p of all
        changes are adjusted together (Holm), and those of all slopes.

    Raises
    ------
    UsageError
        For what is not in the project, or was asked once only.
    """
    wish = Wish(None, countries, base, confidence, ci, evidence, lang, assumed_options, lonely)
    finder = Finder(wish.read(project), wish)
    concept = _concept(finder.project, what)
    if concept is not None:
        blocks = [_of_concept(finder, what, concept, (start, end), answers)]
    else:
        blocks = _of_items(finder, what, (start, end), answers)
    parameters = wish.parameters_of(what)
    for name in ("wave", "suppress", "adjust", "total"):
        del parameters[name]
    parameters |= {"from": start, "to": end, "answers": list(answers)}
    return result_of("trend", finder.project, parameters, blocks, lang=lang)


Limits = tuple[str | None, str | None]


def _concept(project: Project, what: str) -> Selector | None:
    """The concept that is named, with a country or population; None where it is no concept."""
    try:
        selector = read_selector(what)
    except ValueError:
        return None  # select says what is wrong with it
    concepts = project.concepts.concepts if project.concepts else {}
    known = selector.item is None and selector.name not in project.survey_ids
    return selector if known and selector.name in concepts else None


def _no_wave(what: str, selector: Selector) -> None:
    if selector.wave is not None:
        hint = "a trend is of all waves; --from and --to say from which to which"
        raise UsageError(f"{what!r} names a wave", hint)


def _of_items(
    finder: Finder, what: str, limits: Limits, answers: Sequence[str]
) -> list[TrendBlock]:
    selections = select(finder.project, what)
    selector = read_selector(what)
    _no_wave(what, selector)
    named = [selector.country] if selector.country else []
    check_countries(_every_wave(selections), [*finder.wish.codes, *named])
    (selection,) = selections
    questionnaire = selection.survey.questionnaire
    items = selection.items
    if not selection.single:
        items = tuple(i for i in questionnaire.items if len(questionnaire.waves_of(i)) > 1)
        if not items:
            hint = f"kcli compare {questionnaire.survey}"
            raise UsageError(f"{questionnaire.survey} asked no item in two waves", hint)
    found = {i: _series(finder, selection.survey, i, selector, None, limits) for i in items}
    _check_answers(answers, [each for series in found.values() for each in series])
    blocks = [
        _block(finder, questionnaire.title_of(item, finder.wish.lang), series, answers)
        for item, series in found.items()
        if series and (not answers or any(set(answers) & set(each.names) for each in series))
    ]
    if not blocks:
        raise UsageError(f"no wave of {what} is left", _known_waves(selection.survey))
    return blocks


def _of_concept(
    finder: Finder, what: str, selector: Selector, limits: Limits, answers: Sequence[str]
) -> TrendBlock:
    _no_wave(what, selector)
    concept = selector.name
    measures = list(measures_of(finder.project, concept))
    if not measures:
        raise UsageError(f"no item measures the concept {concept!r}", "kcli show " + concept)
    series = [
        found
        for survey, item in measures
        for found in _series(finder, survey, item, selector, concept, limits)
    ]
    named = [selector.country] if selector.country else []
    asked = [
        Selection(survey, wave, (item,), single=True)
        for survey, item in measures
        for wave in survey.questionnaire.waves_of(item)
    ]
    check_countries(asked, [*finder.wish.codes, *named])
    if not series:
        raise UsageError(f"no wave of {what} is left", "see --from, --to and --country")
    _check_answers(answers, series)
    assert finder.project.concepts is not None
    title = said(finder.project.concepts.concepts[concept].title, finder.wish.lang)
    return _block(finder, title, series, answers)


def _block(
    finder: Finder, title: str, series: Sequence[Series], answers: Sequence[str]
) -> TrendBlock:
    wish, judgements = finder.wish, finder.project.judgements
    told = [each for each in series if _reported(each)]
    silent = [each for each in series if told and not _reported(each)]
    found = trend_block(
        title,
        told or series,
        wish.method,
        cast(Base, wish.base),
        wish.lang,
        judgements,
        [name for name in answers if any(name in each.names for each in series)] or None,
    )
    notes = (*found.notes, *_silent(silent), *_same_people(found.series, wish.lang))
    return TrendBlock(**{**vars(found), "notes": notes})


def _reported(series: Series) -> bool:
    """Whether anything was published of any wave."""
    records = [e.record for point in series.points for e in point.end.estimations.values()]
    return any("not_reported" not in record.flags for record in records)


def _silent(series: Sequence[Series]) -> list[Note]:
    notes = []
    for each in series:
        sample = each.side.sample
        where = (
            country_name(sample.country, "en", in_sentence=True) if sample.country else sample.id
        )
        text = f"{each.side.id}: nothing of {where} is published."
        notes.append(Note("nothing-published", text))
    return notes


def _series(
    finder: Finder,
    survey: Survey,
    item: str,
    selector: Selector,
    concept: str | None,
    limits: Limits,
) -> list[Series]:
    """One series a sample, in the order of the samples of the latest wave."""
    questionnaire = survey.questionnaire
    judgements = finder.project.judgements
    waves = questionnaire.waves_of(item)
    by_sample: dict[tuple[str, str], list[End]] = {}
    for wave in reversed(waves):
        for found in ends_of(finder, Asked(survey, item, wave), selector, concept):
            if _within(found, limits, survey):
                sample = found.side.sample
                by_sample.setdefault((sample.id, sample.population), []).insert(0, found)
    return [series_of(ends, concept, judgements) for ends in by_sample.values()]


def _within(end: End, limits: Limits, survey: Survey) -> bool:
    """Whether a wave lies between two waves or dates; raises UsageError for what is neither."""
    time = time_of(end.side)
    for text, late in zip(limits, (False, True), strict=True):
        if text is None:
            continue
        order = survey.questionnaire.wave_order
        if text in order:
            places = order.index(end.side.asking.wave), order.index(text)
            if places[0] > places[1] if late else places[0] < places[1]:
                return False
            continue
        try:
            period = read_period(text)
        except ValueError as problem:
            raise UsageError(f"{text!r} is no wave and no date", str(problem)) from None
        first, after = year_of(period.first.toordinal()), year_of(period.last.toordinal() + 1)
        if time is None or (time >= after if late else time < first):
            return False
    return True


def _check_answers(answers: Sequence[str], series: Sequence[Series]) -> None:
    known = list(dict.fromkeys(name for each in series for name in each.names))
    for name in answers:
        if known and name not in known:
            hint = nearest(name, known) or f"there are: {', '.join(known)}"
            raise UsageError(f"there is no answer {name!r}", hint)


def _every_wave(selections: Iterable[Selection]) -> list[Selection]:
    return [
        Selection(s.survey, wave, s.items, s.single)
        for s in selections
        for wave in s.survey.questionnaire.wave_order
    ]


def _known_waves(survey: Survey) -> str:
    return f"waves: {', '.join(survey.questionnaire.wave_order)}"


def _same_people(series: Sequence[Series], language: str) -> list[Note]:
    """Samples of several surveys that are the same people: one sample, published twice."""
    sides = [point.end.side for each in series for point in each.points]
    notes = []
    for place, one in enumerate(sides):
        for two in sides[place + 1 :]:
            a, b = one.sample, two.sample
            same = (a.country, a.population) == (b.country, b.population)
            if same and a.survey != b.survey and one.origins & two.origins:
                where = country_name(a.country, language) if a.country else a.id
                text = f"{one.name} and {two.name} are the same people of {where}, published twice."
                notes.append(Note("same-respondents", text))
    return notes
