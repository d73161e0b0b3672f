"""Quantities of a solved network by name and hour, ready for adding up; no figure is made here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from citywright.energy.lowering import lowered
from citywright.energy.network import Network
from citywright.energy.solution import Solution

ELECTRIC = ("AC", "DC", "electricity", "")
"""Carriers of nodes that are one thing to a reader: electricity."""
ELECTRICITY = "electricity"
TERMINALS = ("node1", "node2", "node3", "node4")
"""Nodes of a link to which it gives; the flow to the k-th of them is `flow<k>`."""
STEERED = ("import", "nuclear")
"""Kinds whose availability by hour is not weather."""
SMALL = 1e-6
"""MW below which a quantity counts as none: a watt, the tolerance of solvers."""


P = ParamSpec("P")
R = TypeVar("R")
Figure = Callable[Concatenate[Solution, P], R]


def seen(solution: Solution) -> Solution:
    """The solution with its network in the words of the equations, as its hours are.

    Vehicles, heat pumps and flexible loads then stand as the stores, links and loads that were
    solved, under names such as vehicles/x.
    """
    return replace(solution, network=lowered(solution.network))


def figure(draw: Figure[P, R]) -> Figure[P, R]:
    """A function of a solution that sees it as `seen` does."""

    @wraps(draw)
    def drawn(solution: Solution, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return draw(seen(solution), *args, **kwargs)

    return drawn


def carriers(network: Network) -> pd.Series:
    """What each node carries: electricity, or its own carrier (heat, H2 ...)."""
    own = network.tables["nodes"]["carrier"]
    return own.where(~own.isin(ELECTRIC), ELECTRICITY)


def quantity(solution: Solution, component: str, name: str) -> pd.DataFrame:
    """One hourly quantity: hours × all names of the component, in the order of the network.

    Raises
    ------
    KeyError
        The solution lacks a quantity that the network has.
    """
    names = solution.network.names(component)
    if not len(names):
        return pd.DataFrame(index=solution.network.hours, columns=names, dtype=float)
    frame: pd.DataFrame = solution.hourly[component, name][names]
    return frame


def years(solution: Solution) -> list[int]:
    """Planning years in their order (0 where there is one without a name)."""
    return sorted({int(y) for y in solution.network.weights["year"]})


def energy_weights(solution: Solution) -> np.ndarray:
    """Hours of the year that each hour stands for in yearly energies, T."""
    return np.asarray(solution.network.weights["energy"].to_numpy(dtype=float))


def of_year(solution: Solution, year: int) -> np.ndarray:
    """Whether each hour belongs to a planning year, T."""
    return np.asarray(solution.network.weights["year"].to_numpy(dtype=int) == year)


def capacity_by_hour(solution: Solution, component: str) -> np.ndarray:
    """Capacity in each hour: that of its planning year, 0 where it does not run in it.

    T × names, MW (stores: MWh).
    """
    names = solution.network.names(component)
    own = solution.capacities[solution.capacities["component"] == component]
    table = own.pivot(index="year", columns="name", values="capacity").reindex(columns=names)
    hours = solution.network.weights["year"].to_numpy(dtype=int)
    return np.asarray(table.reindex(hours).fillna(0.0).to_numpy(dtype=float))


def bound_by_hour(solution: Solution, component: str, attribute: str) -> np.ndarray:
    """share · capacity, T × names, MW; a share of 0 of a capacity without end is 0."""
    capacity = capacity_by_hour(solution, component)
    share = solution.network.by_hour(component, attribute)
    return np.asarray(np.multiply(share, capacity, out=np.zeros_like(share), where=share != 0.0))


def by_group(frame: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Sum of columns by group:   sum[t,g] = Σ_{c in g} x[t,c];   groups in order of appearance."""
    if not len(frame.columns):
        return pd.DataFrame(index=frame.index)
    summed: pd.DataFrame = frame.T.groupby(groups.to_numpy(), sort=False).sum().T
    return summed


def kinds(network: Network, component: str) -> pd.Series:
    """Kind of each name; a component whose kind is empty goes by the name of its table."""
    own = network.tables[component]["kind"]
    return own.where(own != "", component)


@dataclass(frozen=True)
class Feed:
    """What the terminals of one component table feed into nodes.

    values  T × terminals, MW: positive gives to the node, negative takes from it
    names, kinds, nodes  of each terminal
    """

    component: str
    values: np.ndarray
    names: np.ndarray
    kinds: np.ndarray
    nodes: np.ndarray


def line_feeds(solution: Solution) -> Feed:
    """Both ends of all lines:   −flow at node0,   +arrival at node1."""
    table = solution.network.tables["lines"]
    flow = quantity(solution, "lines", "flow").to_numpy()
    arrival = quantity(solution, "lines", "arrival").to_numpy()
    kind = kinds(solution.network, "lines").to_numpy()
    return Feed(
        "lines", np.hstack([-flow, arrival]), np.tile(table.index.to_numpy(), 2),
        np.tile(kind, 2), np.concatenate([table["node0"], table["node1"]]),
    )  # fmt: skip


def link_feeds(solution: Solution) -> Feed:
    """All ends of all links:   −flow at node0,   +flow_k at node_k."""
    table = solution.network.tables["links"]
    kind = kinds(solution.network, "links").to_numpy()
    values = [-quantity(solution, "links", "flow").to_numpy()]
    names, of_kind, nodes = [table.index.to_numpy()], [kind], [table["node0"].to_numpy()]
    for k, terminal in enumerate(TERMINALS, start=1):
        used = (table[terminal] != "").to_numpy()
        if not used.any():
            continue
        chosen = table.index[used]
        values.append(solution.hourly["links", f"flow{k}"][chosen].to_numpy())
        names.append(chosen.to_numpy())
        of_kind.append(kind[used])
        nodes.append(table[terminal].to_numpy()[used])
    return Feed(
        "links", np.hstack(values), np.concatenate(names), np.concatenate(of_kind),
        np.concatenate(nodes),
    )  # fmt: skip


def variable(network: Network) -> np.ndarray:
    """Which generators follow the weather: availability given by hour, no emission, and no kind
    that is held back for other reasons (imports, nuclear units in repair, demand that can be cut).
    """
    table = network.tables["generators"]
    given = network.series.get(("generators", "availability"))
    by_hour = np.zeros(len(table), dtype=bool) if given is None else table.index.isin(given.columns)
    steered = table["kind"].isin(STEERED) | table.index.str.startswith("flexible_loads/")
    return np.asarray(by_hour & (table["emission"] == 0) & ~steered)


def available(solution: Solution) -> np.ndarray:
    """Largest output of each generator:   availability · capacity;   T × generators, MW."""
    return bound_by_hour(solution, "generators", "availability")
