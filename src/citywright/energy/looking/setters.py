"""What sets the price at each node and hour.

A unit sets the price where it is free to give a little more or less: it is at none of its bounds,
so that its cost is the price. A price holds at all nodes that are joined by lines with room.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.looking.charges import running_cost
from citywright.energy.looking.solved import (
    SMALL,
    bound_by_hour,
    carriers,
    figure,
    kinds,
    quantity,
)
from citywright.energy.looking.zones import (
    TOLERANCE,
    is_between,
    is_crowded,
    is_near,
    price_scale,
    price_zones,
)
from citywright.energy.solution import Solution

RULES = ("shed", "unit", "conversion", "storage", "limited", "congestion", "expansion")
"""Reasons, in the order in which they are looked for:

    shed        demand goes unserved: the price is what that costs
    unit        a generator between its bounds, and its cost is the price
    conversion  a link from another carrier between its bounds
    storage     a store that gives or takes, between its bounds: the price is the value of its energy
    limited     a generator between its bounds whose cost is not the price: energy of the year, ramps
                or a limit of the plan stand between
    congestion  none is free here, but a line of a meshed net is full: the price is a mix of others
    expansion   none is free: the price pays for capacity
"""
NONE = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Setters:
    """What sets each price.

    codes  hours × nodes, rows of `keys`
    keys   rule, component, name, kind, node
    """

    codes: pd.DataFrame
    keys: pd.DataFrame


@dataclass(frozen=True)
class _Candidates:
    """Units of one component table that may set the price at their node: free is T × units."""

    rule: str
    component: str
    names: np.ndarray
    kinds: np.ndarray
    nodes: np.ndarray
    free: np.ndarray


@figure
def price_setters(solution: Solution, tolerance: float = TOLERANCE) -> Setters:
    """The setter of the price at each node and hour, by the first of RULES that holds.

    A setter at the node itself goes before one elsewhere in its price zone.
    """
    found = [*_shed(solution), *_generators(solution, tolerance), *_conversions(solution),
             *_storage(solution)]  # fmt: skip
    network = solution.network
    nodes = network.names("nodes")
    zones = price_zones(solution, tolerance)
    own = np.full((network.size, len(nodes)), NONE, dtype=np.int64)
    rows: list[tuple[str, str, str, str, str]] = []
    for c in sorted(found, key=lambda c: RULES.index(c.rule)):
        place = nodes.get_indexer(c.nodes)
        for k in range(len(c.names)):
            at = own[:, place[k]]
            own[:, place[k]] = np.where(c.free[:, k] & (at == NONE), len(rows), at)
            rows.append((c.rule, c.component, c.names[k], c.kinds[k], c.nodes[k]))
    codes = _by_zone(own, zones, rows)
    rows += [("congestion", "", "", "", ""), ("expansion", "", "", "", "")]
    crowded = is_crowded(solution)
    last = np.where(crowded, len(rows) - 2, len(rows) - 1)
    codes = np.where(codes == NONE, last, codes)
    keys = pd.DataFrame(rows, columns=["rule", "component", "name", "kind", "node"])
    return Setters(pd.DataFrame(codes, network.hours, nodes), keys)


@figure
def setter_shares(solution: Solution, setters: Setters, carrier: str) -> pd.DataFrame:
    """share[s] = Σ weight over the nodes and hours whose price s sets / Σ weight over all.

    rule, kind, node, share; largest first; they add to 1. Nodes of one carrier.
    """
    own = carriers(solution.network)
    return _shares(solution, setters, list(own.index[own == carrier]))


def setter_shares_by_kind(shares: pd.DataFrame) -> pd.DataFrame:
    """Σ over the setters' nodes of what `setter_shares` says: rule, kind, nodes (by share), share."""
    grouped = shares.groupby(["rule", "kind"], sort=False)
    whole = grouped.agg(nodes=("node", list), share=("share", "sum")).reset_index()
    return pd.DataFrame(
        whole.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    )


@figure
def setter_shares_by_node(solution: Solution, setters: Setters) -> pd.DataFrame:
    """The same for each node: at (the node with the price), rule, kind, node (the setter's), share."""
    parts = [_shares(solution, setters, [n]).assign(at=n) for n in setters.codes.columns]
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return whole[["at", "rule", "kind", "node", "share"]]


