"""The grammar of the files: what is read, what is refused, and where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kcli import api
from kcli.errors import Fault, InputError, UsageError
from kcli.io.grammar import read_noun
from kcli.io.limits import Limits, raised
from kcli.io.plain import TextFile
from kcli.io.project import Project
from kcli.io.references import questionnaire_references
from kcli.io.yaml_tree import parse_yaml
from kcli.model.claims import Claims, read_says
from kcli.model.evidence import Statement
from kcli.model.questionnaire import Questionnaire


def tree(text: str) -> Any:
    return parse_yaml(TextFile("f.yaml", text, "")).root


def faults(text: str) -> list[Fault]:
    try:
        parsed = parse_yaml(TextFile("poll.yaml", text, ""))
        read_noun(parsed, Questionnaire, questionnaire_references("poll", None))
    except InputError as problem:
        return list(problem.faults)
    return []


def test_a_scalar_is_the_text_that_was_written() -> None:
    text = "a: no\nb: 01\nc: 51.0\nd: 12:30\ne: 1_000\nf: 2019-06-04\ng: .nan\nh: '1'\n"
    assert list(tree(text).values()) == [
        "no", "01", "51.0", "12:30", "1_000", "2019-06-04", ".nan", "1",
    ]  # fmt: skip
    assert tree("a: \nb: ~\nc: null\nd: 'null'\n") == {"a": None, "b": None, "c": None, "d": "null"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!python/name:os.system x", "yaml-tag"),
        ("a: &x 1\nb: *x", "yaml-alias"),
        ("a: {<<: {b: c}}", "yaml-merge"),
        ("? [a, b]\n: c", "yaml-key"),
        ("a: 1\n---\nb: 2", "yaml-multi-doc"),
        ("- a", "yaml-shape"),
        ("just a word", "yaml-shape"),
        ("a: b: c", "yaml-syntax"),
        ("a: [x", "yaml-syntax"),
        ("a:\n\t- b", "yaml-syntax"),
        ('a: "\\e[31m"', "control-char"),
        ('a: "\\u202e"', "control-char"),
        ('a: "\\ud800"', "yaml-syntax"),
        ("a: " + "[" * 100_000, "yaml-limit"),
    ],
)
def test_what_is_no_plain_data_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as problem:
        tree(text)
    assert [fault.code for fault in problem.value.faults] == [code]
    assert problem.value.faults[0].where.line >= 1


def test_limits_count_before_anything_is_put_together() -> None:
    with pytest.raises(InputError, match="nodes"), raised(Limits(yaml_nodes=100)):
        tree("a: [" + "x, " * 200 + "]")


GOOD = """\
survey: poll
title: A poll
sources: {s: {publisher: S}}
waves:
  "2020": {samples: {KR: 10}}
items:
  q: {text: Q, options: {a: A, b: B}}
"""


def test_every_fault_of_a_file_comes_at_once_with_its_place() -> None:
    text = """\
survey: poll
titel: A poll
sources: {s: {publisher: S, derived_from: t}}
waves:
  "2020": {samples: {QQ: 1e3}, mode: fax}
  "2020": {}
items:
  q:
    text: ""
    options: {a: A, b: {code: a, label: A}}
    nets: {n: {options: [a, c], label: N}}
    asked_in: ["2021"]
