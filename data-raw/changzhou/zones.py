"""Shares of the areas in the output of each sector, so that the areas' GDP is met."""

from pathlib import Path

import numpy as np
import pandas as pd

from citywright.accounts.account import Accounts
from citywright.accounts.balancing.gras import ras
from citywright.accounts.regional.rounding import Grid, round_to_sum

BROAD = {
    "primary": "primary",
    "industry": "secondary",
    "construction": "secondary",
    "services": "tertiary",
}


def zone_output(here: Path, accounts: Accounts, division: pd.Series) -> pd.DataFrame:
    """Shares with sum_i share_zi v_i x_i = GDP of the area, fitted by RAS inside each division.

    Published splits of an area are kept; the others are fitted from the assumed split. Then in
    each broad division: rows = value added of the area, columns = value added of the sector,
    start = value added of the sector x weight of the area x GDP of the area in the division.
    An area and sector without a row in zone_weights.csv has the weight 1 (the city's mix).
    A sector without output takes the areas' share of GDP.
    """
    areas = pd.read_csv(here / "zone_accounts.csv").set_index("zone")
    weights = pd.read_csv(here / "zone_weights.csv", dtype={"sector": str})
    table = weights.pivot_table(index="zone", columns="sector", values="weight", aggfunc="sum")
    table = table.reindex(index=areas.index)
    made = accounts.value_added
    broad = division.map(BROAD)
    split = broad_split(areas, made.groupby(broad).sum())
    shares = pd.DataFrame(0.0, index=areas.index, columns=accounts.sectors)
    for name, of_area in split.items():
        inside = [code for code in accounts.sectors if broad[code] == name and made[code] > 0.0]
        factor = table.reindex(columns=inside).fillna(1.0)
        start = factor.to_numpy() * np.outer(of_area, made[inside])
        fit = ras(start, of_area.to_numpy(dtype=float), made[inside].to_numpy(dtype=float))
        shares[inside] = fit.X / made[inside].to_numpy()
    idle = [code for code in accounts.sectors if made[code] == 0.0]
    for code in idle:
        shares[code] = areas["gdp"] / areas["gdp"].sum()
    return _rows(shares, idle)


def broad_split(areas: pd.DataFrame, made: pd.Series) -> pd.DataFrame:
    """Value added of area x broad division: published rows kept, the others fitted by RAS."""
    names = ["primary", "secondary", "tertiary"]
    fixed = areas[names].sum(axis=1) > 1.5
    known = areas.loc[fixed, names]
    free = areas.loc[~fixed]
    left = made[names] - known.sum()
    start = free[names].mul(free["gdp"], axis=0).to_numpy()
    goal = free["gdp"].to_numpy(dtype=float)
    fit = ras(start, goal * (left.sum() / goal.sum()), left.to_numpy(dtype=float))
    fitted = pd.DataFrame(fit.X, index=free.index, columns=names)
    return pd.concat([known, fitted]).loc[areas.index]


def _rows(shares: pd.DataFrame, idle: list[str]) -> pd.DataFrame:
    grid = Grid(4)
    rounded = shares.apply(
        lambda column: pd.Series(
            grid.money(round_to_sum(column.to_numpy(), grid.step, grid)), index=column.index
        )
    )
    long = (
        rounded.rename_axis("zone")
        .reset_index()
        .melt(id_vars="zone", var_name="sector", value_name="share")
    )
    note = np.where(
        long["sector"].isin(idle),
        "No output in the city; areas by GDP",
        "RAS to the GDP of the areas from local facts",
    )
    return long.assign(source="citywright_estimate", quality="estimated", note=note)


def zone_gaps(here: Path, long: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """GDP asked and met by area, after the shares were rounded (money)."""
    asked = pd.read_csv(here / "zone_accounts.csv").set_index("zone")["gdp"]
    made = long["share"] * long["sector"].map(accounts.value_added)
    met = made.groupby(long["zone"]).sum()
    return pd.DataFrame({"asked": asked, "met": met, "difference": met - asked})
