"""Learning: what is cheaper (or dearer) the later it is begun."""

import numpy as np
import xarray as xr

from citywright.plan.data import PlanData
from citywright.units import is_money

LEARNT = ("build", "start")
"""Timings of factors in money that pay for building, so that their amount follows the investment."""


def cost_of_start(data: PlanData) -> xr.DataArray:
    """(1 + g_p)^(τ − t₀): cost of p begun in τ over its cost begun in the base year, [project, start].

    g is the column cost_trend, which the plan does not move (exogenous learning).
    """
    starts = data.projects.phi["start"]
    age = (starts - data.city.settings.base_year).astype(float)
    return (1.0 + data.projects.column("cost_trend")) ** age


def cost_of_begun(data: PlanData) -> xr.DataArray:
    """The same at the real start of what was begun before the horizon, else 1, by project."""
    table = data.projects.table
    start = table["start"].to_numpy(dtype=float, na_value=np.nan)
    age = np.where(start < data.years[0], start - data.city.settings.base_year, 0.0)
    return (1.0 + data.projects.column("cost_trend")) ** xr.DataArray(age, coords=[table.index])


def is_learnt(unit: str, timing: str) -> bool:
    """Whether amounts of a factor follow the investment: money, used for building."""
    return timing in LEARNT and is_money(unit)


def most_invested(data: PlanData) -> float:
    """Σ_p investment_p at its dearest start: an upper bound on spending in any year."""
    dearest = np.maximum(cost_of_start(data).max("start"), cost_of_begun(data))
    return float((data.projects.column("investment") * dearest).sum())
