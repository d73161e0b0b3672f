"""The whole program at once: all blocks with what ties them together, given to HiGHS as one.

For short horizons, and as the independent check of the search by weeks.
"""

from dataclasses import replace

import highspy
import numpy as np
from scipy import sparse

from citywright.energy.block import Block
from citywright.energy.errors import EnergySolverError
from citywright.energy.outer import Outer, outer_slacks
from citywright.energy.proof import Evidence, Leaf, Program
from citywright.energy.warm import OPTIMAL, pass_program, solver

SIMPLEX_UP_TO = 4000
"""Columns up to which the simplex method is the faster one (measured on networks of 1-8 nodes)."""


class WholeProgram:
    """The whole program in HiGHS; capacities may be held between other bounds from solve to solve."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.blocks = list(program.blocks())
        A, rl, ru = _rows(program, self.blocks)
        outer = program.outer
        low, high = _bounds(self.blocks, outer)
        slack = outer_slacks(outer).shape[1]
        cost = np.concatenate([
            *(b.c for b in self.blocks), _z_cost(program, self.blocks),
            np.full(slack, program.penalty),
        ])  # fmt: skip
        self.first = sum(b.A.shape[1] for b in self.blocks)
        method = "simplex" if self.first <= SIMPLEX_UP_TO else "ipx"
        self.h = solver(solver=method, run_crossover="on")
        low, high = (
            np.concatenate([b, np.full(slack, e)]) for b, e in ((low, 0.0), (high, np.inf))
        )
        pass_program(self.h, A.tocsc(), cost, low, high, rl, ru)
        self.tree_bound: float | None = None

    def solve(self, low: np.ndarray | None = None, high: np.ndarray | None = None) -> Evidence:
        """Evidence from one linear program, with the capacities between low and high.

        Raises
        ------
        EnergySolverError
            The solver did not end with an optimum.
        """
        if low is not None and high is not None:
            at = self.first + np.arange(len(low), dtype=np.int32)
            self.h.changeColsBounds(len(at), at, low, high)
        self.h.run()
        for method in ("simplex", "choose"):
            if self.h.getModelStatus() == OPTIMAL:
                break
            self.h.clearSolver()
            self.h.setOptionValue("solver", method)
            self.h.run()
        if self.h.getModelStatus() != OPTIMAL:
            name = self.h.modelStatusToString(self.h.getModelStatus())
            raise EnergySolverError("energy.whole_unsolved", status=name)
        found = self.h.getSolution()
        values, duals = np.array(found.col_value), np.array(found.row_dual)
        values = values[: self.first + len(self.program.outer.cost)]
        return _evidence(self.program, self.blocks, values, duals)

    def commit(self, gap: float) -> Evidence:
        """On and off by the solver's own tree; the bound is that of the relaxation.

        1. The relaxation gives the multipliers that prove the lower bound.
        2. The tree gives what is on and when, to `gap` of its own bound (which is not certified).
        3. With that held, one more linear program gives the prices.
        """
        relaxed = self.solve()
        starts = np.cumsum([0, *(b.A.shape[1] for b in self.blocks)])
        at = np.concatenate([s + b.whole for s, b in zip(starts, self.blocks, strict=False)])
        at = at.astype(np.int32)
        kind = highspy.HighsVarType
        self.h.setOptionValue("mip_rel_gap", gap)
        self.h.changeColsIntegrality(
            len(at), at, np.full(len(at), kind.kInteger.value, dtype=np.uint8)
        )
        self.h.run()
        if self.h.getModelStatus() != OPTIMAL:
            name = self.h.modelStatusToString(self.h.getModelStatus())
            raise EnergySolverError("energy.whole_unsolved", status=name)
        self.tree_bound = float(self.h.getInfo().mip_dual_bound)
        on = np.round(np.array(self.h.getSolution().col_value)[at])
        self.h.changeColsIntegrality(
            len(at), at, np.full(len(at), kind.kContinuous.value, dtype=np.uint8)
        )
        self.h.changeColsBounds(len(at), at, on, on)
        found = self.solve()
        outer = self.program.outer
        box = outer.l0[: outer.units], outer.u0[: outer.units]
        return replace(found, leaves=(Leaf(*box, relaxed.multipliers, relaxed.outer),))

    @property
    def value(self) -> float:
        """Cost of the last solution."""
        return float(self.h.getInfo().objective_function_value)


def _rows(
    program: Program, blocks: list[Block]
) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Rows of the blocks, of the outer program, and of bounds that hang on a capacity."""
    outer, count = program.outer, len(program.outer.cost)
    widths = [b.A.shape[1] for b in blocks]
    starts = np.cumsum([0, *widths])
    table: list[list[sparse.spmatrix | None]] = []
    lows, highs = [], []
    for k, block in enumerate(blocks):
        pick = _pick(program.coupling.places[k], count)
        row: list[sparse.spmatrix | None] = [None] * (len(blocks) + 1)
        row[k], row[-1] = block.A, -(block.R @ pick)
        table.append(row)
        lows.append(block.rl)
        highs.append(block.ru)
    below: list[sparse.spmatrix | None] = [sparse.csr_matrix((len(outer.low), w)) for w in widths]
    table.append([*below, outer.M])
    A = sparse.bmat(table, format="csr")
    slacks = outer_slacks(outer)
    above = sparse.csr_matrix((A.shape[0] - len(outer.low), slacks.shape[1]))
    A = sparse.hstack([A, sparse.vstack([above, slacks])]).tocsr()
    parts = [_hanging(b.lk, b.uk, b.l0, b.u0, b.sized, int(s), int(starts[-1]), A.shape[1])
             for b, s in zip(blocks, starts, strict=False)]  # fmt: skip
    parts.append(_hanging(
        outer.lk, outer.uk, outer.l0, outer.u0, outer.sized, int(starts[-1]), int(starts[-1]),
        A.shape[1],
    ))  # fmt: skip
    A = sparse.vstack([A, *(p[0] for p in parts)])
    rl = np.concatenate([*lows, outer.low, *(p[1] for p in parts)])
    ru = np.concatenate([*highs, outer.high, *(p[2] for p in parts)])
    return A, rl, ru


