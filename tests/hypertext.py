"""Reading a document back, with what must hold of every one of them."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "link", "meta"})
ALLOWED = frozenset(
    {
        *(
            "html",
            "head",
            "meta",
            "title",
            "link",
            "style",
            "body",
            "main",
            "footer",
            "section",
            "div",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "li", "dl", "dt", "dd", "pre"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
        *("a", "bdi", "br", "code", "mark", "span", "strong"),
    }
)


@dataclass
class Element:
    """One element: its tag and attributes, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is read in it; a line break is a line end."""
        told = (
            c if isinstance(c, str) else "\n" if c.tag == "br" else c.text for c in self.children
        )
        return "".join(told)

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags in it, in their order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if not tags or child.tag in tags else []
                found += child.all(*tags)
        return found

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.kind = ""

    def handle_decl(self, decl: str) -> None:
        self.kind = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def read(text: str) -> Element:
    """The root of a document or a piece of one, whose every element is closed in its place."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, [element.tag for element in reader.open]
    reader.root.attributes["doctype"] = reader.kind
    return reader.root


def check_document(text: str, also: frozenset[str] = frozenset()) -> Element:
    """What holds of every document of kcli; ``also`` are more elements it may have."""
    root = read(text)
    assert root.attributes["doctype"] == "DOCTYPE html"
    html = root.one("html")
    assert html.attributes["lang"]
    assert html.one("title").text.strip()
    assert len(html.all("h1")) == len(html.all("main")) == 1
    _check_policy(html)
    check_piece(root, also)
    return html


def check_piece(root: Element, also: frozenset[str] = frozenset()) -> None:
    """What holds of every piece of a document, too."""
    elements = root.all()
    assert {element.tag for element in elements} <= ALLOWED | also
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in elements:
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcdoc", "action", "formaction", "background"}
            if name == "href":
                inside = value.startswith("#") and value[1:] in ids
                assert inside or value == "data:," or re.match(r"https?://[^\s]+$", value), value
                outside = element.tag == "a" and not inside
                assert element.attributes.get("rel") == "noreferrer" or not outside
    _check_levels([element for element in elements if re.fullmatch(r"h[1-6]", element.tag)])
    for region in (each for each in elements if each.attributes.get("role") == "region"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["aria-labelledby"].split()[-1] in ids
    for table in root.all("table"):
        _check_table(table)


def _check_policy(html: Element) -> None:
    (policy,) = (
        element.attributes["content"]
        for element in html.all("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digest = hashlib.sha256(html.one("style").text.encode()).digest()
    rules = dict(rule.split(maxsplit=1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{base64.b64encode(digest).decode()}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not re.search(r"url\(|@import|</", html.one("style").text)


def _check_levels(headings: list[Element]) -> None:
    """No level is left out on the way down, and no heading is empty."""
    before = 0
    for heading in headings:
        level = int(heading.tag[1])
        assert heading.text.strip()
        assert not before or level <= before + 1
        before = level


def _check_table(table: Element) -> None:
    first = next(child for child in table.children if isinstance(child, Element))
    assert first.tag == "caption"
    assert first.text.strip()
    rows = table.all("tr")
    assert table.one("thead").all("tr") == rows[:1]
    widths = {len(row.all("th", "td")) for row in rows}
    assert len(widths) == 1
    for row in rows:
        cells = row.all("th", "td")
        for place, cell in enumerate(cells):
            scope = "col" if row is rows[0] else "row" if place == 0 else None
            if cell.tag == "th":
                assert cell.attributes["scope"] == scope
                assert cell.text.strip()
            else:
                assert scope is None or not cell.text.strip()
