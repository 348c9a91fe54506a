"""``kcli crosstab``: an item's answers by country, by wave, or by another item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from kcli.analysis.banners import Banner, Crosstab
from kcli.analysis.compare import respondents_of
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.presentation import presented
from kcli.api.blocks import result_of
from kcli.api.select import Selection, check_countries, select
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project
from kcli.model.fields import said
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import Note, Result
from kcli.model.survey import Base
from kcli.text.languages import say
from kcli.text.people import sample_name

if TYPE_CHECKING:
    from kcli.analysis.measured import MeasuredSample
    from kcli.analysis.respondents import Respondents
    from kcli.cells.coded import Coded

__all__ = ["crosstab"]


def crosstab(
    project: Project,
    what: str,
    *,
    by: Sequence[str],
    wave: str | None = None,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    lang: str = "en",
    lonely: str = "fail",
    suppress: str = "none",
    adjust: str = "holm",
    standardise_by: Sequence[str] = (),
) -> Result:
    """An item's answers by the groups of other variables, from respondents.

    Parameters
    ----------
    project : where the surveys are
    what : an item, as a selector
    by : what makes the groups: ``country``, ``wave``, or items of the survey
    lonely : of a stratum with a single unit: ``fail``, ``centered``, ``remove``
    suppress : ``nchs`` withholds what the presentation standards of NCHS do
    adjust : ``holm`` or ``bh``, within one row of one banner
    standardise_by : items whose composition is made alike in all groups, for a gap
        beside the crude one
    wave, countries, base, confidence, ci, lang
        as in :func:`kcli.api.compare.compare`

    Returns
    -------
    Result
        ``cell`` records; for each banner ``contrast`` records and one of
        ``independence``.

    Raises
    ------
    UsageError : names that nothing bears, an item without respondents
    InputError : files that cannot be used
    """
    wish = Wish(
        wave, countries, base, confidence, ci, "best", lang,
        lonely=lonely, suppress=suppress, adjust=adjust,
    )  # fmt: skip
    (selection, *more) = select(project, what, wave)
    if more or not selection.single:
        raise UsageError(f"{what!r} is a survey; a crosstab is of one item", f"kcli list {what}")
    named = [selection.country] if selection.country else []
    check_countries([selection], (*wish.codes, *named))
    variables = _variables(selection, by)
    composition = _variables(selection, standardise_by) if standardise_by else []
    _check_composition(variables, composition)
    found = [*_inside(project, selection, variables, composition, wish)]
    if "country" in variables:
        found.append(_by_country(project, selection, wish))
    if "wave" in variables:
        found += _by_wave(project, selection, wish)
    found = [table for table in found if table.banners]
    if not found:
        name = f"{selection.survey.questionnaire.survey}@{selection.wave}"
        raise UsageError(f"{name} has no respondents there", "a crosstab needs a responses file")
    return result_of("crosstab", project, {**wish.parameters_of(what), "by": list(variables),
                     "standardise_by": composition},
                     found, lang=lang)  # fmt: skip


def _variables(selection: Selection, by: Sequence[str]) -> list[str]:
    """The variables, checked: each once."""
    questionnaire, (item,) = selection.survey.questionnaire, selection.items
    names = list(dict.fromkeys(name.strip() for text in by for name in text.split(",")))
    asked = [i for i in questionnaire.items if selection.wave in questionnaire.waves_of(i)]
    for name in names:
        if name in ("country", "wave"):
            continue
        if name == item:
            raise UsageError(f"{item!r} cannot be crossed with itself")
        if name not in asked:
            known = ["country", "wave", *(i for i in asked if i != item)]
            hint = nearest(name, known) or f"known: {', '.join(known)}"
            raise UsageError(f"there is no variable {name!r} in that wave", hint)
        if questionnaire.asking(name, selection.wave).type == "multiple":
            message = f"{name!r} allows several answers: its groups overlap"
            raise UsageError(message, "cross it the other way round")
    if not names:
        raise UsageError("say by what", "such as --by country, or --by education")
    return names


def _respondents(
    project: Project, selection: Selection, wave: str, items: Sequence[str], wish: Wish
) -> tuple[Any, Respondents | None, ItemEvidence]:
    (item,) = selection.items
    survey = selection.survey
    coded = project.responses(survey, wave, [item, *items])
    evidence = ItemEvidence(
        survey.questionnaire, item, survey.findings, project.conventions, cast(Base, wish.base)
    )
    found = respondents_of(coded, evidence, wave, lonely=wish.method.lonely)
    return coded, found, evidence


def _wanted(sample: SampleView, selection: Selection, wish: Wish) -> bool:
    countries = [selection.country] if selection.country else wish.codes
    return (not countries or sample.country in countries) and (
        selection.population in (None, sample.population)
    )


def _inside(
    project: Project,
    selection: Selection,
    variables: Sequence[str],
    composition: Sequence[str],
    wish: Wish,
) -> list[Crosstab]:
    """A table a sample, with a banner for each item that makes groups."""
    items = [name for name in variables if name not in ("country", "wave")]
    wanted = [*items, *composition]
    coded, found, evidence = _respondents(project, selection, selection.wave, wanted, wish)
    if found is None or not items:
        return []
    from kcli.analysis.crosstab import banner_of  # numpy comes with it
    from kcli.cells.domains import cross

    questionnaire, wave = selection.survey.questionnaire, selection.wave
    asking = questionnaire.asking(evidence.item, wave)
    domains = {name: cross(coded, asking, name) for name in items}
    for name in items:
        if not domains[name]:
            message = f"nobody who answered {evidence.item!r} is in any group of {name!r}"
            raise UsageError(message, "they may have been put to other people")
    tables = []
    for place, sample in evidence.samples.items():
        if place[0] != wave or place not in found or not _wanted(sample, selection, wish):
            continue
        total = found.measured(place)
        banners = tuple(
            banner_of(total, domains[name][sample.id], name,
                      _labels(questionnaire.asking(name, wave), wish.lang), wish.method, wish.lang)
            for name in items
            if sample.id in domains[name]
        )  # fmt: skip
        estimates = found.estimate(place, wish.method, wish.lang)
        everyone = tuple(presented(e, wish.method) for e in estimates)
        notes = tuple(found.notes(place, evidence))
        if composition:
            left = [_left(total, coded, banner, composition, wish) for banner in banners]
            banners = tuple(banner for banner, _ in left)
            notes += tuple(note for _, told in left for note in told)
        tables.append(
            Crosstab(questionnaire, asking, total.sample, everyone, banners, wish.lang, notes)
        )
    return tables


def _check_composition(variables: Sequence[str], composition: Sequence[str]) -> None:
    for name in composition:
        if name in ("country", "wave") or name in variables:
            raise UsageError(f"the composition cannot be made alike by {name!r}", "name an item")
    if composition and all(name in ("country", "wave") for name in variables):
        raise UsageError("--standardise-by goes with items that make groups", "such as --by party")


def _left(
    total: MeasuredSample, coded: Coded, banner: Banner, composition: Sequence[str], wish: Wish
) -> tuple[Banner, tuple[Note, ...]]:
    """The banner with what is left of its gaps when all groups are made up alike."""
    from kcli.analysis.composition import adjusted_contrasts

    if not banner.contrasts:
        return banner, ()
    found = adjusted_contrasts(total, coded, banner.contrasts, banner.by, composition, wish.method)
    if found.why is not None:
        text = f"{banner.label}: no composition-adjusted gaps: {found.why}."
        return banner, (Note("not-standardised", text),)
    return replace(banner, contrasts=found.contrasts), ()


def _labels(asking: Asking, language: str) -> tuple[str, dict[str, str]]:
    return said(asking.text, language), {o: asking.label(o, language) for o in asking.options}


def _by_country(project: Project, selection: Selection, wish: Wish) -> Crosstab:
    """The samples of the wave side by side."""
    _, found, evidence = _respondents(project, selection, selection.wave, (), wish)
    questionnaire = selection.survey.questionnaire
    asking = questionnaire.asking(evidence.item, selection.wave)
    banners: tuple[Banner, ...] = ()
    if found is not None:
        from kcli.analysis.crosstab import banner_of_samples

        samples = {
            sample.id: found.measured(place)
            for place, sample in evidence.samples.items()
            if place in found and _wanted(sample, selection, wish)
        }
        views = [m.sample for m in samples.values()]
        names = {name: sample_name(m.sample, views, wish.lang) for name, m in samples.items()}
        label = (say("crosstab.country", wish.lang), names)
        if samples:
            banners = (banner_of_samples(samples, "country", label, wish.method, wish.lang),)
    notes = tuple(
        note
        for place, sample in evidence.samples.items()
        if found is not None and place in found and _wanted(sample, selection, wish)
        for note in found.notes(place, evidence)
    )
    return Crosstab(questionnaire, asking, None, (), banners, wish.lang, notes)


def _by_wave(project: Project, selection: Selection, wish: Wish) -> list[Crosstab]:
    """The waves of one country side by side; of the same people ``kcli shift`` tells the change."""
    from kcli.analysis.crosstab import banner_of_samples  # numpy comes with it

    questionnaire, (item,) = selection.survey.questionnaire, selection.items
    waves: dict[tuple[str, ...], dict[str, MeasuredSample]] = {}
    notes: dict[tuple[str, ...], list[Note]] = {}
    views = [view for wave in questionnaire.waves_of(item) for view in questionnaire.samples(wave)]
    for wave in questionnaire.waves_of(item):
        _, found, evidence = _respondents(project, selection, wave, (), wish)
        for place, sample in evidence.samples.items():
            if found is None or place not in found or not _wanted(sample, selection, wish):
                continue
            if sample.same_respondents_as is not None:
                message = f"{questionnaire.survey}@{wave} has respondents of another wave"
                raise UsageError(message, "kcli shift tells the change of the same people")
            who = _who(sample, views)
            waves.setdefault(who, {})[wave] = found.measured(place)
            notes.setdefault(who, []).extend(found.notes(place, evidence))
    tables = []
    for who, samples in waves.items():
        last = list(samples.values())[-1]
        asked = [
            (m.asking.type, m.asking.options, m.asking.nets, m.asking.score)
            for m in samples.values()
        ]
        if any(other != asked[0] for other in asked):
            message = f"{item!r} has other answers, nets or scores in some waves"
            raise UsageError(message, "kcli shift compares two")
        label = (say("crosstab.wave", wish.lang), {name: name for name in samples})
        banner = banner_of_samples(samples, "wave", label, wish.method, wish.lang)
        sample = replace(last.sample, wave=selection.wave)
        modes = tuple(dict.fromkeys(m.sample.mode for m in samples.values()))
        tables.append(
            Crosstab(questionnaire, last.asking, sample, (), (banner,), wish.lang,
                     tuple(notes[who]), modes)
        )  # fmt: skip
    return tables


def _who(sample: SampleView, views: Sequence[SampleView]) -> tuple[str, ...]:
    """What is one from wave to wave: people of a country, or a name where a wave has them twice."""
    alike = [view.wave for view in views if _people(view) == _people(sample)]
    return _people(sample) if len(alike) == len(set(alike)) else (*_people(sample), sample.id)


def _people(sample: SampleView) -> tuple[str, ...]:
    return (sample.population, sample.country or "", *sample.countries)
