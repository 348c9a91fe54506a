"""docs/python.md: every block runs, and shows what the page says it does."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from framing import PAGE, renewed

import kcli

BLOCKS = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def shown(code: str, names: dict[str, Any]) -> str:
    """What an interpreter shows of these lines: what they print, and their last value."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(tree, "python.md", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "python.md", "eval"), names)
            if value is not None:
                print(repr(value))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def test_every_block_shows_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KCLI_PROJECT", raising=False)
    blocks = BLOCKS.findall(PAGE.read_text("utf-8"))
    assert len(blocks) == PAGE.read_text("utf-8").count("```python") > 8
    names: dict[str, Any] = {}
    for code, wanted in blocks:
        assert shown(code, names) == wanted, code
    assert [path.name for path in tmp_path.iterdir()] == ["necessity.svg"]


def test_the_columns_are_those_of_frames() -> None:
    page = PAGE.read_text("utf-8")
    assert renewed(page) == page, "python tests/framing.py"


def test_every_function_and_attribute_is_named() -> None:
    page = PAGE.read_text("utf-8")
    for kind in (kcli.Surveys, kcli.Outcome):
        for name in dir(kind):
            if not name.startswith("_"):
                assert re.search(rf"\b{name}\b", page), name
