"""A weather file by its ending: EPW, PVGIS (CSV, JSON), ERA5 (netCDF)."""

from pathlib import Path

from citywright.energy.profiles.epw import read_epw
from citywright.energy.profiles.era5 import read_era5
from citywright.energy.profiles.pvgis import read_pvgis
from citywright.energy.profiles.weather import LeapDay, Weather, WeatherError, fault

FORMATS = (".epw", ".csv", ".json", ".nc")


def read_weather(
    path: Path,
    *,
    offset: float | None = None,
    place: tuple[float, float] | None = None,
    leap_day: LeapDay | None = None,
    year: int | None = None,
) -> Weather:
    """One year of weather from a file on disk.

    offset    hours of local time ahead of UTC; needed where the file counts in UTC (all but EPW)
    place     latitude and longitude; needed for a grid (ERA5)
    leap_day  "keep" or "drop"; needed where the year has one
    year      which year of several; also the label of a typical year

    Raises
    ------
    WeatherError
        With every fault of the file, or an argument that it needs.
    """
    suffix = path.suffix.lower()
    if not path.is_file() or suffix not in FORMATS:
        raise WeatherError(path.name, [fault("format", formats=", ".join(FORMATS))])
    if suffix == ".epw":
        return read_epw(path, leap_day, year)
    if offset is None:
        raise WeatherError(path.name, [fault("argument", name="offset")])
    if suffix != ".nc":
        return read_pvgis(path, offset, leap_day, year)
    if place is None:
        raise WeatherError(path.name, [fault("argument", name="place")])
    return read_era5(path, *place, offset, leap_day, year)
