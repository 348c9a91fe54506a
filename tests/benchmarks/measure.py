"""Commands run in turn, each in a process of its own: seconds, memory, and how they compare."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Run:
    """A command that is timed.

    Attributes
    ----------
    name : what it does, for the table
    command : its arguments
    folder : where it runs
    fresh : what kcli has kept there is removed before each run
    ends : the exit statuses that are none of a failure
    wall, cpu : seconds, a number a round
    peak : MiB of memory at most
    problem : why there are no numbers
    """

    name: str
    command: Sequence[str]
    folder: Path
    fresh: bool = False
    ends: tuple[int, ...] = (0,)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0
    problem: str = ""

    def once(self) -> None:
        """Run it once more; one that failed is not tried again."""
        if self.problem:
            return
        if self.fresh:
            shutil.rmtree(self.folder / ".kcli", ignore_errors=True)
        began = time.perf_counter()
        child = subprocess.Popen(
            self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert child.stderr is not None
        said = child.stderr.read().decode("utf-8", "replace").strip()
        child.stderr.close()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in self.ends:
            self.problem = _why(said, child.returncode)
            return
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak = max(self.peak, used.ru_maxrss // 1024)

    def times(self, other: Run) -> float | None:
        """The median over the rounds of this one's seconds to the other's in the same round."""
        if self.problem or other.problem:
            return None
        return median(a / b for a, b in zip(self.wall, other.wall, strict=True))


def in_turn(runs: Sequence[Run], rounds: int) -> None:
    """Each once a round, so that whatever else the machine does troubles all alike."""
    for _ in range(rounds):
        for run in runs:
            run.once()


def table(runs: Sequence[Run], against: Run, ratio: str) -> list[str]:
    """The runs as a Markdown table; the last column is named ``ratio``."""
    lines = [f"| What | Seconds | CPU seconds | Peak MiB | {ratio} |", "|---|--:|--:|--:|--:|"]
    for run in runs:
        if run.problem:
            lines.append(f"| {run.name} | {run.problem} | | | |")
            continue
        times = run.times(against)
        cells = [f"{median(run.wall):.2f}", f"{median(run.cpu):.2f}", f"{run.peak:,}"]
        cells.append("" if times is None else f"{times:.2f}")
        lines.append(f"| {run.name} | {' | '.join(cells)} |")
    return lines


def written(folder: Path, rows: int, *options: str) -> Path | None:
    """The responses of a survey of so many rows, written once; None where nothing can write it.

    By a process of its own: the peak of memory that the system tells of a
    command is never less than that of who started it.
    """
    place = folder / "-".join(["rows", str(rows), *options])
    if not place.exists():
        command = [sys.executable, "-m", "tests.benchmarks.survey", str(rows)]
        done = subprocess.run(
            [*command, str(folder / f"rows-{rows}"), *options],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode and "No module named" in done.stderr:
            return None
        assert not done.returncode, done.stderr
        place.mkdir(exist_ok=True)
        (place / "written").write_text(done.stdout.strip(), "utf-8")
    return Path((place / "written").read_text("utf-8"))


def _why(said: str, status: int) -> str:
    last = said.splitlines()[-1] if said else f"ended with {status}"
    missing = "No module named" in last or "there is no package called" in said
    return "not installed" if missing else f"failed: {last[:60].replace('|', '/')}"
