"""What kcli diff sets against what: questions, samples, waves, surveys and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from unit.differing import (
    CONCEPTS,
    OF_AN_ITEM,
    POLL,
    Body,
    askings,
    differences,
    edited,
    facts,
    of_item,
    versions,
    with_edit,
    written,
)

from kcli import api
from kcli.errors import UsageError
from kcli.io.project import Project


def survey(name: str, items: Body, samples: Body | None = None) -> Body:
    """A survey of one wave."""
    wave = {**POLL["waves"]["2020"], "samples": samples or {"JP": {"n": "10"}}}
    return {"survey": name, "title": {"en": name}, "waves": {"2020": wave}, "items": items}


def question(text: str, concept: str | None = None, to: str = "up") -> Body:
    body: Body = {"text": {"en": text}, "wording": "verbatim", "options": {"a": {"en": "A"}}}
    return {**body, "concept": {"id": concept, "map": {"a": to}}} if concept else body


def pairs(first: Body, second: Body, a: str = "one", b: str = "two") -> list[Body]:
    result = askings(a, b, first, second, questionnaires__concepts__yaml=CONCEPTS)
    return result.rows("item_diff")


def test_questions_of_two_surveys_are_paired_by_name_or_else_by_their_concept() -> None:
    one = survey("one", {"q": question("Q"), "x": question("X", "mood"), "y": question("Y")})
    two = survey("two", {"q": question("Q"), "z": question("Z", "mood"), "w": question("W")})
    assert facts(pairs(one, two), "item_from", "item_to", "concept", "status", "grade") == {
        ("q", "q", None, "same", "E"),
        ("x", "z", "mood", "changed", "C"),
        ("y", None, None, "removed", None),
        (None, "w", None, "added", None),
    }


def test_a_question_is_paired_with_each_that_shares_its_concept() -> None:
    one = survey("one", {"x": question("X", "mood")})
    two = survey("two", {"y": question("Y", "mood"), "z": question("Z", "mood", "down")})
    rows = pairs(one, two)
    assert facts(rows, "item_from", "item_to", "concept", "grade") == {
        ("x", "y", "mood", "C"),
        ("x", "z", "mood", "E"),
    }


def test_two_questions_that_are_named_are_a_pair_whatever_they_are() -> None:
    one, two = survey("one", {"x": question("X")}), survey("two", {"y": question("Y")})
    (row,) = pairs(one, two, "one.x", "two.y")
    assert (row["item_from"], row["item_to"], row["grade"]) == ("x", "y", "E")
    (row,) = pairs(
        survey("one", {"x": question("X"), "y": question("Y")}), two, "one.x@2020", "one.y@2020"
    )
    assert (row["item_from"], row["item_to"]) == ("x", "y")


def test_one_question_that_is_named_meets_what_the_other_survey_has_of_it() -> None:
    one = survey("one", {"x": question("X", "mood"), "q": question("Q")})
    two = survey("two", {"y": question("Y", "mood"), "q": question("Q")})
    assert facts(pairs(one, two, "one.x", "two"), "item_from", "item_to") == {("x", "y")}
    assert facts(pairs(one, two, "one", "two.q"), "item_from", "item_to") == {("q", "q")}
    with pytest.raises(UsageError, match=r"two@2020 has no item on what 'z' is about"):
        pairs({**one, "items": {"z": question("Z")}}, two, "one.z", "two")


def test_a_filter_of_another_survey_is_another_filter() -> None:
    heard = POLL["items"]["heard"]
    asked = {**question("Q"), "asked": {"item": "heard", "options": ["yes"]}}
    one, two = (survey(name, {"q": asked, "heard": heard}) for name in ("one", "two"))
    result = askings("one.q", "two.q", one, two)
    assert facts(differences(result), "aspect", "was", "now") == {
        ("filter", "one.heard: yes", "two.heard: yes")
    }


def test_samples_meet_by_name_then_people_then_country_and_the_rest_stands_alone() -> None:
    first = {
        "JP": {"n": "10"},
        "KR-a": {"country": "KR", "population": "experts"},
        "KR-b": {"country": "KR"},
        "CN": {"n": "1"},
    }
    second = {
        "JP": {"n": "10"},
        "KR-c": {"country": "KR"},
        "KR-d": {"country": "KR", "population": "governments"},
        "US": {"n": "1"},
    }
    body = edited(POLL, ("waves", "2020", "samples"), first)
    body = edited(body, ("waves", "2021", "samples"), second)
    rows = askings("poll@2020", "2021", body).rows("item_diff")
    assert facts(of_item(rows), "sample_from", "sample_to") == {
        ("JP", "JP"),
        ("KR-a", "KR-d"),
        ("KR-b", "KR-c"),
    }
    found = differences(askings("poll@2020", "2021", body))
    alone = facts((row for row in found if row["aspect"] == "sample"), "was", "now")
    assert alone == {("CN", None), (None, "US")}


def test_surveys_without_a_common_country_meet_country_by_country() -> None:
    one = survey("one", {"q": question("Q")}, {"CN": {"n": "1"}, "JP": {"n": "1"}})
    two = survey("two", {"q": question("Q")}, {"KR": {"n": "1"}})
    result = askings("one", "two", one, two)
    assert facts(differences(result), "aspect", "was", "now", "country_from", "country_to") == {
        ("country", "CN", "KR", "CN", "KR"),
        ("country", "JP", "KR", "JP", "KR"),
    }


def test_a_country_that_one_wave_did_not_ask_is_an_added_sample() -> None:
    body = edited(POLL, ("waves", "2020", "samples"), {"KR": {"n": "1"}})
    result = askings("poll@2020/JP", "2021", body)
    assert facts(differences(result), "aspect", "was", "now") == {("sample", None, "JP")}
    assert {row["grade"] for row in result.rows("item_diff")} == {None}


def test_waves_and_questions_that_one_version_has_are_added_or_removed() -> None:
    new = edited(POLL, ("waves", "2022"), POLL["waves"]["2021"] | {"fieldwork": "2022-01"})
    new = edited(new, ("items", "late"), question("Late") | {"asked_in": ["2022"]})
    new = edited(new, ("items", "more"), question("More"))
    rows = differences(versions(POLL, new))
    assert facts(rows, "aspect", "was", "now", "item_to", "wave_to") == {
        ("wave", None, "2022 (January 2022: JP, KR)", None, "2022"),
        ("item", None, "More", "more", "2020"),
        ("item", None, "More", "more", "2021"),
    }
    back = differences(versions(new, POLL))
    assert facts(back, "aspect", "was", "now", "item_from", "wave_from") == {
        (row["aspect"], row["now"], row["was"], row["item_to"], row["wave_to"]) for row in rows
    }


def test_a_question_that_a_later_wave_dropped_is_removed() -> None:
    body = edited(POLL, ("items", "q", "asked_in"), ["2020"])
    result = askings("poll.q@2020", "2021", body)
    (row,) = result.rows("item_diff")
    assert (row["status"], row["item_from"], row["item_to"]) == ("removed", "q", None)
    with pytest.raises(UsageError, match="not asked in 2021"):
        askings("poll.q@2021", "2021", body)


def test_a_project_is_set_against_a_file_of_the_same_survey(tmp_path: Path) -> None:
    old = written(tmp_path / "old", with_edit(OF_AN_ITEM["the wording"]))
    written(tmp_path / "questionnaires", POLL)
    project = Project(tmp_path, ".")
    for what in ("poll", "poll.q", "poll@2021", "poll.q@2021/JP"):
        rows = differences(api.diff(project, old, what))
        assert facts(rows, "aspect", "was", "now") == {("wording", "Is it bad?", "Is it good?")}
        waves = {row["wave_to"] for row in rows}
        assert waves == ({"2021"} if "@" in what else {"2020", "2021"})
    assert differences(api.diff(project, old, "poll.heard")) == []


def test_one_question_or_wave_leaves_out_what_the_file_says_of_the_rest(tmp_path: Path) -> None:
    body = edited(POLL, ("title", "en"), "Other")
    body = edited(body, ("items", "q", "note"), {"en": "Of q"})
    body = edited(body, ("waves", "2021", "note"), {"en": "Of 2021"})
    old = written(tmp_path / "old", body)
    written(tmp_path / "questionnaires", POLL)
    seen_of = {
        what: facts(
            differences(api.diff(Project(tmp_path, "."), old, what), counts=None), "aspect", "was"
        )
        for what in ("poll", "poll.q", "poll.heard", "poll@2021", "poll/JP")
    }
    note, wave = ("note", "Of q"), ("note", "Of 2021")
    assert seen_of == {
        "poll": {("title", "Other"), note, wave},
        "poll.q": {note},
        "poll.heard": set(),
        "poll@2021": {wave},
        "poll/JP": set(),
    }


def test_a_judgement_sets_the_grade_of_two_waves_and_never_that_of_two_versions() -> None:
    concepts = CONCEPTS + (
        "comparability: [{between: [poll.q@2020, poll.q@2021], grade: D, reason: {en: We know.}}]\n"
    )
    result = askings("poll.q@2020", "2021", POLL, questionnaires__concepts__yaml=concepts)
    (row,) = result.rows("item_diff")
    assert (row["status"], row["grade"], row["reasons"]) == ("same", "D", ("D judged: We know.",))


@pytest.mark.parametrize(
    ("first", "second", "shift"),
    [
        ("kf-vub@2019", "ifes@2025", {"what": "inter_korean_direction"}),
        ("commentary.us_nk_outlook@2018", "2019", {"what": "commentary.us_nk_outlook"}),
        ("ipus@2015", "2025", {"what": "ipus.necessity"}),
        ("governments@before-2018", "2018-06", {"what": "governments.bilateral_diplomacy"}),
    ],
)
def test_the_grade_is_the_one_that_a_shift_has(
    first: str, second: str, shift: Body, root: Path
) -> None:
    project = Project(root, ".")
    start, end = first, second
    if "@" not in second:
        start = first.partition("@")[2]
    shifts = api.shift(project, start=start, end=end, **shift).rows("shift")
    keys = ("country_from", "country_to", "grade", "wording", "reasons")
    found = api.diff(project, first, second).rows("item_diff")
    everywhere = {row["country_from"] is None for row in found if row["grade"]} == {True}
    if everywhere:
        keys = keys[2:]
    about = {(row["item_from"], row["item_to"]) for row in shifts}
    graded = [row for row in found if (row["item_from"], row["item_to"]) in about]
    assert facts(shifts, *keys) == facts(graded, *keys) != set()
