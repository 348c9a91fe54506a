"""The columns beside the answers: who, where, with what weight; named, declared, or guessed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kcli.errors import UsageError
from kcli.io.importing.described import Described, Value, Variable, clean, counted
from kcli.io.importing.names import Namer, resolved, slug
from kcli.io.importing.planned import LeftOut, PlannedDesign, Wishes
from kcli.model.fields import said
from kcli.model.figures import LEAST_WEIGHT
from kcli.text.countries import countries_by_name, is_country

__all__ = ["planned_design"]

_WEIGHTS = re.compile(
    r"(p|d|a|f|post)?(weight|wgt|wt|gewicht|pond|pondera|ponderacion|peso|poids)s?([_.]?\w*)?|w|"
    r"가중치.*|ウェイト.*|权重.*",
    re.IGNORECASE,
)
_IDS = re.compile(
    r"id|idno|ident|serial|key|uuid|(resp(ondent)?|case|person|interview|record)[_. ]?(id|no|nr|"
    r"num(ber)?)",
    re.IGNORECASE,
)
_COUNTRIES = frozenset({"country", "cntry", "country_code", "countrycode", "iso2", "land", "pays"})
_ALSO = {
    "UK": "GB", "USA": "US", "UNITED STATES OF AMERICA": "US", "GREAT BRITAIN": "GB",
    "KOREA": "KR", "REPUBLIC OF KOREA": "KR", "SOUTH-KOREA": "KR", "KOREA (SOUTH)": "KR",
    "RUSSIAN FEDERATION": "RU", "CZECH REPUBLIC": "CZ", "TURKEY": "TR", "VIET NAM": "VN",
    "HONG KONG": "HK", "SLOVAK REPUBLIC": "SK",
}  # fmt: skip
NOBODY = "none"
# A number in ASCII digits, without its sign: what is before the point, from the point on, a power.
_PLAIN = re.compile(
    r"\+?(?=\.?[0-9])([0-9]{0,300})(\.[0-9]{0,300})?([eE][-+]?[0-9]{1,3})?", re.ASCII
)


def planned_design(described: Described, wishes: Wishes, namer: Namer) -> PlannedDesign:
    """Who is who in the file. Raises UsageError where what was named cannot be that."""
    variables = {variable.name: _clean(variable) for variable in described.variables}
    design = PlannedDesign()
    _country(described, variables, wishes, design)
    _respondent(described, variables, wishes, design, namer)
    _weight(described, variables, wishes, design, namer)
    for part, wish in (("stratum", wishes.stratum), ("psu", wishes.psu)):
        if wish is not None:
            name = resolved(wish, variables, f"--{part}")
            cells = variables[name].cells
            if not all(cells):
                rows = counted(cells.count(""), "row has", "rows have")
                raise UsageError(f"--{part}: {rows} no {name}")
            design.columns[part] = (name, namer.name(slug(name), part), cells)
    return design


def _clean(variable: Variable) -> Variable:
    odd = {cell: clean(cell) for cell in set(variable.cells) if cell != clean(cell)}
    if not odd:
        return variable
    return replace(variable, cells=[odd.get(cell, cell) for cell in variable.cells])


def _country(
    described: Described,
    variables: Mapping[str, Variable],
    wishes: Wishes,
    design: PlannedDesign,
) -> None:
    if wishes.country is not None:
        if wishes.country_column is not None:
            raise UsageError("--country and --country-column go without each other")
        if not is_country(wishes.country):
            message = f"there is no country {wishes.country!r}"
            raise UsageError(message, "codes are those of ISO 3166-1 alpha-2, such as KR")
        design.samples[wishes.country] = described.rows
        return
    guessed = next((name for name in variables if name.casefold() in _COUNTRIES), None)
    named = wishes.country_column or guessed
    if named is None or described.rows is None:
        message = "no country is known of these respondents"
        raise UsageError(message, "name it with --country KR, or its column with --country-column")
    name = resolved(named, variables, "--country-column")
    codes = _country_codes(variables[name])
    unknown = [value for value, code in codes.items() if code is None]
    if unknown:
        told = ", ".join(repr(value) for value in unknown[:5])
        message = f"{name}: no country is known by {told}"
        hint = "codes of ISO 3166-1 alpha-2 and English names are; or name one with --country"
        raise UsageError(message, hint)
    empty = list(variables[name].cells).count("")
    if empty:
        rows = counted(empty, "row has", "rows have")
        raise UsageError(f"{name}: {rows} no country", "leave them out of the file")
    cells = [codes[cell] or "" for cell in variables[name].cells]
    design.columns["country"] = (name, "country", cells)
    design.samples.update(Counter(cells))
    if wishes.country_column is None:
        design.confirm["country"] = "guessed by its name and its values"


def _country_codes(variable: Variable) -> dict[str, str | None]:
    labels = {value.code: value for value in variable.values}
    present = dict.fromkeys(cell for cell in variable.cells if cell)
    return {cell: _country_code(cell, labels.get(cell)) for cell in present}


def _country_code(cell: str, value: Value | None) -> str | None:
    """The code of a country, by the cell itself or by its label."""
    texts = [cell, *(value.label.values() if value else ())]
    known = {name.casefold(): code for name, code in countries_by_name("en").items()}
    for text in texts:
        upper = text.strip().upper()
        start = re.match(r"([A-Z]{2})\s*[-:]", text.strip())
        for wish in (upper, start[1] if start else ""):
            if is_country(wish) and (wish == text.strip() or start):
                return wish
        named = text.strip().casefold()
        found = _ALSO.get(upper) or known.get(named) or known.get(named.replace(" and ", " & "))
        if found:
            return found
    return None


def _respondent(
    described: Described,
    variables: Mapping[str, Variable],
    wishes: Wishes,
    design: PlannedDesign,
    namer: Namer,
) -> None:
    if wishes.respondent == NOBODY or described.rows is None:
        return
    if wishes.respondent is not None:
        name = resolved(wishes.respondent, variables, "--respondent")
        problem = _no_id(variables[name].cells)
        if problem:
            raise UsageError(f"--respondent: {name} names nobody: {problem}")
    else:
        known = [described.respondent] if described.respondent else []
        known += [name for name in variables if _IDS.fullmatch(name)]
        fitting = [name for name in known if name and not _no_id(variables[name].cells)]
        if not fitting or described.rows < 2:
            return
        name = fitting[0]
        if name != described.respondent:
            design.confirm["respondent"] = "guessed by its name; each of its values stands once"
    column = namer.name(slug(name), "id")
    design.columns["respondent"] = (name, column, variables[name].cells)


def _no_id(cells: Sequence[str]) -> str:
    """Why cells cannot be the ids of respondents; nothing where they can."""
    empty = list(cells).count("")
    if empty:
        return counted(empty, "row has none", "rows have none")
    twice = len(cells) - len(set(cells))
    return counted(twice, "row repeats one", "rows repeat one") if twice else ""


def _weight(
    described: Described,
    variables: Mapping[str, Variable],
    wishes: Wishes,
    design: PlannedDesign,
    namer: Namer,
) -> None:
    if wishes.weight == NOBODY or described.rows is None:
        return
    if wishes.weight is not None:
        name = resolved(wishes.weight, variables, "--weight")
        problem = _no_weight(variables[name].cells)
        if problem:
            raise UsageError(f"--weight: {name} is no weight: {problem}")
        design.columns["weight"] = (
            name,
            namer.name(slug(name), "weight"),
            _plainly(variables[name].cells),
        )
        return
    if described.weight in variables:
        name = described.weight or ""
        problem = _no_weight(variables[name].cells)
        if not problem:
            column = namer.name(slug(name), "weight")
            design.columns["weight"] = (name, column, _plainly(variables[name].cells))
            design.confirm["weight"] = "the file itself weighs with it"
        else:
            reason = f"the file weighs with it, and kcli cannot: {problem}"
            label = said(variables[name].label)
            design.failed.append(LeftOut(name, label, reason, "mend it; nothing is weighted now"))
        return
    for name, variable in variables.items():
        fits = _WEIGHTS.fullmatch(name) and variable.kind in ("coded", "number")
        fits = fits and not variable.values and len(set(variable.cells)) > 1
        if fits and not _no_weight(variable.cells):
            design.proposed_weight = (
                name,
                namer.name(slug(name), "weight"),
                _plainly(variable.cells),
            )
            return


def _plainly(cells: Sequence[str]) -> list[str]:
    """Weights as files of responses write numbers: ``.5`` as 0.5, ``+1`` as 1."""
    found = (_PLAIN.fullmatch(cell) for cell in cells)
    parts = [match.groups("") for match in found if match]
    return [f"{a or 0}{b if len(b) > 1 else ''}{c}" for a, b, c in parts]


def _no_weight(cells: Sequence[str]) -> str:
    """Why cells cannot be weights; nothing where they can."""
    empty = list(cells).count("")
    if empty:
        return counted(empty, "row has none", "rows have none")
    if not all(_PLAIN.fullmatch(cell) for cell in cells):
        negative = all(_PLAIN.fullmatch(cell.removeprefix("-")) for cell in cells)
        return "some values are below 0" if negative else "not all its values are numbers"
    numbers = [float(cell) for cell in cells]
    if not all(number == 0 or LEAST_WEIGHT <= number < math.inf for number in numbers):
        return "some values are too small or too large to be kept"
    return "" if any(numbers) else "all values are 0"
