"""Pairs of askings graded by hand, each with every reason that there is for its grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.analysis.comparability import Comparability, Side, compare_askings
from kcli.io.project import Project
from kcli.model.concepts import Judgement
from kcli.model.questionnaire import Questionnaire

Reasons = set[tuple[str, str]]

# -- pairs of the shipped surveys --------------------------------------------------------------

SHIPPED: dict[str, tuple[dict[str, Any], str, str, str, Reasons]] = {
    # One programme asked the same words of adults of 19 and over, face to face, weighted, on a
    # published list. Only how people were chosen is told nowhere.
    "necessity of unification, 2015 and 2025": (
        {"what": "ipus.necessity", "start": "2015", "end": "2025"},
        "KR",
        "B",
        "shift",
        {("B", "sampling-unknown")},
    ),
    # A public of China on the past year, and experts of South Korea on what comes: other people,
    # another country, another time. Neither wording is published, the answers are others, and to
    # agree that tension continues is to expect no change or worse. Of the public's survey mode,
    # sampling and weighting are unknown, and both are done by others. Whom the public's survey
    # stands for is not said, so the universes are not set against each other.
    "direction of inter-Korean relations, a public and experts": (
        {"what": "inter_korean_direction", "start": "kf-vub@2019", "end": "ifes@2025"},
        "CN",
        "D",
        "gap",
        {
            ("D", "population"),
            ("D", "country"),
            ("D", "time-frame"),
            ("C", "wording-unseen"),
            ("C", "options"),
            ("C", "mapped"),
            ("C", "map-open"),
            ("B", "mode-unknown"),
            ("B", "sampling-unknown"),
            ("B", "weighting-unknown"),
            ("B", "partner"),
        },
    ),
    # A public against commentators of one country. Neither item says which time it is about, and
    # who published what the commentators wrote is not an organisation of their survey.
    "means toward North Korea, a public and commentators": (
        {"what": "means", "start": "kf-vub@2019", "end": "commentary@2018"},
        "CN",
        "D",
        "gap",
        {
            ("D", "population"),
            ("C", "wording-unseen"),
            ("C", "options"),
            ("C", "mapped"),
            ("B", "mode-unknown"),
            ("B", "sampling-unknown"),
            ("B", "weighting-unknown"),
        },
    ),
    # One government before 2018 and in June 2018, read in the same way: its position may shift.
    # No question was put to it, so wording and answers are not published.
    "position of a government": (
        {"what": "governments.bilateral_diplomacy", "start": "before-2018", "end": "2018-06"},
        "US",
        "B",
        "shift",
        {("B", "wording-unseen"), ("B", "options-unseen")},
    ),
    # One commentator in 2018 and two others in 2019: what changed is who was read.
    "commentators of two years": (
        {"what": "commentary.us_nk_outlook", "start": "2018", "end": "2019"},
        "CN",
        "D",
        "gap",
        {("D", "persons"), ("B", "wording-unseen"), ("B", "options-unseen")},
    ),
    # Two questions in one wave to the same people, on inter-Korean and on US-North Korea
    # relations: no concept holds both, so only the topic is shared.
    "two questions without a concept": (
        {
            "what": "kf-vub.inter_korean_impact",
            "start": "kf-vub@2019",
            "end": "kf-vub.us_nk_impact@2019",
        },
        "CN",
        "E",
        "not_comparable",
        {
            ("E", "topic-only"),
            ("C", "wording-unseen"),
            ("B", "options-unseen"),
            ("B", "mode-unknown"),
            ("B", "sampling-unknown"),
            ("B", "weighting-unknown"),
        },
    ),
}


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("turned", [False, True], ids=["forward", "backward"])
def test_a_shipped_pair_has_the_grade_that_its_reasons_give(
    name: str, turned: bool, root: Path
) -> None:
    asked, country, grade, wording, reasons = SHIPPED[name]
    if turned:
        asked = {**asked, "start": asked["end"], "end": asked["start"]}
        if name == "two questions without a concept":
            asked["what"] = "kf-vub.us_nk_impact"
            asked["end"] = "kf-vub.inter_korean_impact@2019"
    own = "country_to" if turned else "country_from"
    rows = [
        row for row in api.shift(Project(root, "."), **asked).rows("shift") if row[own] == country
    ]
    assert rows
    for row in rows:
        found = [tuple(reason.partition(":")[0].split(" ")) for reason in row["reasons"]]
        assert set(found) == reasons
        assert [weight for weight, _ in found] == sorted((w for w, _ in found), reverse=True)
        assert (row["grade"], row["wording"]) == (grade, wording)


# -- invented pairs ----------------------------------------------------------------------------

OPTIONS = {"good": "Good", "bad": "Bad", "dk": {"label": "Don't know", "kind": "dont_know"}}
ITEM: dict[str, Any] = {
    "text": "Is it good?",
    "wording": "verbatim",
    "options_complete": "published",
    "time_frame": "present",
    "options": OPTIONS,
}
WAVE: dict[str, Any] = {
    "mode": "telephone",
    "sampling": "probability",
    "weighted": "yes",
    "organisations": ["An institute"],
    "population": {"kind": "general_public", "universe": "Adults aged 18 and over"},
    "samples": {"JP": "1000"},
}


@dataclass
class Pair:
    """Two askings that are alike in everything but what is told here.

    ``item`` is what the item says in both waves, ``later`` what the second wave asked instead;
    ``other`` is what an item of another survey says, where the second asking is one of another.
    """

    grade: str = "A"
    reasons: Reasons = field(default_factory=set)
    item: Mapping[str, Any] = field(default_factory=dict)
    later: Mapping[str, Any] = field(default_factory=dict)
    early: Mapping[str, Any] = field(default_factory=dict)
    """What the first wave says of its conduct."""
    late: Mapping[str, Any] = field(default_factory=dict)
    breaks: Iterable[Mapping[str, Any]] = ()
    other: Mapping[str, Any] | None = None
    wording: str = "shift"

    def sides(self) -> tuple[Side, Side]:
        first = self._survey("poll", ITEM | dict(self.item), self.breaks)
        if self.other is None:
            return self._side(first, "1"), self._side(first, "2")
        second = self._survey("panel", ITEM | dict(self.other), ())
        return self._side(first, "1"), self._side(second, "2")

    def _survey(
        self, name: str, item: dict[str, Any], breaks: Iterable[Mapping[str, Any]]
    ) -> Questionnaire:
        versions = {"2": dict(self.later)} if self.later and name == "poll" else {}
        return Questionnaire.model_validate(
            {
                "survey": name,
                "title": "T",
                "waves": {
                    "1": {**WAVE, "fieldwork": "2020", **self.early},
                    "2": {**WAVE, "fieldwork": "2021", **self.late},
                },
                "breaks": [dict(change) for change in breaks],
                "items": {
                    "q": {**item, "versions": versions},
                    "filter": {"text": "F", "options": {"yes": "Yes", "no": "No"}},
                },
            }
        )

    @staticmethod
    def _side(questionnaire: Questionnaire, wave: str) -> Side:
        (sample,) = questionnaire.samples(wave)
        return Side(questionnaire, questionnaire.asking("q", wave), sample)


def mapped(**to: object) -> dict[str, Any]:
    return {"concept": {"id": "mood", "map": to}}


INVENTED: dict[str, Pair] = {
    # Words, answers, people and conduct are the same; the waves are a year apart, as waves are.
    "everything the same": Pair(),
    # Spaces and capitals are no other words.
    "the same words, set otherwise": Pair(later={"text": "Is it  GOOD?"}),
    # A concept costs nothing where it is one question: no two questions are brought together.
    "one question with a concept": Pair(item=mapped(good="up", bad="down")),
    # Other words are another question, whatever the answers.
    "reworded": Pair("C", {("C", "wording")}, later={"text": "Is it good or bad?"}),
    # Of a text in Korean and one in Japanese nobody can say that they are the same words.
    "asked in languages that have no text in common": Pair(
        "C",
        {("C", "wording")},
        item={"text": {"ko": "좋습니까?"}},
        later={"text": {"ja": "良いですか。"}},
    ),
    # One wave is known word for word and the other is not: it probably stayed, and may not have.
    "the wording of one wave unpublished": Pair(
        "B", {("B", "wording-unseen")}, later={"wording": "unpublished"}
    ),
    # What is read first is chosen more often; the answers are the same.
    "the order of answers": Pair(
        "B",
        {("B", "option-order")},
        later={"options": {name: OPTIONS[name] for name in ("bad", "good", "dk")}},
    ),
    # Another word on an answer is another answer.
    "an answer worded otherwise": Pair(
        "C", {("C", "option-labels")}, later={"options": OPTIONS | {"good": "Very good"}}
    ),
    # A third answer takes from the two.
    "another answer": Pair(
        "C",
        {("C", "options")},
        later={"options": {"good": "Good", "so": "So so", "bad": "Bad", "dk": OPTIONS["dk"]}},
    ),
    # An answer that was never printed may have been on offer.
    "a list that nobody printed": Pair(
        "B", {("B", "options-unseen")}, later={"options_complete": "assumed"}
    ),
    # Without the words don't know, people say it less.
    "don't know on one side": Pair(
        "B", {("B", "dont-know")}, later={"options": {"good": "Good", "bad": "Bad"}}
    ),
    # Of an incomplete list nobody knows whether it offered don't know; that it is incomplete is
    # reason enough.
    "don't know on one side of an incomplete list": Pair(
        "B",
        {("B", "options-unseen")},
        later={"options": {"good": "Good", "bad": "Bad"}, "options_complete": "incomplete"},
    ),
    # Several answers add up to more than one: the shares are others.
    "several answers": Pair("D", {("D", "several-answers")}, later={"type": "multiple"}),
    # Whoever passes a filter is another population.
    "a filter on one side": Pair(
        "D", {("D", "filter")}, later={"asked": {"item": "filter", "options": ["yes"]}}
    ),
    "another filter": Pair(
        "D",
        {("D", "filter")},
        item={"asked": {"item": "filter", "options": ["yes"]}},
        later={"asked": {"item": "filter", "options": ["no"]}},
    ),
    # The same filter of the same survey lets the same people through.
    "the same filter": Pair(item={"asked": {"item": "filter", "options": ["yes"]}}),
    # People tell a voice less than a screen.
    "the mode": Pair("C", {("C", "mode")}, late={"mode": "online"}),
    "a mode that is unknown": Pair("B", {("B", "mode-unknown")}, late={"mode": "unknown"}),
    "the way of sampling": Pair("C", {("C", "sampling")}, late={"sampling": "quota"}),
    # From 18 or from 19: nearly the same adults.
    "the universe": Pair(
        "B",
        {("B", "universe")},
        late={"population": {"kind": "general_public", "universe": "Adults aged 19 and over"}},
    ),
    # What is not said cannot be set against anything.
    "a universe on one side only": Pair(late={"population": "general_public"}),
    # Experts are other people, whatever the universe says.
    "experts": Pair(
        "D",
        {("D", "population")},
        late={"population": {"kind": "experts", "universe": "Researchers"}},
        wording="gap",
    ),
    "another country": Pair(
        "D", {("D", "country")}, late={"samples": {"KR": "1000"}}, wording="gap"
    ),
    # A pooled sample is another population than one of its countries.
    "several countries pooled": Pair(
        "D",
        {("D", "country")},
        late={"samples": {"both": {"n": "2000", "countries": ["JP", "KR"]}}},
        wording="gap",
    ),
    # The past year and the year to come.
    "the time that is asked about": Pair(
        "D", {("D", "time-frame")}, item={"time_frame": "past"}, later={"time_frame": "future"}
    ),
    "weights on one side": Pair("B", {("B", "weighting")}, late={"weighted": "no"}),
    "weights unknown": Pair("B", {("B", "weighting-unknown")}, late={"weighted": "unknown"}),
    # Another house has other interviewers.
    "the partner": Pair("B", {("B", "partner")}, late={"organisations": ["Another institute"]}),
    "the same partners, named in another order": Pair(
        early={"organisations": ["One", "Two"]}, late={"organisations": ["Two", "One"]}
    ),
    # The questionnaire itself says that the series is another one.
    "a break": Pair("D", {("D", "break")}, breaks=[{"before": "2", "reason": "New interviewers"}]),
    "a break in this country": Pair(
        "D", {("D", "break")}, breaks=[{"before": "2", "countries": ["JP"], "reason": "New"}]
    ),
    "a break of this item": Pair(
        "D", {("D", "break")}, breaks=[{"before": "2", "items": ["q"], "reason": "New"}]
    ),
    "a break in another country": Pair(
        breaks=[{"before": "2", "countries": ["KR"], "reason": "New"}]
    ),
    "a break of another item": Pair(breaks=[{"before": "2", "items": ["filter"], "reason": "N"}]),
    "a break before the first of the two": Pair(breaks=[{"before": "1", "reason": "New"}]),
    # Two surveys with the same words are two questions still: what stands before them differs.
    "two questions of the same words": Pair(
        "C",
        {("C", "mapped")},
        item=mapped(good="up", bad="down"),
        other=mapped(good="up", bad="down"),
    ),
    # Bad may be down or level: the category is a range.
    "an answer that may be two categories": Pair(
        "C",
        {("C", "mapped"), ("C", "map-open")},
        item=mapped(good="up", bad="down"),
        other=mapped(good="up", bad=["down", "level"]),
    ),
    # Up of the one is told by no answer of the other.
    "no category in common": Pair(
        "E",
        {("E", "topic-only")},
        item=mapped(good="up"),
        other=mapped(bad="down"),
        wording="not_comparable",
    ),
    "no concept in common": Pair(
        "E", {("E", "topic-only")}, other={"note": "N"}, wording="not_comparable"
    ),
    # Another question whose words nobody published may be any question.
    "two questions, one of them unpublished": Pair(
        "C",
        {("C", "wording-unseen"), ("C", "mapped")},
        item=mapped(good="up", bad="down"),
        other=mapped(good="up", bad="down") | {"wording": "paraphrase"},
    ),
    # The weightiest reason decides, and the others stay.
    "several reasons": Pair(
        "D",
        {("D", "several-answers"), ("C", "mode"), ("B", "weighting")},
        later={"type": "multiple"},
        late={"mode": "online", "weighted": "no"},
    ),
}


def graded(found: Comparability) -> tuple[str, Reasons]:
    return found.grade, {(reason.grade, reason.code) for reason in found.reasons}


@pytest.mark.parametrize("name", INVENTED)
def test_two_askings_have_the_grade_that_their_differences_give(name: str) -> None:
    pair = INVENTED[name]
    found = compare_askings(*pair.sides())
    assert graded(found) == (pair.grade, pair.reasons)
    weights = [reason.grade for reason in found.reasons]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("name", INVENTED)
def test_the_grade_is_the_same_in_both_directions(name: str) -> None:
    first, second = INVENTED[name].sides()
    forward, backward = compare_askings(first, second), compare_askings(second, first)
    assert graded(forward) == graded(backward)
    assert forward.wording == backward.wording


@pytest.mark.parametrize("name", INVENTED)
def test_a_to_c_are_tested_and_d_and_e_never(name: str) -> None:
    found = compare_askings(*INVENTED[name].sides())
    assert found.tested == (found.grade in "ABC")


@pytest.mark.parametrize("name", [name for name, pair in INVENTED.items() if pair.grade != "D"])
def test_grades_up_to_c_are_a_shift_and_e_is_not_comparable(name: str) -> None:
    found = compare_askings(*INVENTED[name].sides())
    assert found.wording == INVENTED[name].wording


@pytest.mark.parametrize("name", [name for name, pair in INVENTED.items() if pair.grade == "D"])
def test_grade_d_is_a_gap(name: str) -> None:
    assert compare_askings(*INVENTED[name].sides()).wording == "gap"


def test_a_break_lies_between_its_wave_and_every_earlier_one() -> None:
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "poll",
            "title": "T",
            "waves": {str(n): {**WAVE, "fieldwork": str(2000 + n)} for n in (4, 2, 3, 1)},
            "breaks": [{"before": "3", "reason": "New"}],
            "items": {"q": ITEM},
        }
    )

    def broken(one: str, two: str) -> bool:
        (first,), (second,) = (questionnaire.samples(wave) for wave in (one, two))
        found = compare_askings(
            Side(questionnaire, questionnaire.asking("q", one), first),
            Side(questionnaire, questionnaire.asking("q", two), second),
        )
        return "break" in {reason.code for reason in found.reasons}

    assert [w for w in "234" if broken("1", w)] == ["3", "4"]
    assert not broken("3", "4")
    assert broken("2", "3")
    assert broken("4", "2")


# -- named people ------------------------------------------------------------------------------


def named(people: Iterable[str], others: Iterable[str]) -> Comparability:
    kind = {"population": "commentators", "sampling": "purposive", "mode": "documents"}
    first, second = Pair(early=kind, late=kind).sides()
    return compare_askings(
        Side(first.questionnaire, first.asking, first.sample, frozenset(people)),
        Side(second.questionnaire, second.asking, second.sample, frozenset(others)),
    )


def test_the_same_named_people_may_change_their_mind() -> None:
    assert graded(named(["Kim", "Lee"], ["Lee", "Kim"])) == ("A", set())


def test_other_named_people_are_a_gap() -> None:
    found = named(["Kim"], ["Lee", "Park"])
    assert graded(found) == ("D", {("D", "persons")})
    assert found.wording == "gap"
    assert found.reasons[0].text == "other persons: Kim against Lee and Park"


def test_some_named_people_missing_are_a_gap() -> None:
    assert named(["Kim", "Lee"], ["Kim"]).wording == "gap"


# -- judgements --------------------------------------------------------------------------------


def judged(
    pair: Pair, *between: str, grade: str = "A", turned: bool = False, reason: Any = "Seen"
) -> Comparability:
    judgement = Judgement.model_validate({"between": between, "grade": grade, "reason": reason})
    first, second = pair.sides()
    sides = (second, first) if turned else (first, second)
    return compare_askings(*sides, judgements=[judgement])


@pytest.mark.parametrize("turned", [False, True], ids=["forward", "backward"])
@pytest.mark.parametrize(
    "between",
    [
        ("poll.q@1", "poll.q@2"),
        ("poll.q@2", "poll.q@1"),
        ("poll.q", "poll.q@2"),
        ("poll.q", "poll.q"),
    ],
)
def test_a_judgement_sets_the_grade_and_its_reason_comes_first(
    between: tuple[str, str], turned: bool
) -> None:
    found = judged(INVENTED["the mode"], *between, grade="B", turned=turned)
    assert found.grade == "B"
    assert (found.reasons[0].grade, found.reasons[0].code) == ("B", "judged")
    assert found.reasons[0].text == "Seen"
    assert [reason.code for reason in found.reasons[1:]] == ["mode"]
    assert found.tested


def test_a_judgement_may_be_better_or_worse_than_the_computed_grade() -> None:
    better = judged(INVENTED["reworded"], "poll.q@1", "poll.q@2", grade="A")
    worse = judged(INVENTED["everything the same"], "poll.q@1", "poll.q@2", grade="E")
    assert (better.grade, better.wording, better.tested) == ("A", "shift", True)
    assert (worse.grade, worse.wording, worse.tested) == ("E", "not_comparable", False)


@pytest.mark.parametrize(
    "between",
    [
        ("poll.filter@1", "poll.q@2"),
        ("poll.q@1", "panel.q@2"),
        ("poll.q@1", "poll.q@1"),
        ("poll.q@2", "poll.q@2"),
    ],
)
def test_a_judgement_about_others_changes_nothing(between: tuple[str, str]) -> None:
    pair = INVENTED["the mode"]
    assert judged(pair, *between) == compare_askings(*pair.sides())


def test_a_judgement_between_two_surveys_holds_in_both_directions() -> None:
    pair = INVENTED["an answer that may be two categories"]
    for turned in (False, True):
        found = judged(pair, "panel.q@2", "poll.q", grade="D", turned=turned)
        assert (found.grade, found.wording) == ("D", "gap")


def test_the_reason_of_a_judgement_is_that_of_the_language_there_is() -> None:
    found = judged(Pair(), "poll.q@1", "poll.q@2", reason={"en": "Read", "ko": "읽음"})
    assert str(found.reasons[0]) == "A judged: Read"


def test_a_judgement_calls_nothing_a_shift_of_one_population_that_is_two() -> None:
    """The grade is set by hand; who was asked is a fact of the questionnaires."""
    found = judged(INVENTED["experts"], "poll.q@1", "poll.q@2", grade="B")
    assert (found.grade, found.wording) == ("B", "gap")


def test_every_reason_is_a_sentence_of_its_own() -> None:
    def texts(sides: Callable[[], tuple[Side, Side]]) -> list[str]:
        return [reason.text for reason in compare_askings(*sides()).reasons]

    for name, pair in INVENTED.items():
        for text in texts(pair.sides):
            assert text, name
            assert not text.endswith("."), name
            assert "None" not in text, name
            assert "_" not in text.replace("poll.q", "").replace("panel.q", ""), text
