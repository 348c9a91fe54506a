"""Whatever few respondents say, no command prints a number that is none."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hostile_numbers.polls import COMMANDS, asked, build, checked
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.errors import KcliError

weights = st.sampled_from(
    ["0", "1", "1", "1", "0.1", "2.5", "1e-300", "1e300", "1e16", "2.3e-308", "1.7e308"]
)
one = st.sampled_from(["a", "b", "c", "dk", ""])
several = st.sampled_from(["", "a", "b", "dk", "a;b", "a;dk", "a;b;dk"])
group = st.sampled_from(["x", "y", ""])
country = st.sampled_from(["JP", "KR"])
DESIGNS = (
    "country: country",
    "country: country, weight: w",
    "country: country, weight: w, stratum: s",
    "country: country, weight: w, stratum: s, psu: u",
    "country: country, population_size: {JP: 12, KR: 40}",
)


@st.composite
def respondents(draw: st.DrawFn) -> list[tuple[str, ...]]:
    rows = draw(
        st.lists(
            st.tuples(country, weights, st.sampled_from("st"), st.sampled_from("uvwx"))
            | st.tuples(country, st.just("1"), st.just("s"), st.sampled_from("uvwx")),
            min_size=1,
            max_size=12,
        )
    )
    answers = st.tuples(one, group, st.sampled_from(["a", "b", ""]), several)
    return [(*row, *draw(answers)) for row in rows]


def check_all(first: list[Any], second: list[Any], design: str, commands: list[str]) -> None:
    with TemporaryDirectory() as folder:
        root = build(Path(folder) / "p", {"2020": first, "2021": second}, design)
        for command in commands:
            found = asked(root, command)
            if isinstance(found, KcliError):
                assert found.exit_status == 2
            else:
                checked(found)


@settings(max_examples=15, deadline=None)
@given(respondents(), respondents(), st.sampled_from(DESIGNS), st.sampled_from(sorted(COMMANDS)))
def test_json_is_strict_and_shares_are_shares(
    first: list[Any], second: list[Any], design: str, command: str
) -> None:
    check_all(first, second, design, [command, "compare item", "shift"])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(respondents(), respondents(), st.sampled_from(DESIGNS))
def test_json_is_strict_in_every_command(first: list[Any], second: list[Any], design: str) -> None:
    check_all(first, second, design, list(COMMANDS))


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(respondents(), respondents())
def test_pictures_are_drawn_of_numbers_only(first: list[Any], second: list[Any]) -> None:
    from xml.etree import ElementTree as ET

    from kcli.api.plot import pictures

    with TemporaryDirectory() as folder:
        design = "country: country, weight: w"
        root = build(Path(folder) / "p", {"2020": first, "2021": second}, design)
        for command in ("compare item", "shift", "trend"):
            result = asked(root, command)
            if isinstance(result, KcliError):
                continue
            try:
                drawn = pictures(result, Path("picture.svg"), "en").files
            except KcliError as problem:
                assert problem.exit_status == 2
                continue
            for _, content in drawn:
                text = content if isinstance(content, str) else content.decode()
                root_element = ET.fromstring(text)
                for element in root_element.iter():
                    told = [*element.attrib.values(), element.text or ""]
                    assert not [
                        t for t in told if "NaN" in t or "Infinity" in t or "nan" in t.split()
                    ]
