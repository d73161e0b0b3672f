"""The plan with its power system as one program, given whole to HiGHS: the peer of the coupled search.

Columns: those of the plan (built by linopy), capacities and what else ties the blocks, then every block
of hours. Where demand enters the rows of a block is found by building the block at two demands, so
nothing of the coupled search (cuts, prices, affine models) is used.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp
import xarray as xr

from citywright.energy.block import Block
from citywright.energy.changes import changed
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import Program as PowerProgram
from citywright.energy.proof import constant_of, program_of
from citywright.energy.scale import penalty_of
from citywright.plan.hourly.network import TONNES, PlanNetwork, budget_name
from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Program

BIG = 1e9
"""Bound of what has none: a program of the plan wants every column bounded."""
SMALL = 1e-12
"""Below this a change of a row is rounding."""


def short(plan: PlanNetwork, weeks: int) -> PlanNetwork:
    """The same system on the first hours of evenly spread weeks, weighted up to the year."""
    length, hours = plan.length, 168
    starts = [round(k * (length // hours) / weeks) * hours for k in range(weeks)]
    own = np.concatenate([np.arange(s, s + hours) for s in starts])
    every = np.concatenate([own + k * length for k in range(len(plan.years))])
    network, scale = plan.network, length / len(own)
    weights = network.weights.iloc[every].copy()
    weights[["cost", "energy"]] *= scale
    series = {key: frame.iloc[every] for key, frame in network.series.items()}
    shape = plan.shape.iloc[own]
    shape = shape * (plan.shape.sum() / (shape.sum() * scale))
    small = replace(
        network, hours=network.hours[every], weights=weights, series=MappingProxyType(series)
    )
    return replace(plan, network=small, shape=shape)


@dataclass
class _Rows:
    """Rows of the program on their way, over all its columns."""

    width: int
    parts: list[tuple[sp.csr_matrix, Floats, Floats]]

    def add(self, A: sp.csr_matrix, low: Floats, high: Floats | None = None) -> None:
        """Rows low ≤ A x (≤ high)."""
        self.parts.append((A, low, np.full(len(low), np.inf) if high is None else high))

    def unit(self, first: int, count: int) -> sp.csr_matrix:
        """Row k stands for column first + k."""
        own = (np.ones(count), (np.arange(count), first + np.arange(count)))
        return sp.csr_matrix(own, (count, self.width))


@dataclass
class _Whole:
    """Places of everything: the plan at 0, what ties the blocks at n, block w at starts[w]."""

    plan: PlanNetwork
    program: Program
    layout: Layout
    power: PowerProgram
    blocks: list[Block]
    shifted: list[list[Block]]

    def __post_init__(self) -> None:
        self.n, self.z = len(self.program.c), len(self.power.outer.cost)
        sizes = [block.A.shape[1] for block in self.blocks]
        self.starts = self.n + self.z + np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.width = int(self.starts[-1])
        self.rows = _Rows(self.width, [])
        self.lower, self.upper = np.full(self.width, -BIG), np.full(self.width, BIG)
        self.cost = np.zeros(self.width)

    def add_plan(self) -> None:
        """Rows and bounds of the plan as linopy gave them."""
        p = self.program
        self.rows.add(_wide(p.A.tocsr(), 0, self.width), p.low, p.high)
        self.lower[: self.n], self.upper[: self.n] = p.lower, p.upper

    def add_outer(self) -> None:
        """What ties the blocks: limits, with the plan's budgets, and bounds that hang on capacities."""
        outer, n, z = self.power.outer, self.n, self.z
        hung = outer.sized >= 0
        self.lower[n : n + z] = np.where(hung, -BIG, np.maximum(outer.l0, -BIG))
        self.upper[n : n + z] = np.where(hung, BIG, np.minimum(outer.u0, BIG))
        which = np.flatnonzero(hung)
        own = self.rows.unit(n, z)[which]
        for share, sign in ((outer.lk, 1.0), (outer.uk, -1.0)):
            at = (share[which], (np.arange(len(which)), n + outer.sized[which]))
            self.rows.add(
                sign * (own - sp.csr_matrix(at, (len(which), self.width))), np.zeros(len(which))
            )
        budgets = sp.lil_matrix((len(outer.low), self.width))
        for k, year in enumerate(self.plan.years):
            column = int(self.layout.columns["power_emitted"][k])
            budgets[outer.names.index(budget_name(year)), column] = -TONNES
        self.rows.add(_wide(outer.M, n, self.width) + budgets.tocsr(), outer.low, outer.high)
        self.cost[n : n + z] += outer.cost

    def add_block(self, w: int) -> None:
        """One block of hours; the plan's demand moves its rows and what may be shed."""
        block, first = self.blocks[w], int(self.starts[w])
        places, size = self.power.coupling.places[w], block.A.shape[1]
        used = np.flatnonzero(places >= 0)
        one = (np.ones(len(used)), (used, self.n + places[used]))
        into = sp.csr_matrix(one, (len(places), self.width))
        A = _wide(block.A.tocsr(), first, self.width) - block.R @ into
        moved = [_moved(other[w].rl, other[w].ru, block) for other in self.shifted]
        self.rows.add(A - self._by_demand(moved), block.rl, block.ru)
        tall = self._by_demand([_difference(other[w].u0, block.u0) for other in self.shifted])
        own, none = self.rows.unit(first, size), sp.csr_matrix((size, self.width))
        sized = np.flatnonzero(block.sized >= 0)
        K = self.n + places[: self.power.outer.units][block.sized[sized]]
        for share, fixed, sign, more in (
            (block.lk, block.l0, 1.0, none), (block.uk, block.u0, -1.0, tall),
        ):  # fmt: skip
            cap = sp.csr_matrix((share[sized], (sized, K)), (size, self.width))
            hangs = np.flatnonzero((block.sized >= 0) | (np.diff(more.indptr) > 0))
            self.rows.add(sign * (own - cap - more)[hangs], (sign * fixed)[hangs])
            side = self.lower if sign > 0 else self.upper
            free = np.setdiff1d(np.arange(size), hangs)
            side[first + free] = np.clip(fixed[free], -BIG, BIG)
        self.upper[first + block.missing] = 0.0
        self.cost[first : first + size] = block.c
        np.add.at(self.cost, self.n + places[used], block.cz[used])

    def _by_demand(self, changes: list[Floats]) -> sp.csr_matrix:
        """What one more unit of each demand moves: rows × all columns."""
        columns = self.layout.columns["demand"].to_numpy().ravel()
        parts = []
        for column, change in zip(columns, changes, strict=True):
            used = np.flatnonzero(np.abs(change) > SMALL)
            parts.append((used, np.full(len(used), int(column)), change[used]))
        i, j, v = (np.concatenate(part) for part in zip(*parts, strict=True))
        return sp.csr_matrix((v, (i, j)), (len(changes[0]), self.width))

    def done(self, money: float) -> Program:
        """power_cost ≥ cost of capacities and of all hours, less that of what is in place."""
        link = sp.csr_matrix(-self.cost * money)
        link = link.tolil()
        link[0, int(self.layout.columns["power_cost"])] = 1.0
        self.rows.add(link.tocsr(), np.array([-constant_of(self.power) * money]))
        A, low, high = zip(*self.rows.parts, strict=True)
        pad = self.width - self.n
        return Program(
            sp.csc_matrix(sp.vstack(A)), np.append(self.program.c, np.zeros(pad)),
            np.concatenate(low), np.concatenate(high), self.lower, self.upper,
            np.append(self.program.whole, np.zeros(pad, dtype=bool)), self.program.constant,
        )  # fmt: skip


