"""``python tests/fuzz/run.py TARGET --minutes N``: fuzz one target, or ``all``, and tell.

Needs atheris: ``pip install 'kcli-tracker[fuzz]'``. Inputs that reach something
new are kept in a working folder, so that the next run goes on from there; with
``--keep`` the smallest set of them that reaches the same lines becomes the
corpus of the target in this folder. What breaks is written to ``found/`` there.
Exit status 1 where anything broke.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = Path(tempfile.gettempdir()) / "kcli-fuzz"
LEAST = 5  # seconds that are worth another start
_STATUS = re.compile(r"#([0-9]+)\s.*?cov: ([0-9]+) ft: ([0-9]+)")
_RUNS = re.compile(r"stat::number_of_executed_units: ([0-9]+)")


def fuzz(target: str, minutes: float, work: Path) -> bool:
    """Fuzz a target, starting again after each hang; True where nothing broke."""
    corpus, found = work / target / "corpus", work / target / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    begun, runs, coverage = time.monotonic(), 0, ("0", "0")
    while (left := minutes * 60 - (time.monotonic() - begun)) > LEAST:
        log = _engine(target, int(left), corpus, found)
        statuses = _STATUS.findall(log)
        ended = _RUNS.findall(log)
        runs += int(ended[-1]) if ended else int(statuses[-1][0]) if statuses else 0
        if statuses:
            coverage = statuses[-1][1:]
        (work / target / "log.txt").write_text(log, "utf-8")
        if not statuses:
            sys.stdout.write(log[-2000:])
            return False
    spent = time.monotonic() - begun
    broken = sorted(path for path in found.iterdir() if path.suffix not in (".txt", ".dict"))
    sys.stdout.write(
        f"{target}: {spent / 60:.1f} minutes, {runs:,} inputs, {runs / spent:.0f}/s, "
        f"{coverage[0]} edges, {coverage[1]} features, "
        f"{sum(1 for _ in corpus.iterdir())} in the corpus, {len(broken)} kinds of fault\n"
    )
    for path in broken:
        sys.stdout.write(f"  {path}\n")
    sys.stdout.flush()
    return not broken


def _engine(target: str, seconds: int, corpus: Path, found: Path) -> str:
    command = [
        *(sys.executable, str(HERE / "engine.py"), target, "--seconds", str(seconds)),
        *("--corpus", str(corpus), "--found", str(found)),
    ]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return done.stderr.decode("utf-8", "replace")


def main() -> int:
    """Read the arguments and fuzz."""
    sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]
    from fuzz.minimise import keep
    from fuzz.targets import NAMES

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=("all", *NAMES))
    parser.add_argument("--minutes", type=float, default=5, help="for each target (default 5)")
    parser.add_argument("--work", type=Path, default=WORK, help="the working folder")
    parser.add_argument("--keep", action="store_true", help="renew the corpus of the target")
    chosen = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("atheris is not installed: pip install 'kcli-tracker[fuzz]'\n")
        return 2
    names = NAMES if chosen.target == "all" else (chosen.target,)
    well = [fuzz(name, chosen.minutes, chosen.work) for name in names]
    if chosen.keep:
        for name in names:
            count, size = keep(name, chosen.work / name / "corpus")
            sys.stdout.write(f"{name}: {count} inputs of {size:,} bytes are kept\n")
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
