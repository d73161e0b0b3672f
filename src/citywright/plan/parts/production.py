"""What is made: existing plants and projects, and their ramps."""

import linopy

from citywright.plan.data import PlanData
from citywright.plan.parts.grouping import total_by


def ramp(m: linopy.Model, data: PlanData) -> None:
    """running[p,t] = Σ_τ φ_p(t−τ) · start[p,τ] + already[p,t]."""
    projects = data.projects
    if projects.table.empty:
        return
    grown = (projects.phi * m["start"]).sum("start")
    m.add_constraints(m["running"] - grown == projects.already, name="ramp")


def production(m: linopy.Model, data: PlanData) -> None:
    """output[i,t] = existing[i,t] + Σ_{p in i} output_p · running[p,t] − idle[i,t].

    Projects need people, power and quota for what they were built for; what finds no buyer stays
    idle and makes no value.
    """
    made = project_output(m, data) + m["existing"] - m["idle"]
    m.add_constraints(m["output"] - made == 0, name="production")


def capacity(m: linopy.Model, data: PlanData) -> None:
    """existing[i,t] ≤ capacity of the base year · (1 + organic growth)^(t−t₀)."""
    m.add_constraints(m["existing"] <= data.economy.capacity, name="capacity")


def project_output(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Σ_{p in i} output_p · running[p,t], by sector and year."""
    projects = data.projects
    made = projects.column("output") * m["running"]
    return total_by(made, projects.column("sector"), data.economy.output["sector"])
