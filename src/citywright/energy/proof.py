"""What a plan and its multipliers prove about the yearly cost, computed without a solver.

Lower bound: the cut of every block (bounds.py) at its multipliers, the outer rows at theirs, and the
least value of the affine rest over the bounds of z. Upper bound: the cost of the plan in hand, put
within its bounds, with every gap that is left paid for at the price of what is missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from citywright.energy.block import Block
from citywright.energy.bounds import EPSILON, Cut
from citywright.energy.building import blocks_of
from citywright.energy.coupled import tied
from citywright.energy.coupling import Coupling, coupling_of
from citywright.energy.network import Network
from citywright.energy.outer import Outer, outer_of
from citywright.energy.part import Part, part_of
from citywright.energy.whole_units import broken_units, hold_everything


class Leaf(NamedTuple):
    """A box of capacities in which the multipliers prove a lower bound (branches of whole units)."""

    low: np.ndarray
    high: np.ndarray
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray


@dataclass(frozen=True)
class Evidence:
    """Everything from which the bounds follow.

    z            coupling variables of the plan
    plans        per block, its columns (what is missing included, which has to be nothing)
    multipliers  per block, multipliers of its rows
    outer        multipliers of the outer rows
    leaves       where capacities come in whole units: boxes that together hold every whole number
                 of units, each with its own multipliers; the bound is the least of theirs
    """

    block_hours: int
    penalty: float
    z: np.ndarray
    plans: tuple[np.ndarray, ...]
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray
    leaves: tuple[Leaf, ...] = ()


class Bounds(NamedTuple):
    """A certified bracket, the worst gap of a row of the plan as a share of what goes through the row,
    and the plan's z with what each block really uses of the limits as its budgets.
    """

    lower: float
    upper: float
    violation: float
    z: np.ndarray


@dataclass(frozen=True)
class Program:
    """A lowered network's outer program, and its blocks, made one at a time."""

    network: Network
    coupling: Coupling
    outer: Outer
    penalty: float
    block_hours: int

    def blocks(self) -> Iterator[Block]:
        """The blocks in order."""
        return blocks_of(self.network, self.coupling, self.penalty)


def program_of(network: Network, block_hours: int, penalty: float) -> Program:
    """The program of a lowered network."""
    coupling = coupling_of(network, block_hours)
    return Program(network, coupling, outer_of(network, coupling), penalty, block_hours)


def constant_of(program: Program) -> float:
    """Cost of existing expandable capacity, which PyPSA leaves out of its objective."""
    units = program.coupling.capacities
    return float((units["cost"] * units["existing"]).sum())


def bounds_of(program: Program, evidence: Evidence, parts: Iterable[Part] | None = None) -> Bounds:
    """The bracket that the evidence proves; without a lower bound (-inf) where boxes are missing.

    parts  what the blocks add, where somebody who has the blocks at hand has computed it (`part_of`)
    """
    leaves = evidence.leaves or (root_leaf(program, evidence),)
    known = list(_parts(program, evidence, leaves) if parts is None else parts)
    z = evidence.z.copy()
    for part, at in zip(known, program.coupling.places, strict=True):
        z[at[at >= 0]] = part.z[at >= 0]
    cost, gap = _outer_cost(program, z, evidence.penalty)
    worst = max((part.checked.violation for part in known), default=0.0)
    violation = max(worst, gap, broken_units(program.coupling.capacities, z))
    upper = cost + sum(part.checked.cost for part in known)
    floors = [part.floor for part in known]
    lower = min(
        lower_bound(program, [part.cuts[k] for part in known], floors, leaf, upper)
        for k, leaf in enumerate(leaves)
    )
    outer = program.outer
    box = outer.l0[: outer.units], outer.u0[: outer.units]
    if not hold_everything(program.coupling.capacities, *box, leaves):
        lower = -np.inf
    return Bounds(lower, upper, violation, z)


def _parts(program: Program, evidence: Evidence, leaves: Sequence[Leaf]) -> Iterator[Part]:
    for number, block in enumerate(program.blocks()):
        z = local(evidence.z, program.coupling.places[number])
        proofs = [(leaf.multipliers[number], leaf.outer) for leaf in leaves]
        plan = evidence.plans[number]
        yield part_of(tied(block, program.coupling), z, plan, evidence.penalty, proofs)


