"""Workbooks: what a cell may hold, how sheets are named, and that nothing of the day gets in."""

from __future__ import annotations

import datetime as dt
import io
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from kcli import api
from kcli.cli.output import Output
from kcli.errors import UsageError
from kcli.model.records import Estimate, Result
from kcli.render import Settings, render
from kcli.render.pages import LAYOUTS
from kcli.render.pages.page import Cell, Heading, Listing, Page, Row, Table, Words
from kcli.render.xlsx import layout
from kcli.render.xlsx.numbers import base_of, numbers_in, percent_format
from kcli.render.xlsx.texts import LONGEST, Names, as_number, as_range, clean, units, web_address

HOSTILE = [
    "=1+1",
    "@SUM(A1:A9)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "{=1+1}",
    "http://example.org",
    "mailto:a@example.org",
    "internal:'Index'!A1",
    "<b>bold</b>",
    "</script><script>alert(1)</script>",
    "<r>not markup</r>",
    "<r></t></si></r>",
    "&amp; &lt; ]]>",
    "עברית מימין לשמאל",
    "\u202eright to left",
    "통일" * 150,
    "😀" * 20,
    "_x0041_",
    " spaces  around ",
    "two\nlines",
    "#REF!",
    "TRUE",
    "007",
    "1e5",
    "2019-01-01",
    "x" * LONGEST,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A record of a command that this test invents."""

    type: str = "made"
    text: str
    share: float | None = None
    sure: bool = False
    parts: tuple[str, ...] = ()


def estimate(**values: Any) -> Estimate:
    known = {
        "survey": "s",
        "wave": "w",
        "population": "general_public",
        "country": "JP",
        "sample": "JP",
        "item": "q",
        "option": "a",
        "option_kind": "substantive",
        "option_label": "A",
        "base": "all",
        "n_base": 100,
        "evidence": "measured",
    }
    return Estimate(**{**known, **values})


@pytest.fixture
def workbook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The workbook of a command with this page and these records."""

    def make(*parts: Any, records: Any = (), synthetic: bool = False, **words: Any) -> Any:
        module = SimpleNamespace(lay_out=lambda result: Page(parts))
        monkeypatch.setitem(sys.modules, "page_that_is_made", module)
        monkeypatch.setitem(LAYOUTS, "made", "page_that_is_made")
        result = Result(
            command="made",
            project=".",
            synthetic=synthetic,
            parameters={"confidence": 0.95, **words},
            records=tuple(records),
        )
        data = render(result, "xlsx", Settings())
        assert isinstance(data, bytes)
        check_parts(data)
        return openpyxl.load_workbook(io.BytesIO(data))

    return make


def check_parts(data: bytes) -> None:
    """Every part is XML, no part holds a formula, every entry has the date of nobody's day."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for entry in book.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            root = ET.fromstring(book.read(entry))
            if entry.filename.startswith("xl/worksheets/sheet"):
                assert not [tag for tag in root.iter() if tag.tag.endswith("}f")], entry.filename


def cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def found(sheet: Any, value: Any) -> Any:
    """The cell that holds this; the only one."""
    (cell,) = [cell for cell in cells(sheet) if cell.value == value]
    return cell


def table(*rows: tuple[str, Cell], columns: int = 1, **words: Any) -> Table:
    return Table(
        "Corner",
        tuple(Cell.of(f"Column {place}") for place in range(columns)),
        tuple(Row(Cell.of(stub), (cell,) * columns) for stub, cell in rows),
        **words,
    )


# -- texts -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_text_looks_like_it_comes_out_as_it_is(text: str, workbook: Any) -> None:
    book = workbook(
        Heading(text, (text,)),
        Table(text, (Cell.of(text),), (Row(Cell.of(text), (Cell.of(text),)),)),
        Words(text, (text,)),
        Listing(text, tuple(text.split("\n"))),
        records=[Made(text=text, parts=(text, text))],
        what=text,
    )
    for sheet in book:
        for cell in cells(sheet):
            assert cell.data_type in ("s", "n", "b"), cell
    (record,) = list(book["Records made"].iter_rows(min_row=2, values_only=True))
    assert record[1] == text
    page = book.worksheets[1]
    title = page["A2"].value
    assert title == text
    assert sum(cell.value == text for cell in cells(page)) >= 5


def test_control_characters_are_replaced_by_signs_that_can_be_seen(workbook: Any) -> None:
    text = "a\x00b\x07c\x1bd\x7fe\ufffef\ud800g\x85h\ri"
    book = workbook(Heading(text), records=[Made(text=text)])
    shown = "a␀b␇c␛d␡e�f�g�h␍i"
    assert found(book["Records made"], shown)
    assert found(book.worksheets[1], shown)


def test_a_text_that_no_cell_holds_is_cut_and_says_so(workbook: Any) -> None:
    book = workbook(Heading("Title"), records=[Made(text="x" * 40_000), Made(text="😀" * 20_000)])
    values = [row[1] for row in book["Records made"].iter_rows(min_row=2, values_only=True)]
    for value in values:
        assert value.endswith(" … [cut: 40,000 characters are more than a cell holds]")
        assert LONGEST - 1 <= units(value) <= LONGEST


def test_what_fits_is_never_cut() -> None:
    assert clean("x" * LONGEST) == "x" * LONGEST
    assert clean("😀" * 10) == "😀" * 10


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "internal:Index!A1",
        "http://example.org/a b",
        "http://example.org/\x07",
        "HTTP//example.org",
        "https://example.org/" + "x" * 2_000,
        "https://example.org/" + "통" * 300,
    ],
)
def test_only_addresses_of_the_web_that_are_short_enough_become_links(
    address: str, workbook: Any
) -> None:
    assert web_address(address) is None
    book = workbook(Words("Sources", (f"source\n{address}",)))
    cell = found(book.worksheets[1], clean(address))
    assert cell.hyperlink is None


def test_an_address_below_a_source_is_a_link(workbook: Any) -> None:
    for address, target in {
        "https://example.org/통일?a=%20b&c=d": "https://example.org/%ED%86%B5%EC%9D%BC?a=%20b&c=d",
        "http://example.org/a": "http://example.org/a",
    }.items():
        book = workbook(Words("Sources", (f"source\n{address}",)))
        assert found(book.worksheets[1], address).hyperlink.target == target


# -- names of sheets -------------------------------------------------------------------


def test_names_of_sheets_are_valid_and_unique_whatever_is_wished_for() -> None:
    names, taken = Names(), []
    wishes = [
        "index", "Index", "INDEX", "a/b\\c[d]e*f?g:h", "'quoted'", "", " ", "History", "=1+1",
        "ß", "SS", "İ", "i̇", "\x00\x01", "😀" * 40, "😀" * 40, "<r>x</r>", "x" * 31, "X" * 32,
        *[f"a question that begins like all others, and ends with {n}" for n in range(60)],
    ]  # fmt: skip
    for wish in wishes:
        name = names.take(wish)
        assert 1 <= units(name) <= 31
        assert not set(name) & set("[]:*?/\\'")
        assert name.isprintable()
        taken.append(name)
    assert len({name.casefold() for name in taken}) == len(taken)
    assert len({name.lower() for name in taken}) == len(taken)
    assert "history" not in {name.casefold() for name in taken}


def test_a_workbook_opens_whatever_its_headings_are_and_its_links_lead_somewhere(
    workbook: Any,
) -> None:
    headings = ["'", "Index", "a'b", "Records made", "x" * 300, "!#$%&()=~|", "통일", "=A1"]
    page = [
        part
        for heading in headings
        for part in (Heading(heading, ("below",)), table(("a", Cell.of("b"))))
    ]
    book = workbook(*page, records=[Made(text="x")])
    assert len(book.sheetnames) == len(headings) + 2
    links = [cell for cell in cells(book["Index"]) if cell.hyperlink]
    assert [cell.value for cell in links] == book.sheetnames[1:]
    for cell in links:
        assert cell.hyperlink.location == f"'{cell.value}'!A1"
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].hyperlink.location == "'Index'!A1"


# -- numbers ---------------------------------------------------------------------------


def test_an_estimate_is_a_share_its_limits_and_its_marks(workbook: Any) -> None:
    record = estimate(share=0.575, low=0.4, high=0.7, letters="BD", flags=("small_base",))
    text = Cell((("57.5* BD", "strong"), ("(40–70)", "faint")), record)
    sheet = workbook(Heading("T", ("b",)), table(("A", text), numeric=True)).worksheets[1]
    head = {cell.value: cell.column for cell in cells(sheet) if cell.value in ("Share", "Marks")}
    share = found(sheet, 0.575)
    assert (share.column, share.number_format, share.data_type) == (head["Share"], "0.0%", "n")
    assert found(sheet, "* BD").column == head["Marks"]
    row = [cell.value for cell in sheet[share.row]]
    assert row[:5] == ["A", 0.575, 0.4, 0.7, "* BD"]
    assert sheet.cell(share.row - 2, 1).value == "Corner"


def test_a_bound_is_its_mark_and_two_numbers(workbook: Any) -> None:
    record = estimate(bound_low=0.5, bound_high=1.0, letters="B", evidence="bounded")
    sheet = workbook(
        table(("A", Cell((("\u003e50 B", "plain"),), record)), numeric=True)
    ).worksheets[1]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "A")
    assert row == ("A", ">50", 0.5, 1, "B")


@pytest.mark.parametrize("flag", ["not_reported", "suppressed", "contradictory", "no_share"])
def test_where_nothing_is_said_there_is_no_number(flag: str, workbook: Any) -> None:
    record = estimate(share=0.5, low=0.4, high=0.6, flags=(flag,))
    numbers = numbers_in(Cell((("withheld", "faint"),), record), numeric=True)
    assert (numbers.value, numbers.low, numbers.least, numbers.text) == (
        None,
        None,
        None,
        "withheld",
    )


def test_named_people_are_counted() -> None:
    record = estimate(
        population="governments", n_base=3, bound_low=0.333333333333, bound_high=0.666666666667
    )
    numbers = numbers_in(Cell((("1–2 of 3", "plain"),), record), numeric=True)
    assert (numbers.value, numbers.least, numbers.greatest) == (None, (1, "#,##0"), (2, "#,##0"))
    assert numbers.text == "1–2 of 3"


def test_a_score_is_no_percentage() -> None:
    record = estimate(option_kind="score", share=-0.25, low=-0.5, high=0.0)
    numbers = numbers_in(Cell((("−0.25", "plain"),), record), numeric=True)
    assert numbers.value is not None
    assert numbers.value[0] == -0.25
    assert "%" not in numbers.value[1]


def test_a_percentage_is_never_shown_as_a_false_0_or_100() -> None:
    assert percent_format(0.0, 1) == percent_format(1.0, 1) == "0.0%"
    assert percent_format(0.00049, 1) == '"<0.1%"'
    assert percent_format(0.00051, 1) == "0.0%"
    assert percent_format(0.99951, 1) == '">99.9%"'
    assert percent_format(0.00004, 2) == '"<0.01%"'


def test_bases_come_first_and_are_not_told_twice(workbook: Any) -> None:
    record = estimate(share=0.5, n_base=1000, w_base=990.4, n_eff=800.0)
    page = Table(
        "%",
        (Cell.of("Japan"),),
        (
            Row(Cell.of("Base, unweighted", "faint"), (Cell.of("1,000", "faint"),)),
            Row(Cell.of("Weighted base", "faint"), (Cell.of("989.4", "faint"),)),
            Row(Cell.of("Not stated", "faint"), (Cell.of("1,000", "faint"),)),
            Row(Cell.of("A"), (Cell((("50.0", "plain"),), record),)),
        ),
        numeric=True,
    )
    sheet = workbook(page).worksheets[1]
    stubs = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
    bases = ["Base, unweighted", "Base, weighted", "Base, effective"]
    assert stubs == [*bases, "Weighted base", "Not stated", "A"]
    values = [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert values == [1000, 990.4, 800, 989.4, 1000, 0.5]


def test_a_column_of_several_samples_has_no_base_of_its_own() -> None:
    records = [estimate(sample=c, n_base=n, n_eff=n / 2) for c, n in {"JP": 10, "KR": 20}.items()]
    assert base_of(records, "n_base") == base_of(records, "n_eff") == "varies"
    assert base_of(records[:1] * 2, "n_base") == (10, "#,##0")
    sizes = [estimate(option=str(n), n_eff=float(n)) for n in (7, 9, 8)]
    assert base_of(sizes, "n_eff") == (8.0, "#,##0.0")
    assert base_of(sizes, "w_base") is None
    about = [estimate(flags=("base-approximate",))]
    assert base_of(about, "n_base") == (100, '"≈"#,##0')


def test_dont_know_stands_after_the_answers_and_nets_after_that(workbook: Any) -> None:
    kinds = {"s": "score", "d": "dont_know", "n": "net", "a": "substantive", "b": "substantive"}
    rows = [
        (name, Cell((("50", "plain"),), estimate(option=name, option_kind=kind, share=0.5)))
        for name, kind in kinds.items()
    ]
    sheet = workbook(table(*rows, ("Label", Cell.of("x")), numeric=True)).worksheets[1]
    stubs = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert stubs[-6:] == ["a", "b", "d", "n", "s", "Label"]


def test_numbers_that_a_page_prints_are_numbers_and_other_texts_are_not() -> None:
    shown = {
        "1,096": 1096, "0.305": 0.305, "−9.9": -9.9, "+4.3": 4.3, "58%": 0.58, "≈1,000": 1000,
        "0": 0, "2019": 2019,
    }  # fmt: skip
    for text, number in shown.items():
        value = as_number(text)
        assert value is not None, text
        assert value[0] == number
    for text in ("007", "1e5", "1,09", "<0.001", "2019-01", "", "-", "1 2", "١", "9" * 16, "12,3"):
        assert as_number(text) is None, text


def test_ranges_keep_the_end_that_is_told() -> None:
    assert as_range(">50") == ((50, "0"), None)
    assert as_range("<−10") == (None, (-10, "0"))
    assert as_range("kf-vub – ifes") is None
    cell = Cell((("−9.9", "plain"), ("(−13.9 to −5.8)", "faint")))
    numbers = numbers_in(cell, numeric=True)
    assert [n and n[0] for n in (numbers.value, numbers.low, numbers.high)] == [-9.9, -13.9, -5.8]
    arrow = numbers_in(Cell.of("51.0 (48–54) ↓"), numeric=True)
    assert arrow.value is not None
    assert (arrow.value[0], arrow.marks) == (51.0, "↓")
    assert numbers_in(Cell.of("51.0 (48–54) ↓"), numeric=False).value is None


def test_a_long_cell_is_read_in_no_time() -> None:
    start = time.perf_counter()
    numbers_in(Cell.of("1" + " " * 40_000 + "x"), numeric=True)
    assert time.perf_counter() - start < 1


def test_records_are_written_as_they_are(workbook: Any) -> None:
    records = [
        Made(text="a", share=0.1234567890123, sure=True, parts=("x", "y")),
        Made(text="5", share=None),
    ]
    rows = list(workbook(Heading("T"), records=records)["Records made"].iter_rows(values_only=True))
    assert rows[0] == ("type", "text", "share", "sure", "parts")
    assert rows[1] == ("made", "a", 0.1234567890123, True, "x;y")
    assert rows[2] == ("made", "5", None, False, None)


# -- sheets ----------------------------------------------------------------------------


def test_a_command_that_nobody_has_thought_of_comes_out_sensibly(workbook: Any) -> None:
    book = workbook(
        Heading("First", ("about the first",)),
        table(("a", Cell.of("1,234")), numeric=True),
        Heading("Second", ("about the second",)),
        Words("", ("In between",)),
        table(("b", Cell.of("text"))),
        Words("Notes", ("A note of all",), "faint"),
        records=[Made(text="x", share=0.5)],
    )
    assert book.sheetnames == ["Index", "First", "Second", "Records made"]
    assert found(book["First"], 1234).number_format == "#,##0"
    assert found(book["Second"], "In between")
    for name in ("First", "Second"):
        assert found(book[name], "A note of all")
        assert found(book["Index"], f"about the {name.lower()}")
        page = book[name]
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        header = next(cell.row for cell in cells(page) if cell.value == "Column 0")
        assert page.freeze_panes == f"B{header + 1}"
        assert page.print_title_rows == f"${header}:${header}"
    assert book["Records made"].freeze_panes == "A2"
    assert book["Records made"].auto_filter.ref == "A1:E2"


def test_the_header_of_one_table_never_stands_over_another(workbook: Any) -> None:
    one = table(("a", Cell.of("1")))
    sheet = workbook(Heading("T", ("b",)), one, one).worksheets[1]
    assert sheet.freeze_panes == "B1"
    assert sheet.print_title_rows == "$2:$2"


def test_what_is_invented_says_so_on_every_sheet(workbook: Any) -> None:
    book = workbook(
        Heading("T", ("b",)), table(("a", Cell.of("1"))), records=[Made(text="x")], synthetic=True
    )
    for sheet in book:
        assert any("SYNTHETIC" in str(cell.value) for cell in cells(sheet)[:12]), sheet.title
        assert "SYNTHETIC" in sheet.oddHeader.center.text


def test_an_empty_page_is_a_workbook_all_the_same(workbook: Any) -> None:
    assert workbook().sheetnames == ["Index", "kcli made"]


def test_more_rows_than_a_sheet_holds_are_refused(
    workbook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "MOST_ROWS", 10)
    with pytest.raises(UsageError, match="a sheet holds 10 rows") as problem:
        workbook(Heading("T"), records=[Made(text="x")] * 11)
    assert "csv" in str(problem.value.hint)


# -- bytes and the package -------------------------------------------------------------


def test_another_day_gives_the_same_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = api.compare(api.find_project(str(root)), "kf-vub.means")
    first = render(result, "xlsx", Settings())

    class Real(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, dt.datetime)

    class Later(metaclass=Real):
        @staticmethod
        def now(zone: Any = None) -> dt.datetime:
            return dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=zone)

        utcnow = now

    for module in ("core", "workbook"):
        monkeypatch.setattr(f"xlsxwriter.{module}.datetime", Later)
    monkeypatch.setattr(time, "time", lambda: 1.9e9)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(1_900_000_000))
    assert render(result, "xlsx", Settings()) == first


def test_without_xlsxwriter_the_line_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match="xlsx needs XlsxWriter") as problem:
        _ = Output(path=tmp_path / "out.xlsx").chosen
    assert problem.value.hint == "pip install 'kcli-tracker[report]'"
    assert problem.value.exit_status == 2
    assert Output(format="csv").chosen == "csv"


def test_a_terminal_is_not_given_a_workbook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="no text that a terminal shows") as problem:
        _ = Output(format="xlsx").chosen
    assert "--output FILE.xlsx" in str(problem.value.hint)
    assert Output(format="xlsx", path=tmp_path / "out").chosen == "xlsx"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert Output(format="xlsx").chosen == "xlsx"
