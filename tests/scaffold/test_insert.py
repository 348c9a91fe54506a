"""An entry at the end of a part of a YAML file: every other byte stays, or nothing is done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.io.plain import TextFile
from kcli.io.scaffold.emit import Bare, Data, block_lines, flow
from kcli.io.scaffold.insert import CannotInsertError, insert_entry
from kcli.io.yaml_tree import parse_yaml

ENTRY = {"new": {"n": 1}}


def file(text: str) -> TextFile:
    return TextFile("file.yaml", text, "")


def added(text: str, *path: str, item: bool = False) -> str:
    """What comes out of a text; everything of it has to be there still, in its order."""
    entry = {"id": "new"} if item else ENTRY
    found = insert_entry(file(text), path, entry, item=item)
    lines, new = text.splitlines(keepends=True), found.text.splitlines(keepends=True)
    place = found.line - 1
    kept = [*new[:place], *new[place + len(found.lines) :]]
    assert [each.rstrip("\r\n") for each in kept] == [each.rstrip("\r\n") for each in lines]
    assert [each.rstrip("\r\n") for each in new[place : place + len(found.lines)]] == list(
        found.lines
    )
    return found.text


CASES = {
    "the usual": ("a:\n  x: 1\nb: 2\n", "a:\n  x: 1\n  new: {n: 1}\nb: 2\n"),
    "at the end of the file": ("a:\n  x: 1\n", "a:\n  x: 1\n  new: {n: 1}\n"),
    "without a last line end": ("a:\n  x: 1", "a:\n  x: 1\n  new: {n: 1}\n"),
    "wide": ("a:\n      x: 1\nb: 2\n", "a:\n      x: 1\n      new: {n: 1}\nb: 2\n"),
    "behind a remark on the last": (
        "a:\n  x: 1  # one\n  # two\n    # three\n# of b\nb: 2\n",
        "a:\n  x: 1  # one\n  # two\n    # three\n  new: {n: 1}\n# of b\nb: 2\n",
    ),
    "before blank lines": ("a:\n  x: 1\n\n\nb: 2\n", "a:\n  x: 1\n  new: {n: 1}\n\n\nb: 2\n"),
    "behind what is deeper": (
        "a:\n  x:\n    y: [1,\n      2]\nb: 2\n",
        "a:\n  x:\n    y: [1,\n      2]\n  new: {n: 1}\nb: 2\n",
    ),
    "behind a folded text": (
        "a:\n  x: >-\n    one\n\n    two\nb: 2\n",
        "a:\n  x: >-\n    one\n\n    two\n  new: {n: 1}\nb: 2\n",
    ),
    "behind a text of several lines": (
        'a:\n  x: "one\n    two"\n  y: three\n    four\nb: 2\n',
        'a:\n  x: "one\n    two"\n  y: three\n    four\n  new: {n: 1}\nb: 2\n',
    ),
    "behind a kept text": ("a:\n  x: |+\n    one\n\n", "a:\n  x: |+\n    one\n\n  new: {n: 1}\n"),
    "with CRLF": ("a:\r\n  x: 1\r\nb: 2\r\n", "a:\r\n  x: 1\r\n  new: {n: 1}\r\nb: 2\r\n"),
    "before the end of the document": (
        "---\na:\n  x: 1\n...\n",
        "---\na:\n  x: 1\n  new: {n: 1}\n...\n",
    ),
    "with letters that are wide": (
        "ㅁ: {국: 한}\na:\n  국: 한국어 # 말\nb: 2\n",
        "ㅁ: {국: 한}\na:\n  국: 한국어 # 말\n  new: {n: 1}\nb: 2\n",
    ),
    "behind a value that is nothing": ("a:\n  x:\nb: 2\n", "a:\n  x:\n  new: {n: 1}\nb: 2\n"),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_a_key_is_put_behind_the_others(text: str, wanted: str) -> None:
    assert added(text, "a") == wanted


LISTS = {
    "the usual": ("a:\n  - id: 1\nb: 2\n", "a:\n  - id: 1\n  - id: new\nb: 2\n"),
    "not indented": ("a:\n- id: 1\n# of b\nb: 2\n", "a:\n- id: 1\n- id: new\n# of b\nb: 2\n"),
    "far": ("a:\n  -   id: 1\n      n: 2\n", "a:\n  -   id: 1\n      n: 2\n  - id: new\n"),
    "in brackets each": ("a:\n  - {id: 1}\n", "a:\n  - {id: 1}\n  - id: new\n"),
}


@pytest.mark.parametrize(("text", "wanted"), LISTS.values(), ids=LISTS)
def test_an_item_is_put_behind_the_others(text: str, wanted: str) -> None:
    assert added(text, "a", item=True) == wanted


def test_the_document_itself_can_have_another_key() -> None:
    assert added("a: 1\n# the end\n") == "a: 1\n# the end\nnew: {n: 1}\n"
    assert added("  a: 1\n  b: {c: 2}\n") == "  a: 1\n  b: {c: 2}\n  new: {n: 1}\n"


@pytest.mark.parametrize(
    ("text", "path", "told"),
    [
        ("b: 1\na: {x: 1}\n", ["a"], (2, "'a' is written in brackets")),
        ("a: {\n  x: 1\n}\n", ["a"], (1, "'a' is written in brackets")),
        ("a: {}\n", ["a"], (1, "'a' is written in brackets")),
        ("{a: {x: 1}}\n", [], (1, "'file.yaml' is written in brackets")),
        ("a:\nb: 1\n", ["a"], (1, "'a' has no entry yet")),
        ("a: text\n", ["a"], (1, "'a' has no entry yet")),
        ("a:\n  new: 1\n", ["a"], (2, "an entry would change what else is there")),
    ],
)
def test_what_cannot_be_done_safely_is_not_done(
    text: str, path: list[str], told: tuple[int, str]
) -> None:
    with pytest.raises(CannotInsertError) as problem:
        insert_entry(file(text), tuple(path), ENTRY)
    assert (problem.value.line, problem.value.reason) == told


words = st.text("abyz019 :#-'\"[]{},&*!|>%@?~.한", max_size=8)
data = st.recursive(
    words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words.filter(str.strip), inner, max_size=3)
    ),
    max_leaves=6,
)
keys = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
remarks = st.sampled_from(["", "# one", "  # two", "    # three", "\t"]).filter(
    lambda t: "\t" not in t
)


@given(data)
def test_data_as_yaml_are_read_as_they_were(found: Data) -> None:
    assert parse_yaml(file(f"a: {flow(found)}\n")).root == {"a": found}


@given(st.dictionaries(keys, data, min_size=1, max_size=4), st.sets(keys, max_size=3))
def test_data_on_lines_are_read_as_they_were(found: dict[str, Data], deep: set[str]) -> None:
    lines = block_lines(found, deep=frozenset({*deep, *found}))
    text = "".join(f"{line}\n" for line in lines)
    assert parse_yaml(file(text)).root == found


@given(
    st.lists(st.tuples(keys, data, remarks), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    st.integers(1, 6),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_any_file_has_the_entry_and_all_it_had(
    rows: list[tuple[str, Data, str]], indent: int, end: str, item: bool, last: bool
) -> None:
    """Whatever is in the part and around it; unless it is refused, which leaves it alone."""
    inner = []
    for key, value, remark in rows:
        inner.append(
            " " * indent + (f"- {flow({key: value})}" if item else f"{key}: {flow(value)}")
        )
        if remark:
            inner.append(" " * indent + remark)
    text = end.join(["# head", "a:", *inner, "b: [c]" if last else "# tail"]) + end
    before = parse_yaml(file(text)).root
    assert isinstance(before, dict)
    try:
        entry: dict[str, Data] = {"id": "new"} if item else {"zz9zz9z": {"n": Bare("1")}}
        found = insert_entry(file(text), ("a",), entry, item=item)
    except CannotInsertError:  # no other reason than these two
        assert not item
        assert any(key == "zz9zz9z" for key, _, _ in rows)
        return
    after = parse_yaml(file(found.text)).root
    assert isinstance(after, dict)
    part, rest = after["a"], before["a"]
    if isinstance(part, list) and isinstance(rest, list):
        assert part == [*rest, {"id": "new"}]
    elif isinstance(part, dict) and isinstance(rest, dict):
        assert part == {**rest, "zz9zz9z": {"n": "1"}}
        assert list(part) == [*rest, "zz9zz9z"]
    assert found.text.count(end) == text.count(end) + len(found.lines)
    assert [line for line in found.text.split(end) if line not in found.lines] == [
        line for line in text.split(end) if line not in found.lines
    ]
