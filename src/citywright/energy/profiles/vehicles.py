"""What a fleet of electric vehicles does on average, from when it leaves and when it returns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.profiles.ground import HOURS_OF_DAY, distribution, same_length, within

COMMUTERS_LEAVE = (
    0.005, 0.003, 0.002, 0.002, 0.005, 0.02, 0.07, 0.2, 0.18, 0.08, 0.05, 0.04,
    0.04, 0.05, 0.045, 0.035, 0.03, 0.04, 0.04, 0.03, 0.015, 0.01, 0.005, 0.003,
)  # fmt: skip
COMMUTERS_RETURN = (
    0.008, 0.005, 0.003, 0.002, 0.002, 0.003, 0.007, 0.015, 0.02, 0.025, 0.035, 0.055,
    0.045, 0.035, 0.03, 0.045, 0.075, 0.15, 0.16, 0.11, 0.07, 0.05, 0.03, 0.02,
)  # fmt: skip
"""Shares of a day's first departures and last returns by hour: estimated, from the general shape of
travel surveys (peaks at seven to eight and at seventeen to eighteen)."""


@dataclass(frozen=True)
class Habits:
    """How a fleet is used: estimated, but for what a user knows of it.

    departure, arrival   24 shares of a day's first departures and last returns
    plugged_when_parked  share of parked vehicles that are plugged in
    weekend              driving on Saturday and Sunday over that of another day
    """

    departure: Sequence[float] = COMMUTERS_LEAVE
    arrival: Sequence[float] = COMMUTERS_RETURN
    plugged_when_parked: float = 0.8
    weekend: float = 0.8


def fleet_profile(
    hours: pd.DatetimeIndex,
    km_per_day: float,
    consumption: float,
    charger: float,
    efficiency: float = 0.95,
    habits: Habits | None = None,
    factor: np.ndarray | None = None,
) -> pd.DataFrame:
    """driving_t = E_d (dep_h + arr_h) / 2;   plugged_t = ρ (1 - away_t);
    plain_t = Σ_s κ_{t-s} E_d arr_s / η,   so that  Σ_t driving = η Σ_t plain

    E_d: energy of a vehicle's day (kWh) = km_per_day · consumption, times `weekend` on Saturday and
    Sunday, and times `factor` (by hour; cold or hot weather), averaged over its day. Half of it is
    used in the hour of leaving, half in that of returning. away: those that have left and not
    returned; ρ = `plugged_when_parked`. κ spreads the charging of a returned vehicle over the hours
    that its charger needs, the last of the year over the first.

    hours        whole days, each from 0 to 23 o'clock
    consumption  kWh/km on the road; charger kW; efficiency of charging
    Result       plugged (share), driving (kWh per vehicle and hour), plain_charging (kW per
                 vehicle that charges as it comes); indexed by hours.
    """
    within("km_per_day", km_per_day, 0.0, 2000.0)
    within("efficiency", efficiency, 0.01, 1.0)
    within("charger", charger, 0.1, 1000.0)
    h = habits or Habits()
    within("plugged_when_parked", h.plugged_when_parked, 0.0, 1.0)
    leave, come = distribution("departure", h.departure), distribution("arrival", h.arrival)
    days = len(hours) // HOURS_OF_DAY
    same_length("hours", np.asarray(hours.hour), days * HOURS_OF_DAY)
    used = _energy_of_days(hours, km_per_day * consumption, h.weekend, factor)
    within("charging_hours", float(used.max()) / (efficiency * charger), 0.0, HOURS_OF_DAY)
    driving = np.outer(used, (leave + come) / 2.0).ravel()
    need = np.outer(used / efficiency, come).ravel()
    away = np.cumsum(leave - come)
    away -= away.min()  # at some hour all are home
    plain = _charged(need, np.repeat(used / efficiency / charger, HOURS_OF_DAY))
    columns = {
        "plugged": np.tile(h.plugged_when_parked * (1.0 - away), days),
        "driving": driving,
        "plain_charging": plain,
    }
    return pd.DataFrame(columns, index=hours)


def _energy_of_days(
    hours: pd.DatetimeIndex, energy: float, weekend: float, factor: np.ndarray | None
) -> np.ndarray:
    """kWh per vehicle on each day."""
    first = np.asarray(hours.day_of_week)[::HOURS_OF_DAY]
    used: np.ndarray = energy * np.where(first >= 5, weekend, 1.0)
    if factor is not None:
        weather = same_length("factor", np.asarray(factor, dtype=float), len(hours))
        used = used * weather.reshape(-1, HOURS_OF_DAY).mean(axis=1)
    return used


def _charged(need: np.ndarray, duration: np.ndarray) -> np.ndarray:
    """Energy that is needed at each hour, drawn evenly over the `duration` (hours) that follows.

    An hour that is partly used carries its part; the end of the year goes on at its beginning.
    """
    drawn = np.zeros_like(need)
    for later in range(int(np.ceil(duration.max())) if duration.max() > 0.0 else 1):
        part = np.clip(duration - later, 0.0, 1.0) / np.maximum(duration, 1e-12)
        drawn += np.roll(need * np.where(duration > 0.0, part, 0.0), later)
    return drawn
