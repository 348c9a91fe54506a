"""Which reports are meant: files that say what they consist of, or surveys and concepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kcli.errors import InputError, UsageError, nearest
from kcli.io.project import DATASETS, REPORTS, Project
from kcli.io.reports import find_reports, open_report, report_name
from kcli.model.fields import LANGUAGE_PATTERN
from kcli.model.report import ReportFile, Section
from kcli.text.tags import check_language

__all__ = ["Plan", "plans_of"]


@dataclass(frozen=True)
class Plan:
    """One report: what it is called, where its files go, what it consists of."""

    name: str
    folder: Path
    shown: str
    """The folder, as records name it: from the root of the project."""
    stem: str
    path: Path | None
    """The file that says what it consists of; without one it is ``body``."""
    body: ReportFile | None = None
    languages: tuple[str, ...] = ()

    @property
    def manifest(self) -> str:
        """The name of its manifest."""
        return f"{self.stem}.manifest.json"

    def read(self, project: Project) -> ReportFile:
        """What it consists of. Raises InputError for faults of its file, and of names in it."""
        if self.path is None:
            assert self.body is not None
            return self.body
        from kcli.api.report_names import unknown_names  # a report without a file needs none of it

        body, tree = open_report(self.path, project)
        places = range(len(body.sections))
        faults = [fault for place in places for fault in unknown_names(project, body, tree, place)]
        if faults:
            raise InputError(faults)
        return body


def plans_of(
    project: Project, what: str | None, output: Path | None, languages: Sequence[str]
) -> list[Plan]:
    """Every report that is meant.

    Raises UsageError where there is none, where two would be one file, and for
    what is no tag of a language.
    """
    for tag in languages:
        if not re.fullmatch(LANGUAGE_PATTERN, tag):
            raise UsageError(f"{tag!r} is no language", "a language is its short tag: en, or ko")
        check_language(tag)
    plans = _plans(project, what, output, tuple(dict.fromkeys(languages)))
    seen: dict[str, Plan] = {}
    for plan in plans:
        other = seen.setdefault(f"{plan.folder}/{plan.stem}", plan)
        if other is not plan:
            files = " and ".join(_shown(project, each.path) for each in (other, plan) if each.path)
            hint = "rename one of them, or write each to a folder of its own"
            raise UsageError(f"{files} would both be written to {plan.folder}/{plan.stem}", hint)
    return plans


def is_file_name(what: str) -> bool:
    """Whether a file is meant, and not the name of a report, a survey or a concept."""
    return what.endswith((".yaml", ".yml"))


def _plans(
    project: Project, what: str | None, output: Path | None, tags: tuple[str, ...]
) -> list[Plan]:
    paths = find_reports(project)
    if what is None:
        if not paths:
            raise UsageError("the project has no report.yaml", "kcli report SURVEY needs no file")
        return [_of_file(project, path, output, tags) for path in paths]
    if is_file_name(what):
        if not Path(what).is_file():
            raise UsageError(f"there is no file {what}", "kcli report SURVEY needs none")
        return [_of_file(project, Path(what), output, tags)]
    own = [path for path in paths if report_name(path) == what]
    if own:
        return [_of_file(project, own[0], output, tags)]
    concepts = project.concepts.concepts if project.concepts else {}
    if what in project.survey_ids:
        body = _of_survey(project, what)
        return [_by_default(project, what, f"{DATASETS}/{what}", "report", body, output, tags)]
    if what in concepts:
        body = _of_concept(project, what)
        return [_by_default(project, what, f"{DATASETS}/{REPORTS}", what, body, output, tags)]
    known = dict.fromkeys([*project.survey_ids, *concepts, *map(report_name, paths)])
    hint = nearest(what, known) or "a survey, a concept, or the path of a report.yaml"
    raise UsageError(f"there is no report {what!r}", hint)


def _of_file(project: Project, path: Path, output: Path | None, tags: tuple[str, ...]) -> Plan:
    name = report_name(path)
    folder = output or path.parent
    stem = name if output is not None else path.stem
    return Plan(name, folder, _shown(project, folder), stem, path, None, tags)


def _by_default(
    project: Project,
    name: str,
    place: str,
    stem: str,
    body: ReportFile,
    output: Path | None,
    languages: tuple[str, ...],
) -> Plan:
    folder = output or project.root / place
    stem = name if output is not None else stem
    return Plan(name, folder, _shown(project, folder), stem, None, body, languages)


def _shown(project: Project, folder: Path) -> str:
    """From the root of the project where it lies there; else its name: no path of a machine."""
    try:
        return folder.resolve().relative_to(project.root.resolve()).as_posix()
    except ValueError:
        return folder.name or "."


def _of_survey(project: Project, name: str) -> ReportFile:
    survey = project.survey(name)
    questionnaire = survey.questionnaire
    sections = [Section(compare=name)]
    several = any(len(questionnaire.waves_of(item)) > 1 for item in questionnaire.items)
    if several:
        sections.append(Section(trend=name))
    if project.claims(name) is not None:
        sections.append(Section(verify=name))
    ends = [Section(part="methods"), Section(part="sources")]
    return ReportFile(title=dict(questionnaire.title), sections=[*sections, *ends])


def _of_concept(project: Project, name: str) -> ReportFile:
    from kcli.api.sides import measures_of  # a report that is a file needs none of it

    assert project.concepts is not None
    sections = [Section(concept=name)]
    waves = [survey.questionnaire.waves_of(item) for survey, item in measures_of(project, name)]
    if any(len(found) > 1 for found in waves):
        sections.append(Section(trend=name))
    ends = [Section(part="methods"), Section(part="sources")]
    title = dict(project.concepts.concepts[name].title)
    return ReportFile(title=title, sections=[*sections, *ends])
