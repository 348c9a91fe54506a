"""Labels that mean something to a terminal, a spreadsheet, a browser, Markdown, LaTeX or Python."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from acceptance.hostile.good import Change, put


@dataclass(frozen=True)
class Label:
    """A label; ``written`` is the YAML for it, if not the text in double quotes."""

    name: str
    text: str
    expect: Literal["accept", "reject", "either"] = "accept"
    code: str | None = None
    written: str | None = None

    @property
    def yaml(self) -> str:
        """The label as a YAML scalar."""
        return self.written if self.written is not None else f'"{"".join(map(_sign, self.text))}"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"


LABELS = (
    # Rich
    Label("label-rich-markup", "[red]danger[/red]"),
    Label("label-rich-close", "[/] oops"),
    Label("label-rich-emoji", ":smile: worried"),
    Label("label-bracket-word", "Agree [strongly]"),
    Label("label-rich-link", "[link=https://example.org]click[/link]"),
    Label("label-rich-escaped", r"\[bold]not bold"),
    # spreadsheets
    Label("label-formula", "=1+1"),
    Label("label-formula-dde", "=cmd|' /C calc'!A0"),
    Label("label-formula-at", "@SUM(1)"),
    Label("label-formula-fullwidth", "＝1+1"),
    Label("label-formula-plus", "+1+1"),
    Label("label-formula-minus", "-1+1"),
    Label("label-formula-fullwidth-plus", "＋1"),
    Label("label-formula-fullwidth-minus", "－1"),
    Label("label-formula-fullwidth-at", "＠SUM(1)"),
    Label("label-formula-hyperlink", '=HYPERLINK("http://example.org?"&A1,"x")'),
    Label("label-apostrophe", "'tis quoted"),
    Label("label-comma-and-quotes", 'Yes, "fully"; perhaps'),
    Label("label-semicolon", "yes;no"),
    # LaTeX, mathtext, format strings
    Label("label-latex", "$\\input{x}$ 50% & #"),
    Label("label-mathtext", "$100-$200"),
    Label("label-percent-format", "100% %s {0} {x}"),
    Label("label-backslash", r"C:\new\table\0"),
    Label("label-backslash-last", "ends in \\"),
    # HTML and Markdown
    Label("label-script", "<script>alert(1)</script>"),
    Label("label-script-close", "</script><script>alert(1)</script>"),
    Label("label-html-break", "one<br>two"),
    Label("label-entity", "R&amp;D &lt; &#91;x&#93; &copy"),
    Label("label-comment", "<!-- gone -->"),
    Label("label-pipe", "a | b || c"),
    Label("label-markdown-link", "[x](javascript:alert(1)) ![y](z)"),
    Label("label-markdown-emphasis", "**bold** _thin_ ~~gone~~ `code`"),
    Label("label-markdown-heading", "# Heading"),
    Label("label-markdown-list", "- item"),
    Label("label-markdown-number", "1. item"),
    Label("label-markdown-rule", "---"),
    Label("label-markdown-autolink", "<https://example.org>"),
    # scripts and widths
    Label("label-rtl", "العربية"),
    Label("label-hebrew-and-latin", "שלום (abc) 123"),
    Label("label-zero-width", "a\u200bb", "either"),
    Label("label-soft-hyphen", "co\u00adop", "either"),
    Label("label-nbsp", "a\u00a0b", "either"),
    Label("label-bidi-mark", "a\u200e!", "either"),
    Label("label-cjk", "매우 걱정된다 とても心配 非常担心"),
    Label("label-devanagari", "हिन्दी"),
    Label("label-emoji-zwj", "👨\u200d👩\u200d👧 family"),
    Label("label-emoji-skin", "👍🏽 good"),
    Label("label-flag", "🇰🇷 Korea"),
    Label("label-variation-selector", "☀\ufe0f sun"),
    Label("label-nfd", unicodedata.normalize("NFD", "매우 é")),
    Label("label-many-accents", "Z" + "\u0301\u0327\u0336" * 10 + "!"),
    Label("label-halfwidth-kana", "ｱﾝｹｰﾄ"),
    Label("label-astral", "𝔸𝕘𝕣𝕖𝕖 𠮷"),
    Label("label-private-use", "\ue000 logo", "either"),
    # YAML 1.1 would have guessed
    Label("label-true", "Yes", written="Yes"),
    Label("label-no", "NO", written="NO"),
    Label("label-off", "off", written="off"),
    Label("label-date", "2019-01-01", written="2019-01-01"),
    Label("label-year", "2019", written="2019"),
    Label("label-float", "1.0", written="1.0"),
    Label("label-exponent", "1e3", written="1e3"),
    Label("label-sexagesimal", "12:30", written="12:30"),
    Label("label-underscore", "1_000", written="1_000"),
    Label("label-octal", "010", written="010"),
    Label("label-null-quoted", "null"),
    Label("label-tilde-quoted", "~"),
    Label("label-none", "None", written="None"),
    Label("label-na", "NA", written="NA"),
    Label("label-nan", ".nan", written=".nan"),
    Label("label-merge-sign", "<<", written="<<"),
    Label("label-question-mark", "? really", written="'? really'"),
    Label("label-folded", "two words", written=">-\n            two\n            words"),
    # space
    Label("label-newline", "two\nlines", "either"),
    Label("label-tab", "a\tb", "either"),
    Label("label-tab-first", "\t=1+1", "either"),
    Label("label-spaces", "   ", "either"),
    Label("label-spaces-around", "  padded  ", "either"),
    Label("label-nbsp-only", "\u00a0\u00a0", "either"),
    Label("label-zero-width-only", "\u200b", "either"),
    Label("label-100-kilobytes", "long " * 20_000 + "end", "either"),
    Label("label-100-kilobytes-without-a-space", "w" * 100_000, "either"),
    # nothing that a terminal would obey, nothing that shows in another order than it stands
    Label("label-esc", "\x1b[31mred", "reject", "control-char"),
    Label("label-nul", "a\0b", "reject", "control-char"),
    Label("label-carriage-return", "safe\rsour", "reject", "control-char"),
    Label("label-backspace", "safe\b\b\b\bsour", "reject", "control-char"),
    Label("label-delete", "a\x7fb", "reject", "control-char"),
    Label("label-next-line", "a\u0085b", "reject", "control-char"),
    Label("label-8-bit-csi", "\u009b31mred", "reject", "control-char"),
    Label("label-bidi-override", "\u202egnidaer", "reject", "control-char"),
    Label("label-bidi-embedding", "\u202babc", "reject", "control-char"),
    Label("label-bidi-isolate", "\u2067abc", "reject", "control-char"),
    Label("label-line-separator", "a\u2028b", "reject", "control-char"),
    Label("label-paragraph-separator", "a\u2029b", "reject", "control-char"),
    Label("label-bom", "a\ufeffb", "reject", "control-char"),
    Label("label-interlinear", "a\ufff9b", "reject", "control-char"),
    Label("label-tag-characters", "a\U000e0041b", "either"),
    Label("label-noncharacter", "a\uffffb", "either"),
)

SURVEY = "gallery"
_HEAD = """\
survey: gallery
title: {en: A gallery}
sources: {wire: {publisher: A news agency}}
waves:
  "2024":
    fieldwork: 2024-02
    published_base: all
    samples: {NA: 800, KR: 1000}
