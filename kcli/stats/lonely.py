"""Strata with a single primary sampling unit, which have no variance of their own."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["lonely_covariance"]


def lonely_covariance(
    totals: ArrayLike, lonely: Literal["centered", "remove"]
) -> NDArray[np.float64]:
    r"""What units that are alone in their strata add to a covariance.

    ``remove``: nothing, as if the unit had been certain to be drawn. ``centered``: the deviation
    from the mean of all units instead of that of the stratum, :math:`\sum z z'`; linearised
    values of a ratio add up to 0, and so that mean is 0. There is no factor m/(m - 1).

    Parameters
    ----------
    totals : array_like of float, shape (units, targets)
        The totals z of linearised values in the lonely units, one stratum each.
    lonely : "centered" or "remove"

    Returns
    -------
    ndarray of float, shape (targets, targets)
        To be added before the finite population correction.

    Notes
    -----
    Degrees of freedom stay units less strata. ``remove`` is too little, unless the unit was
    certain to be drawn; ``centered`` holds the differences between strata, too.

    References
    ----------
    R's survey package, ``options(survey.lonely.psu)``: ``adjust`` and ``remove`` (or
    ``certainty``). Stata, ``svyset, singleunit(centered)`` and ``singleunit(certainty)``.
    Lumley, T. (2010). *Complex Surveys*. Wiley, section 3.2.1.

    Examples
    --------
    >>> lonely_covariance([[0.1], [-0.2]], "centered").round(3).tolist()
    [[0.05]]
    """
    z = np.atleast_2d(np.asarray(totals, float))
    if lonely == "remove":
        return np.zeros((z.shape[1], z.shape[1]))
    return np.asarray(z.T @ z)
