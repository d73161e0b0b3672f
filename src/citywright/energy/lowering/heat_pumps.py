"""Heat pumps: electricity to heat at the hour's coefficient of performance, with a heat store."""

import numpy as np
import pandas as pd

from citywright.energy.lowering.parts import Parts
from citywright.energy.network import Network


def heat_pumps(network: Network) -> Parts:
    """heat output = cop · electricity, electricity <= capacity; a store of `store_hours` of peak heat.

    Without a store and a limit it is a load of heat / cop; else a node of heat with its load, a
    link from the grid and a store.
    """
    frame = network.tables["heat_pumps"]
    heat, cop = network.by_hour("heat_pumps", "heat"), network.by_hour("heat_pumps", "cop")
    names = np.array([f"heat_pumps/{n}" for n in frame.index], dtype=object)
    capacity = frame["capacity"].to_numpy(dtype=float)
    held = (frame["store_hours"].to_numpy(dtype=float) > 0) | np.isfinite(capacity)
    parts = Parts()

    def hourly(values: np.ndarray, chosen: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(values[:, chosen], index=network.hours, columns=names[chosen])

    node = np.where(held, names, frame["node"].to_numpy())
    parts.tables["loads"] = pd.DataFrame({"node": node, "sector": "heat"}, index=names)
    demand = np.where(held, heat, heat / cop)
    parts.series["loads", "demand"] = hourly(demand, np.ones(len(frame), dtype=bool))
    if held.any():
        some = frame[held]
        parts.tables["nodes"] = pd.DataFrame({"carrier": "heat"}, index=names[held])
        parts.tables["links"] = pd.DataFrame(
            {
                "node0": some["node"].to_numpy(), "node1": names[held], "kind": "heat_pump",
                "capacity": some["capacity"].to_numpy(),
            },
            index=names[held],
        )  # fmt: skip
        parts.series["links", "efficiency"] = hourly(cop, held)
        parts.tables["stores"] = pd.DataFrame(
            {
                "node": names[held], "kind": "heat_store",
                "capacity": some["store_hours"].to_numpy() * heat[:, held].max(axis=0),
                "standing_loss": some["standing_loss"].to_numpy(),
            },
            index=names[held],
        )  # fmt: skip
    return parts
