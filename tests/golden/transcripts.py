"""Transcripts: what commands print, in documents and in files of their own; and their pictures.

A transcript begins with ``$ `` and a command; what follows, up to the next
command or the end, is its output. Run this file to make all of them
anew; the tests compare them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "transcripts"
PICTURES = {"docs/files/impression.svg": "kcli plot trend genron-eai.impression --answer good"}
"""The pictures in documents, and the commands that draw them."""
FENCE = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)


def documents() -> list[Path]:
    """The documents whose fenced ``console`` blocks are transcripts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def files() -> list[Path]:
    """The files that are nothing but transcripts."""
    return sorted(FOLDER.glob("*.txt"))


def commands(text: str) -> Iterator[str]:
    """The commands of a transcript."""
    for line in text.split("\n"):
        if line.startswith("$ "):
            yield line.removeprefix("$ ")


def output_of(command: str) -> str:
    """What a command prints, run by bash from the root of the checkout."""
    scripts = Path(sys.executable).parent
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KCLI_", "COLUMNS"))}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**kept, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    status = f"[{done.returncode}]\n" if done.returncode else ""
    return done.stdout + status


def draw(name: str, folder: Path) -> Path:
    """Draws one of the pictures into a folder."""
    path = folder / Path(name).name
    said = output_of(f"{PICTURES[name]} -o {shlex.quote(str(path))}")
    assert not said, said
    return path


def renewed(text: str) -> str:
    """A transcript with every output as it is now."""
    return "".join(f"$ {command}\n{output_of(command)}" for command in commands(text))


def renewed_document(text: str) -> str:
    """A document with its transcripts as they are now."""
    return FENCE.sub(lambda m: m[1] + renewed(m[2]) + m[3], text)


def main() -> None:
    """Write every transcript anew, and draw every picture."""
    for path in documents():
        path.write_text(renewed_document(path.read_text("utf-8")), "utf-8")
    for path in files():
        path.write_text(renewed(path.read_text("utf-8")), "utf-8")
    for name in PICTURES:
        draw(name, (ROOT / name).parent)


if __name__ == "__main__":
    main()
