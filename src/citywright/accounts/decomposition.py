"""Structural decomposition: which change made the difference between two years?

    X = f L s Y,    f per output, L = (I - A)^-1, s the mix of final demand, Y its level
    dX = part(f) + part(L) + part(s) + part(Y)

A product of k factors that all change has k! exact ways to split the change: one factor after another in
some order, each taken at the values of the order so far. The parts given are the mean over all orders, which
equals the mean of the two polar orders for two factors and is near it for more; the range over the
orders says how much the choice matters.

Source: Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307-323; Miller & Blair (2009),
sec. 13.1, pp. 593-614.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt

from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
FACTORS = ("intensity", "technology", "mix", "level")


@dataclass(frozen=True)
class Year:
    """One year's economy, at the same prices as the other's: deflate first.

    f : (n,) amount per unit of output; leontief : its system; y : (n,) final demand (money)
    """

    f: Array
    leontief: Leontief
    y: Array


@dataclass(frozen=True)
class Decomposition:
    """Change of X = f L y between two years by factor (unit of f times money).

    change : X_1 - X_0
    parts : factor -> mean over all orders; they add to the change
    polar : factor -> mean of the two polar orders
    least, most : factor -> range over the orders
    """

    change: float
    parts: dict[str, float]
    polar: dict[str, float]
    least: dict[str, float]
    most: dict[str, float]


def decompose(before: Year, after: Year) -> Decomposition:
    """Split the change of f L y into intensity, technology, mix and level of final demand.

    A sector that is idle in one year has f = 0 and a zero column of A there, so that part of its
    appearance counts as intensity and technology. `two_years.compare` matches two labelled tables by
    name and has a rule for such sectors; this function takes arrays as they are.

    Parameters
    ----------
    before, after : the two years, over the same sectors in the same order, at the same prices

    Raises
    ------
    AccountsError
        accounts.shapes; accounts.no_demand where a year has no final demand, so no mix.
    """
    if not before.leontief.n == after.leontief.n == len(before.y) == len(after.y):
        raise AccountsError(
            "accounts.shapes", table="after", shape=after.y.shape, sectors=before.leontief.n
        )
    years = (before, after)
    levels = [float(year.y.sum()) for year in years]
    if min(levels) <= 0.0:
        raise AccountsError("accounts.no_demand", total=min(levels))
    mixes = [year.y / level for year, level in zip(years, levels, strict=True)]
    # f L s for every choice of years takes four solves; the level then multiplies
    carried = {(f, L): years[L].leontief.carried(years[f].f) for f in (0, 1) for L in (0, 1)}

    def value(state: Sequence[int]) -> float:
        f, L, mix, level = state
        return float(carried[f, L] @ mixes[mix]) * levels[level]

    return split(value, FACTORS)


def split(value: Callable[[Sequence[int]], float], factors: Sequence[str]) -> Decomposition:
    """Split the change of any function of factors that go from state 0 to state 1.

    Parameters
    ----------
    value : value for a state 0 or 1 of every factor; called once per state, 2^k times
    factors : names of the k factors

    Returns
    -------
    Decomposition over all k! orders. Used by `decompose`, and by anyone with other factors.
    """
    k = len(factors)
    known = {state: value(state) for state in np.ndindex(*([2] * k))}
    orders = list(permutations(range(k)))
    parts = np.array([_steps(known, order) for order in orders])
    ends = [orders.index(tuple(range(k))), orders.index(tuple(range(k))[::-1])]
    return Decomposition(
        change=known[(1,) * k] - known[(0,) * k],
        parts=dict(zip(factors, map(float, parts.mean(axis=0)), strict=True)),
        polar=dict(zip(factors, map(float, parts[ends].mean(axis=0)), strict=True)),
        least=dict(zip(factors, map(float, parts.min(axis=0)), strict=True)),
        most=dict(zip(factors, map(float, parts.max(axis=0)), strict=True)),
    )


def _steps(known: dict[tuple[int, ...], float], order: Sequence[int]) -> list[float]:
    """What each factor adds when the factors change one after another in this order."""
    state = [0] * len(order)
    parts = [0.0] * len(order)
    for factor in order:
        start = known[tuple(state)]
        state[factor] = 1
        parts[factor] = known[tuple(state)] - start
    return parts
