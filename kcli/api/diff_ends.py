"""What the two sides of ``kcli diff`` are: files, or waves of the project's surveys."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kcli.analysis.diff_rounds import Round, common_concept
from kcli.api.select import select
from kcli.api.sides import read_end
from kcli.errors import UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.io.questionnaire import read_questionnaire
from kcli.io.yaml_tree import Tree
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.records import Input
from kcli.model.selector import Selector

__all__ = ["End", "is_file_name", "read_ends", "round_of", "rounds_of", "versions_of"]

SUFFIXES = (".yaml", ".yml")
EXAMPLE = "such as: kcli diff ipus@2024 2025, or kcli diff old/ipus.yaml questionnaires/ipus.yaml"


@dataclass(frozen=True)
class End:
    """One side as it was named: a questionnaire, and what of it is looked at."""

    questionnaire: Questionnaire
    tree: Tree
    selector: Selector
    path: str
    """The file as it is called in records: nothing of this machine."""
    survey: Survey | None = None
    """The survey of the project; None for a file by itself."""
    inputs: tuple[Input, ...] = ()

    @property
    def name(self) -> str:
        """The survey's id."""
        return self.questionnaire.survey


def is_file_name(text: str | None) -> bool:
    """Whether a side is named as a file is: no project is needed for it."""
    return text is not None and Path(text).suffix in SUFFIXES


def read_ends(project: Project | None, first: str | None, second: str | None) -> tuple[End, End]:
    """Both sides, read. Raises UsageError for what names nothing, InputError for bad files."""
    if first is None:
        raise UsageError("say which two questionnaires or waves", EXAMPLE)
    one = _read(project, first, None)
    if second is None:
        raise UsageError(*_alone(one, first))
    two = _read(project, second, one.survey)
    files = [Path(end.path) for end in (one, two) if end.survey is None]
    names = {path: _shown(path, files) for path in files}
    return (
        _named(one, names) if one.survey is None else one,
        _named(two, names) if two.survey is None else two,
    )


def versions_of(first: End, second: End, codes: Collection[str]) -> Selector | None:
    """What is looked at where both sides are versions of one questionnaire; else None.

    Raises UsageError for a wave, item or country that neither version has.
    """
    if first.name != second.name or (first.survey is not None and second.survey is not None):
        return None
    selector = second.selector if first.survey is None else first.selector
    waves = dict.fromkeys((*first.questionnaire.wave_order, *second.questionnaire.wave_order))
    if selector.wave is not None and selector.wave not in waves:
        hint = nearest(selector.wave, waves) or f"waves: {', '.join(waves)}"
        raise UsageError(f"{first.name} has no wave {selector.wave!r}", hint)
    _check_countries((first, second), (selector,), codes)
    return selector


def rounds_of(first: End, second: End, codes: Collection[str]) -> tuple[Round, Round, bool]:
    """The two waves, and whether each side is one question that was named.

    Raises UsageError for a wave, item or country that there is not.
    """
    one, two = first.selector, second.selector
    if first.name == second.name:
        one, two = _inherited(one, two), _inherited(two, one)
        for selector in (one, two):
            if selector.wave is None:
                raise UsageError(f"say which two waves of {first.name}", _waves_hint(first))
    _check_countries((first, second), (one, two), codes)
    sides = []
    for end, selector in ((first, one), (second, two)):
        wave = _wave(end, selector)
        items = [i for i in end.questionnaire.items if wave in end.questionnaire.waves_of(i)]
        samples = tuple(s for s in end.questionnaire.samples(wave) if _meant(s, selector, codes))
        sides.append(_round(end, wave, items, samples))
    rounds = _chosen(sides[0], one, sides[1], two)
    nobody = [round_ for round_ in rounds if not round_.samples]
    if len(nobody) == 2 or (nobody and first.name != second.name):
        wave, end = nobody[0].wave, first if nobody[0] is rounds[0] else second
        known = dict.fromkeys(_labels(end.questionnaire.samples(wave)))
        raise UsageError(f"{end.name}@{wave} has no such sample", f"it has {', '.join(known)}")
    named = one.item is not None and two.item is not None
    return *rounds, named and all(round_.items for round_ in rounds)


