"""``kcli report`` as its users meet it: what is in the files, where they go, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypertext import Element
from jsonschema import Draft202012Validator
from reporting import check_report, listed, make_project

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

Run = Callable[..., Any]
OUTPUTS = [f"report.{language}.{suffix}" for language in ("en", "ko") for suffix in ("html", "md")]
# Each section of the project's report, and the command that says the same.
COMMANDS = {
    1: "compare poll.q --wave 2021",
    2: "compare --concept relations",
    3: "label poll",
    4: "shift poll.q --from poll@2020 --to poll@2021",
    5: "trend poll.q",
    6: "verify poll",
    7: "topline poll.q --base substantive",
}


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its report written, once for the tests that only read."""
    from running import run_kcli

    folder = make_project(tmp_path_factory.mktemp("reported"))
    done = run_kcli(["report"], folder, {})
    assert done.returncode == 0, done.stderr
    return folder


def html_of(folder: Path, name: str = "datasets/poll/report.en.html") -> Element:
    return check_report((folder / name).read_text("utf-8"))


def section(html: Element, place: int) -> Element:
    (found,) = (s for s in html.all("section") if s.attributes.get("id") == f"section-{place}")
    return found


def rows_of(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith("| ") and "---" not in line]


def words_of(text: str) -> Iterator[str]:
    return iter(re.findall(r"\w+", text))


# -- sections --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("place", COMMANDS)
def test_a_section_has_the_tables_of_its_command(
    place: int, language: str, run: Run, reported: Path
) -> None:
    command = [*COMMANDS[place].split(), "--lang", language, "-f", "markdown"]
    done = run(*command, cwd=reported)
    assert done.returncode == 0, done.stderr
    rows = rows_of(done.stdout)
    assert rows
    told = (reported / f"datasets/poll/report.{language}.md").read_text("utf-8").splitlines()
    assert set(rows) <= set(told)
    html = section(html_of(reported, f"datasets/poll/report.{language}.html"), place)
    seen = words_of(" ".join(table.text for table in html.all("table")))
    plain = re.sub(r"\\(.)", r"\1", re.sub(r"<br>|\*\*", " ", "\n".join(rows)))
    for word in words_of(plain):
        assert word in seen, word  # takes from those that are left


def test_sections_stand_in_the_order_of_the_file(reported: Path) -> None:
    html = html_of(reported)
    titles = [
        "Side by side",
        "Relations",
        "A poll of two publics",
        "How relations are",
        "Over the years",
        "Claims",
        "The question in full",
        "A word before the end",
        "Methods",
        "Sources",
        "Attribution",
    ]
    assert [h.text for h in html.all("h2")] == titles
    linked = html.one("nav").all("a")
    assert [a.text for a in linked] == titles[:-1]
    markdown = (reported / "datasets/poll/report.en.md").read_text("utf-8")
    assert re.findall(r"^## (.*)", markdown, re.MULTILINE) == titles


def test_prose_is_paragraphs_in_the_language_that_there_is(reported: Path) -> None:
    html = html_of(reported)
    assert [p.text for p in html.one("article").all("p")[:2]] == [
        "A first paragraph, on two lines.",
        "A second paragraph.",
    ]
    assert section(html, 8).all("p")[0].text == "Prose alone."
    korean = html_of(reported, "datasets/poll/report.ko.html")
    assert korean.attributes["lang"] == "ko"
    assert korean.one("h1").text == "두 나라 국민"
    assert korean.one("article").all("p")[0].text == "첫 문단."
    assert section(korean, 1).all("h2")[0].text == "나란히"
    assert section(korean, 1).all("p")[0].text == "Before the tables."
    assert section(korean, 9).all("h2")[0].text == "방법"


def test_another_language_is_made_of_what_there_is(run: Run, poll: Path) -> None:
    done = run("report", "--lang", "fr, ko", "--lang", "ko", cwd=poll)
    assert done.returncode == 0, done.stderr
    names = {name for name in listed(poll / "datasets" / "poll") if name.startswith("report.")}
    assert names == {
        "report.yaml",
        "report.manifest.json",
        *(f"report.{tag}.{suffix}" for tag in ("fr", "ko") for suffix in ("html", "md")),
    }
    html = html_of(poll, "datasets/poll/report.fr.html")
    assert html.attributes["lang"] == "fr"
    assert html.one("h1").text == "Two publics"
    assert section(html, 9).all("h2")[0].text == "Methods"


