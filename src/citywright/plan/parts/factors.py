"""Scarce factors: land, grid connections, energy quota, capital, public money, any other row."""

import linopy
import xarray as xr

from citywright.city import CITY_WIDE
from citywright.plan.data import PlanData, scope, timing_profile
from citywright.plan.economy import money_of
from citywright.plan.parts.learning import cost_of_begun, cost_of_start, is_learnt
from citywright.plan.parts.tax_return import returned


def factors(m: linopy.Model, data: PlanData) -> None:
    """Σ_{p in z} use_pf · timing_p(t) (+ cost_r · people[r,t] of programmes it pays) ≤ supply_fzt
    (+ taxes that come back to it).

    One inequality for every factor f, area z (or the whole city) and year t. The timing of the
    factor says when a project uses it: held from its start, spread over building, in the first
    year, or in step with its output. What pays for building follows the cost of the start
    (`learning`); programmes and taxes belong to rows of the whole city (`tax_return`).
    """
    tables = data.city.tables
    uses = tables["project_uses"].set_index(["factor", "project"])["amount"]
    for (factor, zone), rows in tables["factor_supply"].groupby(["factor", "zone"]):
        supply = rows.set_index("year")["supply"].to_xarray().sel(year=data.years)
        amount = uses.get(factor)
        needed = _project_use(m, data, amount, factor, zone) if amount is not None else None
        if zone == CITY_WIDE:
            needed = _both(needed, _programme_use(m, data, factor), 1.0)
            needed = _both(needed, returned(m, data, factor), -1.0)
        if needed is not None:
            m.add_constraints(needed <= supply, name=f"factor|{factor}|{zone}")


def _both(
    one: linopy.LinearExpression | None, other: linopy.LinearExpression | None, sign: float
) -> linopy.LinearExpression | None:
    """one + sign · other, where None is nothing."""
    if one is None or other is None:
        return one if other is None else sign * other
    return one + sign * other


def _project_use(
    m: linopy.Model, data: PlanData, amount: object, factor: str, zone: str
) -> linopy.LinearExpression | None:
    inside = [p for p in scope(data, zone) if p in amount.index and amount[p] > 0]  # type: ignore[attr-defined, index]
    if not inside:
        return None
    used = xr.DataArray([amount[p] for p in inside], coords=[("project", inside)])  # type: ignore[index]
    unit, timing = data.city.tables["factors"].set_index("factor").loc[factor, ["unit", "timing"]]
    if timing == "run":
        return (used * m["running"].sel(project=inside)).sum("project")
    profile, already = timing_profile(data, timing)
    if is_learnt(unit, timing):
        profile, already = profile * cost_of_start(data), already * cost_of_begun(data)
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
