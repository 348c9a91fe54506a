"""``kcli compare CONCEPT``: what several surveys say of one thing, each with its own options."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

CONCEPTS = """\
concepts:
  direction:
    title: {en: Direction}
    categories: {up: Up, level: Level, down: Down}
"""
POLL = """\
survey: poll
title: A poll
sources: {s: {publisher: S}}
waves: {"1": {published_base: all, samples: {JP: 100}}}
items:
  q:
    text: Q
    options_complete: published
    options: {rise: Rise, same: Same, fall: Fall, mixed: Mixed, dk: {label: DK, kind: dont_know}}
    concept: {id: direction, map: MAP}
"""
FACTS = [
    "1,1,JP,q,rise,,share,40.0,,,s",
    "2,1,JP,q,same,,share,20.0,,,s",
    "3,1,JP,q,fall,,share,10.0,,,s",
    "4,1,JP,q,mixed,,share,20.0,,,s",
    "5,1,JP,q,dk,,share,10.0,,,s",
]


def shares(run: Callable[..., Any], project: Callable[..., Any], mapping: str) -> dict[str, Any]:
    folder = project(FACTS, POLL.replace("MAP", mapping))
    (folder / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    done = run("compare", "direction", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return {r["option"]: r for r in json.loads(done.stdout)["records"]}


def test_an_option_of_one_category_keeps_its_figure(run: Any, project: Any) -> None:
    found = shares(run, project, "{rise: up, same: level, fall: down, mixed: level}")
    assert found["up"]["share"] == 0.4
    assert (found["level"]["bound_low"], found["level"]["bound_high"]) == (0.399, 0.401)


def test_an_option_of_several_categories_is_a_bound_in_each(run: Any, project: Any) -> None:
    found = shares(run, project, "{rise: up, same: level, fall: down, mixed: [level, down]}")
    assert found["up"]["share"] == 0.4
    assert (found["level"]["bound_low"], found["level"]["bound_high"]) == (0.1995, 0.401)
    assert (found["down"]["bound_low"], found["down"]["bound_high"]) == (0.0995, 0.301)


def test_an_option_that_is_not_mapped_may_be_anywhere(run: Any, project: Any) -> None:
    found = shares(run, project, "{rise: up, same: level, fall: down}")
    assert (found["up"]["bound_low"], found["up"]["bound_high"]) == (0.3995, 0.601)


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        (["1,1,JP,q,rise,,few,,,,s"], "words"),
        (["1,1,JP,q,rise,,majority,,,,s"], "words"),
        (["1,1,JP,q,rise,,few,,,,s", "2,1,JP,q,dk,,share,10.0,,,s"], "figures"),
    ],
)
def test_what_a_sample_is_known_from_is_what_was_published_of_it(
    facts: list[str], known: str, run: Run, project: Any
) -> None:
    """A word that a convention reads as a range is no figure."""
    mapping = "{rise: up, same: level, fall: down, mixed: level}"
    folder = project(facts, POLL.replace("MAP", mapping))
    (folder / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    (folder / "questionnaires" / "conventions.yaml").write_text(
        'conventions: {few: "< 20%"}\n', "utf-8"
    )
    done = run("compare", "direction", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("Known from"))
    assert line.split()[-1] == known


def test_at_most_forty_per_cent_of_the_experts_can_expect_improvement(run: Any) -> None:
    done = run("compare", "inter_korean_direction", "--json")
    records = json.loads(done.stdout)["records"]
    up = {(r["survey"], r["country"]): r for r in records if r["option"] == "improving"}
    experts = up["ifes", "KR"]
    assert (experts["bound_low"], experts["bound_high"]) == (0, 0.4)
    for country in ("CN", "RU"):
        public = up["kf-vub", country]
        assert (public["bound_low"], public["bound_low_reached"]) == (0.5, False)
    text = run("compare", "inter_korean_direction").stdout
    assert "ifes.tension_continues" in text
    assert "experts" in text
    assert "general" in text


def test_a_concept_nobody_was_asked_about_there_is_said(run: Any) -> None:
    done = run("compare", "us_nk_outlook", "--country", "JP")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody was asked" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "compare inter_korean_direction",
        "compare --concept inter_korean_direction",
        "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025",
        "shift --all --from kf-vub@2019 --to ifes@2025",
        "plot compare --concept inter_korean_direction",
        "trend inter_korean_direction",
    ],
)
def test_a_country_that_nobody_was_asked_in_is_refused_beside_one_that_was(
    command: str, run: Run, tmp_path: Path
) -> None:
    written = ["-o", str(tmp_path / "x.svg")] if command.startswith("plot") else []
    done = run(*command.split(), "--country", "RU,XX", *written)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: nobody was asked in 'XX'; asked: ")
    assert "RU" in done.stderr


def test_an_answer_that_nobody_gave_leaves_no_doubt(run: Run, tmp_path: Path) -> None:
    """What is in no category may belong to any; of what nobody gave nothing is in doubt."""
    concepts = "concepts: {c: {title: C, categories: {pro: For, con: Against}}}\n"
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "concepts.yaml").write_text(concepts)
    for name, wave, more, rows in (
        ("one", "2023", "", "yes\n" * 107 + "no\n" * 43),
        ("two", "2024", ", iap: Not applicable", "yes\n" * 48 + "no\n" * 32),
    ):
        (tmp_path / "questionnaires" / f"{name}.yaml").write_text(
            f"survey: {name}\ntitle: A poll\n"
            f'waves: {{"{wave}": {{population: general_public, samples: {{US: {{}}}}}}}}\n'
            f'items: {{q: {{text: Q, options: {{"yes": "Yes", "no": "No"{more}}}, '
            f'concept: {{id: c, map: {{"yes": pro, "no": con}}}}}}}}\n'
        )
        folder = tmp_path / "datasets" / name
        folder.mkdir(parents=True)
        (folder / f"{wave}.responses.csv").write_text(f"q\n{rows}")
    done = run("shift", "c", "--from", "one", "--to", "two", "--json", cwd=tmp_path)
    found = {r["category"]: r for r in json.loads(done.stdout)["records"]}
    assert found["pro"]["share_to"] == pytest.approx(0.6)
    assert found["pro"]["shift"] == pytest.approx(0.6 - 107 / 150)
    assert found["pro"]["p_value"] is not None
