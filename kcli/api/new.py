"""``kcli new``: a survey, a wave or a claim is added to a project, and nothing else is changed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kcli.errors import InputError, UsageError, nearest
from kcli.io.claims import read_claims
from kcli.io.editors import line
from kcli.io.grammar import read_noun
from kcli.io.plain import TextFile, read_text
from kcli.io.project import DATASETS, QUESTIONNAIRES, RESERVED, Project, Survey
from kcli.io.references import questionnaire_references
from kcli.io.scaffold.add import Check, add_entry, add_file
from kcli.io.scaffold.emit import Bare, Data, block_lines
from kcli.io.scaffold.survey import survey_text
from kcli.io.yaml_tree import parse_yaml
from kcli.model.fields import is_id
from kcli.model.period import read_period
from kcli.model.questionnaire import Questionnaire
from kcli.model.selector import Selector, read_selector
from kcli.text.countries import is_country

__all__ = ["Added", "new_claim", "new_survey", "new_wave"]

_SHARED = ("mode", "sampling", "population", "weighted", "published_base", "design")
"""What ``like`` copies of a wave: how it was done, never what came of it."""
_OF_SAMPLE = ("country", "countries", "population", "mode", "sampling")


@dataclass(frozen=True)
class Added:
    """What was added: the file from the project's folder, the line, and the lines themselves."""

    path: str
    line: int
    lines: tuple[str, ...]
    left: tuple[str, ...] = ()
    """What is still to be done, a sentence each."""


def new_survey(
    project: Project, what: str, *, countries: Sequence[str], title: str | None = None
) -> Added:
    """Add a questionnaire, ``SURVEY@WAVE``, with one question to be written over.

    Raises UsageError where there is one of that name, and for names that cannot be.
    """
    _owned(project)
    selector = _selector(what, "SURVEY@WAVE")
    name, wave = selector.name, selector.wave
    if wave is None:
        raise UsageError(f"{name} needs a first wave", f"such as kcli new survey {name}@2026 ...")
    _check_id(name)
    _check_id(wave)
    _check_text(title=title)
    if name in RESERVED:
        raise UsageError(f"a survey cannot be called {name!r}", "kcli has files of that name")
    codes = _countries(countries)
    if not codes:
        raise UsageError("a survey needs a country", "--country KR, or --country KR,JP")
    place = f"{QUESTIONNAIRES}/{name}.yaml"
    if os.path.lexists(project.root / place):
        raise UsageError(f"there is a survey {name!r} already", f"kcli new wave {name}@{wave}")
    text = f"{line('questionnaire')}\n{survey_text(name, wave, codes, title or name)}"
    add_file(project.root, place, text, _questionnaire_check(project, name))
    folder = f"{DATASETS}/{name}"
    data = f"respondents go into {folder}/{wave}.responses.csv, printed figures into {folder}"
    left = (f"write the questions into {place}", f"{data}/findings.csv")
    return Added(place, 1, tuple(text.splitlines()), left)


def new_wave(
    project: Project,
    what: str,
    *,
    fieldwork: str | None = None,
    n: Sequence[str] = (),
    countries: Sequence[str] = (),
    like: str | None = None,
) -> Added:
    """Add a wave, ``SURVEY@WAVE``, behind the others of the questionnaire.

    Its samples are those of the newest wave, or of ``countries``; ``n`` are
    sizes such as ``KR=1000``. ``like`` names a wave that was done alike.
    Raises UsageError where it cannot be added, and changes nothing then.
    """
    _owned(project)
    selector = _selector(what, "SURVEY@WAVE")
    questionnaire, tree = project.questionnaire(selector.name)  # findings may wait for the wave
    wave = selector.wave
    if wave is None:
        raise UsageError("the new wave has no name", f"such as {selector.name}@2026")
    _check_id(wave)
    if wave in questionnaire.waves:
        raise UsageError(f"{selector.name} has a wave {wave!r} already")
    if like is not None and like not in questionnaire.waves:
        hint = nearest(like, questionnaire.waves) or f"waves: {', '.join(questionnaire.waves)}"
        raise UsageError(f"{selector.name} has no wave {like!r}", hint)
    body: dict[str, Data] = {}
    if fieldwork is not None:
        body["fieldwork"] = _fieldwork(fieldwork)
    waves: Any = tree.root["waves"]  # type: ignore[index,call-overload]
    if like is not None:
        body |= {key: _bare(waves[like][key]) for key in _SHARED if key in waves[like]}
    old = waves[like or questionnaire.wave_order[-1]]["samples"]
    body["samples"] = _samples(old, _countries(countries), _sizes(n))
    place = f"{QUESTIONNAIRES}/{selector.name}.yaml"
    check = _questionnaire_check(project, selector.name)
    deep = {wave, "samples"}
    entry = {wave: body}
    added = add_entry(project.root, tree.file, place, ("waves",), entry, check, deep=deep)
    elsewhere = [name for name, item in questionnaire.items.items() if item.asked_in is not None]
    left = f"where it asked one of these, add {wave} to asked_in: {', '.join(elsewhere)}"
    return Added(place, added.line, added.lines, (left,) if elsewhere else ())


