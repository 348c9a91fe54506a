"""``kcli compare``: countries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kcli.api.blocks import blocks_of, result_of
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project
from kcli.model.records import Result

__all__ = ["compare"]


def compare(
    project: Project,
    what: str | None = None,
    *,
    wave: str | None = None,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
    suppress: str = "none",
    total: str | None = None,
    concept: str | None = None,
) -> Result:
    """Set the countries of a survey or of one item side by side.

    Parameters
    ----------
    project : where the surveys are
    what : a survey, an item or a concept, as a selector; every survey where left out
    wave : the wave; the latest where left out
    countries : ISO codes of the countries wanted; all where left out
    base : ``all``, or ``substantive`` to leave don't know out of the base
    confidence : of the intervals, between 0 and 1
    ci : ``wilson``, ``logit`` or ``wald``
    evidence : ``best``, or ``published`` to pass over respondents
    lang : the language of labels, where they have several
    lonely : what becomes of a stratum with one sampling unit: ``fail``, ``centered``, ``remove``
    suppress : ``nchs`` withholds what the presentation standards of NCHS do
    concept : ``--concept``: of each country its public, experts, commentators and
        government side by side on this concept; instead of ``what``
    total : ``equal``, ``n`` or ``population``: a column of all countries, under that rule
    assumed_options : False to read every assumed list of answers as possibly incomplete

    Returns
    -------
    Result
        ``estimate`` and ``label`` records; for one item ``pair`` records too.

    Raises
    ------
    UsageError : a name that nothing bears, a confidence that is none
    InputError : files that cannot be used
    """
    wish = Wish(
        wave, countries, base, confidence, ci, evidence, lang, assumed_options, lonely, suppress,
        total=total,
    )  # fmt: skip
    project = wish.read(project)
    concepts = project.concepts.concepts if project.concepts else {}
    if concept is not None:
        if what is not None:
            raise UsageError(f"--concept {concept} and {what!r}: one of them, please")
        if concept not in concepts:
            hint = nearest(concept, concepts) or f"concepts: {', '.join(concepts)}"
            raise UsageError(f"there is no concept {concept!r}", hint)
    named = concept or what
    if named in concepts and (concept or named not in project.survey_ids):
        if total is not None:
            message = f"{named} is a concept: the questions of its surveys make no total"
            raise UsageError(message, "name a survey or an item, such as SURVEY.ITEM")
        from kcli.api.compare_concept import of_concept  # a survey needs nothing of concepts

        block = of_concept(project, named, concepts[named], wish)
        found = [replace(block, by_country=concept is not None)]
        return result_of("compare", project, wish.parameters_of(named), found, lang=lang)
    blocks = blocks_of(project, what, wish, pairs=True)
    return result_of("compare", project, wish.parameters_of(what), blocks, lang=lang)
