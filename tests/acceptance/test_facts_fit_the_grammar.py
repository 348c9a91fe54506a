"""Every row of the published facts has a place in the files of a project, and kcli reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from facts.converter import convert
from facts.places import found, label_of, printed, sample_of
from facts.rows import HERE, SERIES, SURVEY_OF, facts, read_rows

from kcli.api.compare import compare
from kcli.io.grammar import read_noun
from kcli.io.plain import read_text
from kcli.io.project import Project, Survey
from kcli.io.yaml_tree import parse_yaml
from kcli.model.claims import Claim, Claims, read_says
from kcli.model.fields import said
from kcli.model.figures import read_percent
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Wave

HALF_A_TRILLIONTH = 5e-13  # numbers of records are rounded to 12 digits


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every fact in it."""
    root = tmp_path_factory.mktemp("facts")
    convert(root)
    return root


@pytest.fixture(scope="module")
def project(folder: Path) -> Project:
    return Project(folder, ".")


@pytest.fixture(scope="module")
def surveys(project: Project) -> dict[str, Survey]:
    """Every survey, read; a fault of any file would be an InputError."""
    return {survey.questionnaire.survey: survey for survey in project.surveys()}


@pytest.fixture(scope="module")
def claims(folder: Path) -> dict[str, tuple[Claim, ...]]:
    """The claims of each survey that has some."""
    found = {}
    for path in sorted(folder.glob("datasets/*/claims.yaml")):
        file = read_text(path, path.name, root=folder, limit="yaml-bytes")
        found[path.parent.name] = tuple(read_noun(parse_yaml(file), Claims).claims)
    return found


def test_every_row_of_the_facts_finds_its_place(surveys: dict[str, Survey]) -> None:
    rows = facts()
    assert len(rows) == sum(len(read_rows(name)) for name in SERIES) > 250
    places = set()
    for fact in rows:
        for predicate, value in printed(fact):
            finding = found(surveys, fact, predicate, value)
            places.add((finding.survey, finding.id))
            assert finding.grade == fact.grade
            assert fact.note in (finding.note or "")
    assert len(places) == sum(1 for fact in rows for _ in printed(fact))


def test_every_row_names_the_sample_that_it_speaks_of(surveys: dict[str, Survey]) -> None:
    for fact in facts():
        predicate, value = next(printed(fact))
        survey = surveys[SURVEY_OF[fact.survey_id]]
        sample = sample_of(survey, found(surveys, fact, predicate, value))
        period = sample.fieldwork
        assert period is not None
        if fact.n:
            assert sample.n == int(fact.n)
        if fact.fieldwork_start:
            assert (str(period.start), str(period.end)) == (
                fact.fieldwork_start,
                fact.fieldwork_end,
            )
        if re.search(r"\d\d\+", fact.population):
            assert said(sample.universe) == fact.population
        kind = "experts" if "experts" in fact.population else "general_public"
        assert sample.population == kind


def test_no_fact_is_stored_twice(surveys: dict[str, Survey]) -> None:
    stated = [r for r in read_rows("statements") if r["predicate"] != "interviews"]
    rows = [(predicate, fact) for fact in facts() for predicate, _ in printed(fact)]
    repeated = [
        fact for predicate, fact in rows if predicate == fact.label and fact.survey == "kf-vub"
    ]
    assert len(repeated) == 17
    total = sum(len(survey.findings) for survey in surveys.values())
    assert total == len(stated) + len(rows) - len(repeated)


