"""``-f xlsx`` as its users meet it: a file that opens, whose numbers are those of the JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kcli.render.xlsx.texts import as_number

pytestmark = pytest.mark.slow

Run = Callable[..., Any]
COMMANDS = [
    "compare kf-vub",
    "compare kf-vub.us_nk_change",
    "compare us_nk_outlook",
    "compare anes.vote",
    "compare governments",
    "label kf-vub",
    "label anes.vote",
    "topline ipus.necessity",
    "topline ifes.talks_results",
    "crosstab anes.vote --by education,party",
    "shift ipus.necessity --from 2015 --to 2025",
    "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025",
    "trend ipus.necessity",
    "verify ifes",
    "check",
    "explain",
    "explain sum-not-100",
    "list",
    "list kf-vub",
    "show kf-vub.us_nk_change",
]


def written(run: Run, path: Path, arguments: str, **words: Any) -> Any:
    done = run(*arguments.split(), "-o", str(path), **words)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return openpyxl.load_workbook(path)


def cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def pages(book: Any) -> list[Any]:
    """The sheets that are neither the index nor records."""
    return [s for s in book if s.title != "Index" and not s.title.startswith("Records ")]


def json_of(run: Run, arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(*arguments.split(), "--json").stdout)
    return document


@pytest.fixture
def made(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The workbook of a command, written once."""

    def make(command: str) -> Any:
        if command not in MADE:
            path = tmp_path_factory.mktemp("made") / "out.xlsx"
            MADE[command] = written(run, path, command)
        return MADE[command]

    return make


MADE: dict[str, Any] = {}


# -- every command ---------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_workbook_whose_links_lead_to_its_sheets(
    command: str, made: Any
) -> None:
    book = made(command)
    links = [cell for cell in cells(book["Index"]) if cell.hyperlink]
    assert [cell.hyperlink.location for cell in links] == [
        f"'{name}'!A1" for name in book.sheetnames[1:]
    ]
    assert pages(book)
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].hyperlink.location == "'Index'!A1"
    for sheet in book:
        assert not [cell for cell in cells(sheet) if cell.data_type in ("f", "e")]
        assert sheet.page_setup.orientation == "landscape"
        merged = [place for found in sheet.merged_cells.ranges for place in found.cells]
        assert len(merged) == len(set(merged))
        assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())
        assert all(column.width <= 255 for column in sheet.column_dimensions.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_number_in_a_table_is_never_a_text(command: str, made: Any) -> None:
    """But in the first column and in headers, where it is a name: of a wave, or of an answer."""
    book = made(command)
    for sheet in pages(book):
        for cell in cells(sheet):
            if isinstance(cell.value, str) and as_number(cell.value) and cell.column > 1:
                assert cell.font.bold, cell


@pytest.mark.parametrize("command", COMMANDS)
def test_the_records_are_those_of_the_json(command: str, run: Run, made: Any) -> None:
    book = made(command)
    records = json_of(run, command)["records"]
    kinds = list(dict.fromkeys(record["type"] for record in records))
    assert [n for n in book.sheetnames if n.startswith("Records ")] == [
        f"Records {kind}" for kind in kinds
    ]
    for kind in kinds:
        keys, *rows = book[f"Records {kind}"].iter_rows(values_only=True)
        expected = [record for record in records if record["type"] == kind]
        assert len(rows) == len(expected)
        for row, record in zip(rows, expected, strict=True):
            assert list(keys) == (["synthetic", *record] if keys[0] == "synthetic" else [*record])
            told = dict(zip(keys, row, strict=True))
            for key, value in record.items():
                wanted = ";".join(map(str, value)) if isinstance(value, list) else value
                assert told[key] == (None if wanted == "" else wanted), key


# -- shares ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["compare kf-vub.us_nk_change", "compare anes.vote", "topline anes.own_position"]
)
def test_shares_bounds_and_limits_are_those_of_the_json(
    command: str, run: Run, tmp_path: Path
) -> None:
    book = written(run, tmp_path / "out.xlsx", command)
    (sheet,) = pages(book)
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    head = next(
        {cell.column: cell.value for cell in row}
        for row in rows
        if any(cell.value == "Share" for cell in row)
    )
    firsts = [column for column, title in head.items() if title == "Share"]
    estimates = [r for r in json_of(run, command)["records"] if r["type"] == "estimate"]
    countries = list(dict.fromkeys(record["country"] for record in estimates))
    assert len(firsts) == len(countries)
    keys = {"Share": "share", "At least": "bound_low", "At most": "bound_high"}
    keys |= {"95% from": "low", "95% to": "high"}
    count = 0
    for record in estimates:
        net = " (net)" if record["option_kind"] == "net" else ""
        stub = f"{record['option_label']}{net}"
        row = next(row for row in rows if row and row[0].value == stub)
        first = firsts[countries.index(record["country"])]
        last = min([column for column in firsts if column > first], default=sheet.max_column + 1)
        shown = {head[c.column]: c for c in row if first <= c.column < last and c.column in head}
        for title, key in keys.items():
            if title not in head.values():
                continue
            if title == "Share" and record["share"] is None:
                assert isinstance(shown["Share"].value, str)
                assert as_number(shown["Share"].value) is None
            elif record[key] is None:
                assert title not in shown
            else:
                assert shown[title].value == pytest.approx(record[key], abs=1e-12)
                assert ("%" in shown[title].number_format) == (record["option_kind"] != "score")
                count += 1
    assert count >= 2 * len(estimates)


