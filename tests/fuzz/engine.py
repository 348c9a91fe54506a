"""One target under atheris, for some seconds; ``run.py`` starts this as a process of its own.

What breaks is written to a folder, one input of each kind, and fuzzing goes
on. A hang or a memory that grows ends the process: libFuzzer writes that
input, and ``run.py`` starts again.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
SECONDS_AN_INPUT, MEGABYTES = 10, 1024
SLOW = 2.0  # seconds of work; such an input is kept to be looked at
NATIVE = 0.2  # of the changes are those of libFuzzer
WATCHED = (  # what commands import late, so that all of it is watched
    "kcli.api",
    "kcli.analysis.checks.answers",
    "kcli.analysis.panel",
    "kcli.analysis.respondents",
    "kcli.analysis.verify_measured",
    "kcli.analysis.weighting",
    "kcli.io.responses",
    "kcli.render.csv",
    "kcli.render.html",
    "kcli.render.json",
    "kcli.render.jsonl",
    "kcli.render.markdown",
    "kcli.render.table",
    "kcli.render.xlsx",
)


class Finder:
    """Runs inputs, and writes the first of each kind of fault."""

    def __init__(self, run: Callable[[bytes], bool], found: Path) -> None:
        self.run = run
        self.found = found
        self.known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        begun = time.process_time()
        try:
            self.run(data)
        except Exception as problem:  # noqa: BLE001 - anything that is no KcliError is what is looked for
            self._keep(_kind(problem), data, traceback.format_exc())
        spent = time.process_time() - begun
        if spent > SLOW:
            self._keep(f"slow-{int(spent)}s", data, f"{spent:.1f} s\n")

    def _keep(self, kind: str, data: bytes, story: str) -> None:
        if kind in self.known:
            return
        self.known.add(kind)
        path = self.found / f"{kind}-{sha256(data).hexdigest()[:8]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(story, "utf-8")
        sys.stderr.write(f"FOUND {kind} {path}\n")


def _kind(problem: Exception) -> str:
    """What a fault is called: its class, and the last line of kcli or of a target it passed."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [f for f in frames if "/kcli/" in f.filename or "/fuzz/" in f.filename]
    last = own[-1]
    return f"{type(problem).__name__}-{Path(last.filename).stem}-{last.lineno}"


def main() -> None:
    """Read the arguments, and hand over to libFuzzer."""
    import atheris

    sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]
    with atheris.instrument_imports(include=["kcli"]):
        for name in WATCHED:
            import_module(name)
    from fuzz.mutate import mutated
    from fuzz.seeds import seeds
    from fuzz.targets import NAMES, make
    from fuzz.words import WORDS

    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--found", type=Path, required=True)
    chosen = parser.parse_args()
    begun, target = seeds(chosen.target), make(chosen.target)
    for data in begun:
        (chosen.corpus / sha256(data).hexdigest()[:12]).write_bytes(data)

    def change(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < NATIVE:
            changed: bytes = atheris.Mutate(data, most)
            return changed
        return mutated(data, target.kind, random, begun)[:most]

    words = chosen.found / "words.dict"
    lines = [f'"{_quoted(word)}"\n' for word in WORDS[target.kind] if len(word) < 40]
    words.write_text("".join(lines), "utf-8")
    warnings.simplefilter("error")
    arguments = [
        sys.argv[0],
        f"-max_total_time={chosen.seconds}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-dict={words}",
        f"-artifact_prefix={chosen.found}/",
        "-max_len=8000",
        "-print_final_stats=1",
        str(chosen.corpus),
    ]
    atheris.Setup(arguments, Finder(target.run, chosen.found), custom_mutator=change)
    atheris.Fuzz()


def _quoted(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    return "".join(
        chr(byte) if 32 < byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02X}"
        for byte in word.encode("utf-8", "surrogatepass")
    )


if __name__ == "__main__":
    main()
