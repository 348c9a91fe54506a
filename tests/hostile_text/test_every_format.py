"""Whatever a file says comes out of every command, in every format, as the text that it is."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hostile_text import reading
from hostile_text.nasty import build
from hostile_text.reading import squeezed
from hostile_text.results import QUICK, SLOW, result_of
from hypertext import check_document
from rich.cells import cell_len

from kcli.model.records import Result
from kcli.render import Settings, render
from kcli.render.html.texts import visible
from kcli.render.xlsx.texts import clean

CASES = [pytest.param(command, texts, id=command) for command, texts in QUICK.items()]
CASES += [
    pytest.param(command, texts, id=command, marks=pytest.mark.slow)
    for command, texts in SLOW.items()
]
every_command = pytest.mark.parametrize(("command", "texts"), CASES)
WIDE = 4000


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("nasty"))


def text_of(result: Result, name: str, **settings: Any) -> str:
    text = render(result, name, Settings(**settings))
    assert isinstance(text, str)
    return text


def lacking(texts: tuple[str, ...], told: str) -> list[str]:
    """Those of the texts that an output does not have in it."""
    return [text for text in texts if squeezed(text) not in told]


@every_command
def test_json_has_every_text_and_a_line_of_it_is_a_line_to_everyone(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    result = result_of(nasty, command)
    document = text_of(result, "json")
    reading.keeps_still(document)
    whole = reading.loaded(document)
    told = [value for value in reading.leaves(whole) if isinstance(value, str)]
    assert [text for text in texts if not any(text in value for value in told)] == []
    lines = text_of(result, "jsonl").splitlines()  # at whatever Python takes for the end of one
    first, *records = map(reading.loaded, lines)
    assert records == whole.pop("records")
    assert first == {"type": "result", **whole}


@every_command
def test_csv_has_the_values_of_the_json_and_no_cell_is_a_formula(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    result = result_of(nasty, command)
    kinds = {record.type for record in result.records}
    for kind in kinds:
        document = text_of(result, "csv", records=kind)
        reading.keeps_still(document.replace("\t", " "))
        rows = reading.rows_of(document)
        wanted = result.rows(kind)
        assert [list(row) for row in rows] == [list(row) for row in wanted]
        for row, record in zip(rows, wanted, strict=True):
            for key, value in record.items():
                assert says(row[key], value), (key, row[key], value)


def says(cell: str, value: Any) -> bool:
    """Whether a cell is a value, but for apostrophes before what might be a formula."""
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, int | float):
        return float(cell) == value
    text = ";".join(value) if isinstance(value, tuple) else value
    return re.sub(r"(^|[\n;])'", r"\1", cell) == re.sub(r"(^|[\n;])'", r"\1", text)


@every_command
def test_markdown_shows_every_text_and_no_markup_but_its_own(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    document = text_of(result_of(nasty, command), "markdown")
    reading.keeps_still(document.replace("\t", " "))
    pieces = map(squeezed, reading.markdown_pieces(document))
    assert lacking(texts, "\n".join(pieces)) == []


@every_command
def test_html_shows_every_text_and_has_no_element_but_its_own(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    html = check_document(text_of(result_of(nasty, command), "html"))
    assert lacking(tuple(map(visible, texts)), squeezed(html.text)) == []


@pytest.mark.slow
@every_command
def test_a_workbook_has_every_text_and_no_formula(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    book = render(result_of(nasty, command), "xlsx", Settings())
    assert isinstance(book, bytes)
    told = "\n".join(map(squeezed, reading.book_of(book)))
    assert lacking(tuple(map(clean, texts)), told) == []


@every_command
def test_a_terminal_shows_every_text_and_obeys_none(
    command: str, texts: tuple[str, ...], nasty: Path
) -> None:
    result = result_of(nasty, command)
    wide = text_of(result, "table", width=WIDE)
    reading.keeps_still(wide)
    assert lacking(texts, squeezed(wide)) == []
    for width in (80, 120):
        narrow = text_of(result, "table", width=width)
        reading.keeps_still(narrow)
        reading.fits(narrow, width)
        stays_in_columns(narrow)


def stays_in_columns(page: str) -> None:
    """No row of a table is wider than the rule below its head."""
    rule = 0
    for line in page.split("\n"):
        if re.fullmatch(" *─+", line):
            rule = cell_len(line)
        elif not line:
            rule = 0
        assert not rule or cell_len(line) <= rule, line


@pytest.mark.parametrize("command", ["show nasty", "show nasty.q", "topline nasty.q"])
def test_in_colour_the_styles_are_those_of_kcli(command: str, nasty: Path) -> None:
    page = text_of(result_of(nasty, command), "table", colour=True)
    assert set(reading.STYLES.findall(page)) <= {
        "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[3m", "\x1b[1;2m"
    }  # fmt: skip
    reading.keeps_still(reading.STYLES.sub("", page))


@pytest.mark.parametrize(
    "command",
    [
        "verify nasty",
        "diff nasty@2019 nasty@2020",
        pytest.param("check", marks=pytest.mark.slow),
    ],
)
def test_an_annotation_is_one_line_with_one_command(command: str, nasty: Path) -> None:
    result = result_of(nasty, command)
    lines = text_of(result, "github").split("\n")
    assert lines.pop() == ""
    assert lines
    form = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*,)*\w+=[^,:\r\n]*)::([^\r\n]*)")
    told = [form.fullmatch(line) for line in lines]
    assert None not in told
    texts = {unescaped(found[3]) for found in told if found}
    names = {"message", "text"}
    known = {getattr(record, name, "") for record in result.records for name in names}
    assert all(any(text.startswith(word) for word in known if word) for text in texts)


def unescaped(text: str) -> str:
    for sign, code in (("\n", "%0A"), ("\r", "%0D"), (",", "%2C"), (":", "%3A"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


@pytest.mark.slow
def test_a_scanner_reads_the_message_as_it_is(nasty: Path) -> None:
    result = result_of(nasty, "check")
    run = reading.loaded(text_of(result, "sarif"))["runs"][0]
    told = [found["message"]["text"] for found in run["results"]]
    assert len(told) == len(result.records) > 80
    assert all(text.startswith(r.message) for text, r in zip(told, result.records, strict=True))


@pytest.mark.parametrize("text", ["-1+1", "  =1", "\u200b=1", "a;=1", "a\n@SUM(1)", "\t1", "＝1"])
def test_an_apostrophe_stands_wherever_a_spreadsheet_may_begin_a_formula(
    text: str, nasty: Path
) -> None:
    from kcli.render.csv import _cell

    guarded = _cell(text)
    assert guarded.count("'") == 1
    assert guarded.replace("'", "") == text
    assert not reading.LIVE.search(guarded)


@pytest.mark.parametrize("text", ["a-b", "1;2", "a = b", "x\ny", "'tis", "−9.9", -0.5, 1e-9, None])
def test_what_is_no_formula_is_left_as_it_is(text: Any) -> None:
    from kcli.render.csv import _cell

    assert _cell(text) == text


def test_cells_are_read_back_by_the_reader_of_the_standard_library(nasty: Path) -> None:
    document = text_of(result_of(nasty, "show nasty.q"), "csv", records="option")
    labels = [row["label"] for row in csv.DictReader(io.StringIO(document, newline=""))]
    assert len(labels) > 80
    assert json.loads(json.dumps(labels)) == labels
