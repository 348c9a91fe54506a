"""What survey tools write: Qualtrics, LimeSurvey, SurveyMonkey, Triple-S, XLSForm."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kcli import api
from kcli.errors import InputError, UsageError

Imported = Callable[..., Any]
Counts = Callable[[str], Any]


def _csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", sign: str = ",") -> Path:
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign, lineterminator="\r\n").writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def _items(folder: Path, survey: str = "x") -> Any:
    return api.find_project(str(folder)).survey(survey).questionnaire.items


def _reasons(result: Any) -> dict[str, str]:
    return {r.variable: r.reason for r in result.records if r.type == "unmapped"}


# -- Qualtrics ------------------------------------------------------------------


def _qualtrics(folder: Path, **how: str) -> Path:
    def imported_as(name: str) -> str:
        return f'{{"ImportId":"{name}"}}'

    media = "Which media do you use? - Selected Choice"
    rows = [
        ["ResponseId", "Status", "Q1", "Q2_1", "Q2_2", "Q2_3", "Q2_3_TEXT", "Q3_1", "Q3_2"],
        [
            "Response ID", "Response Type", "Do you <b>agree</b>?", f"{media} - Papers",
            f"{media} - The radio", f"{media} - Other:", f"{media} - Other: - Text",
            "How much do you trust ... - The court", "How much do you trust ... - The army",
        ],
        [
            imported_as(name)
            for name in (
                "_recordId", "status", "QID1", "QID2_1", "QID2_2", "QID2_3", "QID2_3_TEXT",
                "QID3_1", "QID3_2",
            )
        ],
        ["R_1", "IP Address", "Yes", "Papers", "", "", "", "A lot", "A little"],
        ["R_2", "IP Address", "No", "Papers", "The radio", "", "", "A lot", "A lot"],
        ["R_3", "Survey Preview", "Yes", "", "", "Other:", "My aunt", "A little", "A lot"],
        ["R_4", "IP Address", "Don't know", "", "", "", "", "A lot", "A little"],
        ["R_5", "IP Address", "Yes", "", "The radio", "", "", "", "A lot"],
        ["R_6", "IP Address", "Don't know", "", "The radio", "", "", "A lot", "A lot"],
    ]  # fmt: skip
    return _csv(folder / "x.csv", rows, **how)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_qualtrics_with_its_three_header_rows(
    imported: Imported, counts: Counts, tmp_path: Path, encoding: str
) -> None:
    result = imported(_qualtrics(tmp_path, encoding=encoding))
    found = counts("x")
    assert found["q1"] == {"Yes": 3, "No": 1, "Don't know": 2}
    assert found["q2"] == {"Papers": 2, "The radio": 3, "Other:": 1}
    assert found["q3_1"] == {"A lot": 4, "A little": 1}
    items = _items(tmp_path)
    assert items["q1"].text == {"und": "Do you agree?"}
    assert items["q1"].options["dont_know"].kind == "dont_know"
    assert items["q2"].text == {"und": "Which media do you use?"}
    assert items["q1"].options_complete == "incomplete"
    design = api.find_project(str(tmp_path)).survey("x").questionnaire.waves["1"].design
    assert design is not None
    assert design.respondent == "responseid"
    assert "test-rows" in {note.code for note in result.notes}
    assert _reasons(result) == {
        "Status": "about the interview",
        "Q2_3_TEXT": "text: 1 answer",
    }


def test_qualtrics_without_its_header_rows_is_refused(tmp_path: Path) -> None:
    path = _csv(tmp_path / "x.csv", [["Q1", "Q2"], ["Yes", "No"], ["No", "No"]])
    with pytest.raises(InputError, match="header rows of Qualtrics"):
        api.import_(path, to=tmp_path, country="US", format="qualtrics")
    with pytest.raises(InputError, match="no format that is known by its looks"):
        api.import_(path, to=tmp_path, country="US")


# -- LimeSurvey -----------------------------------------------------------------

LIME = [
    ["id", "submitdate", "lastpage", "startlanguage", "G1Q1", "G1Q2[SQ001]", "G1Q2[SQ002]",
     "G1Q2[other]", "G2Q3[SQ001]", "G2Q3[SQ002]", "words"],
    ["1", "2024-01-02 10:00:00", "2", "en", "A1", "Y", "", "", "A2", "A1", "Hello"],
    ["2", "2024-01-02 11:00:00", "2", "en", "A2", "", "Y", "Posters", "A2", "A2", ""],
    ["3", "", "1", "en", "A1", "", "", "", "", "", ""],
    ["4", "2024-01-03 10:00:00", "2", "en", "A2", "Y", "Y", "", "A1", "A2", "Bye"],
]  # fmt: skip


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_limesurvey_with_codes(
    imported: Imported, counts: Counts, tmp_path: Path, sign: str
) -> None:
    result = imported(_csv(tmp_path / "x.csv", LIME, sign=sign))
    found = counts("x")
    assert found["g1q1"] == {"A1": 2, "A2": 2}
    assert found["g1q2"] == {"SQ001": 2, "SQ002": 2, "Other": 1}
    assert found["g2q3_sq001"] == {"A2": 2, "A1": 1} | {}
    assert any("1 of 4 respondents did not submit" in note.text for note in result.notes)
    assert _reasons(result)["words"].startswith("looks open")


def test_limesurvey_with_questions_and_words(
    imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    rows = [
        ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page",
         "startlanguage. Start language", "Q1. Do you agree?", "Q2[SQ001]. Which media? [Papers]",
         "Q2[SQ002]. Which media? [The radio]"],
        ["1", "2024", "2", "en", "Yes", "Yes", "No"],
        ["2", "2024", "2", "en", "No", "No", "No"],
        ["3", "2024", "2", "en", "N/A", "N/A", "N/A"],
        ["4", "2024", "2", "en", "Yes", "Yes", "Yes"],
        ["5", "2024", "2", "en", "No", "No", "Yes"],
    ]  # fmt: skip
    result = imported(_csv(tmp_path / "x.csv", rows))
    assert counts("x") == {"q1": {"Yes": 2, "No": 2}, "q2": {"Papers": 2, "The radio": 2}}
    records = [r for r in result.records if r.type == "imported"]
    assert next(r for r in records if r.name == "q2").answered == 4
    assert _items(tmp_path)["q2"].text == {"und": "Which media?"}
    assert any("3 cells say that the question was not shown" in n.text for n in result.notes)


# -- SurveyMonkey ---------------------------------------------------------------


def test_surveymonkey_with_its_two_header_rows(
    imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    rows = [
        ["Respondent ID", "Collector ID", "Start Date", "IP Address", "Do you agree?", "",
         "Which media do you use?", "", "", "How much do you trust", "", "Anything else?"],
        ["", "", "", "", "Response", "Other (please specify)", "Papers", "The radio",
         "Other (please specify)", "The court", "The army", "Open-Ended Response"],
        ["1001", "5", "1/2/2024", "::1", "Yes", "", "Papers", "", "", "A lot", "A lot", "No."],
        ["1002", "5", "1/2/2024", "::1", "", "Perhaps", "", "The radio", "Posters", "A lot", "",
         ""],
        ["1003", "5", "1/2/2024", "::1", "Yes", "", "", "", "", "A little", "A lot", ""],
        ["1004", "5", "1/2/2024", "::1", "Yes", "", "Papers", "The radio", "", "A lot", "A lot",
         "Thanks"],
    ]  # fmt: skip
    result = imported(_csv(tmp_path / "x.csv", rows, encoding="cp1252"))
    assert counts("x") == {
        "q1": {"Yes": 3, "Other (please specify)": 1},
        "q2": {"Papers": 2, "The radio": 2, "Other (please specify)": 1},
        "q3_1": {"A lot": 3, "A little": 1},
        "q3_2": {"A lot": 3},
    }
    assert _items(tmp_path)["q3_1"].text == {"und": "How much do you trust - The court"}
    reasons = _reasons(result)
    assert reasons["IP Address"] == "about the interview"
    assert reasons["q4"] == "text: 2 different ones"
    text = (tmp_path / "datasets/x/1.responses.csv").read_text("utf-8")
    assert "::1" not in text, "addresses of people are not carried over"


# -- Triple-S -------------------------------------------------------------------

SSS = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "sss_v20.dtd">
<sss version="2.0">
<survey><title>Une enquête</title>
<record ident="A"{attributes}>
<variable ident="1" type="quantity" use="serial"><name>no</name><label>Number</label>
 <position start="{p[0]}" finish="{p[1]}"/></variable>
<variable ident="2" type="single"><name>Q1</name><label>D’accord ?<text xml:lang="en">Agree?</text>
 </label><position start="{p[2]}" finish="{p[3]}"/>
 <values><value code="1">Oui</value><value code="2">Non</value><value code="99">Ne sait pas</value>
 </values></variable>
<variable ident="3" type="multiple"><name>Q2</name><label>Médias</label>
 <position start="{p[4]}" finish="{p[5]}"/>
 <values><value code="1">Presse</value><value code="2">Radio</value><value code="3">Télé</value>
 </values></variable>
<variable ident="4" type="multiple"><name>Q3</name><label>First two</label>
 <position start="{p[6]}" finish="{p[7]}"/><spread subfields="2" width="1"/>
 <values><value code="1">One</value><value code="2">Two</value><value code="3">Three</value>
 </values></variable>
<variable ident="5" type="quantity" use="weight"><name>w</name><label>Weight</label>
 <position start="{p[8]}" finish="{p[9]}"/></variable>
<variable ident="6" type="logical"><name>Q4</name><label>Ever?</label>
 <position start="{p[10]}"/></variable>
<variable ident="7" type="character"><name>Q5</name><label>Words</label>
 <position start="{p[11]}" finish="{p[12]}"/></variable>
</record></survey></sss>"""
PEOPLE = [
    ("001", "01", "110", "13", "0.5", "1", "bien"),
    ("002", "99", "010", "20", "1.5", "0", "    "),
    ("003", "  ", "000", "00", "1.0", " ", "mal "),
    ("004", "02", "101", "31", "1.0", "1", "mal "),
]
RESULT = {
    "q1": {"1": 1, "2": 1, "99": 1},
    "q2": {"Presse": 2, "Radio": 2, "Télé": 1},
    "q3": {"1": 2, "2": 1, "3": 2},
    "q4": {"1": 2, "0": 1},
}


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_triple_s_of_fixed_places(
    imported: Imported, counts: Counts, tmp_path: Path, encoding: str
) -> None:
    places = [1, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15, 18]
    text = SSS.format(encoding=encoding, attributes="", p=places).replace("’", "'")
    (tmp_path / "x.sss").write_bytes(text.encode(encoding))
    lines = ["".join(person) for person in PEOPLE]
    (tmp_path / "x.asc").write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    result = imported(tmp_path / "x.sss", lang="fr")
    questionnaire = api.find_project(str(tmp_path)).survey("x").questionnaire
    design = questionnaire.waves["1"].design
    assert design is not None
    assert (design.respondent, design.weight) == ("no", "w")
    assert questionnaire.title == {"fr": "Une enquête"}
    assert questionnaire.items["q1"].text == {"fr": "D'accord ?", "en": "Agree?"}
    assert questionnaire.items["q1"].options["ne_sait_pas"].kind == "dont_know"
    assert counts("x") == RESULT
    assert _reasons(result) == {"Q5": "text: 2 different ones"}


