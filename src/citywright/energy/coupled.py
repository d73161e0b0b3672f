"""Where a block meets what ties it to the others: rows of limits and carries, and their slacks."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from citywright.energy.block import Block

if TYPE_CHECKING:  # workers import this and have no tables, whose library takes seconds to come
    from citywright.energy.coupling import Coupling


class Tied(NamedTuple):
    """A block, and where it meets what ties it to the others.

    budgets       where the shares of the limits stand in its z
    budget_rows   per limit its row, -1 where the limit does not count the block's hours
    beyond        per limit `<=` the position among the missing parts of what goes beyond the budget
    carry_rows    per ramped unit the row that holds its last output, -1 where there is none
    carry_slacks  positions among the missing parts of the slacks of carries
    """

    block: Block
    budgets: slice
    budget_rows: np.ndarray
    beyond: np.ndarray
    carry_rows: np.ndarray
    carry_slacks: np.ndarray


def tied(block: Block, coupling: "Coupling") -> Tied:
    """A block with where it meets the others."""
    return Tied(
        block, coupling.parts["budget"], budget_rows(block, coupling),
        beyond_columns(block, coupling), carry_rows(block, coupling), carry_slacks(block),
    )  # fmt: skip


def budget_rows(block: Block, coupling: "Coupling") -> np.ndarray:
    """Row of each limit in the block, -1 where the limit does not count its hours."""
    names = [f"budget.{budget.name}" for budget in coupling.budgets]
    return np.array([block.rows[n].start if n in block.rows else -1 for n in names], dtype=int)


def beyond_columns(block: Block, coupling: "Coupling") -> np.ndarray:
    """Per limit `<=`, the position among the missing parts of what goes beyond the budget; else -1."""
    names = [f"missing.budget.{b.name}.-1" for b in coupling.budgets]
    places = np.array(
        [block.columns[n].start if n in block.columns else -1 for n in names], dtype=int
    )
    is_most = np.array([b.sense == "<=" for b in coupling.budgets], dtype=bool)
    at = np.searchsorted(block.missing, np.maximum(places, 0))
    return np.where((places >= 0) & is_most, at, -1)


def carry_rows(block: Block, coupling: "Coupling") -> np.ndarray:
    """Per ramped unit the row that holds its output in the block's last hour, -1 where there is none."""
    R = block.R.tocsc()
    first = coupling.parts["carry_out"].start
    found = np.full(len(coupling.ramped), -1)
    for k in range(len(found)):
        rows = R.indices[R.indptr[first + k] : R.indptr[first + k + 1]]
        found[k] = rows[0] if len(rows) else -1
    return found


def carry_slacks(block: Block) -> np.ndarray:
    """Positions among the missing parts of the slacks of carries."""
    own = [g for name, g in block.columns.items() if name.startswith("missing.carry.")]
    columns = np.concatenate([g.places.ravel() for g in own]) if own else np.zeros(0, dtype=int)
    return np.searchsorted(block.missing, columns)


UNKNOWN = 1e9
"""Stands for a floor that is not known; a year costs about 1e6 (lowering/money.py)."""


class Survey(NamedTuple):
    """Least cost of a block, and least and largest use of each limit, whatever z is."""

    floor: float
    low: np.ndarray
    high: np.ndarray


def survey_of(block: Block, rows: np.ndarray, low: np.ndarray, high: np.ndarray) -> Survey:
    """Bounds from the columns alone, where the capacities (first of z) lie between low and high."""
    ends = [block.column_bounds(np.concatenate([K, block.cz[len(K) :] * 0.0])) for K in (low, high)]
    least = np.minimum(ends[0][0], ends[1][0])
    most = np.maximum(ends[0][1], ends[1][1])
    least[block.missing] = most[block.missing] = 0.0
    cost = np.minimum(block.c * least, block.c * most)
    used_low, used_high = np.zeros(len(rows)), np.zeros(len(rows))
    A = block.A.tocsr()
    for g, row in enumerate(rows):
        if row >= 0:
            entry = A[row]
            a, b = entry.data * least[entry.indices], entry.data * most[entry.indices]
            used_low[g], used_high[g] = np.minimum(a, b).sum(), np.maximum(a, b).sum()
    # levels that earn or cost at the ends of a block have no bounds here
    floor = float(cost.sum()) if not block.cz.any() else -UNKNOWN
    return Survey(floor, used_low, used_high)
