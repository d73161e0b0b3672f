"""Exports of the reanalysis ERA5 (Copernicus Climate Data Store) as netCDF.

Used: ssrd and fdir (J/m², sums of the hour that ends at the label), t2m (K), u10, v10 or u100,
v100 (m/s), sp (Pa), z (m²/s²). Layout: ECMWF, ERA5 data documentation, table 1 and "Accumulations".
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray
from pvlib.solarposition import get_solarposition

from citywright.energy.profiles.split import split_irradiance
from citywright.energy.profiles.weather import (
    Fault,
    LeapDay,
    Place,
    Weather,
    WeatherError,
    fault,
    whole_year,
    wrong_layout,
)

ABSOLUTE_ZERO = 273.15
GRAVITY = 9.80665
"""Standard gravity (m/s²), by which ERA5 divides geopotential to height."""
SECONDS = 3600.0
NEEDED = ("ssrd", "t2m")
WINDS = (("u100", "v100", 100.0), ("u10", "v10", 10.0))
"""Components and height (m) of the wind; the higher one is taken where a file has both."""


def read_era5(
    path: Path, latitude: float, longitude: float, offset: float,
    leap_day: LeapDay | None = None, year: int | None = None,
) -> Weather:  # fmt: skip
    """The weather at the grid point nearest to a place, `offset` hours ahead of UTC.

    ghi = ssrd / 3600;  dni by fdir / (3600 sin(elevation)) where fdir is there, else by Erbs.

    Raises
    ------
    WeatherError
        With every fault: variables missing, units that are not ERA5's, a place off the grid.
    """
    try:
        with xarray.open_dataset(path, engine="netcdf4") as opened:
            data = opened.load()
    except (OSError, ValueError, KeyError) as error:
        raise WeatherError(path.name, [wrong_layout("ERA5", error)]) from error
    faults = _missing(data) or _off_grid(data, latitude, longitude) or _wrong_units(data)
    if faults:
        raise WeatherError(path.name, faults)
    point = data.sel(latitude=latitude, longitude=longitude, method="nearest")
    frame, height = _frame(point)
    if year is not None:
        frame = frame[pd.DatetimeIndex(frame.index).year == year]
    ground = float(np.ravel(point["z"].to_numpy())[0]) / GRAVITY if "z" in point else 0.0
    place = Place(float(point["latitude"]), float(point["longitude"]), ground, offset, height)
    return whole_year(_with_beam(frame, place), place, path.name, leap_day, year)


def _time_of(data: Any) -> str:  # noqa: ANN401  (xarray is untyped here)
    """The store named the axis `time` until 2024 and `valid_time` since."""
    return "valid_time" if "valid_time" in data.dims else "time"


def _missing(data: Any) -> list[Fault]:  # noqa: ANN401
    found = [fault("column", column=name) for name in NEEDED if name not in data]
    if not any(u in data and v in data for u, v, _ in WINDS):
        found.append(fault("column", column="u100, v100 | u10, v10"))
    axes = ("latitude", "longitude", _time_of(data))
    return found + [fault("column", column=axis) for axis in axes if axis not in data.coords]


def _off_grid(data: Any, latitude: float, longitude: float) -> list[Fault]:  # noqa: ANN401
    """A place more than one step of the grid away from every point is not on it."""
    for axis, wanted in (("latitude", latitude), ("longitude", longitude)):
        points = np.sort(np.atleast_1d(data[axis].to_numpy()).astype(float))
        step = float(np.diff(points).max()) if len(points) > 1 else 0.25
        if np.abs(points - wanted).min() > step:
            shown = f"{points[0]:g} … {points[-1]:g}"
            return [fault("off_grid", axis=axis, wanted=f"{wanted:g}", found=shown)]
    return []


def _wrong_units(data: Any) -> list[Fault]:  # noqa: ANN401
    """Values that cannot be J/m² and K, whatever their attributes say."""
    faults = []
    sun, warmth = float(data["ssrd"].max()), float(data["t2m"].median())
    if 0.0 < sun < 5000.0:  # 1.4 W/m² as the largest hour of a year: these are W/m²
        faults.append(fault("unit", column="ssrd", value=f"{sun:g}", unit="J/m²"))
    if warmth < 100.0:
        faults.append(fault("unit", column="t2m", value=f"{warmth:g}", unit="K"))
    return faults


def _frame(point: Any) -> tuple[pd.DataFrame, float]:  # noqa: ANN401
    time = _time_of(point)
    # a label ends its hour; ours begin theirs
    index = pd.DatetimeIndex(point[time].to_numpy()).tz_localize("UTC") - pd.Timedelta(hours=1)

    def values(name: str) -> np.ndarray:
        array = point[name]
        if "expver" in array.dims:  # final and preliminary data side by side, each with gaps
            array = array.max("expver")
        return np.asarray(array.to_numpy(), dtype=float)

    east, north, height = next((u, v, h) for u, v, h in WINDS if u in point and v in point)
    columns = {
        "ghi": values("ssrd") / SECONDS,
        "temp_air": values("t2m") - ABSOLUTE_ZERO,
        "wind_speed": np.hypot(values(east), values(north)),
    }
    if "sp" in point:
        columns["pressure"] = values("sp")
    if "fdir" in point:
        columns["beam"] = values("fdir") / SECONDS
    return pd.DataFrame(columns, index=index), height


def _with_beam(frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    if "beam" not in frame:
        return split_irradiance(frame, place)
    middle = pd.DatetimeIndex(frame.index) + pd.Timedelta(minutes=30)
    zenith = get_solarposition(middle, place.latitude, place.longitude, place.altitude)["zenith"]
    height = np.cos(np.radians(zenith.to_numpy()))
    is_up = height > np.sin(np.radians(2.0))  # as for PVGIS: no quotient at the horizon
    beam = np.where(is_up, frame["beam"].to_numpy(), 0.0)
    return frame.assign(dni=beam / np.where(is_up, height, 1.0), dhi=frame["ghi"] - beam)
