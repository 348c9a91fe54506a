"""Two readers, one kind of block: whichever reads a file, in pieces of any size, says the same."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers.made import (
    FAULTS,
    Made,
    Way,
    files,
    made,
    plainly,
    respondents_of,
    same_respondents,
    same_sums,
    sums_of,
    told,
)

from kcli.cells.coded import Coded
from kcli.cells.sums import Sums

WHOLE = Way("strict")
SIZES = st.sampled_from((40, 200, 1000, 4_000_000))
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def ways(size: int) -> list[Way]:
    """All but the strict reader of the whole file."""
    found = [Way("strict", size), Way("swift"), Way("swift", size)]
    return [*found, *(Way(reader, size, split=True) for reader in ("strict", "swift"))]


def agree_on_a_right_file(file: Made, size: int) -> None:
    sums, coded = sums_of(file, WHOLE), respondents_of(file, WHOLE)
    assert isinstance(sums, Sums), told(sums)
    assert isinstance(coded, Coded)
    assert sum(sums.rows.values()) == len(plainly(file)) - 1
    for way in ways(size):
        others = sums_of(file, way)
        assert isinstance(others, Sums), (way, told(others))
        same_sums(others, sums)
    for way in (Way("strict", size), Way("swift"), Way("swift", size)):
        respondents = respondents_of(file, way)
        assert isinstance(respondents, Coded), (way, told(respondents))
        same_respondents(respondents, coded)


def agree_on_a_wrong_file(file: Made, size: int) -> None:
    sums, coded = sums_of(file, WHOLE), respondents_of(file, WHOLE)
    if isinstance(sums, Sums):  # the fault found no column to stand in, or was none
        agree_on_a_right_file(file, size)
        return
    assert not isinstance(coded, Coded)
    assert told(coded) == told(sums)
    for way in ways(size):
        others = sums_of(file, way)
        assert not isinstance(others, Sums), (way, told(sums))
        guessed = way.piece >= len(file.data)
        assert told(others, guessed=guessed) == told(sums, guessed=guessed), way


@given(files(), SIZES)
@FEW
def test_both_readers_give_the_same_sums_and_respondents(file: Made, size: int) -> None:
    agree_on_a_right_file(file, size)


@given(files(wrong=True), SIZES)
@FEW
def test_both_readers_tell_the_same_fault_in_the_same_place(file: Made, size: int) -> None:
    agree_on_a_wrong_file(file, size)


@pytest.mark.slow
@given(files(), SIZES)
@MANY
def test_both_readers_give_the_same_sums_of_many_files(file: Made, size: int) -> None:
    agree_on_a_right_file(file, size)


@pytest.mark.slow
@given(files(wrong=True), SIZES)
@MANY
def test_both_readers_tell_the_same_faults_of_many_files(file: Made, size: int) -> None:
    agree_on_a_wrong_file(file, size)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_kind_of_fault_is_found_and_read_alike(fault: str) -> None:
    """Or the agreement above would be about nothing."""
    found = Counter[str]()
    for seed in range(12):
        file = made(seed, 30, replicated=fault == "replicate", packed=False, fault=fault)
        agree_on_a_wrong_file(file, 300)
        sums = sums_of(file, WHOLE)
        found.update(["read"] if isinstance(sums, Sums) else [f.code for f in sums])
    assert set(found) - {"read"}, found


def test_the_files_are_of_every_make() -> None:
    """Enough of them have what a reader could stumble over."""
    seen = Counter[str]()
    for seed in range(60):
        data = made(seed, 20, replicated=False, packed=False, fault=None).data
        seen.update(
            name
            for name, there in {
                "quotes": b'"' in data,
                "no quotes": b'"' not in data,
                "returns": b"\r\n" in data,
                "returns alone": b"\r" in data and b"\n" not in data,
                "mark": data.startswith(b"\xef\xbb\xbf"),
                "korean": not data.isascii(),
                "no end": not data.endswith((b"\n", b"\r")),
            }.items()
            if there
        )
    assert min(seen.values()) >= 3, seen
    assert len(seen) == 7


def test_a_number_is_the_nearest_float_in_both_readers() -> None:
    file = made(3, 40, replicated=True, packed=False, fault=None)
    for way in (WHOLE, Way("swift"), Way("swift", 100)):
        coded = respondents_of(file, way)
        assert isinstance(coded, Coded)
        rows = plainly(file)
        place = rows[0].index("weight")
        assert coded.weight.tolist() == [float(row[place]) for row in rows[1:]]
        assert all(map(math.isfinite, coded.weight))
