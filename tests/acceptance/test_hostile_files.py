"""Whatever is wrong with a file: told of by its line, or read right; never a wrong number."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pytest
from acceptance.hostile.cells import Cell, table
from acceptance.hostile.clashes import Clash
from acceptance.hostile.command import afresh, kcli
from acceptance.hostile.good import FINDINGS, SECRET, Case, Change, build, place, put, swap
from acceptance.hostile.labels import ITEM_LINE, SURVEY, Label, gallery
from acceptance.hostile.mutations import CASES, CELLS, CLASHES, LABELS
from markdown_it import MarkdownIt
from rich.cells import cell_len

from kcli.errors import MOST_TOLD

pytestmark = pytest.mark.slow

WIDE = 400
FAULT = re.compile(r"(?:questionnaires|datasets)\b.*?(?::\d+){0,2}: [a-z][a-z-]*: \S.*")
MORE = re.compile(r"kcli: and [0-9]+ more; kcli check lists the faults of a project")
ITEMS = ("trust", "visit", "stance")
WORDS = ("option_label", "text")
FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def numbers(output: str) -> list[dict[str, Any]]:
    """The records of the good project's items, without the words in them."""
    records = json.loads(output)["records"]
    return [
        {key: value for key, value in record.items() if key not in WORDS}
        for record in records
        if record["item"] in ITEMS
    ]


@cache
def good_output() -> str:
    """What the good project says."""
    with TemporaryDirectory() as folder:
        done = kcli(build(Path(folder)), "compare", "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def is_refused(
    done: subprocess.CompletedProcess[str], code: str | None, at: str | None, *says: str
) -> str:
    """The line about the fault, of a project that was refused as it should be."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    keeps_quiet(done.stderr)
    lines = done.stderr.splitlines()
    assert lines
    if len(lines) > MOST_TOLD and MORE.fullmatch(lines[-1]):
        lines.pop()
    assert [line for line in lines if not FAULT.fullmatch(line)] == []
    found = [line for line in lines if _is_about(line, code, at)]
    found = [line for line in found if all(words in line for words in says)]
    assert found, f"no line begins {at}: {code}: and says {says}:\n{done.stderr[:4000]}"
    return found[0]


def _is_about(line: str, code: str | None, at: str | None) -> bool:
    rest = ".*?" if not at or at.endswith("/") else r"(?::\d+)*"
    return re.match(rf"{re.escape(at or '')}{rest}: {code or '[a-z-]+'}: ", line) is not None


def keeps_quiet(text: str) -> None:
    """Nothing that a terminal obeys, nothing of another file, nothing of Python's."""
    assert "Traceback" not in text
    assert "internal error" not in text
    assert SECRET not in text
    assert "root:" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def cases(*expected: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case.expect in expected]
    return pytest.mark.parametrize("case", chosen, ids=lambda case: case.name)


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in (*CASES, *LABELS)]
    assert sorted(names) == sorted(set(names))


def test_the_command_started_afresh_says_the_same(tmp_path: Path) -> None:
    good, bad = build(tmp_path / "good"), build(tmp_path / "bad", put(FINDINGS, "id\n"))
    assert afresh(good, "compare", "-f", "json").stdout == good_output()
    one, other = (start(bad, "compare") for start in (afresh, kcli))
    assert (one.returncode, one.stdout, one.stderr) == (2, "", other.stderr)


def test_namibia_is_a_country_and_none_is_an_answer() -> None:
    records = [r for r in json.loads(good_output())["records"] if r["type"] == "estimate"]
    share = {(r["country"], r["item"], r["option"]): r["share"] for r in records}
    assert {country for country, _, _ in share} == {"KR", "NA", "JP"}
    assert share["NA", "trust", "lot"] == 0.62
    assert share["NA", "trust", "dk"] == 0.05
    assert ("JP", "trust", "none") in share