def _pick(at: np.ndarray, count: int) -> sparse.csr_matrix:
    """Local coupling vector from the whole one."""
    there = np.flatnonzero(at >= 0)
    return sparse.csr_matrix((np.ones(len(there)), (there, at[there])), (len(at), count))


def _hanging(
    lk: np.ndarray, uk: np.ndarray, l0: np.ndarray, u0: np.ndarray, sized: np.ndarray,
    start: int, capacities: int, width: int,
) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:  # fmt: skip
    """Rows p - lk K >= l0 and p - uk K <= u0 of columns that hang on a capacity."""
    on = np.flatnonzero(sized >= 0)
    made, low, high = [], [], []
    for share, bound, is_low in ((lk, l0, True), (uk, u0, False)):
        rows = np.arange(len(on))
        data = np.concatenate([np.ones(len(on)), -share[on]])
        places = (np.tile(rows, 2), np.concatenate([start + on, capacities + sized[on]]))
        made.append(sparse.csr_matrix((data, places), (len(on), width)))
        low.append(bound[on] if is_low else np.full(len(on), -np.inf))
        high.append(np.full(len(on), np.inf) if is_low else bound[on])
    return sparse.vstack(made).tocsr(), np.concatenate(low), np.concatenate(high)


def _bounds(blocks: list[Block], outer: Outer) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of all columns; open where they hang on a capacity, but for their sign."""
    lows, highs = [], []
    parts: tuple[Block | Outer, ...] = (*blocks, outer)
    for part in parts:
        on = part.sized >= 0
        closed = on & (part.lk == 0.0)
        lows.append(np.where(on & ~closed, -np.inf, part.l0))
        highs.append(np.where(on, np.inf, part.u0))
    return np.concatenate(lows), np.concatenate(highs)


def _z_cost(program: Program, blocks: list[Block]) -> np.ndarray:
    cost = program.outer.cost.copy()
    for k, block in enumerate(blocks):
        at = program.coupling.places[k]
        np.add.at(cost, at[at >= 0], block.cz[at >= 0])
    return cost


def _evidence(
    program: Program, blocks: list[Block], values: np.ndarray, duals: np.ndarray
) -> Evidence:
    plans, multipliers = [], []
    column = row = 0
    for block in blocks:
        height, width = block.A.shape
        plans.append(values[column : column + width])
        multipliers.append(duals[row : row + height])
        column, row = column + width, row + height
    outer = duals[row : row + len(program.outer.low)]
    return Evidence(
        program.block_hours,
        program.penalty,
        values[column:],
        tuple(plans),
        tuple(multipliers),
        outer,
    )
