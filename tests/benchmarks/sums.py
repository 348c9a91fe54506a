"""The sums of every item of the survey ``big`` here, with every check, and nothing more."""

from __future__ import annotations

from pathlib import Path

from kcli.io.how import How, read_as
from kcli.io.project import Project

if __name__ == "__main__":
    with read_as(How(cache=False)):
        project = Project(Path(), ".")
        survey = project.survey("big")
        form = survey.questionnaire
        wave = form.wave_order[-1]
        sums = project.sums(survey, wave, [form.asking(item, wave) for item in form.items])
    assert sums is not None
    print(sum(sums.rows.values()))
