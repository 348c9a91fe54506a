"""What kcli init and kcli new write has nothing that an editor would underline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from schemas.looks import as_editor

from kcli import api


def underlined(path: Path) -> list[str]:
    """What the schema that a file names has against it, as an editor reads it."""
    text = path.read_text("utf-8")
    schema = path.parent / text.splitlines()[0].partition("$schema=")[2]
    validator = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(as_editor(text))]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project that kcli init has made."""
    api.init(tmp_path)
    return tmp_path


def test_an_editor_has_nothing_against_a_new_project(made: Path) -> None:
    files = list(made.rglob("*.yaml"))
    assert len(files) == 5
    assert {path.name: underlined(path) for path in files} == {path.name: [] for path in files}


def test_an_editor_has_nothing_against_what_is_added(made: Path) -> None:
    def project() -> api.Project:
        return api.find_project(str(made))

    when = "2026-05-01/2026-05-14"
    api.new_survey(project(), "energy@2026", countries=["KR", "JP"], title="yes")
    api.new_wave(project(), "example@2026", like="2025", fieldwork="2026", n=["KR=1000"])
    api.new_wave(project(), "energy@2027", like="2026", fieldwork=when)
    says = ["majority: first", "share: {first: 50%, second: 27}"]
    api.new_claim(project(), "energy.q1/KR", "2024", says=says, id="7", reason="no")
    api.new_claim(project(), "example.remote", "1.5", says=["loose: null and none"], source="paper")
    files = list(made.rglob("*.yaml"))
    assert len(files) == 7
    assert {path.name: underlined(path) for path in files} == {path.name: [] for path in files}
