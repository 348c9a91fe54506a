"""A project whose file of responses is large enough for its sums to be kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from readers.large import QUESTIONNAIRE, responses


@pytest.fixture(scope="session")
def _large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("large")
    (root / "questionnaires").mkdir()
    (root / "questionnaires" / "big.yaml").write_text(QUESTIONNAIRE, "utf-8")
    folder = root / "datasets" / "big"
    folder.mkdir(parents=True)
    responses(folder / "1.responses.csv", 45_000)
    return root


@pytest.fixture
def large(_large: Path, tmp_path: Path) -> Path:
    """45,000 respondents, in a copy that a test may change."""
    return Path(shutil.copytree(_large, tmp_path / "project"))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Data count as old, or as new, whenever they were written."""

    def call(old: bool) -> None:
        seconds = -(10**18) if old else 10**18
        monkeypatch.setattr("kcli.io.responses.cache._SETTLED", seconds)

    return call
