"""How a project unfolds in time: building, ramping up, holding.

Years are counted from the start of building, age = year − start.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def running(age: Floats, build_years: Floats, ramp_years: Floats) -> Floats:
    """φ = clip((age − build + 1) / ramp, 0, 1): share of full output reached at an age.

    The first output comes in the year after building; full output `ramp` years after that begins.
    Arrays broadcast; all in years; the result is a ratio.
    """
    return np.clip((age - build_years + 1.0) / ramp_years, 0.0, 1.0)


def building(age: Floats, build_years: Floats) -> Floats:
    """1 / build while 0 ≤ age < build, else 0: share of the investment spent at an age."""
    return np.where((age >= 0) & (age < build_years), 1.0 / build_years, 0.0)


def held(age: Floats) -> Floats:
    """1 from the start on."""
    return np.where(age >= 0, 1.0, 0.0)


def starting(age: Floats) -> Floats:
    """1 in the year of the start only."""
    return np.where(age == 0, 1.0, 0.0)


def learnt(trend: Floats, years: Floats) -> Floats:
    """(1 + g)^years: cost of a start `years` after the base year over that of one in it; blank = 0."""
    return (1.0 + np.nan_to_num(trend)) ** years
