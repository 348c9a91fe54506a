"""Whoever reads the rows, the cells are the same, and so is what is said of faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engines.polls import DESIGNS, REPLICATED, build, parquet_of, rows, text_of
from running import Done, run_kcli

from kcli.cells.cells import Cells
from kcli.cells.sums import Sums
from kcli.errors import InputError, UsageError
from kcli.io.how import How, read_as
from kcli.io.project import Project
from kcli.io.responses.blocks import keys_of

NAME = "2024.responses"
KEY = ("poll", "2024")


def sums(root: Path, how: How) -> Sums:
    """The sums of all items of the poll."""
    with read_as(how):
        project = Project(root, ".")
        survey = project.survey("poll")
        asking = survey.questionnaire.asking
        found = project.sums(
            survey, "2024", [asking(i, "2024") for i in survey.questionnaire.items]
        )
    assert found is not None
    return found


def table() -> list[dict[str, str]]:
    return rows()


def native(reader: str) -> Callable[[Path, str], Sums]:
    def read(root: Path, design: str) -> Sums:
        build(root, design, {f"{NAME}.csv": text_of(table()).encode()})
        return sums(root, How(reader=reader, cache=False))

    return read


def parquet(*, typed: bool) -> Callable[[Path, str], Sums]:
    def read(root: Path, design: str) -> Sums:
        pytest.importorskip("pyarrow")
        build(root, design, {f"{NAME}.parquet": parquet_of(table(), typed=typed)})
        return sums(root, How(cache=False))

    return read


def parts(root: Path, design: str) -> Sums:
    """A folder of Parquet files, read by kcli itself."""
    pytest.importorskip("pyarrow")
    build(root, design, {})
    folder = root / "datasets" / "poll" / f"{NAME}.parquet"
    folder.mkdir()
    for number, part in enumerate((table()[:150], table()[150:151], table()[151:])):
        (folder / f"part-{number}.parquet").write_bytes(parquet_of(part, typed=False))
    return sums(root, How(cache=False))


def engine(name: str, ending: str) -> Callable[[Path, str], Sums]:
    """Another program, over several files that the user names by a pattern."""

    def read(root: Path, design: str) -> Sums:
        pytest.importorskip({"spark": "pyspark"}.get(name, name))
        build(root, design, {})
        elsewhere = root.parent / f"{root.name}-parts"
        elsewhere.mkdir()
        for number, part in enumerate((table()[:150], table()[150:])):
            content = text_of(part).encode() if ending == "csv" else parquet_of(part, typed=True)
            (elsewhere / f"part-{number}.{ending}").write_bytes(content)
        given = {KEY: str(elsewhere / f"*.{ending}")}
        return sums(root, How(engine=name, cache=False, responses=given))

    return read


READERS: dict[str, Any] = {
    "swift": native("swift"),
    "parquet-text": parquet(typed=False),
    "parquet-numbers": parquet(typed=True),
    "parquet-parts": parts,
    "duckdb-csv": engine("duckdb", "csv"),
    "duckdb-parquet": engine("duckdb", "parquet"),
}
SPARK = {"spark-csv": engine("spark", "csv"), "spark-parquet": engine("spark", "parquet")}


def each_cell(found: Sums) -> Iterator[tuple[Any, str, Cells]]:
    for key, by_sample in found.cells.items():
        for sample, cells in by_sample.items():
            yield key, sample, cells


def agree(one: Sums, other: Sums) -> None:
    """Counts exactly, sums to 1e-12; the order of units is nobody's business."""
    assert dict(one.rows) == dict(other.rows)
    assert {i: n for i, (n, _) in one.unasked.items()} == {
        i: n for i, (n, _) in other.unasked.items()
    }
    assert one.cells.keys() == other.cells.keys()
    for key, sample, a in each_cell(one):
        b = other.cells[key][sample]
        units = [b.units.index(unit) for unit in a.units]
        strata = [b.strata.index(stratum) for stratum in a.strata]
        assert (a.columns, a.clustered, len(a.units)) == (b.columns, b.clustered, len(b.units))
        assert (a.n_not_asked, a.n_not_stated) == (b.n_not_asked, b.n_not_stated)
        assert (a.rows == b.rows[units]).all()
        assert (a.n == b.n[units]).all()
        np.testing.assert_allclose(a.w, b.w[units], rtol=1e-12)
        np.testing.assert_allclose(a.w2, b.w2[strata], rtol=1e-12)
        assert (a.replicates is None) == (b.replicates is None)
        if a.replicates is not None and b.replicates is not None:
            np.testing.assert_allclose(a.replicates, b.replicates, rtol=1e-12)
        assert (a.replication, a.replicate_dof) == (b.replication, b.replicate_dof)


