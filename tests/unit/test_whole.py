"""Whole numbers of respondents: tables worked by hand, and every table there is, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.analysis.evidence import ItemEvidence
from kcli.errors import Where
from kcli.facts import branch, whole
from kcli.facts.polytope import Fact
from kcli.facts.whole import (
    Counts,
    WholeTable,
    counts_that_fit,
    fits_whole_numbers,
    whole_table,
    whole_tables,
)
from kcli.model.evidence import Finding, Statement
from kcli.model.figures import read_percent
from kcli.model.item import Net, Option
from kcli.model.predicates import Inequality, Scene, Term, find_predicate
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.model.survey import Base

F = Fraction
Item = Fact[str, str]


def item(
    answers: str = "a b c",
    silent: str = "",
    nets: Mapping[str, str] | None = None,
    kind: str = "single",
    complete: str = "published",
) -> Asking:
    options = {name: Option(label={"en": name}) for name in answers.split()}
    options |= {name: Option(label={"en": name}, kind="dont_know") for name in silent.split()}
    made = {
        name: Net(options=parts.split(), label={"en": name}) for name, parts in (nets or {}).items()
    }
    return Asking("s", "q", "1", {}, "unpublished", kind, complete, options, made, {})


def fact(
    asking: Asking,
    option: str,
    value: str | None = None,
    predicate: str = "share",
    *,
    base: Base = "all",
    label: str = "",
    other: str | None = None,
) -> Item:
    said = Statement(predicate, option=option, other=other, value=value, base=base)
    found = find_predicate(predicate)
    assert found is not None
    rows = found.inequalities(said, Scene(asking))
    return Fact(label or f"{option} {value or predicate}", rows, base, lambda _: "here")


def answered(asking: Asking, share: Fraction, label: str) -> Item:
    """So many gave one of the answers."""
    terms = tuple((Term(name), F(1)) for name in asking.substantive)
    less = tuple((term, -value) for term, value in terms)
    rows = Inequality(terms, share, strict=False), Inequality(less, -share, strict=False)
    return Fact(label, rows, "all", lambda _: "here")


def printed(asking: Asking, *values: str, base: Base = "all") -> list[Item]:
    """A figure for each answer, in order."""
    return [fact(asking, o, v, base=base) for o, v in zip(asking.options, values, strict=False)]


def ends(counts: Mapping[str, Counts | None]) -> dict[str, tuple[int, int] | None]:
    return {name: (c.least, c.greatest) if c else None for name, c in counts.items()}


# -- one figure ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "n", "counts", "rounding_down", "half_to_even"),
    [
        ("27.5", 40, [11], False, False),
        ("28", 40, [11], False, False),  # 27.5, its half rounded up
        ("27", 40, [11], True, False),  # and cut
        ("52", 40, [21], True, True),  # 52.5: to the even digit, too
        ("27.7", 40, [], False, False),
        ("27.7", 39, [], False, False),
        ("28.2", 39, [11], False, False),
        ("51.3", 39, [20], False, False),
        ("51.3", 40, [], False, False),
        ("50", 1000, list(range(495, 506)), False, False),
        ("0", 200, [0, 1], False, False),
        ("100", 200, [199, 200], False, False),
        ("0.4", 200, [], False, False),
    ],
)
def test_the_counts_that_a_figure_may_be_of(
    figure: str, n: int, counts: list[int], rounding_down: bool, half_to_even: bool
) -> None:
    found = counts_that_fit(read_percent(figure), n)
    assert list(found.counts) == counts
    assert (found.rounding_down, found.half_to_even) == (rounding_down, half_to_even)


def test_there_is_no_share_of_nobody() -> None:
    with pytest.raises(ValueError, match="one respondent"):
        counts_that_fit(read_percent("50"), 0)
    with pytest.raises(ValueError, match="one respondent"):
        whole_table(item(), [], 0)


# -- a share of everyone each -------------------------------------------------


def test_three_thirds_are_of_99_and_not_of_100() -> None:
    asking = item()
    facts = printed(asking, "33.3", "33.3", "33.3")
    found = whole_tables(asking, facts, [99, 100])
    assert found[99].fits is True
    assert ends(found[99].counts) == {"a": (33, 33), "b": (33, 33), "c": (33, 33)}
    assert found[100].fits is False
    assert found[100].impossible == ("a 33.3", "b 33.3", "c 33.3")  # 33.3 of 100 is no number


def test_figures_that_fit_each_and_not_together() -> None:
    asking = item()
    found = whole_table(asking, printed(asking, "33", "33", "33"), 100)
    assert (found.fits, found.impossible) == (False, ())
    assert found.clash == ("a 33", "b 33", "c 33")
    assert ends(found.alone) == {"a": (33, 33), "b": (33, 33), "c": (33, 33)}
    assert ends(found.counts) == {"a": None, "b": None, "c": None}


def test_a_figure_that_is_no_whole_number_is_told_from_those_that_clash() -> None:
    asking = item("a b c d")
    facts = printed(asking, "27.7", "50.0", "30.0", "30.0")
    found = whole_table(asking, facts, 40)
    assert (found.fits, found.impossible) == (False, ("a 27.7",))
    assert found.clash == ("b 50.0", "c 30.0", "d 30.0")  # 20 + 12 + 12 > 40
    assert found.alone["a"] is None
    assert found.alone["b"] == Counts(20, 20)


def test_each_count_is_narrowed_by_the_others() -> None:
    asking = item()
    # 611.4 to 612.6, 289.8 to 291.0, 297.0 to 298.2: 612 + 290 or 291 + 297 or 298.
    found = whole_table(asking, printed(asking, "51.0", "24.2", "24.8"), 1200)
    assert ends(found.alone) == {"a": (612, 612), "b": (290, 291), "c": (297, 298)}
    assert found.fits is True
    assert ends(found.counts) == {"a": (612, 612), "b": (290, 291), "c": (297, 298)}
    found = whole_table(asking, printed(asking, "51.0", "24.2"), 1200)
    assert found.counts["c"] == Counts(297, 298)
    assert found.alone["c"] == Counts(0, 1200)


def test_a_count_and_a_majority_are_ranges_too() -> None:
    asking = item("a b")
    found = whole_table(asking, [fact(asking, "a", predicate="majority")], 40)
    assert ends(found.counts) == {"a": (21, 40), "b": (0, 19)}
    eleven = Inequality(((Term("a"), F(1)),), F(11, 40), strict=False)
    facts = [Fact("count", (eleven,), "all", lambda _: "here"), fact(asking, "b", "72.5")]
    assert ends(whole_table(asking, facts, 40).counts) == {"a": (11, 11), "b": (29, 29)}


def test_of_an_incomplete_list_the_rest_is_open() -> None:
    asking = item("a b", complete="incomplete")
    found = whole_table(asking, printed(asking, "33", "33"), 100)
    assert found.fits is True
    found = whole_table(asking, printed(asking, "67", "34"), 100)
    assert (found.fits, found.clash) == (False, ("a 67", "b 34"))


def test_facts_with_one_label_are_one_fact() -> None:
    asking = item("a b", "dk")
    fifty = fact(asking, "a", "51.3", base="substantive", label="a")
    found = whole_table(asking, [fifty, answered(asking, F(38, 40), "a")], 40)
    assert (found.fits, found.impossible, found.clash) == (False, ("a",), ())
    found = whole_table(asking, [fifty, answered(asking, F(39, 40), "a")], 40)
    assert (found.fits, found.counts["a"]) == (True, Counts(20, 20))


def test_facts_about_two_samples_are_refused() -> None:
    asking = item()
    facts = [fact(asking, "a", "50"), Fact("b", facts_there(asking), "all", lambda _: "there")]
    with pytest.raises(ValueError, match="one sample"):
        whole_table(asking, facts, 40)


def facts_there(asking: Asking) -> tuple[Inequality, ...]:
    return fact(asking, "b", "50").inequalities


# -- any fact -----------------------------------------------------------------


def test_shares_of_39_who_answered_beside_shares_of_40() -> None:
    asking = item("a b c", "dk")
    narrow = printed(asking, "51.3", "46.2", base="substantive")
    wide = [fact(asking, "a", "50", label="A"), fact(asking, "b", "45", label="B")]
    found = whole_table(asking, [*narrow, *wide], 40)
    assert found.fits is True
    counts = {"a": (20, 20), "b": (18, 18), "c": (1, 1), "dk": (1, 1)}
    assert ends(found.counts) == counts
    assert found.settled
    assert found.alone["a"] == Counts(20, 20)
    # Of 39 asked, nobody said don't know; and 20 of 39 are not 50%.
    found = whole_table(asking, [*narrow, *wide], 39)
    assert (found.fits, found.impossible) == (False, ("A", "B"))
    assert found.clash == ()


def test_a_base_that_nobody_names_is_one_of_two() -> None:
    asking = item("a b", "dk")
    found = whole_table(asking, printed(asking, "51.3", "48.7", base="unknown"), 40)
    assert ends(found.counts) == {"a": (20, 20), "b": (19, 19), "dk": (1, 1)}
    # One fact may be of 39 and another one of 40.
    facts = [fact(asking, "a", "51.3", base="unknown"), fact(asking, "b", "47.5", base="unknown")]
    assert ends(whole_table(asking, facts, 40).counts)["b"] == (19, 19)
    # Of many, the fewest are 20 of 39 who answered, the most 77 of all.
    found = whole_table(asking, facts[:1], 150)
    assert ends(found.counts) == {"a": (20, 77), "b": (0, 73), "dk": (0, 111)}
    # 20 of 30 is neither.
    facts.append(answered(asking, F(30, 40), "thirty"))
    assert whole_table(asking, facts, 40).fits is False


def test_a_share_of_those_who_answered_says_that_somebody_did() -> None:
    asking = item("a b", "dk")
    found = whole_table(asking, [fact(asking, "a", "0", base="substantive")], 5)
    assert found.counts["dk"] == Counts(0, 4)
    assert found.counts["b"] == Counts(1, 5)


@pytest.mark.parametrize("n", [3, 150])
def test_so_does_one_on_an_unknown_base(n: int) -> None:
    asking = item("a b", "dk", nets={"ab": "a b"})
    found = whole_table(asking, [fact(asking, "ab", "100", base="unknown")], n)
    assert (found.counts["ab"], found.counts["dk"]) == (Counts(1, n), Counts(0, n - 1))


def test_a_net_is_the_sum_of_its_parts() -> None:
    asking = item(nets={"ab": "a b"})
    facts = printed(asking, "33", "33")
    found = whole_table(asking, [*facts, fact(asking, "ab", "66")], 100)
    assert (found.fits, found.counts["ab"], found.counts["c"]) == (
        True,
        Counts(66, 66),
        Counts(34, 34),
    )
    found = whole_table(asking, [*facts, fact(asking, "ab", "67")], 100)
    assert (found.fits, found.clash) == (False, ("a 33", "b 33", "ab 67"))
    assert found.alone["ab"] == Counts(67, 67)
    assert whole_table(asking, facts, 100).counts["ab"] == Counts(66, 66)  # without a search


def test_a_plurality_is_not_level() -> None:
    asking = item("a b")
    leads = fact(asking, "a", predicate="at_least_plurality")
    level = [*printed(asking, "50", "50"), leads]
    assert whole_table(asking, level, 40).clash == ("b 50", "a at_least_plurality")
    found = whole_table(asking, level, 1000)
    assert ends(found.counts) == {"a": (501, 505), "b": (495, 499)}
    plurality = fact(item(), "a", predicate="plurality")
    assert ends(whole_table(item(), [plurality], 10).counts) == {
        "a": (4, 5),
        "b": (1, 4),
        "c": (1, 4),
    }
    assert whole_table(item(), [plurality], 3).fits is False  # 1 + 1 + 1, and 2 of 3 are most


def test_several_answers_do_not_add_up() -> None:
    asking = item(nets={"ab": "a b"}, kind="multiple")
    facts = printed(asking, "60", "50", "40")
    assert ends(whole_table(asking, facts, 10).counts) == {
        "a": (6, 6),
        "b": (5, 5),
        "c": (4, 4),
        "ab": (6, 10),
    }
    assert whole_table(asking, [*facts, fact(asking, "ab", "50")], 10).clash == ("a 60", "ab 50")


def test_odd_figures_of_several_answers_and_bases_give_the_base() -> None:
    asking = item("a b", "dk", kind="multiple")
    found = whole_table(asking, printed(asking, "64.1", "51.3", base="substantive"), 40)
    assert ends(found.counts) == {"a": (25, 25), "b": (20, 20), "dk": (1, 1)}


def test_level_answers_of_an_odd_number() -> None:
    asking = item("a b c d")

    def same(first: str, second: str) -> Item:
        level = Inequality(((Term(first), F(1)), (Term(second), F(-1))), F(0), strict=False)
        back = Inequality(((Term(second), F(1)), (Term(first), F(-1))), F(0), strict=False)
        return Fact(f"{first}={second}", (level, back), "all", lambda _: "here")

    facts = [same("a", "b"), same("c", "d")]
    assert whole_table(asking, facts, 10).counts["a"] == Counts(0, 5)
    assert whole_table(asking, facts, 11).fits is False
    # Where that takes too long, nothing is said.
    undecided = whole_table(asking, facts, 100_001, limit=50)
    assert (undecided.fits, undecided.settled, undecided.clash) == (None, False, ())
    assert undecided.counts["a"] is not None
    assert fits_whole_numbers(asking, facts, 100_001, limit=50) is None


def test_it_reads_the_facts_of_an_item() -> None:
    survey = Questionnaire.model_validate(
        {
            "survey": "poll",
            "title": "T",
            "sources": {"s": {"publisher": "S"}},
            "waves": {
                "1": {"weighted": "no", "published_base": "all", "samples": {"KR": {"n": 40}}}
            },
            "items": {
                "q": {
                    "text": "Q",
                    "options_complete": "published",
                    "options": {"a": "A", "b": "B", "dk": {"label": "DK", "kind": "dont_know"}},
                }
            },
        }
    )

    def finding(number: int, **said: object) -> Finding:
        statement = Statement("share", **said)  # type: ignore[arg-type]
        where = Where("f.csv", number)
        return Finding(f"f{number}", "poll", "1", "KR", "q", statement, "s", where)

    narrow: dict[str, object] = {"option": "a", "base": "substantive", "base_n": 39}
    for value, fits in (("51.3", True), ("51.0", False)):
        evidence = ItemEvidence(survey, "q", [finding(1, value=value, **narrow)], None)
        place = ("1", "KR")
        table = whole_table(evidence.asking(place), evidence.facts_about(place), 40)
        assert table.fits is fits
        assert [reading.finding.id for reading in table.impossible] == ([] if fits else ["f1"])
        assert table.counts["dk"] == (Counts(1, 1) if fits else None)


# -- every table there is -----------------------------------------------------

Table = dict[str, int]


def compositions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to share out n."""
    if parts == 1:
        yield (n,)
    elif parts:
        for first in range(n + 1):
            for rest in compositions(n - first, parts - 1):
                yield (first, *rest)


