"""The reports on the shipped surveys, and on those of other kinds: what each has to say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypertext import Element
from reporting import check_report
from running import run_kcli

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

Run = Callable[..., Any]
# What each report is made of: the surveys whose figures are in it.
SURVEYS = {
    "kf-vub": {"kf-vub"},
    "ifes": {"ifes"},
    "2019-2025": {"kf-vub", "ifes", "commentary", "governments"},
    "long-series": {
        "genron-eai", "ipus", "chicago", "kinu", "hankook-yomiuri", "yomiuri-gallup",
    },
}  # fmt: skip
LANGUAGES = ("en", "ko")
CASES = [(name, language) for name in SURVEYS for language in LANGUAGES]
# By the kinds of people: respondents, governments, commentators, several waves, a concept.
OTHERS = ["anes", "governments", "commentary", "kf-vub-synthetic", "ipus", "unification"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every shipped report, and some of surveys and concepts that have no file."""
    folder = tmp_path_factory.mktemp("reports")
    for name in ((), *((other,) for other in OTHERS)):
        done = run_kcli(["report", *name, "-o", str(folder)], ROOT, {})
        assert done.returncode == 0, done.stderr
    return folder


def html_of(out: Path, name: str, language: str = "en") -> Element:
    return check_report((out / f"{name}.{language}.html").read_text("utf-8"))


def markdown_of(out: Path, name: str, language: str = "en") -> str:
    return (out / f"{name}.{language}.md").read_text("utf-8")


def questionnaire(name: str) -> Any:
    return yaml.safe_load((ROOT / f"questionnaires/{name}.yaml").read_text("utf-8"))


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


# -- every report ----------------------------------------------------------------------


def test_the_shipped_reports_are_these(out: Path) -> None:
    names = {path.name.split(".")[0] for path in out.glob("*.ko.html")}
    assert names == set(SURVEYS)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_a_report_has_its_surveys_sources_and_nothing_empty(
    name: str, language: str, out: Path
) -> None:
    html = html_of(out, name, language)
    assert html.attributes["lang"] == language
    ids = [h.attributes.get("id", "") for h in html.all("h3")]
    assert {i.removeprefix("survey-") for i in ids if i.startswith("survey-")} == SURVEYS[name]
    for survey in SURVEYS[name]:
        sources = questionnaire(survey)["sources"]
        items = [i for i in html.all("li") if i.attributes.get("id", "").startswith("source-")]
        listed = {i.attributes["id"].removeprefix(f"source-{survey}."): i for i in items}
        own = sources.keys() & listed.keys()
        assert own
        for key in own:
            address = str(sources[key].get("url", ""))
            if address.startswith("http"):
                assert listed[key].all("a")[0].attributes["href"] == address
    for element in html.all("section", "ul", "ol", "li", "p", "figcaption", "h2", "h3"):
        assert element.text.strip()


@pytest.mark.parametrize(("name", "language"), CASES)
def test_those_who_are_owed_are_named_in_html_and_markdown(
    name: str, language: str, out: Path
) -> None:
    html, markdown = html_of(out, name, language), plain(markdown_of(out, name, language))
    owed = {
        sentence.get(language, sentence["en"])
        for sentence in (questionnaire(survey).get("attribution") for survey in SURVEYS[name])
        if sentence
    }
    if name == "long-series":
        assert len(owed) >= 4
    told = {p.text for s in html.all("section") if s.attributes.get("class") == "owed"
            for p in s.all("p")}  # fmt: skip
    assert told == {" ".join(sentence.split()) for sentence in owed}
    for sentence in told:
        assert sentence in markdown


@pytest.mark.parametrize(("name", "language"), CASES)
def test_pictures_have_words_and_stand_below_what_they_show(
    name: str, language: str, out: Path
) -> None:
    text = (out / f"{name}.{language}.html").read_text("utf-8")
    drawn = re.findall(r"<svg\b.*?</svg>", text, re.DOTALL)
    assert drawn
    for svg in drawn:
        words = re.findall(r"<text\b[^>]*>([^<]+)<", svg)
        assert len(words) > 3
        assert re.search("[가-힣]" if language == "ko" else "[A-Za-z]", "".join(words))


@pytest.mark.parametrize(("name", "language"), CASES)
def test_html_and_markdown_say_the_same_sentences(name: str, language: str, out: Path) -> None:
    html = html_of(out, name, language)
    markdown = " ".join(plain(markdown_of(out, name, language)).split())
    lists = [each for each in html.all("ul") if each.attributes.get("class") == "told"]
    assert lists
    for item in (item for each in lists for item in each.all("li")):
        words = [child for child in item.children if isinstance(child, str) and child.strip()]
        assert words
        for text in words:
            assert " ".join(text.split()) in markdown
        assert [s for s in item.all("span") if s.attributes.get("class") == "evidence"]


