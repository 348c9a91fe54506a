"""The label that a few published facts give, for the tests of its rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.io.project import Project

HEADER = "id,wave,country,respondent,item,option,other,predicate,value,base,base_n,source"
QUESTIONNAIRE = """\
survey: poll
title: A poll
sources: {{first: {{publisher: First}}, second: {{publisher: Second}}}}
{top}
waves:
  "1": {{published_base: all, samples: {samples}{wave}}}
items:
  q:
    text: A question
    options_complete: {complete}
    type: {kind}
    options: {options}
    nets: {nets}
"""
THREE = "{a: A, b: B, c: C}"


@pytest.fixture
def labelled(tmp_path: Path) -> Any:
    """The label that facts of the form ``option,predicate,value[,other[,base,base_n]]`` give."""

    def label(
        *facts: str,
        options: str = THREE,
        nets: str = "{}",
        complete: str = "published",
        kind: str = "single",
        samples: str = "{JP: 40}",
        wave: str = "",
        top: str = "",
        base: str = "all",
        confidence: float = 0.95,
        source: str = "first",
        country: str = "JP",
    ) -> dict[str, Any]:
        text = QUESTIONNAIRE.format(
            options=options,
            nets=nets,
            complete=complete,
            kind=kind,
            samples=samples,
            wave=wave,
            top=top,
        )
        rows = [HEADER]
        for number, fact in enumerate(facts):
            said, _, paper = fact.partition("@")
            sample, _, said = said.rpartition(":")
            option, predicate, value, other, on, size = [*said.split(","), "", "", "", "", ""][:6]
            named, _, person = option.partition("/")
            cells = [
                sample or "JP",
                person,
                "q",
                named,
                other,
                predicate,
                value,
                on,
                size,
                paper or source,
            ]
            rows.append(",".join([f"f{number}", "1", *cells]))
        (tmp_path / "questionnaires").mkdir(exist_ok=True)
        (tmp_path / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
        folder = tmp_path / "datasets" / "poll"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "findings.csv").write_text("\n".join(rows) + "\n", "utf-8")
        project = Project(tmp_path, ".")
        told = api.label(project, "poll.q", base=base, confidence=confidence).rows("label")
        (found,) = (row for row in told if row["country"] == country)
        return dict(found)

    return label
