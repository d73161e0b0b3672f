"""People, electricity and CO2 beside the account, by sector, area and year."""

from dataclasses import dataclass

import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.plan.economy import Economy, growth


@dataclass(frozen=True)
class Satellites:
    """People, electricity and CO2 per output of existing plants, by year; households beside them.

    jobs, electricity, co2 [sector, year]; share[zone, sector]; mix[skill, sector];
    home_electricity[zone, year]; home_co2[year].
    """

    jobs: xr.DataArray
    electricity: xr.DataArray
    co2: xr.DataArray
    share: xr.DataArray
    mix: xr.DataArray
    home_electricity: xr.DataArray
    home_co2: xr.DataArray
    base: dict[str, float]


def satellites_of(city: City, economy: Economy, years: pd.Index) -> Satellites:
    """Intensities of existing plants, areas and skills of a city."""
    sectors = pd.Index(city.tables["sectors"]["sector"], name="sector")
    zones = pd.Index(city.tables["zones"]["zone"], name="zone")
    skills = pd.Index(city.tables["skills"]["skill"], name="skill")
    x = economy.output
    table = city.tables["satellites"].set_index("sector").reindex(sectors)

    def intensity(column: str, rate: str, sign: float = 1.0) -> xr.DataArray:
        change = growth(city, rate, years) ** sign
        amount = xr.DataArray(table[column].to_numpy(dtype=float), coords=[sectors])
        return amount / x.where(x > 0, 1.0) * change

    share = city.tables["zone_output"].pivot(index="zone", columns="sector", values="share")
    mix = city.tables["skill_mix"].pivot(index="skill", columns="sector", values="share")
    home = city.tables["zones"].set_index("zone")["household_electricity"].reindex(zones)
    home_electricity = xr.DataArray(home.to_numpy(dtype=float), coords=[zones])
    base_home_co2 = city.assumption("household_co2")
    return Satellites(
        jobs=intensity("employment", "productivity_growth", -1.0),
        electricity=intensity("electricity", "electricity_intensity_change"),
        co2=intensity("co2", "co2_intensity_change"),
        share=xr.DataArray(
            share.reindex(index=zones, columns=sectors).fillna(0.0).to_numpy(),
            coords=[zones, sectors],
        ),
        mix=xr.DataArray(
            mix.reindex(index=skills, columns=sectors).fillna(0.0).to_numpy(),
            coords=[skills, sectors],
        ),
        home_electricity=home_electricity * growth(city, "household_electricity_growth", years),
        home_co2=base_home_co2 * growth(city, "household_co2_growth", years),
        base={
            "employment": float(table["employment"].sum()),
            "electricity": float(table["electricity"].sum() + home.sum()),
            "co2": float(table["co2"].sum()) + base_home_co2,
        },
    )