def test_a_share_is_shown_in_per_cent_and_a_panel_with_its_people(run: Run, tmp_path: Path) -> None:
    book = written(run, tmp_path / "out.xlsx", "compare ifes.kr_us")
    (row,) = [row for row in book["kr_us"].iter_rows() if row[0].value == "Stay at current level"]
    assert (row[1].value, row[1].number_format, row[2].value) == (0.575, "0.0%", 23)


def test_a_survey_has_a_sheet_a_question_with_wording_bases_and_sources(
    run: Run, tmp_path: Path
) -> None:
    book = written(run, tmp_path / "out.xlsx", "compare kf-vub")
    items = list(dict.fromkeys(r["item"] for r in json_of(run, "compare kf-vub")["records"]))
    assert book.sheetnames == [
        "Index", "Overview", *items, "Records estimate", "Records label"
    ]  # fmt: skip
    sheet = book["means"]
    values = [cell.value for cell in cells(sheet)]
    assert values[1] == "Means toward North Korea"
    assert "kf-vub.means · wording not published" in values
    assert "kf-vub 2019 · general public · 24 May to 4 June 2019" in values
    assert "Mode unknown, sampling unknown · known from words" in values
    bases = next(row for row in sheet.iter_rows() if row[0].value == "Base, unweighted")
    assert [cell.value for cell in bases if cell.value][1:] == [1004, 1000, 1099, 1096]
    links = {cell.hyperlink.target for cell in cells(sheet) if cell.hyperlink} - {None}
    assert all(link.startswith("https://press.vub.ac.be/") for link in links)
    assert len(links) == 1
    # What is assumed for other questions is not told here.
    assert not any("large majority" in str(value) for value in values)
    assert any("at most 1 percentage point apart" in str(value) for value in values)
    role = [cell.value for cell in cells(book["us_nk_role"])]
    assert not any("at most 1 percentage point apart" in str(value) for value in role)


def test_letters_stand_beside_the_share_they_are_of(run: Run, tmp_path: Path) -> None:
    book = written(run, tmp_path / "out.xlsx", "crosstab anes.vote --by party")
    shown = Counter(
        cell.value
        for cell in cells(book["vote"])
        if isinstance(cell.value, str) and cell.column > 1
    )
    records = json_of(run, "crosstab anes.vote --by party")["records"]
    stars = [r for r in records if r["type"] == "cell"]
    for record in stars:
        if record["letters"]:
            star = "* " if "small_base" in record["flags"] else ""
            assert shown[f"{star}{record['letters']}"] >= 1


def test_the_difference_of_a_shift_is_a_number_with_its_limits(run: Run, tmp_path: Path) -> None:
    book = written(run, tmp_path / "out.xlsx", COMMANDS[10])
    (row,) = [
        [cell.value for cell in row]
        for row in book["necessity"].iter_rows()
        if row[0].value == "Necessary"
    ]
    assert row[-4:-1] == [-9.9, -13.9, -5.8]


# -- texts -----------------------------------------------------------------------------

LABELS = {
    "a": "=1+1",
    "b": "@SUM(A1:A9)",
    "c": "+cmd|' /C calc'!A0",
    "d": "<b>",
    "e": "</script>",
    "f": "עברית מימין לשמאל",
    "g": "long " * 60,
    "h": "😀 통일",
    "i": "<r>x</r>",
    "j": "x" * 40_000,
}


