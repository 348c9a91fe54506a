"""Slopes of ``kcli trend`` equal those of R: of figures by glm, of respondents by svyglm.

R 4.2.2 and its survey package 4.1.1 gave the values below, with ::

    tight <- glm.control(epsilon = 1e-15, maxit = 200)
    s <- coef(summary(f))["year", ]    # of glm: summary(f, dispersion = 1)

Counts and printed figures (the scatter and its p are Pearson's)::

    # counts
    k <- c(612, 640, 646, 716, 636, 628, 532); year <- c(2015:2018, 2020, 2021, 2024)
    f <- glm(cbind(k, 1200 - k) ~ year, binomial, control = tight)
    # figures: `year` is the middle of fieldwork, whose days begin and end at midnight
    middle <- (as.numeric(as.Date(first)) + as.numeric(as.Date(last)) + 1) / 2
    start <- function(y) as.numeric(as.Date(paste0(y, "-01-01")))
    y <- as.numeric(format(as.Date(floor(middle), origin = "1970-01-01"), "%Y"))
    year <- y + (middle - start(y)) / (start(y + 1) - start(y))
    f <- glm(p ~ year, binomial, weights = n / deff, control = tight)
    # margins
    p <- c(.30, .34, .33, .38, .44); year <- 2001:2005
    n <- c(1000, 1000, 900, 1100, 800); m <- c(4.5, 4.1, 5, 4, 6)
    n_eff <- n / (m / (100 * qnorm(.975) * sqrt(.25 / n)))^2
    f <- glm(p ~ year, binomial, weights = n_eff, control = tight)
    # of all three
    x2 <- sum(residuals(f, "pearson")^2); pchisq(x2, f$df.residual, lower.tail = FALSE)

A printed share may be half a unit more or less. Of every cut k of the T waves, and both signs::

    q <- p + c(-1, 1) * half * ifelse(seq_len(T) <= k, 1, -1)    # as p above; b, se and z of glm
    min(b); max(b); 2 * pnorm(-min(abs(z)))
    min(b - qnorm(.975) * se); max(b + qnorm(.975) * se)

Respondents: each wave is an independent design, and its weights have the mean 1 over the base::

    w <- weight / the mean of weight where y is not missing, wave by wave
    design <- svydesign(ids = ~SDMVPSU, strata = ~interaction(wave, SDMVSTRA), weights = ~w,
                        nest = TRUE)                             # psu
    design <- svydesign(ids = ~1, strata = ~wave, weights = ~w)  # weighted, unweighted
    base <- subset(design, !is.na(y))
    f <- svyglm(y ~ year, base, family = quasibinomial(), control = tight)
    f$df.residual                                                # dof
    # the scatter, with pi the fitted share of each year t; of each wave
    total <- svytotal(~I((year == t) * (y - pi)) + I(year == t), base)
    d <- coef(total)[1] / coef(total)[2]; v <- vcov(total)[1, 1] / coef(total)[2]^2
    # and of all together
    x2 <- deviance(lm(d ~ 0 + I(pi * (1 - pi)) + I(pi * (1 - pi) * t), weights = 1 / v))
    pchisq(x2, length(t) - 2, lower.tail = FALSE)

In NHANES ``wave <- SDMVSTRA %% 6 + 1`` and ``year <- 2000 + wave``; chol is HI_CHOL; more is 1 of
respondents whose row number modulo 40 is below the wave, else HI_CHOL; race is race 1 or 2; few is
race 1 of those who are not race 4. In ANES ``wave <- (income - 1) %/% 4 + 1``; vote is 1 - vote;
the weight is 1, or ``0.5 + educ / 4``.

Replicates of NHANES (``out/repweights_nhanes_jkn.csv.gz``), each divided as the weight is, with
units the number of PSUs of the stratum that a replicate leaves out::

    design <- svrepdesign(weights = w, repweights = reps, type = "JKn", scale = 1,
                          rscales = (units - 1) / units, combined.weights = TRUE, mse = TRUE)
    f <- svyglm(y ~ year, subset(design, !is.na(y)), family = quasibinomial(), control = tight)

svyglm fits every replicate anew, so that the size of a wave varies with its replicates. kcli holds
the sizes: the variance of a wave is that of its share. With v the variance of ``svymean(~y)`` by
the replicates of the rows of each wave, and X <- cbind(1, t)::

    I <- solve(t(X) %*% (X * n * pi * (1 - pi)))
    se <- sqrt((I %*% t(X) %*% (X * n^2 * v) %*% I)[2, 2]); 2 * pt(-abs(slope / se), 15)
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kcli import api
from kcli.io.project import Project
from kcli.stats.student import t_p_value
from kcli.stats.trend import logistic_slope

HERE = Path(__file__).resolve().parent
RELATIVE = 1e-8
Row = dict[str, str]


class Oracle(NamedTuple):
    """Of one line: slope, standard error, degrees of freedom, p; the scatter and its p."""

    slope: float
    se: float
    dof: float | None
    p: float
    scatter: float
    scatter_p: float


def close(value: float | None, oracle: float, relative: float = RELATIVE) -> bool:
    return value is not None and math.isclose(value, oracle, rel_tol=relative, abs_tol=0)


def agrees(found: Mapping[str, Any], oracle: Oracle) -> bool:
    """Whether a record of ``kcli trend`` says what R says."""
    return (
        close(found["slope"], oracle.slope)
        and close(found["se"], oracle.se)
        and found["dof"] == oracle.dof
        and close_p(found["p_value"], oracle.p)
        and close(found["scatter"], oracle.scatter)
        and close_p(found["scatter_p_value"], oracle.scatter_p)
    )


def close_p(value: float, oracle: float) -> bool:
    """A p far out in the tail has the digits of its logarithm."""
    return close(value, oracle) or (
        oracle < 1e-12 and close(math.log(value), math.log(oracle), RELATIVE)
    )


# -- printed figures ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """One wave as it was published: when, of how many, and what."""

    start: str
    fact: str
    n: int
    end: str = ""
    more: str = ""


COUNTS = [
    Printed(str(year), f"count,{count}", 1200)
    for year, count in zip(
        (2015, 2016, 2017, 2018, 2020, 2021, 2024),
        (612, 640, 646, 716, 636, 628, 532),
        strict=True,
    )
]

FIGURES = [
    Printed("2015-07-01", "share,51.0", 1200, "2015-07-24", "deff: 1"),
    Printed("2016-07-01", "share,53.3", 400, "2016-08-01", "deff: 1.5"),
    Printed("2018-01-15", "share,53.8", 1000, "2018-02-15", "deff: 1"),
    Printed("2019-02-10", "share,59.7", 2500, "2019-02-10", "deff: 2.25"),
    Printed("2019-11-01", "share,53.0", 800, "2019-11-30", "deff: 1"),
    Printed("2024-12-20", "share,36.9", 1200, "2025-01-12", "deff: 3"),
]

MARGINS = [
    Printed(str(year), f"share,{share}", n, more=f"margin_of_error: {points}")
    for year, share, n, points in (
        (2001, 30, 1000, 4.5),
        (2002, 34, 1000, 4.1),
        (2003, 33, 900, 5),
        (2004, 38, 1100, 4),
        (2005, 44, 800, 6),
    )
]

PUBLISHED: dict[str, tuple[list[Printed], Oracle]] = {
    "counts": (
        COUNTS,
        Oracle(
            -0.0317255020303947,
            0.00750706251121984,
            None,
            2.37789701160728e-05,
            41.3523050807471,
            7.96415439614598e-08,
        ),
    ),
    "figures": (
        FIGURES,
        Oracle(
            -0.0402505742619477,
            0.011476880490174,
            None,
            0.00045301787713288,
            51.4738512900072,
            1.77707877382692e-10,
        ),
    ),
    "margins": (
        MARGINS,
        Oracle(
            0.129521808810948,
            0.0329697592932849,
            None,
            8.54761713052984e-05,
            2.242007253901,
            0.523721714830538,
        ),
    ),
}

PUBLISHED_WAVE = """\
  "w{number}":
    fieldwork: {{start: {start}, end: {end}}}
    mode: online
    sampling: probability
    weighted: yes
    published_base: all
    samples: {{KR: {{n: {n}{more}}}}}
