"""The values that parameters take, as types: the words of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from numbers import Integral, Real
from os import PathLike
from typing import Any, Literal

from kcli.errors import UsageError

__all__ = [
    "Adjust",
    "Base",
    "Ci",
    "Engine",
    "Evidence",
    "ExportFormat",
    "ImportFormat",
    "Lonely",
    "Names",
    "PathName",
    "Suppress",
    "Total",
    "check_kinds",
    "names_in",
    "texts_in",
]

Base = Literal["all", "substantive"]
Ci = Literal["wilson", "logit", "kg", "wald"]
Evidence = Literal["best", "published"]
Lonely = Literal["fail", "centered", "remove"]
Suppress = Literal["none", "nchs"]
Adjust = Literal["holm", "bh"]
Total = Literal["equal", "n", "population"]
ExportFormat = Literal["csv", "parquet", "sqlite", "xlsx"]
ImportFormat = Literal[
    "spss", "stata", "xlsform", "qualtrics", "triple-s", "limesurvey", "surveymonkey"
]
Engine = Literal["auto", "native", "duckdb", "spark"]

Names = str | Iterable[str]
"""One name, several with commas between them, or several texts."""
PathName = str | PathLike[str]


def names_in(names: Names) -> tuple[str, ...]:
    """Each name by itself, as the command line reads an option that may be repeated.

    >>> names_in("KR,US"), names_in(["KR", "US"]), names_in(())
    (('KR', 'US'), ('KR', 'US'), ())
    """
    return tuple(name for text in texts_in(names) for name in text.split(","))


def texts_in(texts: Names) -> tuple[str, ...]:
    """Each text by itself, whatever stands in it: a comma may be part of a name.

    >>> texts_in("q1, other"), texts_in(["q1", "q2"])
    (('q1, other',), ('q1', 'q2'))
    """
    if isinstance(texts, str):
        return (texts,)
    if not isinstance(texts, Iterable):
        raise UsageError(f"{texts!r} is no text, and no list of texts")
    found = tuple(texts)
    for each in found:
        if not isinstance(each, str):
            raise UsageError(f"{each!r} in {list(found)!r} is no text")
    return found


_CALLED = {"start": "from_", "end": "to", "name": "as_"}
_KINDS: dict[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "float": (Real, "a number"),
    "int": (Integral, "a whole number"),
    "bool": (bool, "True or False"),
}


def check_kinds(function: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Raise UsageError for a value of another kind than a function of ``kcli.api`` takes.

    Its first parameter, the project, is none of ``args``.
    """
    signature = inspect.signature(function)
    given = signature.bind(None, *args, **kwargs).arguments
    for name, value in list(given.items())[1:]:
        kind, _, rest = str(signature.parameters[name].annotation).partition(" | ")
        if kind not in _KINDS or rest not in ("", "None") or (value is None and rest):
            continue
        wanted, words = _KINDS[kind]
        if not isinstance(value, wanted) or (isinstance(value, bool) and kind != "bool"):
            raise UsageError(f"{_CALLED.get(name, name)} is {words}, not {value!r}")
