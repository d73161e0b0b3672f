"""Taxes that come back: part of what projects bring the city in taxes, a year later."""

from typing import Any

import xarray as xr

from citywright.city import City
from citywright.plan.data import PlanData
from citywright.plan.parts.quantities import Variables
from citywright.units import factor as unit_factor

KEPT_BY = "city"
"""The level of government whose taxes come back."""


def city_tax(city: City, output: xr.DataArray) -> xr.DataArray:
    """g_i = Σ_k share_k,city · ratio_k · V_item(k),i / x_i: taxes of the city per output, [sector].

    k runs over the taxes of tax_bases; V are items of value added of the base year, x is output.
    """
    bases = city.tables["tax_bases"].set_index("tax")
    shares = city.tables["tax_shares"]
    kept = shares[shares["level"] == KEPT_BY].set_index("tax")["share"].reindex(bases.index)
    rate = (bases["ratio"] * kept.fillna(0.0)).groupby(bases["item"]).sum()
    items = city.tables["value_added"].pivot(index="sector", columns="item", values="value")
    sectors = output["sector"].to_numpy()
    paid = items.reindex(index=sectors, columns=rate.index).fillna(0.0) @ rate
    taxes = xr.DataArray(paid.to_numpy(dtype=float), coords=[output["sector"]])
    return taxes / output.where(output > 0, 1.0)


def return_rates(data: PlanData, factor: str) -> xr.DataArray | None:
    """r_f · g_i(p) · output_p: what p at full output brings back in a year, in the unit of the factor.

    By project; None where nothing comes back to the factor.
    """
    row = data.city.tables["factors"].set_index("factor").loc[factor]
    if not row["tax_return"] > 0 or data.projects.table.empty:
        return None
    tax = city_tax(data.city, data.economy.output)
    of_project = tax.sel(sector=data.projects.column("sector")).drop_vars("sector")
    in_unit = unit_factor(data.city.settings.money_unit, row["unit"])
    return float(row["tax_return"]) * in_unit * of_project * data.projects.column("output")


def returned(m: Variables, data: PlanData, factor: str) -> Any:  # noqa: ANN401  (expression or array)
    """r_f Σ_p g_i(p) · output_p · running[p,t−1], by year; nothing in the first year.

    What committed projects made in the base year is in the supply already, and `running` counts only
    what is beyond it. Output that finds no buyer is counted as well. None where nothing comes back.
    """
    rates = return_rates(data, factor)
    if rates is None:
        return None
    return (rates * m["running"]).sum("project").shift(year=1).fillna(0.0)
