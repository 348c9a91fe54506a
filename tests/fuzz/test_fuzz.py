"""Every input that was kept does what it should, and so do some changes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import pytest
from fuzz.mutate import mutated
from fuzz.run import main
from fuzz.seeds import CORPUS, CRASHES, kept, seeds
from fuzz.target import PROJECT, Target
from fuzz.targets import NAMES, make

from kcli.cells.coded import Coded
from kcli.errors import Where
from kcli.io.csv_records import Record
from kcli.io.responses import read_responses

MOST = 300_000  # bytes of all that is kept


@pytest.fixture(scope="module", params=NAMES)
def target(request: pytest.FixtureRequest) -> Target:
    return make(request.param)


def test_no_kept_input_breaks_anything(target: Target) -> None:
    """Only kcli's own errors, with codes and places; what is read is right, and the same again."""
    read = {path.name: target.run(path.read_bytes()) for path in kept(target.name)}
    assert True in read.values(), "none of them is read, so that little was tried"
    assert False in read.values(), "none of them is refused"


def test_changed_inputs_break_nothing(target: Target) -> None:
    _change(target, 12, 20_260)


@pytest.mark.slow
def test_many_changed_inputs_break_nothing(target: Target) -> None:
    _change(target, 400, 7_110)


def _change(target: Target, times: int, seed: int) -> None:
    random = Random(seed + crc32(target.name.encode()))
    inputs = [path.read_bytes() for path in kept(target.name)]
    for _ in range(times):
        data = mutated(random.choice(inputs), target.kind, random, inputs)
        try:
            target.run(data)
        except Exception as problem:
            problem.add_note(f"the input was {data!r}")
            raise


def test_a_change_is_the_same_whenever_it_is_made() -> None:
    data = b"survey: rich\nitems: {q: {text: A}}\n"
    first, second = (mutated(data, "yaml", Random(5), [data]) for _ in range(2))
    assert first == second
    assert any(mutated(data, "yaml", Random(seed), [data]) != data for seed in range(5))


def test_everything_kept_belongs_to_a_target() -> None:
    folders = [path for folder in (CORPUS, CRASHES) for path in folder.iterdir()]
    assert {path.name for path in folders} <= set(NAMES)
    assert {path.name for path in CORPUS.iterdir()} == set(NAMES)
    inputs = [path for folder in folders for path in folder.iterdir()]
    assert sum(path.stat().st_size for path in inputs) < MOST


def test_a_target_notices_a_wrong_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that halves every weight but one is found out, by what the rows say."""

    def wrong(*arguments: Any) -> Coded:
        coded = read_responses(*arguments)
        coded.weight[1:] /= 2
        return coded

    target, data = make("responses"), seeds("responses")
    assert any(target.run(each) for each in data)
    monkeypatch.setattr("fuzz.csv_targets.read_responses", wrong)
    with pytest.raises(AssertionError):
        for each in data:
            target.run(each)


def test_a_target_notices_a_fault_with_a_wrong_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line too far is found out by the cell that stands there."""
    data = (PROJECT / "datasets/rich/findings.csv").read_bytes().replace(b",little,,", b",many,,")
    target = make("findings")
    assert not target.run(data)
    told = Record.where
    monkeypatch.setattr(Record, "where", lambda self, column: _below(told(self, column)))
    with pytest.raises(AssertionError):
        target.run(data)


def _below(where: Where) -> Where:
    return replace(where, line=where.line + 1)


def test_a_target_notices_an_error_that_is_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.csv_targets.read_responses", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make("responses").run(seeds("responses")[-1])


def test_the_command_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("sys.argv", ["run.py", "figures", "--work", str(tmp_path)])
    assert main() == 2
    assert "kcli-tracker[fuzz]" in capsys.readouterr().err
