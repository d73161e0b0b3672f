"""One case, solved twice: planned anew, and with the starts of the base plan held.

Planned anew is what a city could do that knew the case beforehand; held is what happens to our plan
when the case comes true. Both have the path without the plan of the same case beside them. An answer
is plain numbers and texts, so that it can be kept in a file and comes back to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.plan.alternatives.built import Built, built
from citywright.plan.doubt.case import Case, varied
from citywright.plan.elastic import Clash, least_change
from citywright.plan.indicators import indicator_paths, table_of_paths, target_table
from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Solution, solve
from citywright.plan.search import gap_of, search
from citywright.plan.without import without_plan

WAYS = ("replanned", "held")
"""planned anew with the case known; the starts of the base plan held."""
Outcome = dict[str, Any]
"""code; replanned, held: each with objective, bound, gap, starts, indicators, targets, or None where
nothing satisfies all limits; clashes, broken: the least change that would mend each of the two;
lost: base starts that the case does not allow; without: objective of the path without the plan, or
None where there is none."""


@dataclass(frozen=True)
class Base:
    """What all cases share: the city, the starts of its plan, and the gap of the search."""

    city: City
    starts: Mapping[str, int]
    tolerance: float


def outcome(base: Base, case: Case) -> Outcome:
    """What a case does; a function of these two alone.

    Raises
    ------
    CityError
        The changed city breaks a rule.
    """
    b = built(varied(base.city, case))
    without = without_plan(b.program, b.layout, b.data)
    fixed, lost = b.held(base.starts)
    held = solve(fixed.relaxed())
    found = search(b.program, b.resources, base.tolerance, lambda step, gap: None)
    best = None if found is None else found.fixed
    bound = -np.inf if found is None else found.bound
    if held.feasible and not lost and (best is None or held.value > best.value):
        # it was in front of the search all the time
        best, bound = held, max(bound, held.value)
    clash = [] if held.feasible else least_change(fixed.relaxed(), b.layout, b.data)
    answers = {"replanned": best, "held": held if held.feasible else None}
    bounds = {"replanned": bound, "held": held.value}
    return {
        "code": case.code,
        **_paths(b, answers, bounds, without),
        "clashes": [] if best is not None else _clashes(least_change(b.program, b.layout, b.data)),
        "broken": _clashes(clash),
        "lost": list(lost),
        "without": without.value if without.feasible else None,
    }


def _paths(
    b: Built, answers: Mapping[str, Solution | None], bounds: Mapping[str, float], without: Solution
) -> dict[str, Any]:
    """What each way leads to; None where it leads nowhere."""
    there = {way: answer for way, answer in answers.items() if answer is not None}
    points = {way: answer.x for way, answer in there.items()}
    if without.feasible:
        points["without"] = without.x
    if not there:
        return dict.fromkeys(answers)
    indicators = indicator_paths(b.data, b.layout, points)
    return {
        way: _path(b, there[way], bounds[way], _table(b, indicators, way, without))
        if way in there
        else None
        for way in answers
    }


def _table(
    b: Built, indicators: Mapping[str, pd.DataFrame], way: str, without: Solution
) -> pd.DataFrame:
    return table_of_paths(b.data, indicators, way, "without" if without.feasible else way)


def _path(b: Built, answer: Solution, bound: float, indicators: pd.DataFrame) -> dict[str, Any]:
    targets = target_table(b.data, indicators, _shortfalls(b.layout, answer.x))
    values: dict[str, dict[str, float]] = {}
    for row in indicators.itertuples():
        values.setdefault(row.indicator, {})[str(row.year)] = float(row.value)
    return {
        "objective": float(answer.value),
        "bound": float(bound),
        "gap": float(gap_of(bound, answer.value)),
        "starts": b.starts(answer.x),
        "indicators": values,
        "targets": {
            row.target: {
                "value": float(row.value),
                "met": bool(row.met),
                "shortfall": row.shortfall,
            }
            for row in targets.itertuples()
        },
    }


def _shortfalls(layout: Layout, x: Floats) -> pd.DataFrame:
    if "shortfall" not in layout.columns:
        return pd.DataFrame({"target": [], "shortfall": []})
    values = layout.values("shortfall", x)
    return pd.DataFrame({"target": values["target"].to_numpy(), "shortfall": values.to_numpy()})


def _clashes(found: list[Clash]) -> list[dict[str, Any]]:
    return [
        {name: v.item() if hasattr(v, "item") else v for name, v in vars(clash).items()}
        for clash in found
    ]
