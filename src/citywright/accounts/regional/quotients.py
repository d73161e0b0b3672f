"""Location quotients: how much of a need a region can meet itself.

With x_i the output of sector i in the region and X_i in the nation:

    SLQ_i   = (x_i / sum x) / (X_i / sum X)
    CILQ_ij = SLQ_i / SLQ_j                          (i supplies j)
    FLQ_ij  = lambda CILQ_ij, i != j;   FLQ_ii = lambda SLQ_i
    AFLQ_ij = FLQ_ij sigma_j
    lambda  = [log2(1 + size)]^delta,   0 <= delta < 1
    sigma_j = log2(1 + SLQ_j) where SLQ_j > 1, else 1

Idle sectors. A sector that the region does not have (x_i = 0) has SLQ_i = 0: nobody in the region
can buy its product there, so its row is 0. As a user it has no recipe, so its column means nothing;
`quotients` makes it 0, the bare functions leave it infinite or nan. A sector that the nation does
not have is refused: no quotient can be formed.

Source: Miller & Blair (2009), sec. 8.2, pp. 349-359; Flegg, Webber & Elliott (1995), Regional
Studies 29(6), 547-561; Flegg & Webber (1997), Regional Studies 31(8), 795-805; AFLQ: Flegg & Webber
(2000), Regional Studies 34(6), 563-569.
"""

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
METHODS = ("slq", "cilq", "flq", "aflq")
WITH_DELTA = ("flq", "aflq")
"""Methods that need a size and a delta; the others may not be given any."""
ESTIMATE_METHOD = "aflq"
ESTIMATE_DELTA = 0.05
"""What the estimate of a city takes unless told otherwise (`estimate.Assumptions`).

Given the totals of a province of a tenth of the nation, it then misses the output multipliers of the
survey table by -2.5 % on average and 6.6 % in absolute terms; FLQ with 0.1 by -7.6 and 9.7 %. One
table chose them, and it is known to about 7 % itself; how lambda falls towards the size of a city is
not tested (benchmarks/survey_truth.py, docs/explanation/regional-methods.md)."""


def slq(x: Array, X: Array) -> Array:
    """SLQ_i = (x_i / sum x) / (X_i / sum X).

    Parameters
    ----------
    x : (n,) output of the region, not negative; X : (n,) output of the nation, every entry above
        zero; each in any unit of money

    Returns
    -------
    (n,) ratio; 0 where the region has no such sector.

    Raises
    ------
    AccountsError
        accounts.shapes when the two do not list as many sectors; accounts.quotient_output when an
        output is negative or not finite; accounts.quotient_base when the nation has no output in a
        sector or the region none at all.
    """
    if x.shape != X.shape:
        raise AccountsError("accounts.shapes", table="x", shape=x.shape, sectors=len(X))
    sound = np.isfinite(x) & np.isfinite(X) & (x >= 0.0) & (X >= 0.0)
    if not sound.all():
        place = int(np.argmin(sound))
        raise AccountsError(
            "accounts.quotient_output",
            number=place + 1,
            region=float(x[place]),
            nation=float(X[place]),
        )
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


def cilq_with_own(x: Array, X: Array) -> Array:
    """CILQ_ij off the diagonal, SLQ_i on it; (n, n), not cut at 1.

    CILQ_ii is 1 whatever the region makes, so a sector would always meet its own need for its own
    product. Putting SLQ there is the usual remedy (Morrison & Smith 1974, Journal of Regional
    Science 14(1), 1-14), and FLQ builds on it.
    """
    answer = cilq(x, X)
    np.fill_diagonal(answer, slq(x, X))
    return answer


def region_size(x: Array, X: Array) -> float:
    """Size of the region for FLQ: sum x / sum X, both outputs of the same year (ratio)."""
    return float(x.sum() / X.sum())


def region_factor(size: float, delta: float) -> float:
    """Region factor lambda = [log2(1 + size)]^delta; 1 for the nation, less for a region.

    Parameters
    ----------
    size : region over nation, the same year (ratio in (0, 1])
    delta : how fast purchases outside grow as the region shrinks, 0 <= delta < 1

    Raises
    ------
    AccountsError
        accounts.region_factor.
    """
    if not 0.0 < size <= 1.0 or not 0.0 <= delta < 1.0:
        raise AccountsError("accounts.region_factor", size=size, delta=delta)
    return float(np.log2(1.0 + size) ** delta)


def flq(x: Array, X: Array, *, size: float, delta: float) -> Array:
    """FLQ_ij = lambda CILQ_ij (i != j), FLQ_ii = lambda SLQ_i; (n, n), not cut at 1.

    Raises
    ------
    AccountsError
        Those of `slq`; accounts.region_factor.
    """
    return region_factor(size, delta) * cilq_with_own(x, X)


def specialisation(x: Array, X: Array) -> Array:
    """sigma_j = log2(1 + SLQ_j) where SLQ_j > 1, else 1; (n,).

    A region that specialises in j is likely to have drawn j's suppliers near, so its users of that
    kind buy less outside. sigma is continuous at SLQ_j = 1 and never below 1.
    """
    q = slq(x, X)
    return np.where(q > 1.0, np.log2(1.0 + q), 1.0)


def aflq(x: Array, X: Array, *, size: float, delta: float) -> Array:
    """AFLQ_ij = FLQ_ij sigma_j; (n, n), not cut at 1.

    Raises
    ------
    AccountsError
        Those of `slq`; accounts.region_factor.
    """
    return flq(x, X, size=size, delta=delta) * specialisation(x, X)[None, :]


def quotients(
    method: str, x: Array, X: Array, *, size: float | None = None, delta: float | None = None
) -> Array:
    """q_ij by one of `METHODS`, not cut at 1; columns of idle users are 0.

    Parameters
    ----------
    method : "slq" (q_ij = SLQ_i for every user), "cilq" (with SLQ on the diagonal), "flq", "aflq"
    x, X : (n,) output of region and nation
    size, delta : for "flq" and "aflq", see `region_factor`; None for the others

    Returns
    -------
    (n, n) ratio, supplier in rows, finite.

    Raises
    ------
    AccountsError
        Those of `slq`; accounts.region_factor; accounts.quotient_method for an unknown name;
        accounts.quotient_delta where size or delta is missing, or given to a method without them.
    """
    if method not in METHODS:
        raise AccountsError("accounts.quotient_method", method=method, known=", ".join(METHODS))
    needed = method in WITH_DELTA
    if (size is not None, delta is not None) != (needed, needed):
        raise AccountsError("accounts.quotient_delta", method=method, size=size, delta=delta)
    if size is not None and delta is not None:
        q = (flq if method == "flq" else aflq)(x, X, size=size, delta=delta)
    elif method == "slq":
        q = np.repeat(slq(x, X)[:, None], len(x), axis=1)
    else:
        q = cilq_with_own(x, X)
    q[:, x == 0.0] = 0.0
    return q
