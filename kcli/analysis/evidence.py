"""The published facts of one item, as polytopes, with who says them and what they assume."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from kcli.errors import Fault, InputError, Where
from kcli.facts.polytope import Bounds, Fact, Polytope
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.predicates import Assumption, Inequality, Scene, Term, find_predicate
from kcli.model.predicates.base import at_least, at_most
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.scenes import scene_of
from kcli.model.survey import Base

__all__ = ["ItemEvidence", "Place", "Reading"]

Place = tuple[str, str]  # wave, sample


@dataclass(frozen=True)
class Reading:
    """A finding with what it was read against; the label of a fact."""

    finding: Finding
    assumptions: tuple[Assumption, ...]

    def __hash__(self) -> int:
        return hash((self.finding.survey, self.finding.id))


class ItemEvidence:
    """Everything published about one item of one survey, in all its waves and samples.

    Parameters
    ----------
    questionnaire, conventions : what the words and options mean
    item : the item's id
    findings : findings of the survey; those of other items are passed over
    base : the base whose shares are asked about
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        item: str,
        findings: Iterable[Finding],
        conventions: Conventions | None,
        base: Base = "all",
    ) -> None:
        self.questionnaire = questionnaire
        self.conventions = conventions
        self.item = item
        self.base = base
        self.findings = tuple(f for f in findings if f.item == item)
        self._polytopes: dict[tuple[frozenset[Place], bool], Polytope[Place, Reading]] = {}

    @cached_property
    def samples(self) -> dict[Place, SampleView]:
        """Every sample that was asked the item."""
        return {
            (wave, sample.id): sample
            for wave in self.questionnaire.waves_of(self.item)
            for sample in self.questionnaire.samples(wave)
        }

    @cached_property
    def scenes(self) -> Mapping[Place, Scene]:
        """What statements about each sample are read against."""
        return _Scenes(self)

    @cached_property
    def _said(self) -> dict[Place, tuple[Finding, ...]]:
        said: dict[Place, list[Finding]] = {}
        for finding in self.findings:
            said.setdefault((finding.wave, finding.sample), []).append(finding)
        return {place: tuple(found) for place, found in said.items()}

    def asking(self, place: Place) -> Asking:
        """The item as it was asked in a sample's wave."""
        return self.scenes[place].asking

    def of(self, place: Place) -> tuple[Finding, ...]:
        """The findings about one sample."""
        return self._said.get(place, ())

    def facts_about(self, place: Place) -> tuple[Fact[Place, Reading], ...]:
        """The facts that speak of one sample and no other."""
        return tuple(fact for fact in self.facts if fact.touches() == {place})

    def reported(self, place: Place) -> bool:
        """Whether anything that bears on the shares was published about a sample."""
        return any(place in fact.touches() for fact in self.facts)

    def clash(self, place: Place) -> tuple[Finding, ...]:
        """The smallest set of findings that cannot all be true, if there is one."""
        polytope = self.polytope(place)
        if polytope.empty_base:
            return ()
        return tuple(reading.finding for reading in polytope.conflict)

    def polytope(self, place: Place, *, open_list: bool = False) -> Polytope[Place, Reading]:
        """The polytope that a sample's shares lie in, with all samples that facts tie to it.

        ``open_list`` takes every assumed option list as possibly incomplete.
        """
        group = next(group for group in self._groups if place in group)
        key = (group, open_list)
        if key not in self._polytopes:
            askings = {
                member: self._opened(self.asking(member)) if open_list else self.asking(member)
                for member in sorted(group)
            }
            facts = [fact for fact in self.facts if fact.touches() & group]
            self._polytopes[key] = Polytope(askings, facts, self.base)
        return self._polytopes[key]

    def resolver(self, place: Place, where: Where) -> Callable[[Term], Place]:
        """From a term of a statement about one sample, at ``where``, to the sample it speaks of."""
        return _Resolver(self, place, where)

    def together(self, places: Iterable[Place]) -> Polytope[Place, Reading]:
        """The polytope of several samples and of all that facts tie to them."""
        wanted = frozenset(places)
        group = frozenset[Place]().union(*(g for g in self._groups if g & wanted))
        key = (group, False)
        if key not in self._polytopes:
            askings = {member: self.asking(member) for member in sorted(group)}
            facts = [fact for fact in self.facts if fact.touches() & group]
            self._polytopes[key] = Polytope(askings, facts, self.base)
        return self._polytopes[key]

    def bounds(
        self, place: Place, target: dict[str, Fraction], *, open_list: bool = False
    ) -> Bounds[Reading]:
        """The range of a combination of one sample's shares."""
        polytope = self.polytope(place, open_list=open_list)
        return polytope.bounds({(place, name): value for name, value in target.items()})

    def gap(self, first: Place, second: Place, name: str) -> Bounds[Reading]:
        """The range of the first sample's share of an option minus the second's."""
        together = self.polytope(first)
        one = Fraction(1)
        if together is self.polytope(second):
            return together.bounds({(first, name): one, (second, name): -one})
        return self.bounds(first, {name: one}).minus(self.bounds(second, {name: one}))

    def usable(self, place: Place) -> bool:
        """Whether the shares of a sample have bounds: no clash, and somebody in the base."""
        return not self.polytope(place).conflict

    def assumptions(self, place: Place, bounds: Bounds[Reading]) -> tuple[Assumption, ...]:
        """What the ends of a range lean on, in the order of their codes."""
        found = {
            assumption
            for reading in bounds.low_facts | bounds.high_facts
            for assumption in reading.assumptions
        }
        sample, asking = self.samples[place], self.asking(place)
        choice = sample.published_base
        if len(asking.substantive) < len(asking.options) or asking.options_complete == "incomplete":
            if choice.status == "assumed":
                meant = "everyone asked" if choice.base == "all" else "those with an opinion"
                text = f"No source names the base; shares are read as shares of {meant}."
                found.add(Assumption("base-assumed", text))
            elif choice.base == "unknown":
                text = "No source names the base; the bounds hold whichever it was."
                found.add(Assumption("base-unknown", text))
        return tuple(sorted(found))

    def leans_on_list(self, place: Place, target: dict[str, Fraction]) -> bool:
        """Whether a range would be wider if the assumed option list were incomplete."""
        if self.asking(place).options_complete != "assumed":
            return False
        closed = self.bounds(place, target)
        opened = self.bounds(place, target, open_list=True)
        return (closed.low, closed.high) != (opened.low, opened.high)

    # -- facts -------------------------------------------------------------

    @cached_property
    def _groups(self) -> tuple[frozenset[Place], ...]:
        """Samples that facts tie to one another, transitively."""
        groups: list[frozenset[Place]] = [frozenset([place]) for place in self.samples]
        for fact in self.facts:
            touched = fact.touches()
            if len(touched) > 1:
                joined = [group for group in groups if group & touched]
                groups = [group for group in groups if not group & touched]
                groups.append(frozenset().union(*joined))
        return tuple(groups)

    @cached_property
    def facts(self) -> tuple[Fact[Place, Reading], ...]:
        """All facts of the item, sample by sample, in the order of their files."""
        facts: list[Fact[Place, Reading]] = []
        for place in self.samples:
            findings = self.of(place)
            if not findings:
                continue
            answers = [f for f in findings if f.statement.predicate == "answer"]
            facts += self._answers(place, answers)
            for finding in findings:
                facts += self._fact(place, finding)
            facts += self._pooled(place)
        return tuple(facts)

    def _fact(self, place: Place, finding: Finding) -> Iterator[Fact[Place, Reading]]:
        scene, statement = self.scenes[place], finding.statement
        predicate = find_predicate(
            statement.predicate, {*scene.conventions, *scene.own_conventions}
        )
        assert predicate is not None, "findings are checked when they are read"
        rows = predicate.inequalities(statement, scene)
        reading = Reading(finding, predicate.assumptions(statement, scene))
        blocks = self._resolver(place, finding)
        if rows:
            base = scene.asking.base_of(statement.base, statement.option, statement.other)
            yield Fact(reading, rows, base, blocks)
        known_base = self._answered(place, statement)
        if known_base:
            yield Fact(reading, known_base, "all", blocks)

    def asked(self, place: Place) -> int | None:
        """How many a question was put to: as a fact on that base says, else the whole sample.

        None where only some were asked, and no fact says how many. Of several
        numbers the least, so that nothing is more certain than any of them allows.
        """
        stated = [f.statement.base_n for f in self.of(place) if f.statement.base == "all"]
        sizes = [size for size in stated if size]
        if sizes:
            return min(sizes)
        return self.samples[place].size if self.asking(place).asked is None else None

    def _answered(self, place: Place, statement: Statement) -> tuple[Inequality, ...]:
        """``base_n`` of n answered: as much as a statement on a narrower base says of it."""
        sample, asking = self.samples[place], self.asking(place)
        if (
            statement.base != "substantive"
            or statement.base_n is None
            or sample.n is None
            or sample.weighted != "no"
            or asking.type != "single"
            or asking.options_complete == "incomplete"
            or len(asking.substantive) == len(asking.options)
        ):
            return ()
        asked = self.asked(place)
        if asked is None or asked < statement.base_n:
            return ()
        return _total(asking.substantive, Fraction(statement.base_n, asked))

    def _answers(self, place: Place, answers: Sequence[Finding]) -> Iterator[Fact[Place, Reading]]:
        """The answers of named respondents, counted: one person, one vote."""
        people = {finding.respondent for finding in answers}
        for option in dict.fromkeys(finding.statement.option for finding in answers):
            theirs = [f for f in answers if f.statement.option == option]
            share = Fraction(len({f.respondent for f in theirs}), len(people))
            rows = (at_least(str(option), share), at_most(str(option), share))
            reading = Reading(theirs[0], ())
            yield Fact(reading, rows, "all", self._resolver(place, theirs[0]))

    def _pooled(self, place: Place) -> Iterator[Fact[Place, Reading]]:
        """A pooled sample is its countries together, where a rule says how."""
        wave, _ = place
        rule = self.questionnaire.waves[wave].pooled_rule
        sample, findings = self.samples[place], self.of(place)
        if rule is None or not sample.countries:
            return
        members = {
            other.country: other
            for other in self.questionnaire.samples(wave)
            if other.country in sample.countries
        }
        if set(members) != set(sample.countries):
            return
        weights = {
            c: Fraction(1) if rule == "equal" else Fraction(m.n or 0) for c, m in members.items()
        }
        total = sum(weights.values())
        if not total or not all(weights.values()):
            return
        text = f"A pooled figure is read as the mean of its countries, weighted by {rule}."
        for option in self.asking(place).options:
            parts = [(Term(option), Fraction(1))]
            parts += [(Term(option, country), -w / total) for country, w in weights.items()]
            negative = tuple((term, -value) for term, value in parts)
            rows = (
                Inequality(tuple(parts), Fraction(0), strict=False),
                Inequality(negative, Fraction(0), strict=False),
            )
            named = next((f for f in findings if f.statement.option == option), findings[0])
            reading = Reading(named, (Assumption("pooled-rule", text),))
            yield Fact(reading, rows, "all", self._resolver(place, named))

    def _resolver(self, place: Place, finding: Finding) -> _Resolver:
        return _Resolver(self, place, finding.where)

    @staticmethod
    def _opened(asking: Asking) -> Asking:
        if asking.options_complete != "assumed":
            return asking
        return replace(asking, options_complete="incomplete")


