"""What two questionnaires have otherwise: every aspect, where it is so, and what does not count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.differing import (
    GONE,
    OF_A_WAVE,
    OF_AN_ITEM,
    POLL,
    Body,
    Edit,
    Key,
    askings,
    differences,
    edited,
    facts,
    of_item,
    versions,
    with_edit,
)

EDITS = {**OF_AN_ITEM, **OF_A_WAVE}
SEEN = ("aspect", "part", "language", "was", "now", "item_from", "item_to", "sample_to")


def seen(edit: Edit) -> set[tuple[Any, ...]]:
    """The one difference that an edit makes, as its record has it."""
    item = "q" if edit in OF_AN_ITEM.values() else None
    return {(edit.aspect, edit.part, edit.language, edit.was, edit.now, item, item, None)}


# -- every aspect ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDITS)
def test_two_versions_of_a_file_differ_in_what_was_edited_and_in_nothing_else(name: str) -> None:
    edit = EDITS[name]
    result = versions(POLL, with_edit(edit))
    assert facts(differences(result, counts=None), *SEEN, "counts") == {
        (*one, True) for one in seen(edit)
    }
    assert {row["wave_to"] for row in differences(result)} == {"2020", "2021"}
    assert facts(of_item(result.rows("item_diff")), "status", "aspects") == {
        ("changed", (edit.aspect,))
    }


@pytest.mark.parametrize("name", EDITS)
def test_two_waves_differ_in_what_the_later_has_otherwise_and_in_nothing_else(name: str) -> None:
    edit = EDITS[name]
    result = askings("poll@2020", "2021", with_edit(edit, wave="2021"))
    assert facts(differences(result, counts=None), *SEEN, "wave_from", "wave_to", "counts") == {
        (*one, "2020", "2021", True) for one in seen(edit)
    }


@pytest.mark.parametrize("name", OF_AN_ITEM)
def test_a_question_that_was_not_edited_stays_the_same(name: str) -> None:
    result = versions(POLL, with_edit(OF_AN_ITEM[name]))
    assert facts(of_item(result.rows("item_diff"), "heard"), "status", "aspects", "grade") == {
        ("same", (), "A")
    }


@pytest.mark.parametrize("name", OF_A_WAVE)
def test_how_one_country_was_asked_names_that_country_alone(name: str) -> None:
    edit = OF_A_WAVE[name]
    if edit.value is GONE:  # a sample without a word of its own has that of its wave
        edit = replace(edit, value="unknown")
    key, value = edit.key, edit.value
    if key[0] == "population":  # a sample has one of its own, or that of its wave
        key, value = key[:1], edited(POLL["waves"]["2021"], key, value)["population"]
    changed = edited(POLL, ("waves", "2021", "samples", "JP", *key), value)
    result = askings("poll@2020", "2021", changed)
    assert facts(differences(result, counts=None), *SEEN, "country_from", "country_to") == {
        (edit.aspect, None, edit.language, edit.was, edit.now, None, None, "JP", "JP", "JP")
    }
    status = facts(of_item(result.rows("item_diff")), "country_to", "status", "aspects")
    assert status == {("JP", "changed", (edit.aspect,)), ("KR", "same", ())}


def test_what_holds_for_every_country_alike_is_said_once() -> None:
    result = askings("poll@2020", "2021", with_edit(OF_A_WAVE["the mode"], wave="2021"))
    (row,) = differences(result)
    assert (row["sample_from"], row["country_from"]) == (None, None)
    assert [row["country_to"] for row in result.rows("item_diff")] == [None, None]


def test_only_one_side_offers_a_score_a_filter_or_a_time() -> None:
    bare = POLL
    for key in ("score", "asked", "time_frame"):
        bare = edited(bare, ("items", "q", key), GONE)
    rows = differences(versions(POLL, bare))
    assert facts(rows, "aspect", "part", "was", "now") == {
        ("score", "good", "1", None),
        ("score", "fair", "0", None),
        ("score", "bad", "-1", None),
        ("filter", None, "heard: partly, yes", None),
        ("time_frame", None, "present", None),
    }


def test_a_score_is_read_to_its_last_digit() -> None:
    """Thirty-six digits, of which a binary number keeps seventeen."""
    long, longer = (f"123456789012345678.12345678901234567{digit}" for digit in "89")
    one, two = (edited(POLL, ("items", "q", "score", "good"), text) for text in (long, longer))
    assert facts(differences(versions(one, two)), "was", "now") == {(long, longer)}


def test_persons_who_are_named_by_the_findings_are_whom_was_asked() -> None:
    header = "id,wave,country,respondent,item,option,predicate,source\n"
    rows = "a,2020,JP,Ms A,heard,yes,answer,paper\nb,2021,JP,Mr B,heard,yes,answer,paper\n"
    result = askings("poll@2020", "2021", POLL, datasets__poll__findings__csv=header + rows)
    assert facts(differences(result), "aspect", "was", "now", "item_to", "country_to") == {
        ("persons", "Ms A", "Mr B", "heard", "JP")
    }
    grades = facts(of_item(result.rows("item_diff"), "heard"), "country_to", "grade", "wording")
    assert grades == {("JP", "D", "gap"), ("KR", "A", "shift")}


BREAKS: dict[str, tuple[Body, tuple[str | None, str | None]]] = {
    "everywhere": ({"before": "2021", "reason": "Online from now on"}, (None, None)),
    "in one country": (
        {"before": "2021", "countries": ["KR"], "reason": "Online from now on"},
        (None, "KR"),
    ),
    "of one question": (
        {"before": "2021", "items": ["q"], "reason": "Online from now on"},
        ("q", None),
    ),
    "of one question in one country": (
        {"before": "2021", "items": ["q"], "countries": ["KR"], "reason": "Online from now on"},
        ("q", "KR"),
    ),
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("turned", [False, True], ids=["forward", "backward"])
def test_a_break_between_two_waves_is_told_where_it_is(name: str, turned: bool) -> None:
    declared, (item, country) = BREAKS[name]
    waves = ("2021", "2020") if turned else ("2020", "2021")
    result = askings(f"poll@{waves[0]}", waves[1], {**POLL, "breaks": [declared]})
    (row,) = differences(result)
    text = "the series breaks before 2021: Online from now on"
    assert (row["aspect"], row["item_to"], row["country_to"]) == ("break", item, country)
    assert (row["was"], row["now"]) == ((text, None) if turned else (None, text))
    there = [r for r in result.rows("item_diff") if "break" in r["aspects"]]
    assert {row["grade"] for row in there} == {"D"}


# -- what does not count -----------------------------------------------------------------------

SAID_OTHERWISE: dict[str, tuple[Key, Any, tuple[str, str | None, str | None]]] = {
    "the title": (("title", "en"), "The poll", ("title", None, "en")),
    "a note": (("note", "en"), "Another note", ("note", None, "en")),
    "the licence": (("licence", "en"), "Not free", ("licence", None, "en")),
    "the address of a source": (
        ("sources", "paper", "url"),
        "https://example.org/paper",
        ("sources", "paper.url", None),
    ),
    "the title of a source": (
        ("sources", "paper", "title", "ko"),
        "뉴스",
        ("sources", "paper.title", "ko"),
    ),
    "a convention": (("conventions", "most"), "> 55%", ("conventions", "most", None)),
    "the code of an answer": (
        ("items", "q", "options", "good", "code"),
        "7",
        ("option_code", "good", None),
    ),
    "a translation": (("items", "q", "text", "ja"), "良いですか。", ("wording", None, "ja")),
    "spaces and capitals": (("items", "q", "text", "en"), "Is  it GOOD?", ("wording", None, "en")),
    "what a question measures": (
        ("items", "q", "concept"),
        {"id": "mood", "map": {"good": "up"}},
        ("concept", "mood.id", None),
    ),
    "when people were asked": (
        ("waves", "2021", "fieldwork"),
        "2021-02",
        ("fieldwork", None, None),
    ),
    "how many were asked": (("waves", "2021", "samples", "JP", "n"), "1001", ("n", None, None)),
    "the weight of respondents": (
        ("waves", "2021", "design"),
        {"weight": "w"},
        ("design", "weight", None),
    ),
    "a break that is declared": (
        ("breaks",),
        [{"before": "2021", "reason": {"en": "Another partner"}}],
        ("breaks", "2021.before", None),
    ),
}


@pytest.mark.parametrize("name", SAID_OTHERWISE)
def test_what_is_merely_said_otherwise_is_listed_and_does_not_count(name: str) -> None:
    key, value, told = SAID_OTHERWISE[name]
    result = versions(POLL, edited(POLL, key, value))
    assert told in facts(differences(result, counts=False), "aspect", "part", "language")
    assert differences(result) == []
    assert {row["status"] for row in result.rows("item_diff")} == {"same"}


def test_the_order_of_a_filters_answers_and_of_partners_is_no_change() -> None:
    turned = edited(POLL, ("items", "q", "asked", "options"), ["partly", "yes"])
    assert versions(POLL, turned).rows("difference") == []
    assert {row["grade"] for row in versions(POLL, turned).rows("item_diff")} == {"A"}
    two = {**POLL, "organisations": ["A", "B"]}
    rows = differences(versions(two, {**POLL, "organisations": ["B", "A"]}), counts=None)
    assert facts(rows, "aspect", "was", "now", "counts") == {("partner", "A; B", "B; A", False)}


def test_a_word_that_moves_from_a_wave_to_its_samples_is_no_difference() -> None:
    moved = edited(POLL, ("waves", "2020", "mode"), GONE)
    for name in ("JP", "KR"):
        moved = edited(moved, ("waves", "2020", "samples", name, "mode"), "face_to_face")
    assert versions(POLL, moved).rows("difference") == []


def test_text_in_languages_that_have_none_in_common_counts() -> None:
    other = edited(POLL, ("items", "heard", "text"), {"ko": "들어 보셨습니까?"})
    assert facts(differences(versions(POLL, other)), "aspect", "language", "was", "now") == {
        ("wording", None, "en: Have you heard of it?", "ko: 들어 보셨습니까?")
    }


def test_organisations_that_every_wave_overrides_are_said_otherwise_and_did_nothing() -> None:
    own = with_edit(OF_A_WAVE["who did it"])
    rows = differences(versions(own, {**own, "organisations": ["Somebody"]}), counts=None)
    assert facts(rows, "aspect", "was", "now", "counts") == {
        ("organisations", "An institute", "Somebody", False)
    }


def test_what_neither_version_tells_is_no_reason_against_the_two() -> None:
    """The mode of a wave is that of the same wave, whatever it was."""
    unknown = edited(POLL, ("waves", "2021", "mode"), GONE)
    result = versions(unknown, with_edit(OF_AN_ITEM["the wording"]) | {"waves": unknown["waves"]})
    assert facts(of_item(result.rows("item_diff")), "grade", "reasons") == {
        ("C", ("C wording: the question is worded differently",))
    }
