"""Lines, files, marks and counts of kcli diff."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from unit.differing import (
    CONCEPTS,
    POLL,
    differences,
    edited,
    facts,
    written,
)

from kcli import api
from kcli.errors import InputError
from kcli.model.diff_records import Difference
from kcli.model.questionnaire import Questionnaire
from kcli.render.pages.marked import marked
from kcli.text.differences import change_counts
from kcli.text.spoken import spoken

SOURCE = """\
survey: poll
title: T
waves:
  "2020":
    samples: {JP: 10}
    mode: online
  "2022":
    samples: {JP: 10}
  "2021":
    mode: telephone
    samples:
      JP: {n: 10, mode: MODE}
items:
  q:
    text:
      en: Is it good?
      ko: 좋습니까?
    options:
      a: First
      b: Second
    versions:
      "2021":
        options:
          a: First
          b: LABEL
      "2022":
        options:
          a: First
          b: LATE
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Is it good?", "Is it bad?", 16),
        ("LABEL", "Other", 25),
        ("LATE", "Other", 29),
        ("MODE", "paper", 12),
    ],
)
def test_a_difference_has_the_line_where_the_second_side_says_it(
    old: str, new: str, line: int, tmp_path: Path
) -> None:
    texts = [SOURCE.replace(old, new), SOURCE]
    for name, text in zip(("new", "old"), texts, strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "poll.yaml").write_text(text.replace("MODE", "online"), "utf-8")
    result = api.diff(None, tmp_path / "old" / "poll.yaml", tmp_path / "new" / "poll.yaml")
    rows = differences(result)
    assert {row["line"] for row in rows} == {line}
    assert {row["path"] for row in rows} == {"new/poll.yaml"}


def test_what_is_gone_has_the_line_of_what_held_it(tmp_path: Path) -> None:
    for name, text in (("old", SOURCE), ("new", SOURCE.replace("      b: Second\n", ""))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "poll.yaml").write_text(text.replace("MODE", "online"), "utf-8")
    result = api.diff(None, tmp_path / "old" / "poll.yaml", tmp_path / "new" / "poll.yaml")
    assert facts(differences(result), "aspect", "wave_to", "line") == {
        ("option_removed", "2020", 18)
    }


def test_a_file_may_have_any_name_and_is_read_as_strictly_as_one_of_a_project(
    tmp_path: Path,
) -> None:
    good = written(tmp_path, POLL, "as-it-was.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text(SOURCE.replace("MODE", "telefone") + "    askedin: [2020]\n", "utf-8")
    with pytest.raises(InputError) as problem:
        api.diff(None, good, bad)
    assert [(f.code, f.where.path, f.where.line) for f in problem.value.faults] == [
        ("unknown-value", str(bad), 12),
        ("unknown-key", str(bad), 30),
    ]


def test_concepts_are_those_beside_the_file_and_go_unchecked_where_there_are_none(
    tmp_path: Path,
) -> None:
    body = edited(POLL, ("items", "q", "concept"), {"id": "mood", "map": {"good": "up"}})
    path = written(tmp_path, body)
    assert api.diff(None, path, path).rows("difference") == []
    concepts = tmp_path / "concepts.yaml"
    concepts.write_text(CONCEPTS, "utf-8")
    result = api.diff(None, path, path)
    assert [each.path for each in result.inputs] == ["concepts.yaml", "poll.yaml"]
    concepts.write_text("concepts: {trust: {title: T, categories: {up: Up}}}\n", "utf-8")
    with pytest.raises(InputError) as problem:
        api.diff(None, path, path)
    assert [fault.code for fault in problem.value.faults] == ["unknown-concept"]


def test_nothing_of_the_machine_is_in_a_result(tmp_path: Path) -> None:
    one, two = (written(tmp_path / name, POLL) for name in ("old", "new"))
    result = api.diff(None, one, two)
    assert result.parameters["first"] == "old/poll.yaml"
    assert [each.path for each in result.inputs] == ["new/poll.yaml", "old/poll.yaml"]
    alone = api.diff(None, one, one)
    assert str(tmp_path) not in json.dumps([result.parameters, alone.parameters])
    assert alone.parameters == {
        "first": "poll.yaml",
        "second": "poll.yaml",
        "countries": [],
        "lang": "en",
    }


def test_the_words_that_changed_stand_out_and_no_others() -> None:
    one, two = marked("How strongly do you agree with it?", "How much do you agree?")
    assert [one[a:b] for a, b in one.marks] == ["strongly", "with it"]
    assert [two[a:b] for a, b in two.marks] == ["much"]
    one, two = marked("日本は好きですか", "中国は好きですか")
    assert ([one[a:b] for a, b in one.marks], [two[a:b] for a, b in two.marks]) == (
        ["日本"],
        ["中国"],
    )
    one, two = marked("Nothing alike", "Other words")
    assert (one.marks, two.marks) == ((), ())
    behind = marked("a b", "a c")[1].after("now: ")
    assert (str(behind), [behind[a:b] for a, b in behind.marks]) == ("now: a c", ["c"])


def record(aspect: str, item: str | None = None, **more: Any) -> Difference:
    nothing = dict.fromkeys(Difference.__dataclass_fields__)
    known = {"type": "difference", "was": "a", "now": "b", "counts": True, "path": "p", "line": 1}
    told = {"aspect": aspect, "item_from": item, "item_to": item, "text": ""}
    return Difference(**{**nothing, **known, **told, **more})


def test_changes_are_counted_each_once() -> None:
    rows = [
        record("wording", "q", wave_to="2020"),
        record("wording", "q", wave_to="2021"),
        record("option_label", "q"),
        record("score", "r"),
        record("item", was=None, item_to="new"),
        record("item", now=None, item_from="old"),
        record("sample", was=None, sample_to="JP", wave_to="2020"),
        record("sample", was=None, sample_to="JP", wave_to="2021"),
        record("wave", was=None, wave_to="2022"),
        record("mode"),
        record("mode", sample_to="JP"),
        record("base"),
        record("title", counts=False),
    ]
    assert change_counts(rows) == (
        "2 questions changed, 1 added, 1 removed; 1 wave added; 1 sample added; "
        "asked otherwise in 2 respects: mode of interviewing, base of shares"
    )
    assert change_counts([record("title", counts=False)]) == ""


def test_values_that_differ_are_texts_that_differ() -> None:
    assert spoken(None) is None
    questionnaire = Questionnaire.model_validate(POLL)
    (japan, korea) = questionnaire.samples("2020")
    assert (spoken(japan.fieldwork), spoken(japan.n), spoken(korea.n)) == (
        "2020-01 to 2020-01",
        "1000",
        "900",
    )
