"""``kcli new``: survey, wave and claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kcli.cli.commands import Group
from kcli.cli.offers import items, surveys, waves, words
from kcli.cli.once import OnceCommand
from kcli.cli.options import ProjectOption, QuietOption
from kcli.cli.output import Output, note, open_project, print_text

if TYPE_CHECKING:
    from kcli.api.new import Added
    from kcli.io.project import Project

__all__ = ["new"]

new = typer.Typer(
    cls=Group,
    name="new",
    help="Add a survey, a wave or a claim to a project, and change nothing else in its files.",
)

NewSurvey = Annotated[
    str, typer.Argument(metavar="SURVEY@WAVE", help="Both are new, such as energy@2026.")
]
NewWave = Annotated[
    str,
    typer.Argument(
        metavar="SURVEY@WAVE", help="The wave is new, such as example@2026.", autocompletion=surveys
    ),
]
About = Annotated[
    str,
    typer.Argument(
        metavar="SURVEY[.ITEM][@WAVE][/COUNTRY]",
        help="What the sentence is about, such as example.remote@2025/KR.",
        autocompletion=items,
    ),
]
Quote = Annotated[str, typer.Argument(metavar="QUOTE", help="The sentence, as it was published.")]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="CODE", help="Repeat it, or separate with commas."),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="In English; its name by default.")
]
Fieldwork = Annotated[
    str | None,
    typer.Option(
        "--fieldwork", metavar="WHEN", help="2026-05, or from day to day: 2026-05-01/2026-05-14."
    ),
]
Size = Annotated[
    list[str] | None,
    typer.Option("--n", metavar="SAMPLE=N", help="How many were asked, such as KR=1000,JP=998."),
]
Like = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="WAVE",
        autocompletion=waves,
        help="A wave of which mode, sampling, population, weighting, base and design are copied.",
    ),
]
Says = Annotated[
    list[str],
    typer.Option(
        "--says",
        metavar="PREDICATE",
        help="What the sentence says, as claims.yaml has it: 'majority: better', or "
        "'share: {better: 27%}'; repeat it where several must hold.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="SOURCE", help="Who says so; the survey's only source."),
]
Id = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="What it is called; C1, C2 and so on.")
]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="VERDICT",
        autocompletion=words(
            "supported", "sample_only", "contradicted", "not_settled", "not_testable"
        ),
        help="The verdict that is known: supported, sample_only, contradicted, not_settled or "
        "not_testable.",
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why that verdict may stay.")
]


@new.command("survey", cls=OnceCommand)
def survey(
    what: NewSurvey,
    country: Countries = None,
    title: Title = None,
    project: ProjectOption = None,
    quiet: QuietOption = False,
) -> None:
    """Begin a questionnaire: a wave, a sample a country, and a question to be written over."""
    from kcli import api

    found = _opened(project)
    added = api.new_survey(found, what, countries=country or (), title=title)
    _tell(found, added, quiet=quiet, whole=True)


@new.command("wave", cls=OnceCommand)
def wave(
    what: NewWave,
    fieldwork: Fieldwork = None,
    n: Size = None,
    country: Countries = None,
    like: Like = None,
    project: ProjectOption = None,
    quiet: QuietOption = False,
) -> None:
    """Add a wave behind the others of a questionnaire, with the samples that the newest has.

    All other lines of the file stay as they are, remarks and all. Of mode,
    sampling and the rest, nothing is taken for granted: --like copies them.
    """
    from kcli import api

    found = _opened(project)
    added = api.new_wave(
        found, what, fieldwork=fieldwork, n=n or (), countries=country or (), like=like
    )
    _tell(found, added, quiet=quiet)


@new.command("claim", cls=OnceCommand)
def claim(
    what: About,
    quote: Quote,
    says: Says,
    source: Source = None,
    id: Id = None,
    country: Countries = None,
    expect: Expect = None,
    reason: Reason = None,
    project: ProjectOption = None,
    quiet: QuietOption = False,
) -> None:
    """Add a published sentence to the claims.yaml of a survey, for kcli verify to judge."""
    from kcli import api

    found = _opened(project)
    added = api.new_claim(
        found,
        what,
        quote,
        says=says,
        source=source,
        id=id,
        countries=country or (),
        expect=expect,
        reason=reason,
    )
    _tell(found, added, quiet=quiet)


def _opened(project: str | None) -> Project:
    """The project to add to; where there is none, that is told as a fault and not as a note."""
    return open_project(project, Output(quiet=True))


def _tell(project: Project, added: Added, *, quiet: bool, whole: bool = False) -> None:
    """Where the entry is, and what it says; of a whole file the path alone."""
    shown = project.shown(added.path)
    lines = [shown] if whole else [f"{shown}:{added.line}", *added.lines]
    print_text("".join(f"{line}\n" for line in lines), encoded=False)
    if not quiet:
        for text in added.left:
            note(text)
