"""Everything that the model reads, as labelled arrays made from one checked city.

Labels are the dimensions of the model: sector (and buyer, the same codes), year, zone, project,
start (a year), skill, limit, programme, option, node, target. Money in the city's money unit, people
in 10 000, electricity in 100 GWh, CO2 in 10 000 t, so that all numbers are of a like size.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import CITY_WIDE, City
from citywright.plan.timing import building, held, running, starting

PERSON, GWH, TONNE = 1e-4, 1e-2, 1e-4
"""Units of projects in the plan's units: persons, GWh and tonnes."""


@dataclass(frozen=True)
class Economy:
    """The base-year account as coefficients, and its yearly exogenous parts.

    a[sector, buyer]: input of `sector` goods per output of `buyer`; rho: share of local use bought
    locally; h, kappa: composition of household and of capital spending; value_added, wages, taxes:
    per output; output: base-year output; capacity, market [sector, year]: bounds of existing plants'
    output and outside sales; government, inventories [sector, year]; investment [year]: ordinary
    investment; consumption [year]: spending that does not depend on the plan's wages.
    """

    a: xr.DataArray
    rho: xr.DataArray
    h: xr.DataArray
    kappa: xr.DataArray
    value_added: xr.DataArray
    wages: xr.DataArray
    taxes: xr.DataArray
    output: xr.DataArray
    sales: xr.DataArray
    capacity: xr.DataArray
    market: xr.DataArray
    government: xr.DataArray
    inventories: xr.DataArray
    investment: xr.DataArray
    consumption: xr.DataArray
    spending_share: float
    base_investment: float


@dataclass(frozen=True)
class Satellites:
    """People, electricity and CO2 per output of existing plants, by year; households beside them.

    jobs, electricity, co2 [sector, year]; share[zone, sector]; mix[skill, sector];
    home_electricity[zone, year]; home_co2[year].
    """

    jobs: xr.DataArray
    electricity: xr.DataArray
    co2: xr.DataArray
    share: xr.DataArray
    mix: xr.DataArray
    home_electricity: xr.DataArray
    home_co2: xr.DataArray
    base: dict[str, float]


@dataclass(frozen=True)
class Projects:
    """Projects that the plan may or must do (running ones are in the account already).

    table: one row per project (output, investment, jobs, electricity, co2 in plan units; zone,
    sector, node, shares); window[project, start]: 1 where a start is allowed; fixed: 1 where it must
    be; phi, spend [project, start, year]; already, already_spent [project, year]: what projects
    begun before the horizon add to the base year.
    """

    table: pd.DataFrame
    window: xr.DataArray
    fixed: xr.DataArray
    phi: xr.DataArray
    spend: xr.DataArray
    already: xr.DataArray
    already_spent: xr.DataArray

    def column(self, name: str) -> xr.DataArray:
        """Column of the table, by project."""
        return xr.DataArray(self.table[name].to_numpy(), coords=[self.table.index])


@dataclass(frozen=True)
class PlanData:
    """One city as the model reads it."""

    city: City
    economy: Economy
    satellites: Satellites
    projects: Projects
    years: pd.Index
    discount: xr.DataArray
    horizon_weight: xr.DataArray


def prepare(city: City) -> PlanData:
    """Arrays of the model for `city`."""
    years = pd.Index(city.years, name="year")
    n = np.arange(1, len(years) + 1)
    discount = xr.DataArray((1 + city.settings.discount_rate) ** -n.astype(float), coords=[years])
    return PlanData(
        city=city,
        economy=_economy(city, years),
        satellites=_satellites(city, years),
        projects=_projects(city, years),
        years=years,
        discount=discount,
        horizon_weight=_horizon_weight(city, years),
    )


def _horizon_weight(city: City, years: pd.Index) -> xr.DataArray:
    """1 for every year, and 1 + Σ_{k≤K} (1+r)^-k for the last: its flows go on for K more years."""
    later = np.arange(1, round(city.assumption("terminal_years")) + 1)
    weight = np.ones(len(years))
    weight[-1] += float(((1 + city.settings.discount_rate) ** -later.astype(float)).sum())
    return xr.DataArray(weight, coords=[years])


