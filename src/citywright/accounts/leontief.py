"""The Leontief system: output that a final demand requires.

    (I - A) x = y,   x = L y,   L = (I - A)^-1

Source: Miller & Blair (2009), ch. 2, pp. 19-21; power series p. 32, Hawkins-Simon conditions
appendix 2.2, pp. 58-62.
"""

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack, lu_solve

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


class Leontief:
    """(I - A) x = y, factorised once; solves by substitution, never by an explicit inverse.

    Parameters
    ----------
    A : (n, n) input coefficients, not negative (ratio)

    Raises
    ------
    AccountsError
        accounts.not_square; accounts.negative_coefficient; accounts.not_productive when producing
        one unit of everything would need negative or endless output (Hawkins-Simon fails).
    """

    def __init__(self, A: Array) -> None:
        if A.ndim != 2 or A.shape[0] != A.shape[1]:
            raise AccountsError("accounts.not_square", shape=A.shape)
        if not np.isfinite(A).all():
            raise AccountsError("accounts.not_finite", table="A")
        if (A < 0.0).any():
            i, j = (int(place) for place in np.argwhere(A < 0.0)[0])
            raise AccountsError(
                "accounts.negative_coefficient", row=i + 1, column=j + 1, value=float(A[i, j])
            )
        self.n = len(A)
        # dgetrf says "singular" by a number; lu_factor would say it by a warning
        lu, pivots, singular = lapack.dgetrf(np.eye(self.n) - A)
        if singular:
            raise AccountsError("accounts.not_productive", number=singular, output=np.inf)
        self._factors = (lu, pivots)
        every = self.output(np.ones(self.n))
        # A >= 0 is productive if and only if some y > 0 needs an x > 0; then x >= y
        if not (every >= 1.0 - 1e-9).all():
            place = int(np.argmin(every))
            raise AccountsError(
                "accounts.not_productive", number=place + 1, output=float(every[place])
            )

    def output(self, y: Array) -> Array:
        """Output x = L y; y is (n,) or (n, k) final demand, x has the same shape and unit."""
        answer: Array = lu_solve(self._factors, y)
        return answer

    def carried(self, f: Array) -> Array:
        """Carried m = f L: what one unit of final demand of each product carries of f.

        Parameters
        ----------
        f : (n,) or (k, n) amount per unit of output (unit of f per money)
        """
        answer: Array = lu_solve(self._factors, f.T, trans=1).T
        return answer

    def inverse(self) -> Array:
        """L = (I - A)^-1, (n, n); costs n solves, so only where the matrix itself is wanted."""
        return self.output(np.eye(self.n))
