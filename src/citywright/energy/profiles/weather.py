"""One year of weather by the hour, whatever file it came from.

A row covers the hour that begins at its label, in local standard time (a fixed offset from UTC, no
daylight saving). Every fault of a file is named, all at once; nothing is filled or cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Literal

import numpy as np
import pandas as pd

from citywright.errors import InputError
from citywright.words import say

COLUMNS = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
"""Irradiance on the horizontal, beam, diffuse (W/m²), air temperature (°C), wind speed (m/s)."""
PRESSURE = "pressure"
"""Air pressure (Pa), where the file has it."""
TYPICAL_YEAR = 1990
"""Label of a typical year that is put together from several; pvlib takes the same for PVGIS."""

RANGES = {
    "ghi": (-5.0, 1500.0),        # 1500: enhancement by clouds above the solar constant's share
    "dni": (-5.0, 1415.0),        # solar constant 1361 W/m² times 1.034 in January
    "dhi": (-5.0, 1000.0),
    "temp_air": (-90.0, 60.0),    # WMO extremes: -89.2 and 56.7 °C
    "wind_speed": (0.0, 115.0),   # WMO extreme: 113.3 m/s
    "pressure": (30_000.0, 110_000.0),
}  # fmt: skip
"""Beyond these a value is a code for "missing" or stands in another unit."""

LeapDay = Literal["keep", "drop"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a weather file: a key of the words and its values."""

    key: str
    values: dict[str, object]

    def text(self, lang: str = "en") -> str:
        """The sentence in `lang`."""
        return say(self.key, lang, **self.values)


