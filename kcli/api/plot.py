"""``kcli plot``: the pictures of a result, as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kcli.errors import UsageError
from kcli.model.records import Result
from kcli.render import check_installed
from kcli.report.charts import Chart, charts_of

__all__ = ["SUFFIXES", "Pictures", "check_pictures", "pictures"]

SUFFIXES = (".svg", ".png", ".html")


@dataclass(frozen=True)
class Pictures:
    """Files with their contents; ``boxes`` are scripts that no font here has the signs of."""

    files: tuple[tuple[Path, str | bytes], ...]
    boxes: tuple[str, ...] = ()


def check_pictures(path: Path) -> str:
    """The suffix of a file that pictures can be written to; raises UsageError for any other.

    Also where a package that draws is not installed: before anything is computed.
    """
    from kcli.report.charts import check_installed as check_drawing

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = f"end in {', '.join(SUFFIXES)}"
        raise UsageError(f"no picture is known by {path.name!r}", hint)
    check_drawing()
    if suffix == ".html":
        check_installed("html")
    return suffix


def pictures(result: Result, path: Path, language: str = "en") -> Pictures:
    """The pictures of a result of compare, label, topline, shift or trend.

    Parameters
    ----------
    result : what a command gives
    path : ends in ``.svg``, ``.png`` or ``.html``; of several pictures the
        files are numbered, but one page holds all of them
    language : of the words in the pictures

    Returns
    -------
    Pictures
        Nothing is written yet.

    Raises
    ------
    UsageError
        Where nothing can be drawn, or a package that draws is missing.
    """
    suffix = check_pictures(path)
    charts = charts_of(result, language, inline=suffix == ".html")
    if not charts:
        hint = "shares are drawn of samples, and only where something is reported"
        raise UsageError(f"kcli plot {result.command}: nothing of this can be drawn", hint)
    if suffix == ".html":
        from kcli.report.charts.page import page_of

        return Pictures(((path, page_of(result, charts, language)),))
    paths = _numbered(path, len(charts))
    if suffix == ".svg":
        drawn = (f"{chart.svg}\n" for chart in charts)
        return Pictures(tuple(zip(paths, drawn, strict=True)))
    return _painted(paths, charts)


def _painted(paths: Sequence[Path], charts: Sequence[Chart]) -> Pictures:
    from kcli.report.charts.png import png_of, unpainted

    files = tuple((path, png_of(chart)) for path, chart in zip(paths, charts, strict=True))
    return Pictures(files, unpainted(charts))


def _numbered(path: Path, count: int) -> list[Path]:
    """``x.svg``; of several ``x-1.svg``, ``x-2.svg``, so that they stand in order in a folder."""
    if count == 1:
        return [path]
    digits = len(str(count))
    return [
        path.with_name(f"{path.stem}-{place:0{digits}}{path.suffix}")
        for place in range(1, count + 1)
    ]
