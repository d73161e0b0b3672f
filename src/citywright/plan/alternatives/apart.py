"""Near-best plans that are as different as was found.

    D(x) = mean over the plans k before of [ Σ_{p in k} (1 − s_p) + Σ_{p not in k} s_p ],  s_p = Σ_τ start
    max v(x) + λ D(x)     for a few λ > 0; the farthest plan with v(x) ≥ threshold is kept

For every λ, no near-best plan is farther than (bound of v + λD − threshold) / λ: that is the bound on how
far one could be.
"""

import numpy as np

from citywright.plan.alternatives.land import Land, Plan
from citywright.plan.program import Floats

STEPS = 5
"""Weights tried for each plan."""
FIRST = 10.0
"""At the first weight, so many projects decided otherwise are worth what a plan may lose."""


def apart(land: Land, best: Floats, count: int) -> list[Plan]:
    """Up to `count` plans, each apart from all before it; fewer where none other was found."""
    found: list[Plan] = []
    for _ in range(count):
        plan = _next(land, [best, *(plan.x for plan in found)])
        if plan is None:
            break
        found.append(plan)
    return found


def _next(land: Land, before: list[Floats]) -> Plan | None:
    row, constant = _distance(land, before)
    p = land.mountain.program
    weight, low, high = land.room / FIRST, 0.0, np.inf
    farthest, kept = float(len(land.starts)), None
    for _ in range(STEPS):
        reached = land.mountain.climb(p.c + weight * row, p.constant + weight * constant, ())
        assert reached is not None, "the plans before satisfy all limits"
        farthest = min(farthest, (reached.bound - land.threshold) / weight)
        own = land.best_with(reached.x)
        near = own is not None and land.reaches(own[1])
        if own is not None and near:
            away = float(row @ np.round(own[0] * p.whole) + constant)
            new = all(land.distance(own[0], x) > 0 for x in before)
            if new and (kept is None or away > kept.distance):
                kept = Plan(*own, away, farthest)
        low, high = (weight, high) if near else (low, weight)
        weight = 2.0 * weight if np.isinf(high) else (low + high) / 2.0 if low else weight / 2.0
    return None if kept is None else Plan(kept.x, kept.value, kept.distance, farthest)


def _distance(land: Land, before: list[Floats]) -> tuple[Floats, float]:
    """D(x) as coefficients of the starts and a constant."""
    row, constant = np.zeros(len(land.mountain.program.c)), 0.0
    for x in before:
        chosen = land.chosen(x)
        row[land.starts[chosen].ravel()] -= 1.0 / len(before)
        row[land.starts[~chosen].ravel()] += 1.0 / len(before)
        constant += float(chosen.sum()) / len(before)
    return row, constant


def most_apart(
    land: Land, best: Floats, pool: list[Floats], count: int
) -> list[tuple[Floats, int]]:
    """Up to `count` plans of a pool, each the one farthest from the nearest before it, and that distance."""
    found: list[tuple[Floats, int]] = []
    for _ in range(count):
        before = [best, *(x for x, _ in found)]
        nearest = [min(land.distance(x, other) for other in before) for x in pool]
        if not nearest or max(nearest) == 0:
            break
        k = int(np.argmax(nearest))
        found.append((pool[k], nearest[k]))
    return found
