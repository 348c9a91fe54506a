"""The joint polls, the American and the Korean series hold every row of the files of facts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import Run
from facts.rows import SURVEY_OF, Fact, read_rows

from kcli.io.grammar import read_noun
from kcli.io.plain import read_text
from kcli.io.project import Project, Survey, find_project, shipped_root
from kcli.io.yaml_tree import parse_yaml
from kcli.model.claims import Claim, Claims
from kcli.model.evidence import Finding
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView

FILES = ("yomiuri_joint", "chicago_us", "kinu")
ROWS = [Fact(**row) for name in FILES for row in read_rows(name)]
SURVEYS = tuple(dict.fromkeys(row.survey for row in ROWS))
OWED = ("chicago", "chicago-partners", "kinu")

# The item that each name of the files means.
ITEMS = {
    "country or region felt as a military threat (several answers)": "military_threat",
    "threat felt from North Korean nuclear weapons and missiles": "nuclear_threat",
    "do you feel threatened by North Korean nuclear weapons and missiles": "feel_threatened",
    "will North Korea give up its nuclear weapons": "gives_up_weapons",
    "North Korea's nuclear program as a threat to vital interests": "nuclear_threat",
    "use US troops if North Korea invaded South Korea": "use_troops",
    "US should have long-term military bases in South Korea": "bases",
    "South Korea should have its own nuclear weapons": "own_weapons",
    "own nuclear weapons or US forces in Korea": "weapons_or_us_forces",
    "unification is necessary": "unification_necessary",
    "North Korea will not denuclearize": "no_denuclearization",
}
# Texts that say more, or spell otherwise, than the files.
WORDED = {"bases": "support for us troops", "nuclear_threat": "north korea's nuclear programme"}
# The answer of 2021 bears the words of its own question, as the note of the row gives them.
RELABELLED = {("bases", "2021"): "support"}
# How many people, where no row has the number: how that is known, and the number.
SIZES = {
    "yomiuri-gallup": ("approximate", 1000),
    "hankook-yomiuri": ("approximate", 1000),
    "kinu": ("approximate", 1000),
}
# The American sample of the partners is that of the yearly survey, so it has its size.
BORROWED = {("chicago-partners", "2016", "US"): ("assumed", 2061)}

# By what a row of the discrepancies is about: the claims that stand for it, each with the version
# of the row that it gives, the shares that it says, if any, and the verdict.
CLAIMED: dict[tuple[str, str], list[tuple[str, str, dict[str, str], str]]] = {
    ("chicago", "year of 47 (use US troops)"): [
        ("CC-47.printed", "b", {}, "not_testable"),
        ("CC-47.meant", "b", {"favor": "47"}, "supported"),
    ],
    ("chicago", "2016 critical threat"): [("KM-62", "b", {"critical": "62"}, "contradicted")],
    ("chicago", "first year of the US-troops question"): [("KH-1982", "b", {}, "not_testable")],
    ("chicago-partners", "KR: long-term US bases"): [
        ("KBS-68", "a", {"should": "68"}, "not_settled"),
        ("DA-62", "b", {"should": "62"}, "not_settled"),
    ],
    ("kinu", "2024 US forces rather than nuclear weapons"): [
        ("ZUM-40.1", "b", {"us_forces": "40.1"}, "contradicted"),
    ],
    ("kinu", "2025 necessity"): [
        ("CB-caption", "b", {"necessary": "51.0", "not_necessary": "49.0"}, "contradicted"),
    ],
}


@pytest.fixture(scope="module")
def surveys() -> dict[str, Survey]:
    project: Project = find_project("shipped")
    return {name: project.survey(name) for name in SURVEYS}


def by_cells(row: Fact) -> str:
    place = f"{row.survey}.{row.wave}.{row.country}"
    return f"{place}.{ITEMS[row.item]}.{row.option}".replace(" ", "_")


def sample_of(survey: Survey, wave: str, country: str) -> SampleView:
    (view,) = (v for v in survey.questionnaire.samples(wave) if v.country == country)
    return view


def finding_of(survey: Survey, row: Fact) -> Finding:
    """The one finding of a row's wave, country, item and answer."""
    item = ITEMS[row.item]
    option = RELABELLED.get((item, row.year), row.option).casefold()
    fitting = [
        finding
        for finding in survey.findings
        if (finding.wave, finding.sample, finding.item) == (row.wave, row.country, item)
        and label_of(survey, finding) == option
    ]
    (finding,) = fitting
    return finding


