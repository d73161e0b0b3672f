"""The Ghosh system: output that primary inputs allow, and the price reading of it.

    x' = v' G,   G = (I - B)^-1,   B = diag(x)^-1 Z        (row vectors; Miller & Blair)
    x  = G_t v,  G_t = (I - B')^-1 = G'                      (column vectors; older papers)

B is the share of the output of i that j buys. G = diag(x)^-1 L diag(x), so the factorisation of the
Leontief system serves both. Ghosh (1958) read v as quantities that push output; Dietzenbacher (1997)
showed that this is plausible only as prices: v G is then how a dearer primary input passes on.

Source: Ghosh (1958), Economica 25, 58-64; Dietzenbacher (1997), Journal of Regional Science 37,
629-651; Miller & Blair (2009), sec. 12.1, pp. 543-555.
"""

import numpy as np
import numpy.typing as npt

from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


class Ghosh:
    """x' = v' G by the factorisation of the Leontief system.

    Parameters
    ----------
    leontief : system of A = Z diag(x)^-1
    x : (n,) output (money); a sector without output and without sales allocates nothing: b_ij = 0,
        g_ii = 1

    Raises
    ------
    AccountsError
        accounts.shapes; accounts.sales_without_output, for shares of an output of zero do not exist.
    """

    def __init__(self, leontief: Leontief, x: Array) -> None:
        if x.shape != (leontief.n,):
            raise AccountsError("accounts.shapes", table="x", shape=x.shape, sectors=leontief.n)
        idle = np.flatnonzero(x == 0.0)
        sold = np.asarray(abs(leontief.A.Z[idle]).sum(axis=1))
        if (sold > 0.0).any():
            place = int(idle[np.argmax(sold)])
            raise AccountsError(
                "accounts.sales_without_output", number=place + 1, amount=float(sold.max())
            )
        self._leontief, self.n = leontief, leontief.n
        self._x = np.where(x == 0.0, 1.0, x)

    def output(self, v: Array) -> Array:
        """x' = v' G: output that primary inputs v allow; v is (n,) or (k, n), unit of v."""
        answer: Array = self._leontief.carried(v / self._x) * self._x
        return answer

    def reached(self, g: Array) -> Array:
        """G g: what one unit of primary input of each sector reaches of g downstream.

        Parameters
        ----------
        g : (n,) or (n, k) amount per unit of output; ones give the forward linkage of Ghosh
        """
        x = self._x if g.ndim == 1 else self._x[:, None]
        answer: Array = self._leontief.output(x * g) / x
        return answer

    def inverse(self) -> Array:
        """G = diag(x)^-1 L diag(x), (n, n); costs n solves."""
        return self.reached(np.eye(self.n))
