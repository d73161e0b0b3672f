"""Phases: how long a project waits for another to have begun."""

from typing import Any

import linopy
import xarray as xr

from citywright.plan.data import PlanData


def start_after(m: linopy.Model, data: PlanData) -> None:
    """Σ_{τ≤t} start[p,τ] ≤ Σ_{τ≤t−n} start[q,τ] + begun_q(t−n) for "p after q" by n years, each t.

    begun_q(s) is 1 where q was begun before the horizon, by the year s. What runs already asks for
    nothing and has no row, nor has a p that was begun before the horizon.
    """
    table = data.projects.table
    before = (table["start"] < data.years[0]).fillna(False).astype(bool)
    links = data.city.tables["project_links"]
    links = links[links["relation"] == "after"]
    known = links["project"].isin(table.index[~before]) & links["other"].isin(table.index)
    for row in links[known].itertuples(index=False):
        begun = int(table["start"][row.other]) if before[row.other] else None
        name = f"start_after|{row.project}|{row.other}"
        m.add_constraints(*_waiting(m, data, row, begun), name=name)


def _waiting(
    m: linopy.Model, data: PlanData, link: Any, begun: int | None  # noqa: ANN401  (a row of the table)
) -> tuple[linopy.LinearExpression, str, xr.DataArray]:  # fmt: skip
    """Left side, sign and right side of one link, by year."""
    years = xr.DataArray(data.years.to_numpy(), coords=[data.years])
    starts = m["start"].data.coords["start"]
    so_far = (starts <= years).astype(float)
    waiting = (so_far * m["start"].sel(project=link.project, drop=True)).sum("start")
    if begun is not None:
        return waiting, "<=", (years - int(link.years) >= begun).astype(float)
    long_ago = (starts <= years - int(link.years)).astype(float)
    other = (long_ago * m["start"].sel(project=link.other, drop=True)).sum("start")
    return waiting - other, "<=", xr.zeros_like(data.discount)
