"""Sentences from records: each says what its records support, and of whom."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from telling import counted, cut, estimate, in_wave, known, label, moved, shift, trend, verdict

from kcli import api
from kcli.model.records import Record, Result
from kcli.text.summary import summary_of
from kcli.text.summary.pairs import pair_sentence
from kcli.text.summary.verdicts import verdict_line


def told(records: list[Any], language: str = "en", **more: Any) -> list[str]:
    return [sentence.text for sentence in summary_of(records, language, **more)]


def named(*labels: Any) -> list[Any]:
    """The labels, with estimates that name their answers and tell no more."""
    options = ("better", "same", "worse")
    return [*labels, *(estimate(each, option) for each in labels for option in options)]


# -- labels: of those asked ------------------------------------------------------------------


def test_countries_that_share_answer_and_word_share_a_clause() -> None:
    records = named(
        label("CN", "majority"),
        label("JP", "plurality", option="same"),
        label("RU", "majority"),
        label("US", "plurality", option="same"),
    )
    assert told(records) == [
        "Of those asked, majorities in China and Russia said “Better”; the most common answer in "
        "Japan and the United States was “Unchanged”, with at most one half."
    ]
    assert told(records, "ko") == [
        "조사에 응한 사람만 놓고 보면 중국과 러시아에서는 과반이 “Better”라고 답했고, 일본과 "
        "미국에서는 “Unchanged”가 절반을 넘지 않으면서 가장 많은 답이었다."
    ]


def test_one_country_is_one_majority() -> None:
    assert told(named(label("CN", "majority"))) == [
        "Of those asked, a majority in China said “Better”."
    ]


def test_what_may_be_a_majority_is_the_most_common_answer_and_no_more() -> None:
    (text,) = told(named(label("CN", "at_least_plurality")))
    assert text == "Of those asked, the most common answer in China was “Better”."


def test_a_known_share_stands_with_its_country_or_its_answer() -> None:
    china, japan = label("CN", "majority"), label("JP", "majority")
    shares = [known(china, "better", 0.575), known(japan, "better", 0.53)]
    assert told([china, japan, *shares]) == [
        "Of those asked, majorities in China (57.5%) and Japan (53%) said “Better”."
    ]
    assert told([china, shares[0]]) == [
        "Of those asked, a majority in China said “Better” (57.5%)."
    ]


def test_a_known_share_needs_no_word_for_at_most_one_half() -> None:
    china = label("CN", "plurality")
    (text,) = told([china, known(china, "better", 0.42)])
    assert text == "Of those asked, the most common answer in China was “Better” (42%)."


def test_shares_of_respondents_have_one_decimal() -> None:
    china = label("CN", "majority", evidence="measured")
    (text,) = told([china, known(china, "better", 0.53, evidence="measured")])
    assert "(53.0%)" in text


def test_without_a_leader_nobody_leads() -> None:
    level = label("CN", "no_clear_leader", tied=("better", "same"))
    assert told(named(level)) == ["Of those asked, as many in China said “Better” as “Unchanged”."]
    several = label("CN", "no_clear_leader", tied=("better", "same", "worse"))
    assert told(named(several)) == [
        "Of those asked, “Better”, “Unchanged” and “Worse” were equally common in China."
    ]
    assert told(named(several), "ko") == [
        "조사에 응한 사람만 놓고 보면 중국에서는 “Better”, “Unchanged”, “Worse”의 응답이 서로 "
        "같았다."
    ]


def test_who_is_level_is_not_told_where_no_record_says_it() -> None:
    record = label("CN", "no_clear_leader", label="no_clear_leader")
    assert told([record]) == [
        "A test, which takes the samples as random, finds no answer clearly ahead in China.",
        "Of those asked, in China it is not settled which answer was the most common.",
    ]


def test_what_a_source_calls_equal_is_about_as_many() -> None:
    record = label("CN", tied=("better", "same"), flags=("equal_share",))
    assert told(named(record)) == [
        "Of those asked, about as many in China said “Better” as “Unchanged”."
    ]


def test_what_is_not_settled_is_said_to_be_so() -> None:
    (text,) = told(named(label("CN", tied=("better", "same"))))
    assert text == "Of those asked, in China it is not settled which answer was the most common."


def test_a_net_above_one_half_is_more_than_half_and_no_majority_of_an_answer() -> None:
    china = label("CN", tied=("better", "same"))
    net = estimate(
        china, "positive", option_kind="net", option_label="Positive",
        bound_low=0.5, bound_high=1.0, bound_low_reached=False, bound_high_reached=True,
    )  # fmt: skip
    assert told([china, net]) == [
        "Of those asked, more than half in China gave answers counted as “Positive”."
    ]
    assert "not settled" in told([china, replace(net, bound_low_reached=True)])[0]


def test_with_dont_know_left_out_it_is_of_those_with_an_opinion() -> None:
    china = label("CN", "majority", base="substantive")
    assert told([china, estimate(china, "better")]) == [
        "Of those with an opinion, a majority in China said “Better”."
    ]


@pytest.mark.parametrize(
    ("flag", "english", "korean"),
    [
        ("not_reported", "Nothing is published for China and Japan.",
         "중국과 일본에 대해서는 공표된 것이 없다."),
        ("no_share", "What is published for China and Japan names no share.",
         "중국과 일본에 대해 공표된 내용에는 비율이 없다."),
        ("contradictory", "The facts contradict each other for China and Japan.",
         "중국과 일본에 대한 자료가 서로 어긋난다."),
        ("empty_base", "Nobody is in the base for China and Japan.",
         "중국과 일본에서는 비율의 기준이 되는 응답자가 없다."),
        ("suppressed", "The shares of China and Japan are withheld.",
         "중국과 일본의 비율은 공개 기준에 못 미쳐 싣지 않는다."),
    ],
)  # fmt: skip
def test_silence_is_told_with_its_reason(flag: str, english: str, korean: str) -> None:
    records = [label("CN", flags=(flag,)), label("JP", flags=(flag,))]
    assert told(records) == [english]
    assert told(records, "ko") == [korean]


def test_a_total_of_countries_has_no_label_and_no_sentence() -> None:
    records = named(label("CN", "majority"), label(None, flags=("pooled-n",)))
    assert told(records) == ["Of those asked, a majority in China said “Better”."]


def test_an_assumption_stands_beside_what_leans_on_it_and_nothing_else() -> None:
    china = label("CN", "majority", assumptions=("base-assumed", "large-majority-open"))
    japan = label("JP", "majority", assumptions=("base-assumed", "deff-one"))
    assert told(named(china, japan)) == [
        "Of those asked, a majority in China said “Better” (a large majority is read as more than "
        "one half); a majority in Japan said “Better”."
    ]
    listed = label("CN", "majority", assumptions=("options-assumed", "convention-most"))
    (text,) = told(named(listed))
    assert "(if the list of answers is complete; “most” is read as the conventions say)" in text
    (text,) = told(named(listed), "ko")
    assert "선택지 목록이 완전하다고 볼 때" in text


def test_invented_respondents_are_called_so_in_every_sentence() -> None:
    records = named(label("CN", "majority"), label("JP", flags=("not_reported",)))
    assert all(text.startswith("Invented respondents: ") for text in told(records, synthetic=True))
    assert all(text.startswith("지어낸 응답자: ") for text in told(records, "ko", synthetic=True))
    assert len(told(records, synthetic=True)) == 2


# -- labels: of a population ------------------------------------------------------------------


def test_what_a_test_supports_is_told_as_a_finding_of_the_test() -> None:
    china = label("CN", "majority", label="majority")
    plain = known(china, "better", 0.58, interval_kind="model")
    assert told([china, plain]) == [
        "A test, which takes the samples as random, finds a majority for “Better” (58%) in China."
    ]
    assert told([china, replace(plain, interval_kind="design")]) == [
        "A test finds a majority for “Better” (58%) in China."
    ]


def test_of_a_sample_that_nothing_is_known_of_the_test_takes_it_as_random() -> None:
    (text,) = told([label("CN", "majority", label="majority")])
    assert "which takes the samples as random" in text


def test_where_the_sample_says_more_than_the_test_both_are_told() -> None:
    china = label("CN", "majority", label="at_least_plurality")
    assert told(named(china)) == [
        "A test, which takes the samples as random, finds “Better” the most common answer in "
        "China.",
        "Of those asked, a majority in China said “Better”.",
    ]


def test_without_a_clear_leader_in_the_population_the_leader_of_the_sample_is_only_its_own() -> (
    None
):
    china = label("CN", "plurality", label="no_clear_leader", tied=("better", "same"))
    assert told(named(china)) == [
        "A test, which takes the samples as random, finds no answer clearly ahead in China, where "
        "“Better” and “Unchanged” are too close to call.",
        "Of those asked, the most common answer in China was “Better”, with at most one half.",
    ]


def test_the_level_of_the_test_is_that_of_the_command() -> None:
    result = api.compare(api.find_project("shipped"), "anes.vote", confidence=0.999)
    assert "A test at 99.9%" in summary_of(result)[0].text


# -- panels and named people ------------------------------------------------------------------


def test_a_panel_is_counted() -> None:
    panel = label("KR", "majority", population="experts")
    records = [panel, counted(panel, "better", 28, 40)]
    assert told(records) == [
        "28 of 40 experts in South Korea said “Better”, a majority of those asked."
    ]
    assert told(records, "ko") == [
        "대한민국에서는 전문가 40명 중 28명이 “Better”라고 답해 응답자의 과반을 이뤘다."
    ]
    half = label("KR", "plurality", population="experts")
    (text,) = told([half, counted(half, "better", 20, 40)])
    assert text.endswith("the most common answer, with at most one half of those asked.")


def test_a_panel_that_is_level_has_one_count() -> None:
    panel = label("KR", "no_clear_leader", population="experts", tied=("better", "same"))
    records = [panel, counted(panel, "better", 20, 40), counted(panel, "same", 20, 40)]
    assert told(records) == [
        "Of 40 experts in South Korea as many said each of “Better” and “Unchanged”: 20."
    ]


def test_a_panel_without_a_count_has_its_word_and_no_share() -> None:
    panel = label("KR", "majority", population="experts")
    assert told(named(panel)) == [
        "Of those asked, a majority among the experts of South Korea said “Better”."
    ]


def test_on_another_base_a_panel_is_of_those_with_an_opinion() -> None:
    panel = label("KR", "majority", population="experts", base="substantive")
    (text,) = told([panel, counted(panel, "better", 20, 39)])
    assert (
        text
        == "20 of 39 experts in South Korea said “Better”, a majority of those with an opinion."
    )


def test_governments_have_positions() -> None:
    governments = [label(c, population="governments", option="better") for c in ("CN", "US", "JP")]
    records = [
        *governments,
        counted(governments[0], "better", 1, 1),
        counted(governments[1], "better", 1, 1),
        counted(governments[2], "worse", 1, 1),
        counted(governments[2], "better", 0, 1),
        label("RU", population="governments", flags=("not_reported",)),
        label("KR", population="governments", flags=("not_reported",)),
    ]
    assert told(records) == [
        "Positions as reported: “Better” for the governments of China and the United States; "
        "“Worse” for the government of Japan.",
        "Nothing is published for the governments of Russia and South Korea.",
    ]
    assert told(records, "ko")[0] == (
        "보도된 정부 입장은 중국과 미국 정부 “Better”, 일본 정부 “Worse”다."
    )


def test_commentators_are_counted_and_no_share_is_made_of_them() -> None:
    people = label("CN", population="commentators", tied=("better", "same"))
    records = [people, counted(people, "better", 1, 2), counted(people, "same", 1, 2)]
    (text,) = told(records)
    assert text == (
        "Of the commentators whose answer is known: in China 1 of 2 “Better” and 1 of 2 "
        "“Unchanged”."
    )
    assert "%" not in text


def test_without_counts_no_number_of_people_is_made_up() -> None:
    record = label("CN", population="commentators", option="better", share=1.0)
    (text,) = told([record])
    assert text == "“better” is the most common known answer for commentators in China."


# -- several items, several samples -----------------------------------------------------------


def test_sentences_on_several_items_begin_with_the_question() -> None:
    result = api.compare(api.find_project("shipped"), "kf-vub")
    first = summary_of(result)[0].text
    assert first == (
        "Inter-Korean relations compared with a year ago: Of those asked, majorities in China and "
        "Russia said “Better”; the most common answer in Japan and the United States was “No "
        "significant change”, with at most one half."
    )
    alone = api.compare(api.find_project("shipped"), "kf-vub.us_nk_change")
    assert summary_of(alone)[0].text.startswith("Of those asked, a majority in China")


def test_sentences_on_several_waves_name_the_wave() -> None:
    first = named(label("CN", "majority"))
    texts = told([*first, *in_wave(first, "2021")])
    assert ["(poll 2020)" in texts[0], "(poll 2021)" in texts[1]] == [True, True]


def test_two_samples_of_one_country_are_told_apart_and_keep_their_own_figures() -> None:
    columns = []
    for name, share in (("land", 0.61), ("city", 0.55)):
        own = label("KR", "majority")
        sample = SimpleNamespace(id=name, country="KR", population="general_public")
        found = SimpleNamespace(record=known(own, "better", share), printed=None)
        columns.append(SimpleNamespace(label=own, sample=sample, estimations=(found,)))
    asking = SimpleNamespace(survey="poll", item="q", title=lambda _: "A question")
    block = SimpleNamespace(comparisons=(SimpleNamespace(columns=columns, asking=asking),))
    result = Result(
        command="compare",
        project=".",
        parameters={},
        records=tuple(column.label for column in columns),
        context=[block],
    )
    (sentence,) = summary_of(result)
    assert sentence.text == (
        "Of those asked, majorities in South Korea (land) (61%) and South Korea (city) (55%) said "
        "“Better”."
    )


def test_estimates_of_two_samples_that_nothing_tells_apart_lend_no_figure() -> None:
    china = label("CN", "majority")
    records = [china, known(china, "better", 0.61), known(china, "better", 0.55)]
    (text,) = told(records)
    assert "%" not in text


def test_a_topline_is_told_by_its_newest_wave() -> None:
    result = api.topline(api.find_project("shipped"), "ipus.necessity")
    (sentence,) = summary_of(result)
    assert {record.wave for record in sentence.records} == {"2025"}


def test_a_concept_is_told_item_by_item() -> None:
    result = api.compare(api.find_project("shipped"), "us_nk_outlook")
    texts = [sentence.text for sentence in summary_of(result)]
    assert "28 of 40 experts in South Korea" in texts[0]
    assert "Of the commentators" in texts[1]


# -- shifts ------------------------------------------------------------------------------------


def test_tested_changes_of_one_people_stand_in_one_sentence() -> None:
    records = [
        *moved("better", 0.51, 0.411, p_value=0.001, p_adjusted=0.001),
        *moved("worse", 0.24, 0.3, p_value=0.01, p_adjusted=0.01),
    ]
    assert told(records) == [
        "From 2019 to 2020, among the general public of China, “Better” fell by 9.9 points, from "
        "51% to 41.1%; “Worse” rose by 6.0 points, from 24% to 30%; a test, which takes the "
        "samples as random, supports this."
    ]
    assert told(records, "ko") == [
        "중국 일반 국민에서 2019년부터 2020년까지 “Better”가 51%에서 41.1%로 9.9%p 줄었고, "
        "“Worse”가 24%에서 30%로 6.0%p 늘었다. 검정(표본을 무작위로 볼 때)이 이를 뒷받침한다."
    ]


def test_what_is_not_tested_is_of_those_asked() -> None:
    (text,) = told([*moved("better", 0.5, 0.6)])
    assert text == (
        "Of those asked, from 2019 to 2020, among the general public of China, “Better” rose by "
        "10.0 points, from 50% to 60% (not tested)."
    )


def test_a_change_within_sampling_error_is_no_clear_change() -> None:
    records = [*moved("better", 0.5, 0.51, direction="no_clear_change", p_adjusted=0.6)]
    (text,) = told(records)
    assert text == (
        "Among the general public of China there is no clear change from 2019 to 2020 in “Better”."
    )
    (text,) = told([*moved("better", 0.5, 0.5)])
    assert "stayed level" in text


def test_a_difference_of_two_printed_figures_within_rounding_is_not_level() -> None:
    records = [*moved("better", 0.4, 0.401, direction="no_clear_change", bound_low=-0.0005)]
    (text,) = told(records)
    assert "no clear change" in text


def test_what_facts_leave_open_is_not_settled_and_what_nobody_tells_is_nothing() -> None:
    records = [shift("better", bound_low=-0.2, bound_high=0.3), shift("same")]
    assert told(records) == [
        "Among the general public of China it is not settled whether “better” rose or fell from "
        "2019 to 2020.",
        "Among the general public of China nothing can be said of “same” from 2019 to 2020: one "
        "end is not known.",
    ]


@pytest.mark.parametrize(
    ("bounds", "by"),
    [
        ((0.1, True, 1.0, True), "by at least 10 points"),
        ((0.1, False, 1.0, True), "by more than 10 points"),
        ((0.1, False, 0.4, True), "by more than 10 points and at most 40"),
        ((0.1, True, 0.4, False), "by at least 10 points and less than 40"),
    ],
)
@pytest.mark.parametrize("falls", [False, True])
def test_a_range_of_a_change_keeps_its_ends(
    bounds: tuple[float, bool, float, bool], by: str, falls: bool
) -> None:
    low, low_reached, high, high_reached = bounds
    if falls:
        low, low_reached, high, high_reached = -high, high_reached, -low, low_reached
    record = shift(
        "better", bound_low=low, bound_high=high, bound_low_reached=low_reached,
        bound_high_reached=high_reached, direction="decrease" if falls else "increase",
    )  # fmt: skip
    (text,) = told([record])
    assert f"“better” {'fell' if falls else 'rose'} {by} (not tested)" in text


def test_a_mean_score_moves_in_its_own_unit() -> None:
    record, *_ = moved("score", 0.1, 0.43)
    ends = [
        estimate(label("CN", wave=wave), "score", option_kind="score", share=share)
        for wave, share in (("2019", 0.1), ("2020", 0.43))
    ]
    (text,) = told([record, *ends])
    assert "rose by 0.33, from +0.10 to +0.43" in text
    assert "points" not in text


def gap(**more: Any) -> Record:
    return shift(
        wording="gap", grade="D", population_to="experts", country_to="KR", wave_to="2025",
        reasons=("D population: other people: general public against experts",), **more,
    )  # fmt: skip


def test_a_gap_is_higher_somewhere_and_no_change() -> None:
    size = {"bound_low": -1.0, "bound_high": -0.1, "bound_high_reached": False}
    records = [
        gap(direction="decrease", **size),
        gap(direction="decrease", country_from="RU", **size),
        gap(country_from="JP", bound_low=-0.5, bound_high=0.4),
    ]
    assert told(records) == [
        "Of those asked, “better” is higher among the general public of China and Russia (2019) "
        "than among the experts of South Korea (2025) by more than 10 points.",
        "Where “better” is higher is not settled: among the general public of Japan (2019) or the "
        "experts of South Korea (2025).",
        "These are differences between populations, and no change over time.",
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_gap_never_rises_or_falls(language: str) -> None:
    size = {"bound_low": 0.1, "bound_high": 0.2}
    records = [
        gap(direction="increase", **size),
        gap(category="same", direction="decrease", **size),
    ]
    text = " ".join(told(records, language))
    for word in ("rose", "fell", "rising", "increase", "늘었", "줄었", "증가", "감소"):
        assert word not in text


def test_one_people_not_asked_alike_has_two_shares_and_no_change() -> None:
    record, first, last = moved(
        "better", 0.5, 0.4, wording="gap", grade="D",
        reasons=("D break: the series breaks before 2020: online",),
    )  # fmt: skip
    assert told([record, first, last]) == [
        "The general public of China: not asked alike in 2019 and 2020 (the series breaks before "
        "2020: online), so no change is said: “Better” 50% and 40%."
    ]
    (text,) = told([record, first, last], "ko")
    assert "2020 조사 전에 시계열이 끊김: online" in text


def test_what_shares_a_topic_only_is_not_told() -> None:
    record, first, last = moved("better", 0.5, 0.6, wording="not_comparable", grade="E")
    assert told([record, first, last]) == []


def test_governments_at_two_times_stand_side_by_side() -> None:
    who = {"population_from": "governments", "population_to": "governments"}
    records: list[Any] = [shift(name, **who) for name in ("better", "worse")]
    for wave, name in (("2019", "worse"), ("2020", "better")):
        about = label("CN", wave=wave, population="governments")
        records += [counted(about, o, int(o == name), 1) for o in ("better", "worse")]
    assert told(records) == [
        "The government of China, 2019: “Worse”; the government of China, 2020: “Better”."
    ]


# -- trends ------------------------------------------------------------------------------------

SLOPE: dict[str, Any] = {
    "slope": -0.1,
    "points_per_year": -0.016,
    "p_adjusted": 0.001,
    "direction": "falling",
    "reason": None,
    "method": "binomial",
    "fitted": ("2015", "2016", "2017", "2018", "2020"),
}


def test_a_slope_is_told_with_its_test() -> None:
    assert told([trend(**SLOPE)]) == [
        "“Better” fell among the general public of China from 2015 to 2020, by 1.6 points a year "
        "along a curve through 5 waves (tested, samples taken as random)."
    ]
    (text,) = told([trend(**SLOPE, scatter_p_value=0.01)])
    assert "did not move evenly" in text
    (text,) = told([trend(**{**SLOPE, "method": "design"})])
    assert text.endswith("(tested).")


def test_a_slope_that_is_not_clear_neither_rises_nor_falls() -> None:
    (text,) = told([trend(**{**SLOPE, "direction": "no_clear_trend", "p_adjusted": 0.4})])
    assert "neither rose nor fell clearly" in text
    (text,) = told([trend(**{**SLOPE, "direction": "no_clear_trend", "p_adjusted": None})])
    assert text.endswith("(not tested).")


def test_the_highest_wave_names_those_that_are_level_with_it() -> None:
    record = trend(**SLOPE, highest="2016", highest_level_with=("2015",), lowest="2020")
    about = label("CN", wave="2016")
    texts = told([record, known(about, "better", 0.6)])
    assert "it was highest in 2016 (60%), which is not told apart from 2015" in texts[0]
    assert texts[0].endswith("it was lowest in 2020.")
    many = replace(record, highest_level_with=("2015", "2017", "2018", "2020"))
    assert "which is not told apart from 4 other waves" in told([many])[0]


def test_waves_that_cannot_be_tested_against_the_highest_are_not_called_level_with_it() -> None:
    record = trend(**SLOPE, highest="2015", highest_untested=("2020",))
    assert told([record])[0].endswith("it was highest in 2015, not tested.")
    waves = tuple(str(year) for year in range(2013, 2021))
    record = replace(record, waves=waves, highest_level_with=("2016",))
    assert told([record])[0].endswith(
        "it was highest in 2015, which is not told apart from 2016, not tested against 2020."
    )
    many = replace(record, highest_level_with=(), highest_untested=waves[3:])
    assert told([many])[0].endswith("it was highest in 2015, not tested against 5 other waves.")
    assert "5회와의 차이는 검정하지 않음" in told([many], "ko")[0]


def test_answers_without_a_slope_are_told_together_with_the_reason() -> None:
    records = [trend("better"), trend("worse")]
    assert told(records) == [
        "For “Better” and “Worse” among the general public of China no slope is given from 2015 "
        "to 2020, because fewer than 5 comparable waves have a share and a known size."
    ]
    assert "5회 미만" in told(records, "ko")[0]


def test_without_a_slope_the_change_from_first_to_last_is_told() -> None:
    record, first, last = moved("better", 0.5, 0.6, wave_from="2015", p_adjusted=0.01)
    between, *_ = moved("better", 0.5, 0.55, wave_from="2015", wave_to="2016", p_adjusted=0.01)
    texts = told([trend("better"), record, between, first, last])
    assert len(texts) == 2
    assert "From 2015 to 2020" in texts[1]


def test_a_break_is_told_with_what_weighs_and_without_what_does_not() -> None:
    assert told([trend(**SLOPE), cut()])[1] == (
        "Among the general public of China no comparison is made between 2017 and 2018: the series "
        "breaks before 2018: online."
    )
    twice = cut(wave_before="2018", wave_after="2020")
    (text,) = told([trend(**SLOPE), cut(), twice])[1:]
    assert "between 2017 and 2018 and between 2018 and 2020" in text


# -- verdicts ----------------------------------------------------------------------------------


def test_verdicts_are_counted_and_what_is_contradicted_is_named() -> None:
    records = [
        verdict("V1"),
        verdict("V1", country="JP"),
        verdict("V2", "contradicted", expected="contradicted"),
        verdict("V3", "not_settled"),
    ]
    assert told(records) == [
        "Of 4 statements in 3 sentences, 2 are supported, 1 is contradicted and 1 is not settled.",
        "The facts contradict V2 for China (“most say better”).",
    ]
    assert told(records, "ko") == [
        "문장 3개의 진술 4건 가운데 뒷받침됨 2건, 어긋남 1건, 미확정 1건이다.",
        "다음은 공표된 사실과 어긋난다: V2 중국(“most say better”).",
    ]


def test_a_verdict_that_nobody_expected_is_named() -> None:
    texts = told([verdict("V2", "contradicted", as_expected=False)])
    assert texts[-1].startswith("V2 for China (“most say better”) is judged otherwise")


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (verdict(facts=("F1", "F2"), facts_say=("“Better”: 51.0%", "“Better”: 30 of 40")),
         "“Better” 과반. 다음 사실에서 따라 나온다: F1(“Better” 51.0%)과 "
         "F2(“Better” 40명 중 30명)."),
        (verdict(word="contradicted", facts=("F1",), facts_say=("“Worse”: a majority",)),
         "“Better” 과반. 다음 사실과 함께 참일 수 없다: F1(“Worse” 과반)."),
        (verdict(word="contradicted", facts=("F1",),
                 facts_say=("“Worse”: most, of those with an opinion, in 일본, in the wave 2018",)),
         "“Better” 과반. 다음 사실과 함께 참일 수 없다: "
         "F1(“Worse” most, 의견을 밝힌 응답자 기준, 일본, 2018 조사)."),
        (verdict(word="contradicted", why="no_whole_number", says=("“Better”: 27.7%",),
                 no_share_of=(40,)),
         "“Better” 27.7%. 40명에서는 27.7%가 나올 수 없다: "
         "40명 중 11명은 27.5%와 40명 중 12명은 30.0%."),
        (verdict(word="contradicted"), "“Better” 과반. 문장의 부분들이 서로 배제한다."),
        (verdict(word="not_settled", why="left_open", bound_low=0.2, bound_high=1.0),
         "“Better” 과반. 따라 나오지도 배제되지도 않는다; 사실이 남기는 범위 ≥20%."),
        (verdict(facts=("F1",), facts_say=("“Better”: a majority",), bound_low=0.5,
                 bound_high=1.0, bound_low_reached=False, bound_high_reached=True),
         "“Better” 과반. 다음 사실에서 따라 나온다: F1(“Better” 과반); 사실이 남기는 범위 >50%."),
        (verdict(word="not_settled", why="left_open", bound_low=0.0, bound_high=0.5,
                 bound_low_reached=True, bound_high_reached=False),
         "“Better” 과반. 따라 나오지도 배제되지도 않는다; 사실이 남기는 범위 <50%."),
        (verdict(word="sample_only", evidence="measured", share=0.437, low=0.36, high=0.52,
                 p_value=0.081),
         "“Better” 과반. 응답자에게는 참이지만 표본오차 안이다(43.7% [36–52]; p = 0.081)."),
        (verdict(word="not_settled", why="own_source_only"),
         "“Better” 과반. 자기 출처 말고는 관련된 것이 없다."),
        (verdict(word="not_testable", why="loose"), "비율을 말하지 않는 문장이다."),
        (verdict(word="sample_only", evidence="measured", share=0.521),
         "“Better” 과반. 응답자에게는 참이지만 표본오차 안이다(52.1%)."),
        (verdict(says=("“Better”: more than in 일본 in 2018",), evidence="measured", share=0.521,
                 beside=("“Better”: 40% (37–43), in 일본, in the wave 2018",)),
         "“Better” 일본 2018 조사보다 많음. 응답 자료가 뒷받침한다(52.1%; "
         "“Better” 40% (37–43), 일본, 2018 조사)."),
    ],
)  # fmt: skip
def test_a_verdict_is_told_in_korean_by_its_record(record: Any, line: str) -> None:
    assert verdict_line(record, "ko") == line


# -- every shipped result ----------------------------------------------------------------------


@pytest.mark.parametrize("base", ["all", "substantive"])
def test_a_pair_is_told_from_its_record_as_its_own_text_tells_it(base: str) -> None:
    project = api.find_project("shipped")
    count = 0
    for item in ("kf-vub.us_nk_change", "kf-vub.means", "chicago-partners.nuclear_threat"):
        result = api.compare(project, item, base=base)
        names = {r.option: r.option_label for r in result.records if r.type == "estimate"}
        for pair in (r for r in result.records if r.type == "pair"):
            assert pair_sentence(pair, names[pair.option], "en") == pair.text
            count += 1
    assert count > 40


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_sentence_rests_on_records_of_its_result(language: str) -> None:
    project = api.find_project("shipped")
    results: list[Result] = [
        *(api.compare(project, name, lang=language) for name in project.survey_ids),
        api.trend(project, "genron-eai.impression", lang=language),
        api.shift(project, "ipus.necessity", start="2015", end="2025", lang=language),
        api.verify(project, "ifes", lang=language),
    ]
    for result in results:
        sentences = summary_of(result, language)
        assert sentences, result.command
        for sentence in sentences:
            assert sentence.records
            assert all(any(r is own for own in result.records) for r in sentence.records)
            assert sentence.text.endswith((".", "다."))
            assert not {"{", "}"} & set(sentence.text)


def test_what_is_not_told_in_sentences_gives_none() -> None:
    assert summary_of(api.crosstab(api.find_project("shipped"), "anes.vote", by=["party"])) == ()
    assert summary_of([]) == ()
