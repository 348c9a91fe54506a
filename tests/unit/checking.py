"""A survey of one item and its findings in a few words, checked."""

from __future__ import annotations

from collections.abc import Iterable

from kcli.analysis.checks import Flaw, check_findings, readable
from kcli.io.findings import COLUMNS, look_at_findings
from kcli.io.grammar import read_noun
from kcli.io.plain import TextFile
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.questionnaire import Questionnaire

TEMPLATE = """\
survey: poll
title: A poll
sources:
  paper: {{publisher: A}}
  agency: {{publisher: B}}
  reprint: {{publisher: C, derived_from: paper}}
  again: {{publisher: D, derived_from: reprint}}
waves:
  "2019":
    fieldwork: 2019
    samples: {{KR: 1000}}
  "2020":
    fieldwork: 2020
    published_base: {base}
    weighted: {weighted}
    {wave}
    samples: {samples}
items:
  first: {{text: First, options: {{yes: Yes, no: No}}}}
  q:
    text: A question
    type: {type}
    options_complete: {complete}
    {item}
    options: {options}
    nets: {nets}
"""
ABC = "{a: A, b: B, c: C}"
WITH_DK = "{a: A, b: B, dk: {label: Don't know, kind: dont_know}}"
DEFAULT = {
    "base": "all",
    "weighted": "yes",
    "wave": "",
    "samples": "{KR: 1000}",
    "type": "single",
    "complete": "published",
    "item": "",
    "options": ABC,
    "nets": "{}",
}


def text_file(name: str, text: str) -> TextFile:
    return TextFile(name, text, "")


def survey(**parts: str) -> tuple[Tree, Questionnaire]:
    tree = parse_yaml(text_file("poll.yaml", TEMPLATE.format(**{**DEFAULT, **parts})))
    return tree, read_noun(tree, Questionnaire)


def row(number: int, line: str) -> str:
    """``option predicate value [column=value]...`` as a row; a word alone names its source."""
    cells = {"id": f"f{number}", "wave": "2020", "country": "KR", "item": "q", "source": "paper"}
    for place, word in enumerate(line.split()):
        name, _, value = word.partition("=")
        if value or word.endswith("="):
            cells[name] = value
        else:
            cells[("option", "predicate", "value")[place]] = word
    return ",".join(cells.get(column, "") for column in COLUMNS)


def flaws(*lines: str, **parts: str) -> list[Flaw]:
    """Everything found in the findings of one item."""
    _, questionnaire = survey(**parts)
    rows = [row(number, line) for number, line in enumerate(lines, 1)]
    file = text_file("findings.csv", "\n".join([",".join(COLUMNS), *rows]) + "\n")
    findings, faults = look_at_findings(file, questionnaire, None)
    assert faults == []
    evidence, unreadable = readable(questionnaire, "q", findings, None)
    return [*unreadable, *check_findings(evidence)]


def codes(found: Iterable[Flaw]) -> list[str]:
    return sorted(flaw.fault.code for flaw in found)


def told(found: Iterable[Flaw]) -> set[tuple[str, frozenset[str]]]:
    return {(flaw.fault.code, flaw.ids) for flaw in found}


def shares(*values: str) -> list[str]:
    return [f"{option} share {value}" for option, value in zip("abcd", values, strict=False)]
