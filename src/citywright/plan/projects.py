"""Projects that the plan decides on or has to carry, and how they unfold in time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.plan.timing import building, running

PERSON, GWH, TONNE = 1e-4, 1e-2, 1e-4
"""Units of projects in the plan's units: persons, GWh and tonnes."""


@dataclass(frozen=True)
class Projects:
    """Projects that the plan may or must do (running ones are in the account already).

    table: one row per project (output, investment, jobs, electricity, co2 in plan units; zone,
    sector, node, shares; cost_trend, 0 where blank); window[project, start]: 1 where a start is
    allowed; fixed: 1 where it must be; phi, spend [project, start, year]; already, already_spent
    [project, year]: what projects begun before the horizon add to the base year.
    """

    table: pd.DataFrame
    window: xr.DataArray
    fixed: xr.DataArray
    phi: xr.DataArray
    spend: xr.DataArray
    already: xr.DataArray
    already_spent: xr.DataArray

    def column(self, name: str) -> xr.DataArray:
        """Column of the table, by project."""
        return xr.DataArray(self.table[name].to_numpy(), coords=[self.table.index])


def projects_of(city: City, years: pd.Index) -> Projects:
    """The projects of a city that are not running yet."""
    table = city.tables["projects"]
    table = table[table["status"] != "running"].set_index("project")
    table.index.name = "project"
    plan = table.assign(
        jobs=table["jobs"] * PERSON,
        electricity=table["electricity"] * GWH,
        co2=table["co2"] * TONNE,
        cost_trend=table["cost_trend"].fillna(0.0),
    )
    starts = years.rename("start")
    build = plan["build_years"].to_numpy(dtype=float)[:, None, None]
    ramp = plan["ramp_years"].to_numpy(dtype=float)[:, None, None]
    age = (years.to_numpy()[None, None, :] - starts.to_numpy()[None, :, None]).astype(float)
    axes = [plan.index, starts, years]
    begun = plan["start"].to_numpy(dtype=float, na_value=np.nan)[:, None]
    before = begun < years[0]
    old_age = np.where(before, years.to_numpy()[None, :] - begun, -99.0)
    base_age = np.where(before, city.settings.base_year - begun, -99.0)
    grown = running(old_age, build[:, 0], ramp[:, 0]) - running(base_age, build[:, 0], ramp[:, 0])
    return Projects(
        table=plan,
        window=_window(plan, starts),
        fixed=xr.DataArray(
            (begun == starts.to_numpy()[None, :]).astype(float), coords=[plan.index, starts]
        ),
        phi=xr.DataArray(running(age, build, ramp), coords=axes),
        spend=xr.DataArray(building(age, build), coords=axes),
        already=xr.DataArray(grown, coords=[plan.index, years]),
        already_spent=xr.DataArray(building(old_age, build[:, 0]), coords=[plan.index, years]),
    )


def _window(plan: pd.DataFrame, starts: pd.Index) -> xr.DataArray:
    first = plan["earliest"].fillna(plan["start"]).to_numpy(dtype=float)[:, None]
    last = plan["latest"].fillna(plan["start"]).to_numpy(dtype=float)[:, None]
    year = starts.to_numpy()[None, :]
    return xr.DataArray(
        ((first <= year) & (year <= last)).astype(float), coords=[plan.index, starts]
    )
