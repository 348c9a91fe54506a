"""Exports as they are seldom made: no answer is lost, moved or made the only one without a word."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from kcli import api
from kcli.errors import InputError, KcliError, UsageError
from kcli.model.records import Estimate, Result

Imported = Callable[..., Result]


def _csv(path: Path, text: str) -> Path:
    path.write_text(text.lstrip("\n"), "utf-8")
    return path


def _items(folder: Path, name: str = "x") -> dict[str, Any]:
    text = (folder / f"questionnaires/{name}.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text)["items"])


def told(folder: Path) -> dict[str, dict[str, int]]:
    """How many gave each answer, by item and label, as kcli counts them."""
    project = api.find_project(str(folder))
    found: dict[str, dict[str, int]] = {}
    for name, item in project.survey("x").questionnaire.items.items():
        for record in api.compare(project, f"x.{name}").records:
            if isinstance(record, Estimate) and record.option in item.options:
                found.setdefault(name, {})[record.option_label] = record.n_option or 0
    return found


def _cells(folder: Path, column: str) -> list[str]:
    with (folder / "datasets/x/1.responses.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


# -- Triple-S -------------------------------------------------------------------


def _sss(folder: Path, variables: str, data: str, record: str = "", end: str = "asc") -> Path:
    text = f'<sss version="2.0"><survey><name>S</name><record ident="A"{record}>'
    (folder / f"x.{end}").write_text(data, "utf-8")
    return _csv(folder / "x.sss", f"{text}{variables}</record></survey></sss>")


def _variable(name: str, kind: str, start: int, finish: int, codes: str, more: str = "") -> str:
    values = "".join(
        f'<value code="{c}">{n}</value>' for c, n in (x.split("=") for x in codes.split())
    )
    return (
        f'<variable type="{kind}"><name>{name}</name><label>{name}?</label>'
        f'<position start="{start}" finish="{finish}"/>{more}<values>{values}</values></variable>'
    )


ONE = _variable("V", "single", 1, 1, "1=Yes 2=No")


def test_signs_of_several_answers_stand_at_the_place_of_their_code(
    imported: Imported, tmp_path: Path
) -> None:
    many = _variable("M", "multiple", 2, 10, "3=C 1=A 9=Other")
    imported(_sss(tmp_path, ONE + many, "1100000001\n2011000000\n"))
    assert _cells(tmp_path, "m.a") == ["1", "0"]
    assert _cells(tmp_path, "m.c") == ["0", "1"]
    assert _cells(tmp_path, "m.other") == ["1", "0"]
    notes = (tmp_path / "questionnaires/x.yaml").read_text("utf-8")
    assert "C" in notes


def test_a_sign_where_no_answer_is_defined_is_told(imported: Imported, tmp_path: Path) -> None:
    many = _variable("M", "multiple", 2, 4, "1=A 3=C")
    result = imported(_sss(tmp_path, ONE + many, "1110\n2001\n"))
    (note,) = [note.text for note in result.notes if note.code == "codes-unknown"]
    assert note == "M: 1 sign stands where no answer is defined; left out."


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        (
            _variable("M", "multiple", 2, 3, "1=A 2=B 9=C"),
            "has 2 signs, and an answer of the code 9",
        ),
        (_variable("M", "multiple", 2, 4, "a=A b=B"), "which is no place"),
        (_variable("M", "multiple", 2, 4, "0=A 1=B"), "which is no place"),
        (_variable("M", "multiple", 2, 4, "1=A 1=B"), "has the value '1' twice"),
        (_variable("W", "single", 2, 2, "1=A 1=B"), "has the value '1' twice"),
        (_variable("M", "multiple", 2, 3, "1=A 2=B", '<spread subfields="-2"/>'), "spread over no"),
        (_variable("M", "multiple", 2, 3, "1=A", '<spread subfields="2" width="-1"/>'), "spread"),
        (
            _variable("M", "multiple", 2, 3, "1=A", '<spread subfields="1000000"/>'),
            "spread over no",
        ),
        (_variable("M", "multiple", 2, 3, ""), "several answers and no values"),
    ],
)
def test_what_triple_s_does_not_allow_is_refused(
    variable: str, told: str, imported: Imported, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        imported(_sss(tmp_path, ONE + variable, "1100\n2010\n"))


@pytest.mark.parametrize(
    ("record", "data", "told"),
    [
        (' skip="one"', "1100\n", "skip is no whole number"),
        (' format="csv"', "1,11\n2,01\n", "has 2 signs in a row, and 3 are needed"),
        (' format="csv"', '1,"110\n', "is not CSV"),
        (' format="csv"', "1\n2\n", "has no column 2, of 'M'"),
    ],
)
def test_data_that_do_not_fit_are_refused(
    record: str, data: str, told: str, imported: Imported, tmp_path: Path
) -> None:
    many = _variable("M", "multiple", 2, 4, "1=A 2=B 3=C")
    end = "csv" if "csv" in record else "asc"
    with pytest.raises(InputError, match=told):
        imported(_sss(tmp_path, ONE + many, data, record, end))


def test_of_several_answers_without_labels_the_range_is_what_there_is(
    imported: Imported, tmp_path: Path
) -> None:
    many = _variable("M", "multiple", 2, 4, "").replace(
        "<values>", '<values><range from="1" to="3"/>'
    )
    imported(_sss(tmp_path, ONE + many, "1100\n2011\n"))
    assert len(_items(tmp_path)["m"]["options"]) == 3


def test_parts_of_a_set_are_not_taken_for_another_variable(
    imported: Imported, tmp_path: Path
) -> None:
    variables = (
        _variable("Q1", "multiple", 1, 3, "1=TV 2=Radio 3=Web")
        + _variable("Q1_1", "single", 4, 4, "1=Daily 2=Weekly")
        + _variable("Q1_1", "single", 5, 5, "1=Yes 2=No")
    )
    imported(_sss(tmp_path, variables, "10021\n01011\n01012\n01122\n"))
    assert told(tmp_path) == {
        "q1": {"TV": 1, "Radio": 3, "Web": 1},
        "q1_1": {"Daily": 2, "Weekly": 2},
        "q1_1_2": {"Yes": 2, "No": 2},
    }


def test_spread_answers_are_as_wide_as_their_range(imported: Imported, tmp_path: Path) -> None:
    more = '<spread subfields="2"/>'
    many = _variable("M", "multiple", 2, 5, "0=None 1=A 2=B", more)
    many = many.replace("<values>", '<values><range from="1" to="12"/>')
    imported(_sss(tmp_path, ONE + many, "10112\n20200\n1    \n"))
    assert sum(told(tmp_path)["m"].values()) == 4
    assert told(tmp_path)["m"]["A"] == told(tmp_path)["m"]["B"] == told(tmp_path)["m"]["None"] == 1


def test_data_are_those_of_the_shape_that_the_xml_says(imported: Imported, tmp_path: Path) -> None:
    (tmp_path / "x.asc").write_text("old\n", "utf-8")
    imported(_sss(tmp_path, ONE, "1\n2\n2\n", ' format="csv"', "csv"))
    assert len(_cells(tmp_path, "v")) == 3
    (tmp_path / "x.dat").write_text("1\n", "utf-8")
    _sss(tmp_path, ONE, "1\n2\n")
    with pytest.raises(
        UsageError, match=r"several files of data lie beside x\.sss: x\.asc and x\.dat"
    ):
        api.import_(tmp_path / "x.sss", to=tmp_path / "other", country="KR")


def test_markup_in_a_label_divides_its_words(imported: Imported, tmp_path: Path) -> None:
    label = "House Survey<br/>First <b>Wave</b>!<p>Your party</p>"
    label += "<text xml:lang='fr'>Une<br/>phrase</text>"
    values = "<value code='1'>Very<br/>good</value><value code='2'>Not<br/><br/> good</value>"
    variable = ONE.replace("<label>V?</label>", f"<label>{label}</label>")
    variable = variable[: variable.index("<values>")] + f"<values>{values}</values></variable>"
    imported(_sss(tmp_path, variable, "1\n2\n"))
    assert _items(tmp_path)["v"]["text"] == {
        "und": "House Survey First Wave! Your party",
        "fr": "Une phrase",
    }
    assert told(tmp_path) == {"v": {"Very good": 1, "Not good": 1}}


def _scored(variable: str, *scores: str) -> str:
    """A variable whose values have these scores, one after the other."""
    for code, score in enumerate(scores, start=1):
        more = f' score="{score}"' if score else ""
        variable = variable.replace(f'code="{code}"', f'code="{code}"{more}')
    return variable


def test_scores_are_carried_over_where_every_answer_has_one(
    imported: Imported, tmp_path: Path
) -> None:
    rating = _variable("V", "single", 1, 1, "1=Good 2=Fair 3=Bad 4=DK")
    result = imported(_sss(tmp_path, _scored(rating, "+1", "0.5", "-1", "99"), "1\n2\n4\n1\n"))
    assert _items(tmp_path)["v"]["score"] == {"good": 1, "fair": 0.5, "bad": -1}
    assert "scores-left" not in {note.code for note in result.notes}
    found = api.compare(api.find_project(str(tmp_path)), "x.v").records
    (mean,) = [r.share for r in found if isinstance(r, Estimate) and r.option_kind == "score"]
    assert mean == pytest.approx(2.5 / 3)


@pytest.mark.parametrize("scores", [("1", ""), ("1", "high"), ("", "2"), ("1", "1e3")])
def test_scores_that_not_every_answer_has_are_told(
    scores: tuple[str, ...], imported: Imported, tmp_path: Path
) -> None:
    result = imported(_sss(tmp_path, _scored(ONE, *scores), "1\n2\n"))
    assert "score" not in _items(tmp_path)["v"]
    (note,) = [note.text for note in result.notes if note.code == "scores-left"]
    assert note == "Scores are left out where an answer has none: V."


def test_scores_of_several_answers_are_told(imported: Imported, tmp_path: Path) -> None:
    many = _scored(_variable("M", "multiple", 2, 3, "1=A 2=B"), "1", "2")
    result = imported(_sss(tmp_path, ONE + many, "110\n201\n"))
    assert "score" not in _items(tmp_path)["m"]
    (note,) = [note.text for note in result.notes if note.code == "scores-left"]
    assert note == "Scores are left out where several answers are allowed: M."


def test_filters_of_triple_s_are_told(imported: Imported, tmp_path: Path) -> None:
    asked = _variable("W", "single", 2, 2, "1=Yes 2=No", "<filter>V=1</filter>")
    result = imported(_sss(tmp_path, ONE + asked, "11\n2 \n12\n"))
    assert "asked" not in _items(tmp_path)["w"]
    (note,) = [note.text for note in result.notes if note.code == "filter-unmapped"]
    assert note == "1 filter is not of a kind that can be kept: W (V=1)"


# -- SurveyMonkey -----------------------------------------------------------------


@pytest.mark.parametrize(
    "other", ["Something else (please tell us)", "その他（具体的に記入してください）"]
)
def test_words_of_ones_own_break_no_question_apart(
    other: str, imported: Imported, tmp_path: Path
) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            f"""
Respondent ID,Collector ID,Which?,,,,Party?,
,,TV,Radio,Web,{other},Response,{other}
1,9,TV,,Web,,Red,
2,9,,Radio,,,Blue,
3,9,TV,,,podcasts,,Green
4,9,,,,books,Red,
5,9,TV,,Web,,Blue,
6,9,TV,,,,Red,
7,9,TV,,,,Blue,
""",
        )
    )
    assert told(tmp_path) == {
        "q1": {"TV": 5, "Radio": 1, "Web": 2, other: 2},
        "q2": {"Red": 3, "Blue": 3, other: 1},
    }


def test_words_beside_answers_are_none(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
Respondent ID,Collector ID,Which?,,,
,,TV,Radio,Web,Why do you say so?
1,9,TV,,Web,because
2,9,,Radio,,
3,9,TV,,,of it
""",
        )
    )
    assert told(tmp_path) == {"q1": {"TV": 2, "Radio": 1, "Web": 1}}