def label_of(survey: Survey, finding: Finding) -> str:
    asking = survey.questionnaire.asking(finding.item, finding.wave)
    return asking.label(finding.statement.option or "").casefold()


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def claims_of(name: str) -> tuple[Claim, ...]:
    """The claims of a survey, as its file has them."""
    path, root = f"datasets/{name}/claims.yaml", shipped_root()
    if not (root / path).exists():
        return ()
    tree = parse_yaml(read_text(root / path, path, root=root, limit="yaml-bytes"))
    return tuple(read_noun(tree, Claims).claims)


def records(run: Run, *arguments: str) -> list[dict[str, Any]]:
    done = run(*arguments, "--project", "shipped", "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["records"]
    return found


# -- rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=by_cells)
def test_a_row_is_a_shipped_finding(
    row: Fact, surveys: dict[str, Survey], request: pytest.FixtureRequest
) -> None:
    survey = surveys[row.survey]
    finding = finding_of(survey, row)
    # What it says, as it is printed.
    assert (row.label, row.count) == ("", "")
    assert finding.statement.predicate == "share"
    assert finding.statement.value == row.share_percent
    assert finding.statement.base == "all"
    text = said(survey.questionnaire.asking(finding.item, finding.wave).text).casefold().rstrip("?")
    other = WORDED.get(finding.item, row.item.casefold())
    assert text == row.item.casefold() or text.startswith(other)
    # Who says it, and where.
    assert finding.grade == row.grade
    assert survey.questionnaire.sources[finding.source].url == row.source_url
    assert bool(finding.note) == bool(row.note)
    assert figures(row.note) <= figures(finding.note or "")
    # Of whom, and when.
    view = sample_of(survey, row.wave, row.country)
    if row.n:
        assert (view.n, view.n_status) == (int(row.n), "published")
    assert view.fieldwork is not None
    assert view.fieldwork.start is not None
    assert view.fieldwork.end is not None
    assert {view.fieldwork.start.first.year, view.fieldwork.end.last.year} == {int(row.year)}
    if row.fieldwork_start:
        days = (str(view.fieldwork.start), str(view.fieldwork.end))
        assert days == (row.fieldwork_start, row.fieldwork_end)
    assert view.population == "general_public"
    ages = re.findall(r"(\d+)\+", row.population)
    assert figures(said(view.universe)) == set(ages)
    # The line of the file.
    assert finding.where.path.endswith(f"datasets/{row.survey}/findings.csv")
    lines = (shipped_root() / finding.where.path).read_text("utf-8").splitlines()
    assert f",{row.share_percent}," in lines[finding.where.line - 1]
    request.node.user_properties.append(("where", str(finding.where)))


def test_no_finding_of_these_series_is_without_a_row(surveys: dict[str, Survey]) -> None:
    assert len(ROWS) == 106
    rows = {(row.survey, finding_of(surveys[row.survey], row).id) for row in ROWS}
    assert len(rows) == len(ROWS)
    assert rows == {(name, f.id) for name, survey in surveys.items() for f in survey.findings}


def test_findings_are_named_by_what_they_are_about(surveys: dict[str, Survey]) -> None:
    for survey in surveys.values():
        for f in survey.findings:
            assert f.id == f"{f.item}.{f.statement.option}.{f.wave}.{f.sample}"


def test_sizes_are_published_about_or_unknown(surveys: dict[str, Survey]) -> None:
    for name, survey in surveys.items():
        for wave in survey.questionnaire.waves:
            for view in survey.questionnaire.samples(wave):
                printed = {r.n for r in ROWS if (r.survey, r.wave, r.country) == view.key} - {""}
                if printed:
                    (size,) = printed
                    assert (view.n_status, view.size) == ("published", int(size)), view.key
                else:
                    unknown = BORROWED.get(view.key, SIZES.get(name, ("published", None)))
                    assert (view.n_status, view.size) == unknown
                    assert view.n is None


def test_every_wave_item_and_sample_has_a_row_or_a_claim(surveys: dict[str, Survey]) -> None:
    for name, survey in surveys.items():
        asked = {
            (wave, item)
            for item in survey.questionnaire.items
            for wave in survey.questionnaire.waves_of(item)
        }
        rows = {(row.wave, ITEMS[row.item]) for row in ROWS if row.survey == name}
        claimed = {(claim.wave, claim.item) for claim in claims_of(name)}
        assert rows <= asked <= rows | claimed


# -- what the other files say ----------------------------------------------------------------------


def test_surveys_keep_their_terms_their_address_and_who_does_them(
    surveys: dict[str, Survey],
) -> None:
    described = {SURVEY_OF[r["survey_id"]]: r for r in read_rows("surveys")}
    for name, survey in surveys.items():
        row, questionnaire = described[name], survey.questionnaire
        assert questionnaire.url == row["method_url"]
        terms, licence = row["licence_or_attribution_seen"], said(questionnaire.licence)
        for word in ("copyright", "figures only", "cite"):
            assert (word in terms) == (word in licence.casefold()), (name, word)
        assert (questionnaire.attribution is not None) == ("cite" in terms) == (name in OWED)
        views = [view for wave in questionnaire.waves for view in questionnaire.samples(wave)]
        institutes = " ".join(part for view in views for part in view.organisations)
        for word in re.findall(r"[A-Z]\w+", row["organisers"]):
            assert word in {*re.findall(r"\w+", institutes), "KR"}, (name, word)
        assert {view.country for view in views} == set(row["countries"].split())
        assert {view.mode for view in views} == how(row["mode_and_population"])


def how(words: str) -> set[str]:
    """The modes that a description names; of years it is silent on, none is known."""
    if "online" in words:
        return {"online", "unknown"}
    named = {mode for mode in ("telephone", "face-to-face") if mode in words}
    return {mode.replace("-", "_") for mode in named} or {"unknown"}


def test_of_one_year_alone_the_american_panel_is_known(surveys: dict[str, Survey]) -> None:
    (row,) = (r for r in read_rows("surveys") if r["survey_id"] == "chicago_council")
    questionnaire = surveys["chicago"].questionnaire
    for wave in questionnaire.waves:
        view = sample_of(surveys["chicago"], wave, "US")
        stated = view.margin_of_error
        known = (view.mode, view.sampling, stated and 100 * stated.points.value)
        if f"{wave}: " in row["mode_and_population"]:
            assert f"n={view.n:,}, +/-{float(known[2] or 0)}" in row["mode_and_population"]
            assert known[:2] == ("online", "probability")
        else:
            assert known == ("unknown", "unknown", None)


def test_the_korean_margin_of_error_is_the_stated_one(surveys: dict[str, Survey]) -> None:
    (row,) = (r for r in read_rows("surveys") if r["survey_id"] == "kinu_unification")
    for wave in surveys["kinu"].questionnaire.waves:
        margin = sample_of(surveys["kinu"], wave, "KR").margin_of_error
        assert margin is not None
        assert f"+/-{float(100 * margin.points.value)}" in row["mode_and_population"]


def test_no_question_is_given_as_word_for_word(surveys: dict[str, Survey]) -> None:
    known = [row for row in read_rows("items") if SURVEY_OF[row["survey_id"]] in SURVEYS]
    assert [row["survey_id"] for row in known] == ["yomiuri_gallup", "chicago_council"]
    rendered, described = known
    poll, council = surveys["yomiuri-gallup"].questionnaire, surveys["chicago"].questionnaire
    assert poll.items["military_threat"].text["ko"] == rendered["wording_original"]
    paraphrased = {("yomiuri-gallup", "military_threat")} | {("chicago", i) for i in council.items}
    for name, survey in surveys.items():
        for item, body in survey.questionnaire.items.items():
            expected = "paraphrase" if (name, item) in paraphrased else "unpublished"
            assert body.wording == expected
    for row, questionnaire in ((rendered, poll), (described, council)):
        assert row["source_url"] in {source.url for source in questionnaire.sources.values()}


def test_every_discrepancy_is_a_claim_with_its_verdict(
    surveys: dict[str, Survey], run: Run
) -> None:
    rows = {(SURVEY_OF[row["survey_id"]], row["what"]): row for row in read_rows("discrepancies")}
    rows = {place: row for place, row in rows.items() if place[0] in SURVEYS}
    assert rows.keys() == CLAIMED.keys()
    entries = {(name, entry.id): entry for name in SURVEYS for entry in claims_of(name)}
    told = {(name, claim[0]) for (name, _), claims in CLAIMED.items() for claim in claims}
    assert entries.keys() == told
    verdicts = {
        (name, record["claim"]): record for name in OWED for record in records(run, "verify", name)
    }
    assert verdicts.keys() == told
    for (name, what), claims in CLAIMED.items():
        for claim, version, says, verdict in claims:
            entry, row = entries[name, claim], rows[name, what]
            source = surveys[name].questionnaire.sources[entry.source]
            assert source.url == row[f"source_{version}"]
            (said_there,) = entry.says
            assert said_there.get("share", {}) == says
            assert says or set(said_there) == {"loose"}
            assert set(says.values()) <= figures(f"{row['version_a']} {row['version_b']} {what}")
            assert verdicts[name, claim]["verdict"] == verdict
            assert verdicts[name, claim]["as_expected"]
            assert (entry.expect or "supported") == verdict
            assert (entry.reason is None) == (entry.expect is None)


def test_of_a_share_printed_in_two_ways_none_is_stored(surveys: dict[str, Survey]) -> None:
    survey = surveys["chicago-partners"]
    assert "bases" in survey.questionnaire.items
    assert [f for f in survey.findings if f.item == "bases"] == []


# -- what is owed, and what a reader sees ----------------------------------------------------------


@pytest.mark.parametrize("name", SURVEYS)
@pytest.mark.parametrize("command", ["compare", "topline"])
def test_the_sentence_that_is_owed_stands_beside_the_figures(
    name: str, command: str, surveys: dict[str, Survey], run: Run
) -> None:
    questionnaire = surveys[name].questionnaire
    what = name if command == "compare" else f"{name}.{next(iter(questionnaire.items))}"
    done = run(command, what, "--project", "shipped", "--json")
    assert done.returncode == 0, done.stderr
    notes = json.loads(done.stdout)["notes"]
    owed = [note["text"] for note in notes if note["code"] == "attribution"]
    assert owed == ([said(questionnaire.attribution)] if name in OWED else [])


def test_the_two_polls_of_the_yomiuri_keep_their_own_japanese_shares(run: Run) -> None:
    shares = {}
    for name in ("yomiuri-gallup", "hankook-yomiuri"):
        for wave in ("2013", "2017"):
            for r in records(run, "compare", f"{name}.military_threat@{wave}"):
                if (r["type"], r.get("country"), r["option"]) == ("estimate", "JP", "north_korea"):
                    shares[name, wave] = r["share"]
    assert shares == {
        ("yomiuri-gallup", "2013"): 0.74,
        ("hankook-yomiuri", "2013"): 0.808,
        ("yomiuri-gallup", "2017"): 0.83,
        ("hankook-yomiuri", "2017"): 0.88,
    }


def test_several_answers_are_allowed_about_military_threats(surveys: dict[str, Survey]) -> None:
    for name in ("yomiuri-gallup", "hankook-yomiuri"):
        questionnaire = surveys[name].questionnaire
        for wave in questionnaire.waves_of("military_threat"):
            asking = questionnaire.asking("military_threat", wave)
            assert (asking.type, asking.options_complete) == ("multiple", "incomplete")
            concepts = dict(asking.concepts)
            assert concepts["military_threat"] == {o: (o,) for o in asking.options}


def grades(run: Run, item: str, before: str, after: str) -> tuple[set[str], set[str], set[str]]:
    """The grades of a shift, its words, and the codes of its reasons."""
    found = records(run, "shift", item, "--from", before, "--to", after)
    reasons = {reason.split(" ")[1].rstrip(":") for r in found for reason in r["reasons"]}
    return {r["grade"] for r in found}, {r["wording"] for r in found}, reasons


@pytest.mark.parametrize("item", ["nuclear_threat", "bases"])
def test_the_flash_poll_stands_apart_from_the_yearly_survey(item: str, run: Run) -> None:
    grade, word, reasons = grades(run, f"chicago.{item}", "2018", "2020-01")
    assert (grade, word, "break" in reasons) == ({"D"}, {"gap"}, True)


def test_the_yearly_survey_is_one_series_on_both_sides_of_the_flash_poll(run: Run) -> None:
    for item, before, after in (("bases", "2018", "2023"), ("use_troops", "2019", "2020")):
        grade, word, reasons = grades(run, f"chicago.{item}", before, after)
        assert (grade, word, "break" in reasons) == ({"B"}, {"shift"}, False)


def test_the_bases_were_asked_about_in_other_words_in_one_year(run: Run) -> None:
    grade, _, reasons = grades(run, "chicago.bases", "2018", "2021")
    assert (grade, {"wording", "option-labels"} <= reasons) == ({"C"}, True)


def test_the_american_sample_of_the_partners_is_published_twice(
    surveys: dict[str, Survey], run: Run
) -> None:
    partners = surveys["chicago-partners"].questionnaire
    again = {view.country: view.same_respondents_as for view in partners.samples("2016")}
    assert again == {"KR": None, "US": "chicago@2016", "AU": None, "JP": None}
    waves = ("--from", "chicago@2016", "--to", "chicago-partners@2016")
    found = records(run, "shift", "vital_threat", *waves, "--country", "US")
    assert len(found) == 2
    assert all("same-respondents" in record["assumptions"] for record in found)
    assert all(record["p_value"] is None for record in found)


def test_an_answer_without_a_middle_may_belong_to_the_middle(surveys: dict[str, Survey]) -> None:
    asking = surveys["kinu"].questionnaire.asking("unification_necessary", "2025")
    assert dict(asking.concepts)["unification"] == {
        "necessary": ("necessary", "between"),
        "not_necessary": ("between", "not_necessary"),
    }