def every_table(asking: Asking, n: int) -> Iterator[tuple[Table, int]]:
    """Each table of n respondents, and how many of them answered."""
    inside = list(asking.substantive)
    outside = [name for name in asking.options if name not in inside]
    if asking.options_complete == "incomplete" and not outside:
        outside.append("silent")
    if asking.type == "multiple":
        for m in range(n + 1) if outside else [n]:
            for rest in compositions(n - m, len(outside)) if outside else [()]:
                for counts in product(range(m + 1), repeat=len(inside)):
                    options = dict(zip([*inside, *outside], [*counts, *rest], strict=True))
                    yield from with_nets(asking, options, m)
        return
    unnamed = ["unnamed"] if asking.options_complete == "incomplete" else []
    for counts in compositions(n, len(inside) + len(unnamed) + len(outside)):
        options = dict(zip([*inside, *unnamed, *outside], counts, strict=True))
        m = n - sum(options[name] for name in outside)
        nets = {net: sum(options[p] for p in body.options) for net, body in asking.nets.items()}
        yield {**options, **nets}, m


def with_nets(asking: Asking, options: Table, m: int) -> Iterator[tuple[Table, int]]:
    """Nets of several answers: from the largest part to the sum, and no more than answered.

    Beside them stands everybody who gave no answer and whose silence belongs to the net.
    """
    found = []
    for body in asking.nets.values():
        parts = [options[part] for part in body.options if part in asking.substantive]
        silent = sum(options[part] for part in body.options if part not in asking.substantive)
        found.append(range(silent + max(parts, default=0), silent + min(m, sum(parts)) + 1))
    for nets in product(*found):
        yield {**options, **dict(zip(asking.nets, nets, strict=True))}, m


