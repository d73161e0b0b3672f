"""Blocks solved in HiGHS at one z after another, each from the basis at which it stood before."""

from collections.abc import Callable
from typing import NamedTuple

import highspy
import numpy as np
from scipy import sparse

from citywright.energy.block import Block
from citywright.energy.errors import EnergySolverError
from citywright.energy.quiet import quiet_stdout

OPTIMAL = highspy.HighsModelStatus.kOptimal
DEVEX, PERTURBED = 1, 0.1
"""Pricing and perturbation of costs of the dual simplex, from a basis near the optimum: a sixth less
time than with steepest edges, whose first weights cost much, and the usual perturbation (measured)."""


def solver(**options: object) -> highspy.Highs:
    """A quiet HiGHS on one thread, the same from run to run."""
    with quiet_stdout():
        h = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        h.setOptionValue(name, value)
    return h


def pass_program(
    h: highspy.Highs, A: sparse.csc_matrix, c: np.ndarray, low: np.ndarray, high: np.ndarray,
    rl: np.ndarray, ru: np.ndarray,
) -> None:  # fmt: skip
    """Give the solver min c·p, rl <= A p <= ru, low <= p <= high.

    As arrays: a `HighsLp` would take each number by itself, ten times as long.
    """
    height, width = A.shape
    h.passModel(
        width, height, A.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize),
        0.0, c, low, high, rl, ru, A.indptr[:-1], A.indices, A.data, np.zeros(width, np.int32),
    )  # fmt: skip


Basis = highspy.HighsBasis


class Statuses(NamedTuple):
    """Statuses of the columns and rows of a basis."""

    columns: np.ndarray
    rows: np.ndarray


class Solved(NamedTuple):
    """Plan, multipliers of the rows, and the basis at which the solver ended."""

    p: np.ndarray
    y: np.ndarray
    basis: Basis


class WarmProgram:
    """The blocks of a worker in one HiGHS, one after another, each from a basis.

    All blocks share the memory of one solver. What it remembers of one block is cleared before the
    next, so an answer depends on the block, z, the prices and the basis alone.
    """

    def __init__(self) -> None:
        # a warm start needs no presolve; without it programs take half the memory
        self.h = solver(
            solver="simplex", simplex_strategy=1, presolve="off",
            simplex_dual_edge_weight_strategy=DEVEX,
            dual_simplex_cost_perturbation_multiplier=PERTURBED,
        )  # fmt: skip
        self.matrix: sparse.csc_matrix | None = None
        self.there: tuple[np.ndarray, ...] = ()

    def solve(
        self, block: Block, z: np.ndarray, basis: Basis | None, prices: np.ndarray | None = None
    ) -> Solved:
        """A block at z, from a basis (None: from the beginning).

        With `prices` (one per missing part, nan where the penalty stands) what is missing is for
        sale at a price in place of the penalty.
        """
        cost = block.c if prices is None else _priced(block, prices)
        self._place(block, cost, z)
        if basis is not None:
            self.h.setBasis(basis)
        self.h.run()
        if self.h.getModelStatus() != OPTIMAL:
            self._again()
        found = self.h.getSolution()
        return Solved(np.array(found.col_value), np.array(found.row_dual), self.h.getBasis())

    def _again(self) -> None:
        """From scratch where the simplex did not end from the basis."""
        self.h.clearSolver()
        self.h.run()
        status = self.h.getModelStatus()
        if status != OPTIMAL:
            raise EnergySolverError(
                "energy.block_unsolved", status=self.h.modelStatusToString(status)
            )

    def _place(self, block: Block, cost: np.ndarray, z: np.ndarray) -> None:
        """The block's numbers into the solver: a matrix only where another one is there, of costs and
        bounds those that are others (most blocks of a year differ in the hours' supply and demand).
        """
        before, self.there = self.there, (cost, *block.column_bounds(z), *block.row_bounds(z))
        if self.matrix is not block.A:
            pass_program(self.h, block.A, *self.there)
            self.matrix = block.A
            return
        self.h.clearSolver()
        costs, low, high, rl, ru = (new != old for new, old in zip(self.there, before, strict=True))
        _change(self.h.changeColsCost, costs, cost)
        _change(self.h.changeColsBounds, low | high, *self.there[1:3])
        _change(self.h.changeRowsBounds, rl | ru, *self.there[3:])


def _change(change: Callable[..., object], other: np.ndarray, *values: np.ndarray) -> None:
    """Tell the solver the values that are others."""
    at = np.flatnonzero(other).astype(np.int32)
    change(len(at), at, *(value[at] for value in values))


def _priced(block: Block, prices: np.ndarray) -> np.ndarray:
    """Costs of a block with what is missing at other prices."""
    cost = block.c.copy()
    given = np.isfinite(prices)
    cost[block.missing[given]] = prices[given]
    return cost


def statuses(basis: Basis) -> Statuses:
    """A basis as numbers, which can travel: statuses of columns and rows."""
    parts = (basis.col_status, basis.row_status)
    columns, rows = (np.array([int(s) for s in part], dtype=np.int8) for part in parts)
    return Statuses(columns, rows)


def basis_of(block: Block, given: Statuses) -> Basis | None:
    """The basis with these statuses; None where it is of a block of another shape."""
    if (len(given.columns), len(given.rows)) != block.A.shape[::-1]:
        return None
    basis = highspy.HighsBasis()
    basis.col_status = [highspy.HighsBasisStatus(int(s)) for s in given.columns]
    basis.row_status = [highspy.HighsBasisStatus(int(s)) for s in given.rows]
    basis.valid = True
    return basis
