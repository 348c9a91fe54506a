"""``kcli verify``: published sentences against the evidence, as a reader meets it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from waves import Survey, Wave
from waves import write as write_survey

Run = Callable[..., Any]

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
sources: {paper: {publisher: A paper}, other: {publisher: Another paper}}
waves:
  "2020": {fieldwork: 2020, published_base: all, weighted: no, samples: {JP: 40, KR: 40}}
  "2021": {fieldwork: 2021, published_base: all, weighted: no, samples: {JP: 40, KR: 40}}
items:
  q:
    text: {en: A question}
    options_complete: published
    options: {a: {en: First}, b: {en: Second}, c: {en: Third}}
  late: {text: Later, asked_in: ["2021"], options: {a: {en: First}}}
"""
FINDINGS = """\
id,wave,country,item,option,predicate,value,source
f.JP,2021,JP,q,a,count,25,paper
f.KR,2021,KR,q,a,count,16,paper
"""


def claim(**keys: Any) -> dict[str, Any]:
    """A claim about Japan that is true, and whatever is said otherwise."""
    body: dict[str, Any] = {"id": "C", "source": "other", "quote": "words", "wave": "2021"}
    body |= {"item": "q", "countries": ["JP"], "says": [{"majority": "a"}], **keys}
    return {key: value for key, value in body.items() if value is not None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in (
        ("questionnaires/poll.yaml", QUESTIONNAIRE),
        ("datasets/poll/findings.csv", FINDINGS),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def write(folder: Path, *claims: dict[str, Any], to: str = "datasets/poll/claims.yaml") -> str:
    path = folder / to
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"claims": list(claims)}, sort_keys=False), "utf-8")
    return to


def records(done: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.stdout)["records"]
    return found


TRUE = claim(id="true")
FALSE = claim(id="false", says=[{"minority": "a"}])
OPEN = claim(id="open", says=[{"share": {"b": "20"}}])
LOOSE = claim(id="loose", says=[{"loose": "many"}])


# -- which claims ------------------------------------------------------------------------------


def test_invented_claims_step_back_where_there_are_others(run: Run, folder: Path) -> None:
    made_up = QUESTIONNAIRE.replace("survey: poll", "survey: made-up\nsynthetic: yes")
    (folder / "questionnaires" / "made-up.yaml").write_text(made_up, "utf-8")
    (folder / "datasets" / "made-up").mkdir()
    (folder / "datasets" / "made-up" / "findings.csv").write_text(FINDINGS, "utf-8")
    write(folder, claim(id="invented"), to="datasets/made-up/claims.yaml")
    alone = run("verify", "--json", cwd=folder)
    assert [record["claim"] for record in records(alone)] == ["invented"]
    assert json.loads(alone.stdout)["synthetic"]
    write(folder, TRUE)
    both = run("verify", "--json", cwd=folder)
    assert [record["claim"] for record in records(both)] == ["true"]
    assert not json.loads(both.stdout)["synthetic"]
    assert "SYNTHETIC" in run("verify", "made-up", cwd=folder).stdout


# -- the exit status, and what standard error says of it ---------------------------------------


def test_claims_that_hold_end_well(run: Run, folder: Path) -> None:
    write(folder, TRUE, OPEN, LOOSE)
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_claim_that_is_contradicted_and_expects_nothing_ends_with_1(
    run: Run, folder: Path
) -> None:
    write(folder, TRUE, FALSE, OPEN)
    done = run("verify", cwd=folder)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "kcli: 1 of 3 verdicts are not as expected"
    assert "Contradicted" in done.stdout


@pytest.mark.parametrize(
    ("body", "verdict"),
    [(TRUE, "supported"), (FALSE, "contradicted"), (OPEN, "not_settled"), (LOOSE, "not_testable")],
)
@pytest.mark.parametrize(
    "expected", ["supported", "sample_only", "contradicted", "not_settled", "not_testable"]
)
def test_a_verdict_is_as_expected_or_ends_with_1(
    run: Run, folder: Path, body: dict[str, Any], verdict: str, expected: str
) -> None:
    write(folder, {**body, "expect": expected})
    done = run("verify", "--json", cwd=folder)
    (record,) = records(done)
    assert (record["verdict"], record["expected"]) == (verdict, expected)
    assert record["as_expected"] == (verdict == expected)
    assert done.returncode == (0 if verdict == expected else 1)


