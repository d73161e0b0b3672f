"""Who does the work: people by skill, and programmes that bring them in."""

import linopy
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.parts.grouping import total_by


def work(m: linopy.Model, data: PlanData) -> None:
    """Σ_i mix_qi · jobs_it · existing[i,t] + Σ_p mix_qi(p) · jobs_p · running[p,t]
    ≤ labour_qt + Σ_{τ≤t} people[r,τ] for programmes r of skill q.

    A project's own jobs stand in place of its sector's average, so nothing is counted twice.
    """
    s = data.satellites
    labour = data.city.tables["labour"].set_index(["skill", "year"])["supply"].to_xarray()
    need = (s.mix * s.jobs * m["existing"]).sum("sector") + project_work(m, data)
    programmes = data.city.tables["programmes"].set_index("programme")
    if len(programmes):
        sofar = m["people"].cumsum("year")
        need = need - total_by(sofar, programmes["skill"].to_xarray(), s.mix["skill"])
    m.add_constraints(need <= labour.sel(skill=s.mix["skill"]), name="work")


def project_work(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Σ_p mix_qi(p) · jobs_p · running[p,t], by skill and year (10 000 people)."""
    projects = data.projects
    mix = data.satellites.mix.sel(sector=projects.column("sector")).drop_vars("sector")
    return (mix * projects.column("jobs") * m["running"]).sum("project")


def programmes(m: linopy.Model, data: PlanData) -> None:
    """people[r,t] ≤ people_r in the programme's years, else 0."""
    table = data.city.tables["programmes"].set_index("programme")
    if table.empty:
        return
    year = xr.DataArray(data.years.to_numpy(), coords=[data.years])
    first = table["first_year"].astype(float).to_xarray()
    last = table["last_year"].astype(float).to_xarray()
    limit = table["people"].to_xarray().where((first <= year) & (year <= last), 0.0)
    m.add_constraints(m["people"] <= limit, name="programmes")
