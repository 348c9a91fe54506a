"""From blocks to coded respondents: the checks of every reader, and what they say.

A cell is text; it is an answer only if it is the code, or the id, of one of
the options. Nothing is trimmed, guessed or dropped: an unknown code, a weight
that is none, a respondent who stands twice are faults, each with its place.
An empty cell is an answer not stated; whoever the filter passes over was not
asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded, CodedItem
from kcli.errors import Where
from kcli.io.responses.blocks import NUMBER, RAGGED, Block, Floats, StrictBlock
from kcli.io.responses.columns import UNKNOWN, CodedColumn, SplitColumn, codes_of, whole
from kcli.io.responses.faults import Faults
from kcli.io.responses.identities import Identities
from kcli.io.responses.layout import Layout, answer_columns
from kcli.io.responses.nested import Nested
from kcli.io.responses.texts import Places
from kcli.model.figures import LEAST_WEIGHT
from kcli.model.survey import Replicates
from kcli.stats.replicates import Replication, bootstrap, brr, jk1, jkn

__all__ = ["Coder"]

CHECKS = ("rows", "samples", "weights", "respondents", "replicates", "strata", "psus", "items")


class Coder:
    """One file's rows, a block at a time; ``finish`` raises what was wrong with any of them.

    Parameters
    ----------
    layout : the header and the questionnaire
    items : those whose answers are wanted; the items of their filters are read with them
    """

    def __init__(self, layout: Layout, items: Iterable[str]) -> None:
        self.layout, self.design = layout, layout.design
        self.faults = Faults()
        self.rows = 0
        self.unasked: dict[str, tuple[int, Where]] = {}
        self.wanted = tuple(items)
        self._all = layout.with_filters(self.wanted)
        known = layout.questionnaire.samples(layout.wave)
        self.samples = tuple(sample.id for sample in known)
        place = {sample.country: n for n, sample in enumerate(known) if sample.country}
        self._sample = self._column(
            self.design.country, place | {name: n for n, name in enumerate(self.samples)}
        )
        self._countries = [*(place | dict.fromkeys(self.samples))]
        if self.design.country is None and len(self.samples) > 1:
            message = "several samples in one file need a column: name it as design.country"
            self.faults.note_fault("samples", "missing-column", message, Where(layout.name, 1))
            self.finish(Where(layout.name, 1))
        self.identities = Identities(layout, self.faults)
        self._stratum = self._nested(self.design.stratum, "strata")
        self._psu = self._nested(self.design.psu, "psus")
        declared = self.design.replicates
        self._replicate_columns = layout.replicates(declared, self.faults) if declared else []
        self._weight_sum = self._replicate_sum = 0.0
        self._weighs = False
        self._answers: dict[str, CodedColumn] = {}
        self._marks: dict[str, list[CodedColumn]] = {}
        self._splits: dict[str, SplitColumn] = {}
        for item in self._all:
            self._prepare(item)

    def _column(self, name: str | None, known: Mapping[str, int]) -> CodedColumn | None:
        return CodedColumn(self.layout.place[name], known) if name is not None else None

    def _nested(self, name: str | None, check: str) -> Nested | None:
        place = self.layout.place[name] if name is not None else 0
        return Nested(name, place, check, self.faults) if name is not None else None

    def _prepare(self, item: str) -> None:
        asking = self.layout.asking(item)
        if item in self.layout.place:
            place = self.layout.place[item]
            if asking.type == "multiple":
                self._splits[item] = SplitColumn(place, codes_of(asking), len(asking.options))
            else:
                known = {**codes_of(asking), "": NOT_STATED}
                self._answers[item] = CodedColumn(place, known, whole)
            return
        marks = {"0": 0, "1": 1, "": NOT_STATED, "0.0": 0, "1.0": 1}
        columns = [self.layout.place[name] for name in answer_columns(asking)]
        self._marks[item] = [CodedColumn(column, marks) for column in columns]

    # -- a block --------------------------------------------------------------

    def code(self, block: Block) -> Coded:
        """The respondents of a block; what is wrong with them is noted, and they mean nothing."""
        if isinstance(block, StrictBlock):
            self._ragged(block)
        self.rows += block.rows
        sample = self._sample_of(block)
        weight = self._weights(block)
        self.identities.look(block)
        replicates = self._replicates(block, weight)
        stratum = sample if self._stratum is None else self._stratum.places(block, sample)
        psu = None if self._psu is None else self._psu.places(block, stratum)
        answers: dict[str, CodedItem] = {}
        for item in self._all:
            read = self._several if self.layout.asking(item).type == "multiple" else self._single
            answers[item] = self._filtered(block, item, read(block, item), answers)
        return Coded(
            samples=self.samples,
            sample=sample,
            weight=weight,
            strata=(),
            stratum=stratum,
            psus=None if psu is None else (),
            psu=psu,
            items={item: answers[item] for item in self.wanted},
            weighted=self.design.weight is not None,
            file=self.layout.name,
            unasked=self.unasked,
            replicates=replicates,
        )

    @property
    def too_ragged(self) -> bool:
        """Whether so many rows have the wrong length that the rest would say nothing new."""
        counts = self.faults.counts
        return counts["ragged-row"] + counts["blank-line"] > RAGGED

    def _ragged(self, block: StrictBlock) -> None:
        wanted = len(self.layout.header)
        for line, row in block.ragged:
            where = Where(self.layout.name, line)
            if not row:
                self.faults.note_fault(
                    "rows", "blank-line", "a blank line", where, hint="remove it"
                )
            else:
                message = f"{len(row)} cells where the header has {wanted}"
                self.faults.note_fault("rows", "ragged-row", message, where)

    def _sample_of(self, block: Block) -> Places:
        if self._sample is None:
            return np.zeros(block.rows, dtype=np.int32)
        return np.maximum(self._sample.codes(block), 0)  # faults are told together, at the end

    def _weights(self, block: Block) -> Floats:
        name = self.design.weight
        if name is None:
            self._count(np.ones(block.rows))
            return np.ones(block.rows)
        column = self.layout.place[name]
        weight, odd = block.numbers(column)
        for row in odd:
            text = block.text(row, column)
            weight[row], problem = _weight(text)
            if problem is not None:
                self.faults.note_fault(
                    "weights", "bad-weight", problem, partial(block.where, row, column), text
                )
        self._count(weight)
        return weight

    def _count(self, weight: Floats) -> None:
        self._weighs = self._weighs or bool(weight.any())
        with np.errstate(over="ignore"):
            self._weight_sum += float(weight.sum())

    def _replicates(self, block: Block, weight: Floats) -> Floats | None:
        columns = [self.layout.place[name] for name in self._replicate_columns]
        if not columns:
            return None
        replicates = np.zeros((block.rows, len(columns)))
        message = "a replicate weight is a plain number, not negative"
        for place, column in enumerate(columns):
            values, odd = block.numbers(column)
            for row in odd:
                text = block.text(row, column)
                values[row] = float(text) if NUMBER.fullmatch(text) else np.nan
                if not np.isfinite(values[row]):
                    values[row] = 0.0
                    where = partial(block.where, row, column)
                    self.faults.note_fault(
                        "replicates", "bad-weight", message, where, text, part=place + 1
                    )
            replicates[:, place] = values
        if self.design.replicates is not None and self.design.replicates.factors == "yes":
            replicates *= weight[:, None]
        with np.errstate(over="ignore"):
            self._replicate_sum += float(replicates.sum()) / len(columns)
        return replicates

    # -- answers --------------------------------------------------------------

    def _single(self, block: Block, item: str) -> CodedItem:
        found = self._answers[item].codes(block)
        if len(found) and found.min() == UNKNOWN:
            found = np.where(found == UNKNOWN, np.int32(NOT_STATED), found)
        return CodedItem(tuple(self.layout.asking(item).options), found)

    def _several(self, block: Block, item: str) -> CodedItem:
        asking = self.layout.asking(item)
        if item in self._splits:
            chosen = self._splits[item].chosen(block)
            status = np.where(chosen.any(axis=1), np.int32(0), np.int32(NOT_STATED))
            return CodedItem(tuple(asking.options), status, chosen)
        chosen = np.zeros((block.rows, len(asking.options)), dtype=bool)
        stated = np.zeros(block.rows, dtype=bool)
        for number, column in enumerate(self._marks[item]):
            found = column.codes(block)
            chosen[:, number] = found == 1
            stated |= found >= 0
        status = np.where(stated, np.int32(0), np.int32(NOT_STATED))
        return CodedItem(tuple(asking.options), status, chosen)

    def _filtered(
        self, block: Block, item: str, answers: CodedItem, others: Mapping[str, CodedItem]
    ) -> CodedItem:
        """Whoever the filter passes over was not asked, whatever stands in the cell."""
        asked = self.layout.asking(item).asked
        if asked is None:
            return answers
        leading = others[asked.item]
        wanted = [leading.options.index(o) for o in asked.options if o in leading.options]
        if leading.chosen is None:
            passed: NDArray[np.bool_] = np.isin(leading.status, wanted)
        else:
            passed = np.asarray(leading.chosen[:, wanted].any(axis=1))
        given = answers.status >= 0 if answers.chosen is None else answers.chosen.any(axis=1)
        extra = np.flatnonzero(given & ~passed)
        if len(extra):
            column = self.layout.place.get(item, 0)
            before, where = self.unasked.get(item) or (0, block.where(int(extra[0]), column))
            self.unasked[item] = before + len(extra), where
        status = np.where(passed, answers.status, np.int32(NOT_ASKED))
        chosen = None if answers.chosen is None else answers.chosen & passed[:, None]
        return CodedItem(answers.options, status, chosen)

    # -- all of them ----------------------------------------------------------

    @property
    def strata(self) -> tuple[str, ...]:
        """The strata met so far: those of the design inside each sample, or the samples."""
        return self.samples if self._stratum is None else self._stratum.names(self.samples)

    @property
    def psus(self) -> tuple[str, ...] | None:
        """The primary sampling units met so far; None where these are the respondents."""
        return None if self._psu is None else self._psu.names(self.strata)

    def finish(self, last: Where) -> None:
        """Raise InputError with every fault; ``last`` is the end of the file."""
        if self.rows:
            self._look_at_all()
        self.faults.stop(CHECKS, last)

    def _look_at_all(self) -> None:
        if self._sample is not None:
            names = [name for name in self._countries if name is not None]
            self._sample.note_unknown(self.faults, "samples", "unknown-country", "country", names)
        if not self.faults.counts["bad-weight"] and not self._weighs:
            where = self.layout.where(self.design.weight or self.layout.header[0])
            self.faults.note_fault("weights", "bad-weight", "all weights are 0", where)
        self._look_at_replicates()
        for item in self._all:
            codes = [code for code in codes_of(self.layout.asking(item), ids=False) if code]
            if item in self._answers:
                self._answers[item].note_unknown(
                    self.faults, "items", "unknown-code", "code", codes
                )
            for column in self._marks.get(item, ()):
                known = ["1 given, 0 not, or empty"]
                column.note_unknown(self.faults, "items", "unknown-code", "mark", known)
            if item in self._splits:
                self._splits[item].note_unknown_codes(self.faults, codes)

    def _look_at_replicates(self) -> None:
        declared = self.design.replicates
        if declared is None or not self._replicate_columns:
            return
        sums = (self._replicate_sum, self._weight_sum)
        size = sums[0] / sums[1] if all(map(math.isfinite, sums)) and sums[1] else 1.0
        where = self.layout.where(self._replicate_columns[0])
        if not 0.8 < size < 1.25:
            message = (
                f"replicate weights are {size:.3g} times the weights on average, and not as large"
            )
            hint = "name their weight as design.weight; or say factors: yes"
            part = len(self._replicate_columns) + 1
            self.faults.note_fault("replicates", "bad-weight", message, where, None, hint, part)
        try:
            _replication(declared, len(self._replicate_columns))
        except ValueError as problem:
            hint = "rscales of the design's replicates"
            first = Where(self.layout.name, 1)
            self.faults.note_fault("replicates", "bad-value", str(problem), first, hint=hint)

    @property
    def replication(self) -> Replication | None:
        """How the replicate weights make a variance. Raises ValueError where they do not."""
        declared = self.design.replicates
        if declared is None or not self._replicate_columns:
            return None
        return _replication(declared, len(self._replicate_columns))


def _weight(text: str) -> tuple[float, str | None]:
    """A weight, and what is wrong with it."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        return 0.0, "a weight is a plain number, not negative"
    if value < LEAST_WEIGHT and any(digit in re.split("[eE]", text)[0] for digit in "123456789"):
        return 0.0, f"a weight is 0, or at least {LEAST_WEIGHT}"
    return value, None


def _replication(declared: Replicates, count: int) -> Replication:
    """How the replicates make a variance. Raises ValueError for factors that do not fit."""
    mse = declared.mse == "yes"
    if declared.type == "jk1":
        return jk1(count, mse=mse)
    if declared.type == "brr":
        return brr(count, fay=float(declared.fay), mse=mse)
    if declared.type == "bootstrap":
        return bootstrap(count, mse=mse)
    factors: Sequence[float] = [float(value) for value in declared.rscales]
    if len(factors) == 1:
        factors = list(factors) * count
    if len(factors) != count:
        raise ValueError(f"jkn needs one factor, or one for each of {count} replicates")
    return jkn(factors, mse=mse)
