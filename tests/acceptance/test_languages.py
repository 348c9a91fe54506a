"""``--lang ko``: the tool's own words are Korean, and tables keep within the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from rich.cells import cell_len

QUESTIONNAIRE = """\
survey: poll
title: {ko: 한반도 여론조사, en: A poll}
organisations: [{org}]
sources: {paper: {publisher: 신문, title: {ko: 신문 기사}}}
attribution: {ko: 이 자료의 출처를 밝힌다., en: Name the source.}
waves:
  "2019":
    fieldwork: {start: 2019-05-24, end: 2019-06-04}
    mode: telephone
    published_base: {base: all, status: assumed}
    samples: {CN: 1000, JP: 1000, KR: 1000}
  "2020":
    fieldwork: 2020-05
    mode: online
    sampling: quota
    published_base: {base: all, status: assumed}
    samples: {CN: 1000, JP: 1000, KR: 1000}
  "2021":
    published_base: all
    population: experts
    samples: {KR: 40}
breaks: [{before: "2020", countries: [JP], reason: 방식}]
items:
  q:
    text: {ko: 남북관계가 어떻게 되었다고 보십니까?, en: A question}
    wording: paraphrase
    options_complete: assumed
    asked_in: ["2019", "2020"]
    options:
      a: {label: {ko: 나아졌다, en: Better}}
      b: {label: {ko: 그대로다, en: Unchanged}}
      c: {label: {ko: 나빠졌다, en: Worse}}
      dk: {label: {ko: 모름, en: Don't know}, kind: dont_know}
    nets: {bc: {options: [b, c], label: {ko: 나아지지 않음, en: Not better}}}
    score: {a: 1, b: 0, c: -1}
    concept: {id: direction, map: {a: up, b: [same, down], c: down}}
  e:
    text: {ko: 전망, en: Outlook}
    options_complete: published
    asked_in: ["2021"]
    options: {y: {label: {ko: 낙관, en: Good}}, n: {label: {ko: 비관, en: Bad}}}
    concept: {id: direction, map: {y: up, n: down}}
"""
CONCEPTS = """\
concepts:
  direction:
    title: {ko: 방향, en: Direction}
    categories:
      up: {label: {ko: 좋아짐, en: Up}}
      same: {label: {ko: 같음, en: Same}}
      down: {label: {ko: 나빠짐, en: Down}}
"""
FINDINGS = [
    "f1,2019,CN,q,a,,share,57.5%,,,paper",
    "f2,2019,JP,q,a,b,equal_share,,,,paper",
    "f3,2019,KR,q,b,,plurality,,,,paper",
    "f4,2020,CN,q,a,,share,49.5%,,,paper",
    "f5,2020,CN,q,b,,share,20%,,,paper",
    "f6,2020,JP,q,a,,large_majority,,,,paper",
    "f7,2021,KR,e,y,,count,28,,40,paper",
]
COMMANDS = (
    ["compare", "poll@2019"],
    ["compare", "poll@2020"],
    ["compare", "poll.q", "--wave", "2020"],
    ["compare", "poll.q", "--wave", "2020", "--base", "substantive"],
    ["compare", "poll.e"],
    ["compare", "direction"],
    ["compare", "--concept", "direction"],
    ["label", "poll.q", "--wave", "2019"],
    ["label", "poll@2020"],
    ["topline", "poll.q"],
    ["shift", "poll.q", "--from", "2019", "--to", "2020"],
    ["shift", "direction", "--from", "poll@2020", "--to", "poll@2021"],
    ["shift", "--all", "--from", "poll@2019", "--to", "poll@2020"],
    ["trend", "poll.q"],
)
# What stands in ASCII letters in any language: ids, codes of countries, signs.
NAMES = {"poll", "q", "e", "direction", "paper", "CN", "JP", "KR", "A", "B", "C", "D", "n", "p",
         "a", "b", "f", "kcli", "show", "Holm", "kf", "options", "assumed", "org"}  # fmt: skip


@pytest.fixture
def korean(project: Any, root: Path) -> Path:
    """A project whose every text is Korean."""
    made: Path = project(FINDINGS, QUESTIONNAIRE.replace("{org}", "한국연구소"))
    conventions = (root / "questionnaires" / "conventions.yaml").read_text("utf-8")
    (made / "questionnaires" / "conventions.yaml").write_text(conventions, "utf-8")
    (made / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    return made


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_no_english_word_is_left_but_names(
    run: Run, korean: Path, arguments: list[str], form: str
) -> None:
    done = run(*arguments, "--lang", "ko", "-f", form, cwd=korean)
    assert done.returncode == 0, done.stderr
    assert re.search("[가-힣]", done.stdout)
    text = done.stdout.replace("<br>", " ")
    quoted = {"Better", "Unchanged", "Worse", "Good", "Bad"} if arguments[0] == "shift" else set()
    assert not latin(text) - NAMES - quoted  # reasons quote answers as records call them


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(
    run: Run, korean: Path, arguments: list[str], width: int
) -> None:
    done = run(*arguments, "--lang", "ko", cwd=korean, env={"COLUMNS": str(width)})
    assert done.returncode == 0, done.stderr
    wide = [line for line in done.stdout.splitlines() if cell_len(line) > width]
    assert wide == []


def test_figures_are_the_same_in_both_languages(run: Run, korean: Path) -> None:
    found = [
        json.loads(run("compare", "poll.q", "--lang", tag, "--json", cwd=korean).stdout)
        for tag in ("en", "ko")
    ]
    keys = ("share", "low", "high", "bound_low", "bound_high", "label", "label_sample", "p_value")
    one, two = ([{k: r.get(k) for k in keys} for r in each["records"]] for each in found)
    assert one == two
    names = {r["option_label"] for r in found[1]["records"] if r["type"] == "estimate"}
    assert "나아졌다" in names


def test_notes_stay_english_where_a_machine_reads_them(run: Run, korean: Path) -> None:
    done = run("compare", "poll.q", "--lang", "ko", "--json", cwd=korean)
    texts = [note["text"] for note in json.loads(done.stdout)["notes"]]
    assert "No source names the base; shares are read as shares of everyone asked." in texts


def test_an_unknown_language_is_answered_in_english(run: Run, korean: Path) -> None:
    one = run("compare", "poll.q", "--lang", "en", cwd=korean).stdout
    other = run("compare", "poll.q", "--lang", "tlh", cwd=korean)
    assert other.returncode == 0
    assert other.stdout == one


@pytest.mark.parametrize("region", ["ko-KR", "ko_KR", "KO"])
def test_a_region_changes_nothing(run: Run, region: str) -> None:
    one = run("compare", "kf-vub", "--lang", "ko").stdout
    assert "미공표" in one
    other = run("compare", "kf-vub", "--lang", region).stdout
    assert [line for line in other.splitlines() if "미공표" in line]


def shipped(root: Path) -> Iterator[str]:
    """Every text of the shipped questionnaires and findings, as far as it holds letters."""
    for path in sorted(root.glob("questionnaires/*.yaml")):
        yield path.read_text("utf-8")
    for path in sorted(root.glob("datasets/*/*.csv")):
        yield path.read_text("utf-8")


@pytest.mark.parametrize("command", ["compare", "label"])
def test_the_shipped_surveys_have_no_english_word_that_is_not_theirs(
    run: Run, root: Path, command: str
) -> None:
    theirs = {word for text in shipped(root) for word in latin(text)}
    own = {"Support", "Better"}
    assert own <= theirs
    for name in sorted(path.stem for path in root.glob("questionnaires/*.yaml")):
        if name in ("concepts", "conventions"):
            continue
        done = run(command, name, "--lang", "ko", env={"COLUMNS": "100"})
        assert done.returncode == 0, done.stderr
        below = re.split(r"^\s*단위 %:", done.stdout, maxsplit=1, flags=re.MULTILINE)
        assert not latin(" ".join(below[1:])) - theirs - {"NCHS", "a", "b"}
        for words in ("not reported", "majority", "plurality", "Mode ", "known from", "Sources",
                      "Assumed", "In %", "general public", "no share named"):  # fmt: skip
            assert words not in done.stdout, name
        for line in done.stdout.splitlines():
            assert cell_len(line) <= 100 or "http" in line
