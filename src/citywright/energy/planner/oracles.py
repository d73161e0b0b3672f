"""What branching over whole units asks, answered by the whole program or by the search by weeks."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from citywright.energy.planner.branching import Relaxed, branch
from citywright.energy.planner.descent import Search, descend
from citywright.energy.planner.weeks import blended, evidence_of
from citywright.energy.planner.whole import WholeProgram
from citywright.energy.proof import Evidence, Leaf
from citywright.energy.whole_units import lumpy

SHARE = 0.25
"""Share of the gap to which the operation of given capacities is solved."""


class WholeOracle:
    """Boxes by the whole program."""

    def __init__(self, whole: WholeProgram) -> None:
        self.whole = whole
        self.best: tuple[float, Evidence] | None = None

    def relax(self, low: np.ndarray, high: np.ndarray) -> Relaxed:
        """One linear program, warm from the last."""
        evidence = self.whole.solve(low, high)
        K = evidence.z[: len(low)]
        return Relaxed(self.whole.value, K, (evidence.multipliers, evidence.outer), low, high)

    def try_out(self, K: np.ndarray) -> float:
        """One linear program with the whole units held."""
        at = lumpy(self.whole.program.coupling.capacities)
        outer = self.whole.program.outer
        low, high = outer.l0[: outer.units].copy(), outer.u0[: outer.units].copy()
        low[at] = high[at] = _at_whole(K, at, self.whole.program.coupling.capacities)
        evidence = self.whole.solve(low, high)
        if self.best is None or self.whole.value < self.best[0]:
            self.best = self.whole.value, evidence
        return self.whole.value


class WeeksOracle:
    """Boxes by the master program; whole units by a descent of their own."""

    def __init__(self, search: Search) -> None:
        assert search.master is not None
        self.search, self.master = search, search.master
        self.best: tuple[float, Evidence] | None = None

    def relax(self, low: np.ndarray, high: np.ndarray) -> Relaxed:
        """The master with the capacities in the box; all cuts so far."""
        self.master.hold(low, high)
        value, z, cut_y, outer_y = self.master.lowest()
        return Relaxed(value, z[: len(low)], (cut_y, outer_y), low, high)

    def try_out(self, K: np.ndarray) -> float:
        """A descent with the whole units held at K."""
        program = self.search.program
        at = lumpy(program.coupling.capacities)
        outer = program.outer
        low, high = outer.l0[: outer.units].copy(), outer.u0[: outer.units].copy()
        low[at] = high[at] = _at_whole(K, at, program.coupling.capacities)
        self.master.hold(low, high)
        self.search.lower, self.search.upper, self.search.best = -np.inf, np.inf, None
        everyone = np.arange(len(program.coupling.spans))
        descend(self.search, self.master, everyone, SHARE * self.search.aim.gap)
        if self.best is None or self.search.upper < self.best[0]:
            self.best = self.search.upper, evidence_of(self.search)
        return self.search.upper


def _at_whole(K: np.ndarray, at: np.ndarray, capacities: pd.DataFrame) -> np.ndarray:
    """Capacities at the nearest whole number of units."""
    size = capacities["unit_size"].to_numpy(dtype=float)[at]
    return np.asarray(np.round(K[at] / size) * size)


def units_by_whole(
    whole: WholeProgram, gap: float, tell: Callable[[float, float], None]
) -> Evidence:
    """The best plan in whole units, and the boxes that prove it, by the whole program."""
    oracle = WholeOracle(whole)
    outer = whole.program.outer
    box = outer.l0[: outer.units], outer.u0[: outer.units]
    left = branch(oracle, whole.program.coupling.capacities, box, gap, tell)
    assert oracle.best is not None
    leaves = tuple(Leaf(one.low, one.high, *one.proof) for one in left)
    return replace(oracle.best[1], leaves=leaves)


def units_by_weeks(search: Search) -> Evidence:
    """The best plan in whole units, and the boxes that prove it, by the search by weeks."""
    oracle = WeeksOracle(search)
    program, aim = search.program, search.aim
    outer = program.outer
    box = outer.l0[: outer.units], outer.u0[: outer.units]
    left = branch(
        oracle, program.coupling.capacities, box, (1.0 - SHARE) * aim.gap,
        lambda lower, upper: aim.say("units", lower, upper),
    )  # fmt: skip
    assert oracle.best is not None
    leaves = []
    for one in left:
        cut_y, outer_y = one.proof
        leaves.append(Leaf(one.low, one.high, tuple(blended(search, cut_y)), outer_y))
    return replace(oracle.best[1], leaves=tuple(leaves))
