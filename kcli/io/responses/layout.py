"""Which columns of a file are read, and what is wrong with its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kcli.errors import Fault, Where, nearest
from kcli.io.csv_records import cell_where, check_dialect
from kcli.io.responses.faults import Faults
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.model.survey import Design, Replicates

__all__ = ["Layout", "answer_columns"]


class Layout:
    """The header of a file against its questionnaire.

    Attributes
    ----------
    place : dict of str to int
        Each column's place.
    """

    def __init__(
        self, name: str, header: Sequence[str], text: str, questionnaire: Questionnaire, wave: str
    ) -> None:
        """``text`` is the header as it is written."""
        self.name = name
        self._text = text
        self._askings: dict[str, Asking] = {}
        self.header = list(header)
        self.place = {column: number for number, column in enumerate(header)}
        self.questionnaire = questionnaire
        self.wave = wave
        self.design = questionnaire.waves[wave].design or Design()

    def where(self, column: str) -> Where:
        """The place of a column's name."""
        return cell_where(self.name, 1, self._text, self.place[column])

    def asking(self, item: str) -> Asking:
        """An item as this wave asked it."""
        if item not in self._askings:
            self._askings[item] = self.questionnaire.asking(item, self.wave)
        return self._askings[item]

    def faults(self, declared: Mapping[str, Where]) -> Iterator[Fault]:
        """What keeps the columns from being found. Raises InputError for other dividers."""
        check_dialect(self.name, self.header)
        where = Where(self.name, 1)
        seen: set[str] = set()
        for place, name in enumerate(self.header):
            if not name.strip():
                yield Fault("blank-column", f"column {place + 1} has no name", where)
            elif name in seen:
                yield Fault("duplicate-column", f"two columns are named {name!r}", where)
            seen.add(name)
        design = self.design
        needed = [design.respondent, design.country, design.weight, design.stratum, design.psu]
        for name in filter(None, needed):
            if name not in self.place:
                message = f"the column {name!r} is missing, which the design names"
                yield Fault("missing-column", message, where, hint=self._close(name))
        every = self.questionnaire.items
        asked = [item for item in every if self.wave in self.questionnaire.waves_of(item)]
        for item in self.with_filters(asked):
            if not self._has(item):
                message = f"the column {item!r} is missing; {declared[item]} declares it"
                yield Fault("missing-column", message, where, hint=self._close(item))
            elif item in self.place and self.asking(item).type == "multiple":
                yield from self._ambiguous(item, declared[item])

    def _ambiguous(self, item: str, declared: Where) -> Iterator[Fault]:
        """Several answers in one cell that might be others, or that other columns tell, too."""
        asking = self.asking(item)
        for name, option in asking.options.items():
            if ";" in (option.code or name):
                message = f"{item}: a semicolon divides answers, and the code of {name!r} holds one"
                yield Fault("bad-value", message, declared, hint="choose another code")
        parts = answer_columns(asking)
        if all(part in self.place for part in parts):
            message = f"{item!r} is told by a column of its own, and by {parts[0]!r}"
            hint = "either a column for each answer, or one for all"
            yield Fault("duplicate-column", message, self.where(parts[0]), hint=hint)

    def _has(self, item: str) -> bool:
        asking = self.asking(item)
        parts = answer_columns(asking)
        several = asking.type == "multiple" and all(part in self.place for part in parts)
        return item in self.place or several

    def _close(self, name: str) -> str | None:
        return nearest(name, self.header)

    def with_filters(self, items: Iterable[str]) -> list[str]:
        """Items, each after those whose answers decide who was asked it."""
        found: dict[str, None] = {}
        for item in items:
            asked = self.asking(item).asked
            if asked is not None and item not in found:
                found.update(dict.fromkeys(self.with_filters([asked.item])))
            found[item] = None
        return list(found)

    def needed(self, items: Iterable[str]) -> list[str]:
        """The columns that are read for some items, in the order of the header."""
        design = self.design
        wanted = {design.respondent, design.country, design.weight, design.stratum, design.psu}
        if design.replicates is not None:
            start = design.replicates.columns.removesuffix("*")
            wanted |= {
                n for n in self.header if n.startswith(start) and n[len(start) :].isdecimal()
            }
        for item in self.with_filters(items):
            wanted |= {item} if item in self.place else set(answer_columns(self.asking(item)))
        return [name for name in self.header if name in wanted]

    def replicates(self, declared: Replicates, faults: Faults) -> list[str]:
        """The columns of replicate weights, in the order of the numbers in their names."""
        where = Where(self.name, 1)
        start = declared.columns.removesuffix("*")
        named = [
            n for n in self.header if n.startswith(start) and n.removeprefix(start).isdecimal()
        ]
        found = {_number(name.removeprefix(start)): name for name in named}
        numbers = sorted(found)
        missing = [a + 1 for a, b in pairwise(numbers) if b > a + 1]
        if missing or len(named) > len(found):
            odd = f"{start}{missing[0]} is missing" if missing else "a number stands twice"
            message = f"replicate weights {declared.columns!r}: {odd}"
            faults.note_fault("replicates", "missing-column", message, where)
            return []
        if len(found) < 2:
            message = f"there are not two columns of replicate weights {declared.columns!r}"
            hint = "the design names them"
            faults.note_fault("replicates", "missing-column", message, where, hint=hint)
            return []
        return [found[number] for number in numbers]


def answer_columns(asking: Asking) -> list[str]:
    """The columns of a question with several answers that has one for each."""
    return [f"{asking.item}.{option}" for option in asking.options]


def _number(digits: str) -> int:
    """The number of a replicate; one of many digits is merely far from every other."""
    return int(digits) if len(digits) < 10 else 10**9
