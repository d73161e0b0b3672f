"""Fleets of vehicles: smart charging and vehicle-to-grid, or charging as they come."""

import numpy as np
import pandas as pd

from citywright.energy.lowering.parts import Parts
from citywright.energy.network import Network

KW = 1e-3
"""MW per kW."""


def vehicles(network: Network) -> Parts:
    """The smart share of a fleet is one store, from which driving draws (a negative inflow):

    level[t] = level[t-1] + efficiency · charge - discharge / efficiency - number · smart · driving,
    charge <= plugged · charger, discharge <= plugged · v2g · charger, level >= level_min · battery.

    The others are a load: number · (1 - smart) · plain_charging. A fleet is taken together: energy
    moves freely between its batteries, which is kind to it where single batteries run empty.
    """
    frame = network.tables["vehicles"]
    names = [f"vehicles/{n}" for n in frame.index]
    number = frame["number"].to_numpy(dtype=float)
    smart, v2g = frame["smart"].to_numpy(dtype=float), frame["v2g"].to_numpy(dtype=float)
    charger, battery = (frame[a].to_numpy(dtype=float) for a in ("charger", "battery"))
    parts = Parts()

    def hourly(values: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(values, index=network.hours, columns=names)

    rows = pd.DataFrame(
        {
            "node": frame["node"].to_numpy(), "kind": "vehicles",
            "capacity": number * smart * charger * KW,
            "hours": np.divide(battery, charger, out=np.ones_like(battery), where=charger > 0),
            "efficiency_in": frame["efficiency"].to_numpy(dtype=float),
            "efficiency_out": frame["efficiency"].to_numpy(dtype=float),
            "marginal_cost": frame["wear_cost"].to_numpy(dtype=float),
        },
        index=names,
    )  # fmt: skip
    parts.tables["storage"] = rows
    plugged = network.by_hour("vehicles", "plugged")
    share = np.divide(v2g, smart, out=np.zeros_like(v2g), where=smart > 0)
    parts.series["storage", "charge_max"] = hourly(plugged)
    parts.series["storage", "discharge_max"] = hourly(plugged * share)
    parts.series["storage", "inflow"] = hourly(
        -network.by_hour("vehicles", "driving") * number * smart * KW
    )
    parts.series["storage", "level_min"] = hourly(network.by_hour("vehicles", "level_min"))
    parts.tables["loads"] = pd.DataFrame(
        {"node": frame["node"].to_numpy(), "sector": "vehicles"}, index=names
    )
    plain = network.by_hour("vehicles", "plain_charging") * number * (1.0 - smart) * KW
    parts.series["loads", "demand"] = hourly(plain)
    return parts
