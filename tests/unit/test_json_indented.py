"""JSON that kcli indents itself is, byte for byte, that of the standard library."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.model.records import Note, Result, number, numbers
from kcli.render.json import indented

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
TREES = st.recursive(
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@given(TREES)
def test_any_tree_is_written_as_the_standard_library_does(tree: object) -> None:
    assert indented(tree) == json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("wrap", [lambda n: n, lambda n: [n], lambda n: {"a": n}])
def test_no_number_that_json_lacks_is_written(wrap: object, number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        indented(wrap(number))  # type: ignore[operator]


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="no text"):
        indented({1: "a"})


@dataclass(frozen=True)
class Nested:
    """A record that holds all that a record may hold."""

    inner: Note
    several: tuple[Note, ...]
    pairs: dict[str, tuple[int, ...]]
    many: list[float]
    nothing: None = None
    type: str = "nested"


RECORDS = st.builds(
    Nested,
    inner=st.builds(Note, st.text(), st.text()),
    several=st.lists(st.builds(Note, st.text(), st.text()), max_size=2).map(tuple),
    pairs=st.dictionaries(st.text(), st.tuples(st.integers())),
    many=st.lists(st.floats(allow_nan=False, allow_infinity=False)),
    nothing=st.none(),
    type=st.text(),
)


@dataclass(frozen=True)
class Loose:
    """A record whose every key may hold anything plain, and the likes of which equal each other."""

    first: object
    second: object


PLAIN = (
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf")))
    | st.sampled_from([0, 0.0, -0.0, False, True, 1, 1.0, "", "a", None])
    | st.lists(st.sampled_from([0, False, 1, True]), max_size=2).map(tuple)
)
LOOSE = st.builds(Loose, PLAIN, PLAIN)


@given(st.lists(RECORDS | LOOSE | st.just("between")))
def test_records_together_are_written_as_each_alone(records: list[object]) -> None:
    plain = [asdict(r) if is_dataclass(r) else r for r in records]  # type: ignore[arg-type]
    owed = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False)
    assert indented(records) == owed


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_number_among_records_that_json_lacks_is_not_written(values: list[float]) -> None:
    records = [Loose(value, "a") for value in [*values, float("nan")]]
    with pytest.raises(ValueError, match="JSON compliant"):
        indented(records)


def test_of_very_many_records_none_is_lost() -> None:
    records = [Loose(number, str(number)) for number in range(2345)]
    assert json.loads(indented(records)) == [asdict(record) for record in records]


@given(st.lists(st.none() | st.floats()))
def test_many_numbers_are_rounded_as_each_alone(values: list[float | None]) -> None:
    found, owed = numbers(values), [number(value) for value in values]
    assert list(map(repr, found)) == list(map(repr, owed))


def test_rows_are_what_dataclasses_make_of_records() -> None:
    note = Note("a", "b")
    records = (Nested(note, (note, note), {"x": (1, 2)}, [0.5]),)
    result = Result(command="c", project="p", parameters={}, records=records)
    assert result.rows("nested") == [asdict(records[0])]
    assert result.rows("nested")[0]["many"] is not records[0].many
