"""A made-up year of weather for a place: clear sky, clouds, seasons and wind, by a seed.

For cities without a weather file, and for the built-in one. It is **generated**: its means and
swings are the climate's, its hours are nobody's. Rows that rest on it are `illustrative`, or
`estimated` where only the yearly energy is used.
"""

from dataclasses import dataclass
from datetime import timedelta, timezone

import numpy as np
import pandas as pd
from pvlib import atmosphere, clearsky, irradiance, solarposition
from scipy.special import ndtr
from scipy.stats import weibull_min

from citywright.energy.profiles.ground import within
from citywright.energy.profiles.weather import Weather


@dataclass(frozen=True)
class Climate:
    """What is known of the weather of a place.

    mean_temperature, season, day  °C: mean of the year, half the swing over the year, half the
                                   swing over a clear day
    coldest_day        day of the year (1 = 1 January)
    temperature_spell  °C: standard deviation of spells of some days
    clearness          mean ratio of irradiance to that of a clear sky, winter and summer
    wind_mean, wind_shape          m/s, and the shape of its Weibull distribution
    wind_height        m
    """

    mean_temperature: float
    season: float
    day: float
    coldest_day: float
    temperature_spell: float
    clearness: tuple[float, float]
    wind_mean: float
    wind_shape: float
    wind_height: float


@dataclass(frozen=True)
class Site:
    """Where the weather is made up: degrees, m, hours ahead of UTC."""

    latitude: float
    longitude: float
    altitude: float
    offset: float


def synthetic_weather(
    site: Site, climate: Climate, year: int, seed: int, region: int = 0, correlation: float = 0.0
) -> Weather:
    """GHI = κ_t GHI_clear;  T = mean + season + day + spell;  v = F⁻¹_Weibull(Φ(z_t))

    κ: a latent AR(1) process by day and by hour, put through the normal distribution so that its
    mean is the climate's; GHI_clear: simplified Solis (Ineichen 2008); beam and diffuse by Erbs.
    Temperature and wind have AR(1) spells; wind is a little stronger in the afternoon, in winter and
    spring. `correlation` of the innovations is shared by all sites with the same `region` seed, so
    that neighbours have like weather. The same arguments give the same year, bit for bit.
    """
    within("correlation", correlation, 0.0, 1.0)
    zone = timezone(timedelta(hours=site.offset))
    index = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", tz=zone)
    draw = _Draw(seed, region, correlation)
    days = len(index) // 24
    season = np.cos((np.arange(len(index)) / 24.0 - climate.coldest_day + 1) / days * 2 * np.pi)
    cloud = _clearness(climate, draw, season, days)
    sun, clear = _clear_sky(site, index)
    ghi = clear * cloud
    parts = irradiance.erbs(ghi, sun["zenith"].to_numpy(), index.day_of_year.to_numpy())
    frame = pd.DataFrame(
        {
            "ghi": ghi,
            "dni": np.nan_to_num(parts["dni"]),
            "dhi": np.nan_to_num(parts["dhi"]),
            "temp_air": _temperature(climate, draw, season, cloud),
            "wind_speed": _wind(climate, draw, season),
        },
        index=index,
    )
    return Weather(
        frame, site.latitude, site.longitude, site.altitude, site.offset, climate.wind_height
    )


class _Draw:
    """Standard normal innovations, part of them common to a region."""

    def __init__(self, seed: int, region: int, correlation: float) -> None:
        self.own = np.random.default_rng(seed)
        self.common = np.random.default_rng(region)
        self.shared = np.sqrt(correlation), np.sqrt(1.0 - correlation)

    def process(self, length: int, memory: float) -> np.ndarray:
        """z_t = φ z_{t-1} + sqrt(1 - φ²) ε_t with φ = exp(-1/memory): standard normal, AR(1)."""
        noise = self.shared[0] * self.common.standard_normal(length)
        noise = noise + self.shared[1] * self.own.standard_normal(length)
        keep = float(np.exp(-1.0 / memory))
        gain, level = float(np.sqrt(1.0 - keep**2)), float(noise[0])
        found = np.empty(length)
        for t, shock in enumerate(noise.tolist()):
            level = keep * level + gain * shock
            found[t] = level
        return found


def _clearness(climate: Climate, draw: _Draw, season: np.ndarray, days: int) -> np.ndarray:
    """κ in 0.1 ... 1: spells of 1.5 days, and passing clouds of 2 hours; mean by season."""
    daily = np.repeat(draw.process(days, 1.5), 24)
    hourly = draw.process(days * 24, 2.0)
    share = ndtr((daily + 0.5 * hourly) / np.sqrt(1.25))  # uniform over the year
    winter, summer = climate.clearness
    mean = (winter + summer) / 2.0 + (winter - summer) / 2.0 * season
    # a uniform u to the power q has the mean 1/(1+q); 0.1 is a sky of thick cloud
    power = (1.0 - 0.1) / (mean - 0.1) - 1.0
    found: np.ndarray = 0.1 + 0.9 * share**power
    return found


def _clear_sky(site: Site, index: pd.DatetimeIndex) -> tuple[pd.DataFrame, np.ndarray]:
    middle = index + pd.Timedelta(minutes=30)
    sun = solarposition.get_solarposition(middle, site.latitude, site.longitude, site.altitude)
    pressure = atmosphere.alt2pres(site.altitude)
    # aerosol and water of the humid, hazy plains of eastern China: estimated
    clear = clearsky.simplified_solis(
        sun["apparent_elevation"].to_numpy(), aod700=0.25, precipitable_water=2.5, pressure=pressure
    )
    return sun, np.nan_to_num(np.asarray(clear["ghi"], dtype=float)).clip(min=0.0)


def _temperature(
    climate: Climate, draw: _Draw, season: np.ndarray, cloud: np.ndarray
) -> np.ndarray:
    """Coldest at five, warmest at fifteen o'clock; clouds flatten the day."""
    hour = np.arange(len(season)) % 24
    of_day = np.cos((hour - 15.0) / 24.0 * 2.0 * np.pi)
    sky = cloud.reshape(-1, 24).mean(axis=1).repeat(24)
    spell = draw.process(len(season), 72.0)
    found: np.ndarray = climate.mean_temperature - climate.season * season
    found = found + climate.day * of_day * (0.3 + 0.9 * sky)
    return found + climate.temperature_spell * spell


def _wind(climate: Climate, draw: _Draw, season: np.ndarray) -> np.ndarray:
    """Weibull with the climate's mean; spells of half a day; 10 % more in the afternoon."""
    hour = np.arange(len(season)) % 24
    u = ndtr(draw.process(len(season), 12.0))
    raw = weibull_min.ppf(np.clip(u, 1e-9, 1 - 1e-9), climate.wind_shape)
    raw = raw * (1.0 + 0.1 * np.cos((hour - 14.0) / 24.0 * 2.0 * np.pi)) * (1.0 + 0.08 * season)
    found: np.ndarray = raw * climate.wind_mean / raw.mean()
    return found.clip(max=60.0)
