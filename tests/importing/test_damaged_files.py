"""Files that were cut, changed or made up: a clean refusal, or files that can be read."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pyreadstat
import pytest
from extent import THOROUGH

from kcli import api
from kcli.errors import InputError, KcliError

DATA = Path(__file__).parent / "data"
FILES = sorted(path for path in DATA.iterdir() if path.suffix not in (".md", ".por"))


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, taken out or put in."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 40])):
        place = chance.randrange(len(found))
        if chance.random() < 0.6:
            found[place] = chance.randrange(256)
        elif chance.random() < 0.5:
            del found[place : place + chance.randrange(1, 20)]
        else:
            found[place:place] = chance.randbytes(5)
        found = found or bytearray(b"x")
    return bytes(found)


@pytest.mark.parametrize(
    "rounds", [3, pytest.param(100 if THOROUGH else 30, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_damaged_file_is_refused_or_what_is_written_can_be_read(
    path: Path, rounds: int, tmp_path: Path
) -> None:
    chance = random.Random(path.name)
    for number in range(rounds):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = folder / path.name
        file.write_bytes(_damaged(path.read_bytes(), chance))
        try:
            api.import_(file, to=folder, country="US", name="x")
        except KcliError:
            assert list(folder.iterdir()) == [file], "nothing is half written"
            continue
        faults = api.check(api.find_project(str(folder))).records
        assert not [fault for fault in faults if fault.severity == "error"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it is tried in a process of its own")
def test_a_file_that_ends_the_library_does_not_end_kcli(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def crash(*_: object, **__: object) -> None:
        os.abort()

    monkeypatch.setattr(pyreadstat, "read_sav", crash)
    with pytest.raises(InputError, match="pyreadstat ends the program: the file is damaged"):
        api.import_(DATA / "sample.sav", to=tmp_path, country="US")
    assert not list(tmp_path.iterdir())
