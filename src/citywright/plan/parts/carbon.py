"""Carbon dioxide: what production, homes and power supply emit, under the yearly cap."""

import linopy

from citywright.plan.data import PlanData
from citywright.plan.parts.power import power_co2
from citywright.plan.parts.power_hours import power_co2_by_hour


def emissions(m: linopy.Model, data: PlanData) -> None:
    """emitted[t] = Σ_i c_it · existing[i,t] + Σ_p c_p · running[p,t] + homes_t + power_t."""
    s, projects = data.satellites, data.projects
    made = (s.co2 * m["existing"]).sum("sector")
    new = (projects.column("co2") * m["running"]).sum("project")
    power = power_co2(m, data) if data.hours is None else power_co2_by_hour(m, data)
    rest = m["emitted"] - made - new - power
    m.add_constraints(rest == s.home_co2, name="emissions")


def carbon(m: linopy.Model, data: PlanData) -> None:
    """emitted[t] ≤ cap_t."""
    cap = data.city.tables["carbon"].set_index("year")["cap"].to_xarray()
    m.add_constraints(m["emitted"] <= cap, name="carbon")
