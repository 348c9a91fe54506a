"""kcli's estimates equal those of R's survey package, read through kcli's own files.

A domain in R (``subset``) is a filter in kcli: an item asked of those only.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.analysis.measured import MeasuredSample
from kcli.cells.tally import tabulate
from kcli.errors import Where
from kcli.io.project import Project
from kcli.stats.student import t_p_value

HERE = Path(__file__).resolve().parent
RELATIVE = 1e-8
AGES = ("(0,19]", "(19,39]", "(39,59]", "(59,Inf]")


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Source:
    """One file of microdata as a kcli survey: its items, and a filtered copy for each domain."""

    def __init__(self, data: str, design: str, variables: dict[str, dict[str, str]]) -> None:
        self.data = data
        self.design = design
        self.variables = variables  # variable -> level as R prints it -> code in the file
        self.silent: dict[str, str] = {}  # variable -> level that is don't know
        self.nets: dict[str, dict[str, list[str]]] = {}
        self.domains: dict[str, list[str]] = {}  # by-variable -> variables seen within

    def item(self, variable: str, by: str = "", level: str = "") -> str:
        """The id of a variable's item, in all or in one domain."""
        if not by:
            return variable
        return f"{variable}__{by}_{list(self.variables[by]).index(level)}"

    def option(self, variable: str, level: str) -> str:
        return f"o{list(self.variables[variable]).index(level)}"

    def items(self) -> Iterator[tuple[str, str, str, str]]:
        for variable in self.variables:
            yield self.item(variable), variable, "", ""
        for by, inner in self.domains.items():
            for variable in inner:
                for level in self.variables[by]:
                    yield self.item(variable, by, level), variable, by, level

    def questionnaire(self, name: str) -> str:
        lines = [f"survey: {name}", "title: T", "waves:", '  "1":', "    sampling: probability"]
        lines += [f"    design: {{{self.design}}}", "    samples: {US: {}}", "items:"]
        for item, variable, by, level in self.items():
            lines += [f"  {item}:", "    text: Q", "    options:"]
            for printed, code in self.variables[variable].items():
                kind = ", kind: dont_know" if self.silent.get(variable) == printed else ""
                option = self.option(variable, printed)
                lines.append(f"      {option}: {{code: '{code}', label: '{printed}'{kind}}}")
            if by:
                asked = f"item: {by}, options: [{self.option(by, level)}]"
                lines.append(f"    asked: {{{asked}}}")
            nets = self.nets.get(variable, {})
            lines += ["    nets:"] if nets else []
            for net, members in nets.items():
                parts = ", ".join(self.option(variable, member) for member in members)
                lines.append(f"      {net}: {{options: [{parts}], label: {net}}}")
        return "\n".join(lines) + "\n"

    def responses(self) -> str:
        with (HERE / "data" / self.data).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        design = [part.split(": ")[1] for part in self.design.split(", ") if part]
        items = list(self.items())
        lines = [[*design, *(item for item, *_ in items)]]
        for row in rows:
            known = row | recoded(row)
            lines.append(
                [known[c] for c in design] + [known[variable] for _, variable, *_ in items]
            )
        return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


def nhanes(design: str) -> Source:
    chol = {"high": "1", "ok": "0"}
    variables = {
        "HI_CHOL": chol,
        "HI_CHOL3": {**chol, "missing": "missing"},
        "race": {str(n): str(n) for n in range(1, 5)},
        "RIAGENDR": {"1": "1", "2": "2"},
        "agecat": {age: age for age in AGES},
    }
    source = Source("nhanes.csv", design, variables)
    source.silent = {"HI_CHOL3": "missing"}
    source.domains = {"RIAGENDR": ["HI_CHOL", "race"], "agecat": ["HI_CHOL", "HI_CHOL3", "race"]}
    return source


def anes() -> Source:
    variables = {
        "party3": {"Dem": "Dem", "Ind": "Ind", "Rep": "Rep"},
        "ideo3": {"Liberal": "Liberal", "Moderate": "Moderate", "Conservative": "Conservative"},
        "PID": {str(n): f"{n}.0" for n in range(7)},
        "vote": {"Clinton": "0.0", "Dole": "1.0"},
    }
    source = Source("anes96.csv", "", variables)
    source.nets = {"PID": {"dem_net": ["0", "1", "2"], "rep_net": ["4", "5", "6"]}}
    source.domains = {"party3": ["PID", "ideo3", "vote"]}
    return source


def recoded(row: dict[str, str]) -> dict[str, str]:
    """The groups that the oracle makes of a row."""
    found = {"HI_CHOL3": row.get("HI_CHOL", "") or "missing"}
    if "PID" in row:
        party, position = float(row["PID"]), float(row["selfLR"])
        found["party3"] = "Dem" if party < 3 else "Ind" if party == 3 else "Rep"
        found["ideo3"] = (
            "Liberal" if position < 4 else "Moderate" if position == 4 else "Conservative"
        )
    return found


