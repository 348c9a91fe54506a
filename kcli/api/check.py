"""``kcli check``: every fault of every file, and everything in them that cannot be true."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from kcli.analysis.checks import (
    Flaw,
    check_declared_sizes,
    check_findings,
    check_margins,
    check_scores,
    flaw,
    readable,
)
from kcli.analysis.evidence import ItemEvidence
from kcli.api.acknowledge import Told, acknowledge
from kcli.api.envelope import inputs_of
from kcli.errors import InputError, UsageError, Where
from kcli.io.inspection import Inspection
from kcli.io.project import (
    DATA_NAMES,
    DATASETS,
    QUESTIONNAIRES,
    SHARED_FILES,
    Project,
    Survey,
)
from kcli.io.reports import find_reports, open_report
from kcli.io.yaml_tree import Tree
from kcli.model.check_records import FaultRecord
from kcli.model.records import Note, Result
from kcli.model.report import ReportFile

__all__ = ["check"]


def check(project: Project, file: str | Path | None = None, *, lang: str = "en") -> Result:
    """Check a project, or one file of it.

    Parameters
    ----------
    project : where the files are
    file : the one file whose faults are wanted; all where left out
    lang : the language of the page; faults and notes are English

    Returns
    -------
    Result
        A ``fault`` record each, by file and line. Those that claims.yaml
        acknowledges are among them.

    Raises
    ------
    UsageError : a file that is none of the project's
    """
    inspection = Inspection(project)
    wanted = None if file is None else _inside(inspection, Path(file))
    names = inspection.survey_ids if wanted is None else _surveys_of(inspection, wanted)
    if wanted is None or len(names) > 1:
        inspection.look_at_shared()
    told: list[Told] = []
    entries = {}
    for name in names:
        survey = inspection.opened(name)
        if survey is not None:
            told += [Told(found, name) for found in _flaws(inspection, survey)]
        entries[name] = inspection.acknowledged(name)
    _look_at_reports(inspection, wanted)
    owners = _owners(inspection)
    told += [
        Told(Flaw(fault), _owner(owners, fault.where.path), unreadable=True)
        for fault in inspection.faults
    ]
    told += [Told(found, None) for found in _ignored(inspection, wanted)]
    records = acknowledge(inspection, told, entries)
    if wanted is not None:
        records = [record for record in records if record.path == inspection.shown(wanted)]
    return Result(
        command="check",
        project=project.name,
        synthetic=_synthetic(inspection, {_owner(owners, record.path) for record in records}),
        parameters={"file": wanted, "lang": lang},
        inputs=inputs_of(inspection),
        records=tuple(sorted(records, key=_order)),
        notes=tuple(_unread(inspection)),
    )


def _look_at_reports(inspection: Inspection, wanted: str | None) -> None:
    """Read what says what reports consist of; faults are told."""
    for path in find_reports(inspection):
        if wanted in (None, path.relative_to(inspection.root).as_posix()):
            try:
                body, tree = open_report(path, inspection)
            except InputError as problem:
                inspection.tell(problem.faults)
                continue
            for place in range(len(body.sections)):
                _look_at_names(inspection, body, tree, place)


def _look_at_names(inspection: Inspection, body: ReportFile, tree: Tree, place: int) -> None:
    """Look up what a section of a report names, as far as that can be read."""
    from kcli.api.report_names import unknown_names  # commands come with it

    try:
        inspection.tell(unknown_names(inspection, body, tree, place))
    except InputError as problem:
        inspection.tell(problem.faults)


def _flaws(inspection: Inspection, survey: Survey) -> Iterator[Flaw]:
    """What is wrong with a survey that can be read."""
    questionnaire = survey.questionnaire
    yield from check_margins(questionnaire, survey.tree)
    yield from check_scores(questionnaire, survey.tree)
    yield from check_declared_sizes(questionnaire, survey.tree)
    by_item: dict[str, ItemEvidence] = {}
    for item in dict.fromkeys(finding.item for finding in survey.findings):
        evidence, flaws = readable(questionnaire, item, survey.findings, inspection.conventions)
        yield from flaws
        yield from check_findings(evidence)
        by_item[item] = evidence
    for wave, sums in inspection.answers(survey):
        from kcli.analysis.checks.answers import check_respondents  # numpy comes with it

        yield from check_respondents(sums, questionnaire, wave, by_item)


def _ignored(inspection: Inspection, wanted: str | None) -> Iterator[Flaw]:
    """Files that belong to no survey or wave."""
    for path in {*inspection.ignored, *([wanted] if wanted else [])}:
        if path in inspection.ignored or any(
            parent.as_posix() in inspection.ignored for parent in PurePosixPath(path).parents
        ):
            message = "it belongs to no survey or wave, and nothing in it counts"
            yield flaw("ignored-file", message, Where(inspection.shown(path)))


def _unread(inspection: Inspection) -> Iterator[Note]:
    for name in inspection.unread:
        path = inspection.shown(f"{QUESTIONNAIRES}/{name}.yaml")
        text = f"{path} cannot be read: what is in {DATASETS}/{name}/ is not judged by it."
        yield Note("not-judged", text)


def _inside(inspection: Inspection, file: Path) -> str:
    """The path of a file from the root of the project. Raises UsageError for another's."""
    if not file.exists() and not file.is_symlink():
        raise UsageError(f"there is no file {file}")
    root = inspection.root
    plain = Path(os.path.abspath(file))  # noqa: PTH100 - a link is a file of the project itself
    for path, folder in ((plain, root), (file.resolve(), root.resolve())):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    raise UsageError(f"{file} is not in the project {root}", "kcli check checks a project's files")


