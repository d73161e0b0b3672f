"""The share of what the city uses that it buys from itself.

    rho_i = 1 - M_i / U_i,   U_i = sum_j Z_ij + C_i + G_i + I_i + dV_i

Source: Miller & Blair (2009), sec. 3.2, pp. 71-73 (regional supply percentages; here with outside
purchases known, so that sales outside need not be assumed).
"""

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
ROUNDING = 1e-9


def local_share(use: Array, outside_purchases: Array) -> Array:
    """rho_i = 1 - M_i / U_i; 0 for a product the city does not use.

    Parameters
    ----------
    use : (n,) U, use in the city: intermediate, households, government, investment, inventories
    outside_purchases : (n,) M, as positive numbers; both in money

    Returns
    -------
    (n,) ratio in [0, 1]

    Raises
    ------
    AccountsError
        accounts.purchases_sign; accounts.purchases_exceed_use when M_i > U_i by more than 1e-9 of
        the largest use.
    """
    if (outside_purchases < 0.0).any():
        place = int(np.argmin(outside_purchases))
        raise AccountsError(
            "accounts.purchases_sign", number=place + 1, value=float(outside_purchases[place])
        )
    slack = ROUNDING * float(np.abs(use).max())
    over = outside_purchases - use
    if (over > slack).any():
        place = int(np.argmax(over))
        raise AccountsError(
            "accounts.purchases_exceed_use",
            number=place + 1,
            purchases=float(outside_purchases[place]),
            use=float(use[place]),
        )
    all_outside = over >= -slack
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 1.0 - outside_purchases / use
    return np.where(all_outside, 0.0, share)
