"""What a unit of output costs in each hour, with the prices of the limits that count it."""

import numpy as np
import pandas as pd

from citywright.energy.solution import Solution
from citywright.energy.yearly import budgets_of


def limit_prices(solution: Solution) -> pd.Series:
    """Price of each limit by name: money per unit of its value."""
    prices: pd.Series = solution.limits.set_index("limit")["price"]
    return prices


def running_cost(solution: Solution, component: str) -> np.ndarray:
    """marginal_cost + emission · carbon price + Σ_limits coefficient · price,   T × names.

    money/MWh of output (links: of what is taken at node0). An upper limit makes what it counts
    dearer, a lower limit (such as a share of green power) cheaper; the price of a yearly limit is in
    money of the objective, so it is put back into money of the hour:  · energy weight / cost weight.

    Source: stationarity of the Lagrangian in output.
    """
    network = solution.network
    year = network.weights["year"].to_numpy(dtype=int)
    carbon = network.years["carbon_price"].reindex(year).to_numpy(dtype=float)
    emission = network.of(component, "emission").astype(float)
    cost = network.by_hour(component, "marginal_cost") + carbon[:, None] * emission
    in_objective = network.weights["cost"].to_numpy(dtype=float) * network.years["weight"].reindex(
        year
    ).to_numpy(dtype=float)
    paid = in_objective > 0
    energy = network.weights["energy"].to_numpy(dtype=float)
    ratio = np.divide(energy, in_objective, out=np.zeros_like(energy), where=paid)
    prices = limit_prices(solution)
    for budget in budgets_of(network):
        price = float(prices.get(budget.name, 0.0))
        sign = -1.0 if budget.sense == ">=" else 1.0
        counted = np.where(np.isin(year, budget.years), ratio, 0.0)
        per_unit = np.asarray(budget.coefficients[component], dtype=float)
        cost = cost + sign * price * np.outer(counted, per_unit)
    return np.asarray(cost)
