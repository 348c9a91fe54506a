"""Whatever was published of real respondents, it is true of the invented ones."""

from __future__ import annotations

import math
from collections import Counter
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.analysis.entropy import Block, greatest, linear_row
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.simulate import dealt, simulate_item
from kcli.errors import Where
from kcli.model.evidence import Finding, Statement
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Base
from kcli.stats.differences import exact_lead_p_value
from kcli.stats.entropy import maximum_entropy
from kcli.stats.intervals import wilson
from kcli.stats.student import t_quantile

pytestmark = pytest.mark.slow

F = Fraction
Counts = dict[str, int]
PLACE = ("1", "JP")

# -- the most even shares -----------------------------------------------------


@st.composite
def polytopes(draw: st.DrawFn) -> tuple[list[F], list[list[F]], list[tuple[list[F], F]]]:
    """A point, equations that hold there, and inequalities that hold with something to spare."""
    weights = draw(st.lists(st.integers(1, 50), min_size=2, max_size=6))
    start = [F(weight, sum(weights)) for weight in weights]
    rows = st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=len(start), max_size=len(start))
    equations = [[F(1)] * len(start)]
    equations += [[F(v) for v in row] for row in draw(st.lists(rows, max_size=2))]
    inequalities = []
    for row in draw(st.lists(rows, max_size=5)):
        value = sum((v * p for v, p in zip(row, start, strict=True)), F(0))
        spare = F(draw(st.integers(1, 400)), 1000)
        inequalities.append(([F(v) for v in row], value - spare))
    return start, equations, inequalities


@settings(max_examples=60, deadline=None)
@given(polytope=polytopes())
def test_nothing_that_the_rows_allow_has_more_entropy(
    polytope: tuple[list[F], list[list[F]], list[tuple[list[F], F]]],
) -> None:
    start, equations, inequalities = polytope
    found = maximum_entropy(start, equations, inequalities)

    def value(row: list[F], point: tuple[F, ...] | list[F]) -> F:
        return sum((v * p for v, p in zip(row, point, strict=True)), F(0))

    slack = F(1, 10**10)
    assert all(p > 0 for p in found)
    assert all(abs(value(row, found) - value(row, start)) < slack for row in equations)
    assert all(value(row, found) > bound - slack for row, bound in inequalities)
    # Entropy is concave, so it is greatest where its slope rises towards no other point.
    slope = {place: -F(math.log(p)) for place, p in enumerate(found)}
    rows = [linear_row(dict(enumerate(row)), bound) for row, bound in inequalities]
    for row in equations:
        for sign in (1, -1):
            held = {place: sign * part for place, part in enumerate(row)}
            rows.append(linear_row(held, sign * value(row, start)))
    here = value(list(slope.values()), found)
    assert greatest([Block(range(len(start)), 1)], rows, slope) < here + F(1, 10**9)


# -- facts and answers --------------------------------------------------------


@st.composite
def truths(draw: st.DrawFn) -> Counts:
    """Whole respondents over two to five options, the last of them don't know."""
    counts = draw(
        st.lists(st.integers(0, 400), min_size=3, max_size=6).filter(lambda c: sum(c[:-1]) > 1)
    )
    return dict(zip([*"abcde"[: len(counts) - 1], "dk"], counts, strict=True))


def printed(share: F, decimals: int, habit: str) -> str:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=habit))


def published(draw: st.DrawFn, counts: Counts) -> list[Statement]:
    """True statements about the answers, as a newspaper might choose them."""
    n, answered = sum(counts.values()), sum(counts.values()) - counts["dk"]
    habit = draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
    unnamed_base = draw(st.booleans())  # one paper, one habit
    shares = {**counts, "first_two": counts["a"] + counts["b"]}
    found: list[Statement] = []
    for name in draw(st.lists(st.sampled_from(sorted(shares)), unique=True)):
        base: Base = "all" if name == "dk" else draw(st.sampled_from(["all", "substantive"]))
        share = F(shares[name], n if base == "all" else answered)
        text = printed(share, draw(st.integers(0, 2)), habit)
        named: Base = "unknown" if unnamed_base and base == "substantive" else base
        found.append(Statement("share", name, value=text, base=named))
    for name in draw(st.lists(st.sampled_from(sorted(shares)), unique=True)):
        if draw(st.integers(0, 3)) == 0:
            found.append(Statement("count", name, value=str(shares[name]), base_n=n))
        if 2 * shares[name] != n:
            found.append(Statement("majority" if 2 * shares[name] > n else "minority", name))
    leader = max((name for name in counts if name != "dk"), key=lambda name: counts[name])
    if all(counts[leader] > counts[name] for name in counts if name not in (leader, "dk")):
        if 2 * counts[leader] <= n and draw(st.booleans()):
            found.append(Statement("plurality", leader))
        elif draw(st.booleans()):
            found.append(Statement("at_least_plurality", leader))
    if counts["a"] > counts["dk"] and draw(st.booleans()):
        found.append(Statement("more_than", "a", "dk"))
    return draw(st.permutations(found))