def among(asking: Asking, table: Table, name: str, *, narrow: bool) -> int:
    """How many gave an answer; of a net, on the narrow base, those who answered."""
    options = asking.nets[name].options if name in asking.nets else (name,)
    silent = [part for part in options if part not in asking.substantive]
    return table[name] - (sum(table[part] for part in silent) if narrow else 0)


def true_of(told: Item, asking: Asking, table: Table, m: int, n: int) -> bool:
    """Whether a fact is true of a table; on either base, where it names none."""
    complete = asking.options_complete != "incomplete"
    if complete and len(asking.substantive) == len(asking.options):
        bases = [(n, False)]
    else:
        wide, narrow = (n, False), (m, True)
        bases = {"all": [wide], "substantive": [narrow], "unknown": [wide, narrow]}[told.base]

    def on(base: int, row: Inequality, *, narrow: bool) -> bool:
        value = F(0)
        for term, factor in row.terms:
            value += factor * F(among(asking, table, term.option, narrow=narrow), base)
        return value > row.bound if row.strict else value >= row.bound

    return any(
        base > 0 and all(on(base, row, narrow=narrow) for row in told.inequalities)
        for base, narrow in bases
    )


def by_hand(asking: Asking, facts: Sequence[Item], n: int) -> dict[str, tuple[int, int] | None]:
    """The least and greatest count of each answer and net over all tables that fit."""
    names = [*asking.options, *asking.nets]
    fitting = [
        table
        for table, m in every_table(asking, n)
        if all(true_of(told, asking, table, m, n) for told in facts)
    ]
    if not fitting:
        return dict.fromkeys(names)
    return {x: (min(t[x] for t in fitting), max(t[x] for t in fitting)) for x in names}


