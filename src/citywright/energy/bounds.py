"""Bounds that trust no solver: what any multipliers prove, and what a plan in hand costs.

For any multipliers y of a block's rows, with reduced costs d = c - A'y,

    value(z) >= sum_i (y_i+ rl_i - y_i- ru_i) + y·R z + cz·z + sum_j (d_j+ l_j(z) - d_j- u_j(z))

which is affine in z, since bounds are. It holds whatever y is, so it does not depend on tolerances
of the solver that y comes from (Lagrangian bound; Neumaier and Shcherbina 2004, Mathematical
Programming 99, give the like for boxes). A multiplier that would meet an infinite bound is moved
to where it meets none.
"""

from typing import NamedTuple

import numpy as np

from citywright.energy.block import Block

EPSILON = 2.0**-52
"""Spacing of float64 at 1."""
TOGETHER = 8
"""Multipliers of which the cuts are computed at a time: more would only take more memory."""


class Cut(NamedTuple):
    """value(z) >= constant + slope · z; `rounding` bounds the error of the sums."""

    constant: float
    slope: np.ndarray
    rounding: float


def cut_of(block: Block, y: np.ndarray) -> Cut:
    """The affine lower bound of a block's value that multipliers y prove."""
    return cuts_of(block, y[:, None])[0]


def cuts_of(block: Block, Y: np.ndarray) -> list[Cut]:
    """The cuts of several multipliers: rows × cuts."""
    parts = (Y[:, k : k + TOGETHER] for k in range(0, Y.shape[1], TOGETHER))
    return [cut for part in parts for cut in _cuts_of(block, part)]


def _cuts_of(block: Block, Y: np.ndarray) -> list[Cut]:
    low, high = block.multiplier_box
    Y = np.clip(Y, low[:, None], high[:, None])
    D = block.c[:, None] - block.A.T @ Y
    # a missing part begins at 0 and its reduced cost is negative by rounding at most
    D[block.missing] = np.maximum(D[block.missing], 0.0)
    rows = Y * np.where(Y > 0, block.rl[:, None], np.where(Y < 0, block.ru[:, None], 0.0))
    ends = np.where(D > 0, block.l0[:, None], np.where(D < 0, block.u0[:, None], 0.0))
    columns = D * ends
    constant = rows.sum(axis=0) + columns.sum(axis=0)
    slopes = (block.R.T @ Y).T + block.cz
    on = np.flatnonzero(block.sized >= 0)
    share = D[on] * np.where(D[on] > 0, block.lk[on, None], block.uk[on, None])
    for k in range(Y.shape[1]):
        slopes[k] += np.bincount(block.sized[on], share[:, k], slopes.shape[1])
    size = np.abs(rows).sum(axis=0) + np.abs(columns).sum(axis=0)
    rounding = 4.0 * EPSILON * np.log2(rows.shape[0] + columns.shape[0] + 2.0) * size
    # and of the reduced costs themselves: a sum of as many terms as the column has entries
    spread = np.abs(block.c)[:, None] + block.absolute.T @ np.abs(Y)
    widest = np.maximum(np.abs(block.l0), np.abs(block.u0))
    widest[block.missing] = 0.0
    # a sum of NumPy's own: the threads of BLAS wait for each other where the machine is busy
    rounding += EPSILON * ((block.lengths * widest)[:, None] * spread).sum(axis=0)
    parts = zip(constant, slopes, rounding, strict=True)
    return [Cut(float(c), s, float(r)) for c, s, r in parts]


class Checked(NamedTuple):
    """A block's plan as it is: its cost with repairs, and the worst gap of a row as a share of what
    goes through the row (sum of |a_ij p_j|, at least 1).
    """

    cost: float
    violation: float


def checked_cost(block: Block, p: np.ndarray, z: np.ndarray, price: float) -> Checked:
    """Cost of a block's plan, put within its column bounds, with every row's gap at a price.

    What a row lacks or has too much is paid for at `price` per unit, the price of what is missing.
    """
    inside = np.clip(p, *block.column_bounds(z))
    rl, ru = block.row_bounds(z)
    activity = block.A @ inside
    gap = np.maximum(rl - activity, 0.0) + np.maximum(activity - ru, 0.0)
    flow = 1.0 + abs(block.A) @ np.abs(inside) + abs(block.R) @ np.abs(z)
    cost = float(block.c @ inside + block.cz @ z) + price * float(gap.sum())
    parts = inside[block.whole]
    broken = float(np.max(np.abs(parts - np.round(parts)), initial=0.0))
    return Checked(cost, max(broken, float(np.max(gap / flow, initial=0.0))))
