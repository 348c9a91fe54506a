"""Files of responses of every make, right or with one thing wrong, and what readers say."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import strategies as st

from kcli.cells.cells import Cells
from kcli.cells.coded import Coded
from kcli.cells.sums import Sums
from kcli.errors import Fault, InputError, Where
from kcli.io.responses import Reading, Source, ranges, read, read_respondents, read_sums, source
from kcli.model.questionnaire import Questionnaire

NAME = "datasets/p/1.responses.csv"
KOREAN = ("서울", "부산광역시", "제주특별자치도 서귀포시", "경기", "강원")
LONG = tuple(f"region of the {word}" for word in ("north", "south", "east and of the sea", "west"))
NAMES = {
    "short": ("1", "2", "12", "3", "1.0", "01"),
    "seven": ("ab", "Region7", "x", "12345678", "1234567", "é"),
    "long": (*LONG, "a", "region of the north, inland", "a/b~c", "123456789", "12345678"),
    "korean": (*KOREAN, normalize("NFD", "서울"), "Ängeln"),
    "lines": ("one\ntwo", 'a "quoted" name', "plain", "1"),
}
WEIGHTS = {
    "few": ("1", "0.5", "2", "1.25", "0"),
    "decimals": ("0.8412", "1.0309", "12.75", "0.0001", "3"),
    "many": ("0.8412345678901234", "1.10000000000000001", "0.1234567890123456", "100000.5"),
    "powers": ("1e-3", "2.5E+0", "1e2", "0e0", "0.30"),
    "wide": ("10000000000000000", "1", "0.1", "3"),
}
IDS: dict[str, Callable[[int], str]] = {
    "numbers": str,
    "words": lambda n: f"p{n}",
    "long": lambda n: f"respondent-{n:06d}",
    "tail": lambda n: f"{n:03d}-of-the-household-in-the-street",
    "korean": lambda n: f"응답자{n}",
}


@dataclass(frozen=True)
class Made:
    """A file and its questionnaire."""

    questionnaire: Questionnaire
    items: tuple[str, ...]
    data: bytes
    packed: bool
    wrong: str | None = None

    def __repr__(self) -> str:
        text = self.data[:3000].decode(errors="backslashreplace")
        return f"Made(wrong={self.wrong}, packed={self.packed}, design=\n{text!r})"


@dataclass
class Sheet:
    """A table before it is written."""

    header: list[str]
    rows: list[list[str]]
    quotes: str
    end: str
    final: bool
    mark: bool
    random: Random
    columns: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        """As a program would write it."""
        texts = {i for i, n in enumerate(self.header) if not n.startswith(("weight", "rw"))}

        def cell(text: str, place: int) -> str:
            needed = any(sign in text for sign in '",\r\n')
            strings = self.quotes == "strings" and place in texts
            if needed or strings or self.quotes == "all":
                doubled = text.replace('"', '""')
                return f'"{doubled}"'
            return text

        lines = [",".join(map(cell, row, range(len(row)))) for row in [self.header, *self.rows]]
        ends = [
            self.random.choice(("\n", "\r\n")) if self.end == "mixed" else self.end for _ in lines
        ]
        if not self.final:
            ends[-1] = ""
        text = "".join(line + end for line, end in zip(lines, ends, strict=True))
        return b"\xef\xbb\xbf" * self.mark + text.encode()


def _items(random: Random) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Items, and the cells that each of their columns may have."""
    codes = random.choice((("1", "2", "9"), ("01", "1", "2"), ("ja", "eher nicht", "gar nicht")))
    korean = random.choice((True, False))
    options = {
        "yes": {"code": codes[0], "label": {"en": "Yes", "ko": "예"}},
        "no": {"code": codes[1], "label": "No"},
        "dk": {"code": "모름" if korean else codes[2], "label": "DK", "kind": "dont_know"},
    }
    last = options["dk"]["code"]
    cells: dict[str, tuple[str, ...]] = {"first": (codes[0], codes[1], str(last), "", "yes")}
    if codes[0] == "1":
        cells["first"] += ("1.0", "2.00")
    items: dict[str, Any] = {"first": {"text": "First?", "options": options}}
    plain = {"a": "A", "b": "B", "c": {"label": "C", "kind": "refused"}}
    asked = {"item": "first", "options": ["yes"]}
    if random.random() < 0.6:
        items["second"] = {"text": "Second?", "options": plain}
        cells["second"] = ("a", "b", "c", "")
        if random.random() < 0.7:
            items["second"]["asked"] = asked
    nets = {"ab": {"options": ["a", "b"], "label": "A or B"}}
    if random.random() < 0.6:
        items["several"] = {"text": "Several?", "type": "multiple", "options": plain, "nets": nets}
        for option in plain:
            cells[f"several.{option}"] = ("0", "1", "", "1.0")
    if random.random() < 0.6:
        coded = {n: {"code": str(i + 1), "label": n} for i, n in enumerate(plain)}
        items["split"] = {"text": "Split?", "type": "multiple", "options": coded}
        cells["split"] = ("1", "2", "1;2", "3;1", "", "2;3;1", "a;b", "1.0")
        if random.random() < 0.4:
            items["split"]["asked"] = asked
    return items, cells


