"""Files of ``kcli weight``: margins to read, responses to copy with their new weights."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from kcli.errors import Fault, UsageError, Where, nearest
from kcli.io.csv_records import read_rows
from kcli.io.grammar import read_noun
from kcli.io.plain import TextFile, read_text
from kcli.io.project import DATASETS, Project, Survey
from kcli.io.write import write_atomic
from kcli.io.yaml_tree import Path as Steps
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.figures import LEAST_WEIGHT, read_decimal
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Design
from kcli.model.weighting import ItemMargin, SampleMargins, Target, Weighting

if TYPE_CHECKING:
    from kcli.cells.coded import Coded

__all__ = [
    "SUFFIXES",
    "MarginsFile",
    "ResponsesFile",
    "find_responses",
    "open_responses",
    "read_margins",
    "write_responses",
]

SUFFIXES = (".csv", ".csv.gz")
COLUMN = "weight"
TOLERANCE = Fraction(1, 10**9)
_QUOTED = re.compile('[",\r\n]')
Shares = Mapping[str, Fraction]


@dataclass(frozen=True)
class MarginsFile:
    """The margins of each sample of a wave, and what else is asked for."""

    samples: Mapping[str, SampleMargins]
    """By the id of the sample; one without margins is not in it."""
    named: Mapping[str, Where]
    """The samples that the file names, and where."""
    column: str
    where_column: Where
    from_one: bool
    """Whether everybody begins with a weight of 1."""

    @property
    def items(self) -> tuple[str, ...]:
        """Every item with a margin."""
        margins = (margin for sample in self.samples.values() for margin in sample.margins)
        return tuple(dict.fromkeys(margin.item for margin in margins))


def read_margins(
    project: Project, path: Path, questionnaire: Questionnaire, wave: str
) -> MarginsFile:
    """A file of margins, anywhere; every name in it checked against the questionnaire.

    Raises UsageError where there is no such file, InputError for its faults.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    folder = path.resolve().parent
    file = read_text(path, path.as_posix(), root=folder, limit="yaml-bytes")
    project.inputs[_named(project, path)] = file.sha256
    tree = parse_yaml(file)
    reader = _Reader(tree, questionnaire, wave)
    return reader.read(read_noun(tree, Weighting, reader.faults))


class _Reader:
    """One file of margins against its questionnaire."""

    def __init__(self, tree: Tree, questionnaire: Questionnaire, wave: str) -> None:
        self.tree = tree
        self.questionnaire = questionnaire
        self.wave = wave
        self.design = questionnaire.waves[wave].design or Design()

    def read(self, body: Weighting) -> MarginsFile:
        """The file, once it has no fault."""
        common = self._margins(("margins",), body.margins)
        samples = {}
        for sample in (view.id for view in self.questionnaire.samples(self.wave)):
            steps: Steps = ("samples", sample)
            own = self._margins(steps, body.samples.get(sample, {}))
            margins = {**common, **own}
            if margins:
                where = self.tree.where(steps if own else ("margins",), key=True)
                samples[sample] = SampleMargins(sample, tuple(margins.values()), where)
        return MarginsFile(
            samples,
            {sample: self.tree.where(("samples", sample), key=True) for sample in body.samples},
            body.column or self.design.weight or COLUMN,
            self.tree.where(("column",)),
            body.start == "one",
        )

    def _margins(self, path: Steps, margins: Mapping[str, Shares]) -> dict[str, ItemMargin]:
        found = {}
        for item, shares in margins.items():
            total = sum(shares.values())
            targets = tuple(
                Target(option, shares[option] / total, self._where(*path, item, option))
                for option in self.questionnaire.asking(item, self.wave).options
                if option in shares
            )
            found[item] = ItemMargin(item, targets, self._where(*path, item))
        return found

    def _where(self, *path: str | int) -> Where:
        """The place of a key."""
        return self.tree.where(path, key=True)

    # -- faults, looked for in the raw tree --------------------------------------

    def faults(self, tree: Tree) -> Iterator[Fault]:
        """Names that nothing bears, shares that do not add up, and what is missing."""
        root = tree.root if isinstance(tree.root, dict) else {}
        if not root.keys() & {"margins", "samples"}:
            message = "margins are missing, or samples with margins of their own"
            hint = "such as margins: {sex: {man: 49, woman: 51}}"
            yield Fault("missing-key", message, tree.where(()), hint=hint)
        if root.get("start") == "weight" and self.design.weight is None:
            message = f"the design of wave {self.wave!r} names no weight to begin with"
            yield Fault("bad-value", message, tree.where(("start",)), hint="leave it out")
        yield from self._items(("margins",), root.get("margins"))
        samples = root.get("samples")
        known = [view.id for view in self.questionnaire.samples(self.wave)]
        for name, body in samples.items() if isinstance(samples, dict) else ():
            if name not in known:
                hint = nearest(name, known) or f"known: {', '.join(known)}"
                message = f"wave {self.wave!r} has no sample {name!r}"
                yield Fault("unknown-sample", message, self._where("samples", name), hint=hint)
            yield from self._items(("samples", name), body)

    def _items(self, path: Steps, body: object) -> Iterator[Fault]:
        known = self.questionnaire.items
        for item, shares in body.items() if isinstance(body, dict) else ():
            where = self._where(*path, item)
            if item not in known:
                hint = nearest(item, known) or f"known: {', '.join(known)}"
                yield Fault("unknown-item", f"there is no item {item!r}", where, hint=hint)
            elif self.wave not in self.questionnaire.waves_of(item):
                hint = f"it was asked in {', '.join(self.questionnaire.waves_of(item))}"
                message = f"{item!r} was not asked in wave {self.wave!r}"
                yield Fault("not-asked", message, where, hint=hint)
            elif self.questionnaire.asking(item, self.wave).type == "multiple":
                message = f"{item!r} allows several answers: its shares do not add up"
                hint = "a margin needs one answer each"
                yield Fault("margin-of-several", message, where, hint=hint)
            elif isinstance(shares, dict):
                yield from self._options((*path, item), item, shares)
                yield from _sum(item, shares, where)

    def _options(self, path: Steps, item: str, shares: Mapping[str, object]) -> Iterator[Fault]:
        asking = self.questionnaire.asking(item, self.wave)
        for option in shares:
            if option in asking.options:
                continue
            hint = nearest(option, asking.options) or f"known: {', '.join(asking.options)}"
            message = f"there is no option {option!r}"
            if option in asking.nets:
                message = f"{option!r} is a net, and a margin is of options"
                hint = f"its parts: {', '.join(asking.nets[option].options)}"
            yield Fault("unknown-option", message, self._where(*path, option), hint=hint)


