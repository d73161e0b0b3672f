"""Output of photovoltaics from weather, by pvlib and the PVWatts model."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pvlib import iam, irradiance, pvsystem, solarposition, temperature
from pvlib import inverter as inverters

from citywright.energy.profiles.ground import within
from citywright.energy.profiles.weather import Weather

Mounting = Literal["open_rack_glass_polymer", "close_mount_glass_glass", "open_rack_glass_glass"]


@dataclass(frozen=True)
class PvSystem:
    """What of a photovoltaic system matters to its output.

    Sources: losses, inverter efficiency and temperature coefficient from Dobos (2014), PVWatts
    Version 5 Manual, NREL/TP-6A20-62641 (losses of 14.08 % in all: soiling 2,
    shading 3, mismatch 2, wiring 2, connections 0.5, light-induced degradation 1.5, nameplate 1,
    availability 3 %; "premium" modules -0.35 %/K). dc_ac_ratio 1.2 and albedo 0.2: the defaults of PVWatts.
    """

    dc_ac_ratio: float = 1.2
    losses: float = 0.1408
    inverter_efficiency: float = 0.96
    temperature_coefficient: float = -0.0035
    albedo: float = 0.2
    mounting: Mounting = "open_rack_glass_polymer"


def pv_profile(
    weather: Weather,
    tilt: float,
    azimuth: float,
    system: PvSystem | None = None,
    per: Literal["ac", "dc"] = "ac",
) -> pd.Series:
    """P/P_cap = η_inv(P_dc) P_dc,  P_dc = r (1 - losses) E_eff/1000 [1 + γ (T_cell - 25)]

    E_eff is the irradiance on the plane (Hay and Davies 1980) with the reflection of the beam off
    the glass (Fresnel); T_cell by the Sandia model (King et al. 2004); the inverter limits output
    to its rating. The sun stands where it is in the middle of the hour; with the sun below the
    horizon there is none.

    tilt 0 (flat) ... 90, azimuth clockwise from north (180: south), degrees. Result: per unit of
    AC capacity (0 ... 1), or of DC capacity where `per` is "dc"; one value per hour.
    """
    within("tilt", tilt, 0.0, 90.0)
    within("azimuth", azimuth, 0.0, 360.0)
    s = system or PvSystem()
    sun, effective = _effective_irradiance(weather, tilt, azimuth, s.albedo)
    parameters = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][s.mounting]
    frame = weather.frame
    wind = frame["wind_speed"].to_numpy() * (10.0 / weather.wind_height) ** (1.0 / 7.0)
    cell = temperature.sapm_cell(effective, frame["temp_air"].to_numpy(), wind, **parameters)
    dc = pvsystem.pvwatts_dc(effective, cell, s.dc_ac_ratio, s.temperature_coefficient)
    dc = np.maximum(dc * (1.0 - s.losses), 0.0)
    ac = inverters.pvwatts(dc, 1.0 / s.inverter_efficiency, s.inverter_efficiency)
    output = np.where((sun["elevation"].to_numpy() > 0.0) & (effective > 0.0), ac, 0.0)
    if per == "dc":
        output = output / s.dc_ac_ratio
    return pd.Series(output, index=frame.index, name="pv")


def _effective_irradiance(
    weather: Weather, tilt: float, azimuth: float, albedo: float
) -> tuple[pd.DataFrame, np.ndarray]:
    """The sun's place and the irradiance that passes the glass (W/m²)."""
    middle, frame = weather.middle, weather.frame
    sun = solarposition.get_solarposition(
        middle, weather.latitude, weather.longitude, weather.altitude
    )
    parts = irradiance.get_total_irradiance(
        tilt, azimuth, sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy(),
        frame["dni"].to_numpy(), frame["ghi"].to_numpy(), frame["dhi"].to_numpy(),
        dni_extra=irradiance.get_extra_radiation(middle.day_of_year.to_numpy()), albedo=albedo,
        model="haydavies",
    )  # fmt: skip
    angle = irradiance.aoi(
        tilt, azimuth, sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy()
    )
    passed = parts["poa_direct"] * iam.physical(angle) + parts["poa_diffuse"]
    return sun, np.nan_to_num(np.asarray(passed, dtype=float), nan=0.0)
