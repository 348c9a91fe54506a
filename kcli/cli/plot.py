"""``kcli plot``: the pictures of compare, shift and trend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcli.cli.commands import Group
from kcli.cli.compare import ConceptOption, TotalOption
from kcli.cli.compare import What as Compared
from kcli.cli.once import OnceCommand
from kcli.cli.options import (
    PRINTING,
    BaseOption,
    CiOption,
    ConfidenceOption,
    CountryOption,
    EvidenceOption,
    LangOption,
    LonelyOption,
    NoAssumedOptions,
    ProjectOption,
    QuietOption,
    SuppressOption,
    WaveOption,
)
from kcli.cli.output import Output, note, open_project
from kcli.cli.shift import All, Force, From, To
from kcli.cli.shift import What as Shifted
from kcli.cli.trend import Answer
from kcli.cli.trend import What as Followed
from kcli.render import WARNINGS

if TYPE_CHECKING:
    from kcli.model.records import Result

__all__ = ["plot"]

plot = typer.Typer(
    cls=Group,
    name="plot",
    help="Draw what compare, shift or trend says: bars, points with intervals, open bands, lines.",
)

PictureOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Ends in .svg, .png or .html; several pictures are numbered: FILE-1.svg.",
        rich_help_panel=PRINTING,
    ),
]


@plot.command("compare", cls=OnceCommand)
def compare(
    output: PictureOption,
    what: Compared = None,
    concept: ConceptOption = None,
    country: CountryOption = None,
    wave: WaveOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    suppress: SuppressOption = "none",
    total: TotalOption = None,
    project: ProjectOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Draw countries side by side: every answer to one item, or the leading ones of a survey.

    Where all shares are figures, one bar is 100% wide; else shares are points
    with intervals, and open bands where the facts leave a range.
    """
    from kcli import api

    _check(output)
    result = api.compare(
        open_project(project, Output(quiet=quiet)),
        what,
        wave=wave,
        countries=_codes(country),
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
        suppress=suppress,
        total=total,
        concept=concept,
    )
    _draw(result, output, lang, quiet=quiet)


@plot.command("shift", cls=OnceCommand)
def shift(
    output: PictureOption,
    what: Shifted = None,
    start: From = None,
    end: To = None,
    scan: All = False,
    force: Force = False,
    country: CountryOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    project: ProjectOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Draw both ends of every answer, and their difference beside them.

    An arrow is a clear change of one population; a gap between two has none.
    """
    from kcli import api

    _check(output)
    result = api.shift(
        open_project(project, Output(quiet=quiet)),
        what,
        start=start,
        end=end,
        scan=scan,
        force=force,
        countries=_codes(country),
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
    )
    _draw(result, output, lang, quiet=quiet)


@plot.command("trend", cls=OnceCommand)
def trend(
    what: Followed,
    output: PictureOption,
    start: From = None,
    end: To = None,
    answer: Answer = None,
    country: CountryOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    project: ProjectOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Draw all waves: a panel an answer, lines between comparable waves only, breaks dashed."""
    from kcli import api

    _check(output)
    result = api.trend(
        open_project(project, Output(quiet=quiet)),
        what,
        start=start,
        end=end,
        answers=[name for text in answer or () for name in text.split(",")],
        countries=_codes(country),
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
    )
    _draw(result, output, lang, quiet=quiet)


def _codes(country: list[str] | None) -> list[str]:
    return [code for text in country or () for code in text.split(",")]


def _check(path: Path) -> None:
    """Refuse a file that no picture can be written to before anything is computed."""
    from kcli.api.plot import check_pictures

    check_pictures(path)


def _draw(result: Result, path: Path, language: str, *, quiet: bool) -> None:
    """Write the pictures; say where, if not where one would look, and what they lack."""
    from kcli.api.plot import pictures
    from kcli.io.write import write_together

    found = pictures(result, path, language)
    write_together(dict(found.files))
    if quiet:
        return
    if len(found.files) > 1:
        names = [place.name for place, _ in found.files]
        note(f"{len(names)} pictures: {names[0]} to {names[-1]}")
    for warning in result.notes:
        if warning.code in WARNINGS:
            note(f"warning: {warning.text}")
    if found.boxes:
        scripts = ", ".join(found.boxes)
        note(f"warning: no font on this machine has {scripts}: such signs are boxes in the picture")
