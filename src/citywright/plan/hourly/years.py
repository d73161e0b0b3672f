"""The planning years of the power system, and how they stand for all years of the plan.

    λ[t,k]  hat function: a year between two planning years rests on both, by its distance to each;
            a year before the first or after the last rests on that one alone
    W_k   = Σ_t λ[t,k] d_t w_t            what the yearly cost of planning year k counts
    ω[k,t] = λ[t,k] d_t w_t / W_k          Σ_t ω[k,t] = 1

The demand for which planning year k is planned is the mean Σ_t ω[k,t] · demand_t of the years that
rest on it, so that no year's demand is free; the power system's emission of year t is
Σ_k λ[t,k] · emission_k. Where every year is a planning year both are exact.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import City

PLANNED = "yes"


@dataclass(frozen=True)
class PlanningYears:
    """years: index `power_year`; share λ[year, power_year]; weight W[power_year];
    mean ω[power_year, year].
    """

    years: pd.Index
    share: xr.DataArray
    weight: xr.DataArray
    mean: xr.DataArray


def planned_years(city: City) -> tuple[int, ...]:
    """Years that the table power_years marks as planned, in order; empty where there is none."""
    table = city.tables["power_years"]
    return tuple(sorted(int(y) for y in table["year"][table["planned"] == PLANNED]))


def planning_years(
    planned: tuple[int, ...], years: pd.Index, counted: xr.DataArray
) -> PlanningYears:
    """Weights of the planning years; `counted`[year] is d_t w_t, what a year's flows count."""
    index = pd.Index(planned, name="power_year")
    hats = [np.interp(years, planned, np.eye(len(planned))[k]) for k in range(len(planned))]
    share = xr.DataArray(np.array(hats).T, coords=[years, index])
    weight = (share * counted).sum("year")
    mean = (share * counted / weight).transpose("power_year", "year")
    return PlanningYears(index, share, weight, mean)
