"""Cells by hand: every sum of a few respondents, and what a small change of the code would move."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kcli.cells.cells import ANSWERED, OPINION, Cells, pool
from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded, CodedItem
from kcli.cells.domains import beside, cross, crossed, members, within
from kcli.cells.sums import Sums, pooled
from kcli.cells.sums import cells_of as summed
from kcli.cells.tally import Tally, Units, key_of, tabulate
from kcli.errors import Where
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.stats.replicates import Replication

A, B, DK = 0, 1, 2


def questionnaire(*, several: bool = False, dont_know: bool = True) -> Questionnaire:
    options: dict[str, Any] = {"a": "A", "b": "B"}
    options["dk"] = {"label": "DK", "kind": "dont_know"} if dont_know else "C"
    item = {
        "text": "Q",
        "type": "multiple" if several else "single",
        "options": options,
        "nets": {"any": {"options": ["b", "dk"], "label": "B or DK"}},
    }
    by = {"text": "G", "options": {"x": "X", "y": "Y", "z": "Z"}}
    return Questionnaire.model_validate(
        {
            "survey": "p",
            "title": "T",
            "waves": {"1": {"samples": {"JP": {}, "KR": {}}}},
            "items": {"q": item, "g": by},
        }
    )


def asking(item: str = "q", **how: bool) -> Asking:
    return questionnaire(**how).asking(item, "1")


def coded(
    status: list[int],
    *,
    sample: list[int] | None = None,
    weight: list[float] | None = None,
    stratum: list[int] | None = None,
    psu: list[int] | None = None,
    chosen: list[str] | None = None,
    group: list[int] | None = None,
    **more: Any,
) -> Coded:
    """Respondents of JP, and of KR in strata of their own; ``chosen`` as ``101`` a row."""
    rows = len(status)
    marks = None if chosen is None else np.array([[m == "1" for m in row] for row in chosen])
    items = {"q": CodedItem(("a", "b", "dk"), np.array(status, dtype=np.int64), marks)}
    if group is not None:
        items["g"] = CodedItem(("x", "y", "z"), np.array(group, dtype=np.int64))
    return Coded(
        samples=("JP", "KR"),
        sample=np.array(sample or [0] * rows, dtype=np.int64),
        weight=np.array(weight or [1.0] * rows),
        strata=("JP north", "JP south", "KR"),
        stratum=np.array(stratum or [0] * rows, dtype=np.int64),
        psus=("p0", "p1", "p2", "p3") if psu is not None else None,
        psu=np.array(psu, dtype=np.int64) if psu is not None else None,
        items=items,
        weighted=weight is not None,
        **more,
    )


def diagonal(*blocks: list[float]) -> list[list[list[float]]]:
    return [np.diag(block).tolist() for block in blocks]


# ---------------------------------------------------------------- one answer

SINGLE = coded(
    [A, B, NOT_ASKED, A, DK, NOT_STATED, B, A, NOT_STATED],
    weight=[1.0, 2.0, 4.0, 0.5, 3.0, 8.0, 1.5, 0.25, 7.0],
    stratum=[0, 1, 0, 1, 0, 1, 2, 2, 2],
    sample=[0, 0, 0, 0, 0, 0, 1, 1, 1],
)


def test_every_sum_of_one_answer() -> None:
    found = tabulate(SINGLE, asking())
    assert list(found) == ["JP", "KR"]
    jp, kr = found.values()
    assert (jp.columns, jp.strata) == (("a", "b", "dk"), ("JP north", "JP south"))
    assert jp.units == (("JP north", ""), ("JP south", ""))
    assert jp.clustered is False
    assert jp.rows.tolist() == [3, 3]
    assert jp.n.tolist() == [[1, 0, 1], [1, 1, 0]]
    assert jp.w.tolist() == [[1.0, 0.0, 3.0], [0.5, 2.0, 0.0]]
    assert jp.w2.tolist() == diagonal([1.0, 0, 9.0], [0.25, 4.0, 0])
    assert (jp.n_not_asked, jp.n_not_stated) == (1, 1)
    assert jp.stratum_of.tolist() == [0, 1]
    assert (jp.replicates, jp.replication, jp.replicate_dof, jp.mixed) == (None, None, 0, False)
    assert (kr.strata, kr.units, kr.rows.tolist()) == (("KR",), (("KR", ""),), [3])
    assert (kr.n.tolist(), kr.w.tolist()) == ([[1, 1, 0]], [[0.25, 1.5, 0.0]])
    assert kr.w2.tolist() == diagonal([0.0625, 2.25, 0])
    assert (kr.n_not_asked, kr.n_not_stated) == (0, 1)
    for cells in (jp, kr):
        assert (cells.n.dtype, cells.w.dtype, cells.w2.dtype) == (np.int64, float, float)


def test_clusters_keep_their_strata_and_squares_are_by_stratum() -> None:
    found = tabulate(
        coded(
            [A, A, B, NOT_STATED, DK, B, A],
            weight=[1.0, 2.0, 3.0, 9.0, 4.0, 0.5, 0.25],
            stratum=[0, 0, 0, 1, 1, 2, 2],
            psu=[0, 2, 2, 1, 1, 3, 3],
            sample=[0, 0, 0, 0, 0, 1, 1],
        ),
        asking(),
    )
    jp, kr = found["JP"], found["KR"]
    assert jp.clustered is True
    assert jp.units == (("JP north", "p0"), ("JP south", "p1"), ("JP north", "p2"))
    assert jp.stratum_of.tolist() == [0, 1, 0]
    assert jp.rows.tolist() == [1, 2, 2]
    assert jp.n.tolist() == [[1, 0, 0], [0, 0, 1], [1, 1, 0]]
    assert jp.w.tolist() == [[1.0, 0, 0], [0, 0, 4.0], [2.0, 3.0, 0]]
    assert jp.w2.tolist() == diagonal([5.0, 9.0, 0], [0, 0, 16.0])
    assert (jp.n_not_asked, jp.n_not_stated) == (0, 1)
    assert kr.units == (("KR", "p3"),)
    assert kr.w2.tolist() == diagonal([0.0625, 0.25, 0])


def test_respondents_without_weights_are_those_who_weigh_one() -> None:
    for psu in (None, [0, 0, 1, 2, 2, 2]):
        plain = coded([A, B, A, DK, NOT_STATED, A], stratum=[0, 0, 0, 1, 1, 1], psu=psu)
        weighed = replace(plain, weighted=True)
        (first,), (second,) = (tabulate(c, asking()).values() for c in (plain, weighed))
        for name in ("rows", "n", "w", "w2"):
            assert getattr(first, name).tolist() == getattr(second, name).tolist()
        assert first.w.sum() == 5
        assert first.w2.sum() == 5
        assert first.w.dtype == float


def test_weights_count_though_no_column_was_named() -> None:
    """Weights of 2 in a file that calls itself unweighted are weights all the same."""
    doubled = replace(coded([A, B, A], weight=[2.0, 2.0, 2.0]), weighted=False)
    (found,) = tabulate(doubled, asking()).values()
    assert found.w.tolist() == [[4.0, 2.0, 0.0]]
    assert found.w2.tolist() == diagonal([8.0, 4.0, 0])


def test_a_sample_that_nobody_is_of_is_left_out_and_one_that_nobody_answered_is_not() -> None:
    found = tabulate(coded([NOT_STATED, NOT_ASKED], sample=[1, 1], stratum=[2, 2]), asking())
    assert list(found) == ["KR"]
    assert found["KR"].n.tolist() == [[0, 0, 0]]
    assert found["KR"].rows.tolist() == [2]


def test_nobody_at_all_has_no_cells() -> None:
    empty = coded([])
    assert tabulate(empty, asking()) == {}


# ---------------------------------------------------------------- many respondents, wide weights


@pytest.mark.parametrize("psu", [False, True])
@pytest.mark.parametrize("several", [False, True])
def test_sums_of_many_rows_lose_nothing(psu: bool, several: bool) -> None:
    rows = 5000
    number = np.arange(rows)
    weight = 0.1 + (number % 7) / 3
    status = number % 3
    chosen = ["".join("1" if n % (m + 2) == 0 else "0" for m in range(3)) for n in range(rows)]
    respondents = coded(
        (status * (0 if several else 1)).tolist(),
        weight=weight.tolist(),
        stratum=(number // 10 % 2).tolist(),
        psu=(number // 10 % 4).tolist() if psu else None,
        chosen=chosen if several else None,
    )
    respondents = replace(respondents, strata=("n", "s"))
    (found,) = tabulate(respondents, asking(several=several)).values()
    unit = number // 10 % (4 if psu else 2)
    stratum = number // 10 % 2
    for place in range(3):
        inside = np.array([c[place] == "1" for c in chosen]) if several else status == place
        for u in np.unique(unit):
            mine = inside & (unit == u)
            assert found.n[u, place] == mine.sum()
            assert found.w[u, place] == pytest.approx(math.fsum(weight[mine]), rel=1e-14)
        for h in (0, 1):
            mine = inside & (stratum == h)
            squares = math.fsum(weight[mine] ** 2)
            assert found.w2[h, place, place] == pytest.approx(squares, rel=1e-14)
    assert found.rows.sum() == rows


@pytest.mark.parametrize("psu", [False, True])
def test_hundreds_of_thousands_of_tenths_lose_no_digit(psu: bool) -> None:
    """Added one after the other they would lose two more."""
    rows = 400_000
    same = np.zeros(rows, dtype=np.int64)
    one = coded([A], weight=[0.1], psu=[0] if psu else None)
    many = replace(
        one,
        sample=same,
        weight=np.full(rows, 0.1),
        stratum=same,
        psu=same if psu else None,
        items={"q": CodedItem(("a", "b", "dk"), same)},
    )
    found = tabulate(many, asking())["JP"]
    assert found.w[0, 0] == pytest.approx(rows * 0.1, rel=1e-13)
    assert found.w2[0, 0, 0] == pytest.approx(rows * 0.1**2, rel=1e-13)


@pytest.mark.parametrize("unit", [1.0, 2.0**-70, 2.0**70])
@pytest.mark.parametrize("several", [False, True])
def test_wide_weights_add_up_to_the_last_digit(several: bool, unit: float) -> None:
    """A hundred million and ten thousand tenths: plain addition would lose their last digits."""
    weight = [unit * w for w in [1e8] + [0.1] * 10_000 + [1e-3] * 100]
    status = [A] * len(weight)
    chosen = ["100"] * len(weight) if several else None
    found = tabulate(coded(status, weight=weight, chosen=chosen), asking(several=several))["JP"]
    assert found.w[0, 0] == pytest.approx(math.fsum(weight), rel=2e-16, abs=0)
    squares = [w * w for w in weight]
    assert found.w2[0, 0, 0] == pytest.approx(math.fsum(squares), rel=2e-16, abs=0)


def test_weights_of_nothing_beside_wide_ones_change_nothing() -> None:
    weight = [0.0, 1e12, 1e-3, 0.0, 3.0]
    found = tabulate(coded([A, A, A, B, B], weight=weight), asking())["JP"]
    assert found.w.tolist() == [[1e12 + 1e-3, 3.0, 0.0]]
    assert found.n.tolist() == [[3, 2, 0]]
    none = tabulate(coded([A, B], weight=[0.0, 0.0]), asking())["JP"]
    assert none.w.tolist() == [[0.0, 0.0, 0.0]]


def test_the_smallest_weights_that_there_are_add_up_beside_the_largest() -> None:
    weight = [1e300, 5e-324, 1e-310, 1e-5]
    found = tabulate(coded([A, B, B, DK], weight=[w * 1e-200 for w in weight]), asking())["JP"]
    assert found.w.tolist() == [[1e100, 0.0, 1e-205]]


# ---------------------------------------------------------------- several answers

MARKS = ["100", "110", "001", "011", "000", "000"]
SEVERAL = coded(
    [0, 0, 0, 0, NOT_STATED, NOT_ASKED],
    weight=[1.0, 2.0, 3.0, 0.5, 9.0, 9.0],
    chosen=MARKS,
    stratum=[0, 1, 0, 1, 0, 1],
)


def test_several_answers_have_columns_of_nets_of_those_who_answered_and_of_those_with_a_view() -> (
    None
):
    found = tabulate(SEVERAL, asking(several=True))["JP"]
    assert found.columns == (
        *("a", "b", "dk", "any", ANSWERED, OPINION),
        *(f"{OPINION}:{name}" for name in ("a", "b", "dk", "any")),
    )
    # Of the six: a, b, dk, b or dk, answered, a view, and the first four of those with a view.
    who = [[0, 1], [1, 3], [2, 3], [1, 2, 3], [0, 1, 2, 3], [0, 1], [0, 1], [1], [], [1]]
    weight, stratum = SEVERAL.weight, SEVERAL.stratum
    for a, first in enumerate(who):
        for h in (0, 1):
            mine = [r for r in first if stratum[r] == h]
            assert found.n[h, a] == len(mine)
            assert found.w[h, a] == weight[mine].sum()
            for b, second in enumerate(who):
                both = [r for r in mine if r in second]
                assert found.w2[h, a, b] == (weight[both] ** 2).sum()
    assert (found.n_not_asked, found.n_not_stated) == (1, 1)
    assert found.rows.tolist() == [3, 3]


def test_where_every_answer_is_a_view_there_are_no_more_columns() -> None:
    found = tabulate(SEVERAL, asking(several=True, dont_know=False))["JP"]
    assert found.columns == ("a", "b", "dk", "any", ANSWERED, OPINION)
    assert found.n[:, 4].tolist() == found.n[:, 5].tolist() == [2, 2]
    assert found.w2.shape == (2, 6, 6)


def test_several_answers_of_clusters_and_of_two_samples() -> None:
    respondents = replace(
        SEVERAL,
        sample=np.array([0, 0, 0, 0, 1, 1]),
        stratum=np.array([0, 0, 1, 1, 2, 2]),
        psus=("p0", "p1", "p2", "p3"),
        psu=np.array([0, 1, 2, 2, 3, 3]),
    )
    found = tabulate(respondents, asking(several=True))
    assert found["JP"].units == (("JP north", "p0"), ("JP north", "p1"), ("JP south", "p2"))
    assert found["JP"].n[:, :4].tolist() == [[1, 0, 0, 0], [1, 1, 0, 1], [0, 1, 2, 2]]
    assert found["JP"].w[:, 3].tolist() == [0, 2.0, 3.5]
    assert found["JP"].w2[0, :2, :2].tolist() == [[5.0, 4.0], [4.0, 4.0]]
    assert found["JP"].w2[1, 1, 2] == 0.25
    assert (found["JP"].n_not_asked, found["JP"].n_not_stated) == (0, 0)
    assert (found["KR"].n_not_asked, found["KR"].n_not_stated) == (1, 1)
    assert found["KR"].n.sum() == 0


# ---------------------------------------------------------------- blocks of a file


def block(respondents: Coded, rows: slice) -> Coded:
    def cut(values: Any) -> Any:
        return None if values is None else values[rows]

    items = {
        name: CodedItem(item.options, item.status[rows], cut(item.chosen))
        for name, item in respondents.items.items()
    }
    return replace(
        respondents,
        sample=respondents.sample[rows],
        weight=respondents.weight[rows],
        stratum=respondents.stratum[rows],
        psu=cut(respondents.psu),
        items=items,
        replicates=cut(respondents.replicates),
    )


def equal(first: Cells, second: Cells) -> None:
    for name in Cells.__dataclass_fields__:
        a, b = getattr(first, name), getattr(second, name)
        if isinstance(a, np.ndarray):
            a, b = a.tolist(), b.tolist()
        assert a == b, name


REPLICATED = replace(
    SINGLE,
    replicates=np.array([[r + 1.0, 9.0 - r, float(r % 2)] for r in range(9)]),
    replication=Replication(0.5, (1.0, 1.0, 1.0), mse=True),
)


@pytest.mark.parametrize("cuts", [(0, 9), (0, 1, 9), (0, 4, 4, 9), (0, 3, 6, 9), (0, 8, 9)])
@pytest.mark.parametrize("whole", [SINGLE, REPLICATED])
def test_blocks_of_a_file_add_up_to_the_file(whole: Coded, cuts: tuple[int, ...]) -> None:
    tally = Tally([asking()])
    for start, end in itertools.pairwise(cuts):
        tally.add(block(whole, slice(start, end)))
    found = tally.cells(Units(whole.samples, whole.strata, whole.psus), whole.replication)
    assert list(found) == [key_of(asking())]
    for sample, cells in tabulate(whole, asking()).items():
        equal(found[key_of(asking())][sample], cells)


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_blocks_in_any_order_add_up_though_later_ones_know_fewer_places(cut: int) -> None:
    respondents = replace(SEVERAL, psus=("p0", "p1", "p2", "p3"), psu=np.array([2, 3, 2, 1, 0, 1]))
    parts = [block(respondents, slice(0, cut)), block(respondents, slice(cut, 6))]
    for order in (parts, parts[::-1]):
        tally = Tally([asking(several=True)])
        for part in order:
            tally.add(part)
        (found,) = tally.cells(Units(("JP", "KR"), respondents.strata, respondents.psus)).values()
        equal(found["JP"], tabulate(respondents, asking(several=True))["JP"])


def test_items_are_summed_side_by_side() -> None:
    respondents = coded([A, B, DK, A], group=[0, 1, NOT_STATED, 1])
    tally = Tally([asking(), asking("g")])
    tally.add(respondents)
    found = tally.cells(Units(respondents.samples, respondents.strata, None))
    assert list(found) == [("q", "a", "b", "dk"), ("g", "x", "y", "z")]
    assert found[key_of(asking())]["JP"].n.tolist() == [[2, 1, 1]]
    by = found[key_of(asking("g"))]["JP"]
    assert (by.n.tolist(), by.n_not_stated, by.columns) == ([[1, 2, 0]], 1, ("x", "y", "z"))


def test_cells_that_nobody_was_counted_for_are_none() -> None:
    assert Tally([asking()]).cells(Units(("JP",), ("n",), None)) == {("q", "a", "b", "dk"): {}}


def test_what_cells_depend_on() -> None:
    assert key_of(asking()) == ("q", "a", "b", "dk")
    assert key_of(asking(dont_know=False)) == ("q", "a", "b", "dk")
    assert key_of(asking(several=True)) == (
        *("q", "a", "b", "dk", "@nets", "any=b+dk", "@opinion", "a", "b"),
    )
    assert key_of(asking(several=True, dont_know=False))[-3:] == ("a", "b", "dk")


# ---------------------------------------------------------------- replicates


def test_sums_under_replicate_weights_are_those_of_the_sample() -> None:
    found = tabulate(REPLICATED, asking())
    # Of JP: rows 0 and 3 say a, 1 says b, 4 says dk.
    assert found["JP"].replicates is not None
    assert found["JP"].replicates.tolist() == [[5.0, 2.0, 5.0], [15.0, 8.0, 5.0], [1.0, 1.0, 0.0]]
    assert found["JP"].replication is REPLICATED.replication
    # The four who answered: weights r + 1, 9 - r and r % 2 are three independent columns.
    assert found["JP"].replicate_dof == 2
    assert found["KR"].replicates is not None
    assert found["KR"].replicates.tolist() == [[8.0, 7.0, 0.0], [2.0, 3.0, 0.0], [1.0, 0.0, 0.0]]
    assert found["KR"].replicate_dof == 1  # two who answered have no third


def test_replicate_weights_of_several_answers() -> None:
    weights = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 4.0], [8.0, 0.0], [99.0, 98.0], [99.0, 1.0]])
    how = Replication(1.0, (1.0, 1.0), mse=True)
    respondents = replace(SEVERAL, replicates=weights, replication=how)
    found = tabulate(respondents, asking(several=True))["JP"]
    assert found.replicates is not None
    assert found.replicates[:, :6].tolist() == [
        [3.0, 10.0, 12.0, 14.0, 15.0, 3.0],
        [3.0, 1.0, 4.0, 5.0, 7.0, 3.0],
    ]
    assert found.replicate_dof == 1


# ---------------------------------------------------------------- pooling


def cells_of(**how: Any) -> Cells:
    return tabulate(coded(**how), asking())["JP"]


def test_files_are_pooled_by_the_names_of_their_units() -> None:
    first = cells_of(status=[A, B, NOT_STATED], weight=[1.0, 2.0, 3.0], stratum=[1, 1, 1])
    second = cells_of(status=[B, DK, NOT_ASKED], weight=[4.0, 5.0, 6.0], stratum=[0, 1, 0])
    found = pool([first, second])
    assert found.strata == ("JP south", "JP north")
    assert found.units == (("JP south", ""), ("JP north", ""))
    assert found.rows.tolist() == [4, 2]
    assert found.n.tolist() == [[1, 1, 1], [0, 1, 0]]
    assert found.w.tolist() == [[1.0, 2.0, 5.0], [0.0, 4.0, 0.0]]
    assert found.w2.tolist() == diagonal([1.0, 4.0, 25.0], [0, 16.0, 0])
    assert (found.n_not_asked, found.n_not_stated) == (1, 1)
    assert (found.columns, found.clustered) == (first.columns, False)
    assert (found.replicates, found.replication, found.replicate_dof) == (None, None, 0)
    assert (found.n.dtype, found.rows.dtype) == (np.int64, np.int64)


def test_one_file_alone_is_pooled_to_itself() -> None:
    only = tabulate(REPLICATED, asking())["JP"]
    equal(pool([only]), only)


def test_replicates_of_files_are_added() -> None:
    both = [
        replace(
            cells_of(status=[A, B]),
            replicates=np.array([[1.0, 2.0, 3.0]]) * factor,
            replication=REPLICATED.replication,
        )
        for factor in (1, 10)
    ]
    found = pool(both)
    assert found.replicates is not None
    assert found.replicates.tolist() == [[11.0, 22.0, 33.0]]
    assert found.replication is REPLICATED.replication


def test_cells_of_different_items_or_designs_are_not_pooled() -> None:
    plain = cells_of(status=[A, B])
    for other in (
        replace(plain, columns=("a", "b", "c")),
        replace(plain, clustered=True),
    ):
        with pytest.raises(ValueError) as caught:
            pool([plain, other])
        assert str(caught.value) == "cells of different items or designs cannot be pooled"


# ---------------------------------------------------------------- domains

GROUPED = coded(
    [A, B, DK, A, NOT_STATED, B],
    weight=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    stratum=[0, 1, 0, 1, 0, 2],
    sample=[0, 0, 0, 0, 0, 1],
    group=[0, 1, 1, NOT_STATED, 0, 0],
)


def test_groups_are_those_who_gave_an_answer() -> None:
    single = {name: mask.tolist() for name, mask in members(GROUPED.items["g"]).items()}
    assert single == {
        "x": [True, False, False, False, True, True],
        "y": [False, True, True, False, False, False],
        "z": [False] * 6,
    }
    several = {name: mask.tolist() for name, mask in members(SEVERAL.items["q"]).items()}
    assert several["a"] == [True, True, False, False, False, False]
    assert several["dk"] == [False, False, True, True, False, False]


def test_whoever_is_outside_a_group_counts_as_not_asked_and_keeps_his_row() -> None:
    inside = np.array([True, False, True, False, True, False])
    found = within(GROUPED, "q", inside)
    assert found.items["q"].status.tolist() == [A, -2, DK, -2, NOT_STATED, -2]
    assert found.items["q"].options == ("a", "b", "dk")
    assert found.items["q"].chosen is None
    assert found.items["g"] is GROUPED.items["g"]
    assert found.weight is GROUPED.weight
    assert (found.samples, found.strata, found.weighted) == (
        GROUPED.samples,
        GROUPED.strata,
        True,
    )
    several = within(SEVERAL, "q", inside).items["q"]
    assert several.chosen is not None
    assert several.status.tolist() == [0, -2, 0, -2, NOT_STATED, -2]
    assert several.chosen.any(axis=1).tolist() == [True, False, True, False, False, False]
    assert SEVERAL.items["q"].chosen is not None
    assert SEVERAL.items["q"].chosen[1].tolist() == [True, True, False]


def test_groups_stand_side_by_side_with_every_row() -> None:
    found = cross(GROUPED, asking(), "g")
    assert list(found) == ["JP", "KR"]
    jp = found["JP"]
    assert jp.groups == ("x", "y")
    assert list(jp.parts) == ["x", "y"]
    assert jp.parts["x"].n.tolist() == [[1, 0, 0], [0, 0, 0]]
    assert jp.parts["x"].rows.tolist() == [3, 2]
    both = jp.together
    assert both.columns == ("x|a", "x|b", "x|dk", "y|a", "y|b", "y|dk")
    assert both.rows.tolist() == [3, 2]
    assert both.n.tolist() == [[1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0]]
    assert both.w.tolist() == [[1.0, 0, 0, 0, 0, 3.0], [0, 0, 0, 0, 2.0, 0]]
    assert both.w2.tolist() == diagonal([1.0, 0, 0, 0, 0, 9.0], [0, 0, 0, 0, 4.0, 0])
    assert (both.strata, both.units) == (jp.parts["x"].strata, jp.parts["x"].units)
    assert (both.clustered, both.mixed) == (False, False)
    assert (both.n_not_asked, both.n_not_stated) == (0, jp.parts["x"].n_not_stated)
    assert both.n_not_stated == 1
    assert (both.replicates, both.replication, both.replicate_dof) == (None, None, 0)
    assert found["KR"].groups == ("x",)
    assert found["KR"].together.columns == ("x|a", "x|b", "x|dk")


def test_a_group_in_which_nobody_answered_is_left_out() -> None:
    respondents = coded([A, NOT_STATED, B], group=[0, 1, 2])
    assert cross(respondents, asking(), "g")["JP"].groups == ("x", "z")
    assert cross(coded([NOT_STATED], group=[0]), asking(), "g") == {}


def test_groups_have_the_replicates_of_all_and_the_degrees_of_freedom_of_everyone_in_them() -> None:
    weights = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [5, 6, 7], [2.0, 3, 9]])
    how = Replication(0.5, (1.0, 1.0, 1.0), mse=True)
    respondents = replace(GROUPED, replicates=weights, replication=how)
    found = cross(respondents, asking(), "g")
    both = found["JP"].together
    assert both.replicates is not None
    assert both.replicates.tolist() == [
        [1.0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1.0, 0],
        [0, 0, 0, 0, 0, 1.0],
    ]
    assert both.replication is how
    assert both.replicate_dof == 2  # rows 0, 1 and 2 are in a group and answered
    assert found["KR"].together.replicate_dof == 0
    assert found["JP"].parts["x"].replicate_dof == 0
    some = {"mine": np.array([True, True, False, False, False, False])}
    assert crossed(respondents, asking(), some)["JP"].together.replicate_dof == 1


def test_samples_stand_side_by_side_each_with_strata_of_its_own() -> None:
    parts = {"1": tabulate(SINGLE, asking())["JP"], "2": tabulate(SINGLE, asking())["KR"]}
    found = beside(parts)
    assert (found.groups, found.parts) == (("1", "2"), parts)
    both = found.together
    assert both.columns == ("1|a", "1|b", "1|dk", "2|a", "2|b", "2|dk")
    assert both.strata == ("1|JP north", "1|JP south", "2|KR")
    assert both.units == (("1|JP north", ""), ("1|JP south", ""), ("2|KR", ""))
    assert both.rows.tolist() == [3, 3, 3]
    assert both.n.tolist() == [[1, 0, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 1, 0]]
    assert both.w.tolist() == [
        [1.0, 0, 3.0, 0, 0, 0],
        [0.5, 2.0, 0, 0, 0, 0],
        [0, 0, 0, 0.25, 1.5, 0],
    ]
    assert both.w2.tolist() == diagonal(
        [1.0, 0, 9.0, 0, 0, 0], [0.25, 4.0, 0, 0, 0, 0], [0, 0, 0, 0.0625, 2.25, 0]
    )
    assert (both.n_not_asked, both.n_not_stated) == (0, 0)
    assert (both.clustered, both.mixed) == (False, False)
    assert (both.replicates, both.replication, both.replicate_dof) == (None, None, 0)


def test_samples_of_different_columns_stand_side_by_side_too() -> None:
    wide = tabulate(SEVERAL, asking(several=True, dont_know=False))["JP"]
    narrow = tabulate(SINGLE, asking())["KR"]
    both = beside({"1": narrow, "2": wide, "3": narrow}).together
    assert both.n.shape == (4, 12)
    assert both.n[0].tolist() == [1, 1, 0] + [0] * 9
    assert both.n[1:3, 3:9].tolist() == wide.n.tolist()
    assert both.n[3].tolist() == [0] * 9 + [1, 1, 0]
    assert both.w2[1:3, 3:9, 3:9].tolist() == wide.w2.tolist()
    assert both.w2[3, 9:, 9:].tolist() == narrow.w2[0].tolist()
    assert both.w2.sum() == wide.w2.sum() + 2 * narrow.w2.sum()
    assert both.stratum_of.tolist() == [0, 1, 2, 3]


def test_samples_of_different_designs_are_mixed() -> None:
    plain = cells_of(status=[A, B, A])
    cluster = cells_of(status=[A, B, A], psu=[0, 1, 1])
    assert beside({"1": plain, "2": plain}).together.mixed is False
    assert beside({"1": plain, "2": cluster}).together.mixed is True
    assert beside({"1": cluster, "2": plain}).together.mixed is True
    both = beside({"1": cluster, "2": cluster}).together
    assert (both.mixed, both.clustered) == (False, True)
    assert both.units[2:] == (("2|JP north", "p0"), ("2|JP north", "p1"))


def test_replicates_of_one_file_belong_together_and_those_of_two_do_not() -> None:
    plain = cells_of(status=[A, B, A])
    how = Replication(0.5, (1.0, 1.0), mse=True)
    own = replace(
        plain,
        replicates=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        replication=how,
        replicate_dof=3,
    )
    shared = beside({"1": own, "2": own}).together
    assert shared.replicates is not None
    assert shared.replicates.tolist() == [
        [1.0, 2.0, 3.0, 1.0, 2.0, 3.0],
        [4.0, 5.0, 6.0, 4.0, 5.0, 6.0],
    ]
    assert (shared.replication, shared.replicate_dof, shared.mixed) == (how, 6, False)
    other = replace(own, replication=Replication(0.5, (1.0, 1.0), mse=True))
    for pair in ({"1": own, "2": other}, {"1": own, "2": plain}, {"1": plain, "2": own}):
        apart = beside(pair).together
        assert (apart.replicates, apart.mixed) == (None, True)


# ---------------------------------------------------------------- what is left of a file


def test_cells_come_from_respondents_or_from_what_is_left_of_them() -> None:
    whole = tabulate(SINGLE, asking())
    sums = Sums("f.csv", {key_of(asking()): whole}, rows={"JP": 6, "KR": 3})
    assert summed(sums, asking()) is whole
    again = summed(SINGLE, asking())
    assert list(again) == list(whole)
    equal(again["JP"], whole["JP"])
    with pytest.raises(KeyError):
        summed(sums, asking("g"))


def test_sums_of_more_items_are_put_beside_those_there_are() -> None:
    respondents = coded([A, B, DK, A], group=[0, 1, NOT_STATED, 1])
    first, second = (
        Sums("f.csv", {key_of(question): tabulate(respondents, question)}, {question.item: place})
        for question, place in (
            (asking(), (1, Where("f.csv", 2))),
            (asking("g"), (3, Where("f.csv", 4))),
        )
    )
    both = replace(first, rows={"JP": 4}).with_others(second)
    assert list(both.cells) == [key_of(asking()), key_of(asking("g"))]
    assert summed(both, asking()) is first.cells[key_of(asking())]
    assert summed(both, asking("g")) is second.cells[key_of(asking("g"))]
    assert both.unasked == {"q": (1, Where("f.csv", 2)), "g": (3, Where("f.csv", 4))}
    assert (both.file, both.rows) == ("f.csv", {"JP": 4})


def test_rows_are_counted_by_sample_and_a_sample_of_nobody_has_none() -> None:
    for psu in (None, [0, 0, 1, 1, 2, 2, 3, 3, 3]):
        respondents = replace(
            SINGLE,
            psus=("p0", "p1", "p2", "p3") if psu else None,
            psu=np.array(psu) if psu else None,
        )
        tally = Tally([asking()])
        tally.add(replace(respondents, stratum=np.array([0, 0, 1, 1, 1, 1, 2, 2, 2])))
        units = Units(("JP", "KR", "US"), respondents.strata, respondents.psus)
        assert tally.rows(units) == {"JP": 6, "KR": 3, "US": 0}
    assert Tally([asking()]).rows(Units(("JP", "KR"), (), None)) == {"JP": 0, "KR": 0}


def test_parts_of_a_file_are_added_by_the_names_of_their_samples() -> None:
    key, gone = key_of(asking()), key_of(asking("g"))
    jp, kr = tabulate(SINGLE, asking()).values()
    parts = [
        Sums("part", {key: {"KR": kr}}, {"q": (2, Where("f.csv", 5))}, {"JP": 0, "KR": 3}),
        Sums(
            "part",
            {key: {"JP": jp, "KR": kr}, gone: {}},
            {"q": (3, Where("f.csv", 9)), "g": (1, Where("f.csv", 8))},
            {"JP": 6, "KR": 3, "US": 0},
        ),
    ]
    found = pooled("f.csv", parts)
    assert found.file == "f.csv"
    assert list(found.cells) == [key]
    assert list(found.cells[key]) == ["JP", "KR"]
    equal(found.cells[key]["JP"], jp)
    assert found.cells[key]["KR"].n.tolist() == [[2, 2, 0]]
    assert found.cells[key]["KR"].rows.tolist() == [6]
    assert found.rows == {"JP": 6, "KR": 6, "US": 0}
    # Counts are added, and the first place is the one that is told.
    assert found.unasked == {"q": (5, Where("f.csv", 5)), "g": (1, Where("f.csv", 8))}
