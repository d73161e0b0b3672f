"""When projects start, and what one start asks of another."""

import linopy
import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData


def start_once(m: linopy.Model, data: PlanData) -> None:
    """Σ_τ start[p,τ] ≤ 1 for every project p."""
    if data.projects.table.empty:
        return
    m.add_constraints(m["start"].sum("start") <= 1, name="start_once")


def start_requires(m: linopy.Model, data: PlanData) -> None:
    """Σ_{τ≤t} start[p,τ] ≤ Σ_{τ≤t} start[q,τ] + begun_q for every "p requires q" and year t.

    begun_q is 1 where q runs already or was begun before the horizon: then nothing is asked.
    """
    links = _links(data, "requires")
    if links.empty:
        return
    starts = m["start"].data.coords["start"]
    years = xr.DataArray(data.years.to_numpy(), coords=[data.years])
    so_far = ((starts <= years).astype(float) * m["start"]).sum("start")
    begun, needed = (so_far.sel(project=links[side].to_numpy()) for side in ("project", "other"))
    for k, row in enumerate(links.itertuples(index=False)):
        m.add_constraints(
            begun.isel(project=k, drop=True) - needed.isel(project=k, drop=True) <= 0,
            name=f"start_requires|{row.project}|{row.other}",
        )


def start_excludes(m: linopy.Model, data: PlanData) -> None:
    """Σ_τ start[p,τ] + Σ_τ start[q,τ] ≤ 1 for every "p excludes q"."""
    for row in _links(data, "excludes").itertuples(index=False):
        both = m["start"].sel(project=[row.project, row.other])
        m.add_constraints(both.sum() <= 1, name=f"start_excludes|{row.project}|{row.other}")


def _links(data: PlanData, relation: str) -> pd.DataFrame:
    """Links of this relation between projects that the plan decides on."""
    links = data.city.tables["project_links"]
    table = data.projects.table
    open_ = table.index[~(table["start"] < data.years[0]).fillna(False)]
    chosen = links["project"].isin(open_) & links["other"].isin(open_)
    return links[(links["relation"] == relation) & chosen]
