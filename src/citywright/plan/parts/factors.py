"""Scarce factors: land, grid connections, energy quota, capital, public money, any other row."""

import linopy
import xarray as xr

from citywright.city import CITY_WIDE
from citywright.plan.data import PlanData, scope, timing_profile
from citywright.plan.economy import money_of


def factors(m: linopy.Model, data: PlanData) -> None:
    """Σ_{p in z} use_pf · timing_p(t) (+ cost_r · people[r,t] of programmes it pays) ≤ supply_fzt.

    One inequality for every factor f, area z (or the whole city) and year t. The timing of the
    factor says when a project uses it: held from its start, spread over building, in the first
    year, or in step with its output.
    """
    tables = data.city.tables
    timing = tables["factors"].set_index("factor")["timing"]
    uses = tables["project_uses"].set_index(["factor", "project"])["amount"]
    for (factor, zone), rows in tables["factor_supply"].groupby(["factor", "zone"]):
        supply = rows.set_index("year")["supply"].to_xarray().sel(year=data.years)
        amount = uses.get(factor)
        needed = _project_use(m, data, amount, timing[factor], zone) if amount is not None else None
        if zone == CITY_WIDE:
            paid = _programme_use(m, data, factor)
            needed = paid if needed is None else needed if paid is None else needed + paid
        if needed is not None:
            m.add_constraints(needed <= supply, name=f"factor|{factor}|{zone}")


def _project_use(
    m: linopy.Model, data: PlanData, amount: object, timing: str, zone: str
) -> linopy.LinearExpression | None:
    inside = [p for p in scope(data, zone) if p in amount.index and amount[p] > 0]  # type: ignore[attr-defined, index]
    if not inside:
        return None
    used = xr.DataArray([amount[p] for p in inside], coords=[("project", inside)])  # type: ignore[index]
    if timing == "run":
        return (used * m["running"].sel(project=inside)).sum("project")
    profile, already = timing_profile(data, timing)
    fixed = (used * already.sel(project=inside)).sum("project")
    moving = used * profile.sel(project=inside) * m["start"].sel(project=inside)
    return moving.sum(["project", "start"]) + fixed


def _programme_use(m: linopy.Model, data: PlanData, factor: str) -> linopy.LinearExpression | None:
    table = data.city.tables["programmes"].set_index("programme")
    paid = table[table["factor"] == factor]
    if paid.empty:
        return None
    unit = data.city.tables["factors"].set_index("factor")["unit"][factor]
    cost = money_of(unit) * paid["cost"].to_xarray()
    return (cost * m["people"].sel(programme=paid.index)).sum("programme")
