"""From what a file says to what is written: items for answers, and a reason for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kcli.errors import UsageError
from kcli.io.importing.described import Described, Several, Texts, Value, Variable, clean, counted
from kcli.io.importing.design import planned_design
from kcli.io.importing.names import Namer, resolved, slug
from kcli.io.importing.options import Choices, choices_of, merged, relabelled, scores_of
from kcli.io.importing.planned import LeftOut, Plan, PlannedItem, Wishes
from kcli.io.importing.several import found_sets
from kcli.model.fields import said
from kcli.model.records import Note

__all__ = ["planned"]

_FEW_CODES = 12  # different numbers without labels that are still taken for codes
_FEW_WORDS = 20
_LONGEST_WORDS = 200  # characters of an answer that was on offer
_ANSWERS = "--answers {} takes its values as answers"
_CODE = re.compile(r"[A-Za-z]{0,5}-?[0-9]{1,5}")  # such as A1, which nobody types
_COMPUTED = frozenset({"SPSS", "Stata"})  # formats whose indicator columns are looked for
_ROLES = ("respondent", "country", "weight")


def planned(described: Described, wishes: Wishes, source: str, stem: str) -> Plan:
    """What is written of a file. Raises UsageError where what was named is not in it."""
    if described.rows == 0:
        raise UsageError(f"{source} has no respondents")
    return _Planner(described, wishes).plan(source, stem)


class _Planner:
    def __init__(self, described: Described, wishes: Wishes) -> None:
        self.described = described
        self.wishes = wishes
        self.variables = {variable.name: variable for variable in described.variables}
        assert len(self.variables) == len(described.variables), "a name stands once"
        self.forced = {resolved(name, self.variables, "--answers") for name in wishes.answers}
        self.unwanted = {resolved(name, self.variables, "--leave") for name in wishes.leave}
        self.namer = Namer(("country",))
        self.left: list[LeftOut] = []
        self.items: list[PlannedItem] = []
        self.emptied = 0
        self.unscored: list[str] = []
        self.written: dict[str, tuple[str, Mapping[str, str]]] = {}
        """By foreign name: the item, and the option of each code."""

    def plan(self, source: str, stem: str) -> Plan:
        """Everything, in the order of the file."""
        described, wishes = self.described, self.wishes
        design = planned_design(described, wishes, self.namer)
        roles = {design.columns[part][0] for part in _ROLES if part in design.columns}
        roles |= {design.proposed_weight[0]} if design.proposed_weight else set()
        sets = self._sets(roles)
        first = {several.columns[0]: several for several in reversed(sets)}
        joined = {column for several in sets for column in several.columns}
        named = {several.name: several for several in sets if several.columns[0] not in first}
        for name, variable in self.variables.items():
            if name in first:
                for several in (s for s in sets if s.columns[0] == name):
                    self._several(several)
            if name not in joined and name not in roles:
                self._single(variable)
        assert not named, "every set begins with one of its columns"
        if not self.items:
            message = f"nothing in {source} looks like answers"
            raise UsageError(message, "--answers NAME takes the values of a variable as answers")
        wave, guessed = _wave(wishes, stem, said(described.title))
        return Plan(
            format=described.format,
            survey=wishes.name,
            wave=wave,
            wave_guessed=guessed,
            title=relabelled(described.title, wishes.language),
            source=source,
            rows=described.rows,
            design=design,
            items=tuple(self._filtered()),
            left=(*design.failed, *self.left),
            notes=(*described.notes, *self._notes()),
        )

    def _sets(self, roles: set[str]) -> list[Several]:
        free = self.forced | self.unwanted | roles
        left = [
            replace(s, columns=tuple(name for name in s.columns if name not in free))
            for s in self.described.sets
        ]
        sets = [several for several in left if several.columns]
        if self.described.format in _COMPUTED and self.described.rows:
            taken = {column for several in sets for column in several.columns} | free
            sets += found_sets(self.described.variables, taken)
        return sets

    def _leave(self, name: str, label: Texts, reason: str, hint: str = "") -> None:
        self.left.append(LeftOut(name, said(label), reason, hint))

    # -- one answer -----------------------------------------------------------

    def _single(self, variable: Variable) -> None:
        reason, hint = self._why_not(variable)
        if reason:
            self._leave(variable.name, variable.label, reason, hint)
            return
        cells, values = self._without_missing(variable)
        words = variable.kind in ("words", "text") and not values
        if words:
            every = [Value(cell, {}) for cell in dict.fromkeys(filter(None, cells))]
            others: list[str] = []
        else:
            every, others = merged(values, set(cells))
        choices = choices_of(every, self.wishes.language, words=words)
        if all(option.kind != "substantive" for option in choices.options):
            reason = "none of its values is an answer" if choices.options else "nobody has a value"
            self._leave(variable.name, variable.label, reason)
            return
        confirm, complete = choices.confirm, "published" if variable.complete else "assumed"
        if words or not values:
            complete = "incomplete"
        if not words and not values:
            confirm = ("no labels in the file: the codes stand for themselves",)
        elif others:
            told = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
            confirm = (f"without labels: {told}", *_others(confirm, others))
        score = scores_of(choices)
        if not score and any(value.score for value in values):
            self.unscored.append(variable.name)
        item = self.namer.name(slug(variable.name), f"q{len(self.items) + 1}")
        self.written[variable.name] = item, dict(_ids(choices, every))
        self.items.append(
            PlannedItem(
                id=item,
                source=variable.name,
                text=self._text(variable.label, variable.name),
                options=choices.options,
                columns={item: [choices.written.get(cell, "") for cell in cells]},
                answered=sum(map(bool, cells)),
                complete=complete,
                comment="" if variable.label else "no label in the file: its name",
                confirm=confirm,
                score=score,
            )
        )

    def _why_not(self, variable: Variable) -> tuple[str, str]:
        """Why a variable holds no answers, and what to do about it; nothing where it does."""
        if variable.name in self.unwanted:
            return "left out by --leave", ""
        if variable.name in self.forced:
            return "", ""
        if variable.kind in ("passed", "date"):
            return variable.why or "a date or a time", ""
        hint = _ANSWERS.format(variable.name)
        present = dict.fromkeys(cell for cell in variable.cells if cell)
        if variable.kind in ("text", "words") and not variable.values:
            return self._why_no_words(variable, present, hint)
        reason = _why_number(variable, present) or self._why_alone(variable, present)
        return reason, hint if reason and present else ""

    def _why_alone(self, variable: Variable, present: Mapping[str, None]) -> str:
        """Why one answer beside empty cells is no question: its share of those who gave it is 1."""
        if len(variable.values) > 1 or len(present) != 1 or all(variable.cells):
            return ""
        (answer,) = present
        stem = variable.name.rpartition("_")[0]
        for other in self.variables.values():  # rows of one grid have the same answers
            alike = stem and other.name.rpartition("_")[0] == stem and answer in other.cells
            if alike and len(set(other.cells) - {""}) > 1:
                return ""
        return "one answer only, and empty where it was not given"

    def _why_no_words(
        self, variable: Variable, present: Mapping[str, None], hint: str
    ) -> tuple[str, str]:
        answered = sum(map(bool, variable.cells))
        if not answered and self.described.rows is not None:
            return "nobody has answered", ""
        if variable.kind == "text" and self.described.rows is None:
            return "an open question", ""
        if variable.kind == "text":
            return f"text: {counted(len(present), 'answer', 'different ones')}", hint
        codes = all(_CODE.fullmatch(cell) for cell in present)
        few = len(present) <= _FEW_WORDS and (codes or 2 * len(present) <= answered)
        if few and max(map(len, present)) <= _LONGEST_WORDS:
            reason = self._why_alone(variable, present)
            return reason, hint if reason else ""
        people = counted(answered, "person", "people")
        return (
            f"looks open: {counted(len(present), 'answer', 'different answers')} of {people}",
            hint,
        )

    def _without_missing(self, variable: Variable) -> tuple[Sequence[str], Sequence[Value]]:
        """Cells and values, without those that the file declares missing if that is wished."""
        variable = _on_one_line(variable)
        if not self.wishes.empty_missing:
            return variable.cells, variable.values
        gone = {value.code for value in variable.values if value.missing}
        self.emptied += sum(cell in gone for cell in variable.cells)
        cells = ["" if cell in gone else cell for cell in variable.cells]
        return cells, [value for value in variable.values if not value.missing]

    def _text(self, label: Texts, name: str) -> dict[str, str]:
        return relabelled(label, self.wishes.language) or {self.wishes.language: name}

    # -- several answers ------------------------------------------------------

    def _several(self, several: Several) -> None:
        members = [self.variables[name] for name in several.columns]
        item = self.namer.name(slug(several.name), slug(members[0].name), "several")
        if several.counted is None:
            made = self._listed(several, members, item)
        else:
            made = self._marked(several, members, item)
        if made is None:
            return
        confirm = made.confirm
        if several.found:
            confirm = ("taken for one question with several answers", *confirm)
        joined = len(members) > 1
        comment = (
            f"{len(members)} columns: {members[0].name} to {members[-1].name}" if joined else ""
        )
        self.items.append(replace(made, confirm=confirm, comment=comment))

    def _marked(
        self, several: Several, members: Sequence[Variable], item: str
    ) -> PlannedItem | None:
        """A column of 0 and 1 for each answer."""
        marks, gone = [], 0
        for variable in members:
            missing = {value.code for value in variable.values if value.missing}
            gone += sum(cell in missing for cell in variable.cells)
            marks.append(
                [
                    "" if not cell or cell in missing else str(int(cell == several.counted))
                    for cell in variable.cells
                ]
            )
        labels = _part_labels(several, members)
        values = [
            Value(variable.name, labels[variable.name] or {"und": variable.name})
            for variable in members
        ]
        choices = choices_of(values, self.wishes.language, words=True)
        confirm = [text.partition(" ")[2] for text in choices.confirm]
        if gone:
            emptied = counted(gone, "user-missing cell is", "user-missing cells are")
            confirm.append(f"{emptied} left empty")
        unmarked = sum(not any(row) for row in zip(*marks, strict=True)) if marks else 0
        if unmarked and not any("0" in column for column in marks):
            confirm.append(f"{unmarked:,} marked nothing, and count as not asked or not stated")
        columns = {
            f"{item}.{option.id}": cells
            for option, cells in zip(choices.options, marks, strict=True)
        }
        # An answer is known by the end of its column's name where that is its code.
        ids = {
            name.rpartition("/")[2]: option.id
            for name, option in zip(several.columns, choices.options, strict=True)
        }
        self.written[several.name] = item, ids
        whole = all(variable.complete for variable in members)
        return PlannedItem(
            id=item,
            source=several.name,
            text=self._text(several.label, several.name),
            options=choices.options,
            columns=columns,
            answered=sum(any(row) for row in zip(*marks, strict=True)) if marks else 0,
            several=True,
            complete="published" if whole else "assumed",
            confirm=tuple(confirm),
        )

    def _listed(
        self, several: Several, members: Sequence[Variable], item: str
    ) -> PlannedItem | None:
        """One column with the codes of each row, from columns that hold an answer each."""
        values: dict[str, Value] = {}
        stripped = [self._without_missing(variable) for variable in members]
        for _, own in stripped:
            for value in own:
                values.setdefault(value.code, value)
        present = {cell for cells, _ in stripped for cell in cells}
        every, others = merged(list(values.values()), present)
        if len(others) > _FEW_WORDS or all(value.missing for value in every):
            self._leave(several.name, several.label, "a set of numbers without labels")
            return None
        choices = choices_of(every, self.wishes.language, divided=True)
        rows = zip(*(cells for cells, _ in stripped), strict=True)
        cells = [
            ";".join(dict.fromkeys(choices.written[cell] for cell in row if cell)) for row in rows
        ]
        return PlannedItem(
            id=item,
            source=several.name,
            text=self._text(several.label, several.name),
            options=choices.options,
            columns={item: cells},
            answered=sum(map(bool, cells)),
            several=True,
            confirm=choices.confirm,
        )

    # -- the whole ------------------------------------------------------------

    def _filtered(self) -> Iterator[PlannedItem]:
        """The items with their filters, where item and answers are among what is written."""
        asked: dict[str, tuple[str, tuple[str, ...]]] = {}
        for variable in self.described.variables:
            if variable.asked is not None:
                asked[variable.name] = variable.asked
                asked.setdefault(variable.name.rpartition("/")[0], variable.asked)
        for item in self.items:
            lead = asked.get(item.source)
            target, known = self.written.get(lead[0], ("", {})) if lead else ("", {})
            if lead and target != item.id and all(code in known for code in lead[1]):
                yield replace(item, asked=(target, tuple(known[code] for code in lead[1])))
            elif lead:
                unmapped = (f"its filter leans on {lead[0]}, which is not here as it says",)
                yield replace(item, confirm=(*item.confirm, *unmapped))
            else:
                yield item

    def _notes(self) -> Iterator[Note]:
        if self.unscored:
            told = ", ".join(self.unscored[:10]) + (", ..." if len(self.unscored) > 10 else "")
            yield Note("scores-left", f"Scores are left out where an answer has none: {told}.")
        if self.emptied:
            cells = counted(self.emptied, "user-missing cell is", "user-missing cells are")
            yield Note("user-missing", f"{cells} left empty, as --empty-missing says.")
        elif any("user-missing" in text for item in self.items for text in item.confirm):
            text = (
                "Values that the file declares missing are kept as answers that are no opinion "
                "(dont_know, refused): they are in the base of --base all. --empty-missing leaves "
                "them out."
            )
            yield Note("user-missing", text)


def _on_one_line(variable: Variable) -> Variable:
    """A variable without signs in its cells that no file of kcli may hold."""
    known = {value.code for value in variable.values}
    odd = {cell: clean(cell) for cell in set(variable.cells) - known if cell != clean(cell)}
    if not odd:
        return variable
    return replace(variable, cells=[odd.get(cell, cell) for cell in variable.cells])


def _part_labels(several: Several, members: Sequence[Variable]) -> dict[str, Texts]:
    """What each answer of a set is called: by its column, else by the value that is counted."""
    own = {v.name: (several.labels or {}).get(v.name) or v.label for v in members}
    if len({said(label) for label in own.values()}) == len(own):
        return own
    by_value = {
        variable.name: value.label
        for variable in members
        for value in variable.values
        if value.code == several.counted and value.label
    }
    apart = {said(label) for label in by_value.values()}
    return by_value if len(apart) == len(own) else own


def _why_number(variable: Variable, present: Iterable[str]) -> str:
    """Why values are amounts and no codes; nothing where they may be codes."""
    if variable.kind == "number" and not variable.values:
        return "a number"
    known = {value.code for value in variable.values}
    others = [code for code in present if code not in known]
    if not known and not others:
        return "nobody has a value, and it has no labels"
    if any(not code.removeprefix("-").isdecimal() for code in others) and _all_numbers(others):
        return "a number with decimals"
    most = _FEW_WORDS if known else _FEW_CODES
    if len(others) > most or (len(others) > 1 and variable.kind == "number"):
        return f"a number: {counted(len(others), 'value', 'values')} without labels"
    return ""


def _others(confirm: Sequence[str], others: Sequence[str]) -> list[str]:
    """What is to be confirmed beside values without labels, which are told together."""
    plain = {f"{code}: no label in the file" for code in others}
    return [text for text in confirm if text not in plain]


def _ids(choices: Choices, values: Sequence[Value]) -> Iterator[tuple[str, str]]:
    for value, option in zip(values, choices.options, strict=True):
        yield value.code, option.id


def _all_numbers(codes: Sequence[str]) -> bool:
    try:
        return all(float(code) == float(code) for code in codes)
    except ValueError:
        return False


def _wave(wishes: Wishes, stem: str, title: str) -> tuple[str, bool]:
    """The id of the wave, and whether it is a guess: a year in the name or title of the file."""
    if wishes.wave is not None:
        return wishes.wave, False
    for text in (stem, title):
        years = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", text)
        if years:
            return years[0], True
    return "1", True
