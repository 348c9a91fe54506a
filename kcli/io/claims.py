"""``claims.yaml``: published sentences, every name in them checked against the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kcli.errors import Fault, InputError, UsageError, Where, nearest
from kcli.io.findings import predicate_hint
from kcli.io.grammar import read_noun
from kcli.io.plain import TextFile
from kcli.io.yaml_tree import Path, Tree, parse_yaml
from kcli.model.claims import Acknowledged, Claim, Claims, read_says
from kcli.model.concepts import Conventions
from kcli.model.evidence import Statement
from kcli.model.fields import said
from kcli.model.predicates import Predicate, find_predicate
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.scenes import scene_of

if TYPE_CHECKING:
    from kcli.io.project import Survey

__all__ = [
    "AcknowledgedFault",
    "ClaimFile",
    "ReadClaim",
    "SampleClaim",
    "read_acknowledged",
    "read_claims",
]


@dataclass(frozen=True)
class SampleClaim:
    """What a claim says of one sample; all statements must hold."""

    sample: SampleView
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class ReadClaim:
    """A claim with its survey, where it stands, and what it says of each sample it is about.

    ``samples`` is empty for a claim about something that nobody was asked.
    """

    claim: Claim
    survey: Survey
    where: Where
    samples: tuple[SampleClaim, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class AcknowledgedFault:
    """A fault that may stay, and where that is written."""

    code: str
    place: str
    reason: str
    where: Where


@dataclass(frozen=True)
class ClaimFile:
    """One claims.yaml."""

    path: str
    claims: tuple[ReadClaim, ...]
    acknowledged: tuple[AcknowledgedFault, ...]


def read_claims(
    file: TextFile,
    survey_of: Callable[[str], Survey],
    own: str | None,
    conventions: Conventions | None,
) -> ClaimFile:
    """The claims of a file. Raises InputError with every fault found.

    Parameters
    ----------
    survey_of : the survey of an id; raises UsageError for another
    own : the survey of claims that name none
    """
    tree = parse_yaml(file)
    body = read_noun(tree, Claims)
    faults: list[Fault] = []
    found: list[ReadClaim] = []
    seen: dict[str, Where] = {}
    for place, claim in enumerate(body.claims):
        where = tree.where(("claims", place))
        path: Path = ("claims", place)
        if claim.id in seen:
            message = f"the id {claim.id!r} stands in line {seen[claim.id].line} already"
            faults.append(Fault("duplicate-id", message, tree.where((*path, "id"))))
        seen.setdefault(claim.id, where)
        name = claim.survey or own
        if name is None:
            message = "the claim needs a survey: this file is in no survey's folder"
            faults.append(Fault("missing-key", message, where))
            continue
        try:
            survey = survey_of(name)
        except UsageError as problem:
            at = tree.where((*path, "survey")) if claim.survey else where
            faults.append(Fault("unknown-survey", problem.message, at, name, problem.hint))
            continue
        reader = _Reader(tree, path, claim, survey.questionnaire, conventions)
        problems = list(reader.faults())
        if problems:
            faults += problems
        else:
            found.append(reader.read(survey, where))
    if faults:
        raise InputError(faults)
    return ClaimFile(file.name, tuple(found), _acknowledged(tree, body.acknowledged))


def read_acknowledged(file: TextFile) -> tuple[AcknowledgedFault, ...]:
    """What a file accepts, whatever its claims name. Raises InputError for faults of grammar."""
    tree = parse_yaml(file)
    return _acknowledged(tree, read_noun(tree, Claims).acknowledged)


def _acknowledged(tree: Tree, entries: Sequence[Acknowledged]) -> tuple[AcknowledgedFault, ...]:
    return tuple(
        AcknowledgedFault(
            entry.code, entry.place, said(entry.reason), tree.where(("acknowledged", place))
        )
        for place, entry in enumerate(entries)
    )


@dataclass(frozen=True)
class _Reader:
    """One claim against its questionnaire."""

    tree: Tree
    path: Path
    claim: Claim
    questionnaire: Questionnaire
    conventions: Conventions | None

    def read(self, survey: Survey, where: Where) -> ReadClaim:
        """The claim, once it has no fault."""
        statements = tuple(s for says in self.claim.says for s in read_says(says))
        samples: tuple[SampleClaim, ...] = ()
        if self.claim.item is not None:
            samples = tuple(SampleClaim(s, self._statements(s)) for s in self._samples())
        return ReadClaim(self.claim, survey, where, samples, statements)

    def faults(self) -> Iterator[Fault]:
        """Names that nothing bears; then statements that cannot be read."""
        names = list(self._names())
        yield from names
        yield from self._says(check_options=not names)

    def _names(self) -> Iterator[Fault]:
        claim, survey = self.claim, self.questionnaire
        yield from self._unknown("source", claim.source, survey.sources)
        yield from self._unknown("wave", claim.wave, survey.waves)
        if claim.item is not None:
            yield from self._unknown("item", claim.item, survey.items)
            if claim.item in survey.items and claim.wave in survey.waves:
                waves = survey.waves_of(claim.item)
                if claim.wave not in waves:
                    message = f"{claim.item!r} was not asked in wave {claim.wave!r}"
                    hint = f"it was asked in {', '.join(waves)}"
                    yield Fault("not-asked", message, self._where("item"), None, hint)
        if claim.wave not in survey.waves:
            return
        samples = survey.samples(claim.wave)
        kinds = {sample.population for sample in samples}
        if claim.population is not None:
            yield from self._unknown("population", claim.population, dict.fromkeys(kinds))
        countries = {sample.country for sample in samples if sample.country}
        for place, country in enumerate(claim.countries or ()):
            if country not in countries:
                where = self.tree.where((*self.path, "countries", place))
                hint = nearest(country, countries) or f"asked: {', '.join(sorted(countries))}"
                message = f"wave {claim.wave!r} has no sample of {country!r}"
                yield Fault("unknown-sample", message, where, None, hint)

    def _unknown(self, key: str, name: str, known: Mapping[str, object]) -> Iterator[Fault]:
        if name not in known:
            hint = nearest(name, known) or f"known: {', '.join(known) or 'none'}"
            yield Fault(
                f"unknown-{key}", f"there is no {key} {name!r}", self._where(key), None, hint
            )

    def _where(self, key: str) -> Where:
        return self.tree.where((*self.path, key))

    def _says(self, *, check_options: bool) -> Iterator[Fault]:
        for place, says in enumerate(self.claim.says):
            where = self.tree.where((*self.path, "says", place))
            try:
                statements = read_says(says)
            except ValueError as problem:
                yield Fault("bad-value", str(problem), where)
                continue
            for statement in statements:
                yield from self._statement(statement, where, check_options=check_options)

    def _statement(
        self, statement: Statement, where: Where, *, check_options: bool
    ) -> Iterator[Fault]:
        words = {**self._words(), **self.questionnaire.conventions}
        predicate = find_predicate(statement.predicate, words)
        if predicate is None:
            hint = predicate_hint(statement.predicate, words)
            message = f"there is no predicate {statement.predicate!r}"
            yield Fault("unknown-predicate", message, where, None, hint)
            return
        if statement.predicate == "loose":
            return
        if self.claim.item is None:
            message = "a claim without an item can only be loose: nobody was asked about it"
            yield Fault("missing-key", message, where, None, "name its item, or say {loose: ...}")
            return
        if not check_options:
            return
        asking = self.questionnaire.asking(self.claim.item, self.claim.wave)
        known_options = {**asking.options, **asking.nets}
        for name in filter(None, (statement.option, statement.other)):
            if name not in known_options:
                hint = nearest(name, known_options) or f"known: {', '.join(known_options)}"
                yield Fault("unknown-option", f"there is no option {name!r}", where, None, hint)
                return
        faults = [*self._taken(statement, predicate, where)]
        yield from faults
        if faults:
            return
        yield from self._other_side(statement, where)
        yield from self._readable(statement, predicate, where)

    def _taken(self, statement: Statement, predicate: Predicate, where: Where) -> Iterator[Fault]:
        """Parts of a statement that its predicate has no use for."""
        if statement.predicate == "answer":
            message = "an answer is a finding of one person; a claim counts: {count: {option: 2}}"
            yield Fault("bad-value", message, where)
        for part in ("other", "country", "since", "value"):
            used = part in predicate.needs | predicate.allows
            if getattr(statement, part) is not None and not used:
                yield Fault("bad-value", f"{statement.predicate!r} takes no {part}", where)

    def _readable(
        self, statement: Statement, predicate: Predicate, where: Where
    ) -> Iterator[Fault]:
        """Whether the statement can be read of every sample it is about."""
        assert self.claim.item is not None
        samples = self._samples()
        if not samples:
            message = "no sample is of these countries and this population"
            yield Fault("unknown-sample", message, where)
        told: set[str] = set()
        for sample in samples:
            scene = scene_of(
                self.questionnaire, self.claim.item, self.claim.wave, sample, self.conventions
            )
            base = statement.base if self._names_base(statement) else sample.published_base.base
            names = filter(None, (statement.option, statement.other))
            outside = next((name for name in names if not scene.asking.parts(name, base)), None)
            problem = None
            if outside is not None:
                problem = f"{outside!r} is not in the substantive base"
            else:
                try:
                    predicate.inequalities(replace(statement, base=base), scene)
                except ValueError as unreadable:
                    problem = str(unreadable)
            if problem is not None and problem not in told:
                told.add(problem)
                yield Fault("bad-value", problem, where)

    def _names_base(self, statement: Statement) -> bool:
        """Whether the claim itself says which base a statement is of."""
        return any(
            isinstance(body, dict) and "base" in body and statement in read_says({name: body})
            for says in self.claim.says
            for name, body in says.items()
        )

    def _other_side(self, statement: Statement, where: Where) -> Iterator[Fault]:
        """The country or wave that a share is compared with."""
        assert self.claim.item is not None
        waves = self.questionnaire.waves_of(self.claim.item)
        if statement.since is not None and statement.since not in waves:
            hint = f"it was asked in {', '.join(waves)}"
            message = f"{self.claim.item!r} has no wave {statement.since!r}"
            yield Fault("unknown-wave", message, where, None, hint)
        elif statement.since is not None and (
            waves.index(statement.since) >= waves.index(self.claim.wave)
            if statement.predicate in ("increase", "decrease")
            else statement.since == self.claim.wave and statement.country is None
        ):
            message = f"{statement.since!r} is not an earlier wave than {self.claim.wave!r}"
            yield Fault("bad-value", message, where)
        elif statement.country is not None:
            there = self.questionnaire.samples(statement.since or self.claim.wave)
            known = sorted({sample.country for sample in there if sample.country})
            if statement.country not in known:
                message = f"there is no sample of {statement.country!r}"
                codes = f"asked, by their codes: {', '.join(known)}"
                hint = nearest(statement.country, known) or codes
                yield Fault("unknown-sample", message, where, None, hint)

    def _words(self) -> Mapping[str, object]:
        return self.conventions.conventions if self.conventions else {}

    def _samples(self) -> Sequence[SampleView]:
        """The samples that are meant: those of the countries, or all of the wave."""
        claim = self.claim
        return [
            sample
            for sample in self.questionnaire.samples(claim.wave)
            if claim.population in (None, sample.population)
            and (sample.country in claim.countries if claim.countries else True)
        ]

    def _statements(self, sample: SampleView) -> tuple[Statement, ...]:
        """What is said of a sample: of its published base, where no other is named."""
        found = []
        asking = None
        if self.claim.item is not None:
            asking = self.questionnaire.asking(self.claim.item, self.claim.wave)
        for says in self.claim.says:
            (body,) = says.values()
            named = isinstance(body, dict) and "base" in body
            for statement in read_says(says):
                base = statement.base if named else sample.published_base.base
                if asking is not None:
                    base = asking.base_of(base, statement.option, statement.other)
                found.append(replace(statement, base=base))
        return tuple(found)
