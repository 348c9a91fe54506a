"""Files that no import reads: what they look like is told, and what to do with them."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kcli import api
from kcli.errors import Fault, InputError

Run = Callable[..., Any]
CSV = "q1,q2\n1,2\n2,1\n"
LIME = "id,submitdate,lastpage,startlanguage,Q1\n1,2024,3,en,A1\n2,2024,3,en,A2\n"


def _parquet(path: Path) -> None:
    pq.write_table(pa.table({"q1": ["1", "2"], "q2": ["2", "1"]}), path)


def _sqlite(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("create table answers (q1)")
    base.close()


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.csv", CSV)


OTHERS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "parquet": (_parquet, "Parquet", "datasets/NAME/WAVE.responses.parquet"),
    "sqlite": (_sqlite, "a database of SQLite", "export the survey"),
    "zip": (_zip, "a ZIP archive", "unpack it"),
    "gzip": (lambda path: path.write_bytes(gzip.compress(LIME.encode())), "gzip", "unpack it"),
    "bzip2": (lambda path: path.write_bytes(bz2.compress(LIME.encode())), "bzip2", "unpack it"),
    "xz": (lambda path: path.write_bytes(lzma.compress(LIME.encode())), "xz", "unpack it"),
    "PDF": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\n"), "a PDF", "export the survey"),
    "old Excel": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "an old Excel workbook",
        "save it as .xlsx",
    ),
}


def _refused(path: Path, **how: object) -> Fault:
    with pytest.raises(InputError) as problem:
        api.import_(path, to=path.parent / "out", country="KR", **how)  # type: ignore[arg-type]
    (fault,) = problem.value.faults
    return fault


@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("format", [None, "limesurvey"])
def test_another_kind_of_file_is_called_by_its_looks(
    case: str, format: str | None, tmp_path: Path
) -> None:
    write, name, hint = OTHERS[case]
    write(tmp_path / "x")
    fault = _refused(tmp_path / "x", format=format)
    assert fault.message == f"looks like {name}, which is not imported"
    assert hint in (fault.hint or "")


def test_a_plain_csv_is_not_imported_and_the_way_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(CSV, "utf-8")
    hint = _refused(path).hint or ""
    assert hint.startswith("a plain CSV with one header row is not imported: kcli new survey")
    assert "--from" not in hint
    path.write_text("Nothing but words\n", "utf-8")
    assert "kcli new" not in (_refused(path).hint or "")


@pytest.mark.parametrize("end", ["csv", "parquet"])
def test_the_way_that_is_told_leads_to_numbers(run: Run, tmp_path: Path, end: str) -> None:
    (tmp_path / "questionnaires").mkdir()
    done = run("new", "survey", "energy@2026", "--country", "KR", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    path = tmp_path / f"datasets/energy/2026.responses.{end}"
    path.parent.mkdir(parents=True)
    if end == "parquet":
        _parquet(path)
    else:
        path.write_text(CSV, "utf-8")
    done = run("compare", "energy.q1", "-f", "csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "First answer" in done.stdout
