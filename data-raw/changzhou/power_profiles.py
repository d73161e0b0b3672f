"""Hourly profiles of the built-in city, generated with seeds: no measurement of the place is in them.

    python data-raw/changzhou/power_profiles.py

Writes profile_hours.parquet and profiles.csv into src/citywright/cities/changzhou/. Weather is made
up (`energy.profiles.synthetic_weather`) for three sites whose weather is alike; output, load shapes,
vehicles and heat follow from it by the functions of `energy.profiles`. The calendar is 2023's.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from citywright.energy.profiles.heat import cop_profile, heat_profile
from citywright.energy.profiles.load_shapes import shape
from citywright.energy.profiles.solar import pv_profile
from citywright.energy.profiles.synthetic_weather import Climate, Site, synthetic_weather
from citywright.energy.profiles.vehicles import fleet_profile
from citywright.energy.profiles.weather import Weather
from citywright.energy.profiles.wind import wind_profile

HERE = Path(__file__).parent
CITY = HERE.parents[1] / "src" / "citywright" / "cities" / "changzhou"
YEAR = 2023
REGION = 2023  # seed of what the sites share
SITES = {
    "urban": (Site(31.78, 119.97, 5.0, 8.0), 1),
    "jintan": (Site(31.72, 119.58, 6.0, 8.0), 2),
    "liyang": (Site(31.42, 119.48, 8.0, 8.0), 3),
}
# Climate of the lower Yangtze plain, general knowledge: mean 16.8 °C, January about 4, July about
# 29; clearness so that a square metre gets about 1230 kWh a year; 3.1 m/s at 10 m.
CLIMATE = Climate(
    mean_temperature=16.8, season=12.3, day=5.0, coldest_day=20, temperature_spell=3.0,
    clearness=(0.62, 0.66), wind_mean=3.1, wind_shape=1.9, wind_height=10.0,
)  # fmt: skip
TURBINE, HUB = "N131/3000", 140.0  # a low-wind machine, as built in such places
CLASSES = ("continuous", "two_shift", "construction", "services", "households", "agriculture")
KM_PER_DAY, KWH_PER_KM, CHARGER = 42.0, 0.15, 7.0  # cars in city use: estimated
EFFICIENCY = 0.95


def main() -> None:
    """Generate, write, and print what the profiles amount to."""
    weather = {
        name: synthetic_weather(site, CLIMATE, YEAR, seed, REGION, 0.9)
        for name, (site, seed) in SITES.items()
    }
    values = profiles(weather)
    names = pd.read_csv(HERE / "profile_names.csv").set_index("profile")
    assert set(names.index) == set(values)
    table = pd.DataFrame({"hour": np.arange(1, len(weather["urban"].frame) + 1, dtype="int32")})
    for name in sorted(values):
        table[name] = np.round(values[name], int(names.loc[name, "decimals"])) + 0.0
    path = CITY / "profile_hours.parquet"
    table.to_parquet(path, index=False, compression="zstd")
    rows = names.sort_index().reset_index().drop(columns="decimals")
    rows.to_csv(CITY / "profiles.csv", index=False, lineterminator="\n")
    print(table.drop(columns="hour").agg(["mean", "min", "max"]).T.round(4).to_string())
    print(f"{path.stat().st_size / 1e3:.0f} kB")


def profiles(weather: dict[str, Weather]) -> dict[str, np.ndarray]:
    """All profiles by name."""
    urban = weather["urban"]
    warmth = urban.frame["temp_air"].to_numpy()
    hours = pd.DatetimeIndex(urban.frame.index)
    made = {f"pv_{n}": pv_profile(w, 15.0, 180.0, per="dc").to_numpy() for n, w in weather.items()}
    made |= {
        f"wind_{n}": wind_profile(weather[n], HUB, TURBINE).to_numpy() for n in ("jintan", "liyang")
    }
    made |= {f"load_{k}": shape(k, hours, warmth).to_numpy() for k in CLASSES}
    # electricity per km rises by 2 % per kelvin below 10 °C and above 28 °C (heating, cooling)
    climate = 1.0 + 0.02 * (np.maximum(10.0 - warmth, 0.0) + np.maximum(warmth - 28.0, 0.0))
    cars = fleet_profile(hours, KM_PER_DAY, KWH_PER_KM, CHARGER, EFFICIENCY, factor=climate)
    made |= {
        "cars_plugged": cars["plugged"].to_numpy(),
        "cars_driving": cars["driving"].to_numpy(),
        "cars_charging": cars["plain_charging"].to_numpy(),
        "heat_demand": heat_profile(urban).to_numpy(),
        "heat_cop": cop_profile(urban).to_numpy(),
        "steam_must_run": steam(hours),
        "plants_at_work": plants(made["load_two_shift"]),
    }
    made["import_price"] = import_price(made, hours)
    return made


def steam(hours: pd.DatetimeIndex) -> np.ndarray:
    """Least output of coal plants that give steam: all of it from mid-November to mid-March."""
    day = np.asarray(hours.day_of_year)
    return np.where((day <= 74) | (day >= 319), 1.0, 0.75)


def plants(load: np.ndarray) -> np.ndarray:
    """Load of plants in two shifts over its largest: what of their demand response is there."""
    return load / load.max()


def import_price(made: dict[str, np.ndarray], hours: pd.DatetimeIndex) -> np.ndarray:
    """Factor on the price of provincial power, mean 1: dear in the evening and in heat and cold,
    cheap at night and, with much sun, at noon.

    Estimated: the province's load (like that of the city) less its sun, with a slope that gives
    about 0.5 in the valley and 1.7 at the peak, as in its time-of-use tariff.
    """
    weights = {"continuous": 0.39, "two_shift": 0.32, "services": 0.15, "households": 0.13}
    load = sum(weight * made[f"load_{k}"] for k, weight in weights.items())
    residual = np.asarray(load) - 0.45 * made["pv_urban"]
    order = residual.argsort().argsort() / (len(hours) - 1)
    factor = 0.55 + 0.75 * order + 0.45 * np.maximum(order - 0.8, 0.0) / 0.2
    return factor / factor.mean()


if __name__ == "__main__":
    main()
