"""Capacities that come in whole units: boxes of counts, and whether boxes hold every count.

A search that branches ends with boxes (leaves). They prove a bound together if every whole number
of units lies in one of them; between two neighbouring boxes only fractions may be left out.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

FRACTION = 1e-6
"""A count this near to a whole number is one."""


class Box(Protocol):
    """Bounds of capacities."""

    @property
    def low(self) -> np.ndarray:
        """Least capacities."""

    @property
    def high(self) -> np.ndarray:
        """Largest capacities."""


def lumpy(capacities: pd.DataFrame) -> np.ndarray:
    """Positions of the capacities that come in whole units."""
    return np.flatnonzero(capacities["unit_size"].to_numpy(dtype=float) > 0.0)


def counts(capacities: pd.DataFrame, K: np.ndarray) -> np.ndarray:
    """K / unit_size of the capacities that come in whole units."""
    at = lumpy(capacities)
    return np.asarray(K[at] / capacities["unit_size"].to_numpy(dtype=float)[at])


def broken_units(capacities: pd.DataFrame, z: np.ndarray) -> float:
    """How far the farthest count of a plan is from a whole number, as a share of a unit."""
    found = counts(capacities, z[: len(capacities)])
    return float(np.max(np.abs(found - np.round(found)), initial=0.0))


def whole_box(
    capacities: pd.DataFrame, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A box of capacities with its bounds moved inwards to whole numbers of units."""
    low, high = low.copy(), high.copy()
    at = lumpy(capacities)
    size = capacities["unit_size"].to_numpy(dtype=float)[at]
    low[at] = np.ceil(low[at] / size - FRACTION) * size
    high[at] = np.floor(high[at] / size + FRACTION) * size
    return low, high


def hold_everything(
    capacities: pd.DataFrame, low: np.ndarray, high: np.ndarray, leaves: Sequence[Box]
) -> bool:
    """Whether every plan with capacities between low and high lies in one of the leaves."""
    size = capacities["unit_size"].to_numpy(dtype=float)
    return _covered(*whole_box(capacities, low, high), size, list(leaves))


def _covered(low: np.ndarray, high: np.ndarray, size: np.ndarray, leaves: list[Box]) -> bool:
    """One leaf holds the box, or a split of the box is one that all leaves respect."""
    slack = FRACTION * np.maximum(size, 1.0)
    for leaf in leaves:
        if (leaf.low <= low + slack).all() and (leaf.high >= high - slack).all():
            return True
    for leaf in leaves:
        for k in np.flatnonzero((size > 0) & (leaf.high < high - slack)):
            most = np.floor(leaf.high[k] / size[k] + FRACTION) * size[k]
            if most < low[k] - slack[k] or most + size[k] > high[k] + slack[k]:
                continue
            below = [one for one in leaves if one.high[k] < most + size[k] - slack[k]]
            above = [one for one in leaves if one.low[k] > most + slack[k]]
            if len(below) + len(above) < len(leaves) or not below or not above:
                continue
            left, right = high.copy(), low.copy()
            left[k], right[k] = most, most + size[k]
            return _covered(low, left, size, below) and _covered(right, high, size, above)
    return False
