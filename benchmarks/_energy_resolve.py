"""Planning again: the same system after changes of demand, carbon cap, import prices and gas price.

Each step changes what the step before left: demand of every load by -1 to +5 %, the cap by -5 %, the
price of imports and that of gas by up to 10 % either way; seeded. The changed network is also made
from scratch, and its last state is planned cold: both brackets must meet.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks._energy_case import year_network
from citywright.energy.network import Network

STEPS = 3


@dataclass(frozen=True)
class Change:
    """New values: demand and import price by hour, caps by name, price of each gas plant."""

    demand: pd.DataFrame
    cap: dict[str, float]
    imports: pd.DataFrame
    gas: dict[str, float]


def changes(network: Network, seed: int) -> Iterator[Change]:
    """One change after the other, each from what the last one left."""
    rng = np.random.default_rng([seed, 11])
    demand = network.series["loads", "demand"]
    imports = network.series["generators", "marginal_cost"]
    cap = network.tables["limits"]["value"].to_dict()
    kinds = network.tables["generators"]
    gas = kinds.loc[kinds["kind"] == "gas", "marginal_cost"].to_dict()
    for _ in range(STEPS):
        demand = demand * rng.uniform(0.99, 1.05, demand.shape[1])
        imports = imports * rng.uniform(0.9, 1.1)
        dearer = rng.uniform(0.9, 1.1)
        cap = {name: 0.95 * value for name, value in cap.items()}
        gas = {name: dearer * value for name, value in gas.items()}
        yield Change(demand, cap, imports, gas)


def changed(network: Network, change: Change) -> Network:
    """The network with the new values."""
    tables = {name: frame.copy() for name, frame in network.tables.items()}
    for name, value in change.cap.items():
        tables["limits"].loc[name, "value"] = value
    for name, price in change.gas.items():
        tables["generators"].loc[name, "marginal_cost"] = price
    series = {
        **network.series,
        ("loads", "demand"): change.demand,
        ("generators", "marginal_cost"): change.imports,
    }
    return replace(network, tables=tables, series=series)


def prices(change: Change) -> dict[str, pd.Series | float]:
    """Marginal costs of the units whose price changes."""
    return {**{str(name): change.imports[name] for name in change.imports}, **change.gas}


def resolved(
    asked: argparse.Namespace,
    told: Callable[[Any, float], dict[str, Any]],
) -> dict[str, Any]:
    """Figures of the first plan, of each plan after a change, and of the last from scratch."""
    from citywright.energy import PowerSystem, solve  # noqa: PLC0415 - as in `_energy_ours`

    network = year_network(asked.nodes, asked.weeks, asked.seed, asked.years)
    steps: list[dict[str, Any]] = []

    def timed(name: str, plan: Callable[[], Any]) -> None:
        began = time.perf_counter()
        solution = plan()
        seconds = time.perf_counter() - began
        steps.append({"name": name, **told(getattr(solution, "solution", solution), seconds)})

    last = network
    with PowerSystem(network, gap=asked.gap, workers=asked.workers) as system:
        timed("first", system.resolve)
        for number, change in enumerate(changes(network, asked.seed), 1):
            last = changed(network, change)
            known = {"load": change.demand, "cap": change.cap, "prices": prices(change)}
            timed(f"change {number}", partial(system.resolve, **known))
    timed("last from scratch", lambda: solve(last, gap=asked.gap, workers=asked.workers))
    warm, cold = steps[-2], steps[-1]
    meet = warm["lower"] <= cold["upper"] and cold["lower"] <= warm["upper"]
    return {"steps": steps, "meet": meet}
