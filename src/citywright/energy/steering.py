"""What a power system says to a plan above it, quickly: its bracket and its prices, uncertified.

The plan of the economy asks many times on its way and proves once at its end. So on the way the
bracket is that of the search (the solver's word), and the lower model follows from the same blended
multipliers as in `affine`, without a block being built anew:

    cost(demand, limits) ≥ lower + Σ price · (demand − demand here) + Σ price · (limit − limit here)
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.demand_price import limit_price, reserve_price
from citywright.energy.equations import block_of
from citywright.energy.planner.descent import Search
from citywright.energy.planner.weeks import blended
from citywright.energy.proof import Program, constant_of
from citywright.energy.service import PowerSystem


@dataclass(frozen=True)
class Steering:
    """Bracket of the yearly cost without that of expandable capacity in place, and prices.

    demand: hours × nodes, money/MW in that hour; limits: money per unit, by name; multipliers, outer:
    what proves the model.
    """

    lower: float
    upper: float
    demand: pd.DataFrame
    limits: pd.Series
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray


def steer(
    system: PowerSystem, load: pd.DataFrame | None = None, cap: dict[str, float] | None = None
) -> Steering:
    """The system at other loads (hours × names, MW) and limits, to its gap."""
    search = system.advance(load, cap)
    assert search.master is not None
    program, unit = search.program, system.unit
    _, _, cut_y, outer_y = search.master.lowest()
    multipliers = blended(search, cut_y)
    budgets = program.coupling.budgets
    names = [budget.name for budget in budgets]
    constant = constant_of(program) * unit
    return Steering(
        lower=search.lower * unit - constant,
        upper=search.upper * unit - constant,
        demand=_demand_prices(search, multipliers, outer_y) * unit,
        limits=pd.Series(outer_y[: len(names)] * unit, index=names, dtype=float),
        multipliers=tuple(multipliers),
        outer=np.asarray(outer_y),
    )


def _demand_prices(
    search: Search, multipliers: list[np.ndarray], outer: np.ndarray
) -> pd.DataFrame:
    """Prices of demand as in `affine`.

    Reserve and budgets are the last families of rows, so blocks of one year and size with as many rows
    have them at the same places; years differ in what runs, the first and last block in their carries.
    """
    program = search.program
    network, spans = program.network, program.coupling.spans
    nodes = network.names("nodes")
    price = np.zeros((network.size, len(nodes)))
    shed = network.of("nodes", "shed_cost").astype(float)
    rows: dict[tuple[int, int, int], tuple[np.ndarray, np.ndarray]] = {}
    for number, (span, y) in enumerate(zip(spans, multipliers, strict=True)):
        key = span.year, span.size, len(y)
        if key not in rows:
            rows[key] = _places(program, number)
        balance, reserve = rows[key]
        weight = network.weights["cost"].to_numpy(dtype=float)[span.hours]
        weight = weight * float(network.years.loc[span.year, "weight"])
        price[span.hours] = np.minimum(y[balance].T, np.outer(weight, shed))
        if len(reserve):
            price[span.hours] += reserve_price(network, np.maximum(y[reserve], 0.0))
    return pd.DataFrame(price + limit_price(program, outer), index=network.hours, columns=nodes)


def _places(program: Program, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the balances (nodes × hours) and of the reserve (hours, none where none is kept)."""
    coupling = program.coupling
    block = block_of(program.network, coupling.spans[number], coupling, program.penalty)
    reserve = block.rows["reserve"].places.ravel() if "reserve" in block.rows else np.zeros(0, int)
    return block.rows["balance"].places, reserve
