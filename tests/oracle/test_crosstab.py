"""kcli's crosstabs equal R's survey package and NCHS's surveytable, through kcli's own files.

A domain in R (``subset``, ``svyby``) is a column of a crosstab.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.errors import InputError
from kcli.io.project import Project
from kcli.model.records import Result
from kcli.stats.student import t_p_value

HERE = Path(__file__).resolve().parent
RELATIVE = 1e-8
Row = dict[str, str]
Levels = dict[str, str]


@cache
def rows_of(name: str, folder: str = "out") -> list[Row]:
    with (HERE / folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def close(value: Any, oracle: str | float) -> bool:
    return math.isclose(value, float(oracle), rel_tol=RELATIVE)


def named(*columns: str) -> Any:
    return lambda row: "-".join(row[column] for column in columns)


# ---------------------------------------------------------------- microdata as kcli's files


@dataclass(frozen=True)
class Source:
    """Microdata by one design, as a survey of kcli."""

    rows: list[Row]
    design: str
    columns: tuple[str, ...]
    """Those that the design names, and replicate weights."""
    variables: dict[str, Levels]
    """Variable, level as R prints it, code in the file."""
    asked: dict[str, str] = field(default_factory=dict)
    """The variables that only those are asked who gave an answer: ``item: level``."""

    def option(self, variable: str, level: str) -> str:
        return f"o{list(self.variables[variable]).index(level)}"

    def questionnaire(self, name: str) -> str:
        lines = [f"survey: {name}", "title: T", "waves:", '  "1":', "    sampling: probability"]
        lines += [f"    design: {{{self.design}}}", "    samples: {US: {}}", "items:"]
        for variable, levels in self.variables.items():
            lines += [f"  {variable}:", "    text: Q"]
            if variable in self.asked:
                item, level = self.asked[variable].split(": ")
                lines.append(f"    asked: {{item: {item}, options: [{self.option(item, level)}]}}")
            lines.append("    options:")
            lines += [
                f"      {self.option(variable, level)}: {{code: '{code}', label: '{level}'}}"
                for level, code in levels.items()
            ]
        return "\n".join(lines) + "\n"

    def responses(self) -> str:
        header = [*self.columns, *self.variables]
        lines = [header, *([row[name] for name in header] for row in self.rows)]
        return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


NHANES: dict[str, Levels] = {
    "HI_CHOL": {"high": "1", "ok": "0"},
    "race": {str(n): str(n) for n in range(1, 5)},
    "RIAGENDR": {"1": "1", "2": "2"},
    "agecat": {age: age for age in ("(0,19]", "(19,39]", "(39,59]", "(59,Inf]")},
}
ANES: dict[str, Levels] = {
    "party3": {"Dem": "Dem", "Ind": "Ind", "Rep": "Rep"},
    "ideo3": {name: name for name in ("Conservative", "Liberal", "Moderate")},
    "PID": {str(n): f"{n}.0" for n in range(7)},
    "vote": {"Clinton": "0.0", "Dole": "1.0"},
}
CLUSTERS = "weight: WTMEC2YR, stratum: SDMVSTRA, psu: SDMVPSU"
CLUSTER_COLUMNS = ("WTMEC2YR", "SDMVSTRA", "SDMVPSU")


def nhanes() -> list[Row]:
    return rows_of("nhanes", "data")


def anes() -> list[Row]:
    """The microdata with the groups and the designs that ``r/statistics.R`` makes of them."""
    rows = []
    for number, row in enumerate(rows_of("anes96", "data")):
        party, place = float(row["PID"]), float(row["selfLR"])
        dole = row["vote"] == "1.0"
        made_of = {
            "party3": "Dem" if party < 3 else "Ind" if party == 3 else "Rep",
            "ideo3": "Liberal" if place < 4 else "Moderate" if place == 4 else "Conservative",
            "weight": repr(0.5 + float(row["educ"]) / 4),
            "stratum": str(number % 5),
            "block": str(number // 20),
            **{f"{name}_Dole": row[name] if dole else "" for name in ("PID", "selfLR")},
        }
        rows.append(row | made_of)
    return rows


def with_replicates(rows: list[Row], weights: Sequence[Sequence[str]]) -> list[Row]:
    """Each row with its replicate weights."""
    return [
        row | {f"rw{place}": weight for place, weight in enumerate(own, 1)}
        for row, own in zip(rows, weights, strict=True)
    ]


def jackknife() -> Source:
    """The replicates of NHANES: each leaves out a unit, whose stratum makes its factor."""
    name = HERE / "out" / "repweights_nhanes_jkn.csv.gz"
    with gzip.open(name, "rt", encoding="utf-8") as stream:
        weights = [line[2:] for line in list(csv.reader(stream))[1:]]
    units = defaultdict(set)
    for row in nhanes():
        units[row["SDMVSTRA"]].add(row["SDMVPSU"])
    rscales = []
    for place in range(len(weights[0])):
        dropped = next(
            r for r, own in zip(nhanes(), weights, strict=True) if float(own[place]) == 0
        )
        count = len(units[dropped["SDMVSTRA"]])
        rscales.append(str((count - 1) / count))
    how = f"columns: rw*, type: jkn, rscales: [{', '.join(rscales)}]"
    columns = ("WTMEC2YR", *(f"rw{place}" for place in range(1, len(rscales) + 1)))
    design = f"weight: WTMEC2YR, replicates: {{{how}}}"
    variables = {name: NHANES[name] for name in ("HI_CHOL", "race")}
    return Source(with_replicates(nhanes(), weights), design, columns, variables)


def made_factors(number: int) -> dict[str, list[float]]:
    """What each replicate of ``r/statistics.R`` multiplies a respondent's weight by."""
    sign = [[1]]
    for _ in range(3):
        sign = [r + r for r in sign] + [r + [-s for s in r] for r in sign]
    half = number // 7 % 2
    halves = [float((s > 0) == (half == 0)) for s in sign[number % 7 + 1]]
    return {
        "JK1": [0 if number % 20 == r else 20 / 19 for r in range(20)],
        "BRR": [2 * h for h in halves],
        "Fay": [0.3 + 1.4 * h for h in halves],
        "bootstrap": [float((number**2 + number * r) % 101 % 3) for r in range(1, 26)],
    }


