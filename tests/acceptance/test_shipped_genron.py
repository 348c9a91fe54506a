"""The polls of The Genron NPO that kcli ships hold every row of their facts, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from facts.rows import SURVEY_OF, Fact, read_rows

from kcli.io.project import Project, Survey, find_project, shipped_root
from kcli.model.evidence import Finding
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView

SURVEYS = ("genron-eai", "genron-umd")
FACTS = [
    Fact(**row)
    for name in ("genron_eai_impression", "genron_nk_items")
    for row in read_rows(name)
    if SURVEY_OF[row["survey_id"]] in SURVEYS
]
WORDED = [row for row in read_rows("items") if SURVEY_OF[row["survey_id"]] in SURVEYS]
DESCRIBED = [row for row in read_rows("surveys") if SURVEY_OF[row["survey_id"]] in SURVEYS]
PRINTED_TWICE = {
    number: row
    for number, row in enumerate(read_rows("discrepancies"), start=1)
    if SURVEY_OF[row["survey_id"]] in SURVEYS
}

# The item that each name of the files means.
ITEMS = {
    "impression of the other country": "impression",
    "impression of the other country (South Korea)": "impression",
    "impression of the other country (Japan)": "impression",
    "when will the North Korean nuclear problem be resolved": "nuclear_resolved",
    "will North Korean denuclearization be realized": "denuclearization_realized",
    "trust in Kim Jong-un's will for peace": "trust_kim",
    "trust in Kim Jong-un's will (2019 wording as paraphrased)": "trust_kim_nuclear",
    "expected result of the 12 June 2018 summit": "summit_result",
    "expected result of the 12 June 2018 US-North Korea summit": "summit_result",
    "will the diplomatic process resolve the nuclear problem": "diplomacy_progress",
    "why North Korea agreed to negotiate": "why_negotiate",
    "Korean Peninsula in 10 years": "peninsula_in_10_years",
    "country felt as a military threat (several answers)": "military_threat",
    "military action against North Korea": "military_action",
    "North Korean nuclear problem likely resolved within 5 years": "resolved_in_5_years",
}
# What kcli calls an answer, in small letters, where it is shorter than in the files.
SHORTER = {
    "good + relatively good": "good",
    "not good + relatively not good": "not good",
    "resolved within 10 years (all dated options together)": "within 10 years",
    "realized as agreed at the inter-Korean summit": "as agreed at the inter-korean summit",
    "efforts will be made but it will take long": "efforts, but it will take long",
    "sceptical (options not itemised)": "sceptical",
    "will be realized (positive options together)": "will be realized",
    "can trust + can rather trust": "trust",
    "cannot trust + cannot rather trust": "no trust",
    "decisive results toward denuclearization": "decisive results",
    "progress on some issues but no denuclearization result": "progress, no denuclearization",
    "fails, conflict risk rises sharply": "fails, conflict risk rises",
    "do not know": "don't know",
    "Trump administration hard line": "hard line of the trump administration",
}
# By the row of discrepancies.csv, the claims that the other figure makes, and what becomes of them.
CLAIMS = {
    13: {"DA13-37.7": "contradicted"},
    14: {"WSJ14-20.56": "contradicted"},
    15: {"YNA21-73.2": "contradicted"},
    16: {"CH22-1023": "not_testable", "YNA22-1028": "not_testable"},
    17: {"DA25-41.8": "not_settled"},
    18: {"DA25-2024.printed": "not_testable", "DA25-2024.meant": "supported"},
    19: {"ET25-2023": "contradicted", "ET25-2024": "not_testable"},
    20: {"HE25-age": "not_testable"},
    21: {"NP18-28.7": "supported"},
}
FIGURE = re.compile(r"\d+\.\d+|\d,\d{3}")


@pytest.fixture(scope="module")
def project() -> Project:
    return find_project("shipped")


@pytest.fixture(scope="module")
def surveys(project: Project) -> dict[str, Survey]:
    return {name: project.survey(name) for name in SURVEYS}


@pytest.fixture
def answer(run: Any) -> Any:
    """What a command says of the shipped project, as JSON."""

    def call(*arguments: str) -> Any:
        done = run(*arguments, "--project", "shipped", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call


def by_cells(fact: Fact) -> str:
    return f"{ITEMS[fact.item]}.{fact.option}.{fact.wave}.{fact.country}".replace(" ", "_")


def by_survey(row: dict[str, str]) -> str:
    return row["survey_id"]


def sample_of(survey: Survey, wave: str, country: str) -> SampleView:
    (view,) = (v for v in survey.questionnaire.samples(wave) if v.country == country)
    return view


def label_of(survey: Survey, finding: Finding) -> str:
    asking = survey.questionnaire.asking(finding.item, finding.wave)
    option = finding.statement.option
    assert option in {**asking.options, **asking.nets}, finding
    return asking.label(option or "").casefold()


def says(fact: Fact) -> set[tuple[str, str | None]]:
    """What a row says of its answer: a share, a word; and that it leads, in a note."""
    found: set[tuple[str, str | None]] = set()
    if fact.share_percent:
        found.add(("share", fact.share_percent))
    if fact.label:
        found.add((fact.label, None))
    if fact.note.startswith("top answer in "):
        found.add(("at_least_plurality", None))
    return found


def holding(surveys: dict[str, Survey], fact: Fact) -> list[Finding]:
    """The findings of the item, answer, wave and country of a row."""
    survey = surveys[fact.survey]
    label = SHORTER.get(fact.option, fact.option.casefold())
    return [
        finding
        for finding in survey.findings
        if (finding.wave, finding.item) == (fact.wave, ITEMS[fact.item])
        and sample_of(survey, finding.wave, finding.sample).country == fact.country
        and label_of(survey, finding) == label
    ]


@pytest.mark.parametrize("fact", FACTS, ids=by_cells)
def test_a_row_of_the_polls_is_a_shipped_finding_as_printed(
    fact: Fact, surveys: dict[str, Survey]
) -> None:
    questionnaire = surveys[fact.survey].questionnaire
    found = holding(surveys, fact)
    said_of_it = {(f.statement.predicate, f.statement.value) for f in found}
    assert said_of_it == says(fact)
    assert len(found) == len(said_of_it)
    for finding in found:
        assert finding.grade == fact.grade
        source = questionnaire.sources[finding.source]
        assert (source.url, source.grade) == (fact.source_url, fact.grade)
        assert set(FIGURE.findall(fact.note)) <= set(FIGURE.findall(finding.note or ""))
        assert bool(finding.note) == bool(fact.note)


@pytest.mark.parametrize("fact", FACTS, ids=by_cells)
def test_the_sample_of_a_row_is_of_its_people_size_and_days(
    fact: Fact, surveys: dict[str, Survey]
) -> None:
    view = sample_of(surveys[fact.survey], fact.wave, fact.country)
    assert (view.population, view.weighted) == ("general_public", "unknown")
    if fact.n:
        assert (view.n, view.n_status) == (int(fact.n), "published")
    assert view.fieldwork is not None
    days = (str(view.fieldwork.start), str(view.fieldwork.end))
    if fact.fieldwork_start:
        assert days == (fact.fieldwork_start, fact.fieldwork_end)
    else:
        assert all(day.startswith(fact.year) for day in days)
    if "online" in fact.population:
        assert view.mode == "online"


def test_the_age_of_the_people_is_given_where_a_row_tells_it(
    surveys: dict[str, Survey],
) -> None:
    told: dict[tuple[str, str, str], set[str]] = {}
    for fact in FACTS:
        ages = told.setdefault((fact.survey, fact.wave, fact.country), set())
        ages |= set(re.findall(r"(\d+)\+", fact.population))
    # The same people as those of the other survey, which tells how old they are.
    told["genron-umd", "2018", "JP"] = told["genron-eai", "2018", "JP"]
    for (survey, wave, country), ages in told.items():
        universe = sample_of(surveys[survey], wave, country).universe
        assert set(re.findall(r"\d+", said(universe) if universe else "")) == ages, (wave, country)


def test_no_finding_of_the_polls_is_without_a_row(surveys: dict[str, Survey]) -> None:
    known = {finding.id for fact in FACTS for finding in holding(surveys, fact)}
    for survey in surveys.values():
        assert {finding.id for finding in survey.findings} <= known
    shipped = sum(len(survey.findings) for survey in surveys.values())
    assert shipped == sum(len(says(fact)) for fact in FACTS) == len(FACTS) + 2 == 107


def test_a_size_that_no_source_prints_is_marked_and_explained(surveys: dict[str, Survey]) -> None:
    survey = surveys["genron-eai"]
    about = sample_of(survey, "2017", "KR")
    assert (about.n, about.n_about, about.n_status) == (None, 1000, "approximate")
    pair = [sample_of(survey, "2019", country) for country in ("JP", "KR")]
    assert [view.n_status for view in pair] == ["assumed", "assumed"]
    assert sum(view.size or 0 for view in pair) == 2008
    waves = survey.questionnaire.waves
    assert "2,008" in said(waves["2019"].note)
    assert "about 1,000" in said(waves["2017"].samples["KR"].note).casefold()


@pytest.mark.parametrize("fact", [f for f in FACTS if f.note.startswith("BREAK")], ids=by_cells)
def test_a_row_that_speaks_of_a_break_comes_after_a_declared_one(
    fact: Fact, surveys: dict[str, Survey]
) -> None:
    breaks = surveys["genron-eai"].questionnaire.breaks
    declared = [b for b in breaks if b.before == fact.wave and fact.country in (b.countries or [])]
    assert len(declared) == 1
    assert "EAI" in said(declared[0].reason) or "API" in said(declared[0].reason)
    (row,) = (row for row in DESCRIBED if row["survey_id"] == fact.survey_id)
    view = sample_of(surveys["genron-eai"], fact.wave, fact.country)
    for name in ("Genron NPO", "Asia Pacific Initiative", "KEI"):
        assert (name in " ".join(view.organisations)) == (name in row["organisers"])


def test_no_change_is_tested_across_a_break(answer: Any) -> None:
    def grades(start: str, end: str, item: str = "impression") -> dict[str, str]:
        found = answer("shift", f"genron-eai.{item}", "--from", start, "--to", end)
        return {record["country_to"]: record["grade"] for record in found["records"]}

    assert grades("2019", "2020") == {"JP": "B", "KR": "B"}
    assert grades("2023", "2024") == {"KR": "D"}
    assert grades("2024", "2025") == {"KR": "D"}
    assert grades("2023", "2025") == {"JP": "D", "KR": "D"}
    assert grades("2017", "2018", "nuclear_resolved") == {"JP": "B", "KR": "D"}


def test_the_japanese_of_2018_are_one_sample_published_twice(surveys: dict[str, Survey]) -> None:
    umd = surveys["genron-umd"]
    assert sample_of(umd, "2018", "JP").same_respondents_as == "genron-eai@2018"
    assert sample_of(umd, "2018", "US").same_respondents_as is None
    one, two = (sample_of(survey, "2018", "JP") for survey in surveys.values())
    assert (one.n, one.mode, one.fieldwork) == (two.n, two.mode, two.fieldwork)


@pytest.mark.parametrize(
    ("concept", "category", "japan", "states"),
    [
        ("summit_result", "decisive", 0.062, 0.218),
        ("nuclear_resolution", "difficult", 0.651, 0.258),
        ("kim_trust", "distrust", 0.662, 0.721),
        ("diplomacy", "great", 0.028, 0.132),
        ("why_negotiate", "hard_line", None, 0.375),
    ],
)
def test_a_concept_sets_the_japanese_beside_the_americans(
    answer: Any, concept: str, category: str, japan: float | None, states: float
) -> None:
    records = answer("compare", concept)["records"]
    shares = {(r["survey"], r["country"]): r["share"] for r in records if r["option"] == category}
    assert shares["genron-eai", "JP"] == japan
    assert shares["genron-umd", "US"] == states


@pytest.mark.parametrize("number", PRINTED_TWICE)
def test_what_is_printed_otherwise_elsewhere_is_a_claim_with_a_known_verdict(
    number: int, answer: Any, surveys: dict[str, Survey]
) -> None:
    row = PRINTED_TWICE[number]
    verdicts = {r["claim"]: r for r in answer("verify", "genron-eai")["records"]}
    quoted = []
    for claim, verdict in CLAIMS[number].items():
        record = verdicts[claim]
        assert record["verdict"] == record["expected"] == verdict
        quoted.append(record["quote"])
    sources = surveys["genron-eai"].questionnaire.sources
    urls = [sources[verdicts[claim]["source"]].url for claim in CLAIMS[number]]
    assert row["source_b"] in urls
    if number == 21:  # two years of one source: the break says why they are not one series
        figures, breaks = row["version_a"], surveys["genron-eai"].questionnaire.breaks
        (cut,) = (b for b in breaks if b.items)
        assert (cut.before, cut.countries, cut.items) == ("2018", ["KR"], ["nuclear_resolved"])
    else:
        figures = row["version_b"]
    assert set(FIGURE.findall(figures)) <= set(FIGURE.findall(" ".join(quoted)))


def test_every_publication_that_disagrees_is_among_the_sources(
    surveys: dict[str, Survey],
) -> None:
    known = {source.url for source in surveys["genron-eai"].questionnaire.sources.values()}
    for row in PRINTED_TWICE.values():
        assert {row["source_a"], row["source_b"]} <= known
    assert set(CLAIMS) == set(PRINTED_TWICE)
    text = (shipped_root() / "datasets" / "genron-eai" / "claims.yaml").read_text("utf-8")
    claims = re.findall(r"^  - id: (.+)$", text, re.MULTILINE)
    assert sorted(claims) == sorted(claim for own in CLAIMS.values() for claim in own)


@pytest.mark.parametrize("row", WORDED, ids=lambda row: f"{row['survey_id']}.{row['item']}")
def test_original_words_are_those_that_the_press_quotes(
    row: dict[str, str], surveys: dict[str, Survey]
) -> None:
    survey = surveys[SURVEY_OF[row["survey_id"]]]
    item = survey.questionnaire.items[ITEMS[row["item"]]]
    assert item.wording == "paraphrase"
    quoted, _, answers = row["wording_original"].partition(": ")
    assert quoted in item.text.values()
    labels = [said(o.label, "ja" if "ja" in o.label else "ko") for o in item.options.values()]
    if ITEMS[row["item"]] == "impression":
        labels = [o.label["ko"] for o in item.options.values()]
        assert "/".join(o.label["ja"] for o in item.options.values()) in row["wording_status"]
    for words in answers.split(" / "):
        assert words in labels


@pytest.mark.parametrize("row", DESCRIBED, ids=by_survey)
def test_a_series_is_described_as_its_publishers_do(
    row: dict[str, str], surveys: dict[str, Survey]
) -> None:
    questionnaire = surveys[SURVEY_OF[row["survey_id"]]].questionnaire
    urls = {questionnaire.url, *(source.url for source in questionnaire.sources.values())}
    assert row["method_url"] in urls
    found = re.search(r"20\d\d$", row["survey_id"])
    waves = [found.group()] if found else list(questionnaire.waves)
    sizes = {view.n for wave in waves for view in questionnaire.samples(wave)}
    assert {int(n) for n in re.findall(r"n=(\d+)", row["mode_and_population"])} <= sizes


@pytest.mark.parametrize("name", SURVEYS)
def test_the_source_is_named_wherever_figures_of_the_polls_are_shown(
    name: str, answer: Any, surveys: dict[str, Survey]
) -> None:
    sentence = said(surveys[name].questionnaire.attribution)
    assert "The Genron NPO" in sentence
    for command in (("compare", name), ("topline", f"{name}.nuclear_resolved")):
        notes = answer(*command)["notes"]
        assert {"code": "attribution", "text": sentence} in notes
