"""A file of respondents against its questionnaire, and what was published against the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Published
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.precision import Method
from kcli.analysis.respondents import Respondents, bases_of
from kcli.cells.sums import Sums
from kcli.errors import InputError, Where
from kcli.model.predicates.base import at_least
from kcli.model.questionnaire import Questionnaire
from kcli.text.numbers import percent

__all__ = ["check_respondents"]


def check_respondents(
    sums: Sums, questionnaire: Questionnaire, wave: str, published: Mapping[str, ItemEvidence]
) -> Iterator[Flaw]:
    """Everything about one file of respondents; ``published`` is what is known of each item."""
    yield from _rows(sums, questionnaire, wave, published)
    yield from _unasked(sums)
    designs: dict[Flaw, None] = {}
    for item, *_ in sums.cells:
        evidence = published.get(item) or ItemEvidence(questionnaire, item, (), None)
        respondents = Respondents(
            sums, questionnaire.asking(item, wave), evidence.samples, evidence.base
        )
        for place in evidence.samples:
            if place not in respondents:
                continue
            try:
                respondents.estimate(place, Method(), "en")
            except InputError as problem:
                designs.update(dict.fromkeys(Flaw(fault) for fault in problem.faults))
                continue
            yield from _differing(respondents, evidence, place)
    yield from designs


def _rows(
    sums: Sums, questionnaire: Questionnaire, wave: str, published: Mapping[str, ItemEvidence]
) -> Iterator[Flaw]:
    """The number of rows of each sample against its n; one without any may be known from print."""
    printed = {fact.sample for e in published.values() for fact in e.findings if fact.wave == wave}
    for sample in questionnaire.samples(wave):
        found = sums.rows.get(sample.id, 0)
        if not found and sample.id in printed:
            continue
        if sample.n is not None and sample.n != found:
            message = f"{sample.id}: {found} respondents, and the questionnaire says n={sample.n}"
            yield flaw("n-differs", message, Where(sums.file))


def _unasked(sums: Sums) -> Iterator[Flaw]:
    """Answers of people whom a filter passes over; they are in no base."""
    for item, (count, where) in sums.unasked.items():
        rows = "1 row answers" if count == 1 else f"{count} rows answer"
        message = f"{rows} {item}, which its filter asks others only; this is the first"
        yield flaw("answer-not-asked", message, where)


def _differing(respondents: Respondents, evidence: ItemEvidence, place: Place) -> Iterator[Flaw]:
    published = Published(evidence, place, evidence.of(place))
    for finding in respondents.differing(place, evidence):
        message = f"{published.name}: {published.words(finding)} is not what the respondents say"
        option = finding.statement.option
        if finding.statement.predicate in ("share", "count") and option is not None:
            row = at_least(option, Fraction(0))
            bases = bases_of(published.asking.base_of(finding.statement.base, option))
            values = [respondents.value(place, row, base) for base in bases]
            shares = [percent(value, 2) for value in values if not math.isnan(value)]
            message += f": {' or '.join(dict.fromkeys(shares))}%" if shares else ""
        yield flaw("figure-differs", message, finding.where, [finding])
