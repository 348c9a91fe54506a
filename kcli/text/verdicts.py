"""Plain sentences about verdicts: what a sentence claims, and the facts that decide it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kcli.text.changes import Amount, amount_words
from kcli.text.numbers import percent
from kcli.text.sentences import listed

__all__ = [
    "OF_OPINION",
    "counts_around",
    "fact_words",
    "left_open",
    "nearest_counts",
    "says_of",
]

OF_OPINION = "of those with an opinion"


def fact_words(facts: Sequence[tuple[str, str, str]]) -> str:
    """Facts as ``V06.US (“Not changed” a plurality)``: each an id, an answer and what is said."""
    told = [f"{name} (“{option}” {says})" if option else name for name, option, says in facts]
    return listed(told)


def says_of(says: str, base: str, where: str, wave: str) -> str:
    """A statement, and of whom it is where that is not told by its surroundings.

    >>> says_of("“Not good”: 37.3%", "", "Japan", "2013")
    '“Not good”: 37.3%, in Japan, in the wave 2013'
    """
    parts = [base, f"in {where}" if where else "", f"in the wave {wave}" if wave else ""]
    return ", ".join([says, *filter(None, parts)])


def left_open(
    option: str, low: Fraction, high: Fraction, *, low_reached: bool, high_reached: bool
) -> str:
    """What the facts leave of an answer: ``“Not better” more than 59%``, ``“Better” open``."""
    words = amount_words(Amount(low, high, low_reached, high_reached))
    return f"“{option}” {'open' if words == 'anything' else words}"


def nearest_counts(figure: str, sizes: Sequence[int]) -> str:
    """Why a figure is no share of so many people, with the counts around it.

    >>> nearest_counts("27.7", [40])
    '27.7% is no share of 40 people: 11 of 40 are 27.5%, 12 of 40 are 30.0%'
    """
    around = []
    for size in sizes:
        told = [f"{count} of {size} are {share}%" for count, share in counts_around(figure, size)]
        around.append(", ".join(told))
    people = " or ".join(str(size) for size in sizes)
    return f"{figure.removesuffix('%')}% is no share of {people} people: {'; '.join(around)}"


def counts_around(figure: str, size: int) -> list[tuple[int, str]]:
    """The counts of so many people next to a figure, below and above, and their shares in %.

    >>> counts_around("27.7%", 40)
    [(11, '27.5'), (12, '30.0')]
    """
    below = int(Fraction(figure.removesuffix("%").strip()) / 100 * size)
    counts = (count for count in (below, below + 1) if count <= size)
    return [(count, percent(Fraction(count, size), 1)) for count in counts]
