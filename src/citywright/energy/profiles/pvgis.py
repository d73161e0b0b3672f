"""Exports of PVGIS (Joint Research Centre): hourly series and typical years, CSV and JSON.

Files on disk only, read by pvlib; nothing is fetched. Times are UTC, wind at 10 m. An hourly
export holds irradiance on the plane that was asked for: only a horizontal one can be used here.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pvlib.iotools import read_pvgis_hourly, read_pvgis_tmy

from citywright.energy.profiles.split import split_irradiance
from citywright.energy.profiles.weather import (
    LeapDay,
    Place,
    Weather,
    WeatherError,
    fault,
    whole_year,
    wrong_layout,
)

WIND_HEIGHT = 10.0


def read_pvgis(
    path: Path, offset: float, leap_day: LeapDay | None = None, year: int | None = None
) -> Weather:
    """The weather of a PVGIS export, moved to local time `offset` hours ahead of UTC.

    An hourly export of several years needs `year`, which is taken in UTC.

    Raises
    ------
    WeatherError
        With every fault.
    """
    try:
        typical = is_typical(path)
        frame, about = (read_pvgis_tmy if typical else read_pvgis_hourly)(path)
        place = _place(about["inputs"], offset)
        slope = 0.0 if typical else _slope(about["inputs"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise WeatherError(path.name, [wrong_layout("PVGIS", error)]) from error
    if slope != 0.0:
        raise WeatherError(path.name, [fault("tilted", slope=f"{slope:g}")])
    if typical:
        return whole_year(frame, place, path.name, leap_day, year)
    frame = _chosen_year(frame, year, path.name)
    return whole_year(_horizontal(frame, place), place, path.name, leap_day, year)


def is_typical(path: Path) -> bool:
    """Whether an export holds a typical year; otherwise it is an hourly series."""
    if path.suffix.lower() == ".json":
        with path.open(encoding="utf-8") as file:
            return "tmy_hourly" in json.load(file)["outputs"]
    with path.open(encoding="utf-8") as file:
        return any(line.startswith("time(UTC)") for line in file)


def _place(inputs: dict[str, Any], offset: float) -> Place:
    at = inputs.get("location", inputs)
    return Place(at["latitude"], at["longitude"], at["elevation"], offset, WIND_HEIGHT)


def _slope(inputs: dict[str, Any]) -> float:
    if "mounting_system" in inputs:
        return float(inputs["mounting_system"]["fixed"]["slope"]["value"])
    return float(str(inputs.get("Slope", "0")).split()[0])


def _chosen_year(frame: pd.DataFrame, year: int | None, file: str) -> pd.DataFrame:
    years = pd.DatetimeIndex(frame.index).year
    known = sorted(set(years))
    if year is None and len(known) > 1:
        raise WeatherError(file, [fault("years", first=known[0], last=known[-1])])
    chosen = frame if year is None else frame[years == year]
    if chosen.empty:
        raise WeatherError(file, [fault("no_year", year=year, first=known[0], last=known[-1])])
    return chosen


def _horizontal(frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    """On the horizontal: ghi = beam + diffuse, dni = beam / sin(elevation).

    Where an export has the sum only, it is split (`split_irradiance`).
    """
    if "poa_direct" not in frame:
        whole = frame.rename(columns={"poa_global": "ghi"})
        return split_irradiance(whole, place) if "ghi" in whole else whole
    beam, diffuse = frame["poa_direct"], frame["poa_sky_diffuse"]
    height = np.sin(np.radians(frame["solar_elevation"].to_numpy(dtype=float)))
    # near the horizon the quotient explodes; below 2 degrees the beam is left in the diffuse part
    is_up = height > np.sin(np.radians(2.0))
    dni = np.where(is_up, beam / np.where(is_up, height, 1.0), 0.0)
    dhi = diffuse + np.where(is_up, 0.0, beam)
    return frame.assign(ghi=beam + diffuse, dni=dni, dhi=dhi)