SOURCES = {
    "nhanes_psu": nhanes("weight: WTMEC2YR, stratum: SDMVSTRA, psu: SDMVPSU"),
    "anes96_unw": anes(),
    "nhanes_wts": nhanes("weight: WTMEC2YR"),
    "yrbs_psu": Source(
        "yrbs2015_qn8.csv",
        "weight: weight, stratum: stratum, psu: psu",
        {"qn8": {"yes": "1", "no": "2"}},
    ),
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kcli project of all designs."""
    root = tmp_path_factory.mktemp("oracle")
    for name, source in SOURCES.items():
        survey = name.replace("_", "-")
        (root / "questionnaires").mkdir(exist_ok=True)
        (root / "questionnaires" / f"{survey}.yaml").write_text(
            source.questionnaire(survey), "utf-8"
        )
        data = root / "datasets" / survey
        data.mkdir(parents=True)
        (data / "1.responses.csv").write_text(source.responses(), "utf-8")
    return root


@pytest.fixture(scope="session")
def estimates(folder: Path) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Every estimate by design, base, item and option."""
    found = {}
    for name in SOURCES:
        for base in ("all", "substantive"):
            result = api.compare(Project(folder, "."), name.replace("_", "-"), base=base)
            for row in result.rows("estimate"):
                found[name, base, row["item"], row["option"]] = row
    return found


def close(value: Any, oracle: str) -> bool:
    return math.isclose(value, float(oracle), rel_tol=RELATIVE)


def usable(row: dict[str, str]) -> bool:
    return float(row["se"]) > 0 and 0 < float(row["p"]) < 1


PROPORTIONS = [row for row in rows_of("proportions") if row["design"] in SOURCES and usable(row)]


@pytest.mark.parametrize(
    "row", PROPORTIONS, ids=lambda r: "-".join(r[k] for k in ("design", "by_level", "var", "level"))
)
def test_a_share_equals_r(
    row: dict[str, str], estimates: dict[tuple[str, str, str, str], dict[str, Any]]
) -> None:
    source = SOURCES[row["design"]]
    item = source.item(row["var"], row["by_var"], row["by_level"])
    option = source.option(row["var"], row["level"])
    found = estimates[row["design"], "all", item, option]
    assert found["n_base"] == int(row["n"])
    assert found["n_option"] == int(row["n_cell"])
    assert found["dof"] == int(row["df"])
    for key, column in (
        ("share", "p"),
        ("se", "se"),
        ("w_base", "sum_w"),
        ("deff", "deff_replace"),
        ("n_eff", "n_eff_var"),
        ("low", "lo_wilson"),
        ("high", "hi_wilson"),
    ):
        assert close(found[key], row[column]), (key, found[key], row[column])


@pytest.mark.parametrize(
    "row", rows_of("dk_bases"), ids=lambda r: f"{r['case']}-{r['base']}-{r['level']}"
)
def test_a_share_on_either_base_equals_r(
    row: dict[str, str], estimates: dict[tuple[str, str, str, str], dict[str, Any]]
) -> None:
    source = SOURCES["nhanes_psu"]
    domain = row["case"].removeprefix("nhanes.")
    where = ("", "") if domain == "ALL" else ("agecat", domain)
    item = source.item("HI_CHOL3", *where)
    base = "all" if row["base"] == "everyone" else "substantive"
    found = estimates["nhanes_psu", base, item, source.option("HI_CHOL3", row["level"])]
    assert (found["n_base"], found["dof"]) == (int(row["n"]), int(row["df"]))
    for key, column in (("share", "p"), ("se", "se"), ("low", "lo_wilson"), ("high", "hi_wilson")):
        assert close(found[key], row[column]), key


@pytest.mark.parametrize("row", rows_of("nets"), ids=lambda r: r["net"])
def test_a_net_equals_r(
    row: dict[str, str], estimates: dict[tuple[str, str, str, str], dict[str, Any]]
) -> None:
    found = estimates["anes96_unw", "all", "PID", row["net"]]
    assert (found["n_base"], found["dof"]) == (int(row["n"]), int(row["df"]))
    for key, column in (("share", "p"), ("se", "se"), ("low", "lo_wilson"), ("high", "hi_wilson")):
        assert close(found[key], row[column]), key


LEADS = [row for row in rows_of("leads") if row["design"] in SOURCES]


@pytest.mark.parametrize(
    "row", LEADS, ids=lambda r: "-".join(r[k] for k in ("design", "var", "by_level"))
)
def test_a_lead_equals_r(row: dict[str, str], folder: Path) -> None:
    source = SOURCES[row["design"]]
    item = source.item(row["var"], row["by"], row["by_level"])
    project = Project(folder, ".")
    survey = project.survey(row["design"].replace("_", "-"))
    coded = project.responses(survey, "1", [item])
    assert coded is not None
    asking = survey.questionnaire.asking(item, "1")
    (sample,) = survey.questionnaire.samples("1")
    cells = tabulate(coded, asking)["US"]
    measured = MeasuredSample(asking, sample, cells, "all", Where("responses"))
    first, second = (source.option(row["var"], row[key]) for key in ("first", "second"))
    found = measured.ratios([{first: 1.0, second: -1.0}, {first: 1.0}, {second: 1.0}])
    assert found.dof == int(row["df"])
    assert close(found.value[0], row["lead"])
    assert close(math.sqrt(found.covariance[0, 0]), row["se_lead"])
    assert close(found.covariance[1, 2], row["cov12"])
    t = float(found.value[0]) / math.sqrt(found.covariance[0, 0])
    assert close(t, row["t"])
    assert close(t_p_value(t, found.dof), row["p_two_sided"])
    label = api.label(project, f"{survey.questionnaire.survey}.{item}").rows("label")[0]
    assert close(label["lead"], row["lead"])
    if label["method"] == "t":
        assert close(label["p_value"], row["p_two_sided"])
