"""The words of Japanese: complete, as strong as the English ones, and joined as Japanese does."""

from __future__ import annotations

import re
import string
from types import ModuleType
from typing import get_args

import pytest

from kcli.model.survey import Fieldwork, Mode, PopulationKind, Sampling
from kcli.text.countries import country_name
from kcli.text.languages import en, ja, listed_in, missing, plural, say
from kcli.text.languages.en import catalogue
from kcli.text.people import whom
from kcli.text.periods import span
from kcli.text.retold import retold, retold_reason

# What no language has words for: marks, formats, tests, and the letters of grades and columns.
SIGNS = {*"abcnpABCDE", "kcli", "show", "NCHS", "Holm", "SHA", "SYNTHETIC"}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def own_words(template: str) -> str:
    return "".join(words for words, *_ in string.Formatter().parse(template))


def latin(text: str) -> set[str]:
    return set(re.findall("[A-Za-z]+", text))


# -- messages ------------------------------------------------------------------------------


def test_japanese_has_every_message_of_tables_charts_and_reports() -> None:
    assert not set(missing("ja")) - set(catalogue.MESSAGES)


def test_japanese_says_nothing_that_english_does_not() -> None:
    for key in ja.MESSAGES:
        assert key in en.MESSAGES or key.removesuffix(".more") in en.MESSAGES, key


def test_japanese_fills_the_fields_that_english_fills() -> None:
    for key, template in ja.MESSAGES.items():
        told = en.MESSAGES.get(key) or en.MESSAGES[key.removesuffix(".more")]
        # Where a wave stands needs a preposition in English, and none in Japanese.
        assert {"at" if f == "wave" and "at" in fields(told) else f for f in fields(template)} == (
            fields(told)
        ), key


def test_no_japanese_message_is_left_in_english() -> None:
    for key, template in ja.MESSAGES.items():
        assert not latin(own_words(template)) - SIGNS, key


def test_no_part_of_japanese_says_what_another_part_says() -> None:
    parts = [part for part in vars(ja).values() if isinstance(part, ModuleType)]
    keys = [key for part in parts for key in getattr(part, "MESSAGES", ())]
    assert len(keys) == len(set(keys)) == len(ja.MESSAGES)


def test_a_clause_that_goes_on_has_the_values_of_the_one_that_ends() -> None:
    onward = [key for key in ja.MESSAGES if key.endswith(".more") and key not in en.MESSAGES]
    assert onward
    for key in onward:
        assert fields(ja.MESSAGES[key]) == fields(ja.MESSAGES[key.removesuffix(".more")])


def test_sentences_are_in_the_plain_written_form() -> None:
    polite = ("です", "ます", "ください", "でした", "ません")
    for key, template in ja.MESSAGES.items():
        assert not any(word in template for word in polite), key


def test_korean_and_chinese_letters_stand_in_no_japanese_message() -> None:
    for key, template in ja.MESSAGES.items():
        assert not re.search("[가-힣们这对为说时个与]", template), key


# -- how strongly ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("amount.at_least", "49.5%以上"),
        ("amount.more_than", "49.5%超"),
        ("amount.at_most", "49.5%以下"),
        ("amount.less_than", "49.5%未満"),
    ],
)
def test_a_limit_says_whether_it_is_reached(key: str, told: str) -> None:
    assert say(key, "ja", value="49.5") == told


def test_a_majority_is_more_than_half_and_a_plurality_at_most_half() -> None:
    told = say("report.methods.labels", "ja")
    assert "過半数とは半数を超えることをいう" in told
    assert "相対多数とは、最も大きい割合で半数を超えないもの" in told
    assert say("label.half", "ja").startswith("半数以下")
    assert say("says.minority", "ja", option="良い") == "「良い」が半数未満"


def test_shares_called_equal_are_no_stronger_in_japanese() -> None:
    assert say("page.equal", "ja").startswith("ほぼ")
    values = {"where": "中国では", "first": "「甲」", "second": "「乙」", "assumed": ""}
    assert "ほぼ同数" in say("label.asked.equal", "ja", **values)
    assert "ほぼ" not in say("label.asked.level", "ja", **values)


@pytest.mark.parametrize("key", [key for key in ja.MESSAGES if key.startswith("gap.")])
def test_a_gap_is_not_told_in_words_of_change(key: str) -> None:
    assert not re.search("上昇|低下|増|減", ja.MESSAGES[key])


# -- joined, counted, dated -------------------------------------------------------------------


def test_two_names_are_joined_by_a_particle_and_more_by_commas() -> None:
    assert listed_in([], "ja") == ""
    assert listed_in(["中国"], "ja") == "中国"
    assert listed_in(["中国", "日本"], "ja") == "中国と日本"
    assert listed_in(["中国", "日本", "ロシア"], "ja") == "中国、日本、ロシア"
    assert listed_in(["2013年と2014年の間", "2015年と2016年の間"], "ja") == (
        "2013年と2014年の間、2015年と2016年の間"
    )


@pytest.mark.parametrize("number", [0, 1, 2, 11])
def test_a_number_changes_no_word(number: int) -> None:
    assert plural("count.claims", number, "ja") == f"{number}文"
    assert plural("report.count_sources", number, "ja") == f"出典{number}件"


def test_people_ways_and_samples_have_words() -> None:
    assert whom("experts", "KR", "ja") == "韓国の専門家"
    assert whom("general_public", None, "ja") == "各国を合わせた一般国民"
    for kind in get_args(PopulationKind):
        assert country_name("JP", "ja") in whom(kind, "JP", "ja")
    told = [say(f"way.{way}", "ja") for way in {*get_args(Mode), *get_args(Sampling)}]
    assert len(set(told)) == len(told)


def test_a_span_of_dates_in_japanese() -> None:
    ends = {"start": "2019-05-24", "end": "2019-06-04"}
    assert span(Fieldwork.model_validate(ends), "ja") == "2019年5月24日～6月4日"
    assert span(None, "ja") == "調査期間未公表"


# -- what records tell -----------------------------------------------------------------------


def test_reasons_are_told_in_japanese_with_their_names_and_ways() -> None:
    text = "D country: other countries: China against South Korea and Japan"
    assert retold_reason(text, "ja") == "国が異なる：中国に対し韓国と日本"
    text = "C mode: the mode of interviewing differs: face to face against online"
    assert retold_reason(text, "ja") == "調査方法が異なる：面接に対しオンライン"
    text = "D population: other people: general public against experts"
    assert retold_reason(text, "ja") == "調査対象が異なる：一般国民に対し専門家"
    assert retold_reason("B judged: the same panel", "ja") == "手動で設定：the same panel"


TOLD = [k for k in en.MESSAGES if k.split(".")[0] in ("note", "reason", "slope", "says")]
SAMPLES = {"country": "Japan", "countries": "China and the United States", "kind": "experts",
           "way": "face to face", "time": "past", "base": "everyone asked", "names": "a and b",
           "labels": "“a”, “b” and “c”"}  # fmt: skip


@pytest.mark.parametrize("key", TOLD)
def test_a_text_of_a_template_is_told_by_the_japanese_one(key: str) -> None:
    names = fields(en.MESSAGES[key])
    values = {name: SAMPLES.get(name.partition("_")[0], f"X{name}X") for name in names}
    told = retold(say(key, "en", **values), f"{key.partition('.')[0]}.", "ja")
    kept = {value for name, value in values.items() if name.partition("_")[0] not in SAMPLES}
    assert all(value in told for value in kept)
    assert re.search("[ぁ-んァ-ヴ一-龥]", told)
    assert not latin(told) - {word for value in kept for word in latin(value)} - SIGNS
