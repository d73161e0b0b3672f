"""From the relaxed program to a plan of whole projects, with a bound on what is lost.

1. Relax: starts may be fractional. The value is an upper bound on every plan.
2. Dive: fix what is whole, round the largest fractions up where they fit, relax again (warm).
3. Improve: free the starts that the relaxation doubts, and let branch and bound choose among them.
4. Close: if the gap is still too wide, branch on the whole program from the plan found.

Each step is skipped once the gap is small enough. The order of rows and columns is fixed, one thread
is used and no step is cut off by the clock, so the same input gives the same plan.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from citywright.plan.layout import Resources
from citywright.plan.program import (
    OPTIMAL,
    Floats,
    Program,
    Solution,
    open_solver,
    run,
    safe_bound,
    solve,
)

WHOLE = 1e-6
"""How near to 0 or 1 a start is whole."""

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


def search(program: Program, resources: Resources, tolerance: float, say: Say) -> Found | None:
    """The best plan within `tolerance` of the optimum; None where no plan satisfies all limits."""
    say("relax", 0.0)
    relaxed = solve(program.relaxed())
    if not relaxed.feasible:
        return None
    bound = safe_bound(program, relaxed.prices)
    steps = ["relax"]
    best: Solution | None = None
    for name, step in (("dive", _dive), ("improve", _improve), ("close", _close)):
        if best is not None and gap_of(bound, best.value) <= tolerance:
            break
        say(name, 1.0 if best is None else gap_of(bound, best.value))
        steps.append(name)
        found, proved = step(program, resources, relaxed, best, tolerance)
        bound = min(bound, proved)
        if found is not None and (best is None or found.value > best.value):
            best = found
    if best is None:
        return None
    return Found(relaxed, best, bound, gap_of(bound, best.value), tuple(steps))


def _fixed(program: Program, starts: Floats) -> Solution | None:
    """The plan with these starts; None where it cannot be."""
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[program.whole] = upper[program.whole] = starts
    found = solve(program.with_bounds(lower, upper).relaxed())
    return found if found.feasible else None


def _dive(
    program: Program, resources: Resources, relaxed: Solution, best: Solution | None, tolerance: float
) -> tuple[Solution | None, float]:
    """Fix whole starts, round a quarter of the fractions (up where they fit), relax again."""
    del best, tolerance
    columns = np.flatnonzero(program.whole).astype(np.int32)
    lower, upper = program.lower[columns].copy(), program.upper[columns].copy()
    h = open_solver(program.relaxed())
    starts = relaxed.x[columns]
    while True:
        lower = np.where(starts > 1 - WHOLE, upper, lower)
        doubtful = np.flatnonzero((starts > WHOLE) & (lower < upper))
        if len(doubtful) == 0:
            return _fixed(program, np.round(starts)), np.inf
        order = doubtful[np.argsort(-starts[doubtful], kind="stable")]
        batch = order[: max(1, len(order) // 4)]
        before = lower.copy(), upper.copy()
        _round(resources, batch, lower, upper)
        answer = _warm(h, columns, lower, upper)
        if answer is None:  # a limit beyond the resources: give way on the whole batch
            lower, upper = before
            upper[batch] = 0.0
            answer = _warm(h, columns, lower, upper)
        if answer is None:
            return None, np.inf
        starts = answer.x[columns]


def _round(resources: Resources, batch: np.ndarray, lower: Floats, upper: Floats) -> None:
    """Start each project of the batch that fits into what is left; forbid the others."""
    left = resources.room - resources.use @ lower
    for j in batch:
        part = slice(resources.use.indptr[j], resources.use.indptr[j + 1])
        rows, amount = resources.use.indices[part], resources.use.data[part]
        if (amount <= left[rows] + 1e-9 * np.abs(resources.room[rows])).all():
            lower[j] = 1.0
            left[rows] -= amount
        else:
            upper[j] = 0.0


def _warm(h: highspy.Highs, columns: np.ndarray, lower: Floats, upper: Floats) -> Solution | None:
    h.changeColsBounds(len(columns), columns, lower, upper)
    answer = run(h)
    return answer if answer.feasible and h.getModelStatus() == OPTIMAL else None


def _improve(
    program: Program, resources: Resources, relaxed: Solution, best: Solution | None, tolerance: float
) -> tuple[Solution | None, float]:
    """Branch among the starts that are fractional or cheap to move; keep the rest as it is."""
    del resources
    starts = relaxed.x[program.whole]
    regret = np.abs(relaxed.reduced[program.whole])
    loose = (program.upper - program.lower)[program.whole] > 0.5
    doubtful = (starts > WHOLE) & (starts < 1 - WHOLE)
    if best is not None:
        doubtful |= np.abs(best.x[program.whole] - starts) > 0.5
    room = np.sort(regret[loose & ~doubtful])
    limit = room[min(len(room) - 1, int(doubtful.sum()))] if len(room) else 0.0
    free = loose & (doubtful | (regret <= limit))
    lower, upper = program.lower.copy(), program.upper.copy()
    kept = np.flatnonzero(program.whole)[~free]
    lower[kept] = upper[kept] = np.round(starts[~free])
    found = _branch(program.with_bounds(lower, upper), best, tolerance / 4, nodes=500)
    return (found, np.inf) if found is not None else (None, np.inf)


def _close(
    program: Program, resources: Resources, relaxed: Solution, best: Solution | None, tolerance: float
) -> tuple[Solution | None, float]:
    """Branch on the whole program until the gap is closed."""
    del relaxed, resources
    h = open_solver(program, {"mip_rel_gap": tolerance * 0.9})
    _hint(h, best)
    answer = run(h)
    starts = np.round(answer.x[program.whole]) if answer.feasible else None
    return (None if starts is None else _fixed(program, starts)), answer.bound


def _branch(program: Program, best: Solution | None, gap: float, nodes: int) -> Solution | None:
    h = open_solver(program, {"mip_rel_gap": gap, "mip_max_nodes": nodes})
    _hint(h, best)
    answer = run(h)
    if not answer.feasible:
        return None
    return _fixed(program, np.round(answer.x[program.whole]))


def _hint(h: highspy.Highs, best: Solution | None) -> None:
    if best is not None:
        point = highspy.HighsSolution()
        point.col_value = best.x.tolist()
        h.setSolution(point)