def test_pictures_and_tables_are_left_out_where_the_file_says_so(run: Run, poll: Path) -> None:
    body = "title: {en: A}\nsections:\n"
    body += "  - {trend: poll.q, tables: no}\n  - {trend: poll.q, charts: no}\n"
    body += "  - {verify: poll, tables: no}\n"
    (poll / "datasets/poll/report.yaml").write_text(body, "utf-8")
    assert run("report", cwd=poll).returncode == 0
    html = html_of(poll)
    seen = [
        (s.all("figure") != [], s.all("table") != []) for s in (section(html, n) for n in (1, 2, 3))
    ]
    assert seen == [
        (True, False),
        (False, True),
        (False, True),  # there is no picture of claims: their tables are always printed
    ]


def test_every_sentence_carries_what_it_rests_on(reported: Path) -> None:
    html = html_of(reported)
    told = [item for each in html.all("ul") if each.attributes.get("class") == "told"
            for item in each.all("li")]  # fmt: skip
    assert len(told) > 10
    for item in told:
        evidence = [s.text for s in item.all("span") if s.attributes.get("class") == "evidence"]
        assert evidence
        assert all(re.match(r"poll 202[012]", text) for text in evidence), evidence
    first = told[0]
    assert first.text.startswith("A test at 95%, which takes the samples as random, finds")
    assert [(a.text, a.attributes["href"]) for a in first.all("a")] == [
        ("paper", "#source-poll.paper"),
        ("other", "#source-poll.other"),
    ]
    markdown = (reported / "datasets/poll/report.en.md").read_text("utf-8")
    assert "South Korea (55%). (poll 2021: paper, other)" in markdown
    lines = re.findall(
        r"^- .*(?:rose|majority|majorities|settled whether) .*", markdown, re.MULTILINE
    )
    assert len(lines) > 5
    assert sum("(poll 202" in line for line in lines) > 5


def test_a_sentence_that_two_sections_would_tell_is_told_once(run: Run, poll: Path) -> None:
    body = "title: {en: A}\nsections: [{label: poll.q}, {compare: poll.q}, sources]\n"
    (poll / "datasets/poll/report.yaml").write_text(body, "utf-8")
    assert run("report", cwd=poll).returncode == 0
    markdown = (poll / "datasets/poll/report.en.md").read_text("utf-8")
    assert markdown.count("finds a majority for “Good”") == 1


def test_items_of_one_text_are_told_apart_in_every_headline(run: Run, poll: Path) -> None:
    path = poll / "questionnaires/poll.yaml"
    text = path.read_text("utf-8")
    item = text[text.index("  q:\n") :]
    alike = item[: item.index("    concept:")].replace("  q:\n", "  r:\n", 1)
    path.write_text(text + alike, "utf-8")
    facts = poll / "datasets/poll/findings.csv"
    rows = [f"r{row}" for row in facts.read_text("utf-8").replace(",q,", ",r,").splitlines()[1:]]
    facts.write_text("\n".join([facts.read_text("utf-8").strip(), *rows, ""]), "utf-8")
    answered = poll / "datasets/poll/2022.responses.csv"
    first, *people = answered.read_text("utf-8").splitlines()
    people = [f"{row},{row.rpartition(',')[2]}" for row in people]
    answered.write_text("\n".join([f"{first},r", *people, ""]), "utf-8")
    both = (
        "{compare: poll.q}, {compare: poll.r}, {trend: poll}, {topline: poll.q}, {topline: poll.r}"
    )
    (poll / "datasets/poll/report.yaml").write_text(
        f"title: {{en: A, ko: 가}}\nlanguages: [en, ko]\nsections: [{both}]\n", "utf-8"
    )
    assert run("report", cwd=poll).returncode == 0
    for language, asked, years, whole in (
        ("en", "How relations are", "Over the years", "The question in full"),
        ("ko", "관계가 어떤가", "연도별 추이", "문항 전체"),
    ):
        html = html_of(poll, f"datasets/poll/report.{language}.html")
        titles = [each.text for each in html.all("h2")]
        both = [f"{asked} (q)", f"{asked} (r)"]
        assert titles[:5] == [*both, years, whole, f"{whole}: {asked} (r)"]
        assert [each.text for each in section(html, 3).all("h3") if asked in each.text] == both
        charts = [
            e for e in section(html, 3).all("p") if e.attributes.get("class") == "chart-title"
        ]
        assert [next(name for name in both if name in each.text) for each in charts] == sorted(
            next(name for name in both if name in each.text) for each in charts
        )
    listed_there = run("compare", "poll", cwd=poll).stdout
    assert "How relations are (q)" in listed_there
    assert "How relations are (r)" in listed_there


