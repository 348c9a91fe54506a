"""JSON that kcli indents itself is, byte for byte, that of the standard library."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.model.records import Note, Result
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


def test_rows_are_what_dataclasses_make_of_records() -> None:
    note = Note("a", "b")
    records = (Nested(note, (note, note), {"x": (1, 2)}, [0.5]),)
    result = Result(command="c", project="p", parameters={}, records=records)
    assert result.rows("nested") == [asdict(records[0])]
    assert result.rows("nested")[0]["many"] is not records[0].many
