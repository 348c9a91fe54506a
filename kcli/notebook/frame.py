"""Records as a pandas frame: a column a key, each of one type, whatever stands in it.

pandas is imported where a frame is asked for, and not before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from kcli.model.concepts import Grade

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of", "frame_of", "type_of"]

CATEGORY, LISTS = "category", "object"
_PLAIN = {str: "string", int: "int64", float: "float64", bool: "bool"}
_NULLABLE = {str: "string", int: "Int64", float: "float64", bool: "boolean"}
_IN_ORDER = get_args(Grade)  # the only words of which one is more than another

# Answers and groups stand in the order of the questionnaire: pandas shall not sort them by letter.
_AS_THEY_STAND: Mapping[str, frozenset[str]] = {
    "estimate": frozenset({"option", "option_label"}),
    "cell": frozenset({"group", "group_label", "option", "option_label"}),
    "contrast": frozenset({"option"}),
    "pair": frozenset({"option"}),
    "shift": frozenset({"category"}),
    "trend": frozenset({"category", "option_label"}),
    "option": frozenset({"option"}),
    "margin": frozenset({"option"}),
    "simulation": frozenset({"option"}),
}


def columns_of(kind: type[Any]) -> dict[str, str]:
    """The columns of a frame of these records, each with its type in pandas' words.

    ``category`` is of a known list of words, or of answers as they stand;
    ``object`` holds tuples of text; missing floats are NaN, others NA.
    """
    hints = get_type_hints(kind)
    standing = _AS_THEY_STAND.get(type_of(kind), frozenset())
    found = {
        field.name: CATEGORY if field.name in standing else _dtype(hints[field.name])
        for field in fields(kind)
    }
    return {**found, "synthetic": found.get("synthetic", "bool")}


def frame_of(kind: type[Any], records: Sequence[Any], *, synthetic: bool) -> pd.DataFrame:
    """The records of one kind; with none of them, the same columns and no row.

    ``synthetic`` stands in the last column: whether any respondent is invented, of the record
    itself where it tells, else of the result.
    """
    import pandas as pd

    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    data: dict[str, pd.Series[Any]] = {}
    for name, dtype in columns_of(kind).items():
        values = [getattr(record, name) if name in names else synthetic for record in records]
        if dtype == CATEGORY:
            data[name] = pd.Series(_categories(values, hints[name]))
        else:
            data[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(data)


def _categories(values: list[Any], hint: Any) -> pd.Categorical:
    """The known words first; nothing that is there is ever lost for being unknown."""
    import pandas as pd

    known = _words(hint)
    seen = [value for value in dict.fromkeys(values) if value is not None]
    every = list(dict.fromkeys([*known, *seen]))
    return pd.Categorical(values, categories=every, ordered=tuple(every) == _IN_ORDER)


def type_of(kind: type[Any]) -> str:
    """What records of a kind call themselves."""
    (name,) = (field.default for field in fields(kind) if field.name == "type")
    return str(name)


def _words(hint: Any) -> tuple[str, ...]:
    """The words that a key may have, where they are known."""
    parts = get_args(hint) if _is_optional(hint) else (hint,)
    return tuple(word for part in parts if get_origin(part) is Literal for word in get_args(part))


def _is_optional(hint: Any) -> bool:
    return NoneType in get_args(hint)


def _dtype(hint: Any) -> str:
    if _words(hint):
        return CATEGORY
    if get_origin(hint) is tuple:
        return LISTS
    if _is_optional(hint):
        (bare,) = (part for part in get_args(hint) if part is not NoneType)
        return _NULLABLE[bare]
    return _PLAIN[hint]
