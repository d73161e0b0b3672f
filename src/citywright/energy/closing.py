"""How long a search still takes, from the rate at which its gap has closed."""

import math
from collections.abc import Sequence

LOOKED_BACK = 8
"""Rounds from which the rate is taken (ours: gaps close in steps, and faster or slower over time)."""


def time_left(seconds: Sequence[float], gaps: Sequence[float], goal: float) -> float | None:
    """(log gap − log goal) / rate, with log gap = a − rate · t by least squares on the last rounds.

    Parameters
    ----------
    seconds, gaps : time of each round, and the gap then, a share of the cost above 0
    goal : gap at which the search ends

    Returns
    -------
    seconds that are left, 0 where the goal is reached; None where the gap has not closed yet
    """
    if not gaps:
        return None
    if gaps[-1] <= goal:
        return 0.0
    t, y = list(seconds[-LOOKED_BACK:]), [math.log(g) for g in gaps[-LOOKED_BACK:]]
    mean_t, mean_y = sum(t) / len(t), sum(y) / len(y)
    spread = sum((a - mean_t) ** 2 for a in t)
    slope = sum((a - mean_t) * (b - mean_y) for a, b in zip(t, y, strict=True))
    if spread == 0.0 or slope >= 0.0:
        return None
    return (y[-1] - math.log(goal)) * spread / -slope
