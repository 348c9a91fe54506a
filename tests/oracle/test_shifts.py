"""kcli's changes between two waves equal those of R's survey package, through kcli's own files."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.io.project import Project
from kcli.stats.student import t_p_value, t_quantile

HERE = Path(__file__).resolve().parent
RELATIVE = 1e-8
SMALL = 30  # effective respondents; below so many kcli's limits are Newcombe's
CONFIDENCE = 0.95
Row = dict[str, str]


def rows_of(folder: str, name: str) -> list[Row]:
    with (HERE / folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def key(row: Row) -> str:
    return f"{row['case']}-{row['design']}-{row['option']}"


SHIFTS = [
    shift | wave
    for shift, wave in zip(rows_of("out", "shifts"), rows_of("out", "shift_waves"), strict=True)
    if key(shift) == key(wave)
]

# The columns of each design of the README; a panel's respondents are its units without a psu.
DESIGNS = {
    "psu": "stratum: stratum, psu: psu, weight: weight",
    "weighted": "weight: weight",
    "unweighted": "",
    "id_unweighted": "",
    "id_weighted": "weight: weight",
    "id_own_weight": "weight: own_weight",
    "id_strata": "stratum: stratum, weight: weight",
}

# Replicate weights are made of the id; R's are the same.
KINDS = {"JK1": "jk1", "Fay": "brr, fay: 0.3", "bootstrap": "bootstrap"}
for kind, how in KINDS.items():
    replicates = f"{{columns: rw*, type: {how}, mse: MSE}}"
    for name, mse in ((kind, "yes"), (f"{kind}_mean", "no")):
        DESIGNS[name] = f"weight: weight, replicates: {replicates.replace('MSE', mse)}"


def factors(design: str, number: int) -> list[float]:
    """What each replicate weight of a respondent is, as a part of the weight."""
    sign = [[1]]
    for _ in range(3):
        sign = [r + r for r in sign] + [r + [-s for s in r] for r in sign]
    half = number // 7 % 2 == 0
    kind = design.removesuffix("_mean")
    if kind == "JK1":
        return [0 if number // 7 % 20 == r else 20 / 19 for r in range(20)]
    if kind == "Fay":
        return [0.3 + 1.4 * ((s > 0) == half) for s in sign[number % 7 + 1]]
    if kind == "bootstrap":
        return [float((number**2 + number * r) % 101 % 3) for r in range(1, 26)]
    return []


@dataclass(frozen=True)
class Source:
    """A file of both waves, read by one design: a survey of kcli."""

    data: str
    design: str

    @property
    def survey(self) -> str:
        return f"{self.data}-{self.design}".replace("_", "-")

    @property
    def panel(self) -> bool:
        return self.data.startswith("panel")

    @property
    def items(self) -> dict[str, list[str]]:
        """Every item that R followed, with its options."""
        found: dict[str, list[str]] = {}
        for row in SHIFTS:
            data, item = row["case"].split(".")
            if (data, row["design"]) == (self.data, self.design):
                found.setdefault(item, []).append(row["option"])
        return found

    @property
    def columns(self) -> list[str]:
        """The design of a wave, as its questionnaire declares it."""
        respondent = ["respondent: id"] if self.panel else []
        return respondent + [part for part in [DESIGNS[self.design]] if part]

    def questionnaire(self) -> str:
        lines = [f"survey: {self.survey}", "title: T", "waves:"]
        for wave in ("1", "2"):
            same = wave == "2" and self.panel
            lines += [f'  "{wave}":', f"    fieldwork: 200{wave}", "    sampling: probability"]
            lines += ["    mode: online", "    weighted: yes", "    samples: {US: {}}"]
            lines += [f"    design: {{{', '.join(self.columns)}}}"]
            lines += [f"    same_respondents_as: {self.survey}@1"] if same else []
        lines += ["items:"]
        for item, options in self.items.items():
            lines += [f"  {item}:", "    text: Q", "    wording: verbatim"]
            lines += ["    options_complete: published", "    options:"]
            lines += [
                f"      o{option}: {{code: '{option}', label: O{option}}}" for option in options
            ]
        return "\n".join(lines) + "\n"

    def replicates(self, row: Row) -> Row:
        """The replicate weights of a respondent, where the design has any."""
        own = factors(self.design, int(row.get("id", 0)))
        return {f"rw{n}": repr(float(row["weight"]) * f) for n, f in enumerate(own, 1)}

    def write(self, root: Path) -> None:
        questionnaire = root / "questionnaires" / f"{self.survey}.yaml"
        questionnaire.parent.mkdir(exist_ok=True)
        questionnaire.write_text(self.questionnaire(), "utf-8")
        folder = root / "datasets" / self.survey
        folder.mkdir(parents=True)
        told = [text.partition(", replicates")[0] for text in self.columns]
        names = [part.split(": ")[1] for text in told for part in text.split(", ")]
        names += self.items
        rows = [row | self.replicates(row) for row in rows_of("data", self.data)]
        names += self.replicates(rows[0])
        for wave in ("1", "2"):
            lines = [names, *([r[n] for n in names] for r in rows if r["wave"] == wave)]
            text = "\n".join(",".join(line) for line in lines) + "\n"
            (folder / f"{wave}.responses.csv").write_text(text, "utf-8")


SOURCES = list(
    dict.fromkeys(Source(row["case"].partition(".")[0], row["design"]) for row in SHIFTS)
)


@pytest.fixture(scope="module")
def shifts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every change that kcli computes of these files, by case, design and option."""
    root = tmp_path_factory.mktemp("shifts")
    for source in SOURCES:
        source.write(root)
    project = Project(root, ".")
    found = {}
    for source in SOURCES:
        for item, options in source.items.items():
            what = f"{source.survey}.{item}"
            records = api.shift(project, what, start="1", end="2").rows("shift")
            assert [row["category"] for row in records] == [f"o{option}" for option in options]
            for row, option in zip(records, options, strict=True):
                found[f"{source.data}.{item}-{source.design}-{option}"] = row
    return found


