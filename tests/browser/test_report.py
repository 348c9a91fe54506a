"""Reports in a real browser: pictures with words that can be read, links, print, hostile texts.

What holds of every document is tested beside the shipped reports in test_html.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import close, ends_of, printed
from conftest import ROOT
from reporting import make_project
from running import run_kcli

pytestmark = pytest.mark.browser

SHIPPED = [
    f"{name}.{language}"
    for name in ("kf-vub", "ifes", "2019-2025", "long-series")
    for language in ("en", "ko")
]
OTHERS = ["poll.en", "poll.ko", "hostile.en", "kf-vub-synthetic.en", "anes.en", "governments.en"]
HOSTILE = {
    "tag": "<img src='https://example.org/x.png' onerror='alert(1)'>",
    "script": "</script><script>console.error('no'); alert(1)</script>",
    "svg": "</text></svg><script>alert(1)</script>",
    "sheet": "</style><link rel=stylesheet href='https://example.org/x.css'>",
    "hebrew": "עברית מימין לשמאל (1)",
    "long": "x" * 300,
    "words": "long " * 60 + "end",
    "emoji": "😀 통일 日本の",
}
# What lies within the margins, in pixels.
SIZES = {
    "A4": {"width": 680, "height": 1002},
    "Letter": {"width": 703, "height": 935},
    "A4 landscape": {"width": 1009, "height": 673},
}
# Of every text in a picture: whether it lies in the picture, give or take a pixel.
OUTSIDE = """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1
            || own.top < box.top - 1 || own.bottom > box.bottom + 1;
    }).map(text => text.textContent);
})"""
# Texts of a picture that lie over one another by more than a few pixels.
OVERLAPS = """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')];
    const boxes = texts.map(text => text.getBoundingClientRect());
    const found = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
        const wide = Math.min(boxes[i].right, boxes[j].right)
            - Math.max(boxes[i].left, boxes[j].left);
        const high = Math.min(boxes[i].bottom, boxes[j].bottom)
            - Math.max(boxes[i].top, boxes[j].top);
        if (wide > 3 && high > 6) found.push([texts[i].textContent, texts[j].textContent]);
    }
    return found;
})"""


def make_hostile(folder: Path) -> Path:
    """A project whose every text tries to be something else."""

    def text(name: str) -> str:
        return json.dumps(HOSTILE[name], ensure_ascii=False)

    options = "\n".join(f"      {name}: {{en: {text(name)}}}" for name in HOSTILE)
    sections = "\n".join(
        f"  - {{compare: poll.q, wave: '2020', title: {{en: {text(name)}}}}}" for name in HOSTILE
    )
    rows = [
        f"{name}{country}{wave},{wave},{country},q,{name},share,12.5,paper"
        for name in HOSTILE
        for country in ("JP", "KR")
        for wave in (2020, 2021)
    ]
    files = {
        "questionnaires/poll.yaml": f"""\
