"""Figures of several countries together, beside those of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from kcli.analysis.checks.clashes import clash_code
from kcli.analysis.checks.flaw import Declared, Flaw, flaw
from kcli.analysis.checks.published import Figure, Published
from kcli.analysis.evidence import Place
from kcli.model.evidence import Finding
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.text.numbers import points
from kcli.text.sentences import listed

__all__ = ["check_declared_sizes", "check_pooled", "check_pooled_sizes"]


def check_pooled(published: Mapping[Place, Published]) -> Iterator[Flaw]:
    """A pooled figure that is no mean of its countries' figures.

    Any weighted mean lies between the least and the greatest of what it is made of,
    and by a declared rule between the means of their least and greatest values.
    """
    for place, total in published.items():
        members = _published_members(published, place)
        if not members:
            continue
        weights = _weights(total, members)
        for figure in total.figures:
            parts = [_same(member.figures, figure) for member in members]
            if all(parts):
                yield from _outside(total, figure, parts, weights)


def _outside(
    total: Published,
    figure: Figure,
    parts: Sequence[Sequence[Figure]],
    weights: Sequence[Fraction],
) -> Iterator[Flaw]:
    lows = [min(part.low for part in group) for group in parts]
    highs = [max(part.high for part in group) for group in parts]
    every = [part for group in parts for part in group]
    findings = [figure.finding, *(part.finding for part in every)]
    about = f"{total.name}: {figure.option} {figure.text} ({figure.finding.source})"
    if max(highs) < figure.low or figure.high < min(lows):
        in_each = dict.fromkeys(f"{part.text} in {part.finding.sample}" for part in every)
        told = listed(list(in_each))
        message = f"{about} lies outside the figures of its countries, {told}: no weights give it"
        yield flaw("total-outside-subgroups", message, figure.finding.where, findings)
    elif weights and (total.everyone_answers or figure.finding.statement.base == "all"):
        low = sum(weight * low for weight, low in zip(weights, lows, strict=True))
        high = sum(weight * high for weight, high in zip(weights, highs, strict=True))
        if high < figure.low or figure.high < low:
            code = clash_code(total.evidence.questionnaire, findings)
            makes = f"{points(low)} to {points(high, upper=True)}"
            message = f"{about} is not the mean of its countries, {makes}, by the declared rule"
            yield flaw(code, message, figure.finding.where, findings, "see pooled_rule")


def _weights(total: Published, members: Sequence[Published]) -> list[Fraction]:
    """What each country counts in the pooled sample, by the rule of the wave; empty without one."""
    rule = total.evidence.questionnaire.waves[total.sample.wave].pooled_rule
    if rule is None:
        return []
    sizes = [1 if rule == "equal" else member.sample.n or 0 for member in members]
    return [Fraction(size, sum(sizes)) for size in sizes] if all(sizes) else []


def check_pooled_sizes(published: Mapping[Place, Published]) -> Iterator[Flaw]:
    """Unweighted bases of the countries, by one source, that do not add up to the pooled one."""
    for place, total in published.items():
        members = _published_members(published, place)
        if not members or any(one.sample.weighted != "no" for one in (total, *members)):
            continue
        for (source, base), sizes in _sizes(total).items():
            parts = [_sizes(member).get((source, base), {}) for member in members]
            if len(sizes) != 1 or any(len(part) != 1 for part in parts):
                continue
            ((size, finding),) = sizes.items()
            counts = [next(iter(part)) for part in parts]
            if sum(counts) == size:
                continue
            message = (
                f"{total.name}: a base of {size} ({source}), and those of its countries, "
                f"{listed([str(count) for count in counts])}, add up to {sum(counts)}"
            )
            findings = [finding, *(found for part in parts for found in part.values())]
            yield flaw("bases-do-not-add", message, finding.where, findings)


def check_declared_sizes(questionnaire: Questionnaire, declared: Declared) -> Iterator[Flaw]:
    """Sizes in the questionnaire: a pooled sample is as large as its countries together."""
    for wave in questionnaire.waves:
        for sample in questionnaire.samples(wave):
            members = _members_of(questionnaire, sample)
            sizes = [member.n for member in members if member.n is not None]
            if sample.n is None or not members or len(sizes) < len(members):
                continue
            if sum(sizes) == sample.n:
                continue
            message = (
                f"{sample.id} in wave {wave} has n={sample.n}, and its samples, "
                f"{listed([f'{m.id} {m.n}' for m in members])}, add up to {sum(sizes)}"
            )
            where = declared.where(("waves", wave, "samples", sample.id, "n"))
            yield flaw("bases-do-not-add", message, where)


def _members_of(questionnaire: Questionnaire, pooled: SampleView) -> list[SampleView]:
    """The samples that a pooled one puts together: one a country, of its population; or none."""
    if not pooled.countries:
        return []
    found = []
    for country in pooled.countries:
        fitting = [
            sample
            for sample in questionnaire.samples(pooled.wave)
            if sample.country == country and sample.population == pooled.population
        ]
        if len(fitting) != 1:
            return []
        found += fitting
    return found


def _published_members(published: Mapping[Place, Published], place: Place) -> list[Published]:
    """What was published of each country of a pooled sample; empty if of one nothing was."""
    total = published[place]
    members = _members_of(total.evidence.questionnaire, total.sample)
    places = [(sample.wave, sample.id) for sample in members]
    if not all(member in published for member in places):
        return []
    return [published[member] for member in places]


def _same(figures: Iterable[Figure], wanted: Figure) -> list[Figure]:
    """The figures for the same answer on the same base; on one that nobody names, of one source."""
    base, source = wanted.finding.statement.base, wanted.finding.source
    return [
        figure
        for figure in figures
        if figure.option == wanted.option
        and figure.finding.statement.base == base
        and (base != "unknown" or figure.finding.source == source)
    ]


def _sizes(one: Published) -> dict[tuple[str, str], dict[int, Finding]]:
    """The sizes of each base that each source names, with the first finding that does."""
    found: dict[tuple[str, str], dict[int, Finding]] = {}
    for finding in one.findings:
        statement = finding.statement
        if statement.base_n is not None:
            sizes = found.setdefault((finding.source, statement.base), {})
            sizes.setdefault(statement.base_n, finding)
    return found
