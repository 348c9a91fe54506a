"""Whole numbers of respondents: can published figures all be shares of one table of counts?

Where n respondents were asked and none was weighted, the answers to an item
are whole numbers k >= 0 that add up to n. Every published fact is a set of
linear inequalities over the shares k/n, so the question whether a table fits
all facts is a programme in whole numbers, answered without rounding:

* 27.7% of 40 is no whole number of respondents (10.8 are 27%, 11 are 27.5%);
* 33.3%, 33.3% and 33.3% are shares of 99 (33 each), and no shares of 100: each
  figure allows 33 only, and 33 + 33 + 33 < 100.

The first is the GRIM test (Brown & Heathers 2017, *Social Psychological and
Personality Science* 8); the second is the same test of a table. Ranges are
closed, so a half may have been rounded either way.

Where each fact bounds the share of one answer among everyone, answer i has
L_i = ceil(n * low_i) to U_i = floor(n * high_i) respondents, and a table fits
exactly if L_i <= U_i and sum(L) <= n <= sum(U). Anything else (nets, several
bases, leads, several answers allowed) is decided by branch and bound (Land &
Doig 1960, *Econometrica* 28) on the exact simplex, one size after another of
the base of those who answered.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Generic, TypeVar

from kcli.facts.branch import Box, Counts, Search
from kcli.facts.polytope import Fact
from kcli.model.figures import Printed
from kcli.model.predicates import Inequality
from kcli.model.questionnaire import Asking

__all__ = [
    "Counts",
    "Fitting",
    "WholeTable",
    "counts_that_fit",
    "fits_whole_numbers",
    "whole_table",
    "whole_tables",
]

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)

LIMIT = 5000
"""How many nodes a set of facts may take before it is given up."""


# -- one figure ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fitting:
    """The counts of n that a figure may be the share of.

    ``rounding_down``: there are some, each of them exactly half a unit above
    the figure: it fits only if its halves were cut, as 11 of 40 printed 27.
    ``half_to_even``: and the last digit is even, so that rounding halves to the
    even digit gives it, too.
    """

    counts: range
    rounding_down: bool
    half_to_even: bool


def counts_that_fit(printed: Printed, n: int) -> Fitting:
    """The counts k with ``|k/n - p| <= u/2``, for a figure p whose last decimal has the unit u.

    Both ends belong to it, as a half is rounded up here and down there (the
    GRIM test, Brown & Heathers 2017). The range is empty where no count fits.

    >>> from kcli.model.figures import read_percent
    >>> [list(counts_that_fit(read_percent(p), 40).counts) for p in ("27", "27.5", "27.7")]
    [[11], [11], []]
    """
    _check(n)
    counts = range(ceil(printed.low * n), floor(printed.high * n) + 1)
    end = (printed.value + printed.half_unit) * n
    cut = bool(counts) and counts[0] == end
    even = (printed.value / printed.half_unit) % 4 == 0
    return Fitting(counts, cut, cut and even)


# -- a table ------------------------------------------------------------------


@dataclass(frozen=True)
class WholeTable(Generic[Label]):
    """Whether whole numbers of n respondents fit all facts, and which.

    fits : None where the search was given up.
    counts : of each answer and net, within the table; None where nothing fits.
    alone : of each answer and net, by the facts that speak of it and nothing else.
    impossible : what no whole numbers of n fit, each fact taken by itself.
    clash : a smallest set of the other facts that no table fits together.
    settled : whether the ends of every range are reached. They hold in any case.

    A table that fits is one that the facts do not exclude. They say less than
    their words in one place: who leads an incomplete list leads answers that no
    source names, and how many respondents share these is open.
    """

    n: int
    fits: bool | None
    counts: Mapping[str, Counts | None]
    alone: Mapping[str, Counts | None]
    impossible: tuple[Label, ...]
    clash: tuple[Label, ...]
    settled: bool


def whole_tables(
    asking: Asking,
    facts: Sequence[Fact[Key, Label]],
    candidates: Iterable[int],
    *,
    limit: int = LIMIT,
) -> dict[int, WholeTable[Label]]:
    """``whole_table`` for each n that may have been the number of respondents."""
    return {n: whole_table(asking, facts, n, limit=limit) for n in candidates}


def whole_table(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, *, limit: int = LIMIT
) -> WholeTable[Label]:
    """Whether one table of whole numbers of n respondents fits every fact about one sample.

    Facts with one label are one fact. A share of those who answered says that
    somebody did; a fact on an unknown base is one on either base, which may be
    another one for another fact. Where several answers are allowed, a table is
    a number for each answer and net that keeps within ``Shares.structure``.
    Raises ValueError for facts that relate samples, and n below 1.
    """
    _check(n, facts)
    labelled = _by_label(facts)
    problem = _problem(asking, facts, n, limit)
    fits = problem.fits()
    names = [*asking.options, *asking.nets]
    counts = {name: None if fits is False else problem.counts(name) for name in names}
    alone, settled = _alone(asking, labelled, n, limit)
    impossible, clash = _reasons(asking, labelled, n, limit) if fits is False else ((), ())
    return WholeTable(n, fits, counts, alone, impossible, clash, settled and problem.settled)


def fits_whole_numbers(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, *, limit: int = LIMIT
) -> bool | None:
    """Whether a table of n respondents fits, and no more than that; None where given up."""
    _check(n, facts)
    return _problem(asking, facts, n, limit).fits()


def _check(n: int, facts: Iterable[Fact[Key, Label]] = ()) -> None:
    if n < 1:
        raise ValueError("a table is of one respondent or more")
    if len({key for fact in facts for key in fact.touches()}) > 1:
        raise ValueError("a table is of one sample")


def _by_label(facts: Iterable[Fact[Key, Label]]) -> dict[Label, list[Fact[Key, Label]]]:
    found: dict[Label, list[Fact[Key, Label]]] = {}
    for fact in facts:
        found.setdefault(fact.label, []).append(fact)
    return found


def _alone(
    asking: Asking, labelled: Mapping[Label, list[Fact[Key, Label]]], n: int, limit: int
) -> tuple[dict[str, Counts | None], bool]:
    """The counts of each answer and net by its own facts, and whether all are settled."""
    own: dict[str, list[Fact[Key, Label]]] = {}
    for together in labelled.values():
        for name in {name for fact in together if (name := _subject(fact)) is not None}:
            own.setdefault(name, []).extend(together)
    found, settled = {}, True
    for name in [*asking.options, *asking.nets]:
        problem = _problem(asking, own.get(name, []), n, limit)
        found[name] = problem.counts(name)
        settled = settled and problem.settled
    return found, settled


def _subject(fact: Fact[Key, Label]) -> str | None:
    """The one answer or net that a fact speaks of."""
    names = {term.option for inequality in fact.inequalities for term, _ in inequality.terms}
    return names.pop() if len(names) == 1 else None


def _reasons(
    asking: Asking, labelled: Mapping[Label, list[Fact[Key, Label]]], n: int, limit: int
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """The facts that fit no table by themselves, and a smallest set of others that clash.

    The set is found by leaving out one fact after another (Chinneck & Dravnieks
    1991, *ORSA Journal on Computing* 3); a question that is given up keeps its fact.
    """

    def excluded(labels: Iterable[Label]) -> bool:
        facts = [fact for label in labels for fact in labelled[label]]
        return _problem(asking, facts, n, limit).fits() is False

    impossible = tuple(label for label in labelled if excluded([label]))
    suspects = [label for label in labelled if label not in impossible]
    if not excluded(suspects):
        return impossible, ()
    for label in list(suspects):
        fewer = [other for other in suspects if other != label]
        if excluded(fewer):
            suspects = fewer
    return impossible, tuple(suspects)


def _problem(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, limit: int
) -> _Plain | Search:
    """The short way where the facts allow it."""
    return _plain(asking, facts, n) or Search(asking, facts, n, limit)


# -- the plain case -----------------------------------------------------------


class _Plain:
    """Answers with a range each, that add up to n; what is left over has a range, too."""

    settled = True

    def __init__(self, asking: Asking, boxes: Mapping[str, Box], rest: int, n: int) -> None:
        self._asking = asking
        self._boxes = boxes
        self._n = n
        self._low = sum(low for low, _ in boxes.values())
        self._high = sum(high for _, high in boxes.values()) + rest

    def fits(self) -> bool:
        """``sum(L) <= n <= sum(U)``, and no range empty."""
        full = all(low <= high for low, high in self._boxes.values())
        return full and self._low <= self._n <= self._high

    def counts(self, name: str) -> Counts | None:
        """The range of an answer or net: its own, and what the others leave of n."""
        if not self.fits():
            return None
        net = self._asking.nets.get(name)
        boxes = [self._boxes[part] for part in (net.options if net else (name,))]
        low, high = sum(low for low, _ in boxes), sum(high for _, high in boxes)
        return Counts(
            max(low, self._n - (self._high - high)), min(high, self._n - (self._low - low))
        )


def _plain(asking: Asking, facts: Iterable[Fact[Key, Label]], n: int) -> _Plain | None:
    """The ranges of the answers; None where a fact says more than a range among everyone."""
    if asking.type != "single":
        return None
    complete = asking.options_complete != "incomplete"
    all_answer = complete and len(asking.substantive) == len(asking.options)
    boxes = dict.fromkeys(asking.options, (0, n))
    for fact in facts:
        if fact.base != "all" and not all_answer:
            return None
        for inequality in fact.inequalities:
            name = inequality.terms[0][0].option
            if len(inequality.terms) > 1 or name not in boxes:
                return None
            boxes[name] = _clipped(boxes[name], inequality, n)
    return _Plain(asking, boxes, 0 if complete else n, n)


def _clipped(box: Box, inequality: Inequality, n: int) -> Box:
    """The range where ``factor * count >= bound * n``, or more than that where strict."""
    factor, bound = inequality.terms[0][1], inequality.bound
    (low, high), strict = box, inequality.strict
    top, bottom = bound.numerator * n * factor.denominator, bound.denominator * factor.numerator
    if bottom > 0:
        return max(low, top // bottom + 1 if strict else -(-top // bottom)), high
    return low, min(high, -(-top // bottom) - 1 if strict else top // bottom)
