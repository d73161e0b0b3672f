"""Plain facts on a solved network: what sets its prices, when it is tight, what more would be worth.

Numbers and keys only; `report/energy` says them in sentences.
"""

from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.looking.balance import energy_by_kind
from citywright.energy.looking.days import clock
from citywright.energy.looking.dispatch import demand
from citywright.energy.looking.prices import system_price
from citywright.energy.looking.setters import price_setters, setter_shares
from citywright.energy.looking.solved import (
    ELECTRICITY,
    TERMINALS,
    available,
    bound_by_hour,
    carriers,
    energy_weights,
    figure,
    quantity,
)
from citywright.energy.looking.stock import capacity_table
from citywright.energy.solution import Solution
from citywright.energy.yearly import budgets_of

TIGHT_SHARE = 0.01
"""Share of the hours that count as tight, by price and by headroom each (illustrative)."""
PAUSE = 6
"""Hours between two tight hours that still belong to one event (illustrative)."""


@figure
def headroom(solution: Solution) -> pd.DataFrame:
    """headroom = Σ available + storage − demand of all electricity nodes, by hour, MW.

    available is availability · capacity of generators, and what conversions into electricity could
    give; storage the least of its power and of what its level before the hour can give in an hour.
    Lines count as wide enough, so the headroom of a congested net is less. Columns: demand, headroom.
    """
    network = solution.network
    own = carriers(network)
    nodes = list(own.index[own == ELECTRICITY])
    at = network.tables["generators"]["node"].isin(nodes).to_numpy()
    could = available(solution)[:, at].sum(axis=1)
    could = could + _from_storage(solution, nodes) + _from_links(solution, nodes)
    load = demand(solution, nodes)
    return pd.DataFrame({"demand": load, "headroom": could - load}, index=network.hours)


@figure
def tight_hours(solution: Solution, share: float = TIGHT_SHARE) -> pd.DataFrame:
    """The hours with the least headroom and those with the highest price, `share` of all each.

    position (of the hour), by_price, by_headroom, price (mean by demand), headroom, demand, shed.
    """
    own = carriers(solution.network)
    nodes = list(own.index[own == ELECTRICITY])
    frame = headroom(solution).reset_index(drop=True)
    frame["price"] = system_price(solution, nodes)
    frame["shed"] = quantity(solution, "nodes", "shed")[nodes].to_numpy().sum(axis=1)
    count = max(1, round(share * len(frame)))
    dear = frame["price"].rank(ascending=False, method="first") <= count
    dear &= frame["price"] > frame["price"].median()
    near = frame["headroom"].rank(method="first") <= count
    chosen = frame.assign(by_price=dear, by_headroom=near)[dear | near]
    return pd.DataFrame(chosen.rename_axis("position").reset_index())


@figure
def tight_events(solution: Solution, share: float = TIGHT_SHARE) -> pd.DataFrame:
    """Tight hours that follow each other (with at most PAUSE hours between), as events.

    first, last (positions), year, day, hour (of the first), hours (tight ones), price (highest),
    headroom (least, MW), demand (highest, MW), shed (MWh), by_price, by_headroom; dearest first.
    """
    hours = tight_hours(solution, share)
    when = clock(solution.network).reset_index(drop=True)
    year = when["year"].to_numpy()[hours["position"]]
    starts = np.diff(hours["position"], prepend=-PAUSE - 2) > PAUSE + 1
    starts |= np.diff(year, prepend=year[:1]) != 0
    weights = energy_weights(solution)[hours["position"]]
    grouped = hours.assign(shed=hours["shed"] * weights).groupby(np.cumsum(starts))
    events = grouped.agg(
        first=("position", "min"), last=("position", "max"), hours=("position", "size"),
        price=("price", "max"), headroom=("headroom", "min"), demand=("demand", "max"),
        shed=("shed", "sum"), by_price=("by_price", "any"), by_headroom=("by_headroom", "any"),
    )  # fmt: skip
    start = when.iloc[events["first"]].reset_index(drop=True)
    whole = pd.concat([start, events.reset_index(drop=True)], axis=1)
    order = ["price", "hours"]
    return pd.DataFrame(whole.sort_values(order, ascending=False, kind="stable", ignore_index=True))


@figure
def worths(solution: Solution) -> pd.DataFrame:
    """What one more unit of capacity of each thing is worth in a year, dearest first.

    component, name, kind, node, worth, capital_cost (money/MW/year; stores: MWh), expandable.
    """
    table = capacity_table(solution).drop_duplicates(["component", "name"])
    whole = solution.worth[["component", "name", "worth"]].merge(
        table[["component", "name", "kind", "node", "expandable"]],
        on=["component", "name"], how="left", validate="one_to_one",
    )  # fmt: skip
    tables = solution.network.tables
    whole["capital_cost"] = [
        float(tables[c].loc[n, "capital_cost"])
        for c, n in zip(whole["component"], whole["name"], strict=True)
    ]
    return pd.DataFrame(
        whole.sort_values("worth", ascending=False, kind="stable", ignore_index=True)
    )


