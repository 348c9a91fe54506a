"""What editors need: the JSON Schema of each YAML file, and the line that leads to it.

A project holds the schemas in its folder schemas/, as the shipped one does. So completion and
checks need no network, are those of the kcli that the project was made with, and a file copied
from one project to another finds them there.
"""

from __future__ import annotations

from kcli.io.root import shipped_root

__all__ = ["FOLDER", "KINDS", "copies", "line"]

FOLDER = "schemas"
KINDS = {
    "questionnaire": "..",
    "concepts": "..",
    "conventions": "..",
    "claims": "../..",
    "report-file": "../..",
    "weighting": "../..",
}
"""The kinds of file by the names of ``kcli schema``, and how each gets to the project's folder."""


def line(kind: str) -> str:
    """The first line of a YAML file, without its end: an editor finds the schema by it.

    The path is told from the file's own place, questionnaires/ or datasets/SURVEY/.

    >>> line("questionnaire")
    '# yaml-language-server: $schema=../schemas/questionnaire.json'
    """
    return f"# yaml-language-server: $schema={KINDS[kind]}/{FOLDER}/{kind}.json"


def copies() -> dict[str, str]:
    """The schemas for a project of one's own: the text of each file, by its path in the project."""
    source = shipped_root() / FOLDER
    names = [f"{kind}.json" for kind in KINDS]
    return {f"{FOLDER}/{name}": (source / name).read_text(encoding="utf-8") for name in names}
