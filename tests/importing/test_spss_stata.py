"""Files of SPSS and Stata: labels, missing values, sets, weights, letters of any encoding."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.errors import InputError, UsageError
from kcli.io.importing.described import Described, Several, Value, Variable
from kcli.io.importing.plan import planned
from kcli.io.importing.planned import Wishes

Made = Callable[..., Path]
Imported = Callable[..., Any]
Counts = Callable[[str], Any]


def _questionnaire(folder: Path, survey: str = "x") -> Any:
    return api.find_project(str(folder)).survey(survey).questionnaire


def _reasons(result: Any) -> dict[str, str]:
    return {r.variable: r.reason for r in result.records if r.type == "unmapped"}


VOTE = {"vote": {1: "Left", 2: "Right", 8: "Don't know", 9: "Refused", -1: "Not applicable"}}


def test_user_missing_values_are_answers_of_no_opinion(
    made: Made, imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    path = made(
        "x.sav",
        {"vote": [1, 1, 2, 8, 9, -1, None]},
        variable_value_labels=VOTE,
        missing_ranges={"vote": [{"lo": 8, "hi": 9}, -1]},
    )
    result = imported(path)
    assert counts("x")["vote"] == {"1": 2, "2": 1, "8": 1, "9": 1, "-1": 1}
    kinds = {o.code: o.kind for o in _questionnaire(tmp_path).items["vote"].options.values()}
    assert kinds == {
        "1": "substantive", "2": "substantive", "8": "dont_know", "9": "refused", "-1": "refused",
    }  # fmt: skip
    assert "user-missing" in {note.code for note in result.notes}
    text = (tmp_path / "questionnaires/x.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if "code: 8" in line)
    assert "confirm" in line


def test_user_missing_values_can_be_left_empty(
    made: Made, imported: Imported, counts: Counts
) -> None:
    path = made(
        "x.sav",
        {"vote": [1, 1, 2, 8, 9, -1, None]},
        variable_value_labels=VOTE,
        missing_ranges={"vote": [{"lo": 8, "hi": 9}, -1]},
    )
    imported(path, empty_missing=True)
    assert counts("x")["vote"] == {"1": 2, "2": 1}


def test_values_without_labels_take_their_place_and_are_told(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    labels = {"q": {1: "Low", 2: "Middle", 4: "High", 5: "Nobody said so"}}
    result = imported(made("x.sav", {"q": [1, 2, 3, 4]}, variable_value_labels=labels))
    options = _questionnaire(tmp_path).items["q"].options
    assert [option.code for option in options.values()] == ["1", "2", "3", "4", "5"]
    (item,) = [r for r in result.records if r.type == "imported"]
    assert "without labels: 3" in item.confirm


def test_answers_of_a_real_size_have_the_shares_they_have(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    path = made(
        "poll-2024.sav",
        {"q": [1] * 60 + [2] * 40, "wt": [0.5] * 60 + [1.75] * 40},
        variable_value_labels={"q": {1: "Yes", 2: "No"}},
        column_labels=["Do you agree?", "Weight"],
    )
    imported(path, weight="WT", name="poll", country="KR")
    project = api.find_project(str(tmp_path))
    records = [r for r in api.compare(project, "poll.q").records if r.type == "estimate"]
    assert [round(r.share, 9) for r in records] == [0.3, 0.7]
    assert [(r.wave, r.country) for r in records] == [("2024", "KR")] * 2


def test_a_weight_is_used_only_where_it_is_named_or_declared(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    path = made(
        "x.sav",
        {"q": [1, 2], "weight": [0.5, 1.5]},
        variable_value_labels={"q": {1: "Yes", 2: "No"}},
    )
    result = imported(path)
    roles = {r.name: r.role for r in result.records if r.type == "imported"}
    assert roles["weight"] == "proposed_weight"
    assert _questionnaire(tmp_path).waves["1"].design is None
    text = (tmp_path / "questionnaires/x.yaml").read_text("utf-8")
    assert "#   weight: weight" in text
    assert (tmp_path / "datasets/x/1.responses.csv").read_text("utf-8").startswith("weight,q\n")
    data = bytearray(path.read_bytes())
    data[76:80] = struct.pack("<i", 2)  # WEIGHT BY the second variable
    path.write_bytes(bytes(data))
    imported(path, force=True)
    assert _questionnaire(tmp_path).waves["1"].design.weight == "weight"


@pytest.mark.parametrize(
    ("cells", "words"),
    [([1.0, None], "1 row has none"), ([1.0, -1.0], "below 0"), ([0.0, 0.0], "all values are 0")],
)
def test_a_weight_that_is_none_is_refused(
    made: Made, tmp_path: Path, cells: list[Any], words: str
) -> None:
    path = made(
        "x.sav", {"q": [1, 2], "w": cells}, variable_value_labels={"q": {1: "Yes", 2: "No"}}
    )
    with pytest.raises(UsageError, match=words):
        api.import_(path, to=tmp_path, country="US", weight="w")
    assert not (tmp_path / "questionnaires").exists()


def test_countries_are_known_by_codes_and_by_names(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    path = made(
        "x.sav",
        {"cntry": [1.0, 2.0, 2.0, 3.0], "q": [1, 2, 1, 1]},
        variable_value_labels={
            "cntry": {1: "South Korea", 2: "JP", 3: "DE-Germany"},
            "q": {1: "Yes", 2: "No"},
        },
    )
    imported(path, country_column="cntry")
    samples = _questionnaire(tmp_path).waves["1"].samples
    assert {name: sample.n for name, sample in samples.items()} == {"DE": 1, "JP": 2, "KR": 1}


def test_a_country_that_nobody_knows_is_refused(made: Made, tmp_path: Path) -> None:
    path = made(
        "x.sav",
        {"place": ["Atlantis", "KR"], "q": [1, 2]},
        variable_value_labels={"q": {1: "Yes", 2: "No"}},
    )
    with pytest.raises(UsageError, match="no country is known by 'Atlantis'"):
        api.import_(path, to=tmp_path, country_column="place")
    with pytest.raises(UsageError, match="no country is known of these respondents"):
        api.import_(path, to=tmp_path)


@pytest.mark.parametrize("name", ["m_{}", "q3_{}", "Q12.{}", "a2b{}"])
def test_columns_of_signs_with_one_question_become_several_answers(
    name: str, made: Made, imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    columns = [name.format(number) for number in (1, 2, 3)]
    stem = name.partition("{")[0].rstrip("_.").lower()
    question = "Which of these do you read?"
    path = made(
        "x.sav",
        dict(zip(columns, ([1, 0, 1, None], [0, 0, 1, None], [1, 0, 0, None]), strict=True)),
        column_labels=[f"{question} - {what}" for what in ("Papers", "Books", "Signs")],
        variable_value_labels={column: {0: "Not selected", 1: "Selected"} for column in columns},
    )
    result = imported(path)
    item = _questionnaire(tmp_path).items[stem]
    assert item.type == "multiple"
    assert item.text == {"und": question}
    assert counts("x")[stem] == {"Papers": 2, "Books": 1, "Signs": 1}
    (record,) = [r for r in result.records if r.type == "imported"]
    assert record.confirm == ("taken for one question with several answers",)
    assert record.answered == 3


def test_signs_whose_bases_differ_stay_questions_of_their_own(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    path = made(
        "x.sav",
        {"m_1": [1, 0, 1], "m_2": [0, None, 1]},
        column_labels=["Have you ever: - Bought", "Have you ever: - Sold"],
        variable_value_labels={f"m_{n}": {0: "No", 1: "Yes"} for n in (1, 2)},
    )
    imported(path)
    assert list(_questionnaire(tmp_path).items) == ["m_1", "m_2"]


def test_what_holds_no_answers_is_left_out_with_a_reason(made: Made, imported: Imported) -> None:
    rows = range(40)
    path = made(
        "x.sav",
        {
            "q": [1, 2] * 20,
            "age": [20 + row for row in rows],
            "height": [1.5 + row / 100 for row in rows],
            "words": [f"I think {row}" for row in rows],
            "nothing": [None] * 40,
        },
        variable_value_labels={"q": {1: "Yes", 2: "No"}},
        variable_measure={"age": "unknown", "height": "unknown"},
    )
    assert _reasons(imported(path, leave=["nothing"])) == {
        "age": "a number: 40 values without labels",
        "height": "a number with decimals",
        "words": "text: 40 different ones",
        "nothing": "left out by --leave",
    }


def test_a_mark_with_a_label_and_nothing_beside_it_is_no_question(
    made: Made, imported: Imported, counts: Counts
) -> None:
    """As several answers are often exported: all who are in the column said the same."""
    values = {"q_1": [1, None, 1, None], "q_2": [1, 1, 1, 1], "r": [1, None, 1, 1]}
    labels = {"q_1": {1: "Television"}, "q_2": {1: "Internet"}, "r": {1: "Yes", 2: "No"}}
    result = imported(made("x.sav", values, variable_value_labels=labels))
    assert _reasons(result) == {"q_1": "one answer only, and empty where it was not given"}
    assert counts("x") == {"q_2": {"1": 4}, "r": {"1": 3, "2": 0}}


def test_a_labelled_number_is_no_list_of_answers(made: Made, imported: Imported) -> None:
    path = made(
        "x.sav",
        {"q": [1, 2] * 20, "income": [1000 + row for row in range(39)] + [99999]},
        variable_value_labels={"q": {1: "Yes", 2: "No"}, "income": {99999: "Refused"}},
    )
    assert _reasons(imported(path)) == {"income": "a number: 39 values without labels"}


def test_ids_are_taken_where_each_stands_once(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    labels = {"q": {1: "Yes", 2: "No"}}
    path = made("x.sav", {"RESPID": [101.0, 102.0], "q": [1, 2]}, variable_value_labels=labels)
    imported(path)
    assert _questionnaire(tmp_path).waves["1"].design.respondent == "respid"
    twice = made("y.sav", {"RESPID": [101.0, 101.0], "q": [1, 2]}, variable_value_labels=labels)
    imported(twice)
    assert _questionnaire(tmp_path, "y").waves["1"].design is None
    with pytest.raises(UsageError, match="1 row repeats one"):
        api.import_(twice, to=tmp_path, name="z", country="US", respondent="respid")


def test_labels_of_any_kind_are_told_apart(made: Made, imported: Imported, tmp_path: Path) -> None:
    labels = {1: "Other", 2: "Other", 3: "null", 4: "x" * 119, 5: 'a "b": #c', 6: "yes", 7: "3"}
    path = made("x.sav", {"q": [1, 2, 3, 4, 5, 6, 7]}, variable_value_labels={"q": labels})
    imported(path)
    options = _questionnaire(tmp_path).items["q"].options
    told = {option.code: option.label["und"] for option in options.values()}
    assert told == {
        "1": "Other (1)", "2": "Other (2)", "3": "null", "4": "x" * 119, "5": 'a "b": #c',
        "6": "yes", "7": "3",
    }  # fmt: skip


def test_values_with_decimals_may_have_labels(
    made: Made, imported: Imported, counts: Counts
) -> None:
    labels = {"q": {0.5: "Half", 1.0: "One", 1.5: "More"}}
    imported(made("x.sav", {"q": [0.5, 1.5, 1.5]}, variable_value_labels=labels))
    assert counts("x")["q"] == {"0.5": 1, "1": 0, "1.5": 2}


def test_tagged_missing_values_of_stata_are_kept(
    made: Made, imported: Imported, counts: Counts
) -> None:
    path = made(
        "x.dta",
        {"q": [1, 2, "a", "b", None]},
        variable_value_labels={"q": {1: "Yes", 2: "No", "a": "Don't know", "b": "Refused"}},
        missing_user_values={"q": ["a", "b"]},
    )
    imported(path)
    assert counts("x")["q"] == {"1": 1, "2": 1, ".a": 1, ".b": 1}


ENCODED = [
    ("cp949", "모르겠다", "dont_know"),
    ("shift_jis", "わからない", "dont_know"),
    ("cp1252", "Weiß nicht", "dont_know"),
    ("cp1251", "Затрудняюсь ответить", "dont_know"),
    ("gb18030", "很难说", "dont_know"),
    ("cp1252", "Ähnlich wie früher, prägend", "substantive"),
    ("cp1252", "été à l’école", "substantive"),
    ("cp949", "매우 그렇다", "substantive"),
    ("gb18030", "非常同意这个说法", "substantive"),
]


@pytest.mark.parametrize(("encoding", "label", "kind"), ENCODED)
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("suffix", ["dta", "sav"])
def test_labels_in_old_encodings_are_read(
    made: Made,
    imported: Imported,
    tmp_path: Path,
    suffix: str,
    encoding: str,
    label: str,
    kind: str,
    named: bool,
) -> None:
    written = label.encode(encoding)
    held = "Q" * len(written)
    about: dict[str, Any] = {"version": 10} if suffix == "dta" else {}
    path = made(
        f"x.{suffix}", {"q": [1, 2]}, variable_value_labels={"q": {1: "A", 2: held}}, **about
    )
    data = path.read_bytes().replace(held.encode(), written)
    if suffix == "sav":  # as of before files said how they are encoded
        data = data.replace(struct.pack("<i", 65001), struct.pack("<i", 2))
        data = data.replace(b"UTF-8", b"     ")
    path.write_bytes(data)
    result = imported(path, **({"encoding": encoding} if named else {}))
    options = _questionnaire(tmp_path).items["q"].options
    (found,) = [option for option in options.values() if option.code == "2"]
    assert (found.label["und"], found.kind) == (label, kind)
    assert ("encoding-guessed" in {note.code for note in result.notes}) is not named


def _unicode(made: Made, other: str, written: bytes) -> Path:
    """A file of Stata that says UTF-8, with one label in other bytes."""
    held = "Q" * len(written)
    labels = {"q": {1: other, 2: held}}
    path = made("x.dta", {"q": [1, 2]}, variable_value_labels=labels, version=15)
    path.write_bytes(path.read_bytes().replace(held.encode(), written))
    return path


@pytest.mark.parametrize(("encoding", "label"), [("cp1252", "été"), ("cp949", "매우 그렇다")])
def test_letters_that_are_not_as_a_file_declares_are_read_as_they_seem_and_told(
    made: Made, imported: Imported, tmp_path: Path, encoding: str, label: str
) -> None:
    result = imported(_unicode(made, "A", label.encode(encoding)))
    options = _questionnaire(tmp_path).items["q"].options
    assert [option.label["und"] for option in options.values()] == ["A", label]
    (note,) = [note.text for note in result.notes if note.code == "encoding-guessed"]
    assert note.startswith("The file says that its letters are UTF-8, and they are not: they are")
    assert f"read as {encoding}." in note


def test_letters_of_two_encodings_are_refused_with_those_that_fit_them(
    made: Made, imported: Imported, tmp_path: Path
) -> None:
    path = _unicode(made, "ağır Ş", "şey".encode("cp1254"))  # Ş has a byte that cp1254 has not
    with pytest.raises(InputError) as problem:
        imported(path)
    (fault,) = problem.value.faults
    assert fault.message == "has letters that are not in the encoding that it declares"
    assert fault.hint == (
        "gb18030, cp1250, cp1251, cp1252, iso-8859-1 fit all of its letters: "
        "name one with --encoding"
    )
    with pytest.raises(InputError, match="has letters that are not windows-1254"):
        imported(path, encoding="windows-1254")
    imported(path, encoding="iso-8859-1")


def test_an_import_comes_back_from_its_own_file_the_same(
    made: Made, imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    columns = {"a": [1, 2, 2, 9], "b": [3, 3, 1, None]}
    labels = {"a": {1: "Yes", 2: "No", 9: "DK"}, "b": {1: "Much", 2: "Some", 3: "None"}}
    for suffix in ("sav", "zsav", "dta"):
        about = {"row_compress": True} if suffix == "zsav" else {}
        imported(
            made(f"x.{suffix}", columns, variable_value_labels=labels, **about),
            name=suffix,
        )
        assert counts(suffix)["a"] == {"1": 1, "2": 2, "9": 1}
        assert counts(suffix)["b"] == {"1": 1, "2": 0, "3": 2}
    texts = [
        (tmp_path / f"datasets/{suffix}/1.responses.csv").read_text("utf-8")
        for suffix in ("sav", "zsav", "dta")
    ]
    assert texts[0] == texts[1] == texts[2]


def test_names_in_any_letters_become_ids(made: Made, imported: Imported, tmp_path: Path) -> None:
    path = made(
        "x.sav",
        {"정당": [1, 2], "Q.1": [1, 2], "q_1": [1, 2]},
        variable_value_labels={name: {1: "찬성", 2: "반대"} for name in ("정당", "Q.1", "q_1")},
        column_labels=["정당", None, None],
    )
    imported(path, lang="ko")
    items = _questionnaire(tmp_path).items
    assert list(items) == ["q1", "q_1", "q_1_2"]
    assert items["q1"].text == {"ko": "정당"}
    assert list(items["q1"].options) == ["a1", "a2"]


def test_whoever_marked_nothing_is_told_where_a_file_does_not_say_no(
    made: Made, imported: Imported, counts: Counts
) -> None:
    question = "Which of these do you read? - Mentioned"
    path = made(
        "x.sav",
        {"m_1": [1, None, 1, None], "m_2": [None, None, 1, None]},
        column_labels=[f"{question} 1", f"{question} 2"],
        variable_value_labels={"m_1": {1: "Papers"}, "m_2": {1: "Books"}},
    )
    result = imported(path)
    (record,) = [r for r in result.records if r.type == "imported"]
    assert "2 marked nothing, and count as not asked or not stated" in record.confirm
    assert record.answered == 2
    assert counts("x")["m"] == {"Mentioned 1": 2, "Mentioned 2": 1}


def test_a_set_is_called_by_its_counted_values_where_its_columns_are_called_alike() -> None:
    alike = {"und": "Which of these do you read?"}
    members = tuple(
        Variable(f"m{code}", alike, ["1", "", "1"], "coded", (Value("1", {"und": name}),))
        for code, name in (("1", "Papers"), ("2", "Books"))
    )
    sets = (Several("m", alike, ("m1", "m2"), "1"),)
    described = Described("SPSS", {}, members, 3, sets)
    plan = planned(described, Wishes("x", country="US"), "x.sav", "x")
    (item,) = plan.items
    assert [option.label["und"] for option in item.options] == ["Papers", "Books"]
    assert list(item.columns) == ["m.papers", "m.books"]