def evidence_of(counts: Counts, statements: list[Statement]) -> ItemEvidence:
    options: dict[str, object] = {name: name.upper() for name in counts if name != "dk"}
    options["dk"] = {"label": "DK", "kind": "dont_know"}
    nets = {"first_two": {"options": ["a", "b"], "label": "A or B"}}
    item = {"text": "Q", "options_complete": "published", "options": options, "nets": nets}
    n = str(sum(counts.values()))
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "poll",
            "title": "T",
            "sources": {"s": {"publisher": "S"}},
            "waves": {"1": {"published_base": "all", "weighted": "no", "samples": {"JP": n}}},
            "items": {"q": item},
        }
    )
    findings = [
        Finding(f"f{number}", "poll", "1", "JP", "q", statement, "s", Where("f.csv", number + 2))
        for number, statement in enumerate(statements)
    ]
    return ItemEvidence(questionnaire, "q", findings, None)


def true(evidence: ItemEvidence, statement: Statement, counts: Counts) -> bool:
    """Whether a statement is true of these answers, straight from its predicate."""
    scene = evidence.scenes[PLACE]
    predicate = find_predicate(statement.predicate)
    assert predicate is not None
    n = sum(counts.values())
    bases = {"all": [n], "substantive": [n - counts["dk"]], "unknown": [n, n - counts["dk"]]}
    shares = {**counts, "first_two": counts["a"] + counts["b"]}

    def holds(base: int) -> bool:
        for row in predicate.inequalities(statement, scene):
            value = sum((factor * F(shares[t.option], base) for t, factor in row.terms), F(0))
            if value < row.bound or (row.strict and value == row.bound):
                return False
        return True

    return any(holds(base) for base in bases[statement.base])


def passes(statement: Statement, counts: Counts) -> bool:
    """Whether the word of a statement passes the test of kcli on these answers."""
    n = sum(counts.values())
    shares = {**counts, "first_two": counts["a"] + counts["b"]}
    t = t_quantile(0.95, n - 1)
    option = statement.option or ""
    low, high = wilson(shares[option] / n, n - 1, t)

    def leads(rival: str) -> bool:
        first, second = counts[option], counts[rival]
        if first + second <= 50:
            return first > second and exact_lead_p_value(first, second) < 0.05
        lead, both = (first - second) / n, (first + second) / n
        return lead > t * math.sqrt(max(0.0, both - lead * lead) / (n - 1))

    rivals = [name for name in counts if name not in (option, "dk")]
    tests = {
        "majority": lambda: low > 0.5,
        "minority": lambda: high < 0.5,
        "more_than": lambda: leads(statement.other or ""),
        "at_least_plurality": lambda: all(leads(rival) for rival in rivals),
        "plurality": lambda: high <= 0.5 and all(leads(rival) for rival in rivals),
    }
    return tests.get(statement.predicate, lambda: True)()


@settings(max_examples=150, deadline=None)
@given(truth=truths(), data=st.data())
def test_every_fact_is_true_and_every_word_passes_or_is_listed(
    truth: Counts, data: st.DataObject
) -> None:
    statements = published(data.draw, truth)
    evidence = evidence_of(truth, statements)
    found = simulate_item(evidence, {PLACE: sum(truth.values())})
    if not statements:
        assert found.counts == {}
        return
    counts = found.counts[PLACE]
    assert sum(counts.values()) == sum(truth.values())
    assert {note.code for note in found.notes} <= {"margin-not-held"}
    listed = {note.text.split(", ")[2].split(" ")[0] for note in found.notes}
    for number, statement in enumerate(statements):
        assert true(evidence, statement, counts)
        assert f"f{number}" in listed or passes(statement, counts)


@settings(max_examples=60, deadline=None)
@given(truth=truths(), data=st.data())
def test_published_counts_are_given_back_and_what_fails_its_test_is_listed(
    truth: Counts, data: st.DataObject
) -> None:
    statements = [Statement("count", name, value=str(count)) for name, count in truth.items()]
    words = [word for word in published(data.draw, truth) if word.value is None]
    found = simulate_item(evidence_of(truth, statements + words), {PLACE: sum(truth.values())})
    assert found.counts[PLACE] == truth
    listed = {note.text.split(", ")[2].split(" ")[0] for note in found.notes}
    for number, word in enumerate(words, start=len(statements)):
        assert (f"f{number}" in listed) != passes(word, truth)


@given(counts=st.dictionaries(st.text(min_size=1), st.integers(0, 30), max_size=6), seed=st.text())
def test_dealing_loses_nobody_and_repeats_itself(counts: Counts, seed: str) -> None:
    hand = dealt(counts, seed)
    assert Counter(hand) == Counter(counts)
    assert hand == dealt(counts, seed)
