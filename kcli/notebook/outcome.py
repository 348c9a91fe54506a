"""What a command gave: records, a frame, a table, JSON, pictures; a notebook shows it as it is."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kcli.errors import UsageError
from kcli.model.records import Input, Note, Result, SourceRef
from kcli.render import WARNINGS, Settings, render

if TYPE_CHECKING:
    import pandas as pd

    from kcli.notebook.charts import Charts

__all__ = ["Outcome"]

_NARROWEST = 40  # as the command line has it
R = TypeVar("R", covariant=True)  # noqa: PLC0105 - as short as a record


class Outcome(Generic[R]):
    """What a command gives: its records, and all else that its JSON holds.

    Attributes
    ----------
    result : what the function of ``kcli.api`` gave
    warnings : what the command line says on standard error beside such a result
    """

    def __init__(self, result: Result, warnings: tuple[str, ...] = ()) -> None:
        self.result = result
        told = tuple(note.text for note in result.notes if note.code in WARNINGS)
        self.warnings = (*warnings, *told)

    @property
    def records(self) -> tuple[R, ...]:
        """The records, as objects, in the order of the JSON."""
        return self.result.records

    @property
    def command(self) -> str:
        """The command that this is of."""
        return self.result.command

    @property
    def project(self) -> str:
        """``.``, or ``shipped``; ``none`` where no project was read."""
        return self.result.project

    @property
    def synthetic(self) -> bool:
        """Whether any respondent is invented."""
        return self.result.synthetic

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked for, defaults and all."""
        return self.result.parameters

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader has to know beside the numbers, each with its code."""
        return self.result.notes

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """The publications that the records rest on."""
        return self.result.sources

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that were read, with their SHA-256."""
        return self.result.inputs

    @property
    def types(self) -> tuple[str, ...]:
        """The types of record that the command gives, whether there is one of them or not."""
        return tuple(self._kinds())

    def to_frame(self, type: str | None = None) -> pd.DataFrame:
        """The records of one type, a column a key, and a last one that says ``synthetic``.

        Parameters
        ----------
        type : one of ``types``; where left out ``estimate``, if there are any,
            else the type of the first record

        Raises
        ------
        UsageError : a type that the command does not give
        """
        from kcli.notebook.frame import frame_of

        kinds = self._kinds()
        name = self._main() if type is None else type
        if name not in kinds:
            hint = f"there are: {', '.join(kinds)}"
            raise UsageError(f"{self.command} has no {name!r} records", hint)
        found = [record for record in self.result.records if record.type == name]
        return frame_of(kinds[name], found, synthetic=self.synthetic)

    def to_json(self) -> str:
        """The bytes that ``--json`` prints, as text."""
        return self._text("json")

    def to_dict(self) -> dict[str, Any]:
        """What the JSON holds."""
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_markdown(self) -> str:
        """What ``--format markdown`` prints."""
        return self._text("markdown")

    def to_html(self) -> str:
        """What ``--format html`` prints: a document. Needs Jinja2, of the extra ``report``."""
        return self._text("html")

    def text(self, width: int = 80, *, bars: bool = False) -> str:
        """The table, as wide as this many signs at most; with ``bars`` shares are drawn in it."""
        return self._text("table", Settings(width=max(width, _NARROWEST), bars=bars))

    def chart(self) -> Charts:
        """The pictures of compare, label, topline, shift or trend.

        Raises UsageError where nothing can be drawn, or vl-convert, of the
        extra ``report``, is missing.
        """
        from kcli.notebook.charts import Charts

        return Charts(self.result, str(self.parameters.get("lang") or "en"))

    def _text(self, name: str, settings: Settings | None = None) -> str:
        found = render(self.result, name, settings or Settings())
        assert isinstance(found, str), "only workbooks are bytes"
        return found

    def _kinds(self) -> dict[str, Any]:
        from kcli.api.schema import RESULTS
        from kcli.notebook.frame import type_of

        return {type_of(kind): kind for kind in RESULTS[self.command]}

    def _main(self) -> str:
        there = list(dict.fromkeys(record.type for record in self.result.records))
        if "estimate" in there:
            return "estimate"
        return there[0] if there else self.types[0]

    def __str__(self) -> str:
        """The table, 80 signs wide."""
        return self.text()

    def __repr__(self) -> str:
        """Short: the command, and how many records of each type there are."""
        counts = Counter(record.type for record in self.result.records)
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no records"
        invented = ", SYNTHETIC" if self.synthetic else ""
        return f"<kcli.Outcome of {self.command}: {told}{invented}>"

    def _repr_html_(self) -> str | None:
        """The table for a notebook; None where Jinja2 is missing, and Markdown is shown."""
        try:
            from kcli.notebook.html import piece

            return piece(self.result, self.warnings)
        except ModuleNotFoundError as problem:
            if problem.name not in ("jinja2", "markupsafe"):
                raise
            return None

    def _repr_markdown_(self) -> str:
        from kcli.render.markdown import plain

        warnings = "".join(f"*{plain(warning)}*\n\n" for warning in self.warnings)
        return warnings + self.to_markdown()
