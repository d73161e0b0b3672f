"""A basis of the cycles of a network: each line outside a spanning tree closes one."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph


class Cycle(NamedTuple):
    """Positions of a cycle's lines and their weights: ± reactance, the largest scaled to 1."""

    lines: np.ndarray
    weights: np.ndarray


def cycles_of(frame: pd.DataFrame) -> tuple[Cycle, ...]:
    """The fundamental cycles of the lines that have a reactance, with a breadth-first tree.

    A line from one node to another stands with + where the cycle runs along it, - against it.
    """
    reactance = frame["reactance"].to_numpy(dtype=float)
    at = np.flatnonzero(np.isfinite(reactance))
    return _cycles(
        tuple(at), tuple(frame["node0"].to_numpy()[at]), tuple(frame["node1"].to_numpy()[at]),
        tuple(reactance[at]),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _cycles(
    at: tuple[int, ...],
    node0: tuple[str, ...],
    node1: tuple[str, ...],
    reactance: tuple[float, ...],
) -> tuple[Cycle, ...]:
    nodes = {node: k for k, node in enumerate(sorted({*node0, *node1}))}
    ends = np.array([[nodes[a], nodes[b]] for a, b in zip(node0, node1, strict=True)]).reshape(
        -1, 2
    )
    above, above_line, depth = _tree(ends, len(nodes))
    tree = {line for line in above_line if line >= 0}
    found = []
    for line, (tail, head) in enumerate(ends):
        if line not in tree:
            path = [(line, 1.0), *_path(int(head), int(tail), ends, above, above_line, depth)]
            weights = np.array([sign * reactance[k] for k, sign in path])
            places = np.array([at[k] for k, _ in path])
            found.append(Cycle(places, weights / np.abs(weights).max()))
    return tuple(found)


def _tree(ends: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Spanning forest, breadth first: the node above each node, the line to it, the depth."""
    above, above_line = np.full(size, -1), np.full(size, -1)
    depth = np.zeros(size, dtype=int)
    first = {(min(a, b), max(a, b)): k for k, (a, b) in reversed(list(enumerate(ends.tolist())))}
    graph = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (size, size)).tocsr()
    _, part = csgraph.connected_components(graph, directed=False)
    for root in np.unique(part, return_index=True)[1]:
        order, before = csgraph.breadth_first_order(graph, int(root), directed=False)
        for node in order[1:]:
            above[node] = before[node]
            above_line[node] = first[min(node, before[node]), max(node, before[node])]
            depth[node] = depth[before[node]] + 1
    return above, above_line, depth


def _path(
    start: int, goal: int, ends: np.ndarray, above: np.ndarray, above_line: np.ndarray,
    depth: np.ndarray,
) -> list[tuple[int, float]]:  # fmt: skip
    """Lines of the tree from one node to another, with the sign in which each is run along."""
    up: list[tuple[int, float]] = []
    down: list[tuple[int, float]] = []
    while start != goal:
        if depth[start] >= depth[goal]:
            line = int(above_line[start])
            up.append((line, 1.0 if ends[line, 0] == start else -1.0))
            start = int(above[start])
        else:
            line = int(above_line[goal])
            down.append((line, 1.0 if ends[line, 1] == goal else -1.0))
            goal = int(above[goal])
    return up + down[::-1]
