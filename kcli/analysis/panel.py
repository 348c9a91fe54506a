"""The change of a share among people who were asked twice.

Where two waves share respondents their shares are not independent: what one
person says in both counts once. The variance of the change comes from the
respondents' own changes, or from the change under each replicate weight.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kcli.cells.coded import Coded
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base
from kcli.stats.choices import Lonely
from kcli.stats.design import LonelyStratumError
from kcli.stats.lonely import lonely_covariance
from kcli.stats.replicates import Replication, replicate_covariance, replicate_dof

__all__ = ["PanelWave", "change_of_the_same", "change_under_replicates", "replicates_agree"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
ALIKE = 0.5  # how closely the factors of the same people go together: nearly 1, or about 0


@dataclass(frozen=True)
class PanelWave:
    """One wave of a panel: its respondents, its item, and the sample that is meant."""

    coded: Coded
    asking: Asking
    sample: str
    base: Base


def change_of_the_same(
    first: PanelWave,
    second: PanelWave,
    parts: tuple[Collection[str], Collection[str]],
    population_size: int | None = None,
    lonely: Lonely = "fail",
) -> tuple[float, float, int]:
    r"""The second share minus the first, its variance, and its degrees of freedom.

    With :math:`u_i` the linearised values of a wave's share (0 outside its
    base), and z the sums of :math:`u_{i2} - u_{i1}` over the sampling units of
    both waves,

    .. math:: V = \sum_h \frac{m_h}{m_h - 1} \sum_c (z_{hc} - \bar z_h)^2

    The unit is the sampling unit of the design; without one, the person. Where
    only one wave tells its units, a person has the same one in the other.
    Degrees of freedom are units less strata, of those with anybody in either
    base.

    Parameters
    ----------
    first, second : the two waves; both must name their respondents
    parts : the options whose shares are added up, in each wave
    population_size : brings the finite population correction, where people are the units
    lonely : what becomes of a stratum with one unit

    Raises
    ------
    LonelyStratumError
        Where a stratum has one unit, and ``lonely`` is ``fail``.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*. Wiley, section 2.4: repeated
    measurements are a cluster.
    """
    units: dict[str, int] = {}
    strata: dict[str, int] = {}
    stratum_of: list[int] = []
    sums = np.zeros(0)
    present = np.zeros(0, dtype=bool)
    shares = []
    homes = _homes(first, second)
    for wave, options, sign in ((first, parts[0], -1.0), (second, parts[1], 1.0)):
        share, inside, influence, keys = _linearised(wave, options, homes)
        shares.append(share)
        for stratum, unit in keys:
            if unit not in units:  # whoever has moved stays in the stratum of the first wave
                units[unit] = len(units)
                stratum_of.append(strata.setdefault(stratum, len(strata)))
        places = np.array([units[unit] for _, unit in keys], dtype=np.int64)
        longer = np.zeros(len(units))
        longer[: len(sums)] = sums
        sums = longer + sign * np.bincount(places, influence, len(units))
        reached = np.bincount(places, inside, len(units)) > 0
        reached[: len(present)] |= present
        present = reached
    owner = np.array(stratum_of, dtype=np.int64)
    variance = 0.0
    for place in range(len(strata)):
        z = sums[owner == place]
        if len(z) > 1:
            variance += len(z) / (len(z) - 1) * float(((z - z.mean()) ** 2).sum())
        elif len(strata) > 1 and present[owner == place].any():
            if lonely == "fail":
                raise LonelyStratumError(place)
            variance += float(lonely_covariance(z[:, None], lonely)[0, 0])
    dof = int(present.sum() - len(np.unique(owner[present])))
    clustered = any(wave.coded.psus is not None for wave in (first, second))
    if population_size is not None and not clustered:
        variance *= max(0.0, 1 - len(units) / population_size)
    return shares[1] - shares[0], variance, dof


def replicates_agree(first: PanelWave, second: PanelWave) -> bool:
    """Whether replicates of one number leave out, or repeat, the same people in both waves.

    A person's factor is what a replicate makes of their weight. Where the factors of those who
    are in both waves go together, the numbers mean the same; drawn anew, or in another order,
    they do not.
    """
    rows, factors = [], []
    for wave in (first, second):
        coded = wave.coded
        assert coded.replicates is not None, "both waves have replicate weights"
        assert coded.respondents is not None, "a panel names its respondents"
        here = np.flatnonzero(coded.sample == coded.samples.index(wave.sample))
        here = here[coded.weight[here] > 0]
        rows.append({coded.respondents[row]: place for place, row in enumerate(here)})
        factors.append(coded.replicates[here] / coded.weight[here, None] - 1)
    both = [name for name in rows[0] if name in rows[1]]
    one, two = (
        found[[places[name] for name in both]].ravel()
        for found, places in zip(factors, rows, strict=True)
    )
    size = float(np.sqrt((one @ one) * (two @ two)))
    return not size or float(one @ two) > ALIKE * size


def change_under_replicates(
    first: PanelWave,
    second: PanelWave,
    parts: tuple[Collection[str], Collection[str]],
    replication: Replication,
) -> tuple[float, float, int]:
    r"""The same change, with its variance and degrees of freedom from replicate weights.

    With :math:`d_k` the second share minus the first, both under replicate k of their wave,
    and d the change itself (or the mean of all :math:`d_k`),

    .. math:: V = a \sum_k a_k (d_k - d)^2

    Replicates of the same number belong together: they leave out, or repeat, the same units of
    both waves. Degrees of freedom are those of the wave that has fewer.

    Parameters
    ----------
    first, second, parts : as of :func:`change_of_the_same`; both waves have replicate weights
    replication : how those of either wave make a variance

    Raises
    ------
    EmptyReplicateError
        Where a replicate leaves nobody in a base.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*. Wiley, section 2.3.
    Wolter, K. M. (2007). *Introduction to Variance Estimation*, 2nd ed. Springer.
    """
    totals, replicates, dofs = [], [], []
    for wave, options in ((first, parts[0]), (second, parts[1])):
        coded = wave.coded
        assert coded.replicates is not None, "both waves have replicate weights"
        here, inside, given = _given(wave, options)
        columns = np.array([given, inside], dtype=float)
        weights = coded.replicates[here]
        totals.append(columns @ coded.weight[here])
        replicates.append(weights.T @ columns.T)
        dofs.append(replicate_dof(weights[coded.items[wave.asking.item].status[here] >= 0]))
    sums = np.concatenate(totals)
    variance = replicate_covariance(
        [[1, 0, 0, 0], [0, 0, 1, 0]],
        [[0, 1, 0, 0], [0, 0, 0, 1]],
        totals=sums,
        replicates=np.concatenate(replicates, axis=1),
        replication=replication,
        combine=[[-1, 1]],
    )
    change = float(sums[2] / sums[3] - sums[0] / sums[1])
    return change, float(variance[0, 0]), min(dofs)


def _homes(first: PanelWave, second: PanelWave) -> dict[str, tuple[str, str]]:
    """The stratum and unit of each person, where only one of the waves tells units."""
    told = [wave for wave in (first, second) if wave.coded.psus is not None]
    respondents = told[0].coded.respondents if len(told) == 1 else None
    if respondents is None:
        return {}
    (wave,) = told
    here = wave.coded.sample == wave.coded.samples.index(wave.sample)
    names = (respondents[row] for row in np.flatnonzero(here))
    return dict(zip(names, _units(wave.coded, here, {}), strict=True))


def _linearised(
    wave: PanelWave, options: Collection[str], homes: dict[str, tuple[str, str]]
) -> tuple[float, Mask, Floats, list[tuple[str, str]]]:
    """The share, who is in the base, the linearised values, and each row's (stratum, unit)."""
    here, inside, given = _given(wave, options)
    weight = np.where(inside, wave.coded.weight[here], 0.0)
    total = float(weight.sum())
    share = float(weight[given].sum()) / total if total else float("nan")
    influence = weight * (given - share) / total if total else weight
    return share, inside, influence, _units(wave.coded, here, homes)


