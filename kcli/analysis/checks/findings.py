"""The findings of one item against themselves, sample by sample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcli.analysis.checks.bases import check_bases
from kcli.analysis.checks.clashes import check_clashes, check_pairs
from kcli.analysis.checks.counts import check_counts
from kcli.analysis.checks.flaw import Flaw
from kcli.analysis.checks.pooled import check_pooled, check_pooled_sizes
from kcli.analysis.checks.published import everything_published
from kcli.analysis.checks.repeats import check_repeats
from kcli.analysis.checks.small import check_small
from kcli.analysis.checks.sums import check_sums
from kcli.analysis.evidence import ItemEvidence
from kcli.errors import InputError
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding
from kcli.model.questionnaire import Questionnaire

__all__ = ["check_findings", "readable"]


def check_findings(evidence: ItemEvidence) -> Iterator[Flaw]:
    """Everything that cannot be true of one item, or is said twice.

    What plain arithmetic explains comes first; a set of facts that lies within
    such a fault is not told again. ``evidence`` is that of :func:`readable`.
    """
    published = everything_published(evidence)
    plain: list[Flaw] = []
    for one in published.values():
        plain += check_sums(one)
        plain += check_small(one)
        plain += check_pairs(one)
    plain += check_pooled(published)
    clashes = list(check_clashes(evidence, published, plain))
    doubted = frozenset[str]().union(*(found.ids for found in (*plain, *clashes)))
    yield from plain
    yield from clashes
    yield from check_pooled_sizes(published)
    for one in published.values():
        yield from check_bases(one)
        yield from check_repeats(one)
        yield from check_counts(one, doubted)


def readable(
    questionnaire: Questionnaire,
    item: str,
    findings: Iterable[Finding],
    conventions: Conventions | None,
) -> tuple[ItemEvidence, list[Flaw]]:
    """The evidence of one item without findings that compare with a sample there is not."""
    evidence = ItemEvidence(questionnaire, item, findings, conventions)
    faults: dict[Finding, InputError] = {}
    for fact in evidence.facts:
        try:
            fact.touches()
        except InputError as problem:
            faults[fact.label.finding] = problem
    if not faults:
        return evidence, []
    kept = [finding for finding in evidence.findings if finding not in faults]
    flaws = [Flaw(each, (found,)) for found, problem in faults.items() for each in problem.faults]
    return ItemEvidence(questionnaire, item, kept, conventions), flaws
