"""The one style sheet of documents: what stands on its paper can be read."""

from __future__ import annotations

import re

import pytest

from kcli.render.html.environment import style
from kcli.report.charts.palette import SERIES


def colours(scheme: str) -> dict[str, str]:
    """The variables of a scheme; those that the dark one does not set are the light one's."""
    light, dark = re.findall(r":root \{(.*?)\}", style(), re.DOTALL)
    pattern = r"--([\w-]+): (#[0-9a-f]{6});"
    found = dict(re.findall(pattern, light))
    return found if scheme == "light" else found | dict(re.findall(pattern, dark))


def contrast(one: str, two: str) -> float:
    """Of two colours, as WCAG 2.2 computes it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_lines_stand_out_from_the_paper(scheme: str) -> None:
    found = colours(scheme)
    for name in ("ink", "muted", "link", "alarm"):
        assert contrast(found[name], found["paper"]) >= 4.5, name
    assert contrast(found["ink"], found["mark"]) >= 4.5
    for number, colour in enumerate(SERIES, 1):
        assert found[f"series-{number}"] == colour
        assert contrast(colour, found["paper"]) >= 3, number
    assert contrast(found["dont-know"], found["paper"]) >= 3


def test_the_dark_scheme_is_for_screens_and_sets_what_stands_on_paper_anew() -> None:
    light, dark = colours("light"), colours("dark")
    kept = {name for name in light if light[name] == dark[name]}
    assert kept == {"dont-know", *(f"series-{number}" for number in range(1, 9))}
    assert "@media screen and (prefers-color-scheme: dark)" in style()
    assert not re.search(r"@media \(prefers-color-scheme", style())
