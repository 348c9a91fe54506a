"""Files that other programs ship: what kcli counts in them is what R counts."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kcli import api
from kcli.model.import_records import ImportRecord

DATA = Path(__file__).parent / "data"
Counted = dict[str, dict[str, dict[str, int]]]


def _as_r_counts() -> Counted:
    found: Counted = {}
    with (DATA / "marginals.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            columns = found.setdefault(row["file"], {})
            columns.setdefault(row["variable"], {})[row["code"]] = int(row["count"])
    return found


BY_R = _as_r_counts()
# The variables that a file has beside those that are answers by their looks.
FILES: dict[str, dict[str, Any]] = {
    "sample.sav": {"answers": ["mychar", "mynum"]},
    "sample.zsav": {},
    "sample.dta": {"answers": ["mychar"]},
    "sample_missing.sav": {},
    "simple_alltypes.sav": {"answers": ["str", "z"]},
    "test_width.sav": {},
    "ordered_category.sav": {},
    "hebrews.sav": {"answers": ["ותק_ב"]},
    "missing_char.sav": {},
    "labelled-num-na.sav": {},
    "labelled-str.sav": {},
    "umlauts.sav": {},
    "iris.sav": {"answers": ["Sepal.Width"]},
    "tagged-na-int.dta": {},
    "qualtrics_sample.csv": {},
    "qualtrics_legacy.csv": {},
}


@pytest.mark.parametrize("name", FILES)
def test_marginals_of_a_real_file_are_those_of_r(
    name: str, imported: Callable[..., Any], counts: Callable[[str], Any]
) -> None:
    result = imported(DATA / name, name="x", **FILES[name])
    found = counts("x")
    compared = 0
    for record in result.records:
        if not isinstance(record, ImportRecord) or record.role != "item" or record.several:
            continue
        wanted = BY_R[name].get(record.variable, {})
        assert _given(found[record.name]) == wanted, record.variable
        compared += sum(wanted.values())
    assert compared


def _given(counted: dict[str, int]) -> dict[str, int]:
    return {code: count for code, count in counted.items() if count}


def test_a_set_of_signs_is_counted_as_its_columns_are(
    imported: Callable[..., Any], counts: Callable[[str], Any]
) -> None:
    imported(DATA / "simple_alltypes.sav", name="x")
    columns = [BY_R["simple_alltypes.sav"][f"bool{number}"].get("1", 0) for number in (1, 2, 3)]
    assert list(counts("x")["mymrset"].values()) == columns


def test_a_set_of_codes_counts_everyone_who_gave_an_answer_once(
    imported: Callable[..., Any], counts: Callable[[str], Any]
) -> None:
    imported(DATA / "simple_alltypes.sav", name="x")
    rows = [
        {"a", "b"}, {"a", "b", "c"}, {"b", "c", "d"}, {"b"}, {"a", "b", "d"}, {"b", "c", "d"},
    ]  # fmt: skip
    wanted = {code: sum(code in row for row in rows) for code in "abcd"}
    assert counts("x")["categorical_array"] == wanted


def test_letters_of_windows_are_read_as_what_they_are(
    imported: Callable[..., Any], tmp_path: Path
) -> None:
    imported(DATA / "umlauts.sav", name="x")
    text = (tmp_path / "questionnaires/x.yaml").read_text("utf-8")
    assert "ä" in text or "ö" in text or "ü" in text


@pytest.mark.parametrize(
    "name",
    ["flat_xlsform_test", "or_other", "specify_other", "yes_or_no_question", "choice_filter_test"],
)
def test_a_form_keeps_the_answers_it_offers_in_their_order(
    name: str, imported: Callable[..., Any], tmp_path: Path
) -> None:
    path = DATA / f"{name}.xlsx"
    result = imported(path, name="form")
    book = load_workbook(path, read_only=True)
    sheets = {title.strip().casefold(): book[title] for title in book.sheetnames}
    rows = [[cell or "" for cell in row] for row in sheets["choices"].iter_rows(values_only=True)]
    head = [str(cell).strip().casefold().replace(" ", "_") for cell in rows[0]]
    key = head.index("name") if "name" in head else head.index("value")
    offered: dict[str, list[str]] = {}
    for row in rows[1:]:
        if row[head.index("list_name")]:
            code = {True: "TRUE", False: "FALSE"}.get(row[key], row[key])
            offered.setdefault(str(row[head.index("list_name")]), []).append(str(code))
    book.close()
    items = api.find_project(str(tmp_path)).survey("form").questionnaire.items
    lists = [list(dict.fromkeys(codes)) for codes in offered.values()]
    single = [r for r in result.records if isinstance(r, ImportRecord) and not r.several]
    assert single or name == "flat_xlsform_test"
    for record in single:
        codes = [option.code for option in items[record.name].options.values()]
        codes = codes if codes in lists else [code for code in codes if code != "other"]
        assert codes in lists, record.name
