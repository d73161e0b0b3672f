"""Technical and local input coefficients.

    A = Z diag(x)^-1          a_ij: purchases of i per unit of output of j, from anywhere
    A_local = diag(rho) A     of which bought in the city

Source: Miller & Blair (2009), ch. 2, pp. 16-17; regional form sec. 3.2, pp. 70-74.
"""

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


def technical_coefficients(Z: Array, x: Array) -> Array:
    """Technical coefficients A = Z diag(x)^-1.

    A sector without output has no recipe: its column is zero, and it may not have inputs.

    Parameters
    ----------
    Z : (n, n) purchases of i by j (money)
    x : (n,) output (money), not negative

    Returns
    -------
    (n, n) ratio

    Raises
    ------
    AccountsError
        accounts.shapes; accounts.negative_output; accounts.inputs_without_output when a sector
        without output buys inputs.
    """
    return per_output(Z, x, "Z")


def per_output(rows: Array, x: Array, table: str) -> Array:
    """Coefficients rows diag(x)^-1: inputs, value added, people or carbon per output.

    Parameters
    ----------
    rows : (k, n) amounts by sector
    x : (n,) output (money), not negative
    table : name of the rows, for the error

    Returns
    -------
    (k, n) unit of the rows per unit of money; zero where output is zero

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.negative_output, accounts.inputs_without_output.
    """
    if rows.ndim != 2 or rows.shape[1] != len(x):
        raise AccountsError("accounts.shapes", table=table, shape=rows.shape, sectors=len(x))
    if (x < 0.0).any():
        place = int(np.argmin(x))
        raise AccountsError("accounts.negative_output", number=place + 1, output=float(x[place]))
    idle = x == 0.0
    used = np.abs(rows[:, idle]).sum(axis=0)
    if (used > 0.0).any():
        place = int(np.flatnonzero(idle)[np.argmax(used)])
        raise AccountsError(
            "accounts.inputs_without_output",
            table=table,
            number=place + 1,
            amount=float(used.max()),
        )
    answer: Array = rows / np.where(idle, 1.0, x)
    return answer


def local_coefficients(A: Array, rho: Array) -> Array:
    """A_local = diag(rho) A: each product i is bought in the city in the same share by every user.

    Parameters
    ----------
    A : (n, n) technical coefficients; rho : (n,) local share in [0, 1]
    """
    answer: Array = rho[:, None] * A
    return answer
