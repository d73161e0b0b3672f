"""Static attributes of a PyPSA network made of ours, and which of ours vary by hour as which."""

from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.interchange.pypsa_capacity import PREFIX
from citywright.energy.interchange.pypsa_emissions import Carriers
from citywright.energy.interchange.pypsa_links import ENDS
from citywright.energy.interchange.pypsa_storage import LEVELS, first_kept
from citywright.energy.network import Network

COLUMNS = (
    ("nodes", "buses"), ("generators", "generators"), ("storage", "storage_units"),
    ("stores", "stores"), ("lines", "lines"), ("links", "links"), ("loads", "loads"),
)  # fmt: skip
"""Our components and PyPSA's, in the order in which PyPSA wants them."""
HOURLY: dict[str, dict[str, tuple[str, float]]] = {
    "nodes": {},
    "generators": {
        "marginal_cost": ("marginal_cost", 1.0), "availability": ("p_max_pu", 1.0),
        "must_run": ("p_min_pu", 1.0),
    },
    "storage": {
        "marginal_cost": ("marginal_cost", 1.0), "charge_max": ("p_min_pu", -1.0),
        "discharge_max": ("p_max_pu", 1.0), "inflow": ("inflow", 1.0),
        "spill_cost": ("spill_cost", 1.0), "level_cost": ("marginal_cost_storage", 1.0),
    },
    "stores": {
        "marginal_cost": ("marginal_cost", 1.0), "level_min": ("e_min_pu", 1.0),
        "level_max": ("e_max_pu", 1.0), "level_cost": ("marginal_cost_storage", 1.0),
    },
    "lines": {"availability": ("s_max_pu", 1.0)},
    "links": {
        "efficiency": ("efficiency", 1.0), "efficiency2": ("efficiency2", 1.0),
        "efficiency3": ("efficiency3", 1.0), "efficiency4": ("efficiency4", 1.0),
        "marginal_cost": ("marginal_cost", 1.0), "availability": ("p_max_pu", 1.0),
        "must_run": ("p_min_pu", 1.0),
    },
    "loads": {"demand": ("p_set", 1.0)},
}  # fmt: skip
"""Component -> our attribute -> PyPSA's, and the sign between them."""
SAME = {
    "nodes": {"carrier": "carrier", "x": "x", "y": "y", "zone": "location"},
    "generators": {
        "node": "bus", "start_cost": "start_up_cost", "stop_cost": "shut_down_cost",
        "committable": "committable", "energy_min": "e_sum_min", "energy_max": "e_sum_max",
    },
    "storage": {
        "node": "bus", "hours": "max_hours", "efficiency_in": "efficiency_store",
        "efficiency_out": "efficiency_dispatch", "standing_loss": "standing_loss",
    },
    "stores": {"node": "bus", "standing_loss": "standing_loss"},
    "lines": {"node0": "bus0", "node1": "bus1", "length": "length"},
    "links": {f"node{k}": f"bus{k}" for k in range(ENDS + 1)} | {"length": "length"},
    "loads": {"node": "bus", "sector": "carrier"},
}  # fmt: skip
"""Component -> our attribute -> PyPSA's of the same meaning."""
WHOLE = {
    "min_up": "min_up_time", "min_down": "min_down_time", "up_before": "up_time_before",
    "down_before": "down_time_before",
}  # fmt: skip
"""Hours that PyPSA counts in whole snapshots."""


def columns_of(network: Network, ours: str, carriers: Carriers) -> dict[str, Any]:
    """PyPSA's attributes of a component: name -> one value per unit."""
    table = network.tables[ours]
    columns: dict[str, Any] = {t: table[o].to_numpy() for o, t in SAME[ours].items()}
    for attribute, (name, sign) in HOURLY[ours].items():
        columns[name] = sign * table[attribute].to_numpy(dtype=float)
    theirs = dict(COLUMNS)[ours]
    if theirs in PREFIX:
        columns |= _capacity(table, PREFIX[theirs])
        columns["carrier"] = carriers.of(ours)
    makers = {
        "generators": _generators, "storage": _levels, "stores": _levels, "lines": _lines,
    }  # fmt: skip
    if ours in makers:
        columns |= makers[ours](network, ours, carriers)
    if ours == "links":
        columns = {k: v for k, v in columns.items() if k not in _unused_ends(network)}
    if ours in ("links", "generators"):
        for name, limit in (("ramp_limit_up", "ramp_up"), ("ramp_limit_down", "ramp_down")):
            given = table[limit].to_numpy(dtype=float)
            columns[name] = np.where(np.isfinite(given), given, np.nan)
    return columns


def _capacity(table: pd.DataFrame, p: str) -> dict[str, Any]:
    return {
        f"{p}_nom": table["capacity"].to_numpy(),
        f"{p}_nom_extendable": table["expandable"].to_numpy(),
        f"{p}_nom_min": table["capacity_min"].to_numpy(),
        f"{p}_nom_max": table["capacity_max"].to_numpy(),
        f"{p}_nom_mod": table["unit_size"].to_numpy(),
        "capital_cost": table["capital_cost"].to_numpy(),
        "build_year": table["build_year"].to_numpy().astype(int),
        "lifetime": table["lifetime"].to_numpy(),
    }


def _generators(network: Network, ours: str, carriers: Carriers) -> dict[str, Any]:
    table = network.tables[ours]
    whole = {name: table[a].to_numpy().astype(int) for a, name in WHOLE.items()}
    limits = {}
    if len(network.years) > 1:
        # PyPSA sums over all periods; `not_kept` says so
        limits = {"e_sum_min": -np.inf, "e_sum_max": np.inf}
    return {**whole, **limits, "efficiency": carriers.efficiency}


def _levels(network: Network, ours: str, _: Carriers) -> dict[str, Any]:
    """The initial level is PyPSA's, which loses nothing in the first snapshot."""
    table, names = network.tables[ours], LEVELS[dict(COLUMNS)[ours]]
    cyclic, each = table["cyclic"].to_numpy(), table["per_year"].to_numpy()
    weights = network.weights
    hours = weights["state"].to_numpy(dtype=float)
    kept = first_kept(table, weights["year"].to_numpy(), hours)[0]
    initial = table["initial"].to_numpy(dtype=float)
    periods = [int(y) for y in network.years.index] != [0]
    return {
        names.initial: np.where(cyclic, initial, initial * kept),
        names.cyclic: cyclic & ~each if periods else cyclic,
        names.cyclic_each: cyclic & each & periods,
        names.initial_each: ~cyclic & each & periods,
    }


def _lines(network: Network, ours: str, _: Carriers) -> dict[str, Any]:
    """The nodes are of 1 kV, so that ohms are per unit; endless impedance is free of the law."""
    z = network.tables[ours]["reactance"].to_numpy(dtype=float)
    z = np.where(np.isnan(z), np.inf, z)
    return {"x": z, "r": z}


def _unused_ends(network: Network) -> list[str]:
    """Attributes of ends that no link has, which need not stand in the file."""
    table = network.tables["links"]
    unused = [k for k in range(2, ENDS + 1) if (table[f"node{k}"] == "").all()]
    return [f"{stem}{k}" for k in unused for stem in ("bus", "efficiency")]