@figure
def limit_facts(solution: Solution) -> pd.DataFrame:
    """Every limit: name, kind (of limit), sense, value, used, price (money per unit).

    A limit on each planning year stands once for each, as name/year; energy_min and energy_max of
    single generators are limits on energy. What is used of a yearly limit is counted from the hours.
    """
    known = _used(solution)
    declared = solution.network.tables["limits"]["kind"]
    rows = []
    for row in solution.limits.itertuples():
        name = str(row.limit)
        own = name if name in declared.index else name.rpartition("/")[0]
        kind = str(declared[own]) if own in declared.index else "energy"
        rows.append(
            (
                name,
                kind,
                str(row.sense),
                float(row.value),
                known.get(name, float(row.used)),
                float(row.price),
            )
        )
    return pd.DataFrame(rows, columns=["name", "kind", "sense", "value", "used", "price"])


def _used(solution: Solution) -> dict[str, float]:
    """Σ coefficient · weight · output + Σ coefficient · fall of level,   of each yearly limit."""
    network = solution.network
    moved = {
        component: quantity(solution, component, name).to_numpy()
        for component, name in (("generators", "output"), ("links", "flow"))
    }
    year = network.weights["year"].to_numpy(dtype=int)
    found = {}
    for budget in budgets_of(network):
        weights = np.where(np.isin(year, budget.years), energy_weights(solution), 0.0)
        total = sum(float(weights @ moved[c] @ k) for c, k in budget.coefficients.items())
        for (component, name), per_unit in budget.levels.items():
            first = float(network.tables[component].loc[name, "initial"])
            fall = first - float(solution.hourly[component, "level"][name].iloc[-1])
            total += per_unit * fall
        found[budget.name] = total
    return found


@figure
def explain(solution: Solution) -> dict[str, Any]:
    """All facts at once: setters (Setters), shares, events, worths, limits (frames)."""
    setters = price_setters(solution)
    return {
        "setters": setters,
        "shares": setter_shares(solution, setters, ELECTRICITY),
        "events": tight_events(solution),
        "worths": worths(solution),
        "limits": limit_facts(solution),
    }


def _from_storage(solution: Solution, nodes: list[str]) -> np.ndarray:
    network = solution.network
    table = network.tables["storage"]
    at = table["node"].isin(nodes).to_numpy()
    power = bound_by_hour(solution, "storage", "discharge_max")
    level = quantity(solution, "storage", "level").to_numpy()
    before = np.vstack([level[-1:], level[:-1]])
    hours = network.weights["state"].to_numpy(dtype=float)[:, None]
    reach = before * network.of("storage", "efficiency_out") / hours
    return np.asarray(np.minimum(power, reach)[:, at].sum(axis=1))


def _from_links(solution: Solution, nodes: list[str]) -> np.ndarray:
    """What links from other carriers could give to the nodes, T, MW."""
    network = solution.network
    table = network.tables["links"]
    outside = ~table["node0"].isin(nodes).to_numpy()
    total = np.zeros(network.size)
    if not len(table):
        return total
    could = bound_by_hour(solution, "links", "availability")
    for k, terminal in enumerate(TERMINALS, start=1):
        into = outside & table[terminal].isin(nodes).to_numpy()
        share = network.by_hour("links", "efficiency" if k == 1 else f"efficiency{k}")
        total += (could * share.clip(min=0))[:, into].sum(axis=1)
    return total


@figure
def headline(solution: Solution) -> dict[str, float]:
    """The numbers that matter of a plan, over all its planning years.

    cost = objective + objective_constant (money); price = Σ price·demand / Σ demand (money/MWh);
    demand, shed (GWh); carbon (t); peak (MW); clean (share of what generators give that emits
    nothing): all of electricity but cost and carbon, which are those of the whole network.
    """
    network = solution.network
    own = carriers(network)
    nodes = list(own.index[own == ELECTRICITY])
    weights = energy_weights(solution)
    load = demand(solution, nodes)
    shed = quantity(solution, "nodes", "shed")[nodes].to_numpy().sum(axis=1)
    table = energy_by_kind(solution)
    energy = float(weights @ load)
    paid = float((weights * load) @ system_price(solution, nodes))
    return {
        "cost": solution.objective + solution.objective_constant,
        "price": paid / energy if energy > 0 else float("nan"),
        "demand": energy / 1e3, "shed": float(weights @ shed) / 1e3,
        "carbon": float(table["carbon"].sum()), "peak": float(load.max()),
        "clean": _clean(solution, nodes, weights),
    }  # fmt: skip


def _clean(solution: Solution, nodes: list[str], weights: np.ndarray) -> float:
    """Share of the generators' output at some nodes that emits nothing; nan without output."""
    network = solution.network
    at = network.tables["generators"]["node"].isin(nodes).to_numpy()
    output = weights @ quantity(solution, "generators", "output").to_numpy().clip(min=0)
    free = at & (network.of("generators", "emission") == 0)
    total = float(output[at].sum())
    return float(output[free].sum()) / total if total > 0 else float("nan")
