"""``kcli weight``: respondents raked to the margins of their population."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kcli.api.envelope import inputs_of
from kcli.api.select import Selection, select
from kcli.errors import Fault, InputError, UsageError
from kcli.io.project import DATASETS, Project
from kcli.io.weighting import (
    SUFFIXES,
    MarginsFile,
    ResponsesFile,
    find_responses,
    open_responses,
    read_margins,
    write_responses,
)
from kcli.model.records import Note, Result
from kcli.model.survey import Design

if TYPE_CHECKING:
    from kcli.analysis.weighting import Weighed

__all__ = ["weight"]


def weight(
    project: Project, what: str, *, margins: str | Path, output: str | Path, lang: str = "en"
) -> Result:
    """Rake the respondents of a wave to margins, and write them anew with their weights.

    Parameters
    ----------
    project : where the survey is
    what : the survey, and the wave if it is not the latest: ``anes@1996``
    margins : the file of margins
    output : the file to write, ``.csv`` or ``.csv.gz``; never one that is read
    lang : the language of labels

    Returns
    -------
    Result
        ``margin`` records, and one of ``raking`` for each sample.

    Raises
    ------
    UsageError : a name that nothing bears, a wave without respondents, a file in the way
    InputError : files that cannot be used, margins that these respondents cannot have
    CannotWriteError : the new file cannot be written
    """
    chosen = _chosen(project, what)
    questionnaire, wave = chosen.survey.questionnaire, chosen.wave
    design = questionnaire.waves[wave].design or Design()
    path = Path(output)
    if not path.name.endswith(SUFFIXES):
        raise UsageError(f"{path} does not end in .csv or .csv.gz", "name the file to be written")
    if design.replicates is not None and design.replicates.factors != "yes":
        message = f"{questionnaire.survey}@{wave} has replicate weights, which are not raked here"
        raise UsageError(message, "rake before the replicates are made")
    file = find_responses(project, questionnaire.survey, wave)
    if file is None:
        message = f"{questionnaire.survey}@{wave} has no respondents"
        where = f"{DATASETS}/{questionnaire.survey}/{wave}.responses.csv"
        raise UsageError(message, f"they would be in {where}")
    wanted = read_margins(project, Path(margins), questionnaire, wave)
    responses = open_responses(project, file, chosen.survey, wave, wanted.items)
    _keep(path, [Path(margins), *(project.root / name for name in project.inputs)])
    _check(wanted, responses, design)
    from kcli.analysis.weighting import Weights, weigh  # numpy comes with it

    samples = {sample.id: sample for sample in questionnaire.samples(wave)}
    weights, found = weigh(
        responses.coded, samples, wanted.samples, wanted.column, from_one=wanted.from_one
    )
    write_responses(path, responses.with_weights(wanted.column, weights.tolist()))
    askings = {item: questionnaire.asking(item, wave) for item in wanted.items}
    return Result(
        command="weight",
        project=project.name,
        synthetic=questionnaire.synthetic == "yes",
        parameters={
            "what": what,
            "margins": _shown(Path(margins)),
            "output": _shown(path),
            "lang": lang,
        },
        inputs=inputs_of(project),
        records=(
            *(record for each in found for record in each.margins),
            *(each.raking for each in found),
        ),
        notes=tuple(_notes(questionnaire.survey, wave, found, wanted, design)),
        context=Weights(questionnaire.survey, wave, found, askings, lang),
    )


def _shown(path: Path) -> str:
    """A path as it was given; nothing of the machine."""
    return path.name if path.is_absolute() else path.as_posix()


def _chosen(project: Project, what: str) -> Selection:
    chosen = select(project, what)[0]
    survey = chosen.survey.questionnaire.survey
    if chosen.single:
        raise UsageError("a survey is weighted, not one item", f"kcli weight {survey}")
    if chosen.population or chosen.country:
        message = "a whole file is weighted, not one sample of it"
        raise UsageError(message, "the margins of one sample stand under samples")
    return chosen


def _keep(path: Path, read: Sequence[Path]) -> None:
    """Raise UsageError where a file that is read would be written over."""
    if path.exists() and any(other.exists() and path.samefile(other) for other in read):
        message = f"{path} is read, and is not written over"
        raise UsageError(message, "name a new file with --output")


def _check(wanted: MarginsFile, responses: ResponsesFile, design: Design) -> None:
    """Raise InputError where the file cannot take the column, or lacks a sample."""
    faults = []
    column, where = wanted.column, wanted.where_column
    start = design.replicates.columns.removesuffix("*") if design.replicates else None
    replicate = start is not None and column.startswith(start)
    if column != design.weight and (column in responses.taken or replicate):
        message = f"{column!r} is a column already, and not the weight of the design"
        faults.append(Fault("duplicate-column", message, where, hint="name another with column"))
    coded = responses.coded
    there = {coded.samples[place] for place in set(coded.sample.tolist())}
    faults += [
        Fault("unknown-sample", f"no respondent is of sample {name!r}", place, hint="leave it out")
        for name, place in wanted.named.items()
        if name not in there
    ]
    if faults:
        raise InputError(faults)


def _notes(
    survey: str, wave: str, found: Sequence[Weighed], wanted: MarginsFile, design: Design
) -> list[Note]:
    text = (
        "Standard errors take the weights as fixed: of answers that go with the margins they are "
        "too large."
    )
    notes = [Note("weights-fixed", text)]
    for each in found:
        if each.sample.id not in wanted.samples:
            text = f"{each.sample.id} has no margins: its weights are those before, with mean 1."
            notes.append(Note("not-raked", text))
    if wanted.column != design.weight:
        text = (
            f"The questionnaire of {survey} does not name {wanted.column!r} as the weight of wave "
            f"{wave}: its design needs weight: {wanted.column}."
        )
        notes.append(Note("weight-not-named", text))
    return notes
