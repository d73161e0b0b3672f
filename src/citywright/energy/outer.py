"""The program around the blocks: what capacities cost, and what ties the blocks together.

    min  cost · z + sum over blocks of value[block](z at the block)
    s.t. low <= M z <= high,   l0 + lk K[k(j)] <= z_j <= u0 + uk K[k(j)],   K low <= K <= K high

z holds capacities K, levels and carries at block ends, and the blocks' budgets of yearly limits.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from citywright.energy.coupling import Coupling, is_active
from citywright.energy.network import Network
from citywright.energy.scale import reach_of
from citywright.energy.yearly import ALL_YEARS, OPEN, is_electric, meant

SHARES = {
    "generators": ("must_run", "availability"), "links": ("must_run", "availability"),
    "storage": ("level_min", "level_max"), "stores": ("level_min", "level_max"),
}  # fmt: skip
"""Attributes between which a coupling variable of a unit lies, per unit of its capacity."""
CREDITED = ("generators", "storage")


@dataclass(frozen=True)
class Outer:
    """Arrays of the outer program (see the module); `names` are those of its rows.

    units  number of capacities, which come first in z
    sized  per variable: position of the capacity on which its bounds hang, -1 where none
    """

    units: int
    cost: np.ndarray
    l0: np.ndarray
    u0: np.ndarray
    lk: np.ndarray
    uk: np.ndarray
    sized: np.ndarray
    M: sparse.csr_matrix
    low: np.ndarray
    high: np.ndarray
    names: tuple[str, ...]

    @cached_property
    def on_capacities(self) -> np.ndarray:
        """Rows that hold nothing but capacities."""
        return np.flatnonzero(np.diff(self.M.tocsr()[:, self.units :].indptr) == 0)

    def bounds(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of all variables where the capacities are those of z."""
        K = np.where(self.sized >= 0, z[np.maximum(self.sized, 0)], 0.0)
        return self.l0 + self.lk * K, self.u0 + self.uk * K


def fit_capacities(outer: Outer, z: np.ndarray, low: np.ndarray) -> None:
    """Takes capacities of z back towards `low` until each upper limit on them alone holds.

    A point inside a level set comes from an interior point method and may miss such a limit by a hair.
    """
    units = slice(0, outer.units)
    for row in outer.on_capacities:
        weight = outer.M[row, units].toarray().ravel()
        least, now = float(weight @ low), float(weight @ z[units])
        if now > outer.high[row] > least:
            share = (outer.high[row] - least) / (now - least)
            grown = np.flatnonzero(weight > 0)
            z[grown] = low[grown] + share * (z[grown] - low[grown])


def outer_slacks(outer: Outer) -> sparse.csc_matrix:
    """Columns ±1 that may stand in, at the penalty, for what a row of the outer program lacks."""
    more, less = np.flatnonzero(np.isfinite(outer.low)), np.flatnonzero(np.isfinite(outer.high))
    rows = np.concatenate([more, less])
    signs = np.concatenate([np.ones(len(more)), -np.ones(len(less))])
    return sparse.csc_matrix((signs, (rows, np.arange(len(rows)))), (len(outer.low), len(rows)))


def outer_of(network: Network, coupling: Coupling) -> Outer:
    """The outer program of a lowered network."""
    size, units = len(coupling.labels), coupling.capacities
    reach = reach_of(network)
    l0, u0 = np.full(size, -np.inf), np.full(size, np.inf)
    lk, uk, sized = np.zeros(size), np.zeros(size), np.full(size, -1)
    cost = np.zeros(size)
    cost[: len(units)] = units["cost"]
    l0[: len(units)] = units["low"]
    most = np.where(units["component"] == "stores", reach * 8760.0, reach)
    u0[: len(units)] = np.minimum(units["high"], most)
    _bound_held(network, coupling, (l0, u0, lk, uk, sized), reach)
    rows = [*_limit_rows(coupling), *_capacity_rows(network, coupling)]
    M = sparse.csr_matrix((len(rows), size))
    if rows:
        M = sparse.vstack([row for row, _, _, _ in rows]).tocsr()
    low, high = (np.array([r[k] for r in rows], dtype=float) for k in (1, 2))
    return Outer(len(units), cost, l0, u0, lk, uk, sized, M, low, high, tuple(r[3] for r in rows))


def _bound_held(
    network: Network, coupling: Coupling, bounds: tuple[np.ndarray, ...], reach: float
) -> None:
    """Levels and carries lie between shares of their unit's capacity at the hour before."""
    own = coupling.capacities
    where = {key: k for k, key in enumerate(zip(own["component"], own["name"], strict=True))}
    last_hours = {span.number: span.hours.stop - 1 for span in coupling.spans}
    for part, keys in (("level_out", coupling.held), ("carry_out", coupling.ramped)):
        places = coupling.places[:, coupling.parts[part]]
        for k, (component, name) in enumerate(keys):
            row = network.tables[component].loc[name]
            size = float(row["hours"]) if component == "storage" else 1.0
            low, high = (_series(network, component, name, a) for a in SHARES[component])
            variable = where.get((component, name), -1)
            for number in np.flatnonzero(places[:, k] >= 0):
                at, hour = places[number, k], last_hours[int(number)]
                _between(
                    bounds, at, (low[hour], high[hour]), variable, row["capacity"], size, reach
                )
    _fix_initial(network, coupling, bounds)


def _series(network: Network, component: str, name: str, attribute: str) -> np.ndarray:
    given = network.series.get((component, attribute))
    if given is not None and name in given:
        return np.asarray(given[name].to_numpy(dtype=float))
    return np.full(network.size, float(network.tables[component].loc[name, attribute]))


