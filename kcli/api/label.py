"""``kcli label``: majority, plurality, or no clear leader, by a test."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.api.blocks import blocks_of, result_of
from kcli.api.wish import Wish
from kcli.io.project import Project
from kcli.model.records import Result

__all__ = ["label"]


def label(
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
) -> Result:
    """Label what each sample says to each item of a survey, or to one item.

    The parameters are those of :func:`kcli.api.compare.compare`.

    Returns
    -------
    Result
        A ``label`` record for each item and sample: what is true of the
        respondents, what a test supports for their population, and whether the
        word changes with don't know left out of the base (or in).
    """
    wish = Wish(
        wave, countries, base, confidence, ci, evidence, lang, assumed_options, lonely, suppress
    )
    project = wish.read(project)
    blocks = blocks_of(project, what, wish)
    records = [
        column.label
        for block in blocks
        for comparison in block.comparisons
        for column in comparison.columns
    ]
    return result_of("label", project, wish.parameters_of(what), blocks, records, lang=lang)
