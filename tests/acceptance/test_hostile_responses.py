"""Whatever is wrong with respondents: told of by its line, or read right; never a wrong number."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from acceptance.hostile.good import SECRET, Case, Change
from acceptance.responses_hostile import answers, files
from acceptance.responses_hostile.answers import CELLS, LONELY, NUMBERS, SIMPLE, TINY, Cell
from acceptance.responses_hostile.command import kcli
from acceptance.responses_hostile.good import (
    COLUMNS,
    QUESTIONNAIRE,
    RESPONSES,
    TEXT,
    at,
    build,
    cells,
    column,
    put,
    rows,
    swap,
    written,
)
from acceptance.responses_hostile.plainly import ITEMS, Share, shares

pytestmark = pytest.mark.slow

CASES = (*files.CASES, *answers.CASES)
FAULT = re.compile(r"(?:questionnaires|datasets)/\S+?(?::\d+){0,2}: [a-z][a-z-]*: \S.*")
ROWS_OF_CELLS = 15


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What was printed, which holds no number that JSON has not."""
    assert done.returncode == 0, done.stderr[:4000]
    keeps_quiet(done.stdout)
    keeps_quiet(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout, parse_constant=_refuse)["records"]
    return found


def _refuse(name: str) -> NoReturn:
    raise AssertionError(f"{name} is not JSON")


def keeps_quiet(text: str) -> None:
    """Nothing that a terminal obeys, nothing of another file, nothing of Python's."""
    assert "Traceback" not in text
    assert "internal error" not in text
    assert "Warning: " not in text
    assert SECRET not in text
    assert "root:" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def is_refused(
    done: subprocess.CompletedProcess[str], code: str | None, place: str | None, *says: str
) -> str:
    """The line about the fault, of a project that was refused as it should be."""
    assert done.returncode == 2, (done.returncode, done.stderr[:4000])
    assert done.stdout == ""
    keeps_quiet(done.stderr)
    lines = done.stderr.splitlines()
    assert lines
    assert [line for line in lines if not FAULT.fullmatch(line)] == []
    start = re.compile(rf"{re.escape(place or '')}(?::\d+)*: {code or '[a-z-]+'}: ")
    found = [line for line in lines if start.match(line) and all(words in line for words in says)]
    assert found, f"no line begins {place}: {code}: and says {says}:\n{done.stderr[:4000]}"
    return found[0]


