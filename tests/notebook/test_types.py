"""mypy and editors know what a function takes and gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

USER_CODE = Path(__file__).with_name("user_code.py")
WRONG = """\
import kcli

surveys = kcli.shipped()
surveys.compare("us_nk_change", base="al")  # arg-type
surveys.compare("us_nk_change", contry="KR")  # call-arg
surveys.crosstab("anes.vote")  # call-arg
surveys.compare().to_fram()  # attr-defined
kcli.opne()  # attr-defined
answer: int = surveys.compare().to_json()  # assignment
surveys.verify().records[0].share_a  # attr-defined
"""


def mypy(path: Path, root: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(path)],
        cwd=root,
        env={**os.environ, "MYPY_FORCE_COLOR": "0"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_what_a_user_may_write_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(USER_CODE)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mypy") is None, reason="needs mypy, of the extra [dev]")
def test_the_types_of_what_a_user_may_write_are_known(root: Path) -> None:
    assert mypy(USER_CODE, root) == (0, "Success: no issues found in 1 source file\n")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mypy") is None, reason="needs mypy, of the extra [dev]")
def test_what_cannot_be_is_found_before_it_runs(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(WRONG, "utf-8")
    status, told = mypy(path, root)
    assert status == 1
    found = re.findall(r"wrong\.py:(\d+): error: .*\[([\w-]+)\]$", told, re.MULTILINE)
    lines = enumerate(WRONG.splitlines(), start=1)
    wanted = [(str(n), line.partition("  # ")[2]) for n, line in lines if "  # " in line]
    assert found == wanted
