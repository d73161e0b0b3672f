"""What the province buys from itself, as the upper bound of what a city inside it can.

    rho_i <= rho_i(province) [log2(1 + size)]^delta

The survey table of Jiangsu for 2007 states purchases from abroad (import) and from other provinces
(inflow). The second factor is the region factor of Flegg, Webber & Elliott (1995): of what the
province supplies to itself, a city of `SIZE` supplies that part to itself. delta = 0.25 is about
what fits the survey tables of Finnish regions, small ones among them (Tohmo 2004, Regional Studies
38(1), 43-54; Flegg & Tohmo 2013, Regional Studies 47(5), 703-721; the value is from memory).
"""

from pathlib import Path

import pandas as pd

from citywright.accounts.regional.quotients import region_factor

SIZE = 0.08
"""GDP of the city over that of the province in 2023: 8 %, press conference of 2024-06-07."""
DELTA = 0.25
DOMESTIC = ["rural_hh", "urban_hh", "gov", "gfcf", "inventory"]
MANUFACTURING = [f"{number:02d}" for number in range(6, 23)]


def provincial_share(folder: Path, china: Path) -> pd.Series:
    """rho_i = 1 - (import_i + inflow_i) / use_i of the province, by sector of the city (ratio).

    Sectors in which the province bought more than it used (goods assembled for abroad) are left
    out: no share follows from them.
    """
    table = pd.read_csv(folder / "jiangsu_2007_42.csv", dtype={"code": str}).set_index("code")
    codes = [name for name in table.columns if name.isdigit()]
    rows = table.loc[codes]
    share = 1.0 - (rows["import"] + rows["inflow"]) / rows[[*codes, *DOMESTIC]].sum(axis=1)
    pairs = pd.read_csv(china / "province_2007_concordance.csv", dtype=str).set_index("code")
    by_city = pairs["code_2007"].map(share)
    return by_city[by_city > 0.0]


def manufacturing_bound(folder: Path, china: Path) -> pd.Series:
    """Most of its use of a manufactured good that the city can buy from itself (ratio)."""
    share = provincial_share(folder, china)
    inside = [code for code in MANUFACTURING if code in share.index]
    return share[inside] * region_factor(SIZE, DELTA)
