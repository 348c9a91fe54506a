"""The shares of one item in one sample as the columns of a linear programme.

Every row is homogeneous: a share of a base is a ratio, so the columns may be
scaled together, and the base that is asked about is set to 1 at the end
(Charnes & Cooper 1962). That is why facts on different bases, 51.3% of those
who answered and 50% of everyone, are rows of one programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

__all__ = ["Columns", "Shares", "combined", "side"]

Columns = dict[int, Fraction]
ONE = Fraction(1)


class Shares:
    """Columns for the options of one item; ``first`` is the number of the first of them."""

    def __init__(self, asking: Asking, first: int = 0) -> None:
        self.asking = asking
        self._several = asking.type == "multiple"
        open_ended = asking.options_complete == "incomplete"
        outside = [name for name in asking.options if asking.kind(name) != "substantive"]
        names = [*(("option", name) for name in asking.options)]
        if self._several:
            names += [("answered", ""), *(("net", net) for net in asking.nets)]
        elif open_ended:
            names.append(("unnamed", ""))
        if open_ended and not outside:
            names.append(("silent", ""))
        self._column = {name: first + place for place, name in enumerate(names)}
        self._outside = [self._column["option", name] for name in outside]
        if ("silent", "") in self._column:
            self._outside.append(self._column["silent", ""])
        self.end = first + len(names)

    @property
    def everyone_answers(self) -> bool:
        """Whether the substantive base is everyone."""
        return not self._outside

    def share(self, name: str, base: Base = "all") -> Columns:
        """An option's or net's share, before it is divided by its base.

        On the substantive base it is that of its substantive parts: where several answers
        are allowed, a net without those who gave none.
        """
        parts = self.asking.parts(name, base)
        if name not in self.asking.nets or not self._several:
            return {self._column["option", part]: ONE for part in parts}
        return self._given(name) if base == "substantive" else {self._column["net", name]: ONE}

    def base(self, base: Base) -> Columns:
        """Everyone asked, or those with a substantive answer."""
        if self._several:
            inside = [self._column["answered", ""]]
        else:
            inside = [column for column in self._column.values() if column not in self._outside]
        columns = inside if base == "substantive" else [*inside, *self._outside]
        return dict.fromkeys(columns, ONE)

    def structure(self) -> Iterator[Columns]:
        """Rows, each at least 0, that hold whatever is published.

        Where several answers are allowed, no share is above its base, and a
        net lies between its largest part and the sum of its parts.
        """
        if not self._several:
            return
        answered = {self._column["answered", ""]: ONE}
        for name in self.asking.substantive:
            yield combined((ONE, answered), (-ONE, self.share(name)))
        for net in self.asking.nets:
            given = self._given(net)
            yield combined((ONE, answered), (-ONE, given))
            parts = [self.share(part) for part in self.asking.parts(net, "substantive")]
            yield combined(*((ONE, part) for part in parts), (-ONE, given))
            for part in parts or [{}]:
                yield combined((ONE, given), (-ONE, part))

    def _given(self, net: str) -> Columns:
        """Those of a net of several answers who gave one: without the silent, who gave no other."""
        inside = self.asking.parts(net, "substantive")
        silent = [part for part in self.asking.parts(net) if part not in inside]
        columns = {self._column["net", net]: ONE}
        return columns | {self._column["option", part]: -ONE for part in silent}


def side(base: Base, factor: Fraction) -> Base:
    """The base that a term of an inequality is read on: of an unknown one whichever says less."""
    if base != "unknown":
        return base
    return "all" if factor > 0 else "substantive"


def combined(*parts: tuple[Fraction, Columns]) -> Columns:
    """A linear combination of columns."""
    total: Columns = {}
    for factor, columns in parts:
        for column, value in columns.items():
            more = factor if value is ONE else factor * value
            total[column] = total[column] + more if column in total else more
    return {column: value for column, value in total.items() if value}
