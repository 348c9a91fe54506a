"""Targets that go all the way: one file is the input, and a command runs on the project.

Which command, and which format its result is written in, follows from the
bytes, so that an input always does the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

from fuzz.csv_targets import check_coded, check_findings, plain_rows, read_coded
from fuzz.target import Bench, Target

from kcli import api
from kcli.errors import InputError, KcliError
from kcli.io.findings import look_at_findings
from kcli.io.project import Project, Survey
from kcli.model.records import Result
from kcli.render import Settings, render

FORMATS = ("table", "markdown", "csv", "jsonl", "html", "xlsx")
SLACK = 1e-9
Command = Callable[[Project], Result]

PUBLISHED: tuple[Command, ...] = (
    lambda p: api.compare(p, "rich", wave="2021", evidence="published"),
    lambda p: api.compare(p, "rich", wave="2022", base="substantive"),
    lambda p: api.compare(p, "rich.trust", wave="2021"),
    lambda p: api.compare(p, "rich.visit@2022", lang="ko"),
    lambda p: api.compare(p, "rich.stance@2023"),
    lambda p: api.compare(p, "rich.topics@2022"),
    lambda p: api.compare(p, "rich.trust@2022", assumed_options=False, total="equal"),
    lambda p: api.compare(p, concept="trust"),
    lambda p: api.label(p, "rich", wave="2021"),
    lambda p: api.topline(p, "rich.trust", evidence="published"),
    lambda p: api.trend(p, "rich.trust", evidence="published"),
    lambda p: api.trend(p, "trust"),
    lambda p: api.shift(p, "rich.trust", start="2021", end="2024"),
    lambda p: api.shift(p, "rich.visit", start="2021", end="2022", force=True),
    lambda p: api.shift(p, scan=True, start="rich@2021", end="rich@2022"),
    lambda p: api.verify(p, "rich", evidence="published"),
    lambda p: api.show(p, "rich", wave="2022"),
)
MEASURED: tuple[Command, ...] = (
    lambda p: api.compare(p, "rich"),
    lambda p: api.compare(p, "rich.trust"),
    lambda p: api.compare(p, "rich.visit", base="substantive", ci="kg"),
    lambda p: api.compare(p, "rich.why", ci="logit", total="population"),
    lambda p: api.compare(p, "rich.topics", ci="wald", total="n"),
    lambda p: api.compare(p, "rich.channels", suppress="nchs", lonely="centered"),
    lambda p: api.compare(p, "rich.trust", lonely="remove", confidence=0.8),
    lambda p: api.label(p, "rich", lonely="centered"),
    lambda p: api.topline(p, "rich.trust", lonely="remove"),
    lambda p: api.trend(p, "rich.trust"),
    lambda p: api.shift(p, "rich.trust", start="2021", end="2024"),
    lambda p: api.crosstab(p, "rich.trust", by=["visit"], lonely="centered"),
    lambda p: api.crosstab(p, "rich.topics", by=["country", "trust"], suppress="nchs"),
    lambda p: api.crosstab(p, "rich.visit", by=["stance"], standardise_by=["trust"]),
    lambda p: api.verify(p, "rich"),
)
COPIES: tuple[Command, ...] = (
    lambda p: api.compare(p, "copies"),
    lambda p: api.compare(p, "copies.q", ci="kg"),
    lambda p: api.compare(p, "copies.q", base="substantive", ci="logit"),
    lambda p: api.label(p, "copies"),
    lambda p: api.topline(p, "copies.q"),
)
ANY: tuple[Command, ...] = (
    api.check,
    api.compare,
    api.list_surveys,
    lambda p: api.compare(p, "rich"),
    lambda p: api.compare(p, "rich", wave="2022"),
    lambda p: api.compare(p, "trust"),
    lambda p: api.label(p, "rich"),
    lambda p: api.show(p, "rich"),
    lambda p: api.show(p, "rich.trust"),
    lambda p: api.show(p, "trust"),
    lambda p: api.topline(p, "rich.visit"),
    lambda p: api.trend(p, "rich"),
    lambda p: api.trend(p, "trust"),
    lambda p: api.shift(p, "rich.trust"),
    lambda p: api.shift(p, scan=True, start="rich@2021", end="rich@2024"),
    lambda p: api.crosstab(p, "rich.trust", by=["visit"], lonely="centered"),
    lambda p: api.diff(p, "rich@2021", "rich@2024"),
    lambda p: api.diff(p, "rich"),
    lambda p: api.verify(p, "rich"),
)


def follow(data: bytes, project: Project, commands: tuple[Command, ...]) -> list[dict[str, Any]]:
    """Run the command of these bytes, look at its records, and write them in some format."""
    number = crc32(data)
    result = commands[number % len(commands)](project)
    text = render(result, "json", Settings())
    assert isinstance(text, str)
    records: list[dict[str, Any]] = json.loads(text, parse_constant=_no_number)["records"]
    for record in records:
        check_record(record)
    assert render(result, FORMATS[number // 64 % len(FORMATS)], Settings(width=60))
    return records


def _no_number(name: str) -> float:
    raise AssertionError(name)


def check_record(record: Mapping[str, Any]) -> None:
    """Numbers are in order, and none lies where it cannot."""
    score = "score" in (record.get("option_kind"), record.get("category"))
    kind = record["type"]
    middle = next((key for key in ("shift", "gap", "share") if record.get(key) is not None), None)
    value = record[middle] if middle else None
    least = 0.0 if kind in ("estimate", "label", "cell", "verdict") else -1.0
    for low, high in (("low", "high"), ("bound_low", "bound_high")):
        ends = record.get(low), record.get(high)
        if None not in ends:
            assert ends[0] <= ends[1] + SLACK, record
        if value is not None and not score:
            assert ends[0] is None or ends[0] <= value + SLACK, record
            assert ends[1] is None or ends[1] >= value - SLACK, record
        if not score:
            assert all(end is None or least - SLACK <= end <= 1 + SLACK for end in ends), record
    for key in ("share", "p_value", "p_adjusted"):
        if record.get(key) is not None and not score:
            assert -SLACK <= record[key] <= 1 + SLACK, record
    for key in ("n_base", "n_option", "n_not_asked", "se", "n_eff", "w_base"):
        assert record.get(key) is None or record[key] >= 0, record
    if kind == "estimate" and None not in (record["n_option"], record["n_base"]):
        assert record["n_option"] <= record["n_base"], record


class Still:
    """A project whose other files are read once."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        first = Project(bench.root, ".", rooted=True)
        self.surveys = {name: first.survey(name) for name in first.survey_ids}
        self.concepts, self.conventions = first.concepts, first.conventions

    def project(self, **changed: Survey) -> Project:
        project = Project(self.bench.root, ".", rooted=True, _surveys={**self.surveys, **changed})
        project.__dict__.update(concepts=self.concepts, conventions=self.conventions)
        return project


