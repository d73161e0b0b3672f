"""Everything that the model reads, as labelled arrays made from one checked city.

Labels are the dimensions of the model: sector (and buyer, the same codes), year, zone, project,
start (a year), skill, limit, programme, option, node, target. Money in the city's unit, people
in 10 000, electricity in 100 GWh, CO2 in 10 000 t, so that all numbers are of a like size.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import CITY_WIDE, City
from citywright.plan.economy import Economy, economy_of
from citywright.plan.hourly.hours import PowerByHour, power_by_hour
from citywright.plan.projects import Projects, projects_of
from citywright.plan.satellites import Satellites, satellites_of
from citywright.plan.timing import held, starting


@dataclass(frozen=True)
class PlanData:
    """One city as the model reads it."""

    city: City
    economy: Economy
    satellites: Satellites
    projects: Projects
    years: pd.Index
    discount: xr.DataArray
    horizon_weight: xr.DataArray
    hours: PowerByHour | None = None


def prepare(city: City, by_hour: bool = False) -> PlanData:
    """Arrays of the model for `city`; with its power system by the hour where `by_hour` is set."""
    years = pd.Index(city.years, name="year")
    n = np.arange(1, len(years) + 1)
    discount = xr.DataArray((1 + city.settings.discount_rate) ** -n.astype(float), coords=[years])
    economy, projects = economy_of(city, years), projects_of(city, years)
    counted = _horizon_weight(city, years)
    return PlanData(
        city=city,
        economy=economy,
        satellites=satellites_of(city, economy, years),
        projects=projects,
        years=years,
        discount=discount,
        horizon_weight=counted,
        hours=power_by_hour(city, projects, years, discount * counted) if by_hour else None,
    )


def _horizon_weight(city: City, years: pd.Index) -> xr.DataArray:
    """1 for every year, and 1 + Σ_{k≤K} (1+r)^-k for the last: its flows go on for K more years."""
    later = np.arange(1, round(city.assumption("terminal_years")) + 1)
    weight = np.ones(len(years))
    weight[-1] += float(((1 + city.settings.discount_rate) ** -later.astype(float)).sum())
    return xr.DataArray(weight, coords=[years])


def timing_profile(data: PlanData, timing: str) -> tuple[xr.DataArray, xr.DataArray]:
    """How a factor of this timing is used: [project, start, year], and [project, year] already.

    hold: 1 from the start; build: 1/build while building; start: 1 in the first year; run: φ.
    What was begun before the horizon still spends and ramps up, but its land is held already.
    """
    projects = data.projects
    if timing == "run":
        return projects.phi, projects.already
    if timing == "build":
        return projects.spend, projects.already_spent
    years, starts = projects.phi["year"], projects.phi["start"]
    age = (years - starts).astype(float)
    shape = held(age) if timing == "hold" else starting(age)
    profile = xr.DataArray(shape, coords=age.coords, dims=age.dims)
    return profile * xr.ones_like(projects.phi), xr.zeros_like(projects.already)


def scope(data: PlanData, zone: str) -> list[str]:
    """Codes of the projects in an area, or of all where the area is the whole city."""
    table = data.projects.table
    return list(table.index if zone == CITY_WIDE else table.index[table["zone"] == zone])
