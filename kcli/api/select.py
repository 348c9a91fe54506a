"""From a selector to the items it means, in which waves of which surveys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kcli.errors import UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.model.questionnaire import SampleView
from kcli.model.selector import Selector, read_selector

__all__ = ["Selection", "answering", "check_asked", "check_countries", "select"]


@dataclass(frozen=True)
class Selection:
    """A survey, one of its waves, and the items of it that are meant."""

    survey: Survey
    wave: str
    items: tuple[str, ...]
    single: bool
    """Whether the user named one item."""
    population: str | None = None
    country: str | None = None


def select(project: Project, text: str | None, wave: str | None = None) -> tuple[Selection, ...]:
    """What a selector means; without one, every survey in its latest wave.

    Invented respondents answer only where their survey is named, or where there are no others.

    ``wave`` is that of ``--wave``; a wave in the selector must not contradict
    it. Raises UsageError, with the nearest name, where nothing is meant.
    """
    if text is None:
        surveys = answering(project)
        if wave is not None:
            surveys = tuple(s for s in surveys if wave in s.questionnaire.waves)
            if not surveys:
                raise UsageError(f"no survey has a wave {wave!r}")
        return tuple(_survey(survey, Selector("", wave=wave)) for survey in surveys)
    selector = _parsed(text)
    if wave is not None and selector.wave not in (None, wave):
        raise UsageError(f"two waves are asked for: {selector.wave} and {wave}")
    selector = Selector(
        selector.name, selector.item, selector.wave or wave, selector.population, selector.country
    )
    if selector.name in project.survey_ids:
        survey = project.survey(selector.name)
        if selector.item is None:
            return (_survey(survey, selector),)
        return (_item(survey, selector.item, selector),)
    if selector.item is not None:
        project.survey(selector.name)  # says which survey was probably meant
    owners = [s for s in answering(project) if selector.name in s.questionnaire.items]
    if len(owners) > 1:
        names = ", ".join(f"{s.questionnaire.survey}.{selector.name}" for s in owners)
        raise UsageError(f"several surveys have an item {selector.name!r}", f"say which: {names}")
    if not owners:
        raise _unknown(project, selector.name)
    return (_item(owners[0], selector.name, selector),)


def answering(project: Project) -> tuple[Survey, ...]:
    """The surveys that answer where none is named: those of real people, or all if there are none.

    Raises InputError with the faults of every survey.
    """
    surveys = project.surveys()
    return tuple(s for s in surveys if s.questionnaire.synthetic != "yes") or surveys


def check_countries(selections: Collection[Selection], countries: Collection[str]) -> None:
    """Raise UsageError for a country that no selected sample is from."""
    samples = (s.survey.questionnaire.samples(s.wave) for s in selections)
    check_asked((sample for found in samples for sample in found), countries)


def check_asked(samples: Iterable[SampleView], countries: Collection[str]) -> None:
    """Raise UsageError for a country that none of the samples is from."""
    known = {sample.country for sample in samples if sample.country}
    for country in countries:
        if country not in known:
            hint = nearest(country, known) or f"asked: {', '.join(sorted(known))}"
            raise UsageError(f"nobody was asked in {country!r}", hint)


def _parsed(text: str) -> Selector:
    try:
        return read_selector(text)
    except ValueError as problem:
        raise UsageError(f"cannot read {text!r}", str(problem)) from None


def _survey(survey: Survey, selector: Selector) -> Selection:
    wave = _wave(survey, selector.wave)
    questionnaire = survey.questionnaire
    items = tuple(i for i in questionnaire.items if wave in questionnaire.waves_of(i))
    return Selection(survey, wave, items, False, *_sample(survey, wave, selector))


def _item(survey: Survey, item: str, selector: Selector) -> Selection:
    questionnaire = survey.questionnaire
    if item not in questionnaire.items:
        hint = nearest(item, questionnaire.items) or f"items: {', '.join(questionnaire.items)}"
        raise UsageError(f"{questionnaire.survey} has no item {item!r}", hint)
    waves = questionnaire.waves_of(item)
    wave = selector.wave or waves[-1]
    if wave not in waves:
        _wave(survey, wave)
        asked = ", ".join(waves)
        raise UsageError(f"{item!r} was not asked in wave {wave!r}", f"it was asked in {asked}")
    return Selection(survey, wave, (item,), True, *_sample(survey, wave, selector))


def _wave(survey: Survey, wave: str | None) -> str:
    order = survey.questionnaire.wave_order
    if wave is None:
        return order[-1]
    if wave not in order:
        hint = nearest(wave, order) or f"waves: {', '.join(order)}"
        raise UsageError(f"{survey.questionnaire.survey} has no wave {wave!r}", hint)
    return wave


def _sample(survey: Survey, wave: str, selector: Selector) -> tuple[str | None, str | None]:
    samples = survey.questionnaire.samples(wave)
    populations = {sample.population for sample in samples}
    if selector.population is not None and selector.population not in populations:
        hint = nearest(selector.population, populations) or ", ".join(sorted(populations))
        raise UsageError(f"wave {wave!r} has no population {selector.population!r}", hint)
    return selector.population, selector.country


def _unknown(project: Project, name: str) -> UsageError:
    items = {item for s in project.surveys() for item in s.questionnaire.items}
    concepts = project.concepts.concepts if project.concepts else {}
    known = [*project.survey_ids, *sorted(items), *concepts]
    hint = nearest(name, known) or "kcli list shows what there is"
    return UsageError(f"there is no survey, item or concept {name!r}", hint)
