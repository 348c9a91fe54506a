"""A file of respondents is read once a command, however many of its items are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benchmarks.many import wide

from kcli import api
from kcli.io.project import Project
from kcli.io.responses import store


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The wave of each reading, as they come."""
    found: list[str] = []
    read = store.read_sums

    def noted(reading: Any, askings: Any) -> Any:
        found.append(reading.wave)
        return read(reading, askings)

    monkeypatch.setattr(store, "read_sums", noted)
    return found


def test_everything_between_two_waves_reads_each_of_them_once(
    tmp_path: Path, passes: list[str]
) -> None:
    wide(tmp_path, items=4, countries=3, waves=3)
    found = api.shift(Project(tmp_path, "."), start="wide@2001", end="wide@2002", scan=True)
    assert sorted(passes) == ["2001", "2002"]
    assert len(found.rows("shift")) == 4 * 3 * 6


def test_published_figures_alone_read_no_respondents(tmp_path: Path, passes: list[str]) -> None:
    wide(tmp_path, items=2, countries=2, waves=2)
    api.shift(
        Project(tmp_path, "."), start="wide@2000", end="wide@2001", scan=True, evidence="published"
    )
    assert passes == []


def test_a_survey_reads_its_wave_once(tmp_path: Path, passes: list[str]) -> None:
    wide(tmp_path, items=4, countries=3, waves=2)
    api.compare(Project(tmp_path, "."), "wide")
    assert passes == ["2001"]
