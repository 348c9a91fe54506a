"""What kcli ships can be read in Korean: every English text of it has a Korean one beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kcli.io.plain import read_text
from kcli.io.project import shipped_root
from kcli.io.yaml_tree import parse_yaml
from kcli.text.countries import country_name

Run = Callable[..., Any]

HANGUL = re.compile(r"[가-힣]")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# American respondents, for what kcli does with respondents; no report of it is in Korean.
IN_ENGLISH = {"anes"}
# Titles and notes of publications, which are cited as they are.
CITED = "sources"


class Words(NamedTuple):
    """A text, by language, and the keys that lead to it."""

    place: str
    by_language: dict[str, str]


def _files() -> list[Path]:
    root = shipped_root()
    questionnaires = [
        path
        for path in root.glob("questionnaires/*.yaml")
        if path.stem not in IN_ENGLISH and not path.stem.endswith("-synthetic")
    ]
    return sorted([*questionnaires, *root.glob("datasets/*/claims.yaml")])


def _name(path: Path) -> str:
    return path.relative_to(shipped_root()).as_posix()


def _walk(node: object, place: tuple[str, ...]) -> Iterator[Words]:
    if isinstance(node, dict):
        if isinstance(node.get("en"), str):
            yield Words(".".join(place), node)
            return
        for key, value in node.items():
            if key != CITED:
                yield from _walk(value, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _walk(value, (*place, str(number)))


def _words(path: Path) -> list[Words]:
    file = read_text(path, path.name, root=shipped_root(), limit="yaml-bytes")
    return list(_walk(parse_yaml(file).root, ()))


WITH_TEXT = [path for path in _files() if _words(path)]
every_file = pytest.mark.parametrize("path", WITH_TEXT, ids=_name)


def test_only_the_conventions_have_no_text() -> None:
    assert {_name(path) for path in _files()} - {_name(path) for path in WITH_TEXT} == {
        "questionnaires/conventions.yaml"
    }
    assert sum(len(_words(path)) for path in WITH_TEXT) > 400


@every_file
def test_every_english_text_has_a_korean_one(path: Path) -> None:
    assert [w.place for w in _words(path) if "ko" not in w.by_language] == []


@every_file
def test_no_korean_text_is_the_english_one(path: Path) -> None:
    """No name is excepted: where one stays in Latin letters, Korean words stand beside it."""
    for words in _words(path):
        korean = words.by_language["ko"]
        assert korean != words.by_language["en"], words.place
        assert HANGUL.search(korean), words.place


@every_file
def test_every_figure_of_an_english_text_stands_in_the_korean_one(path: Path) -> None:
    for words in _words(path):
        english, korean = (set(FIGURE.findall(words.by_language[tag])) for tag in ("en", "ko"))
        assert english <= korean, words.place


@every_file
def test_one_english_text_of_a_file_is_one_korean_text(path: Path) -> None:
    """Waves would seem to be asked otherwise if their words differed in one language alone."""
    known: dict[str, str] = {}
    for words in _words(path):
        english, korean = words.by_language["en"], words.by_language["ko"]
        assert known.setdefault(english, korean) == korean, words.place


def test_a_comparison_in_korean_has_no_english_label(run: Run) -> None:
    done = run("compare", "kf-vub", "--lang", "ko")
    assert done.returncode == 0, done.stderr
    printed = " ".join(done.stdout.split())
    texts = {
        words.place: words.by_language
        for words in _words(shipped_root() / "questionnaires" / "kf-vub.yaml")
        if words.place == "title" or re.fullmatch(r"items\.\w+\.text", words.place)
    }
    assert len(texts) == 9
    for place, text in texts.items():
        assert text["ko"] in printed, place
        assert text["en"] not in printed, place
    assert country_name("CN", "ko") in printed
    assert not re.search(r"\b(Better|Worse|Positive|Diplomacy|Denuclearization)\b", printed)


@pytest.mark.parametrize("item", ["kf-vub.means", "ifes.kr_us", "kinu.weapons_or_us_forces"])
def test_the_labels_of_records_are_korean(item: str, run: Run) -> None:
    done = run("compare", item, "--lang", "ko", "--json")
    assert done.returncode == 0, done.stderr
    labels = {r["option_label"] for r in json.loads(done.stdout)["records"] if "option_label" in r}
    assert len(labels) >= 2
    assert all(HANGUL.search(label) for label in labels), labels
