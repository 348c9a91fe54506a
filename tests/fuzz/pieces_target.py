"""The target of large files: two readers, and pieces of any size, see one and the same file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from fuzz.csv_targets import check_coded
from fuzz.target import Bench, Target

from kcli.cells.coded import Coded
from kcli.errors import InputError, KcliError
from kcli.io.project import Project, Survey
from kcli.io.responses import Reading, Source, read_respondents
from kcli.io.responses.source import PIECE, Piece

SIZES = (PIECE, 16, 100, 333)


@dataclass
class Torn(Source):
    """A file in pieces of another size than usual."""

    torn: int = PIECE

    def pieces(self, size: int = PIECE) -> Iterator[Piece]:
        """The file from its beginning."""
        return super().pieces(self.torn)


def _read(data: bytes, survey: Survey, reader: str, size: int) -> Coded | InputError:
    """The respondents, or what is wrong with them."""
    source = Torn("2024.csv", lambda: io.BytesIO(data), packed=False, size=len(data), torn=size)
    questionnaire = survey.questionnaire
    items = [item for item in questionnaire.items if "2024" in questionnaire.waves_of(item)]
    reading = Reading(source, questionnaire, "2024", survey.declared, reader=reader)
    try:
        return read_respondents(reading, items)
    except InputError as problem:
        return problem


def _same(one: Coded, other: Coded) -> None:
    assert (one.samples, one.strata, one.psus) == (other.samples, other.strata, other.psus)
    assert one.respondents == other.respondents
    assert one.unasked == other.unasked
    arrays = [(one.sample, other.sample), (one.stratum, other.stratum), (one.weight, other.weight)]
    if one.psu is not None and other.psu is not None:
        arrays.append((one.psu, other.psu))
    assert one.items.keys() == other.items.keys()
    for name, item in one.items.items():
        arrays.append((item.status, other.items[name].status))
        chosen = other.items[name].chosen
        assert (item.chosen is None) == (chosen is None)
        if item.chosen is not None and chosen is not None:
            arrays.append((item.chosen, chosen))
    assert all(np.array_equal(first, second) for first, second in arrays)


def _pieces(bench: Bench) -> Callable[[bytes], bool]:
    survey = Project(bench.root, ".").survey("rich")

    def run(data: bytes) -> bool:
        size = SIZES[crc32(data) % len(SIZES)]
        strict, swift = (_read(data, survey, reader, PIECE) for reader in ("strict", "swift"))
        torn = _read(data, survey, "swift", size)
        if isinstance(strict, KcliError):
            assert isinstance(swift, InputError)
            assert swift.faults == strict.faults
            assert isinstance(torn, InputError)
            return bench.refused(strict)
        assert not isinstance(swift, InputError), swift
        assert not isinstance(torn, InputError), torn
        _same(strict, swift)
        _same(strict, torn)
        check_coded(bench.text(data), strict, survey.questionnaire, "2024")
        return True

    return run


def pieces_target() -> Target:
    """Responses, read strictly, swiftly, and torn to pieces."""
    return Target("pieces", "csv", _pieces(Bench("datasets/rich/2024.responses.csv")))
