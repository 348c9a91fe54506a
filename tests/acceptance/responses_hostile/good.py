"""A small project with respondents that is right in everything, and ways to put a thing wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from acceptance.hostile.good import Case, Change, both, on_bytes, on_text, put, swap

__all__ = [
    "COLUMNS",
    "QUESTIONNAIRE",
    "RESPONSES",
    "ROWS",
    "TEXT",
    "YAML",
    "accept",
    "at",
    "both",
    "build",
    "cells",
    "column",
    "either",
    "line_of",
    "lines",
    "on_bytes",
    "on_text",
    "put",
    "reject",
    "rows",
    "swap",
    "written",
]

QUESTIONNAIRE = "questionnaires/voices.yaml"
RESPONSES = "datasets/voices/2024.responses.csv"
YAML = """\
survey: voices
title: {en: Voices of three publics, ko: 세 나라의 목소리}
organisations: [Voices Institute]
waves:
  "2023":
    fieldwork: 2023-02
    mode: telephone
    sampling: probability
    population: general_public
    samples: {KR: 24, US: 24}
  "2024":
    fieldwork: 2024-02
    mode: face_to_face
    sampling: probability
    population: general_public
    weighted: yes
    design: {respondent: id, country: country, weight: weight, stratum: stratum, psu: psu}
    samples: {KR: 24, NA: 24, JP: 24}
items:
  view:
    text: {en: View of the talks, ko: 회담을 어떻게 보십니까}
    options_complete: published
    asked_in: ["2024"]
    options:
      good: {code: 1, label: {en: Good, ko: 좋다}}
      mixed: {code: 2, label: {en: Good and bad, ko: 반반}}
      bad: {code: 3, label: {en: Bad, ko: 나쁘다}}
    nets:
      not_bad: {options: [good, mixed], label: {en: Not bad, ko: 나쁘지 않다}}
  channels:
    text: {en: Where the news came from, ko: 소식을 들은 곳}
    type: multiple
    options_complete: published
    asked_in: ["2024"]
    options:
      tv: {en: Television, ko: 텔레비전}
      radio: {en: Radio, ko: 라디오}
      web: {en: The web, ko: 인터넷}
  topics:
    text: {en: What should be talked about, ko: 의제}
    type: multiple
    options_complete: published
    asked_in: ["2024"]
    options:
      peace: {code: 1, label: {en: Peace, ko: 평화}}
      trade: {code: 2, label: {en: Trade, ko: 무역}}
      visits: {code: 3, label: {en: Visits, ko: 방문}}
  heard:
    text: {en: Heard of the plan, ko: 계획을 들었는지}
    options_complete: published
    asked_in: ["2024"]
    options:
      "yes": {code: 1, label: {en: Heard, ko: 들었다}}
      "no": {code: 2, label: {en: Not heard, ko: 못 들었다}}
      dk: {code: 8, label: {en: Don't know, ko: 모름}, kind: dont_know}
  why:
    text: {en: Is the plan right, ko: 계획이 옳은지}
    options_complete: published
    asked_in: ["2024"]
    asked: {item: heard, options: ["yes"]}
    options:
      right: {code: 1, label: {en: Right, ko: 옳다}}
      wrong: {code: 2, label: {en: Wrong, ko: 그르다}}
"""
COLUMNS = [
    *("id", "country", "weight", "stratum", "psu", "view"),
    *("channels.tv", "channels.radio", "channels.web"),
    *("topics", "heard", "why", "remark"),
]


def _row(number: int) -> list[str]:
    """A respondent: every answer in every country, in no order that would hide a mistake."""
    country = ("KR", "NA", "JP")[number % 3]
    place = number // 3
    answer = (number * 7 + number * number // 5) % 11
    heard = "1112182"[(answer + number // 5) % 7] if number % 29 else ""
    return [
        f"{country}-{place + 1:03}",
        country,
        f"{0.4 + (number * 37 % 97) / 50:.3f}",
        ("북부", "남부")[place % 2],
        str(place // 2 % 3 + 1),
        "12312111223"[answer] if number % 17 else "",
        *("01"[(number * k + answer) % (k + 3) < k] if number % 31 else "" for k in (1, 2, 3)),
        ("1", "1;2", "2", "3;1", "1;2;3", "", "3")[(answer + number) % 7],
        heard,
        "12112"[number % 5] if heard == "1" and number % 13 else "",
        ("좋습니다", "나미비아", "")[number * number % 3],
    ]


ROWS = tuple(tuple(_row(number)) for number in range(72))
TEXT = "".join(",".join(row) + "\n" for row in (COLUMNS, *ROWS))


def build(root: Path, *changes: Change) -> Path:
    """The good project in a folder, changed."""
    for change in (put(QUESTIONNAIRE, YAML), put(RESPONSES, TEXT), *changes):
        change(root)
    return root


def line_of(text: str) -> int:
    """The line of the questionnaire on which a text that stands there once begins."""
    assert YAML.count(text) == 1, text
    return YAML[: YAML.index(text)].count("\n") + 1


def at(line: int, name: str | None = None) -> str:
    """The place of a line of the good responses, or of a cell in it."""
    if name is None:
        return f"{RESPONSES}:{line}"
    row = (COLUMNS, *ROWS)[line - 1]
    return f"{RESPONSES}:{line}:{len(','.join([*row[: COLUMNS.index(name)], ''])) + 1}"


def lines(turn: Callable[[list[str]], list[str]]) -> Change:
    """Turn the lines of the responses into others."""
    return on_text(
        RESPONSES,
        lambda text: "".join(turn([f"{line}\n" for line in text.removesuffix("\n").split("\n")])),
    )


def rows(turn: Callable[[dict[str, str], int], Mapping[str, str]]) -> Change:
    """Turn each row into another, by the names of the columns; the line is told with it."""

    def change(text: str) -> str:
        header, *below = [line.split(",") for line in text.removesuffix("\n").split("\n")]
        turned = [
            list(turn(dict(zip(header, row, strict=True)), line).values())
            for line, row in enumerate(below, 2)
        ]
        return "".join(",".join(row) + "\n" for row in (header, *turned))

    return on_text(RESPONSES, change)


def cells(name: str, texts: Mapping[int, str]) -> Change:
    """Put texts into a column, each on its line, as they are: quotes are not added."""
    return rows(lambda row, line: {**row, name: texts.get(line, row[name])})


def column(name: str, turn: Callable[[str], str]) -> Change:
    """Turn every cell of a column."""
    return rows(lambda row, line: {**row, name: turn(row[name])})


def written(root: Path) -> list[dict[str, str]]:
    """The respondents of a project as a reader of CSV that knows nothing of kcli has them."""
    with (root / RESPONSES).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def accept(name: str, change: Change, *undo: tuple[str, str]) -> Case:
    """Something unusual that changes no number."""
    return Case(name, "accept", None, None, change, undo=undo)


def either(name: str, place: str, change: Change, code: str | None = None) -> Case:
    """Something that may be read, or be refused at a place."""
    return Case(name, "either", code, place, change)


def reject(name: str, code: str | None, place: str, change: Change, *says: str) -> Case:
    """Something that has to be refused."""
    return Case(name, "reject", code, place, change, says)
