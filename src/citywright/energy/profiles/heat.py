"""Heat demand and the performance of heat pumps from the temperature of the air."""

from typing import Literal

import numpy as np
import pandas as pd

from citywright.energy.profiles.ground import distribution, same_length, within
from citywright.energy.profiles.weather import Weather

COP_FIT = {
    "air": (6.08, -0.09, 0.0005),
    "ground": (10.29, -0.21, 0.0012),
    "water": (9.97, -0.20, 0.0012),
}
"""COP = a + b ΔT + c ΔT², ΔT in K: fit of manufacturers' data by Ruhnau, Hirth and Praktiknjo
(2019), Time series of heat demand and heat pump efficiency for energy system modeling, Scientific
Data 6:189."""
LEAST_LIFT = 15.0
"""The fit begins at a lift of 15 K; below, its authors hold that value."""
CORRECTION = 0.85
"""Real operation against tests in the laboratory: same source."""
SINKS = {"floor": (30.0, -0.5), "radiator": (40.0, -1.0), "water": (50.0, 0.0)}
"""Temperature of the heat (°C) = first + second · T_air: same source."""

MORNING_AND_EVENING = (
    0.7, 0.7, 0.7, 0.7, 0.75, 0.95, 1.2, 1.3, 1.2, 1.05, 1.0, 0.95,
    0.95, 0.95, 0.95, 1.0, 1.1, 1.2, 1.3, 1.3, 1.25, 1.1, 0.9, 0.8,
)  # fmt: skip
"""Heating of homes over a day, mean 1: estimated (set back at night, peaks at six to eight)."""


def cop_profile(
    weather: Weather,
    source: Literal["air", "ground", "water"] = "air",
    sink: Literal["floor", "radiator", "water"] = "radiator",
    source_temperature: np.ndarray | None = None,
) -> pd.Series:
    """COP = 0.85 (a + b ΔT + c ΔT²),  ΔT = max(15 K, T_sink - T_source)

    The source of air is the weather's air; ground and water need their temperature (°C by hour).
    """
    air = weather.frame["temp_air"].to_numpy(dtype=float)
    first, slope = SINKS[sink]
    cold = air if source_temperature is None else source_temperature
    same_length("source_temperature", cold, len(air))
    lift = np.maximum(first + slope * air - cold, LEAST_LIFT)
    return pd.Series(CORRECTION * cop_of_lift(lift, source), index=weather.frame.index, name="cop")


def cop_of_lift(lift: np.ndarray, source: Literal["air", "ground", "water"]) -> np.ndarray:
    """COP = a + b ΔT + c ΔT² of the laboratory, for a lift of ΔT kelvin (`COP_FIT`)."""
    a, b, c = COP_FIT[source]
    found: np.ndarray = a + b * lift + c * lift**2
    return found


def heat_profile(
    weather: Weather,
    threshold: float = 15.0,
    inertia: float = 24.0,
    day: tuple[float, ...] = MORNING_AND_EVENING,
) -> pd.Series:
    """q_t ∝ max(0, threshold - T̃_t) day_h,  mean 1

    T̃ is the air temperature smoothed by a building's time constant of `inertia` hours (a cyclic
    first-order lag). threshold (°C): heating limit, 15 for existing buildings (estimated); below it
    the demand grows with each degree. A year that never falls below it has no heat demand and is refused.
    """
    within("inertia", inertia, 0.0, 1000.0)
    shape = distribution("day", np.asarray(day) / np.sum(day)) * 24.0
    air = weather.frame["temp_air"].to_numpy(dtype=float)
    smooth = _lagged(air, inertia)
    hours = np.asarray(pd.DatetimeIndex(weather.frame.index).hour)
    demand = np.maximum(threshold - smooth, 0.0) * shape[hours]
    within("degree_hours", float(demand.sum()), 1e-6, np.inf)
    return pd.Series(demand / demand.mean(), index=weather.frame.index, name="heat")


def _lagged(values: np.ndarray, hours: float) -> np.ndarray:
    """y_t = y_{t-1} + (x_t - y_{t-1}) / (1 + hours), run twice so that the year closes."""
    if hours == 0.0:
        return values
    step, level = 1.0 / (1.0 + hours), float(values[-24:].mean())
    found = np.empty_like(values)
    for _ in range(2):
        for t, x in enumerate(values):
            level += step * (x - level)
            found[t] = level
    return found
