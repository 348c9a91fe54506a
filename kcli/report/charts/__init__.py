"""Pictures of results, as SVG: one module a kind of picture.

What draws them is in the extra ``report``; ``charts_of`` imports it when it is
called, so that everything else can do without.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from kcli.errors import UsageError
from kcli.report.charts.chart import PACKAGES, Chart
from kcli.report.charts.vega import LIBRARY, Draw, draw

if TYPE_CHECKING:
    from kcli.model.records import Result

__all__ = ["PACKAGES", "Chart", "Draw", "charts_of", "check_installed"]

INSTALL = "pip install 'kcli-tracker[report]'"


def check_installed() -> None:
    """Raise UsageError where the package that draws is not here; tells how to get it."""
    if find_spec(LIBRARY) is None:
        message = f"charts need {PACKAGES[0]}, which is not installed"
        raise UsageError(message, INSTALL)


def charts_of(
    result: Result, language: str = "en", inline: bool = True, draw: Draw = draw
) -> tuple[Chart, ...]:
    """The pictures of a result; none where nothing of it can be drawn.

    ``inline`` ones have the colours of the page that they stand in; others
    stand alone, with a title, on white, and name to whom the figures are owed.
    ``draw`` is what draws: here if nothing else is said, when a chart is looked at.
    Raises UsageError where the package that draws is not installed.
    """
    check_installed()
    from kcli.report.charts.drawn import drawn

    return drawn(result, language, inline, draw)