def _surveys_of(inspection: Inspection, wanted: str) -> Sequence[str]:
    """The surveys that have to be read to know the faults of a file."""
    folder, _, rest = wanted.partition("/")
    name = rest.partition("/")[0]
    shared = {f"{stem}.yaml" for stem in SHARED_FILES}
    if folder == QUESTIONNAIRES and name == rest:
        if rest in shared:
            return inspection.survey_ids
        if rest.endswith(".yaml"):
            return (rest.removesuffix(".yaml"),)
    if folder == DATASETS and name in inspection.survey_ids and _is_data(rest):
        return (name,)
    reports = (path.relative_to(inspection.root) for path in find_reports(inspection))
    if wanted in {path.as_posix() for path in reports}:
        return ()
    if wanted in inspection.strays or f"{DATASETS}/{name}" in inspection.strays:
        return ()
    hint = "it reads questionnaires, findings, responses, claims, reports, concepts and conventions"
    raise UsageError(f"{wanted} is no file that kcli reads", hint)


def _is_data(rest: str) -> bool:
    _, _, name = rest.partition("/")
    return "/" not in name and (name.endswith(DATA_NAMES) or name == "claims.yaml")


def _owners(inspection: Inspection) -> dict[str, str]:
    """The survey of each questionnaire and folder, by the path that is printed."""
    return {
        inspection.shown(path): name
        for name in inspection.survey_ids
        for path in (f"{QUESTIONNAIRES}/{name}.yaml", f"{DATASETS}/{name}")
    }


def _owner(owners: Mapping[str, str], path: str) -> str | None:
    """The survey that a file is of."""
    return owners.get(path) or owners.get(path.rpartition("/")[0])


def _synthetic(inspection: Inspection, surveys: Collection[str | None]) -> bool:
    """Whether all that is told is of invented respondents."""
    return bool(surveys) and all(
        name is not None
        and name not in inspection.unread
        and inspection.survey(name).questionnaire.synthetic == "yes"
        for name in surveys
    )


def _order(record: FaultRecord) -> tuple[str, int, int, str, str]:
    return record.path, record.line, record.column, record.code, record.message
