"""Where a row of the facts lies in a project, found by what it prints and by no id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facts.rows import SURVEY_OF, Fact

from kcli.io.project import Survey
from kcli.model.evidence import Finding
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView

__all__ = ["found", "label_of", "printed", "sample_of"]


def sample_of(survey: Survey, finding: Finding) -> SampleView:
    """The sample of a finding."""
    views = survey.questionnaire.samples(finding.wave)
    return next(view for view in views if view.id == finding.sample)


def _text_of(survey: Survey, finding: Finding) -> set[str]:
    """What the item of a finding is called, in its wave and before any rewording."""
    questionnaire = survey.questionnaire
    asked = questionnaire.asking(finding.item, finding.wave).text
    first = questionnaire.items[finding.item].text
    return {said(asked).casefold(), said(first).casefold()}


def label_of(survey: Survey, finding: Finding) -> str:
    """What the option of a finding is called, in small letters."""
    asking = survey.questionnaire.asking(finding.item, finding.wave)
    return asking.label(finding.statement.option or "").casefold()


def _fits(survey: Survey, finding: Finding, fact: Fact, predicate: str, value: str | None) -> bool:
    """Whether a finding is one row's fact: who, where, when, what, and by which source."""
    statement = finding.statement
    return (
        (statement.predicate, statement.value) == (predicate, value)
        and survey.questionnaire.sources[finding.source].url == fact.source_url
        and survey.questionnaire.started(finding.wave).year == int(fact.year)
        and sample_of(survey, finding).country == fact.country
        and label_of(survey, finding) == fact.option.casefold()
        and any(fact.item.casefold().startswith(text) for text in _text_of(survey, finding))
    )


def printed(fact: Fact) -> Iterator[tuple[str, str | None]]:
    """The predicates of a row, each with its value as printed."""
    if fact.share_percent:
        yield "share", fact.share_percent
    if fact.count:
        yield "count", fact.count
    if fact.label:
        yield fact.label, None


def found(surveys: Mapping[str, Survey], fact: Fact, predicate: str, value: str | None) -> Finding:
    """The one finding that holds a row's fact."""
    survey = surveys[SURVEY_OF[fact.survey_id]]
    fitting = [f for f in survey.findings if _fits(survey, f, fact, predicate, value)]
    assert len(fitting) == 1, (fact, fitting)
    return fitting[0]
