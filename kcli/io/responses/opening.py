"""The beginning of a file of responses: its header, and what kind of file it says it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kcli.cells.coded import Coded
from kcli.errors import Fault, InputError, Where
from kcli.io.csv_records import header_of
from kcli.io.engines.table import Table
from kcli.io.responses.blocks import StrictBlock
from kcli.io.responses.layout import Layout
from kcli.io.responses.source import Piece, Source
from kcli.model.questionnaire import Questionnaire

__all__ = ["LARGEST", "LEAST", "ExtremeError", "Reading", "opened", "plain"]

LEAST, LARGEST = 1e-100, 1e100  # weights whose squares keep their digits


@dataclass(frozen=True)
class Reading:
    """A file to be read, and what it is read for.

    ``declared`` is where the questionnaire declares each item, for messages; ``strict`` keeps to
    the csv module, ``swift`` leaves to it only what it has to.
    """

    source: Source
    questionnaire: Questionnaire
    wave: str
    declared: Mapping[str, Where]
    reader: str = "auto"
    progress: Callable[[int], None] | None = None
    """Called with the bytes read so far."""
    table: Table | None = None
    """Where the rows come from instead, in batches."""


class ExtremeError(Exception):
    """Weights so large or small that their squares would be lost: they have to be seen together."""


def plain(block: Coded) -> Coded:
    """The same block. Raises ExtremeError for weights that have to be scaled."""
    weights = block.weight[block.weight > 0]
    if len(weights) and not (weights.max() < LARGEST and weights.min() > LEAST):
        raise ExtremeError
    return block


def opened(reading: Reading, piece: Piece) -> tuple[Layout, Piece]:
    """The header, and the rest of the first piece. Raises InputError for a wrong header."""
    name = reading.source.name
    header, text = header_of(name, piece.data.decode())
    layout = Layout(name, header, text, reading.questionnaire, reading.wave)
    head = len(text.encode())
    rest = piece.without(head)
    _refuse_qualtrics(name, rest, len(header))
    faults = list(layout.faults(reading.declared))
    if faults:
        raise InputError(faults)
    return layout, rest


def _refuse_qualtrics(name: str, rest: Piece, width: int) -> None:
    beginning = rest.data[:100_000]
    if b'"ImportId' not in beginning and b"ImportId" not in beginning:
        return
    block = StrictBlock(name, rest.data.decode(), rest.line, width)
    if any(cell.startswith('{"ImportId"') for row in block.head for cell in row):
        message = "looks like a Qualtrics export: the rows below the header are no respondents"
        hint = "kcli import reads the export; or remove them"
        fault = Fault("qualtrics", message, Where(name, 2), hint=hint)
        raise InputError([fault])
