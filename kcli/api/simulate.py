"""``kcli simulate``: invented respondents of whom everything that was published is true."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.simulate import Simulated, dealt, simulate_item
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, check_countries, select
from kcli.errors import InputError, UsageError
from kcli.io.plain import read_text
from kcli.io.project import DATASETS, QUESTIONNAIRES, RESERVED, Project
from kcli.io.write import is_leftover, make_folder, write_together
from kcli.io.yaml_tree import parse_yaml
from kcli.model.fields import is_id
from kcli.model.item import Option
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.records import Note, Result

__all__ = ["Simulation", "SimulationRecord", "simulate"]

_LARGEST = 1_000_000
_MADE = "# Made, and to be made again, by:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationRecord:
    """How many invented respondents of one country gave one answer."""

    type: Literal["simulation"] = "simulation"
    survey: str
    wave: str
    item: str
    country: str | None
    sample: str
    option: str
    count: int
    n: int


@dataclass(frozen=True)
class Simulation:
    """Whom to invent, what the invented survey is called, and what they answer."""

    source: Questionnaire
    wave: str
    samples: tuple[SampleView, ...]
    sizes: dict[Place, int]
    name: str
    seed: int
    command: str
    items: Mapping[str, Simulated]
    """The items that something was published about."""

    @property
    def questionnaire(self) -> str:
        """The path of the questionnaire, from the folder that is written to."""
        return f"{QUESTIONNAIRES}/{self.name}.yaml"

    @property
    def responses(self) -> str:
        """The path of the responses."""
        return f"{DATASETS}/{self.name}/{self.wave}.responses.csv"


def simulate(
    project: Project,
    what: str,
    *,
    seed: int = 1,
    name: str | None = None,
    to: Path | None = None,
    n: int | None = None,
    lang: str = "en",
) -> Result:
    """Draw whole respondents that satisfy the published findings of one wave, and write them.

    Parameters
    ----------
    project : where the survey is
    what : the survey, and the wave if it is not the latest: ``kf-vub@2019``
    seed : decides which respondent gives which answer, never how many do
    name : what the invented survey is called; the survey's with ``-synthetic`` where left out
    to : the folder to write to; the project's where left out
    n : respondents of each sample whose size was not published
    lang : the language of the page

    Returns
    -------
    Result
        ``simulation`` records: the count of every answer in every country.

    Raises
    ------
    UsageError : no such survey, nothing published, a size that is not known,
        or a file in the way that may hold real answers
    CannotWriteError : a folder that cannot be written to
    """
    chosen = select(project, what)[0]
    plan = _planned(chosen, seed, name, n)
    folder = _folder(project, to)
    _keep_real_data(folder, plan)
    plan, notes = _drawn(project, chosen, plan)
    make_folder((folder / plan.responses).parent)
    make_folder((folder / plan.questionnaire).parent)
    # The questionnaire first: by it a later run knows that the rest may be replaced.
    write_together(
        {
            folder / plan.questionnaire: "\n".join(_yaml(plan)) + "\n",
            folder / plan.responses: _table(plan),
        }
    )
    notes.append(Note("written", f"Written: {plan.questionnaire} and {plan.responses}."))
    used = {finding.source for finding in chosen.survey.findings if finding.wave == plan.wave}
    survey = plan.source.survey
    return Result(
        command="simulate",
        project=project.name,
        synthetic=True,
        parameters={
            "survey": survey,
            "wave": plan.wave,
            "seed": seed,
            "name": plan.name,
            "n": n,
            "lang": lang,
        },
        inputs=inputs_of(project),
        sources=sources_of([(plan.source, used)], "en"),
        records=tuple(_records(plan)),
        notes=tuple(notes),
        context=plan,
    )


def _planned(chosen: Selection, seed: int, name: str | None, n: int | None) -> Simulation:
    """What is to be drawn, before anything is. Raises UsageError where it cannot be."""
    source, wave = chosen.survey.questionnaire, chosen.wave
    if chosen.single:
        raise UsageError("a survey is simulated, not one item", f"kcli simulate {source.survey}")
    if source.synthetic == "yes":
        raise UsageError(f"the respondents of {source.survey!r} are invented already")
    check_countries([chosen], [chosen.country] if chosen.country else [])
    samples = tuple(
        sample
        for sample in source.samples(wave)
        if not sample.countries
        and chosen.population in (None, sample.population)
        and chosen.country in (None, sample.country)
    )
    called = name or f"{source.survey}-synthetic"
    if not is_id(called) or called in RESERVED:
        raise UsageError(f"{called!r} cannot be a survey's name", "letters a-z, digits, - and _")
    command = f"kcli simulate {source.survey}@{wave}"
    command += f":{chosen.population}" if chosen.population else ""
    command += f"/{chosen.country}" if chosen.country else ""
    command += f" --seed {seed}" + (f" --as {called}" if name else "")
    command += f" --n {n}" if n is not None else ""
    return Simulation(source, wave, samples, _sizes(samples, n), called, seed, command, {})


def _sizes(samples: tuple[SampleView, ...], n: int | None) -> dict[Place, int]:
    """How many respondents each sample gets."""
    if n is not None and not 0 < n <= _LARGEST:
        raise UsageError(f"--n is a number of respondents from 1 to {_LARGEST}")
    countries = [sample.country for sample in samples]
    if not samples or None in countries or len({*countries}) < len(countries):
        hint = "choose with SURVEY@WAVE:POPULATION/COUNTRY"
        raise UsageError("responses need one sample a country, and a country to every one", hint)
    unknown = [sample.id for sample in samples if not (sample.n or n)]
    if unknown:
        message = f"how many were asked was not published: {', '.join(unknown)}"
        raise UsageError(message, "give a number with --n, such as --n 1000")
    return {(sample.wave, sample.id): sample.n or n or 0 for sample in samples}


def _drawn(project: Project, chosen: Selection, plan: Simulation) -> tuple[Simulation, list[Note]]:
    """The plan with what is answered to every item, and what a reader has to know of it."""
    notes = [
        Note("synthetic", "SYNTHETIC: every respondent is invented; the published facts are not."),
        Note(
            "items-independent",
            "Items are independent of one another: only the counts of each follow from facts.",
        ),
    ]
    if any(sample.countries for sample in plan.source.samples(plan.wave)):
        notes.append(Note("pooled-not-drawn", "Pooled samples are not drawn, nor used."))
    items: dict[str, Simulated] = {}
    for item in chosen.items:
        reason = _unsuitable(plan, item)
        if reason is None:
            evidence = ItemEvidence(
                plan.source, item, chosen.survey.findings, project.conventions, base="all"
            )
            found = simulate_item(evidence, plan.sizes)
            notes += found.notes
            if found.counts:
                items[item] = found
            left = ", ".join(place[1] for place in plan.sizes if place not in found.counts)
            reason = f"nothing was published for {left}; nobody is asked there" if left else None
        if reason is not None:
            notes.append(Note("not-asked", f"{item}: {reason}."))
    if not items:
        raise UsageError(f"nothing was published that answers could satisfy: {plan.command}")
    return replace(plan, items=items), notes


def _unsuitable(plan: Simulation, item: str) -> str | None:
    """Why an item cannot be drawn on its own."""
    asking = plan.source.asking(item, plan.wave)
    if asking.type == "multiple":
        return "several answers are allowed: it is not drawn"
    if asking.asked is not None:
        return "it is asked of some only: it is not drawn"
    return None


def _records(plan: Simulation) -> Iterator[SimulationRecord]:
    for item, found in plan.items.items():
        for sample in plan.samples:
            place = (sample.wave, sample.id)
            for option, count in found.counts.get(place, {}).items():
                yield SimulationRecord(
                    survey=plan.name,
                    wave=plan.wave,
                    item=item,
                    country=sample.country,
                    sample=sample.id,
                    option=option,
                    count=count,
                    n=plan.sizes[place],
                )


# -- what is written ----------------------------------------------------------


def _folder(project: Project, to: Path | None) -> Path:
    if to is not None:
        return to
    if project.name == "shipped":
        raise UsageError("the surveys inside kcli stay as they are", "name a folder with --to")
    return project.root


def _keep_real_data(folder: Path, plan: Simulation) -> None:
    """Raise UsageError where a file in the way may be anything but an earlier simulation."""
    path, hint = folder / plan.questionnaire, "choose another name with --as"
    if not path.exists():
        beside = (folder / plan.responses).parent.glob("*")
        if not all(is_leftover(other) for other in beside):
            raise UsageError(f"{DATASETS}/{plan.name}/ holds files already", hint)
        return
    try:
        file = read_text(path, plan.questionnaire, root=folder, limit="yaml-bytes")
        root = parse_yaml(file).root
    except InputError as problem:
        raise UsageError(f"{plan.questionnaire} is in the way: {problem.faults[0]}", hint) from None
    assert isinstance(root, dict), "a mapping, or parse_yaml would have refused it"
    if root.get("synthetic") not in ("yes", "true"):
        raise UsageError(f"{plan.questionnaire} is not synthetic: it is left alone", hint)
    waves = root.get("waves")
    if not isinstance(waves, dict) or waves.keys() != {plan.wave}:
        raise UsageError(f"{plan.questionnaire} holds another wave", hint)
    if _MADE not in file.text.splitlines():
        raise UsageError(f"{plan.questionnaire} was written by hand: it is left alone", hint)
    responses = folder / plan.responses
    more = [p.name for p in responses.parent.glob("*") if p != responses and not is_leftover(p)]
    if more:
        raise UsageError(f"{DATASETS}/{plan.name}/ also holds {', '.join(sorted(more))}", hint)


def _table(plan: Simulation) -> str:
    """One respondent a row; an empty cell where nobody was asked."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "country", *plan.items])
    for sample in plan.samples:
        place = (sample.wave, sample.id)
        n = plan.sizes[place]
        columns = []
        for item, found in plan.items.items():
            key = (plan.seed, plan.source.survey, plan.wave, sample.id, item)
            codes = {o: option.code or o for o, option in found.asking.options.items()}
            answers = dealt(found.counts[place], *key) if place in found.counts else [""] * n
            columns.append([codes.get(answer, answer) for answer in answers])
        digits = max(4, len(str(n)))
        for number, row in enumerate(zip(*columns, strict=True), start=1):
            writer.writerow([f"{sample.id}-{number:0{digits}}", sample.country, *row])
    return stream.getvalue()