def test_hostile_labels_come_out_as_texts(run: Run, project: Any, tmp_path: Path) -> None:
    options = "".join(
        f"      {name}: {{en: {json.dumps(text, ensure_ascii=False)}}}\n"
        for name, text in LABELS.items()
    )
    questionnaire = f"""\
survey: poll
title: {{en: "=HYPERLINK(1)"}}
sources: {{paper: {{publisher: "=A1", url: "https://example.org/=1"}}}}
waves:
  "2020":
    fieldwork: 2020-01
    published_base: all
    samples: {{JP: 1000, KR: 1000}}
items:
  q:
    text: {{en: "-1+1"}}
    options_complete: published
    options:
{options}"""
    findings = [f"f{c},2020,{c},q,a,,share,40,all,1000,paper" for c in ("JP", "KR")]
    folder = project(findings, questionnaire)
    book = written(run, tmp_path / "out.xlsx", "compare poll.q", cwd=folder)
    stubs = [row[0] for row in book["q"].iter_rows(values_only=True)]
    for name, text in LABELS.items():
        if name != "j":
            assert text.strip() in [str(stub).strip() for stub in stubs], name
    assert any(str(stub).endswith("characters are more than a cell holds]") for stub in stubs)
    for sheet in book:
        assert not [cell for cell in cells(sheet) if cell.data_type in ("f", "e")]


def test_sixty_items_that_begin_alike_have_sixty_sheets(
    run: Run, project: Any, tmp_path: Path
) -> None:
    names = [f"a_question_that_begins_like_any_other_{n}" for n in range(60)]
    items = "".join(
        f"  {name}:\n    text: {{en: Question}}\n    options: {{a: A, b: B}}\n" for name in names
    )
    questionnaire = f"""\
survey: poll
title: {{en: A poll}}
sources: {{paper: {{publisher: A paper}}}}
waves:
  "2020":
    fieldwork: 2020-01
    samples: {{JP: 1000, KR: 1000}}
items:
{items}"""
    findings = [f"f{n},2020,JP,{name},a,,share,40,all,,paper" for n, name in enumerate(names)]
    folder = project(findings, questionnaire)
    book = written(run, tmp_path / "out.xlsx", "compare poll", cwd=folder)
    sheets = [sheet.title for sheet in pages(book) if sheet.title != "Overview"]
    assert len(sheets) == 60
    assert len({name.casefold() for name in sheets}) == 60
    assert all(len(name) <= 31 for name in sheets)
    links = [cell.hyperlink.location for cell in cells(book["Index"]) if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    for sheet, name in zip(pages(book)[1:], names, strict=True):
        assert any(str(cell.value).startswith(f"poll.{name} ") for cell in cells(sheet))


@pytest.mark.parametrize("command", ["compare {}", "compare {}.means", "label {}", "list {}"])
def test_invented_respondents_say_so_on_every_sheet(command: str, run: Run, tmp_path: Path) -> None:
    book = written(run, tmp_path / "out.xlsx", command.format("kf-vub-synthetic"))
    for sheet in book:
        if sheet.title.startswith("Records "):
            column = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
            assert set(column) == {"SYNTHETIC"}
        else:
            assert sheet["A2"].value == "SYNTHETIC: these respondents are invented"
        assert "SYNTHETIC" in sheet.oddHeader.center.text


# -- the file --------------------------------------------------------------------------


def test_equal_results_give_equal_bytes_wherever_they_are_made(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "here.xlsx"
    written(run, here, "compare kf-vub")
    for number, env in enumerate(
        [
            {"TZ": "Asia/Seoul", "LANG": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "LANG": "ko_KR.UTF-8", "PYTHONHASHSEED": "2"},
        ]
    ):
        there = tmp_path / f"{number}.xlsx"
        written(run, there, "compare kf-vub", env=env)
        assert there.read_bytes() == here.read_bytes()
    with zipfile.ZipFile(here) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_a_pipe_is_given_the_bytes(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kcli", "compare", "kf-vub.means", "-f", "xlsx"],
        cwd=root, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert openpyxl.load_workbook(io.BytesIO(done.stdout)).sheetnames[1] == "means"


def test_a_terminal_is_not(root: Path) -> None:
    pty = pytest.importorskip("pty")
    ends = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kcli", "compare", "kf-vub.means", "-f", "xlsx"],
            cwd=root, stdout=ends[1], stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    finally:
        for end in ends:
            os.close(end)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "kcli: usage: xlsx is no text that a terminal shows; "
        "write it to a file with --output FILE.xlsx, or into a pipe\n"
    )


def test_without_the_package_one_line_tells_how_to_get_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "xlsxwriter.py").write_text("raise ModuleNotFoundError('not here')\n", "utf-8")
    out = tmp_path / "out.xlsx"
    done = run("compare", "kf-vub", "-o", str(out), env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr == (
        "kcli: usage: xlsx needs XlsxWriter, which is not installed; "
        "pip install 'kcli-tracker[report]'\n"
    )
    assert not out.exists()
    done = run("compare", "kf-vub", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0


def test_an_old_file_stays_where_the_new_one_cannot_be_made(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")
    assert run("compare", "kf-vub.nothing", "-o", str(out)).returncode == 2
    assert out.read_bytes() == b"old"
    assert run("compare", "kf-vub.means", "-o", str(tmp_path / "no" / "x.xlsx")).returncode == 74
