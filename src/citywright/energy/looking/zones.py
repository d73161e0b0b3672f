"""Price zones: nodes that share a price in an hour because the lines between them have room."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from citywright.energy.looking.charges import running_cost
from citywright.energy.looking.solved import (
    SMALL,
    TERMINALS,
    bound_by_hour,
    carriers,
    quantity,
)
from citywright.energy.solution import Solution

TOLERANCE = 0.01
"""How far a unit's cost may be from the price, as a share of both; a price of a plan within its
gap is known no better where limits of a year stand behind it (estimated)."""
ROOM = 1e-4
"""Share of a unit's limit that makes it count as at its bound; of the size of a plan's gap."""


def price_zones(solution: Solution, tolerance: float = TOLERANCE) -> np.ndarray:
    """Number of the price zone of each node and hour, T × nodes.

    Two nodes are in one zone where a line or a link of one carrier between them has room and
    price1 · (arrival / flow) = price0 + its cost.
    """
    network = solution.network
    count, hours = len(network.names("nodes")), network.size
    ends0, ends1 = [], []
    for at0, at1, joined in _joints(solution, tolerance):
        hour = np.flatnonzero(joined)
        ends0.append(hour * count + at0)
        ends1.append(hour * count + at1)
    row = np.concatenate(ends0) if ends0 else np.zeros(0, dtype=int)
    column = np.concatenate(ends1) if ends1 else np.zeros(0, dtype=int)
    size = hours * count
    graph = coo_matrix((np.ones(len(row), dtype=bool), (row, column)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1].reshape(hours, count))


def is_between(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """low < value < high, by more than the room that counts as none."""
    room = np.maximum(ROOM * np.abs(np.where(np.isfinite(high), high, 0.0)), SMALL)
    return np.asarray((values > low + room) & (values < high - room))


def is_near(one: np.ndarray, other: np.ndarray, tolerance: float, scale: float) -> np.ndarray:
    """|one − other| ≤ tolerance · max(|one|, |other|, scale)."""
    allowed = tolerance * np.maximum(np.maximum(np.abs(one), np.abs(other)), scale)
    return np.asarray(np.abs(one - other) <= allowed)


def price_scale(solution: Solution) -> float:
    """Size of prices below which a difference is measured by the mean price, not by its own."""
    return 0.1 * float(np.abs(quantity(solution, "nodes", "price").to_numpy()).mean())


def _joints(solution: Solution, tolerance: float) -> list[tuple[int, int, np.ndarray]]:
    """(node0, node1, joined by hour) of every line, and of every link within one carrier."""
    network = solution.network
    nodes = network.names("nodes")
    price = quantity(solution, "nodes", "price").to_numpy()
    carrier = carriers(network)
    found = []
    for component, arrives in (("lines", "arrival"), ("links", "flow1")):
        table = network.tables[component]
        if not len(table):
            continue
        high = bound_by_hour(solution, component, "availability")
        low = (
            -high if component == "lines"
            else bound_by_hour(solution, component, "must_run")
        )  # fmt: skip
        leaves = quantity(solution, component, "flow").to_numpy()
        arrival = quantity(solution, component, arrives).to_numpy()
        cost = np.zeros(leaves.shape) if component == "lines" else running_cost(solution, component)
        room = is_between(np.where(leaves < 0, np.minimum(leaves, arrival), leaves), low, high)
        ratio = np.divide(arrival, leaves, out=np.ones_like(leaves), where=np.abs(leaves) > SMALL)
        at0, at1 = nodes.get_indexer(table["node0"]), nodes.get_indexer(table["node1"])
        left, right = price[:, at0] + cost, price[:, at1] * ratio
        joined = room & is_near(left, right, tolerance, price_scale(solution))
        for k in range(len(table)):
            plain = component == "lines" or not any(table[t].iloc[k] for t in TERMINALS[1:])
            if plain and carrier.iloc[at0[k]] == carrier.iloc[at1[k]]:
                found.append((int(at0[k]), int(at1[k]), joined[:, k]))
    return found


def is_crowded(solution: Solution) -> np.ndarray:
    """Whether a line of the meshed net to which a node belongs is full: T × nodes."""
    network = solution.network
    nodes = network.names("nodes")
    table = network.tables["lines"]
    meshed = np.isfinite(network.of("lines", "reactance").astype(float))
    at0, at1 = (nodes.get_indexer(table[end])[meshed] for end in ("node0", "node1"))
    shape = (len(nodes), len(nodes))
    graph = coo_matrix((np.ones(len(at0), dtype=bool), (at0, at1)), shape=shape)
    part = connected_components(graph, directed=False)[1]
    most = bound_by_hour(solution, "lines", "availability")
    least = most - np.maximum(ROOM * np.where(np.isfinite(most), most, 0.0), SMALL)
    sent = np.maximum(
        quantity(solution, "lines", "flow").to_numpy(),
        -quantity(solution, "lines", "arrival").to_numpy(),
    )
    full = (np.abs(sent) >= least)[:, meshed]
    crowded = np.zeros((network.size, len(nodes)), dtype=bool)
    for k in range(len(at0)):
        crowded |= full[:, [k]] & (part == part[at0[k]])[None, :]
    return crowded
