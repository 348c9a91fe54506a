"""Good pairs that the cases are made of: a small one, one that is shipped, and an odd one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hostile.case import HostileCase
from hostile.generator import cases_of

ROOT = Path(__file__).resolve().parents[2]

_SMALL = """\
survey: small
title: {en: A small survey, ko: 작은 조사}
waves:
  2023:
    fieldwork: 2023-02
    samples: {KR: 12}
  2024:
    fieldwork: 2024-02
    mode: telephone
    sampling: probability
    design: {respondent: id, country: country, weight: w}
    samples: {KR: 12, JP: 12}
items:
  talks:
    text: {en: Should there be talks, ko: 대화}
    options_complete: published
    asked_in: ["2024"]
    options:
      for: {code: 1, label: {en: In favour, ko: 찬성}}
      against: {code: 2, label: {en: Against, ko: 반대}}
      dk: {code: 9, label: {en: Don't know, ko: 모름}, kind: dont_know}
  why:
    text: {en: Why}
    asked_in: ["2024"]
    asked: {item: talks, options: [for]}
    options:
      peace: {code: 1, label: {en: For peace}}
      trade: {code: 2, label: {en: For trade}}
"""
_ODD = """\
survey: odd-1
title: {ko: 기이한 조사}
synthetic: yes
organisations: [연구소]
waves:
  w_1: {fieldwork: 2021, samples: {both: {countries: [JP, KR]}}}
  w_2:
    fieldwork: {start: 2024-05-01}
    samples:
      panel: {country: TW, n: 30, population: experts}
items:
  sources:
    text: {ko: 어디서 들었습니까}
    type: multiple
    asked_in: [w_2]
    options: {tv: {ko: 텔레비전}, web: {ko: 인터넷}, "no": {ko: 아무 데서도}}
  topics:
    text: {ko: 무엇을}
    type: multiple
    asked_in: [w_2]
    options: {"1": {ko: 평화}, "2": {ko: 무역}, "10": {ko: 방문}}
  view:
    text: {ko: "의견: 걱정?"}
    options: {good: {ko: 좋다}, bad: {ko: 나쁘다}}
    versions:
      w_2:
        options: {good: {ko: 좋다}, mixed: {ko: 반반}, bad: {ko: 나쁘다, en: "Bad, \\"very\\""}}
"""


def _small() -> str:
    rows = ["id,country,w,talks,why,remark"]
    for n in range(24):
        talks = ("1", "2", "1", "9", "")[n * 7 % 5]
        why = ("1", "2", "")[n % 3] if talks == "1" else ""
        remark = ("", "좋습니다", '"yes, and no"')[n % 3]
        rows.append(f"r-{n:02},{('KR', 'JP')[n % 2]},{0.5 + n % 7 / 4},{talks},{why},{remark}")
    return "\n".join(rows) + "\n"


def _odd() -> str:
    rows = ["view,sources.tv,sources.web,sources.no,topics"]
    for n in range(30):
        view = ("good", "mixed", "bad", "")[n * 3 % 4]
        marks = ",".join("01"[(n + k) % (k + 2) == 0] for k in range(3))
        rows.append(f"{view},{marks},{('1', '1;10', '2;1', '', '10')[n % 5]}")
    return "\r\n".join(rows) + "\r\n"


def _shipped(survey: str, wave: str) -> Iterator[HostileCase]:
    questionnaire = (ROOT / "questionnaires" / f"{survey}.yaml").read_text("utf-8")
    data = (ROOT / "datasets" / survey / f"{wave}.responses.csv").read_text("utf-8")
    return cases_of(questionnaire, data, survey, wave)


CASES: dict[str, tuple[HostileCase, ...]] = {
    "small": tuple(cases_of(_SMALL, _small(), "small", "2024")),
    "shipped": tuple(_shipped("ifes-synthetic", "2025")),
    "odd": tuple(cases_of(_ODD, _odd(), "odd-1", "w_2", packed=True)),
}
