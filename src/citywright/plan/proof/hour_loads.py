"""Demand by hour of every class at every node, from a plan's yearly demand and the city's tables."""

import numpy as np
import pandas as pd

from citywright.city.declaration import HOURS
from citywright.energy.city_use import load_name
from citywright.plan.proof.facts import Facts
from citywright.plan.proof.hour_rows import classes, planned
from citywright.units import factor

MWH, TONNES = factor("100 GWh", "MWh"), factor("10000 t", "tonne")


def of_path(frame: pd.DataFrame, path: str) -> pd.DataFrame:
    """Rows of one path."""
    return frame[frame["path"] == path]


def money_of_network(f: Facts) -> float:
    """How much of the city's money is one CNY, the money of its power system."""
    return factor("CNY", f.city.settings.money_unit)


def expected_loads(f: Facts, demand: pd.DataFrame, hours: pd.Index) -> dict[str, np.ndarray]:
    """Demand by hour (MW) of every class at every node of an area, from the plan's yearly demand."""
    profile = {str(r[0]): r.profile for r in f.rows("power_classes")}
    yearly = {(r.zone, r.used_by, int(r.power_year)): float(r.demand) for r in demand.itertuples()}
    years, table = planned(f).years, f.city.tables[HOURS]
    length = len(hours) // len(years)
    losses = 1.0 + f.assumption["power_losses"]
    found: dict[str, np.ndarray] = {}
    for (zone, node, used_by), share in node_shares(f).items():
        shape = np.ones(length)
        if profile[used_by]:
            shape = table[profile[used_by]].to_numpy(dtype=float)[:length]
        shape = shape / shape.sum()
        parts = [
            yearly.get((zone, used_by, k), np.nan) * share * losses * MWH * shape for k in years
        ]
        found[load_name(node, used_by)] = np.concatenate(parts)
    return found


def node_shares(f: Facts) -> dict[tuple[str, str, str], float]:
    """(area, node, class) -> share of the node in what the class draws in the area."""
    inside: dict[str, list[str]] = {}
    for n in f.rows("power_nodes"):
        if n.zone:
            inside.setdefault(n.zone, []).append(n.node)
    energy = {(r.node, str(r[1])): float(r.energy) for r in f.rows("power_loads")}
    found: dict[tuple[str, str, str], float] = {}
    for zone, nodes in inside.items():
        whole = {n: sum(energy.get((n, c), 0.0) for c in classes(f)) for n in nodes}
        for c in classes(f):
            own = {n: energy.get((n, c), 0.0) for n in nodes}
            even = dict.fromkeys(nodes, 1.0)
            base = next(part for part in (own, whole, even) if sum(part.values()) > 0)
            total = sum(base.values())
            found |= {(zone, n, c): v / total for n, v in base.items() if v > 0}
    return found


def slopes(f: Facts, price: pd.DataFrame) -> dict[tuple[str, str, int], float]:
    """Money of the network per 100 GWh of a class in an area, in a planning year."""
    years = planned(f).years
    unit = pd.DataFrame(
        [(z.zone, c, k, 1.0) for z in f.rows("zones") for c in classes(f) for k in years],
        columns=["zone", "used_by", "power_year", "demand"],
    )
    by_node = expected_loads(f, unit, price.index)
    length = len(price) // len(years)
    found: dict[tuple[str, str, int], float] = {}
    for zone, node, used_by in node_shares(f):
        worth = by_node[load_name(node, used_by)] * price[node].to_numpy()
        for n, k in enumerate(years):
            part = float(worth[n * length : (n + 1) * length].sum())
            found[zone, used_by, k] = found.get((zone, used_by, k), 0.0) + part
    return found
