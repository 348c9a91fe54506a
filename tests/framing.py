"""The columns of frames, as docs/python.md tells them: ``python tests/framing.py``."""

from __future__ import annotations

from pathlib import Path

from kcli.api.schema import RESULTS
from kcli.notebook.frame import columns_of, type_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "python.md"
BEGIN, END = "<!-- columns, by tests/framing.py -->\n", "<!-- end of columns -->\n"
WORDS = {
    "string": "text",
    "category": "words",
    "float64": "numbers",
    "int64": "counts",
    "Int64": "counts or nothing",
    "bool": "yes or no",
    "boolean": "yes, no or nothing",
    "object": "tuples",
}


def table() -> str:
    """A line a type of record: its columns by what they hold, in the order of the records."""
    kinds = dict.fromkeys(kind for kinds in RESULTS.values() for kind in kinds)
    lines = ["| records | columns |", "| --- | --- |"]
    for kind in kinds:
        held: dict[str, list[str]] = {}
        for name, dtype in columns_of(kind).items():
            held.setdefault(dtype, []).append(f"`{name}`")
        told = "; ".join(
            f"{WORDS[dtype]}: {', '.join(held[dtype])}" for dtype in WORDS if dtype in held
        )
        lines.append(f"| `{type_of(kind)}` | {told} |")
    return "\n".join(lines) + "\n"


def renewed(page: str) -> str:
    """The page with the table as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
