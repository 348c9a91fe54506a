"""What tests do with a document in a browser: print it, and read what was printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any


def printed(page: Any, path: Path, paper: str) -> list[str]:
    """The text of each page of the document on this paper."""
    page.pdf(path=str(path), format=paper)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode().split("\f")[:-1]


def close(text: str) -> str:
    """A text without its spaces, which print sets otherwise."""
    return re.sub(r"\s+", "", text)
