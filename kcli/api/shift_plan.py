"""Which askings ``kcli shift`` sets against each other: from what was typed to a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kcli.api.select import select
from kcli.api.sides import Asked, measures_of, read_end
from kcli.errors import UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.selector import Selector

__all__ = ["Plan", "plan_of", "samples_of"]


@dataclass(frozen=True)
class Plan:
    """Which askings are set against each other, and by which concept, if any."""

    title: str
    pairs: tuple[tuple[Asked, Asked, str | None], ...]
    first: Selector
    second: Selector
    scan: bool = False


def plan_of(
    project: Project,
    what: str | None,
    start: str | None,
    end: str | None,
    scan: bool,
    lang: str,
) -> Plan:
    """What is meant. Raises UsageError where it is nothing, or one thing twice."""
    if scan:
        if what is not None or start is None or end is None:
            hint = "such as: kcli shift --all --from kf-vub@2019 --to ifes@2025"
            raise UsageError("--all needs --from and --to, and no item", hint)
        return _scan(project, start, end)
    if what is None:
        hint = "or --all, with --from and --to"
        raise UsageError("say which item or concept", hint)
    concepts = project.concepts.concepts if project.concepts else {}
    if what in concepts and what not in project.survey_ids:
        return _of_concept(project, what, start, end, said(concepts[what].title, lang))
    return _of_item(project, what, start, end, lang)


def samples_of(plan: Plan) -> Iterator[SampleView]:
    """Who was asked at either end."""
    for one, two, _ in plan.pairs:
        for asked in (one, two):
            yield from asked.survey.questionnaire.samples(asked.wave)


def _of_concept(
    project: Project, concept: str, start: str | None, end: str | None, title: str
) -> Plan:
    measures = list(measures_of(project, concept))
    names = sorted({survey.questionnaire.survey for survey, _ in measures})
    if start is None or end is None:
        hint = f"such as --from {names[0]} --to {names[-1]}" if names else "nobody measures it"
        raise UsageError("a concept needs --from and --to: two surveys that measure it", hint)
    selectors = [read_end(project, text, None) for text in (start, end)]
    sides = []
    for selector in selectors:
        items = [
            (survey, item)
            for survey, item in measures
            if survey.questionnaire.survey == selector.name and selector.item in (None, item)
        ]
        if not items and project.survey(selector.name).questionnaire.synthetic == "yes":
            items = _items_of(project.survey(selector.name), concept, selector)
        if not items and selector.item is not None:
            known = [i for s, i in measures if s.questionnaire.survey == selector.name]
            hint = nearest(selector.item, known) or f"these do: {', '.join(known) or 'none'}"
            raise UsageError(f"{selector.name}.{selector.item} does not measure {concept!r}", hint)
        if not items:
            hint = f"these do: {', '.join(names)}"
            raise UsageError(f"{selector.name} does not measure {concept!r}", hint)
        asked = [Asked(s, i, w) for s, i in items for w in _waves(s, i, selector.wave)]
        if not asked:
            _wave(*items[0], selector.wave)  # says which waves there are
        sides.append(asked)
    pairs = tuple((a, b, concept) for a in sides[0] for b in sides[1])
    return Plan(title, pairs, selectors[0], selectors[1])


def _items_of(survey: Survey, concept: str, selector: Selector) -> list[tuple[Survey, str]]:
    return [
        (survey, item)
        for item, body in survey.questionnaire.items.items()
        if concept in (mapping.id for mapping in body.concept) and selector.item in (None, item)
    ]


def _of_item(project: Project, what: str, start: str | None, end: str | None, lang: str) -> Plan:
    (selection,) = select(project, what)
    if not selection.single:
        hint = f"kcli list {what} names them; or --all --from ... --to ..."
        raise UsageError(f"{what!r} is a survey; say which item", hint)
    if "@" in what:
        raise UsageError("the waves are said by --from and --to", f"not by {what!r}")
    (item,) = selection.items
    survey = selection.survey
    waves = survey.questionnaire.waves_of(item)
    own = Selector(survey.questionnaire.survey, item, None, selection.population, selection.country)
    second = _end(project, end, survey, own) if end else replace(own, wave=waves[-1])
    if start:
        first = _end(project, start, survey, own)
    else:
        first = replace(own, wave=_before(survey, item, second))
    one, two = (_asked(project, selector, survey, item) for selector in (first, second))
    pairs = tuple((a, b, _common(a, b)) for a in one for b in two)
    asked = two[0].survey.questionnaire.asking(two[0].item, two[0].wave)
    title = asked.title(lang)
    return Plan(title, pairs, first, second)


def _end(project: Project, text: str, survey: Survey, own: Selector) -> Selector:
    """An end as typed; what it leaves open is as the item's own selector says."""
    selector = read_end(project, text, survey)
    same = selector.name == own.name
    return replace(
        selector,
        item=selector.item or (own.item if same else None),
        population=selector.population or (own.population if same else None),
        country=selector.country or own.country,
    )


