"""Does an account balance, and by how much not?

    row residual     r_i = sum_j Z_ij + sum_k F_ik - x_i
    column residual  the output itself: x_j = sum_i Z_ij + sum_k V_kj, or a stated x_j against it

Source: Miller & Blair (2009), ch. 2, pp. 11-15.
"""

import pandas as pd

from citywright.accounts.account import Accounts
from citywright.errors import AccountsError


def residuals(accounts: Accounts, output: pd.Series) -> pd.DataFrame:
    """Row and column residual of each sector against a stated output (money).

    Parameters
    ----------
    accounts : the account
    output : stated output by sector code (money)

    Returns
    -------
    frame by sector: output, uses, inputs, row, column, with row = uses - output and
    column = inputs - output.

    Raises
    ------
    AccountsError
        accounts.labels_differ when `output` does not list the same sectors.
    """
    if set(output.index) != set(accounts.sectors):
        raise AccountsError("accounts.labels_differ", table="output")
    x = output.loc[accounts.sectors].astype(float)
    uses = accounts.Z.sum(axis=1) + accounts.F.sum(axis=1)
    inputs = accounts.Z.sum(axis=0) + accounts.V.sum(axis=1)
    return pd.DataFrame(
        {"output": x, "uses": uses, "inputs": inputs, "row": uses - x, "column": inputs - x}
    )


def check_balance(accounts: Accounts, tolerance: float) -> pd.DataFrame:
    """Raise unless uses equal inputs in every sector within `tolerance` of the largest output.

    Returns
    -------
    the frame of `residuals`, with output = inputs.

    Raises
    ------
    AccountsError
        accounts.unbalanced, naming the sector with the largest residual.
    """
    table = residuals(accounts, accounts.output)
    worst = table["row"].abs().idxmax()
    if abs(table.loc[worst, "row"]) > tolerance * float(table["output"].abs().max()):
        raise AccountsError(
            "accounts.unbalanced",
            sector=worst,
            residual=float(table.loc[worst, "row"]),
            uses=float(table.loc[worst, "uses"]),
            output=float(table.loc[worst, "output"]),
        )
    return table
