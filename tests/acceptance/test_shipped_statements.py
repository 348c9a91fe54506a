"""What kcli ships holds every row of the files of facts, word for word and figure for figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from facts.rows import read_rows

from kcli.errors import Where
from kcli.io.plain import read_text
from kcli.io.project import Project, Survey, find_project, shipped_root
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.evidence import Finding
from kcli.model.fields import said
from kcli.model.predicates import PREDICATES
from kcli.model.questionnaire import SampleView

Row = Mapping[str, str]

STATEMENTS = read_rows("statements")
SAID = [row for row in STATEMENTS if row["predicate"] != "interviews"]
INTERVIEWS = [row for row in STATEMENTS if row["predicate"] == "interviews"]
IPUS = read_rows("ipus_report")

# Rows that tell what one author wrote, or what a government holds, are answers.
ANSWERS = {"stance": "commentary", "position": "governments"}
SURVEYS = {"V": "kf-vub", "K": "ifes"}
GOVERNMENTS = {
    "CN": "Government of China",
    "JP": "Government of Japan",
    "KR": "Government of South Korea",
    "RU": "Government of Russia",
    "US": "Government of the United States",
}
# By survey, the item that each name of the file means.
ITEMS = {
    "kf-vub": {
        "headline": "inter_korean_change",
        "inter-Korean relations compared with a year ago": "inter_korean_change",
        "own country should support better inter-Korean relations": "support_inter_korean",
        "improved inter-Korean relations: impact on own country": "inter_korean_impact",
        "US-North Korea relations compared with a year ago": "us_nk_change",
        "improved US-North Korea relations: impact on own country": "us_nk_impact",
        "own country's role in US-North Korea relations": "us_nk_role",
        "first priority when dealing with North Korea": "first_priority",
        "means toward North Korea": "means",
    },
    "ifes": {
        "results if US-North Korea talks resume": "talks_results",
        "inter-Korean tension continues regardless": "tension_continues",
        "South Korea-US relations": "kr_us",
        "US will soon initiate contact": "us_will_initiate_contact",
    },
    "commentary": {
        "outlook for US-North Korea relations": "us_nk_outlook",
        "the Singapore summit as a turning point": "singapore_turning_point",
        "means toward North Korea": "means",
        "route to denuclearization": "route",
    },
    "governments": {
        "sanctions on North Korea (position of a government)": "sanctions",
        "bilateral US-North Korea diplomacy (position of a government)": "bilateral_diplomacy",
    },
}
# The one label that a questionnaire writes out: a role is something to do.
WRITTEN_OUT = {"mediator": "act as a mediator"}
# The order in which a note lists the sizes of the samples.
LISTED = ("CN", "JP", "RU", "US")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]


@pytest.fixture(scope="module")
def project() -> Project:
    return find_project("shipped")


@pytest.fixture(scope="module")
def surveys(project: Project) -> dict[str, Survey]:
    """The shipped surveys of real people; nobody stated anything of the invented ones."""
    real = (s for s in project.surveys() if s.questionnaire.synthetic != "yes")
    return {survey.questionnaire.survey: survey for survey in real}


def by_id(row: Row) -> str:
    return row["id"]


def by_cells(row: Row) -> str:
    return f"{row['option'].replace(' ', '_')}.{row['year']}"


def survey_of(row: Row) -> str:
    return ANSWERS.get(row["predicate"]) or SURVEYS[row["id"][0]]


def wave_of(row: Row) -> str:
    if row["predicate"] == "position":
        return "before-2018" if row["note"].startswith("before 2018") else "2018-06"
    return row["date"][:4]


def sample_of(survey: Survey, wave: str, name: str) -> SampleView:
    (view,) = (view for view in survey.questionnaire.samples(wave) if view.id == name)
    return view


def label_of(survey: Survey, finding: Finding, option: str | None) -> str:
    asking = survey.questionnaire.asking(finding.item, finding.wave)
    assert option in {**asking.options, **asking.nets}, finding
    return asking.label(option).casefold()


def meant(predicate: str) -> str:
    """The one name of words that the grammar takes for the same, such as ``leading``."""
    found = PREDICATES.get(predicate)
    return found.name if found else predicate


def lies_at(request: pytest.FixtureRequest, where: Where, file: str, words: str) -> None:
    """Record a place, after a look whether the words stand there."""
    assert where.path.endswith(file), where
    line = (shipped_root() / file).read_text("utf-8").splitlines()[where.line - 1]
    assert words in line, (where, line)
    request.node.user_properties.append(("where", str(where)))


@pytest.mark.parametrize("row", SAID, ids=by_id)
def test_a_statement_is_a_shipped_finding_in_the_same_words(
    row: Row, surveys: dict[str, Survey], request: pytest.FixtureRequest
) -> None:
    # Its id is borne by one finding, of its own survey.
    named = [f for survey in surveys.values() for f in survey.findings if f.id == row["id"]]
    assert [finding.survey for finding in named] == [survey_of(row)]
    (finding,), survey = named, surveys[survey_of(row)]
    statement = finding.statement
    # Of whom, when, and on what.
    assert finding.wave == wave_of(row)
    assert sample_of(survey, finding.wave, finding.sample).country == row["country"]
    assert finding.item == ITEMS[finding.survey][row["item"]]
    # What it says.
    expected = "answer" if row["predicate"] in ANSWERS else row["predicate"]
    assert meant(statement.predicate) == meant(expected)
    label = row["option"].casefold()
    assert label_of(survey, finding, statement.option) == WRITTEN_OUT.get(label, label)
    if row["other_option"]:
        assert label_of(survey, finding, statement.other) == row["other_option"].casefold()
    else:
        assert statement.other is None
    if row["predicate"] == "share":
        assert re.findall(r"^\d+(?=%)", row["note"]) == [statement.value]
    else:
        assert statement.value is None
    # Who says it, and where.
    speakers = {"stance": row["speaker"], "position": GOVERNMENTS.get(row["country"])}
    assert finding.respondent == speakers.get(row["predicate"])
    assert finding.quote == row["quote"]
    source = survey.questionnaire.sources[finding.source]
    assert said(source.title) == row["source"]
    assert source.publisher == row["publisher"]
    assert str(source.published) == row["date"]
    file = f"datasets/{finding.survey}/findings.csv"
    lies_at(request, finding.where, file, f"{row['id']},")


@pytest.mark.parametrize("row", INTERVIEWS, ids=by_id)
def test_a_number_of_interviews_is_the_size_of_a_shipped_sample(
    row: Row, surveys: dict[str, Survey], request: pytest.FixtureRequest
) -> None:
    name = survey_of(row)
    view = sample_of(surveys[name], wave_of(row), row["country"])
    sizes = re.split(", ", row["note"].partition(";")[0])
    size = sizes[LISTED.index(row["country"])] if len(sizes) > 1 else sizes[0]
    assert view.n == int(size)
    assert re.search(rf"\b{size}\b", row["quote"])
    assert view.fieldwork is not None
    assert (str(view.fieldwork.start), str(view.fieldwork.end)) == days(row)
    file = f"questionnaires/{name}.yaml"
    path = ("waves", view.wave, "samples", view.id)
    lies_at(request, yaml_of(file).where(path), file, size)


def yaml_of(file: str) -> Tree:
    root = shipped_root()
    return parse_yaml(read_text(root / file, file, root=root, limit="yaml-bytes"))


def days(row: Row) -> tuple[str, str]:
    """First and last day of fieldwork, as the note or else the quote of a row tells them."""
    found = re.search(r"fieldwork (\d+) (\w+) to (\d+) (\w+) (\d{4})", row["note"])
    if found:
        first, month, last, other, year = found.groups()
    else:
        found = re.search(r"from ([A-Z]\w+) (\d+) to (\d+) ", row["quote"])
        assert found, row
        month, first, last = found.groups()
        other, year = month, row["date"][:4]
    return day(year, month, first), day(year, other, last)


def day(year: str, month: str, number: str) -> str:
    return date(int(year), MONTHS.index(month) + 1, int(number)).isoformat()


@pytest.mark.parametrize("row", IPUS, ids=by_cells)
def test_a_row_of_the_unification_surveys_is_a_shipped_finding(
    row: Row, surveys: dict[str, Survey], request: pytest.FixtureRequest
) -> None:
    survey = surveys["ipus"]
    fitting = [
        finding
        for finding in survey.findings
        if finding.wave == row["year"]
        and label_of(survey, finding, finding.statement.option) == row["option"].casefold()
    ]
    (finding,) = fitting
    text = survey.questionnaire.asking(finding.item, finding.wave).text
    assert said(text).casefold().rstrip("?") == row["item"].casefold()
    assert finding.statement.predicate == "share"
    assert finding.statement.value == row["share_percent"]
    assert finding.grade == row["grade"]
    assert survey.questionnaire.sources[finding.source].url == row["source_url"]
    view = sample_of(survey, finding.wave, finding.sample)
    assert (view.country, view.n) == (row["country"], int(row["n"]))
    assert view.fieldwork is not None
    period = (str(view.fieldwork.start), str(view.fieldwork.end))
    assert period == (row["fieldwork_start"], row["fieldwork_end"])
    assert view.population == "general_public"
    (age,) = re.findall(r"(\d+)\+", row["population"])
    assert age in said(view.universe)
    lies_at(request, finding.where, "datasets/ipus/findings.csv", f",{row['share_percent']},")


def test_no_finding_of_the_unification_surveys_is_without_a_row(
    surveys: dict[str, Survey],
) -> None:
    assert len(surveys["ipus"].findings) == len(IPUS) == 33


def test_the_unification_question_is_asked_in_the_words_of_the_institute(
    surveys: dict[str, Survey],
) -> None:
    (row,) = (row for row in read_rows("items") if row["survey_id"] == "ipus_report")
    questionnaire = surveys["ipus"].questionnaire
    for wave in questionnaire.waves:
        asking = questionnaire.asking("necessity", wave)
        assert asking.wording == "verbatim"
        assert asking.text["ko"] == row["wording_original"]


def test_the_sentence_that_the_institute_asks_for_is_owed(surveys: dict[str, Survey]) -> None:
    (row,) = (row for row in read_rows("surveys") if row["survey_id"] == "ipus_report")
    questionnaire = surveys["ipus"].questionnaire
    asked_for = row["licence_or_attribution_seen"].partition(": ")[2]
    assert asked_for
    assert (questionnaire.attribution or {})["ko"] == asked_for
    assert questionnaire.url == row["method_url"]


def test_answers_of_authors_and_governments_all_have_a_row(surveys: dict[str, Survey]) -> None:
    for predicate, name in ANSWERS.items():
        rows = {row["id"] for row in STATEMENTS if row["predicate"] == predicate}
        assert {finding.id for finding in surveys[name].findings} == rows