@cases("reject")
def test_what_is_wrong_is_refused_with_its_place_and_code(case: Case, tmp_path: Path) -> None:
    root = build(tmp_path / "project", case.change)
    done = kcli(root, "compare", "-f", "json")
    is_refused(done, case.code, case.at, *case.says)
    for at, code in case.more:
        is_refused(done, code, at)
    assert not (root / "owned").exists()


@cases("accept")
def test_what_is_only_unusual_gives_the_same_numbers(case: Case, tmp_path: Path) -> None:
    done = kcli(build(tmp_path / "project", case.change), "compare", "-f", "json")
    has_the_same_numbers(done, case)


@cases("either")
def test_what_may_be_read_is_read_right_or_refused(case: Case, tmp_path: Path) -> None:
    done = kcli(build(tmp_path / "project", case.change), "compare", "-f", "json")
    if done.returncode:
        is_refused(done, case.code, case.at)
    else:
        has_the_same_numbers(done, case)


def has_the_same_numbers(done: subprocess.CompletedProcess[str], case: Case) -> None:
    """As the good project has, once what was renamed has its name again."""
    assert done.returncode == 0, done.stderr[:4000]
    keeps_quiet(done.stdout)
    keeps_quiet(done.stderr)
    output = done.stdout
    for now, before in case.undo:
        assert now in output
        output = output.replace(now, before)
    by_key = sorted(map(json.dumps, numbers(output)))
    assert by_key == sorted(map(json.dumps, numbers(good_output())))


# -- single cells ----------------------------------------------------------------------


@cache
def cells_output() -> tuple[subprocess.CompletedProcess[str], Mapping[str, tuple[int, int]]]:
    """One file with every bad cell in it: kcli says all its faults at once."""
    text, places = table()
    with TemporaryDirectory() as folder:
        root = build(Path(folder), put(FINDINGS, text))
        return kcli(root, "compare", "-f", "json"), places


@pytest.mark.parametrize("bad", CELLS, ids=lambda bad: bad.name)
def test_a_bad_cell_is_refused_with_its_line_column_and_text(bad: Cell) -> None:
    done, places = cells_output()
    line, column = places[bad.name]
    told = is_refused(done, bad.code, f"{FINDINGS}:{line}")
    assert told.startswith(f"{FINDINGS}:{line}:{column}: ")
    if bad.code in ("bad-value", "unknown-value") and bad.text:
        assert repr(bad.text) in told


def test_only_the_bad_cells_are_refused() -> None:
    done, places = cells_output()
    told = {int(line.split(":")[1]) for line in done.stderr.splitlines()}
    assert told == {line for line, _ in places.values()}


@pytest.mark.parametrize("name", ["option", "item", "source", "wave", "country", "predicate"])
def test_a_name_of_a_megabyte_is_not_printed(name: str, tmp_path: Path) -> None:
    row = "T6,2024,KR,,visit,for,,share,58%,,,report,"
    good = {
        "option": "for",
        "item": "visit",
        "source": "report",
        "wave": "2024",
        "country": "KR",
        "predicate": "share",
    }[name]
    change = swap(FINDINGS, (row, row.replace(good, "x" * 900_000)))
    done = kcli(build(tmp_path, change), "compare")
    assert len(is_refused(done, None, place(FINDINGS, "T6,"))) < 1000