def made(seed: int, rows: int, *, replicated: bool, packed: bool, fault: str | None) -> Made:
    """One file; the same for the same arguments."""
    random = Random(seed)
    items, cells = _items(random)
    design: dict[str, Any] = {}
    columns: dict[str, Callable[[int], str]] = {}

    def choose(texts: Sequence[str]) -> Callable[[int], str]:
        return lambda _: random.choice(texts)

    kinds = {}
    if random.random() < 0.7:
        design["respondent"] = "id"
        columns["id"] = IDS[random.choice(list(IDS))]
    samples: dict[str, Any] = {"JP": {}}
    if random.random() < 0.7:
        samples = {"KR": {}, "NA": {}, "north": {"country": "JP"}}
        design["country"] = "country"
        columns["country"] = choose(("KR", "NA", "JP", "north"))
    if replicated or random.random() < 0.7:
        design["weight"] = "weight"
        kinds["weight"] = "few" if replicated else random.choice(list(WEIGHTS))
        columns["weight"] = choose(WEIGHTS[kinds["weight"]])
    for part in ("stratum", "psu"):
        if random.random() < 0.6:
            design[part] = part
            columns[part] = choose(NAMES[random.choice(list(NAMES))])
    columns |= {name: choose(some) for name, some in cells.items()}
    columns["remark"] = choose(("", "said, nothing", "x", 'a "b"', "한국"))
    if replicated:
        kind = random.choice(("jk1", "brr", "bootstrap"))
        design["replicates"] = {"columns": "rw*", "type": kind, "factors": "yes"}
        columns |= {f"rw{n}": choose(("1", "0.9", "1.1", "1.02")) for n in (1, 2, 3)}
    header = list(columns)
    random.shuffle(header)
    sheet = Sheet(
        header,
        [[columns[name](n) for name in header] for n in range(1, rows + 1)],
        quotes=random.choice(("few", "few", "strings", "all")),
        end=random.choice(("\n", "\n", "\r\n", "mixed", "\r")),
        final=random.random() < 0.8,
        mark=random.random() < 0.2,
        random=random,
    )
    if random.random() < 0.5:  # nothing that has to be quoted
        sheet.rows = [[c if c.isascii() and c.isalnum() else c.replace("\n", " ").replace(",", " ")
                       .replace('"', "'") for c in row] for row in sheet.rows]  # fmt: skip
    if "weight" in design and rows:
        sheet.rows[0][header.index("weight")] = "1"  # not all are 0
    data = FAULTS[fault](sheet, design) if fault else sheet.written()
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "p",
            "title": "T",
            "waves": {"1": {"samples": samples, "design": design}},
            "items": items,
        }
    )
    return Made(questionnaire, tuple(items), data, packed, fault)


