"""What one aim costs in terms of another: the frontier between two indicators.

    for levels e between the ends:   max f₁(x) + w · (f₂(x) − e)   subject to   f₂(x) ≥ e

The augmented epsilon-constraint method (Mavrotas 2009, Applied Mathematics and Computation 213(2),
455-465): the small w ≥ 0 keeps points off the weak part of the frontier, and since f₂ − e ≥ 0 the bound
of the sum is a bound of f₁ as well. Every point is one plan with its own bound; ends are the best of
one aim and, among those, the best of the other.

No plan on it is worse, by the objective, than the path without any plan: without that floor the least
emission is that of a city whose plants stand still. Among plans that are alike in both aims, each point
is the best by the objective.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.errors import InfeasibleError
from citywright.plan.alternatives.aim import Aim, Ratio, aim_of, ratio_of
from citywright.plan.alternatives.built import Built, built
from citywright.plan.alternatives.climbing import Limit, Mountain, Reached
from citywright.plan.executor import Hands, Job, Tell, answers
from citywright.plan.program import Floats, Program, solve
from citywright.plan.without import without_plan

AUGMENTED = 1e-3
"""Weight of the second aim, relative to the spans of the two (per unit of its denominator)."""
ROUNDING = 1e-7
"""Share of a level by which a plan may fall short of it through rounding."""


@dataclass(frozen=True)
class Frontier:
    """one, other: the aims. points: other, one (their values), bound (of `one` among all plans whose
    `other` is as good), gap = |bound − one| / |one|, gap_of_span (against what the frontier spans of
    `one`; empty where it spans nothing), objective (of the plan), projects (number started). starts: of
    every point, in order. floor: objective of the path without the plan.
    """

    one: Aim
    other: Aim
    floor: float
    points: pd.DataFrame
    starts: tuple[dict[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "one": str(self.one), "other": str(self.other), "floor": self.floor,
            "starts": list(self.starts),
        }  # fmt: skip


@dataclass(frozen=True)
class _Slope:
    """What all points share. Values are signed, so that more is better in both aims."""

    mountain: Mountain
    one: Ratio
    other: Ratio
    signs: tuple[float, float]
    weight: float = 0.0

    def at_least(self, ratio: Ratio, sign: float, level: float) -> Limit:
        """sign · (n − level' d) ≥ 0, the level being signed."""
        c, c0 = ratio.beyond(sign * level)
        eased = ROUNDING * max(1.0, abs(level))
        return sign * c + eased * ratio.d, sign * c0 + eased * ratio.d0


def frontier(
    city: City,
    one: str,
    other: str,
    points: int = 7,
    tolerance: float = 1e-3,
    hands: Hands | None = None,
    tell: Tell = lambda progress: None,
) -> Frontier:
    """Frontier between two aims of a city, such as "gdp:max" and "co2:min@2030".

    Raises
    ------
    UsageError
        An aim is not known.
    InfeasibleError
        The city has no plan.
    """
    aims = aim_of(city, one), aim_of(city, other)
    b = built(city)
    floor = without_plan(b.program, b.layout, b.data).value
    limit = (b.program.c, b.program.constant - floor + ROUNDING * abs(floor))
    mountain = Mountain(b.program, b.resources, tolerance)
    slope = _Slope(
        replace(mountain, program=mountain.within([limit])), ratio_of(b, aims[0]),
        ratio_of(b, aims[1]), (aims[0].sign, aims[1].sign),
    )  # fmt: skip
    ends = answers(Job(_end, slope), (0, 1), hands or Hands())
    if ends[0] is None or ends[1] is None:
        raise InfeasibleError("plan.no_mend")
    spans = [_spans(slope, ends, k) for k in (0, 1)]
    size = abs(float(slope.other.d @ ends[0].x) + slope.other.d0)
    weight = AUGMENTED * spans[0] / (spans[1] * size) if spans[1] > 0 else 0.0
    levels = np.linspace(_other(slope, ends[0]), _other(slope, ends[1]), points)[1:-1]
    inner: list[Reached | None] = []
    if spans[1] > ROUNDING * max(1.0, abs(_other(slope, ends[0]))):
        inner = answers(
            Job(_point, replace(slope, weight=weight)),
            [float(level) for level in levels], hands or Hands(), tell,
        )  # fmt: skip
    found = [ends[0], *(p for p in inner if p is not None), ends[1]]
    return Frontier(*aims, floor, *_points(b, slope, found, spans[0]))


def _spans(slope: _Slope, ends: list[Any], k: int) -> float:
    ratio = (slope.one, slope.other)[k]
    values = [ratio.value(end.x) for end in ends]
    return abs(values[0] - values[1])


def _other(slope: _Slope, reached: Reached) -> float:
    return slope.signs[1] * slope.other.value(reached.x)


def _end(slope: _Slope, which: int) -> Reached | None:
    """Best of one aim, and among those plans the best of the other; the bound is that of `one`."""
    order = [(slope.one, slope.signs[0]), (slope.other, slope.signs[1])]
    (first, sign), (second, other) = order if which == 0 else order[::-1]
    top = slope.mountain.climb_ratio(first, sign, ())
    if top is None:
        return None
    level = slope.at_least(first, sign, sign * first.value(top.x))
    then = slope.mountain.climb_ratio(second, other, (level,))
    if then is None:  # the very edge, lost to rounding
        return top if which == 0 else None
    return Reached(then.x, top.value, top.bound) if which == 0 else then


def _point(slope: _Slope, level: float) -> Reached | None:
    """Best of `one` where `other` is at least at its level."""
    limit = slope.at_least(slope.other, slope.signs[1], level)
    sign = slope.signs[0]
    if not slope.one.is_sum:
        return slope.mountain.climb_ratio(slope.one, sign, (limit,))
    scale = sign / slope.one.d0
    c = scale * slope.one.n + slope.weight * limit[0]
    c0 = scale * slope.one.n0 + slope.weight * limit[1]
    return slope.mountain.climb(c, c0, (limit,))


def _points(
    b: Built, slope: _Slope, found: list[Reached], span: float
) -> tuple[pd.DataFrame, tuple[dict[str, int], ...]]:
    """Points in the order of the other aim, the worst of it first, and their starts."""
    rows, starts = [], []
    for reached in found:
        x = _polished(b.program, slope, reached.x)
        one, bound = slope.one.value(x), slope.signs[0] * reached.bound
        lost = max(0.0, slope.signs[0] * (bound - one))
        plan = b.starts(x)
        rows.append((
            slope.other.value(x), one, bound, lost / max(abs(one), 1e-9),
            lost / span if span > ROUNDING * abs(one) else np.nan, b.program.value(x), len(plan),
        ))  # fmt: skip
        starts.append(plan)
    names = ["other", "one", "bound", "gap", "gap_of_span", "objective", "projects"]
    table = pd.DataFrame(rows, columns=names)
    order = (slope.signs[1] * table["other"]).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True), tuple(starts[k] for k in order)


def _polished(plan: Program, slope: _Slope, x: Floats) -> Floats:
    """The plan with these starts that is the best by the objective among those as good in both aims."""
    whole = np.flatnonzero(plan.whole)
    lower, upper = plan.lower.copy(), plan.upper.copy()
    lower[whole] = upper[whole] = np.round(x[whole])
    pairs = ((slope.one, slope.signs[0]), (slope.other, slope.signs[1]))
    limits = [slope.at_least(ratio, sign, sign * ratio.value(x)) for ratio, sign in pairs]
    answer = solve(slope.mountain.within(limits).with_bounds(lower, upper).relaxed())
    return answer.x if answer.feasible else x
