"""The energy of each kind in a year, and what the plan costs."""

import numpy as np
import pandas as pd

from citywright.energy.coupling import is_active
from citywright.energy.looking.solved import (
    available,
    capacity_by_hour,
    energy_weights,
    figure,
    kinds,
    line_feeds,
    link_feeds,
    of_year,
    quantity,
    variable,
    years,
)
from citywright.energy.solution import Solution

SIZED = ("generators", "storage", "stores", "lines", "links")
SUMS = ["capacity", "given", "taken", "available", "curtailed", "carbon", "value"]


@figure
def energy_by_kind(solution: Solution) -> pd.DataFrame:
    """What each kind gives and takes in a planning year.

    component, kind, year; capacity (MW; stores MWh); given, taken (GWh); full_load_hours =
    given / capacity; available, curtailed (GWh, of kinds that follow the weather, else nan);
    carbon (t); value = Σ price · net feed-in (money).
    """
    parts = [
        _component(solution, component, year) for year in years(solution) for component in SIZED
    ]
    whole = pd.concat([p for p in parts if len(p)], ignore_index=True)
    keys = ["component", "kind", "year"]
    summed = whole.groupby(keys, sort=False)[SUMS].sum(min_count=1).reset_index()
    hours = 1e3 * summed["given"] / summed["capacity"].where(summed["capacity"] > 0)
    summed.insert(6, "full_load_hours", hours)
    return pd.DataFrame(summed)


def _component(solution: Solution, component: str, year: int) -> pd.DataFrame:
    network = solution.network
    names = network.names(component)
    if not len(names):
        return pd.DataFrame()
    chosen = of_year(solution, year)
    weights = np.where(chosen, energy_weights(solution), 0.0)
    given, taken, value = _feed_in(solution, component, weights)
    frame = pd.DataFrame({
        "component": component, "kind": kinds(network, component).to_numpy(), "year": year,
        "capacity": capacity_by_hour(solution, component)[chosen][-1],
        "given": given / 1e3, "taken": taken / 1e3, "available": np.nan, "curtailed": np.nan,
        "carbon": 0.0, "value": value,
    })  # fmt: skip
    if component in ("generators", "links"):
        amount = "output" if component == "generators" else "flow"
        total = weights @ quantity(solution, component, amount).to_numpy()
        frame["carbon"] = total * network.of(component, "emission")
    if component == "generators":
        weather = variable(network)
        could = weights @ available(solution) / 1e3
        frame.loc[weather, "available"] = could[weather]
        frame.loc[weather, "curtailed"] = (could - given / 1e3 + taken / 1e3)[weather]
    return frame


def _feed_in(
    solution: Solution, component: str, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per name: energy given, energy taken (MWh), and Σ weight · price · net feed-in (money)."""
    price = quantity(solution, "nodes", "price")
    network = solution.network
    if component in ("lines", "links"):
        feed = line_feeds(solution) if component == "lines" else link_feeds(solution)
        place = network.names(component).get_indexer(feed.names)
        worth = weights @ (price[list(feed.nodes)].to_numpy() * feed.values)
        totals = [weights @ feed.values.clip(min=0), weights @ (-feed.values).clip(min=0), worth]
        summed = np.zeros((3, len(network.names(component))))
        for row, total in zip(summed, totals, strict=True):
            np.add.at(row, place, total)
        return summed[0], summed[1], summed[2]
    if component == "storage":
        up = quantity(solution, component, "discharge").to_numpy()
        down = quantity(solution, component, "charge").to_numpy()
    else:
        output = quantity(solution, component, "output").to_numpy()
        up, down = output.clip(min=0), (-output).clip(min=0)
    at = price[list(network.tables[component]["node"])].to_numpy()
    return weights @ up, weights @ down, weights @ (at * (up - down))


@figure
def cost_parts(solution: Solution) -> pd.DataFrame:
    """Σ cost = objective + objective_constant: what the plan costs, by part and kind.

    component, kind, year, part (capital, running, carbon, holding, spill, shed), yearly (money in
    that planning year), cost = yearly · weight of the year (money of the objective). Capital is that
    of capacity which the plan chooses; what stands and is not for the plan to choose costs it
    nothing more.
    """
    parts = [
        part
        for year in years(solution)
        for component in SIZED
        if len(solution.network.names(component))
        for part in _costs(solution, component, year)
    ]
    parts += [_shed(solution, year) for year in years(solution)]
    whole = pd.concat(parts, ignore_index=True)
    keys = ["component", "kind", "year", "part"]
    summed = whole[whole["yearly"] != 0].groupby(keys, sort=False)["yearly"].sum().reset_index()
    weight = solution.network.years["weight"].reindex(summed["year"]).to_numpy(dtype=float)
    return pd.DataFrame(summed.assign(cost=summed["yearly"] * weight))


def _costs(solution: Solution, component: str, year: int) -> list[pd.DataFrame]:
    network = solution.network
    chosen = of_year(solution, year)
    w = np.where(chosen, network.weights["cost"].to_numpy(dtype=float), 0.0)
    table = network.tables[component]
    paid = table["expandable"].to_numpy(dtype=bool) & is_active(table, year)
    capacity = capacity_by_hour(solution, component)[chosen][-1]
    found = {"capital": np.where(paid, capacity, 0.0) * network.of(component, "capital_cost")}
    amount = {"generators": "output", "storage": "discharge", "stores": "output", "links": "flow"}
    if component in amount:
        moved = quantity(solution, component, amount[component]).to_numpy()
        found["running"] = w @ (network.by_hour(component, "marginal_cost") * moved)
        if component in ("generators", "links"):
            price = float(network.years.loc[year, "carbon_price"])
            found["carbon"] = price * (w @ moved) * network.of(component, "emission")
    if component in ("storage", "stores"):
        level = quantity(solution, component, "level").to_numpy()
        found["holding"] = w @ (network.by_hour(component, "level_cost") * level)
    if component == "storage":
        spill = quantity(solution, component, "spill").to_numpy()
        found["spill"] = w @ (network.by_hour(component, "spill_cost") * spill)
    kind = kinds(network, component).to_numpy()
    return [
        pd.DataFrame({
            "component": component, "kind": kind, "year": year, "part": part, "yearly": values,
        })
        for part, values in found.items()
    ]  # fmt: skip


def _shed(solution: Solution, year: int) -> pd.DataFrame:
    w = np.where(
        of_year(solution, year), solution.network.weights["cost"].to_numpy(dtype=float), 0.0
    )
    lost = w @ quantity(solution, "nodes", "shed").to_numpy()
    price = solution.network.of("nodes", "shed_cost").astype(float)
    yearly = float(np.where(lost > 0, lost * np.where(np.isfinite(price), price, 0.0), 0.0).sum())
    row = {"component": "nodes", "kind": "", "year": year, "part": "shed", "yearly": yearly}
    return pd.DataFrame([row])
