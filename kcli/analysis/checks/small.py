"""Figures that look like parts of 1 where percentages are meant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Published, figures_by
from kcli.text.numbers import plain
from kcli.text.sentences import listed

__all__ = ["check_small"]

ONE_PERCENT = Fraction(1, 100)


def check_small(published: Published) -> Iterator[Flaw]:
    """A source all of whose shares of a question are below 1%: 0.46 is read as 0.46%."""
    for figures in figures_by(published.figures).values():
        shares = [figure for figure in figures if figure.rounded]
        if not shares or not all(0 < figure.value < ONE_PERCENT for figure in shares):
            continue
        findings = [figure.finding for figure in shares]
        told = listed([f"{figure.option} {figure.text}" for figure in shares])
        message = (
            f"{published.name}: all shares that {findings[0].source} gives are below 1%: {told}"
        )
        meant = 100 * Fraction(shares[0].text)
        hint = f"a share is a percentage: was {plain(meant)} meant?"
        yield flaw("share-below-one", message, findings[0].where, findings, hint)
