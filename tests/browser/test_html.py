"""Documents in a real browser: nothing fetched, all accessible; small, dark and printed.

``pytest -m browser`` runs these. They need Debian's packages chromium and
poppler-utils, and the extra ``[browser]``: Playwright, which drives the
Chromium that is there and brings none, and axe-core (MPL-2.0), which
axe-playwright-python carries.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import close, printed
from conftest import ROOT
from running import run_kcli

pytestmark = pytest.mark.browser

COMMANDS = {
    "item": "compare kf-vub.us_nk_change",
    "survey": "compare kf-vub",
    "surveys": "compare",
    "crosstab": "crosstab anes.vote --by education,party",
    "trend": "trend ipus.necessity",
    "shift": "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025",
    "verify": "verify kf-vub",
    "explain": "explain",
    "korean": "compare ifes.kr_us --lang ko",
    "synthetic": "compare kf-vub-synthetic.us_nk_change",
    "hostile": "compare poll.q@2020",
    "narrow": "trend poll.r",
}
REPORTS = {str(p.relative_to(ROOT)): p for p in sorted((ROOT / "datasets").rglob("*.html"))}
NAMES = [*COMMANDS, *REPORTS]
HOSTILE = """\
survey: poll
title: {en: Hostile labels}
sources: {paper: {publisher: A paper}}
waves:
  "2020":
    fieldwork: 2020-01
    published_base: all
    samples: {JP: 1000, KR: 1000, US: 1000, CN: 1000}
  "2021":
    fieldwork: 2021-01
    published_base: all
    samples: {JP: 1000}
items:
  q:
    text: {en: "<img src='https://example.org/x.png' onerror='alert(1)'>"}
    options_complete: published
    options:
      a: {en: "</script><script>console.error('no')</script>"}
      b: {en: "<link rel=stylesheet href='https://example.org/x.css'>"}
      c: {en: "עברית מימין לשמאל (1)"}
      d: {en: "LONG"}
      e: {en: "😀 통일 日本の"}
  r:
    text: {en: One share a year}
    options: {a: {en: Incomprehensibilities_and_counterrevolutions}, b: {en: B}}
    options_complete: published
"""
# Figures, Latin and others apart: pdftotext parts what is of two fonts, as in 39명 and US와.
WORDS = re.compile(r"\d+|[A-Za-z]+|[^\W\dA-Za-z]+")
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 28)"}


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A document by its name, written once."""
    folder = tmp_path_factory.mktemp("documents")
    poll = folder / "poll"
    (poll / "questionnaires").mkdir(parents=True)
    long = f"{'x' * 300} {'long ' * 60}"
    (poll / "questionnaires" / "poll.yaml").write_text(HOSTILE.replace("LONG", long), "utf-8")
    (poll / "datasets" / "poll").mkdir(parents=True)
    facts = [f"f{c},2020,{c},q,a,share,40,paper" for c in ("JP", "KR", "US", "CN")]
    facts += [f"r{wave},{wave},JP,r,a,share,40,paper" for wave in (2020, 2021)]
    (poll / "datasets" / "poll" / "findings.csv").write_text(
        "\n".join(["id,wave,country,item,option,predicate,value,source", *facts, ""]), "utf-8"
    )

    def written(name: str) -> Path:
        if name in REPORTS:
            return REPORTS[name]
        path = folder / f"{name}.html"
        if not path.exists():
            cwd = poll if name in ("hostile", "narrow") else ROOT
            done = run_kcli([*COMMANDS[name].split(), "-o", str(path)], cwd, {})
            assert done.returncode == 0, done.stderr
        return path

    return written


@pytest.fixture
def visit(opened: Callable[..., Any], documents: Callable[[str], Path]) -> Callable[..., Any]:
    """A document by its name, opened."""

    def call(name: str, width: int = 1000, scheme: str = "light") -> Any:
        return opened(documents(name), width, scheme)

    return call


# -- what is asked for -----------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_goes_wrong(
    name: str, visit: Any, documents: Callable[[str], Path]
) -> None:
    page = visit(name)
    page.wait_for_load_state("networkidle")
    outside = [url for url in page.wanted if not url.startswith("data:")]
    assert outside == [documents(name).as_uri()]
    assert page.wrong == []


def test_the_policy_stops_a_script_even_if_one_got_in(visit: Any) -> None:
    page = visit("item")
    page.evaluate(
        "() => { const s = document.createElement('script');"
        "s.textContent = 'window.ran = true'; document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i);"
        "document.body.setAttribute('style', 'margin: 7px'); }"
    )
    assert page.evaluate("() => window.ran") is None
    assert page.evaluate("() => getComputedStyle(document.body).marginTop") != "7px"
    assert len(page.wrong) == 3
    assert all("Content Security Policy" in text for text in page.wrong)


# -- accessibility ---------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_axe_passes(name: str, scheme: str, visit: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width in (1000, 400):
        found = Axe().run(visit(name, width, scheme)).response
        told = [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found["violations"]]
        assert told == []
        assert len(found["passes"]) > 15


