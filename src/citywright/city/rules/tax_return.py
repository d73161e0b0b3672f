"""Taxes come back only to a factor in money that the whole city supplies, and only where taxes are known."""

from citywright.city.declaration import CITY_WIDE
from citywright.city.rules.context import Context
from citywright.units import is_known, is_money


def check_tax_return(c: Context) -> None:
    """A factor with tax_return is money, has city-wide supply, and the city keeps some tax."""
    shares, supply = c["tax_shares"], c["factor_supply"]
    kept = shares[(shares["level"] == "city") & shares["tax"].isin(c["tax_bases"]["tax"])]
    supplied = set(supply.loc[supply["zone"] == CITY_WIDE, "factor"])
    columns = ["factor", "unit", "tax_return"]
    for row, factor, unit, share in c["factors"][columns].itertuples():
        if not share > 0:
            continue
        if is_known(unit) and not is_money(unit):
            c.note("E433", "factors", row, "tax_return", factor, unit)
        if kept.empty:
            c.note("E434", "factors", row, "tax_return", factor)
        if factor not in supplied:
            c.note("E435", "factors", row, "tax_return", factor)