def test_no_path_of_the_machine_is_in_any_report(out: Path) -> None:
    words = {str(ROOT), str(out), str(Path.home())} - {"/"}
    files = [path.read_text("utf-8") for path in out.iterdir()]
    assert len(files) > 20
    assert not [word for word in words for text in files if word in text]


# -- reports of one kind ---------------------------------------------------------------


def test_kf_vub_says_what_follows_and_no_more(out: Path) -> None:
    markdown = plain(markdown_of(out, "kf-vub"))
    assert (
        "Of those asked, a majority in China said “Better”; the most common answer in Japan, "
        "Russia and the United States was “Not changed”, with at most one half." in markdown
    )
    assert "China is ahead of the United States on “Better” by more than 14.75 points." in markdown
    assert "(kf-vub 2019: vub, reuters)" in markdown
    assert "“pluralities in the US and Japan do not see significant change” (V02.US, V02.JP)" in (
        markdown
    )


def test_a_panel_is_counted_and_never_given_limits(out: Path) -> None:
    markdown = plain(markdown_of(out, "ifes"))
    assert "28 of 40 experts in South Korea said “Difficult to achieve”" in markdown
    assert "Intervals are at" not in markdown
    assert "95% interval" not in markdown


def test_between_a_public_and_experts_lies_a_gap_and_no_change(out: Path) -> None:
    html = html_of(out, "2019-2025")
    sections = [s for s in html.all("section") if s.attributes.get("id") == "section-2"]
    told = [
        item.text
        for each in sections[0].all("ul")
        if each.attributes.get("class") == "told"
        for item in each.all("li")
    ]
    assert len(told) > 3
    assert not [text for text in told if re.search(r"\b(rose|fell|increased|grew)\b", text)]
    assert any("no change over time" in text for text in told)


def test_the_long_series_break_where_they_were_asked_otherwise(out: Path) -> None:
    markdown = plain(markdown_of(out, "long-series"))
    assert "API in place of The Genron NPO, online and no longer on paper" in markdown
    assert "from 2013 to 2023" in markdown
    assert not re.search(r"(rose|fell)[^.]* from 2013 to 2025", markdown)


def test_signs_that_only_a_terminal_draws_are_in_no_report(out: Path) -> None:
    for path in (out / "long-series.en.md", out / "long-series.ko.html", out / "ipus.en.md"):
        assert not set("●○◆◇├┤◉═") & set(path.read_text("utf-8"))
    assert "↑ ↓ clearly changed since the wave before" in markdown_of(out, "long-series")


def test_respondents_are_named_with_where_they_come_from(out: Path) -> None:
    html, markdown = html_of(out, "anes"), plain(markdown_of(out, "anes"))
    assert "finds a majority for “Clinton” (58.4%) in the United States. (anes 1996)" in markdown
    assert "shares and their variances are those of the design" in markdown
    (source,) = (i for i in html.all("li") if i.attributes.get("id") == "source-anes.statsmodels")
    assert source.all("a")[0].attributes["href"].startswith("https://www.statsmodels.org/")


def test_governments_and_commentators_are_numbers_of_people(out: Path) -> None:
    for name in ("governments", "commentary"):
        markdown = plain(markdown_of(out, name))
        assert re.search(r"\b1 of 1\b", markdown)
        assert "95%" not in markdown


def test_invented_respondents_are_synthetic_wherever_one_looks(out: Path) -> None:
    html, markdown = html_of(out, "kf-vub-synthetic"), markdown_of(out, "kf-vub-synthetic")
    assert html.one("title").text.startswith("SYNTHETIC")
    assert html.one("body").attributes["class"] == "synthetic"
    assert html.one("main").all("p")[0].text == "SYNTHETIC: these respondents are invented"
    assert "**SYNTHETIC: these respondents are invented**" in markdown
    told = [line for line in markdown.splitlines() if "(kf-vub-synthetic 2019)" in line]
    assert len(told) > 5
    assert all(line.startswith("- Invented respondents: ") for line in told)
    for name in SURVEYS:
        assert "SYNTHETIC" not in markdown_of(out, name)
        assert 'class="synthetic"' not in (out / f"{name}.en.html").read_text("utf-8")


def test_the_result_says_which_reports_are_synthetic(run: Run, tmp_path: Path) -> None:
    for name, synthetic in (("kf-vub-synthetic", True), ("anes", False)):
        done = run("report", name, "-o", str(tmp_path), "--json")
        document = json.loads(done.stdout)
        assert document["synthetic"] is synthetic
        assert {record["synthetic"] for record in document["records"]} == {synthetic}


def test_a_default_report_never_has_one_heading_twice_in_a_row(out: Path) -> None:
    for name in [*SURVEYS, *OTHERS]:
        headings = [h.text for h in html_of(out, name).all("h1", "h2", "h3", "h4")]
        assert not [a for a, b in pairwise(headings) if a == b]
        tops = [h.text for h in html_of(out, name).all("h2")]
        assert len(tops) == len(set(tops))
