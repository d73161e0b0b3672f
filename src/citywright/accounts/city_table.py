"""The account of a city as an input-output table with home and outside products apart.

    Z_ij = rho_i Z^all_ij,   Zm_ij = (1 - rho_i) Z^all_ij,   Y_ik = rho_i F_ik,   Y_i,sold = E_i

so that x_i = sum_j Z_ij + sum_k Y_ik + E_i: every product is bought here in the same share by every
user. Source: Miller & Blair (2009), sec. 3.2, pp. 70-74.
"""

import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS, Accounts
from citywright.accounts.local_share import local_share
from citywright.accounts.table import IOTable

SOLD = "outside_sales"


def city_table(
    accounts: Accounts, money: str, units: pd.Series, users: pd.DataFrame | None = None
) -> IOTable:
    """Table of one city.

    Parameters
    ----------
    accounts : the city's account
    money : unit of its flows
    units : unit of each satellite
    users : (stressor, kind of final use) what the users themselves emit or use; None for nothing

    Raises
    ------
    AccountsError
        What `local_share` and `IOTable` raise.
    """
    rho = pd.Series(
        local_share(accounts.local_use.to_numpy(), accounts.outside_purchases.to_numpy()),
        accounts.Z.index,
    )
    here = accounts.F[list(DOMESTIC_KINDS)]
    outside = here.mul(1.0 - rho, axis=0)
    S = accounts.S.T
    return IOTable(
        Z=accounts.Z.mul(rho, axis=0),
        Y=here.mul(rho, axis=0).assign(**{SOLD: accounts.F[SOLD]}),
        V=accounts.V.T,
        money=money,
        S=S,
        SY=pd.DataFrame() if users is None else users.reindex(columns=[*here.columns, SOLD]),
        Zm=accounts.Z.mul(1.0 - rho, axis=0),
        Ym=outside.assign(**{SOLD: 0.0}),
        units=units,
    )
