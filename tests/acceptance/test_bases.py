"""How many a share rests on is told beside it: never the size of a larger sample."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Run
from waves import Survey, Wave, write

QUESTIONNAIRE = """\
survey: poll
title: A poll
waves:
  "2023": {mode: online, sampling: probability, population: general_public, samples: {US: {}}}
  "2024": {mode: online, sampling: probability, population: general_public, samples: {US: {}}}
items:
  heard: {text: Heard of it?, options: {"yes": "Yes", "no": "No"},
          concept: {id: known, map: {"yes": heard, "no": unheard}}}
  fan: {text: A fan?, asked: {item: heard, options: ["yes"]}, options: {fan: Fan, nofan: No fan}}
  rare: {text: Rarely answered?, options: {a: A, b: B, dk: {label: DK, kind: dont_know}},
         concept: {id: known, map: {a: heard, b: unheard}}}
"""
CONCEPTS = "concepts: {known: {title: Known, categories: {heard: Heard, unheard: Unheard}}}\n"


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    """Of 1,000 respondents 120 were asked whether they are fans, and 200 answer what is rare."""
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "poll.yaml").write_text(QUESTIONNAIRE)
    (tmp_path / "questionnaires" / "concepts.yaml").write_text(CONCEPTS)
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    rows = ["heard,fan,rare"]
    for n in range(1000):
        heard, fan = ("yes", ("fan", "nofan")[n % 2]) if n < 120 else ("no", "")
        rows.append(f"{heard},{fan},{('a', 'b', 'dk', 'a')[n % 4] if n < 200 else ''}")
    for wave in ("2023", "2024"):
        (tmp_path / "datasets" / "poll" / f"{wave}.responses.csv").write_text(
            "\n".join(rows) + "\n"
        )
    return tmp_path


def sizes(text: str) -> list[str]:
    return re.findall(r"n=([0-9,]+)", text)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("compare poll.fan", ["120"]),
        ("compare poll.rare", ["200"]),
        ("compare poll.rare --base substantive", ["150"]),
        ("shift poll.rare", ["200", "200"]),
        ("label poll.rare", ["200"]),
        ("topline poll.rare --wave 2024", ["200"]),
        ("topline poll.rare --wave 2024 --base substantive", ["150"]),
        ("label poll.heard", []),
        ("compare poll", ["1,000", "120", "200"]),
        ("compare known", ["1,000", "200"]),
        ("compare known --base substantive", ["1,000", "150"]),
    ],
)
def test_a_page_tells_the_base_of_its_shares(
    run: Run, poll: Path, command: str, told: list[str]
) -> None:
    assert sizes(run(*command.split(), cwd=poll).stdout) == told


@pytest.mark.parametrize("name", ["poll", "poll.rare", "known"])
def test_a_page_says_that_its_shares_are_of_those_with_an_opinion(
    run: Run, poll: Path, name: str
) -> None:
    told = "% of substantive answers"
    assert told in run("compare", name, "--base", "substantive", cwd=poll).stdout
    assert told not in run("compare", name, cwd=poll).stdout


def test_those_without_an_answer_are_counted(run: Run, poll: Path) -> None:
    page = run("compare", "poll.rare", cwd=poll).stdout
    assert "Without an answer, and in no base: United States 800." in page
    assert "Without an answer" not in run("compare", "poll.fan", cwd=poll).stdout


def test_a_concept_says_of_which_base_its_shares_are(run: Run, poll: Path) -> None:
    page = run("compare", "known", "--base", "substantive", cwd=poll).stdout
    assert "% of substantive answers" in page


@pytest.mark.parametrize(("item", "told"), [("fan", "120"), ("rare", "200"), ("heard", "1,000")])
def test_a_picture_tells_the_same(run: Run, poll: Path, item: str, told: str) -> None:
    done = run("plot", "compare", f"poll.{item}", "-o", "picture.svg", cwd=poll)
    assert done.returncode == 0, done.stderr
    assert sizes((poll / "picture.svg").read_text()) == [told]


def test_a_withheld_share_is_withheld_of_a_concept_too(run: Run, poll: Path) -> None:
    """Of few respondents, and in an export neither with the counts that it follows from."""
    path = poll / "datasets" / "poll" / "2024.responses.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:26]) + "\n")
    page = run("compare", "known", "--suppress", "nchs", cwd=poll).stdout
    assert page.count("withheld") >= 5
    export = ("export", "known", "--suppress", "nchs", "-o", "out")
    assert run(*export, cwd=poll).returncode == 0
    assert sorted(file.name for file in (poll / "out").glob("*.csv")) == [
        "estimates.csv", "facts.csv", "sources.csv",
    ]  # fmt: skip
    done = run(*export, "--table", "cells", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has the counts of what --suppress withholds" in done.stderr


def test_a_concept_has_no_total(run: Run, poll: Path) -> None:
    done = run("compare", "known", "--total", "equal", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert "known is a concept: the questions of its surveys make no total" in done.stderr


def test_few_respondents_are_marked_wherever_their_share_stands(run: Run, poll: Path) -> None:
    for wave in ("2023", "2024"):
        path = poll / "datasets" / "poll" / f"{wave}.responses.csv"
        path.write_text("\n".join(path.read_text().splitlines()[:60]) + "\n")
    for command in ("compare known", "shift poll.rare", "trend poll.rare"):
        page = run(*command.split(), cwd=poll).stdout
        assert re.search(r"[0-9]\.[0-9]\* ", page), page
        assert "* fewer than 100 respondents" in " ".join(page.split())


def test_of_printed_figures_the_substantive_base_may_have_no_known_size(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "poll.yaml").write_text(
        "survey: poll\ntitle: A poll\nsources: {s: {publisher: S}}\n"
        'waves: {"2024": {population: general_public, published_base: all, samples: {JP: 1000}}}\n'
        "items: {q: {text: Q, options_complete: published, "
        "options: {a: A, b: B, dk: {label: DK, kind: dont_know}}}}\n"
    )
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    (tmp_path / "datasets" / "poll" / "findings.csv").write_text(
        "id,wave,country,item,option,predicate,value,base_n,source\n"
        "f1,2024,JP,q,a,count,400,800,s\nf2,2024,JP,q,b,count,200,800,s\n"
        "f3,2024,JP,q,dk,count,200,800,s\n"
    )
    assert sizes(run("compare", "poll.q", cwd=tmp_path).stdout) == ["800"]
    for command in ("compare", "topline", "label"):
        page = run(command, "poll.q", "--base", "substantive", cwd=tmp_path).stdout
        assert "1,000" not in page, page
        assert sizes(page) in ([], ["600"]), page


def test_a_list_counts_the_respondents_of_a_wave_whose_size_nobody_wrote_down(
    run: Run, poll: Path
) -> None:
    path = poll / "questionnaires" / "poll.yaml"
    text = path.read_text().replace("samples: {US: {}}", "samples: {US: {n: 900}}", 1)
    path.write_text(text)  # of 2023; what the questionnaire says goes first
    assert re.search(r" 900–1,000 ", run("list", cwd=poll).stdout)
    assert "Respondents: 1,000" in run("show", "poll", cwd=poll).stdout
    (poll / "datasets" / "poll" / "2024.responses.csv").write_text("heard\nmaybe\n")
    done = run("list", cwd=poll)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r" 900 ", done.stdout)
    assert "Respondents: not published" in run("show", "poll", cwd=poll).stdout


@pytest.mark.parametrize(("base", "leans"), [("all,300", False), (",", True)])
def test_limits_on_a_base_that_is_told_do_not_lean_on_a_size_that_is_not(
    tmp_path: Path, run: Run, base: str, leans: bool
) -> None:
    samples = "JP: {n: 1000, n_status: approximate}"
    write(tmp_path, Survey([Wave("2020", (f"JP,a,share,40,{base}",), samples=samples)]))
    done = run("compare", "poll.q", "--json", cwd=tmp_path)
    (one,) = (r for r in json.loads(done.stdout)["records"] if r.get("option") == "a")
    assert (one["n_base"], "size-approximate" in one["assumptions"]) == (
        1000 if leans else 300,
        leans,
    )
