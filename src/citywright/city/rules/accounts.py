"""The city account adds up."""

import pandas as pd

from citywright.city.rules.context import TOLERANCE, Context

_POSITIVE = ("households", "government", "outside_sales")


def base_output(c: Context) -> pd.Series:
    """Σ_i z_ij + value added_j: output of the base year by sector, 0 where there is none."""
    inputs = c["flows"].groupby("to_sector")["value"].sum()
    output = inputs.add(c["value_added"].groupby("sector")["value"].sum(), fill_value=0.0)
    return output.reindex(pd.Index(c["sectors"]["sector"]), fill_value=0.0)


def check_balance(c: Context) -> None:
    """Σ_j z_ij + final demand_i = Σ_i z_ij + value added_j for every sector (1e-9 relative).

    A sector that makes nothing, with neither inputs nor value added, is measured against the output
    of the city: its uses, less what is bought outside, are 0.
    """
    demand = c["final_demand"].groupby("sector")["value"].sum()
    uses = c["flows"].groupby("from_sector")["value"].sum().add(demand, fill_value=0.0)
    output = base_output(c)
    idle = output.index.difference(_busy(c))
    for row, sector in c["sectors"]["sector"].items():
        made = float(output[sector])
        if made <= 0 and sector not in idle:
            c.note("E407", "value_added", 0, "value", f"{made:g}", f"{sector}: output > 0")
            continue
        size = float(output.sum()) if sector in idle else made
        gap = abs(float(uses.get(sector, 0.0)) - made)
        if gap > TOLERANCE * size:
            shown = gap / size if size > 0 else gap
            c.note("E406", "sectors", row, "sector", sector, f"{shown:.3g}")
    _check_bought(c, uses)


def _busy(c: Context) -> pd.Index:
    """Sectors with an input or an item of value added."""
    flows, added = c["flows"], c["value_added"]
    bought = flows[flows["value"] != 0]["to_sector"]
    return pd.Index([*bought, *added[added["value"] != 0]["sector"]]).unique()


def check_idle_satellites(c: Context) -> None:
    """People, electricity and CO2 are 0 in a sector without output: nothing could carry them."""
    output = base_output(c)
    names = ["sector", "employment", "electricity", "co2"]
    for row, sector, *amounts in c["satellites"][names].itertuples():
        if output[sector] == 0 and any(amounts):
            c.note("E408", "satellites", row, "sector", sector)


def _check_bought(c: Context, uses: pd.Series) -> None:
    """Purchases outside_i ≤ local use_i = uses_i + purchases outside_i − sales outside_i."""
    final = c["final_demand"]
    bought_of, sold_of = (
        final[final["kind"] == kind].groupby("sector")["value"].sum()
        for kind in ("outside_purchases", "outside_sales")
    )
    for row, sector in c["sectors"]["sector"].items():
        bought = -float(bought_of.get(sector, 0.0))
        local_use = float(uses.get(sector, 0.0)) + bought - float(sold_of.get(sector, 0.0))
        if bought > max(local_use, 0.0) * (1 + TOLERANCE):
            c.note("E409", "sectors", row, "sector", sector, f"{bought:g} > {local_use:g}")


def check_compositions(c: Context) -> None:
    """Σ_i final use_i > 0 for households and for investment, whose composition the plan needs."""
    totals = c["final_demand"].groupby("kind")["value"].sum()
    for kind in ("households", "investment"):
        if not c["sectors"].empty and float(totals.get(kind, 0.0)) <= 0:
            c.note("E427", "final_demand", 0, "value", kind)


def check_signs(c: Context) -> None:
    """Sales and consumption are not negative; purchases outside are not positive."""
    for row, kind, value in c["final_demand"][["kind", "value"]].itertuples():
        if kind in _POSITIVE and value < 0:
            c.note("E407", "final_demand", row, "value", value, f"{kind} >= 0")
        if kind == "outside_purchases" and value > 0:
            c.note("E407", "final_demand", row, "value", value, f"{kind} <= 0")
    taxed = c["value_added"]
    for row, item, value in taxed[["item", "value"]].itertuples():
        if item in ("compensation", "depreciation") and value < 0:
            c.note("E407", "value_added", row, "value", value, f"{item} >= 0")


def check_zone_products(c: Context) -> None:
    """Σ_z product of area z = value added of the city (1e-6 relative): no area counted twice."""
    areas: pd.Series = c["zones"]["gdp"]
    total = float(c["value_added"]["value"].sum())
    if abs(areas.sum() - total) > 1e-6 * abs(total):
        c.note("E419", "zones", 0, "gdp", f"{areas.sum():.10g}", f"{total:.10g}")
