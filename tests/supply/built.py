"""What is published: ``python tests/supply/built.py`` builds the wheel and the sdist twice.

Once from a clean copy of the files that git knows, and once from a copy elsewhere
that has other times, other rights and the litter of daily work. The same bytes must
come out, with every file of the package and no other; a wheel made from the sdist
must be that wheel again. Needs ``build`` and ``hatchling``, and git.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1700000000"
SHIPPED = {
    f"{name}/": f"kcli/shipped/{name}/" for name in ("questionnaires", "datasets", "schemas")
}
METADATA = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
SOURCES = ("kcli/", *SHIPPED, "tests/", "docs/", ".ci/")
ALONE = frozenset({"LICENSE", "README.md", "pyproject.toml", ".gitignore"})
LITTER = (  # what .gitignore names and a work tree collects
    "kcli/__pycache__/old.cpython-311.pyc",
    "kcli/old.pyc",
    "datasets/.kcli/cache",
    "datasets/anes/__pycache__/x.pyc",
    "questionnaires/.kcli/cache",
    "questionnaires/build/old.yaml",
    "tests/.pytest_cache/x",
)


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    names = known()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        first, second = here / "one" / "tree", here / "two" / "a longer name" / "tree"
        _copy(names, ROOT, first)
        _copy(names, first, second)
        _litter(names, second)
        built = [_build(tree, here / f"dist-{n}") for n, tree in enumerate((first, second))]
        again = _build(_unpacked(built[0][0], here / "three"), here / "dist-3")
        faults = [f for pair in built for f in _contents(pair, names)] + _alike(built, again)
        sizes = ", ".join(f"{p.name} {p.stat().st_size:,} bytes" for p in built[0])
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{sizes}: {len(faults)} faults")
    return 1 if faults else 0


def known() -> list[str]:
    """The files that git knows, or would add; what it ignores is not published."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    text = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted(name for name in text.split("\0") if name and (ROOT / name).is_file())


def in_wheel(names: Iterable[str], information: str) -> set[str]:
    """What the wheel should hold."""
    held = {name for name in names if name.startswith("kcli/")}
    for folder, place in SHIPPED.items():
        held |= {place + n.removeprefix(folder) for n in names if n.startswith(folder)}
    return held | {f"{information}/{name}" for name in METADATA}


def in_sdist(names: Iterable[str]) -> set[str]:
    """What the sdist should hold, under its one folder."""
    return {n for n in names if n.startswith(SOURCES) or n in ALONE} | {"PKG-INFO"}


def _copy(names: Iterable[str], source: Path, tree: Path) -> None:
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, tree / name)


def _litter(names: Iterable[str], tree: Path) -> None:
    for name in LITTER:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("litter", "utf-8")
    for name in names:
        rights = (tree / name).stat().st_mode
        (tree / name).chmod(0o755 if rights & 0o100 else 0o600)
        os.utime(tree / name, (10**9, 10**9))


def _build(tree: Path, out: Path) -> tuple[Path, Path]:
    """The sdist and the wheel of a tree, each built from the tree itself."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel"]
    done = subprocess.run(
        [*command, "--outdir", str(out), str(tree)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout)
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


def _unpacked(sdist: Path, folder: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.iterdir())


def _contents(built: tuple[Path, Path], names: list[str]) -> list[str]:
    with tarfile.open(built[0]) as archive:
        files = {m.name.partition("/")[2] for m in archive.getmembers() if m.isfile()}
    with zipfile.ZipFile(built[1]) as wheel:
        held = set(wheel.namelist())
    information = next(n for n in held if n.endswith("/METADATA")).rpartition("/")[0]
    return [
        *_differing("the sdist", files, in_sdist(names)),
        *_differing("the wheel", held, in_wheel(names, information)),
    ]


def _differing(what: str, held: set[str], wanted: set[str]) -> list[str]:
    return [
        *(f"{what} has a stray file: {name}" for name in sorted(held - wanted)),
        *(f"{what} lacks {name}" for name in sorted(wanted - held)),
    ]


def _alike(built: list[tuple[Path, Path]], again: tuple[Path, Path]) -> list[str]:
    faults = []
    for one, two in zip(*built, strict=True):
        if _digest(one) != _digest(two):
            faults.append(f"{one.name}: other bytes from another copy of the same files")
    for one, two in zip(built[0], again, strict=True):
        if _digest(one) != _digest(two):
            faults.append(f"{one.name}: other bytes when it is built from the sdist")
    return faults


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
