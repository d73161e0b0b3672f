"""Households as a sector: labour income is spent, which makes output, which makes income.

    A_bar = [ A   c h ]        w: labour income per unit of output of each sector
            [ w    0  ]        h: share of each product in the households' basket, bought locally
                               c: consumption per unit of labour income

Source: Miller & Blair (2009), sec. 2.5, pp. 34-41.
"""

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


def close_households(A: Array, w: Array, basket: Array, propensity: float) -> Array:
    """A_bar = [[A, c h], [w, 0]].

    Parameters
    ----------
    A : (n, n) local coefficients
    w : (n,) labour income over output (ratio)
    basket : (n,) h, local purchases of each product per unit of consumption; sums to at most 1
    propensity : c, consumption per unit of labour income, in [0, 1]

    Returns
    -------
    (n + 1, n + 1); the last row and column are the households

    Raises
    ------
    AccountsError
        accounts.basket, accounts.propensity.
    """
    if (basket < 0.0).any() or basket.sum() > 1.0 + 1e-9:
        raise AccountsError("accounts.basket", total=float(basket.sum()))
    if not 0.0 <= propensity <= 1.0:
        raise AccountsError("accounts.propensity", value=propensity)
    return np.block([[A, (propensity * basket)[:, None]], [w[None, :], np.zeros((1, 1))]])
