"""Change the code in thousands of small ways, and count the changes that no test notices.

``python tests/mutation/run.py stats`` works in a copy of the checkout, never in the checkout.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GROUPS = Path(__file__).with_name("groups.toml")
MUTMUT = (sys.executable, "-m", "mutmut")
NEEDED = ("kcli", "tests", "questionnaires", "datasets", "docs", "README.md", "pyproject.toml")
# What a test run ends with; mutmut keeps the number, and its names are these.
KILLED, SURVIVED, UNTESTED = {1, 3}, {0}, {5, 33}
TIMED_OUT = {-24, 24, 36, 152, 255}


def main() -> int:
    """Copy, change, test, count. 1 where a change went unnoticed."""
    groups = tomllib.loads(GROUPS.read_text("utf-8"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("group", choices=groups)
    parser.add_argument("--only", nargs="*", default=[], help="names of mutants, * allowed")
    parser.add_argument("--folder", type=Path, help="a copy to go on with; a new one without")
    parser.add_argument("--rounds", type=int, help="how many rounds of tests; all without")
    parser.add_argument("--diff", action="store_true", help="show each survivor")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="kcli-mutation-"))
    print(f"The copy is {folder}", file=sys.stderr)
    group = groups[chosen.group]
    results: dict[str, int | None] = {}
    names = chosen.only
    for tests in group["rounds"][: chosen.rounds]:
        copy(folder, group["modules"], tests)
        run = [*MUTMUT, "run", "--max-children", "1", *names]
        status = subprocess.run(run, cwd=folder, check=False).returncode
        if status:
            return status
        found = dict(ends(folder, group["modules"]))
        results.update({name: end for name, end in found.items() if not results or name in names})
        names = [name for name, end in sorted(results.items()) if end in SURVIVED | UNTESTED]
        print(score(results), flush=True)
        if not names:
            return 0
    for name in names:
        print(name, flush=True)
        if chosen.diff:
            subprocess.run([*MUTMUT, "show", name], cwd=folder, check=False)
    return 1


def copy(folder: Path, modules: Sequence[str], tests: Sequence[str]) -> None:
    """Bring the copy up to date; functions that have not changed keep their results."""
    for name in NEEDED:
        source = ROOT / name
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            target = folder / path.relative_to(ROOT)
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if not target.exists() or target.read_bytes() != path.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    settings = {
        "source_paths": ["kcli"],
        "only_mutate": list(modules),
        "also_copy": [name for name in NEEDED if name not in ("kcli", "tests", "pyproject.toml")],
        "pytest_add_cli_args_test_selection": list(tests),
        # The same examples in every run, and none that is late.
        "pytest_add_cli_args": ["--hypothesis-profile=ci", "-p", "no:cacheprovider"],
    }
    # A list of strings is the same in JSON and in TOML.
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (folder / "pyproject.toml").open("w", encoding="utf-8") as file:
        file.write((ROOT / "pyproject.toml").read_text("utf-8"))
        file.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def ends(folder: Path, modules: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """How the tests of each mutant ended."""
    for pattern in modules:
        for path in sorted((folder / "mutants").glob(f"{pattern}.meta")):
            yield from json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()


def score(results: Mapping[str, int | None]) -> str:
    """A line a module: mutants, and how many were killed, timed out, survived, met no test."""
    modules: dict[str, Counter[str]] = {}
    for name, end in results.items():
        modules.setdefault(name.rsplit(".", 1)[0], Counter())[_word(end)] += 1
    words = ("killed", "timed out", "survived", "no test", "not run", "other")
    lines = [f"| module | mutants | {' | '.join(words)} | noticed |", "|---|" + "--:|" * 8]
    for module, counts in [*sorted(modules.items()), ("all", sum(modules.values(), Counter()))]:
        run = counts.total() - counts["not run"]
        share = f"{(counts['killed'] + counts['timed out']) / run:.1%}" if run else "-"
        numbers = " | ".join(str(counts[word]) for word in words)
        lines.append(f"| {module} | {counts.total()} | {numbers} | {share} |")
    return "\n".join(lines)


def _word(end: int | None) -> str:
    if end is None:
        return "not run"
    names = [("killed", KILLED), ("timed out", TIMED_OUT), ("survived", SURVIVED)]
    return next((word for word, ends in [*names, ("no test", UNTESTED)] if end in ends), "other")


if __name__ == "__main__":
    sys.exit(main())
