"""Costs of generators in a MATPOWER case: linear pieces, in the order of their slopes."""

from dataclasses import dataclass

import numpy as np

PIECEWISE, POLYNOMIAL = 1.0, 2.0
"""Models of a cost in the first column of gencost."""
MODEL, COUNT, FIRST = 0, 3, 4
"""Columns of gencost: the model, the number of its numbers, the first of them."""


@dataclass(frozen=True)
class Pieces:
    """A convex cost on [low, high] as pieces between `edges`, each at its slope (money/MWh).

    cost(p) = constant + slope[0] · p on the first piece, and so on along the others. `error` is the
    most by which it is above the cost itself (money/h), `exact` how many pieces that took.
    """

    edges: np.ndarray
    slopes: np.ndarray
    constant: float
    error: float = 0.0


def pieces_of(row: np.ndarray, low: float, high: float, segments: int) -> Pieces | str:
    """The pieces of one row of gencost, or the key of the sentence that says why there are none."""
    count = int(row[COUNT])
    numbers = row[FIRST:]
    if row[MODEL] == PIECEWISE and count >= 2 and len(numbers) >= 2 * count:
        return _piecewise(numbers[: 2 * count : 2], numbers[1 : 2 * count : 2], low, high)
    if row[MODEL] == POLYNOMIAL and 1 <= count <= len(numbers):
        return _polynomial(numbers[:count], low, high, segments)
    return "energy.interchange.case_cost"


def _polynomial(numbers: np.ndarray, low: float, high: float, segments: int) -> Pieces | str:
    """c2 p² + c1 p + c0 by chords: between two edges a width w apart it is at most c2 w² / 4 off."""
    c2, c1, c0 = np.concatenate([np.zeros(3), numbers])[-3:]
    if len(numbers) > 3 and numbers[:-3].any():
        return "energy.interchange.case_degree"
    if c2 < 0:
        return "energy.interchange.case_concave"
    if c2 == 0 or high == low:
        slope = c1 + c2 * (high + low)
        constant = c2 * low**2 + c1 * low + c0 - slope * low
        return Pieces(np.array([low, high]), np.array([slope]), float(constant))
    edges = np.linspace(low, high, segments + 1)
    slopes = c1 + c2 * (edges[1:] + edges[:-1])
    constant = c2 * low**2 + c1 * low + c0 - slopes[0] * low
    error = c2 * ((high - low) / segments) ** 2 / 4.0
    return Pieces(edges, slopes, float(constant), float(error))


def _piecewise(x: np.ndarray, y: np.ndarray, low: float, high: float) -> Pieces | str:
    """Through the points given; before the first and after the last the cost goes straight on."""
    if not (np.diff(x) > 0).all():
        return "energy.interchange.case_points"
    slopes = np.diff(y) / np.diff(x)
    # slopes of one line may differ by the rounding of the points
    if (np.diff(slopes) < -1e-9 * np.abs(slopes).max()).any():
        return "energy.interchange.case_concave"
    inner = x[1:-1]
    inside = (inner > low) & (inner < high)
    edges = np.array([low, *inner[inside], high])
    at = np.searchsorted(inner, edges[:-1], side="right")
    return Pieces(edges, slopes[at], float(y[at[0]] - slopes[at[0]] * x[at[0]]))
