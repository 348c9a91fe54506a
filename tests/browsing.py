"""What tests do with a document in a browser: print it, and read what was printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any


def printed(page: Any, path: Path, paper: str) -> list[str]:
    """The text of each page of the document on this paper, such as ``A4 landscape``."""
    size, _, way = paper.partition(" ")
    page.pdf(path=str(path), format=size, landscape=way == "landscape")
    return _told(path, "-layout").split("\f")[:-1]


def ends_of(path: Path) -> list[float]:
    """How far down each page of a PDF its last words stand: 0 at the top, 1 at the foot."""
    pages = re.findall(
        r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', _told(path, "-bbox"), re.DOTALL
    )
    return [
        max(map(float, re.findall(r'<word .*?yMax="([\d.]+)"', words)), default=0) / float(height)
        for height, words in pages
    ]


def _told(path: Path, how: str) -> str:
    done = subprocess.run(
        ["pdftotext", how, str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def close(text: str) -> str:
    """A text without its spaces, which print sets otherwise."""
    return re.sub(r"\s+", "", text)
