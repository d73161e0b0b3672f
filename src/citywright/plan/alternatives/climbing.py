"""The best plan for another aim under further limits, with a bound on what is lost.

    max a(x)   subject to   the limits of the plan,   r_k·x + r₀_k ≥ 0 for every further limit k

a is linear, or a ratio n(x) / d(x) with d > 0; a ratio climbs by Dinkelbach's steps (Dinkelbach 1967,
Management Science 13(7), 492-498): with λ = n(x̂)/d(x̂), the largest n − λd is not above 0 where x̂ is
best, and elsewhere leads to a better x̂.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
import scipy.sparse as sp

from citywright.plan.alternatives.aim import Ratio
from citywright.plan.layout import Resources
from citywright.plan.program import Floats, Program, open_solver, run, safe_bound, solve
from citywright.plan.search import search

Limit = tuple[Floats, float]
"""r and r₀ of a further limit r·x + r₀ ≥ 0."""
STEPS = 12
"""Steps of Dinkelbach at most; they close quadratically, four or five are usual."""

BRANCH_EFFORT, LEAST_NODES = 50_000, 20
"""Rows times nodes of branch and bound where the search misses its gap; fewer nodes are not begun."""

ROUNDING = 1e-7
"""Share of a numerator by which a row may be missed through rounding."""


@dataclass(frozen=True)
class Reached:
    """x: the plan; value: of the aim there; bound: no plan under the limits is above it."""

    x: Floats
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """(bound − value) / |value|."""
        return max(0.0, self.bound - self.value) / max(abs(self.value), 1e-9)


@dataclass(frozen=True)
class Mountain:
    """A program and what starts use of its resources."""

    program: Program
    resources: Resources
    tolerance: float

    def within(self, limits: Sequence[Limit]) -> Program:
        """Program with further rows r·x ≥ −r₀ at its end."""
        p = self.program
        if not limits:
            return p
        rows = sp.csr_matrix(np.array([r for r, _ in limits]))
        return replace(
            p,
            A=sp.csc_matrix(sp.vstack([p.A, rows])),
            low=np.append(p.low, [-r0 for _, r0 in limits]),
            high=np.append(p.high, np.full(len(limits), np.inf)),
        )

    def climb(self, c: Floats, c0: float, limits: Sequence[Limit]) -> Reached | None:
        """Most of c·x + c₀ under further limits; None where no plan satisfies them."""
        program = replace(self.within(limits), c=c, constant=c0)
        found = search(program, self.resources, self.tolerance, lambda step, gap: None)
        if found is None:
            return None
        reached = Reached(found.fixed.x, found.fixed.value, found.bound)
        return reached if reached.gap <= self.tolerance else self._branched(program, reached)

    def _branched(self, program: Program, reached: Reached) -> Reached:
        """Branch and bound on the whole program, for an aim that the cuts of the search do not fit."""
        nodes = BRANCH_EFFORT // len(program.low)
        if nodes < LEAST_NODES:
            return reached
        h = open_solver(program, {"mip_rel_gap": self.tolerance / 2, "mip_max_nodes": nodes})
        start = highspy.HighsSolution()
        start.col_value = reached.x.tolist()
        h.setSolution(start)
        answer = run(h)
        bound = min(reached.bound, answer.bound)
        if not answer.feasible or answer.value <= reached.value:
            return replace(reached, bound=max(bound, reached.value))
        x = answer.x.copy()
        x[program.whole] = np.round(x[program.whole])
        return Reached(x, answer.value, max(bound, answer.value))

    def climb_ratio(self, ratio: Ratio, sign: float, limits: Sequence[Limit]) -> Reached | None:
        """Most of sign · n/d under further limits, with its bound; None where there is no plan.

        The limits keep d above 0, as a floor on the objective does: a city that stands still has no
        ratio. A plan above λ has n ≤ (λ + F/d_min) d, where F bounds n − λd from above, and d_min
        bounds d from below among plans with n − λd ≥ 0.
        """
        if ratio.is_sum:
            scale = sign / ratio.d0
            return self.climb(scale * ratio.n, scale * ratio.n0, limits)
        own = Ratio(sign * ratio.n, sign * ratio.n0, ratio.d, ratio.d0)
        first = solve(replace(self.within(limits), c=own.n, constant=own.n0).relaxed())
        if not first.feasible:
            return None
        level, bound, best = own.value(first.x), np.inf, None
        for _ in range(STEPS):
            c, c0 = own.beyond(level)
            # the search measures its gap against the value, which is next to 0 without a shift
            shift = abs(float(own.n @ first.x) + own.n0)
            found = self.climb(c, c0 + shift, limits)
            if found is None:
                return None
            above = found.bound - shift
            if above > 0:
                higher = (c, c0 + ROUNDING * shift)
                bound = min(bound, level + above / self._least(ratio, [*limits, higher]))
            else:
                bound = min(bound, level)
            reached = own.value(found.x)
            if best is None or reached > best.value:
                best = Reached(found.x, reached, bound)
            best = replace(best, bound=max(bound, best.value))
            if best.gap <= self.tolerance or abs(reached - level) <= 1e-9 * abs(level):
                break
            level = best.value
        return best

    def _least(self, ratio: Ratio, limits: Sequence[Limit]) -> float:
        """Bound from below of the denominator; ∞ where no plan is left."""
        program = replace(self.within(limits), c=-ratio.d, constant=-ratio.d0).relaxed()
        answer = solve(program)
        return max(-safe_bound(program, answer.prices), 1e-9) if answer.feasible else np.inf
