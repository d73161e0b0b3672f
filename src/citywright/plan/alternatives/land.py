"""The near-best plans as one land: where starts lie in the program, and how good is good enough."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citywright.plan.alternatives.climbing import Limit, Mountain
from citywright.plan.program import Floats, solve

EDGE = 1e-9
"""Relative; a bound counts as below the threshold only if it is so by more than rounding."""


@dataclass(frozen=True)
class Plan:
    """x, its objective, how far it is from the plans before it, and how far one could be at most."""

    x: Floats
    value: float
    distance: float
    farthest: float


@dataclass(frozen=True)
class Land:
    """starts: columns of the starts as [project, year]; threshold: least objective of a near-best plan;
    bound: of every plan.
    """

    mountain: Mountain
    starts: NDArray[np.int64]
    threshold: float
    bound: float

    @property
    def room(self) -> float:
        """What a near-best plan may lose."""
        return self.bound - self.threshold

    @property
    def limit(self) -> Limit:
        """c·x + constant − threshold ≥ 0."""
        p = self.mountain.program
        return p.c, p.constant - self.threshold

    def reaches(self, value: float) -> bool:
        """Whether a plan of such a value is near-best."""
        return value >= self.threshold - EDGE * abs(self.threshold)

    def chosen(self, x: Floats) -> NDArray[np.bool_]:
        """Projects that a plan starts."""
        return np.asarray(x[self.starts].max(axis=1) > 0.5)

    def distance(self, one: Floats, other: Floats) -> int:
        """Projects that one plan starts and the other does not."""
        return int((self.chosen(one) != self.chosen(other)).sum())

    def best_with(self, x: Floats) -> tuple[Floats, float] | None:
        """The best plan with the starts of x, and its objective; None where there is none."""
        p = self.mountain.program
        whole = np.flatnonzero(p.whole)
        lower, upper = p.lower.copy(), p.upper.copy()
        lower[whole] = upper[whole] = np.round(x[whole])
        answer = solve(p.with_bounds(lower, upper).relaxed())
        return (answer.x, answer.value) if answer.feasible else None