def whole_program(
    plan: PlanNetwork, program: Program, layout: Layout, block_hours: int = 168
) -> Program:
    """One mixed-integer program of the plan and all hours of `plan`."""
    demand = 0.0 * xr.ones_like(layout.columns["demand"], dtype=float)
    prepared, power = _power(plan, demand, block_hours, None)
    units = [_one(demand, k) for k in range(demand.size)]
    shifted = [list(_power(plan, d, block_hours, prepared.unit)[1].blocks()) for d in units]
    whole = _Whole(plan, program, layout, power, list(power.blocks()), shifted)
    whole.add_plan()
    whole.add_outer()
    for w in range(len(whole.blocks)):
        whole.add_block(w)
    return whole.done(plan.money * prepared.unit)


def _power(
    plan: PlanNetwork, demand: xr.DataArray, block_hours: int, unit: float | None
) -> tuple[Prepared, PowerProgram]:
    budgets = {budget_name(year): 0.0 for year in plan.years}
    prepared = prepare(changed(plan.network, plan.load(demand), budgets), unit)
    return prepared, program_of(prepared.known, block_hours, penalty_of(prepared.known))


def _one(demand: xr.DataArray, k: int) -> xr.DataArray:
    flat = np.zeros(demand.size)
    flat[k] = 1.0
    return demand.copy(data=flat.reshape(demand.shape))


def _wide(A: sp.csr_matrix, first: int, width: int) -> sp.csr_matrix:
    A = sp.coo_matrix(A)
    return sp.csr_matrix((A.data, (A.row, A.col + first)), (A.shape[0], width))


def _difference(one: Floats, other: Floats) -> Floats:
    """one − other where both are finite, else 0."""
    both = np.isfinite(one) & np.isfinite(other)
    return np.where(both, np.where(both, one, 0.0) - np.where(both, other, 0.0), 0.0)


def _moved(low: Floats, high: Floats, block: Block) -> Floats:
    """By how much the sides of rows move: both alike where a row has both."""
    below, above = _difference(low, block.rl), _difference(high, block.ru)
    return np.where(np.isfinite(block.rl), below, above)
