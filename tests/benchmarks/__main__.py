"""``python -m tests.benchmarks``: the whole table, of one run.

What is compared takes turns within a round; ratios are medians of the rounds'
own ratios, and so stand even where the machine has other things to do.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from tests.benchmarks.many import PER_SAMPLE
from tests.benchmarks.measure import Run, in_turn, table, written

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SMALL = 10_000  # rows; a benchmark of fewer is a rehearsal
KCLI = (sys.executable, "-m", "kcli")
ROUNDS = 3
R_ROWS = 1_000_000  # beyond that R is not asked
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
BARE = "import babel, pydantic, rich.console, rich.table, typer, yaml"
BEGIN, END = "<!-- result -->", "<!-- end of the result -->"


def main() -> None:
    """Measure, print, and write where asked."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(asked.folder or made)
        lines = [*_machine(asked), "", *_start_up(folder, asked)]
        lines += ["", *_one_file(folder, asked), "", *_one_item(folder, asked)]
        lines += ["", *_growth(folder, asked), "", *_many_cells(folder, asked)]
        lines += ["", *_many_charts(folder, asked)]
    text = "\n".join(lines)
    print(text)
    if asked.write:
        _replace(asked.write, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", help="where the surveys are written, and kept")
    parser.add_argument("--python", default=sys.executable, help="that has the other libraries")
    parser.add_argument("--write", type=Path, help="a file whose table is replaced")
    return parser.parse_args()


def _machine(asked: argparse.Namespace) -> list[str]:
    libraries = ["kcli-tracker", "numpy", "pyarrow", "duckdb", "pandas", "pydantic", "typer"]
    named = [f"{name} {found}" for name in libraries if (found := _version(name))]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return [
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}; {', '.join(named)}. Medians of {asked.rounds} "
        f"rounds, of start-up at least 9. The machine's load when this began: {load:.1f}.",
    ]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _start_up(folder: Path, asked: argparse.Namespace) -> list[str]:
    """kcli on the data that it comes with, beside the bare imports of its libraries."""
    folder.mkdir(parents=True, exist_ok=True)
    bare = Run("The libraries that `compare` needs, imported", (sys.executable, "-c", BARE), folder)
    shipped = ("--project", "shipped", "--quiet")
    loaded = (sys.executable, str(HERE / "loaded.py"), "compare", "kf-vub", *shipped)
    every = subprocess.run(loaded, cwd=folder, capture_output=True, check=True, text=True).stdout
    imports = f"import importlib; [importlib.import_module(m) for m in {every.split()}]"
    own = (sys.executable, "-c", imports)
    runs = [
        bare,
        Run("All modules that `compare` loads, kcli's own among them, imported", own, folder),
        Run("`kcli --version`", (*KCLI, "--version"), folder),
        Run("`kcli --help`", (*KCLI, "--help"), folder),
        Run("`kcli compare kf-vub`", (*KCLI, "compare", "kf-vub", *shipped), folder),
        Run("`kcli compare`, all surveys", (*KCLI, "compare", *shipped), folder),
        Run("`kcli compare anes`, respondents", (*KCLI, "compare", "anes", *shipped), folder),
    ]
    in_turn(runs, max(asked.rounds, 9 if asked.rows >= SMALL else 1))
    return ["**Start-up**", "", *table(runs, bare, "Times the bare imports")]


def _one_file(folder: Path, asked: argparse.Namespace) -> list[str]:
    """A large file: kcli, then what reads or tabulates the same."""
    path = _survey(folder, asked.rows)
    place = path.parents[2]
    compare = ("compare", "big", "--json", "--quiet")
    kcli = Run("kcli: `compare`, nothing kept", (*KCLI, "--no-cache", *compare), place)
    runs = [kcli, Run("kcli: `compare`, first time", (*KCLI, *compare), place, fresh=True)]
    runs.append(Run("kcli: `compare`, second time", (*KCLI, *compare), place))
    sums = (sys.executable, str(HERE / "sums.py"))
    runs.append(Run("kcli: the sums with every check, no more", sums, place))
    parquet = written(folder, asked.rows, "--parquet")
    runs += [
        _other(asked, "DuckDB: parses the CSV, no more", "duckdb_parses", path),
        _other(asked, "DuckDB: shares from a table in memory", "duckdb_shares", path),
        _other(asked, "polars: shares from the CSV", "polars_shares", path),
        _other(asked, "pandas: shares from the CSV", "pandas_shares", path),
    ]
    if parquet:
        home = parquet.parents[2]
        runs += [
            Run("kcli: `compare`, Parquet", (*KCLI, "--no-cache", *compare), home),
            Run("kcli: the sums, Parquet", sums, home),
            _other(asked, "DuckDB: shares from Parquet", "duckdb_shares", parquet),
            _other(asked, "polars: shares from Parquet", "polars_shares", parquet),
            _other(asked, "pandas: shares from Parquet", "pandas_shares", parquet),
        ]
    in_turn(runs, asked.rounds)
    size = path.stat().st_size / 1e6
    title = f"**{asked.rows:,} respondents, 30 items, 30 countries: a CSV of {size:,.0f} MB**"
    return [title, "", *table(runs, kcli, "Times kcli")]


def _survey(folder: Path, rows: int) -> Path:
    path = written(folder, rows)
    assert path is not None
    return path