def test_triple_s_of_cells(imported: Imported, counts: Counts, tmp_path: Path) -> None:
    places = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7]
    text = SSS.format(encoding="utf-8", attributes=' format="csv" skip="1"', p=places)
    (tmp_path / "x.xml").write_text(text, "utf-8")
    rows = [["no", "Q1", "Q2", "Q3", "w", "Q4", "Q5"], *map(list, PEOPLE)]
    data = _csv(tmp_path / "people.csv", rows)
    imported(tmp_path / "x.xml", data=data)
    assert counts("x") == RESULT


def test_triple_s_without_its_respondents_is_refused(tmp_path: Path) -> None:
    text = SSS.format(encoding="utf-8", attributes="", p=[*range(1, 14)])
    (tmp_path / "x.sss").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"no file of data lies beside x\.sss"):
        api.import_(tmp_path / "x.sss", to=tmp_path, country="US")


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE sss [<!ENTITY a "aaaa">]><sss>&a;</sss>'
    (tmp_path / "x.sss").write_text(bomb, "utf-8")
    with pytest.raises(InputError, match="declares entities"):
        api.import_(tmp_path / "x.sss", to=tmp_path, country="US")


# -- XLSForm --------------------------------------------------------------------


def _form(folder: Path) -> Path:
    book = Workbook()
    survey, choices = book.active, book.create_sheet("choices")
    assert survey is not None
    survey.title = "survey"
    for row in (
        ["type", "name", "label::English (en)", "label::한국어 (ko)", "relevant"],
        ["begin group", "main", "", "", ""],
        ["select_one yn", "aware", "Have you heard of it?", "들어 보셨습니까?", ""],
        ["select_multiple media", "where", "Where?", "어디서?", "${aware} = 'yes'"],
        ["select_one yn", "again", "And again?", "또?", "${age} > 17"],
        ["integer", "age", "How old are you?", "", ""],
        ["end group", "", "", "", ""],
    ):
        survey.append(row)
    for row in (
        ["list_name", "name", "label::English (en)", "label::한국어 (ko)"],
        ["yn", "yes", "Yes", "예"],
        ["yn", "no", "No", "아니오"],
        ["yn", "98", "Don't know", "모름"],
        ["media", 1, "Papers", "신문"],
        ["media", 2, "The radio", "라디오"],
    ):
        choices.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_title"])
    settings.append(["A form"])
    book.save(folder / "x.xlsx")
    return folder / "x.xlsx"