def round_of(end: End, wave: str, selector: Selector, codes: Collection[str]) -> Round:
    """A wave of one version of a file, as far as it is looked at."""
    questionnaire = end.questionnaire
    items = [
        item
        for item in questionnaire.items
        if wave in questionnaire.waves_of(item) and selector.item in (None, item)
    ]
    samples = tuple(s for s in questionnaire.samples(wave) if _meant(s, selector, codes))
    return _round(end, wave, items, samples)


# -- reading -------------------------------------------------------------------------------


def _read(project: Project | None, text: str, survey: Survey | None) -> End:
    if is_file_name(text):
        return _file(text)
    if project is None:
        raise UsageError(f"{text!r} is no file", "a survey needs its project")
    try:
        selector = _selector(project, text, survey)
    except UsageError:
        if text and os.path.exists(text):  # noqa: PTH110 - False for a name no file can have
            return _file(text)
        raise
    found = project.survey(selector.name)
    questionnaire = found.questionnaire
    if selector.item is not None and selector.item not in questionnaire.items:
        hint = nearest(selector.item, questionnaire.items)
        hint = hint or f"items: {', '.join(questionnaire.items)}"
        raise UsageError(f"{selector.name} has no item {selector.item!r}", hint)
    return End(questionnaire, found.tree, selector, found.tree.file.name, found)


def _selector(project: Project, text: str, survey: Survey | None) -> Selector:
    """As in other commands; also an item alone, where one survey has it."""
    try:
        return read_end(project, text, survey)
    except UsageError:
        name = text.partition("@")[0].partition(":")[0].partition("/")[0]
        items = {i for each in project.surveys() for i in each.questionnaire.items}
        if name not in items:
            raise
    (selection,) = select(project, name)
    owner = selection.survey.questionnaire.survey
    return read_end(project, f"{owner}.{text}", None)


def _file(text: str) -> End:
    found = read_questionnaire(Path(text))
    questionnaire = found.questionnaire
    inputs = tuple(Input(str(path), digest) for path, digest in found.inputs.items())
    return End(questionnaire, found.tree, Selector(questionnaire.survey), text, None, inputs)


