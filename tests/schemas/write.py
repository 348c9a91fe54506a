"""What editors use: ``python tests/schemas/write.py`` writes it anew.

The schemas, and in every shipped YAML file that people write the first line, by which an editor
finds its schema. Reports and transcripts that tell the digests of these files follow.
"""

from __future__ import annotations

import json
from pathlib import Path

from kcli.api.schema import schema
from kcli.io.editors import FOLDER, KINDS, line
from kcli.io.write import write_together

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*ROOT.glob("questionnaires/*.yaml"), *ROOT.glob("datasets/*/*.yaml")])
EDITED = [path for path in SHIPPED if not path.read_text("utf-8").startswith("# SYNTHETIC")]
"""Those that people write; the others come from ``kcli simulate``."""


def kind_of(path: Path) -> str:
    """The kind of a file, by its place."""
    if path.parent.name == "questionnaires":
        return path.stem if path.stem in KINDS else "questionnaire"
    if path.name.startswith("margins"):
        return "weighting"
    return "claims" if path.name == "claims.yaml" else "report-file"


def made() -> dict[str, str]:
    """The text of each schema by the name of its file, as ``kcli schema NAME`` prints it."""
    return {
        f"{kind}.json": json.dumps(schema(kind), ensure_ascii=False, indent=1) + "\n"
        for kind in KINDS
    }


def lined(path: Path) -> str:
    """The text of a file with the line at its head."""
    text = path.read_text("utf-8")
    first = line(kind_of(path)) + "\n"
    return text if text.startswith(first) else first + text


if __name__ == "__main__":
    write_together({ROOT / FOLDER / name: text for name, text in made().items()})
    write_together({path: lined(path) for path in EDITED})
