"""Fitting a table to new margins: RAS, and GRAS where some cells are negative.

    X = diag(r) P diag(s) - diag(r)^-1 N diag(s)^-1,   X 1 = u,   1' X = v

with the start X0 = P - N, P >= 0 its positive part and N >= 0 its negative part.
RAS is the case N = 0.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A table fitted to margins.

    X : (m, n) the fitted table
    iterations : rounds of row and column scaling
    residual : largest |row sum - u| or |column sum - v|, over the largest |margin|
    r, s : (m,), (n,) the multipliers of rows and columns
    """

    X: Array
    iterations: int
    residual: float
    r: Array
    s: Array


def gras(X0: Array, u: Array, v: Array, *, tolerance: float = 1e-12, most: int = 20_000) -> Fit:
    """X = diag(r) P diag(s) - diag(r)^-1 N diag(s)^-1 with X 1 = u and 1' X = v.

    Each round solves p r^2 - u r - n = 0 for every row (p = P s, n = N / s), then the
    same for every column, so that r_i = (u_i + sqrt(u_i^2 + 4 p_i n_i)) / (2 p_i), and
    r_i = -n_i / u_i where a row has no positive cell. Zeros stay zero and signs stay.

    Parameters
    ----------
    X0 : (m, n) start table, any sign
    u : (m,) row sums wanted; v : (n,) column sums wanted; same unit as X0
    tolerance : residual, over the largest margin, at which to stop
    most : most rounds allowed

    Raises
    ------
    AccountsError
        accounts.margins_shape, accounts.margins_differ, accounts.row_cannot,
        accounts.not_converged; each names the row or column and the amount.

    Notes
    -----
    Junius & Oosterhaven (2003), Economic Systems Research 15(1), 87-96; objective corrected by
    Lenzen, Wood & Gallego (2007), ESR 19(4), 461-465; rows without positive cells after
    Temurshoev, Miller & Bouwmeester (2013), ESR 25(3), 361-367. For RAS see Miller & Blair
    (2009), sec. 7.4.
    """
    _check_margins(X0, u, v, tolerance)
    X0 = _empty_lines(_empty_lines(X0, u).T, v).T
    P, N = np.maximum(X0, 0.0), np.maximum(-X0, 0.0)
    r, s = np.ones(len(u)), np.ones(len(v))
    scale = max(float(np.abs(u).max()), float(np.abs(v).max()), np.finfo(float).tiny)
    residual = np.inf
    for count in range(most + 1):
        X = r[:, None] * P * s - N / (r[:, None] * s)
        gaps = (np.abs(X.sum(axis=1) - u).max(), np.abs(X.sum(axis=0) - v).max())
        residual = float(max(gaps)) / scale
        if residual <= tolerance:
            return Fit(X, count, residual, r, s)
        r = _multipliers(P @ s, N @ (1.0 / s), u)
        s = _multipliers(P.T @ r, N.T @ (1.0 / r), v)
    raise AccountsError("accounts.not_converged", iterations=most, residual=residual)


def ras(X0: Array, u: Array, v: Array, *, tolerance: float = 1e-12, most: int = 20_000) -> Fit:
    """X = diag(r) X0 diag(s) with X 1 = u and 1' X = v, for X0 >= 0.

    Parameters and errors as in `gras`; a negative cell, or a margin below zero, is an error
    (accounts.ras_negative) that points to `gras`.

    Notes
    -----
    Miller & Blair (2009), sec. 7.4.1, pp. 313-320.
    """
    if (X0 < 0.0).any() or (u < 0.0).any() or (v < 0.0).any():
        raise AccountsError("accounts.ras_negative")
    return gras(X0, u, v, tolerance=tolerance, most=most)


def _empty_lines(X0: Array, u: Array) -> Array:
    """Set a row of one sign whose sum must be zero to zeros (the limit r -> 0)."""
    both = (X0 > 0.0).any(axis=1) & (X0 < 0.0).any(axis=1)
    return np.where(((u == 0.0) & ~both)[:, None], 0.0, X0)


def _multipliers(p: Array, n: Array, total: Array) -> Array:
    root = np.sqrt(total**2 + 4.0 * p * n)
    # the two forms of the same root: each is exact where the other would cancel
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = (total + root) / (2.0 * p)
        falling = 2.0 * n / (root - total)
    answer = np.where(total >= 0.0, rising, falling)
    empty = (p == 0.0) & (n == 0.0)
    return np.where(empty, 1.0, answer)


def _check_margins(X0: Array, u: Array, v: Array, tolerance: float) -> None:
    if X0.shape != (len(u), len(v)):
        raise AccountsError("accounts.margins_shape", shape=X0.shape, rows=len(u), columns=len(v))
    if not (np.isfinite(X0).all() and np.isfinite(u).all() and np.isfinite(v).all()):
        raise AccountsError("accounts.not_finite", table="X0, u, v")
    size = max(float(np.abs(u).max()), float(np.abs(v).max()))
    gap = float(u.sum() - v.sum())
    if abs(gap) > max(tolerance, 1e-12) * max(size, 1e-300) * max(len(u), len(v)):
        raise AccountsError(
            "accounts.margins_differ", rows=float(u.sum()), columns=float(v.sum()), gap=gap
        )
    for name, table, margin in (("row", X0, u), ("column", X0.T, v)):
        for place, total in enumerate(margin):
            cells = table[place]
            wrong = (total > 0.0 and not (cells > 0.0).any()) or (
                total < 0.0 and not (cells < 0.0).any()
            )
            if wrong:
                raise AccountsError(
                    "accounts.row_cannot", line=name, number=place + 1, total=float(total)
                )