def _between(
    bounds: tuple[np.ndarray, ...], at: int, shares: tuple[float, float], variable: int,
    capacity: float, size: float, reach: float,
) -> None:  # fmt: skip
    l0, u0, lk, uk, sized = bounds
    if variable < 0:
        limit = min(capacity * size, reach * max(size, 8760.0))
        l0[at], u0[at] = shares[0] * limit, shares[1] * limit
    else:
        l0[at] = u0[at] = 0.0
        lk[at], uk[at], sized[at] = shares[0] * size, shares[1] * size, variable


def _fix_initial(network: Network, coupling: Coupling, bounds: tuple[np.ndarray, ...]) -> None:
    """A level that is not cyclic begins at its initial value."""
    l0, u0, lk, uk, sized = bounds
    enters = coupling.places[:, coupling.parts["level_in"]]
    leaves = coupling.places[:, coupling.parts["level_out"]]
    for k, (component, name) in enumerate(coupling.held):
        first = np.setdiff1d(enters[:, k], leaves[:, k])
        first = first[first >= 0]
        l0[first] = u0[first] = float(network.tables[component].loc[name, "initial"])
        lk[first], uk[first], sized[first] = 0.0, 0.0, -1


Row = tuple[sparse.csr_matrix, float, float, str]


def _row(size: int, entries: dict[int, float], sense: str, value: float, name: str) -> Row:
    at = np.array(list(entries), dtype=int)
    data = np.array(list(entries.values()), dtype=float)
    row = sparse.csr_matrix((data, (np.zeros(len(at), dtype=int), at)), (1, size))
    low = value if sense in (">=", "==") else -np.inf
    high = value if sense in ("<=", "==") else np.inf
    return row, low, high, name


def _limit_rows(coupling: Coupling) -> list[Row]:
    """sum over blocks of budget + stored carbon used up  <=  value        (limit)"""
    found = []
    budget_at = coupling.places[:, coupling.parts["budget"]]
    enters = coupling.places[:, coupling.parts["level_in"]]
    leaves = coupling.places[:, coupling.parts["level_out"]]
    held = {key: k for k, key in enumerate(coupling.held)}
    for g, budget in enumerate(coupling.budgets):
        entries = {int(at): 1.0 for at in budget_at[:, g] if at >= 0}
        counted = budget_at[:, g] >= 0
        for key, content in budget.levels.items():
            own = held[key]
            first = np.setdiff1d(enters[counted, own], leaves[counted, own])
            last = np.setdiff1d(leaves[counted, own], enters[counted, own])
            entries |= dict.fromkeys(map(int, first[first >= 0]), content)
            entries |= dict.fromkeys(map(int, last[last >= 0]), -content)
        found.append(_row(len(coupling.labels), entries, budget.sense, budget.value, budget.name))
    return found


def _capacity_rows(network: Network, coupling: Coupling) -> list[Row]:
    """Limits on capacity of a kind, on the network's expansion, and the adequacy margin."""
    found = []
    for name, row in network.tables["limits"].iterrows():
        for year in _years(network, int(row["year"])):
            label = f"{name}" if len(network.years) == 1 else f"{name}/{year}"
            made = _capacity_row(network, coupling, row, year)
            if made is not None:
                entries, fixed, value = made
                size = len(coupling.labels)
                found.append(_row(size, entries, str(row["sense"]), value - fixed, label))
    return found


def _years(network: Network, chosen: int) -> list[int]:
    every = [int(y) for y in network.years.index]
    return every if chosen == OPEN else every[:1] if chosen == ALL_YEARS else [chosen]


def _capacity_row(
    network: Network, coupling: Coupling, row: pd.Series, year: int
) -> tuple[dict[int, float], float, float] | None:
    """Coefficients of capacities, what capacity in place counts already, and the value."""
    value = float(row["value"])
    if row["kind"] == "adequacy":
        own = (network.weights["year"] == year).to_numpy()
        demand = network.by_hour("loads", "demand")[own][:, is_electric(network)].sum(axis=1)
        entries, fixed = _counted(network, coupling, row, year, CREDITED, "credit")
        return entries, fixed, (1.0 + value) * float(demand.max(initial=0.0))
    if row["kind"] == "capacity":
        components = ("generators", "storage", "stores", "links")
        return *_counted(network, coupling, row, year, components, None), value
    if row["kind"] in ("network_length", "network_cost"):
        attribute = "length" if row["kind"] == "network_length" else "capital_cost"
        entries, _ = _counted(network, coupling, row, year, ("lines", "links"), attribute)
        return entries, 0.0, value
    return None


def _counted(
    network: Network, coupling: Coupling, row: pd.Series, year: int,
    components: tuple[str, ...], attribute: str | None,
) -> tuple[dict[int, float], float]:  # fmt: skip
    """Coefficient per capacity variable, and the sum over capacities in place."""
    own = coupling.capacities
    where = {key: k for k, key in enumerate(zip(own["component"], own["name"], strict=True))}
    entries: dict[int, float] = {}
    fixed = 0.0
    for component in components:
        frame = network.tables[component]
        counted = meant(frame, row) & is_active(frame, year)
        counts = (
            np.ones(len(frame)) if attribute is None else frame[attribute].to_numpy(dtype=float)
        )
        for k in np.flatnonzero(counted & (counts != 0.0)):
            at = where.get((component, frame.index[k]))
            if at is None:
                fixed += counts[k] * float(frame["capacity"].iloc[k])
            else:
                entries[at] = float(counts[k])
    return entries, fixed
