"""Targets whose command writes a file, which is then read again: ``weight`` and ``simulate``."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from typing import Any

from fuzz.csv_targets import plain_rows
from fuzz.pipelines import Still
from fuzz.target import Bench, Target

from kcli import api
from kcli.errors import InputError, KcliError
from kcli.io.findings import look_at_findings
from kcli.io.project import Project, Survey
from kcli.render import Settings, render


def _weight(bench: Bench) -> Callable[[bytes], bool]:
    """Rake to margins; each share of the file that was written is the one that was asked for."""
    still = Still(bench)
    output = bench.root.parent / "raked.csv"

    def run(data: bytes) -> bool:
        bench.put(data)
        output.unlink(missing_ok=True)
        try:
            project = still.project()
            result = api.weight(project, "rich@2024", margins=bench.path, output=output)
        except KcliError as problem:
            assert not output.exists(), "refused, and written all the same"
            return bench.refused(problem)
        assert render(result, "json", Settings())
        rows = plain_rows(output.read_text("utf-8"))
        assert len(rows) == 12
        column = next(record.column for record in result.records if record.type == "raking")
        for record in result.rows("margin"):
            if record["target"] is None:
                continue
            assert math.isclose(record["achieved"], record["target"], abs_tol=1e-6), record
            if record["item"] == "stance":
                here = [row for row in rows if row["country"] == record["country"]]
                part = [float(r[column]) for r in here if r["stance"] == record["option"]]
                share = math.fsum(part) / math.fsum(float(row[column]) for row in here)
                assert math.isclose(share, record["target"], abs_tol=1e-6), record
        return True

    return run


def _simulate(bench: Bench) -> Callable[[bytes], bool]:
    """Invent respondents; the file that was written has as many of each answer as was told."""
    still = Still(bench)
    old = still.surveys["rich"]
    folder = bench.root.parent / "invented"

    def run(data: bytes) -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            file = bench.text(data)
            found, faults = look_at_findings(file, old.questionnaire, still.conventions)
            if faults:
                raise InputError(faults)
            project = still.project(rich=Survey(old.questionnaire, found, old.tree))
            result = api.simulate(project, "rich@2022", n=20, to=folder, name="made")
        except KcliError as problem:
            assert not list(folder.rglob("*.csv")), "refused, and written all the same"
            return bench.refused(problem)
        _check_invented(Project(folder, "."), result.rows())
        return True

    return run


def _check_invented(project: Project, records: list[dict[str, Any]]) -> None:
    survey = project.survey("made")
    coded = project.responses(survey, "2022", survey.questionnaire.items)
    assert coded is not None
    for record in records:
        assert 0 <= record["count"] <= record["n"], record
        place = coded.samples.index(record["country"])
        item = coded.items[record["item"]]
        here = coded.sample == place
        assert int(here.sum()) == record["n"], record
        if item.chosen is None and record["option"] in item.options:
            given = item.status[here] == item.options.index(record["option"])
            assert int(given.sum()) == record["count"], record


def writers() -> list[Callable[[], Target]]:
    """Both targets; each makes its bench when it is called."""
    return [
        lambda: Target("weight", "yaml", _weight(Bench("margins.yaml"))),
        lambda: Target("simulate", "csv", _simulate(Bench("datasets/rich/findings.csv"))),
    ]
