"""The beginning of the search: typical blocks alone, then all blocks at the prices found there."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from scipy import sparse

from citywright.energy.coupled import Survey
from citywright.energy.coupling import Coupling
from citywright.energy.outer import Outer, fit_capacities
from citywright.energy.planner.descent import Search, descend, take, visit
from citywright.energy.planner.master import Master
from citywright.energy.planner.typical import Typical
from citywright.energy.proof import Program, local
from citywright.energy.warm import Statuses
from citywright.energy.workers.blocks import Order

TYPICAL = 4
"""Typical blocks per planning year, beside the tightest (3-6 do alike, 2 worse, measured)."""
ROOM = 0.1
"""Share of a limit by which a block's budget may leave what makes sense."""
EVEN = 0.03
"""Share of a limit that is given to all blocks alike at first."""
FIRST = 0.3
"""Share of the peak of demand that every capacity has at first: near nothing is missing there, so the
first rounds say something (a quarter of the rounds less than from the least capacities, measured)."""
COARSE_GAP = 0.01
"""Bracket of the typical blocks at which all blocks are looked at."""


def master_of(program: Program, surveys: list[Survey]) -> Master:
    """The master program of all blocks."""
    low, high = budget_box(program, surveys)
    floor = np.array([s.floor for s in surveys])
    return Master(
        program.outer, program.coupling, np.ones(len(surveys)), floor, low, high, program.penalty
    )


def budget_box(program: Program, surveys: list[Survey]) -> tuple[np.ndarray, np.ndarray]:
    """Between what a block's budgets can lie: its own use, and what the others leave of the limit.

    With ROOM on both sides, so that a budget's price is found by the cuts and not by the box.
    """
    low = np.array([s.low for s in surveys]).reshape(len(surveys), -1)
    high = np.array([s.high for s in surveys]).reshape(len(surveys), -1)
    for g, budget in enumerate(program.coupling.budgets):
        room = ROOM * max(abs(budget.value) if np.isfinite(budget.value) else 0.0, 1.0)
        least, most = low[:, g].copy(), high[:, g].copy()
        if budget.sense == "<=" and not budget.levels:
            most = np.maximum(np.minimum(most, budget.value - (least.sum() - least)), least)
        elif budget.sense == ">=" and not budget.levels:
            least = np.minimum(np.maximum(least, budget.value - (most.sum() - most)), most)
        low[:, g], high[:, g] = least - room, most + room
    return low, high


def begin(search: Search, typical: Typical, surveys: list[Survey]) -> Master:
    """Descend on typical blocks, each cyclic and counted as often as it stands for others."""
    program = search.program
    weights = np.zeros(len(surveys))
    weights[typical.numbers] = typical.weights
    coupling = _cyclic(program.coupling)
    outer = _weighted(program.outer, program.coupling, weights)
    low, high = budget_box(program, surveys)
    floor = np.array([s.floor for s in surveys])
    master = Master(outer, coupling, weights, floor, low, high, program.penalty)
    full = search.program
    search.program = replace(program, coupling=coupling, outer=outer)
    z = _first(search)
    visit(search, master, typical.numbers, z, _bases(search, typical, z))
    descend(search, master, typical.numbers, COARSE_GAP)
    search.program = full
    return master


