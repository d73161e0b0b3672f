"""The city account adds up."""

import pandas as pd

from citywright.city.rules.context import TOLERANCE, Context

_POSITIVE = ("households", "government", "outside_sales")


def check_balance(c: Context) -> None:
    """Σ_j z_ij + final demand_i = Σ_i z_ij + value added_j for every sector (1e-9 relative)."""
    sectors = c["sectors"]["sector"]
    flows = c["flows"]
    final = c["final_demand"]
    demand = final.groupby("sector")["value"].sum()
    uses = flows.groupby("from_sector")["value"].sum().add(demand, fill_value=0.0)
    inputs = flows.groupby("to_sector")["value"].sum()
    output = inputs.add(c["value_added"].groupby("sector")["value"].sum(), fill_value=0.0)
    for row, sector in sectors.items():
        made = float(output.get(sector, 0.0))
        if made <= 0:
            c.note("E408", "sectors", row, "sector", sector)
            continue
        gap = abs(float(uses.get(sector, 0.0)) - made) / made
        if gap > TOLERANCE:
            c.note("E406", "sectors", row, "sector", sector, f"{gap:.3g}")
    _check_bought(c, uses)


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