def _other(asked: argparse.Namespace, name: str, what: str, path: Path) -> Run:
    return Run(name, (asked.python, str(HERE / "others.py"), what, str(path)), path.parent)


def _one_item(folder: Path, asked: argparse.Namespace) -> list[str]:
    """Shares of one item with standard errors, as survey packages compute them."""
    path = _survey(folder, min(asked.rows, R_ROWS))
    place = path.parents[2]
    command = (*KCLI, "--no-cache", "compare", "big.q01", "--json", "--quiet")
    kcli = Run("kcli: `compare big.q01`", command, place)
    runs = [kcli]
    if shutil.which("Rscript"):
        script = ("Rscript", "--vanilla", str(HERE / "one_item.R"), str(path))
        runs.append(Run("R survey: `svyby` of `svymean`", script, place))
    runs.append(_other(asked, "svy", "svy_one", path))
    runs.append(_other(asked, "samplics", "samplics_one", path))
    in_turn(runs, asked.rounds)
    rows = min(asked.rows, R_ROWS)
    title = f"**One item with standard errors by country, {rows:,} respondents, from the CSV**"
    return [title, "", *table(runs, kcli, "Times kcli")]


def _growth(folder: Path, asked: argparse.Namespace) -> list[str]:
    """``compare`` of ever more rows, and again with what was kept."""
    lines = ["| Respondents | Seconds | Seconds a million | Peak MiB | Second time, seconds |"]
    lines.append("|--:|--:|--:|--:|--:|")
    for rows in sorted({*(size for size in GROWTH if size <= asked.rows), asked.rows}):
        place = _survey(folder, rows).parents[2]
        command = (*KCLI, "compare", "big", "--json", "--quiet")
        first = Run("first", command, place, fresh=True)
        second = Run("second", command, place)
        in_turn([first, second], asked.rounds)
        if first.problem or second.problem:
            lines.append(f"| {rows:,} | {first.problem or second.problem} | | | |")
            continue
        wall, again = median(first.wall), median(second.wall)
        million = wall / rows * 1e6
        lines.append(f"| {rows:,} | {wall:.2f} | {million:.2f} | {first.peak:,} | {again:.2f} |")
    return ["**Growth**", "", *lines]


def _many_cells(folder: Path, asked: argparse.Namespace) -> list[str]:
    """Many items in many countries and waves, of sums that were kept; and many claims."""
    items, countries, waves = (200, 60, 20) if asked.rows >= SMALL else (6, 4, 2)
    count = 1000 if asked.rows >= SMALL else 20
    wide, claims = folder / f"wide-{items}", folder / f"claims-{count}"
    _make("wide", wide, items, countries, waves)
    _make("claims", claims, count)
    last = 2000 + waves - 1
    own = f"{BARE}; import numpy, kcli.api.compare, kcli.cli.app"
    bare = Run("The libraries and kcli's own modules, imported", (sys.executable, "-c", own), wide)
    between = ("shift", "--all", "--from", f"wide@{last - 1}", "--to", f"wide@{last}")
    runs = [bare]
    for name, command in (
        ("`kcli compare wide --json`", ("compare", "wide")),
        ("`kcli label wide --json`", ("label", "wide")),
        ("`kcli shift --all --json`, the last two waves", between),
    ):
        runs.append(Run(name, (*KCLI, *command, "--json", "--quiet"), wide))
    verify = (*KCLI, "verify", "claims", "--json", "--quiet")
    runs.append(Run(f"`kcli verify --json`, {count:,} claims", verify, claims, ends=(0, 1)))
    for run in runs[1:4]:
        run.once()  # the sums are made
        run.wall, run.cpu, run.peak = [], [], 0
    in_turn(runs, asked.rounds)
    title = (
        f"**{items} items, {countries} countries, {waves} waves: {PER_SAMPLE} respondents each**"
    )
    return [title, "", *table(runs, bare, "Times the imports")]


def _many_charts(folder: Path, asked: argparse.Namespace) -> list[str]:
    """A report of thirty charts, beside the library that draws them."""
    count = 30 if asked.rows >= SMALL else 2
    place = folder / f"charts-{count}"
    _make("charts", place, count)
    specs = place / "specs.json"
    _make("specs", place, specs)
    drawn = (sys.executable, "-m", "tests.benchmarks.many", "drawn", str(specs))
    alone = Run("vl-convert: the same drawings", drawn, ROOT)
    runs = [alone, Run("`kcli report`", (*KCLI, "report", "claims", "-o", "out"), place)]
    in_turn(runs, asked.rounds)
    return [f"**A report of {count} charts**", "", *table(runs, alone, "Times the library")]


def _make(what: str, place: Path, *more: object) -> None:
    """Written once."""
    if what == "specs" or not place.exists():
        command = [sys.executable, "-m", "tests.benchmarks.many", what, str(place)]
        subprocess.run([*command, *map(str, more)], check=True, stdout=subprocess.DEVNULL)


def _replace(path: Path, text: str) -> None:
    """Put the text between the marks of a file."""
    whole = path.read_text("utf-8")
    head, found, rest = whole.partition(BEGIN)
    _, ended, tail = rest.partition(END)
    if not (found and ended):
        sys.exit(f"{path} has no {BEGIN} ... {END}")
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
