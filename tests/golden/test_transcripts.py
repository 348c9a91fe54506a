"""What the documents show is what the commands print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from golden.transcripts import FENCE, commands, documents, files, renewed

BLOCKS = [
    pytest.param(block, id=f"{path.name}:{next(commands(block), 'no command')}")
    for path in documents()
    for _, block, _ in FENCE.findall(path.read_text("utf-8"))
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_document_shows_what_its_commands_print(block: str) -> None:
    if "| jq" in block and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    assert renewed(block) == block


@pytest.mark.slow
@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_transcript_is_what_its_commands_print(path: Path) -> None:
    text = path.read_text("utf-8")
    assert renewed(text) == text