BASES: tuple[Base, ...] = ("all", "substantive", "unknown")


@st.composite
def askings(draw: st.DrawFn) -> Asking:
    several = draw(st.integers(0, 4)) == 0
    answers = "abcd"[: draw(st.integers(1, 2 if several else 3))]
    silent = " ".join("xy"[: draw(st.integers(0, 1))])
    complete = draw(st.sampled_from(["published", "assumed", "incomplete"]))
    nets = {}
    if len(answers) > 1:
        for name in "NM"[: draw(st.integers(0, 2))]:
            held = [*answers, *silent.split()]
            parts = draw(st.lists(st.sampled_from(held), min_size=2, unique=True))
            nets[name] = " ".join(parts)
    kind = "multiple" if several else "single"
    return item(" ".join(answers), silent, nets, kind, complete)


def percentage(count: int, base: int, decimals: int, *, up: bool = True) -> str:
    """A share as it is printed, its half rounded up or down."""
    units = min(F(1), F(count, base)) * 100 * 10**decimals
    whole_units = floor(units + F(1, 2)) if up else ceil(units - F(1, 2))
    return str(Decimal(whole_units).scaleb(-decimals))


@st.composite
def some_facts(draw: st.DrawFn, asking: Asking, n: int) -> list[Item]:
    """Facts of any kind, most of them printed shares of some table."""
    tables = list(every_table(asking, n))
    table, m = tables[draw(st.integers(0, len(tables) - 1))]
    names = [*asking.options, *asking.nets]
    facts = []
    for number in range(draw(st.integers(1, 5))):
        name, base = draw(st.sampled_from(names)), draw(st.sampled_from(BASES))
        words = ["share"] * 5 + ["majority", "minority", "more_than", "equal_share"]
        leader = name in asking.substantive or name in asking.nets
        word = draw(st.sampled_from([*words, *(["plurality", "leading"] if leader else [])]))
        value, other = None, draw(st.sampled_from(names))
        if word == "share":
            of = {"all": n, "substantive": m, "unknown": draw(st.sampled_from([n, m]))}[base]
            count = table[name] if draw(st.booleans()) else draw(st.integers(0, n))
            value = percentage(min(count, of or n), of or n, draw(st.integers(0, 2)))
        if word in ("more_than", "equal_share") and name == other:
            continue
        told = fact(asking, name, value, word, base=base, label=f"f{number}", other=other)
        facts.append(told)
    if draw(st.booleans()) and asking.type == "single":
        facts.append(answered(asking, F(m, n), draw(st.sampled_from(["f0", "base"]))))
    return facts