"""


def published(root: Path, waves: Sequence[Printed]) -> Project:
    """A survey of these waves, an option of one item printed in each."""
    text = "survey: poll\ntitle: T\nsources: {s: {publisher: S}}\nwaves:\n"
    rows = ["id,wave,country,item,option,predicate,value,source"]
    for number, wave in enumerate(waves, 1):
        more = f", {wave.more}" if wave.more else ""
        text += PUBLISHED_WAVE.format(
            number=number, start=wave.start, end=wave.end or wave.start, n=wave.n, more=more
        )
        rows.append(f"f{number},w{number},KR,q,yes,{wave.fact},s")
    text += "items:\n  q: {text: Q, wording: verbatim, options_complete: published, "
    text += "options: {'yes': Y, other: O}}\n"
    return written(root, "poll", text, {"findings": "\n".join(rows) + "\n"})


def written(root: Path, survey: str, questionnaire: str, files: Mapping[str, str]) -> Project:
    (root / "questionnaires").mkdir(parents=True)
    (root / "questionnaires" / f"{survey}.yaml").write_text(questionnaire, "utf-8")
    (root / "datasets" / survey).mkdir(parents=True)
    for name, content in files.items():
        (root / "datasets" / survey / f"{name}.csv").write_text(content, "utf-8")
    return Project(root, ".")


def printed_line(root: Path, waves: Sequence[Printed], **options: Any) -> dict[str, Any]:
    found = api.trend(published(root, waves), "poll.q", answers=["yes"], **options)
    (line,) = found.rows("trend")
    return line


@pytest.mark.parametrize("case", PUBLISHED)
def test_a_slope_of_figures_equals_glm(case: str, tmp_path: Path) -> None:
    waves, oracle = PUBLISHED[case]
    line = printed_line(tmp_path, waves)
    assert (line["category"], line["method"], line["segment"]) == ("yes", "binomial", 1)
    assert list(line["fitted"]) == [f"w{number}" for number in range(1, len(waves) + 1)]
    p = RANGES[case].p if case in RANGES else oracle.p
    assert agrees(line, oracle._replace(p=p)), (line, oracle)
    assert close(line["odds_ratio"], math.exp(oracle.slope))


class Range(NamedTuple):
    """Over all that the printed shares may be: the slopes, the largest p, and the limits."""

    least: float
    most: float
    p: float
    low: float
    high: float


RANGES = {
    "figures": Range(
        -0.0408355256832448,
        -0.0396657555108019,
        0.000547174909050714,
        -0.0633323697742653,
        -0.0171740037567436,
    ),
    "margins": Range(
        0.114996377709022,
        0.144068222895925,
        0.000480995660793454,
        0.050435836310499,
        0.208757930134237,
    ),
}


@pytest.mark.parametrize("case", RANGES)
def test_a_slope_is_known_as_far_as_its_shares_were_printed(case: str, tmp_path: Path) -> None:
    line, oracle = printed_line(tmp_path, PUBLISHED[case][0]), RANGES[case]
    assert close(line["slope_low"], oracle.least)
    assert close(line["slope_high"], oracle.most)
    assert close(line["low"], oracle.low)
    assert close(line["high"], oracle.high)
    assert PUBLISHED[case][1].p < oracle.p


def test_a_slope_of_counts_is_known_exactly(tmp_path: Path) -> None:
    waves, oracle = PUBLISHED["counts"]
    line = printed_line(tmp_path, waves, confidence=0.9)
    assert line["slope_low"] == line["slope"] == line["slope_high"]
    reach = 1.6448536269514722 * oracle.se  # qnorm(0.95)
    assert close(line["low"], oracle.slope - reach)
    assert close(line["high"], oracle.slope + reach)


# -- respondents -------------------------------------------------------------------------------

RESPONDENTS: dict[tuple[str, str], Oracle] = {
    ("nhanes.chol", "psu"): Oracle(
        0.0574858165582443,
        0.0266754521754998,
        15,
        0.047818630376767,
        6.04544261973748,
        0.195780196884703,
    ),
    ("nhanes.chol", "weighted"): Oracle(
        0.0574858165582443,
        0.0273782642910923,
        7839,
        0.0357881683842767,
        4.06213454944213,
        0.397662158827821,
    ),
    ("nhanes.more", "psu"): Oracle(
        0.197196600106471,
        0.0225357616574418,
        15,
        2.8066441019837e-07,
        6.42246287843778,
        0.169741883024978,
    ),
    ("nhanes.more", "weighted"): Oracle(
        0.197196600106471,
        0.0219427173788477,
        7919,
        3.13647329301565e-19,
        6.18917343694599,
        0.185459095680544,
    ),
    ("nhanes.race", "psu"): Oracle(
        0.254755042940246,
        0.0731105224330027,
        15,
        0.00332757441413976,
        12.0550696610159,
        0.0169464170597456,
    ),
    ("nhanes.race", "weighted"): Oracle(
        0.254755042940246,
        0.0192349134316044,
        8584,
        1.1887105724404e-39,
        169.91808647564,
        1.08905021975557e-35,
    ),
    ("nhanes.few", "psu"): Oracle(
        0.00104245854012708,
        0.0633102066463794,
        15,
        0.987079739158144,
        6.6121949642037,
        0.157857043302527,
    ),
    ("nhanes.few", "weighted"): Oracle(
        0.00104245854012708,
        0.0147800631312283,
        8076,
        0.943772455798706,
        356.612131867594,
        6.55019843748238e-76,
    ),
    ("anes.vote", "unweighted"): Oracle(
        -0.272401284581414,
        0.0482680091807414,
        937,
        2.20706031429556e-08,
        2.19338745847149,
        0.700240074021521,
    ),
    ("anes.vote", "weighted"): Oracle(
        -0.271553226733424,
        0.0493236077033411,
        937,
        4.7525468995022e-08,
        2.53210288857236,
        0.638896647139315,
    ),
}

DESIGNS = {
    "psu": "design: {stratum: stratum, psu: psu, weight: weight}",
    "weighted": "design: {weight: weight}",
    "unweighted": "",
}
# What each item is called in kcli, the answer or net that R's y is, and the base.
ANSWERS = {
    "nhanes.chol": ("chol", "o1", "all"),
    "nhanes.more": ("more", "o1", "all"),
    "nhanes.race": ("race", "both", "all"),
    "nhanes.few": ("race", "o1", "substantive"),
    "anes.vote": ("vote", "o0", "all"),
}
ITEMS = {
    "chol": "options: {o0: {code: '0', label: No}, o1: {code: '1', label: Has}}",
    "more": "options: {o0: {code: '0', label: No}, o1: {code: '1', label: Has}}",
    "race": (
        "options: {o1: {code: '1', label: R1}, o2: {code: '2', label: R2}, "
        "o3: {code: '3', label: R3}, o4: {code: '4', label: R4, kind: dont_know}}, "
        "nets: {both: {options: [o1, o2], label: Both}}"
    ),
    "vote": "options: {o0: {code: '0', label: Clinton}, o1: {code: '1', label: Dole}}",
}


def rows_of(name: str) -> list[Row]:
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def nhanes() -> list[Row]:
    rows = []
    for number, row in enumerate(rows_of("nhanes.csv"), 1):
        wave = int(row["SDMVSTRA"]) % 6 + 1
        rows.append(
            {
                "wave": str(wave),
                "stratum": row["SDMVSTRA"],
                "psu": row["SDMVPSU"],
                "weight": row["WTMEC2YR"],
                "chol": row["HI_CHOL"],
                "more": "1" if number % 40 < wave else row["HI_CHOL"],
                "race": row["race"],
            }
        )
    return rows


def anes() -> list[Row]:
    return [
        {
            "wave": str((int(float(row["income"])) - 1) // 4 + 1),
            "weight": repr(0.5 + float(row["educ"]) / 4),
            "vote": str(int(float(row["vote"]))),
        }
        for row in rows_of("anes96.csv")
    ]


def responses(root: Path, rows: Iterable[Row], design: str, more: str = "") -> Project:
    """A survey with a file of respondents for each wave, its waves a year apart."""
    by_wave: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_wave[row["wave"]].append(row)
    text = "survey: study\ntitle: T\nwaves:\n"
    files = {}
    for wave in sorted(by_wave):
        text += (
            f'  "{2000 + int(wave)}": {{fieldwork: {2000 + int(wave)}, mode: online, '
            f"sampling: probability, weighted: yes, samples: {{US: {{}}}}, {design}}}\n"
        )
        names = [name for name in by_wave[wave][0] if name != "wave"]
        lines = [names, *([row[name] for name in names] for row in by_wave[wave])]
        content = "\n".join(",".join(line) for line in lines) + "\n"
        files[f"{2000 + int(wave)}.responses"] = content
    columns = next(iter(by_wave.values()))[0]
    text += "items:\n"
    for item, body in ITEMS.items():
        if item in columns:
            text += f"  {item}: {{text: Q, wording: verbatim, options_complete: published, {body}}}"
            text += "\n"
    return written(root, "study", text.replace(", }", "}"), files)


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Project]:
    """The microdata as surveys, by data and design."""
    found = {}
    for data, rows in (("nhanes", nhanes()), ("anes", anes())):
        for about, design in sorted({(case.partition(".")[0], d) for case, d in RESPONDENTS}):
            if about == data:
                root = tmp_path_factory.mktemp(f"{data}-{design}")
                found[data, design] = responses(root, rows, DESIGNS[design])
    return found


def line_of(project: Project, case: str) -> dict[str, Any]:
    item, answer, base = ANSWERS[case]
    lines = api.trend(project, f"study.{item}", answers=[answer], base=base).rows("trend")
    (line,) = lines
    return line


@pytest.mark.parametrize(("case", "design"), RESPONDENTS, ids="-".join)
def test_a_slope_of_respondents_equals_svyglm(
    case: str, design: str, studies: dict[tuple[str, str], Project]
) -> None:
    oracle = RESPONDENTS[case, design]
    line = line_of(studies[case.partition(".")[0], design], case)
    assert (line["method"], line["evidence"], line["segment"]) == ("design", "measured", 1)
    assert list(line["fitted"]) == [str(2000 + wave) for wave in range(1, 7)]
    assert agrees(line, oracle), (line, oracle)
    assert line["slope_low"] == line["slope_high"] == pytest.approx(line["slope"], rel=1e-11)


def test_the_limits_of_respondents_are_those_of_t(
    studies: dict[tuple[str, str], Project],
) -> None:
    oracle = RESPONDENTS["nhanes.chol", "psu"]
    line = line_of(studies["nhanes", "psu"], "nhanes.chol")
    reach = 2.13144954555978 * oracle.se  # qt(0.975, 15)
    assert close(line["low"], oracle.slope - reach)
    assert close(line["high"], oracle.slope + reach)


# -- replicate weights -------------------------------------------------------------------------

REPLICATES = {
    # slope, standard error and p by kcli's rule; the standard error of svyglm
    "nhanes.chol": (
        0.057485816558219,
        0.0256471362391503,
        0.0405510812422454,
        0.026779372747222,
    ),
    "nhanes.more": (
        0.197196600106405,
        0.0220224355738994,
        2.09319936564784e-07,
        0.0225668878876603,
    ),
}


@pytest.fixture(scope="module")
def replicated(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """NHANES with its jackknife replicates, which leave out a unit each."""
    with gzip.open(HERE / "out" / "repweights_nhanes_jkn.csv.gz", "rt", encoding="utf-8") as file:
        weights = [line[2:] for line in list(csv.reader(file))[1:]]
    rows = nhanes()
    units = defaultdict(set)
    for row in rows:
        units[row["stratum"]].add(row["psu"])
    rscales = []
    for place in range(len(weights[0])):
        left = next(r for r, own in zip(rows, weights, strict=True) if float(own[place]) == 0)
        count = len(units[left["stratum"]])
        rscales.append(repr((count - 1) / count))
    how = f"columns: rw*, type: jkn, rscales: [{', '.join(rscales)}]"
    whole = [
        row | {f"rw{place}": weight for place, weight in enumerate(own, 1)}
        for row, own in zip(rows, weights, strict=True)
    ]
    design = f"design: {{weight: weight, replicates: {{{how}}}}}"
    return responses(tmp_path_factory.mktemp("replicates"), whole, design)


@pytest.mark.parametrize("case", REPLICATES)
def test_a_slope_of_replicates_is_that_of_the_replicates_of_each_wave(
    case: str, replicated: Project
) -> None:
    slope, se, p, of_svyglm = REPLICATES[case]
    line = line_of(replicated, case)
    assert (line["method"], line["dof"]) == ("design", 15)
    assert close(line["slope"], slope)
    assert close(line["se"], se)
    assert close_p(line["p_value"], p)
    # Wave sizes that vary with the replicates add a few per cent where waves lie off the curve.
    assert close(line["se"], of_svyglm, 0.05)


# -- the formula by itself ---------------------------------------------------------------------


def test_the_formula_has_the_digits_of_r() -> None:
    """Without the twelve digits of records in between."""
    years = [2015.0, 2016.0, 2017.0, 2018.0, 2020.0, 2021.0, 2024.0]
    counts = [612, 640, 646, 716, 636, 628, 532]
    found = logistic_slope(years, [k / 1200 for k in counts], [1200.0] * 7)
    oracle = PUBLISHED["counts"][1]
    assert found is not None
    assert close(found.slope, oracle.slope, 1e-12)
    assert close(found.se, oracle.se, 1e-12)
    assert close(found.scatter, oracle.scatter, 1e-12)


def test_p_and_dof_of_respondents_go_together() -> None:
    """Each p of svyglm above is that of t with its degrees of freedom."""
    for oracle in RESPONDENTS.values():
        assert oracle.dof is not None
        p = t_p_value(oracle.slope / oracle.se, oracle.dof)
        assert close_p(p, oracle.p)