@pytest.mark.parametrize("design", [*DESIGNS, "replicates"])
@pytest.mark.parametrize("name", READERS)
def test_the_cells_are_those_of_the_strict_reader(name: str, design: str, tmp_path: Path) -> None:
    text = DESIGNS.get(design, REPLICATED)
    expected = native("strict")(tmp_path / "strict", text)
    assert sum(expected.rows.values()) == len(table())
    agree(expected, READERS[name](tmp_path / "other", text))


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", SPARK)
def test_the_cells_that_spark_brings_back_are_the_same(
    name: str, design: str, tmp_path: Path, spark: None
) -> None:
    expected = native("strict")(tmp_path / "strict", DESIGNS[design])
    agree(expected, SPARK[name](tmp_path / "other", DESIGNS[design]))


@pytest.mark.slow
def test_spark_says_that_it_does_not_sum_replicate_weights(tmp_path: Path, spark: None) -> None:
    with pytest.raises(UsageError, match="does not sum replicate weights"):
        SPARK["spark-csv"](tmp_path, REPLICATED)


# -- faults ----------------------------------------------------------------------------

FAULTS: dict[str, tuple[str, str, str]] = {
    "unknown-code": ("view", "7", "an unknown code in 1 row"),
    "unknown-country": ("land", "XX", "an unknown country in 1 row"),
    "bad-weight": ("w", "-1", "a weight is a plain number, not negative"),
    "duplicate-id": ("id", "r-0001", "stands"),
    "empty-id": ("id", " ", "a respondent needs an id"),
    "empty-design": ("village", "", "'village' is empty"),
}


