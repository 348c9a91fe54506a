"""Pages of reference that are made of what the program knows of itself.

Run this file to write them anew; a test compares them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from kcli.api.schema import schema
from kcli.api.schema_files import FILES
from kcli.cli.app import app
from kcli.cli.commands import COMMANDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
WHERE = {
    "questionnaire": "questionnaires/SURVEY.yaml",
    "concepts": "questionnaires/concepts.yaml",
    "conventions": "questionnaires/conventions.yaml",
    "claims": "datasets/SURVEY/claims.yaml",
    "weighting": "the file that `kcli weight` is given",
    "report-file": "datasets/reports/NAME.yaml",
}


def codes() -> str:
    """docs/codes.md: every code of a fault."""
    command = [sys.executable, "-m", "kcli", "explain", "--all", "-f", "markdown"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=DOCS)
    return done.stdout.replace("## ", "# ", 1)


# -- commands ----------------------------------------------------------------------------


def commands() -> str:
    """docs/commands.md: every command with its arguments and options."""
    group: Any = get_command(app)
    context = typer.Context(group, info_name="kcli")
    lines = [
        "# Commands",
        "",
        "Made of the program's own help: `kcli COMMAND -h` says the same in a terminal.",
        "",
        "## Before or behind any command",
        "",
        *_parameters(group, context),
    ]
    for name in COMMANDS:
        lines += _command(f"kcli {name}", group.get_command(context, name), context)
    return "\n".join(lines).rstrip("\n") + "\n"


def _command(name: str, command: Any, context: Any) -> Iterator[str]:
    yield from ["", f"## {name}", ""]
    own = type(context)(command, info_name=name, parent=None)
    yield f"```text\n{' '.join([name, *command.collect_usage_pieces(own)])}\n```"
    yield from ["", *_help((command.help or "").replace(r"\[", "["))]
    yield from _parameters(command, own)
    for part in getattr(command, "commands", {}).values():
        yield from (re.sub("^## ", "### ", x) for x in _command(f"{name} {part.name}", part, own))


def _help(text: str) -> Iterator[str]:
    """The paragraphs; examples, which are commands with a line on each, as code."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.split("\n")
        if any(line.startswith("$ ") for line in lines):
            yield from [lines[0], "", "```text", *lines[1:], "```", ""]
        else:
            yield from [_escaped(" ".join(lines)), ""]


def _parameters(command: Any, context: Any) -> Iterator[str]:
    records = [parameter.get_help_record(context) for parameter in command.params]
    shown = [record for record in records if record and "--help" not in record[0]]
    if shown:
        yield from ["| | |", "|---|---|"]
    for names, told in shown:
        yield f"| `{_cell(names)}` | {_cell(_escaped(' '.join(told.split())))} |"


# -- files ---------------------------------------------------------------------------------


def files() -> str:
    """docs/keys.md: every key of every YAML file."""
    lines = [
        "# Keys",
        "",
        "Every key of the YAML files, made of the schemas that editors read "
        "([how to connect them](start.md)). What the files are for: [formats](formats.md).",
        "",
    ]
    for kind in FILES:
        whole = schema(kind)
        lines += [f"## {WHERE[kind]}" if "`" in WHERE[kind] else f"## `{WHERE[kind]}`", ""]
        lines += [f"{_escaped(whole.get('description', ''))} Schema: `kcli schema {kind}`.", ""]
        lines += _keys(whole)
        for name, body in whole.get("$defs", {}).items():
            if "properties" in body:
                lines += [f"### {kind}: {name}", "", _escaped(body.get("description", "")), ""]
                lines += _keys(body)
    return "\n".join(lines).rstrip("\n") + "\n"


def _keys(body: Mapping[str, Any]) -> Iterator[str]:
    needed = set(body.get("required", ()))
    yield from ["| key | takes | |", "|---|---|---|"]
    for key, value in body["properties"].items():
        kinds = dict.fromkeys(_kinds(value))
        owed = " **Needed.**" if key in needed else ""
        told = _escaped(value.get("description", ""))
        yield f"| `{key}` | {_cell(', '.join(kinds))} | {_cell(told)}{owed} |"
    yield ""


def _kinds(value: Mapping[str, Any]) -> Iterator[str]:
    if "anyOf" in value or "oneOf" in value:
        for each in value.get("anyOf", value.get("oneOf", ())):
            yield from _kinds(each)
    elif "$ref" in value:
        yield value["$ref"].rpartition("/")[2]
    elif "enum" in value:
        yield from (f"`{each}`" for each in value["enum"] if each not in (True, False))
    elif "const" in value:
        yield f"`{value['const']}`"
    else:
        yield from _plain(value)


def _plain(value: Mapping[str, Any]) -> Iterator[str]:
    given = value.get("type", [])
    kinds = [kind for kind in ([given] if isinstance(given, str) else given) if kind != "null"]
    if "string" in kinds:  # a number or a truth value is read as the text that it is
        kinds = ["string", *(kind for kind in kinds if kind in ("array", "object"))]
    names = {"string": "text", "integer": "number", "number": "number", "boolean": "yes or no"}
    for kind in kinds:
        if kind == "array":
            inside = ", ".join(dict.fromkeys(_kinds(value.get("items", {}))))
            yield f"list of {inside}" if inside else "list"
        elif kind == "object":
            more = value.get("additionalProperties")
            inside = ", ".join(dict.fromkeys(_kinds(more))) if isinstance(more, dict) else ""
            yield f"by name: {inside}" if inside else "mapping"
        else:
            yield names.get(kind, kind)


def _escaped(text: str) -> str:
    """Signs that Markdown would obey, outside code."""
    return re.sub(r"([\[\]<>*_])(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)", r"\\\1", text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES: dict[str, Callable[[], str]] = {
    "codes.md": codes,
    "commands.md": commands,
    "keys.md": files,
}


def main() -> None:
    """Write every page anew."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
