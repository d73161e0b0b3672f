"""The variables of the plan, each with a finite bound, so that a dual bound needs no trust.

| name | dimensions | meaning | unit |
|---|---|---|---|
| start | project, start | 1 where building starts in that year | – |
| running | project, year | share of full output reached | – |
| spending | year | investment of projects | money |
| existing | sector, year | output of the plants of the base year | money |
| idle | sector, year | project output that finds no buyer | money |
| output | sector, year | gross output | money |
| use | sector, year | local use, bought here or outside | money |
| outside_sales | sector, year | sales outside the city | money |
| extra_purchases | sector, year | bought outside because the city lacks the capacity | money |
| replaced | node, year | purchases outside replaced by projects | money |
| consumption | year | household spending | money |
| people | programme, year | people brought in or trained | 10 000 |
| load, delivered | zone, year | electricity used, and brought by the city grid | 100 GWh |
| supplied | option, year | electricity of a supply option | 100 GWh |
| emitted | year | carbon dioxide | 10 000 t |
| drawn | zone, used_by, year | electricity used by a class of users (power by the hour) | 100 GWh |
| demand | zone, used_by, power_year | that for which the power system is planned | 100 GWh |
| power_emitted | power_year | carbon dioxide of the power system at most | 10 000 t |
| power_cost | – | discounted cost of the power system | money |
| shortfall | target | by how much an expected target is missed | indicator |
"""

from dataclasses import dataclass

import linopy
import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.hourly.hours import PowerByHour
from citywright.plan.hourly.most import most_of_hours
from citywright.plan.parts.learning import most_invested


def roomy(most: xr.DataArray) -> xr.DataArray:
    """Bound a little beyond what constraints allow, so that prices fall on constraints."""
    return most * 1.01 + 1.0


@dataclass(frozen=True)
class Reach:
    """The most that each quantity could ever be: upper bounds for the variables."""

    output: xr.DataArray
    use: xr.DataArray
    sales: xr.DataArray
    spending: xr.DataArray
    consumption: xr.DataArray
    load: xr.DataArray
    emitted: xr.DataArray
    power_co2: float
    power_cost: float


def by_sector(data: PlanData, amounts: xr.DataArray) -> xr.DataArray:
    """Σ_{p in i} amount_p for every sector i: [project] to [sector]."""
    sectors = data.economy.output["sector"]
    total = amounts.to_series().groupby(data.projects.table["sector"]).sum()
    summed = total.reindex(sectors.to_numpy(), fill_value=0.0)
    return xr.DataArray(summed.to_numpy(dtype=float), coords=[sectors])


def reach(data: PlanData) -> Reach:
    """Upper bounds when all plants and all projects run at once and sell everything."""
    economy, projects, people = data.economy, data.projects, data.satellites
    full = projects.column("output")
    output = economy.capacity + by_sector(data, full)
    spending = data.discount * 0 + most_invested(data)
    wages = (economy.wages * output).sum("sector")
    consumption = abs(economy.consumption) + economy.spending_share * wages
    inputs = (economy.a * output.rename(sector="buyer")).sum("buyer")
    use = (
        inputs
        + economy.h * consumption
        + economy.government
        + abs(economy.inventories)
        + economy.kappa * (economy.investment + spending)
    )
    area = (people.electricity * people.share * economy.capacity).sum("sector")
    co2 = (people.co2 * economy.capacity).sum("sector") + people.home_co2
    options = data.city.tables["power_supply"]
    dirty = 10.0 * float((options["energy"] * options["co2"]).sum())
    power_co2, power_cost = 0.0, 0.0
    load = area + float(projects.column("electricity").sum()) + people.home_electricity
    if data.hours is not None:
        power_co2, power_cost = most_of_hours(data.city, data.hours, float(load.sum("zone").max()))
        dirty = power_co2
    return Reach(
        output=output,
        use=use,
        sales=economy.market + by_sector(data, full * projects.column("outside_share")),
        spending=spending,
        consumption=consumption,
        load=load,
        emitted=co2 + float(projects.column("co2").sum()) + dirty,
        power_co2=power_co2,
        power_cost=power_cost,
    )


def add_variables(m: linopy.Model, data: PlanData) -> None:
    """Add every variable of the plan but `shortfall`, which its own part adds."""
    most = reach(data)
    years, projects = data.years, data.projects
    tables = data.city.tables
    m.add_variables(projects.fixed, projects.window, name="start", integer=True)
    m.add_variables(-1, 2, coords=[projects.table.index, years], name="running")
    m.add_variables(0, roomy(most.spending), name="spending")
    m.add_variables(0, roomy(most.output), name="output")
    m.add_variables(0, roomy(data.economy.capacity), name="existing")
    m.add_variables(0, roomy(most.output), name="idle")
    m.add_variables(-roomy(most.use), roomy(most.use), name="use")
    m.add_variables(0, roomy(most.sales), name="outside_sales")
    m.add_variables(0, roomy(most.use), name="extra_purchases")
    m.add_variables(-roomy(most.consumption), roomy(most.consumption), name="consumption")
    nodes = tables["chain_nodes"].set_index("node")["sector"]
    of_node = xr.DataArray(nodes.to_numpy(), coords=[nodes.index])
    m.add_variables(0, roomy(most.use.sel(sector=of_node).drop_vars("sector")), name="replaced")
    programmes = pd.Index(tables["programmes"]["programme"], name="programme")
    limit = xr.DataArray(tables["programmes"]["people"].to_numpy(), coords=[programmes])
    m.add_variables(0, roomy(limit * xr.ones_like(data.discount)), name="people")
    m.add_variables(0, roomy(most.load), name="load")
    if data.hours is None:
        _add_supply(m, data, most)
    else:
        _add_hours(m, data.hours, most)
    m.add_variables(0, roomy(most.emitted), name="emitted")


def _add_supply(m: linopy.Model, data: PlanData, most: Reach) -> None:
    tables = data.city.tables
    m.add_variables(0, roomy(most.load), name="delivered")
    options = pd.Index(tables["power_supply"]["option"], name="option")
    energy = xr.DataArray(tables["power_supply"]["energy"].to_numpy(), coords=[options])
    m.add_variables(0, roomy(energy * xr.ones_like(data.discount)), name="supplied")


def _add_hours(m: linopy.Model, hours: PowerByHour, most: Reach) -> None:
    """The cost is at most what it costs to serve nobody; from below, the first cut bounds it."""
    every = xr.ones_like(hours.users.homes)
    by_class = roomy(most.load) * every
    planned = hours.planning
    m.add_variables(0, by_class, name="drawn")
    m.add_variables(0, by_class.max("year") * xr.ones_like(planned.weight), name="demand")
    m.add_variables(0, most.power_co2 * xr.ones_like(planned.weight), name="power_emitted")
    m.add_variables(-most.power_cost, most.power_cost, name="power_cost")
