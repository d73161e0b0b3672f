"""How far indicators can differ among near-best plans: what was found, and what no plan exceeds."""

import numpy as np
import pandas as pd

from citywright.plan.alternatives.aim import Aim, Ratio, ratio_of
from citywright.plan.alternatives.built import Built
from citywright.plan.alternatives.climbing import Reached
from citywright.plan.alternatives.land import Land
from citywright.plan.executor import Hands, Job, answers
from citywright.plan.program import Floats

ENDS = (-1.0, 1.0)
"""Least and most."""


def spans(b: Built, land: Land, aims: list[Aim], plans: list[Floats], hands: Hands) -> pd.DataFrame:
    """indicator, year, least, most, bound_least, bound_most."""
    ratios = [ratio_of(b, aim) for aim in aims]
    asked = [(ratio, sign) for ratio in ratios for sign in ENDS]
    replies = answers(Job(farthest, land), asked, hands)
    rows = []
    for k, (aim, ratio) in enumerate(zip(aims, ratios, strict=True)):
        known = [ratio.value(x) for x in plans]
        ends = replies[2 * k : 2 * k + 2]
        values = [*known, *(ratio.value(end.x) for end in ends if end is not None)]
        low, high = (
            sign * end.bound if end is not None else np.nan
            for sign, end in zip(ENDS, ends, strict=True)
        )
        rows.append((aim.indicator, aim.year, min(values), max(values), low, high))
    columns = ["indicator", "year", "least", "most", "bound_least", "bound_most"]
    return pd.DataFrame(rows, columns=columns)


def farthest(land: Land, asked: tuple[Ratio, float]) -> Reached | None:
    """The near-best plan with the least or most of an indicator."""
    ratio, sign = asked
    return land.mountain.climb_ratio(ratio, sign, [land.limit])
