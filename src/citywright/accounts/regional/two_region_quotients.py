"""A region and the rest of its country, from the nation and the region's output alone.

    Z = A_n diag(x),   V = v_n diag(x),   F_k = g_k F_n,k          national recipes, shares of final use
    rho_i by FLQ or AFLQ,     M = (1 - rho) U,   E = x - rho U            trade by location quotients
    then the two regions as in `two_region`

The pure form: nothing of the region is known but its output by sector and its share of final use. Where
an account of the region exists, use `two_region_table` with it instead.

Source: Miller & Blair (2009), sec. 3.3 (the system) and sec. 8.2 (quotients).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS, ITEMS, KINDS, STRESSORS, Accounts
from citywright.accounts.labels import check_same, rows_by_name, unique
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.regional.final_use import national_final_use
from citywright.accounts.regional.quotients import region_size
from citywright.accounts.regional.trade import prior_local_share, prior_trade
from citywright.accounts.regional.two_region import Split, national_split, two_region_table
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

REGIONS = ("region", "rest")


@dataclass(frozen=True)
class Region:
    """All that is known of a region.

    x : output by sector, in the money and year of the nation, not above the nation's
    final_share : g_k, the region's part of the nation's final use, for each kind of `DOMESTIC_KINDS`
        (ratio from 0 to 1)
    government_share : part of the consumption of each product that government buys (ratio); what it
        changes beside names is only where g differs between households and government
    """

    x: pd.Series
    final_share: pd.Series
    government_share: pd.Series


def two_region_from_quotients(
    nation: NationalTable,
    region: Region,
    *,
    method: str,
    delta: float,
    money: str,
    split: Split | None = None,
    balance: bool = False,
) -> IOTable:
    """Table of a region and the rest of its country by FLQ or AFLQ.

    Parameters
    ----------
    nation : national table, imports apart; region : output and shares of final use
    method : "flq" or "aflq"; delta : their exponent, see `region_factor`; no value is right
        everywhere, so try a range
    money : unit of the nation's money
    split : of the trade between the rest of the country and abroad; None takes `national_split`
    balance : as in `two_region_table`

    Returns
    -------
    IOTable as of `two_region_table`, the regions called "region" and "rest"

    Raises
    ------
    AccountsError
        accounts.other_labels, accounts.duplicate_label, accounts.final_share,
        accounts.government_share, accounts.negative_use, and what quotients and `two_region_table`
        raise (a region larger than its nation: accounts.rest_negative).
    """
    account = _account(nation, region, method, delta)
    parts = national_split(account, nation) if split is None else split
    return two_region_table(
        account, nation, parts, scale=1.0, money=money, regions=REGIONS, balance=balance
    )


def _account(nation: NationalTable, region: Region, method: str, delta: float) -> Accounts:
    codes = nation.x.index
    unique(region.x.index, "x")
    check_same(region.x.index, codes, "x")
    x = region.x.loc[codes].astype(float)
    per_output = x / nation.x.where(nation.x != 0.0, 1.0)
    Z = nation.Z.mul(per_output, axis=1)
    F = national_final_use(nation, region.government_share) * _shares(region.final_share)
    size = region_size(x.to_numpy(), nation.x.to_numpy(dtype=float))
    rho = prior_local_share(nation, x, Z, F, method=method, size=size, delta=delta)
    E, M = prior_trade(x, Z.sum(axis=1) + F.sum(axis=1), rho, {}, ())
    F = F.assign(outside_sales=E, outside_purchases=-M)
    # satellites take no part in the table; the frame only fills the form of an account
    none = pd.DataFrame(0.0, codes, list(STRESSORS))
    return Accounts(Z, F[list(KINDS)], nation.V[list(ITEMS)].mul(per_output, axis=0), none)


def _shares(final_share: pd.Series) -> pd.Series:
    g = rows_by_name(final_share.to_frame(), pd.Index(DOMESTIC_KINDS), "final_share").iloc[:, 0]
    wrong = g.index[~np.asarray((g >= 0.0) & (g <= 1.0))]
    if len(wrong):
        raise AccountsError("accounts.final_share", kind=wrong[0], value=g[wrong[0]])
    return g
