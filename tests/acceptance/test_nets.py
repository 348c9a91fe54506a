"""Nets of which a part is no opinion: on the substantive base only what is in that base counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

QUESTIONNAIRE = """\
survey: poll
title: A poll
sources: {paper: {publisher: A paper}}
waves:
  "2024": {mode: online, sampling: probability, population: general_public,
           weighted: no, samples: {JP: 100}}
items:
  q:
    text: A question
    type: TYPE
    options_complete: published
    options: {a: A, b: B, dk: {label: DK, kind: dont_know}, ref: {label: R, kind: refused}}
    nets: {ax: {label: AX, options: [a, dk]}, silent: {label: Silent, options: [dk, ref]}}
"""
HEADER = "id,wave,country,item,option,predicate,value,base,source\n"
FIGURES = ("a,share,40,all", "b,share,20,all", "dk,share,30,all", "ref,share,10,all")
ANSWERS = ("a",) * 40 + ("b",) * 20 + ("dk",) * 30 + ("ref",) * 10


@pytest.fixture
def poll(tmp_path: Path) -> Callable[..., Path]:
    def make(*figures: str, respondents: bool = False, several: bool = False) -> Path:
        text = QUESTIONNAIRE.replace("TYPE", "multiple" if several else "single")
        (tmp_path / "questionnaires").mkdir()
        (tmp_path / "questionnaires" / "poll.yaml").write_text(text)
        data = tmp_path / "datasets" / "poll"
        data.mkdir(parents=True)
        if figures:
            lines = [f"f{n},2024,JP,q,{figure},paper\n" for n, figure in enumerate(figures)]
            (data / "findings.csv").write_text(HEADER + "".join(lines))
        if respondents:
            (data / "2024.responses.csv").write_text("q\n" + "\n".join(ANSWERS) + "\n")
        return tmp_path

    return make


def estimates(run: Run, root: Path, *more: str) -> dict[str, dict[str, Any]]:
    done = run("compare", "poll.q", "--base", "substantive", "--json", *more, cwd=root)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)["records"]
    return {r["option"]: r for r in records if r["type"] == "estimate"}


@pytest.mark.parametrize("several", [False, True])
def test_of_respondents_a_net_is_what_it_holds_of_the_base(
    run: Run, poll: Callable[..., Path], several: bool
) -> None:
    found = estimates(run, poll(respondents=True, several=several))
    assert list(found) == ["a", "b", "ax"]
    assert found["ax"]["share"] == found["a"]["share"] == pytest.approx(40 / 60)
    assert found["ax"]["n_option"] == 40


def test_so_it_is_of_printed_figures(run: Run, poll: Callable[..., Path]) -> None:
    found = estimates(run, poll(*FIGURES))
    assert list(found) == ["a", "b", "ax"]
    bounds = [(found[name]["bound_low"], found[name]["bound_high"]) for name in ("a", "ax")]
    assert bounds[0] == bounds[1]
    assert bounds[0][0] <= 40 / 60 <= bounds[0][1] <= 1


def test_of_several_answers_a_printed_net_counts_those_who_answered(
    run: Run, poll: Callable[..., Path]
) -> None:
    """70 of 100 are in the net, 30 of them silent: 40 of the 60 who answered."""
    root = poll("ax,count,70,all", "dk,count,30,all", "ref,count,10,all", several=True)
    text = (root / "datasets" / "poll" / "findings.csv").read_text()
    text = text.replace("value,base,source", "value,base,base_n,source").replace(
        ",all,", ",all,100,"
    )
    (root / "datasets" / "poll" / "findings.csv").write_text(text)
    found = estimates(run, root)
    assert found["ax"]["share"] == pytest.approx(40 / 60)


@pytest.mark.parametrize("option", ["dk", "silent"])
def test_a_figure_of_what_is_not_in_its_base_is_a_fault(
    run: Run, poll: Callable[..., Path], option: str
) -> None:
    done = run("check", "--json", cwd=poll(f"{option},share,30,substantive"))
    assert done.returncode == 1
    (fault,) = json.loads(done.stdout)["records"]
    assert (fault["code"], fault["line"]) == ("base", 2)
    assert f"'{option}' is not in the substantive base" in fault["message"]


def test_a_figure_of_the_silent_is_of_everyone_where_no_base_is_told(
    run: Run, poll: Callable[..., Path]
) -> None:
    root = poll("dk,share,40,unknown", "a,share,40,unknown", respondents=True)
    done = run("check", "--json", cwd=root)
    faults = [f["message"] for f in json.loads(done.stdout)["records"] if f["type"] == "fault"]
    (told,) = [text for text in faults if "dk" in text]
    assert told.endswith("is not what the respondents say: 30.00%")


def test_a_concept_of_those_with_an_opinion_leaves_out_the_silent(
    run: Run, poll: Callable[..., Path]
) -> None:
    root = poll(*FIGURES, respondents=True)
    concepts = "concepts: {c: {title: C, categories: {yes: Yes, no: No}}}\n"
    (root / "questionnaires" / "concepts.yaml").write_text(concepts)
    path = root / "questionnaires" / "poll.yaml"
    path.write_text(
        path.read_text() + "    concept: {id: c, map: {a: 'yes', dk: 'yes', b: 'no'}}\n"
    )
    for evidence in ("best", "published"):
        done = run(
            "compare", "c", "--base", "substantive", "--evidence", evidence, "--json", cwd=root
        )
        assert done.returncode == 0, done.stderr
        records = [r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"]
        shares = {r["option"]: r["bound_high"] for r in records}
        assert shares["yes"] == pytest.approx(40 / 60, abs=0.02), evidence
        assert shares["no"] == pytest.approx(20 / 60, abs=0.02), evidence
