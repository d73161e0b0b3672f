"""What the plan knows of its hourly power system: years, users, and what the accounts hold already.

The accounts of the base year pay for the power system of that year: every user's value added is net
of its power bill. So only the difference counts as new money:

    power cost beyond the accounts = Σ_k W_k · (cost_k − price · Σ_u demand[u,k])

with the base year's cost of the system per unit of electricity used as the price, from the table
power_years. In the base year itself the difference is 0.
"""

from dataclasses import dataclass

import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.plan.economy import money_of
from citywright.plan.hourly.users import Users, users_of
from citywright.plan.hourly.years import PlanningYears, planned_years, planning_years
from citywright.plan.projects import Projects


@dataclass(frozen=True)
class PowerByHour:
    """planning: years and weights; users: classes by area; price: what the accounts pay for
    electricity used (money/100 GWh); base_co2: emission of the base year's power (10 000 t).
    """

    planning: PlanningYears
    users: Users
    price: float
    base_co2: float


def power_by_hour(
    city: City, projects: Projects, years: pd.Index, counted: xr.DataArray
) -> PowerByHour | None:
    """Power system by the hour, where the city plans one; `counted`[year] is d_t w_t."""
    planned = planned_years(city)
    if not planned:
        return None
    base = city.tables["power_years"].set_index("year").loc[city.settings.base_year]
    return PowerByHour(
        planning=planning_years(planned, years, counted),
        users=users_of(city, projects),
        price=float(base["unit_cost"]) * money_of(city.settings.money_unit),
        base_co2=float(base["co2"]),
    )
