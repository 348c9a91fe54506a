"""Numbers and sentences as a reader meets them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kcli.model.figures import read_count, read_percent, read_range
from kcli.model.period import read_period
from kcli.model.selector import Selector, read_selector
from kcli.model.survey import Fieldwork
from kcli.text.countries import country_name, is_country
from kcli.text.numbers import percent, points, range_text, share_percent
from kcli.text.periods import span
from kcli.text.sentences import GapWords, gap_sentence, listed

F = Fraction


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.125, 0, "13"),
        (0.135, 0, "14"),
        (F(1, 200), 0, "1"),
        (0.0049, 0, "<1"),
        (0.0, 0, "0"),
        (1.0, 0, "100"),
        (0.9951, 0, ">99"),
        (0.99999, 1, ">99.9"),
        (F(23, 40), 1, "57.5"),
        (0.285, 0, "29"),
    ],
)
def test_a_share_is_rounded_once_and_never_to_a_false_end(
    share: float | Fraction, decimals: int, text: str
) -> None:
    assert percent(share, decimals) == text


@pytest.mark.parametrize(
    ("low", "high", "reached", "text"),
    [
        (F(1, 2), F(1), (False, True), ">50"),
        (F(6, 10), F(1), (True, True), "≥60"),
        (F(0), F(35, 100), (True, True), "≤35"),
        (F(0), F(1, 2), (True, False), "<50"),
        (F(1, 4), F(1, 2), (False, True), "25–50"),
        (F(1, 3), F(1, 2), (False, True), "33.33–50"),
        (F(0), F(2, 3), (True, True), "≤66.67"),
        (F(0), F(1), (True, True), "0–100"),
        (F(3, 8), F(3, 8), (True, True), "37.5"),
    ],
)
def test_a_range_is_a_few_signs_that_stay_true(
    low: Fraction, high: Fraction, reached: tuple[bool, bool], text: str
) -> None:
    assert range_text(low, high, low_reached=reached[0], high_reached=reached[1]) == text


def test_ends_are_rounded_outwards_also_below_zero() -> None:
    assert points(F(-1, 3)) == "-33.34"
    assert points(F(-1, 3), upper=True) == "-33.33"


def gap(low: str, high: str, low_reached: bool, high_reached: bool, sign: int) -> GapWords:
    return GapWords(F(low) / 100, F(high) / 100, low_reached, high_reached, sign)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            gap("14.75", "100", False, True, 1),
            "China is ahead of the United States on “Better” by more than 14.75 points.",
        ),
        (
            gap("0", "100", False, True, 1),
            "China is ahead of the United States on “Better” by more than 0 points.",
        ),
        (
            gap("2", "4", True, True, 1),
            "China is ahead of the United States on “Better” by 2 to 4 points.",
        ),
        (
            gap("-4", "-2", True, True, -1),
            "The United States is ahead of China on “Better” by 2 to 4 points.",
        ),
        (
            gap("-80.5", "-9", True, False, -1),
            "The United States is ahead of China on “Better” "
            "by more than 9 and at most 80.5 points.",
        ),
        (
            gap("3", "3", True, True, 1),
            "China is ahead of the United States on “Better” by 3 points.",
        ),
        (
            gap("-50", "50", False, True, 0),
            "China and the United States: which is ahead on “Better” is not settled "
            "(from −50 to +50 points).",
        ),
        (
            gap("-100", "100", True, True, 0),
            "China and the United States: which is ahead on “Better” is not settled.",
        ),
    ],
)
def test_a_gap_is_one_plain_sentence(words: GapWords, sentence: str) -> None:
    assert gap_sentence("China", "the United States", "Better", words) == sentence


def test_a_level_gap_is_not_called_ahead() -> None:
    text = gap_sentence("China", "Japan", "Better", gap("0", "0", True, True, 0))
    assert text == "China and Japan are level on “Better”."


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed(list(names)) for names in ("", "A", "AB", "ABC")] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


@pytest.mark.parametrize(
    "text", ["１２", "٣", "1_0", "1e3", "nan", "+5", " 5", "5 ", "", "-0", "1,000"]
)
def test_only_plain_digits_are_a_count(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        read_count(text)


@pytest.mark.parametrize("text", ["101", "-1", "1,5", "٣", "1e1", "inf", "nan", "", "%", "5%%"])
def test_only_plain_percentages_are_a_share(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|between"):
        read_percent(text)


@pytest.mark.parametrize("text", ["60", "> 101%", "60% to 40%", ">= x", "", "> 5% to 6%"])
def test_a_range_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"range|decimal"):
        read_range(text)


@pytest.mark.parametrize("text", ["0.65 to 0.68", "> 0.5", "<= 1", "0 to 1"])
def test_a_range_that_looks_like_parts_of_one_has_the_sign_of_percent(text: str) -> None:
    with pytest.raises(ValueError, match=r"0\.65 is written 65%"):
        read_range(text)
    assert read_range(text.replace(" to ", "% to ") + "%").high <= 1
    assert read_range("> 0").low_open


@pytest.mark.parametrize("text", ["2019-02-29", "2019-13", "19", "2019-6", "2019/06/04", ""])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|calendar"):
        read_period(text)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2019-05-24", "2019-06-04", "24 May to 4 June 2019"),
        ("2019-05-01", "2019-05-04", "1 to 4 May 2019"),
        ("2019-12-30", "2020-01-04", "30 December 2019 to 4 January 2020"),
        ("2019", None, "2019"),
        ("2019-06-01", None, "from 1 June 2019"),
        (None, "2019-06", "until June 2019"),
        ("2019-06", "2019-06", "June 2019"),
        (None, None, "fieldwork dates not published"),
    ],
)
def test_fieldwork_says_as_much_as_is_known(start: str | None, end: str | None, text: str) -> None:
    fieldwork = Fieldwork.model_validate({"start": start, "end": end})
    assert span(fieldwork) == text


def test_a_selector_has_its_parts() -> None:
    assert read_selector("kf-vub.us_nk_change@2019:general_public/cn") == Selector(
        "kf-vub", "us_nk_change", "2019", "general_public", "CN"
    )
    with pytest.raises(ValueError, match="form"):
        read_selector("a b")


def test_namibia_is_a_country_and_a_group_of_states_is_none() -> None:
    assert is_country("NA")
    assert not is_country("EU")
    assert country_name("US", in_sentence=True) == "the United States"
    assert country_name("KR", "ko") == "대한민국"


@example(F(5004, 10_000), 1)
@example(F(49_999, 100_000), 2)
@given(st.fractions(0, 1, max_denominator=10**9), st.integers(0, 3))
def test_no_share_but_one_half_is_told_as_50(share: Fraction, decimals: int) -> None:
    told = share_percent(share, decimals)
    if told != percent(share, decimals):
        assert percent(share, decimals).startswith("50")
        assert (float(told) > 50) == (share > F(1, 2))
    elif told[0].isdigit():
        assert float(told) != 50 or share == F(1, 2)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.5, "50.0"), (0.5004, "50.04"), (0.49996, "49.996"), (0.504, "50.4"), (0.4949, "49.5")],
)
def test_a_share_beside_one_half_has_the_decimals_that_tell_it(share: float, told: str) -> None:
    assert share_percent(share, 1) == told