class WeatherError(InputError):
    """A weather file that cannot be used; carries every fault."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("energy.weather_faults", file=file, count=len(faults))

    def text(self, lang: str = "en") -> str:
        """The count and then every fault on its own line."""
        return "\n".join([super().text(lang), *(fault.text(lang) for fault in self.faults)])


def fault(key: str, **values: object) -> Fault:
    """A fault by the last part of its key."""
    return Fault(f"energy.weather_{key}", values)


def wrong_layout(layout: str, error: Exception) -> Fault:
    """The fault of a file that the reader of a layout could not take, with its first words."""
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return fault("layout", layout=layout, reason=reason)


@dataclass(frozen=True)
class Weather:
    """A year of weather at a place.

    frame        8760 or 8784 rows; ghi, dni, dhi (W/m², mean of the hour), temp_air (°C),
                 wind_speed (m/s), pressure (Pa) where known; its index begins each hour
    latitude, longitude  degrees; altitude in m
    offset       hours from UTC of the labels
    wind_height  height of the wind speed above ground, m
    """

    frame: pd.DataFrame
    latitude: float
    longitude: float
    altitude: float
    offset: float
    wind_height: float

    @property
    def middle(self) -> pd.DatetimeIndex:
        """The middle of every hour, where the sun is taken to stand."""
        return pd.DatetimeIndex(self.frame.index) + pd.Timedelta(minutes=30)


@dataclass(frozen=True)
class Place:
    """Where the rows of a file were measured, and how they are labelled."""

    latitude: float
    longitude: float
    altitude: float
    offset: float
    wind_height: float


def whole_year(
    frame: pd.DataFrame, place: Place, file: str, leap_day: LeapDay | None = None,
    year: int | None = None,
) -> Weather:  # fmt: skip
    """The rows as one checked year in the local time of `place`.

    `frame` has an index with a time zone, each label within its hour. Hours that the offset moves
    over New Year are taken from the other end of the same year. Where `year` is not given, the
    year is that of most rows if all are of it, else `TYPICAL_YEAR`.

    Raises
    ------
    WeatherError
        Hours missing or twice, a leap day that nobody decided about, values that are none, out of
        range or in another unit.
    """
    local = pd.DatetimeIndex(frame.index).tz_convert("UTC").floor("h").tz_localize(None)
    local += pd.Timedelta(hours=place.offset)
    years = np.unique(pd.DatetimeIndex(frame.index).year)
    label = year if year is not None else int(years[0]) if len(years) == 1 else TYPICAL_YEAR
    faults: list[Fault] = []
    is_leap_day = (local.month == 2) & (local.day == 29)
    keep = np.ones(len(local), dtype=bool)
    if is_leap_day.any() and leap_day is None:
        faults.append(fault("leap_day", hours=int(is_leap_day.sum())))
    if leap_day != "keep":
        keep = ~is_leap_day
    place_in_year = _hour_of_year(local, leap=leap_day == "keep" and bool(is_leap_day.any()))
    length = 8784 if leap_day == "keep" and is_leap_day.any() else 8760
    faults += _hour_faults(place_in_year[keep], length)
    faults += _value_faults(frame[keep])
    if faults:
        raise WeatherError(file, faults)
    ordered = frame[keep].iloc[np.argsort(place_in_year[keep], kind="stable")]
    return _labelled(ordered, place, label, length)


def _hour_of_year(local: pd.DatetimeIndex, leap: bool) -> np.ndarray:
    """0 for the first hour of 1 January; hours of 29 February count where `leap`."""
    days = np.array([31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    before = np.concatenate([[0], np.cumsum(days)[:-1]])
    month, day, hour = (np.asarray(a) for a in (local.month, local.day, local.hour))
    found: np.ndarray = (before[month - 1] + day - 1) * 24 + hour
    return found


def _hour_faults(hours: np.ndarray, length: int) -> list[Fault]:
    faults = []
    if len(hours) != length:
        faults.append(fault("length", found=len(hours), wanted=length))
    counts = np.bincount(hours, minlength=length)[:length]
    for key, places in (
        ("gap", np.flatnonzero(counts == 0)),
        ("twice", np.flatnonzero(counts > 1)),
    ):
        if len(places):
            faults.append(fault(key, count=len(places), first=int(places[0]) + 1))
    return faults


def _value_faults(frame: pd.DataFrame) -> list[Fault]:
    faults = []
    for name in (*COLUMNS, PRESSURE):
        if name not in frame:
            if name != PRESSURE:
                faults.append(fault("column", column=name))
            continue
        values = frame[name].to_numpy(dtype=float)
        none = np.flatnonzero(~np.isfinite(values))
        if len(none):
            faults.append(fault("none", column=name, count=len(none), first=int(none[0]) + 1))
            continue
        if name == "temp_air" and 180.0 < float(np.median(values)) < 340.0:
            faults.append(fault("kelvin", median=f"{np.median(values):.1f}"))
            continue
        low, high = RANGES[name]
        wrong = np.flatnonzero((values < low) | (values > high))
        if len(wrong):
            shown = {"value": f"{values[wrong[0]]:g}", "first": int(wrong[0]) + 1}
            limits = {"low": f"{low:g}", "high": f"{high:g}", "count": len(wrong)}
            faults.append(fault("range", column=name, **shown, **limits))
    return faults


def _labelled(ordered: pd.DataFrame, place: Place, year: int, length: int) -> Weather:
    is_leap = pd.Timestamp(year, 1, 1).is_leap_year
    if (length == 8784) != is_leap:  # labels need a year of that length
        year = TYPICAL_YEAR if length == 8760 else 1992
    zone = timezone(timedelta(hours=place.offset))
    index = pd.date_range(f"{year}-01-01", periods=length, freq="h", tz=zone)
    names = [name for name in (*COLUMNS, PRESSURE) if name in ordered]
    values = ordered[names].to_numpy(dtype=float)
    frame = pd.DataFrame(values, index=index, columns=names)
    sun = ["ghi", "dni", "dhi"]
    frame[sun] = frame[sun].clip(lower=0.0)  # sensors read down to -5 W/m² at night
    return Weather(
        frame, place.latitude, place.longitude, place.altitude, place.offset, place.wind_height
    )
