"""The cells of a sector that is split: what is given is kept, the rest is fitted.

    sum_a X_ia = u_i,   sum_i X_ia = v_a,   X = K + F

K holds the cells that are given, F the others: F is fitted by GRAS from the proportional start u w' to
u - K 1 and v - K' 1. Source: the method is that of `balancing.gras`.
"""

from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.balancing.gras import gras
from citywright.accounts.labels import named
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
ROUNDING = 1e-12
"""What is left over of a margin counts as zero below this times the largest margin."""
FITTED = 1e-11
"""Margins are met to this times the largest margin."""


def fit_parts(u: Array, w: Array, given: pd.DataFrame, keep: bool, sector: str) -> Array:
    """X (r, p) with X 1 = u and 1' X = w' sum(u); the cells of `given` kept, or fitted as a start.

    Parameters
    ----------
    u : (r,) cells of the whole sector (money)
    w : (p,) shares of the parts, adding to 1
    given : (r, p) what is known (money), nan where nothing is; labels are for the errors
    keep : whether given cells stay as they are
    sector : name for the errors

    Returns
    -------
    X : u w' where nothing is given

    Raises
    ------
    AccountsError
        accounts.split_exceeds, naming the lines whose given cells leave a rest that no free cell
        can take; accounts.split_unreachable when the fit finds no table.
    """
    start, known = u[:, None] * w, given.notna().to_numpy()
    if not known.any():
        return start
    v = w * u.sum()
    values = given.to_numpy(dtype=float)
    if not keep:
        return _gras(np.where(known, values, start), u, v, sector)
    fixed, free = np.where(known, values, 0.0), np.where(known, 0.0, start)
    scale = max(float(np.abs(u).max()), float(np.abs(v).max()))
    rest_u, rest_v = _rest(u - fixed.sum(axis=1), scale), _rest(v - fixed.sum(axis=0), scale)
    _check_rest(rest_u, free, u, given.index, sector)
    _check_rest(rest_v, free.T, v, given.columns, sector)
    return fixed + _gras(free, rest_u, _same_sum(rest_v, rest_u), sector, scale)


def fit_within(start: Array | None, r: Array, c: Array, sector: str, scale: float) -> Array:
    """X (p, p) with X 1 = r and 1' X = c: r c' / sum(r), or fitted to a start.

    Parameters
    ----------
    start : (p, p) sales of parts to parts, or None
    r, c : (p,) what each part sells to all parts and buys from all parts, of the same sum (money)
    sector : name for the errors
    scale : output of the sector, to which r and c are exact (money)

    Raises
    ------
    AccountsError
        accounts.split_unreachable.
    """
    if start is None and r.sum() == 0.0:
        start = np.zeros((len(r), len(c)))
    if start is not None:
        return _gras(start, r, _same_sum(c, r), sector, scale)
    answer: Array = np.outer(r, c) / r.sum()
    return answer


def _same_sum(v: Array, u: Array) -> Array:
    """The margin v with the digits that differences have lost put where they weigh least."""
    most = np.arange(len(v)) == int(np.argmax(np.abs(v)))
    return np.where(most & (v != 0.0), v + (u.sum() - v.sum()), v)


def _rest(rest: Array, scale: float) -> Array:
    return np.where(np.abs(rest) <= ROUNDING * scale, 0.0, rest)


def _check_rest(rest: Array, free: Array, whole: Array, names: pd.Index, sector: str) -> None:
    wrong = ((rest > 0.0) & ~(free > 0.0).any(axis=1)) | ((rest < 0.0) & ~(free < 0.0).any(axis=1))
    if wrong.any():
        worst = int(np.argmax(np.where(wrong, np.abs(rest), -1.0)))
        raise AccountsError(
            "accounts.split_exceeds",
            sector=sector,
            lines=named(names[wrong]),
            worst=named(names[[worst]]),
            given=float(whole[worst] - rest[worst]),
            whole=float(whole[worst]),
        )


def _gras(start: Array, u: Array, v: Array, sector: str, scale: float = 0.0) -> Array:
    """GRAS to FITTED of the whole (`scale`), however little of it is left to fit."""
    largest = max(float(np.abs(u).max()), float(np.abs(v).max()))
    tolerance = FITTED * max(1.0, scale / largest) if largest else FITTED
    try:
        return gras(start, u, v, tolerance=tolerance).X
    except AccountsError as error:
        _unreachable(sector, error)


def _unreachable(sector: str, error: AccountsError) -> NoReturn:
    raise AccountsError(
        "accounts.split_unreachable", sector=sector, finding=error.key, facts=error.values
    ) from error
