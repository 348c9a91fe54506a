"""A small project that is right in everything, and the ways to put one thing wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

QUESTIONNAIRE = "questionnaires/pulse.yaml"
CONCEPTS = "questionnaires/concepts.yaml"
CONVENTIONS = "questionnaires/conventions.yaml"
FINDINGS = "datasets/pulse/findings.csv"

GOOD = {
    QUESTIONNAIRE: """\
survey: pulse
title: {en: Pulse of three publics, ko: 세 나라의 여론}
organisations: [Pulse Institute]
sources:
  report:
    publisher: Pulse Institute
    title: {en: Pulse 2024, ko: 여론 2024}
    published: 2024-03
    grade: A
  wire:
    publisher: A news agency
    published: 2024-03-02
    grade: B
    derived_from: report
conventions: {nearly_all: ">= 90%"}
waves:
  "2023":
    fieldwork: {start: 2023-02-01, end: 2023-02-20}
    mode: telephone
    sampling: probability
    population: general_public
    samples: {KR: 900}
  "2024":
    fieldwork: {start: 2024-02-01, end: 2024-02-20}
    mode: telephone
    sampling: probability
    population: general_public
    weighted: no
    published_base: all
    samples:
      KR: 1000
      NA: 800
      JP: {n: 1200, mode: online, sampling: opt_in}
items:
  trust:
    text: {en: Trust in the talks, ko: 회담을 믿으십니까}
    wording: paraphrase
    options_complete: published
    asked_in: ["2024"]
    options:
      lot:
        code: 1
        label: {en: A lot, ko: 매우}
      little:
        code: 2
        label: {en: A little, ko: 조금}
      none:
        code: 3
        label: {en: Not at all, ko: 전혀}
      dk:
        code: 9
        label: {en: Don't know, ko: 모름}
        kind: dont_know
    nets:
      any: {options: [lot, little], label: {en: Any trust, ko: 신뢰}}
    score: {lot: 2, little: 1, none: 0}
    concept: {id: trust, map: {lot: high, little: high, none: low}}
  visit:
    text: {en: Should the leaders meet, ko: 정상 회담}
    wording: verbatim
    options_complete: published
    options:
      for: {en: They should, ko: 찬성}
      against: {en: They should not, ko: 반대}
  stance:
    text: {en: What governments said, ko: 정부의 말}
    options_complete: published
    asked_in: ["2024"]
    options:
      for: {en: In favour}
      against: {en: Not in favour}
""",
    CONCEPTS: """\
concepts:
  trust:
    title: {en: Trust, ko: 신뢰}
    categories:
      high: {en: High}
      low: {en: Low}
""",
    CONVENTIONS: """\
conventions:
  most: "> 50%"
  few: "< 20%"
equal_within: 1
""",
    FINDINGS: """\
id,wave,country,respondent,item,option,other,predicate,value,base,base_n,source,grade,quote,note
T1,2024,KR,,trust,lot,,share,41.5,all,1000,report,A,"41.5% of Koreans, a plurality",
T2,2024,KR,,trust,little,,share,30,,,report,A,,
T3,2024,NA,,trust,lot,,share,62,,,report,A,나미비아에서는 62%,Namibia
T4,2024,NA,,trust,dk,,count,40,all,800,report,A,,
T5,2024,JP,,trust,none,,plurality,,,,wire,B,,
T6,2024,KR,,visit,for,,share,58%,,,report,A,,
T7,2024,NA,,visit,against,,most,,,,report,A,,
T8,2024,JP,,visit,for,against,equal_share,,,,wire,B,,
T9,2024,KR,외교부,stance,for,,answer,,,,wire,B,,
T10,2023,KR,,visit,for,,share,51,,,report,A,,마지막
""",
}
SECRET = "what nobody in the project may read 9431"

Change = Callable[[Path], None]
"""Puts something wrong in the project that stands in a folder."""


@dataclass(frozen=True)
class Case:
    """One hostile input and what it is owed.

    ``at`` is the place of the fault, ``file:line`` or the file alone; ``says``
    are parts of its message. ``more`` are further faults of the same input.
    ``undo`` turns a record that was renamed on purpose back, to compare numbers.
    """

    name: str
    expect: Literal["accept", "reject", "either"]
    code: str | None
    at: str | None
    change: Change
    says: tuple[str, ...] = ()
    more: tuple[tuple[str, str | None], ...] = ()
    undo: tuple[tuple[str, str], ...] = ()


def accept(name: str, change: Change, *undo: tuple[str, str]) -> Case:
    """Something unusual that changes no number."""
    return Case(name, "accept", None, None, change, undo=undo)


def either(name: str, at: str, change: Change, code: str | None = None) -> Case:
    """Something that may be read, or be refused at a place."""
    return Case(name, "either", code, at, change)


def reject(name: str, code: str | None, at: str | None, change: Change, *says: str) -> Case:
    """Something that has to be refused."""
    return Case(name, "reject", code, at, change, says)


def build(root: Path, *changes: Change) -> Path:
    """The good project in a folder, changed."""
    for name, text in GOOD.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    for change in changes:
        change(root)
    return root


def line_of(name: str, text: str) -> int:
    """The line of a good file on which a text that stands there once begins."""
    assert GOOD[name].count(text) == 1, (name, text)
    return GOOD[name][: GOOD[name].index(text)].count("\n") + 1


def place(name: str, text: str, down: int = 0) -> str:
    """``file:line`` of a text in a good file, or of a line below it."""
    return f"{name}:{line_of(name, text) + down}"


def on_bytes(name: str, turn: Callable[[bytes], bytes]) -> Change:
    """Turn the bytes of a file into others."""

    def change(root: Path) -> None:
        path = root / name
        path.write_bytes(turn(path.read_bytes()))

    return change


def on_text(name: str, turn: Callable[[str], str]) -> Change:
    """Turn the text of a file into another."""
    return on_bytes(name, lambda data: turn(data.decode()).encode())


def swap(name: str, *pairs: tuple[str, str]) -> Change:
    """Put other texts where these stand, which is once each."""

    def turn(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        return text

    return on_text(name, turn)


def put(name: str, data: bytes | str) -> Change:
    """Put a file there, new or instead of the good one."""

    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def add(name: str, text: str) -> Change:
    """Append a text to a file."""
    return on_text(name, lambda before: before + text)


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


def in_questionnaire(*pairs: tuple[str, str]) -> Change:
    """Put other texts where these stand in the questionnaire, once each."""
    return swap(QUESTIONNAIRE, *pairs)


def instead(name: str, code: str | None, old: str, new: str, *says: str, down: int = 0) -> Case:
    """``new`` stands where ``old`` did, and is wrong in its first line, or ``down`` below it."""
    at = place(QUESTIONNAIRE, old, down)
    return reject(name, code, at, swap(QUESTIONNAIRE, (old, new)), *says)