"""
    found = [(f.where.line, f.where.column, f.code) for f in faults(text)]
    assert found == [
        (1, 1, "missing-key"),
        (2, 1, "unknown-key"),
        (3, 43, "unknown-source"),
        (5, 22, "unknown-country"),
        (5, 26, "bad-value"),
        (5, 38, "unknown-value"),
        (6, 3, "yaml-duplicate-key"),
        (9, 11, "bad-value"),
        (10, 31, "duplicate-code"),
        (10, 41, "duplicate-label"),
        (11, 29, "unknown-option"),
        (12, 16, "unknown-wave"),
    ]


def test_the_nearest_name_is_given() -> None:
    (fault,) = faults(GOOD.replace("title:", "titel:").replace("survey:", "title: T\nsurvey:"))
    assert fault.hint == "did you mean 'title'?"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("survey: poll", "survey: other"), "survey-name"),
        (("{KR: 10}", "{}"), "wrong-type"),
        (("{KR: 10}", "{KR: -1}"), "bad-value"),
        (("{KR: 10}", "{KR: １０}"), "bad-value"),
        (("{KR: 10}", "{KR: 1_0}"), "bad-value"),
        (("options: {a: A, b: B}", "options: {}"), "wrong-type"),
        (("options: {a: A", "score: {c: 1}, options: {a: A"), "unknown-option"),
        (("options: {a: A", "asked: {item: z, options: [a]}, options: {a: A"), "unknown-item"),
        (("options: {", "nets: {a: {options: [b], label: N}}, options: {"), "duplicate-name"),
        (("samples: {", "fieldwork: {start: 2021, end: 2020-04}, samples: {"), "fieldwork-order"),
        (("{publisher: S}", "{publisher: S, derived_from: s}"), "source-cycle"),
        (("a: A", "a b: A"), "bad-id"),
        (("{KR: 10}", "{kr: {country: kr}}"), "unknown-country"),
        (("a: A", "a: ~"), "wrong-type"),
    ],
)  # fmt: skip
def test_one_wrong_thing_is_one_fault(change: tuple[str, str], code: str) -> None:
    assert faults(GOOD) == []
    assert [fault.code for fault in faults(GOOD.replace(*change))][:1] == [code]


class _Core(yaml.SafeLoader):
    """YAML as an editor reads it: the core schema of YAML 1.2."""


_Core.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0].rsplit(":")[-1] in ("int", "float", "null")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("path", sorted(Path("questionnaires").glob("*.yaml")), ids=str)
def test_shipped_files_fit_the_published_schemas(path: Path, root: Path) -> None:
    name = path.stem if path.stem in api.SCHEMAS else "questionnaire"
    schema = api.schema(name)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(yaml.load((root / path).read_text("utf-8"), _Core))


def test_a_schema_describes_its_keys() -> None:
    text = json.dumps(api.schema("questionnaire"))
    assert "Who is in the denominator" in text
    wave = api.schema("questionnaire")["$defs"]["Wave"]["properties"]
    assert all("description" in found for found in wave.values())
    with pytest.raises(UsageError):
        api.schema("nothing")


def test_claims_say_statements() -> None:
    assert read_says({"plurality": "unchanged"}) == (Statement("plurality", "unchanged"),)
    assert read_says({"share": {"can": "27%"}}) == (Statement("share", "can", value="27%"),)
    assert read_says({"equal_share": ["a", "b"]}) == (Statement("equal_share", "a", "b"),)
    more = read_says({"more_than": {"option": "better", "country": "JP"}})
    assert more == (Statement("more_than", "better", country="JP"),)
    up = read_says({"increase": {"option": "favor", "since": "2015"}})
    assert up == (Statement("increase", "favor", since="2015"),)
    for wrong in (
        {},
        {"a": "b", "c": "d"},
        {"majority": ["a"]},
        {"majority": {"option": "a", "x": "y"}},
    ):
        with pytest.raises(ValueError, match=r"."):
            read_says(wrong)


def test_a_claims_file_is_read() -> None:
    text = """\
claims:
  - id: V06
    source: vub
    quote: a plurality of US, Japanese and Russian respondents
    wave: "2019"
    item: us_nk_change
    countries: [US, JP, RU]
    says: [{plurality: unchanged}]
acknowledged: []
"""
    claims = read_noun(parse_yaml(TextFile("claims.yaml", text, "")), Claims)
    assert claims.claims[0].countries == ["US", "JP", "RU"]


def test_a_result_is_a_documented_frame(root: Path) -> None:
    frame = api.compare(Project(root, "."), "kf-vub.us_nk_change").to_frame("estimate")
    better = frame[(frame.option == "better") & (frame.country == "US")]
    assert better.bound_high.tolist() == [0.3525]
    assert {"country", "share", "bound_low", "bound_high", "evidence"} <= set(frame.columns)
