"""The search by weeks: cuts from every block, a master over what ties them, until the bracket closes.

1. A few typical blocks, each cyclic, give first capacities and a first price of every yearly limit.
2. All blocks are solved once at those capacities and prices: a first share of the limits for each.
3. Level set: the master's optimum is a lower bound; a point inside of what may still be better is
   where all blocks are solved next; their cost is an upper bound, their multipliers are cuts.

Multi-cut Benders decomposition with a level set (Pecci and Jenkins 2025, arXiv 2403.02559; budgets
as in Jacobson and others 2023, arXiv 2302.10037).
"""

import numpy as np

from citywright.energy.planner.descent import NOTHING, Aim, Search, descend, visit
from citywright.energy.planner.start import begin, master_of, spread
from citywright.energy.planner.typical import Typical
from citywright.energy.proof import Bounds, Evidence, Program, bounds_of
from citywright.energy.workers.team import Team

FINER = 6
"""Times that the search goes on, each to half the gap, where the evidence proves less than it."""


def search_weeks(program: Program, team: Team, typical: Typical, aim: Aim) -> Search:
    """The search from its beginning until the bracket is within `gap`."""
    search = Search(program, team, aim, step="typical")
    units = program.outer.units
    surveys = team.survey(program.outer.l0[:units], program.outer.u0[:units])
    coarse = begin(search, typical, surveys)
    start = spread(search, coarse, typical, surveys)
    search.lower, search.upper, search.best = -np.inf, np.inf, None
    search.step = "search"
    master = master_of(program, surveys)
    for number, cut in search.cuts:
        master.add(number, cut)
    search.master = master
    everyone = np.arange(len(program.coupling.spans))
    visit(search, master, everyone, master.settled(start))
    descend(search, master, everyone, aim.gap)
    return search


def evidence_of(search: Search) -> Evidence:
    """Plan and blended multipliers of the search as it stands."""
    assert search.master is not None
    assert search.best is not None
    _, _, cut_y, outer_y = search.master.lowest()
    program = search.program
    return Evidence(
        program.block_hours, program.penalty, search.best, tuple(search.team.best()),
        tuple(blended(search, cut_y)), outer_y,
    )  # fmt: skip


def blended(search: Search, cut_y: np.ndarray) -> list[np.ndarray]:
    """Every block's multipliers in the shares that the master gives their cuts."""
    shares = {}
    cut_y = np.concatenate([cut_y, np.zeros(len(search.cuts) - len(cut_y))])
    owner = np.array([number for number, _ in search.cuts])
    for number in range(len(search.program.coupling.spans)):
        share = np.maximum(cut_y[owner == number], 0.0)
        # what is left to 1 stands for the floor of the block, which multipliers of 0 prove
        shares[number] = share / max(share.sum(), 1.0)
    return search.team.blend(shares)


def certified(search: Search) -> tuple[Evidence, Bounds]:
    """Evidence whose own bracket is within the gap asked for; searches on while it is not.

    The search trusts the solver's numbers on the way; the evidence is computed without it.
    """
    gap = search.aim.gap
    everyone = np.arange(len(search.program.coupling.spans))
    for _ in range(FINER):
        evidence = evidence_of(search)
        parts = search.team.parts(search.program, evidence)
        bounds = bounds_of(search.program, evidence, parts)
        allowed = search.aim.gap * abs(bounds.upper) + NOTHING
        if search.aim.stop() or bounds.upper - bounds.lower <= allowed:
            break
        gap *= 0.5
        assert search.master is not None
        descend(search, search.master, everyone, gap)
    return evidence, bounds
