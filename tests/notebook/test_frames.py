"""Frames: every value of every record, in columns whose types do not depend on the values."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, get_args

import pandas as pd
import pytest

import kcli
from kcli.api.schema import RESULTS
from kcli.model.check_records import FaultRecord
from kcli.model.concepts import Grade
from kcli.model.records import Estimate
from kcli.model.shift_records import Shift
from kcli.notebook.frame import columns_of, frame_of, type_of

KINDS = sorted({kind for kinds in RESULTS.values() for kind in kinds}, key=lambda k: k.__name__)
SHOWN: dict[str, Callable[[kcli.Surveys], kcli.Outcome[Any]]] = {
    "compare": lambda s: s.compare("us_nk_change"),
    "topline": lambda s: s.topline("anes.party"),
    "crosstab": lambda s: s.crosstab("anes.vote", by="party"),
    "trend": lambda s: s.trend("ipus.necessity", from_="2015"),
    "shift": lambda s: s.shift("inter_korean_direction", from_="kf-vub@2019", to="ifes@2025"),
    "diff": lambda s: s.diff("chicago.bases@2018", "2021"),
    "verify": lambda s: s.verify("ifes"),
    "explain": lambda s: s.explain(),
    "list": lambda s: s.list(),
    "show concept": lambda s: s.show("us_nk_outlook"),
    "show item": lambda s: s.show("kf-vub.us_nk_change"),
}


@cache
def shown(name: str) -> kcli.Outcome[Any]:
    return SHOWN[name](kcli.shipped())


def plain(value: Any) -> Any:
    """A value of a frame as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return None if value is pd.NA or (isinstance(value, float) and math.isnan(value)) else value


def dtype_of(column: pd.Series[Any]) -> str:
    return str(column.dtype)


@pytest.mark.parametrize("name", SHOWN)
def test_every_value_of_every_record_is_in_a_frame(name: str) -> None:
    outcome = shown(name)
    records = outcome.to_dict()["records"]
    found = 0
    for kind in outcome.types:
        frame = outcome.to_frame(kind)
        wanted = [record for record in records if record["type"] == kind]
        rows = [{k: plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
        told = [record.get("synthetic", outcome.synthetic) for record in wanted]
        assert [row.get("synthetic") for row in rows] == told
        wanted = [{**record, "synthetic": each} for record, each in zip(wanted, told, strict=True)]
        assert rows == wanted
        found += len(rows)
    assert found == len(records) > 0


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_columns_are_the_keys_whether_there_is_a_row_or_none(kind: type[Any]) -> None:
    empty = frame_of(kind, [], synthetic=False)
    names = [field.name for field in fields(kind)]
    assert list(empty.columns) == [*names, *({"synthetic"} - set(names))]
    assert {name: dtype_of(empty[name]) for name in empty} == columns_of(kind)
    assert len(empty) == 0


@pytest.mark.parametrize("name", SHOWN)
def test_the_type_of_a_column_does_not_depend_on_what_stands_in_it(name: str) -> None:
    outcome = shown(name)
    for kind in RESULTS[outcome.command]:
        frame = outcome.to_frame(type_of(kind))
        assert {column: dtype_of(frame[column]) for column in frame} == columns_of(kind)


def test_missing_numbers_and_texts_are_missing_and_not_words() -> None:
    frame = shown("compare").to_frame()
    bounded = frame[frame.evidence == "bounded"]
    assert len(bounded) > 0
    assert bounded.share.isna().all()
    assert bounded.bound_low.notna().all()
    assert bounded.n_option.isna().all()
    assert frame.n_base.dtype == pd.Int64Dtype()


def test_answers_keep_their_order_when_they_are_turned_into_rows_or_grouped() -> None:
    frame = shown("crosstab").to_frame("cell")
    parties = [group for group in dict.fromkeys(frame.group) if isinstance(group, str)]
    assert parties != sorted(parties)
    named = frame[frame.by == "party"]
    table = named.pivot_table(index="group", columns="option", values="share", observed=True)
    assert list(table.index) == parties
    assert list(table.columns) == ["clinton", "dole"]
    assert list(named.groupby("group", observed=True).size().index) == parties


def test_grades_are_ordered_and_other_words_are_not() -> None:
    frame = shown("shift").to_frame()
    assert list(frame.grade.cat.categories) == list(get_args(Grade))
    assert frame.grade.cat.ordered
    assert (frame.grade >= "C").all()
    assert not frame.direction.cat.ordered
    assert list(frame.wording.cat.categories) == ["shift", "gap", "not_comparable"]


def test_a_word_that_is_not_known_is_never_lost() -> None:
    record = FaultRecord(
        code="x", severity="grave", path="p", line=1, column=0, message="m", hint=None
    )  # type: ignore[arg-type]
    frame = frame_of(FaultRecord, [record], synthetic=False)
    assert list(frame.severity) == ["grave"]


def test_without_a_type_the_estimates_are_given_or_else_the_first_type_there_is() -> None:
    assert set(shown("topline").to_frame().type) == {"estimate"}
    assert set(shown("trend").to_frame().type) == {"estimate"}
    assert set(shown("show concept").to_frame().type) == {"concept"}
    assert set(shown("crosstab").to_frame().type) == {"cell"}


def test_a_type_that_is_given_and_has_no_record_is_an_empty_frame() -> None:
    frame = kcli.shipped().compare("kf-vub").to_frame("pair")
    assert len(frame) == 0
    assert {"gap", "country_a", "text"} <= set(frame)
    clean = kcli.shipped().check("datasets/ifes/claims.yaml")
    assert list(clean.to_frame().columns)[:3] == ["type", "code", "severity"]
    assert len(clean.to_frame()) == 0


def test_a_type_that_the_command_does_not_give_is_an_error() -> None:
    with pytest.raises(kcli.UsageError, match=r"no 'verdict' records; there are: estimate, label"):
        shown("compare").to_frame("verdict")


def test_invented_respondents_are_marked_in_every_frame() -> None:
    made_up = kcli.shipped().compare("kf-vub-synthetic").to_frame()
    assert made_up.synthetic.all()
    both = pd.concat([made_up, shown("topline").to_frame()])
    assert sorted(set(both.synthetic)) == [False, True]


def test_a_frame_reads_back_from_csv_with_its_types() -> None:
    frame = shown("compare").to_frame()
    lists = [name for name, dtype in columns_of(Estimate).items() if dtype == "object"]
    flat = frame.drop(columns=lists)
    types = {name: dtype for name, dtype in columns_of(Estimate).items() if name not in lists}
    categories = {n: flat[n].dtype for n, dtype in types.items() if dtype == "category"}
    text = flat.to_csv(index=False)
    again = pd.read_csv(io.StringIO(text), dtype={**types, **categories})
    pd.testing.assert_frame_equal(again, flat)


def test_a_frame_reads_back_from_parquet() -> None:
    frame = shown("compare").to_frame()
    stream = io.BytesIO()
    frame.to_parquet(stream)
    stream.seek(0)
    again = pd.read_parquet(stream)
    assert list(again.columns) == list(frame.columns)
    assert list(again.option.cat.categories) == list(frame.option.cat.categories)
    assert again.share.equals(frame.share)
    assert again.n_base.equals(frame.n_base)
    assert [tuple(row) for row in again.sources] == list(frame.sources)


def test_frames_of_shifts_have_the_words_of_both_ends() -> None:
    assert {"survey_from", "survey_to"} <= set(columns_of(Shift))
    assert columns_of(Shift)["grade"] == "category"
