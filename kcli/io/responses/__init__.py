"""Responses: one respondent a row, read strictly, in pieces, into columns of small integers.

``source`` yields pieces of a file, ``blocks`` and ``swift`` split them into cells in two ways,
``coder`` checks and codes them in one, and ``read`` makes respondents or sums of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from kcli.cells.coded import Coded
from kcli.errors import Where
from kcli.io.plain import TextFile
from kcli.io.responses.opening import Reading
from kcli.io.responses.read import read_respondents, read_sums
from kcli.io.responses.source import Source
from kcli.model.questionnaire import Questionnaire

__all__ = [
    "Reading",
    "Source",
    "read_respondents",
    "read_responses",
    "read_sums",
]


def read_responses(
    file: TextFile,
    questionnaire: Questionnaire,
    wave: str,
    items: Iterable[str],
    declared: Mapping[str, Where],
) -> Coded:
    """The respondents in a text, with the items asked for. Raises InputError with every fault.

    ``declared`` is where the questionnaire declares each item, for messages.
    """
    data = file.text.encode()
    source = Source(file.name, lambda: io.BytesIO(data), packed=False, size=len(data))
    return read_respondents(Reading(source, questionnaire, wave, declared), list(items))