def test_a_grid_of_several_answers_is_a_question_a_row(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
Respondent ID,Collector ID,How often?,,,
,,TV - Daily,TV - Weekly,Radio - Daily,Radio - Weekly
1,9,Daily,Weekly,,
2,9,,Weekly,Daily,
3,9,Daily,,,
""",
        )
    )
    assert told(tmp_path) == {"q1_1": {"Daily": 2, "Weekly": 2}, "q1_2": {"Daily": 1, "Weekly": 0}}


def test_answers_by_their_number_are_one_question(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
Respondent ID,Collector ID,Which?,,
,,TV,Radio,Web
1,9,1,,3
2,9,,2,
3,9,1,,
""",
        )
    )
    assert told(tmp_path) == {"q1": {"TV": 2, "Radio": 1, "Web": 1}}
    assert "taken for one question" in (tmp_path / "questionnaires/x.yaml").read_text("utf-8")


def test_what_is_written_beside_an_answer_is_none(imported: Imported, tmp_path: Path) -> None:
    """A box of an answer that was not on offer is empty where one on offer was given."""
    rows = "1,9,Yes,\n2,9,No,because\n3,9,,I skip this\n4,9,Yes,well\n5,9,No,\n"
    head = "Respondent ID,Collector ID,Do you agree?,\n,,Response,Please explain\n"
    imported(_csv(tmp_path / "x.csv", head + rows))
    assert told(tmp_path) == {"q1": {"Yes": 2, "No": 2}}


