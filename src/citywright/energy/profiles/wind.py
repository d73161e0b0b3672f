"""Output of wind turbines from weather, by windpowerlib's functions and its turbine library.

The power curves are those of the Open Energy Platform's turbine library, which windpowerlib ships
(offline). Its class `WindTurbine` is not used: with pandas 3 it warns about what pandas 4 removes.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from windpowerlib import density as densities
from windpowerlib import power_curves, power_output, wind_speed

from citywright.energy.profiles.ground import ProfileError, within
from citywright.energy.profiles.weather import PRESSURE, Weather

ROUGHNESS = 0.1
"""Roughness length (m) of farmland with scattered houses and hedges: class 2 of the European Wind
Atlas (Troen and Petersen 1989)."""
LOSSES = 0.14
"""Wakes, availability, electricity, icing: estimated, the mean of the 10 to 20 % that yield studies
take."""


@cache
def turbines() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Known turbines: type -> wind speeds (m/s), output per unit of rated power."""
    path = files("windpowerlib").joinpath("oedb", "power_curves.csv")
    known = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        name = row.pop("turbine_type")
        pairs = [(float(v), float(p)) for v, p in row.items() if p]
        speeds, watts = (np.array(column) for column in zip(*pairs, strict=True))
        if watts.size and watts.max() > 0.0:
            known[name] = (speeds, watts / watts.max())
    return known


def turbine_curve(turbine: str) -> tuple[np.ndarray, np.ndarray]:
    """Wind speeds (m/s) and output per unit of rated power of a turbine of the library.

    Raises
    ------
    ProfileError
        The library does not have it.
    """
    if turbine not in turbines():
        known = ", ".join(sorted(turbines()))
        raise ProfileError("energy.turbine_unknown", turbine=turbine, known=known)
    return turbines()[turbine]


def wind_profile(
    weather: Weather,
    hub_height: float,
    turbine: str,
    roughness: float = ROUGHNESS,
    losses: float = LOSSES,
    turbulence: float = 0.15,
) -> pd.Series:
    """P/P_rated = (1 - losses) curve(v_hub),  v_hub = v ln(h_hub/z0) / ln(h/z0)

    The curve is smoothed over turbines by a normal distribution of wind speeds whose deviation is
    `turbulence` times the speed (0 leaves it; 0.15: IEC 61400-1 class B is 0.14), and corrected for
    the density of the air where the weather has pressure. Result: per unit of rated power, by hour.
    Sources: windpowerlib 0.2 (logarithmic profile; Svenningsen 2010 for density; Nørgaard and
    Holttinen 2004 for smoothing).
    """
    within("hub_height", hub_height, 10.0, 250.0)
    within("losses", losses, 0.0, 0.9)
    speeds, curve = turbine_curve(turbine)
    if turbulence > 0.0:
        speeds, curve = _smoothed(speeds, curve, turbulence)
    v = weather.frame["wind_speed"].to_numpy()
    if weather.wind_height != hub_height:
        v = wind_speed.logarithmic_profile(v, weather.wind_height, hub_height, roughness)
    air = _density(weather, hub_height)
    output = power_output.power_curve(v, speeds, curve, air, air is not None)
    values = np.asarray(output, dtype=float) * (1.0 - losses)
    return pd.Series(values, index=weather.frame.index, name="wind")


def _smoothed(
    speeds: np.ndarray, curve: np.ndarray, turbulence: float
) -> tuple[np.ndarray, np.ndarray]:
    frame = power_curves.smooth_power_curve(
        pd.Series(speeds), pd.Series(curve), turbulence_intensity=turbulence
    )
    found = frame["value"].to_numpy()
    return frame["wind_speed"].to_numpy(), np.minimum(found, 1.0)


def _density(weather: Weather, hub_height: float) -> Any:  # noqa: ANN401  (an array or None)
    """Density of the air at the hub (kg/m³) by the barometric formula; None without pressure."""
    if PRESSURE not in weather.frame:
        return None
    kelvin = weather.frame["temp_air"].to_numpy() + 273.15 - 0.0065 * (hub_height - 2.0)
    return densities.barometric(weather.frame[PRESSURE].to_numpy(), 2.0, hub_height, kelvin)
