"""Everything per unit of output: the coefficients that effects are computed from.

A = Z diag(x)^-1,  v = V' diag(x)^-1,  s = S' diag(x)^-1,  rho = 1 - M / U,  h = C / sum C
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.accounts.account import ITEMS, STRESSORS, Accounts
from citywright.accounts.coefficients import per_output, technical_coefficients
from citywright.accounts.local_share import local_share
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recipe:
    """Coefficients of a city, n sectors in the order of `sectors`.

    A : (n, n) technical coefficients, inputs from anywhere (ratio)
    rho : (n,) local share (ratio)
    items : (4, n) value added per output by item of `ITEMS` (ratio)
    stressors : (3, n) employment, electricity, co2 per output (unit per money)
    basket : (n,) h, share of each product in household consumption, sums to 1
    """

    sectors: list[str]
    A: Array
    rho: Array
    items: Array
    stressors: Array
    basket: Array

    @property
    def income(self) -> Array:
        """w: labour income per unit of output, (n,)."""
        row: Array = self.items[ITEMS.index("compensation")]
        return row


def recipe_of(accounts: Accounts) -> Recipe:
    """Coefficients of an account.

    Raises
    ------
    AccountsError
        Everything that `coefficients` and `local_share` raise; accounts.no_households.
    """
    x = accounts.output.to_numpy(dtype=float)
    consumption = accounts.F["households"].to_numpy(dtype=float)
    if consumption.sum() <= 0.0 or (consumption < 0.0).any():
        raise AccountsError("accounts.no_households", total=float(consumption.sum()))
    return Recipe(
        sectors=accounts.sectors,
        A=technical_coefficients(accounts.Z.to_numpy(dtype=float), x),
        rho=local_share(
            accounts.local_use.to_numpy(dtype=float),
            accounts.outside_purchases.to_numpy(dtype=float),
        ),
        items=per_output(accounts.V[list(ITEMS)].to_numpy(dtype=float).T, x, "value_added"),
        stressors=per_output(accounts.S[list(STRESSORS)].to_numpy(dtype=float).T, x, "satellites"),
        basket=consumption / consumption.sum(),
    )