def test_responses_of_the_wave_in_another_form_are_not_left_beside(
    imported: Imported, tmp_path: Path
) -> None:
    head = "Respondent ID,Collector ID,Which?\n,,Response\n"
    source = _csv(tmp_path / "x.csv", head + "1,9,TV\n2,9,TV\n3,9,Web\n4,9,Web\n5,9,TV\n")
    imported(source)
    written = tmp_path / "datasets/x/1.responses.csv"
    before = written.read_bytes()
    written.rename(written.with_name("1.responses.csv.gz"))
    with pytest.raises(UsageError, match="has responses of that wave, too"):
        imported(source, force=True)
    assert not written.exists()
    assert written.with_name("1.responses.csv.gz").read_bytes() == before


@pytest.mark.parametrize("name", ["reports", "concepts"])
def test_a_survey_is_not_called_as_a_file_of_kcli(
    name: str, imported: Imported, tmp_path: Path
) -> None:
    head = "Respondent ID,Collector ID,Which?\n,,Response\n"
    with pytest.raises(UsageError, match="cannot be the name of a survey"):
        imported(_csv(tmp_path / "x.csv", head + "1,9,TV\n2,9,Web\n"), name=name)


def test_weights_are_written_as_kcli_reads_them(imported: Imported, tmp_path: Path) -> None:
    rows = "".join(f"{n},9,{w},TV\n" for n, w in enumerate([".5", "+1", "2.", "1e0"], start=1))
    head = "Respondent ID,Collector ID,weight,Which?\n,,Open-Ended Response,Response\n"
    imported(_csv(tmp_path / "x.csv", head + rows), weight="q1")
    assert _cells(tmp_path, "q1") == ["0.5", "1", "2", "1e0"]
    assert told(tmp_path) == {"q2": {"TV": 4}}


