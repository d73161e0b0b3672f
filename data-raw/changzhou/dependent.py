"""Tables of the built-in city that follow from its accounts: weights, labour supply, grid.

indicator_terms  weight = part of the output of a sector that counts / its output   output_parts.csv
labour           base-year need of a skill x first x (1 + growth)^n                labour_path.csv
power_grid       base-year use of an area x a factor, from first to last in even steps
                                                                                    grid_path.csv

Only the numbers and their notes change; every other cell stays as it is.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from citywright.accounts.account import Accounts

CODES = dict.fromkeys(["sector", "buyer"], str)


def dependent_tables(here: Path, city: Path, accounts: Accounts) -> dict[str, pd.DataFrame]:
    """indicator_terms, labour, power_grid for these accounts, all cells as text."""
    return {
        "indicator_terms": indicator_terms(here, city, accounts),
        "labour": labour(here, city, accounts),
        "power_grid": power_grid(here, city, accounts),
    }


def indicator_terms(here: Path, city: Path, accounts: Accounts) -> pd.DataFrame:
    """w_i = amount / x_i, so that the indicator of the base year is the sum of the amounts."""
    terms = _text(city / "indicator_terms.csv")
    parts = pd.read_csv(here / "output_parts.csv", dtype=CODES).set_index(["indicator", "sector"])
    of_plants = terms["quantity"] == "existing_output"
    for place, indicator, sector in terms.loc[of_plants, ["indicator", "sector"]].itertuples():
        amount = float(parts.loc[(indicator, sector), "amount"])
        x = float(accounts.output[sector])
        terms.loc[place, "weight"] = f"{amount / x:.9f}".rstrip("0")
        terms.loc[place, "note"] = f"{amount:g} of the sector's output of {x:g} in the base year."
    return terms


def labour(here: Path, city: Path, accounts: Accounts) -> pd.DataFrame:
    """supply_qt = need_q x first x (1 + growth)^n, n years after the first."""
    rows = _text(city / "labour.csv")
    mix = pd.read_csv(city / "skill_mix.csv", dtype=CODES)
    need = (mix["share"] * mix["sector"].map(accounts.S["employment"])).groupby(mix["skill"]).sum()
    path = pd.read_csv(here / "labour_path.csv").set_index("skill")
    first_year = int(rows["year"].astype(int).min())
    for place, skill, year in rows[["skill", "year"]].itertuples():
        first, growth, reason = path.loc[skill, ["first", "growth", "note"]]
        people = need[skill] * first * (1.0 + growth) ** (int(year) - first_year)
        rows.loc[place, "supply"] = f"{people:.2f}"
        rows.loc[place, "note"] = (
            f"Base-year need by the skill mix, {100 * (first - 1):.0f} % more in {first_year}, "
            f"then {100 * growth:.1f} % a year{reason}"
        )
    return rows


def power_grid(here: Path, city: Path, accounts: Accounts) -> pd.DataFrame:
    """energy_zt = (use of sectors and households in the area) / (1 - losses) x factor_zt."""
    rows = _text(city / "power_grid.csv")
    shares = pd.read_csv(city / "zone_output.csv", dtype=CODES)
    used = (shares["share"] * shares["sector"].map(accounts.S["electricity"])).groupby(
        shares["zone"]
    )
    homes = pd.read_csv(city / "zones.csv").set_index("zone")["household_electricity"]
    assumed = pd.read_csv(city / "assumptions.csv").set_index("assumption")["value"]
    load = (used.sum() + homes) / (1.0 - assumed["power_losses"])
    path = pd.read_csv(here / "grid_path.csv").set_index("zone")
    years = sorted(rows["year"].astype(int).unique())
    for place, zone, year in rows[["zone", "year"]].itertuples():
        first, last, reason = path.loc[zone, ["first", "last", "note"]]
        factor = float(np.interp(int(year), [years[0], years[-1]], [first, last]))
        rows.loc[place, "energy"] = f"{load[zone] * factor:.1f}".removesuffix(".0")
        rows.loc[place, "note"] = (
            "Base-year use of the area by the accounts (sector electricity by zone shares, and "
            f"households), with losses of {100 * assumed['power_losses']:g}%, times {factor:.2f}. "
            f"{reason}"
        )
    return rows


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
