"""Power by the hour: what each class draws, for what the system is planned, and what it costs.

This file is the whole seam between the plan and its hourly power system. The system itself is no
part of this program: it answers with rows   power_cost ≥ α + Σ β · demand + Σ γ · power_emitted,
one for each time that it was asked (see `hourly/cuts`).
"""

import linopy
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.hourly.hours import PowerByHour
from citywright.plan.parts.grouping import total_by


def hours_of(data: PlanData) -> PowerByHour:
    """The power system by the hour; only asked for where there is one."""
    assert data.hours is not None
    return data.hours


def drawn(m: linopy.Model, data: PlanData) -> None:
    """drawn[z,c,t] = Σ_{i in c} e_it · share_zi · existing[i,t] + Σ_{p in z,c} e_p · running[p,t]
    + homes_zc · homes_zt, for every class c of users.
    """
    s, projects, users = data.satellites, data.projects, hours_of(data).users
    used = (s.electricity * s.share * users.of_sector * m["existing"]).sum("sector")
    own = users.of_project * projects.column("electricity") * m["running"]
    new = total_by(own, projects.column("zone"), s.share["zone"])
    homes = users.homes * s.home_electricity
    m.add_constraints(m["drawn"] - used - new == homes, name="drawn")


def load_by_class(m: linopy.Model, _: PlanData) -> None:
    """load[z,t] = Σ_c drawn[z,c,t]."""
    m.add_constraints(m["load"] - m["drawn"].sum("used_by") == 0, name="load")


def power_demand(m: linopy.Model, data: PlanData) -> None:
    """demand[z,c,k] = Σ_t ω[k,t] · drawn[z,c,t]: the mean of the years that rest on planning year k."""
    mean = hours_of(data).planning.mean
    m.add_constraints(m["demand"] - (mean * m["drawn"]).sum("year") == 0, name="power_demand")


def power_cost_by_hour(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """power_cost − Σ_k W_k · price · Σ_zc demand[z,c,k]: discounted, beyond what the accounts pay."""
    hours = hours_of(data)
    paid = (hours.planning.weight * hours.price * m["demand"]).sum()
    return 1 * m["power_cost"] - paid


def power_co2_by_hour(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Σ_k λ[t,k] · power_emitted[k] (10 000 t), by year."""
    share: xr.DataArray = hours_of(data).planning.share
    return (share * m["power_emitted"]).sum("power_year")
