"""The project that ``kcli init`` makes: files of this package, invented from end to end."""

from __future__ import annotations

from pathlib import Path

from kcli.io.editors import copies, line

__all__ = ["SURVEY", "example_project"]

SURVEY = "example"
_FILES = Path(__file__).parent / "files"
_KINDS = {
    f"questionnaires/{SURVEY}.yaml": "questionnaire",
    "questionnaires/concepts.yaml": "concepts",
    f"datasets/{SURVEY}/claims.yaml": "claims",
    f"datasets/{SURVEY}/margins.yaml": "weighting",
    f"datasets/{SURVEY}/report.yaml": "report-file",
}


def example_project() -> dict[str, str]:
    """The text of each file, by its path in the project; YAML begins with its schema's line."""
    found: dict[str, str] = {}
    for path in sorted(_FILES.rglob("*")):
        if path.is_file():
            name = path.relative_to(_FILES).as_posix()
            head = f"{line(_KINDS[name])}\n" if name in _KINDS else ""
            found[name] = head + path.read_text(encoding="utf-8")
    return {**found, **copies()}
