"""Small surveys with respondents, and what every command says of them, strictly read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kcli import api
from kcli.errors import KcliError
from kcli.io.project import find_project
from kcli.model.records import Result
from kcli.render import Settings, render

WAVE = "{{fieldwork: {wave}-01, sampling: probability, design: {{{design}}}, samples: {samples}}}"
QUESTIONNAIRE = """\
survey: poll
title: A poll
sources: {{paper: {{publisher: A paper}}}}
waves:
{waves}items:
  q:
    text: A question
    options_complete: published
    options: {{a: First, b: Second, c: Third, dk: {{label: Don't know, kind: dont_know}}}}
    nets: {{ab: {{options: [a, b], label: First or second}}}}
    score: {{a: -1, b: 0, c: 1}}
    concept: {{id: mood, map: {{a: good, b: bad, c: bad}}}}
  g:
    text: A group
    options_complete: published
    options: {{x: Group X, y: Group Y}}
  f:
    text: A question to a group
    options_complete: published
    asked: {{item: g, options: [x]}}
    options: {{a: First, b: Second}}
  m:
    text: A question with several answers
    type: multiple
    options_complete: published
    options: {{a: First, b: Second, dk: {{label: Don't know, kind: dont_know}}}}
"""
CONCEPTS = "concepts: {mood: {title: Mood, categories: {good: Good, bad: Bad}}}\n"
HEADER = ("country", "w", "s", "u", "q", "g", "f", "m")
Row = Sequence[str]
COMMANDS: dict[str, tuple[Any, tuple[str, ...], dict[str, Any]]] = {
    "compare": (api.compare, ("poll",), {}),
    "compare item": (api.compare, ("poll.q",), {}),
    "compare substantive": (api.compare, ("poll.q",), {"base": "substantive", "ci": "kg"}),
    "compare wald": (api.compare, ("poll.m",), {"ci": "wald"}),
    "compare logit": (api.compare, ("poll.f",), {"ci": "logit"}),
    "compare concept": (api.compare, ("mood",), {}),
    "compare total": (api.compare, ("poll.q",), {"total": "equal"}),
    "label": (api.label, ("poll",), {}),
    "topline": (api.topline, ("poll.q",), {}),
    "topline several": (api.topline, ("poll.m",), {}),
    "crosstab": (api.crosstab, ("poll.q",), {"by": ["g"]}),
    "crosstab turned": (api.crosstab, ("poll.g",), {"by": ["q"]}),
    "crosstab several": (api.crosstab, ("poll.m",), {"by": ["g"]}),
    "shift": (api.shift, ("poll.q",), {"start": "2020", "end": "2021"}),
    "trend": (api.trend, ("poll.q",), {}),
    "trend concept": (api.trend, ("mood",), {}),
}


def build(
    root: Path,
    waves: Mapping[str, Sequence[Row]],
    design: str = "country: country, weight: w, stratum: s, psu: u",
    samples: str = "{JP: {}, KR: {}}",
) -> Path:
    """A project with these respondents, by wave."""
    told = "".join(
        f'  "{wave}": {WAVE.format(wave=wave, design=design, samples=samples)}\n' for wave in waves
    )
    (root / "questionnaires").mkdir(parents=True)
    (root / "datasets" / "poll").mkdir(parents=True)
    (root / "questionnaires" / "poll.yaml").write_text(QUESTIONNAIRE.format(waves=told), "utf-8")
    (root / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    for wave, rows in waves.items():
        lines = [",".join(HEADER), *map(",".join, rows), ""]
        path = root / "datasets" / "poll" / f"{wave}.responses.csv"
        path.write_text("\n".join(lines), "utf-8")
    return root


def asked(root: Path, command: str) -> Result | KcliError:
    """What a command gives, or the error in words by which it refuses."""
    function, what, options = COMMANDS[command]
    try:
        result = function(find_project(str(root)), *what, **options)
        assert isinstance(result, Result)
    except KcliError as problem:
        return problem
    return result


def strictly(document: str) -> Any:
    """JSON without NaN, Infinity and minus nought, every share from 0 to 1, every p too."""
    found = json.loads(document, parse_constant=_refused)
    for key, value in _numbers(found):
        assert math.isfinite(value), (key, value)
        assert value != 0 or math.copysign(1, value) > 0, key
    return found


def _refused(name: str) -> Any:
    raise AssertionError(f"{name} is no number of JSON")


def _numbers(thing: Any, key: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from _numbers(value, name)
    elif isinstance(thing, list):
        for value in thing:
            yield from _numbers(value, key)
    elif isinstance(thing, int | float) and not isinstance(thing, bool):
        yield key, thing


def checked(result: Result) -> Any:
    """The JSON of a result, in which every number is one that it can be; no page shows another."""
    text = render(result, "json", Settings())
    assert isinstance(text, str)
    document = strictly(text)
    for record in document["records"]:
        _can_be(record)
    for name in ("table", "markdown", "csv"):
        page = render(result, name, Settings())
        assert isinstance(page, str)
        assert not re.search(r"(?i)\b(nan|inf|infinity)\b", page), page
        assert not re.search(r"[-−]0(\.0+)?(?![.\d])", page.replace("2020-0", "")), page
    return document


def _can_be(record: dict[str, Any]) -> None:
    mean = "score" in (record.get("option_kind"), record.get("category"))
    for key, value in record.items():
        if value is None or isinstance(value, str | bool | list):
            continue
        if key.startswith(("share", "p_value", "p_adjusted")) and not mean:
            assert 0 <= value <= 1, (key, value)
        if key in ("se", "moe", "n_base", "w_base", "n_option", "n_eff", "dof", "deff"):
            assert value >= 0, (key, value)
    low, share, high = (record.get(key) for key in ("low", "share", "high"))
    if None not in (low, share, high):
        assert low <= share + 1e-12, record
        assert share <= high + 1e-12, record
