"""Laws of crosstabs, through kcli's own files: columns are domains, and no row is dropped."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kcli import api
from kcli.io.project import Project
from kcli.model.records import Result

pytestmark = pytest.mark.slow

OPTIONS = ("a", "b", "c", "dk")
SUBSTANTIVE = OPTIONS[:3]
SCORES = {"a": 1.0, "b": -2.0, "c": 0.5}
GROUPS = ("x", "y", "z")
Record = dict[str, Any]
few = settings(max_examples=25, deadline=None)


@dataclass(frozen=True)
class Person:
    """A row: stratum and unit, weight, the answer or the answers given, the group."""

    stratum: int = 0
    unit: int = 0
    weight: float = 1.0
    answers: str = "0"
    """Options by their place, as digits; of several answers any of them, else the first."""
    group: str = "x"
    asked: bool = True


@dataclass(frozen=True)
class Poll:
    """Respondents of one sample, and how the questionnaire speaks of them."""

    people: tuple[Person, ...]
    design: str = "weight: w, stratum: h, psu: u"
    several: bool = False
    groups: tuple[str, ...] = GROUPS
    merged: tuple[str, ...] = ()
    """Groups that are one group, called by the first of them."""
    labels: Mapping[str, str] | None = None
    replicates: tuple[tuple[float, ...], ...] = ()
    """By respondent."""
    copies: bool = False
    """Whether there is an item for each group that only the group is asked: ``q_x`` and so on."""

    def crosstab(self, item: str = "q", by: str = "g", **how: Any) -> Result:
        with tempfile.TemporaryDirectory() as folder:
            found = api.crosstab(self.project(folder), f"p.{item}", by=[by], **how)
        varying = {(c["group"], c["option"]): varies(c) for c in found.rows("cell")}
        assume(None not in varying.values())
        for contrast in found.rows("contrast"):
            ends = (varying[contrast[end], contrast["option"]] for end in ("group_a", "group_b"))
            assume(contrast["se"] is None or contrast["se"] > 1e-9 or not any(ends))
        return found

    def compared(self, **how: Any) -> list[Record]:
        """The estimates of ``kcli compare``, of every item of the survey and its copies."""
        with tempfile.TemporaryDirectory() as folder:
            project = replace(self, copies=True).project(folder)
            return api.compare(project, "p", **how).rows("estimate")

    def project(self, folder: str) -> Project:
        root = Path(folder)
        (root / "questionnaires").mkdir()
        (root / "questionnaires" / "p.yaml").write_text(self.questionnaire(), "utf-8")
        data = root / "datasets" / "p"
        data.mkdir(parents=True)
        (data / "1.responses.csv").write_text("\n".join(self.lines()) + "\n", "utf-8")
        return Project(root, ".")

    def questionnaire(self) -> str:
        named = self.labels or {}

        def label(name: str) -> str:
            return "'" + named.get(name, name.upper()).replace("'", "''") + "'"

        kind = {"dk": ", kind: dont_know"}
        options = [f"{o}: {{label: {label(o)}{kind.get(o, '')}}}" for o in OPTIONS]
        own = [group for group in self.groups if group not in self.merged[1:]]
        copied = own if self.copies else []
        body = [f"options: {{{', '.join(options)}}}"]
        body.append(f"nets: {{ab: {{options: [a, b], label: {label('ab')}}}}}")
        if self.several:
            body.append("type: multiple")
        else:
            body.append(f"score: {{{', '.join(f'{o}: {s}' for o, s in SCORES.items())}}}")
        lines = ["survey: p", f"title: {label('title')}", "waves:", "  '1':"]
        lines += ["    sampling: probability", "    samples: {JP: {}}"]
        lines += [f"    design: {{{self.design}}}", "items:"]
        groups = ", ".join(f"{g}: {label(g)}" for g in own)
        lines.append(f"  g: {{text: {label('g')}, options: {{{groups}}}}}")
        lines.append("  f: {text: F, options: {in: In, out: Out}}")
        askings = {"q": "item: f, options: [in]"}
        askings |= {f"q_{group}": f"item: g, options: [{group}]" for group in copied}
        for item, asked in askings.items():
            lines += [f"  {item}:", f"    text: {label('q')}", f"    asked: {{{asked}}}"]
            lines += [f"    {part}" for part in body]
        return "\n".join(lines) + "\n"

    def lines(self) -> Iterable[str]:
        copied = self.groups if self.copies else ()
        columns = ["h", "u", "w", "f", "g", "q", *(f"q_{group}" for group in copied)]
        columns += (
            [f"rw{place + 1}" for place in range(len(self.replicates[0]))]
            if (self.replicates)
            else []
        )
        yield ",".join(columns)
        for number, person in enumerate(self.people):
            codes = [OPTIONS[int(digit)] for digit in person.answers]
            given_ = ";".join(codes if self.several else codes[:1])
            group = self.merged[0] if person.group in self.merged else person.group
            cells = [person.stratum, person.unit, repr(person.weight)]
            cells += ["in" if person.asked else "out", group, given_ if person.asked else ""]
            cells += [given_ if person.asked and person.group == g else "" for g in copied]
            cells += map(repr, self.replicates[number]) if self.replicates else []
            yield ",".join(map(str, cells))


DESIGNS = ("", "weight: w", "weight: w, stratum: h", "weight: w, stratum: h, psu: u")
weights = st.floats(0.1, 10).map(lambda w: round(w, 3))
digits = st.sets(st.integers(0, 3), max_size=3).map(lambda s: "".join(map(str, sorted(s))))


@st.composite
def polls(
    draw: st.DrawFn, *, designs: Sequence[str] = DESIGNS, several: bool | None = None
) -> Poll:
    person = st.builds(
        Person,
        stratum=st.integers(0, 1),
        unit=st.integers(0, 3),
        weight=weights,
        answers=digits,
        group=st.sampled_from(["", *GROUPS]),
    )
    people = draw(st.lists(person, min_size=4, max_size=40))
    # In every group two units of every stratum, no two of them alike: there is a variance.
    places = ((0, 0), (0, 1), (1, 0), (1, 1))
    sure = [
        Person(h, u, 1.0, given_, group)
        for group, answers in zip(GROUPS, (("0", "1", "02", "2"), "1021", "2010"), strict=True)
        for (h, u), given_ in zip(places, answers, strict=True)
    ]
    kind = draw(st.booleans()) if several is None else several
    return Poll((*people, *sure), draw(st.sampled_from(designs)), kind)


@st.composite
def tables(draw: st.DrawFn) -> Poll:
    """A simple random sample, large enough for letters, by its counts."""
    counts = draw(st.lists(st.integers(0, 45), min_size=9, max_size=9))
    people = [
        Person(answers=str(answer), group=group)
        for place, count in enumerate(counts)
        for answer, group in [(place % 3, GROUPS[place // 3])]
        for _ in range(count)
    ]
    for group in GROUPS:
        assume(sum(person.group == group for person in people) > 1)
    return Poll(tuple(people), design="")


def varies(cell: Record) -> bool | None:
    """Whether a share has a variance; None where it is not known from the rounding of sums."""
    if cell["share"] in (None, 0.0, 1.0):
        return False
    return True if cell["se"] > 1e-9 else None


def of(result: Result, kind: str, *keys: str) -> dict[Any, Record]:
    found = {tuple(row[key] for key in keys): row for row in result.rows(kind)}
    assert len(found) == len(result.rows(kind))
    return found


def cells(result: Result) -> dict[Any, Record]:
    return of(result, "cell", "group", "option")


def contrasts(result: Result) -> dict[Any, Record]:
    return of(result, "contrast", "option", "group_a", "group_b")


def near(first: Any, second: Any, relative: float = 1e-7) -> bool:
    """The same, as far as floating point goes; p-values far out in a tail less."""
    if isinstance(first, float) and isinstance(second, float | int):
        return math.isclose(first, second, rel_tol=relative, abs_tol=1e-9)
    return bool(first == second)


def alike(first: Record, second: Record, *but: str) -> bool:
    assert first.keys() == second.keys()
    wrong = {k: (v, second[k]) for k, v in first.items() if k not in but and not near(v, second[k])}
    assert not wrong
    return True


def unlettered(rows: Iterable[Record]) -> list[Record]:
    return [{**row, "letters": None} for row in rows]


# -- columns ------------------------------------------------------------------------------------

SHARED = (
    "option_kind", "share", "low", "high", "se", "bound_low", "bound_high", "n_base", "w_base",
    "n_option", "n_eff", "deff", "dof", "method", "interval_kind", "base", "suppressed", "evidence",
    "flags",
)  # fmt: skip


@few
@given(polls(), st.sampled_from(["all", "substantive"]), st.sampled_from(["wilson", "kg"]))
def test_a_column_is_the_estimate_of_an_item_that_only_the_group_is_asked(
    poll: Poll, base: str, ci: str
) -> None:
    found = cells(poll.crosstab(base=base, ci=ci))
    compared = {(e["item"], e["option"]): e for e in poll.compared(base=base, ci=ci)}
    for (group, option), cell in found.items():
        estimate = compared["q" if group is None else f"q_{group}", option]
        assert alike({k: cell[k] for k in SHARED}, {k: estimate[k] for k in SHARED})


@few
@given(polls(), st.sampled_from(["all", "substantive"]))
def test_shares_of_a_base_sum_to_one_in_every_column(poll: Poll, base: str) -> None:
    poll = replace(poll, several=False)
    found = cells(poll.crosstab(base=base))
    for group in {group for group, _ in found}:
        column = {option: cell for (g, option), cell in found.items() if g == group}
        if "empty_base" in column["a"]["flags"]:
            continue
        options = OPTIONS if base == "all" else SUBSTANTIVE
        shares = {option: column[option]["share"] for option in options}
        assert math.isclose(sum(shares.values()), 1, abs_tol=1e-9)
        assert sum(column[option]["n_option"] for option in options) == column["a"]["n_base"]
        assert near(column["ab"]["share"], shares["a"] + shares["b"])
        opinion = sum(shares[option] for option in SUBSTANTIVE)
        if opinion > 1e-9:
            score = sum(SCORES[o] * shares[o] for o in SUBSTANTIVE) / opinion
            assert near(column["score"]["share"], score)


@few
@given(polls())
def test_bases_of_the_groups_and_of_whoever_is_in_none_are_that_of_everyone(poll: Poll) -> None:
    found = cells(poll.crosstab())
    stray = [p for p in poll.people if p.group == "" and p.answers]
    groups = {group for group, _ in found} - {None}
    for option in OPTIONS:
        total, own = found[None, option], [found[group, option] for group in groups]
        assert sum(cell["n_base"] for cell in own) + len(stray) == total["n_base"]
        weight = sum(p.weight for p in stray) if "weight" in poll.design else len(stray)
        assert near(sum(cell["w_base"] for cell in own) + weight, total["w_base"])


@few
@given(polls())
def test_two_groups_together_lie_between_them(poll: Poll) -> None:
    apart, together = poll.crosstab(), replace(poll, merged=("x", "y")).crosstab()
    one, two = cells(apart), cells(together)
    for option in (*OPTIONS, "ab"):
        first, second, both = one["x", option], one["y", option], two["x", option]
        ends = sorted((first["share"], second["share"]))
        assert ends[0] - 1e-9 <= both["share"] <= ends[1] + 1e-9
        mixed = first["share"] * first["w_base"] + second["share"] * second["w_base"]
        assert near(both["share"] * both["w_base"], mixed)
        assert both["n_base"] == first["n_base"] + second["n_base"]
        assert alike(one["z", option], two["z", option], "letters")
        assert alike(one[None, option], two[None, option])


# -- contrasts ----------------------------------------------------------------------------------


@few
@given(polls(), st.permutations(GROUPS))
def test_the_order_of_groups_turns_signs_and_nothing_else(poll: Poll, order: list[str]) -> None:
    first, second = poll.crosstab(), replace(poll, groups=tuple(order)).crosstab()
    one, two = cells(first), cells(second)
    for key, cell in one.items():
        assert alike(cell, two[key], "letters")
        names = [sorted(g[ord(x) - 65] for x in c["letters"] or "")
                 for c, g in ((cell, GROUPS), (two[key], order))]  # fmt: skip
        assert names[0] == names[1]
    turned = contrasts(second)
    for (option, a, b), contrast in contrasts(first).items():
        if (option, a, b) in turned:
            assert alike(contrast, turned[option, a, b])
            continue
        other = turned[option, b, a]
        flipped = {**other, "group_a": a, "group_b": b}
        for end, from_ in (("gap", "gap"), ("low", "high"), ("high", "low")):
            flipped[end] = None if other[from_] is None else -other[from_]
        assert alike(contrast, flipped)
    assert alike(*(result.rows("independence")[0] for result in (first, second)))


@few
@given(polls())
def test_a_contrast_is_of_its_two_columns_and_three_add_up(poll: Poll) -> None:
    result = poll.crosstab()
    found, columns = contrasts(result), cells(result)
    for (option, a, b), contrast in found.items():
        one, two = columns[a, option], columns[b, option]
        assert near(contrast["gap"], one["share"] - two["share"])
        assert contrast["se"] <= one["se"] + two["se"] + 1e-9
        assert contrast["se"] >= abs(one["se"] - two["se"]) - 1e-9
        if contrast["method"] is not None:
            assert contrast["low"] - 1e-9 <= contrast["gap"] <= contrast["high"] + 1e-9
            assert 0 <= contrast["p_value"] <= contrast["p_adjusted"] <= 1
    for option in (*OPTIONS, "ab"):
        xy, yz, xz = (found[option, *pair]["gap"] for pair in (("x", "y"), ("y", "z"), ("x", "z")))
        assert math.isclose(xy + yz, xz, abs_tol=1e-9)


@few
@given(tables(), st.floats(0.8, 0.99))
def test_letters_follow_from_the_contrasts(poll: Poll, confidence: float) -> None:
    result = poll.crosstab(confidence=confidence)
    found, columns = contrasts(result), cells(result)
    for (group, option), cell in columns.items():
        if group is None or option == "score":
            assert cell["letters"] is None
            continue
        below = ""
        for other in GROUPS:
            pair = found.get((option, group, other)) or found.get((option, other, group))
            ends = cell, columns[other, option]
            if pair is None or any(end["share"] in (0, 1) or end["n_base"] < 30 for end in ends):
                continue
            above = ends[0]["share"] > ends[1]["share"]
            if above and pair["p_adjusted"] < 1 - confidence:
                below += "ABC"[GROUPS.index(other)]
        assert (cell["letters"] or "") == below


@few
@given(tables())
def test_the_false_discovery_rate_is_never_stricter_than_holm(poll: Poll) -> None:
    holm, rate = (contrasts(poll.crosstab(adjust=how)) for how in ("holm", "bh"))
    for key, contrast in holm.items():
        assert alike(contrast, rate[key], "p_adjusted")
        if contrast["p_value"] is None:
            assert contrast["p_adjusted"] is rate[key]["p_adjusted"] is None
            continue
        assert contrast["p_value"] <= rate[key]["p_adjusted"] <= contrast["p_adjusted"] <= 1


# -- independence -------------------------------------------------------------------------------

TEST = ("f", "ndf", "ddf", "p_value", "method", "why")


@few
@given(polls(several=False))
def test_independence_is_the_same_whichever_of_the_two_makes_the_groups(poll: Poll) -> None:
    (one,) = poll.crosstab("q", "g").rows("independence")
    (two,) = poll.crosstab("g", "q").rows("independence")
    for key in TEST:
        assert near(one[key], two[key], 1e-6), (key, one[key], two[key])


# -- what changes nothing -----------------------------------------------------------------------


def same(first: Result, second: Result, *but: str) -> None:
    assert len(first.records) == len(second.records)
    for one, two in zip(first.rows(), second.rows(), strict=True):
        assert alike(one, two, *but)


@few
@given(polls(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(poll: Poll, random: Any) -> None:
    people = list(poll.people)
    random.shuffle(people)
    same(poll.crosstab(), replace(poll, people=tuple(people)).crosstab())


@few
@given(polls(designs=DESIGNS[1:]), st.floats(1e-6, 1e6))
def test_weights_times_a_constant_change_nothing(poll: Poll, factor: float) -> None:
    people = tuple(replace(p, weight=p.weight * factor) for p in poll.people)
    same(poll.crosstab(), replace(poll, people=people).crosstab(), "w_base")


@few
@given(polls(designs=DESIGNS[3:]), st.integers(0, 1), st.integers(0, 3), st.sampled_from(GROUPS))
def test_whoever_was_not_asked_in_a_known_unit_changes_nothing(
    poll: Poll, stratum: int, unit: int, group: str
) -> None:
    assume(any((p.stratum, p.unit) == (stratum, unit) for p in poll.people))
    more = Person(stratum, unit, 3.0, "0", group, asked=False)
    same(poll.crosstab(), replace(poll, people=(*poll.people, more)).crosstab())


@few
@given(polls(designs=DESIGNS[:2]), st.sampled_from(GROUPS))
def test_whoever_was_not_asked_is_one_more_in_the_sample_and_in_no_base(
    poll: Poll, group: str
) -> None:
    """Without units a variance has the factor m/(m - 1) of all m in the file."""
    m = len(poll.people)
    more = Person(weight=3.0, group=group, asked=False)
    first, second = poll.crosstab(), replace(poll, people=(*poll.people, more)).crosstab()
    factor = (m + 1) / m * (m - 1) / m
    one, two = cells(first), cells(second)
    for key, cell in one.items():
        for name in ("share", "n_base", "w_base", "n_option", "dof", "bound_low", "bound_high"):
            assert near(cell[name], two[key][name])
        if cell["se"] is not None:
            assert near(cell["se"] ** 2 * factor, two[key]["se"] ** 2)
    for key, contrast in contrasts(first).items():
        other = contrasts(second)[key]
        assert near(contrast["gap"], other["gap"])
        assert near(contrast["se"] ** 2 * factor, other["se"] ** 2)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)


@few
@given(polls(), st.lists(texts, min_size=11, max_size=11, unique=True))
def test_labels_never_change_a_number(poll: Poll, labels: list[str]) -> None:
    names = ("title", "q", "g", *OPTIONS, "ab", *GROUPS)
    again = replace(poll, labels=dict(zip(names, labels, strict=True)))
    first, second = poll.crosstab(), again.crosstab()
    for one, two in zip(first.rows(), second.rows(), strict=True):
        words = ("option_label", "group_label")
        assert {k: v for k, v in one.items() if k not in words} == {
            k: v for k, v in two.items() if k not in words
        }


# -- replicate weights --------------------------------------------------------------------------


@few
@given(polls(designs=DESIGNS[:1]), st.randoms(use_true_random=False))
def test_leaving_out_one_respondent_at_a_time_is_a_simple_random_sample(
    poll: Poll, random: Any
) -> None:
    """Of everyone: the jackknife of a share of all has the variance of the formula."""
    people = tuple(replace(p, answers=p.answers or "3") for p in poll.people)
    n = len(people)
    order = list(range(n))
    random.shuffle(order)
    replicates = tuple(tuple(0.0 if r == i else n / (n - 1) for r in order) for i in range(n))
    plain = cells(replace(poll, people=people).crosstab())
    design = "replicates: {columns: rw*, type: jk1}"
    again = cells(replace(poll, people=people, design=design, replicates=replicates).crosstab())
    for option in (*OPTIONS, "ab"):
        one, two = plain[None, option], again[None, option]
        assert alike(one, two)
        for group in GROUPS:
            assert near(plain[group, option]["share"], again[group, option]["share"])
