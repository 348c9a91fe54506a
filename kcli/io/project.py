"""A project on disk: where it is, which surveys it holds, and what is known of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kcli.errors import Fault, InputError, UsageError, Where, nearest
from kcli.io.findings import look_at_findings
from kcli.io.grammar import read_noun
from kcli.io.how import how
from kcli.io.plain import TextFile, read_text
from kcli.io.references import questionnaire_references
from kcli.io.root import (
    DATASETS,
    QUESTIONNAIRES,
    REPORTS,
    RESERVED,
    SHARED_FILES,
    find_root,
    listed,
    shipped_root,
    survey_names,
)
from kcli.io.yaml_tree import Path as Path_
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.concepts import Concepts, Conventions, Judgement
from kcli.model.evidence import Finding
from kcli.model.questionnaire import Asking, Questionnaire

if TYPE_CHECKING:
    from kcli.cells.coded import Coded
    from kcli.cells.sums import Sums
    from kcli.io.claims import ClaimFile
    from kcli.io.responses.store import Responses

__all__ = [
    "DATASETS",
    "QUESTIONNAIRES",
    "REPORTS",
    "RESERVED",
    "SHARED_FILES",
    "Project",
    "Survey",
    "find_project",
    "listed",
    "shipped_root",
]

RESPONSES = (".responses.csv", ".responses.csv.gz", ".responses.parquet")
DATA_NAMES = ("findings.csv", *RESPONSES)


@dataclass(frozen=True)
class Survey:
    """A questionnaire and the findings about it."""

    questionnaire: Questionnaire
    findings: tuple[Finding, ...]
    tree: Tree = field(repr=False, compare=False)
    """The file of the questionnaire, with the places of its parts."""

    @cached_property
    def by_wave(self) -> Mapping[str, list[Finding]]:
        """The findings of each wave that has any."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.wave, []).append(finding)
        return found

    @cached_property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many findings there are, by item and wave."""
        return Counter((finding.item, finding.wave) for finding in self.findings)

    @cached_property
    def declared(self) -> Mapping[str, Where]:
        """Where the questionnaire declares each item."""
        items = self.questionnaire.items
        return {item: self.tree.where(("items", item), key=True) for item in items}


@dataclass
class Project:
    """A folder with questionnaires/ and datasets/; files are read when they are asked for."""

    root: Path
    name: str
    inputs: dict[str, str] = field(default_factory=dict)
    """sha256 of each file that was read, by its path from the root."""
    open_lists: bool = False
    """Whether assumed lists of answers are read as possibly incomplete."""
    rooted: bool = False
    """Whether paths are printed from the root, so that they are the same wherever one works."""
    _surveys: dict[str, Survey] = field(default_factory=dict)
    _waveless: set[str] = field(default_factory=set)
    _sums: dict[tuple[str, str], Sums] = field(default_factory=dict)

    def with_open_lists(self) -> Project:
        """The same project, read with every assumed list of answers as possibly incomplete."""
        return replace(self, open_lists=True, _surveys={}, _sums={})

    @cached_property
    def survey_ids(self) -> tuple[str, ...]:
        """The surveys of the project, in the order of their names."""
        return survey_names(self.root)

    @cached_property
    def concepts(self) -> Concepts | None:
        """questionnaires/concepts.yaml, if there is one."""
        file = self._yaml("concepts")
        return read_noun(parse_yaml(file), Concepts) if file else None

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Grades of comparability that are set by hand.

        Raises InputError where one is about a survey, item or wave that there is not.
        """
        file = self._yaml("concepts")
        if file is None or self.concepts is None:
            return ()
        tree, faults = parse_yaml(file), []
        for place, judgement in enumerate(self.concepts.comparability):
            for end, name in enumerate(judgement.between):
                problem = self._unasked(name)
                if problem is not None:
                    where = tree.where(("comparability", place, "between", end))
                    faults.append(Fault("unknown-item", problem[0], where, name, problem[1]))
        if faults:
            raise InputError(faults)
        return tuple(self.concepts.comparability)

    def _unasked(self, name: str) -> tuple[str, str | None] | None:
        """Why ``SURVEY.ITEM[@WAVE]`` names nothing, and what was probably meant."""
        survey, _, rest = name.partition(".")
        item, _, wave = rest.partition("@")
        if survey not in self.survey_ids:
            return f"there is no survey {survey!r}", nearest(survey, self.survey_ids)
        questionnaire = self.survey(survey).questionnaire
        if item not in questionnaire.items:
            return f"{survey} has no item {item!r}", nearest(item, questionnaire.items)
        if wave and wave not in questionnaire.waves_of(item):
            asked = ", ".join(questionnaire.waves_of(item))
            return f"{item!r} was not asked in a wave {wave!r}", f"it was asked in {asked}"
        return None

    @cached_property
    def conventions(self) -> Conventions | None:
        """questionnaires/conventions.yaml, if there is one."""
        file = self._yaml("conventions")
        return read_noun(parse_yaml(file), Conventions) if file else None

    def survey(self, name: str) -> Survey:
        """One survey. Raises UsageError for a name nothing bears, InputError for a bad file."""
        self._check_name(name)
        if name not in self._surveys:
            self._surveys[name] = self._read(name)
        return self._surveys[name]

    def questionnaire(self, name: str) -> tuple[Questionnaire, Tree]:
        """The questionnaire of a survey and its file, whatever its findings are; raises alike."""
        self._check_name(name)
        file = self._yaml(name)
        assert file is not None
        tree = parse_yaml(file)
        return read_noun(tree, Questionnaire, questionnaire_references(name, self.concepts)), tree

    def _check_name(self, name: str) -> None:
        if name not in self.survey_ids:
            known = ", ".join(self.survey_ids) or "none"
            hint = nearest(name, self.survey_ids) or f"known: {known}"
            raise UsageError(f"there is no survey {name!r}", hint)

    def surveys(self, names: Iterable[str] | None = None) -> tuple[Survey, ...]:
        """Several surveys, or all; the faults of all their files come together."""
        found: list[Survey] = []
        faults: list[Fault] = []
        for name in self.survey_ids if names is None else names:
            try:
                found.append(self.survey(name))
            except InputError as problem:
                faults += problem.faults
        if faults:
            raise InputError(dict.fromkeys(faults))
        return tuple(found)

    def _read(self, name: str) -> Survey:
        survey, faults = self._look(name)
        if faults:
            raise InputError(faults)
        return survey

    def _look(self, name: str) -> tuple[Survey, list[Fault]]:
        """A survey with the findings that can be read, and the faults of the others.

        Raises InputError where its questionnaire cannot be read.
        """
        questionnaire, tree = self.questionnaire(name)
        if self.open_lists:
            questionnaire = questionnaire.with_open_lists()
        findings: list[Finding] = []
        faults: list[Fault] = []
        for path in self._findings_of(name):
            try:
                csv_file = self._text(path, "csv-bytes")
                found, problems = look_at_findings(csv_file, questionnaire, self.conventions)
                findings += found
                faults += problems
            except InputError as problem:
                faults += problem.faults
        faults += _same_id(findings)
        try:
            faults += self._published_twice(tree, questionnaire)
        except InputError as problem:
            faults += problem.faults
        for path in listed(self.root / DATASETS / name, "*.responses.*"):
            if path.name.partition(".responses.")[0] not in questionnaire.waves:
                self._waveless.add(path.relative_to(self.root).as_posix())
        return Survey(questionnaire, tuple(findings), tree), faults

    def responses(self, survey: Survey, wave: str, items: Iterable[str]) -> Coded | None:
        """The respondents of a wave, with their answers to some items; None without a file.

        Raises InputError with every fault of the file.
        """
        found = self._responses(survey, wave)
        if found is None:
            return None
        waves_of = survey.questionnaire.waves_of
        coded = found.respondents([item for item in items if wave in waves_of(item)])
        self._read_responses(found)
        return coded

    def sums(self, survey: Survey, wave: str, askings: Iterable[Asking]) -> Sums | None:
        """The sums over the respondents of a wave, for some of its items; None without a file.

        What was summed in this run is not summed again. Raises InputError with every fault of
        the file.
        """
        found = self._responses(survey, wave)
        if found is None:
            return None
        from kcli.cells.sums import key_of  # numpy comes with it

        wanted = {key_of(asking): asking for asking in askings}
        place = (survey.questionnaire.survey, wave)
        before = self._sums.get(place)
        missing = [a for key, a in wanted.items() if before is None or key not in before.cells]
        if missing or before is None:
            more = found.sums(missing)
            self._read_responses(found)
            before = more if before is None else before.with_others(more)
            self._sums[place] = before
        return before

    def rows(self, survey: Survey, wave: str) -> Mapping[str, int] | None:
        """How many respondents each sample of a wave has, where that is known at once.

        None without a file, and of a large one that nobody has summed yet. Raises InputError
        with every fault of the file.
        """
        found = self._responses(survey, wave)
        rows = None if found is None else found.rows()
        if found is not None and rows is not None:
            self._read_responses(found)
        return rows

    def known_waves(self, survey: Survey) -> list[str]:
        """The waves of which there are findings or respondents, in their order."""
        name = survey.questionnaire.survey
        given = how().responses
        return [
            wave
            for wave in survey.questionnaire.wave_order
            if wave in survey.by_wave or (name, wave) in given or self._responses_path(name, wave)
        ]

    def check_named(self, responses: Iterable[tuple[str, str]]) -> None:
        """Raise UsageError where files were named for a survey or wave that is not here."""
        for name, wave in responses:
            waves = self.questionnaire(name)[0].waves
            if wave not in waves:
                hint = nearest(wave, waves) or f"waves: {', '.join(waves)}"
                raise UsageError(f"--responses: {name} has no wave {wave!r}", hint)

    def _responses(self, survey: Survey, wave: str) -> Responses | None:
        """The file of a wave's respondents, if there is one."""
        questionnaire = survey.questionnaire
        given = how().responses.get((questionnaire.survey, wave))
        path = Path(given) if given else self._responses_path(questionnaire.survey, wave)
        if path is None:
            return None
        from kcli.io.responses.store import Responses  # numpy comes with it

        return Responses(
            self.root,
            path,
            given or self.shown(path.relative_to(self.root).as_posix()),
            questionnaire,
            wave,
            survey.declared,
            survey.tree.file.sha256,
            keeps=self.name != "shipped",
            given=given,
        )

    def _responses_path(self, survey: str, wave: str) -> Path | None:
        """Where the responses of a wave lie. Raises InputError where there are several files."""
        folder = self.root / DATASETS / survey
        found = [path for end in RESPONSES if _is_there(path := folder / f"{wave}{end}")]
        if len(found) > 1:
            name, other = (self.shown(p.relative_to(self.root).as_posix()) for p in found[:2])
            message = f"the wave {wave!r} has responses in {other}, too"
            raise InputError([Fault("path", message, Where(name), hint="keep one of them")])
        return found[0] if found else None

    def _read_responses(self, read: Responses) -> None:
        inside = read.given is None
        name = read.path.relative_to(self.root).as_posix() if inside else read.name
        self.inputs[name] = read.sha256

    def claims(self, name: str) -> ClaimFile | None:
        """A survey's claims.yaml, if there is one. Raises InputError with every fault of it."""
        file = self._claims_file(name)
        return self._claims(file, name) if file else None

    def _claims_file(self, name: str) -> TextFile | None:
        path = self.root / DATASETS / name / "claims.yaml"
        return self._text(path, "yaml-bytes") if _is_there(path) else None

    def claims_in(self, path: Path) -> ClaimFile:
        """The claims of a file anywhere; it names the survey of each claim, or lies in its folder.

        Raises UsageError where there is no such file, InputError for its faults.
        """
        if not path.is_file():
            raise UsageError(f"there is no file {path}")
        folder = path.resolve().parent
        own = folder.name if folder.parent == (self.root / DATASETS).resolve() else None
        if own is not None:
            file = self._text(folder / path.name, "yaml-bytes")
        else:
            file = read_text(path, str(path), root=folder, limit="yaml-bytes")
            self.inputs[path.name] = file.sha256
        return self._claims(file, own)

    def _claims(self, file: TextFile, name: str | None) -> ClaimFile:
        from kcli.io.claims import read_claims  # few commands read any

        return read_claims(file, self.survey, name, self.conventions)

    def _published_twice(self, tree: Tree, questionnaire: Questionnaire) -> Iterator[Fault]:
        """A fault for every ``same_respondents_as`` that names no wave of this project."""
        for wave, body in questionnaire.waves.items():
            path: Path_ = ("waves", wave)
            named = [(path, body.same_respondents_as)]
            named += [
                ((*path, "samples", name), sample.same_respondents_as)
                for name, sample in body.samples.items()
            ]
            for place, reference in named:
                if reference is None:
                    continue
                survey, _, other = reference.partition("@")
                file = self._yaml(survey) if survey in self.survey_ids else None
                root = parse_yaml(file).root if file else None
                waves = root.get("waves") if isinstance(root, dict) else None
                if not isinstance(waves, dict) or other not in waves:
                    where = tree.where((*place, "same_respondents_as"))
                    message = f"there is no wave {reference!r} in this project"
                    yield Fault("unknown-wave", message, where)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The strays, and the responses of waves that no questionnaire read so far has."""
        return tuple(sorted({*self.strays, *self._waveless}))

    @cached_property
    def strays(self) -> tuple[str, ...]:
        """Files and folders that look like data and that kcli passes over, by their paths."""
        folder = self.root / DATASETS
        known = {*self.survey_ids, REPORTS}
        found = [p for p in listed(folder) if p.is_dir() and p.name not in known]
        data = (".csv", ".parquet")
        found += [
            p for p in listed(folder) if p.is_file() and any(end in p.name.lower() for end in data)
        ]
        found += [
            path
            for survey in self.survey_ids
            for path in listed(folder / survey)
            if ".csv" in path.name.lower() and not path.name.endswith(DATA_NAMES)
        ]
        found += listed(self.root / QUESTIONNAIRES, "*.yml")
        found += [
            path
            for inner in listed(self.root / QUESTIONNAIRES)
            if inner.is_dir()
            for path in listed(inner, "*.yaml")
        ]
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in found))

    def _findings_of(self, name: str) -> list[Path]:
        folder = self.root / DATASETS / name
        if not folder.is_dir():
            return []
        names = ("findings.csv", ".findings.csv")
        return sorted(
            p for p in folder.iterdir() if p.name == names[0] or p.name.endswith(names[1])
        )

    def _yaml(self, stem: str) -> TextFile | None:
        path = self.root / QUESTIONNAIRES / f"{stem}.yaml"
        return self._text(path, "yaml-bytes") if _is_there(path) else None

    def _text(self, path: Path, limit: str) -> TextFile:
        name = path.relative_to(self.root).as_posix()
        file = read_text(path, self.shown(name), root=self.root, limit=limit)
        self.inputs[name] = file.sha256
        return file

    def shown(self, name: str) -> str:
        """The path to print: from the working directory where that is inside the project."""
        if self.rooted:
            return name
        try:
            return (self.root / name).relative_to(Path.cwd()).as_posix()
        except ValueError:
            return name if self.name == "shipped" else os.path.relpath(self.root / name)
        except OSError:  # the working directory is gone
            return name if self.name == "shipped" else str(self.root / name)


def _is_there(path: Path) -> bool:
    """Whether there is a file, or a link that leads nowhere. Raises OSError where none can tell."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def find_project(named: str | None = None) -> Project:
    """The project to work in.

    ``named`` (or the variable KCLI_PROJECT) is a folder, or ``shipped``.
    Otherwise the working directory and the folders above it are searched for
    one that holds questionnaires/; outside any, the shipped surveys are used.
    """
    return Project(*find_root(named))


def _same_id(findings: list[Finding]) -> list[Fault]:
    seen: dict[str, Where] = {}
    faults = []
    for finding in findings:
        if finding.id in seen and seen[finding.id].path != finding.where.path:
            message = f"the id {finding.id!r} stands in {seen[finding.id]} already"
            faults.append(Fault("duplicate-id", message, finding.where))
        seen.setdefault(finding.id, finding.where)
    return faults