def spoilt(column: str, text: str) -> list[dict[str, str]]:
    found = table()
    found[300] = {**found[300], column: text}
    return found


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("kind", ["parquet", "duckdb", "duckdb-local"])
def test_a_fault_is_refused_whoever_reads(code: str, kind: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    column, text, says = FAULTS[code]
    with pytest.raises(InputError) as refused:
        read_spoilt(spoilt(column, text), kind, tmp_path)
    (fault,) = refused.value.faults
    assert fault.code == code
    assert says in fault.message
    # In a CSV that kcli can read itself the line is named; elsewhere the row, from 1.
    assert fault.where.line == (302 if kind == "duckdb-local" else 301)


def read_spoilt(table_: list[dict[str, str]], kind: str, root: Path) -> Sums:
    design = DESIGNS["clusters"]
    if kind == "parquet":
        build(root / "p", design, {f"{NAME}.parquet": parquet_of(table_, typed=False)})
        return sums(root / "p", How(cache=False))
    pytest.importorskip("duckdb")
    content = text_of(table_).encode()
    if kind == "duckdb-local":
        build(root / "p", design, {f"{NAME}.csv": content})
        return sums(root / "p", How(engine="duckdb", cache=False))
    build(root / "p", design, {})
    (root / "part-0.csv").write_bytes(content)
    given = {KEY: str(root / "part-*.csv")}
    return sums(root / "p", How(engine="duckdb", cache=False, responses=given))


@pytest.mark.slow
@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_refused_by_spark(code: str, tmp_path: Path, spark: None) -> None:
    column, text, says = FAULTS[code]
    build(tmp_path / "p", DESIGNS["clusters"], {})
    (tmp_path / "part-0.csv").write_text(text_of(spoilt(column, text)), "utf-8")
    given = {KEY: str(tmp_path / "part-*.csv")}
    with pytest.raises(InputError) as refused:
        sums(tmp_path / "p", How(engine="spark", cache=False, responses=given))
    (fault,) = refused.value.faults
    assert fault.code == code
    assert says in fault.message


@pytest.mark.parametrize("row", ["r-9,KR,1", "r-9" + ",KR" * 40])
def test_a_row_of_another_length_is_never_padded_or_cut(row: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    build(tmp_path / "p", DESIGNS["clusters"], {})
    (tmp_path / "part-0.csv").write_text(text_of(table()) + row + "\n", "utf-8")
    given = {KEY: str(tmp_path / "part-*.csv")}
    with pytest.raises(InputError, match="cannot be read"):
        sums(tmp_path / "p", How(engine="duckdb", cache=False, responses=given))


def test_a_column_that_stands_twice_is_not_renamed(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    build(tmp_path / "p", DESIGNS["clusters"], {})
    header, _, rest = text_of(table()).partition("\n")
    text = header.replace("topics", "view") + "\n" + rest
    (tmp_path / "part-0.csv").write_text(text, "utf-8")
    given = {KEY: str(tmp_path / "part-*.csv")}
    with pytest.raises(InputError, match="two columns are named"):
        sums(tmp_path / "p", How(engine="duckdb", cache=False, responses=given))


# -- the command -----------------------------------------------------------------------


def compare(root: Path, *before: str) -> Done:
    return run_kcli([*before, "compare", "poll", "-f", "json"], root, {})


def test_the_command_says_the_same_with_any_engine(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    root = build(tmp_path / "p", DESIGNS["clusters"], {f"{NAME}.csv": text_of(table()).encode()})
    plain, duck = compare(root), compare(root, "--engine", "duckdb")
    assert (plain.returncode, duck.returncode) == (0, 0), duck.stderr
    one, other = (json.loads(done.stdout)["records"] for done in (plain, duck))
    assert len(one) == len(other) > 20
    for a, b in zip(one, other, strict=True):
        assert a.keys() == b.keys()
        for key, value in a.items():
            assert b[key] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value)


def test_two_files_of_one_wave_are_refused(tmp_path: Path) -> None:
    text = text_of(table()).encode()
    root = build(tmp_path / "p", DESIGNS["plain"], {f"{NAME}.csv": text, f"{NAME}.csv.gz": text})
    done = compare(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("datasets/poll/2024.responses.csv")
    assert (
        "path: the wave '2024' has responses in datasets/poll/2024.responses.csv.gz" in done.stderr
    )


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (["--engine", "duck"], "did you mean 'duckdb'?"),
        (["--responses", "poll=x.csv"], "takes SURVEY@WAVE=PATH"),
        (["--responses", "poll@2024=nowhere.csv"], "there is no file nowhere.csv"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(before: list[str], says: str, tmp_path: Path) -> None:
    root = build(tmp_path / "p", DESIGNS["plain"], {})
    done = compare(root, *before)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_a_questionnaire_cannot_name_a_path(tmp_path: Path) -> None:
    """Only the command line does."""
    root = build(tmp_path / "p", "    responses: s3://bucket/x.csv\n", {})
    done = compare(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown-key" in done.stderr


TEXTS = [
    "1",
    "20",
    "",
    "300",
    "1000000007",
    "a",
    "r-0001",
    "long enough to be mixed",
    "1",
    "x" * 90,
]


@pytest.mark.parametrize("kind", ["string", "large_string"])
@pytest.mark.parametrize("start", [0, 3])
def test_ids_have_the_same_numbers_wherever_they_stand(kind: str, start: int) -> None:
    """Of a column of texts, of numbers, of a slice of one, and of a file of text."""
    pa = pytest.importorskip("pyarrow")
    from kcli.io.engines.arrow import ArrowBlock

    def keys(array: Any) -> list[int]:
        batch = pa.record_batch([array.slice(start)], ["id"])
        return ArrowBlock("t", batch, {0: 0}, 1).keys(0).tolist()

    expected = keys_of([text.encode() for text in TEXTS[start:]]).tolist()
    assert keys(pa.array([text or None for text in TEXTS], kind)) == expected
    assert keys(pa.array(TEXTS, kind).dictionary_encode()) == expected
    numbers = [7, 20, None, 1_000_000_007, -3, 123_456_789_012]
    texts = ["" if n is None else str(n) for n in numbers]
    as_numbers = keys(pa.array(numbers, "int64"))
    assert as_numbers == keys_of([text.encode() for text in texts[start:]]).tolist()
    assert as_numbers == keys(pa.array(texts, kind))
    odd = ["é", "e\u0301", "1"]  # one letter, written in two ways
    whole = pa.record_batch([pa.array(odd, kind)], ["id"])
    first, second, _ = ArrowBlock("t", whole, {0: 0}, 1).keys(0).tolist()
    assert first == second


def test_a_hidden_character_of_an_id_is_refused_from_arrow_too() -> None:
    pa = pytest.importorskip("pyarrow")
    from kcli.io.engines.arrow import ArrowBlock

    batch = pa.record_batch([pa.array(["a", "b\x07"])], ["id"])
    with pytest.raises(InputError, match="U\\+0007"):
        ArrowBlock("t", batch, {0: 0}, 1).keys(0)