KINDS = {"JK1": "jk1", "BRR": "brr", "Fay": "brr, fay: 0.3", "bootstrap": "bootstrap"}


def made(kind: str, *, factors: bool) -> Source:
    """Replicate weights of one kind: whole weights, or the factors of the weight."""
    rows = anes()
    weights = [
        [repr(f if factors else f * float(row["weight"])) for f in made_factors(number)[kind]]
        for number, row in enumerate(rows)
    ]
    columns = ("weight", *(f"rw{place}" for place in range(1, len(weights[0]) + 1)))
    how = f"columns: rw*, type: {KINDS[kind]}, factors: {'yes' if factors else 'no'}"
    variables = {name: ANES[name] for name in ("party3", "vote")}
    design = f"weight: weight, replicates: {{{how}}}"
    return Source(with_replicates(rows, weights), design, columns, variables)


def by_mean(source: Source) -> Source:
    """The same, with deviations from the mean of the replicates."""
    design = f"{source.design.removesuffix('}')}, mse: no}}"
    return Source(source.rows, design, source.columns, source.variables)


def sparse() -> dict[str, Source]:
    """Tables with empty cells, in all and among those who would vote for Dole."""
    positions = {f"{n}.0": f"{n}.0" for n in range(8)}
    variables = {
        "vote": ANES["vote"],
        "educ": {f"{n}.0": f"{n}.0" for n in range(1, 8)},
        "PID": {f"{n}.0": f"{n}.0" for n in range(7)},
        "selfLR": positions,
        "PID_Dole": {f"{n}.0": f"{n}.0" for n in range(7)},
        "selfLR_Dole": positions,
    }
    asked = {"PID_Dole": "vote: Dole", "selfLR_Dole": "vote: Dole"}
    designs = {
        "weighted": "weight: weight",
        "strata": "weight: weight, stratum: stratum",
        "blocks": "weight: weight, psu: block",
    }
    return {
        name: Source(anes(), design, ("weight", "stratum", "block"), variables, asked)
        for name, design in designs.items()
    }


def lonely() -> Source:
    """NHANES without one of the two units of a stratum."""
    rows = [row for row in nhanes() if (row["SDMVSTRA"], row["SDMVPSU"]) != ("75", "2")]
    variables = {name: NHANES[name] for name in ("HI_CHOL", "race", "RIAGENDR")}
    return Source(rows, CLUSTERS, CLUSTER_COLUMNS, variables)


@cache
def sources() -> Mapping[str, Source]:
    jkn = jackknife()
    kinds = {
        f"{kind}_{'factors' if factors else 'weights'}": made(kind, factors=factors)
        for kind in KINDS
        for factors in (False, True)
    }
    return {
        "nhanes_psu": Source(nhanes(), CLUSTERS, CLUSTER_COLUMNS, NHANES),
        "nhanes_wts": Source(nhanes(), "weight: WTMEC2YR", ("WTMEC2YR",), NHANES),
        "anes96_unw": Source(anes(), "", (), ANES),
        "yrbs_psu": Source(
            rows_of("yrbs2015_qn8", "data"),
            "weight: weight, stratum: stratum, psu: psu",
            ("weight", "stratum", "psu"),
            {"qn8": {"yes": "1", "no": "2"}},
        ),
        "nhanes_lonely": lonely(),
        "jkn_TRUE": jkn,
        "jkn_FALSE": by_mean(jkn),
        **{f"{name}_TRUE": source for name, source in kinds.items()},
        **{f"{name}_FALSE": by_mean(source) for name, source in kinds.items()},
        **sparse(),
    }