def test_the_keyboard_reaches_the_content_and_scrolls_a_table(visit: Any) -> None:
    page = visit("crosstab", 400)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    box = skip.bounding_box()
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("role") == "region"
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    label = page.locator(":focus").get_attribute("aria-labelledby")
    assert page.locator(f"#{label}").inner_text() == "Expected vote for president: Education"


def test_a_screen_reader_is_told_of_tables_heads_and_captions(visit: Any) -> None:
    told = visit("item").locator("main").aria_snapshot()
    name = "US-North Korea relations compared with a year ago"
    assert f'- heading "{name}" [level=1]' in told
    assert f"- 'region \"{name}: Share, %\"'" in told
    assert f"- 'table \"{name}: Share, %\"'" in told
    assert '- columnheader "China n=1,004 (A)"' in told
    assert '- rowheader "Not better (net)"' in told


# -- small, dark, printed --------------------------------------------------------------


@pytest.mark.parametrize("width", [400, 320])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_never_scrolls_sideways(name: str, width: int, visit: Any) -> None:
    page = visit(name, width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    broken = page.evaluate(
        "() => [...document.querySelectorAll('td.n, th.n')].filter("
        "cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    )
    assert broken == []


@pytest.mark.parametrize("width", [375, 768, 1280])
def test_no_word_of_a_caption_is_broken(width: int, visit: Any) -> None:
    lines = visit("narrow", width).evaluate(
        "() => [...document.querySelectorAll('caption:not(.unseen)')].map(caption => {"
        " const words = caption.lastChild, range = document.createRange();"
        " range.setStart(words, 0); range.setEnd(words, words.data.indexOf(','));"
        " return [range.toString(), range.getClientRects().length]; })"
    )
    assert lines == [["Incomprehensibilities_and_counterrevolutions", 1]]


@pytest.mark.parametrize("name", ["survey", "crosstab", "hostile", "verify"])
def test_the_stubs_of_a_table_stay_in_sight_and_leave_room(name: str, visit: Any) -> None:
    page = visit(name, 400)
    for region in page.locator(".scroll").all():
        region.evaluate("region => region.scrollLeft = 10000")
        for stub in region.locator("tbody th").all():
            box = stub.bounding_box()
            assert box["x"] >= 0
            assert 30 < box["width"] <= 200


def test_dark_and_light_are_as_the_reader_has_them_and_print_is_light(visit: Any) -> None:
    paper = "() => getComputedStyle(document.documentElement).backgroundColor"
    for scheme, colour in PAPER.items():
        page = visit("item", scheme=scheme)
        assert page.evaluate(paper) == colour
        page.emulate_media(media="print")
        assert page.evaluate(paper) == PAPER["light"]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["item", "survey", "crosstab", "trend", "verify", *REPORTS])
def test_print_holds_every_figure(name: str, paper: str, visit: Any, tmp_path: Path) -> None:
    page = visit(name)
    pages = printed(page, tmp_path / "out.pdf", paper)
    whole = close("".join(pages))
    words = set(WORDS.findall("".join(pages)))
    cells = page.locator("td").all_inner_texts()
    assert words
    assert {word for cell in cells for word in WORDS.findall(cell)} <= words
    for figure in page.locator("td.n").all_inner_texts():
        for line in figure.splitlines():
            assert close(line) in whole, line
    size = subprocess.run(
        ["pdfinfo", str(tmp_path / "out.pdf")], capture_output=True, check=True, timeout=60
    )
    assert re.search(
        {"A4": r"59[56].* x 84[12]", "Letter": r"612 x 792"}[paper], size.stdout.decode()
    )


def test_print_tells_the_addresses_of_links(visit: Any, tmp_path: Path) -> None:
    page = visit("item")
    whole = close("".join(printed(page, tmp_path / "out.pdf", "A4")))
    links = page.locator("a[href^=http]").all()
    assert links
    for link in links:
        assert f"<{link.get_attribute('href')}>" in whole


def test_a_table_that_goes_on_has_its_heads_on_the_next_page(visit: Any, tmp_path: Path) -> None:
    pages = printed(visit("explain"), tmp_path / "out.pdf", "A4")
    assert len(pages) > 2
    for text in pages[:-1]:
        assert re.search(r"Code +Severity +Meaning", text)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_synthetic_is_on_the_screen_and_on_every_page(
    paper: str, visit: Any, tmp_path: Path
) -> None:
    page = visit("synthetic")
    across = "() => { const s = getComputedStyle(document.body, '::before');"
    across += "return [s.content, s.position, s.display !== 'none'] }"
    assert page.evaluate(across) == ['"SYNTHETIC"', "fixed", True]
    assert page.locator(".alarm").is_visible()
    pages = printed(page, tmp_path / "out.pdf", paper)
    assert len(pages) > 1
    for text in pages:  # it runs askew, a letter a line
        letters = re.findall(r"(?<!\S)[SYNTHEIC](?!\S)", text)
        assert sorted(letters) == sorted("SYNTHETIC"), text