class _Line(dict[str, Any]):
    """A mapping that is written on one line."""


def _yaml(plan: Simulation) -> Iterator[str]:
    """The questionnaire, line by line."""
    source = f"{plan.source.survey}, wave {plan.wave}"
    yield f"# SYNTHETIC: invented respondents, of whom what was published of {source}, is true."
    yield _MADE
    yield f"#   {plan.command}"
    title = {tag: f"SYNTHETIC: {text}" for tag, text in plan.source.title.items()}
    note = (
        f"Every respondent is invented, so that what was published of {source}, is true of them. "
        "Items are independent of one another."
    )
    head = {"survey": plan.name, "title": _Line(title), "synthetic": True}
    yield from _block({**head, "note": _Line(en=note)})
    first = plan.samples[0]
    wave = {
        **_fieldwork(first),
        "mode": "unknown",
        "# A simple random sample, by construction.": None,
        "sampling": "probability",
        **_population(first),
        "weighted": False,
        "design": _Line(respondent="id", country="country"),
        "samples": {sample.id: _sample(plan, sample) for sample in plan.samples},
    }
    items = {item: _item(found.asking) for item, found in plan.items.items()}
    yield from _block({"waves": {plan.wave: wave}, "items": items})


def _fieldwork(sample: SampleView) -> dict[str, _Line]:
    fieldwork = sample.fieldwork
    if fieldwork is None:
        return {}
    ends = {"start": fieldwork.start, "end": fieldwork.end}
    return {"fieldwork": _Line({key: str(day) for key, day in ends.items() if day is not None})}