class _Scenes(dict[Place, Scene]):
    """The scenes of an item's samples, each put together where it is looked at."""

    def __init__(self, evidence: ItemEvidence) -> None:
        super().__init__()
        self._evidence = evidence

    def __missing__(self, place: Place) -> Scene:
        found, sample = self._evidence, self._evidence.samples[place]
        self[place] = scene_of(found.questionnaire, found.item, place[0], sample, found.conventions)
        return self[place]


@dataclass(frozen=True)
class _Resolver:
    """From a term of a finding to the sample it speaks of."""

    evidence: ItemEvidence
    place: Place
    where: Where

    def __call__(self, term: Term) -> Place:
        if term.country is None and term.wave is None:
            return self.place
        own = self.evidence.samples[self.place]
        wave = term.wave or own.wave
        country = term.country or own.country
        for place, sample in self.evidence.samples.items():
            alike = sample.country == country and sample.population == own.population
            if sample.wave == wave and alike:
                if not self._has(place, term.option):
                    break
                return place
        message = f"nothing to compare with: {term.option!r} in {country} in wave {wave!r}"
        raise InputError([Fault("unknown-sample", message, self.where)])

    def _has(self, place: Place, option: str) -> bool:
        asking = self.evidence.asking(place)
        return option in asking.options or option in asking.nets


def _total(options: Iterable[str], share: Fraction) -> tuple[Inequality, ...]:
    terms = tuple((Term(option), Fraction(1)) for option in options)
    negative = tuple((term, -value) for term, value in terms)
    return (
        Inequality(terms, share, strict=False),
        Inequality(negative, -share, strict=False),
    )