@pytest.mark.parametrize("odd", ["1_0", "1e-310", "-1", "١"])
def test_what_kcli_would_not_read_is_no_weight(
    odd: str, imported: Imported, tmp_path: Path
) -> None:
    rows = "".join(f"{n},9,{w},TV\n" for n, w in enumerate(["1", odd, "2"], start=1))
    head = "Respondent ID,Collector ID,weight,Which?\n,,Open-Ended Response,Response\n"
    with pytest.raises(UsageError, match="is no weight"):
        imported(_csv(tmp_path / "x.csv", head + rows), weight="q1")


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((",Red", ",Blue", ",Red"), None),
        ((",Red", "", ",Red"), "1 row has one cell less than the header (line 4):"),
        (("", ",Red", ""), "2 rows have one cell less than the header (the first on line 3):"),
    ],
)
def test_rows_without_their_last_cell_are_told(
    ends: tuple[str, ...], said: str | None, imported: Imported, tmp_path: Path
) -> None:
    ends = (*ends, *(4 * (",Red", ",Blue")))
    rows = "".join(f"{n},9,TV{end}\n" for n, end in enumerate(ends, start=1))
    head = "Respondent ID,Collector ID,Which?,Party?\n,,Response,Response\n"
    result = imported(_csv(tmp_path / "x.csv", head + rows))
    found = [note.text for note in result.notes if note.code == "short-rows"]
    assert found == ([f"{said} the last is taken as empty."] if said else [])
    assert sum(told(tmp_path)["q2"].values()) == sum(bool(end) for end in ends)