def check_against_every_table(asking: Asking, facts: list[Item], n: int) -> WholeTable[str]:
    found = whole_table(asking, facts, n)
    expected = by_hand(asking, facts, n)
    fits = any(expected.values())
    assert found.settled
    assert found.fits is fits
    assert fits_whole_numbers(asking, facts, n) is fits
    assert ends(found.counts) == expected

    def possible(labels: Sequence[str]) -> bool:
        return any(by_hand(asking, [f for f in facts if f.label in labels], n).values())

    if fits:
        assert (found.impossible, found.clash) == ((), ())
        return found
    labels = list(dict.fromkeys(told.label for told in facts))
    assert list(found.impossible) == [label for label in labels if not possible([label])]
    others = [label for label in labels if label not in found.impossible]
    assert bool(found.clash) == (not possible(others))
    for label in found.clash:
        assert possible([other for other in found.clash if other != label])
    assert not found.clash or not possible(found.clash)
    return found


@settings(max_examples=100, deadline=None)
@given(st.data(), askings(), st.integers(1, 7))
def test_the_search_finds_what_trying_every_table_finds(
    data: st.DataObject, asking: Asking, n: int
) -> None:
    facts = data.draw(some_facts(asking, n))
    check_against_every_table(asking, facts, n)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(1, 12), st.integers(0, 1))
