"""Prices by node and hour, and what full lines do to them."""

import numpy as np
import pandas as pd

from citywright.energy.looking.dispatch import demand
from citywright.energy.looking.solved import (
    ELECTRICITY,
    bound_by_hour,
    capacity_by_hour,
    carriers,
    energy_weights,
    figure,
    of_year,
    quantity,
    years,
)
from citywright.energy.solution import Solution

FULL = 1e-4
"""Share of a line's limit that may be left where it counts as full: the certified gap of a plan
is of this size, and a flow is not known any better."""


ROUNDING = 1e-9
"""Share of a price below which a difference is none."""


@figure
def system_price(solution: Solution, nodes: list[str]) -> np.ndarray:
    """Σ_n demand[n]·price[n] / Σ_n demand[n]: mean price by demand, T, money/MWh.

    The plain mean of the nodes in an hour without demand.
    """
    table = quantity(solution, "nodes", "price")[nodes].to_numpy()
    loads = np.stack([demand(solution, [node]) for node in nodes], axis=1).clip(min=0.0)
    total = loads.sum(axis=1)
    some = total > 0
    shares = np.full_like(loads, 1.0 / len(nodes))
    shares[some] = loads[some] / total[some, None]
    return np.asarray((shares * table).sum(axis=1))


@figure
def price_spread(solution: Solution, carrier: str = ELECTRICITY) -> pd.DataFrame:
    """low, high, spread = high − low over the nodes of a carrier, by hour, money/MWh.

    A difference that rounding alone can bring about is 0.
    """
    own = carriers(solution.network)
    table = quantity(solution, "nodes", "price")[list(own.index[own == carrier])]
    low, high = table.min(axis=1), table.max(axis=1)
    spread = (high - low).where(high - low > ROUNDING * (1.0 + high.abs()), 0.0)
    return pd.DataFrame({"low": low, "high": high, "spread": spread})


@figure
def node_prices(solution: Solution) -> pd.DataFrame:
    """Prices of each node and planning year.

    node, carrier, year; mean (by hours), paid (by demand; nan without demand), low, high
    (money/MWh); free_hours (price ≤ 0), above_hours (more than ten times the mean of the node).
    """
    table = quantity(solution, "nodes", "price")
    carrier = carriers(solution.network)
    rows = []
    for year in years(solution):
        chosen = of_year(solution, year)
        weights = energy_weights(solution)[chosen]
        for node in table.columns:
            price = table[node].to_numpy()[chosen]
            load = demand(solution, [node])[chosen] * weights
            mean = float(np.average(price, weights=weights))
            paid = float(price @ load / load.sum()) if load.sum() > 0 else np.nan
            rows.append({
                "node": node, "carrier": carrier[node], "year": year, "mean": mean, "paid": paid,
                "low": float(price.min()), "high": float(price.max()),
                "free_hours": float(weights[price <= 0].sum()),
                "above_hours": float(weights[price > 10 * abs(mean)].sum()),
            })  # fmt: skip
    return pd.DataFrame(rows)


@figure
def line_use(solution: Solution) -> pd.DataFrame:
    """Use of each line and planning year.

    name, node0, node1, kind, year; capacity (MW); forward, backward (GWh that leave node0, node1);
    loss (GWh); use = Σ |flow| / Σ limit; full_hours (flow at its limit); rent = Σ weight ·
    (price1·arrival − price0·flow), money: what its buyers pay more than its sellers receive.
    """
    network = solution.network
    table = network.tables["lines"]
    flow = quantity(solution, "lines", "flow").to_numpy()
    arrival = quantity(solution, "lines", "arrival").to_numpy()
    limit = bound_by_hour(solution, "lines", "availability")
    price = quantity(solution, "nodes", "price")
    rent = (
        price[list(table["node1"])].to_numpy() * arrival
        - price[list(table["node0"])].to_numpy() * flow
    )
    sent = np.maximum(flow, -arrival)
    parts = []
    for year in years(solution):
        chosen = of_year(solution, year)
        w = energy_weights(solution)[chosen, None]
        most = (w * limit[chosen]).sum(axis=0)
        used = (w * np.abs(sent[chosen])).sum(axis=0)
        full = (np.abs(sent) >= (1 - FULL) * limit)[chosen]
        parts.append(pd.DataFrame({
            "name": table.index, "node0": table["node0"].to_numpy(),
            "node1": table["node1"].to_numpy(), "kind": table["kind"].to_numpy(), "year": year,
            "capacity": capacity_by_hour(solution, "lines")[chosen][-1],
            "forward": (w * flow[chosen].clip(min=0)).sum(axis=0) / 1e3,
            "backward": (w * (-arrival[chosen]).clip(min=0)).sum(axis=0) / 1e3,
            "loss": (w * (flow - arrival)[chosen]).sum(axis=0) / 1e3,
            "use": np.divide(used, most, out=np.zeros_like(used), where=most > 0),
            "full_hours": (w * full).sum(axis=0), "rent": (w * rent[chosen]).sum(axis=0),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@figure
def node_map(solution: Solution) -> pd.DataFrame:
    """Where each node lies and what happens there in each planning year.

    node, carrier, zone, x, y (degrees), year; demand, generation (GWh), peak (MW of demand),
    price (mean by hours, money/MWh).
    """
    table = solution.network.tables["nodes"]
    made = quantity(solution, "generators", "output").to_numpy()
    at = solution.network.tables["generators"]["node"].to_numpy()
    weights = energy_weights(solution)
    means = node_prices(solution).set_index(["node", "year"])["mean"]
    rows = []
    for year in years(solution):
        chosen = of_year(solution, year)
        w = weights[chosen]
        for node in table.index:
            load = demand(solution, [node])[chosen]
            rows.append({
                "node": node, "carrier": carriers(solution.network)[node],
                "zone": table["zone"][node], "x": table["x"][node], "y": table["y"][node],
                "year": year, "demand": float(w @ load) / 1e3,
                "generation": float(w @ made[chosen][:, at == node].sum(axis=1)) / 1e3,
                "peak": float(load.max()), "price": float(means[node, year]),
            })  # fmt: skip
    return pd.DataFrame(rows)
