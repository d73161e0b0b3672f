"""Yearly limits: carbon, energy of a kind, green share, energy of one unit.

    sum over hours and units of  coefficient[unit] · weight[hour] · output[unit, hour]   <=  value

A limit on a year is shared out to the blocks of hours as budgets; the plan chooses the shares.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.network import Network

OPEN, ALL_YEARS = 0, -1
"""Year of a limit: each planning year by itself, or all together."""
ELECTRIC = ("AC", "DC")
"""Carriers of electricity."""
SUMMED = ("carbon", "energy", "green")
EMITTING = ("generators", "links")


@dataclass(frozen=True)
class Budget:
    """One yearly limit.

    coefficients  component -> one number per unit: t or MWh counted per MWh of output (of links:
                  taken at node0)
    levels        (component, name) -> coefficient of the fall of its level over the horizon
    """

    name: str
    sense: str
    value: float
    years: tuple[int, ...]
    coefficients: dict[str, np.ndarray]
    levels: dict[tuple[str, str], float]

    def covers(self, year: int) -> bool:
        """Whether the limit counts the hours of a planning year."""
        return year in self.years


def budgets_of(network: Network) -> tuple[Budget, ...]:
    """All yearly limits of a network, one per planning year to which they apply."""
    found: list[Budget] = []
    for name, row in network.tables["limits"].iterrows():
        if row["kind"] in SUMMED:
            found += _of_limit(network, str(name), row)
    return (*found, *_of_units(network))


def _of_limit(network: Network, name: str, row: pd.Series) -> list[Budget]:
    coefficients = _coefficients(network, row)
    levels = _levels(network, row) if row["kind"] == "carbon" else {}
    found = []
    for label, years in years_of(network, name, int(row["year"])):
        value = float(row["value"])
        if row["kind"] == "green":
            value *= demand_energy(network, str(row["node"]), years)
            value -= _green_inflow(network, coefficients["storage"], years)
        found.append(Budget(label, str(row["sense"]), value, years, coefficients, levels))
    return found


def years_of(network: Network, name: str, chosen: int) -> list[tuple[str, tuple[int, ...]]]:
    """Each group of planning years to which a yearly limit applies, with the label of its row."""
    every = tuple(int(y) for y in network.years.index)
    groups: list[tuple[int, ...]]
    groups = [(y,) for y in every] if chosen == OPEN else [(chosen,)]
    if chosen == ALL_YEARS:
        groups = [every]
    return [(name if len(groups) == 1 else f"{name}/{years[0]}", years) for years in groups]


def _coefficients(network: Network, row: pd.Series) -> dict[str, np.ndarray]:
    """What each unit counts per MWh: its emission, or 1 where its kind (or green flag) is meant."""
    found = {}
    for component in EMITTING:
        frame = network.tables[component]
        if row["kind"] == "carbon":
            counts = frame["emission"].to_numpy(dtype=float)
        elif row["kind"] == "green":
            counts = (
                frame["green"].to_numpy(dtype=float) if "green" in frame else np.zeros(len(frame))
            )
        else:
            counts = np.ones(len(frame))
        found[component] = np.where(meant(frame, row), counts, 0.0)
    if row["kind"] == "green":
        frame = network.tables["storage"]
        # what is spilled of green inflow does not count
        found["storage"] = np.where(
            meant(frame, row) & frame["green"].to_numpy(dtype=bool), -1.0, 0.0
        )
    return found


def _green_inflow(network: Network, spilled: np.ndarray, years: tuple[int, ...]) -> float:
    """Energy that flows into green storage, MWh."""
    inflow = np.maximum(network.by_hour("storage", "inflow"), 0.0) @ -spilled
    return float(energy_weights(network, years) @ inflow)


def energy_weights(network: Network, years: tuple[int, ...]) -> np.ndarray:
    """Hours for which each hour of some planning years stands; 0 in other years."""
    chosen = network.weights["year"].isin(years).to_numpy()
    return np.where(chosen, network.weights["energy"].to_numpy(dtype=float), 0.0)


def is_electric(network: Network) -> np.ndarray:
    """Which loads are of electricity: those at nodes of alternating or direct current."""
    carrier = network.tables["nodes"]["carrier"].reindex(network.of("loads", "node"))
    return np.asarray(carrier.isin(ELECTRIC).to_numpy())


def meant(frame: pd.DataFrame, row: pd.Series) -> np.ndarray:
    """Which units a limit means: those of its kinds (subject) at its node."""
    chosen = np.ones(len(frame), dtype=bool)
    if row["subject"]:
        chosen &= frame["kind"].isin(str(row["subject"]).split("|")).to_numpy()
    if row["node"]:
        chosen &= (frame["node" if "node" in frame else "node0"] == row["node"]).to_numpy()
    return chosen


def _levels(network: Network, row: pd.Series) -> dict[tuple[str, str], float]:
    """Stored carbon is used where a level that is not cyclic falls."""
    found = {}
    for component in ("storage", "stores"):
        frame = network.tables[component]
        counted = meant(frame, row) & ~frame["cyclic"].to_numpy(dtype=bool)
        for name in frame.index[counted & (frame["emission"].to_numpy(dtype=float) != 0)]:
            found[component, str(name)] = float(frame.loc[name, "emission"])
    return found


def demand_energy(network: Network, node: str, years: tuple[int, ...]) -> float:
    """Electricity that the loads of a node (or of all) take, in MWh, in some planning years."""
    weight = energy_weights(network, years)
    here = (network.of("loads", "node") == node) | (node == "")
    here = here & is_electric(network)
    return float(weight @ network.by_hour("loads", "demand")[:, here].sum(axis=1))


def _of_units(network: Network) -> list[Budget]:
    """energy_min and energy_max of single generators, in every planning year."""
    frame = network.tables["generators"]
    found = []
    for attribute, sense in (("energy_min", ">="), ("energy_max", "<=")):
        values = frame[attribute].to_numpy(dtype=float)
        for k in np.flatnonzero(np.isfinite(values)):
            one = np.zeros(len(frame))
            one[k] = 1.0
            for year in network.years.index:
                name = f"{attribute}/{frame.index[k]}/{year}"
                coefficients = {"generators": one, "links": np.zeros(len(network.names("links")))}
                found.append(Budget(name, sense, float(values[k]), (int(year),), coefficients, {}))
    return found
