"""How far an estimate met what was asked, and what balancing changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS, STRESSORS, Accounts
from citywright.accounts.balancing.gras import Fit
from citywright.accounts.local_share import local_share
from citywright.accounts.regional.totals import given_local_shares, members_of


@dataclass(frozen=True)
class EstimateReport:
    """The residuals of one estimate.

    totals : one row per total: total, sectors, asked, met, difference; of a local share over
        several sectors, the sector that is furthest off
    assumed : kinds of final use that took the national ratio to GDP
    iterations, residual : of GRAS
    row_residual, column_residual : largest |uses - output|, |inputs - output| (money)
    multipliers : type I output multipliers before and after balancing, and the change (ratio)
    coefficients : the ten largest changes of a technical coefficient by balancing
    local_shares : rho by sector: by quotients, and in the account (ratio)
    method, delta : of these quotients
    """

    totals: pd.DataFrame
    assumed: tuple[str, ...]
    iterations: int
    residual: float
    row_residual: float
    column_residual: float
    multipliers: pd.DataFrame
    coefficients: pd.DataFrame
    local_shares: pd.DataFrame
    method: str
    delta: float


def make_report(
    accounts: Accounts,
    totals: pd.DataFrame,
    division: pd.Series,
    *,
    prior: tuple[pd.DataFrame, pd.Series],
    quotient: pd.Series,
    chosen: tuple[str, float],
    fit: Fit,
    assumed: Sequence[str],
) -> EstimateReport:
    """Compare the account with the totals asked, and with the table before balancing."""
    Z0, x0 = prior
    x = accounts.output
    before, after = _ratio(Z0, x0), _ratio(accounts.Z, x)
    rows = accounts.Z.sum(axis=1) + accounts.F.sum(axis=1) - x
    return EstimateReport(
        totals=_totals_met(accounts, totals, division),
        assumed=tuple(assumed),
        iterations=fit.iterations,
        residual=fit.residual,
        row_residual=float(rows.abs().max()),
        column_residual=float((accounts.Z.sum(axis=0) + accounts.value_added - x).abs().max()),
        multipliers=_multiplier_change(before, after),
        coefficients=_largest_changes(before, after, 10),
        local_shares=pd.DataFrame({"quotient": quotient, "account": _local_share(accounts)}),
        method=chosen[0],
        delta=chosen[1],
    )


def _ratio(Z: pd.DataFrame, x: pd.Series) -> pd.DataFrame:
    return Z.div(x.where(x != 0.0, np.inf), axis=1)


def _local_share(accounts: Accounts) -> pd.Series:
    use, bought = accounts.local_use, accounts.outside_purchases
    rho = local_share(use.to_numpy(dtype=float), bought.to_numpy(dtype=float))
    return pd.Series(rho, index=accounts.sectors)


def _totals_met(accounts: Accounts, totals: pd.DataFrame, division: pd.Series) -> pd.DataFrame:
    held = {"output": accounts.output, "value_added": accounts.value_added}
    held |= {kind: accounts.F[kind] for kind in DOMESTIC_KINDS}
    held |= {name: accounts.S[name] for name in STRESSORS}
    rho, given = _local_share(accounts), given_local_shares(totals, division)
    rows = []
    for total, text, value in zip(totals["total"], totals["sectors"], totals["value"], strict=True):
        members = list(members_of(str(text), division))
        if total == "local_share":
            worst = (rho - given)[members].abs().idxmax()
            rows.append((total, text, float(value), rho[worst], rho[worst] - given[worst]))
            continue
        met = float(held[total][members].sum())
        rows.append((total, text, float(value), met, met - float(value)))
    return pd.DataFrame(rows, columns=["total", "sectors", "asked", "met", "difference"])


def _multiplier_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    one = np.eye(len(before))
    old = np.linalg.solve(one - before.to_numpy().T, np.ones(len(before)))
    new = np.linalg.solve(one - after.to_numpy().T, np.ones(len(after)))
    return pd.DataFrame(
        {"before": old, "after": new, "change": new / old - 1.0}, index=before.index
    )


def _largest_changes(before: pd.DataFrame, after: pd.DataFrame, count: int) -> pd.DataFrame:
    change = (after - before).to_numpy()
    places = np.argsort(-np.abs(change), axis=None, kind="stable")[:count]
    rows, columns = np.unravel_index(places, change.shape)
    return pd.DataFrame(
        {
            "from_sector": before.index[rows],
            "to_sector": before.columns[columns],
            "before": before.to_numpy()[rows, columns],
            "after": after.to_numpy()[rows, columns],
        }
    )
