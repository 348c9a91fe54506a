"""The formulas of ``kcli.stats`` on microdata equal those of R's survey, base R and statsmodels.

Shares are computed here from rows of the data, without kcli's readers: ``test_r_survey.py``
proves those.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kcli.stats.design import LonelyStratumError, Ratios, ratios
from kcli.stats.differences import exact_lead_p_value, holm, newcombe
from kcli.stats.intervals import logit, normal_quantile, wald, wilson
from kcli.stats.korn_graubard import korn_graubard, korn_graubard_base, presentation
from kcli.stats.multiple import benjamini_hochberg
from kcli.stats.raking import Margin, rake
from kcli.stats.rao_scott import f_tail, rao_scott
from kcli.stats.replicates import (
    Replication,
    bootstrap,
    brr,
    jk1,
    jkn,
    replicate_covariance,
    replicate_dof,
)
from kcli.stats.standardise import pooled_composition, standardise
from kcli.stats.student import t_p_value, t_quantile, t_tail

HERE = Path(__file__).resolve().parent
RELATIVE = 1e-8
CONFIDENCE = 0.95
Z = normal_quantile(CONFIDENCE)
Row = dict[str, str]
Mask = NDArray[np.bool_]


@cache
def rows_of(name: str, folder: str = "out") -> list[Row]:
    with (HERE / folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def close(value: float, oracle: str | float, absolute: float = 0.0) -> bool:
    return math.isclose(value, float(oracle), rel_tol=RELATIVE, abs_tol=absolute)


@dataclass(frozen=True)
class Sample:
    """Rows of microdata, and a design of them."""

    rows: list[Row]
    weight: NDArray[np.float64]
    stratum: NDArray[np.int64]
    unit: NDArray[np.int64] | None = None

    def column(self, name: str) -> NDArray[np.str_]:
        return np.array([row[name] for row in self.rows])

    def where(self, name: str, value: str) -> Mask:
        return self.column(name) == value

    def sums(self, columns: list[Mask], weight: Any = None) -> dict[str, Any]:
        """The sums of ``ratios``, of columns that may overlap."""
        w = self.weight if weight is None else weight
        unit = self.stratum if self.unit is None else self.unit
        units, strata, size = unit.max() + 1, self.stratum.max() + 1, len(columns)
        stratum_of = np.zeros(units, dtype=np.int64)
        stratum_of[unit] = self.stratum
        w2 = np.zeros((strata, size, size))
        for a, first in enumerate(columns):
            for b, second in enumerate(columns):
                w2[:, a, b] = np.bincount(self.stratum, w**2 * (first & second), strata)
        return {
            "n": np.stack([np.bincount(unit, c, units) for c in columns], 1).astype(np.int64),
            "w": np.stack([np.bincount(unit, w * c, units) for c in columns], 1),
            "w2": w2,
            "rows": np.bincount(unit, minlength=units),
            "stratum_of": stratum_of,
            "clustered": self.unit is not None,
        }

    def shares(self, answers: list[Mask], bases: list[Mask], weight: Any = None) -> Ratios:
        """Of each base its answer."""
        columns = [
            part
            for answer, base in zip(answers, bases, strict=True)
            for part in (answer & base, base & ~answer)
        ]
        targets = np.eye(2 * len(answers))[::2]
        bases_of = np.kron(np.eye(len(answers)), [1.0, 1.0])
        one = bases_of.any(axis=0) if len(answers) == 1 else bases_of
        return ratios(targets, one, **self.sums(columns, weight))


def numbered(values: list[str]) -> NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def recoded(row: Row) -> Row:
    party, self_placed, education = (float(row[k]) for k in ("PID", "selfLR", "educ"))
    age = float(row["age"])
    return {
        **row,
        "PID": str(int(party)),
        "party3": "Dem" if party < 3 else "Ind" if party == 3 else "Rep",
        "ideo3": "Liberal"
        if self_placed < 4
        else "Moderate"
        if self_placed == 4
        else "Conservative",
        "edu3": "HS-" if education <= 3 else "SomeColl" if education == 4 else "Coll+",
        "ageband": "18-34" if age < 35 else "35-49" if age < 50 else "50-64" if age < 65 else "65+",
        "vote": "Clinton" if float(row["vote"]) == 0 else "Dole",
    }


@cache
def sample(design: str) -> Sample:
    data, kind = design.rsplit("_", 1)
    if data == "nhanes":
        high = {"1": "high", "0": "ok"}
        rows = [
            {**row, "HI_CHOL": high.get(row["HI_CHOL"], "")} for row in rows_of("nhanes", "data")
        ]
        columns = ("WTMEC2YR", "SDMVSTRA", "SDMVPSU")
    elif data == "yrbs":
        yes = {"1": "yes", "2": "no"}
        rows = [{**row, "qn8": yes.get(row["qn8"], "")} for row in rows_of("yrbs2015_qn8", "data")]
        columns = ("weight", "stratum", "psu")
    else:
        rows = [recoded(row) for row in rows_of("anes96", "data")]
        columns = ("", "", "")
    weight = np.array([float(row[columns[0]]) if columns[0] else 1.0 for row in rows])
    if kind != "psu":
        return Sample(rows, weight, np.zeros(len(rows), dtype=np.int64))
    stratum = numbered([row[columns[1]] for row in rows])
    unit = numbered([f"{row[columns[1]]} {row[columns[2]]}" for row in rows])
    return Sample(rows, weight, stratum, unit)


def answered(s: Sample, variable: str) -> Mask:
    return ~s.where(variable, "")


def levels(s: Sample, variable: str) -> list[str]:
    return sorted(set(s.column(variable)) - {""})


# ---------------------------------------------------------------- intervals


def share_of(row: Row) -> Ratios:
    s = sample(row["design"])
    by = row.get("by", row.get("by_var"))
    base = answered(s, row["var"])
    if by:
        base &= s.where(by, row["by_level"])
    return s.shares([s.where(row["var"], row["level"])], [base])


@pytest.mark.parametrize(
    "row",
    [row for row in rows_of("nchs_kg") if float(row["Proportion"]) < 1],
    ids=lambda r: "-".join(r[k] for k in ("design", "by_level", "var", "level")),
)
def test_a_korn_graubard_interval_equals_that_of_nchs(row: Row) -> None:
    found = share_of(row)
    p, variance = float(found.value[0]), float(found.covariance[0, 0])
    assert (found.n_base, found.dof) == (int(row["n_denominator"]), int(row["degf"]))
    assert close(math.sqrt(variance), row["SE"])
    n_eff = p * (1 - p) / variance if p else None
    base = korn_graubard_base(n_eff, found.n_base, found.dof, CONFIDENCE)
    low, high = korn_graubard(p, base, Z)
    assert close(base, row["n_effective"])
    assert close(low, row["LL"])
    assert close(high, row["UL"])
    shown = presentation(p, (low, high), n=found.n_base, n_eff=n_eff, dof=found.dof)
    flags = ["Px"] if shown.suppress else []
    flags += ["Pc"] if shown.footnote else []
    flags += [{"dof": "Pdf", "extreme": "P0"}[doubt] for doubt in shown.review]
    assert " ".join(flags) == row["nchs_flags"]


def test_intervals_of_a_share_equal_r() -> None:
    rows = [
        row for row in rows_of("proportions") if float(row["se"]) > 0 and 0 < float(row["p"]) < 1
    ]
    assert len(rows) > 80
    for row in rows:
        p, n_eff, dof = float(row["p"]), float(row["n_eff_var"]), int(row["df"])
        quantile = t_quantile(CONFIDENCE, dof)
        for name, interval in (("mean", wald), ("xlogit", logit), ("wilson", wilson)):
            low, high = interval(p, n_eff, quantile)
            assert close(low, max(0.0, float(row[f"lo_{name}"])))
            assert close(high, min(1.0, float(row[f"hi_{name}"])))
        n = int(row["n"])
        base = korn_graubard_base(n_eff, n, dof, CONFIDENCE)
        if base < n:  # R does not keep it below n
            low, high = korn_graubard(p, base, Z)
            assert close(low, row["lo_beta"])
            assert close(high, row["hi_beta"])


def test_binomial_intervals_equal_r() -> None:
    for row in rows_of("binomial_ci"):
        x, n = int(row["x"]), int(row["n"])
        quantile = normal_quantile(float(row["level"]))
        for interval, name in ((korn_graubard, "exact"), (wilson, "wilson")):
            low, high = interval(x / n, n, quantile)
            assert close(low, row[f"{name}_lo"]), row
            assert close(high, row[f"{name}_hi"]), row
        assert close(exact_lead_p_value(x, n - x), row["binom_p_vs_half_two_sided"])


def test_newcombe_equals_statsmodels() -> None:
    for row in rows_of("two_proportions_statsmodels"):
        x1, n1, x2, n2 = (int(row[k]) for k in ("x1", "n1", "x2", "n2"))
        low, high = newcombe(x1 / n1, n1, x2 / n2, n2, Z)
        assert close(low, row["newcomb_lo"])
        assert close(high, row["newcomb_hi"])


def half_tail(x: float, n: float, _: float) -> float:
    """P(X >= x) of n fair coins."""
    if 2 * x > n:
        return exact_lead_p_value(int(x), int(n - x)) / 2
    return 1 - half_tail(n - x + 1, n, _) if x else 1.0


DISTRIBUTIONS: dict[str, Callable[[float, float, float], float]] = {
    "qnorm": lambda p, _b, _c: math.copysign(normal_quantile(abs(2 * p - 1)), p - 0.5),
    "qt": lambda p, dof, _c: math.copysign(t_quantile(abs(2 * p - 1), dof), p - 0.5),
    "pt": lambda t, dof, _c: t_tail(t, dof),
    "pf_upper": f_tail,
    "pbinom_ge_half": half_tail,
}


@pytest.mark.parametrize("name", sorted(DISTRIBUTIONS))
def test_distributions_equal_r(name: str) -> None:
    rows = [row for row in rows_of("distributions") if row["fn"] == name]
    assert rows
    for row in rows:
        value = DISTRIBUTIONS[name](*(float(row[k] or "nan") for k in "abc"))
        absolute = 0.0 if float(row["value"]) else 1e-15
        assert close(value, row["value"], absolute), (row, value)


def test_limits_are_quantiles_of_beta_as_in_r() -> None:
    for row in rows_of("distributions"):
        if row["fn"] == "qbeta" and float(row["a"]) < 0.5 and float(row["c"]) > 1:
            tail, a, b = (float(row[k]) for k in "abc")
            n = a + b - 1
            low, _ = korn_graubard(a / n, n, normal_quantile(1 - 2 * tail))
            assert close(low, row["value"])


# ---------------------------------------------------------------- differences and many of them


def test_covariances_of_shares_equal_r() -> None:
    groups = defaultdict(list)
    for row in rows_of("covariances"):
        groups[row["design"], row["var"]].append(row)
    for (design, variable), rows in groups.items():
        s = sample(design)
        options = levels(s, variable)
        masks = [s.where(variable, option) for option in options]
        found = ratios(np.eye(len(options)), np.ones(len(options)), **s.sums(masks))
        for row in rows:
            a, b = options.index(row["a"]), options.index(row["b"])
            assert close(found.covariance[a, b], row["cov"])
            assert close(found.value[a], row["p_a"])


def test_differences_of_groups_equal_r() -> None:
    families = defaultdict(list)
    for row in rows_of("differences"):
        families[row["design"], row["by"], row["var"], row["level"]].append(row)
    for (design, by, variable, level), rows in families.items():
        s = sample(design)
        options = levels(s, by)
        bases = [s.where(by, option) & answered(s, variable) for option in options]
        found = s.shares([s.where(variable, level)] * len(options), bases)
        p_values = []
        for row in rows:
            a, b = options.index(row["a"]), options.index(row["b"])
            contrast = np.eye(len(options))[a] - np.eye(len(options))[b]
            gap, se = contrast @ found.value, math.sqrt(contrast @ found.covariance @ contrast)
            assert close(gap, row["diff"])
            assert close(se, row["se"])
            assert close(found.covariance[a, b], row["cov"], absolute=1e-16)
            dof = int(row["df"])
            assert found.dof == dof
            spread = t_quantile(CONFIDENCE, dof) * se
            assert close(gap - spread, row["lo"])
            assert close(gap + spread, row["hi"])
            p_values.append(t_p_value(gap / se, dof))
            assert close(p_values[-1], row["p_t"])
        for adjust, column in ((holm, "padj_holm"), (benjamini_hochberg, "padj_BH")):
            for value, row in zip(adjust(p_values), rows, strict=True):
                assert value is not None
                assert close(value, row[column])


def test_adjusted_p_values_equal_r() -> None:
    rows = rows_of("p_adjust")
    p_values = [float(row["p"]) for row in rows]
    for adjust, column in ((holm, "holm"), (benjamini_hochberg, "BH")):
        for value, row in zip(adjust(p_values), rows, strict=True):
            assert value is not None
            assert close(value, row[column])


# ---------------------------------------------------------------- independence


@pytest.mark.parametrize(
    "row", rows_of("rao_scott"), ids=lambda r: "-".join(r[k] for k in ("design", "row", "col"))
)
def test_independence_is_tested_as_in_r(row: Row) -> None:
    from scipy.special import chdtrc

    s = sample(row["design"])
    across, down = levels(s, row["col"]), levels(s, row["row"])
    cells = [s.where(row["row"], a) & s.where(row["col"], b) for a in down for b in across]
    found = ratios(np.eye(len(cells)), np.ones(len(cells)), **s.sums(cells))
    assert (found.n_base, found.dof) == (int(row["n"]), int(row["design_df"]))
    table = found.value.reshape(len(down), len(across))
    test = rao_scott(table, found.covariance, found.n_base, found.dof)
    for value, column in (
        (test.f, "F"),
        (test.ndf, "F_ndf"),
        (test.ddf, "F_ddf"),
        (test.p_value, "F_p"),
        (test.chi_squared, "X2_scaled"),
        (float(chdtrc(int(row["X2_df"]), test.chi_squared / test.deff)), "X2_p"),
    ):
        assert close(value, row[column]), column


@pytest.mark.parametrize(
    "row",
    rows_of("rao_scott_more"),
    ids=lambda r: "-".join(r[k] for k in ("design", "col", "who")),
)
def test_independence_with_empty_cells_is_tested_as_in_r(row: Row) -> None:
    whole = sample("anes96_unw")
    number = np.arange(len(whole.rows))
    s = Sample(
        whole.rows,
        0.5 + whole.column("educ").astype(float) / 4,
        number % 5 if row["design"] == "strata" else 0 * number,
        number // 20 if row["design"] == "blocks" else None,
    )
    base = s.where("vote", "Dole") if row["who"] == "Dole" else number >= 0
    down, across = levels(s, row["row"]), levels(s, row["col"])
    cells = [base & s.where(row["row"], a) & s.where(row["col"], b) for a in down for b in across]
    assert any(not cell.any() for cell in cells)
    found = ratios(np.eye(len(cells)), np.ones(len(cells)), **s.sums(cells))
    assert (found.n_base, found.dof) == (int(row["n"]), int(row["dof"]))
    table = found.value.reshape(len(down), len(across))
    if not row["F"]:  # a block of empty cells: a singular matrix in R
        with pytest.raises(ValueError, match="too many cells are empty"):
            rao_scott(table, found.covariance, found.n_base, found.dof)
        return
    test = rao_scott(table, found.covariance, found.n_base, found.dof)
    for value, column in ((test.f, "F"), (test.ndf, "ndf"), (test.ddf, "ddf"), (test.p_value, "p")):
        assert close(value, row[column]), column


# ---------------------------------------------------------------- replicate weights


def replicated(
    s: Sample, answers: list[list[Mask]], base: Mask, weights: Any, how: Replication
) -> tuple[Any, Any]:
    """Ratios of one base and their covariance; a target is the first mask less the second."""
    masks = [mask & base for pair in answers for mask in pair]
    numerators = np.zeros((len(answers), len(masks) + 1))
    place = 0
    for target, pair in enumerate(answers):
        for sign, _ in zip((1.0, -1.0), pair, strict=False):
            numerators[target, place] = sign
            place += 1
    columns = np.stack([*masks, base], axis=1).astype(float)
    whole = np.eye(columns.shape[1])[-1]
    totals = s.weight @ columns
    values = numerators @ totals / totals[-1]
    return values, replicate_covariance(
        numerators, whole, totals=totals, replicates=weights.T @ columns, replication=how
    )


@cache
def jackknife_weights() -> NDArray[np.float64]:
    with gzip.open(HERE / "out" / "repweights_nhanes_jkn.csv.gz", "rt", encoding="utf-8") as stream:
        lines = list(csv.reader(stream))[1:]
    return np.array([line[2:] for line in lines], float)


@pytest.mark.parametrize(
    "row", rows_of("replicates"), ids=lambda r: f"{r['mse']}-{r['var']}-{r['level']}"
)
def test_a_stratified_jackknife_equals_r(row: Row) -> None:
    s, weights = sample("nhanes_psu"), jackknife_weights()
    assert weights.shape == (len(s.rows), int(row["n_rep"]))
    units = np.bincount(s.stratum[np.unique(s.unit, return_index=True)[1]])
    # The stratum of each replicate is that of the unit whose weight is 0.
    dropped = [s.stratum[np.flatnonzero(weights[:, r] == 0)[0]] for r in range(weights.shape[1])]
    rscales = [(units[h] - 1) / units[h] for h in dropped]
    assert close(rscales[0], row["rscale1"])
    how = jkn(rscales, mse=row["mse"] == "TRUE")
    assert close(how.scale, row["scale"])
    base = answered(s, row["var"])
    value, covariance = replicated(s, [[s.where(row["var"], row["level"])]], base, weights, how)
    assert close(value[0], row["p"])
    assert close(math.sqrt(covariance[0, 0]), row["se"])
    assert replicate_dof(weights[base]) == int(row["df"])
    n_eff = value[0] * (1 - value[0]) / covariance[0, 0]
    quantile = t_quantile(CONFIDENCE, int(row["df"]))
    for interval, name in ((wilson, "wilson"), (logit, "xlogit")):
        low, high = interval(float(value[0]), float(n_eff), quantile)
        assert close(low, row[f"lo_{name}"])
        assert close(high, row[f"hi_{name}"])


def made_weights() -> dict[str, NDArray[np.float64]]:
    """The weights of ``r/statistics.R``."""
    s = sample("anes96_unw")
    number = np.arange(len(s.rows))
    weight = 0.5 + s.column("educ").astype(float) / 4
    sign = np.ones((1, 1))
    for _ in range(3):
        sign = np.block([[sign, sign], [sign, -sign]])
    half = number // 7 % 2
    halves = (sign[number % 7 + 1] > 0) == (half == 0)[:, None]
    replicate = np.arange(20)
    draw = np.arange(1, 26)
    factors = {
        "JK1": np.where(number[:, None] % 20 == replicate, 0, 20 / 19),
        "BRR": 2.0 * halves,
        "Fay": 0.3 + 1.4 * halves,
        "bootstrap": (number[:, None] ** 2 + number[:, None] * draw) % 101 % 3,
    }
    return {name: weight[:, None] * factor for name, factor in factors.items()} | {"": weight}


REPLICATIONS: dict[str, Callable[[bool], Replication]] = {
    "JK1": lambda mse: jk1(20, mse=mse),
    "BRR": lambda mse: brr(8, mse=mse),
    "Fay": lambda mse: brr(8, fay=0.3, mse=mse),
    "bootstrap": lambda mse: bootstrap(25, mse=mse),
}


@pytest.mark.parametrize(
    "row", rows_of("replicates_more"), ids=lambda r: f"{r['type']}-{r['mse']}-{r['what']}"
)
def test_replicates_of_every_kind_equal_r(row: Row) -> None:
    whole = sample("anes96_unw")
    weights = made_weights()
    s = Sample(whole.rows, weights[""], whole.stratum)
    base, answers = np.ones(len(s.rows), dtype=bool), [[s.where("party3", row["what"])]]
    if row["what"] == "lead":
        answers = [[s.where("party3", "Dem"), s.where("party3", "Rep")]]
    if row["what"] == "vote_of_Dem":
        base, answers = s.where("party3", "Dem"), [[s.where("vote", "Dole")]]
    how = REPLICATIONS[row["type"]](row["mse"] == "TRUE")
    assert close(how.scale, row["scale"])
    value, covariance = replicated(s, answers, base, weights[row["type"]], how)
    assert close(value[0], row["p"])
    assert close(math.sqrt(covariance[0, 0]), row["se"])
    assert replicate_dof(weights[row["type"]][base]) == int(row["df"])


# ---------------------------------------------------------------- lonely units


def with_lonely(
    s: Sample, answer: Mask, base: Mask, lonely: Any, population_size: int | None = None
) -> tuple[float, float, int]:
    """A share, its standard error and its degrees of freedom."""
    found = ratios(
        [[1, 0]],
        [1, 1],
        **s.sums([answer & base, base & ~answer]),
        lonely=lonely,
        population_size=population_size,
    )
    return float(found.value[0]), math.sqrt(found.covariance[0, 0]), found.dof


R_NAMES = {"remove": "remove", "certainty": "remove", "adjust": "centered"}


@pytest.mark.parametrize(
    "row",
    [row for row in rows_of("lonely_psu") if row["option"] in {"fail", *R_NAMES}],
    ids=lambda r: f"{r['option']}-{r['var']}",
)
def test_lonely_units_equal_r(row: Row) -> None:
    whole = sample("nhanes_psu")
    kept = [r for r in whole.rows if (r["SDMVSTRA"], r["SDMVPSU"]) != ("75", "2")]
    weight = np.array([float(r["WTMEC2YR"]) for r in kept])
    s = Sample(
        kept,
        weight,
        numbered([r["SDMVSTRA"] for r in kept]),
        numbered([f"{r['SDMVSTRA']} {r['SDMVPSU']}" for r in kept]),
    )
    answer, base = s.where(row["var"], row["level"]), answered(s, row["var"])
    if row["option"] == "fail":
        with pytest.raises(LonelyStratumError):
            with_lonely(s, answer, base, "fail")
        return
    p, se, dof = with_lonely(s, answer, base, R_NAMES[row["option"]])
    assert close(p, row["p"])
    assert close(se, row["se"])
    assert dof == int(row["df"])


@pytest.mark.parametrize(
    "row",
    rows_of("lonely_more"),
    ids=lambda r: f"{r['lonely']}-{'finite' if r['finite'] == 'TRUE' else 'infinite'}-{r['what']}",
)
def test_lonely_respondents_equal_r(row: Row) -> None:
    whole = sample("anes96_unw")
    number = np.arange(len(whole.rows))
    alone = (number >= 900) & (number % 11 == 0)
    stratum = np.where(alone, 1000 + number, number % 5)
    weight = 0.5 + whole.column("educ").astype(float) / 4
    s = Sample(whole.rows, weight, numbered(list(stratum)))
    base, answer = np.ones(len(number), dtype=bool), s.where("party3", row["what"])
    if row["what"] == "vote_of_Dem":
        base, answer = s.where("party3", "Dem"), s.where("vote", "Dole")
    size = 4000 if row["finite"] == "TRUE" else None
    p, se, dof = with_lonely(s, answer, base, R_NAMES[row["lonely"]], size)
    assert close(p, row["p"])
    assert close(se, row["se"])
    assert dof == int(row["df"])


# ---------------------------------------------------------------- raking


@cache
def raked() -> tuple[Any, list[str], list[list[str]]]:
    rows = rows_of("raking_weights_anes96")
    names = ["edu3", "ageband"]
    targets: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows_of("raking_margins"):
        targets[row["margin"]][row["category"]] = float(row["target"])
    categories = [list(targets[name]) for name in names]
    margins = [
        Margin(
            np.array([categories[m].index(row[name]) for row in rows]),
            np.array(list(targets[name].values())),
        )
        for m, name in enumerate(names)
    ]
    return rake([float(row["base"]) for row in rows], margins), names, categories


def test_raked_weights_equal_r() -> None:
    found, _, _ = raked()
    rows = rows_of("raking_weights_anes96")
    assert len(found.weight) == len(rows)
    for weight, row in zip(found.weight, rows, strict=True):
        assert close(weight, row["raked"])


def test_raked_margins_equal_r() -> None:
    found, names, categories = raked()
    for row in rows_of("raking_margins"):
        margin = names.index(row["margin"])
        place = categories[margin].index(row["category"])
        assert close(found.achieved[margin][place], row["achieved"])
        assert abs(found.achieved[margin][place] - float(row["target"])) <= 1e-10
        assert close(found.before[margin][place], row["unweighted"])


def test_what_raking_costs_equals_r() -> None:
    (row,) = rows_of("raking_summary")
    found, _, _ = raked()
    assert len(found.weight) == int(row["n"])
    assert close(found.weight.sum(), row["sum_w"])
    assert close(found.least, row["min_w"])
    assert close(found.greatest, row["max_w"])
    assert close(found.deff, row["kish_deff"])
    assert close(len(found.weight) / found.deff, row["kish_neff"])


RAKED = [row for row in rows_of("raking_estimates") if row["variance"] != "calibration_aware"]


@pytest.mark.parametrize("row", RAKED, ids=lambda r: f"{r['variance']}-{r['var']}-{r['level']}")
def test_a_share_under_raked_weights_equals_r(row: Row) -> None:
    s = sample("anes96_unw")
    weight = raked()[0].weight if row["variance"] == "weights_as_fixed" else None
    everyone = np.ones(len(s.rows), dtype=bool)
    found = s.shares([s.where(row["var"], row["level"])], [everyone], weight)
    assert close(found.value[0], row["p"])
    assert close(math.sqrt(found.covariance[0, 0]), row["se"])
    assert found.n_base == int(row["n"])


# ---------------------------------------------------------------- standardisation

YES = {"HI_CHOL": "high", "vote": "Dole"}
SEX = {"sex": "RIAGENDR"}


def standardised_rows() -> dict[tuple[str, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows_of("standardised"):
        found[tuple(row[k] for k in ("design", "over", "cells", "y", "composition"))].append(row)
    return found


@pytest.mark.parametrize("case", standardised_rows(), ids="-".join)
def test_standardised_shares_equal_r(case: tuple[str, ...]) -> None:
    design, over, by, y, composition = case
    s = sample(design)
    group, cell = SEX.get(over, over), SEX.get(by, by)
    groups, parts = levels(s, group), levels(s, cell)
    known, yes = answered(s, y), s.where(y, YES[y])
    bases = [known & s.where(group, a) & s.where(cell, b) for a in groups for b in parts]
    pooled = [known & s.where(cell, b) for b in parts]
    columns = [part for base in bases for part in (base & yes, base & ~yes)]
    inside = np.kron(np.eye(len(bases)), [1.0, 1.0])
    each = np.eye(len(columns))[::2]
    in_cell = np.tile(np.kron(np.eye(len(parts)), [1.0, 1.0]), len(groups))
    found = ratios(
        np.vstack([each, in_cell]), np.vstack([inside, np.ones_like(in_cell)]), **s.sums(columns)
    )
    shares = found.value[: len(bases)].reshape(len(groups), len(parts))
    w_base = np.array([s.weight[base].sum() for base in bases]).reshape(shares.shape)
    target = pooled_composition(w_base)
    assert np.allclose(target, found.value[len(bases) :], rtol=1e-12)
    assert np.allclose(target, [s.weight[part].sum() for part in pooled] / s.weight[known].sum())
    covariance = found.covariance
    if composition != "estimated":
        covariance = covariance[: len(bases), : len(bases)]
    if composition not in ("estimated", "pooled"):
        target = np.array(composition.split(), float)
    adjusted = standardise(shares, covariance, target)
    crude = s.shares([yes] * len(groups), [known & s.where(group, a) for a in groups])
    for row in standardised_rows()[case]:
        a, b = groups.index(row["first"]), groups.index(row["second"])
        assert close(adjusted.value[a], row["adjusted"])
        assert close(adjusted.covariance[a, b], row["adjusted_cov"], absolute=1e-16)
        if row["crude"]:
            assert close(crude.value[a], row["crude"])
            assert close(crude.covariance[a, b], row["crude_cov"], absolute=1e-16)
