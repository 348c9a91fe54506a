"""Text for a terminal that may be Chinese or Japanese: where a line of it may end.

These scripts part words by no space. Rich breaks at spaces only, and elsewhere
wherever the width is used up: inside a number, or before a full stop.
"""

from __future__ import annotations

import re
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

__all__ = ["Unspaced", "pieces"]

_LEAST = 16  # no column is made narrower for a text that may be broken anywhere
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = f"{_HAN}\u3041-\u30ff\uff66-\uff9f"
_KATAKANA = "\u30a1-\u30fa\u30fc"  # whose words, of foreign names mostly, stay whole
_FULL = f"[{_LETTER}\u3000-\u303f\uff01-\uff65]"
# What does not begin a line, and what does not end one.
_CLOSES = "”’»)\\]}、。〉》」』】〕〗〟，．：；？！）］｝％ー々,.;:!?%…"
_CLOSES += "ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_OPENS = "“‘«(\\[{〈《「『【〔〖（［｛"
_UNSPACED = re.compile(_FULL)
# After a space, or beside such a letter; but not between a number and its unit.
_BREAK = re.compile(
    rf"(?<=\s)(?=\S)|(?<![\s{_OPENS}])(?![\s{_CLOSES}])(?:(?<={_FULL})|(?={_FULL}))"
    rf"(?<![0-9](?=[{_LETTER}]))(?<![{_KATAKANA}](?=[{_KATAKANA}]))"
)


def pieces(text: str) -> list[str]:
    """The text in parts that no line may break.

    >>> pieces("“好转”上升5个百分点。 Not changed")
    ['“好', '转”', '上', '升', '5个', '百', '分', '点。 ', 'Not ', 'changed']
    """
    return [piece for piece in _BREAK.split(text) if piece]


class Unspaced(Text):
    """A text whose lines end where Chinese and Japanese let them; any other as Rich has it."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        """Lines as Rich makes them, of a text that has been broken before."""
        if how.get("no_wrap") or self.no_wrap or not _UNSPACED.search(self.plain):
            return super().wrap(console, width, **how)
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(_ends(line.plain, width)):
                part.rstrip_end(width)
                lines.extend(part.wrap(console, width, **how))
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """No narrower than its longest word; of what may be broken inside, than some words."""
        least, most = super().__rich_measure__(console, options)
        if least <= _LEAST or not _UNSPACED.search(self.plain):
            return Measurement(least, most)
        longest = max(cell_len(piece.strip()) for piece in pieces(self.plain))
        return Measurement(min(least, max(longest, _LEAST)), most)


def _ends(line: str, width: int) -> list[int]:
    """The places at which a line of the width ends, if it ends at a place that allows it."""
    ends, place, used = [], 0, 0
    for piece in pieces(line):
        if used and used + cell_len(piece.rstrip()) > width:
            ends.append(place)
            used = 0
        place += len(piece)
        used += cell_len(piece)
    return ends