def compare(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return kcli(root, "compare", "voices", "-f", "json", *more)


def rounded(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Records as text, to nine digits, in an order of their own."""
    short = [
        {k: float(f"{v:.9g}") if isinstance(v, float) else v for k, v in record.items()}
        for record in found
    ]
    return sorted(json.dumps(record) for record in short)


@cache
def good() -> list[str]:
    """What the good project says."""
    with TemporaryDirectory() as folder:
        done = compare(build(Path(folder)))
    assert done.stderr == ""
    return rounded(records(done))


def cases(*expected: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case.expect in expected]
    return pytest.mark.parametrize("case", chosen, ids=lambda case: case.name)


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in (*CASES, *CELLS)]
    names += [name for table in (SIMPLE, TINY, LONELY) for name in table]
    assert sorted(names) == sorted(set(names))


@cases("reject")
def test_what_is_wrong_is_refused_with_its_place_and_code(case: Case, tmp_path: Path) -> None:
    done = compare(build(tmp_path / "project", case.change))
    is_refused(done, case.code, case.at, *case.says)
    for place, code in case.more:
        is_refused(done, code, place)


@cases("accept")
def test_what_is_only_unusual_gives_the_same_numbers(case: Case, tmp_path: Path) -> None:
    assert rounded(records(compare(build(tmp_path / "project", case.change)))) == good()


@cases("either")
def test_what_may_be_read_is_read_right_or_refused(case: Case, tmp_path: Path) -> None:
    done = compare(build(tmp_path / "project", case.change))
    if done.returncode:
        is_refused(done, case.code, case.at)
    else:
        assert rounded(records(done)) == good()


# -- single cells ----------------------------------------------------------------------


def together() -> dict[tuple[str, int], list[Cell]]:
    """The bad cells of each column, so many in a file."""
    groups: dict[tuple[str, int], list[Cell]] = {}
    for bad in CELLS:
        before = [other for other in CELLS[: CELLS.index(bad)] if other.column == bad.column]
        groups.setdefault((bad.column, len(before) // ROWS_OF_CELLS), []).append(bad)
    return groups


GROUPS = together()


@cache
def told(group: tuple[str, int]) -> tuple[subprocess.CompletedProcess[str], Mapping[str, str]]:
    """A file with some of the bad cells, a row to each: kcli says all its faults at once."""
    texts, places, lower = {}, {}, 0
    for line, bad in enumerate(GROUPS[group], 10):
        texts[line] = bad.text
        places[bad.name] = at(line, bad.column).replace(f":{line}:", f":{line + lower}:")
        lower += bad.text.count("\n")
    with TemporaryDirectory() as folder:
        return compare(build(Path(folder), cells(group[0], texts))), places


@pytest.mark.parametrize("bad", CELLS, ids=lambda bad: bad.name)
def test_a_bad_cell_is_refused_with_its_line_column_and_text(bad: Cell) -> None:
    done, places = told(next(group for group, some in GROUPS.items() if bad in some))
    line = is_refused(done, bad.code, places[bad.name])
    assert line.startswith(f"{places[bad.name]}: ")
    if bad.shown.strip() and len(bad.shown) < 50:
        assert repr(bad.shown) in line


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0]}-{group[1]}")
def test_only_the_bad_cells_are_refused(group: tuple[str, int]) -> None:
    done, places = told(group)
    found = {":".join(line.split(":")[:2]) for line in done.stderr.splitlines()}
    assert found == {place.rpartition(":")[0] for place in places.values()}


@pytest.mark.parametrize("name", ["id", "country", "weight", "stratum", "view", "topics"])
def test_a_cell_of_a_megabyte_is_not_printed(name: str, tmp_path: Path) -> None:
    change = cells(name, {5: "x" * 900_000, 6: "x" * 900_000})
    done = compare(build(tmp_path, change))
    keeps_quiet(done.stderr)
    assert done.returncode in (0, 2)
    assert max(map(len, done.stderr.splitlines()), default=0) < 1000


# -- many faults -----------------------------------------------------------------------

MANY: dict[str, tuple[Change, int]] = {
    "bad-weight": (column("weight", lambda _: "x"), 72),
    "empty-id": (column("id", lambda _: ""), 72),
    "duplicate-id": (column("id", lambda _: "one"), 71),
    "empty-design": (column("psu", lambda _: ""), 72),
    "ragged-row": (column("remark", lambda _: "a,b"), 72),
    "unknown-country": (rows(lambda row, line: {**row, "country": f"X{line}"}), 72),
    "unknown-code": (rows(lambda row, line: {**row, "view": f"{line}00"}), 72),
}


@pytest.mark.parametrize("code", MANY)
def test_of_many_faults_the_first_are_shown_and_the_rest_counted(code: str, tmp_path: Path) -> None:
    change, count = MANY[code]
    done = compare(build(tmp_path, change))
    is_refused(done, code, RESPONSES)
    lines = [line for line in done.stderr.splitlines() if f": {code}: " in line]
    more = [int(n) for line in lines for n in re.findall(r"and (\d+) more", line)]
    assert len(lines) < 30
    assert sum(more) + len(lines) - len(more) == count
    assert len(more) == 1
    assert re.search(r"and \d+ more", lines[-1]), lines[-1]
    numbers = [int(line.split(":")[1]) for line in lines[:-1]]
    assert numbers == sorted(numbers)
    assert numbers[0] in (2, 3)


# -- numbers ---------------------------------------------------------------------------


def agree(
    found: Sequence[Mapping[str, Any]], expected: Mapping[tuple[str, str, str], Share]
) -> None:
    """Each estimate is what a loop over the rows finds."""
    by_key = {(r["country"], r["item"], r["option"]): r for r in found if r["type"] == "estimate"}
    measured = {key for key, r in by_key.items() if r["evidence"] == "measured"}
    assert measured == set(expected)
    for key, share in expected.items():
        record = by_key[key]
        counts = [record[name] for name in ("n_base", "n_option", "n_not_asked", "n_not_stated")]
        assert counts == [*share[2:6]], key
        assert (record["share"] is None) == (share.share is None), (key, record)
        if share.share is None or share.se is None:
            assert "empty_base" in record["flags"]
            continue
        assert record["share"] == pytest.approx(share.share, rel=1e-9, abs=1e-12), key
        assert record["se"] == pytest.approx(share.se, rel=1e-6, abs=1e-9), key
        assert record["dof"] == share.dof, key
        if record["low"] is not None:
            assert 0 <= record["low"] <= record["share"] + 1e-9
            assert record["share"] - 1e-9 <= record["high"] <= 1


@pytest.mark.parametrize("base", ["all", "substantive"])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_are_those_of_a_loop_over_the_rows(
    name: str, base: str, tmp_path: Path
) -> None:
    root = build(tmp_path, NUMBERS[name])
    done = compare(root, "--base", base)
    if name == "weight-zero" and done.returncode:
        is_refused(done, "bad-weight", at(9, "weight"))
        return
    agree(records(done), dict(shares(written(root), substantive=base == "substantive")))


@pytest.mark.parametrize("name", SIMPLE)
def test_respondents_as_units_have_their_numbers_too(name: str, tmp_path: Path) -> None:
    root = build(tmp_path, SIMPLE[name])
    table = [{**row, "psu": str(n)} for n, row in enumerate(written(root))]
    found = records(compare(root))
    expected = dict(shares(table))
    agree(found, expected)


@pytest.mark.parametrize("name", TINY)
def test_weights_beyond_a_double_are_refused_or_right(name: str, tmp_path: Path) -> None:
    root = build(tmp_path, TINY[name])
    done = compare(root)
    if done.returncode:
        is_refused(done, "bad-weight", RESPONSES)
    else:
        agree(records(done), dict(shares(written(root))))


SHOWN = {name: change for name, change in NUMBERS.items() if "nobody" in name or "NA" in name}


@pytest.mark.parametrize("name", [*SHOWN, *SIMPLE, *TINY])
@pytest.mark.parametrize("command", ["label", "topline"])
def test_a_page_shows_no_number_that_is_none(command: str, name: str, tmp_path: Path) -> None:
    root = build(tmp_path, (NUMBERS | SIMPLE | TINY)[name])
    done = kcli(root, command, "voices.why", COLUMNS="200")
    assert done.returncode in (0, 2), done.stderr
    keeps_quiet(done.stdout)
    keeps_quiet(done.stderr)
    assert not re.search(r"\b(?:nan|inf|-0\.0|None)\b", done.stdout), done.stdout


def test_nothing_is_compared_with_itself() -> None:
    """The good project has every kind of row, or the cases above would say little."""
    found = [json.loads(text) for text in good()]
    assert {r["country"] for r in found} == {"KR", "NA", "JP"}
    assert {r["item"] for r in found} == set(ITEMS)
    estimates = [r for r in found if r["type"] == "estimate"]
    assert len({r["share"] for r in estimates}) == len(estimates)
    assert any(r["n_not_asked"] for r in estimates)
    assert any(r["n_not_stated"] for r in estimates)
    assert {r["option"] for r in estimates if r["n_option"]} == {r["option"] for r in estimates}
    assert len(COLUMNS) == 13


@pytest.mark.parametrize("name", LONELY)
def test_a_stratum_with_one_unit_is_one_line(name: str, tmp_path: Path) -> None:
    done = compare(build(tmp_path, LONELY[name]))
    is_refused(done, "lonely-psu", RESPONSES)
    assert done.stderr.count("\n") == 1


def test_a_packed_file_is_called_by_its_name(tmp_path: Path) -> None:
    done = compare(build(tmp_path, answers.PACK_LONELY))
    is_refused(done, "lonely-psu", f"{RESPONSES}.gz")


# -- the rest of the project -----------------------------------------------------------


def test_respondents_of_a_wave_that_is_none_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    done = compare(build(tmp_path, put("datasets/voices/2042.responses.csv", TEXT)))
    keeps_quiet(done.stderr)
    assert "2042.responses.csv" in done.stderr


def test_no_file_at_all_gives_no_number(tmp_path: Path) -> None:
    done = compare(build(tmp_path, lambda root: (root / RESPONSES).unlink()))
    assert [r["share"] for r in records(done) if r.get("share") is not None] == []


def test_the_order_of_the_items_changes_nothing(tmp_path: Path) -> None:
    """A filtered item may stand before the one that filters it."""

    def turned(root: Path) -> None:
        path = root / QUESTIONNAIRE
        head, _, body = path.read_text("utf-8").partition("items:\n")
        items = re.split(r"(?m)^(?=  \w)", body)
        path.write_text(f"{head}items:\n{''.join(reversed(items))}", "utf-8", newline="")

    assert rounded(records(compare(build(tmp_path, turned)))) == good()


def test_one_item_alone_has_the_same_numbers(tmp_path: Path) -> None:
    root = build(tmp_path)
    done = kcli(root, "compare", "voices.why", "-f", "json")
    wanted = dict(shares(written(root)))
    found = [r for r in records(done) if r["type"] == "estimate"]
    agree(found, {key: share for key, share in wanted.items() if key[1] == "why"})


@pytest.mark.parametrize("packed", [False, True])
def test_the_hash_of_the_file_is_that_of_its_bytes(packed: bool, tmp_path: Path) -> None:
    from hashlib import sha256

    case = next(case for case in CASES if case.name == ("gzip" if packed else "baseline"))
    root = build(tmp_path, case.change)
    name = f"{RESPONSES}.gz" if packed else RESPONSES
    listed = {i["path"]: i["sha256"] for i in json.loads(compare(root).stdout)["inputs"]}
    assert listed[name] == sha256((root / name).read_bytes()).hexdigest()


def test_published_only_leaves_the_respondents_unread(tmp_path: Path) -> None:
    done = compare(build(tmp_path, put(RESPONSES, b"\xff\xfe")), "--evidence", "published")
    assert [r["share"] for r in records(done) if r.get("share") is not None] == []


def test_an_item_that_was_not_asked_for_may_still_be_refused(tmp_path: Path) -> None:
    root = build(tmp_path, cells("heard", {5: "7"}))
    done = kcli(root, "compare", "voices.view", "-f", "json")
    if done.returncode:
        is_refused(done, "unknown-code", at(5, "heard"))
    else:
        wanted = [text for text in good() if '"item": "view"' in text]
        without_letters = {json.dumps(json.loads(t) | {"letters": None}) for t in wanted}
        found = [r | {"letters": None} for r in records(done) if r["type"] != "pair"]
        assert set(rounded(found)) == without_letters


def test_a_filter_on_an_unread_item_is_read(tmp_path: Path) -> None:
    root = build(tmp_path, cells("heard", {5: "7"}))
    done = kcli(root, "compare", "voices.why", "-f", "json")
    is_refused(done, "unknown-code", at(5, "heard"))


def test_a_code_of_the_questionnaire_may_be_no_number(tmp_path: Path) -> None:
    """Codes NA, 01 and 1.0 are what they are: nothing is missing, nothing is a number."""
    codes = {"1": "NA", "2": "01", "3": "1.0"}
    change = swap(
        QUESTIONNAIRE,
        *(
            (f"{name}: {{code: {old}", f"{name}: {{code: {codes[old]}")
            for name, old in (("good", "1"), ("mixed", "2"), ("bad", "3"))
        ),
    )
    root = build(tmp_path, change, column("view", lambda code: codes.get(code, code)))
    assert rounded(records(compare(root))) == good()
