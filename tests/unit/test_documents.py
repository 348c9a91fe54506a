"""The documents name what there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kcli.api.schema import RESULTS
from kcli.model.predicates import PREDICATES
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Wave

KINDS = sorted({kind for kinds in RESULTS.values() for kind in kinds}, key=lambda k: k.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_key_of_every_record_is_documented(kind: type, root: Path) -> None:
    text = (root / "docs" / "records.md").read_text("utf-8")
    for field in fields(kind):
        assert f"`{field.name}`" in text, field.name
    (name,) = (field.default for field in fields(kind) if field.name == "type")
    assert f"`{name}`" in text


def test_every_predicate_is_documented(root: Path) -> None:
    text = (root / "docs" / "formats.md").read_text("utf-8")
    for name in PREDICATES:
        assert f"`{name}`" in text, name


def test_every_key_of_a_questionnaire_is_shown(root: Path) -> None:
    text = (root / "docs" / "formats.md").read_text("utf-8")
    for model in (Questionnaire, Wave):
        for name in model.model_fields:
            if name not in ("url", "note", "organisations"):
                assert f"{name}:" in text or f"`{name}`" in text, name