def _sum(item: str, shares: Mapping[str, object], where: Where) -> Iterator[Fault]:
    """A fault where shares are neither of 1 nor of 100; of what are no numbers others are told."""
    try:
        total = sum((read_decimal(str(share)) for share in shares.values()), Fraction())
    except ValueError:
        return
    if all(abs(total / unit - 1) > TOLERANCE for unit in (1, 100)):
        message = f"the shares of {item!r} add up to {_decimal(total)}, not to 1 or 100"
        hint = "shares add up to 1, percentages to 100"
        yield Fault("targets-sum", message, where, hint=hint)


def _decimal(value: Fraction) -> str:
    """A sum of plain decimals, as one."""
    digits = Decimal(int(value * 10**18)).scaleb(-18).normalize()
    return f"{digits:f}"


def _named(project: Project, path: Path) -> str:
    """What a file is called among the inputs: its path in the project, or its name."""
    real, root = path.resolve(), project.root.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else path.name


# -- responses ----------------------------------------------------------------


@dataclass(frozen=True)
class ResponsesFile:
    """A wave's file of responses: its text, and what stands in it."""

    text: TextFile
    coded: Coded
    taken: frozenset[str]
    """Columns that are there, or that would be read as something else than a weight."""

    def with_weights(self, column: str, weights: Iterable[float]) -> str:
        """The same rows and columns in the same order; ``column`` is put last if it is new.

        A weight that has lost digits already, below 2.3e-308, is 0.
        """
        rows = csv.reader(io.StringIO(self.text.text, newline=""), strict=True)
        header = next(rows)
        names = [normalize("NFC", name) for name in header]
        place = names.index(column) if column in names else len(names)
        lines = [_line([*header[:place], column, *header[place + 1 :]])]
        for row, weight in zip(rows, weights, strict=True):
            text = f"{weight:.12g}" if weight >= LEAST_WEIGHT else "0"
            lines.append(_line([*row[:place], text, *row[place + 1 :]]))
        return "".join(lines)


def find_responses(project: Project, survey: str, wave: str) -> Path | None:
    """The file of a wave's respondents, if there is one."""
    folder = project.root / DATASETS / survey
    paths = (folder / f"{wave}.responses{suffix}" for suffix in SUFFIXES)
    return next((path for path in paths if path.exists() or path.is_symlink()), None)


def open_responses(
    project: Project, path: Path, survey: Survey, wave: str, items: Sequence[str]
) -> ResponsesFile:
    """The respondents of a wave, with their answers to some items.

    Raises InputError with every fault of the file.
    """
    from kcli.io.responses import read_responses  # numpy comes with it

    questionnaire = survey.questionnaire
    name = path.relative_to(project.root).as_posix()
    text = read_text(path, project.shown(name), root=project.root, limit="csv-bytes")
    project.inputs[name] = text.sha256
    coded = read_responses(text, questionnaire, wave, items, survey.declared)
    _, header = next(read_rows(text))
    return ResponsesFile(text, coded, frozenset({*header, *_read(questionnaire, wave)}))


def _read(questionnaire: Questionnaire, wave: str) -> Iterator[str]:
    """The columns that hold answers, in either form."""
    for item in questionnaire.items:
        if wave in questionnaire.waves_of(item):
            yield item
            yield from (f"{item}.{o}" for o in questionnaire.asking(item, wave).options)


def write_responses(path: Path, text: str) -> None:
    """Write responses, packed where the name ends in .gz; all of them or none.

    Raises CannotWriteError.
    """
    data = text.encode()
    if path.name.endswith(".gz"):
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
            stream.write(data)
        data = packed.getvalue()
    write_atomic(path, data)


def _line(cells: Sequence[str]) -> str:
    """A row of CSV, a cell quoted only where it has to be."""
    return ",".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
