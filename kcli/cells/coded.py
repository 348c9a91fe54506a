"""Respondents as columns of small integers: what every reader yields and every sum takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli.errors import Where
from kcli.stats.replicates import Replication

__all__ = ["NOT_ASKED", "NOT_STATED", "Coded", "CodedItem"]

NOT_STATED, NOT_ASKED = -1, -2

Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class CodedItem:
    """Answers to one item.

    Attributes
    ----------
    status : int array, shape (rows,)
        For one answer the place of its option, else for several 0 where
        anything was answered; ``NOT_STATED`` or ``NOT_ASKED`` otherwise.
    chosen : bool array, shape (rows, options), or None
        Where several answers are allowed: which were given.
    """

    options: tuple[str, ...]
    status: Ints
    chosen: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Coded:
    """The respondents of one wave.

    Attributes
    ----------
    sample : int array, shape (rows,)
        Place in ``samples``.
    weight : float array, shape (rows,)
    stratum, psu : int arrays, shape (rows,)
        Places in ``strata`` and ``psus``, whose keys are unique in the file.
        ``psus`` is None where the respondent is the primary sampling unit.
    """

    samples: tuple[str, ...]
    sample: Ints
    weight: NDArray[np.float64]
    strata: tuple[str, ...]
    stratum: Ints
    psus: tuple[str, ...] | None
    psu: Ints | None
    items: Mapping[str, CodedItem]
    weighted: bool = False
    file: str = ""
    """Where they were read from, for messages."""
    replicates: NDArray[np.float64] | None = None
    """Replicate weights, shape (rows, R), where the design has them."""
    replication: Replication | None = None
    """How they make a variance."""
    respondents: tuple[str, ...] | None = None
    """Their ids, where the design names a column of them."""
    unasked: Mapping[str, tuple[int, Where]] = field(default_factory=dict)
    """By item: how many answers stand where its filter passes over, and the first of them."""