def survey_of(name: str) -> str:
    return name.replace("_", "-").lower()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kcli project of all designs."""
    root = tmp_path_factory.mktemp("crosstabs")
    (root / "questionnaires").mkdir()
    for name, source in sources().items():
        survey = survey_of(name)
        path = root / "questionnaires" / f"{survey}.yaml"
        path.write_text(source.questionnaire(survey), "utf-8")
        data = root / "datasets" / survey
        data.mkdir(parents=True)
        (data / "1.responses.csv").write_text(source.responses(), "utf-8")
    return root


@dataclass(frozen=True)
class Tables:
    """Crosstabs of the designs, each made once."""

    folder: Path
    known: dict[tuple[Any, ...], Result] = field(default_factory=dict)

    def table(self, name: str, item: str, by: str, **how: Any) -> Result:
        key = (name, item, by, *sorted(how.items()))
        if key not in self.known:
            project = Project(self.folder, ".")
            self.known[key] = api.crosstab(project, f"{survey_of(name)}.{item}", by=[by], **how)
        return self.known[key]

    def cell(
        self, name: str, of: tuple[str, str], by: str, level: str | None = None, **how: Any
    ) -> dict[str, Any]:
        """An answer in one group, or of everyone."""
        source, (variable, answer) = sources()[name], of
        option = source.option(variable, answer)
        group = None if level is None else source.option(by, level)
        cells = self.table(name, variable, by, **how).rows("cell")
        (found,) = [c for c in cells if (c["option"], c["group"]) == (option, group)]
        return found


@pytest.fixture(scope="session")
def tables(folder: Path) -> Tables:
    return Tables(folder)


# ---------------------------------------------------------------- independence


@pytest.mark.parametrize("turned", [False, True], ids=["rows-by-columns", "columns-by-rows"])
@pytest.mark.parametrize("row", rows_of("rao_scott"), ids=named("design", "row", "col"))
def test_independence_equals_r(row: Row, tables: Tables, turned: bool) -> None:
    item, by = (row["row"], row["col"]) if turned else (row["col"], row["row"])
    (found,) = tables.table(row["design"], item, by).rows("independence")
    assert (found["by"], found["method"], found["why"]) == (by, "rao_scott", None)
    for key, column in (("f", "F"), ("ndf", "F_ndf"), ("ddf", "F_ddf"), ("p_value", "F_p")):
        assert close(found[key], row[column]), (key, found[key], row[column])


@pytest.mark.parametrize("row", rows_of("rao_scott_more"), ids=named("design", "col", "who"))
def test_independence_with_empty_cells_equals_r(row: Row, tables: Tables) -> None:
    item = row["col"] if row["who"] == "all" else f"{row['col']}_{row['who']}"
    (found,) = tables.table(row["design"], item, row["row"]).rows("independence")
    if not row["F"]:  # a singular matrix in R
        assert (found["f"], found["p_value"], found["method"]) == (None, None, None)
        assert found["why"]
        return
    for key, column in (("f", "F"), ("ndf", "ndf"), ("ddf", "ddf"), ("p_value", "p")):
        assert close(found[key], row[column]), (key, found[key], row[column])


# ---------------------------------------------------------------- contrasts

DIFFERENCES = named("design", "by", "a", "b")


@pytest.mark.parametrize("row", rows_of("differences"), ids=DIFFERENCES)
def test_a_difference_of_two_groups_equals_r(row: Row, tables: Tables) -> None:
    source = sources()[row["design"]]
    option = source.option(row["var"], row["level"])
    one, two = (source.option(row["by"], row[end]) for end in "ab")
    for adjust, adjusted in (("holm", "padj_holm"), ("bh", "padj_BH")):
        table = tables.table(row["design"], row["var"], row["by"], adjust=adjust)
        found = {(c["option"], c["group_a"], c["group_b"]): c for c in table.rows("contrast")}
        contrast = found[option, one, two]
        assert contrast["method"] == "t"
        assert contrast["dof"] == int(row["df"])
        for key, column in (
            ("gap", "diff"),
            ("se", "se"),
            ("p_value", "p_t"),
            ("low", "lo"),
            ("high", "hi"),
            ("p_adjusted", adjusted),
        ):
            assert close(contrast[key], row[column]), (key, contrast[key], row[column])


@pytest.mark.parametrize("row", rows_of("differences"), ids=DIFFERENCES)
def test_the_columns_of_a_difference_equal_r(row: Row, tables: Tables) -> None:
    for end in "ab":
        of = (row["var"], row["level"])
        found = tables.cell(row["design"], of, row["by"], row[end])
        assert found["n_base"] == int(row[f"n_{end}"])
        assert close(found["share"], row[f"p_{end}"])
        assert close(found["se"], row[f"se_{end}"])


# ---------------------------------------------------------------- Korn and Graubard, NCHS

FLAGS = {"nchs_review_dof": "Pdf", "nchs_review_extreme": "P0"}


@pytest.mark.parametrize(
    "row", rows_of("nchs_kg"), ids=named("design", "var", "by", "by_level", "level")
)
def test_korn_graubard_limits_and_flags_equal_those_of_nchs(row: Row, tables: Tables) -> None:
    of, how = (row["var"], row["level"]), {"ci": "kg", "suppress": "nchs"}
    source = sources()[row["design"]]
    others = [name for name in source.variables if name != row["var"]]
    if row["by"]:
        found = tables.cell(row["design"], of, row["by"], row["by_level"], **how)
    elif others:
        found = tables.cell(row["design"], of, others[0], **how)
    else:
        what = f"{survey_of(row['design'])}.{row['var']}"
        rows = api.compare(Project(tables.folder, "."), what, **how).rows("estimate")
        (found,) = [r for r in rows if r["option"] == source.option(*of)]
    assert (found["n_option"], found["n_base"]) == (
        int(row["n_numerator"]),
        int(row["n_denominator"]),
    )
    assert (found["dof"], found["method"]) == (int(row["degf"]), "kg")
    assert close(found["share"], row["Proportion"])
    assert close(found["se"], row["SE"])
    if row["LL"]:  # surveytable gives none for a share of 1
        assert close(found["low"], row["LL"])
        assert close(found["high"], row["UL"])
    assert " ".join(FLAGS[flag] for flag in found["flags"] if flag in FLAGS) == row["nchs_flags"]
    assert not found["suppressed"]  # nothing of these is Px


# ---------------------------------------------------------------- lonely units

OURS = {"remove": "remove", "certainty": "remove", "adjust": "centered"}
LONELY = [row for row in rows_of("lonely_psu") if row["option"] in {"fail", *OURS}]


@pytest.mark.parametrize("row", LONELY, ids=named("option", "var"))
def test_a_stratum_with_a_single_unit_is_handled_as_in_r(row: Row, tables: Tables) -> None:
    of = (row["var"], row["level"])
    if row["option"] == "fail":
        with pytest.raises(InputError, match="single sampling unit"):
            tables.cell("nhanes_lonely", of, "RIAGENDR")
        return
    found = tables.cell("nhanes_lonely", of, "RIAGENDR", lonely=OURS[row["option"]])
    assert found["dof"] == int(row["df"])
    assert close(found["share"], row["p"])
    assert close(found["se"], row["se"])


# ---------------------------------------------------------------- replicate weights


@pytest.mark.parametrize("row", rows_of("replicates"), ids=named("mse", "var", "level"))
def test_a_jackknife_by_strata_equals_r(row: Row, tables: Tables) -> None:
    of, by = (row["var"], row["level"]), "race" if row["var"] == "HI_CHOL" else "HI_CHOL"
    for ci, limits in (("wilson", "wilson"), ("logit", "xlogit")):
        found = tables.cell(f"jkn_{row['mse']}", of, by, ci=ci)
        assert found["dof"] == int(row["df"])
        assert close(found["share"], row["p"])
        assert close(found["se"], row["se"])
        assert close(found["low"], row[f"lo_{limits}"])
        assert close(found["high"], row[f"hi_{limits}"])


@pytest.mark.parametrize("columns", ["weights", "factors"])
@pytest.mark.parametrize("row", rows_of("replicates_more"), ids=named("type", "mse", "what"))
def test_replicates_of_every_kind_equal_r(row: Row, tables: Tables, columns: str) -> None:
    name = f"{row['type']}_{columns}_{row['mse']}"
    if row["what"] == "lead":
        project = Project(tables.folder, ".")
        (label,) = api.label(project, f"{survey_of(name)}.party3").rows("label")
        assert close(label["lead"] if label["option"] == "o0" else -label["lead"], row["p"])
        assert label["method"] == "t"
        assert close(
            label["p_value"], t_p_value(float(row["p"]) / float(row["se"]), int(row["df"]))
        )
        return
    if row["what"] == "vote_of_Dem":  # a domain: a column of the crosstab
        found = tables.cell(name, ("vote", "Dole"), "party3", "Dem")
    else:
        found = tables.cell(name, ("party3", row["what"]), "vote")
    assert found["dof"] == int(row["df"])
    assert close(found["share"], row["p"])
    assert close(found["se"], row["se"])
