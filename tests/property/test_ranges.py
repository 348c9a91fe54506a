"""Ranges of single shares, filled until nobody is left, give what the programme gives."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kcli.facts.polytope import Bounds, Fact, Polytope
from kcli.model.item import Net, Option
from kcli.model.predicates import Inequality, Term
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

HERE = "here"
ANSWERS = ("a", "b", "c", "d")
SHARES = st.integers(0, 20).map(lambda share: Fraction(share, 20))


def asking(answers: int, *, silent: bool, complete: str) -> Asking:
    options = {name: Option(label={"en": name}) for name in ANSWERS[:answers]}
    if silent:
        options["dk"] = Option(label={"en": "Don't know"}, kind="dont_know")
    nets = {"net": Net(options=list(ANSWERS[:2]), label={"en": "Net"})}
    return Asking("s", "q", "1", {}, "unpublished", "single", complete, options, nets, {})


def end(label: str, name: str, share: Fraction, base: Base, *, up: bool, strict: bool) -> Fact:
    sign = Fraction(1 if up else -1)
    row = Inequality(((Term(name), sign),), sign * share, strict=strict)
    return Fact(label, (row,), base, lambda _: HERE)


@st.composite
def polytopes(draw: st.DrawFn) -> tuple[Asking, list[Fact], Base]:
    """Printed shares with their roundings, now and then one more end, on one base or two."""
    asked = asking(
        draw(st.integers(2, 4)),
        silent=draw(st.booleans()),
        complete=draw(st.sampled_from(["published", "incomplete"])),
    )
    base = draw(st.sampled_from(["all", "substantive"]))
    names = [name for name in asked.options if base == "all" or name != "dk"]
    printed = draw(st.lists(SHARES, min_size=len(names), max_size=len(names)))
    total = sum(printed) or Fraction(1)
    facts, wide = [], draw(st.sampled_from([Fraction(1, 200), Fraction(1, 20), Fraction(1, 3)]))
    for place, (name, share) in enumerate(zip(names, printed, strict=True)):
        near = round(share / total, 2)
        facts.append(end(f"{place} low", name, near - wide, base, up=True, strict=False))
        facts.append(end(f"{place} high", name, near + wide, base, up=False, strict=True))
    for place in range(draw(st.integers(0, 2))):
        more = draw(st.tuples(st.sampled_from(names), SHARES, st.booleans(), st.booleans()))
        name, share, up, strict = more
        facts.append(end(f"more {place}", name, share, base, up=up, strict=strict))
    return asked, draw(st.permutations(facts))[: draw(st.integers(1, len(facts)))], base


class Programme(Polytope[str, str]):
    """The same facts, by the simplex method alone."""

    _ranges = None


@settings(max_examples=300)
@given(found=polytopes(), factors=st.lists(st.integers(-2, 2), min_size=5, max_size=5))
def test_bounds_are_those_of_the_programme(
    found: tuple[Asking, list[Fact], Base], factors: list[int]
) -> None:
    asked, facts, base = found
    quick, slow = (kind({HERE: asked}, facts, base) for kind in (Polytope, Programme))
    assert bool(quick.conflict) == bool(slow.conflict)
    assert quick.infeasible == slow.infeasible
    assert quick.empty_base == slow.empty_base
    answered = quick._ranges is not None
    event(f"ranges: {answered}")
    if slow.infeasible:
        assert not answered
        return
    names = [name for name in asked.options if base == "all" or name != "dk"]
    targets = [{(HERE, name): Fraction(1)} for name in (*names, "net")]
    targets.append(
        {(HERE, name): Fraction(factor) for name, factor in zip(names, factors, strict=False)}
    )
    for target in targets:
        found_here = quick.bounds(target)
        assert ends(quick, target) == ends(slow, target)
        if answered:
            enough(asked, facts, base, target, found_here)


def enough(asked: Asking, facts: list[Fact], base: Base, target: dict, found: Bounds[str]) -> None:
    """The facts that are named give the bound on their own."""
    for named, place in ((found.low_facts, 0), (found.high_facts, 1)):
        said = [fact for fact in facts if fact.label in named]
        assert len(said) == len(named)
        expected = ends(Programme({HERE: asked}, facts, base), target)[place::2]
        assert ends(Programme({HERE: asked}, said, base), target)[place::2] == expected


def test_a_printed_table_needs_no_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcli.facts.polytope.Simplex", None)
    said = [
        end(
            f"{name} {up}",
            name,
            Fraction(share) + (-1 if up else 1) * Fraction(1, 200),
            "all",
            up=up,
            strict=not up,
        )
        for name, share in (("a", "0.40"), ("b", "0.35"), ("c", "0.25"))
        for up in (True, False)
    ]
    table = Polytope({HERE: asking(3, silent=False, complete="published")}, said)
    assert not table.infeasible
    found = table.bounds({(HERE, "net"): Fraction(1)})
    assert (found.low, found.high) == (Fraction("0.745"), Fraction("0.755"))
    assert (found.low_reached, found.high_reached) == (False, True)
    assert (found.low_facts, found.high_facts) == ({"c False"}, {"c True"})


def ends(polytope: Polytope[str, str], target: dict) -> tuple[object, ...]:
    found = polytope.bounds(target)
    return found.low, found.high, found.low_reached, found.high_reached


@pytest.mark.parametrize("facts", [[], [("a", "0.4", True), ("a", "0.4", False)]])
def test_no_figure_and_one_exact_figure(facts: list[tuple[str, str, bool]]) -> None:
    asked = asking(3, silent=False, complete="published")
    said = [
        end(f"{name} {up}", name, Fraction(share), "all", up=up, strict=False)
        for name, share, up in facts
    ]
    quick, slow = (kind({HERE: asked}, said) for kind in (Polytope, Programme))
    for name in ("a", "b", "net"):
        assert ends(quick, {(HERE, name): Fraction(1)}) == ends(slow, {(HERE, name): Fraction(1)})
