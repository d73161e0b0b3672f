"""What one block adds to the bracket of a year: its plan as it is, and what multipliers prove of it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from citywright.energy.block import Block
from citywright.energy.bounds import Checked, Cut, checked_cost, cut_of
from citywright.energy.coupled import Tied


class Part(NamedTuple):
    """What one block adds to the bracket: see `part_of`.

    z      the block's part of the plan's z, with what it really uses of the limits as its budgets
    cuts   per box of capacities, what its multipliers prove
    floor  what the block costs at least whatever its multipliers are
    """

    z: np.ndarray
    checked: Checked
    cuts: list[Cut]
    floor: Cut


def part_of(
    tied: Tied, z: np.ndarray, plan: np.ndarray, penalty: float,
    proofs: Sequence[tuple[np.ndarray, np.ndarray]],
) -> Part:  # fmt: skip
    """A block's plan at its z as it is, and what pairs of its multipliers and the outer rows' prove."""
    block = tied.block
    p = without_missing(block, plan)
    z = _counted(tied, p, z)
    cuts = [cut_of(block, agreed(tied.budget_rows, y, outer)) for y, outer in proofs]
    return Part(z, checked_cost(block, p, z, penalty), cuts, floor_of(block))


def floor_of(block: Block) -> Cut:
    """What a block costs at least by the bounds of its columns alone: multipliers of 0."""
    return cut_of(block, np.zeros(block.A.shape[0]))


def without_missing(block: Block, p: np.ndarray) -> np.ndarray:
    """The plan without its slacks: what they covered is a gap."""
    p = p.copy()
    p[block.missing] = 0.0
    return p


def _counted(tied: Tied, p: np.ndarray, z: np.ndarray) -> np.ndarray:
    """z where the block's budget of each limit is what it really uses."""
    rows = tied.budget_rows
    z, there = z.copy(), rows >= 0
    used = tied.block.A @ np.clip(p, *tied.block.column_bounds(z))
    z[tied.budgets][there] = used[rows[there]]
    return z


def agreed(rows: np.ndarray, y: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Multipliers of the budgets set to those of their limits, so that budgets cancel out.

    The first outer rows are the limits, in their order.
    """
    y = y.copy()
    for g, row in enumerate(rows):
        if row >= 0:
            y[row] = outer[g]
    return y