# -- LimeSurvey -------------------------------------------------------------------


@pytest.mark.parametrize(("form", "sign"), [("Q2[{}]", "Y"), ("Q2[{}]", "1"), ("Q2_{}", "Y")])
def test_comments_are_no_answers(form: str, sign: str, imported: Imported, tmp_path: Path) -> None:
    heads = ",".join(form.format(p) for p in ("SQ001", "SQ001comment", "SQ002", "SQ002comment"))
    imported(
        _csv(
            tmp_path / "x.csv",
            f"""
id,submitdate,lastpage,startlanguage,Q1,{heads}
1,2024-01-01,3,en,A1,{sign},daily,,
2,2024-01-01,3,en,A2,,,{sign},car
3,2024-01-01,3,en,A1,{sign},,{sign},
4,2024-01-01,3,en,A2,{sign},news,,
""",
        )
    )
    assert told(tmp_path)["q2"] == {"SQ001": 3, "SQ002": 2}


def test_a_heading_may_be_on_two_lines(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
id,submitdate,lastpage,startlanguage,"Q2[SQ001]. Which
media? [TV]","Q2[SQ002]. Which
media? [Web]"
1,2024-01-01,3,en,Y,
2,2024-01-01,3,en,Y,Y
""",
        )
    )
    assert told(tmp_path) == {"q2": {"TV": 2, "Web": 1}}


def test_two_questions_of_the_same_words_are_two(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
Response ID,Date submitted,Last page,Start language,Q? [TV],Q? [Web],Q? [TV],Q? [Web]
1,2024-01-01,3,en,Yes,,,Yes
2,2024-01-01,3,en,Yes,Yes,,Yes
""",
        )
    )
    assert sorted(told(tmp_path).values(), key=str) == [{"TV": 0, "Web": 2}, {"TV": 2, "Web": 1}]