def new_claim(
    project: Project,
    what: str,
    quote: str,
    *,
    says: Sequence[str],
    source: str | None = None,
    id: str | None = None,
    countries: Sequence[str] = (),
    expect: str | None = None,
    reason: str | None = None,
) -> Added:
    """Add a sentence to a survey's claims.yaml: ``SURVEY[.ITEM][@WAVE][/COUNTRY]`` and its words.

    ``says`` are predicates as the file has them, such as ``majority: better``.
    Raises UsageError where it cannot be added, and changes nothing then.
    """
    _owned(project)
    selector = _selector(what, "SURVEY.ITEM@WAVE/COUNTRY")
    survey = project.survey(selector.name)
    _check_text(quote=quote, id=id, expect=expect, reason=reason, says=" ".join(says))
    wave = _wave(survey, selector)
    if not says:
        raise UsageError("what the sentence says is left out", "such as --says 'majority: better'")
    predicates = [_predicate(text) for text in says]
    body: dict[str, Data] = {
        "id": id or _next_id(project, survey),
        "source": _source(survey, source),
        "quote": quote,
        "wave": wave,
    }
    codes = _countries([*([selector.country] if selector.country else []), *countries])
    optional = {"item": selector.item, "population": selector.population, "countries": codes}
    body |= {key: value for key, value in optional.items() if value}
    body["says"] = predicates
    verdict = {"expect": expect, "reason": reason}
    body |= {key: value for key, value in verdict.items() if value}
    place = f"{DATASETS}/{selector.name}/claims.yaml"

    def check(file: TextFile) -> None:
        read_claims(file, project.survey, selector.name, project.conventions)

    if not os.path.lexists(project.root / place):
        lines = [
            f"{'    ' if number else '  - '}{text}" for number, text in enumerate(block_lines(body))
        ]
        head = [line("claims"), "claims:"]
        add_file(project.root, place, "".join(f"{each}\n" for each in [*head, *lines]), check)
        return Added(place, len(head) + 1, tuple(lines))
    project.claims(selector.name)  # tells the faults that it has
    shown = project.shown(place)
    file = read_text(project.root / place, shown, root=project.root, limit="yaml-bytes")
    tree = parse_yaml(file)
    if isinstance(tree.root, dict) and "claims" in tree.root:
        added = add_entry(project.root, file, place, ("claims",), body, check, item=True)
    else:
        added = add_entry(project.root, file, place, (), {"claims": [body]}, check)
    return Added(place, added.line, added.lines)


def _questionnaire_check(project: Project, name: str) -> Check:
    def check(file: TextFile) -> None:
        references = questionnaire_references(name, project.concepts)
        read_noun(parse_yaml(file), Questionnaire, references)

    return check


def _owned(project: Project) -> None:
    if project.name == "shipped":
        hint = "kcli init FOLDER makes a project; go there, or name one with --project"
        raise UsageError("nothing is added to the surveys that are shipped with kcli", hint)


def _selector(text: str, form: str) -> Selector:
    try:
        return read_selector(text)
    except ValueError:
        raise UsageError(f"cannot read {text!r}", f"the form is {form}") from None


def _check_id(name: str) -> None:
    if not is_id(name):
        raise UsageError(f"{name!r} is no id", "an id is made of the letters a-z, digits, - and _")


def _countries(texts: Sequence[str]) -> list[str]:
    """Codes, each once. Raises UsageError for what is none."""
    codes = list(dict.fromkeys(code.strip() for text in texts for code in text.split(",")))
    for code in codes:
        if not is_country(code):
            raise UsageError(f"there is no country {code!r}", "a country is its code, such as KR")
    return codes


def _sizes(texts: Sequence[str]) -> dict[str, int]:
    """How many people, by sample, from texts such as ``KR=1000,JP=998``."""
    found: dict[str, int] = {}
    for text in (part for texts_ in texts for part in texts_.split(",")):
        sample, _, number = text.strip().partition("=")
        if not (number.isascii() and number.isdecimal() and len(number) <= 15):
            raise UsageError(f"cannot read --n {text!r}", "the form is KR=1000, or KR=1000,JP=998")
        found[sample] = int(number)
    return found


