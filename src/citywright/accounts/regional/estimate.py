"""A balanced account of a city from a national table and what the city publishes.

    x, v' from totals  ->  Z = A diag(x), F, V  ->  E, M by quotients  ->  GRAS  ->  rounding

The steps and their equations stand in docs/explanation/city-accounts.md, one file each here:
`prior`, `final_use`, `trade`, `gras`, `settle`, `satellites`, `estimate_report`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS, ITEMS, STRESSORS, Accounts
from citywright.accounts.balancing.gras import Fit, gras
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.regional.estimate_report import EstimateReport, make_report
from citywright.accounts.regional.final_use import final_use, final_use_shells, national_final_use
from citywright.accounts.regional.prior import prior_output
from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD
from citywright.accounts.regional.rounding import Grid
from citywright.accounts.regional.satellites import satellites_to_totals
from citywright.accounts.regional.settle import Shells, settle
from citywright.accounts.regional.totals import check_totals, given_local_shares, shells
from citywright.accounts.regional.trade import prior_local_share, prior_trade, with_given_shares
from citywright.errors import AccountsError


@dataclass(frozen=True)
class Assumptions:
    """What the estimate assumes beyond the totals; every one is stated in the report.

    government_share : share of each product's consumption that government buys (ratio by sector)
    intensities : (sector, [employment, electricity, co2]) per unit of output; only their
        relations count, the totals set the level
    size : city over nation in the same year (ratio), for the quotients
    closed : share traded with the outside, of sectors that sell where they are made
    one_way : sectors that sell or buy outside but not both
    method : quotient of the trade step, "flq" or "aflq"; delta : its exponent. Both unless given as in
        `quotients`, where it says why
    decimals : of the rounded tables
    """

    government_share: pd.Series
    intensities: pd.DataFrame
    size: float
    closed: Mapping[str, float]
    one_way: tuple[str, ...]
    method: str = ESTIMATE_METHOD
    delta: float = ESTIMATE_DELTA
    decimals: int = 4


@dataclass(frozen=True)
class Estimate:
    """The account, balanced to the last decimal, and the report of how it was met."""

    accounts: Accounts
    report: EstimateReport


def estimate_city(
    national: NationalTable, totals: pd.DataFrame, division: pd.Series, given: Assumptions
) -> Estimate:
    """Estimate the account of a city; every total is met exactly.

    Parameters
    ----------
    national : table of the nation
    totals : what the city publishes, columns of `totals.COLUMNS`; kinds value_added, output,
        households, government, investment, inventories, employment, electricity, co2, local_share
    division : primary, industry, construction or services, indexed by sector code
    given : the assumptions

    Raises
    ------
    AccountsError
        Everything that `totals`, `prior`, `final_use`, `trade`, `gras`, `settle` raise.
    """
    if list(division.index) != list(national.x.index):
        raise AccountsError("accounts.labels_differ", table="division")
    check_totals(totals)
    limits = Shells(shells(totals, "output", division), shells(totals, "value_added", division), {})
    V_nation = national.V[list(ITEMS)]
    ratio = V_nation.sum(axis=1) / national.x
    x, v = prior_output(national.x, ratio, limits.output, limits.value_added)
    Z = prior_flows(national, ratio, x, v)
    V = V_nation.mul(v * x / V_nation.sum(axis=1), axis=0)
    S = national_final_use(national, given.government_share)
    by_kind, assumed = final_use_shells(
        S, totals, division, float(V.to_numpy().sum()), national.gdp
    )
    F = final_use(S, by_kind)
    quotient = prior_local_share(
        national, x, Z, F, method=given.method, size=given.size, delta=given.delta
    )
    share = given_local_shares(totals, division)
    rho = with_given_shares(quotient, share, {*given.closed, *given.one_way})
    E, M = prior_trade(x, Z.sum(axis=1) + F.sum(axis=1), rho, given.closed, given.one_way)
    fit = balance_table(Z, F, E, M, x)
    limits = Shells(limits.output, limits.value_added, by_kind)
    Z1, F1, V1 = settle(_split(fit, Z, F), V, x, limits, Grid(given.decimals), share)
    by_stressor = {name: shells(totals, name, division) for name in STRESSORS}
    satellites = satellites_to_totals(x, given.intensities, by_stressor, Grid(given.decimals))
    accounts = Accounts(Z1, F1, V1, satellites)
    report = make_report(
        accounts,
        totals,
        division,
        prior=(Z, x),
        quotient=quotient,
        chosen=(given.method, given.delta),
        fit=fit,
        assumed=assumed,
    )
    return Estimate(accounts, report)


def prior_flows(
    national: NationalTable, ratio: pd.Series, x: pd.Series, v: pd.Series
) -> pd.DataFrame:
    """Z_ij = a_ij (1 - v_j') / (1 - v_j) x_j, a the national total coefficients."""
    A = national.Z.div(national.x, axis=1)
    return A.mul((1.0 - v) / (1.0 - ratio) * x, axis=1)


def balance_table(
    Z: pd.DataFrame, F: pd.DataFrame, E: pd.Series, M: pd.Series, x: pd.Series
) -> Fit:
    """GRAS on [Z | C G I dV E -M]: rows to x, columns to their own sums, trade to the net sum.

    E and -M are first scaled by k and 1/k with k sum E - sum M / k = sum x - sum Z - sum F.
    """
    net = float(x.sum() - Z.to_numpy().sum() - F.to_numpy().sum())
    sold, bought = float(E.sum()), float(M.sum())
    k = 1.0 if sold == 0.0 else (net + np.sqrt(net**2 + 4.0 * sold * bought)) / (2.0 * sold)
    X0 = np.column_stack([Z.to_numpy(), F[list(DOMESTIC_KINDS)].to_numpy(), E * k, -M / k])
    v = X0.sum(axis=0)
    u = x.to_numpy(dtype=float)
    v[-1] += u.sum() - v.sum()
    return gras(X0, u, v)


def _split(fit: Fit, Z: pd.DataFrame, F: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    n = len(Z)
    kinds = [*DOMESTIC_KINDS, "outside_sales", "outside_purchases"]
    return (
        pd.DataFrame(fit.X[:, :n], index=Z.index, columns=Z.columns),
        pd.DataFrame(fit.X[:, n:], index=F.index, columns=kinds),
    )
