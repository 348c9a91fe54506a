"""Small wrongs put into a file, by what the file is made of: lines, cells, words, numbers.

Bytes changed at random seldom pass the first look that a reader takes. These
changes leave most of a file as it was, so that what lies deeper is reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from fuzz.words import NUMBERS, WORDS

Text = str
Edit = Callable[[Text, Random, Sequence[str], str], Text]
_WORD = re.compile(r"[\w.%@-]+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def mutated(data: bytes, kind: str, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """The input with one to four changes; ``others`` are inputs to take pieces from."""
    text = data.decode("utf-8", "surrogateescape")
    pieces = [random.choice(others).decode("utf-8", "surrogateescape")] if others else [text]
    for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
        text = random.choice(EDITS[kind])(text, random, pieces, kind)
    changed = text.encode("utf-8", "surrogateescape" if _is_escaped(text) else "surrogatepass")
    return _bytes(changed, random) if random.random() < 0.03 else changed


def _is_escaped(text: str) -> bool:
    return all(not "\ud800" <= sign <= "\udfff" or "\udc80" <= sign <= "\udcff" for sign in text)


def _bytes(data: bytes, random: Random) -> bytes:
    """Put a few bytes somewhere, or cut there."""
    place = random.randrange(len(data) + 1)
    if random.random() < 0.3:
        return data[:place]
    return data[:place] + random.randbytes(random.randint(1, 3)) + data[place + 1 :]


def _new(text: str, random: Random, kind: str) -> str:
    """A word to put there: of the list of its kind, or of the file itself."""
    own = _WORD.findall(text)
    if own and random.random() < 0.4:
        return random.choice(own)
    return random.choice(WORDS[kind])


def _word(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Put another word in the place of one."""
    found = list(_WORD.finditer(text))
    if not found:
        return text + _new(text, random, kind)
    match = random.choice(found)
    return text[: match.start()] + _new(text, random, kind) + text[match.end() :]


def _number(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Put another number in the place of one."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    match = random.choice(found)
    new = random.choice(NUMBERS) if random.random() < 0.5 else str(random.randint(0, 120))
    return text[: match.start()] + new + text[match.end() :]


def _insert(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Put a word or a sign anywhere."""
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(WORDS[kind]) + text[place:]


def _delete(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Take out a few characters."""
    place = random.randrange(len(text) + 1)
    return text[:place] + text[place + random.randint(1, 12) :]


def _line(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Take out, double or move lines, or bring some from another file."""
    lines = text.split("\n")
    place, length = random.randrange(len(lines)), random.randint(1, 4)
    taken = lines[place : place + length]
    what = random.randrange(4)
    if what == 0:
        del lines[place : place + length]
    elif what == 1:
        lines[place:place] = taken
    elif what == 2:
        del lines[place : place + length]
        there = random.randrange(len(lines) + 1)
        lines[there:there] = taken
    else:
        other = pieces[0].split("\n")
        start = random.randrange(len(other))
        lines[place:place] = other[start : start + length]
    return "\n".join(lines)


def _indent(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Move lines a step to the right or to the left."""
    lines = text.split("\n")
    place = random.randrange(len(lines))
    right = random.random() < 0.5
    for row in range(place, min(place + random.randint(1, 4), len(lines))):
        lines[row] = f"  {lines[row]}" if right else lines[row].removeprefix("  ")
    return "\n".join(lines)


def _value(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Put something else behind a colon, or nothing."""
    places = [match.end() for match in re.finditer(r": ?", text)]
    if not places:
        return text
    start = random.choice(places)
    end = re.compile(r"[\n,}\]]|$").search(text, start)
    new = random.choice(("", _new(text, random, kind), f"[{_new(text, random, kind)}]", "{}"))
    return text[:start] + f" {new}" + text[end.start() if end else len(text) :]


def _cell(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Put something else in a cell: of the list, or of another row of that column."""
    rows = [line.split(",") for line in text.split("\n")]
    row = random.choice(rows)
    place = random.randrange(len(row))
    same = [r[place] for r in rows[1:] if len(r) > place]
    if same and random.random() < 0.5:
        row[place] = random.choice(same)
    else:
        row[place] = random.choice(("", _new(text, random, kind), random.choice(WORDS[kind])))
    return "\n".join(",".join(row) for row in rows)


def _column(text: str, random: Random, pieces: Sequence[str], kind: str) -> str:
    """Take out, double or exchange a whole column."""
    rows = [line.split(",") for line in text.split("\n")]
    first, second = (random.randrange(len(rows[0])) for _ in range(2))
    what = random.randrange(3)
    for row in rows:
        if len(row) <= max(first, second):
            continue
        if what == 0:
            del row[first]
        elif what == 1:
            row.insert(second, row[first])
        else:
            row[first], row[second] = row[second], row[first]
    return "\n".join(",".join(row) for row in rows)


EDITS: dict[str, tuple[Edit, ...]] = {
    "yaml": (_word, _word, _number, _insert, _delete, _line, _line, _indent, _value, _value),
    "csv": (_word, _number, _number, _insert, _delete, _line, _cell, _cell, _cell, _column),
    "text": (_word, _word, _number, _insert, _delete, _line),
}