def test_a_form_with_its_submissions(imported: Imported, counts: Counts, tmp_path: Path) -> None:
    rows = [
        ["main-aware", "main-where", "main-again", "main-age", "KEY"],
        ["yes", "1 2", "yes", "30", "uuid:1"],
        ["yes", "2", "98", "40", "uuid:2"],
        ["no", "", "", "16", "uuid:3"],
    ]
    result = imported(_form(tmp_path), data=_csv(tmp_path / "people.csv", rows), wave="2024")
    assert counts("x") == {
        "aware": {"yes": 2, "no": 1, "98": 0},
        "where": {"Papers": 1, "The radio": 2},
        "again": {"yes": 1, "no": 0, "98": 1},
    }
    items = _items(tmp_path)
    assert items["where"].asked.item == "aware"
    assert items["where"].asked.options == ["yes"]
    assert items["aware"].text == {"en": "Have you heard of it?", "ko": "들어 보셨습니까?"}
    assert items["aware"].options_complete == "published"
    assert any("${age} > 17" in note.text for note in result.notes)
    assert _reasons(result)["age"] == "a number"


def test_a_form_alone_is_a_questionnaire_alone(imported: Imported, tmp_path: Path) -> None:
    result = imported(_form(tmp_path))
    assert not (tmp_path / "datasets").exists()
    kinds = {o.code: o.kind for o in _items(tmp_path)["aware"].options.values()}
    assert kinds == {"yes": "substantive", "no": "substantive", "98": "dont_know"}
    assert [r.answered for r in result.records if r.type == "imported"] == [None] * 3


def test_submissions_with_a_column_for_each_answer(
    imported: Imported, counts: Counts, tmp_path: Path
) -> None:
    rows = [
        ["main/aware", "main/where", "main/where/1", "main/where/2", "main/again"],
        ["yes", "1", "True", "False", "no"],
        ["yes", "1 2", "True", "True", "no"],
    ]
    imported(_form(tmp_path), data=_csv(tmp_path / "people.csv", rows))
    assert counts("x")["where"] == {"Papers": 2, "The radio": 1}
