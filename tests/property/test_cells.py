"""Laws of cells and of the estimates made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.analysis.measured import MeasuredSample, prepare
from kcli.cells.cells import Cells, pool
from kcli.cells.coded import NOT_STATED, Coded, CodedItem
from kcli.cells.tally import tabulate
from kcli.errors import InputError, Where
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.stats.design import Ratios, ratios, ratios_of_each

OPTIONS = ("a", "b", "c", "dk")
NETS = ("ab",)


@dataclass(frozen=True)
class File:
    """Respondents of one sample, a row each: stratum, unit, weight, answer(s)."""

    rows: tuple[tuple[int, int, float, int, int], ...]
    clustered: bool
    several: bool


@st.composite
def files(draw: st.DrawFn) -> File:
    weight = st.floats(0.1, 10).map(lambda w: round(w, 3))
    row = st.tuples(
        st.integers(0, 1), st.integers(0, 3), weight, st.integers(-2, 3), st.integers(0, 15)
    )
    rows = draw(st.lists(row, min_size=4, max_size=40))
    # Two units and two rows in every stratum, so that there is a variance.
    rows += [(h, u, 1.0, u, 1) for h in (0, 1) for u in (0, 1)]
    return File(tuple(rows), draw(st.booleans()), draw(st.booleans()))


def asking(file: File) -> Asking:
    options: dict[str, Any] = {name: name.upper() for name in OPTIONS[:3]}
    options["dk"] = {"label": "DK", "kind": "dont_know"}
    item = {
        "text": "Q",
        "type": "multiple" if file.several else "single",
        "options": options,
        "nets": {"ab": {"options": ["a", "b"], "label": "A or B"}},
    }
    questionnaire = Questionnaire.model_validate(
        {"survey": "p", "title": "T", "waves": {"1": {"samples": {"JP": {}}}}, "items": {"q": item}}
    )
    return questionnaire.asking("q", "1")


def coded(file: File) -> Coded:
    stratum, unit, weight, answer, marks = (np.array(x) for x in zip(*file.rows, strict=True))
    chosen, status = None, answer.astype(np.int64)
    if file.several:
        chosen = (marks[:, None] >> np.arange(4)) & 1 == 1
        status = np.where(answer < 0, answer, 0).astype(np.int64)
        chosen &= (status >= 0)[:, None]
    keys = [f"{h}/{u}" for h in (0, 1) for u in range(4)]
    return Coded(
        samples=("JP",),
        sample=np.zeros(len(weight), dtype=np.int64),
        weight=weight.astype(float),
        strata=("0", "1"),
        stratum=stratum.astype(np.int64),
        psus=tuple(keys) if file.clustered else None,
        psu=(stratum * 4 + unit).astype(np.int64) if file.clustered else None,
        items={"q": CodedItem(OPTIONS, status, chosen)},
    )


def cells(file: File) -> Cells:
    return tabulate(coded(file), asking(file))["JP"]


def measured(file: File, found: Cells | None = None, base: Any = "all") -> MeasuredSample:
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "p",
            "title": "T",
            "waves": {"1": {"samples": {"JP": {}}}},
            "items": {"q": {"text": "Q", "options": {"a": "A"}}},
        }
    )
    (sample,) = questionnaire.samples("1")
    return MeasuredSample(asking(file), sample, found or cells(file), base, Where("f"))


def numbers(sample: MeasuredSample) -> dict[str, tuple[float, float]]:
    names = [*sample.targets.options, *NETS]
    found = sample.ratios([{name: 1.0} for name in names])
    return {
        name: (float(p), float(v))
        for name, p, v in zip(names, found.value, np.diag(found.covariance), strict=True)
    }


def same(first: dict[str, tuple[float, float]], second: dict[str, tuple[float, float]]) -> bool:
    return first.keys() == second.keys() and all(
        np.allclose(first[name], second[name], rtol=1e-9, atol=1e-12, equal_nan=True)
        for name in first
    )


@settings(deadline=None)
@given(files(), st.integers(0, 40))
def test_tabulating_together_is_pooling_apart(file: File, cut: int) -> None:
    parts = [part for part in (file.rows[:cut], file.rows[cut:]) if part]
    pooled = pool([cells(replace(file, rows=part)) for part in parts])
    whole = cells(file)
    order = [pooled.units.index(unit) for unit in whole.units]
    assert (pooled.rows[order] == whole.rows).all()
    assert (pooled.n[order] == whole.n).all()
    assert np.allclose(pooled.w[order], whole.w)
    blocks = [pooled.strata.index(stratum) for stratum in whole.strata]
    assert np.allclose(pooled.w2[blocks], whole.w2)
    assert pooled.n_not_asked == whole.n_not_asked
    assert pooled.n_not_stated == whole.n_not_stated
    assert same(numbers(measured(file, pooled)), numbers(measured(file)))


@settings(deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(file: File, random: Any) -> None:
    rows = list(file.rows)
    random.shuffle(rows)
    assert same(numbers(measured(replace(file, rows=tuple(rows)))), numbers(measured(file)))


@settings(deadline=None)
@given(files(), st.floats(1e-6, 1e6))
def test_weights_times_a_constant_change_nothing(file: File, factor: float) -> None:
    rows = tuple((h, u, w * factor, a, m) for h, u, w, a, m in file.rows)
    assert same(numbers(measured(replace(file, rows=rows))), numbers(measured(file)))


@settings(deadline=None)
@given(
    st.lists(files(), min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from(("all", "substantive")),
    st.sampled_from(("fail", "centered", "remove")),
)
def test_many_samples_at_once_are_each_of_them_alone(
    several: list[File], alone: bool, base: Any, lonely: Any
) -> None:
    if alone:  # a stratum with a single unit, or with nobody in the base
        several = [replace(f, rows=(*f.rows[:-2], (1, 1, 2.0, 3, 8))) for f in several]
    samples = [replace(measured(file, base=base), lonely=lonely) for file in several]
    wanted = [sample.targets.shares for sample in samples]
    prepare(samples, wanted)
    for sample, targets in zip(samples, wanted, strict=True):
        fresh = replace(sample)
        try:
            found = fresh.ratios(targets)
        except InputError as problem:
            with pytest.raises(InputError, match=re.escape(str(problem))):
                sample.ratios(targets)
            continue
        kept = sample.ratios(targets)
        assert np.allclose(kept.value, found.value, rtol=1e-12, equal_nan=True)
        close = {"rtol": 1e-9, "atol": 1e-18, "equal_nan": True}
        assert np.allclose(kept.covariance, found.covariance, **close)
        assert (kept.dof, kept.n_base) == (found.dof, found.n_base)
        assert np.allclose([kept.w_base, kept.kish_n], [found.w_base, found.kish_n], rtol=1e-12)


@settings(deadline=None)
@given(st.lists(files(), min_size=2, max_size=3))
def test_each_sample_has_a_population_of_that_size(several: list[File]) -> None:
    samples = [measured(replace(f, clustered=False, several=False)) for f in several]
    size = 2 * max(int(sample.cells.rows.sum()) for sample in samples)
    rows = np.array([sample.targets.matrix for sample in samples])
    bases = np.array([[sample.targets.base_row] * rows.shape[1] for sample in samples])
    moments = [sample.cells.moments for sample in samples]
    for place, found in enumerate(ratios_of_each(rows, bases, moments, population_size=size)):
        alone = ratios(rows[place], bases[place], **moments[place]._asdict(), population_size=size)
        assert isinstance(found, Ratios)
        assert np.allclose(found.covariance, alone.covariance, rtol=1e-9, atol=1e-18)


@settings(deadline=None)
@given(files())
def test_shares_of_a_base_sum_to_one(file: File) -> None:
    single = replace(file, several=False)
    for base in ("all", "substantive"):
        sample = measured(single, base=base)
        shares = numbers(sample)
        assert abs(sum(shares[name][0] for name in sample.targets.options) - 1) < 1e-9
        assert abs(shares["a"][0] + shares["b"][0] - shares["ab"][0]) < 1e-9


@settings(deadline=None)
@given(files())
def test_whoever_did_not_answer_moves_no_share(file: File) -> None:
    more = (*file.rows, (0, 0, 5.0, NOT_STATED, 0), (1, 1, 2.0, -2, 0))
    before, after = numbers(measured(file)), numbers(measured(replace(file, rows=more)))
    assert all(abs(before[name][0] - after[name][0]) < 1e-12 for name in before)
    found = cells(replace(file, rows=more))
    assert found.n_not_stated == cells(file).n_not_stated + 1
    assert found.n_not_asked == cells(file).n_not_asked + 1


@settings(deadline=None)
@given(files())
def test_a_variance_is_that_of_the_respondents_one_by_one(file: File) -> None:
    """The sums give what the definition gives, person by person."""
    sample = measured(file)
    data, question = coded(file), asking(file)
    answers = data.items["q"]
    if answers.chosen is None:
        y = np.array([answers.status == place for place in range(4)], float).T
    else:
        y = answers.chosen.astype(float)
    inside = (answers.status >= 0).astype(float)
    w = data.weight
    p = (w @ y) / (w @ inside)
    u = w[:, None] * (y - inside[:, None] * p) / (w @ inside)
    unit = data.psu if data.psu is not None else np.arange(len(w))
    total = np.zeros(4)
    for h in (0, 1):
        units = np.unique(unit[data.stratum == h])
        z = np.array([u[(unit == c) & (data.stratum == h)].sum(axis=0) for c in units])
        m = len(units)
        total += m / (m - 1) * ((z - z.mean(axis=0)) ** 2).sum(axis=0)
    found = numbers(sample)
    for place, name in enumerate(question.options):
        assert np.allclose(found[name], (p[place], total[place]), rtol=1e-9, atol=1e-14)


@settings(deadline=None)
@given(files(), st.sampled_from(("all", "substantive")))
def test_a_lead_follows_from_two_shares(file: File, base: Any) -> None:
    sample = measured(file, base=base)
    names = sample.targets.names
    shares = sample.ratios(sample.targets.shares)
    if shares.w_base <= 0:
        assert sample.ranked == ([], {})
        return
    for first in names:
        for second in names:
            if first != second:
                alone = replace(sample).ratios([{first: 1.0, second: -1.0}])
                lead, se = sample.difference(first, second)
                assert np.isclose(lead, alone.value[0], rtol=1e-9, atol=1e-13)
                assert np.isclose(se**2, alone.covariance[0, 0], rtol=1e-6, atol=1e-22)
    order, ranked = sample.ranked
    value = dict(zip(names, shares.value.tolist(), strict=True))
    assert set(order) == set(OPTIONS[:3])
    assert all(np.isclose(ranked[name], value[name], atol=1e-11) for name in order)
    assert [ranked[name] for name in order] == sorted(ranked.values(), reverse=True)


def test_the_variance_of_what_cancels_is_worked_out_anew() -> None:
    rows = tuple((h, u, 1.0, 0, 3) for h in (0, 1) for u in (0, 1, 2) for _ in range(u + 1))
    more = tuple((h, u, 1.0, 0, 0) for h in (0, 1) for u in (0, 1))
    sample = measured(File((*rows, *more), clustered=True, several=True))
    assert sample.ratios(sample.targets.shares).covariance[0, 0] > 0
    assert sample.difference("a", "b") == (0, 0)  # whoever chose one chose the other