def test_an_expectation_is_of_every_country(run: Run, folder: Path) -> None:
    write(folder, {**TRUE, "countries": ["JP", "KR"], "expect": "supported"})
    done = run("verify", "--json", cwd=folder)
    assert done.returncode == 1
    assert [(r["country"], r["as_expected"]) for r in records(done)] == [
        ("JP", True),
        ("KR", False),
    ]
    assert done.stderr.splitlines()[-1] == "kcli: 1 of 2 verdicts are not as expected"


def test_strictly_what_is_not_settled_ends_with_1(run: Run, folder: Path) -> None:
    write(folder, TRUE, OPEN, LOOSE)
    done = run("verify", "--strict", cwd=folder)
    assert done.returncode == 1
    told = "kcli: 1 of 3 verdicts are not settled where nothing was expected"
    assert done.stderr.splitlines()[-1] == told


def test_strictly_what_is_expected_not_to_be_settled_ends_well(run: Run, folder: Path) -> None:
    write(folder, TRUE, {**OPEN, "expect": "not_settled"}, LOOSE)
    assert run("verify", "--strict", cwd=folder).returncode == 0


def test_quietly_the_result_is_the_same(run: Run, folder: Path) -> None:
    write(folder, TRUE, FALSE)
    loud, quiet = run("verify", cwd=folder), run("verify", "--quiet", cwd=folder)
    assert (quiet.returncode, quiet.stdout) == (loud.returncode, loud.stdout)


# -- what is verified --------------------------------------------------------------------------


def test_a_survey_or_every_survey_is_verified(run: Run, folder: Path) -> None:
    write(folder, TRUE)
    everything, one = (
        run("verify", "--json", cwd=folder),
        run("verify", "poll", "--json", cwd=folder),
    )
    assert records(everything) == records(one)


def test_a_file_in_a_surveys_folder_is_of_that_survey(run: Run, folder: Path) -> None:
    write(folder, TRUE, to="datasets/poll/more.yaml")
    (record,) = records(run("verify", "datasets/poll/more.yaml", "--json", cwd=folder))
    assert (record["survey"], record["path"], record["line"]) == (
        "poll",
        "datasets/poll/more.yaml",
        2,
    )


