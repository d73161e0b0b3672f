"""EnergyPlus weather files (EPW), read by pvlib.

Source of the layout: EnergyPlus Auxiliary Programs, chapter 2.9. Row k of a day covers the hour
that ends at k; wind is measured at 10 m; 999 and 9999 stand for "missing".
"""

from pathlib import Path

from pvlib.iotools import read_epw as read

from citywright.energy.profiles.weather import (
    LeapDay,
    Place,
    Weather,
    WeatherError,
    whole_year,
    wrong_layout,
)

WIND_HEIGHT = 10.0


def read_epw(path: Path, leap_day: LeapDay | None = None, year: int | None = None) -> Weather:
    """The weather of an EPW file, in the time of its header.

    Raises
    ------
    WeatherError
        With every fault.
    """
    try:
        frame, about = read(path)
    except (ValueError, KeyError, UnicodeDecodeError, TypeError) as error:
        raise WeatherError(path.name, [wrong_layout("EPW", error)]) from error
    frame = frame.rename(columns={"atmospheric_pressure": "pressure"})
    place = Place(
        about["latitude"], about["longitude"], about["altitude"], about["TZ"], WIND_HEIGHT
    )
    return whole_year(frame, place, path.name, leap_day, year)
