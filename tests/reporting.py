"""A small project with a report of every kind of section; and what holds of every report."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from hypertext import Element, check_document

ALSO = frozenset({"article", "figcaption", "figure", "nav", "ol", "q"})
DRAWN = frozenset({"circle", "desc", "g", "line", "path", "rect", "svg", "text", "title"})
FORBIDDEN = re.compile(r"^on|href$|^style$|^src$")

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll of two publics, ko: 두 나라 조사}
attribution: {en: Figures are those of the poll., ko: 수치는 조사 기관의 것이다.}
sources:
  paper:
    publisher: A paper
    title: {en: How the publics answered}
    url: "https://example.org/a?b=1&c=2"
    published: 2020-02-03
  other: {publisher: Another paper, url: "javascript:alert(1)"}
waves:
  "2020":
    fieldwork: 2020-01
    published_base: all
    samples: {JP: 1000, KR: 1000}
  "2021":
    fieldwork: 2021-01
    published_base: all
    samples: {JP: 1000, KR: 1000}
  "2022":
    fieldwork: 2022-01
    sampling: probability
    weighted: no
    design: {respondent: id, country: country}
    samples: {JP: 40, KR: 40}
items:
  q:
    text: {en: How relations are, ko: 관계가 어떤가}
    options_complete: published
    options:
      good: {en: Good, ko: 좋다}
      bad: {en: Bad, ko: 나쁘다}
      dk: {label: {en: Don't know, ko: 모르겠다}, kind: dont_know}
    concept: {id: relations, map: {good: good, bad: bad}}
"""
CONCEPTS = """\
concepts:
  relations:
    title: {en: Relations, ko: 관계}
    categories: {good: {en: Good, ko: 좋음}, bad: {en: Bad, ko: 나쁨}}
"""
FINDINGS = """\
id,wave,country,item,option,predicate,value,base,base_n,source,quote,note
f1,2020,JP,q,good,share,40,all,1000,paper,40% of Japanese say good,
f2,2020,JP,q,bad,share,50,all,1000,paper,,
f3,2020,KR,q,good,majority,,,,paper,a majority of South Koreans,
f4,2021,JP,q,good,share,60,all,1000,paper,60% of Japanese say good,
f5,2021,JP,q,bad,share,30,all,1000,paper,,
f6,2021,KR,q,good,share,55,all,1000,other,55% of South Koreans say good,
"""
CLAIMS = """\
claims:
  - id: c1
    source: other
    quote: most Japanese said good
    wave: "2021"
    item: q
    countries: [JP]
    says: [{majority: good}]
  - id: c2
    source: other
    quote: most Japanese said bad
    wave: "2021"
    item: q
    countries: [JP]
    says: [{most: bad}]
    expect: contradicted
    reason: A slip of the pen.
"""
CONVENTIONS = """\
conventions: {large_majority: ">= 60%", most: "> 50%"}
"""
REPORT = """\
title: {en: Two publics, ko: 두 나라 국민}
languages: [en, ko]
prose:
  en: |
    A first paragraph,
    on two lines.

    A second paragraph.
  ko: 첫 문단.
sections:
  - compare: poll.q
    title: {en: Side by side, ko: 나란히}
    prose: {en: Before the tables.}
    wave: "2021"
  - concept: relations
  - label: poll
  - {shift: poll.q, between: [poll@2020, poll@2021]}
  - trend: poll.q
  - verify: poll
  - {topline: poll.q, base: substantive}
  - {part: text, title: {en: A word before the end}, prose: {en: Prose alone.}}
  - methods
  - sources
"""


def make_project(folder: Path, report: str | None = REPORT) -> Path:
    """The project of a survey with published facts, respondents, claims and a concept."""
    rows = "".join(
        f"{country}{number},{country},{'good' if number <= good else 'bad'}\n"
        for country, good in (("JP", 30), ("KR", 15))
        for number in range(1, 41)
    )
    files = {
        "questionnaires/poll.yaml": QUESTIONNAIRE,
        "questionnaires/concepts.yaml": CONCEPTS,
        "questionnaires/conventions.yaml": CONVENTIONS,
        "datasets/poll/findings.csv": FINDINGS,
        "datasets/poll/claims.yaml": CLAIMS,
        "datasets/poll/2022.responses.csv": f"id,country,q\n{rows}",
    }
    if report is not None:
        files["datasets/poll/report.yaml"] = report
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def listed(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def check_report(text: str) -> Element:
    """What holds of every report in HTML; the document without its pictures."""
    drawn = re.findall(r"<svg\b.*?</svg>", text, re.DOTALL)
    html = check_document(re.sub(r"<svg\b.*?</svg>", "", text, flags=re.DOTALL), ALSO)
    ids = [each.attributes["id"] for each in html.all() if "id" in each.attributes]
    for svg in drawn:
        ids += check_picture(svg)
    assert len(ids) == len(set(ids))
    assert len(drawn) == len(html.all("figure"))
    return html


def check_picture(svg: str) -> list[str]:
    """A picture names itself, says what is seen, has its words as text, and leads nowhere."""
    root = ET.fromstring(svg)
    elements = list(root.iter())
    tags = [str(element.tag).rpartition("}")[2] for element in elements]
    assert set(tags) <= DRAWN
    for element in elements:
        assert not any(FORBIDDEN.search(name) for name in element.attrib)
    title, description = elements[1:3]
    assert tags[1:3] == ["title", "desc"]
    assert (title.text or "").strip()
    assert (description.text or "").strip()
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == ids
    assert tags.count("text") > 2
    return ids