def _published(bench: Bench) -> Callable[[bytes], bool]:
    still = Still(bench)
    old = still.surveys["rich"]

    def run(data: bytes) -> bool:
        try:
            file = bench.text(data)
            found, faults = look_at_findings(file, old.questionnaire, still.conventions)
            if faults:
                raise InputError(faults)
            project = still.project(rich=Survey(old.questionnaire, found, old.tree))
            check_findings(file, found, project)
            follow(data, project, PUBLISHED)
        except KcliError as problem:
            return bench.refused(problem)
        return True

    return run


def _measured(bench: Bench, survey: str, wave: str, commands: tuple[Command, ...]) -> Any:
    still = Still(bench)
    asked = still.surveys[survey]

    def run(data: bytes) -> bool:
        try:
            file = bench.text(data)
            check_coded(file, read_coded(file, asked, wave), asked.questionnaire, wave)
            records = follow(data, still.project(), commands)
        except KcliError as problem:
            return bench.refused(problem)
        rows = plain_rows(file.text)
        for record in records:
            if record["type"] == "estimate" and record["wave"] == wave:
                _check_share(record, rows, survey)
        return True

    return run


def _check_share(record: Mapping[str, Any], rows: list[dict[str, str]], survey: str) -> None:
    """The share of one answer, by adding up the weights of the rows once more."""
    codes = {
        ("rich", "trust"): {"1": "lot", "2": "little", "3": "none", "9": "dk"},
        ("rich", "stance"): {},
        ("copies", "q"): {},
    }.get((survey, record["item"]))
    if codes is None or record["base"] != "all" or record["option_kind"] in ("net", "score"):
        return
    column, weight = ("country", "weight") if survey == "rich" else (None, "w")
    if record["share"] is None or record["country"] is None:
        return
    here = [row for row in rows if column is None or row[column] == record["country"]]
    said = [row for row in here if row[record["item"]]]
    largest = max(float(row[weight]) for row in here)
    weights = [float(row[weight]) / largest for row in said]
    answers = [row[record["item"]] for row in said]
    answers = [codes.get(answer, answer) for answer in answers]
    answers = [codes.get(a.partition(".")[0], a) if "." in a else a for a in answers]
    whole = math.fsum(weights)
    part = math.fsum(w for w, a in zip(weights, answers, strict=True) if a == record["option"])
    assert math.isclose(part / whole, record["share"], rel_tol=1e-9, abs_tol=1e-11), record


def _any(bench: Bench) -> Callable[[bytes], bool]:
    def run(data: bytes) -> bool:
        bench.put(data)
        try:
            follow(data, Project(bench.root, ".", rooted=True), ANY)
        except KcliError as problem:
            return bench.refused(problem)
        return True

    return run


def _judged(bench: Bench) -> Callable[[bytes], bool]:
    still = Still(bench)
    commands: tuple[Command, ...] = (
        lambda p: api.verify(p, "rich"),
        lambda p: api.verify(p, "rich", evidence="published"),
        lambda p: api.verify(p, "rich", against="report", assumed_options=False),
        api.check,
    )

    def run(data: bytes) -> bool:
        bench.put(data)
        try:
            follow(data, still.project(), commands)
        except KcliError as problem:
            return bench.refused(problem)
        return True

    return run


def pipelines() -> list[Callable[[], Target]]:
    """Every target that runs commands; each makes its bench when it is called."""

    def of(name: str, kind: Any, file: str, make: Callable[[Bench], Any]) -> Any:
        return lambda: Target(name, kind, make(Bench(file)))

    rich, copies = "datasets/rich/2024.responses.csv", "datasets/copies/2020.responses.csv"
    return [
        of("compare-published", "csv", "datasets/rich/findings.csv", _published),
        of("compare-measured", "csv", rich, lambda b: _measured(b, "rich", "2024", MEASURED)),
        of("compare-replicates", "csv", copies, lambda b: _measured(b, "copies", "2020", COPIES)),
        of("survey", "yaml", "questionnaires/rich.yaml", _any),
        of("verify", "yaml", "datasets/rich/claims.yaml", _judged),
    ]
