"""Runs kcli on a case and judges what came of it."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from hostile.case import SAME, HostileCase, write
from hostile.pair import Files
from hostile.paths import SECRET
from running import run_kcli

from kcli.errors import MOST_TOLD

Done = subprocess.CompletedProcess[str]
SECONDS = 10
"""Of a processor, that no input may take."""
LONGEST = 1_000
"""Characters of a line about a fault."""
MOST = 120
"""Lines about faults, however many there are."""
FAULT = re.compile(r"(?:questionnaires|datasets)/[^:]*:\d+(?::\d+)?: [a-z][a-z-]*: \S.*")
MORE = re.compile(r"kcli: and [0-9]+ more; kcli check lists the faults of a project")
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def environment() -> dict[str, str]:
    """With the reader that KCLI_TEST_READER names, if it names one."""
    reader = os.environ.get("KCLI_TEST_READER")
    return {"COLUMNS": "80", **({"KCLI_READER": reader} if reader else {})}


def compare(root: Path, case: HostileCase, *more: str) -> Done:
    """``kcli compare`` of the wave, as JSON unless told otherwise."""
    options = more or ("--json",)
    arguments = ["compare", case.pair.survey, "--wave", case.pair.wave, *options]
    done = run_kcli(arguments, root, environment())
    assert done.spent < SECONDS, f"{case.name}: {done.spent:.1f} s"
    return done


def installed(root: Path, case: HostileCase) -> Done:
    """The same by the installed program."""
    program = shutil.which("kcli", path=str(Path(sys.executable).parent))
    assert program is not None, "kcli is not installed"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KCLI_")}
    return subprocess.run(
        [program, "compare", case.pair.survey, "--wave", case.pair.wave, "--json"],
        cwd=root,
        env={**kept, **environment(), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def keeps_quiet(text: str) -> None:
    """Nothing that a terminal obeys, nothing of another file, nothing of Python's."""
    for word in ("Traceback", "internal error", "Warning: ", SECRET, "root:x", "PATH="):
        assert word not in text, text[:2000]
    hidden = HIDDEN.search(text)
    assert hidden is None, (hidden, text[:2000])


# -- refused ---------------------------------------------------------------------------


def is_refused(done: Done, case: HostileCase) -> None:
    """Exit status 2, nothing on standard output, each fault a line with its place and code."""
    assert done.returncode == 2, (done.returncode, done.stderr[:2000])
    assert done.stdout == ""
    keeps_quiet(done.stderr)
    lines = done.stderr.splitlines()
    assert 0 < len(lines) <= MOST or case.name.startswith("yaml-3000"), len(lines)
    if len(lines) > MOST_TOLD and MORE.fullmatch(lines[-1]):
        lines.pop()
    assert [line for line in lines if not FAULT.fullmatch(line)] == []
    assert max(map(len, lines)) <= LONGEST
    mutant, entry = case.mutant, case.entry
    assert mutant.at is not None, "a case that is refused has a place"
    found = [line for line in lines if _is_at(line, mutant.at, entry.place, entry.code)]
    found = [line for line in found if all(words in line for words in mutant.says)]
    wanted = f"{':'.join(map(str, mutant.at))}: {entry.code}: {mutant.says}"
    assert found, f"no line is {wanted}:\n{done.stderr[:3000]}"
    for place, code in mutant.also:
        precise = "cell" if place[2] > 1 else "line"
        assert any(_is_at(line, place, precise, code) for line in lines), (
            place,
            done.stderr[:3000],
        )


def _is_at(line: str, at: tuple[str, int, int], precise: str, code: str) -> bool:
    path, row, column = at
    place = {"file": r":\d+(?::\d+)?", "line": rf":{row}(?::\d+)?", "cell": f":{row}:{column}"}
    start = rf"{re.escape(path)}{place[precise]}: {code or '[a-z-]+'}: "
    return re.match(start, line) is not None


# -- read ------------------------------------------------------------------------------


def result_of(done: Done) -> list[dict[str, Any]]:
    """The records, without a number that JSON has not."""
    assert done.returncode == 0, (done.returncode, done.stderr[:2000])
    keeps_quiet(done.stderr)
    keeps_quiet(done.stdout)
    records: list[dict[str, Any]] = json.loads(done.stdout, parse_constant=_refuse)["records"]
    assert records
    return records


def _refuse(name: str) -> NoReturn:
    raise AssertionError(f"{name} is not JSON")


def good_files(case: HostileCase) -> Files:
    """The project whose records an accepted case has to give."""
    return case.pair.files if case.mutant.like is None else case.mutant.like


def good_result(case: HostileCase, root: Path) -> list[dict[str, Any]]:
    write(root, good_files(case))
    return result_of(compare(root, case))


def agree(found: list[dict[str, Any]], good: list[dict[str, Any]], case: HostileCase) -> None:
    """The records of a case are those of its good project."""
    mutant = case.mutant
    now = _by_key(found, mutant.renamed)
    before = _by_key(good, {})
    assert list(now) == list(before) if not mutant.renamed else sorted(now) == sorted(before)
    for key, record in before.items():
        for name, value in record.items():
            if name == "option_label" or (mutant.roughly and name not in SAME):
                continue
            other = now[key][name]
            same = other == value or (isinstance(other, str) and mutant.renamed.get(other) == value)
            if mutant.roughly and isinstance(value, float) and isinstance(other, float):
                same = math.isclose(other, value, rel_tol=1e-9, abs_tol=1e-12)
            assert same, (key, name, value, other)
    if mutant.shown is not None:
        assert mutant.shown in {record.get("option_label") for record in found}


def _by_key(
    records: list[dict[str, Any]], renamed: Mapping[str, str]
) -> dict[tuple[str, ...], dict[str, Any]]:
    keys = ("type", "country", "item", "option", "other_country", "countries")
    found = {}
    for record in records:
        words = [str(record.get(key)) for key in keys]
        found[tuple(renamed.get(word, word) for word in words)] = record
    assert len(found) == len(records)
    return found
