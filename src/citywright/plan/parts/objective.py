"""What the plan strives for."""

import linopy

from citywright.plan.data import PlanData
from citywright.plan.economy import money_of
from citywright.plan.parts.power import power_cost
from citywright.plan.parts.power_hours import power_cost_by_hour


def objective(m: linopy.Model, data: PlanData) -> linopy.LinearExpression:
    """Max Σ_t d_t [ w_t (value added_t − power cost beyond the accounts_t − premium · extra_t)
    − programme cost_t ] − Σ_m d_m · penalty_m · shortfall_m.

    d_t discounts to the base year; w_t lets the flows of the last year go on for the terminal years;
    the premium is what buying outside costs beyond making it here. The cost of an hourly power system
    is a discounted sum over all years already.
    """
    e, city = data.economy, data.city
    flow = (e.value_added * m["output"]).sum("sector")
    flow = flow - city.assumption("outside_premium") * m["extra_purchases"].sum("sector")
    if data.hours is None and len(city.tables["power_supply"]):
        flow = flow - power_cost(m, data)
    total = (data.discount * data.horizon_weight * flow).sum()
    if data.hours is not None:
        total = total - power_cost_by_hour(m, data)
    programmes = city.tables["programmes"].set_index("programme")
    if len(programmes):
        cost = money_of(city.settings.money_unit) * programmes["cost"].to_xarray()
        total = total - (data.discount * cost * m["people"]).sum()
    targets = city.tables["targets"].set_index("target")
    expected = targets[targets["kind"] == "expected"]
    if len(expected):
        price = expected["penalty"].to_xarray() * data.discount.sel(
            year=expected["year"].to_xarray()
        )
        total = total - (price.drop_vars("year") * m["shortfall"]).sum()
    return total