def test_a_file_elsewhere_names_the_survey_of_each_claim(run: Run, folder: Path) -> None:
    write(folder, {**TRUE, "survey": "poll"}, {**FALSE, "survey": "poll"}, to="drafts/article.yaml")
    done = run("verify", "drafts/article.yaml", "--json", cwd=folder)
    assert done.returncode == 1
    assert [r["verdict"] for r in records(done)] == ["supported", "contradicted"]
    assert {r["path"] for r in records(done)} == {"drafts/article.yaml"}
    write(folder, TRUE, to="drafts/article.yaml")
    done = run("verify", "drafts/article.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    message = "the claim needs a survey: this file is in no survey's folder"
    assert done.stderr == f"drafts/article.yaml:2:3: missing-key: {message}\n"


def test_a_file_outside_the_project_is_read_too(
    run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    write(outside, {**TRUE, "survey": "poll"}, to="article.yaml")
    done = run("verify", "article.yaml", "--project", str(folder), "--json", cwd=outside)
    assert [r["verdict"] for r in records(done)] == ["supported"], done.stderr
    assert "article.yaml" in {entry["path"] for entry in json.loads(done.stdout)["inputs"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pol"], "kcli: usage: there is no survey or file 'pol'; did you mean 'poll'?"),
        (["no.yaml"], "kcli: usage: there is no file no.yaml"),
        (["bare"], "kcli: usage: bare has no claims; datasets/bare/claims.yaml"),
        (["poll", "--against", "papr"], "did you mean 'paper'?"),
        (["--confidence", "2"], "a confidence lies between 0.5 and 0.999999"),
        (["--evidence", "worst"], "it is best or published"),
        (["--format", "yaml"], "known: table, json"),
    ],
)
def test_a_name_that_nothing_bears_ends_with_2(
    run: Run, folder: Path, arguments: list[str], told: str
) -> None:
    bare = QUESTIONNAIRE.replace("survey: poll", "survey: bare")
    (folder / "questionnaires" / "bare.yaml").write_text(bare, "utf-8")
    write(folder, TRUE)
    done = run("verify", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_project_without_claims_says_where_they_would_be(run: Run, folder: Path) -> None:
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no survey of this project has claims; datasets/SURVEY/claims.yaml" in done.stderr


def test_against_one_source_only_its_facts_judge(run: Run, folder: Path) -> None:
    write(folder, {**TRUE, "source": "paper"})
    verdicts = {
        source: records(run("verify", "--against", source, "--json", cwd=folder))[0]["verdict"]
        for source in ("paper", "other")
    }
    assert verdicts == {"paper": "supported", "other": "not_settled"}


# -- faults of the file ------------------------------------------------------------------------

BAD_BASE = {"option": "a", "value": "1", "base": "x"}
FAULTS = [
    ("an unknown source", claim(source="ohter"), "3:11: unknown-source", "did you mean 'other'?"),
    ("an unknown wave", claim(wave="2022"), "5:9: unknown-wave", "'2022'"),
    ("an unknown item", claim(item="p"), "6:9: unknown-item", "there is no item 'p'"),
    ("an item of another wave", claim(wave="2020", item="late"), "6:9: not-asked", "asked in 2021"),
    ("a country that was not asked", claim(countries=["JP", "FR"]), "9:5: unknown-sample", "'FR'"),
    ("a country that is no code", claim(countries=["Japan"]), "8:5: bad-id", "'Japan'"),
    ("an unknown population", claim(population="experts"), "unknown-population", "general_public"),
    ("an unknown survey", claim(survey="pol"), "unknown-survey", "did you mean 'poll'?"),
    ("an unknown option", claim(says=[{"majority": "z"}]), "10:5: unknown-option", "'z'"),
    (
        "an unknown other option",
        claim(says=[{"more_than": {"option": "a", "other": "z"}}]),
        "unknown-option",
        "there is no option 'z'",
    ),
    (
        "an unknown country to compare with",
        claim(says=[{"more_than": {"option": "a", "country": "FR"}}]),
        "unknown-sample",
        "there is no sample of 'FR'",
    ),
    (
        "a country by its name",
        claim(says=[{"more_than": {"option": "a", "country": "Korea"}}]),
        "unknown-sample",
        "asked, by their codes: ",
    ),
    (
        "a wave that is not called since",
        claim(says=[{"more_than": {"option": "a", "wave": "2023"}}]),
        "bad-value",
        "more_than takes no 'wave': the other wave is named by since",
    ),
    (
        "a word that has no range",
        claim(says=[{"more_than_one_third": "a"}]),
        "unknown-predicate",
        "or give it a range in questionnaires/conventions.yaml, such as conventions: "
        '{more_than_one_third: "> 60%"}',
    ),
    (
        "an unknown wave to compare with",
        claim(says=[{"increase": {"option": "a", "since": "2019"}}]),
        "unknown-wave",
        "'2019'",
    ),
    (
        "no wave before",
        claim(wave="2020", says=[{"increase": "a"}]),
        "bad-value",
        "no earlier wave",
    ),
    ("an unknown predicate", claim(says=[{"majorty": "a"}]), "unknown-predicate", "'majority'?"),
    ("a share above 100", claim(says=[{"share": {"a": "101"}}]), "bad-value", "0 and 100"),
    ("a share in words", claim(says=[{"share": {"a": "half"}}]), "bad-value", "plain decimal"),
    ("a share without a value", claim(says=[{"share": "a"}]), "bad-value", "percentage is needed"),
    ("a count above its base", claim(says=[{"count": {"a": "41"}}]), "bad-value", "which is 40"),
    ("a count of a part", claim(says=[{"count": {"a": "1.5"}}]), "bad-value", "whole number"),
    ("an unknown base", claim(says=[{"share": BAD_BASE}]), "bad-value", "unknown"),
    (
        "an unknown key",
        claim(says=[{"share": {"option": "a", "vale": "1"}}]),
        "bad-value",
        "'vale'",
    ),
    (
        "two predicates in one",
        claim(says=[{"majority": "a", "minority": "b"}]),
        "bad-value",
        "one predicate",
    ),
    ("no predicate", claim(says=[]), "9:9: wrong-type", "at least one entry"),
    ("one side of a pair", claim(says=[{"equal_share": "a"}]), "bad-value", "another option"),
    ("nothing to be more than", claim(says=[{"more_than": "a"}]), "bad-value", "another option"),
    ("no item for a share", claim(item=None), "missing-key", "nobody was asked about it"),
    ("an unknown verdict", claim(expect="true"), "unknown-value", "known: supported"),
    ("no quote", claim(quote=None), "missing-key", "quote"),
    ("a key that is none", claim(qoute="x"), "unknown-key", "quote"),
]


@pytest.mark.parametrize(
    ("body", "place", "told"), [f[1:] for f in FAULTS], ids=[f[0].replace(" ", "_") for f in FAULTS]
)
def test_a_fault_of_the_file_is_one_line_with_its_place(
    run: Run, folder: Path, body: dict[str, Any], place: str, told: str
) -> None:
    write(folder, body)
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert re.match(r"datasets/poll/claims\.yaml:\d+:\d+: [a-z-]+: ", line), line
    assert place in line
    assert told in line


def test_all_faults_of_a_file_are_told_at_once_in_their_order(run: Run, folder: Path) -> None:
    write(
        folder,
        claim(id="one", source="x", wave="2022"),
        claim(id="two", item="p", countries=["FR"]),
        claim(id="two", says=[{"majority": "z"}, {"share": {"a": "101"}}]),
    )
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    found = [line.split(": ")[:2] for line in done.stderr.splitlines()]
    codes = ["unknown-source", "unknown-wave", "unknown-item", "unknown-sample"]
    assert [code for _, code in found] == [*codes, "duplicate-id", "unknown-option", "bad-value"]
    lines = [int(place.split(":")[1]) for place, _ in found]
    assert lines == sorted(lines)


def test_a_claim_whose_comparison_has_no_other_side_is_told_by_its_place(
    run: Run, folder: Path
) -> None:
    one = QUESTIONNAIRE.replace("samples: {JP: 40, KR: 40}", "samples: {KR: 40}", 1)
    (folder / "questionnaires" / "poll.yaml").write_text(one, "utf-8")
    write(folder, claim(says=[{"increase": "a"}]))
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(r"datasets/poll/claims\.yaml:2:\d+: unknown-sample: ", done.stderr)


def test_a_population_that_was_not_asked_in_a_country_is_a_fault(run: Run, folder: Path) -> None:
    experts = "samples: {JP: 40, KR: 40, KR-experts: {country: KR, population: experts, n: 40}}"
    two = QUESTIONNAIRE.replace("samples: {JP: 40, KR: 40}", experts)
    (folder / "questionnaires" / "poll.yaml").write_text(two, "utf-8")
    write(folder, claim(population="experts"))
    done = run("verify", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    "body",
    [
        claim(says=[{"share": {}}]),
        claim(countries=["JP", "KR"], says=[{"count": {"a": "16"}}]),
    ],
)
def test_no_claim_is_an_internal_error(run: Run, folder: Path, body: dict[str, Any]) -> None:
    without_n = QUESTIONNAIRE.replace("samples: {JP: 40, KR: 40}", "samples: {JP: 40, KR: {}}")
    (folder / "questionnaires" / "poll.yaml").write_text(without_n, "utf-8")
    (folder / "datasets" / "poll" / "findings.csv").unlink()
    write(folder, body)
    done = run("verify", cwd=folder)
    assert "internal error" not in done.stderr
    assert done.returncode in (0, 1, 2)


# -- formats -----------------------------------------------------------------------------------


def test_json_is_as_its_schema_says(run: Run, folder: Path) -> None:
    write(folder, TRUE, FALSE, OPEN, LOOSE, claim(id="none", item=None, says=[{"loose": "all"}]))
    schema = json.loads(run("schema", "verify", cwd=folder).stdout)
    for arguments in (["verify", "--json"], ["verify", "poll", "--against", "paper", "--json"]):
        jsonschema.validate(json.loads(run(*arguments, cwd=folder).stdout), schema)


def test_every_fact_says_what_it_says_in_every_language(run: Run) -> None:
    """A reader of any language sees the figure that decides, and not its id alone."""
    for lang, words in (
        ("ko", "“주한미군” 40.6%"),
        ("ja", "「US forces in Korea」が40.6%"),
        ("zh", "“US forces in Korea”：40.6%"),
        ("ru", "«US forces in Korea» — 40.6%"),
    ):
        done = run("verify", "--lang", lang, env={"COLUMNS": "400"})
        assert words in done.stdout
        rows = json.loads(run("verify", "--lang", lang, "--json").stdout)["records"]
        assert {len(row["facts_say"]) == len(row["facts"]) for row in rows} == {True}
    (row,) = (row for row in rows if row["claim"] == "KW-27.7")
    assert row["no_share_of"] == [39, 40]
    assert "39/40" in done.stdout
    table = list(csv.DictReader(io.StringIO(run("verify", "--format", "csv").stdout)))
    assert [r["no_share_of"] for r in table if r["claim"] == "KW-27.7"] == ["39;40"]


def test_the_shipped_verdicts_are_as_their_schema_says(run: Run) -> None:
    schema = json.loads(run("schema", "verify").stdout)
    done = run("verify", "--json")
    assert done.returncode == 0
    jsonschema.validate(json.loads(done.stdout), schema)


def test_every_format_gives_the_same_verdicts(run: Run, folder: Path) -> None:
    write(folder, TRUE, FALSE, OPEN, LOOSE)
    done = {f: run("verify", "--format", f, cwd=folder) for f in ("json", "jsonl", "csv")}
    assert {d.returncode for d in done.values()} == {1}
    wanted = [(r["claim"], r["verdict"], r["text"]) for r in records(done["json"])]
    rows = [json.loads(line) for line in done["jsonl"].stdout.splitlines()[1:]]
    assert [(r["claim"], r["verdict"], r["text"]) for r in rows] == wanted
    table = list(csv.DictReader(io.StringIO(done["csv"].stdout)))
    assert [(r["claim"], r["verdict"], r["text"]) for r in table] == wanted
    assert list(table[0]) == list(records(done["json"])[0])


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_page_shows_each_verdict_with_its_sentence_and_its_facts(
    run: Run, folder: Path, format: str
) -> None:
    quotes = ["First words", "Second words", "Third words", "Fourth words"]
    bodies = [{**c, "quote": q} for c, q in zip((TRUE, FALSE, OPEN, LOOSE), quotes, strict=True)]
    write(folder, *bodies)
    done = run("verify", "--format", format, cwd=folder, env={"COLUMNS": "200"})
    text = done.stdout
    assert done.returncode == 1
    titles = ["Contradicted", "Supported", "Not settled", "Not testable"]
    found = [re.search(rf"^\W*{title}\b", text, re.MULTILINE) for title in titles]
    places = [match.start() for match in found if match]
    assert len(places) == 4
    assert places == sorted(places)
    for quote in quotes:
        assert f"“{quote}”" in text
    assert "Japan: “First”: a majority. Follows from f.JP (“First” 25 of 40)" in text
    assert "Japan: “First”: a minority. Excluded by f.JP (“First” 25 of 40)." in text
    assert "[expected: not contradicted]" in text.replace("\\", "")
    assert "1 contradicted · 1 supported · 1 not settled · 1 not testable" in text


def test_sentences_that_rest_on_themselves_are_told_in_one_line(run: Run, folder: Path) -> None:
    own = [claim(id=name, says=[{"share": {"b": "20"}}], countries=["JP", "KR"]) for name in "XY"]
    own = [{**body, "source": "paper"} for body in own]
    write(folder, *own, claim(id="Z", source="paper", says=[{"share": {"c": "20"}}]))
    text = run("verify", cwd=folder).stdout
    assert "5 statements rest on their own source alone: X JP KR, Y JP KR, Z." in " ".join(
        text.split()
    )
    assert "Not settled" not in text


def test_csv_keeps_a_quote_from_being_a_formula(run: Run, folder: Path) -> None:
    write(folder, {**TRUE, "quote": "=1+1"})
    table = list(csv.DictReader(io.StringIO(run("verify", "-f", "csv", cwd=folder).stdout)))
    assert [row["quote"] for row in table] == ["'=1+1"]


def test_the_result_goes_to_a_file_and_the_status_stays(run: Run, folder: Path) -> None:
    write(folder, TRUE, FALSE)
    done = run("verify", "--output", "verdicts.json", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "1 of 2 verdicts are not as expected" in done.stderr
    written = json.loads((folder / "verdicts.json").read_text("utf-8"))
    assert [r["verdict"] for r in written["records"]] == ["supported", "contradicted"]


def test_json_names_what_was_asked_and_what_was_read(run: Run, folder: Path) -> None:
    write(folder, TRUE)
    result = json.loads(run("verify", "poll", "--against", "paper", "--json", cwd=folder).stdout)
    assert result["command"] == "verify"
    asked = {k: result["parameters"][k] for k in ("what", "against", "confidence", "evidence")}
    assert asked == {"what": "poll", "against": "paper", "confidence": 0.95, "evidence": "best"}
    read = {entry["path"] for entry in result["inputs"]}
    assert read >= {"datasets/poll/claims.yaml", "datasets/poll/findings.csv"}
    assert {source["id"] for source in result["sources"]} == {"paper", "other"}


def test_json_holds_no_path_of_the_machine(run: Run, folder: Path) -> None:
    write(folder, {**TRUE, "survey": "poll"}, to="drafts/article.yaml")
    done = run("verify", str(folder / "drafts" / "article.yaml"), "--json", cwd=folder)
    assert done.returncode == 0
    assert str(folder) not in done.stdout


def test_the_same_claims_give_the_same_bytes(run: Run, folder: Path) -> None:
    write(folder, TRUE, FALSE, OPEN, LOOSE)
    assert _twice(run, folder, ["verify", "--json"])
    assert _twice(run, folder, ["verify"])


def _twice(run: Run, folder: Path, arguments: Sequence[str]) -> bool:
    first, second = (
        run(*arguments, cwd=folder, env={"PYTHONHASHSEED": seed}).stdout for seed in "12"
    )
    return bool(first) and first == second


@pytest.mark.parametrize("sampling", ["probability", "quota"])
def test_a_page_says_what_its_intervals_are(run: Run, tmp_path: Path, sampling: str) -> None:
    rows = ("q", *"a" * 108, *"b" * 92)
    write_survey(tmp_path, Survey([Wave("2020", samples="JP: 200", sampling=sampling, rows=rows)]))
    claim = "{id: C, source: s, quote: w, wave: '2020', item: q, countries: [JP], says: [%s]}"
    path = tmp_path / "datasets" / "poll" / "claims.yaml"
    path.write_text(f"claims:\n  - {claim % '{majority: a}'}\n", "utf-8")
    told = " ".join(run("verify", "poll", "--confidence", "0.9", cwd=tmp_path).stdout.split())
    assert "“First” 54.0% (48–60)" in told
    random = "" if sampling == "probability" else ", if the sample were random"
    assert f"In %: (a–b) 90% interval for the population{random}." in told
    for language, level in (("ko", "90%"), ("ja", "90%"), ("zh", "90%"), ("ru", "90%")):
        other = run("verify", "poll", "--confidence", "0.9", "--lang", language, cwd=tmp_path)
        assert "[48–60]" in other.stdout
        assert level in other.stdout.partition("[a–b]")[2]


def test_a_page_without_intervals_says_nothing_of_them(run: Run) -> None:
    assert "(a–b)" not in run("verify", "kf-vub").stdout