def root_leaf(program: Program, evidence: Evidence) -> Leaf:
    """All capacities that the network allows."""
    outer = program.outer
    box = outer.l0[: outer.units], outer.u0[: outer.units]
    return Leaf(*box, evidence.multipliers, evidence.outer)


def local(z: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The part of the coupling vector that a block sees; 0 where it has no such variable."""
    return np.where(at >= 0, z[np.maximum(at, 0)] if len(z) else 0.0, 0.0)


def _outer_cost(program: Program, z: np.ndarray, price: float) -> tuple[float, float]:
    """Cost of the capacities, with gaps of the outer rows and bounds at a price; the worst gap."""
    outer = program.outer
    activity = outer.M @ z
    low, high = outer.bounds(z)
    rows = np.maximum(outer.low - activity, 0.0) + np.maximum(activity - outer.high, 0.0)
    bounds = np.maximum(low - z, 0.0) + np.maximum(z - high, 0.0)
    worst = max(
        np.max(rows / (1.0 + abs(outer.M) @ np.abs(z)), initial=0.0),
        np.max(bounds / (1.0 + np.abs(z)), initial=0.0),
    )
    return float(outer.cost @ z) + price * float(rows.sum() + bounds.sum()), float(worst)


def lower_bound(
    program: Program, cuts: list[Cut], floors: list[Cut], leaf: Leaf, upper: float
) -> float:
    """min over z of  cost · z + sum of cuts - y (M z - rows),  less the rounding of the sums.

    A variable that hangs on a capacity stands at one end of its bounds, which adds to the slope of
    that capacity. Capacities lie in the leaf's box, and no plan that is better than `upper` spends
    more than it on one of them.
    """
    outer, y = program.outer, leaf.outer
    y = np.where((y > 0) & np.isneginf(outer.low), 0.0, y)
    y = np.where((y < 0) & np.isposinf(outer.high), 0.0, y)
    fixed = np.where(y > 0, outer.low, np.where(y < 0, outer.high, 0.0)) * y
    slope = outer.cost - outer.M.T @ y
    for number, cut in enumerate(cuts):
        _scatter(slope, program.coupling.places[number], cut.slope)
    value, least = _hung(outer, slope)
    high = np.maximum(np.minimum(leaf.high, _reach(program, floors, upper)), leaf.low)
    ends = np.where(least > 0, leaf.low, high) * least
    ends[least == 0.0] = 0.0
    terms = np.concatenate([[c.constant for c in cuts], fixed, value, ends])
    rounding = 4.0 * EPSILON * float(np.log2(len(terms) + 2.0) * np.abs(terms).sum())
    return float(terms.sum()) - rounding - sum(c.rounding for c in cuts)


def _scatter(slope: np.ndarray, at: np.ndarray, values: np.ndarray) -> None:
    there = at >= 0
    np.add.at(slope, at[there], values[there])


def _hung(outer: Outer, slope: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least contributions of all variables but the capacities, and the capacities' slopes with them.

    A budget has slope 0 by `agreed`; its bounds are open.
    """
    units = outer.units
    rest = np.arange(units, len(slope))
    s = slope[rest]
    low, high = outer.l0[rest], outer.u0[rest]
    value = np.where(s > 0, low, high) * np.where(s != 0.0, s, 1.0)
    value[s == 0.0] = 0.0
    least = slope[:units].copy()
    share = np.where(s > 0, outer.lk[rest], outer.uk[rest]) * s
    on = outer.sized[rest] >= 0
    np.add.at(least, outer.sized[rest][on], share[on])
    return value, least


def _reach(program: Program, floors: list[Cut], upper: float) -> np.ndarray:
    """Largest capacity of each unit in any plan that costs no more than `upper`."""
    outer = program.outer
    units = outer.units
    slope = np.zeros(len(outer.cost))
    for number, cut in enumerate(floors):
        _scatter(slope, program.coupling.places[number], cut.slope)
    slope[:units] += np.where(outer.cost[:units] < 0, outer.cost[:units], 0.0)
    value, least = _hung(outer, slope)
    ends = np.where(least > 0, outer.l0[:units], outer.u0[:units]) * least
    base = float(sum(c.constant - c.rounding for c in floors) + value.sum() + ends.sum())
    high = outer.u0[:units].copy()
    cost = outer.cost[:units]
    paid = cost > 0
    if np.isfinite(base):
        high[paid] = np.minimum(high[paid], np.maximum(upper - base, 0.0) / cost[paid])
    return np.asarray(np.maximum(high, outer.l0[:units]))