def test_every_statement_finds_its_place_by_its_id(surveys: dict[str, Survey]) -> None:
    findings = {f.id: (s, f) for s in surveys.values() for f in s.findings}
    for row in read_rows("statements"):
        if row["predicate"] == "interviews":
            survey = surveys["kf-vub" if row["id"].startswith("V") else "ifes"]
            views = survey.questionnaire.samples(survey.questionnaire.wave_order[-1])
            (size,) = (view.n for view in views if view.country == row["country"])
            assert size is not None
            assert re.search(rf"\b{size}\b", row["quote"])
            continue
        survey, finding = findings[row["id"]]
        assert sample_of(survey, finding).country == row["country"]
        assert label_of(survey, finding) == row["option"].casefold()
        assert finding.quote == row["quote"]
        assert said(survey.questionnaire.sources[finding.source].title) == row["source"]
        if row["predicate"] in ("stance", "position"):
            assert finding.statement.predicate == "answer"
            assert finding.respondent
            assert row["predicate"] == "position" or finding.respondent == row["speaker"]
        else:
            assert finding.statement.predicate == row["predicate"]


def test_surveys_keep_their_titles_terms_and_organisers(surveys: dict[str, Survey]) -> None:
    for row in read_rows("surveys"):
        questionnaire = surveys[SURVEY_OF[row["survey_id"]]].questionnaire
        parts: list[Questionnaire | Wave] = [questionnaire, *questionnaire.waves.values()]
        assert any(
            part.title is not None
            and said(part.title) == row["title"]
            and row["organisers"] in (part.organisations or ())
            and row["mode_and_population"] in said(part.note)
            for part in parts
        ), row
        terms = said(questionnaire.licence)
        assert row["licence_or_attribution_seen"] in terms
        urls = {questionnaire.url, *(source.url for source in questionnaire.sources.values())}
        assert row["method_url"] in urls
    owed = said(surveys["ipus"].questionnaire.attribution)
    assert owed.endswith("서울대학교 통일평화연구원에서 실시한 통일의식조사 자료임")


def test_wordings_keep_their_status_and_the_words_of_the_respondents(
    folder: Path, surveys: dict[str, Survey]
) -> None:
    for row in read_rows("items"):
        survey = SURVEY_OF[row["survey_id"]]
        status = row["wording_status"]
        noted = [
            item
            for item in surveys[survey].questionnaire.items.values()
            if item.note and said(item.note) == f"{status} ({row['source_url']})"
        ]
        assert noted, row
        closed = "not published" in status or "no question wording" in status
        if "verbatim" in status:
            wording = "verbatim"
        elif closed or status.startswith(("answer options", "labels only")):
            wording = "unpublished"
        else:
            wording = "paraphrase"
        assert {item.wording for item in noted} == {wording}
        written = (folder / "questionnaires" / f"{survey}.yaml").read_text("utf-8")
        for part in re.split(r" / |: | \+ | \.\.\. ", row["wording_original"]):
            assert part.isascii() or part in written, part


def test_every_discrepancy_is_a_claim_that_can_be_read(
    surveys: dict[str, Survey], claims: dict[str, tuple[Claim, ...]]
) -> None:
    rows = read_rows("discrepancies")
    quotes = {SURVEY_OF[r["survey_id"]] + f"{r['what']}: {r['version_b']}": r for r in rows}
    assert len(quotes) == len(rows)
    seen = set()
    for survey, entries in claims.items():
        questionnaire = surveys[survey].questionnaire
        for claim in entries:
            assert claim.wave in questionnaire.waves_of(claim.item)
            there = {sample.country for sample in questionnaire.samples(claim.wave)}
            assert set(claim.countries or ()) <= there
            asking = questionnaire.asking(claim.item, claim.wave)
            row = quotes.get(survey + claim.quote)
            for statement in (s for says in claim.says for s in read_says(says)):
                assert find_predicate(statement.predicate, ["most"])
                if statement.predicate == "loose":
                    continue
                assert statement.option in {**asking.options, **asking.nets}
                if row is not None and statement.value is not None:
                    assert _is_printed(statement.value, row)
            if row is not None:
                seen.add(survey + claim.quote)
                assert questionnaire.sources[claim.source].url == row["source_b"]
    assert seen == set(quotes)


def _is_printed(value: str, row: dict[str, str]) -> bool:
    """Whether a row prints a figure; in two rows version_b tells it in words only."""
    if row["version_b"] == "all but two weaken or maintain":
        return row["comment"].endswith(f"{value} of 40")
    printed_there = row["version_a"] if "swapped" in row["version_b"] else row["version_b"]
    return value in re.findall(r"\d+(?:\.\d+)?", printed_there)


