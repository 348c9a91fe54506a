"""What a page tells to type works in that order, and prints what the page shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from golden.reference import DOCS, PAGES
from golden.sessions import DOCUMENTS, renewed
from packaging.version import Version


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_session_prints_what_the_page_shows(document: Path, tmp_path: Path) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    text = document.read_text("utf-8")
    assert renewed(text, tmp_path) == text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_reference_is_what_the_program_knows(name: str) -> None:
    if name == "commands.md" and Version(version("typer")) < Version("0.29"):
        pytest.skip("an older Typer tells an option's type otherwise")
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "python tests/golden/reference.py"


def test_every_page_is_reached_from_the_first() -> None:
    listed = re.findall(r"^([a-z-]+)$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(p.stem for p in DOCS.glob("*.md") if p.stem != "index")


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    pytest.importorskip("furo")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "kept"), str(DOCS), str(tmp_path / "site")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "town.sav" in {path.name for path in (tmp_path / "site").rglob("*")}
