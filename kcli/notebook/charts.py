"""The pictures of an outcome, as a notebook shows them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import overload

from kcli.errors import UsageError
from kcli.io.write import write_together
from kcli.model.records import Result
from kcli.notebook.words import PathName
from kcli.report.charts import Chart, charts_of

__all__ = ["Charts"]


class Charts(Sequence[Chart]):
    """The pictures of one outcome, in reading order; each has a title, a description and an SVG.

    A notebook shows a single one as SVG, and several below each other.
    """

    def __init__(self, result: Result, language: str) -> None:
        """Raise UsageError where nothing can be drawn, or the package that draws is missing."""
        self._result = result
        self._language = language
        self._charts = charts_of(result, language, inline=False)
        if not self._charts:
            hint = "shares are drawn of samples, and only where something is reported"
            raise UsageError(f"{result.command}: nothing of this can be drawn", hint)

    @overload
    def __getitem__(self, index: int) -> Chart: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Chart]: ...
    def __getitem__(self, index: int | slice) -> Chart | Sequence[Chart]:
        """One picture, or several."""
        return self._charts[index]

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self._charts)

    def save(self, path: PathName) -> tuple[Path, ...]:
        """Write the pictures as ``kcli plot --output`` does: ``.svg``, ``.png`` or ``.html``.

        Several are numbered; one page holds all. Returns the files that were
        written: all, or none. Raises UsageError for another suffix.
        """
        from kcli.api.plot import pictures

        found = pictures(self._result, Path(path), self._language)
        write_together(dict(found.files))
        return tuple(place for place, _ in found.files)

    def __repr__(self) -> str:
        """Short: how many, and of what."""
        many = "1 picture" if len(self) == 1 else f"{len(self)} pictures"
        invented = ", SYNTHETIC" if self._result.synthetic else ""
        return f"<kcli.Charts of {self._result.command}: {many}{invented}>"

    def _repr_svg_(self) -> str | None:
        """A single picture; what it calls its words by is its own in the whole notebook."""
        if len(self) > 1:
            return None
        (chart,) = self
        digest = hashlib.sha256(chart.drawing.encode()).hexdigest()[:8]
        return replace(chart, id=f"kcli-{digest}-{chart.id}").svg

    def _repr_html_(self) -> str | None:
        """Several pictures; each is an image, so that no name in one meets that of another."""
        if len(self) == 1:
            return None
        return "\n".join(self._images())

    def _images(self) -> Iterator[str]:
        for chart in self:
            data = base64.b64encode(chart.svg.encode()).decode()
            told = escape(f"{chart.title}. {chart.description}")
            yield f'<p><img src="data:image/svg+xml;base64,{data}" alt="{told}"></p>'
