"""The questionnaire that ``kcli new survey`` writes: whole, and with remarks on what to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.io.scaffold.emit import flow

__all__ = ["survey_text"]

_TEXT = """\
# Remarks such as this one say what a key may hold; `kcli check` says what is wrong.
survey: {survey}
title: {title}
# organisations: [Who did it]
# Who published what is known of it; findings.csv and claims.yaml name these.
sources:
  own: {{publisher: Own survey, grade: A}}    # also title, url, published: 2026-06-12
waves:
  {wave}:
    # fieldwork: {{start: 2026-05-01, end: 2026-05-14}}    # days, months or years
    mode: unknown          # face_to_face, telephone, online, paper, mixed, documents
    sampling: unknown      # probability, quota, opt_in, expert, purposive, census
    population: general_public    # experts, commentators, governments, other
    # The columns of datasets/{survey}/{name}.responses.csv that are not answers:
    # design: {{respondent: id, country: country, weight: weight, stratum: region, psu: point}}
    # Of printed figures: who is in their base, and whether they are weighted.
    # published_base: all
    # weighted: yes
    samples:
{samples}
items:
  q1:
    text: {{en: Write the question here}}
    wording: unpublished          # verbatim, paraphrase
    options_complete: assumed     # published; incomplete: there may be other answers
    options:
      first: {{code: 1, label: {{en: First answer}}}}
      second: {{code: 2, label: {{en: Second answer}}}}
      dk: {{code: 9, label: {{en: Don't know}}, kind: dont_know}}
    # nets: {{any: {{options: [first, second], label: {{en: Any answer}}}}}}
    # concept: {{id: direction, map: {{first: improving, second: worsening}}}}
"""


def survey_text(survey: str, wave: str, countries: Sequence[str], title: str) -> str:
    """A questionnaire with one wave, a sample a country, and one question to be written over."""
    samples = "\n".join(
        f"      {flow(code)}: {{}}{'    # {n: 1000}' if not place else ''}"
        for place, code in enumerate(countries)
    )
    return _TEXT.format(
        survey=flow(survey),
        title=flow({"en": title}),
        wave=flow(wave),
        name=wave,
        samples=samples,
    )