def _population(sample: SampleView) -> dict[str, Any]:
    if not sample.universe:
        return {"population": sample.population}
    return {"population": _Line(kind=sample.population, universe=_Line(sample.universe))}


def _sample(plan: Simulation, sample: SampleView) -> Any:
    """A sample, with what its wave does not say of it already."""
    n = plan.sizes[sample.wave, sample.id]
    body = _Line({} if sample.id == sample.country else {"country": sample.country})
    body["n"] = n
    first = plan.samples[0]
    for part in (_fieldwork, _population):
        if part(sample) != part(first):
            body.update(part(sample))
    return n if body.keys() == {"n"} else body


def _item(asking: Asking) -> dict[str, Any]:
    body: dict[str, Any] = {
        "text": _Line(asking.text),
        "wording": asking.wording,
        "options_complete": asking.options_complete,
        "options": {name: _option(option) for name, option in asking.options.items()},
    }
    if asking.nets:
        body["nets"] = {
            name: _Line(options=net.options, label=_Line(net.label))
            for name, net in asking.nets.items()
        }
    if asking.score:
        body["score"] = _Line(asking.score)
    return body


def _option(option: Option) -> _Line:
    label = _Line(option.label)
    if option.code is None and option.kind == "substantive":
        return label
    code = {} if option.code is None else {"code": option.code}
    kind = {} if option.kind == "substantive" else {"kind": option.kind}
    return _Line({**code, "label": label, **kind})


# -- plain YAML ---------------------------------------------------------------

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./()'-]*[A-Za-z0-9_)])?", re.ASCII)
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def _block(body: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """A mapping, a key a line; a key that begins with ``#`` is a comment."""
    margin = " " * indent
    for key, value in body.items():
        if key.startswith("#"):
            yield f"{margin}{key}"
        elif isinstance(value, dict) and not isinstance(value, _Line):
            yield f"{margin}{_flow(key)}:"
            yield from _block(value, indent + 2)
        else:
            yield f"{margin}{_flow(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line. Text that any reader of YAML might take for something else is quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(inner)}" for k, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    if _PLAIN.fullmatch(value) and value.casefold() not in _NOT_TEXT:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
