"""Sessions in the documents: the commands of a page one after the other, in one new folder.

Run this file to renew what they print. What lies in docs/files/ is there when a session begins.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOCUMENTS = [DOCS / name for name in ("start.md", "tutorial.md", "howto.md")]
FENCE = re.compile(r"(```shell-session\n)(.*?)(```\n)", re.DOTALL)


def renewed(text: str, folder: Path) -> str:
    """The document with everything that its commands print now, beginning in a folder."""
    place = [folder]
    for file in (DOCS / "files").iterdir():
        shutil.copy(file, folder)

    def session(found: re.Match[str]) -> str:
        commands = re.findall(r"^\$ ((?:.*\\\n)*.*)$", found[2], re.MULTILINE)
        lines = "".join(f"$ {command}\n{_output(command, place)}" for command in commands)
        return f"{found[1]}{lines}{found[3]}"

    return FENCE.sub(session, text)


def _output(command: str, place: list[Path]) -> str:
    if command.startswith("cd "):
        place[0] /= command.removeprefix("cd ")
        return ""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KCLI_", "COLUMNS"))}
    scripts = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=place[0],
        env={**kept, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    status = f"[{done.returncode}]\n" if done.returncode else ""
    text = done.stdout + status
    return text if not text or text.endswith("\n") else f"{text}\n"


if __name__ == "__main__":
    for document in DOCUMENTS:
        with tempfile.TemporaryDirectory() as new:
            document.write_text(renewed(document.read_text("utf-8"), Path(new)), "utf-8")