# -- one thing wrong -------------------------------------------------------------------


def _cell(name: str, *texts: str) -> Callable[[Sheet, Mapping[str, Any]], bytes]:
    """A cell of a column that holds what it may not."""

    def change(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
        row = sheet.random.choice(sheet.rows)
        if name in sheet.header:
            row[sheet.header.index(name)] = sheet.random.choice(texts)
        return sheet.written()

    return change


def _twice(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
    """Two respondents with one id, wherever they stand."""
    if "id" in sheet.header and len(sheet.rows) > 1:
        place = sheet.header.index("id")
        first, other = sheet.random.sample(sheet.rows, 2)
        other[place] = first[place]
    return sheet.written()


def _longer(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
    sheet.random.choice(sheet.rows).append(sheet.random.choice(("", "x", "1")))
    return sheet.written()


def _shorter(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
    del sheet.random.choice(sheet.rows)[-1]
    return sheet.written()


def _bytes(*texts: bytes) -> Callable[[Sheet, Mapping[str, Any]], bytes]:
    """Bytes that stand where a row begins, or anywhere in the rows."""

    def change(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
        data = sheet.written()
        head = len(Sheet(sheet.header, [], sheet.quotes, "\n", True, sheet.mark, sheet.random)
                   .written()) + 1  # fmt: skip
        places = [n for n in range(head, len(data)) if data[n - 1 : n] in b",\n\r0123456789"]
        place = sheet.random.choice(places or [len(data)])
        return data[:place] + sheet.random.choice(texts) + data[place:]

    return change


def _blank_line(sheet: Sheet, design: Mapping[str, Any]) -> bytes:
    data, end = sheet.written(), b"\n"
    places = [n + 1 for n in range(len(data)) if data[n : n + 1] == end]
    place = sheet.random.choice(places or [len(data)])
    return data[:place] + sheet.random.choice((b"\n", b"\r\n")) + data[place:]


FAULTS: dict[str, Callable[[Sheet, Mapping[str, Any]], bytes]] = {
    "code": _cell("first", "7", "yess", "1 ", "1.5", "unbekannt und lang", " ", "가"),
    "mark": _cell("several.b", "2", "yes", "x"),
    "part": _cell("split", "x", "1;x", ";", "x;1;x", "1;;2", "1,2"),
    "weight": _cell("weight", "", "x", "-1", "nan", "1e999", " 1", "1.", ".5", "1,5", "1.2.3"),
    "tiny weight": _cell("weight", "1e-310", "0." + "0" * 310 + "1"),
    "replicate": _cell("rw2", "", "x", "-1", "inf"),
    "country": _cell("country", "", "kr", "KOR", "가나", "Republic of Korea"),
    "empty id": _cell("id", "", " ", "\u3000"),
    "same id": _twice,
    "stratum": _cell("stratum", "", " ", "\u00a0"),
    "psu": _cell("psu", "", "  "),
    "longer": _longer,
    "shorter": _shorter,
    "blank line": _blank_line,
    "sign": _bytes(b"\x00", b"\x1b", b"\x7f", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xc2\x85"),
    "encoding": _bytes(b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xb0\xa1"),
    "quote": _bytes(b'"', b'"x', b'""x', b'"\n'),
    "return": _bytes(b"\r", b"\r\r\n"),
}


@st.composite
def files(draw: st.DrawFn, *, wrong: bool = False) -> Made:
    """Any of them."""
    return made(
        draw(st.integers(0, 2**32)),
        draw(st.integers(1, 70)),
        replicated=draw(st.sampled_from((False, False, False, True))),
        packed=draw(st.sampled_from((False, False, True))),
        fault=draw(st.sampled_from(sorted(FAULTS))) if wrong else None,
    )


# -- what a reader says ----------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """How a file is read.

    Attributes
    ----------
    piece : bytes at a time
    split : whether it is cut into ranges for threads
    """

    reader: str
    piece: int = 4_000_000
    split: bool = False


@contextmanager
def read_in(way: Way) -> Iterator[None]:
    """Read so within a block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "PIECE", way.piece)
        patch.setattr(read, "SWIFT_FROM", 0)
        patch.setattr(ranges, "SPLIT_FROM", 0 if way.split else 10**12)
        yield


def reading(file: Made, way: Way) -> Reading:
    data = gzip.compress(file.data, 1) if file.packed else file.data
    name = f"{NAME}.gz" if file.packed else NAME
    declared = {item: Where("questionnaires/p.yaml", 1) for item in file.items}
    origin = Source(name, lambda: io.BytesIO(data), packed=file.packed, size=len(data))
    return Reading(origin, file.questionnaire, "1", declared, way.reader)


def sums_of(file: Made, way: Way) -> Sums | tuple[Fault, ...]:
    """The sums, or the faults."""
    askings = [file.questionnaire.asking(item, "1") for item in file.items]
    with read_in(way):
        try:
            return read_sums(reading(file, way), askings)
        except InputError as problem:
            return problem.faults


def respondents_of(file: Made, way: Way) -> Coded | tuple[Fault, ...]:
    """The respondents, or the faults."""
    with read_in(way):
        try:
            return read_respondents(reading(file, way), file.items)
        except InputError as problem:
            return problem.faults


def told(faults: Sequence[Fault], *, guessed: bool = True) -> list[tuple[Any, ...]]:
    """Faults as they are printed; ``guessed``: with what other encoding a piece may be in."""
    return [
        (str(f.where), f.code, f.message, f.got, f.hint if guessed or f.code != "encoding" else "")
        for f in faults
    ]


def same_sums(found: Sums, expected: Sums) -> None:
    """Counts are equal, sums nearly, names and places too."""
    assert dict(found.rows) == dict(expected.rows)
    assert dict(found.unasked) == dict(expected.unasked)
    assert {k: list(v) for k, v in found.cells.items()} == {
        k: list(v) for k, v in expected.cells.items()
    }
    for key, by_sample in expected.cells.items():
        for sample, cells in by_sample.items():
            same_cells(found.cells[key][sample], cells)


def same_cells(found: Cells, expected: Cells) -> None:
    for name in ("columns", "strata", "units", "clustered", "n_not_asked", "n_not_stated"):
        assert getattr(found, name) == getattr(expected, name), name
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.n.tolist() == expected.n.tolist()
    assert found.replication == expected.replication
    assert found.replicate_dof == expected.replicate_dof
    for name in ("w", "w2", "replicates"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one is None) == (other is None)
        if other is not None:
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=0)


def same_respondents(found: Coded, expected: Coded) -> None:
    """Every respondent is coded alike, to the last digit."""
    for name in ("samples", "strata", "psus", "weighted", "respondents", "replication"):
        assert getattr(found, name) == getattr(expected, name), name
    assert dict(found.unasked) == dict(expected.unasked)
    for name in ("sample", "weight", "stratum", "psu", "replicates"):
        _same(getattr(found, name), getattr(expected, name))
    assert list(found.items) == list(expected.items)
    for name, answers in expected.items.items():
        assert found.items[name].options == answers.options
        _same(found.items[name].status, answers.status)
        _same(found.items[name].chosen, answers.chosen)


def _same(one: Any, other: Any) -> None:
    assert (one is None) == (other is None)
    if other is not None:
        assert one.tolist() == other.tolist()


def plainly(file: Made) -> list[list[str]]:
    """The rows of a file without a fault, as the csv module alone reads them."""
    text = file.data.decode("utf-8-sig")
    return [[normalize("NFC", c) for c in r] for r in csv.reader(io.StringIO(text, newline=""))]
