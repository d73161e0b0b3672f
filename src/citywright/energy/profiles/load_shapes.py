"""Shapes of electricity demand over a year by kind of user, weather and calendar.

Parameters stand in three tables beside this file, each row with its source: `load_shapes.csv` (24
hours of a working day, of a weekend day and of a holiday), `load_seasons.csv` (how the load answers
to temperature and rests over the Spring Festival) and `holidays_cn.csv` (the calendar by notice of
the State Council).
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from citywright.energy.profiles.ground import ProfileError, same_length

DAYS = ("workday", "weekend", "holiday")
BEFORE, AFTER = 8, 16
"""Days before and after the lunar New Year over which the dip of the Spring Festival fades in and
out: estimated from when plants close and open."""
_SEASON = ("cooling", "cooling_from", "heating", "heating_below", "spring_festival")


@dataclass(frozen=True)
class LoadShape:
    """Parameters of one kind of user.

    days             workday, weekend, holiday × 24 hours, any scale
    cooling          rise per kelvin above cooling_from (°C), heating per kelvin below heating_below,
                     over the load without weather
    spring_festival  part of the load that rests at the height of the dip
    """

    days: np.ndarray
    cooling: float
    cooling_from: float
    heating: float
    heating_below: float
    spring_festival: float


@cache
def load_kinds() -> dict[str, LoadShape]:
    """All kinds of users with their parameters."""
    days: dict[str, dict[str, list[float]]] = {}
    for row in _rows("load_shapes.csv"):
        values = [float(row[f"h{h}"]) for h in range(24)]
        days.setdefault(row["kind"], {})[row["day"]] = values
    return {
        row["kind"]: LoadShape(
            np.array([days[row["kind"]][day] for day in DAYS]),
            *(float(row[name]) for name in _SEASON),
        )
        for row in _rows("load_seasons.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    path = files("citywright.energy.profiles").joinpath(name)
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def read_calendar(path: Path | None = None) -> pd.DataFrame:
    """Holidays as rows of first, last (dates), kind (holiday, spring_festival, workday).

    Without a path it is the calendar that comes with Citywright.
    """
    rows = _rows("holidays_cn.csv") if path is None else pd.read_csv(path).to_dict("records")
    frame = pd.DataFrame(rows)[["year", "first", "last", "kind"]]
    return frame.astype({"year": int}).assign(
        first=pd.to_datetime(frame["first"]), last=pd.to_datetime(frame["last"])
    )


def shape(
    kind: str,
    hours: pd.DatetimeIndex,
    temperature: np.ndarray | None = None,
    calendar: pd.DataFrame | None = None,
) -> pd.Series:
    """s_t ∝ day_h(t) [1 + a max(0, T̃_t - T_c) + b max(0, T_h - T̃_t)] (1 - f dip_t),  mean 1

    day: the kind's day, so scaled that its mean over the year is 1; T̃: air temperature, each hour with
    the mean of its last day in equal parts (rooms store warmth); a and b per kelvin; dip: 1 at the
    Spring Festival, fading over the days around it. Without temperature no weather is counted.

    hours        local time, in one year
    temperature  °C, one value per hour
    calendar     as `read_calendar` gives; the year of `hours` has to be in it
    Raises       ProfileError: unknown kind, no calendar for the year, a wrong length.
    """
    if kind not in load_kinds():
        known = ", ".join(sorted(load_kinds()))
        raise ProfileError("energy.shape_unknown", kind=kind, known=known)
    one = load_kinds()[kind]
    dates = pd.DatetimeIndex(hours.tz_localize(None) if hours.tz is not None else hours)
    days, dip = _days(dates, read_calendar() if calendar is None else calendar)
    base = one.days[days, np.asarray(dates.hour)]
    if temperature is not None:
        warmth = same_length("temperature", np.asarray(temperature, dtype=float), len(hours))
        base = base * (1.0 + _weather(one, warmth))
    load = base * (1.0 - one.spring_festival * dip)
    return pd.Series(load / load.mean(), index=hours, name=kind)


def _weather(one: LoadShape, temperature: np.ndarray) -> np.ndarray:
    """Rise of the load by cooling and heating, over the load without weather."""
    padded = np.concatenate([temperature[-23:], temperature])
    means = np.convolve(padded, np.full(24, 1.0 / 24.0), mode="valid")
    felt = (temperature + means) / 2.0
    found: np.ndarray = one.cooling * np.maximum(felt - one.cooling_from, 0.0)
    return found + one.heating * np.maximum(one.heating_below - felt, 0.0)


def _days(dates: pd.DatetimeIndex, calendar: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Kind of day of each hour (place in DAYS), and the dip of the Spring Festival (0 ... 1)."""
    for year in sorted(set(dates.year)):
        if year not in set(calendar["year"]):
            known = ", ".join(map(str, sorted(set(calendar["year"]))))
            raise ProfileError("energy.shape_no_calendar", year=year, known=known)
    day = dates.normalize()
    kind = np.where(np.asarray(day.day_of_week) >= 5, 1, 0)
    dip = np.zeros(len(dates))
    meaning = {"workday": 0, "holiday": 2, "spring_festival": 2}
    for row in calendar.itertuples():
        inside = np.asarray((day >= row.first) & (day <= row.last))
        kind = np.where(inside, meaning[str(row.kind)], kind)
        if row.kind == "spring_festival":
            later = np.asarray((day - row.first).days, dtype=float)
            length = (row.last - row.first).days
            rising = np.clip((later + BEFORE) / BEFORE, 0.0, 1.0)
            falling = np.clip((AFTER - later) / (AFTER - length), 0.0, 1.0)
            dip = np.maximum(dip, np.minimum(rising, falling))
    return kind, dip