def test_a_question_whose_code_ends_in_time_is_one(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
id,submitdate,lastpage,startlanguage,screentime,groupTime12
1,2024-01-01,3,en,A1,7.5
2,2024-01-01,3,en,A2,8.5
""",
        )
    )
    assert told(tmp_path) == {"screentime": {"A1": 1, "A2": 1}}


def test_an_answer_that_was_not_on_offer_is_called_other(
    imported: Imported, tmp_path: Path
) -> None:
    head = "id,submitdate,lastpage,startlanguage,Q1,Q1[other],Q2\n"
    rows = ["A1,,A1", "-oth-,a party,-oth-", "A2,,Other", "A1,,A1", "-oth-,another,-oth-", "A2,,A1"]
    text = head + "".join(f"{n},2024-01-01,3,en,{row}\n" for n, row in enumerate(rows, start=1))
    imported(_csv(tmp_path / "x.csv", text))
    assert told(tmp_path) == {
        "q1": {"A1": 2, "Other": 2, "A2": 2},
        "q2": {"A1": 3, "-oth-": 2, "Other": 1},
    }


def test_one_answer_of_one_person_is_told_as_one(imported: Imported, tmp_path: Path) -> None:
    head = "id,submitdate,lastpage,startlanguage,Q1,Q2,Q3[other]\n"
    rows = "1,2024-01-01,3,en,A1,I think so,hm\n2,2024-01-01,3,en,A2,,\n"
    result = imported(_csv(tmp_path / "x.csv", head + rows))
    left = {r.variable: r.reason for r in result.records if r.type == "unmapped"}
    assert left["Q2"] == "looks open: 1 answer of 1 person"
    assert left["Q3_other"] == "text: 1 answer"


# -- Qualtrics --------------------------------------------------------------------


def test_answers_may_have_a_line_in_them(imported: Imported, tmp_path: Path) -> None:
    ids = ",".join(
        '"{""ImportId"":""' + name + '""}"' for name in ("_recordId", "Q1_1", "Q1_2", "Q1_3")
    )
    imported(
        _csv(
            tmp_path / "x.csv",
            f"""
ResponseId,Q1_1,Q1_2,Q1_3
ID,Q? - Selected Choice - Radio - FM,Q? - Selected Choice - TV,Q? - Selected Choice - 18 - 24
{ids}
R_1,Radio - FM,,18 - 24
R_2,,TV,
R_3,Radio - FM,TV,
""",
        )
    )
    assert told(tmp_path) == {"q1": {"Radio - FM": 2, "TV": 2, "18 - 24": 1}}


# -- XLSForm ----------------------------------------------------------------------


def _form(
    folder: Path, survey: list[list[str]], choices: list[list[str]], data: str
) -> dict[str, Any]:
    book = Workbook()
    sheet, other = book.active, book.create_sheet("choices")
    assert sheet is not None
    sheet.title = "survey"
    for row in [["type", "name", "label", "relevant"], *survey]:
        sheet.append(row)
    for row in [["list_name", "name", "label"], *choices]:
        other.append(row)
    book.save(folder / "x.xlsx")
    return {"data": _csv(folder / "sent.csv", data)}


MEDIA = [["m", "tv", "TV"], ["m", "radio", "Radio"]]


def test_answers_that_are_not_in_the_form_are_kept_and_told(
    imported: Imported, tmp_path: Path
) -> None:
    more = _form(tmp_path, [["select_multiple m", "q", "Which?"]], MEDIA, "q\ntv zzz\ntv\nzzz\n")
    result = imported(tmp_path / "x.xlsx", **more)
    assert told(tmp_path) == {"q": {"TV": 2, "Radio": 0, "zzz": 2}}
    assert "codes-unknown" in {note.code for note in result.notes}


def test_signs_that_are_neither_are_refused(imported: Imported, tmp_path: Path) -> None:
    rows = [["select_multiple m", "q", "Which?"]]
    more = _form(tmp_path, rows, MEDIA, "q/tv,q/radio\nmaybe,0\n1,1\n")
    with pytest.raises(InputError, match="'maybe' says neither"):
        imported(tmp_path / "x.xlsx", **more)


def test_questions_of_one_name_never_share_a_column(imported: Imported, tmp_path: Path) -> None:
    rows = [
        ["begin group", "a", ""], ["select_one m", "ok", "A?"], ["end group", "", ""],
        ["begin group", "b", ""], ["select_one m", "ok", "B?"], ["end group", "", ""],
        ["select_one m", "other", "C?"],
    ]  # fmt: skip
    data = "ok;ok;other\ntv;radio;tv\ntv;radio;radio\n"
    imported(tmp_path / "x.xlsx", **_form(tmp_path, rows, MEDIA, data))
    assert told(tmp_path) == {"other": {"TV": 1, "Radio": 1}}


def test_an_other_of_the_form_is_no_second_one(imported: Imported, tmp_path: Path) -> None:
    choices = [*MEDIA, ["m", "other", "Something else"]]
    rows = [["select_one m or_other", "q", "Which?"]]
    imported(tmp_path / "x.xlsx", **_form(tmp_path, rows, choices, "q\ntv\nother\nother\nradio\n"))
    assert told(tmp_path) == {"q": {"TV": 1, "Radio": 1, "Something else": 2}}


def test_choices_of_one_name_have_both_labels(imported: Imported, tmp_path: Path) -> None:
    choices = [["m", "1", "Acity"], ["m", "1", "Bcity"], ["m", "2", "Ccity"]]
    rows = [["select_one m", "q", "Where?"]]
    imported(tmp_path / "x.xlsx", **_form(tmp_path, rows, choices, "q\n1\n2\n1\n"))
    assert told(tmp_path) == {"q": {"Acity / Bcity": 2, "Ccity": 1}}


def test_a_filter_by_a_chosen_answer_is_kept(imported: Imported, tmp_path: Path) -> None:
    rows = [
        ["select_one m", "q", "Which?"],
        ["select_one m", "r", "And?", "selected(${q}, 'tv')"],
        ["select_one m", "s", "And?", "(${q} = 'tv' or ${q} = 'radio')"],
    ]
    rows += [
        ["select_multiple m", "n", "Which?"],
        ["select_one m", "o", "And?", "${n} = 'tv'"],  # tv and nothing else
        ["select_one m", "p", "And?", "selected(${n}, 'tv')"],
    ]
    data = "q,r,s,n,o,p\ntv,tv,tv,tv,tv,tv\nradio,,radio,tv radio,,tv\ntv,radio,tv,radio,,\n"
    more = _form(tmp_path, rows, MEDIA, data.replace("radio,,\n", "radio,radio,\n"))
    imported(tmp_path / "x.xlsx", **more)
    items = _items(tmp_path)
    assert items["r"]["asked"] == {"item": "q", "options": ["tv"]}
    assert items["s"]["asked"] == {"item": "q", "options": ["tv", "radio"]}
    assert "asked" not in items["o"]
    assert items["p"]["asked"] == {"item": "n", "options": ["tv"]}


# -- any ---------------------------------------------------------------------------


def test_one_answer_beside_empty_cells_is_no_question(imported: Imported, tmp_path: Path) -> None:
    text = """
id,submitdate,lastpage,startlanguage,Q1,agree
1,2024-01-01,3,en,A1,Y
2,2024-01-01,3,en,A2,
3,2024-01-01,3,en,A1,Y
"""
    imported(_csv(tmp_path / "x.csv", text))
    assert told(tmp_path) == {"q1": {"A1": 2, "A2": 1}}
    imported(tmp_path / "x.csv", answers=["agree"], force=True)
    assert told(tmp_path)["agree"] == {"Y": 2}


def test_a_part_of_a_set_can_be_left(imported: Imported, tmp_path: Path) -> None:
    text = """
id,submitdate,lastpage,startlanguage,Q2[SQ001],Q2[SQ002],Q2[SQ003]
1,2024-01-01,3,en,Y,,Y
2,2024-01-01,3,en,Y,Y,
"""
    imported(_csv(tmp_path / "x.csv", text), leave=["Q2_SQ003"])
    assert told(tmp_path) == {"q2": {"SQ001": 2, "SQ002": 1}}


def test_lines_in_answers_and_ids_become_spaces(imported: Imported, tmp_path: Path) -> None:
    text = "id,submitdate,lastpage,startlanguage,Q1\n" + "".join(
        f'"a\x07{n}",2024-01-01,3,en,"{cell}"\n'
        for n, cell in enumerate(
            ["Don't know\r  x: [", "Don't know\r  x: [", "one\u2028line", "one\u2028line"]
        )
    )
    imported(_csv(tmp_path / "x.csv", text))
    checked = api.check(api.find_project(str(tmp_path)))
    assert [record for record in checked.records if record.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("St. Lucia", "LC"), ("St. Kitts and Nevis", "KN"), ("KR - Korea", "KR"), ("kr", "KR")],
)
def test_countries_are_known_by_their_names(
    name: str, code: str, imported: Imported, tmp_path: Path
) -> None:
    text = (
        f"id,submitdate,lastpage,startlanguage,country,Q1\n1,2,3,en,{name},A1\n2,2,3,en,{name},A2\n"
    )
    _csv(tmp_path / "x.csv", text)
    try:
        imported(tmp_path / "x.csv", country=None, country_column="country")
    except KcliError as problem:
        assert name == "kr", problem  # capitals are what tells a code from a word
        return
    assert set(_cells(tmp_path, "country")) == {code}


def test_signs_that_are_no_markup_stay_in_a_label(imported: Imported, tmp_path: Path) -> None:
    imported(
        _csv(
            tmp_path / "x.csv",
            """
Respondent ID,Collector ID,Is it <b>x</b> <18 or >65?,
,,Response,
1,9,under <18 or >65,
2,9,no,
3,9,under <18 or >65,
4,9,no,
""",
        )
    )
    text = (tmp_path / "questionnaires/x.yaml").read_text("utf-8")
    assert "Is it x <18 or >65?" in text
    assert "under <18 or >65" in text
