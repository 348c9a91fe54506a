"""Laws of differences between questionnaires, whatever they ask."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import run_kcli
from unit.differing import Body, askings, differences, versions, written

from kcli.model.diff_records import Difference
from kcli.text.differences import change_counts

pytestmark = pytest.mark.slow

WAVES = ("w1", "w2")
NAMES = ("a", "b", "c", "d")
MODES = ("face_to_face", "telephone", "online", "unknown")
TURNED = {
    "option_added": "option_removed",
    "option_removed": "option_added",
    "net_added": "net_removed",
    "net_removed": "net_added",
    "added": "removed",
    "removed": "added",
}
WORDS = st.text("abc xyzé한국日本", min_size=1, max_size=12).filter(str.strip)


@st.composite
def texts(draw: st.DrawFn) -> Body:
    """A text in one or two languages."""
    tags = draw(st.sampled_from([("en",), ("ko",), ("en", "ko")]))
    return {tag: draw(WORDS) for tag in tags}


@st.composite
def option_lists(draw: st.DrawFn) -> Body:
    """Two to four options in some order; every label is another in each language."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    kinds = st.sampled_from(["substantive", "substantive", "dont_know", "refused"])
    return {
        name: {
            "label": {tag: f"{words} {name}" for tag, words in draw(texts()).items()},
            "kind": draw(kinds),
        }
        for name in names
    }


@st.composite
def askings_of(draw: st.DrawFn) -> Body:
    """What an item asks: words, options, scores and a net."""
    options = draw(option_lists())
    return {
        "text": draw(texts()),
        "wording": draw(st.sampled_from(["verbatim", "paraphrase", "unpublished"])),
        "type": draw(st.sampled_from(["single", "multiple"])),
        "options_complete": draw(st.sampled_from(["published", "assumed", "incomplete"])),
        "options": options,
        "score": {name: str(draw(st.integers(-9, 9))) for name in options},
        "nets": {"net": {"options": draw(st.permutations(list(options)))[:2], "label": "Net"}},
    }


@st.composite
def conducts(draw: st.DrawFn) -> Body:
    """How people were asked, and whom."""
    population: Body = {"kind": draw(st.sampled_from(["general_public", "experts"]))}
    if draw(st.booleans()):
        population["universe"] = draw(texts())
    return {
        "mode": draw(st.sampled_from(MODES)),
        "sampling": draw(st.sampled_from(["probability", "quota", "unknown"])),
        "population": population,
        "weighted": draw(st.sampled_from(["yes", "no", "unknown"])),
        "published_base": draw(st.sampled_from(["all", "substantive", "unknown"])),
        "organisations": draw(st.lists(st.sampled_from("XYZ"), min_size=1, unique=True)),
    }


@st.composite
def surveys(draw: st.DrawFn, name: str = "poll") -> Body:
    """A survey of two waves. The first item is asked in both; a later wave may ask it otherwise."""
    items: Body = {}
    for item in draw(st.lists(st.sampled_from("pqrs"), min_size=1, max_size=3, unique=True)):
        body = draw(askings_of())
        if items and draw(st.booleans()):
            first = next(iter(items))
            body["asked"] = {"item": first, "options": [next(iter(items[first]["options"]))]}
            body["asked_in"] = draw(st.sampled_from([list(WAVES), [WAVES[0]]]))
        if draw(st.booleans()):
            options = {**body["options"], "e": {"label": {"en": "One more"}}}
            body["versions"] = {WAVES[1]: {"text": draw(texts()), "options": options}}
        if draw(st.booleans()):
            to = draw(st.sampled_from(["up", "down"]))
            body["concept"] = {"id": draw(st.sampled_from(["m", "n"])), "map": {"a": to}}
            body["options"].setdefault("a", {"label": {"en": "The a"}})
        items[item] = body
    waves = {}
    for year, wave in enumerate(WAVES):
        countries = draw(st.lists(st.sampled_from(["JP", "KR", "CN"]), min_size=1, unique=True))
        samples = {code: draw(st.one_of(st.just({"n": "9"}), conducts())) for code in countries}
        waves[wave] = {"fieldwork": str(2020 + year), **draw(conducts()), "samples": samples}
    return {"survey": name, "title": "T", "waves": waves, "items": items}


CONCEPTS = "concepts: " + str(
    {name: {"title": "T", "categories": {"up": "Up", "down": "Down"}} for name in "mn"}
)


def between(first: str, second: str, *bodies: Body) -> Any:
    return askings(first, second, *bodies, questionnaires__concepts__yaml=CONCEPTS)


def told(rows: list[Body], *, turned: bool = False) -> set[tuple[Any, ...]]:
    """The differences without their words and lines; seen from the other side, if turned."""
    found = set()
    for row in rows:
        ends = [(row["was"], row["now"])]
        keys = ("survey", "wave", "item", "sample", "country")
        ends += [(row[f"{key}_from"], row[f"{key}_to"]) for key in keys]
        aspect = row["aspect"]
        if turned:
            ends = [(b, a) for a, b in ends]
            aspect = TURNED.get(aspect, aspect)
        found.add((aspect, row["part"], row["language"], row["counts"], *ends))
    return found