def _named(end: End, names: dict[Path, str]) -> End:
    """The same with paths that say nothing of this machine."""
    shown = names[Path(end.path)]
    folder = shown.rpartition("/")[0]
    inputs = tuple(
        Input(
            shown if each.path == str(Path(end.path)) else _joined(folder, Path(each.path).name),
            each.sha256,
        )
        for each in end.inputs
    )
    return replace(end, path=shown, inputs=inputs)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _shown(path: Path, others: Sequence[Path]) -> str:
    """The path as typed, from here where that is above it; else as much as tells it apart."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    away = {o for o in others if o.is_absolute() and not o.is_relative_to(here)}
    common = os.path.commonpath([other.parent for other in away])
    return path.relative_to(common).as_posix()


def _alone(end: End, text: str) -> tuple[str, str]:
    """What to type where one side was given."""
    if end.survey is None:
        name = f"{end.name}.yaml"
        return f"one file was given: {text}", f"such as: kcli diff {text} questionnaires/{name}"
    return f"one side was given: {text}", _waves_hint(end)


def _waves_hint(end: End) -> str:
    """Two waves to type; of a survey that has one, something else to set beside it."""
    questionnaire, item = end.questionnaire, end.selector.item
    name = f"{end.name}.{item}" if item else end.name
    order = questionnaire.waves_of(item) if item else questionnaire.wave_order
    if len(order) > 1:
        return f"such as: kcli diff {name}@{order[-2]} {order[-1]}"
    return f"it has one wave, so another survey or a file: kcli diff {name} SURVEY"


# -- what is looked at ---------------------------------------------------------------------


def _inherited(selector: Selector, other: Selector) -> Selector:
    """Of one survey, what one side leaves open is as the other says."""
    return replace(
        selector,
        item=selector.item or other.item,
        population=selector.population or other.population,
        country=selector.country or other.country,
    )


def _wave(end: End, selector: Selector) -> str:
    order = end.questionnaire.wave_order
    if selector.wave is None:
        asked = end.questionnaire.waves_of(selector.item) if selector.item else order
        return asked[-1]
    if selector.wave not in order:
        hint = nearest(selector.wave, order) or f"waves: {', '.join(order)}"
        raise UsageError(f"{end.name} has no wave {selector.wave!r}", hint)
    return selector.wave


def _round(end: End, wave: str, items: Sequence[str], samples: tuple[SampleView, ...]) -> Round:
    people: dict[tuple[str, str], frozenset[str]] = {}
    for finding in end.survey.findings if end.survey is not None else ():
        if finding.wave == wave and finding.statement.predicate == "answer" and finding.respondent:
            key = (finding.item, finding.sample)
            people[key] = people.get(key, frozenset()) | {finding.respondent}
    return Round(end.questionnaire, wave, tuple(items), samples, people)


def _chosen(first: Round, one: Selector, second: Round, two: Selector) -> tuple[Round, Round]:
    """The questions that are meant: all, or those named and what the other side has of them."""
    wanted = [[one.item] if one.item else None, [two.item] if two.item else None]
    if one.item is None and two.item is not None:
        wanted[0] = _partners(second, two.item, first)
    if two.item is None and one.item is not None:
        wanted[1] = _partners(first, one.item, second)
    rounds = [
        round_ if names is None else replace(round_, items=_only(round_, names))
        for round_, names in zip((first, second), wanted, strict=True)
    ]
    if one.item is not None and two.item is not None and not any(r.items for r in rounds):
        waves = ", ".join(first.questionnaire.waves_of(one.item))
        name = f"{first.questionnaire.survey}.{one.item}"
        raise UsageError(f"{name}: not asked in {first.wave}", f"it was asked in {waves}")
    return rounds[0], rounds[1]


def _only(round_: Round, names: Collection[str]) -> tuple[str, ...]:
    return tuple(item for item in round_.items if item in names)


def _partners(owner: Round, item: str, other: Round) -> list[str]:
    """The questions of another survey that are called alike, or else share a concept."""
    found = [item] if item in other.items else []
    found = found or [
        name
        for name in other.items
        if common_concept(owner.questionnaire, item, other.questionnaire, name)
    ]
    if not found:
        survey = other.questionnaire.survey
        hint = f"name one: {survey}.{next(iter(other.questionnaire.items))}"
        raise UsageError(f"{survey}@{other.wave} has no item on what {item!r} is about", hint)
    return found


def _meant(sample: SampleView, selector: Selector, codes: Collection[str]) -> bool:
    return (
        selector.population in (None, sample.population)
        and selector.country in (None, sample.country)
        and (not codes or sample.country in codes)
    )


def _check_countries(
    ends: Sequence[End], selectors: Sequence[Selector], codes: Collection[str]
) -> None:
    """Raise UsageError for a country or population that no wave of either side has."""
    samples = [
        sample
        for end in ends
        for wave in end.questionnaire.waves
        for sample in end.questionnaire.samples(wave)
    ]
    known = {sample.country for sample in samples if sample.country}
    for code in (*codes, *(s.country for s in selectors if s.country)):
        if code not in known:
            hint = nearest(code, known) or f"asked: {', '.join(sorted(known))}"
            raise UsageError(f"nobody was asked in {code!r}", hint)
    kinds = {sample.population for sample in samples}
    for selector in selectors:
        if selector.population is not None and selector.population not in kinds:
            hint = nearest(selector.population, kinds) or f"there are: {', '.join(sorted(kinds))}"
            raise UsageError(f"there is no population {selector.population!r}", hint)


def _labels(samples: Sequence[SampleView]) -> list[str]:
    return [f"{sample.id} ({sample.population})" for sample in samples]
