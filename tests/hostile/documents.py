"""Questionnaires that a careful reader of YAML refuses, or reads as what is written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from hostile.case import Mutant, case
from hostile.changes import on_yaml
from hostile.pair import Pair


def _title(pair: Pair, raw: str, down: int = 0, right: int = 0, **more: Any) -> Mutant:
    """Something else as the title; the fault stands where it begins, or so far away."""
    text, (line, column) = pair.written(("title",), raw)
    return on_yaml(pair, text, (line + down, column + right), **more)


_LAUGHS = "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9 if before else ['ha'] * 9)}]\n"
    for before, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
)
_MERGES = "a: &a {x: y}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join(['*' + before] * 9)}]}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# What stands as the title, and how far from its beginning the fault is.
_TITLES: dict[str, tuple[str, int, int]] = {
    "yaml-title-null": ("null", 0, 0),
    "yaml-title-number-list": ("[1, 2]", 0, 0),
    "yaml-python-tag": ("!!python/object/apply:os.system ['touch owned']", 0, 0),
    "yaml-python-name": ("!!python/name:os.system", 0, 0),
    "yaml-python-key": ("{? !!python/object/apply:os.system ['touch owned'] : x}", 0, 3),
    "yaml-own-tag": ("!secret x", 0, 0),
    "yaml-binary-tag": ("!!binary eA==", 0, 0),
    "yaml-str-tag": ("!!str x", 0, 0),
    "yaml-verbatim-tag": ("!<tag:example.org,2000:x> y", 0, 0),
    "yaml-anchor": ("&t {en: A title}", 0, 0),
    "yaml-alias": ("{en: *t}", 0, 5),
    "yaml-alias-of-itself": ("&t {en: *t}", 0, 0),
    "yaml-merge": ("{<<: {en: A title}}", 0, 1),
    "yaml-key-complex": ("{[a, b]: x}", 0, 1),
    "yaml-key-null": ("{~: x}", 0, 1),
    "yaml-key-twice-in-flow": ("{en: x, en: y}", 0, 8),
    "yaml-set": ("{en, ko}", 0, 1),
    "yaml-escaped-esc": ('{en: "\\e[31mred"}', 0, 5),
    "yaml-escaped-nul": ('{en: "a\\0b"}', 0, 5),
    "yaml-escaped-bidi": ('{en: "a\\u202eb"}', 0, 5),
    "yaml-escaped-u2028": ('{en: "a\\u2028b"}', 0, 5),
    "yaml-lone-surrogate": ('{en: "\\ud800"}', 0, 5),
    "yaml-deep-flow": ("{en: " + "[" * 60 + "]" * 60 + "}", 0, 5 + 38),
    "yaml-flow-comment": ("{en: A title #}", 0, 0),
    "yaml-block-tab": ("|\n\ta title", 0, 0),
    "yaml-unclosed-quote": ('"a title', 0, 0),
    "yaml-percent": ("%a title", 0, 0),
    "yaml-at-sign": ("@a title", 0, 0),
    "yaml-backquote": ("`a title`", 0, 0),
}
for _name, (_raw, _down, _right) in _TITLES.items():

    @case(_name)
    def _(pair: Pair, raw: str = _raw, down: int = _down, right: int = _right) -> Mutant:
        return _title(pair, raw, down, right)


@case("yaml-title-word")
def _(pair: Pair) -> Mutant:
    return _title(pair, "no # a comment")


# -- the whole file --------------------------------------------------------------------

_WHOLE: dict[str, Callable[[str], str | bytes]] = {
    "yaml-bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "yaml-crlf": lambda text: text.replace("\n", "\r\n"),
    "yaml-utf16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "yaml-utf16-nobom": lambda text: text.encode("utf-16-be"),
    "yaml-not-utf8": lambda text: b"# \xfc\n" + text.encode(),
    "yaml-gzip": lambda text: gzip.compress(text.encode()),
    "yaml-directive": lambda text: f"%YAML 1.1\n---\n{text}",
    "yaml-directive-1.2": lambda text: f"%YAML 1.2\n---\n{text}",
    "yaml-directive-unknown": lambda text: f"%YAML 9.9\n---\n{text}",
    "yaml-directive-twice": lambda text: f"%YAML 1.1\n%YAML 1.1\n---\n{text}",
    "yaml-directive-tag": lambda text: f"%TAG ! tag:example.org,2000:\n--- !x\n{text}",
    "yaml-start": lambda text: f"---\n{text}",
    "yaml-end": lambda text: f"{text}...\n",
    "yaml-tag-on-root": lambda text: f"--- !!python/object:os.x\n{text}",
    "yaml-map-tag-on-root": lambda text: f"--- !!map\n{text}",
    "yaml-multidoc": lambda text: f"{text}---\n{text}",
    "yaml-after-end": lambda text: f"{text}...\nmore: x\n",
    "yaml-comment-bidi": lambda text: f"# \u202eabc\n{text}",
    "yaml-comment-nul": lambda text: f"# a\0b\n{text}",
    "yaml-comment-u2028": lambda text: f"# a\u2028survey: other\n{text}",
    "yaml-next-line": lambda text: f"# a\x85survey: other\n{text}",
    "yaml-line-of-5-megabytes": lambda text: f"# {'x' * 5_000_000}\n{text}",
    "yaml-too-large": lambda text: f"# {'x' * 9_000_000}\n{text}",
    "yaml-billion-laughs": lambda text: _LAUGHS + text,
    "yaml-merge-bomb": lambda text: _MERGES + text,
    "yaml-deep": lambda text: f"survey: {'[' * 100_000}",
    "yaml-deep-closed": lambda text: f"survey: {'[' * 9_000}{']' * 9_000}\n",
    "yaml-deep-maps": lambda text: f"survey: {'{a: ' * 100_000}",
    "yaml-deep-dashes": lambda text: f"survey:\n  {'- ' * 50_000}x\n",
    "yaml-deep-questions": lambda text: f"{'? ' * 20_000}x\n",
    "yaml-wide": lambda text: f"organisations: [{'x,' * 600_000}]\n{text}",
    "yaml-scalar": lambda text: "survey\n",
    "yaml-list": lambda text: "- survey: x\n",
    "yaml-null": lambda text: "~\n",
    "yaml-empty": lambda text: "",
    "yaml-comments-alone": lambda text: "# nothing\n",
    "yaml-start-alone": lambda text: "---\n",
    "yaml-tab": lambda text: text.replace("\n  ", "\n\t", 1),
    "yaml-html": lambda text: "<!DOCTYPE html><html><body>404: not found</body></html>\n",
    "yaml-conflict": lambda text: f"<<<<<<< HEAD\n{text}",
    "yaml-long-key": lambda text: f"{'k' * 2_000}: x\n{text}",
    "yaml-unknown-key": lambda text: f"wavs: x\n{text}",
    "yaml-key-with-space": lambda text: f'"survey ": x\n{text}',
    "yaml-key-with-zero-width": lambda text: f'"survey\\u200b": x\n{text}',
    "yaml-key-fullwidth": lambda text: f"ｓurvey: x\n{text}",
    "yaml-key-number": lambda text: f"1: x\n{text}",
    "yaml-3000-unknown-keys": lambda text: "".join(f"k{n}: x\n" for n in range(3_000)) + text,
}
_PLACES = {
    "yaml-merge-bomb": (1, 4),
    "yaml-billion-laughs": (1, 4),
    "yaml-directive-unknown": (1, 1),
    "yaml-directive-twice": (2, 1),
    "yaml-directive-tag": (2, 5),
    "yaml-tag-on-root": (1, 5),
    "yaml-map-tag-on-root": (1, 5),
    "yaml-comment-bidi": (1, 3),
    "yaml-comment-nul": (1, 4),
    "yaml-comment-u2028": (1, 4),
    "yaml-next-line": (1, 4),
    "yaml-deep-dashes": (2, 1),
}
for _name, _turn in _WHOLE.items():

    @case(_name)
    def _(pair: Pair, turn=_turn, name: str = _name) -> Mutant:
        text = pair.dumped()
        at = _PLACES.get(name, (1, 1))
        if name in ("yaml-multidoc", "yaml-after-end"):
            at = (text.count("\n") + (1 if name == "yaml-multidoc" else 2), 1)
        if name == "yaml-tab":
            at = (text[: text.index("\n  ")].count("\n") + 2, 1)
        return on_yaml(pair, turn(text), at)


@case("yaml-json")
def _(pair: Pair) -> Mutant:
    """JSON is YAML."""
    return on_yaml(pair, json.dumps(pair.tree, ensure_ascii=False, indent=1))


# -- keys twice, and values of the wrong kind ------------------------------------------


def _twice(pair: Pair, path: tuple[str, ...], name: str, key: str, raw: str) -> Mutant:
    """A key a second time; the line of the first is named."""
    text, at = pair.written(path, raw, key=key)
    return on_yaml(pair, text, at, says=(f"line {pair.line_of(*path, name)}",))


@case("yaml-duplicate-key")
def _(pair: Pair) -> Mutant:
    name = next(iter(pair.codes))
    return _twice(pair, pair.path, name, name if name != "no" else "'no'", "{en: Another}")


@case("yaml-duplicate-key-type")
def _(pair: Pair) -> Mutant:
    """One wave as a number and as a text."""
    return _twice(pair, ("waves",), pair.wave, f'"{pair.wave}"', "{samples: {KR: 10}}")


@case("yaml-duplicate-wave-plain")
def _(pair: Pair) -> Mutant:
    return _twice(pair, ("waves",), pair.wave, pair.wave, "{samples: {KR: 10}}")


@case("yaml-duplicate-qid")
def _(pair: Pair) -> Mutant:
    raw = "{text: Another, options: {a: A}}"
    return _twice(pair, ("items",), pair.item, f'"{pair.item}"', raw)


@case("yaml-duplicate-at-top")
def _(pair: Pair) -> Mutant:
    return _twice(pair, (), "survey", "survey", pair.survey)


@case("yaml-duplicate-label", full=True)
def _(pair: Pair) -> Mutant:
    first, second = list(pair.codes)[:2]
    raw = json.dumps(pair.asking.options[first].label, ensure_ascii=False)
    return on_yaml(pair, *pair.written((*pair.path, second, "label"), raw))


@case("yaml-nan")
def _(pair: Pair) -> Mutant:
    sample = pair.model.samples(pair.wave)[0].id
    return on_yaml(pair, *pair.written(("waves", pair.wave, "samples", sample), ".nan"))


for _name, _raw in {
    "sample-negative": "-5",
    "sample-underscore": "1_000",
    "sample-exponent": "1e3",
    "sample-fullwidth": "１０００",
    "sample-fraction": "10.5",
    "sample-text": "many",
    "sample-list": "[10]",
    "sample-hex": "0x10",
}.items():

    @case(_name)
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        sample = pair.model.samples(pair.wave)[0].id
        return on_yaml(pair, *pair.written(("waves", pair.wave, "samples", sample), raw))


@case("wave-is-a-list")
def _(pair: Pair) -> Mutant:
    return on_yaml(pair, *pair.written(("waves", pair.wave), "[a]"))


@case("country-unquoted-no", full=True)
def _(pair: Pair) -> Mutant:
    """Norway, with no quotes, is a country and no answer to whether something is so."""
    path = ("waves", pair.wave, "samples")
    quoted, _ = pair.written(path, "10", key='"NO"')
    like = {**pair.files, pair.yaml_path: quoted.encode()}
    return on_yaml(pair, pair.written(path, "10", key="NO")[0], like=like)


@case("filter-of-itself")
def _(pair: Pair) -> Mutant:
    raw = f"{{item: {pair.item}, options: ['{next(iter(pair.codes))}']}}"
    text, (line, column) = pair.written(("items", pair.item, "asked"), raw)
    return on_yaml(pair, text, (line, column + len("{item: ")))
