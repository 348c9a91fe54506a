"""Every hostile case of a good pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hostile import (  # noqa: F401 - each registers its cases
    answers,
    documents,
    encoding,
    header,
    labels,
    lines,
    paths,
    people,
    weights,
)
from hostile.case import MAKERS, HostileCase, entries
from hostile.pair import Pair

__all__ = ["cases_of"]


def cases_of(
    questionnaire: str,
    responses: str,
    survey: str,
    wave: str,
    *,
    packed: bool = False,
    beside: Mapping[str, bytes] | None = None,
) -> Iterator[HostileCase]:
    """The cases of the list, in its order, each with what the pair itself gives for it.

    ``packed``: the responses are stored with gzip. ``beside`` are further files of the project,
    such as the concepts that the questionnaire refers to.
    """
    pair = Pair(questionnaire, responses, survey, wave, packed, beside or {})
    for entry in entries():
        make, full = MAKERS[entry.name]
        good = pair.full if full else pair
        yield HostileCase(entry, good, make)
