"""Whatever a file says comes out of ``kcli report`` as text, in HTML, in pictures, in Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypertext import Element
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reporting import check_report

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

Run = Callable[..., Any]
TEXTS = {
    "tag": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "svg": "</text></svg><script>alert(1)</script>",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "formula": "=1+1",
    "hebrew": "עברית מימין לשמאל (1)",
    "long": "x" * 300,
    "words": "long " * 60 + "end",
    "emoji": "😀 통일 👨‍👩‍👧",
    "address": "javascript:alert(1)",
    "template": "{{ 7 * 7 }} {% raw %} {id}",
    "comment": "<!-- --> ]]> &amp; &lt;b&gt;",
    "link": "[here](javascript:alert(1)) ![x](https://example.org/x.png)",
    "list": "- a list",
    "number": "1. a list",
    "rule": "---",
    "heading": "# a heading",
    "code": "`code` ```fence``` $math$ ~~gone~~ **bold** _it_ | cell |",
    "html": "&#60;b&#62;",
}
CASES = [pytest.param(text, id=name) for name, text in TEXTS.items()]


def q(text: str) -> str:
    """A text as YAML holds it."""
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with each text as an answer, a title, prose, a quote, and in sources."""
    folder = tmp_path_factory.mktemp("hostile")
    options = "\n".join(
        f"      o{place}: {{en: {q(text)}}}" for place, text in enumerate(TEXTS.values())
    )
    sources = "\n".join(
        f"  s{place}: {{publisher: {q(text)}, title: {{en: {q(text)}}}, url: {q(text)}}}"
        for place, text in enumerate(TEXTS.values())
    )
    sections = "\n".join(
        f"  - {{part: text, title: {{en: {q(text)}}}, prose: {{en: {q(text)}}}}}"
        for text in TEXTS.values()
    )
    rows = [
        f"f{place},2020,{country},q,o{place},share,2,s{place},{quoted(text)},"
        for place, text in enumerate(TEXTS.values())
        for country in (("JP", "KR")[place % 2],)
    ]
    url = '"https://example.org/\\"><script>alert(1)</script>"'
    files = {
        "questionnaires/poll.yaml": f"""\
survey: poll
title: {{en: {q(TEXTS["script"])}}}
attribution: {{en: {q(TEXTS["tag"])}}}
sources:
  web: {{publisher: W, url: {url}}}
{sources}
waves:
  "2020": {{fieldwork: 2020-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
  "2021": {{fieldwork: 2021-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
items:
  q:
    text: {{en: {q(TEXTS["svg"])}}}
    options_complete: published
    options:
{options}
""",
        "datasets/poll/findings.csv": "\n".join(
            [
                "id,wave,country,item,option,predicate,value,source,quote,note",
                *rows,
                "w,2021,JP,q,o1,share,2,web,,",
                "",
            ]
        ),
        "datasets/poll/claims.yaml": f"""\
claims:
  - {{id: c, source: s0, quote: {q(TEXTS["tag"])}, wave: "2020", item: q, countries: [JP],
     says: [{{majority: o0}}]}}
""",
        "datasets/poll/report.yaml": f"""\
title: {{en: {q(TEXTS["script"])}}}
prose: {{en: {q(TEXTS["tag"])}}}
sections:
{sections}
  - {{compare: poll.q, wave: "2020", prose: {{en: {q(TEXTS["link"])}}}}}
  - {{label: poll}}
  - {{shift: poll.q, between: [poll@2020, poll@2021]}}
  - {{trend: poll.q}}
  - {{topline: poll.q}}
  - {{verify: poll}}
  - sources
""",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    from running import run_kcli

    done = run_kcli(["report"], folder, {})
    assert done.returncode == 0, done.stderr
    return folder


def quoted(text: str) -> str:
    """A text as CSV holds it."""
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def html(hostile: Path) -> Element:
    return check_report((hostile / "datasets/poll/report.en.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def tokens(hostile: Path) -> list[Token]:
    markdown = (hostile / "datasets/poll/report.en.md").read_text("utf-8")
    return list(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown))


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", CASES)
def test_a_text_is_a_text_in_html(text: str, html: Element) -> None:
    wanted = one_line(text)
    found = {tag: [one_line(e.text) for e in html.all(tag)] for tag in ("h2", "p", "th", "q", "li")}
    assert wanted in found["h2"]
    assert wanted in found["p"]
    assert wanted in found["th"]
    assert wanted in found["q"]
    items = [li for li in html.all("li") if li.attributes.get("id", "").startswith("source-poll.s")]
    assert any(f": {wanted} ({wanted})" in one_line(li.text) for li in items)
    assert not [a for li in items for a in li.all("a")]  # none of them is an address


def test_pictures_hold_them_as_text_too(hostile: Path) -> None:
    text = (hostile / "datasets/poll/report.en.html").read_text("utf-8")
    assert text.count("<svg") > 2
    assert "<img" not in text
    assert "<script" not in text
    assert "&lt;/text&gt;&lt;/svg&gt;" in text


def test_links_lead_to_the_web_and_nothing_leaves_its_attribute(html: Element) -> None:
    links = [
        a.attributes["href"] for a in html.all("a") if not a.attributes["href"].startswith("#")
    ]
    assert links
    assert set(links) == {'https://example.org/"><script>alert(1)</script>'}
    assert html.one("title").text == TEXTS["script"]
    owed = [s for s in html.all("section") if s.attributes.get("class") == "owed"]
    assert owed[0].one("p").text == TEXTS["tag"]


def test_what_is_written_from_right_to_left_is_set_apart(html: Element) -> None:
    bdi = [each.text for each in html.all("bdi")]
    assert TEXTS["hebrew"] in bdi


def spoken(token: Token) -> str:
    kinds = {"text", "text_special", "code_inline"}
    return "".join(child.content for child in token.children or () if child.type in kinds)


@pytest.mark.parametrize("text", CASES)
def test_a_text_is_a_text_in_markdown(text: str, tokens: list[Token]) -> None:
    wanted = one_line(text)
    found = {
        kind: [
            one_line(spoken(inline))
            for opening, inline in pairwise(tokens)
            if opening.type == f"{kind}_open" and inline.type == "inline"
        ]
        for kind in ("heading", "paragraph", "td")
    }
    assert wanted in found["heading"]
    assert wanted in found["paragraph"]
    assert wanted in found["td"]
    assert any(f"“{wanted}”" in text for text in found["paragraph"])


def test_markdown_has_no_html_and_no_link_but_addresses(tokens: list[Token]) -> None:
    inside = [child for token in tokens for child in token.children or ()]
    html = [child.content for child in inside if child.type == "html_inline"]
    assert set(html) <= {"<br>"}
    assert not [token for token in tokens if token.type in ("html_block", "fence", "hr")]
    assert not [child for child in inside if child.type in ("image", "code_inline", "s_open")]
    links = [child for child in inside if child.type == "link_open"]
    assert {link.info for link in links} == {"auto"}
    assert {str(link.attrs["href"]) for link in links} == {
        "https://example.org/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    }