def _fieldwork(text: str) -> Data:
    """A day, month or year, or two with a slash between them. Raises UsageError."""
    periods = text.split("/")
    try:
        first, last = (read_period(periods[n]) for n in (0, -1))
    except ValueError as problem:
        raise UsageError(f"cannot read --fieldwork {text!r}", str(problem)) from None
    if len(periods) > 2 or last.last < first.first:
        hint = "such as 2026-05, or 2026-05-01/2026-05-14"
        raise UsageError(f"cannot read --fieldwork {text!r}", hint)
    if len(periods) == 1:
        return Bare(text)
    return {"start": Bare(periods[0]), "end": Bare(periods[1])}


def _samples(old: Any, countries: Sequence[str], sizes: Mapping[str, int]) -> dict[str, Data]:
    """The samples of a wave: as those of another, or one a country, each with its size if known."""
    found: dict[str, Data] = {}
    known = {name: body if isinstance(body, dict) else {} for name, body in old.items()}
    for name in countries or known:
        kept = {key: value for key, value in known.get(name, {}).items() if key in _OF_SAMPLE}
        size: Data = sizes.get(name, {})
        found[name] = {"n": sizes[name], **kept} if kept and name in sizes else kept or size
    unknown = sorted(sizes.keys() - found.keys())
    if unknown:
        hint = nearest(unknown[0], found) or f"samples: {', '.join(found)}"
        raise UsageError(f"--n: there is no sample {unknown[0]!r} in the new wave", hint)
    return found


def _wave(survey: Survey, selector: Selector) -> str:
    """The wave that is named, or the latest that asked the item. Raises UsageError."""
    questionnaire = survey.questionnaire
    if selector.item is not None and selector.item not in questionnaire.items:
        known = questionnaire.items
        hint = nearest(selector.item, known) or f"items: {', '.join(known)}"
        raise UsageError(f"{selector.name} has no item {selector.item!r}", hint)
    order = questionnaire.waves_of(selector.item) if selector.item else questionnaire.wave_order
    if selector.wave is None:
        return order[-1]
    if selector.wave not in order:
        hint = nearest(selector.wave, order) or f"waves: {', '.join(order)}"
        asked = f" that asked {selector.item!r}" if selector.item else ""
        raise UsageError(f"{selector.name} has no wave {selector.wave!r}{asked}", hint)
    return selector.wave


def _source(survey: Survey, named: str | None) -> str:
    sources = survey.questionnaire.sources
    name = survey.questionnaire.survey
    if not sources:
        raise UsageError(f"{name} has no sources", f"declare one in {QUESTIONNAIRES}/{name}.yaml")
    if named is None and len(sources) > 1:
        raise UsageError("who says so is left out", f"--source {' or '.join(sources)}")
    if named is not None and named not in sources:
        hint = nearest(named, sources) or f"sources: {', '.join(sources)}"
        raise UsageError(f"{name} has no source {named!r}", hint)
    return named or next(iter(sources))


def _next_id(project: Project, survey: Survey) -> str:
    """The first of C1, C2, ... that neither a claim nor a finding has."""
    claims = project.claims(survey.questionnaire.survey)
    taken = {each.claim.id for each in claims.claims} if claims else set()
    taken |= {finding.id.partition(".")[0] for finding in survey.findings}
    number = 1
    while f"C{number}" in taken:
        number += 1
    return f"C{number}"


def _predicate(text: str) -> Data:
    """One predicate, from text such as ``majority: better`` or ``share: {better: "27%"}``."""
    hint = "such as --says 'majority: better', or --says 'share: {better: 27%}'"
    try:
        tree = parse_yaml(TextFile("--says", text, ""))
    except InputError:
        raise UsageError(f"cannot read --says {text!r}", hint) from None
    if tree.faults or not _is_whole(tree.root):
        raise UsageError(f"cannot read --says {text!r}", hint)
    found: Any = tree.root
    return dict(found)


def _is_whole(data: Any) -> bool:
    """Whether no value is missing."""
    if isinstance(data, Mapping):
        return bool(data) and all(map(_is_whole, data.values()))
    return all(map(_is_whole, data)) if isinstance(data, list) else data is not None


def _bare(data: Any) -> Any:
    """Data of a file, or of the command line, with no quotes around numbers and single words."""
    if isinstance(data, Mapping):
        return {key: _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(value) for value in data]
    return Bare(data) if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", data) else data


def _check_text(**texts: str | None) -> None:
    """Raise UsageError for what no file in UTF-8 can hold."""
    for name, text in texts.items():
        if text is not None and re.search("[\ud800-\udfff]", text):
            raise UsageError(f"the {name} is not UTF-8")
