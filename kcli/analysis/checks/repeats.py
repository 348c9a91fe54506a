"""The same fact, stated twice by one source."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Published
from kcli.model.evidence import Finding

__all__ = ["check_repeats"]

_SAME = {"leading": "at_least_plurality"}


def check_repeats(published: Published) -> Iterator[Flaw]:
    """Findings that say word for word what an earlier one of their source says."""
    first: dict[tuple[object, ...], Finding] = {}
    for finding in published.findings:
        if finding.statement.predicate == "loose":
            continue
        earlier = first.setdefault(_key(finding), finding)
        if earlier is not finding:
            message = f"{published.name}: {published.words(finding)} is what {earlier.id} says"
            hint = "one of the two can go"
            yield flaw("duplicate-fact", message, finding.where, (finding, earlier), hint)


def _key(finding: Finding) -> tuple[object, ...]:
    s = finding.statement
    value = s.value.removesuffix("%").rstrip() if s.value and s.predicate == "share" else s.value
    predicate = _SAME.get(s.predicate, s.predicate)
    said = (predicate, s.option, s.other, s.country, s.since, value, s.base, s.base_n)
    return (*said, finding.source, finding.respondent)
