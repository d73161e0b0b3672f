"""From the relaxed program to a plan of whole projects, with a bound on what is lost.

1. Relax: starts may be fractional. The value is an upper bound on every plan, the prices give the
   first cut of the master, which chooses starts under the scarce resources (see `master`).
2. Core: choose among the starts that the relaxation is least sure of; the rest as it says. Where
   these are all starts, the root of branch and bound may close the gap at once.
3. Mend: choose again within many small neighbourhoods (see `neighbourhoods`), then ask the whole
   program what these starts are worth; where the cuts promised too much, add the cut of that plan.
4. Branch: if the gap is still too wide, branch and bound on the whole master, which also lowers the
   bound, with a cut for each plan found. Where even that found no plan, the whole program goes to
   branch and bound.

Each step is skipped once the gap is small enough. The order of rows and columns is fixed, one thread
is used and no step is cut off by the clock, so the same input gives the same plan.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from citywright.plan.layout import Resources
from citywright.plan.master import (
    Cut,
    Mask,
    choose,
    cut_at,
    forbid,
    master_of,
)
from citywright.plan.neighbourhoods import Doubt, doubt_of, mend
from citywright.plan.program import (
    OPTIMAL,
    Floats,
    Program,
    Solution,
    open_solver,
    run,
    safe_bound,
)

WHOLE = 1e-6
"""How near to 0 or 1 a start is whole."""
CORE = 900
"""Starts in the core; a few hundred more than the program has priced resources."""
CORE_NODES, REPAIR_NODES = 1, 50
ROOT_GAP = 0.95
"""Share of the tolerance to which the root and branch and bound are solved; the rest is for cuts."""
EFFORT, SMALL_EFFORT = 100_000, 2_000
"""Steps of the simplex method for mending; a program no larger than its core is soon branched on."""
TURNS = 10
"""Looks at the whole program while mending."""
BRANCH_EFFORT = 2_000_000
"""Nodes of branch and bound times open starts: more starts make dearer nodes."""
BRANCH_NODES = 50
BRANCH_TURNS = 8
BRANCH_FIRST = 1 / 16
"""Share of the nodes for the first turn, which is there for the cut of the plan that it finds."""
WORTHWHILE = 0.1
"""Share of the tolerance by which a cut must be wrong for a better one to be worth a turn."""

Say = Callable[[str, float], None]


@dataclass(frozen=True)
class Found:
    """The best plan of the search.

    relaxed: the relaxation (its prices are the prices of the limits); fixed: the plan with its
    starts fixed; bound: certified upper bound; gap = (bound − value) / |value|; steps: names of the
    steps used.
    """

    relaxed: Solution
    fixed: Solution
    bound: float
    gap: float
    steps: tuple[str, ...]


def gap_of(bound: float, value: float) -> float:
    """(bound − value) / |value|, not below 0."""
    return max(0.0, bound - value) / max(abs(value), 1e-9)


class _Search:
    """What the steps share: the program held warm, the master, the best plan and the bound."""

    def __init__(self, program: Program, resources: Resources, tolerance: float, say: Say) -> None:
        self.program, self.tolerance, self.say = program, tolerance, say
        self.h = open_solver(program.relaxed())
        self.relaxed = run(self.h)
        self.best: Solution | None = None
        self.bound = np.inf
        self.steps: list[str] = ["relax"]
        self.impossible = not self.relaxed.feasible
        if self.relaxed.feasible:
            self.bound = safe_bound(program, self.relaxed.prices)
            master = master_of(program, resources)
            self.master = master.with_cut(cut_at(master, self.relaxed.prices))
            self.doubt: Doubt = doubt_of(self.master, self.relaxed.prices)

    @property
    def gap(self) -> float:
        return np.inf if self.best is None else gap_of(self.bound, self.best.value)

    @property
    def done(self) -> bool:
        return self.impossible or self.gap <= self.tolerance

    @property
    def target(self) -> float:
        """The value that closes the gap, with a hair to spare."""
        return self.bound - 0.995 * self.tolerance * abs(self.bound)

    def begin(self, step: str) -> None:
        self.steps.append(step)
        self.say(step, min(1.0, self.gap))

    def appraise(self, x: Floats) -> bool:
        """Solve the program at these starts; keep the plan or add a cut. Whether a cut was added."""
        columns = np.flatnonzero(self.program.whole).astype(np.int32)
        starts = np.round(x[self.master.whole])
        self.h.changeColsBounds(len(columns), columns, starts, starts)
        answer = run(self.h)
        if not answer.feasible or self.h.getModelStatus() != OPTIMAL:
            self.master = self.master.with_limit(self._limit(x))
            return True
        promised = self.master.value(x)
        if self.best is None or answer.value > self.best.value:
            self.best = answer
        if promised - answer.value <= WORTHWHILE * self.tolerance * abs(answer.value):
            return False
        self.master = self.master.with_cut(cut_at(self.master, answer.prices))
        return True

    def _limit(self, x: Floats) -> Cut:
        """A cut that x violates and no plan does: from the ray of the infeasible program."""
        found, ray = _ray(self.h)
        if found:
            for sign in (1.0, -1.0):
                cut = cut_at(self.master, sign * ray, weight=0.0)
                size = float(np.abs(cut.worth).max(initial=0.0))
                if size > 0 and cut.at(x) < -1e-6 * size:
                    return Cut(cut.constant / size, cut.worth / size)
        return forbid(self.master, x)


def _ray(h: highspy.Highs) -> tuple[bool, Floats]:
    _, found, ray = h.getDualRay()
    return bool(found), np.asarray(ray, dtype=float)


def search(program: Program, resources: Resources, tolerance: float, say: Say) -> Found | None:
    """Best plan within `tolerance` of the optimum; None where no plan satisfies all limits."""
    say("relax", 1.0)
    s = _Search(program, resources, tolerance, say)
    if s.impossible:
        return None
    if s.master.open.any():
        x = _root(s) if s.master.open.sum() <= CORE else _core(s)
        if x is not None and not s.done:
            _mend(s, x)
        if not s.done:
            _branch(s)
    else:
        s.appraise(s.relaxed.x[s.master.columns])
    if s.best is None and not s.impossible:
        _whole(s)
    if s.best is None:
        return None
    return Found(s.relaxed, s.best, s.bound, s.gap, tuple(s.steps))


def _root(s: _Search) -> Floats | None:
    """The core of a small program is all of it: what the root says is a plan and a bound."""
    s.begin("root")
    x, free = _undecided(s)
    gap = ROOT_GAP * s.tolerance * abs(s.bound)
    found = choose(s.master, x, free, CORE_NODES, gap, hint=False, by_year=True)
    s.bound, s.impossible = min(s.bound, found.bound), found.impossible
    if found.x is not None:
        s.appraise(found.x)
    return found.x


def _core(s: _Search) -> Floats | None:
    """The starts of the relaxation, with those chosen anew that it is least sure of."""
    s.begin("core")
    x = s.relaxed.x[s.master.columns]
    starts = x[s.master.whole]
    whole = np.abs(starts - np.round(starts)) <= WHOLE
    sure = np.abs(s.relaxed.reduced[s.master.columns[s.master.whole]])
    sure = np.where(whole, sure, -1.0)
    open_ = np.flatnonzero(s.master.open)
    free = np.zeros(len(starts), dtype=bool)
    free[open_[np.argsort(sure[open_], kind="stable")[:CORE]]] = True
    x[s.master.whole] = np.where(free, starts, np.round(starts))
    return choose(s.master, x, free, CORE_NODES, hint=False).x


def _mend(s: _Search, x: Floats) -> None:
    """Neighbourhoods and looks at the whole program in turn, until the gap or the cuts are right."""
    s.begin("mend")
    effort = EFFORT if s.master.open.sum() > CORE else SMALL_EFFORT
    for _ in range(TURNS):
        x, effort = mend(s.master, s.doubt, x, s.target, effort)
        limits = len(s.master.limits)
        wrong = s.appraise(x)
        if s.done or not wrong or effort <= 0:
            return
        if len(s.master.limits) > limits:
            repaired = choose(s.master, x, s.master.open, REPAIR_NODES, hint=False).x
            if repaired is None:
                return
            x = repaired


def _branch(s: _Search) -> None:
    """Branch and bound on the whole master, a cut for each plan that it finds."""
    s.begin("branch")
    nodes = max(BRANCH_NODES, BRANCH_EFFORT // max(1, int(s.master.open.sum())))
    left = nodes
    for turn in range(BRANCH_TURNS):
        x, free = _undecided(s)
        gap = ROOT_GAP * 0.9**turn * s.tolerance * abs(s.bound)
        most = left if turn else max(BRANCH_NODES, round(BRANCH_FIRST * nodes))
        found = choose(s.master, x, free, most, gap, hint=s.best is not None, by_year=True)
        left -= found.nodes
        known = -np.inf if s.best is None else s.best.value
        s.bound = min(s.bound, max(found.bound, known))
        s.impossible = found.impossible and s.best is None
        if s.done or found.x is None:
            return
        s.appraise(found.x)
        if s.done or left <= 0:
            return


def _undecided(s: _Search) -> tuple[Floats, Mask]:
    """The best starts so far, and the starts that a better plan may have otherwise.

    A start with reduced value r_j stays as the relaxation has it where bound − |r_j| < value.
    """
    x = (s.relaxed if s.best is None else s.best).x[s.master.columns]
    starts = s.master.columns[s.master.whole]
    if s.best is None:
        return x, s.master.open
    ceiling = safe_bound(s.program, s.relaxed.prices)
    hopeless = ceiling - np.abs(s.relaxed.reduced[starts]) < s.best.value * (1 - 1e-9)
    return np.where(s.master.whole, np.round(x), x), s.master.open & ~hopeless


def _whole(s: _Search) -> None:
    """Branch and bound on the program itself: the last resort where no plan was found."""
    s.begin("whole")
    h = open_solver(s.program, {"mip_rel_gap": s.tolerance / 2})
    answer = run(h)
    if answer.feasible:
        s.bound = min(s.bound, answer.bound)
        s.appraise(answer.x[s.master.columns])
