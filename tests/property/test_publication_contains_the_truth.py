"""Whatever the shares are, the polytope of what is published about them contains them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.analysis.evidence import ItemEvidence
from kcli.errors import Where
from kcli.model.evidence import Finding, Statement
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Base

Shares = dict[str, Fraction]


@st.composite
def truths(draw: st.DrawFn) -> tuple[Shares, int, bool]:
    """Whole respondents over two to five options, the last of them don't know."""
    counts = draw(
        st.lists(st.integers(0, 400), min_size=3, max_size=6).filter(lambda c: sum(c[:-1]))
    )
    total = sum(counts)
    names = [*"abcde"[: len(counts) - 1], "dk"]
    shares = {n: Fraction(c, total) for n, c in zip(names, counts, strict=True)}
    return shares, total, draw(st.booleans())


def questionnaire(shares: Shares, total: int) -> Questionnaire:
    options: dict[str, object] = {name: name.upper() for name in shares if name != "dk"}
    options["dk"] = {"label": "DK", "kind": "dont_know"}
    nets = {"first_two": {"options": ["a", "b"], "label": "A or B"}}
    item = {"text": "Q", "options_complete": "published", "options": options, "nets": nets}
    return Questionnaire.model_validate(
        {
            "survey": "poll",
            "title": "T",
            "sources": {"s": {"publisher": "S"}},
            "waves": {"1": {"published_base": "all", "samples": {"JP": str(total)}}},
            "items": {"q": item},
        }
    )


def printed(share: Fraction, decimals: int, habit: str) -> str:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=habit))


def published(draw: st.DrawFn, shares: Shares) -> list[Statement]:
    """True statements about the shares, as a newspaper might choose them."""
    opinion = 1 - shares["dk"]
    habit = draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
    found: list[Statement] = []
    values = {**shares, "first_two": shares["a"] + shares["b"]}
    for name in draw(st.lists(st.sampled_from(sorted(values)), unique=True)):
        bases: list[Base] = ["all"] if name == "dk" else ["all", "substantive", "unknown"]
        base = draw(st.sampled_from(bases))
        narrow = base == "substantive" or (base == "unknown" and draw(st.booleans()))
        share = values[name] / opinion if narrow else values[name]
        text = printed(share, draw(st.integers(0, 2)), habit)
        found.append(Statement("share", name, value=text, base=base))
    leader = max((n for n in shares if n != "dk"), key=lambda n: shares[n])
    alone = all(shares[leader] > shares[n] for n in shares if n not in (leader, "dk"))
    if alone and draw(st.booleans()):
        found.append(Statement("at_least_plurality", leader))
        if shares[leader] <= Fraction(1, 2):
            found.append(Statement("plurality", leader))
    for name in draw(st.lists(st.sampled_from(sorted(values)), unique=True)):
        if values[name] > Fraction(1, 2):
            found.append(Statement("majority", name))
        elif values[name] < Fraction(1, 2):
            found.append(Statement("minority", name))
    if abs(shares["a"] - shares["b"]) <= Fraction(1, 100):
        found.append(Statement("equal_share", "a", "b"))
    if shares["a"] > shares["dk"]:
        found.append(Statement("more_than", "a", "dk"))
    return found


@settings(max_examples=150, deadline=None)
@given(truth=truths(), data=st.data())
def test_shares_lie_inside_the_polytope_of_their_publication(
    truth: tuple[Shares, int, bool], data: st.DataObject
) -> None:
    shares, total, narrow = truth
    statements = published(data.draw, shares)
    findings = [
        Finding(str(n), "poll", "1", "JP", "q", statement, "s", Where("f.csv", n + 2))
        for n, statement in enumerate(statements)
    ]
    base: Base = "substantive" if narrow else "all"
    evidence = ItemEvidence(questionnaire(shares, total), "q", findings, None, base)
    place = ("1", "JP")
    assert evidence.clash(place) == ()
    opinion = 1 - shares["dk"] if narrow else Fraction(1)
    for name, share in shares.items():
        if narrow and name == "dk":
            continue
        bounds = evidence.bounds(place, {name: Fraction(1)})
        true = share / opinion
        assert bounds.low is not None
        assert bounds.high is not None
        assert bounds.low <= true <= bounds.high
        assert bounds.low_reached or bounds.low < true
        assert bounds.high_reached or true < bounds.high
    lead = evidence.bounds(place, {"a": Fraction(1), "b": Fraction(-1)})
    assert lead.low is not None
    assert lead.high is not None
    assert lead.low <= (shares["a"] - shares["b"]) / opinion <= lead.high


@settings(max_examples=60, deadline=None)
@given(truth=truths(), data=st.data())
def test_a_further_fact_never_widens_a_bound(
    truth: tuple[Shares, int, bool], data: st.DataObject
) -> None:
    shares, total, _ = truth
    statements = published(data.draw, shares)
    findings = [
        Finding(str(n), "poll", "1", "JP", "q", statement, "s", Where("f.csv", n + 2))
        for n, statement in enumerate(statements)
    ]
    place, target = ("1", "JP"), {"a": Fraction(1)}
    paper = questionnaire(shares, total)
    before = ItemEvidence(paper, "q", findings[:-1], None).bounds(place, target)
    after = ItemEvidence(paper, "q", findings, None).bounds(place, target)
    assert before.low is not None
    assert before.high is not None
    assert after.low is not None
    assert after.high is not None
    assert before.low <= after.low
    assert after.high <= before.high
