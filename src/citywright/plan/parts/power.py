"""Power as a yearly balance by area.

This file is the whole seam between the plan and its power: it takes the load of each area and year
and gives cost and carbon. An hourly power system can stand in its place.
"""

import linopy
import pandas as pd
import xarray as xr

from citywright.city import CITY_WIDE
from citywright.plan.data import PlanData
from citywright.plan.economy import money_of
from citywright.plan.parts.grouping import total_by

KG_PER_KWH = 10.0
"""1 kg/kWh is 10 × 10 000 t per 100 GWh."""


def load(m: linopy.Model, data: PlanData) -> None:
    """load[z,t] = Σ_i e_it · share_zi · existing[i,t] + Σ_{p in z} e_p · running[p,t] + homes_zt."""
    s, projects = data.satellites, data.projects
    used = (s.electricity * s.share * m["existing"]).sum("sector")
    new = total_by(
        projects.column("electricity") * m["running"], projects.column("zone"), s.share["zone"]
    )
    m.add_constraints(m["load"] - used - new == s.home_electricity, name="load")


def power_area(m: linopy.Model, data: PlanData) -> None:
    """Σ_{o in z} supplied[o,t] + delivered[z,t] = load[z,t]."""
    fed = m["delivered"] - m["load"]
    local = _options(data)[lambda t: t["zone"] != CITY_WIDE]
    if len(local):
        own = 1 * m["supplied"].sel(option=local.index)
        fed = fed + total_by(own, local["zone"].to_xarray(), data.satellites.share["zone"])
    m.add_constraints(fed == 0, name="power_area")


def power_city(m: linopy.Model, data: PlanData) -> None:
    """Σ_{o on the city grid} supplied[o,t] = (1 + losses) · Σ_z delivered[z,t]."""
    loss = 1.0 + data.city.assumption("power_losses")
    central = _options(data)[lambda t: t["zone"] == CITY_WIDE]
    drawn = loss * m["delivered"].sum("zone")
    if len(central):
        drawn = drawn - m["supplied"].sel(option=central.index).sum("option")
    m.add_constraints(drawn == 0, name="power_city")


def power_grid(m: linopy.Model, data: PlanData) -> None:
    """delivered[z,t] ≤ what the city grid can bring to the area in the year."""
    limit = data.city.tables["power_grid"].set_index(["zone", "year"])["energy"].to_xarray()
    m.add_constraints(m["delivered"] <= limit, name="power_grid")


def power_supply(m: linopy.Model, data: PlanData) -> None:
    """supplied[o,t] ≤ energy_o in the option's years, else 0."""
    options = _options(data)
    if options.empty:
        return
    year = xr.DataArray(data.years.to_numpy(), coords=[data.years])
    first = options["first_year"].astype(float).to_xarray()
    last = options["last_year"].astype(float).to_xarray()
    energy = options["energy"].to_xarray().where((first <= year) & (year <= last), 0.0)
    m.add_constraints(m["supplied"] <= energy, name="power_supply")


def power_cost(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Σ_o (cost_o − tariff) · supplied[o,t]: cost beyond what the accounts pay already.

    Every user's value added is net of its power bill at the base-year cost of supply, and the power
    sector's own row buys the fuel; only the difference to that cost is new money.
    """
    cost = _options(data)["cost"].to_xarray() - data.city.assumption("power_cost_in_accounts")
    return money_of(data.city.settings.money_unit) * (cost * m["supplied"]).sum("option")


def power_co2(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Σ_o co2_o · supplied[o,t] (10 000 t)."""
    return (KG_PER_KWH * _options(data)["co2"].to_xarray() * m["supplied"]).sum("option")


def _options(data: PlanData) -> pd.DataFrame:
    return data.city.tables["power_supply"].set_index("option")
