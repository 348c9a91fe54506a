"""Targets that read CSV: findings and responses, beside a reader that knows nothing of kcli."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any
from unicodedata import normalize

import numpy as np
from fuzz.target import Bench, Target

from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded
from kcli.errors import InputError, KcliError
from kcli.io.findings import look_at_findings, look_at_rows
from kcli.io.plain import TextFile
from kcli.io.project import Project, Survey
from kcli.io.responses import read_responses
from kcli.model.evidence import Finding
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire
from kcli.model.scenes import scene_of

ITEMS = ("trust", "visit", "stance", "topics", "channels", "why")


def plain_rows(text: str) -> list[dict[str, str]]:
    """The rows as the csv module of Python reads them."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header, *below = [[normalize("NFC", cell) for cell in row] for row in rows]
    return [dict(zip(header, row, strict=True)) for row in below]


def _findings(bench: Bench) -> Callable[[bytes], bool]:
    project = Project(bench.root, ".")
    questionnaire, conventions = project.survey("rich").questionnaire, project.conventions

    def run(data: bytes) -> bool:
        try:
            file = bench.text(data)
            found, faults = look_at_findings(file, questionnaire, conventions)
            if faults:
                raise InputError(faults)
        except KcliError as problem:
            return bench.refused(problem)
        assert look_at_findings(file, questionnaire, conventions) == (found, faults)
        assert look_at_rows(file) == []
        check_findings(file, found, project)
        return True

    return run


def check_findings(file: TextFile, found: Sequence[Finding], project: Project) -> None:
    """Each finding is its row, cell by cell, and says something of shares that can be."""
    questionnaire, conventions = project.survey("rich").questionnaire, project.conventions
    rows = plain_rows(file.text)
    assert len(rows) == len(found)
    words = {**questionnaire.conventions, **(conventions.conventions if conventions else {})}
    for row, finding in zip(rows, found, strict=True):
        said = finding.statement
        cells: dict[str, object] = {
            "id": finding.id,
            "wave": finding.wave,
            "respondent": finding.respondent,
            "item": finding.item,
            "option": said.option,
            "predicate": said.predicate,
            "value": said.value,
            "source": finding.source,
            "grade": finding.grade,
            "quote": finding.quote,
            "note": finding.note,
        }
        assert {name: row.get(name) or None for name in cells} == cells, (row, finding)
        if row.get("base"):
            assert said.base == row["base"]
        if row.get("base_n"):
            assert said.base_n == int(row["base_n"])
        (sample,) = (s for s in questionnaire.samples(finding.wave) if s.id == finding.sample)
        if row.get("country"):
            assert row["country"] in (sample.id, sample.country)
        else:
            assert sample.country is None
        predicate = find_predicate(said.predicate, words)
        assert predicate is not None
        scene = scene_of(questionnaire, finding.item, finding.wave, sample, conventions)
        for inequality in predicate.inequalities(said, scene):
            assert inequality.terms
            assert -2 <= inequality.bound <= 2
        assert isinstance(predicate.words(said, scene), str)


def _responses(bench: Bench, survey: str, wave: str) -> Callable[[bytes], bool]:
    project = Project(bench.root, ".")
    asked = project.survey(survey)

    def run(data: bytes) -> bool:
        try:
            file = bench.text(data)
            coded = read_coded(file, asked, wave)
        except KcliError as problem:
            return bench.refused(problem)
        check_coded(file, coded, asked.questionnaire, wave)
        again = read_coded(file, asked, wave)
        assert np.array_equal(again.weight, coded.weight)
        return True

    return run


def read_coded(file: TextFile, survey: Survey, wave: str) -> Coded:
    """All items of a wave."""
    questionnaire = survey.questionnaire
    items = [item for item in questionnaire.items if wave in questionnaire.waves_of(item)]
    return read_responses(file, questionnaire, wave, items, survey.declared)


def check_coded(file: TextFile, coded: Coded, questionnaire: Questionnaire, wave: str) -> None:
    """Every respondent of the file is there, with the weight and the answers of the row."""
    rows = plain_rows(file.text)
    design = questionnaire.waves[wave].design
    assert design is not None
    assert len(rows) == len(coded.weight) == len(coded.sample) == len(coded.stratum)
    assert np.isfinite(coded.weight).all()
    assert (coded.weight >= 0).all()
    assert coded.weight.any()
    if design.country:
        assert [coded.samples[place] for place in coded.sample] == [r[design.country] for r in rows]
    if design.respondent:
        assert list(coded.respondents or ()) == [row[design.respondent] for row in rows]
        assert len(set(coded.respondents or ())) == len(rows)
    if design.weight:
        _check_weights([Fraction(row[design.weight]) for row in rows], coded)
    if coded.replicates is not None:
        assert np.isfinite(coded.replicates).all()
        assert coded.replicates.shape[0] == len(rows)
    for name, item in coded.items.items():
        asking = questionnaire.asking(name, wave)
        assert item.options == tuple(asking.options)
        assert item.status.min() >= NOT_ASKED
        assert item.status.max() < len(item.options)
        names = {option.code or o: o for o, option in asking.options.items()}
        for place, row in enumerate(rows):
            if asking.type == "single" and item.status[place] >= 0:
                answer = item.options[item.status[place]]
                said = row[name]
                assert answer in (said, names.get(said), names.get(said.partition(".")[0]))
            elif item.status[place] == NOT_STATED and name in row:
                assert row[name] == ""


def _check_weights(written: Sequence[Fraction], coded: Coded) -> None:
    """Weights are those of the file; a sample's may all be divided by its largest."""
    for place in np.unique(coded.sample):
        here = np.flatnonzero(coded.sample == place)
        weights = [written[row] for row in here]
        largest = max(weights)
        scale = float(coded.weight[here].max())
        for row, weight in zip(here, weights, strict=True):
            share = float(weight / largest) if largest else 0.0
            assert math.isclose(coded.weight[row], share * scale, rel_tol=1e-9, abs_tol=1e-300)


def csv_targets() -> list[Callable[[], Target]]:
    """Every target that reads CSV; each makes its bench when it is called."""

    def of(name: str, file: str, make: Callable[[Bench], Callable[[bytes], bool]]) -> Any:
        return lambda: Target(name, "csv", make(Bench(file)))

    return [
        of("findings", "datasets/rich/findings.csv", _findings),
        of(
            "responses",
            "datasets/rich/2024.responses.csv",
            lambda b: _responses(b, "rich", "2024"),
        ),
        of(
            "replicates",
            "datasets/copies/2020.responses.csv",
            lambda b: _responses(b, "copies", "2020"),
        ),
    ]