def _asked(project: Project, selector: Selector, origin: Survey, item: str) -> list[Asked]:
    """The item an end names; of another survey the items that measure what ``item`` does."""
    survey = project.survey(selector.name)
    known = survey.questionnaire.items
    if selector.item is not None:
        names = select(project, f"{selector.name}.{selector.item}")[0].items
    else:
        concepts = {mapping.id for mapping in origin.questionnaire.items[item].concept}
        names = tuple(
            name for name, body in known.items() if concepts & {m.id for m in body.concept}
        )
    if not names:
        hint = f"name one: {selector.name}.{next(iter(known))}"
        raise UsageError(f"{selector.name} has no item on what {item!r} is about", hint)
    return [Asked(survey, name, _wave(survey, name, selector.wave)) for name in names]


def _common(one: Asked, two: Asked) -> str | None:
    """The concept that two items share; None for one item, and for two without."""
    names = [(a.survey.questionnaire.survey, a.item) for a in (one, two)]
    if names[0] == names[1]:
        return None
    maps = [
        {mapping.id: mapping.map for mapping in a.survey.questionnaire.items[a.item].concept}
        for a in (one, two)
    ]
    shared = sorted(maps[0].keys() & maps[1].keys())
    meeting = [name for name in shared if _categories(maps[0][name]) & _categories(maps[1][name])]
    return next(iter([*meeting, *shared]), None)


def _categories(mapping: Mapping[str, Sequence[str]]) -> set[str]:
    return {category for to in mapping.values() for category in to}


def _wave(survey: Survey, item: str, wave: str | None) -> str:
    """The wave, checked; the latest that asked the item where none is said."""
    order = survey.questionnaire.wave_order
    if wave is not None and wave not in order:
        hint = nearest(wave, order) or f"waves: {', '.join(order)}"
        raise UsageError(f"{survey.questionnaire.survey} has no wave {wave!r}", hint)
    suffix = f"@{wave}" if wave else ""
    name = f"{survey.questionnaire.survey}.{item}{suffix}"
    waves = survey.questionnaire.waves_of(item)
    if wave is not None and wave not in waves:
        asked = ", ".join(waves)
        raise UsageError(f"{name}: not asked in that wave", f"it was asked in {asked}")
    return wave or waves[-1]


def _waves(survey: Survey, item: str, wave: str | None) -> list[str]:
    """The wave that is named, if it asked the item; the latest where none is."""
    waves = survey.questionnaire.waves_of(item)
    if wave is None:
        return [waves[-1]]
    return [wave] if wave in waves else []


def _before(survey: Survey, item: str, second: Selector) -> str:
    """The wave before the second end's, where both are of one item."""
    questionnaire = survey.questionnaire
    waves = questionnaire.waves_of(item)
    if second.name != questionnaire.survey or second.item != item:
        return waves[-1]
    place = waves.index(_wave(survey, item, second.wave))
    if place == 0:
        name = f"{questionnaire.survey}.{item}"
        hint = f"waves: {', '.join(waves)}; or name another survey with --from"
        raise UsageError(f"{name} has no wave before {waves[0]}", hint)
    return waves[place - 1]


def _scan(project: Project, start: str, end: str) -> Plan:
    """Every item asked at both ends; of two surveys, every concept that both measure."""
    selectors = [read_end(project, text, None) for text in (start, end)]
    first, second = selectors
    pairs: list[tuple[Asked, Asked, str | None]] = []
    one, two = (project.survey(selector.name) for selector in selectors)
    for selector, survey in zip(selectors, (one, two), strict=True):
        if selector.item is not None and selector.item not in survey.questionnaire.items:
            hint = nearest(selector.item, survey.questionnaire.items)
            raise UsageError(f"{selector.name} has no item {selector.item!r}", hint)
    for item in one.questionnaire.items:
        if first.item not in (None, item):
            continue
        others = [item] if one is two else list(two.questionnaire.items)
        for other in others:
            if second.item not in (None, other):
                continue
            asked = [_in_wave(one, item, first), _in_wave(two, other, second)]
            if asked[0] is None or asked[1] is None:
                continue
            concept = _common(asked[0], asked[1])
            if one is two or concept is not None:
                pairs.append((asked[0], asked[1], concept))
    if not pairs:
        raise UsageError(f"{start} and {end} have no item or concept in common")
    title = f"Everything comparable: {start} and {end}"
    return Plan(title, tuple(pairs), first, second, scan=True)


def _in_wave(survey: Survey, item: str, selector: Selector) -> Asked | None:
    questionnaire = survey.questionnaire
    wave = selector.wave or questionnaire.wave_order[-1]
    if wave not in questionnaire.waves:
        known = ", ".join(questionnaire.wave_order)
        raise UsageError(f"{questionnaire.survey} has no wave {wave!r}", f"waves: {known}")
    return Asked(survey, item, wave) if wave in questionnaire.waves_of(item) else None
