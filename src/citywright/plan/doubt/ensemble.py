"""What many draws say together: fans of indicators, chances of targets, how often projects are chosen.

    fan_q(i, t) = quantile q over the draws of indicator i in year t
    chance(m) = draws in which target m is met / all draws

A draw without any plan counts as one in which no target is met; its indicators are in no fan. The
interval of a chance is Wilson's at 95 % (Wilson 1927, JASA 22(158), 209-212), for independent draws;
Sobol and Latin hypercube designs are usually nearer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from citywright.plan.doubt.outcome import WAYS, Outcome

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVEL = 0.95


@dataclass(frozen=True)
class Spread:
    """Tables of an ensemble, each with the column `way` (replanned or held).

    draws: a row per draw and way: objective, bound, gap, gain (objective less the path without the
    plan), feasible. fans: indicator, year, mean and quantiles. chances: target, met, draws, chance,
    low, high. chosen: project, times, share, for planning anew: a share of 1 is a project that is
    right whatever comes. breaks: limits that our plan breaks, in how many draws.
    """

    draws: pd.DataFrame
    fans: pd.DataFrame
    chances: pd.DataFrame
    chosen: pd.DataFrame
    breaks: pd.DataFrame


def spread_of(outcomes: Sequence[Outcome], targets: Sequence[str]) -> Spread:
    """What the outcomes of an ensemble say together; `targets` are those of the city."""
    return Spread(
        draws_table(outcomes),
        fans(outcomes),
        chances(outcomes, targets),
        chosen(outcomes),
        breaks(outcomes),
    )


def draws_table(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Each case and way: objective, bound, gap, gain; empty numbers where there is no plan."""
    rows = []
    for found in outcomes:
        without = np.nan if found["without"] is None else found["without"]
        for way in WAYS:
            path = found[way]
            numbers = [path[k] for k in ("objective", "bound", "gap")] if path else [np.nan] * 3
            rows.append((found["code"], way, path is not None, *numbers, numbers[0] - without))
    return pd.DataFrame(
        rows, columns=["case", "way", "feasible", "objective", "bound", "gap", "gain"]
    )


def long_indicators(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """case, way, indicator, year, value of every plan that there is."""
    rows = [
        (found["code"], way, indicator, int(year), value)
        for found in outcomes for way in WAYS if found[way]
        for indicator, path in found[way]["indicators"].items()
        for year, value in path.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["case", "way", "indicator", "year", "value"])


def fans(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """indicator, year, way, mean and quantiles (columns q05 to q95)."""
    table = long_indicators(outcomes).groupby(["way", "indicator", "year"], sort=False)["value"]
    found = pd.DataFrame({"mean": table.mean()})
    for q in QUANTILES:
        found[quantile_name(q)] = table.quantile(q)
    return found.reset_index()


def quantile_name(q: float) -> str:
    """Column of a quantile: q05 for 0.05."""
    return f"q{round(100 * q):02d}"


def chances(outcomes: Sequence[Outcome], targets: Sequence[str]) -> pd.DataFrame:
    """target, way, met, draws, chance, low, high."""
    rows = []
    for target in targets:
        for way in WAYS:
            met = sum(bool(o[way] and o[way]["targets"][target]["met"]) for o in outcomes)
            low, high = wilson(met, len(outcomes))
            rows.append((target, way, met, len(outcomes), met / len(outcomes), low, high))
    columns = ["target", "way", "met", "draws", "chance", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def wilson(met: int, draws: int) -> tuple[float, float]:
    """(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), p = met / draws."""
    z = float(norm.ppf(0.5 + LEVEL / 2.0))
    p, over = met / draws, z * z / draws
    half = z * float(np.sqrt(p * (1.0 - p) / draws + over / (4.0 * draws)))
    middle, size = p + over / 2.0, 1.0 + over
    return max(0.0, (middle - half) / size), min(1.0, (middle + half) / size)


def chosen(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """project, times, share: in how many draws planning anew starts it; the most frequent first."""
    plans = [o["replanned"]["starts"] for o in outcomes if o["replanned"]]
    times = pd.Series([p for plan in plans for p in plan], dtype=object).value_counts()
    table = times.rename_axis("project").rename("times").reset_index()
    table["share"] = table["times"] / max(1, len(plans))
    order = ["times", "project"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)


def breaks(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """limit, item, draws, share, mean: limits that the held plan breaks, and by how much (their unit)."""
    rows = [
        (found["code"], clash["limit"], clash["item"], clash["amount"], clash["unit"])
        for found in outcomes for clash in found["broken"]
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["case", "limit", "item", "amount", "unit"])
    grouped = table.groupby(["limit", "item", "unit"])
    found = pd.DataFrame({"draws": grouped["case"].nunique(), "mean": grouped["amount"].mean()})
    found["share"] = found["draws"] / max(1, len(outcomes))
    found = found.reset_index()[["limit", "item", "unit", "draws", "share", "mean"]]
    order = ["draws", "limit", "item"]
    return found.sort_values(order, ascending=[False, True, True], ignore_index=True)