def close(value: float | None, oracle: float) -> bool:
    return value is not None and math.isclose(value, oracle, rel_tol=RELATIVE, abs_tol=1e-12)


def close_p(value: float, oracle: float) -> bool:
    """Of a p too small for its digits to mean anything, the size of its logarithm."""
    if oracle < 1e-100:
        return value > 0 and math.isclose(math.log(value), math.log(oracle), rel_tol=RELATIVE)
    return math.isclose(value, oracle, rel_tol=RELATIVE)


def test_the_two_tables_of_the_oracle_name_the_same_changes() -> None:
    assert len(SHIFTS) == len(rows_of("out", "shifts")) == len(rows_of("out", "shift_waves"))
    assert {row["design"] for row in SHIFTS} == set(DESIGNS)


def test_every_change_of_the_oracle_is_one_that_kcli_tests_by_t() -> None:
    """None is all or none, or of few: those have Newcombe's limits, and R's survey has none."""
    for row in SHIFTS:
        for end in ("from", "to"):
            share, se = float(row[f"share_{end}"]), float(row[f"se_{end}"])
            assert 0 < share < 1
            assert share * (1 - share) / se**2 >= SMALL


@pytest.mark.parametrize("row", SHIFTS, ids=key)
def test_shares_and_their_change_equal_r(row: Row, shifts: dict[str, dict[str, Any]]) -> None:
    found = shifts[key(row)]
    assert (found["evidence_from"], found["evidence_to"]) == ("measured", "measured")
    assert (found["grade"], found["wording"], found["base"]) == ("A", "shift", "all")
    for name in ("share_from", "share_to", "shift"):
        assert close(found[name], float(row[name])), (name, found[name], row[name])
    assert found["bound_low"] == found["bound_high"] == pytest.approx(found["shift"], rel=1e-9)


@pytest.mark.parametrize("row", SHIFTS, ids=key)
def test_the_standard_error_p_and_limits_of_a_change_equal_r(
    row: Row, shifts: dict[str, dict[str, Any]]
) -> None:
    found = shifts[key(row)]
    panel = row["case"].startswith("panel")
    assert found["method"] == ("same_respondents" if panel else "welch")
    change, se, dof = (float(row[name]) for name in ("shift", "se", "dof"))
    p, low, high = (float(row[name]) for name in ("p", "low", "high"))
    if panel and float(row["dof_base"]) != dof:
        # R counts every row of a panel; kcli whoever is in the base of either wave.
        dof = float(row["dof_base"])
        p, reach = t_p_value(change / se, dof), t_quantile(CONFIDENCE, dof) * se
        low, high = change - reach, change + reach
    width = found["high"] - found["low"]
    assert close(width / (2 * t_quantile(CONFIDENCE, dof)), se)
    assert close(found["low"], low)
    assert close(found["high"], high)
    assert close_p(found["p_value"], p), (found["p_value"], p)


@pytest.mark.parametrize(
    "row", [row for row in SHIFTS if row["cov"]], ids=lambda row: f"{key(row)}-cov"
)
def test_the_covariance_of_a_panel_is_in_its_standard_error(
    row: Row, shifts: dict[str, dict[str, Any]]
) -> None:
    """The square of the standard error is both variances less twice the covariance of R."""
    found = shifts[key(row)]
    dof = float(row["dof_base"])
    se = (found["high"] - found["low"]) / (2 * t_quantile(CONFIDENCE, dof))
    apart = float(row["se_from"]) ** 2 + float(row["se_to"]) ** 2
    assert close(se**2, apart - 2 * float(row["cov"]))


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_a_wider_confidence_widens_the_limits_and_keeps_p(
    confidence: float, tmp_path: Path, shifts: dict[str, dict[str, Any]]
) -> None:
    source = Source("panel_anes", "id_weighted")
    source.write(tmp_path)
    what = f"{source.survey}.side"
    done = api.shift(Project(tmp_path, "."), what, start="1", end="2", confidence=confidence)
    for record in done.rows("shift"):
        row = shifts[f"panel_anes.side-id_weighted-{record['category'][1:]}"]
        assert record["p_value"] == row["p_value"]
        wide = t_quantile(confidence, 943) / t_quantile(CONFIDENCE, 943)
        widths = [r["high"] - r["low"] for r in (record, row)]
        assert close(widths[0], wide * widths[1])
