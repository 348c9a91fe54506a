"""Many respondents, written fast; and what a run over them says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kcli.cells.sums import Sums
from kcli.io.how import How, read_as
from kcli.io.project import Project

DATA = "datasets/big/1.responses.csv"
QUESTIONNAIRE = """\
survey: big
title: {en: A big survey}
organisations: [Nobody]
synthetic: yes
waves:
  "1":
    fieldwork: 2024-01
    population: general_public
    sampling: probability
    weighted: yes
    design: {respondent: id, country: country, weight: weight, stratum: stratum, psu: psu}
    samples: {JP: {}, KR: {}, TW: {}}
items:
  first:
    text: {en: A first question}
    options: {yes: {code: 1, label: Yes}, no: {code: 2, label: No}, dk: {code: 9, label: DK}}
  second:
    text: {en: A second question}
    asked: {item: first, options: [yes]}
    options: {a: {code: 1, label: A}, b: {code: 2, label: B}}
  third:
    text: {en: A third question}
    type: multiple
    options: {x: X, y: Y}
"""
HEADER = "id,country,weight,stratum,psu,first,second,third.x,third.y,remark\n"
REMARK = "a word or two that nobody reads"


def rows(count: int, first: int = 1) -> str:
    """Rows of invented respondents; the same for the same arguments."""
    random = np.random.default_rng(first)
    number = np.arange(first, first + count)
    columns = [
        number,
        np.array(["JP", "KR", "TW"])[random.integers(0, 3, count)],
        random.integers(1, 30_000, count) / 10_000,
        random.integers(1, 9, count),
        random.integers(1, 40, count),
        np.array([1, 2, 9])[random.integers(0, 3, count)],
        random.integers(1, 3, count),
        random.integers(0, 2, count),
        random.integers(0, 2, count),
    ]
    lists = [column.tolist() for column in columns]
    return "".join(
        f"{a},{b},{c},{d},{e},{f},{g},{h},{i},{REMARK}\n"
        for a, b, c, d, e, f, g, h, i in zip(*lists, strict=True)
    )


def responses(path: Path, count: int) -> None:
    """A file of them."""
    path.write_text(HEADER + rows(count), "utf-8", newline="")


def sums_in(root: Path, items: tuple[str, ...] = ("first", "second", "third"),
            how: How | None = None) -> Sums:  # fmt: skip
    """The sums of the project, as a new run finds them."""
    with read_as(how or How()):
        project = Project(root, ".")
        survey = project.survey("big")
        found = project.sums(survey, "1", [survey.questionnaire.asking(i, "1") for i in items])
    assert found is not None
    return found


def numbers(sums: Sums) -> dict[str, list[object]]:
    """All that is in them, to the last digit."""
    return {
        f"{key[0]} {sample}": [
            cells.strata, cells.units, cells.rows.tolist(), cells.n.tolist(), cells.w.tolist(),
            cells.w2.tolist(), cells.n_not_asked, cells.n_not_stated, sums.rows[sample],
        ]
        for key, by_sample in sums.cells.items()
        for sample, cells in by_sample.items()
    } | {"unasked": [sorted((i, n, str(at)) for i, (n, at) in sums.unasked.items())]}  # fmt: skip
