"""``kcli import``: a foreign file made a questionnaire and responses of kcli."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kcli.errors import UsageError
from kcli.io import editors
from kcli.io.grammar import read_noun
from kcli.io.importing.names import slug
from kcli.io.importing.opening import read_foreign
from kcli.io.importing.plan import planned
from kcli.io.importing.planned import Plan, PlannedItem, Wishes
from kcli.io.importing.writing import questionnaire_text, responses_text
from kcli.io.plain import TextFile
from kcli.io.project import DATASETS, QUESTIONNAIRES, RESERVED, find_project
from kcli.io.references import questionnaire_references
from kcli.io.write import is_leftover, make_folder, write_together
from kcli.io.yaml_tree import parse_yaml
from kcli.model.fields import LANGUAGE_PATTERN, is_id, said
from kcli.model.import_records import ImportRecord, UnmappedRecord
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Input, Note, Result

__all__ = ["Imported", "import_"]


@dataclass(frozen=True)
class Imported:
    """What was made of a file, for the page."""

    plan: Plan
    questionnaire: str
    responses: str | None


def import_(
    file: str | Path,
    *,
    name: str | None = None,
    to: str | Path | None = None,
    wave: str | None = None,
    country: str | None = None,
    country_column: str | None = None,
    weight: str | None = None,
    respondent: str | None = None,
    stratum: str | None = None,
    psu: str | None = None,
    answers: Sequence[str] = (),
    leave: Sequence[str] = (),
    empty_missing: bool = False,
    format: str | None = None,
    encoding: str | None = None,
    data: str | Path | None = None,
    lang: str = "und",
    force: bool = False,
) -> Result:
    """Read a file of SPSS, Stata or a survey tool; write a questionnaire and its responses.

    Parameters
    ----------
    file : the foreign file
    name : what the survey is called; as the file where left out
    to : the folder to write to; the project's, or the working directory, where left out
    wave : its id; a year in the name of the file, or 1, where left out
    country : the country of all respondents
    country_column : the variable that names each one's country
    weight, respondent, stratum, psu : variables of the design; ``none`` for no weight or id
    answers : variables whose values are answers, whatever they look like
    leave : variables that are left out
    empty_missing : leave what the file declares missing empty, instead of keeping it as answers
    format : one of ``kcli.io.importing.opening.FORMATS``; as the file looks where left out
    encoding : of its letters, where the file does not say
    data : the respondents of an XLSForm or of Triple-S
    lang : the language of its labels
    force : replace what is there already

    Returns
    -------
    Result
        ``imported`` records, and one ``unmapped`` for each variable that was left out.

    Raises
    ------
    UsageError : names that are not in the file, no country, a survey in the way
    InputError : a file that cannot be read as what it seems to be
    CannotWriteError : a folder that cannot be written to
    """
    path = Path(file)
    survey = name or slug(path.name.partition(".")[0]) or "imported"
    _check_names(survey, wave, lang)
    folder = _folder(to)
    described = read_foreign(
        path, format=format, encoding=encoding, data=Path(data) if data is not None else None
    )
    wishes = Wishes(
        name=survey,
        wave=wave,
        country=country,
        country_column=country_column,
        weight=weight,
        respondent=respondent,
        stratum=stratum,
        psu=psu,
        answers=tuple(answers),
        leave=tuple(leave),
        empty_missing=empty_missing,
        language=lang,
    )
    plan = planned(described, wishes, path.name, path.stem)
    questionnaire = f"{QUESTIONNAIRES}/{survey}.yaml"
    responses = f"{DATASETS}/{survey}/{plan.wave}.responses.csv" if plan.rows else None
    _keep(folder, survey, questionnaire, force=force)
    if responses is not None:
        _refuse_other_form(folder, responses)
    files = {folder / questionnaire: _checked(plan, folder, questionnaire)}
    if responses is not None:
        files[folder / responses] = responses_text(plan)
    for target in files:
        make_folder(target.parent)
    write_together(files)
    made = " and ".join(filter(None, (questionnaire, responses)))
    read = [path, *([Path(data)] if data is not None else [])]
    return Result(
        command="import",
        project="none",
        parameters={
            "file": path.name,
            "survey": survey,
            "wave": plan.wave,
            "format": plan.format,
            "weight": _column(plan, "weight"),
            "lang": lang,
        },
        inputs=tuple(Input(each.name, _sha256(each)) for each in read),
        records=(*_imported(plan), *_unmapped(plan)),
        notes=(*plan.notes, Note("written", f"Written: {made}.")),
        context=Imported(plan, questionnaire, responses),
    )


def _check_names(survey: str, wave: str | None, lang: str) -> None:
    """Raise UsageError for names that no file of kcli could have."""
    for what, text in (("survey", survey), ("wave", wave or "1")):
        if not is_id(text) or (what == "survey" and text in RESERVED):
            hint = "letters a-z, digits, - and _"
            raise UsageError(f"{text!r} cannot be the name of a {what}", hint)
    if not re.match(LANGUAGE_PATTERN, lang):
        raise UsageError(f"{lang!r} is no language", "such as en, ko, pt-BR")


def _folder(to: str | Path | None) -> Path:
    """Where the files belong: as said, else the project around, else here."""
    if to is not None:
        return Path(to)
    project = find_project(None)
    return Path() if project.name == "shipped" else project.root


def _keep(folder: Path, survey: str, questionnaire: str, *, force: bool) -> None:
    """Raise UsageError where something of that name is there already."""
    beside = folder / DATASETS / survey
    there = [path for path in beside.glob("*") if not is_leftover(path)]
    if force or not ((folder / questionnaire).exists() or there):
        return
    what = questionnaire if (folder / questionnaire).exists() else f"{DATASETS}/{survey}/"
    raise UsageError(f"{what} is there already", "another name with --as, or --force to replace it")


def _refuse_other_form(folder: Path, responses: str) -> None:
    """Raise UsageError where the wave has responses in another form, which would stay there."""
    path = folder / responses
    start = path.name.removesuffix("csv")
    for other in path.parent.glob("*"):
        if other.name.startswith(start) and other != path and not is_leftover(other):
            name = f"{path.parent.relative_to(folder).as_posix()}/{other.name}"
            raise UsageError(f"{name} has responses of that wave, too", "remove it first")


def _checked(plan: Plan, folder: Path, path: str) -> str:
    """The text of the questionnaire. Raises InputError where kcli would not read it."""
    schema = folder / editors.FOLDER / "questionnaire.json"
    first = f"{editors.line('questionnaire')}\n" if schema.is_file() else ""
    text = questionnaire_text(plan, first)
    tree = parse_yaml(TextFile(path, text, ""))
    read_noun(tree, Questionnaire, questionnaire_references(plan.survey, None))
    return text


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _column(plan: Plan, part: str) -> str | None:
    found = plan.design.columns.get(part)
    return found[0] if found else None


def _imported(plan: Plan) -> Iterator[ImportRecord]:
    for part, (variable, column, cells) in plan.design.columns.items():
        confirm = plan.design.confirm.get(part)
        yield ImportRecord(
            survey=plan.survey,
            wave=plan.wave,
            variable=variable,
            role=part,
            name=column,
            label=None,
            several=None,
            options=None,
            answered=sum(map(bool, cells)),
            confirm=(confirm,) if confirm else (),
        )
    if plan.design.proposed_weight is not None:
        variable, column, cells = plan.design.proposed_weight
        yield ImportRecord(
            survey=plan.survey,
            wave=plan.wave,
            variable=variable,
            role="proposed_weight",
            name=column,
            label=None,
            several=None,
            options=None,
            answered=len(cells),
            confirm=("looks like a weight, and is not used: --weight takes it",),
        )
    for item in plan.items:
        yield _item(plan, item)


def _item(plan: Plan, item: PlannedItem) -> ImportRecord:
    return ImportRecord(
        survey=plan.survey,
        wave=plan.wave,
        variable=item.source,
        role="item",
        name=item.id,
        label=said(item.text) or None,
        several=item.several,
        options=len(item.options),
        answered=item.answered if plan.rows else None,
        confirm=item.confirm,
    )


def _unmapped(plan: Plan) -> Iterator[UnmappedRecord]:
    for left in plan.left:
        yield UnmappedRecord(
            survey=plan.survey,
            wave=plan.wave,
            variable=left.name,
            label=left.label or None,
            reason=left.reason,
            hint=left.hint or None,
        )