# -- contradictions --------------------------------------------------------------------


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.name)
def test_facts_that_contradict_each_other_are_named_and_give_no_number(
    clash: Clash, tmp_path: Path
) -> None:
    root = build(tmp_path, clash.change)
    done = kcli(root, "compare", "-f", "json")
    assert done.returncode == 0, done.stderr
    keeps_quiet(done.stderr)
    result = json.loads(done.stdout)
    notes = [note["text"] for note in result["notes"] if note["code"] == "facts-clash"]
    named = {int(n) for text in notes for n in re.findall(rf"{re.escape(FINDINGS)}:(\d+)", text)}
    assert named == set(clash.lines), notes
    assert [text for text in notes if text not in done.stderr] == []
    for record in result["records"]:
        if record["item"] == clash.item and record["country"] in clash.countries:
            assert "contradictory" in record["flags"], record
            known = [record[key] for key in ("share", "low", "high", "bound_low", "bound_high")]
            assert known == [None] * 5
            if record["type"] == "label":
                assert record["label_sample"] is None
    others = [r for r in numbers(done.stdout) if not _touches(clash, r)]
    assert others == [r for r in numbers(good_output()) if not _touches(clash, r)]


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("what", ["pulse", "pulse.trust", "trust"])
def test_a_contradiction_is_told_however_one_asks(what: str, format_: str, tmp_path: Path) -> None:
    clash = next(clash for clash in CLASHES if clash.name == "two-shares")
    done = kcli(build(tmp_path, clash.change), "compare", what, "-f", format_)
    assert done.returncode == 0
    for line in clash.lines:
        assert f"{FINDINGS}:{line}" in done.stderr
    if format_ in ("table", "markdown"):
        assert "facts clash" in done.stdout


def _touches(clash: Clash, record: Mapping[str, Any]) -> bool:
    return record["item"] == clash.item and record["country"] in clash.countries


# -- labels ----------------------------------------------------------------------------

PAGES: dict[str, tuple[str, ...]] = {
    "compare": ("compare", SURVEY),
    "list": ("list", SURVEY),
    "show": ("show", f"{SURVEY}.quoted"),
}
RECORDS = {"compare": "estimate", "list": "item", "show": "finding"}
FORMATS = ("table", "json", "jsonl", "csv", "markdown")


def page(
    change: Change, name: str, format_: str, width: int = WIDE
) -> subprocess.CompletedProcess[str]:
    chosen = ("--records", RECORDS[name]) if format_ == "csv" else ()
    with TemporaryDirectory() as folder:
        root = build(Path(folder), change)
        return kcli(root, *PAGES[name], "-f", format_, *chosen, COLUMNS=str(width))


SAFE = [label for label in LABELS if label.expect == "accept"]


@cache
def safe_page(name: str, format_: str) -> subprocess.CompletedProcess[str]:
    """All the labels that have to come out, on one page."""
    return page(gallery(SAFE), name, format_)


def says(format_: str, output: str, text: str) -> bool:
    """Whether an output says exactly this text, or what looks the same: its composed form."""
    return any(_says(format_, output, form) for form in {text, normalize("NFC", text)})


def _says(format_: str, output: str, text: str) -> bool:
    """As a JSON value, as a cell, as a piece of a page."""
    if format_ in ("json", "jsonl"):
        documents = output.splitlines() if format_ == "jsonl" else [output]
        return any(
            text == value for document in documents for value in values(json.loads(document))
        )
    if format_ == "csv":
        guarded = f"'{text}" if text.startswith(FORMULA) else text
        return any(guarded in row for row in csv.reader(io.StringIO(output)))
    words = " ".join(text.split())
    if format_ == "markdown":
        return any(_says_in_full(piece, words) for piece in shown_by_markdown(output))
    return words in " ".join(output.split())


def _says_in_full(piece: str, words: str) -> bool:
    return " ".join(piece.split()).strip("“” ").removesuffix("(wire)").rstrip("“” ") == words


def values(thing: Any) -> Iterator[str]:
    """Every text in a JSON document, but no key."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list | dict):
        for inner in thing.values() if isinstance(thing, dict) else thing:
            yield from values(inner)


def shown_by_markdown(output: str) -> Iterator[str]:
    """Each line of each cell and paragraph, as a reader of the rendered page sees it."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for block in parser.parse(output):
        if block.type != "inline":
            continue
        shown = ""
        for token in block.children or []:
            if token.type == "text":
                shown += token.content
            elif token.type == "softbreak" or token.content == "<br>":
                shown += "\n"
            elif token.type not in ("strong_open", "strong_close"):
                shown += f"<{token.type}>"
        yield from shown.split("\n")


