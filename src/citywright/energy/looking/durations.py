"""Duration curves: for how many hours of the year a quantity is at least so high."""

import numpy as np
import pandas as pd

from citywright.energy.looking.dispatch import demand, residual_load
from citywright.energy.looking.prices import price_spread, system_price
from citywright.energy.looking.solved import (
    ELECTRICITY,
    carriers,
    energy_weights,
    figure,
    of_year,
    quantity,
)
from citywright.energy.solution import Solution


def duration(values: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    """value[k] ≥ value[k+1],   hours[k] = Σ_{j ≤ k} weight[j]: the values, largest first.

    Parameters
    ----------
    values, weights
        One per hour: the quantity, and the hours of the year that each stands for.

    Returns
    -------
    hours (of the year at or above the value), value; a permutation of what was given.
    """
    order = np.argsort(-values, kind="stable")
    return pd.DataFrame({"hours": np.cumsum(weights[order]), "value": values[order]})


@figure
def duration_curves(solution: Solution, year: int) -> dict[str, pd.DataFrame]:
    """Curves of one planning year: load and residual load (MW), price (money/MWh), of electricity."""
    own = carriers(solution.network)
    nodes = list(own.index[own == ELECTRICITY])
    chosen = of_year(solution, year)
    weights = energy_weights(solution)[chosen]
    curves = {
        "load": demand(solution, nodes),
        "residual": residual_load(solution, nodes),
        "price": system_price(solution, nodes),
    }
    return {name: duration(values[chosen], weights) for name, values in curves.items()}


@figure
def node_price_curves(solution: Solution, year: int) -> dict[str, pd.DataFrame]:
    """Price duration curve of each electricity node in a planning year."""
    own = carriers(solution.network)
    chosen = of_year(solution, year)
    weights = energy_weights(solution)[chosen]
    price = quantity(solution, "nodes", "price")
    return {
        str(node): duration(price[node].to_numpy()[chosen], weights)
        for node in own.index[own == ELECTRICITY]
    }


@figure
def spread_curve(solution: Solution, year: int) -> pd.DataFrame:
    """Duration curve of the spread of prices between electricity nodes: 0 where no line is full."""
    chosen = of_year(solution, year)
    spread = price_spread(solution)["spread"].to_numpy()[chosen]
    return duration(spread, energy_weights(solution)[chosen])


def thinned(curve: pd.DataFrame, points: int = 400) -> pd.DataFrame:
    """About `points` rows of a curve, spread evenly, both ends kept: for drawing only."""
    if len(curve) <= points:
        return curve
    chosen = np.unique(np.linspace(0, len(curve) - 1, points).round().astype(int))
    return curve.iloc[chosen]
