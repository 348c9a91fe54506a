"""Pictures in documents are those that kcli draws now, and each is shown somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden.transcripts import PICTURES, ROOT, documents, draw


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_command_draws(name: str, tmp_path: Path) -> None:
    assert draw(name, tmp_path).read_bytes() == (ROOT / name).read_bytes()


def test_every_picture_that_a_document_shows_is_one_of_these() -> None:
    shown = set()
    for path in documents():
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text("utf-8")):
            shown.add((path.parent / target).resolve().relative_to(ROOT).as_posix())
    assert shown == set(PICTURES)