def test_a_plain_number_is_claimed_as_a_share(claims: dict[str, tuple[Claim, ...]]) -> None:
    by_quote = {claim.quote: claim for entries in claims.values() for claim in entries}
    for row in read_rows("discrepancies"):
        if re.fullmatch(r"\d\d(\.\d+)?", row["version_b"]):
            (says,) = by_quote[f"{row['what']}: {row['version_b']}"].says
            assert [s.value for s in read_says(says)] == [row["version_b"]]


def test_claims_contradict_the_findings_just_where_they_are_known_to(
    project: Project, claims: dict[str, tuple[Claim, ...]]
) -> None:
    for survey, entries in claims.items():
        for claim in entries:
            shares = [s for says in claim.says for s in read_says(says)]
            if any(statement.predicate != "share" for statement in shares):
                continue
            (country,) = claim.countries or [""]
            known = estimates(project, f"{survey}.{claim.item}@{claim.wave}")
            apart = [_apart(str(s.value), known[country, str(s.option)]) for s in shares]
            assert any(apart) == (claim.expect == "contradicted"), claim.id


def _apart(value: str, known: Mapping[str, Any]) -> bool:
    """Whether no share is printed like this and lies in the bounds that are known."""
    if known["bound_low"] is None:
        return False
    claimed = read_percent(value)
    low, high = float(known["bound_low"]), float(known["bound_high"])
    above = float(claimed.low) > high + HALF_A_TRILLIONTH
    return above or float(claimed.high) < low - HALF_A_TRILLIONTH


