"""Small networks that can be worked out by hand, and how their plans are looked at."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from citywright.energy import Solution, make_network, solve
from citywright.energy.check import sound
from citywright.energy.network import Network, filled

EXACT = 1e-6
"""Relative: the solver's feasibility tolerance of 1e-7, and a little."""
Values = Mapping[str, object]


def network(
    hours: int, *, nodes: Values | None = None, series: Mapping[tuple[str, str], Values] | None = None,
    weights: Values | None = None, carbon_price: float = 0.0, reserve: float = 0.0, **components: Values,
) -> Network:  # fmt: skip
    """A network from {name: {attribute: value}} per component and {name: values} per series."""
    index = pd.RangeIndex(hours)
    tables = {
        component: pd.concat(filled(component, pd.DataFrame(row, [n])) for n, row in rows.items())
        for component, rows in {"nodes": nodes or {"a": {}}, **components}.items()
    }
    by_hour = {
        key: pd.DataFrame({n: np.broadcast_to(v, hours) for n, v in values.items()}, index).astype(
            float
        )
        for key, values in (series or {}).items()
    }
    weighed = pd.DataFrame(
        {"cost": 1.0, "energy": 1.0, "state": 1.0, "year": 0} | dict(weights or {}), index=index
    )
    years = pd.DataFrame({"weight": 1.0, "carbon_price": carbon_price}, index=[0])
    return sound(make_network("case", index, tables, by_hour, weighed, years, reserve=reserve))


def solved(known: Network, block_hours: int | None = None) -> Solution:
    """The whole program's plan; with `block_hours` the search by blocks has to find the same cost."""
    whole = solve(known, 1e-9, workers=1, method="whole")
    if block_hours is not None:
        weeks = solve(known, 1e-7, workers=1, method="weeks", block_hours=block_hours)
        assert weeks.lower_bound <= cost(whole) * (1 + EXACT)
        assert cost(weeks) == pytest.approx(cost(whole), rel=EXACT)
    return whole


def cost(solution: Solution) -> float:
    return solution.upper_bound + solution.objective_constant


def at(solution: Solution, component: str, quantity: str, name: str) -> list[float]:
    """Values of one name by hour, to be compared with pytest.approx."""
    return [float(x) for x in solution.hourly[component, quantity][name]]


def near(*values: float) -> object:
    return pytest.approx(values, rel=EXACT, abs=1e-5)


def size(solution: Solution, name: str) -> float:
    frame = solution.capacities.set_index("name")
    return float(frame.loc[name, "capacity"])
