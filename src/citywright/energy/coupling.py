"""What ties the blocks of hours together: capacities, levels at block ends, carries, budgets.

A network's hours are cut into blocks. All that one block knows of the others is a vector z of
coupling variables, in this order for every block:

    capacities  K[unit]        MW (MWh of stores), one per expandable unit, the same in all blocks
    level_in    e[store, w]    MWh at the beginning of the block
    level_out   e[store, w+1]  MWh at its end
    carry_in    p[unit, w]     MW in the last hour before the block (units with ramp limits)
    carry_out   p[unit, w+1]   MW in its last hour
    budget      b[limit, w]    share of a yearly limit (t or MWh) that the block may use
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.network import Network
from citywright.energy.yearly import Budget, budgets_of

SIZED = ("generators", "storage", "stores", "lines", "links")
HELD = ("storage", "stores")
RAMPED = ("generators", "links")
Key = tuple[str, str]


@dataclass(frozen=True)
class Span:
    """A block of hours: its number, its planning year and its hours."""

    number: int
    year: int
    hours: slice

    @property
    def size(self) -> int:
        """Hours of the block."""
        return int(self.hours.stop - self.hours.start)


@dataclass(frozen=True)
class Coupling:
    """The coupling variables of a network cut into blocks.

    capacities  expandable units: component, name, low, high, cost (of a unit of capacity, all
                planning years together), unit_size, existing
    held        units with a level; ramped: units with a carry: (component, name)
    budgets     yearly limits
    places      blocks × local variables: position in the whole vector, -1 where there is none
    labels      name of each variable of the whole vector, such as level[storage/x, 3]
    """

    spans: tuple[Span, ...]
    capacities: pd.DataFrame
    held: tuple[Key, ...]
    ramped: tuple[Key, ...]
    budgets: tuple[Budget, ...]
    places: np.ndarray
    labels: tuple[str, ...]

    @property
    def parts(self) -> dict[str, slice]:
        """Where each kind of variable stands in the vector of one block."""
        sizes = {
            "capacities": len(self.capacities), "level_in": len(self.held),
            "level_out": len(self.held), "carry_in": len(self.ramped),
            "carry_out": len(self.ramped), "budget": len(self.budgets),
        }  # fmt: skip
        ends = np.cumsum(list(sizes.values()))
        return {
            part: slice(int(end - size), int(end))
            for (part, size), end in zip(sizes.items(), ends, strict=True)
        }


def spans_of(network: Network, block_hours: int) -> tuple[Span, ...]:
    """The hours in blocks of `block_hours`, each within one planning year, in order.

    A rest at the end of a year that is shorter than a block goes to the block before it: a year of
    8,760 hours has 52 blocks of 168 hours, the last with 192.
    """
    years = network.weights["year"].to_numpy()
    starts = np.flatnonzero(np.r_[True, years[1:] != years[:-1]])
    spans: list[Span] = []
    for start, stop in zip(starts, [*starts[1:], len(years)], strict=True):
        count = max(1, (int(stop) - int(start)) // block_hours)
        edges = [int(start) + k * block_hours for k in range(count)] + [int(stop)]
        for low, high in itertools.pairwise(edges):
            spans.append(Span(len(spans), int(years[start]), slice(low, high)))
    return tuple(spans)


def is_active(frame: pd.DataFrame, year: int) -> np.ndarray:
    """build_year <= year < build_year + lifetime; without planning years (year 0) all are active."""
    if year == 0:
        return np.ones(len(frame), dtype=bool)
    built = frame["build_year"].to_numpy(dtype=float)
    return np.asarray((built <= year) & (year < built + frame["lifetime"].to_numpy(dtype=float)))


def coupling_of(network: Network, block_hours: int) -> Coupling:
    """The coupling variables of a network cut into blocks of `block_hours`."""
    spans = spans_of(network, block_hours)
    capacities = _capacities(network)
    held = tuple((c, n) for c in HELD for n in network.names(c))
    ramped = tuple(_ramped(network)) if len(spans) > 1 else ()
    budgets = budgets_of(network)
    labels = [f"capacity[{c}/{n}]" for c, n in zip(*_keys(capacities), strict=True)]
    sizes = (len(capacities), len(held), len(held), len(ramped), len(ramped), len(budgets))
    at = np.full((len(spans), sum(sizes)), -1)
    at[:, : len(capacities)] = np.arange(len(capacities))
    _place_levels(network, spans, held, at[:, len(capacities) :], labels)
    _place_carries(network, spans, ramped, at[:, len(capacities) + 2 * len(held) :], labels)
    for g, budget in enumerate(budgets):
        for span in spans:
            if budget.covers(span.year):
                at[span.number, sum(sizes[:5]) + g] = len(labels)
                labels.append(f"budget[{budget.name}, {span.number}]")
    return Coupling(spans, capacities, held, ramped, budgets, at, tuple(labels))


def _keys(capacities: pd.DataFrame) -> tuple[list[str], list[str]]:
    return list(capacities["component"]), list(capacities["name"])


def _capacities(network: Network) -> pd.DataFrame:
    """Expandable units with the cost of a unit of capacity: capital_cost × weights of its years."""
    years = network.years
    rows = []
    for component in SIZED:
        frame = network.tables[component]
        runs = np.array([is_active(frame, int(y)) for y in years.index]).reshape(len(years), -1)
        weight = years["weight"].to_numpy(dtype=float) @ runs
        for k in np.flatnonzero(frame["expandable"].to_numpy(dtype=bool)):
            row = frame.iloc[k]
            rows.append((
                component, frame.index[k], row["capacity_min"], row["capacity_max"],
                row["capital_cost"] * weight[k], row["unit_size"], row["capacity"],
            ))  # fmt: skip
    columns = ["component", "name", "low", "high", "cost", "unit_size", "existing"]
    types = dict.fromkeys(columns[2:], float)
    return pd.DataFrame(rows, columns=columns).astype(types)


def _ramped(network: Network) -> list[Key]:
    found = []
    for component in RAMPED:
        frame = network.tables[component]
        limited = np.isfinite(frame[["ramp_up", "ramp_down"]].to_numpy(dtype=float)).any(axis=1)
        found += [(component, str(name)) for name in frame.index[limited]]
    return found


def _place_levels(
    network: Network, spans: tuple[Span, ...], held: tuple[Key, ...], at: np.ndarray,
    labels: list[str],
) -> None:  # fmt: skip
    """Level variables: one per boundary; a cyclic store's last boundary is its first."""
    running = _running(network, spans)
    for s, (component, name) in enumerate(held):
        row = network.tables[component].loc[name]
        own = network.names(component).get_loc(name)
        active = [span for span in spans if running[component, span.year][own]]
        runs = _runs(active) if row["per_year"] else [active]
        for run in (r for r in runs if r):
            first = len(labels)
            labels.extend(f"level[{component}/{name}, {span.number}]" for span in run)
            if not row["cyclic"]:
                labels.append(f"level[{component}/{name}, {run[-1].number + 1}]")
            for k, span in enumerate(run):
                at[span.number, s] = first + k
                closes = k + 1 == len(run) and row["cyclic"]
                at[span.number, len(held) + s] = first if closes else first + k + 1


def _running(network: Network, spans: tuple[Span, ...]) -> dict[tuple[str, int], np.ndarray]:
    """Which units of a component run in a planning year: (component, year) -> one per unit."""
    years = {span.year for span in spans}
    return {
        (component, year): is_active(network.tables[component], year)
        for component in {*HELD, *RAMPED} for year in years
    }  # fmt: skip


def _runs(spans: list[Span]) -> list[list[Span]]:
    """Blocks of the same planning year together."""
    years = sorted({span.year for span in spans})
    return [[span for span in spans if span.year == year] for year in years]


def _place_carries(
    network: Network, spans: tuple[Span, ...], ramped: tuple[Key, ...], at: np.ndarray,
    labels: list[str],
) -> None:  # fmt: skip
    """Carry variables: one per boundary between two blocks of the same year."""
    running = _running(network, spans)
    for r, (component, name) in enumerate(ramped):
        own = network.names(component).get_loc(name)
        for before, after in itertools.pairwise(spans):
            if before.year == after.year and running[component, before.year][own]:
                at[before.number, len(ramped) + r] = at[after.number, r] = len(labels)
                labels.append(f"carry[{component}/{name}, {after.number}]")
