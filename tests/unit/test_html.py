"""Documents in HTML: what is text stays text, tables can be heard, nothing comes from elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypertext import Element, check_document, check_piece, read
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from kcli import api
from kcli.errors import UsageError
from kcli.model.records import Input, Result
from kcli.render import SUFFIXES, Settings, render
from kcli.render.html import document, fragment, shown
from kcli.render.html.environment import style, template
from kcli.render.html.outline import title_of
from kcli.render.html.texts import visible, web_address
from kcli.render.pages import LAYOUTS, lay_out
from kcli.render.pages.marked import Marked
from kcli.render.pages.page import Cell, Dot, Heading, Listing, Page, Row, Strip, Table, Words
from kcli.text.languages import languages, missing, say

HOSTILE = [
    "<b>bold</b>",
    "</script><script>alert(1)</script>",
    "</style></title></main><img src=x onerror=alert(1)>",
    "<!-- -->",
    "&amp; &lt; &#60; ]]>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "=1+1",
    "עברית מימין לשמאל",
    "العربية",
    "통일은 필요하다 (KINU)",
    "日本の世論調査",
    "long " * 60,
    "x" * 300,
    "😀" * 20,
]
UNSEEN = {
    "a\x00b": "a␀b",
    "\x1b[31mred": "␛[31mred",
    "\u202eturned\u202c": "turned",
    "\u2066set apart\u2069": "set apart",
    "\x85 \uffff \ufdd0 \U0001ffff": "\ufffd \ufffd \ufffd \ufffd",
    "half \ud83d": "half \ufffd",
}


def table(corner: str = "Share, %", stub: str = "Better", **words: Any) -> Table:
    rows = (Row(Cell.of(stub), (Cell((("57.5", "strong"), ("(54–61)", "faint"))),)),)
    return Table(corner, (Cell.of("Japan", "strong"),), rows, numeric=True, **words)


def made(page: Page, **words: Any) -> Element:
    """A piece, read back."""
    root = read(fragment(page, **words))
    check_piece(root)
    return root


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The result of a command with this page."""

    def make(*parts: Any, **words: Any) -> Result:
        module = SimpleNamespace(lay_out=lambda result: Page(parts))
        monkeypatch.setitem(sys.modules, "page_that_is_made", module)
        monkeypatch.setitem(LAYOUTS, "made", "page_that_is_made")
        return Result(**{"command": "made", "project": ".", "parameters": {}, **words})

    return make


def written(result: Result) -> Element:
    text = render(result, "html", Settings())
    assert isinstance(text, str)
    return check_document(text)


# -- texts -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_text_wherever_it_stands(text: str, result: Any) -> None:
    cell = Cell(((text, "strong"), (text, "faint"), (text, "plain")))
    page = (
        Heading(text, (text, text)),
        Table(text, (cell,), (Row(cell, (cell,)),)),
        Table(f"2 {text}", (cell,), (Row(cell, (cell,)),), numeric=True, titled=True, names=True),
        Words(text, (text, f"{text}\n{text}"), "faint"),
        Words("", (text,)),
        Listing(text, (text, text)),
    )
    inputs = (Input(text, "0"),)
    html = written(result(*page, project=text, parameters={"item": text}, inputs=inputs))
    assert html.one("title").text == text
    assert html.one("h1").text == text
    cells = html.all("table")[0].all("th", "td")
    assert [cell.text for cell in cells] == [text.strip(), *["\n".join([text] * 3)] * 3]
    assert html.all("caption")[1].text == f"{text}: 2 {text}".strip()
    assert [item.text for item in html.one("ul").all("li")] == [text, f"{text}\n{text}"]
    assert html.one("pre").text == f"\n{text}\n{text}"
    assert not html.all("img", "b", "script")
    assert not [a for a in html.all("a") if a.attributes["href"] != "#main"]


@pytest.mark.parametrize(("text", "seen"), UNSEEN.items())
def test_what_cannot_be_seen_is_shown_or_left_out(text: str, seen: str) -> None:
    root = made(Page((Heading(text), Words(text, (text,)))))
    assert root.one("h2").text == seen
    assert root.one("li").text == seen
    whole = check_document(document(text, Markup(), language="en", synthetic=False))
    assert whole.one("title").text == whole.one("h1").text == seen


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    root = read(f"<p>{shown(text)}</p>")
    assert {element.tag for element in root.all()} <= {"p", "span", "bdi"}
    assert root.text == visible(text)
    assert "\x00" not in root.text
    root.text.encode()


