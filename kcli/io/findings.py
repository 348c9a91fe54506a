"""Published facts: ``findings.csv``, every cell checked against its questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from kcli.errors import Fault, Where, nearest
from kcli.io.csv_records import Record, read_table
from kcli.io.plain import TextFile
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.fields import ID_PATTERN
from kcli.model.figures import Range, read_count
from kcli.model.predicates import PREDICATES, Predicate, Scene, find_predicate
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.scenes import scene_of
from kcli.model.survey import Base

__all__ = ["COLUMNS", "REQUIRED", "look_at_findings", "look_at_rows", "predicate_hint"]

REQUIRED = ("id", "wave", "item", "option", "predicate", "source")
COLUMNS = (
    "id",
    "wave",
    "population",
    "country",
    "respondent",
    "item",
    "option",
    "other",
    "predicate",
    "value",
    "base",
    "base_n",
    "source",
    "grade",
    "quote",
    "note",
)
_BASES = ("all", "substantive", "unknown")
_GRADES = ("A", "B", "C")


class _RefusedError(Exception):
    """A cell that cannot be used: its column, and what is wrong with it."""

    def __init__(self, code: str, column: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.column, self.message, self.hint = code, column, message, hint


class _RefusedRowError(Exception):
    """Several cells of one row that cannot be used."""

    def __init__(self, faults: list[_RefusedError]) -> None:
        super().__init__()
        self.faults = faults


def _unknown(
    cells: Mapping[str, str], column: str, known: Mapping[str, object], more: str = ""
) -> _RefusedError:
    name = cells[column]
    hint = nearest(name, known) or f"known: {', '.join(known) or 'none'}{more}"
    return _RefusedError(f"unknown-{column}", column, f"there is no {column} {name!r}", hint)


def predicate_hint(name: str, words: Iterable[str]) -> str:
    """What may be meant by a word that is no predicate; and how a word is given a range."""
    known = [*PREDICATES, *words]
    meant = nearest(name, known) or f"known: {', '.join(known)}"
    if not re.fullmatch(ID_PATTERN, name):
        return meant
    range_ = f'conventions: {{{name}: "> 60%"}}'
    return f"{meant}; or give it a range in questionnaires/conventions.yaml, such as {range_}"


def _unknown_predicate(name: str, words: Mapping[str, object]) -> _RefusedError:
    hint = predicate_hint(name, words)
    return _RefusedError("unknown-predicate", "predicate", f"there is no {name!r}", hint)


@dataclass(frozen=True)
class _Reader:
    """One questionnaire's findings; every method reads one part of a row."""

    questionnaire: Questionnaire
    conventions: Conventions | None
    _scenes: dict[tuple[str, ...], Scene] = field(default_factory=dict)

    def finding(self, record: Record) -> Finding:
        cells = record.cells
        self._check_names(cells)
        wave, item = cells["wave"], cells["item"]
        if wave not in self.questionnaire.waves_of(item):
            raise _RefusedError("not-asked", "item", f"{item!r} was not asked in wave {wave!r}")
        sample = self._sample(cells, wave)
        predicate = find_predicate(cells["predicate"], self._words())
        assert predicate is not None, "names are checked first"
        scene = self._scene(item, wave, sample)
        statement = self._statement(cells, predicate, scene, sample)
        self._check(predicate, statement, scene, cells)
        return Finding(
            id=cells["id"],
            survey=self.questionnaire.survey,
            wave=wave,
            sample=sample.id,
            item=item,
            statement=statement,
            source=cells["source"],
            where=Where(record.table.file.name, record.line),
            respondent=cells.get("respondent") or None,
            grade=cells.get("grade") or None,
            quote=cells.get("quote") or None,
            note=cells.get("note") or None,
        )

    def _check_names(self, cells: Mapping[str, str]) -> None:
        """Raise every fault of the cells that are judged alone."""
        faults: list[_RefusedError] = []
        known: dict[str, Mapping[str, object]] = {
            "wave": self.questionnaire.waves,
            "item": self.questionnaire.items,
            "source": self.questionnaire.sources,
        }
        for column, names in known.items():
            if cells[column] not in names:
                command = f"kcli new wave {self.questionnaire.survey}@{cells[column]} adds it"
                new = column == "wave" and re.fullmatch(ID_PATTERN, cells[column])
                faults.append(_unknown(cells, column, names, f"; {command}" if new else ""))
        asked = cells["item"] in known["item"] and cells["wave"] in known["wave"]
        if asked and cells["option"] and cells["predicate"] != "loose":
            asking = self.questionnaire.asking(cells["item"], cells["wave"])
            if cells["option"] not in {**asking.options, **asking.nets}:
                faults.append(_unknown(cells, "option", {**asking.options, **asking.nets}))
        words = self._words()
        if find_predicate(cells["predicate"], words) is None:
            faults.append(_unknown_predicate(cells["predicate"], words))
        if cells.get("base") and cells["base"] not in _BASES:
            message = "a base is all, substantive or unknown"
            faults.append(_RefusedError("unknown-value", "base", message))
        if cells.get("grade") and cells["grade"] not in _GRADES:
            faults.append(_RefusedError("unknown-value", "grade", "a grade is A, B or C"))
        if faults:
            raise _RefusedRowError(faults)

    def _scene(self, item: str, wave: str, sample: SampleView) -> Scene:
        key = (item, wave, sample.id)
        if key not in self._scenes:
            self._scenes[key] = scene_of(self.questionnaire, item, wave, sample, self.conventions)
        return self._scenes[key]

    def _sample(self, cells: Mapping[str, str], wave: str) -> SampleView:
        country, population = cells.get("country", ""), cells.get("population", "")
        samples = self.questionnaire.samples(wave)
        if country:
            named = [s for s in samples if s.id == country]
            there = [s for s in samples if s.country == country]
            alike = [s for s in named if population in ("", s.population)]
            # Of a sample called KR, and experts of KR, the experts may be meant.
            fitting = alike or there or named
        else:
            fitting = [s for s in samples if s.country is None]
        if not fitting:
            what = f"sample of {country!r}" if country else "pooled sample"
            hint = f"its samples: {', '.join(s.id for s in samples)}"
            column = "country" if "country" in cells else "wave"
            raise _RefusedError("unknown-sample", column, f"wave {wave!r} has no {what}", hint)
        if population:
            fitting = [s for s in fitting if s.population == population]
            if not fitting:
                message = f"wave {wave!r} has no sample of {population!r} there"
                raise _RefusedError("unknown-population", "population", message)
        if len(fitting) > 1:
            message = f"several samples fit: {', '.join(s.id for s in fitting)}"
            hint = "name the sample in the column country, or its population"
            column = "country" if country else "wave"
            raise _RefusedError("ambiguous-sample", column, message, hint)
        return fitting[0]

    def _words(self) -> dict[str, Range]:
        shared = self.conventions.conventions if self.conventions else {}
        return {**shared, **self.questionnaire.conventions}

    def _statement(
        self, cells: Mapping[str, str], predicate: Predicate, scene: Scene, sample: SampleView
    ) -> Statement:
        known = {**scene.asking.options, **scene.asking.nets}
        option = cells["option"] or None
        other, country, since = self._other(cells, known, sample)
        base = cells.get("base") or sample.published_base.base
        for part in ("respondent", "value", "option"):
            if part in predicate.needs and not cells.get(part):
                column = part if part in cells else "predicate"
                article = "an" if part[0] in "aeiou" else "a"
                message = f"{cells['predicate']!r} needs {article} {part}"
                raise _RefusedError(f"missing-{part}", column, message)
        self._refuse_idle(cells, predicate, {"other": other, "country": country, "since": since})
        return Statement(
            predicate=cells["predicate"],
            option=option,
            other=other,
            country=country,
            since=since,
            value=cells.get("value") or None,
            base=cast(Base, base),
            base_n=self._base_n(cells),
        )

    @staticmethod
    def _refuse_idle(
        cells: Mapping[str, str], predicate: Predicate, other: Mapping[str, str | None]
    ) -> None:
        """Refuse what the predicate has no use for: it may be the fact that was meant."""
        used = predicate.needs | predicate.allows
        idle = [(part, part) for part in ("value", "respondent") if cells.get(part)]
        idle += [(part, "other") for part, said in other.items() if said is not None]
        for part, column in idle:
            if part not in used:
                message = f"{cells['predicate']!r} takes no {part}"
                hint = "a share: predicate share, with that value" if part == "value" else None
                raise _RefusedError("bad-value", column, message, hint)

    def _other(
        self, cells: Mapping[str, str], known: Mapping[str, object], sample: SampleView
    ) -> tuple[str | None, str | None, str | None]:
        """``option``, ``/COUNTRY`` or ``@wave``, or several of them in this order."""
        text = cells.get("other", "")
        option, _, wave = text.partition("@")
        option, _, country = option.partition("/")
        if option and option not in known:
            hint = nearest(option, known) or f"known: {', '.join(known)}"
            raise _RefusedError("unknown-option", "other", f"there is no option {option!r}", hint)
        if wave and wave not in self.questionnaire.waves_of(cells["item"]):
            raise _RefusedError("unknown-wave", "other", f"{cells['item']!r} has no wave {wave!r}")
        there = {s.country for s in self.questionnaire.samples(wave or sample.wave)}
        if country and country not in there:
            raise _RefusedError("unknown-sample", "other", f"there is no sample of {country!r}")
        return option or None, country or None, wave or None

    @staticmethod
    def _base_n(cells: Mapping[str, str]) -> int | None:
        if not cells.get("base_n"):
            return None
        try:
            return read_count(cells["base_n"])
        except ValueError as problem:
            raise _RefusedError("bad-value", "base_n", str(problem)) from None

    @staticmethod
    def _check(
        predicate: Predicate, statement: Statement, scene: Scene, cells: Mapping[str, str]
    ) -> None:
        for name in filter(None, (statement.option, statement.other)):
            if not scene.asking.parts(name, statement.base):
                message = f"{name!r} is not in the substantive base"
                raise _RefusedError("base", "base", message)
        try:
            predicate.inequalities(statement, scene)
        except ValueError as problem:
            column = "value" if cells.get("value") else "predicate"
            raise _RefusedError("bad-value", column, str(problem)) from None


