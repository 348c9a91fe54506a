"""``kcli compare``: countries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kcli.analysis.compare import notes_of, respondents_of
from kcli.analysis.concept import ConceptBlock, ConceptColumn, concept_columns
from kcli.analysis.evidence import ItemEvidence
from kcli.api.blocks import blocks_of, result_of
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.concepts import Concept
from kcli.model.records import Note, Result
from kcli.model.survey import Base

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

    Returns
    -------
    Result
        ``estimate`` and ``label`` records; for one item ``pair`` records too.

    Raises
    ------
    UsageError : a name that nothing bears, a confidence that is none
    InputError : files that cannot be used
    """
    wish = Wish(wave, countries, base, confidence, ci, evidence, lang)
    concepts = project.concepts.concepts if project.concepts else {}
    if what in concepts and what not in project.survey_ids:
        found = [_concept(project, what, concepts[what], wish)]
        return result_of("compare", project, what, wish, found)
    blocks = blocks_of(project, what, wish, pairs=True)
    return result_of("compare", project, what, wish, blocks)


def _concept(project: Project, name: str, concept: Concept, wish: Wish) -> ConceptBlock:
    """Every survey's latest wave of every item that is mapped to the concept."""
    columns: list[ConceptColumn] = []
    notes: list[Note] = []
    for survey in project.surveys():
        questionnaire = survey.questionnaire
        for item, body in questionnaire.items.items():
            waves = questionnaire.waves_of(item)
            wave = waves[-1] if wish.wave is None and waves else wish.wave
            if wave not in waves or name not in (mapping.id for mapping in body.concept):
                continue
            base = cast(Base, wish.base)
            facts = ItemEvidence(questionnaire, item, survey.findings, project.conventions, base)
            coded = None
            if wish.evidence != "published":
                coded = project.responses(survey, wave, [item])
            columns += concept_columns(
                facts,
                wave,
                name,
                concept,
                wish.method,
                countries=wish.codes or None,
                language=wish.lang,
                respondents=respondents_of(coded, facts, wave),
            )
            notes += notes_of(facts, [place for place in facts.samples if place[0] == wave])
    if not columns:
        hint = f"kcli show {name} tells who asks about it"
        raise UsageError(f"nobody was asked about {name!r} in that wave or country", hint)
    return ConceptBlock(name, concept, tuple(columns), wish.lang, wish.confidence, tuple(notes))
