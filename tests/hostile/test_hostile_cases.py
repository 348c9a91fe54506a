"""Every hostile case, of pairs that are good: refused with its place and code, or read right."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from extent import THOROUGH
from hostile.case import MAKERS, Entry, HostileCase, Mutant, entries
from hostile.judging import (
    FAULT,
    Done,
    agree,
    compare,
    environment,
    good_files,
    installed,
    is_refused,
    keeps_quiet,
    result_of,
)
from hostile.judging import good_result as good_result_in
from hostile.pairs import CASES, ROOT
from running import run_kcli

HEAVY = {"yaml-wide"}
"""Cases that take seconds, and are slow tests alone."""
LEAST = 540
"""Cases that the list had when it was last looked at; it only grows."""
ALL = [(pair, case) for pair, cases in CASES.items() for case in cases]
# By default every second case is made of one pair, the next of the next. Each of another pair is
# slow; all of all are for whoever has time.
OTHERS = [
    (pair, cases[number])
    for number in range(len(next(iter(CASES.values()))))
    for pair, cases in [list(CASES.items())[(number + 1) % len(CASES)]]
]
CHOSEN = ALL if THOROUGH else OTHERS
TURNS = [
    (pair, cases[number])
    for number in range(0, len(next(iter(CASES.values()))), 2)
    for pair, cases in [list(CASES.items())[number % len(CASES)]]
    if cases[number].name not in HEAVY
]
PROMISES = re.compile(r"(?m)^(\d+)\. \*\*")


def each(chosen: list[tuple[str, HostileCase]], *expected: str) -> pytest.MarkDecorator:
    some = [(pair, case) for pair, case in chosen if case.entry.expect in expected]
    names = [f"{case.name}-{pair}" for pair, case in some]
    return pytest.mark.parametrize("case", [case for _, case in some], ids=names)


@pytest.fixture(scope="module")
def good_result(tmp_path_factory: pytest.TempPathFactory) -> Callable[[HostileCase], Any]:
    """What the good project of a case says; found once for those that share it."""
    known: dict[tuple[Any, ...], Any] = {}

    def find(case: HostileCase) -> Any:
        key = tuple(sorted(good_files(case).items()))
        if key not in known:
            known[key] = good_result_in(case, tmp_path_factory.mktemp("good"))
        return known[key]

    return find


def control(pair: str) -> HostileCase:
    """The pair as it is."""
    return next(case for case in CASES[pair] if case.name == "baseline")


def refused(case: HostileCase, folder: Path) -> None:
    root = case.build(folder / "project")
    is_refused(compare(root, case), case)
    assert not (root / "owned").exists()


def read(case: HostileCase, folder: Path, good: Any) -> None:
    agree(result_of(compare(case.build(folder / "project"), case)), good, case)


@each(TURNS, "reject")
def test_what_is_wrong_is_refused_with_its_place_and_code(
    case: HostileCase, tmp_path: Path
) -> None:
    refused(case, tmp_path)


@each(TURNS, "accept")
def test_what_is_only_unusual_gives_the_same_numbers(
    case: HostileCase, tmp_path: Path, good_result: Callable[[HostileCase], Any]
) -> None:
    read(case, tmp_path, good_result(case))


@pytest.mark.slow
@each(CHOSEN, "reject")
def test_what_is_wrong_is_refused_whatever_pair_it_is_in(case: HostileCase, tmp_path: Path) -> None:
    refused(case, tmp_path)


@pytest.mark.slow
@each(CHOSEN, "accept")
def test_what_is_only_unusual_is_read_whatever_pair_it_is_in(
    case: HostileCase, tmp_path: Path, good_result: Callable[[HostileCase], Any]
) -> None:
    read(case, tmp_path, good_result(case))


@pytest.mark.slow
def test_the_installed_command_does_all_the_same(
    tmp_path: Path, good_result: Callable[[HostileCase], Any]
) -> None:
    """Processes of their own, two at a time, of one pair: some, or all with KCLI_TESTS=spawn.

    The others run in forks, which are as good and ten times faster.
    """
    cases = next(iter(CASES.values()))
    if os.environ.get("KCLI_TESTS") != "spawn":
        cases = cases[::6]

    def run(numbered: tuple[int, HostileCase]) -> Done:
        number, case = numbered
        done = installed(case.build(tmp_path / f"c{number}"), case)
        shutil.rmtree(tmp_path / f"c{number}")
        return done

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, enumerate(cases)))
    wrong = {}
    for case, done in zip(cases, results, strict=True):
        try:
            if case.entry.expect == "reject":
                is_refused(done, case)
            else:
                agree(result_of(done), good_result(case), case)
        except AssertionError as problem:
            wrong[case.name] = str(problem)
    assert wrong == {}


def test_every_name_of_the_list_is_made_of_every_pair_and_has_an_expectation() -> None:
    listed = entries()
    names = [entry.name for entry in listed]
    assert len(names) == len(set(names)) >= LEAST
    assert set(names) == set(MAKERS)
    assert {entry.expect for entry in listed} == {"accept", "reject"}
    for entry in listed:
        assert bool(entry.code) == (entry.expect == "reject") == bool(entry.place), entry
        assert entry.place in ("", "file", "line", "cell"), entry
    for pair, cases in CASES.items():
        assert [case.name for case in cases] == names, pair
    run = Counter(case.name for _, case in TURNS)
    assert run == Counter(set(names[::2]) - HEAVY)
    count = Counter(entry.expect for entry in listed)
    print(f"{len(names)} cases, {len(CASES)} pairs: {dict(count)}")


def test_a_case_differs_from_the_good_pair_it_is_made_of() -> None:
    """But for the control; a case that changes nothing proves nothing."""
    idle = {"baseline"}
    twice = {("odd", "crlf")}  # a file that has CRLF already
    for pair, case in ALL:
        mutant = case.make(case.pair)  # not kept, for they are many
        changed = {**case.pair.files, **mutant.files} != case.pair.files
        if not changed and mutant.act is None and case.name not in idle:
            assert (pair, case.name) in twice, (pair, case.name)


def test_each_promise_of_the_documents_is_proven_by_a_case() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    section = text.partition("## What a reader of responses promises")[2].partition("\n## ")[0]
    numbers = PROMISES.findall(section)
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert len(numbers) > 10
    assert {entry.promise for entry in entries()} - {""} == set(numbers)


# -- labels on a page ------------------------------------------------------------------

WIDEST = 20
"""Characters of a label that no page breaks into lines."""


@cache
def labelled(pair: str) -> tuple[HostileCase, dict[str, str]]:
    """A project with a question for each label that has to come out, and the labels."""
    made = {case.name: case.make(case.pair).shown for case in CASES[pair]}
    labels = {name: shown for name, shown in made.items() if shown is not None}
    good = control(pair).pair.full
    sheet, items = good.sheet, dict(good.tree["items"])
    for number, text in enumerate(labels.values()):
        options = {"a": {"code": "1", "label": {"en": text}}, "b": {"code": "2", "label": "Other"}}
        name = f"label_{number}"
        items[name] = {"text": "A question", "asked_in": [good.wave], "options": options}
        sheet = sheet.with_column(name, lambda n: "12"[n % 2])
    files = {
        good.yaml_path: good.dumped({**good.tree, "items": items}).encode(),
        good.csv_path: good.stored(sheet.text()),
    }
    return HostileCase(Entry("labels", "accept", "", "", ""), good, lambda _: Mutant(files)), labels


def says(format_: str, output: str, text: str) -> bool:
    """Whether a page shows exactly this label."""
    if format_ == "jsonl":
        return any(json.loads(line).get("option_label") == text for line in output.splitlines())
    if format_ == "csv":
        rows = csv.DictReader(io.StringIO(output))
        return any(row["option_label"] in (text, f"'{text}") for row in rows)
    if format_ == "html":
        output = html.unescape(re.sub("<[^>]*>", "\n", output))
    if format_ == "markdown":
        written = re.compile(r"\\([!-/:-@\[-`{-~])|(&[a-z]+;)")
        output = written.sub(lambda found: found[1] or html.unescape(found[2]), output)
    return " ".join(text.split()) in " ".join(output.split())


@pytest.mark.parametrize("pair", CASES)
@pytest.mark.parametrize("format_", ["table", "csv", "markdown", "jsonl", "html"])
def test_every_label_comes_out_as_it_was_written(pair: str, format_: str, tmp_path: Path) -> None:
    case, labels = labelled(pair)
    assert len(labels) > 40
    records = ("--records", "estimate") if format_ == "csv" else ()
    done = compare(case.build(tmp_path), case, "-f", format_, *records)
    assert done.returncode == 0, done.stderr[:2000]
    keeps_quiet(done.stderr)
    keeps_quiet(done.stdout)
    whole = format_ in ("jsonl", "csv", "html")
    some = {n: t for n, t in labels.items() if whole or (len(t) <= WIDEST and "\n" not in t)}
    assert [name for name, text in some.items() if not says(format_, done.stdout, text)] == []


# -- what is no case of a list ---------------------------------------------------------

NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "..\\x",
    "~",
    "-",
    "%s",
    "\x1b[31m",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", ["survey", "wave", "country"])
def test_an_argument_that_is_a_path_opens_nothing(what: str, name: str, tmp_path: Path) -> None:
    case = control("small")
    root = case.build(tmp_path)
    arguments = {
        "survey": ["compare", "--", name],
        "wave": ["compare", "small", f"--wave={name}"],
        "country": ["compare", "small", f"--country={name}"],
    }[what]
    done = run_kcli(arguments, root, environment())
    assert done.returncode == 2, done
    assert done.stdout == ""
    keeps_quiet(done.stderr)
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("kcli: ")


_GROWS = """
import itertools, sys
with open(sys.argv[1], "a", encoding="utf-8", newline="") as stream:
    for n in itertools.count():
        for part in (f"new-{n},K", "R,1,1", ",1,\\n"):
            stream.write(part)
            stream.flush()
"""


def test_a_file_that_grows_is_read_as_far_as_it_went_or_refused(tmp_path: Path) -> None:
    case = control("small")
    root = case.build(tmp_path)
    good = {r["item"]: r for r in result_of(compare(root, case)) if r.get("country") == "KR"}
    writer = subprocess.Popen([sys.executable, "-c", _GROWS, root / case.pair.csv_path])
    try:
        outcomes = [compare(root, case) for _ in range(3)]
    finally:
        writer.kill()
        writer.wait()
    for done in outcomes:
        if done.returncode:
            assert done.returncode == 2, done.stderr[:2000]
            keeps_quiet(done.stderr)
            assert all(FAULT.fullmatch(line) for line in done.stderr.splitlines())
            continue
        for record in result_of(done):
            if record["type"] == "estimate" and record["country"] == "KR":
                assert record["n_base"] >= (good[record["item"]].get("n_base") or 0)
