"""Large files: strictness is kept to the last row, memory is bounded, sums lose no digit."""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from extent import THOROUGH
from readers.large import DATA, HEADER, QUESTIONNAIRE, REMARK, rows
from readers.made import Way, read_in

from kcli.cells.sums import cells_of
from kcli.cells.tally import tabulate
from kcli.errors import InputError, Where
from kcli.io.responses import Reading, Source, read_respondents, read_sums, source
from kcli.model.questionnaire import Questionnaire

MEBIBYTES = 512
ROWS = 1_200_000
LAST = ROWS + 2  # the line below them
FAULTY = {
    "unknown-code": (f"0,JP,1,1,1,7,1,0,0,{REMARK}\n", 12, "'7'"),
    "ragged-row": (f"0,JP,1,1,1,1,1,0,{REMARK}\n", 0, "9 cells where the header has 10"),
    "bad-weight": (f"0,JP,1.5.1,1,1,1,1,0,0,{REMARK}\n", 6, "'1.5.1'"),
    "duplicate-id": (f"77,JP,1,1,1,1,1,0,0,{REMARK}\n", 1, "stands on line 78 already"),
}


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,200,000 respondents, and room for one more."""
    root = tmp_path_factory.mktemp("million")
    (root / "questionnaires").mkdir()
    (root / "questionnaires" / "big.yaml").write_text(QUESTIONNAIRE, "utf-8")
    (root / "datasets" / "big").mkdir(parents=True)
    with (root / DATA).open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER)
        for first in range(1, ROWS, 100_000):
            stream.write(rows(100_000, first))
    return root


# A process counts the memory of the one that started it as its own: a small one starts it.
STARTER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
open(sys.argv[1], "w").write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measured(root: Path, *arguments: str) -> tuple[int, str, str, float]:
    """Exit status, output, errors, and the most memory in MiB, of a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "memory"
        command = [sys.executable, "-m", "kcli", "--no-cache", *arguments]
        starter = [sys.executable, "-c", STARTER, str(told), *command]
        done = subprocess.run(starter, cwd=root, capture_output=True, encoding="utf-8", check=False)
        most = int(told.read_text())
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return done.returncode, done.stdout, done.stderr, most / scale


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="measures memory with wait4")
@pytest.mark.parametrize("code", FAULTY)
def test_a_faulty_last_row_of_a_million_is_named(code: str, million: Path) -> None:
    row, column, says = FAULTY[code]
    path = million / DATA
    size = path.stat().st_size
    try:
        with path.open("ab") as stream:
            stream.write(row.encode())
        status, out, err, memory = measured(million, "compare", "big", "--json")
    finally:
        os.truncate(path, size)
    place = f"{DATA}:{LAST}:{column}: " if column else f"{DATA}:{LAST}: "
    assert (status, out) == (2, "")
    assert err.startswith(f"{place}{code}: ")
    assert says in err
    assert err.count("\n") == 1
    assert memory < MEBIBYTES


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="measures memory with wait4")
def test_a_million_rows_are_all_counted_in_bounded_memory(million: Path) -> None:
    status, out, err, memory = measured(million, "compare", "big.first", "--json")
    assert (status, err) == (0, "")
    records = json.loads(out)["records"]
    estimates = [r for r in records if r["type"] == "estimate" and r["option"] == "yes"]
    assert len(estimates) == 3
    assert sum(r["n_base"] for r in estimates) == ROWS
    assert memory < MEBIBYTES


# -- weights ---------------------------------------------------------------------------

FORM = Questionnaire.model_validate(
    {
        "survey": "p",
        "title": "T",
        "waves": {"1": {"samples": {"JP": {}}, "design": {"weight": "w"}}},
        "items": {"q": {"text": "Q", "options": {"a": "A", "b": "B"}}},
    }
)
ASKING = FORM.asking("q", "1")


def reading(data: bytes, reader: str, form: Questionnaire = FORM) -> Reading:
    origin = Source("f.csv", lambda: io.BytesIO(data), packed=False, size=len(data))
    return Reading(origin, form, "1", {"q": Where("p.yaml", 1)}, reader)


def weighed(weights: bytes, reader: str, *, split: bool) -> tuple[float, float]:
    """The sums of weights and of their squares of those who say a."""
    with read_in(Way(reader, 4_000_000, split)):
        found = read_sums(reading(b"w,q\n" + weights, reader), [ASKING])
    cells = cells_of(found, ASKING)["JP"]
    return float(cells.w[:, 0].sum()), float(cells.w2[:, 0, 0].sum())


