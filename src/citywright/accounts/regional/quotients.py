"""Location quotients: how much of a need a region can meet itself.

With x_i the output of sector i in the region and X_i in the nation:

    SLQ_i   = (x_i / sum x) / (X_i / sum X)
    CILQ_ij = SLQ_i / SLQ_j                          (i supplies j)
    FLQ_ij  = lambda CILQ_ij, i != j;   FLQ_ii = lambda SLQ_i
    lambda  = [log2(1 + size)]^delta,   0 <= delta < 1

Source: Miller & Blair (2009), sec. 8.2, pp. 349-359; Flegg, Webber & Elliott (1995), Regional
Studies 29(6), 547-561; Flegg & Webber (1997), Regional Studies 31(8), 795-805.
"""

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


def slq(x: Array, X: Array) -> Array:
    """SLQ_i = (x_i / sum x) / (X_i / sum X).

    Parameters
    ----------
    x : (n,) output of the region; X : (n,) output of the nation, every entry above zero

    Raises
    ------
    AccountsError
        accounts.quotient_base when the nation has no output in a sector.
    """
    if (X <= 0.0).any() or x.sum() <= 0.0:
        raise AccountsError("accounts.quotient_base", number=int(np.argmin(X)) + 1)
    answer: Array = (x / x.sum()) / (X / X.sum())
    return answer


def cilq(x: Array, X: Array) -> Array:
    """CILQ_ij = SLQ_i / SLQ_j, supplier i in rows, user j in columns.

    A user without output has no quotient: its column is infinite where the supplier exists,
    and nan where neither does; such users buy nothing, so weights of zero remove them.
    """
    q = slq(x, X)
    with np.errstate(divide="ignore", invalid="ignore"):
        answer: Array = q[:, None] / q[None, :]
    return answer


def region_factor(size: float, delta: float) -> float:
    """Region factor lambda = [log2(1 + size)]^delta; 1 for the nation, less for a region.

    Parameters
    ----------
    size : region over nation, the same year (ratio in (0, 1])
    delta : how fast purchases outside grow as the region shrinks, 0 <= delta < 1
    """
    if not 0.0 < size <= 1.0 or not 0.0 <= delta < 1.0:
        raise AccountsError("accounts.region_factor", size=size, delta=delta)
    return float(np.log2(1.0 + size) ** delta)


def flq(x: Array, X: Array, *, size: float, delta: float) -> Array:
    """FLQ_ij = lambda CILQ_ij (i != j), FLQ_ii = lambda SLQ_i; (n, n), not cut at 1.

    Raises
    ------
    AccountsError
        accounts.quotient_base, accounts.region_factor.
    """
    quotients = cilq(x, X)
    np.fill_diagonal(quotients, slq(x, X))
    return region_factor(size, delta) * quotients