def growth(city: City, assumption: str, years: pd.Index) -> xr.DataArray:
    """(1 + g)^(year − base year) for a yearly rate of the table assumptions."""
    rate = city.assumption(assumption)
    base = city.settings.base_year
    return xr.DataArray((1 + rate) ** (years.to_numpy() - base).astype(float), coords=[years])


def _economy(city: City, years: pd.Index) -> Economy:
    sectors = pd.Index(city.tables["sectors"]["sector"], name="sector")
    flows = city.tables["flows"].pivot(index="from_sector", columns="to_sector", values="value")
    z = flows.reindex(index=sectors, columns=sectors).fillna(0.0)
    final = city.tables["final_demand"].pivot(index="sector", columns="kind", values="value")
    f = final.reindex(index=sectors, columns=FINAL).fillna(0.0)
    items = city.tables["value_added"].pivot(index="sector", columns="item", values="value")
    v = items.reindex(index=sectors, columns=ITEMS).fillna(0.0)
    x = z.sum(axis=0) + v.sum(axis=1)
    made = x.where(x > 0, 1.0)  # a sector without output has coefficients of 0
    use = z.sum(axis=1) + f[list(FINAL[:4])].sum(axis=1)
    named = city.tables["sectors"].set_index("sector")

    def series(values: pd.Series) -> xr.DataArray:
        return xr.DataArray(values.reindex(sectors).to_numpy(dtype=float), coords=[sectors])

    def path(rate: str) -> xr.DataArray:
        age = xr.DataArray(
            (years.to_numpy() - city.settings.base_year).astype(float), coords=[years]
        )
        return (1.0 + series(named[rate])) ** age

    wages = v["compensation"]
    beta = city.assumption("spending_share")
    spent = float(f["households"].sum())
    capital = float(f["investment"].sum())
    buyers = sectors.rename("buyer")
    return Economy(
        a=xr.DataArray((z / made).to_numpy(), coords=[sectors, buyers]),
        rho=series((1.0 + f["outside_purchases"] / use.where(use > 0, 1.0)).where(use > 0, 0.0)),
        h=series(f["households"] / spent),
        kappa=series(f["investment"] / capital),
        value_added=series(v.sum(axis=1) / made),
        wages=series(wages / made),
        taxes=series(v["taxes"] / made),
        output=series(x),
        sales=series(f["outside_sales"]),
        capacity=series(x * named["headroom"].reindex(x.index)) * path("organic_growth"),
        market=series(f["outside_sales"]) * path("market_growth"),
        government=series(f["government"]) * growth(city, "government_growth", years),
        inventories=series(f["inventories"]) * xr.ones_like(path("organic_growth")),
        investment=capital
        * city.assumption("ordinary_investment")
        * growth(city, "investment_growth", years),
        consumption=(spent - beta * float(wages.sum())) * growth(city, "household_growth", years),
        spending_share=beta,
        base_investment=capital,
    )


FINAL = (
    "households", "government", "investment", "inventories", "outside_sales", "outside_purchases",
)  # fmt: skip
"""Kinds of final use; the first four are local."""
ITEMS = ("compensation", "taxes", "depreciation", "surplus")
"""Items of value added."""


