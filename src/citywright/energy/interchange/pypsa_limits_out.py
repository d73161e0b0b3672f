"""Limits of a network as PyPSA's global constraints."""

import numpy as np
import pandas as pd

from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_limits import ALL_YEARS
from citywright.energy.interchange.pypsa_storage import first_kept
from citywright.energy.network import Network

TYPES = {
    "carbon": "primary_energy", "energy": "operational_limit",
    "capacity": "tech_capacity_expansion_limit",
    "network_length": "transmission_volume_expansion_limit",
    "network_cost": "transmission_expansion_cost_limit",
}  # fmt: skip


def constraints_of(network: Network, book: Notebook) -> pd.DataFrame:
    """One row per global constraint, columns as PyPSA's; what has none is noted."""
    rows = {}
    years = [int(y) for y in network.years.index]
    for name, row in network.tables["limits"].iterrows():
        if row["kind"] not in TYPES or not _is_known(row):
            book.approximate(
                "limits", str(row["kind"]), [str(name)], "energy.interchange.limit_lost"
            )
            continue
        asked = int(row["year"])
        chosen: list[float] = [float(asked)]
        if years == [0] or asked == ALL_YEARS:
            chosen = [np.nan]
        elif asked == 0:
            chosen = [float(y) for y in years]
        for year in chosen:
            label = str(name) if len(chosen) == 1 else f"{name} {year:g}"
            rows[label] = _constraint(network, row, year)
    return pd.DataFrame.from_dict(rows, orient="index")


def _is_known(row: pd.Series) -> bool:
    """PyPSA's carbon is of the whole network, its energy of one carrier everywhere."""
    if row["kind"] == "carbon":
        return not row["subject"] and not row["node"]
    one = bool(row["subject"]) and "|" not in str(row["subject"])
    if row["kind"] == "energy":
        return one and not row["node"]
    return one if row["kind"] == "capacity" else bool(row["subject"]) and not row["node"]


def _constraint(network: Network, row: pd.Series, year: float) -> dict[str, object]:
    kind = str(row["kind"])
    subject = str(row["subject"]).replace("|", ", ")
    value = float(row["value"])
    if kind == "carbon":
        subject, value = "co2_emissions", value - _first_hour(network)
    if kind == "capacity":
        value -= _in_place(network, row, year)
    if kind == "network_cost" and np.isnan(year):
        value *= float(network.years["weight"].sum())
    found: dict[str, object] = {
        "type": TYPES[kind], "sense": row["sense"], "constant": value,
        "carrier_attribute": subject, "investment_period": year,
    }  # fmt: skip
    return {**found, "bus": row["node"]} if row["node"] else found


def _first_hour(network: Network) -> float:
    """Carbon that our initial levels lose in the first hour and PyPSA's do not."""
    total, weights = 0.0, network.weights
    years, hours = weights["year"].to_numpy(), weights["state"].to_numpy(dtype=float)
    for component in ("storage", "stores"):
        table = network.tables[component]
        lost = 1.0 - first_kept(table, years, hours)[0]
        carbon = (table["emission"] * table["initial"]).to_numpy(dtype=float) * lost
        total += float(carbon[~table["cyclic"].to_numpy(dtype=bool)].sum())
    return total


def _in_place(network: Network, row: pd.Series, year: float) -> float:
    """Capacity in place, which our limit counts and PyPSA's does not."""
    total = 0.0
    for component in ("generators", "storage", "stores", "links"):
        table = network.tables[component]
        begin = "node" if "node" in table else "node0"
        mine = (table["kind"] == row["subject"]) & ~table["expandable"].astype(bool)
        if row["node"]:
            mine &= table[begin] == row["node"]
        if not np.isnan(year):
            mine &= (table["build_year"] <= year) & (year < table["build_year"] + table["lifetime"])
        total += float(table["capacity"][mine].sum())
    return total