def look_at_findings(
    file: TextFile, questionnaire: Questionnaire, conventions: Conventions | None
) -> tuple[tuple[Finding, ...], list[Fault]]:
    """The findings of one file that can be read, and every fault of the others.

    Raises InputError where no row can be trusted.
    """
    table = read_table(file, required=REQUIRED, known=COLUMNS)
    reader = _Reader(questionnaire, conventions)
    faults, findings = list(table.faults), []
    lines: dict[str, int] = {}
    for record in table.records:
        faults += _identity(record, lines)
        try:
            findings.append(reader.finding(record))
        except (_RefusedError, _RefusedRowError) as problem:
            faults += [_fault(record, each) for each in getattr(problem, "faults", [problem])]
    return tuple(findings), faults


def look_at_rows(file: TextFile) -> list[Fault]:
    """What is wrong with a file of findings whatever its questionnaire says.

    Raises InputError where no row can be trusted.
    """
    table = read_table(file, required=REQUIRED, known=COLUMNS)
    lines: dict[str, int] = {}
    return [*table.faults, *(fault for r in table.records for fault in _identity(r, lines))]


def _fault(record: Record, problem: _RefusedError) -> Fault:
    got = record.cells.get(problem.column) or None
    where = record.where(problem.column)
    return Fault(problem.code, problem.message, where, got, problem.hint)


def _identity(record: Record, lines: dict[str, int]) -> Iterator[Fault]:
    name = record.cells["id"]
    if not name.strip():
        yield Fault("empty-id", "a finding needs an id", record.where("id"))
    elif name in lines:
        message = f"the id {name!r} stands on line {lines[name]} already"
        yield Fault("duplicate-id", message, record.where("id"))
    else:
        lines[name] = record.line