def test_what_is_assumed_is_told_even_where_no_section_asks_for_it(run: Run, poll: Path) -> None:
    body = "title: {en: A}\nlanguages: [en, ko]\nsections: [{compare: poll.q, wave: '2021'}]\n"
    (poll / "datasets/poll/report.yaml").write_text(body, "utf-8")
    assert run("report", cwd=poll).returncode == 0
    html = html_of(poll)
    assert [h.text for h in html.all("h2")][1:] == ["Assumed, and to be known", "Attribution"]
    told = "No design effect is published; limits are those of a simple random sample."
    assert told in [li.text for li in html.all("li")]
    assert f"- {told}" in (poll / "datasets/poll/report.en.md").read_text("utf-8").splitlines()
    korean = html_of(poll, "datasets/poll/report.ko.html")
    assert "설계효과가" in korean.one("main").text
    assert told not in korean.one("main").text


def test_facts_that_cannot_all_be_true_are_told_in_the_report_and_in_the_terminal(
    run: Run, poll: Path
) -> None:
    with (poll / "datasets/poll/findings.csv").open("a", encoding="utf-8") as file:
        file.write("f9,2021,JP,q,good,share,70,all,1000,other,,\n")
    done = run("report", "--json", cwd=poll)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith("kcli: warning: poll.q in Japan (2021): these facts cannot all be true")
    assert "facts-clash" in [note["code"] for note in json.loads(done.stdout)["notes"]]
    for name in ("html", "md"):
        assert "cannot all be true" in (poll / f"datasets/poll/report.en.{name}").read_text("utf-8")


def test_sources_have_their_words_once_and_links_to_the_web_alone(reported: Path) -> None:
    html = section(html_of(reported), 10)
    items = {li.attributes["id"]: li for li in html.all("li") if "id" in li.attributes}
    assert list(items) == ["source-poll.paper", "source-poll.other"]
    paper, other = items.values()
    assert paper.all("a")[0].attributes["href"] == "https://example.org/a?b=1&c=2"
    assert paper.text.startswith("paper: How the publics answered (A paper), 3 February 2020")
    assert other.all("a") == []
    assert other.text.startswith("other: Another paper")
    quotes = [q.text for q in paper.all("q")]
    assert quotes == [
        "40% of Japanese say good",
        "a majority of South Koreans",
        "60% of Japanese say good",
    ]
    markdown = (reported / "datasets/poll/report.en.md").read_text("utf-8")
    assert "<https://example.org/a?b=1&c=2>" in markdown
    assert "javascript" not in markdown


