"""Texts as HTML holds them: escaped, with nothing unseen, each language told apart."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from kcli.render.pages.marked import Marked

__all__ = ["shown", "visible", "web_address"]

MARK = Markup("<mark>{}</mark>")
APART = Markup("<bdi>{}</bdi>")
FOREIGN = Markup('<span lang="{}">{}</span>')

# What HTML may not hold has a picture in Unicode, or a sign that says: something was here.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_SIGNS |= {0x7F: 0x2421}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xFDD0, 0xFDF0)], 0xFFFD)
_SIGNS |= {
    plane + last: 0xFFFD for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
}
# Orders to turn the direction round are left out: the text is set apart, and finds its own.
_SIGNS |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SURROGATES = re.compile("[\ud800-\udfff]")

_TURNED = (
    "[\u0590-\u08ff\u200f\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# From the first such sign to the last that no quotation mark or colon parts from it.
_TURNED_RUN = re.compile(f"{_TURNED}(?:[^“”:]*{_TURNED})?(?:[^“”:A-Za-z]*$)?")
_HANGUL = "[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_FOREIGN = re.compile(
    f"(?P<ko>{_HANGUL}(?:[^A-Za-z]*{_HANGUL})?)|(?P<ja>[\u3005-\u30ff\u3400-\u9fff]+)"
)


def visible(text: str) -> str:
    r"""A text with a sign in the place of whatever cannot be seen, or cannot be in HTML.

    >>> visible("a\x00b\x1bc\u202ed")
    'a␀b␛cd'
    """
    return _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").translate(_SIGNS))


def shown(text: str, language: str = "en") -> Markup:
    """A text, escaped; what is Korean or Japanese in another language's page says so.

    What is written from right to left is set apart from what stands around it.

    >>> shown("<b>")
    Markup('&lt;b&gt;')
    >>> shown("통일 (KINU)")
    Markup('<span lang="ko">통일</span> (KINU)')
    >>> shown("“שלום”: 5")
    Markup('“<bdi>שלום</bdi>”: 5')
    """
    told, end = Markup(), 0
    for start, stop in text.marks if isinstance(text, Marked) else ():
        told += _turned(text[end:start], language)
        told += MARK.format(_turned(text[start:stop], language))
        end = stop
    return told + _turned(text[end:], language)


def _turned(text: str, language: str) -> Markup:
    seen = visible(text)
    if seen.isascii():
        return escape(seen)
    told, end = Markup(), 0
    for found in _TURNED_RUN.finditer(seen):
        told += _tagged(seen[end : found.start()], language)
        told += APART.format(_tagged(found.group(), language))
        end = found.end()
    return told + _tagged(seen[end:], language)


def _tagged(text: str, language: str) -> Markup:
    told, end = Markup(), 0
    spoken = language.partition("-")[0]
    for found in _FOREIGN.finditer(text):
        tag = found.lastgroup
        if tag == spoken or (tag == "ja" and not _KANA.search(found.group())):
            continue
        told += escape(text[end : found.start()])
        told += FOREIGN.format(tag, found.group())
        end = found.end()
    return told + escape(text[end:])


def web_address(text: str) -> str | None:
    """The address that a link may lead to: of the web, and nothing but an address.

    >>> web_address("https://example.org/a?b=c"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=c', None)
    """
    good = text.startswith(("http://", "https://")) and text.isprintable() and " " not in text
    return text if good else None
