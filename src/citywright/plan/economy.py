"""The base-year account as coefficients, and what of it moves by itself with the years."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.units import factor

FINAL = (
    "households", "government", "investment", "inventories", "outside_sales", "outside_purchases",
)  # fmt: skip
"""Kinds of final use; the first four are local."""
ITEMS = ("compensation", "taxes", "depreciation", "surplus")
"""Items of value added."""


@dataclass(frozen=True)
class Economy:
    """The base-year account as coefficients, and its yearly exogenous parts.

    a[sector, buyer]: input of `sector` goods per output of `buyer`; rho: share of local use bought
    locally; h, kappa: composition of household and of capital spending; value_added, wages, taxes:
    per output; output: base-year output; capacity, market [sector, year]: bounds of the output and
    outside sales of existing plants; government, inventories [sector, year];
    investment [year]: ordinary investment; consumption [year]: spending that does not depend on
    the plan's wages.
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
class _Account:
    """The account as frames by sector (money): z flows, f final use by kind, v value added."""

    z: pd.DataFrame
    f: pd.DataFrame
    v: pd.DataFrame

    @property
    def output(self) -> pd.Series:
        """x_j = Σ_i z_ij + Σ_k v_jk."""
        return self.z.sum(axis=0) + self.v.sum(axis=1)

    @property
    def local_use(self) -> pd.Series:
        """u_i = Σ_j z_ij + households, government, investment and inventories."""
        return self.z.sum(axis=1) + self.f[list(FINAL[:4])].sum(axis=1)


def growth(city: City, assumption: str, years: pd.Index) -> xr.DataArray:
    """(1 + g)^(year − base year) for a yearly rate of the table assumptions."""
    rate = city.assumption(assumption)
    base = city.settings.base_year
    return xr.DataArray((1 + rate) ** (years.to_numpy() - base).astype(float), coords=[years])


def money_of(unit: str) -> float:
    """How many of the money `unit` are 100 million CNY.

    Costs come as CNY/kWh times 100 GWh and as 10 000 CNY/person times 10 000 people: both are
    100 million CNY.
    """
    return factor("yi_yuan", unit)


def economy_of(city: City, years: pd.Index) -> Economy:
    """The economy of a city; a sector without output has coefficients of 0."""
    account = _account(city)
    named = city.tables["sectors"].set_index("sector")
    sectors = account.z.index
    x, v, f, use = account.output, account.v, account.f, account.local_use
    made = x.where(x > 0, 1.0)

    def series(values: pd.Series) -> xr.DataArray:
        return xr.DataArray(values.reindex(sectors).to_numpy(dtype=float), coords=[sectors])

    def path(rate: str) -> xr.DataArray:
        age = (years.to_numpy() - city.settings.base_year).astype(float)
        return (1.0 + series(named[rate])) ** xr.DataArray(age, coords=[years])

    sales = series(f["outside_sales"])
    return Economy(
        a=xr.DataArray((account.z / made).to_numpy(), coords=[sectors, sectors.rename("buyer")]),
        rho=series((1.0 + f["outside_purchases"] / use.where(use > 0, 1.0)).where(use > 0, 0.0)),
        h=series(f["households"] / f["households"].sum()),
        kappa=series(f["investment"] / f["investment"].sum()),
        value_added=series(v.sum(axis=1) / made),
        wages=series(v["compensation"] / made),
        taxes=series(v["taxes"] / made),
        output=series(x),
        sales=sales,
        capacity=series(x * named["headroom"].reindex(x.index)) * path("organic_growth"),
        market=sales * path("market_growth"),
        government=series(f["government"]) * growth(city, "government_growth", years),
        inventories=series(f["inventories"]) * xr.ones_like(path("organic_growth")),
        **_money(city, account, years),
    )


def _account(city: City) -> _Account:
    sectors = pd.Index(city.tables["sectors"]["sector"], name="sector")
    flows = city.tables["flows"].pivot(index="from_sector", columns="to_sector", values="value")
    final = city.tables["final_demand"].pivot(index="sector", columns="kind", values="value")
    items = city.tables["value_added"].pivot(index="sector", columns="item", values="value")
    return _Account(
        z=flows.reindex(index=sectors, columns=sectors).fillna(0.0),
        f=final.reindex(index=sectors, columns=FINAL).fillna(0.0),
        v=items.reindex(index=sectors, columns=ITEMS).fillna(0.0),
    )


def _money(city: City, account: _Account, years: pd.Index) -> dict[str, Any]:
    """Investment and consumption that go on without the plan, by year."""
    beta = city.assumption("spending_share")
    spent = float(account.f["households"].sum())
    capital = float(account.f["investment"].sum())
    autonomous = spent - beta * float(account.v["compensation"].sum())
    ordinary = capital * city.assumption("ordinary_investment")
    return {
        "investment": ordinary * growth(city, "investment_growth", years),
        "consumption": autonomous * growth(city, "household_growth", years),
        "spending_share": beta,
        "base_investment": capital,
    }