def is_exact(count: int, reader: str, *, split: bool) -> None:
    tenths = b"0.1,a\n" * count
    w, w2 = weighed(tenths, reader, split=split)
    assert w == pytest.approx(math.fsum([0.1] * count), rel=1e-12, abs=0)
    assert w2 == pytest.approx(math.fsum([0.1**2] * count), rel=1e-12, abs=0)
    ones = b"1,a\n" * (count // 2)
    w, w2 = weighed(ones + b"1e16,a\n" + ones + b"1e16,b\n", reader, split=split)
    assert w == pytest.approx(math.fsum([1e16, *[1] * (2 * (count // 2))]), rel=1e-15, abs=0)
    assert w2 == pytest.approx(1e32, rel=1e-15, abs=0)


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("reader", ["strict", "swift"])
def test_weights_are_summed_without_losing_digits(reader: str, split: bool) -> None:
    is_exact(100_000, reader, split=split)


@pytest.mark.slow
@pytest.mark.parametrize("split", [False, True])
def test_ten_million_weights_are_summed_without_losing_digits(split: bool) -> None:
    is_exact(10_000_000, "swift", split=split)


def test_replicate_weights_are_summed_without_losing_digits() -> None:
    design = {"weight": "w", "replicates": {"columns": "r*", "type": "jk1"}}
    body = FORM.model_dump(mode="json", exclude_unset=True)
    body["waves"]["1"]["design"] = design
    form = Questionnaire.model_validate(body)
    count = 200_000
    data = b"w,q,r1,r2\n" + b"0.1,a,0.1,0.1\n" * count
    exact = math.fsum([0.1] * count)
    coded = read_respondents(reading(data, "swift", form), ["q"])
    sums = read_sums(reading(data, "swift", form), [ASKING])
    for cells in (cells_of(sums, ASKING)["JP"], tabulate(coded, ASKING)["JP"]):
        assert cells.replicates is not None
        assert cells.replicates[:, 0].tolist() == pytest.approx([exact, exact], rel=1e-13, abs=0)


def test_sums_are_the_same_to_the_last_digit_whoever_reads_and_how_often() -> None:
    data = "w,q\n" + "".join(f"{0.1 + n % 977 / 1000},{'ab'[n % 2]}\n" for n in range(60_000))
    found = set()
    for reader in ("strict", "swift"):
        for _ in range(4):
            with read_in(Way(reader, 70_000, split=True)):
                sums = read_sums(reading(data.encode(), reader), [ASKING])
            cells = cells_of(sums, ASKING)["JP"]
            found.add((*cells.w.ravel().tolist(), *cells.w2.ravel().tolist()))
    assert len(found) == 1


# -- the other suites ------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize(
    ("suite", "marks"),
    [("acceptance/test_hostile_responses.py", "not browser"), ("hostile", "not slow")],
)
@pytest.mark.parametrize("reader", ["swift", "strict"] if THOROUGH else ["swift"])
def test_the_hostile_files_are_judged_alike_by_each_reader(
    suite: str, marks: str, reader: str
) -> None:
    """Left to itself kcli reads small files strictly; here it is told which way to go."""
    tests = Path(__file__).parent.parent
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            marks,
            tests / suite,
        ],
        cwd=tests.parent,
        env={**os.environ, "KCLI_TEST_READER": reader},
        capture_output=True,
        encoding="utf-8",
        timeout=3000,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


# -- rows that do not end --------------------------------------------------------------


def refused(data: bytes, reader: str = "auto") -> tuple[str, str]:
    """The place and the code of the one fault."""
    with pytest.raises(InputError) as caught:
        read_sums(reading(data, reader), [ASKING])
    [fault] = caught.value.faults
    return str(fault.where), fault.code


@pytest.mark.parametrize("reader", ["strict", "swift"])
def test_a_row_without_an_end_is_named_and_not_held(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_LONGEST", 100_000)
    monkeypatch.setattr(source, "PIECE", 20_000)
    good = b"w,q\n" + b"1,a\n" * 5_000
    assert refused(good + b'1,"a\n' + b"1,a\n" * 60_000, reader) == ("f.csv:5002", "csv-syntax")
    assert refused(good + b"\0" * 200_000, reader) == ("f.csv:5002", "too-large")
    assert refused(b"w,q\r" + b"1,a\r" * 60_000, reader) == ("f.csv:1", "too-large")


def test_ids_of_a_megabyte_are_told_apart_without_delay() -> None:
    body = FORM.model_dump(mode="json", exclude_unset=True)
    body["waves"]["1"]["design"] = {"respondent": "id"}
    form = Questionnaire.model_validate(body)
    long = b"x" * 900_000
    data = b"id,q\n" + b"".join(b"%s%d,a\n" % (long, n) for n in range(6))
    began = time.process_time()
    for reader in ("strict", "swift"):
        assert read_sums(reading(data, reader, form), [ASKING]).rows == {"JP": 6}
        with pytest.raises(InputError) as caught:
            read_sums(reading(data + long + b"3,a\n", reader, form), [ASKING])
        assert [(f.code, str(f.where)) for f in caught.value.faults] == [
            ("duplicate-id", "f.csv:8:1")
        ]
    assert time.process_time() - began < 5