def test_korean_and_japanese_say_so_where_the_page_is_english() -> None:
    assert shown("통일은 필요, 또 (KINU)") == '<span lang="ko">통일은 필요, 또</span> (KINU)'
    assert shown("読売新聞の調査, 2023") == '<span lang="ja">読売新聞の調査</span>, 2023'
    assert shown("中国") == "中国"  # Chinese or Japanese: nobody can tell
    assert shown("통일", "ko") == "통일"


def test_what_runs_from_right_to_left_is_set_apart() -> None:
    assert shown("“שלום” 5%") == "“<bdi>שלום</bdi>” 5%"
    assert shown("שלום NATO שלום (1)") == "<bdi>שלום NATO שלום (1)</bdi>"
    assert shown("שלום (1): JP–KR") == "<bdi>שלום</bdi> (1): JP–KR"
    assert "bdi" not in shown("通常の文 한글 😀")


def test_words_that_stand_out_are_marked() -> None:
    root = made(Page((Table("", (Cell.of(Marked("a new word", ((2, 5),))),), ()),)))
    (mark,) = root.all("mark")
    assert mark.text == "new"
    assert root.one("thead").text.strip() == "a new word"


# -- links -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//example.org",
        "http://example.org\u202e/",
        "http://example.org/\x00",
        "http://example.org/ onclick",
        " https://example.org",
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(address: str) -> None:
    assert web_address(address) is None
    root = made(Page((Words("Sources", (f"paper\n{address}",)),)))
    assert not root.all("a")
    assert root.one("li").text == f"paper\n{visible(address)}"


def test_the_address_below_a_source_is_its_link() -> None:
    url = 'https://example.org/통일?a="b"&c=<d>'
    root = made(Page((Words("Sources", (f"paper: A poll\n{url}", f"two\n{url}\nhttp://b.org")),)))
    first, second, third = root.all("a")
    assert (first.text, first.attributes["href"]) == ("paper: A poll", url)
    assert (second.text, second.attributes["href"]) == (url, url)
    assert (third.text, third.attributes["href"]) == ("http://b.org", "http://b.org")


# -- tables ----------------------------------------------------------------------------


def test_a_table_has_its_caption_and_every_head_its_scope() -> None:
    root = made(Page((Heading("Relations", ("poll.q",)), table())))
    found = root.one("table")
    assert found.one("caption").text == "Relations: Share, %"
    assert [(th.text, th.attributes["scope"]) for th in found.all("th")] == [
        ("Share, %", "col"), ("Japan", "col"), ("Better", "row")
    ]  # fmt: skip
    assert found.one("td").text == "57.5\n(54–61)"
    assert found.one("td").one("strong").text == "57.5"
    assert root.one("div").attributes["aria-labelledby"] == found.one("caption").attributes["id"]


def test_tables_that_are_alike_are_counted_in_their_captions() -> None:
    page = Page((Heading("Gap"), table("%"), table("%"), table("Other"), table("%", titled=True)))
    captions = [caption.text for caption in made(page).all("caption")]
    assert captions == ["Gap: % (1 of 3)", "Gap: % (2 of 3)", "Gap: Other", "Gap (3 of 3): %"]
    korean = made(page, language="ko").all("caption")
    assert korean[1].text == "Gap: % (3개 중 2번째)"


def test_a_table_under_no_heading_has_a_caption_all_the_same() -> None:
    assert made(Page((table(""),))).one("caption").text == "Table"
    assert made(Page((table("Survey"),))).one("caption").text == "Survey"
    assert made(Page((table("Survey", titled=True),))).one("caption").text == "Survey"


def test_a_head_without_a_word_is_no_head() -> None:
    rows = (Row(Cell.of(""), (Cell.of("break a"), Cell.of(""))),)
    root = made(Page((Table("", (Cell.of("A"), Cell.of("")), rows),)))
    assert [th.text for th in root.all("th")] == ["A"]