def statuses(rows: list[Body], *, turned: bool = False) -> set[tuple[Any, ...]]:
    """What became of every question, with its grade and the codes of its reasons."""
    found = set()
    for row in rows:
        keys = ("survey", "wave", "item", "sample", "country")
        ends = [(row[f"{key}_from"], row[f"{key}_to"]) for key in keys]
        aspects, status = set(row["aspects"]), row["status"]
        if turned:
            ends = [(b, a) for a, b in ends]
            aspects = {TURNED.get(aspect, aspect) for aspect in aspects}
            status = TURNED.get(status, status)
        codes = frozenset(reason.partition(":")[0] for reason in row["reasons"])
        found.add((status, frozenset(aspects), row["grade"], row["wording"], codes, *ends))
    return found


def is_turned(one: Any, other: Any) -> None:
    rows = [differences(result, counts=None) for result in (one, other)]
    assert told(rows[0]) == told(rows[1], turned=True)
    items = [result.rows("item_diff") for result in (one, other)]
    assert statuses(items[0]) == statuses(items[1], turned=True)


@given(surveys(), st.sampled_from(WAVES))
@settings(max_examples=60, deadline=None)
def test_a_questionnaire_differs_from_itself_in_nothing(body: Body, wave: str) -> None:
    for result in (versions(body, body), between(f"poll@{wave}", wave, body)):
        assert result.rows("difference") == []
        assert {row["status"] for row in result.rows("item_diff")} == {"same"}
    assert {row["grade"] for row in versions(body, body).rows("item_diff")} == {"A"}


@given(surveys(), surveys())
@settings(max_examples=80, deadline=None)
def test_versions_turned_round_have_the_same_differences_turned_round(one: Body, two: Body) -> None:
    is_turned(versions(one, two), versions(two, one))


@given(surveys())
@settings(max_examples=80, deadline=None)
def test_waves_turned_round_have_the_same_differences_turned_round(body: Body) -> None:
    is_turned(between("poll@w1", "w2", body), between("poll@w2", "w1", body))


@given(surveys("one"), surveys("two"))
@settings(max_examples=80, deadline=None)
def test_surveys_turned_round_have_the_same_differences_turned_round(one: Body, two: Body) -> None:
    is_turned(between("one", "two", one, two), between("two", "one", one, two))


@given(surveys())
@settings(max_examples=80, deadline=None)
def test_a_reason_that_is_no_gap_of_knowledge_has_a_difference_that_counts(body: Body) -> None:
    """What is unknown of both sides is a reason and no difference; the rest is both."""
    result = between("poll@w1", "w2", body)
    for row in result.rows("item_diff"):
        codes = {reason.partition(":")[0][2:] for reason in row["reasons"]}
        known = {code for code in codes if not code.endswith(("-unknown", "-unseen"))}
        assert not known or row["status"] == "changed", (known, row)


def mutated(draw: st.DrawFn, body: Body, kind: str) -> tuple[Body, str, str | None]:
    """The body with one thing otherwise, the aspect of it, and its item, if it is of one."""
    made = copy.deepcopy(body)
    name = next(iter(made["items"]))
    item = made["items"][name]
    option = draw(st.sampled_from(sorted(item["options"])))
    if kind == "wording":
        tag = draw(st.sampled_from(sorted(item["text"])))
        item["text"][tag] += " otherwise"
    elif kind == "option_label":
        label = item["options"][option]["label"]
        tag = draw(st.sampled_from(sorted(label)))
        label[tag] += " otherwise"
    elif kind == "option_order":
        item["options"] = dict(reversed(list(item["options"].items())))
    elif kind == "score":
        item["score"][option] = f"{item['score'].get(option, '0')}.5"
    elif kind == "filter":
        made["items"]["known"] = {"text": "K", "options": {"yes": "Yes", "no": "No"}}
        item["asked"] = {"item": "known", "options": ["yes"]}
    else:
        wave = made["waves"][draw(st.sampled_from(WAVES))]
        place = wave["samples"][draw(st.sampled_from(sorted(wave["samples"])))]
        now = place.get("mode", wave["mode"])
        place["mode"] = draw(st.sampled_from([mode for mode in MODES if mode != now]))
        return made, kind, None
    return made, kind, name


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Body, Body, str, str | None]:
    """A survey, the same with one thing otherwise, and what that is."""
    kinds = ("wording", "option_label", "option_order", "score", "filter", "mode")
    kind = draw(st.sampled_from(kinds))
    body = draw(surveys())
    if kind == "filter":  # whoever is known is asked of in both
        body["items"]["known"] = {"text": "K", "options": {"yes": "Yes", "no": "No"}}
    return body, *mutated(draw, body, kind)


@given(mutations())
@settings(max_examples=150, deadline=None)
def test_one_thing_otherwise_is_found_and_named_and_nothing_else_is(
    drawn: tuple[Body, Body, str, str | None],
) -> None:
    body, made, aspect, item = drawn
    result = versions(body, made)
    rows = differences(result, counts=None)
    assert {(row["aspect"], row["item_to"]) for row in rows} == {(aspect, item)}
    changed = {row["item_to"] for row in result.rows("item_diff") if row["status"] == "changed"}
    assert changed
    assert item is None or changed == {item}
    assert change_counts(r for r in result.records if isinstance(r, Difference))


@given(mutations(), st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_exit_status_is_1_where_one_thing_is_otherwise_and_0_where_nothing_is(
    drawn: tuple[Body, Body, str, str | None], same: bool
) -> None:
    body, made, *_ = drawn
    with tempfile.TemporaryDirectory() as folder:
        one = written(Path(folder) / "old", body)
        two = written(Path(folder) / "new", body if same else made)
        done = run_kcli(["diff", str(one), str(two)], Path(folder), {})
    assert done.returncode == (0 if same else 1), done.stderr
    assert (done.stderr == "") is same
