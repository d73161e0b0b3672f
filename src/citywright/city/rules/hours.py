"""The hourly values of the profiles: one column each, every hour of the year, within limits."""

import math

import numpy as np

from citywright.city.declaration import HOUR, HOURS
from citywright.city.rules.context import Context

MEAN_TOLERANCE = 1e-3
"""How far the mean of a shape may lie from 1; hourly values are rounded."""

_RANGE = {
    "availability": (0.0, 1.5), "must_run": (0.0, 1.0), "shape": (0.0, math.inf),
    "plugged": (0.0, 1.0), "driving": (0.0, math.inf), "charging": (0.0, math.inf),
    "cop": (0.1, 100.0), "power": (0.0, math.inf),
}  # fmt: skip
"""Least and largest value by quantity; a price may have any sign."""

_MEANT = {
    ("power_generators", "cost_profile"): "price",
    ("power_generators", "availability"): "availability",
    ("power_generators", "must_run_profile"): "must_run",
    ("power_classes", "profile"): "shape",
    ("power_flexible", "profile"): "power",
    ("power_fleets", "plugged"): "plugged",
    ("power_fleets", "driving"): "driving",
    ("power_fleets", "charging"): "charging",
    ("power_heat", "profile"): "shape",
    ("power_heat", "cop"): "cop",
}
"""The quantity of the profile that a column names."""


def check_profile_columns(c: Context) -> None:
    """Each profile has a column of hourly values, and each column its profile."""
    named, there = set(c["profiles"]["profile"]), set(c[HOURS]) - {HOUR}
    for row, profile in c["profiles"]["profile"].items():
        if profile not in there:
            c.note("E804", "profiles", row, "profile", profile)
    for profile in sorted(there - named):
        c.note("E805", HOURS, 1, profile, profile)


def check_profile_hours(c: Context) -> None:
    """The hours are 1, 2, ... up to those of the year, each once."""
    hours, wanted = c[HOURS][HOUR], c.settings.hours_per_year
    if len(c[HOURS].columns) == 1:
        return
    if len(hours) != wanted:
        c.note("E806", HOURS, 0, HOUR, len(hours), wanted)
    elif not np.array_equal(np.sort(hours.to_numpy(dtype=float)), np.arange(1, wanted + 1)):
        c.note("E807", HOURS, 0, HOUR, wanted)


def check_profile_values(c: Context) -> None:
    """Values are possible for their quantity; a shape has the mean 1."""
    frame = c[HOURS]
    for profile, quantity in c["profiles"][["profile", "quantity"]].itertuples(index=False):
        if profile not in frame or frame.empty:
            continue
        low, high = _RANGE.get(quantity, (-math.inf, math.inf))
        values = frame[profile].to_numpy()
        wrong = np.flatnonzero((values < low) | (values > high))
        if len(wrong):
            first, limits = int(frame.index[wrong[0]]), f"{low:g} … {high:g}"
            c.note("E808", HOURS, first, profile, f"{values[wrong[0]]:g}", limits)
        if quantity == "shape" and abs(values.mean() - 1.0) > MEAN_TOLERANCE:
            c.note("E809", HOURS, 0, profile, profile, f"{values.mean():.6g}")


def check_profile_use(c: Context) -> None:
    """A column that names a profile names one of the quantity that it needs."""
    quantity = c["profiles"].set_index("profile")["quantity"]
    for (table, column), meant in _MEANT.items():
        for row, profile in c[table][column].items():
            if profile and quantity[profile] != meant:
                c.note("E810", table, row, column, f"{profile} ({quantity[profile]})", meant)