def test_a_rule_begins_a_group_of_rows() -> None:
    rows = [Row(Cell.of(str(n)), (Cell.of("1"),), rule=n in (0, 2)) for n in range(4)]
    root = made(Page((Table("", (Cell.of("A"),), tuple(rows)),)))
    groups = [[th.text for th in body.all("th")] for body in root.all("tbody")]
    assert groups == [["0", "1"], ["2", "3"]]


def test_dots_for_a_terminal_are_not_printed() -> None:
    plain = table(titled=True)
    strip = Strip(0, 1, ((Dot("●", 0.575, (0.575, 0.575), (0.54, 0.61)),),))
    assert fragment(Page((replace(plain, strip=strip),))) == fragment(Page((plain,)))


@pytest.mark.parametrize("item", ["kf-vub.us_nk_change", "ifes.kr_us", "anes.vote", "kf-vub"])
def test_the_cells_are_those_of_the_page(item: str) -> None:
    page = lay_out(api.compare(api.find_project("shipped"), item))
    tables = [part for part in page.parts if isinstance(part, Table)]
    drawn = made(page).all("table")
    assert tables
    assert len(drawn) == len(tables)
    for part, found in zip(tables, drawn, strict=True):
        told = [[cell.text for cell in row.all("th", "td")] for row in found.all("tr")]
        head, *rows = [
            ["\n".join(line for line, _ in cell.lines) for cell in (first, *cells)]
            for first, cells in [
                (Cell.of(part.corner), part.columns),
                *((row.stub, row.cells) for row in part.rows),
            ]
        ]
        assert told == [head, *rows]


# -- headings, ids ---------------------------------------------------------------------


def levels(*parts: Any, **words: Any) -> list[tuple[str, str]]:
    root = made(Page(parts), **words)
    return [(h.tag, h.text) for h in root.all("h1", "h2", "h3", "h4", "h5", "h6")]


def test_a_heading_that_says_what_it_is_about_stands_above_those_that_do_not() -> None:
    parts = (Heading("Q", ("poll.q",)), Heading("Japan"), table(), Words("What follows", ("a",)))
    assert levels(*parts) == [("h2", "Q"), ("h3", "Japan"), ("h3", "What follows")]
    assert title_of(Page(parts)) == "Q"


def test_notes_of_several_subjects_stand_beside_them() -> None:
    parts = (
        Heading("One", ("a",)), Words("What follows", ("a",)), Heading("Two", ("b",)),
        table(), Words("", ("a",), "faint"), Words("Sources", ("a",), "faint"),
    )  # fmt: skip
    assert levels(*parts) == [
        ("h2", "One"), ("h3", "What follows"), ("h2", "Two"), ("h2", "Sources")
    ]  # fmt: skip
    assert title_of(Page(parts)) is None


def test_a_first_heading_alone_is_the_title_of_the_others() -> None:
    parts = (Heading("2 files checked"), Heading("a.yaml"), table(), Heading("b.yaml"), table())
    assert levels(*parts) == [("h2", "2 files checked"), ("h3", "a.yaml"), ("h3", "b.yaml")]
    alike = (Heading("Files"), table(), Heading("YAML"), table())
    assert levels(*alike) == [("h2", "Files"), ("h2", "YAML")]
    weights = (Heading("anes: weights"), Heading("US", ("n=944",)), Heading("Margins"), table())
    assert levels(*weights) == [("h2", "anes: weights"), ("h3", "US"), ("h4", "Margins")]
    assert title_of(Page(parts)) == "2 files checked"
    assert title_of(Page(alike)) is None


def test_headings_begin_where_they_are_told_to_and_end_at_the_sixth() -> None:
    parts = (Heading("Q", ("poll.q",)), Words("What follows", ("a",)))
    assert [tag for tag, _ in levels(*parts, level=4)] == ["h4", "h5"]
    assert [tag for tag, _ in levels(*parts, level=6)] == ["h6", "h6"]


def test_two_pieces_share_no_id_and_no_name() -> None:
    page = Page((Heading("Q", ("poll.q",)), table(), Words("Sources", ("a",))))
    pieces = [fragment(page, prefix=f"s{n}-", within=f"s{n}") for n in (1, 2)]
    heads = [Markup('<h2 id="s{}">Part {}</h2>').format(n, n) for n in (1, 2)]
    body = Markup().join(part for pair in zip(heads, pieces, strict=True) for part in pair)
    whole = check_document(document("Report", body, language="en", synthetic=False))
    names = [each.attributes.get("aria-labelledby") for each in whole.all("div")]
    assert names == ["s1 s1-p2", "s2 s2-p2"]