def test_so_it_does_with_four_answers(data: st.DataObject, n: int, silent: int) -> None:
    asking = item("a b c d", "x" * silent, {"N": "a b", "M": "b c"})
    facts = data.draw(some_facts(asking, min(n, 12 - 3 * silent)))
    check_against_every_table(asking, facts, min(n, 12 - 3 * silent))


@settings(max_examples=60, deadline=None)
@given(st.data(), askings(), st.integers(1, 7))
def test_so_it_does_where_branch_and_bound_chooses_the_base(
    data: st.DataObject, asking: Asking, n: int
) -> None:
    facts = data.draw(some_facts(asking, n))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(branch, "_SIZES", 0)
        check_against_every_table(asking, facts, n)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(0, 2), st.data())
def test_a_table_printed_from_counts_fits_and_each_count_lies_in_its_range(
    counts: list[int], decimals: int, data: st.DataObject
) -> None:
    answers = [*counts, 1]
    names = [f"o{place}" for place in range(len(answers))]
    silent = data.draw(st.integers(0, 30))
    asking = item(" ".join(names), "dk", {"N": " ".join(names[:2])})
    base = data.draw(st.sampled_from(BASES))
    m, n = sum(answers), sum(answers) + silent
    of = n if base == "all" or (base == "unknown" and data.draw(st.booleans())) else m
    up = data.draw(st.booleans())
    true = {**dict(zip(names, answers, strict=True)), "N": sum(answers[:2])}
    shown = data.draw(st.lists(st.sampled_from(list(true)), unique=True))
    facts = [
        fact(asking, x, percentage(true[x], of, decimals, up=up), base=base, label=x) for x in shown
    ]
    found = whole_table(asking, facts, n, limit=500)
    assert found.fits is not False
    for name, count in {**true, "dk": silent}.items():
        for ranges in (found.counts, found.alone):
            within = ranges[name]
            assert within is not None
            assert within.least <= count <= within.greatest


@given(st.lists(st.integers(0, 60), min_size=2, max_size=4), st.integers(-1, 1), st.data())
def test_the_short_way_and_the_search_agree(
    counts: list[int], more: int, data: st.DataObject
) -> None:
    counts = [*counts, 2]
    asking = item(" ".join("abcde"[: len(counts)]), nets={"N": "a b"})
    decimals = data.draw(st.integers(0, 1))
    figures = [percentage(count, sum(counts), decimals) for count in counts]
    facts, n = printed(asking, *figures), sum(counts) + more
    plain, search = whole._plain(asking, facts, n), branch.Search(asking, facts, n, whole.LIMIT)
    assert plain is not None
    assert plain.fits() is search.fits()
    for name in [*asking.options, *asking.nets]:
        assert plain.counts(name) == search.counts(name)


@given(st.integers(1, 400), st.data(), st.integers(0, 3), st.booleans())
def test_a_figure_fits_the_count_that_it_was_printed_from(
    n: int, data: st.DataObject, decimals: int, up: bool
) -> None:
    count = data.draw(st.integers(0, n))
    figure = percentage(count, n, decimals, up=up)
    found = counts_that_fit(read_percent(figure), n)
    ways = {k: [percentage(k, n, decimals, up=way) for way in (True, False)] for k in range(n + 1)}
    assert count in found.counts
    assert list(found.counts) == [k for k, printed_as in ways.items() if figure in printed_as]
    assert found.rounding_down == all(ways[k][0] != figure for k in found.counts)
