"""Unweighted figures as whole numbers of respondents: one by one, then all of a table together.

Of 40 people 11 are 27.5% and 12 are 30%: nobody can have counted 27.7%. And
where each figure is some whole number, the answers may still not add up to
the number of people (the GRIM test, Brown & Heathers 2017, of a table).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Figure, ItemFact, Published
from kcli.facts.whole import counts_that_fit, fits_whole_numbers, whole_table
from kcli.model.figures import read_percent
from kcli.text.numbers import percent
from kcli.text.verdicts import nearest_counts

__all__ = ["check_counts"]

SEARCH = 60
"""How many programmes a table may take; where these do not decide, nothing is told."""
LONGEST = 40
"""Of longer lists only tables are looked at that take no search."""


def check_counts(published: Published, doubted: Collection[str]) -> Iterator[Flaw]:
    """Figures that no number of respondents gives, and tables that none gives together.

    ``doubted`` are the ids of findings that are known to be wrong together
    already: each is still looked at alone.
    """
    if published.sample.weighted != "no":
        return
    impossible: set[str] = set()
    for figure in published.figures:
        if figure.rounded:
            for found in _alone(published, figure):
                if found.fault.code == "no-whole-number":
                    impossible.add(figure.finding.id)
                yield found
    left = [
        fact
        for fact in published.facts
        if fact.label.finding.id not in {*doubted, *impossible}
        and fact.label.finding.statement.predicate != "answer"
    ]
    for n, facts in _tables(published, left).items():
        if _soon_known(published, facts):
            yield from _together(published, facts, n)


# -- one figure ---------------------------------------------------------------


def _alone(published: Published, figure: Figure) -> Iterator[Flaw]:
    sizes, others = _sizes(published, figure)
    if not sizes:
        return
    printed = read_percent(figure.finding.statement.value or "")
    fits = [counts_that_fit(printed, size) for size in sizes]
    where, about = figure.finding.where, f"{published.name}: {figure.option}"
    source = figure.finding.source
    if not any(fit.counts for fit in fits):
        if not others and len(sizes) == 1:
            others = _answered(published, sizes[0])
        hint = _other_base(figure, others)
        told = sizes if hint else [*others, *sizes]
        message = f"{about}, {nearest_counts(figure.text, told)} ({source})"
        yield flaw("no-whole-number", message, where, [figure.finding], hint)
    elif len(sizes) == 1 and fits[0].rounding_down:
        count = fits[0].counts[0]
        share = percent(Fraction(count, sizes[0]), figure.decimals + 1)
        message = (
            f"{about} {figure.text} of {sizes[0]} ({source}): {count} of {sizes[0]} are exactly "
            f"{share}, which is {figure.text} only if a half is cut"
        )
        if fits[0].half_to_even:
            message += " or rounded to the even digit"
        yield flaw("rounding-down", message, where, [figure.finding])


def _sizes(published: Published, figure: Figure) -> tuple[list[int], list[int]]:
    """The sizes of the base that a figure may be of, all that there are; and another, if known.

    Nothing where the base may have had a size that no source tells.
    """
    statement, n = figure.finding.statement, published.sample.n
    if statement.base_n is not None:
        return ([statement.base_n] if statement.base_n else []), []
    if published.asking.asked is not None:
        n = None  # how many the filter leaves is not known
    base = _base(published, figure.finding.statement.base)
    narrow = _named(published, "substantive")
    whole = _named(published, "all") or ([n] if n else [])
    if base == "all" or published.everyone_answers:
        return (whole, narrow) if len(whole) == 1 else ([], [])
    if base == "substantive":
        return (narrow, []) if len(narrow) == 1 else ([], [])
    return ([*narrow, *whole], []) if len(narrow) == 1 and len(whole) == 1 else ([], [])


def _base(published: Published, base: str) -> str:
    """The base of a figure; unknown where the questionnaire only assumes it."""
    choice = published.sample.published_base
    return "unknown" if choice.status == "assumed" and base == choice.base else base


def _named(published: Published, base: str) -> list[int]:
    """The sizes that findings name of a base."""
    statements = [finding.statement for finding in published.findings]
    return sorted({s.base_n for s in statements if s.base == base and s.base_n})


def _answered(published: Published, n: int) -> list[int]:
    """How many of n had an opinion, where the facts say so."""
    evidence, place = published.evidence, published.place
    if published.everyone_answers or not evidence.usable(place):
        return []
    bounds = evidence.bounds(place, dict.fromkeys(published.asking.substantive, Fraction(1)))
    if bounds.low is None or bounds.low != bounds.high:
        return []
    count = bounds.low * n
    return [int(count)] if count.denominator == 1 and 0 < count < n else []


def _other_base(figure: Figure, sizes: Sequence[int]) -> str | None:
    printed = read_percent(figure.finding.statement.value or "")
    for size in sizes:
        counts = counts_that_fit(printed, size).counts
        if counts:
            return (
                f"it is {counts[0]} of the {size} with an opinion: "
                f"say base substantive and base_n {size}"
            )
    return None


# -- a table ------------------------------------------------------------------


def _tables(published: Published, facts: Sequence[ItemFact]) -> dict[int, list[ItemFact]]:
    """The facts about each number of people asked; without those whose number is not known."""
    asked = None if published.asking.asked is not None else published.sample.n
    found: dict[int, list[ItemFact]] = {}
    for fact in facts:
        statement = fact.label.finding.statement
        everyone = statement.base == "all" or published.everyone_answers
        own = statement.base_n if everyone else None
        n = own or asked
        if n:
            base = _base(published, fact.base)
            same = base == fact.base
            found.setdefault(n, []).append(fact if same else replace(fact, base="unknown"))
    return found


def _soon_known(published: Published, facts: Sequence[ItemFact]) -> bool:
    """Whether a list is short, or each fact a range of one answer among everyone."""
    asking = published.asking
    if len(asking.options) + len(asking.nets) <= LONGEST:
        return True
    return asking.type == "single" and all(
        (fact.base == "all" or published.everyone_answers)
        and len(row.terms) == 1
        and row.terms[0][0].option in asking.options
        for fact in facts
        for row in fact.inequalities
    )


def _together(published: Published, facts: Sequence[ItemFact], n: int) -> Iterator[Flaw]:
    if fits_whole_numbers(published.asking, facts, n, limit=SEARCH) is not False:
        return
    table = whole_table(published.asking, facts, n, limit=SEARCH)
    for label in dict.fromkeys(table.impossible):
        finding = label.finding
        message = f"{published.name}: {published.words(finding)} is no share of {n} respondents"
        if not published.everyone_answers:
            message += ", nor of fewer with an opinion"
        yield flaw("no-whole-number", message, finding.where, [finding])
    if table.clash:
        findings = list({label.finding.id: label.finding for label in table.clash}.values())
        message = (
            f"{published.name}: {published.told(findings)} are whole numbers of {n} respondents "
            "one by one, and no whole numbers together"
        )
        first = min(findings, key=lambda finding: finding.where)
        yield flaw("no-whole-table", message, first.where, findings)
