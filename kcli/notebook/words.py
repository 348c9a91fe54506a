"""The values that parameters take, as types: the words of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import Literal

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
    texts = [names] if isinstance(names, str) else names
    return tuple(name for text in texts for name in text.split(","))


def texts_in(texts: Names) -> tuple[str, ...]:
    """Each text by itself, whatever stands in it: a comma may be part of a name.

    >>> texts_in("q1, other"), texts_in(["q1", "q2"])
    (('q1, other',), ('q1', 'q2'))
    """
    return (texts,) if isinstance(texts, str) else tuple(texts)