items:
  quoted:
    text: {en: Words}
    options: {a: A}
"""
_ITEM = """\
  {name}:
    text:
      en: {label}
    options_complete: published
    options:
      a:
        label:
          en: {label}
      b: {{en: Another answer}}
"""
ITEM_LINE = _HEAD.count("\n") + 3
"""Where the first label stands first."""


def gallery(labels: Iterable[Label]) -> Change:
    """A project in which each label is the text of an item and its leading answer, and a quote."""
    labels = tuple(labels)

    def change(root: Path) -> None:
        items = (_ITEM.format(name=f"i{n}", label=x.yaml) for n, x in enumerate(labels))
        put("questionnaires/gallery.yaml", _HEAD + "".join(items))(root)
        put("datasets/gallery/findings.csv", _findings(labels))(root)

    return change


def _findings(labels: tuple[Label, ...]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = ("id", "wave", "country", "item", "option", "predicate", "value", "source", "quote")
    writer.writerow((*columns, "note", "respondent"))
    for n, label in enumerate(labels):
        for country in ("NA", "KR"):
            share = (f"i{n}", "a", "share", "60", "wire")
            writer.writerow((f"{country}{n}", "2024", country, *share, "", "", ""))
        loose = ("quoted", "", "loose", "", "wire")
        echo = (label.text, label.text, label.text) if label.expect == "accept" else ("", "", "")
        writer.writerow((f"q{n}", "2024", "KR", *loose, *echo))
    return stream.getvalue()