def _satellites(city: City, years: pd.Index) -> Satellites:
    sectors = pd.Index(city.tables["sectors"]["sector"], name="sector")
    zones = pd.Index(city.tables["zones"]["zone"], name="zone")
    skills = pd.Index(city.tables["skills"]["skill"], name="skill")
    x = _economy(city, years).output
    table = city.tables["satellites"].set_index("sector").reindex(sectors)

    def intensity(column: str, rate: str, sign: float = 1.0) -> xr.DataArray:
        change = growth(city, rate, years) ** sign
        amount = xr.DataArray(table[column].to_numpy(dtype=float), coords=[sectors])
        return amount / x.where(x > 0, 1.0) * change

    share = city.tables["zone_output"].pivot(index="zone", columns="sector", values="share")
    mix = city.tables["skill_mix"].pivot(index="skill", columns="sector", values="share")
    home = city.tables["zones"].set_index("zone")["household_electricity"].reindex(zones)
    home_electricity = xr.DataArray(home.to_numpy(dtype=float), coords=[zones])
    base_home_co2 = city.assumption("household_co2")
    return Satellites(
        jobs=intensity("employment", "productivity_growth", -1.0),
        electricity=intensity("electricity", "electricity_intensity_change"),
        co2=intensity("co2", "co2_intensity_change"),
        share=xr.DataArray(
            share.reindex(index=zones, columns=sectors).fillna(0.0).to_numpy(),
            coords=[zones, sectors],
        ),
        mix=xr.DataArray(
            mix.reindex(index=skills, columns=sectors).fillna(0.0).to_numpy(),
            coords=[skills, sectors],
        ),
        home_electricity=home_electricity * growth(city, "household_electricity_growth", years),
        home_co2=base_home_co2 * growth(city, "household_co2_growth", years),
        base={
            "employment": float(table["employment"].sum()),
            "electricity": float(table["electricity"].sum() + home.sum()),
            "co2": float(table["co2"].sum()) + base_home_co2,
        },
    )


def _projects(city: City, years: pd.Index) -> Projects:
    table = city.tables["projects"]
    table = table[table["status"] != "running"].set_index("project")
    table.index.name = "project"
    plan = table.assign(
        jobs=table["jobs"] * PERSON,
        electricity=table["electricity"] * GWH,
        co2=table["co2"] * TONNE,
    )
    starts = years.rename("start")
    build = plan["build_years"].to_numpy(dtype=float)[:, None, None]
    ramp = plan["ramp_years"].to_numpy(dtype=float)[:, None, None]
    age = (years.to_numpy()[None, None, :] - starts.to_numpy()[None, :, None]).astype(float)
    axes = [plan.index, starts, years]
    begun = plan["start"].to_numpy(dtype=float, na_value=np.nan)[:, None]
    before = begun < years[0]
    old_age = np.where(before, years.to_numpy()[None, :] - begun, -99.0)
    base_age = np.where(before, city.settings.base_year - begun, -99.0)
    grown = running(old_age, build[:, 0], ramp[:, 0]) - running(base_age, build[:, 0], ramp[:, 0])
    return Projects(
        table=plan,
        window=_window(plan, starts),
        fixed=xr.DataArray(
            (begun == starts.to_numpy()[None, :]).astype(float), coords=[plan.index, starts]
        ),
        phi=xr.DataArray(running(age, build, ramp), coords=axes),
        spend=xr.DataArray(building(age, build), coords=axes),
        already=xr.DataArray(grown, coords=[plan.index, years]),
        already_spent=xr.DataArray(building(old_age, build[:, 0]), coords=[plan.index, years]),
    )


def _window(plan: pd.DataFrame, starts: pd.Index) -> xr.DataArray:
    first = plan["earliest"].fillna(plan["start"]).to_numpy(dtype=float)[:, None]
    last = plan["latest"].fillna(plan["start"]).to_numpy(dtype=float)[:, None]
    year = starts.to_numpy()[None, :]
    return xr.DataArray(
        ((first <= year) & (year <= last)).astype(float), coords=[plan.index, starts]
    )


def timing_profile(data: PlanData, timing: str) -> tuple[xr.DataArray, xr.DataArray]:
    """How a factor of this timing is used: [project, start, year], and [project, year] already.

    hold: 1 from the start; build: 1/build while building; start: 1 in the first year; run: φ.
    What was begun before the horizon still spends and ramps up, but its land is held already.
    """
    projects = data.projects
    if timing == "run":
        return projects.phi, projects.already
    if timing == "build":
        return projects.spend, projects.already_spent
    years, starts = projects.phi["year"], projects.phi["start"]
    age = (years - starts).astype(float)
    shape = held(age) if timing == "hold" else starting(age)
    profile = xr.DataArray(shape, coords=age.coords, dims=age.dims)
    return profile * xr.ones_like(projects.phi), xr.zeros_like(projects.already)


def scope(data: PlanData, zone: str) -> list[str]:
    """Codes of the projects in an area, or of all where the area is the whole city."""
    table = data.projects.table
    return list(table.index if zone == CITY_WIDE else table.index[table["zone"] == zone])