def _shares(solution: Solution, setters: Setters, nodes: list[str]) -> pd.DataFrame:
    weights = solution.network.weights["energy"].to_numpy(dtype=float)
    codes = setters.codes[nodes].to_numpy()
    summed = np.bincount(codes.ravel(), np.repeat(weights, len(nodes)), minlength=len(setters.keys))
    named = setters.keys.assign(share=summed / summed.sum())
    grouped = named.groupby(["rule", "kind", "node"], sort=False)["share"].sum().reset_index()
    some = grouped[grouped["share"] > 0]
    return pd.DataFrame(
        some.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    )


def _by_zone(
    own: np.ndarray, zones: np.ndarray, rows: list[tuple[str, str, str, str, str]]
) -> np.ndarray:
    """The node's own setter where none of a better rule is in its zone; else the zone's first."""
    first = np.full(int(zones.max(initial=0)) + 1, NONE, dtype=np.int64)
    np.minimum.at(first, zones.ravel(), own.ravel())
    of_zone = first[zones]
    rank = np.array([*(RULES.index(row[0]) for row in rows), len(RULES)])
    last = len(rows)
    ranked = (
        rank[np.where(own == NONE, last, own)] <= rank[np.where(of_zone == NONE, last, of_zone)]
    )
    return np.asarray(np.where(ranked, own, of_zone))


def _shed(solution: Solution) -> list[_Candidates]:
    shed = quantity(solution, "nodes", "shed")
    names = shed.columns.to_numpy()
    kind = np.full(len(names), "", dtype=object)
    return [_Candidates("shed", "nodes", names, kind, names, shed.to_numpy() > SMALL)]


def _generators(solution: Solution, tolerance: float) -> list[_Candidates]:
    network = solution.network
    table = network.tables["generators"]
    if not len(table):
        return []
    output = quantity(solution, "generators", "output").to_numpy()
    low = bound_by_hour(solution, "generators", "must_run")
    high = bound_by_hour(solution, "generators", "availability")
    price = quantity(solution, "nodes", "price")[list(table["node"])].to_numpy()
    free = is_between(output, low, high)
    paid = is_near(running_cost(solution, "generators"), price, tolerance, price_scale(solution))
    about = (
        table.index.to_numpy(),
        kinds(network, "generators").to_numpy(),
        table["node"].to_numpy(),
    )
    return [
        _Candidates("unit", "generators", *about, free & paid),
        _Candidates("limited", "generators", *about, free & ~paid),
    ]


def _conversions(solution: Solution) -> list[_Candidates]:
    """Links between two carriers set the price where they give (first node of another carrier)."""
    network = solution.network
    table = network.tables["links"]
    carrier = carriers(network)
    other = carrier.reindex(table["node0"]).to_numpy() != carrier.reindex(table["node1"]).to_numpy()
    if not other.any():
        return []
    flow = quantity(solution, "links", "flow").to_numpy()
    free = is_between(
        flow, bound_by_hour(solution, "links", "must_run"),
        bound_by_hour(solution, "links", "availability"),
    )  # fmt: skip
    kind = kinds(network, "links").to_numpy()
    return [_Candidates(
        "conversion", "links", table.index.to_numpy()[other], kind[other],
        table["node1"].to_numpy()[other], free[:, other],
    )]  # fmt: skip


def _storage(solution: Solution) -> list[_Candidates]:
    network = solution.network
    found = []
    if len(table := network.tables["storage"]):
        free = np.zeros((network.size, len(table)), dtype=bool)
        for name in ("charge", "discharge"):
            most = bound_by_hour(solution, "storage", f"{name}_max")
            taken = quantity(solution, "storage", name).to_numpy()
            free |= is_between(taken, np.zeros_like(most), most)
        kind = kinds(network, "storage").to_numpy()
        found.append(_Candidates(
            "storage", "storage", table.index.to_numpy(), kind, table["node"].to_numpy(), free
        ))  # fmt: skip
    if len(table := network.tables["stores"]):
        level = quantity(solution, "stores", "level").to_numpy()
        free = is_between(
            level, bound_by_hour(solution, "stores", "level_min"),
            bound_by_hour(solution, "stores", "level_max"),
        ) & (np.abs(quantity(solution, "stores", "output").to_numpy()) > SMALL)  # fmt: skip
        kind = kinds(network, "stores").to_numpy()
        found.append(_Candidates(
            "storage", "stores", table.index.to_numpy(), kind, table["node"].to_numpy(), free
        ))  # fmt: skip
    return found
