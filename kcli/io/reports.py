"""Files of reports: ``report.yaml`` and others of its kind, read and found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kcli.errors import Fault, UsageError
from kcli.io.grammar import read_noun
from kcli.io.plain import read_text
from kcli.io.project import DATASETS, REPORTS, Project, listed
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.fields import LANGUAGE_PATTERN
from kcli.model.report import COMMANDS, PARTS, ReportFile
from kcli.text.tags import check_language

__all__ = [
    "find_reports",
    "open_report",
    "read_output",
    "read_report",
    "report_name",
]

REPORT = "report.yaml"
KINDS = (*COMMANDS, "part")
ASKING = tuple(command for command in COMMANDS if command != "verify")
MEANT_FOR = {
    "between": ("shift", "trend"),
    "answers": ("trend",),
    "wave": ("compare", "concept", "label", "topline"),
    "countries": ASKING,
    "base": ASKING,
    "lonely": COMMANDS,
    "charts": COMMANDS,
    "tables": COMMANDS,
}
"""The keys that do not go with every kind, and with which they do."""


def find_reports(project: Project) -> list[Path]:
    """The reports of a project: each survey's own, then those of datasets/reports/."""
    datasets = project.root / DATASETS
    own = [datasets / name / REPORT for name in project.survey_ids]
    found = [path for path in own if path.is_file()]
    if REPORTS in project.survey_ids:
        return found  # the folder is that survey's
    return [*found, *listed(datasets / REPORTS, "*.yaml")]


def report_name(path: Path) -> str:
    """What the report of a file is called: as the survey whose own it is, else as the file."""
    return path.resolve().parent.name if path.name == REPORT else path.stem


def read_report(path: Path, project: Project) -> ReportFile:
    """What a report is made of. Raises InputError with every fault of the file."""
    return open_report(path, project)[0]


def open_report(path: Path, project: Project) -> tuple[ReportFile, Tree]:
    """The same, and where its parts stand; the file is an input of the project from then on.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    root, place = project.root.resolve(), path.parent.resolve() / path.name
    if place.is_relative_to(root):
        name = place.relative_to(root).as_posix()
        file = read_text(path, project.shown(name), root=root, limit="yaml-bytes")
    else:
        name = path.name
        file = read_text(path, str(path), root=place.parent, limit="yaml-bytes")
    project.inputs[name] = file.sha256
    tree = parse_yaml(file)
    return read_noun(tree, ReportFile, _faults), tree


def _faults(tree: Tree) -> Iterator[Fault]:
    yield from _languages(tree)
    yield from _kinds(tree)


def _languages(tree: Tree) -> Iterator[Fault]:
    """Each language is one: what is no tag at all is told with the types of the values."""
    root = tree.root if isinstance(tree.root, Mapping) else {}
    tags = root.get("languages")
    for place, tag in enumerate(tags if isinstance(tags, list) else []):
        if isinstance(tag, str) and re.fullmatch(LANGUAGE_PATTERN, tag):
            try:
                check_language(tag, "write {}")
            except UsageError as problem:
                where = tree.where(("languages", place))
                yield Fault("bad-id", problem.message, where, hint=problem.hint)


def _kinds(tree: Tree) -> Iterator[Fault]:
    """Each section is of one kind, and has no key that its kind does not know."""
    root = tree.root if isinstance(tree.root, Mapping) else {}
    sections = root.get("sections")
    for place, body in enumerate(sections if isinstance(sections, list) else []):
        if isinstance(body, Mapping):
            yield from _kind(tree, place, body)
        elif isinstance(body, str):
            yield from _short(tree, place, body)


def _short(tree: Tree, place: int, body: str) -> Iterator[Fault]:
    """A section that is its part alone."""
    where = tree.where(("sections", place))
    if body not in PARTS:
        hint = f"a section is {', '.join(PARTS)}, or COMMAND: WHAT, such as compare: kf-vub"
        yield Fault("section-kind", f"there is no section {body!r}", where, hint=hint)
    elif body == "text":
        yield Fault("missing-key", "a text needs its prose", where)


def _kind(tree: Tree, place: int, body: Mapping[str, Any]) -> Iterator[Fault]:
    where = tree.where(("sections", place))
    kinds = [key for key in KINDS if key in body]
    if len(kinds) != 1:
        told = f"it names {' and '.join(kinds)}" if kinds else "it names none"
        hint = f"one of {', '.join(COMMANDS)}, or part"
        yield Fault("section-kind", f"a section is of one kind, and {told}", where, hint=hint)
        return
    (kind,) = kinds
    for key, commands in MEANT_FOR.items():
        if key in body and kind not in commands:
            at = tree.where(("sections", place, key), key=True)
            message = f"{key!r} says nothing to a section of {kind}"
            hint = f"it is for {', '.join(commands)}"
            yield Fault("section-kind", message, at, hint=hint)
    if kind == "part" and body["part"] == "text" and not body.get("prose"):
        yield Fault("missing-key", "a text needs its prose", where)


def read_output(path: Path) -> bytes | None:
    """What was written once, to compare it with; None where no file is.

    Raises UsageError for a file that cannot be read.
    """
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror}") from None
