"""A project for faults: published facts, respondents, claims, a report, and margins."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import make_project

MARGINS = "margins: {q: {good: 0.5, bad: 0.5}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    make_project(root)
    (root / "margins.yaml").write_text(MARGINS, "utf-8")
    return root
