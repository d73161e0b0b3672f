"""Branch and bound over whole units: boxes of capacities, the most promising first.

Each box is relaxed (its units may be fractions); a box whose bound is within the gap of the best
plan is left as it is, any other is split at a unit whose count is a fraction. The boxes that are
left hold every whole number of units, each with multipliers that prove its bound (proof.py).
"""

import heapq
import itertools
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from citywright.energy.whole_units import FRACTION, lumpy, whole_box

MOST = 3000
"""Boxes looked at at most; then the search says the gap that it has reached."""


class Relaxed(NamedTuple):
    """A box with its bound, the capacities at its optimum, and what proves the bound."""

    value: float
    K: np.ndarray
    proof: Any
    low: np.ndarray
    high: np.ndarray


class Oracle(Protocol):
    """What branching asks of a way to solve."""

    def relax(self, low: np.ndarray, high: np.ndarray) -> Relaxed:
        """The least cost with capacities in a box."""

    def try_out(self, K: np.ndarray) -> float:
        """Cost of the best plan with these capacities; the oracle remembers the best plan."""


def branch(
    oracle: Oracle, capacities: pd.DataFrame, box: tuple[np.ndarray, np.ndarray], gap: float,
    tell: Callable[[float, float], None],
) -> list[Relaxed]:  # fmt: skip
    """The boxes that are left when the least of their bounds is within `gap` of the best plan."""
    at = lumpy(capacities)
    size = capacities["unit_size"].to_numpy(dtype=float)
    root = oracle.relax(*whole_box(capacities, *box))
    upper = oracle.try_out(_rounded(root.K, at, size, root.high))
    order = itertools.count()
    heap = [(root.value, next(order), root)]
    left: list[Relaxed] = []
    for _ in range(MOST):
        if not heap:
            break
        bound = heap[0][0]
        tell(min([bound, *(one.value for one in left)]), upper)
        if bound >= upper - gap * abs(upper):
            break
        node = heapq.heappop(heap)[2]
        k = _fraction(node.K, at, size)
        if k is None:
            upper = min(upper, oracle.try_out(node.K))
            again = oracle.relax(node.low, node.high)
            if again.value >= upper - gap * abs(upper) or again.value <= node.value:
                left.append(again)
            else:
                heapq.heappush(heap, (again.value, next(order), again))
            continue
        for low, high in _split(node, k, size[k]):
            child = oracle.relax(low, high)
            heapq.heappush(heap, (child.value, next(order), child))
    return [*left, *(node for _, _, node in heap)]


def _rounded(K: np.ndarray, at: np.ndarray, size: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Counts rounded up: more capacity is seldom too little."""
    K = K.copy()
    K[at] = np.minimum(np.ceil(K[at] / size[at] - FRACTION) * size[at], high[at])
    return K


def _fraction(K: np.ndarray, at: np.ndarray, size: np.ndarray) -> int | None:
    """The unit whose count is farthest from a whole number, None where all are whole."""
    n = K[at] / size[at]
    far = np.abs(n - np.round(n))
    return None if not len(at) or far.max() <= FRACTION else int(at[np.argmax(far)])


def _split(
    node: Relaxed, k: int, size: float
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """At most floor(n) units, or one more at least."""
    below, above = node.high.copy(), node.low.copy()
    count = np.floor(node.K[k] / size)
    below[k], above[k] = count * size, (count + 1.0) * size
    return (node.low, below), (above, node.high)
