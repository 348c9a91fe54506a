"""Bounds worked by hand: what printed figures and words leave possible, strict kept strict."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

from kcli.analysis.evidence import ItemEvidence
from kcli.errors import Where
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Base

F = Fraction
CONVENTIONS = Conventions.model_validate(
    {"conventions": {"large_majority": ">= 60%", "one_third": "30% to 36%", "few": "< 20%"}}
)


@dataclass
class Poll:
    """An item with options a, b, c (and dk), asked in JP and KR in two waves."""

    complete: str = "published"
    kind: str = "single"
    dont_know: bool = False
    base: Base = "all"
    conventions: tuple[tuple[str, str], ...] = ()
    weighted: str = "unknown"
    pooled: str | None = None

    def questionnaire(self) -> Questionnaire:
        options: dict[str, object] = {"a": "A", "b": "B", "c": "C"}
        if self.dont_know:
            options["dk"] = {"label": "DK", "kind": "dont_know"}
        samples: dict[str, object] = {"JP": "40", "KR": "40"}
        wave: dict[str, object] = {"published_base": "all", "weighted": self.weighted}
        if self.pooled:
            samples["both"] = {"n": "80", "countries": ["JP", "KR"]}
            wave["pooled_rule"] = None if self.pooled == "none" else self.pooled
        return Questionnaire.model_validate(
            {
                "survey": "poll",
                "title": "T",
                "sources": {"s": {"publisher": "S"}},
                "conventions": dict(self.conventions),
                "waves": {
                    "1": {**wave, "fieldwork": "2020", "samples": samples},
                    "2": {**wave, "fieldwork": "2021", "samples": samples},
                },
                "items": {
                    "q": {
                        "text": "Q",
                        "type": self.kind,
                        "options_complete": self.complete,
                        "options": options,
                        "nets": {"ab": {"options": ["a", "b"], "label": "A or B"}},
                    }
                },
            }
        )

    def evidence(self, *statements: Statement | tuple[str, Statement]) -> ItemEvidence:
        findings = []
        for number, given in enumerate(statements):
            sample, statement = given if isinstance(given, tuple) else ("JP", given)
            where = Where("f.csv", number + 2)
            finding = Finding(str(number), "poll", "2", sample, "q", statement, "s", where)
            findings.append(finding)
        return ItemEvidence(self.questionnaire(), "q", findings, CONVENTIONS, self.base)


def bounds(evidence: ItemEvidence, name: str, sample: str = "JP") -> tuple[F, F, bool, bool]:
    found = evidence.bounds(("2", sample), {name: F(1)})
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high, found.low_reached, found.high_reached


def share(option: str, value: str, base: Base = "all", base_n: int | None = None) -> Statement:
    return Statement("share", option, value=value, base=base, base_n=base_n)


def test_a_printed_share_is_its_rounding_interval_closed() -> None:
    evidence = Poll().evidence(share("a", "57.5"))
    assert bounds(evidence, "a") == (F(5745, 10000), F(5755, 10000), True, True)


def test_the_decimals_of_a_printed_share_count() -> None:
    assert bounds(Poll().evidence(share("a", "51")), "a")[:2] == (F(505, 1000), F(515, 1000))
    assert bounds(Poll().evidence(share("a", "51.0%")), "a")[:2] == (F(5095, 10000), F(5105, 10000))


def test_zero_and_a_hundred_stay_inside_the_scale() -> None:
    assert bounds(Poll().evidence(share("a", "0")), "a") == (0, F(5, 1000), True, True)
    assert bounds(Poll().evidence(share("a", "100")), "a") == (F(995, 1000), 1, True, True)


def test_a_count_is_exact() -> None:
    evidence = Poll().evidence(Statement("count", "a", value="23"))
    assert bounds(evidence, "a") == (F(23, 40), F(23, 40), True, True)
    assert bounds(evidence, "b") == (0, F(17, 40), True, True)


def test_a_majority_is_more_than_one_half() -> None:
    evidence = Poll().evidence(Statement("majority", "a"))
    assert bounds(evidence, "a") == (F(1, 2), 1, False, True)
    assert bounds(evidence, "b") == (0, F(1, 2), True, False)


def test_a_minority_is_less_than_one_half() -> None:
    assert bounds(Poll().evidence(Statement("minority", "a")), "a") == (0, F(1, 2), True, False)


def test_a_plurality_of_three_complete_options_is_above_one_third() -> None:
    evidence = Poll().evidence(Statement("plurality", "a"))
    assert bounds(evidence, "a") == (F(1, 3), F(1, 2), False, True)
    assert bounds(evidence, "b") == (0, F(1, 2), False, False)  # else the third would be level


def test_a_plurality_with_dont_know_in_the_base_may_be_small() -> None:
    evidence = Poll(dont_know=True).evidence(Statement("plurality", "a"))
    assert bounds(evidence, "a") == (0, F(1, 2), False, True)


def test_a_plurality_of_an_incomplete_list_says_nothing_of_the_unnamed_together() -> None:
    evidence = Poll(complete="incomplete").evidence(Statement("plurality", "a"))
    assert bounds(evidence, "a") == (0, F(1, 2), False, True)


def test_at_least_a_plurality_has_no_ceiling() -> None:
    evidence = Poll().evidence(Statement("at_least_plurality", "a"))
    assert bounds(evidence, "a") == (F(1, 3), 1, False, True)


def test_a_plurality_and_another_share_give_the_american_case() -> None:
    # Worse 30%, unchanged a plurality: better < 35.25%, unchanged between 29.5 and 50.
    poll = Poll(complete="assumed", dont_know=True)
    evidence = poll.evidence(Statement("plurality", "b"), share("c", "30"))
    assert bounds(evidence, "a") == (0, F(3525, 10000), True, False)
    assert bounds(evidence, "b") == (F(295, 1000), F(1, 2), False, True)
    assert bounds(evidence, "dk") == (0, F(41, 100), True, False)


def test_equal_shares_lie_within_one_point() -> None:
    evidence = Poll().evidence(Statement("equal_share", "a", "b"))
    assert bounds(evidence, "a") == (0, F(505, 1000), True, True)
    found = evidence.bounds(("2", "JP"), {"a": F(1), "b": F(-1)})
    assert (found.low, found.high) == (F(-1, 100), F(1, 100))


def test_a_large_majority_is_more_than_half_unless_the_survey_says_how_large() -> None:
    statement = Statement("large_majority", "a")
    assert bounds(Poll().evidence(statement), "a") == (F(1, 2), 1, False, True)
    declared = Poll(conventions=(("large_majority", ">= 60%"),))
    assert bounds(declared.evidence(statement), "a") == (F(6, 10), 1, True, True)


def test_a_word_with_a_convention_has_its_range() -> None:
    evidence = Poll().evidence(Statement("one_third", "a"))
    assert bounds(evidence, "a") == (F(30, 100), F(36, 100), True, True)
    assert bounds(Poll().evidence(Statement("few", "a")), "a") == (0, F(1, 5), True, False)


def test_a_net_is_the_sum_of_its_options() -> None:
    evidence = Poll().evidence(share("ab", "60"), share("a", "25"))
    assert bounds(evidence, "b") == (F(34, 100), F(36, 100), True, True)
    assert bounds(evidence, "c") == (F(395, 1000), F(405, 1000), True, True)


def test_several_answers_do_not_add_up_and_a_net_lies_between_its_parts() -> None:
    evidence = Poll(kind="multiple").evidence(share("a", "60"), share("b", "50"))
    assert bounds(evidence, "c") == (0, 1, True, True)
    assert bounds(evidence, "ab") == (F(595, 1000), 1, True, True)
    few = Poll(kind="multiple").evidence(share("a", "20"), share("b", "10"))
    assert bounds(few, "ab") == (F(195, 1000), F(31, 100), True, True)


def test_two_bases_are_one_fact_and_no_conflict() -> None:
    # 51.3% of the 39 who answered, 20 of 40: one answer is missing.
    poll = Poll(dont_know=True, weighted="no")
    twenty = Statement("count", "a", value="20")
    evidence = poll.evidence(twenty, share("a", "51.3", "substantive", 39))
    assert evidence.clash(("2", "JP")) == ()
    assert bounds(evidence, "dk") == (F(1, 40), F(1, 40), True, True)


def test_a_share_of_those_with_an_opinion_is_a_ratio() -> None:
    poll = Poll(dont_know=True)
    facts = [share("dk", "20"), share("a", "50", "substantive")]
    everyone = bounds(poll.evidence(*facts), "a")
    assert everyone[:2] == (F(495, 1000) * F(795, 1000), F(505, 1000) * F(805, 1000))
    narrow = Poll(dont_know=True, base="substantive").evidence(*facts)
    assert bounds(narrow, "a") == (F(495, 1000), F(505, 1000), True, True)


def test_an_unknown_base_holds_for_either_base() -> None:
    poll = Poll(dont_know=True)
    evidence = poll.evidence(share("dk", "20"), share("a", "50", "unknown"))
    # Of everyone it is 49.5-50.5; of the 79.5-80.5% with an opinion, at least 39.35 of everyone.
    assert bounds(evidence, "a") == (F(495, 1000) * F(795, 1000), F(505, 1000), True, True)


def test_more_than_joins_two_countries() -> None:
    # KR has at most 30%, JP has more than KR and KR at least 25%.
    comparison = Statement("more_than", "a", country="KR")
    evidence = Poll().evidence(("JP", comparison), ("KR", share("a", "27")))
    assert bounds(evidence, "a", "JP") == (F(265, 1000), 1, False, True)
    gap = evidence.gap(("2", "JP"), ("2", "KR"), "a")
    assert (gap.low, gap.low_reached, gap.sign) == (0, False, 1)


def test_an_increase_joins_two_waves() -> None:
    evidence = Poll().evidence(("JP", Statement("increase", "a", since="1")), share("a", "30"))
    earlier = evidence.bounds(("1", "JP"), {"a": F(1)})
    assert (earlier.high, earlier.high_reached) == (F(305, 1000), False)
    down = Poll().evidence(("JP", Statement("decrease", "a", since="1")), share("a", "30"))
    before = down.bounds(("1", "JP"), {"a": F(1)})
    assert (before.low, before.low_reached) == (F(295, 1000), False)


def test_a_pooled_figure_binds_its_countries_only_under_a_rule() -> None:
    facts = [("both", share("a", "50")), ("JP", share("a", "80"))]
    free = Poll(pooled="none").evidence(*facts)
    assert bounds(free, "a", "KR") == (0, 1, True, True)
    tied = Poll(pooled="n").evidence(*facts)
    assert bounds(tied, "a", "KR") == (F(185, 1000), F(215, 1000), True, True)


def test_a_lead_and_a_score_are_bounded_too() -> None:
    evidence = Poll().evidence(share("a", "50"), share("b", "30"))
    lead = evidence.bounds(("2", "JP"), {"a": F(1), "b": F(-1)})
    assert (lead.low, lead.high) == (F(19, 100), F(21, 100))
    score = evidence.bounds(("2", "JP"), {"a": F(1), "c": F(-1)})
    assert (score.low, score.high) == (F(285, 1000), F(315, 1000))


def test_facts_that_clash_are_named_and_no_more_than_needed() -> None:
    evidence = Poll().evidence(share("b", "20"), share("a", "60"), Statement("minority", "a"))
    assert [finding.id for finding in evidence.clash(("2", "JP"))] == ["1", "2"]
    with pytest.raises(ValueError, match="cannot all be true"):
        evidence.bounds(("2", "JP"), {"a": F(1)})


def test_shares_that_cannot_add_up_clash() -> None:
    evidence = Poll().evidence(share("a", "50"), share("b", "30"), share("c", "25"))
    assert len(evidence.clash(("2", "JP"))) == 3


def test_a_majority_and_a_plurality_of_one_option_clash() -> None:
    evidence = Poll().evidence(Statement("majority", "a"), Statement("plurality", "a"))
    assert len(evidence.clash(("2", "JP"))) == 2


def test_nobody_with_an_opinion_is_an_empty_base_and_no_clash() -> None:
    poll = Poll(dont_know=True, base="substantive")
    evidence = poll.evidence(Statement("count", "dk", value="40"))
    assert not evidence.usable(("2", "JP"))
    assert evidence.clash(("2", "JP")) == ()


def test_named_answers_are_counted_one_each() -> None:
    people = [
        Finding(str(n), "poll", "2", "JP", "q", Statement("answer", option), "s", Where("f"), who)
        for n, (who, option) in enumerate([("Zhao", "a"), ("Liu", "b"), ("Zhang", "a")])
    ]
    evidence = ItemEvidence(Poll().questionnaire(), "q", people, None)
    assert bounds(evidence, "a") == (F(2, 3), F(2, 3), True, True)
    assert bounds(evidence, "c") == (0, 0, True, True)


def test_loose_words_say_nothing() -> None:
    evidence = Poll().evidence(Statement("loose", "a"))
    assert not evidence.reported(("2", "JP"))
