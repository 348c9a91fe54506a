"""Figures that one source prints beside each other: answers make 100, and parts their net."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Figure, Published, figures_by
from kcli.text.numbers import percent, points
from kcli.text.sentences import listed

__all__ = ["check_sums"]

ONE = Fraction(1)
Ends = tuple[Fraction, Fraction]


def check_sums(published: Published) -> Iterator[Flaw]:
    """Sums that no rounding explains, each source and base by itself.

    A printed 57.5 is a share between 57.45 and 57.55, ends included; so k
    figures of one decimal may add up to 100 give or take k times 0.05.
    """
    for figures in figures_by(published.figures).values():
        ranges = _ranges(figures)
        if published.asking.type == "single":
            yield from _whole(published, figures, ranges)
        for net in published.asking.nets:
            if net in ranges:
                yield from _net(published, figures, ranges, net)


def _ranges(figures: Iterable[Figure]) -> dict[str, Ends]:
    """What the figures of one source leave of each answer; answers they contradict left out."""
    found: dict[str, Ends] = {}
    for figure in figures:
        low, high = found.get(figure.option, (Fraction(0), ONE))
        found[figure.option] = max(low, figure.low), min(high, figure.high)
    return {option: ends for option, ends in found.items() if ends[0] <= ends[1]}


def _whole(
    published: Published, figures: Sequence[Figure], ranges: dict[str, Ends]
) -> Iterator[Flaw]:
    asking, base = published.asking, figures[0].finding.statement.base
    wanted = asking.substantive if base == "substantive" else tuple(asking.options)
    printed = [option for option in wanted if option in ranges]
    low = sum(ranges[option][0] for option in printed)
    high = sum(ranges[option][1] for option in printed)
    complete = asking.options_complete != "incomplete" and len(printed) == len(wanted)
    if low <= 1 and (high >= 1 or not complete):
        return
    theirs = [figure for figure in figures if figure.option in printed]
    first = list({figure.option: figure for figure in reversed(theirs)}.values())[::-1]
    total = sum((figure.value for figure in first), Fraction(0))
    spare = (high if total < 1 else 2 * total - low) - total
    source = theirs[0].finding.source
    message = (
        f"{published.name}: {_printed(first)} ({source}) add up to {_shown(total, first)}; "
        f"{_rounding(first, spare)}"
    )
    findings = [figure.finding for figure in theirs]
    hint = "compare them with the source"
    if total < 1:
        hint += ", or set options_complete: incomplete where answers are missing"
    yield flaw("sum-not-100", message, findings[0].where, findings, hint)


def _net(
    published: Published, figures: Sequence[Figure], ranges: dict[str, Ends], net: str
) -> Iterator[Flaw]:
    """A net of single answers is the sum of its parts; of several, at least the largest of them."""
    parts = published.asking.nets[net].options
    printed = [part for part in parts if part in ranges]
    if not printed:
        return
    several = published.asking.type == "multiple"
    lows = [ranges[part][0] for part in printed]
    least = max(lows) if several else sum(lows, Fraction(0))
    most = ONE
    if len(printed) == len(parts):
        most = min(ONE, sum((ranges[part][1] for part in printed), Fraction(0)))
    low, high = ranges[net]
    if least <= high and low <= most:
        return
    theirs = [figure for figure in figures if figure.option in (net, *printed)]
    whole = next(figure for figure in theirs if figure.option == net)
    of_parts = [next(f for f in theirs if f.option == part) for part in printed]
    bounds = f"at least {points(least)}" if high < least else f"at most {points(most, upper=True)}"
    message = (
        f"{published.name}: the net {net} is printed as {whole.text} and its parts as "
        f"{_printed(of_parts)} ({whole.finding.source}): by them it is {bounds}"
    )
    findings = [whole.finding, *(figure.finding for figure in theirs if figure is not whole)]
    yield flaw("net-not-parts", message, whole.finding.where, findings)


def _printed(figures: Iterable[Figure]) -> str:
    return listed([f"{figure.option} {figure.text}" for figure in figures])


def _shown(total: Fraction, figures: Iterable[Figure]) -> str:
    return percent(total, max(figure.decimals for figure in figures))


def _rounding(figures: Sequence[Figure], spare: Fraction) -> str:
    rounded = [figure for figure in figures if figure.rounded]
    if not rounded:
        return "counts add up to their base"
    return f"rounding explains {points(abs(spare))} of the difference at most"