def _bases(search: Search, typical: Typical, z: np.ndarray) -> dict[int, Statuses | None]:
    """Per typical block the basis of one in the middle of its year, which is solved for that.

    The first and the last block of a year may be of another shape than those between them.
    """
    spans, at = search.coupling.spans, search.coupling.places
    years = np.array([spans[number].year for number in typical.numbers])
    groups = {int(year): typical.numbers[years == year] for year in np.unique(years)}
    middle = {year: int(own[len(own) // 2]) for year, own in groups.items()}
    take(search, [Order(n, local(z, at[n])) for n in middle.values()])
    known = {year: search.team.basis(n) for year, n in middle.items()}
    return {int(n): known[spans[n].year] for n in typical.numbers}


def _first(search: Search) -> np.ndarray:
    """Capacities of FIRST of the peak, levels in the middle, limits shared out by hours."""
    program = search.program
    outer = program.outer
    z = np.where(np.isfinite(outer.l0), outer.l0, 0.0)
    peak = float(np.abs(program.network.by_hour("loads", "demand")).sum(axis=1).max(initial=0.0))
    units = outer.units
    z[:units] = np.clip(FIRST * peak, outer.l0[:units], outer.u0[:units])
    fit_capacities(outer, z, outer.l0[:units])
    low, high = outer.bounds(z)
    held = np.isfinite(low) & np.isfinite(high)
    held[:units] = False
    z[held] = (low[held] + high[held]) / 2.0
    hours = np.array([span.size for span in program.coupling.spans], dtype=float)
    places = program.coupling.places[:, program.coupling.parts["budget"]]
    for g, budget in enumerate(program.coupling.budgets):
        own = places[:, g] >= 0
        z[places[own, g]] = budget.value * hours[own] / hours[own].sum()
    return z


def _cyclic(coupling: Coupling) -> Coupling:
    """Every block ends at the levels at which it begins."""
    at = coupling.places.copy()
    at[:, coupling.parts["level_out"]] = at[:, coupling.parts["level_in"]]
    return replace(coupling, places=at)


def _weighted(outer: Outer, coupling: Coupling, weights: np.ndarray) -> Outer:
    """A block's budget counts as often as the block does."""
    scale = np.ones(len(outer.cost))
    places = coupling.places[:, coupling.parts["budget"]]
    for number, row in enumerate(places):
        scale[row[row >= 0]] = weights[number]
    return replace(outer, M=(outer.M @ sparse.diags(scale)).tocsr())


def spread(search: Search, coarse: Master, typical: Typical, surveys: list[Survey]) -> np.ndarray:
    """All blocks at the capacities and prices of the typical ones; where the search goes on from.

    Levels are those of the block that stands for each; budgets what the blocks used at the prices.
    All that a typical block learnt is lent to the blocks for which it stands: at the capacities tried
    there it says most (a quarter fewer simplex iterations than what binds and the latest two alone).
    """
    coupling = search.coupling
    assert search.best is not None
    z = _levels(coupling, typical, search.best)
    learnt = {int(n): search.team.basis(int(n)) for n in typical.numbers}
    lenders = {n: int(own) for n, own in enumerate(typical.stands_for) if own != n}
    for number, cuts in enumerate(search.team.borrow(lenders)):
        search.cuts += [(number, cut) for cut in cuts]
    bases = {n: learnt[own] for n, own in lenders.items()}
    return priced(search, z, limit_prices(coarse), surveys, bases)


def limit_prices(master: Master) -> np.ndarray:
    """What a master pays for one more of each limit `<=`; nan for other limits."""
    _, _, _, outer_y = master.lowest()
    budgets = master.coupling.budgets
    is_most = np.array([b.sense == "<=" for b in budgets], dtype=bool)
    return np.where(is_most, np.abs(outer_y[: len(budgets)]), np.nan)


def priced(
    search: Search, z: np.ndarray, prices: np.ndarray, surveys: list[Survey],
    bases: Mapping[int, Statuses | None] = MappingProxyType({}),
) -> np.ndarray:  # fmt: skip
    """All blocks once with the limits at prices in place of budgets; z with what they then used.

    Budgets are what a master knows least of: at a price no block lacks what others have to spare.
    """
    coupling = search.coupling
    budget, places = coupling.parts["budget"], coupling.places
    low = np.array([s.low for s in surveys]).reshape(len(surveys), -1)
    orders = []
    for number, at in enumerate(places):
        z_here = local(z, at)
        at_price = np.isfinite(prices) & (at[budget] >= 0)
        z_here[budget] = np.where(at_price, low[number], z_here[budget])
        orders.append(Order(number, z_here, prices, bases.get(number)))
    answers = take(search, orders)
    z = z.copy()
    _share_out(search.program, z, np.array([answer.used for answer in answers]), low)
    for answer in answers:
        at = places[answer.number, coupling.parts["carry_out"]]
        z[at[at >= 0]] = answer.carried[at >= 0]
    return z


def _levels(coupling: Coupling, typical: Typical, z: np.ndarray) -> np.ndarray:
    """Levels, carries and budgets of each block as those of the block that stands for it."""
    new = z.copy()
    hours = np.array([span.size for span in coupling.spans], dtype=float)
    for part in ("carry_in", "level_in", "budget"):
        places = coupling.places[:, coupling.parts[part]]
        for number in range(len(coupling.spans)):
            own = int(typical.stands_for[number])
            both = (places[number] >= 0) & (places[own] >= 0)
            scale = hours[number] / hours[own] if part == "budget" else 1.0
            new[places[number][both]] = scale * z[places[own][both]]
    return new


def _share_out(program: Program, z: np.ndarray, used: np.ndarray, low: np.ndarray) -> None:
    """Budgets of `<=` limits: what was used, moved so that the limit is used up and not passed.

    EVEN of what can be shared out goes to all alike: a block that used the least it could would
    have no room for a start from another output or level.
    """
    places = program.coupling.places[:, program.coupling.parts["budget"]]
    for g, budget in enumerate(program.coupling.budgets):
        own = places[:, g] >= 0
        if budget.sense != "<=" or not own.any():
            continue
        least = low[own, g]
        above = used[own, g] - least
        left = budget.value - least.sum()
        if np.isfinite(left) and left > 0:
            shared = min(above.sum(), (1.0 - EVEN) * left)
            kept = shared / above.sum() if above.sum() > 0 else 0.0
            z[places[own, g]] = least + above * kept + (left - shared) / own.sum()