def estimates(project: Project, what: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The estimates of an item, by country and option."""
    rows = compare(project, what).rows("estimate")
    return {(row["country"], row["option"]): row for row in rows}


def test_no_two_published_facts_contradict_each_other(
    project: Project, surveys: dict[str, Survey]
) -> None:
    for name, survey in surveys.items():
        for wave in survey.questionnaire.waves:
            if not any(
                wave in survey.questionnaire.waves_of(i) for i in survey.questionnaire.items
            ):
                continue
            notes = compare(project, f"{name}@{wave}").notes
            assert not [n.text for n in notes if n.code in ("facts-clash", "empty-base")]


def test_compare_has_a_record_for_each_survey(
    folder: Path, surveys: dict[str, Survey], run: Callable[..., Any]
) -> None:
    done = run("compare", "--project", str(folder), "-f", "json")
    assert done.returncode == 0, done.stderr
    shown = {record["survey"] for record in json.loads(done.stdout)["records"]}
    # Surveys of one public alone are not set side by side; they answer by their names.
    alone = {"chicago", "ipus", "kinu"}
    assert shown == set(surveys) - alone
    for name in alone:
        done = run("compare", name, "--project", str(folder), "-f", "json")
        assert {record["survey"] for record in json.loads(done.stdout)["records"]} == {name}


def test_items_of_several_surveys_meet_in_a_concept(project: Project) -> None:
    rows = compare(project, "military_threat").rows("estimate")
    assert {row["survey"] for row in rows if "not_asked" not in row["flags"]} == {
        "genron-eai",
        "hankook-yomiuri",
        "yomiuri-gallup",
    }


def test_numbers_checked_by_hand(project: Project) -> None:
    resolved = estimates(project, "genron-eai.nuclear_resolved@2017")
    assert resolved["KR", "within_10_years"]["share"] == 0.287
    assert resolved["JP", "difficult"]["share"] == 0.689
    dated = estimates(project, "genron-eai.nuclear_resolved@2018")
    assert dated["KR", "within_10_years"]["share"] == 0.606
    assert [dated["KR", f"in_{years}_years"]["share"] for years in (2, 5, 10)] == [
        0.138,
        0.216,
        0.214,
    ]
    assert estimates(project, "ipus")["KR", "necessary"]["share"] == 0.411
    now = estimates(project, "governments.bilateral_diplomacy@2018-06")
    before = estimates(project, "governments.bilateral_diplomacy@before-2018")
    assert [now["US", o]["share"] for o in ("support", "oppose")] == [1, 0]
    assert [before["US", o]["share"] for o in ("support", "oppose")] == [0, 1]
    assert now["JP", "ambivalent"]["share"] == 1
    third = estimates(project, "genron-umd.military_action@2017")["US", "support"]
    assert (third["share"], third["bound_low"], third["bound_high"]) == (None, 0.3, 0.36)
    assert estimates(project, "chicago.nuclear_threat@2020-01")["US", "critical"]["share"] == 0.52
    assert (
        estimates(project, "hankook-yomiuri.military_threat@2013")["JP", "north_korea"]["share"]
        == 0.808
    )
    assert (
        estimates(project, "yomiuri-gallup.military_threat@2013")["JP", "north_korea"]["share"]
        == 0.74
    )
    assert estimates(project, "ifes.kr_us")["KR", "stay"]["n_option"] == 23
    assert estimates(project, "kf-vub.us_nk_change")["US", "worse"]["share"] == 0.3


def test_the_headline_of_the_release_is_not_settled_by_its_body(project: Project) -> None:
    known = estimates(project, "kf-vub.inter_korean_change")
    for country in ("US", "JP"):
        headline = known[country, "not_better"]
        assert headline["bound_low"] < 0.5 < headline["bound_high"]


def test_figures_keep_the_decimals_they_were_printed_with(surveys: dict[str, Survey]) -> None:
    values = {f.id: f.statement.value for f in surveys["ipus"].findings}
    assert values["unification_necessary.necessary.2015.KR"] == "51.0"
    assert values["unification_necessary.half.2016.KR"] == "22.0"


def test_the_files_use_what_the_grammar_is_wide_for(surveys: dict[str, Survey]) -> None:
    genron, umd = surveys["genron-eai"].questionnaire, surveys["genron-umd"].questionnaire
    chicago = surveys["chicago"].questionnaire
    assert [(b.before, b.countries) for b in genron.breaks][:2] == [
        ("2024", ["KR"]),
        ("2025", ["JP", "KR"]),
    ]
    assert umd.waves["2018"].same_respondents_as == "genron-eai@2018"
    assert {v.country: v.mode for v in umd.samples("2018")} == {"JP": "paper", "US": "online"}
    assert {v.country: v.mode for v in genron.samples("2018")} == {
        "JP": "paper",
        "KR": "face_to_face",
    }
    assert genron.asking("military_threat", "2013").type == "multiple"
    for survey in ("yomiuri-gallup", "hankook-yomiuri"):
        questionnaire = surveys[survey].questionnaire
        assert (
            questionnaire.asking("military_threat", questionnaire.wave_order[-1]).type == "multiple"
        )
    assert [w for w in chicago.wave_order if w.startswith("2020")] == ["2020-01", "2020"]
    texts = [said(chicago.asking("bases", wave).text) for wave in ("2018", "2021", "2023")]
    assert texts[0] == texts[2] != texts[1]
    assert "2019 wording" in said(genron.asking("trust_kim", "2019").text)
    (pooled,) = surveys["ifes"].questionnaire.samples("2014")
    (row,) = [r for r in read_rows("surveys") if r["survey_id"] == "ifes_2014"]
    assert (" ".join(pooled.countries), pooled.n) == (
        row["countries"].removesuffix(" (pooled)"),
        44,
    )
    words = {f.statement.predicate for survey in surveys.values() for f in survey.findings}
    assert words == {
        *("share", "count", "answer", "majority", "plurality", "at_least_plurality", "leading"),
        *("large_majority", "equal_share", "one_third", "one_quarter", "loose"),
    }


def test_every_file_of_facts_is_read(folder: Path) -> None:
    files = {path.stem for path in (HERE / "data").glob("*.csv")}
    assert files == {*SERIES, "surveys", "items", "statements", "discrepancies"}
