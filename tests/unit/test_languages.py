"""The tool's own words: complete in every language, and joined as the language joins them."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import kcli.text.languages as spoken
from kcli import api
from kcli.model.period import read_period
from kcli.model.survey import Fieldwork, Mode, PopulationKind, Sampling
from kcli.text.codes.reasons import CODES as REASONS
from kcli.text.languages import en as english
from kcli.text.languages import ko as korean
from kcli.text.languages import languages, listed_in, missing, plural, say, tag_of
from kcli.text.languages.ko.particles import final_sound, finish
from kcli.text.people import kind_words, whom
from kcli.text.periods import day, span
from kcli.text.retold import retold, retold_note, retold_reason

OTHERS = [tag for tag in languages() if tag != "en"]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_english_and_korean_are_found() -> None:
    assert {"en", "ko"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_message(language: str) -> None:
    assert missing(language) == ()


@pytest.mark.parametrize("module", [english, korean])
def test_no_part_of_a_language_says_what_another_part_says(module: ModuleType) -> None:
    parts = [part for part in vars(module).values() if isinstance(part, ModuleType)]
    keys = [key for part in parts for key in getattr(part, "MESSAGES", ())]
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) == set(module.MESSAGES)


def test_korean_uses_no_field_that_english_does_not_fill() -> None:
    for key, template in korean.MESSAGES.items():
        plain = key.removesuffix(".more")
        told = english.MESSAGES.get(key) or english.MESSAGES[plain]
        # Where a wave stands needs a preposition in English, and none in Korean.
        assert fields(template) <= fields(told) | ({"wave"} if "at" in fields(told) else set()), key


def test_no_korean_message_is_left_in_english() -> None:
    allowed = {"kcli", "show", "id", "NCHS", "n", "p", "pp", "SYNTHETIC", "Holm", "SHA"}
    allowed |= {*"ACDEab"}  # grades, and the marks of the legend
    for key, template in korean.MESSAGES.items():
        words = "".join(text for text, *_ in string.Formatter().parse(template))
        latin = {w for w in _words(words) if w.isascii()} - allowed
        assert not latin, (key, latin)


def _words(text: str) -> list[str]:
    return "".join(c if c.isascii() and c.isalpha() else " " for c in text).split()


@pytest.mark.parametrize(
    ("tag", "known"),
    [("ko", "ko"), ("ko-KR", "ko"), ("KO_kr", "ko"), ("en-GB", "en"), ("xx", "en"), ("", "en")],
)
def test_a_tag_means_the_nearest_language_that_is_known(tag: str, known: str) -> None:
    assert tag_of(tag) == known


def test_an_unknown_language_is_answered_in_english_and_is_no_error() -> None:
    assert say("page.not_reported", "tlh") == "not reported"
    assert plural("count.claims", 1, "tlh") == "1 sentence"


# -- another language ----------------------------------------------------------------------

POLISH = """
MESSAGES = {
    "page.not_reported": "nie podano",
    "count.claims.one": "{n} zdanie",
    "count.claims.few": "{n} zdania",
    "count.claims.many": "{n} zdań",
}
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that is one file, put beside the others."""
    (tmp_path / "pl.py").write_text(POLISH, "utf-8")
    monkeypatch.setattr(spoken, "__path__", [*spoken.__path__, str(tmp_path)])
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (spoken.languages, spoken.tag_of, spoken._language):
        cached.cache_clear()


@pytest.mark.usefixtures("polish")
def test_a_file_is_all_that_a_language_needs() -> None:
    assert "pl" in languages()
    assert say("page.not_reported", "pl") == "nie podano"
    assert say("page.open", "pl") == "open"
    assert "page.open" in missing("pl")
    assert "count.claims.one" not in missing("pl")


@pytest.mark.usefixtures("polish")
@pytest.mark.parametrize(
    ("number", "told"), [(1, "1 zdanie"), (3, "3 zdania"), (5, "5 zdań"), (22, "22 zdania")]
)
def test_the_plural_is_that_of_the_language(number: int, told: str) -> None:
    assert plural("count.claims", number, "pl") == told


@pytest.mark.usefixtures("polish")
def test_names_are_joined_as_the_locale_data_do_where_a_language_says_nothing() -> None:
    assert listed_in(["A", "B", "C"], "pl") == "A, B i C"


# -- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["은(는)", "{option}", "{0}", "a은(는)b", "</b>", "“”"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_value_is_printed_as_it_is_whatever_it_holds(value: str, language: str) -> None:
    assert f"“{value}”" in say("summary.quoted", language, name=value)
    assert value in say("gap.level", language, option=value, one="A", two="B")


@pytest.mark.parametrize(
    ("word", "topic", "subject", "means"),
    [
        ("중국", "은", "이", "으로"),
        ("러시아", "는", "가", "로"),
        ("서울", "은", "이", "로"),
        ("2015", "는", "가", "로"),
        ("2021", "은", "이", "로"),
        ("2016", "은", "이", "으로"),
        ("2020", "은", "이", "으로"),
        ("1,000", "은", "이", "으로"),
        ("57.5", "는", "가", "로"),
        ("57.5%", "는", "가", "로"),
        ("KBS", "는", "가", "로"),
        ("URL", "은", "이", "로"),
        ("VOA", "는", "가", "로"),
        ("Clinton", "은", "이", "으로"),
        ("Dole", "은", "이", "로"),
        ("Better", "는", "가", "로"),
        ("Japan", "은", "이", "으로"),
        ("일본(57.5%)", "은", "이", "으로"),
        ("“나아졌다”", "는", "가", "로"),
        ("“유지”(23명)", "는", "가", "로"),
        ("나쁨.", "은", "이", "으로"),
        ("統一", "은(는)", "이(가)", "으로(로)"),
        ("", "은(는)", "이(가)", "으로(로)"),
        ("😀", "은(는)", "이(가)", "으로(로)"),
    ],
)
def test_a_particle_follows_the_sound_before_it(
    word: str, topic: str, subject: str, means: str
) -> None:
    found = [finish(word, marker) for marker in ("은(는)", "이(가)", "으로(로)")]
    assert found == [topic, subject, means]


def test_a_syllable_ends_in_the_consonant_that_is_written() -> None:
    finals = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
    assert final_sound("가") == ""
    assert [final_sound(chr(ord("가") + place)) for place in range(1, 28)] == list(finals)


def test_two_names_are_joined_by_a_particle_and_more_by_commas() -> None:
    assert listed_in(["중국", "러시아"], "ko") == "중국과 러시아"
    assert listed_in(["러시아", "중국"], "ko") == "러시아와 중국"
    assert listed_in(["중국", "일본", "러시아"], "ko") == "중국, 일본, 러시아"
    assert listed_in([], "ko") == ""


# -- the words of questionnaires ------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_people_mode_and_sampling_has_a_word(language: str) -> None:
    for kind in get_args(PopulationKind):
        assert kind_words(kind, language)
        assert whom(kind, "KR", language) != whom(kind, None, language)
    for way in {*get_args(Mode), *get_args(Sampling)}:
        assert say(f"way.{way}", language)


@pytest.mark.parametrize("language", languages())
def test_every_reason_has_a_short_word(language: str) -> None:
    for code in REASONS:
        assert say(f"aspect.{code}", language)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2019-05-24", "2019-06-04", "2019년 5월 24일 ~ 6월 4일"),
        ("2019-05-24", "2019-05-30", "2019년 5월 24일~30일"),
        ("2019-12-24", "2020-01-30", "2019년 12월 24일 ~ 2020년 1월 30일"),
        ("2019-05", "2019-06", "2019년 5월 ~ 6월"),
        ("2019", "2019", "2019년"),
        ("2019-05-24", None, "2019년 5월 24일부터"),
        (None, "2017", "2017년까지"),
        ("2019", "2020-03", "2019년 ~ 2020년 3월"),
        (None, None, "조사 기간 미공표"),
    ],
)
def test_a_span_of_dates_in_korean(start: str | None, end: str | None, told: str) -> None:
    ends = {"start": start and read_period(start), "end": end and read_period(end)}
    assert span(Fieldwork.model_construct(**ends), "ko") == told


def test_a_date_says_no_more_than_is_known() -> None:
    found = [day(read_period(text), "ko") for text in ("2019", "2019-06", "2019-06-04")]
    assert found == ["2019년", "2019년 6월", "2019년 6월 4일"]


# -- what records tell ------------------------------------------------------------------------

SAMPLES = {
    "country": "Japan",
    "countries": "China and the United States",
    "kind": "experts",
    "way": "face to face",
    "time": "past",
    "base": "everyone asked",
    "names": "a and b",
    "labels": "“a”, “b” and “c”",
    "n": "5",
    "count": "11",
    "rows": "12",
    "points": "1",
}
TOLD = [key for key in english.MESSAGES if key.split(".")[0] in ("note", "reason", "slope", "says")]


@pytest.mark.parametrize("key", TOLD)
def test_a_text_of_a_template_is_told_by_the_korean_one(key: str) -> None:
    prefix = f"{key.partition('.')[0]}."
    names = fields(english.MESSAGES[key])
    values = {name: SAMPLES.get(name.partition("_")[0], f"X{name}X") for name in names}
    text = say(key, "en", **values)
    told = retold(text, prefix, "ko")
    assert told != text
    kept = {value for name, value in values.items() if name.partition("_")[0] not in SAMPLES}
    assert all(value in told for value in kept)
    own = korean.MESSAGES.get(key) or korean.MESSAGES[f"{key.removesuffix('.one')}.other"]
    literal = max((words for words, *_ in string.Formatter().parse(own)), key=len)
    assert finish("가", literal).strip(" 은는이가을를과와으로라고")[:4] in told


def test_names_and_ways_are_put_into_korean() -> None:
    text = "D country: other countries: China against South Korea and Japan"
    assert retold_reason(text, "ko") == "나라가 다름: 중국 대 대한민국과 일본"
    text = "C mode: the mode of interviewing differs: face to face against online"
    assert retold_reason(text, "ko") == "조사 방식이 다름: 면접 대 온라인"
    text = "D population: other people: general public against experts"
    assert retold_reason(text, "ko") == "조사 대상이 다름: 일반 국민 대 전문가"


def test_a_grade_set_by_hand_keeps_its_words() -> None:
    assert retold_reason("B judged: the same panel", "ko") == "직접 정한 등급: the same panel"


def test_a_text_that_no_template_made_stays_as_it_is() -> None:
    assert retold_note("attribution", "The data are ours.", "ko") == "The data are ours."
    assert retold_reason("B new-code: something new", "ko") == "something new"


def test_in_english_nothing_is_retold() -> None:
    text = "No source names the base; the bounds hold whichever it was."
    assert retold_note("base-unknown", text, "en-GB") == text


@pytest.mark.parametrize("command", ["compare", "label"])
def test_every_note_of_the_shipped_surveys_is_told_in_korean(command: str) -> None:
    project = api.find_project("shipped")
    notes = {
        note
        for survey in project.survey_ids
        for note in getattr(api, command)(project, survey, lang="ko").notes
        if note.code not in ("attribution", "ignored-file")
    }
    assert notes
    for note in notes:
        assert retold_note(note.code, note.text, "ko") != note.text, note


def test_every_reason_between_the_shipped_surveys_is_told_in_korean() -> None:
    project = api.find_project("shipped")
    assert project.concepts is not None
    found = [api.trend(project, name) for name in ("ipus.necessity", "genron-eai.impression")]
    found.append(api.shift(project, None, start="kf-vub@2019", end="ifes@2025", scan=True))
    reasons = {
        reason
        for result in found
        for record in result.records
        for reason in getattr(record, "reasons", ())
    }
    assert len(reasons) > 10
    for reason in reasons:
        text = reason.partition(": ")[2]
        assert retold_reason(reason, "ko") != text, reason
