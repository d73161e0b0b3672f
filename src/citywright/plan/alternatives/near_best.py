"""Plans that are nearly as good: what all of them share, what none has, and how far they can differ.

A plan is near-best where   value ≥ bound − slack · |bound|,   bound being the certified bound of the
best plan: then it is within the slack of the best plan, whatever that is.

- A project is in **all** of them where no plan without it reaches that value, in **none** where no plan
  with it does: proven by a bound, of the relaxation where that suffices, else of a search.
- It is in **some** where one with it and one without are at hand.
- Otherwise it is **open**: the bound is not sharp enough, and no plan was found. `seen` says in how many
  of the plans at hand it is.

Alternatives differ as much as was found from the plans before them (Brill, Chang and Hopkins 1982,
Management Science 28(3), 221-235); see `apart`, verdicts in `verdicts`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.errors import InfeasibleError, UsageError
from citywright.plan.alternatives.aim import aim_of
from citywright.plan.alternatives.apart import apart, most_apart
from citywright.plan.alternatives.built import Built, built
from citywright.plan.alternatives.climbing import Mountain
from citywright.plan.alternatives.land import Land
from citywright.plan.alternatives.spans import spans
from citywright.plan.alternatives.verdicts import IN_ALL, open_projects, verdicts
from citywright.plan.executor import Hands, Tell
from citywright.plan.program import Floats


@dataclass(frozen=True)
class NearBest:
    """slack, threshold: the least objective of a near-best plan; objective, bound: of the best plan.

    plans: objective, loss (share of the bound that it lies below the best plan, at most), distance
    (projects decided otherwise than in the nearest plan before it), projects; the best plan first.
    starts: of every plan in order. farthest: no near-best plan decides more projects otherwise than the
    best one. projects: project, verdict (all, none, some, open), seen (plans of the table that start it),
    without, with: no plan without and with it has a larger objective. indicators: indicator, year, least,
    most (found), bound_least, bound_most (no near-best plan is outside).
    """

    slack: float
    threshold: float
    objective: float
    bound: float
    farthest: float
    plans: pd.DataFrame
    starts: tuple[dict[str, int], ...]
    projects: pd.DataFrame
    indicators: pd.DataFrame

    def no_regret(self) -> list[str]:
        """Projects that every near-best plan starts."""
        return list(self.projects["project"][self.projects["verdict"] == IN_ALL])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "slack": self.slack, "threshold": self.threshold, "objective": self.objective,
            "bound": self.bound, "farthest": self.farthest, "starts": list(self.starts),
            "no_regret": self.no_regret(),
        }  # fmt: skip


def near_best(
    city: City,
    slack: float,
    alternatives: int = 3,
    indicators: tuple[str, ...] = (),
    tolerance: float = 1e-3,
    hands: Hands | None = None,
    tell: Tell = lambda progress: None,
) -> NearBest:
    """Near-best plans of a city.

    Parameters
    ----------
    slack : share of the objective that a plan may lose; above the gap of the best plan
    alternatives : how many plans are sought that differ as much as they can
    indicators : such as "gdp" or "co2@2028", whose least and most are sought

    Raises
    ------
    UsageError
        The slack is not above the gap to which the best plan is known.
    InfeasibleError
        The city has no plan.
    """
    aims = [aim_of(city, _with_sense(text)) for text in indicators]
    b, by = built(city), hands or Hands()
    mountain = Mountain(b.program, b.resources, tolerance)
    best = mountain.climb(b.program.c, b.program.constant, ())
    if best is None:
        raise InfeasibleError("plan.no_mend")
    threshold = best.bound - slack * abs(best.bound)
    if best.value < threshold:
        raise UsageError("doubt.slack", slack=slack, gap=best.gap)
    land = Land(mountain, b.layout.columns["start"].to_numpy(), threshold, best.bound)
    others = apart(land, best.x, alternatives)
    table, more = verdicts(b, land, [best.x, *(plan.x for plan in others)], by, tell)
    pool = [*(plan.x for plan in others), *more]
    ranges = spans(b, land, aims, [best.x, *pool], by)
    plans = [(best.x, 0), *most_apart(land, best.x, pool, alternatives)]
    table["seen"] = np.array([land.chosen(x) for x, _ in plans])[:, open_projects(b)].sum(axis=0)
    farthest = others[0].farthest if others else float(len(table))
    return NearBest(
        slack, threshold, best.value, best.bound, farthest, _plan_table(b, land, plans),
        tuple(b.starts(x) for x, _ in plans), table, ranges,
    )  # fmt: skip


def _with_sense(text: str) -> str:
    head, at, year = text.partition("@")
    return f"{head.partition(':')[0]}:max{at}{year}"


def _plan_table(b: Built, land: Land, plans: list[tuple[Floats, int]]) -> pd.DataFrame:
    rows = []
    for x, distance in plans:
        value = b.program.value(x)
        loss = (land.bound - value) / abs(land.bound)
        rows.append((value, loss, distance, len(b.starts(x))))
    return pd.DataFrame(rows, columns=["objective", "loss", "distance", "projects"])