def test_figures_of_different_surveys_never_share_an_anchor(run: Run, poll: Path) -> None:
    plain = (poll / "questionnaires/poll.yaml").read_text("utf-8").replace("paper", "b-c")
    facts = (poll / "datasets/poll/findings.csv").read_text("utf-8")
    for name, source in (("a", "b-c"), ("a-b", "c")):
        body = plain.replace("survey: poll", f"survey: {name}").replace("b-c", source)
        (poll / f"questionnaires/{name}.yaml").write_text(body, "utf-8")
        (poll / f"datasets/{name}").mkdir()
        path = poll / f"datasets/{name}/findings.csv"
        path.write_text(facts.replace(",paper,", f",{source},"), "utf-8")
    body = "title: {en: A}\nsections: [{compare: a.q, wave: '2021'}, "
    body += "{compare: a-b.q, wave: '2021'}, sources]\n"
    (poll / "datasets/poll/report.yaml").write_text(body, "utf-8")
    done = run("report", "poll", cwd=poll)
    assert done.returncode == 0, done.stderr
    ids = [li.attributes["id"] for li in html_of(poll).all("li") if "id" in li.attributes]
    assert {"source-a.b-c", "source-a-b.c"} <= set(ids)


# -- what is written where ---------------------------------------------------------------


def test_a_survey_without_a_file_has_a_report_beside_its_data(run: Run, poll: Path) -> None:
    (poll / "datasets/poll/report.yaml").unlink()
    done = run("report", "poll", "--json", cwd=poll)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)["records"]
    assert [(r["report"], r["path"], r["state"]) for r in records] == [
        ("poll", f"datasets/poll/report.en.{suffix}", "written") for suffix in ("html", "md")
    ]
    html = html_of(poll)
    assert html.one("h1").text == "A poll of two publics"
    titles = [h.text for h in html.all("h2")]
    assert titles == [
        *("Answers", "How relations are", "Claims"),
        *("Methods", "Sources", "Attribution"),
    ]


def test_a_concept_has_a_report_among_those_of_several_surveys(run: Run, poll: Path) -> None:
    done = run("report", "relations", cwd=poll)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (poll / "datasets/reports").iterdir())
    assert names == ["relations.en.html", "relations.en.md", "relations.manifest.json"]
    html = html_of(poll, "datasets/reports/relations.en.html")
    assert html.one("h1").text == "Relations"
    assert "75.0" in html.one("main").text


def test_all_reports_are_written_each_beside_its_file(run: Run, poll: Path) -> None:
    (poll / "datasets/reports").mkdir()
    body = "title: {en: B}\nsections: [{compare: poll.q}]\n"
    (poll / "datasets/reports/several.yaml").write_text(body, "utf-8")
    before = set(listed(poll))
    done = run("report", "--json", cwd=poll / "questionnaires")
    assert done.returncode == 0, done.stderr
    paths = [record["path"] for record in json.loads(done.stdout)["records"]]
    several = [f"datasets/reports/several.en.{suffix}" for suffix in ("html", "md")]
    assert paths == [*(f"datasets/poll/{name}" for name in OUTPUTS), *several]
    manifests = {"datasets/poll/report.manifest.json", "datasets/reports/several.manifest.json"}
    assert set(listed(poll)) - before == {*paths, *manifests}


def test_a_report_goes_to_a_folder_under_the_name_of_its_survey(
    run: Run, poll: Path, tmp_path: Path
) -> None:
    before = listed(poll)
    out = tmp_path / "new" / "folder"
    done = run("report", "datasets/poll/report.yaml", "-o", str(out), cwd=poll)
    assert done.returncode == 0, done.stderr
    names = [name.replace("report", "poll") for name in OUTPUTS]
    assert sorted(listed(out)) == sorted([*names, "poll.manifest.json"])
    assert listed(poll) == before


def test_a_second_time_nothing_is_written(run: Run, reported: Path) -> None:
    folder = reported / "datasets/poll"
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    done = run("report", "--json", cwd=reported)
    assert {r["state"] for r in json.loads(done.stdout)["records"]} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_the_json_is_what_its_schema_says(run: Run, reported: Path) -> None:
    schema = json.loads(run("schema", "report").stdout)
    document = json.loads(run("report", "--check", "--json", cwd=reported).stdout)
    Draft202012Validator(schema).validate(document)
    assert [record["format"] for record in document["records"]] == ["html", "markdown"] * 2
    assert {"path": "datasets/poll/findings.csv"}.items() <= {
        key: value for each in document["inputs"] for key, value in each.items()
        if each["path"] == "datasets/poll/findings.csv"
    }.items()  # fmt: skip
