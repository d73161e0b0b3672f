"""A block's program kept in HiGHS: built once, solved at one z after another."""

import highspy
import numpy as np

from citywright.energy.block import Block
from citywright.energy.errors import EnergySolverError
from citywright.energy.quiet import quiet_stdout

OPTIMAL = highspy.HighsModelStatus.kOptimal


def solver(**options: object) -> highspy.Highs:
    """A quiet HiGHS on one thread, the same from run to run."""
    with quiet_stdout():
        h = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        h.setOptionValue(name, value)
    return h


def linear_program(
    A: object, c: np.ndarray, low: np.ndarray, high: np.ndarray, rl: np.ndarray, ru: np.ndarray
) -> highspy.HighsLp:
    """min c·p, rl <= A p <= ru, low <= p <= high, with A in columns (scipy csc)."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = A.shape  # type: ignore[attr-defined]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = c, low, high
    lp.row_lower_, lp.row_upper_ = rl, ru
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = A.indptr  # type: ignore[attr-defined]
    lp.a_matrix_.index_ = A.indices  # type: ignore[attr-defined]
    lp.a_matrix_.value_ = A.data  # type: ignore[attr-defined]
    return lp


class WarmProgram:
    """One block in HiGHS."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.sized = np.flatnonzero(block.sized >= 0).astype(np.int32)
        self.moving = np.flatnonzero(np.diff(block.R.indptr)).astype(np.int32)
        # a warm start needs no presolve; without it programs take half the memory
        self.h = solver(solver="simplex", simplex_strategy=1, presolve="off")
        z = np.zeros(len(block.cz))
        low, high = block.column_bounds(z)
        self.h.passModel(linear_program(block.A, block.c, low, high, *block.row_bounds(z)))
        self.priced: tuple[np.ndarray, np.ndarray] | None = None

    def solve(
        self, z: np.ndarray, prices: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Plan and multipliers of the rows at z.

        With `prices` (columns of missing parts and what they cost, see `price_columns`) the slack
        of a budget is for sale at a price in place of the penalty.
        """
        self._place(z)
        self._price(prices)
        self.h.run()
        if self.h.getModelStatus() != OPTIMAL:
            self._again()
        found = self.h.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)

    def _again(self) -> None:
        """From scratch, by the interior point with crossover, where the warm simplex did not end."""
        self.h.clearSolver()
        self.h.run()
        status = self.h.getModelStatus()
        if status != OPTIMAL:
            raise EnergySolverError(
                "energy.block_unsolved", status=self.h.modelStatusToString(status)
            )

    def _place(self, z: np.ndarray) -> None:
        low, high = self.block.column_bounds(z)
        if len(self.sized):
            at = self.sized
            self.h.changeColsBounds(len(at), at, low[at], high[at])
        if len(self.moving):
            rl, ru = self.block.row_bounds(z)
            at = self.moving
            self.h.changeRowsBounds(len(at), at, rl[at], ru[at])

    def _price(self, prices: np.ndarray | None) -> None:
        """Costs of the slacks: the penalty, or `prices` where those are not nan."""
        missing = self.block.missing.astype(np.int32)
        if not len(missing) or (prices is None and self.priced is None):
            return
        cost = self.block.c[missing].copy()
        if prices is not None:
            given = np.isfinite(prices)
            cost[given] = prices[given]
        self.h.changeColsCost(len(missing), missing, cost)
        self.priced = None if prices is None else (missing, cost)

    def basis(self) -> tuple[np.ndarray, np.ndarray]:
        """Statuses of columns and rows."""
        b = self.h.getBasis()
        return (
            np.array([int(s) for s in b.col_status], dtype=np.int8),
            np.array([int(s) for s in b.row_status], dtype=np.int8),
        )

    def begin_from(self, columns: np.ndarray, rows: np.ndarray) -> None:
        """Begin from a basis of a block of the same shape; ignored where the shape is another."""
        if (len(columns), len(rows)) != self.block.A.shape[::-1]:
            return
        b = highspy.HighsBasis()
        b.col_status = [highspy.HighsBasisStatus(int(s)) for s in columns]
        b.row_status = [highspy.HighsBasisStatus(int(s)) for s in rows]
        b.valid = True
        self.h.setBasis(b)

    def change(self, block: Block) -> None:
        """Other costs and bounds in the same matrix.

        Raises
        ------
        EnergySolverError
            The matrix is another: the networks differ in more than numbers that may change.
        """
        same = block.A.shape == self.block.A.shape and (block.A != self.block.A).nnz == 0
        if not same:
            raise EnergySolverError("energy.structure_changed")
        everything = np.arange(block.A.shape[1], dtype=np.int32)
        self.h.changeColsCost(len(everything), everything, block.c)
        z = np.zeros(len(block.cz))
        low, high = block.column_bounds(z)
        self.h.changeColsBounds(len(everything), everything, low, high)
        rows = np.arange(block.A.shape[0], dtype=np.int32)
        self.h.changeRowsBounds(len(rows), rows, *block.row_bounds(z))
        self.block = block
        self.priced = None
