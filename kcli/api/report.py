"""``kcli report``: documents made of several commands, and whether those on disk are up to date."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from kcli import __version__, render
from kcli.api.envelope import inputs_of
from kcli.api.report_plan import Plan, is_file_name, plans_of
from kcli.api.report_sections import document_of
from kcli.errors import Fault, InputError, UsageError
from kcli.io.project import Project
from kcli.io.reports import read_output
from kcli.io.write import make_folder, write_together
from kcli.model.records import Note, Result
from kcli.model.report_records import ReportRecord
from kcli.report import charts
from kcli.report.charts.press import Press
from kcli.report.differences import Difference, difference
from kcli.report.manifest import Manifest, digest, read_manifest

__all__ = ["CheckedReport", "report"]

State = Literal["written", "unchanged", "current", "stale", "missing"]
FORMATS = {"html": "html", "md": "markdown"}


@dataclass(frozen=True)
class Built:
    """A report in memory: its files by name, and what they were made of."""

    plan: Plan
    files: dict[str, tuple[str, str, bytes]]
    """By name: language, suffix, content."""
    manifest: Manifest
    synthetic: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class CheckedReport:
    """A report with how its files stand, for the page."""

    name: str
    records: tuple[ReportRecord, ...]
    differences: tuple[Difference, ...] = ()


def report(
    project: Project,
    what: str | None = None,
    *,
    output: Path | None = None,
    languages: Sequence[str] = (),
    check: bool = False,
    list_stale: bool = False,
    press: Press | None = None,
) -> Result:
    """Write reports, or say which of those on disk are not what would be written now.

    Parameters
    ----------
    project : where the surveys are
    what : the path of a report's YAML; a survey or a concept; a report of
        ``datasets/reports/`` by its name; every report of the project where left out
    output : the folder to write to; beside the data where left out
    languages : in place of those that the YAML names
    check : write nothing; compare with what is there
    list_stale : the same, and only what is stale or missing
    press : what draws, where it was started before this is called; the caller ends it

    Returns
    -------
    Result
        A ``report`` record a file. A file is stale where its bytes would differ;
        another version of a program alone makes none stale, and is told.

    Raises
    ------
    UsageError
        For what is no report; where it cannot be written, or drawn for want of a package.
    InputError
        For faults of any file.
    """
    check_installed()
    looking = check or list_stale
    if output is None and not looking:
        _refuse_shipped(project)
    plans = plans_of(project, what, output, languages)
    with nullcontext(press) if press else Press() as drawing:
        built = [_build(project, plan, drawing) for plan in plans]
    checked = [_checked(each) if looking else _written(each) for each in built]
    records = [record for found in checked for record in found.records]
    if list_stale:
        records = [record for record in records if record.state in ("stale", "missing")]
    inputs = {path: digest for each in built for path, digest in each.manifest.inputs.items()}
    return Result(
        command="report",
        project=project.name,
        synthetic=any(each.synthetic for each in built),
        parameters={
            "what": Path(what).name if what and is_file_name(what) else what,
            "languages": list(languages),
            "check": check,
            "list_stale": list_stale,
        },
        inputs=inputs_of(replace(project, inputs=inputs)),
        sources=(),
        records=tuple(records),
        notes=tuple(dict.fromkeys(note for each in built for note in each.notes)),
        context=checked,
    )


def check_installed() -> None:
    """Raise UsageError where a package of the extra ``report`` is missing; tells how to get it."""
    charts.check_installed()
    render.check_installed("html")


def _build(project: Project, plan: Plan, press: Press) -> Built:
    """A report of files that are read anew: what another one read is none of its inputs."""
    fresh = replace(project, inputs={}, rooted=True, _surveys={}, _sums={}, _waveless=set())
    try:
        return _made(fresh, plan, press)
    except UsageError as problem:
        raise UsageError(f"report {plan.name}, {problem.message}", problem.hint) from None
    except InputError as problem:
        raise InputError(_from_here(project, fault) for fault in problem.faults) from None


def _from_here(project: Project, fault: Fault) -> Fault:
    """The same fault with the path from the working directory, not from the root."""
    path = fault.where.path
    inside = (project.root / path).exists() and not Path(path).is_absolute()
    where = replace(fault.where, path=project.shown(path) if inside else path)
    return replace(fault, where=where)


def _made(project: Project, plan: Plan, press: Press) -> Built:
    from kcli.report.html import html  # Jinja2 comes with it
    from kcli.report.markdown import markdown

    files: dict[str, tuple[str, str, bytes]] = {}
    synthetic, notes = False, dict[Note, None]()
    body = plan.read(project)
    if any(section.charts == "yes" for section in body.sections if section.part is None):
        press.start()
    for language in plan.languages or body.languages:
        document = document_of(project, body, language, press.draw)
        synthetic = synthetic or document.synthetic
        if not files:  # in the first of its languages: a note is told once
            notes = dict.fromkeys(note for result in document.results for note in result.notes)
        for suffix, write in (("html", html), ("md", markdown)):
            name = f"{plan.stem}.{language}.{suffix}"
            files[name] = (language, suffix, write(document).encode())
    outputs = {name: digest(data) for name, (_, _, data) in files.items()}
    manifest = Manifest(plan.name, _tools(), dict(project.inputs), outputs)
    return Built(plan, files, manifest, synthetic, tuple(notes))


def _tools() -> dict[str, str]:
    """The programs whose versions the bytes of a report may depend on."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"kcli": __version__}
    for package in (*charts.PACKAGES, "Babel", "Jinja2"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _written(built: Built) -> CheckedReport:
    """Write what differs from the disk; the manifest last: it speaks only of what is there."""
    plan = built.plan
    before = _manifest(plan)
    make_folder(plan.folder)
    records = []
    changed: dict[Path, str | bytes] = {}
    for name, (_, _, data) in built.files.items():
        old = read_output(plan.folder / name)
        if old != data:
            changed[plan.folder / name] = data
        records.append(_record(built, name, before, old, "unchanged" if old == data else "written"))
    text = built.manifest.text().encode()
    path = plan.folder / plan.manifest
    if read_output(path) != text:
        changed[path] = text
    for path in changed:
        _refuse_astray(path, plan.folder)
    write_together(changed)
    return CheckedReport(plan.name, tuple(records))


def _refuse_astray(path: Path, folder: Path) -> None:
    """Raise UsageError where a report would be written into what is not a file of its folder."""
    if not os.path.lexists(path):
        return
    hint = "remove it; kcli report writes it anew"
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{path} is a link that leads out of its folder", hint)
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no regular file", hint)


def _checked(built: Built) -> CheckedReport:
    plan = built.plan
    before = _manifest(plan)
    records, differences = [], []
    for name, (_, suffix, data) in built.files.items():
        old = read_output(plan.folder / name)
        state: State = "missing" if old is None else "current" if old == data else "stale"
        records.append(_record(built, name, before, old, state))
        if state == "stale" and old is not None:
            differences.append(difference(f"{plan.shown}/{name}", old, data, suffix))
    return CheckedReport(plan.name, tuple(records), tuple(differences))


def _manifest(plan: Plan) -> Manifest | None:
    data = read_output(plan.folder / plan.manifest)
    return None if data is None else read_manifest(data)


def _record(
    built: Built, name: str, before: Manifest | None, old: bytes | None, state: State
) -> ReportRecord:
    language, suffix, data = built.files[name]
    now = built.manifest
    left = before.outputs.get(name) if before else None
    return ReportRecord(
        report=built.plan.name,
        path=f"{built.plan.shown}/{name}",
        language=language,
        format=cast(Literal["html", "markdown"], FORMATS[suffix]),
        state=state,
        sha256=digest(data),
        edited=digest(old) != left if left and old is not None else None,
        changed=tuple(before.changed_inputs(now.inputs)) if before else (),
        tools=tuple(before.changed_tools(now.tools)) if before else (),
        synthetic=built.synthetic,
    )


def _refuse_shipped(project: Project) -> None:
    """Raise UsageError where a report would be written into the package itself."""
    if project.name == "shipped":
        hint = "name a folder: kcli report ... --output DIR"
        raise UsageError("nothing is written beside the surveys that are shipped", hint)
