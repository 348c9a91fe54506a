"""Labels that something on the way to a reader could take for more than text."""

from __future__ import annotations

import json
from unicodedata import normalize

from hostile.case import Mutant, case
from hostile.changes import on_option, on_yaml
from hostile.pair import Pair

SHOWN = {
    "label-rich-markup": "[red]danger[/red]",
    "label-rich-close": "[/] oops",
    "label-rich-emoji": ":smile: worried",
    "label-rich-link": "[link=https://example.org]x[/link]",
    "label-bracket-word": "Agree [strongly]",
    "label-formula": "=1+1",
    "label-formula-dde": "=cmd|' /C calc'!A0",
    "label-formula-at": "@SUM(1)",
    "label-formula-plus": "+1",
    "label-formula-minus": "-1",
    "label-formula-fullwidth": "＝1+1",
    "label-latex": "$\\input{x}$ 50% & #",
    "label-mathtext": "$100-$200",
    "label-percent-format": "100% %s {0} {x}",
    "label-html": "<script>alert(1)</script>",
    "label-html-close": "</script></title><img src=x onerror=alert(1)>",
    "label-entity": "R&amp;D &lt;b&gt;",
    "label-template": "{{ 7*7 }} {% raw %}",
    "label-markdown": "**bold** | `code` <br>",
    "label-quotes": 'Yes, "fully"; perhaps',
    "label-backslash": "C:\\new\\table\\0",
    "label-apostrophe": "'tis",
    "label-rtl": "العربية",
    "label-zero-width": "a\u200bb",
    "label-cjk": "매우 걱정된다 とても心配 非常担心",
    "label-devanagari": "हिन्दी",
    "label-emoji-zwj": "👨\u200d👩\u200d👧 family",
    "label-nbsp": "a\u00a0b",
    "label-nfd": normalize("NFD", "매우 é"),
    "label-null-quoted": "null",
    "label-combining": "Z" + "\u0301\u0327" * 5_000,
    "label-10000-characters": "long " * 2_000 + "end",
    "label-newline": "two\nlines",
    "label-tab": "a\tb",
    "label-spaces-around": "  padded  ",
    "label-private-use": "\ue000 logo",
}
for _name, _text in SHOWN.items():

    @case(_name, full=True)
    def _(pair: Pair, text: str = _text) -> Mutant:
        raw = json.dumps(text, ensure_ascii=text.isascii())
        return on_yaml(pair, on_option(pair, 0, "label", raw)[0], shown=normalize("NFC", text))


# Written without quotes, and text all the same.
PLAIN = {
    "yaml-label-number": "2019",
    "yaml-label-float": "1.0",
    "yaml-label-yes": "yes",
    "yaml-label-NO": "NO",
    "yaml-label-date": "2019-01-01",
    "yaml-label-time": "12:30",
    "yaml-label-octal": "010",
    "yaml-label-nan": ".nan",
    "yaml-label-hash": "A#b",
    "yaml-label-none": "None",
    "yaml-label-na": "NA",
    "yaml-label-infinity": "-.inf",
    "yaml-label-colon-inside": "a:b",
}
for _name, _text in PLAIN.items():

    @case(_name, full=True)
    def _(pair: Pair, text: str = _text) -> Mutant:
        return on_yaml(pair, on_option(pair, 0, "label", text)[0], shown=text)


_WRONG = {
    "yaml-label-null": "null",
    "yaml-label-empty": "",
    "yaml-label-tilde": "~",
    "yaml-label-colon": "Yes: fully",
    "yaml-label-bracket": "[Yes] fully",
    "yaml-label-brace": "{Yes} fully",
    "yaml-label-list": "[Yes, No]",
    "yaml-label-star": "*",
    "yaml-label-quote": "'Yes' fully",
    "label-spaces": '"   "',
    "label-esc": r'"\e[31mred"',
    "label-return": r'"safe\rsour"',
    "label-backspace": r'"safe\b\b\b\bsour"',
    "label-delete": r'"a\x7fb"',
    "label-c1": r'"\x9b31mred"',
    "label-bidi-override": r'"\u202egnidaer"',
    "label-bidi-isolate": r'"\u2067abc"',
    "label-line-separator": r'"a\u2028b"',
    "label-bom": r'"a\ufeffb"',
    "label-surrogate": r'"\ud83d\ude00"',
    "label-bidi-raw": "\u202egnidaer",
}
for _name, _raw in _WRONG.items():

    @case(_name, full=True)
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        return on_yaml(pair, *on_option(pair, 0, "label", raw))