def comes_out(label: Label, name: str, format_: str) -> None:
    done = safe_page(name, format_)
    if done.returncode:
        done = page(gallery([label]), name, format_)
    assert done.returncode == 0, done.stderr
    keeps_quiet(done.stdout)
    assert says(format_, done.stdout, label.text), done.stdout[:4000]


safe_labels = pytest.mark.parametrize("label", SAFE, ids=lambda label: label.name)
formats = pytest.mark.parametrize("format_", FORMATS)


@safe_labels
@formats
def test_a_label_beside_numbers_comes_out_as_it_was_written(format_: str, label: Label) -> None:
    comes_out(label, "compare", format_)


@safe_labels
@formats
def test_a_question_in_a_list_comes_out_as_it_was_written(format_: str, label: Label) -> None:
    comes_out(label, "list", format_)


@safe_labels
@formats
def test_a_quotation_comes_out_as_it_was_written(format_: str, label: Label) -> None:
    comes_out(label, "show", format_)


@safe_labels
def test_a_label_moves_no_column(label: Label) -> None:
    lines = normalize("NFC", safe_page("compare", "table").stdout).splitlines()
    header = next(line for line in lines if "Namibia" in line and "South Korea" in line)
    text = normalize("NFC", label.text.strip())
    rows = [line for line in lines if " ".join(line.split()).startswith(f"{text} ")]
    assert rows
    for country in ("Namibia", "South Korea"):
        column = cell_len(header[: header.index(country)])
        assert all(stands_at(row, column, text) for row in rows), (header, rows)


def stands_at(row: str, column: int, text: str) -> bool:
    """Whether a text begins in this column of a terminal."""
    return any(cell_len(row[:i]) == column and row[i:].startswith(text) for i in range(len(row)))


@safe_labels
def test_a_label_has_the_numbers_of_any_other(label: Label) -> None:
    records = json.loads(safe_page("compare", "json").stdout)["records"]
    item = f"i{SAFE.index(label)}"
    found = [r for r in records if r["item"] == item and r["type"] == "estimate"]
    assert [r["share"] for r in found if r["option"] == "a"] == [0.6, 0.6]
    assert [r["bound_low"] for r in found if r["option"] == "b"] == [0.395, 0.395]


def test_a_bold_label_is_the_only_style_in_colour() -> None:
    with TemporaryDirectory() as folder:
        root = build(Path(folder), gallery(SAFE))
        done = kcli(root, "compare", SURVEY, FORCE_COLOR="1", NO_COLOR="", COLUMNS=str(WIDE))
    assert set(re.findall(r"\x1b[^m]*m", done.stdout)) == {
        "\x1b[1m",
        "\x1b[2m",
        "\x1b[1;2m",
        "\x1b[0m",
    }
    assert "\x1b]8" not in done.stdout


other_labels = pytest.mark.parametrize(
    "label", [x for x in LABELS if x.expect == "either"], ids=lambda label: label.name
)


@other_labels
def test_a_label_with_odd_space_comes_out_or_is_refused(label: Label) -> None:
    done = page(gallery([label]), "compare", "json")
    if done.returncode:
        is_refused(done, label.code, f"questionnaires/{SURVEY}.yaml:{ITEM_LINE}")
        return
    keeps_quiet(done.stdout)
    assert says("json", done.stdout, label.text)
    for format_ in ("table", "csv", "markdown"):
        done = page(gallery([label]), "compare", format_, width=max(WIDE, 4 * len(label.text)))
        assert done.returncode == 0, done.stderr
        keeps_quiet(done.stdout)
        assert says(format_, done.stdout, label.text), done.stdout[:4000]


@pytest.mark.parametrize(
    "label", [x for x in LABELS if x.expect == "reject"], ids=lambda label: label.name
)
def test_a_label_that_a_terminal_would_obey_is_refused(label: Label) -> None:
    done = page(gallery([label]), "compare", "json")
    is_refused(done, label.code, f"questionnaires/{SURVEY}.yaml:{ITEM_LINE}")