def _given(wave: PanelWave, options: Collection[str]) -> tuple[Mask, Mask, Mask]:
    """Which rows are of the sample; and which of these are in the base, and gave the answer."""
    coded, asking = wave.coded, wave.asking
    here = coded.sample == coded.samples.index(wave.sample)
    answers = coded.items[asking.item]
    place = {option: number for number, option in enumerate(answers.options)}
    chosen = [place[option] for option in options]
    status = answers.status[here]
    silent = [place[o] for o in answers.options if asking.kind(o) != "substantive"]
    inside = status >= 0
    if answers.chosen is None:
        if wave.base == "substantive":
            inside &= ~np.isin(status, silent)
        return here, inside, inside & np.isin(status, chosen)
    marks = answers.chosen[here]
    if wave.base == "substantive":
        inside &= ~marks[:, silent].any(axis=1)
    return here, inside, inside & marks[:, chosen].any(axis=1)


def _units(
    coded: Coded, here: NDArray[np.bool_], homes: dict[str, tuple[str, str]]
) -> list[tuple[str, str]]:
    strata = [coded.strata[place] for place in coded.stratum[here]]
    if coded.psus is not None and coded.psu is not None:
        return list(zip(strata, (coded.psus[place] for place in coded.psu[here]), strict=True))
    respondents = coded.respondents
    assert respondents is not None, "a panel names its respondents"
    names = [respondents[row] for row in np.flatnonzero(here)]
    return [homes.get(name, (home, name)) for home, name in zip(strata, names, strict=True)]
