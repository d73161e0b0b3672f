"""The master program: capacities, levels and budgets, with each block's value bounded by its cuts.

    min  cost · z + sum_w weight_w theta_w
    s.t. theta_w >= constant + slope · z   for every cut of block w             (cut[block, number])
         low <= M z <= high, bounds of z                                        (limits, levels)

`lowest` solves it (a lower bound of the year); `inner` gives a point well inside of what may still
be better, where the next cuts are taken (interior-point level set, Pecci and Jenkins 2025).
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy import sparse

from citywright.energy.bounds import Cut
from citywright.energy.coupling import Coupling
from citywright.energy.errors import EnergySolverError
from citywright.energy.outer import Outer, fit_capacities, outer_slacks
from citywright.energy.warm import OPTIMAL, pass_program, solver

ROUNDING = 1e-7
"""Share of a limit by which a solver's point may miss it."""


@dataclass
class Master:
    """The master program of some blocks, each counted `weight` times."""

    outer: Outer
    coupling: Coupling
    weights: np.ndarray
    floor: np.ndarray
    budget_low: np.ndarray
    budget_high: np.ndarray
    penalty: float
    cuts: list[tuple[int, Cut]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.n = len(self.outer.cost)
        units = self.outer.units
        self.box = self.outer.l0[:units], self.outer.u0[:units]
        self.lower, self.higher = self._program(), self._program()
        for h in (self.lower, self.higher):
            h.setOptionValue("solver", "simplex")
        # the level row: cost <= level; set before each use
        self.level_row = self.higher.getNumRow()
        cost = self._cost()
        everything = np.arange(len(cost), dtype=np.int32)
        self.higher.addRow(-np.inf, np.inf, len(everything), everything, cost)
        self.higher.changeColsCost(len(everything), everything, np.zeros(len(everything)))
        for name, value in (("solver", "ipx"), ("run_crossover", "off"), ("presolve", "off")):
            self.higher.setOptionValue(name, value)

    def _cost(self) -> np.ndarray:
        """Cost of z, of the blocks' values, and of what an outer row lacks."""
        slack = np.full(outer_slacks(self.outer).shape[1], self.penalty)
        return np.concatenate([self.outer.cost, self.weights, slack])

    def hold(self, low: np.ndarray, high: np.ndarray) -> None:
        """Hold the capacities between other bounds."""
        at = np.arange(len(low), dtype=np.int32)
        for h in (self.lower, self.higher):
            h.changeColsBounds(len(at), at, low, high)
        self.box = low, high

    def _program(self) -> highspy.Highs:
        outer = self.outer
        low, high = outer.l0.copy(), outer.u0.copy()
        hung = np.flatnonzero(outer.sized >= 0)
        low[hung], high[hung] = -np.inf, np.inf
        budgets = self.coupling.places[:, self.coupling.parts["budget"]]
        at = budgets[budgets >= 0]
        low[at], high[at] = self.budget_low[budgets >= 0], self.budget_high[budgets >= 0]
        A = sparse.vstack([outer.M, *_hanging(outer, hung)]).tocsc()
        rows_low = np.concatenate([outer.low, np.zeros(len(hung)), np.full(len(hung), -np.inf)])
        rows_high = np.concatenate([outer.high, np.full(len(hung), np.inf), np.zeros(len(hung))])
        slacks = outer_slacks(outer)
        more = slacks.shape[1]
        slacks = sparse.vstack([slacks, sparse.csc_matrix((2 * len(hung), more))])
        A = sparse.hstack([A, sparse.csc_matrix((A.shape[0], len(self.weights))), slacks]).tocsc()
        h = solver()
        pass_program(
            h, A, self._cost(), np.concatenate([low, self.floor, np.zeros(more)]),
            np.concatenate([high, np.full(len(self.weights) + more, np.inf)]), rows_low, rows_high,
        )  # fmt: skip
        self.first_cut = len(rows_low)
        return h

    def add(self, number: int, cut: Cut) -> None:
        """One more cut of a block."""
        at = self.coupling.places[number]
        used = np.flatnonzero((at >= 0) & (cut.slope != 0.0))
        columns = np.concatenate([at[used], [self.n + number]])
        values = np.concatenate([-cut.slope[used], [1.0]])
        # a store may enter and leave at the same level (cyclic in one block): entries add up
        places, inverse = np.unique(columns, return_inverse=True)
        summed = np.bincount(inverse, values)
        for h in (self.lower, self.higher):
            h.addRow(cut.constant, np.inf, len(places), places.astype(np.int32), summed)
        self.cuts.append((number, cut))

    def lowest(self) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        """Optimum of the master: its value, z, multipliers of the cuts and of the outer rows."""
        self.lower.run()
        if self.lower.getModelStatus() != OPTIMAL:
            self.lower.clearSolver()
            self.lower.run()
        status = self.lower.getModelStatus()
        if status != OPTIMAL:
            name = self.lower.modelStatusToString(status)
            raise EnergySolverError("energy.master_unsolved", status=name)
        found = self.lower.getSolution()
        y = np.array(found.row_dual)
        z = np.array(found.col_value)[: self.n]
        rows = len(self.outer.low)
        return self.lower.getInfo().objective_function_value, z, y[self.first_cut :], y[:rows]

    def promise(self, z: np.ndarray) -> float:
        """What the cuts say that z costs at least, with what the outer rows lack at the penalty."""
        theta = self.floor.copy()
        for number, cut in self.cuts:
            at = self.coupling.places[number]
            used = at >= 0
            theta[number] = max(theta[number], cut.constant + float(cut.slope[used] @ z[at[used]]))
        return self.outer_cost(z) + float(self.weights @ theta)

    def outer_cost(self, z: np.ndarray) -> float:
        """Cost of z itself, with what the outer rows lack at the penalty."""
        activity, low, high = self.outer.M @ z, self.outer.low, self.outer.high
        room = ROUNDING * np.maximum(1.0, np.abs(np.where(np.isfinite(high), high, low)))
        lacking = np.maximum(low - activity - room, 0) + np.maximum(activity - high - room, 0)
        return float(self.outer.cost @ z) + self.penalty * float(lacking.sum())

    def inner(self, level: float) -> np.ndarray | None:
        """A point inside cost <= level; None where the interior point method does not end."""
        self.higher.changeRowBounds(self.level_row, -np.inf, level)
        self.higher.run()
        if self.higher.getModelStatus() != OPTIMAL:
            return None
        return self.settled(np.array(self.higher.getSolution().col_value)[: self.n])

    def settled(self, z: np.ndarray) -> np.ndarray:
        """z put within its bounds: capacities first, then what hangs on them."""
        outer, units = self.outer, len(self.coupling.capacities)
        z = z.copy()
        z[:units] = np.clip(z[:units], *self.box)
        fit_capacities(outer, z, self.box[0])
        low, high = outer.bounds(z)
        return np.asarray(np.clip(z, low, np.maximum(low, high)))


def _hanging(outer: Outer, hung: np.ndarray) -> list[sparse.csr_matrix]:
    """Rows z_j - lk K >= 0 and z_j - uk K <= 0 of the variables that hang on a capacity."""
    size, rows = len(outer.cost), np.arange(len(hung))
    own = sparse.csr_matrix((np.ones(len(hung)), (rows, hung)), (len(hung), size))
    made = []
    for share in (outer.lk, outer.uk):
        part = sparse.csr_matrix((share[hung], (rows, outer.sized[hung])), (len(hung), size))
        made.append(own - part)
    return made