# -- documents -------------------------------------------------------------------------


def test_a_page_under_one_heading_has_it_for_its_title(result: Any) -> None:
    html = written(result(Heading("Q", ("poll.q",)), table()))
    assert html.one("title").text == html.one("h1").text == "Q"
    html = written(result(Heading("A", ("a",)), table(), Heading("B", ("b",)), table()))
    assert html.one("title").text == html.one("h1").text == "kcli made"
    assert [h.text for h in html.all("h2")] == ["A", "B"]


def test_invented_respondents_are_said_to_be_so_in_words_and_across_the_page(result: Any) -> None:
    html = written(result(Heading("Q", ("poll.q",)), table(), synthetic=True))
    assert html.one("title").text == "SYNTHETIC: Q"
    assert html.one("body").attributes["class"] == "synthetic"
    first = html.one("main").all("p")[0]
    assert first.text == "SYNTHETIC: these respondents are invented"
    assert re.search(r"\.synthetic::before \{[^}]*content: \"SYNTHETIC\";[^}]*fixed", style())
    plain = written(result(Heading("Q", ("poll.q",)), table()))
    assert "class" not in plain.one("body").attributes
    assert "SYNTHETIC" not in plain.one("body").text


def test_what_a_page_was_made_from_is_folded_away_at_its_end(result: Any) -> None:
    html = written(
        result(
            Heading("Q", ("poll.q",)),
            parameters={"item": "poll.q", "country": ("JP", "KR"), "wave": None, "total": False},
            inputs=(Input("questionnaires/poll.yaml", "abc"),),
        )
    )
    details = html.one("details")
    assert [each.text for each in details.all("dd")] == [
        "kcli made", ".", "item: poll.q", "country: JP, KR", "total: no",
        "questionnaires/poll.yaml abc",
    ]  # fmt: skip
    assert "open" not in details.attributes


@pytest.mark.parametrize(
    ("asked", "tag", "words"),
    [("en", "en", "en"), ("ko", "ko", "ko"), ("ko-KR", "ko", "ko"), ("fr", "en", "en")],
)
def test_a_page_is_in_the_language_of_its_words(
    asked: str, tag: str, words: str, result: Any
) -> None:
    html = written(result(Heading("Q", ("poll.q",)), parameters={"lang": asked}))
    assert html.attributes["lang"] == tag
    assert html.one("summary").text == say("document.made_how", words)
    assert html.all("a")[0].text == say("document.skip", words)


def test_a_document_is_in_the_language_that_it_is_said_to_be() -> None:
    for language, tag in (("ja", "ja"), ("zh_Hant_TW", "zh-Hant-TW"), ('x" onload="', "en")):
        text = document("T", Markup(), language=language, synthetic=False)
        assert check_document(text).attributes["lang"] == tag


def test_every_language_has_the_words_of_a_document() -> None:
    for language in languages():
        assert not [key for key in missing(language) if key.startswith("document.")]
    assert say("document.which", "ko", number=2, total=3) == "3개 중 2번째"


def test_a_body_that_is_no_markup_is_text() -> None:
    text = document("T", "<p>x</p>", language="en", synthetic=False, description='"<')  # type: ignore[arg-type]
    html = check_document(text)
    assert "<p>x</p>" in html.one("main").text
    (description,) = (m for m in html.all("meta") if m.attributes.get("name") == "description")
    assert description.attributes["content"] == '"<'


def test_a_template_that_lacks_a_value_fails() -> None:
    with pytest.raises(UndefinedError):
        template("document.html").render(title="T")


def test_html_is_known_by_its_suffixes() -> None:
    assert {suffix for suffix, name in SUFFIXES.items() if name == "html"} == {".html", ".htm"}


def test_without_jinja_the_line_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch, result: Any
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match="html needs Jinja2") as problem:
        render(result(Heading("Q")), "html", Settings())
    assert problem.value.hint == "pip install 'kcli-tracker[report]'"