survey: poll
title: {{en: {text("script")}}}
sources: {{paper: {{publisher: {text("tag")}, url: "javascript:alert(1)"}}}}
waves:
  "2020": {{fieldwork: 2020-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
  "2021": {{fieldwork: 2021-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
items:
  q:
    text: {{en: {text("svg")}}}
    options_complete: published
    options:
{options}
""",
        "datasets/poll/findings.csv": "\n".join(
            ["id,wave,country,item,option,predicate,value,source", *rows, ""]
        ),
        "datasets/reports/hostile.yaml": f"""\
title: {{en: {text("script")}}}
prose: {{en: {text("sheet")}}}
sections:
{sections}
  - trend: poll.q
  - {{shift: poll.q, between: [poll@2020, poll@2021]}}
  - sources
""",
    }
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    return folder


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped reports, and some of other projects and surveys, as kcli writes them now."""
    folder, work = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("projects")
    wanted = [
        ((), ROOT),
        *(((name,), ROOT) for name in ("kf-vub-synthetic", "anes", "governments")),
        (("poll",), make_project(work / "poll")),
        (("hostile",), make_hostile(work / "hostile")),
    ]
    for names, cwd in wanted:
        done = run_kcli(["report", *names, "-o", str(folder)], cwd, {})
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def visit(opened: Callable[..., Any], reports: Path) -> Callable[..., Any]:
    """A report by its name and language, opened."""

    def call(name: str, width: int = 1000, scheme: str = "light") -> Any:
        return opened(reports / f"{name}.html", width, scheme)

    return call


@pytest.mark.parametrize("name", OTHERS)
def test_a_report_fetches_nothing_and_passes_every_rule_of_axe(
    name: str, visit: Any, reports: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in ((1000, "light"), (400, "dark")):
        page = visit(name, width, scheme)
        page.wait_for_load_state("networkidle")
        outside = [url for url in page.wanted if not url.startswith("data:")]
        assert outside == [(reports / f"{name}.html").as_uri()]
        assert page.wrong == []
        found = Axe().run(page).response
        told = [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found["violations"]]
        assert told == []
        assert len(found["passes"]) > 15
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_every_text_of_a_picture_is_seen_whole(name: str, visit: Any) -> None:
    page = visit(name)
    assert page.locator("figure svg text").count() > 0 or name == "governments.en"
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("name", [*SHIPPED, "poll.en", "anes.en"])
def test_no_text_of_a_picture_lies_over_another(name: str, visit: Any) -> None:
    assert visit(name).evaluate(OVERLAPS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_picture_stand_out_in_light_and_dark(scheme: str, visit: Any) -> None:
    page = visit("kf-vub.ko", scheme=scheme)
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    fills = page.evaluate(
        "() => [...document.querySelectorAll('figure svg text')].map(t => getComputedStyle(t).fill)"
    )
    assert ink in fills
    sums = [sum(map(int, re.findall(r"\d+", fill)[:3])) for fill in set(fills)]
    assert all((total > 450) == (scheme == "dark") for total in sums), set(fills)


def test_a_sentence_leads_to_its_source_and_the_contents_to_each_section(visit: Any) -> None:
    page = visit("kf-vub.en", 400)
    links = page.locator(".told a, .contents a")
    assert links.count() > 10
    for place in range(links.count()):
        links.nth(place).click()
        target = page.evaluate("() => document.querySelector(':target')?.id")
        assert f"#{target}" == links.nth(place).get_attribute("href")
        top = page.evaluate("() => document.querySelector(':target').getBoundingClientRect().top")
        assert -5 <= top < 900


def test_a_screen_reader_is_told_of_sections_pictures_and_sources(visit: Any) -> None:
    told = visit("kf-vub.en").locator("main").aria_snapshot()
    assert '- navigation "Contents"' in told
    assert '- region "What people said"' in told
    assert '- heading "What people said" [level=2]' in told
    title = "Public views of the Korean Peninsula one year after the Singapore summit"
    assert f'- heading "{title}" [level=3]' in told
    pictures = [line for line in told.splitlines() if 'img "' in line]
    assert len(pictures) == 8  # three, in parts
    assert "The share of each answer in each sample: China, Japan, Russia" in pictures[-1]
    assert '- region "Attribution"' in visit("long-series.en").locator("main").aria_snapshot()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["kf-vub.ko", "long-series.en"])
def test_print_has_the_words_of_every_picture_on_one_page(
    name: str, paper: str, visit: Any, tmp_path: Path
) -> None:
    page = visit(name)
    pages = [close(text) for text in printed(page, tmp_path / "out.pdf", paper)]
    for figure in page.locator("figure").all():
        words = {close(text) for text in figure.locator("svg text").all_text_contents()}
        words = {word for word in words if len(word) > 3}
        assert words
        assert any(all(word in text for word in words) for text in pages), words


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", SHIPPED)
def test_no_printed_page_has_little_but_a_heading(
    name: str, paper: str, visit: Any, tmp_path: Path
) -> None:
    printed(visit(name), tmp_path / "out.pdf", paper)
    ends = ends_of(tmp_path / "out.pdf")
    assert all(end > 1 / 3 for end in ends[:-1]), ends


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("paper", SIZES)
def test_the_words_of_a_printed_picture_can_be_read(name: str, paper: str, visit: Any) -> None:
    page = visit(name)
    page.set_viewport_size(SIZES[paper])
    page.emulate_media(media="print")
    points = page.evaluate(
        "() => [...document.querySelectorAll('figure svg')].map(svg => 0.75 * 13"
        " * svg.getBoundingClientRect().height / svg.viewBox.baseVal.height)"
    )
    assert points
    assert min(points) > 7


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_invented_respondents_are_marked_on_every_page(
    paper: str, visit: Any, tmp_path: Path
) -> None:
    page = visit("kf-vub-synthetic.en")
    assert page.locator(".alarm").is_visible()
    pages = printed(page, tmp_path / "out.pdf", paper)
    assert len(pages) > 2
    for text in pages:  # it runs askew, a letter a line
        letters = re.findall(r"(?<!\S)[SYNTHEIC](?!\S)", text)
        assert sorted(letters) == sorted("SYNTHETIC"), text


def test_hostile_texts_are_read_as_they_are(visit: Any) -> None:
    page = visit("hostile.en", 400)
    assert page.title() == HOSTILE["script"]
    titles = [" ".join(text.split()) for text in page.locator("h2").all_inner_texts()]
    assert titles[: len(HOSTILE)] == [" ".join(text.split()) for text in HOSTILE.values()]
    assert page.locator("script, img, link[rel=stylesheet], iframe").count() == 0
    hebrew = page.locator("bdi", has_text=HOSTILE["hebrew"])
    assert hebrew.count() > 3
