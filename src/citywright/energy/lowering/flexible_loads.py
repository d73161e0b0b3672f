"""Demand response: loads that can be cut at a price, or shifted and made up for."""

import numpy as np
import pandas as pd

from citywright.energy.lowering.parts import Parts
from citywright.energy.network import Network


def flexible_loads(network: Network) -> Parts:
    """A cut is a generator 0 <= cut <= power at its cost.

    A shift is a store of owed energy: 0 <= owed <= window · power; what is not used now is a
    discharge at its cost, what is made up later is a charge, of which `loss` is lost.
    """
    frame = network.tables["flexible_loads"]
    power = network.by_hour("flexible_loads", "power")
    cost = network.by_hour("flexible_loads", "cost")
    shifts = frame["window"].to_numpy(dtype=float) > 0
    parts = Parts()
    peak = power.max(axis=0)
    share = np.divide(power, peak, out=np.zeros_like(power), where=peak > 0)
    names = np.array([f"flexible_loads/{n}" for n in frame.index], dtype=object)
    for component, chosen in (("generators", ~shifts), ("storage", shifts)):
        if not chosen.any():
            continue
        rows = pd.DataFrame(
            {"node": frame["node"].to_numpy(), "kind": frame["kind"].to_numpy(), "capacity": peak},
            index=names,
        )[chosen]
        if component == "storage":
            rows["hours"] = frame["window"].to_numpy(dtype=float)[chosen]
            rows["efficiency_in"] = 1.0 - frame["loss"].to_numpy(dtype=float)[chosen]
        parts.tables[component] = rows

        def hourly(values: np.ndarray, chosen: np.ndarray = chosen) -> pd.DataFrame:
            return pd.DataFrame(values[:, chosen], index=network.hours, columns=names[chosen])

        parts.series[component, "marginal_cost"] = hourly(cost)
        limits = ("availability",) if component == "generators" else ("discharge_max", "charge_max")
        for limit in limits:
            # what is owed may be made up at any hour of flexible demand, up to its largest power
            parts.series[component, limit] = hourly(
                np.ones_like(share) if limit == "charge_max" else share
            )
    return parts
