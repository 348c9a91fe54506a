"""What was published of one item in one sample, as the checks look at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.facts.polytope import Fact
from kcli.model.evidence import Finding
from kcli.model.figures import read_percent
from kcli.model.predicates import PREDICATES, find_predicate
from kcli.model.predicates.figures import Count
from kcli.text.countries import country_name
from kcli.text.sentences import listed

__all__ = ["Figure", "ItemFact", "Published", "everything_published", "figures_by"]

ItemFact = Fact[Place, Reading]


@dataclass(frozen=True, slots=True)
class Figure:
    """A finding that gives an answer's share in a number, and the shares that may stand for it."""

    finding: Finding
    option: str
    value: Fraction
    low: Fraction
    high: Fraction
    text: str
    """As it is printed: ``57.5``, or ``23 of 40``."""

    @property
    def decimals(self) -> int:
        """Those of a printed share; one for a count."""
        value = self.finding.statement.value or ""
        return len(value.removesuffix("%").rstrip().partition(".")[2]) if self.rounded else 1

    @property
    def rounded(self) -> bool:
        """Whether it is a share that was rounded; a count is exact."""
        return self.finding.statement.predicate == "share"


class Published:
    """One item in one sample: its findings, those with a number, and its facts.

    ``facts`` are those that speak of this sample alone; it is ``joined`` where
    others tie it to another sample.
    """

    def __init__(self, evidence: ItemEvidence, place: Place, findings: Sequence[Finding]) -> None:
        self.evidence = evidence
        self.place = place
        self.findings = tuple(findings)
        self.facts: list[ItemFact] = []
        self.joined = False
        self.sample = evidence.samples[place]
        self.scene = evidence.scenes[place]
        self.asking = self.scene.asking
        self.figures = tuple(f for finding in findings if (f := self._figure(finding)) is not None)

    @property
    def name(self) -> str:
        """The item, the sample and the wave, for a message."""
        sample = self.sample
        where = country_name(sample.country) if sample.country else sample.id
        if sample.country not in (None, sample.id):
            where = f"{where} ({sample.id})"
        return f"{sample.survey}.{self.asking.item} in {where} ({sample.wave})"

    @property
    def everyone_answers(self) -> bool:
        """Whether the base of those with an opinion is everyone."""
        complete = self.asking.options_complete != "incomplete"
        return complete and len(self.asking.substantive) == len(self.asking.options)

    def words(self, finding: Finding) -> str:
        """A finding with who says it: ``better a majority (vub, V01.CN)``."""
        scene, statement = self.scene, finding.statement
        words = {*scene.conventions, *scene.own_conventions}
        predicate = find_predicate(statement.predicate, words)
        assert predicate is not None, "findings are checked when they are read"
        said = predicate.words(statement, scene)
        who = f"{finding.respondent}, " if finding.respondent else ""
        return f"{statement.option or ''} {said} ({who}{finding.source}, {finding.id})".strip()

    def told(self, findings: Iterable[Finding]) -> str:
        """Several findings in a row."""
        return listed([self.words(finding) for finding in findings])

    def _figure(self, finding: Finding) -> Figure | None:
        statement = finding.statement
        if statement.option is None or statement.value is None:
            return None
        if statement.predicate == "share":
            printed = read_percent(statement.value)
            text = statement.value.removesuffix("%").rstrip()
            low, high = printed.low, printed.high
            return Figure(finding, statement.option, printed.value, low, high, text)
        predicate = PREDICATES.get(statement.predicate)
        if isinstance(predicate, Count):
            total = predicate.total(statement, self.scene)
            share = Fraction(int(statement.value), total)
            text = f"{statement.value} of {total}"
            return Figure(finding, statement.option, share, share, share, text)
        return None


def everything_published(evidence: ItemEvidence) -> dict[Place, Published]:
    """Every sample of which anything was published, in the order of the questionnaire."""
    findings: dict[Place, list[Finding]] = {}
    for finding in evidence.findings:
        findings.setdefault((finding.wave, finding.sample), []).append(finding)
    found = {
        place: Published(evidence, place, findings[place])
        for place in evidence.samples
        if place in findings
    }
    for fact in evidence.facts:
        touched = fact.touches()
        for place in touched & found.keys():
            if len(touched) == 1:
                found[place].facts.append(fact)
            else:
                found[place].joined = True
    return found


def figures_by(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    """The figures of each source, base by base."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        key = (figure.finding.source, figure.finding.statement.base)
        found.setdefault(key, []).append(figure)
    return found
