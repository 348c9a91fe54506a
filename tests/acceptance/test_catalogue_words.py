"""The words of list, show, check, explain, diff, weight, simulate and import in every language."""

from __future__ import annotations

import json
import re
import shutil
import string
from collections.abc import Callable, Iterator
from dataclasses import fields as dataclass_fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Run
from rich.cells import cell_len
from running import run_kcli

from kcli.analysis.diff import _COVERED
from kcli.model.item import OptionKind
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.survey import Base, Mode, Sampling
from kcli.render.pages.diff import _OF_EACH
from kcli.render.pages.explain import _AREAS
from kcli.text.codes import AREAS, CODES, Severity
from kcli.text.languages import known, languages, missing, plural, say
from kcli.text.languages.en.catalogue import MESSAGES

LANGUAGES = ("en", "ja", "ko", "ru", "zh")
OTHERS = LANGUAGES[1:]
SCRIPTS = {"ja": "[ぁ-んァ-ヶ一-龥]", "ko": "[가-힣]", "ru": "[а-яё]", "zh": "[一-龥]"}

QUESTIONNAIRE = """\
survey: poll
title: {ko: 여론조사}
organisations: [연구소]
licence: {ko: 자유}
attribution: {ko: 출처를 밝힌다.}
note: {ko: 조사 설명}
sources: {paper: {publisher: 신문, title: {ko: 신문 기사}}}
waves:
  "2019":
    fieldwork: {start: 2019-05-24, end: 2019-06-04}
    mode: face_to_face
    sampling: quota
    published_base: {base: all, status: assumed}
    samples: {JP: 1000, KR: 1000}
  "2020":
    fieldwork: 2020-05
    published_base: all
    samples: {JP: {n: 1000, mode: online}, KR: {n: 900, n_status: approximate, mode: paper}}
  "2021":
    published_base: all
    population: experts
    samples: {KR: {}}
  "2022":
    weighted: yes
    published_base: all
    design: {respondent: id}
    samples: {KR: 4}
breaks: [{before: "2020", countries: [JP], reason: 방식}]
items:
  q:
    text: {ko: 남북관계가 어떻게 되었습니까?}
    wording: verbatim
    note: {ko: 문항 설명}
    options_complete: assumed
    time_frame: past
    asked_in: ["2019", "2020", "2022"]
    options:
      a: {label: {ko: 나아졌다}}
      b: {label: {ko: 그대로다}}
      c: {label: {ko: 나빠졌다}}
      dk: {label: {ko: 모름}, kind: dont_know}
      no: {label: {ko: 거절}, kind: refused}
    nets: {bc: {options: [b, c], label: {ko: 나아지지 않음}}}
    score: {a: 1, b: 0, c: -1}
    concept: {id: direction, map: {a: up, b: [same, down], c: down}}
  e:
    text: {ko: 전망}
    wording: paraphrase
    type: multiple
    options_complete: published
    asked_in: ["2021"]
    options: {y: {label: {ko: 낙관}}, n: {label: {ko: 비관}}}
    concept: {id: direction, map: {y: up, n: down}}
"""
CONCEPTS = """\
concepts:
  direction:
    title: {ko: 방향}
    categories:
      up: {label: {ko: 좋아짐}}
      same: {label: {ko: 같음}}
      down: {label: {ko: 나빠짐}}
  unused:
    title: {ko: 빈 개념}
    categories: {one: {label: {ko: 하나}}, two: {label: {ko: 둘}}}
"""
HEADER = "id,wave,country,item,option,other,predicate,value,base,base_n,source,quote,note"
FINDINGS = """\
f1,2019,KR,q,a,,share,40.5%,,,paper,인용문,설명
f2,2019,JP,q,a,,majority,,,,paper,,
f3,2019,JP,q,b,,minority,,substantive,,paper,,
f4,2019,KR,q,a,,plurality,,,,paper,,
f5,2019,KR,q,a,,at_least_plurality,,,,paper,,
f6,2019,KR,q,b,c,equal_share,,,,paper,,
f7,2019,KR,q,a,c,more_than,,,,paper,,
f10,2019,KR,q,a,c/JP,more_than,,,,paper,,
f8,2020,KR,q,a,,loose,오름,,,paper,,
f9,2021,KR,e,y,,count,28,,40,paper,,
"""
RESPONSES = "id,country,q\n1,KR,a\n2,KR,a\n3,KR,b\n4,KR,c\n"
MARGINS = "margins: {q: {a: 60, b: 20, c: 20}}\n"
CHANGES = (
    ('"2019":\n    fieldwork: {start: 2019-05-24', '"2018":\n    samples: {KR: 9}\n  "2019":\n'
     "    fieldwork: {start: 2019-05-23"),
    ("mode: face_to_face", "mode: telephone"),
    ("published_base: {base: all, status: assumed}", "published_base: unknown"),
    ("나빠졌다", "나쁘다"),
    ("kind: refused", "kind: dont_know"),
    ("[b, c], label: {ko: 나아지지 않음", "[b, dk], label: {ko: 나아지지 못함"),
    ("options_complete: assumed", "options_complete: published"),
    ("    time_frame: past\n", ""),
    ("wording: paraphrase\n    type: multiple", "wording: verbatim"),
    ("c: -1}", "c: -2}"),
    ('breaks: [{before: "2020", countries: [JP], reason: 방식}]\n', ""),
    ("KR: 4}", "KR: 4, JP: {n: 10, margin_of_error: {points: 3, confidence: 0.95}}}"),
    ("publisher: 신문,", "publisher: 잡지,"),
    ("licence: {ko: 자유}", "licence: {ko: 공개}"),
)  # fmt: skip
COMMANDS = {
    "list": "list",
    "list of a survey": "list poll@2020",
    "survey": "show poll@2020",
    "survey without sizes": "show poll@2021",
    "item": "show poll.q --wave 2019",
    "item of experts": "show poll.e",
    "item that no share is named of": "show poll.q --wave 2020",
    "concept": "show direction",
    "concept of nobody": "show unused",
    "check": "check",
    "check of faults": "check broken",
    "codes": "explain",
    "code of an error": "explain sum-not-100",
    "code of a note": "explain options-assumed",
    "all codes": "explain --all",
    "diff of waves": "diff poll@2019 2020",
    "diff of surveys": "diff poll@2019 poll@2021",
    "diff of files": "diff old.yaml questionnaires/poll.yaml",
    "diff the other way": "diff questionnaires/poll.yaml old.yaml",
    "diff of nothing": "diff old.yaml old.yaml",
    "weight": "weight poll@2022 --margins margins.yaml -o {out}.responses.csv",
    "simulate": "simulate poll@2019 --to {out}",
    "import": "import sample.sav -o {out} --as made --wave 2024 --country KR",
}
# What stands in ASCII letters in any language: ids, codes of countries, files, signs.
NAMES = {
    *("poll", "q", "e", "a", "b", "c", "y", "n", "dk", "no", "bc", "f", "direction", "unused"),
    *("JP", "KR", "paper", "ko", "before", "A", "B", "C", "D", "E", "YAML", "Kish", "kcli"),
    *("explain", "CODE", "answers", "VARIABLE", "questionnaires", "yaml", "old", "csv", "made"),
    *("sample", "sav", "spss", "broken", "datasets", "findings", "publisher"),
    *("countries", "reason", "und", "SPSS"),
}


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose every text is Korean, an older version of it, and one with faults."""
    root = tmp_path_factory.mktemp("words")
    older = QUESTIONNAIRE
    for old, new in CHANGES:
        assert old in older, old
        older = older.replace(old, new)
    findings = HEADER + "\n" + FINDINGS
    wrong = f"{findings}g1,2020,JP,q,a,,share,90,,,paper,,\ng2,2020,JP,q,b,,share,90,,,paper,,\n"
    wrong += "f9,2020,KR,q,a,,share,20,,,paper,,\n"
    files = {
        "questionnaires/poll.yaml": QUESTIONNAIRE,
        "questionnaires/concepts.yaml": CONCEPTS,
        "datasets/poll/findings.csv": findings,
        "datasets/poll/2022.responses.csv": RESPONSES,
        "margins.yaml": MARGINS,
        "old.yaml": older,
        "concepts.yaml": CONCEPTS,
        "broken/questionnaires/poll.yaml": QUESTIONNAIRE,
        "broken/questionnaires/concepts.yaml": CONCEPTS,
        "broken/questionnaires/other.yaml": "survey: other\n",
        "broken/datasets/other/findings.csv": f"{HEADER}\n",
        "broken/datasets/poll/findings.csv": wrong,
        "broken/datasets/poll/claims.yaml": "acknowledged:\n"
        "  - {code: sum-not-100, place: g1, reason: 두 번 적음}\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    data = Path(__file__).resolve().parents[1] / "importing" / "data"
    shutil.copy(data / "sample.sav", root / "sample.sav")
    return root


@pytest.fixture(scope="module")
def pages(poll: Path) -> Callable[..., str]:
    """What a command prints in a language; each is run once, and writes to a folder of its own."""

    @cache
    def page(name: str, language: str, *more: str) -> str:
        out = "-".join(["out", name.replace(" ", "-"), language, *more])
        words = [word.format(out=out) for word in COMMANDS[name].split()]
        arguments = [*words, "--lang", language, *more]
        done = run_kcli(arguments, poll, {"COLUMNS": "100"})
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    return page


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text)) - NAMES


def kept(document: dict[str, Any]) -> Iterator[str]:
    """The texts of records that are English in every language: faults, codes, notes."""
    yield from (note["text"] for note in document["notes"])
    fields = ("message", "hint", "code", "path", "title", "text", "example", "repair", "label",
              "reason", "variable", "name")  # fmt: skip
    for record in document["records"]:
        if record["type"] in ("fault", "code", "imported", "unmapped"):
            yield from (str(record[field]) for field in fields if record.get(field))
            yield from record.get("confirm") or ()


def own_words(pages: Callable[..., str], name: str, language: str) -> set[str]:
    """The words in Latin letters of a page, but names and what records hold."""
    document = json.loads(pages(name, "en", "--json"))
    theirs = {word for text in kept(document) for word in latin(text)}
    return latin(pages(name, language)) - theirs


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_of_its_own_is_left_on_a_page(
    pages: Callable[..., str], name: str, language: str
) -> None:
    assert own_words(pages, name, language) == set()
    assert re.search(SCRIPTS[language], pages(name, language))
    assert own_words(pages, name, "en")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(
    pages: Callable[..., str], name: str, language: str
) -> None:
    assert [line for line in pages(name, language).splitlines() if cell_len(line) > 100] == []


def test_a_page_says_the_same_in_markdown(pages: Callable[..., str]) -> None:
    page = pages("item", "ru", "-f", "markdown")
    assert "| **f4** | Республика Корея | a | относительное большинство | все | paper |" in page
    assert "«인용문» (paper)" in page


def test_records_stay_english(pages: Callable[..., str]) -> None:
    for name in ("check of faults", "code of an error", "survey", "item", "diff of files"):
        english, chinese = (json.loads(pages(name, tag, "--json")) for tag in ("en", "zh"))
        names = ("sample", "text")  # countries are called as the language calls them
        one, two = (
            [{k: v for k, v in r.items() if k not in names} for r in found["records"]]
            for found in (english, chinese)
        )
        assert one == two
        assert english["notes"] == chinese["notes"]
        assert chinese["parameters"] == {**english["parameters"], "lang": "zh"}


@pytest.mark.parametrize(
    ("name", "language", "lines"),
    [
        ("check", "ja", ["ファイル4件を点検：問題なし"]),
        ("check of faults", "ko", ["파일 6개 점검: 오류 5건, 확인된 것 1건", "확인됨: 두 번 적음"]),
        ("check of faults", "ru", ["Проверено 6 файлов: 5 ошибок, признано: 1"]),
        ("code of a note", "zh", ["附注 · 假定"]),
        ("survey", "ja", ["調査期間：2020-05、調査方法 標本により異なる、", "回答者：約1,900人"]),
        ("survey", "en", ["Asked in other waves only: e@2021"]),
        ("item", "ko", ["문항 원문 원문 그대로, 단수응답, 선택지 목록 가정"]),
        ("concept", "zh", ["概念 direction"]),
        ("weight", "ru", ["4 респондента равноценны 4."]),
        ("simulate", "ko", ["poll-synthetic 2019: 지어낸 응답자"]),
        ("import", "zh", ["made 2024：已导入", "要把变量的值作为选项：--answers VARIABLE"]),
        ("diff of nothing", "ru", ["Различий нет."]),
    ],
)  # fmt: skip
def test_a_page_reads_as_it_should(
    pages: Callable[..., str], name: str, language: str, lines: list[str]
) -> None:
    page = " ".join(pages(name, language).split())
    for line in lines:
        assert line in page


def test_all_items_of_a_survey_are_counted_and_those_of_other_waves_named(
    run: Run, poll: Path
) -> None:
    shown = json.loads(run("show", "poll@2021", "--json", cwd=poll).stdout)["records"]
    survey = next(record for record in shown if record["type"] == "survey")
    assert (survey["items"], survey["other_items"]) == (1, ["q@2022"])
    listed = run("list", cwd=poll, env={"COLUMNS": "160"}).stdout
    assert re.search(r"^poll .* 2$", listed, re.MULTILINE)


def test_the_sources_of_a_wave_are_those_of_its_facts(run: Run) -> None:
    """Of a wave that is named; a survey as a whole names all that it has."""
    sources = {
        what: [
            source["id"]
            for source in json.loads(run("show", *what.split(), "--json").stdout)["sources"]
        ]
        for what in ("genron-eai@2019", "genron-eai --wave 2019", "genron-eai")
    }
    assert sources["genron-eai@2019"] == ["etoday-2019", "copy-2019"]
    assert sources["genron-eai --wave 2019"] == ["etoday-2019", "copy-2019"]
    assert len(sources["genron-eai"]) > 20


def test_a_fact_of_two_shares_names_the_other(run: Run, poll: Path) -> None:
    shown = json.loads(run("show", "poll.q", "--wave", "2019", "--json", cwd=poll).stdout)
    says = {record["id"]: record["says"] for record in shown["records"] if "says" in record}
    assert says["f6"] == "about as many as c"
    assert (says["f7"], says["f10"]) == ("more than c", "more than c in JP")
    page = run("show", "poll.q", "--wave", "2019", "--lang", "ko", cwd=poll).stdout
    assert all(words in page for words in ("c와 같은 비율", "c보다 많음", "JP의 c보다 많음"))


# -- messages ------------------------------------------------------------------------------


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_word_of_these_pages_with_the_same_fields(language: str) -> None:
    assert not set(missing(language)) & set(MESSAGES)
    own = import_module(f"kcli.text.languages.{language}.catalogue").MESSAGES
    for key, template in own.items():
        english = MESSAGES.get(key) or MESSAGES[f"{key.rpartition('.')[0]}.other"]
        assert fields(template) == fields(english), key
        words = "".join(text for text, *_ in string.Formatter().parse(template))
        assert not set(re.findall("[A-Za-z]+", words)) - {"kcli", *"ACDEp"}, key


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 ошибка"), (3, "3 ошибки"), (5, "5 ошибок"), (11, "11 ошибок"),
        (21, "21 ошибка"), (24, "24 ошибки"),
    ],
)  # fmt: skip
def test_russian_counts_by_its_plurals(number: int, told: str) -> None:
    assert plural("check.errors", number, "ru") == told


def test_every_value_that_a_page_prints_has_a_word() -> None:
    values = {
        "wording": ("verbatim", "paraphrase", "unpublished"),
        "option": (*get_args(OptionKind), "net"),
        "complete": ("published", "assumed", "incomplete"),
        "fact_base": get_args(Base),
        "way": (*get_args(Mode), *get_args(Sampling), "differs_by_sample"),
        "severity": get_args(Severity),
        "show.word": ("shift", "gap", "not_comparable"),
        "diff.value": (
            "verbatim",
            "paraphrase",
            "unpublished",
            *get_args(OptionKind),
            "single",
            "multiple",
        ),
        "diff.aspect": [*other_fields(), *Questionnaire.model_fields],
    }
    values["diff.aspect"] = set(values["diff.aspect"]) - {"survey", "waves", "items"}
    for prefix, names in values.items():
        for name in names:
            assert known(f"{prefix}.{name}"), (prefix, name)


def other_fields() -> set[str]:
    """What diff may find otherwise of one and the same sample."""
    return {field.name for field in dataclass_fields(SampleView)} - _COVERED


def test_every_area_of_codes_has_a_word_but_that_of_a_proper_name() -> None:
    assert set(AREAS) - set(_AREAS) == {"YAML"}
    assert [say(f"area.{key}") for key in _AREAS.values()] == [a for a in AREAS if a != "YAML"]


def test_a_reason_of_several_questions_is_called_as_its_code_is() -> None:
    for code in _OF_EACH:
        title = CODES[code].title
        assert say(f"diff.each.{code}") == f"{title[:1].lower()}{title[1:]}"


# -- a language that is none ------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["xx-invalid", "xx", "ko-Korea", "", "en-US-english", "../ko"])
def test_a_language_that_is_none_is_refused_and_those_with_words_are_named(
    tag: str, run: Run, poll: Path
) -> None:
    done = run("list", "--lang", tag, cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kcli: usage: no language is known by {tag!r}; ")
    assert all(language in done.stderr for language in languages())
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("tag", ["fr", "fr-CA", "zh-Hant-TW", "de-1996", "tlh", "es-419", "qaa"])
def test_a_language_without_words_is_no_mistake(tag: str, run: Run, poll: Path) -> None:
    done = run("list", "--lang", tag, cwd=poll)
    assert done.returncode == 0, done.stderr


def test_countries_are_called_as_a_language_without_words_calls_them(run: Run, poll: Path) -> None:
    page = run("show", "poll.q", "--wave", "2019", "--lang", "fr", cwd=poll).stdout
    assert "Corée du Sud" in page
    assert "a plurality" in page


def test_a_code_that_is_another_name_of_a_language_is_told(run: Run, poll: Path) -> None:
    done = run("list", "--lang", "kor", cwd=poll)
    assert done.returncode == 2
    assert done.stderr == "kcli: usage: the language 'kor' is written ko; --lang ko\n"


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("kr", "'kr' is a country, and Korean is written ko; --lang ko"),
        ("jp", "'jp' is a country, and Japanese is written ja; --lang ja"),
        ("cn", "'cn' is a country, and Chinese is written zh; --lang zh"),
    ],
)
def test_a_country_that_is_taken_for_its_language_is_told(
    tag: str, told: str, run: Run, poll: Path
) -> None:
    for command in ("list", "report poll -o none"):
        done = run(*command.split(), "--lang", tag, cwd=poll)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kcli: usage: {told}\n")
    assert not (poll / "none").exists()


def test_nothing_is_written_in_a_language_that_is_none(run: Run, poll: Path) -> None:
    for command in ("simulate poll@2019 --to none", "report poll -o none", "export poll -o none"):
        done = run(*command.split(), "--lang", "xx", cwd=poll)
        assert done.returncode == 2
        assert "no language is known by 'xx'" in done.stderr
    assert not (poll / "none").exists()
