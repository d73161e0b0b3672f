"""Trade of the city with the rest of the world, from location quotients.

    rho_i = sum_u min(1, q_iu) d_iu U_iu / sum_u U_iu
    M_i = (1 - rho_i) U_i,   E_i = x_i - rho_i U_i,   rho_i <= x_i / U_i

q is FLQ or AFLQ for the users j and lambda SLQ_i for final use, d the national share of domestic
products in that use. Below lambda < 1 a sector sells outside and buys outside at once
(cross-hauling).
"""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.regional.quotients import WITH_DELTA, quotients, region_factor, slq
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


def prior_local_share(
    national: NationalTable,
    x: pd.Series,
    Z: pd.DataFrame,
    F: pd.DataFrame,
    *,
    method: str,
    size: float,
    delta: float,
) -> pd.Series:
    """rho_i = sum_u min(1, q_iu) d_iu U_iu / sum_u U_iu, before the limit x_i / U_i.

    Parameters
    ----------
    x : output of the city (money); Z : (i, j) its intermediate use; F : (i, kind) its final use
    method : "flq" or "aflq", the quotient of users that are sectors; final users have no sector to
        specialise in, so both give them lambda SLQ_i
    size : city over nation, the same year (ratio); delta : exponent of lambda

    Returns
    -------
    ratio by sector; 0 where the city uses nothing of a product.

    Raises
    ------
    AccountsError
        accounts.estimate_method for another method: only these two let a sector buy outside what it
        could buy in the city; those of `quotients`.

    Notes
    -----
    Miller & Blair (2009), sec. 8.2; AFLQ: Flegg & Webber (2000), Regional Studies 34(6),
    563-569. What each choice gives against a survey table: docs/explanation/regional-methods.md.
    """
    if method not in WITH_DELTA:
        known = ", ".join(WITH_DELTA)
        raise AccountsError("accounts.estimate_method", method=method, known=known)
    x_array, X = x.to_numpy(dtype=float), national.x.to_numpy(dtype=float)
    between = quotients(method, x_array, X, size=size, delta=delta)
    own = region_factor(size, delta) * slq(x_array, X)
    wanted = np.minimum(between, 1.0) * domestic_share(national.Zd, national.Zm) * Z.to_numpy()
    final = domestic_share(national.Fd, national.Fm)
    consumption, investment, inventories = (
        final[:, list(national.Fd.columns).index(use)]
        for use in ("consumption", "investment", "inventories")
    )
    shares = np.column_stack([consumption, consumption, investment, inventories])
    local = np.minimum(own, 1.0)[:, None] * shares * F[list(DOMESTIC_KINDS)].to_numpy()
    use = Z.to_numpy().sum(axis=1) + F[list(DOMESTIC_KINDS)].to_numpy().sum(axis=1)
    met = wanted.sum(axis=1) + local.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = np.where(use > 0.0, met / use, 0.0)
    return pd.Series(rho, index=x.index)


def with_given_shares(rho: pd.Series, known: pd.Series, ruled: Collection[str]) -> pd.Series:
    """rho_i as given where a total says so, by quotients elsewhere.

    Parameters
    ----------
    rho : by quotients; known : given shares by code (ratio)
    ruled : sectors under a trade rule (closed or one-way), which leave no room for a given share

    Raises
    ------
    AccountsError
        accounts.local_share_rule when a sector has both.

    Notes
    -----
    Quotients see output and use only and so understate cross-hauling where a region is specialised:
    the large sector seems to serve its own city first. Kronenberg (2009), International Regional
    Science Review 32(1), 40-64; Többen & Kronenberg (2015), Economic Systems Research 27(4),
    487-507. Where more is known about a sector, it comes in here.
    """
    both = [code for code in known.index if code in ruled]
    if both:
        raise AccountsError("accounts.local_share_rule", sector=both[0])
    return known.reindex(rho.index).fillna(rho)


def domestic_share(domestic: pd.DataFrame, imported: pd.DataFrame) -> Array:
    """Domestic / (domestic + imported), cell by cell; 0 where nothing is used."""
    own = domestic.to_numpy(dtype=float)
    whole = own + imported.to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        answer: Array = np.where(whole != 0.0, own / whole, 0.0)
    return answer


def prior_trade(
    x: pd.Series,
    use: pd.Series,
    rho: pd.Series,
    closed: Mapping[str, float],
    one_way: Collection[str],
) -> tuple[pd.Series, pd.Series]:
    """E_i = x_i - rho_i U_i and M_i = (1 - rho_i) U_i, with rho_i at most x_i / U_i.

    Two kinds of sector follow their own rule. A *one-way* sector (power, gas: one network, one
    good) has rho_i = min(1, x_i / U_i), so that it sells or buys outside, not both. A *closed* one
    (homes, schools, public offices: sold where they are made) has E_i = c_i x_i and M_i = c_i U_i,
    and its row is balanced afterwards by GRAS.

    Parameters
    ----------
    x, use : output and use inside the city by sector (money)
    rho : prior local share (ratio)
    closed : c_i by sector code, 0 <= c_i <= 1
    one_way : sector codes

    Returns
    -------
    (E, M), both not negative (money).

    Raises
    ------
    AccountsError
        accounts.closed_sector, accounts.negative_use.
    """
    wrong = [code for code, c in closed.items() if code not in x.index or not 0.0 <= c <= 1.0]
    wrong += [code for code in one_way if code not in x.index or code in closed]
    if wrong:
        raise AccountsError("accounts.closed_sector", sector=wrong[0])
    if (use < 0.0).any():
        raise AccountsError("accounts.negative_use", sector=use.idxmin(), use=float(use.min()))
    share = rho.where(~rho.index.isin(list(one_way)), 1.0)
    local = pd.concat([share * use, x], axis=1).min(axis=1)
    E, M = x - local, use - local
    for code, c in closed.items():
        E[code], M[code] = c * x[code], c * use[code]
    return E, M
