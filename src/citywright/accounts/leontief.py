"""The Leontief system: output that a final demand requires.

    (I - A) x = y,   x = L y,   L = (I - A)^-1

Source: Miller & Blair (2009), ch. 2, pp. 19-21; power series p. 32, Hawkins-Simon conditions
appendix 2.2, pp. 58-62.
"""

import numpy as np
import numpy.typing as npt

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.factor import Path, factorise
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


class Leontief:
    """(I - A) x = y, factorised once; solves by substitution, never by an explicit inverse.

    Parameters
    ----------
    A : (n, n) input coefficients, not negative (ratio); or `Coefficients`, which may be sparse
    path : how to factorise (`factor`); None chooses by size
    allow_negative : published tables hold a few negative flows (net sales of by-products); the
        productivity of such a table cannot be tested by one solution, so only a singular one is
        refused

    Raises
    ------
    AccountsError
        accounts.not_square; accounts.negative_coefficient; accounts.not_productive when producing
        one unit of everything would need negative or endless output (Hawkins-Simon fails).
    """

    def __init__(
        self, A: Array | Coefficients, path: Path | None = None, *, allow_negative: bool = False
    ) -> None:
        if not isinstance(A, Coefficients):
            if A.ndim != 2 or A.shape[0] != A.shape[1]:
                raise AccountsError("accounts.not_square", shape=A.shape)
            A = Coefficients.of(A)
        self.A, self.n = A, A.n
        count, least, (i, j) = A.negative()
        if count and not allow_negative:
            raise AccountsError(
                "accounts.negative_coefficient", row=i + 1, column=j + 1, value=least
            )
        self._factor = factorise(A, path)
        if not count:
            self._check_productive()

    def _check_productive(self) -> None:
        every = self.output(np.ones(self.n))
        # A >= 0 is productive if and only if some y > 0 needs an x > 0; then x >= y
        if not (every >= 1.0 - 1e-9).all():
            place = int(np.argmin(every))
            raise AccountsError(
                "accounts.not_productive", number=place + 1, output=float(every[place])
            )

    @property
    def path(self) -> Path:
        """How the system was factorised: dense64, dense32 or sparse."""
        return self._factor.path

    def output(self, y: Array) -> Array:
        """Output x = L y; y is (n,) or (n, k) final demand, x has the same shape and unit."""
        return self._factor.solve(y)

    def carried(self, f: Array) -> Array:
        """Carried m = f L: what one unit of final demand of each product carries of f.

        Parameters
        ----------
        f : (n,) or (k, n) amount per unit of output (unit of f per money)
        """
        answer: Array = self._factor.solve_transposed(f.T).T
        return answer

    def inverse(self) -> Array:
        """L = (I - A)^-1, (n, n); costs n solves, so only where the matrix itself is wanted."""
        return self.output(np.eye(self.n))
