"""Shares add up."""

from citywright.city.rules.context import TOLERANCE, Context


def check_unit_shares(c: Context) -> None:
    """Σ share = 1 over the areas of a sector, and over the skills of a sector."""
    for table in ("zone_output", "skill_mix"):
        sums = c[table].groupby("sector")["share"].sum()
        for row, sector in c["sectors"]["sector"].items():
            total = float(sums.get(sector, 0.0))
            if abs(total - 1) > TOLERANCE:
                first = c[table].index[c[table]["sector"] == sector]
                line = int(first[0]) if len(first) else 0
                c.note("E403", table, line, "share", f"{sector} (sectors {row})", f"{total:.10g}")


def check_tax_shares(c: Context) -> None:
    """Σ share = 1 over the levels of a tax; Σ ratio = 1 over the taxes that are the item taxes.

    Both tables may be empty: then nothing is said about levels of government.
    """
    bases = c["tax_bases"]
    sums = c["tax_shares"].groupby("tax")["share"].sum()
    for row, tax in bases["tax"].items():
        total = float(sums.get(tax, 0.0))
        if abs(total - 1) > TOLERANCE:
            c.note("E403", "tax_bases", row, "tax", tax, f"{total:.10g}")
    whole = float(bases.loc[bases["item"] == "taxes", "ratio"].sum())
    if len(bases) and abs(whole - 1) > TOLERANCE:
        c.note("E403", "tax_bases", 0, "ratio", "taxes", f"{whole:.10g}")


def check_gap_shares(c: Context) -> None:
    """Σ gap_share ≤ 1 over the chain nodes of a sector."""
    nodes = c["chain_nodes"]
    for sector, total in nodes.groupby("sector")["gap_share"].sum().items():
        if total > 1 + TOLERANCE:
            row = nodes.index[nodes["sector"] == sector][0]
            c.note("E404", "chain_nodes", int(row), "gap_share", sector, f"{total:.10g}")
