"""A city and the rest of its country in one table, with the trade between them.

With rho the city's local share, t_i the part of its outside purchases that comes from the rest of the
country, e_i the part of its outside sales that goes abroad, d what the nation uses of home products:

    Z_cc = rho Z_c      Z_rc = t (1 - rho) Z_c      Zm_c = (1 - t)(1 - rho) Z_c      (the city, F alike)
    D    = Zd_n - Z_cc - Z_rc                        home products that the rest uses
    Z_cr = (1 - e) E shared like D by row,   Z_rr = D - Z_cr,   Zm_r = Zm_n - Zm_c,   V_r = V_n - V_c

Every row and column of the result balances, the city's account is kept to the last digit, and both regions
together are the national table. What would be below zero is refused by name, or balanced when asked.

Source: Miller & Blair (2009), sec. 3.3, pp. 76-87 (the system), sec. 8.7 (hybrid tables); purchases
pooled and shared by row as in the multiregional model of Chenery and Moses: sec. 3.4, from p. 87.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.account import ITEMS, Accounts
from citywright.accounts.balancing.fitting import fit_table
from citywright.accounts.labels import SHOWN, check_same, named, rows_by_name
from citywright.accounts.local_share import local_share
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.table import IOTable
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

USES = {
    "households": "consumption", "government": "consumption",
    "investment": "investment", "inventories": "inventories",
}  # fmt: skip
"""The nation's use that each of the city's kinds of final use is part of."""
EXPORTS, ABROAD = "exports", "abroad"
ANY_SIGN = ("inventories",)
ROUNDING = 1e-9


@dataclass(frozen=True)
class Split:
    """How the city's trade divides between the rest of the country and the world, ratios by sector.

    home : t_i, outside purchases that come from the rest of the country
    abroad : e_i, outside sales that go abroad
    """

    home: pd.Series
    abroad: pd.Series


def national_split(accounts: Accounts, nation: NationalTable) -> Split:
    """The city trades with the world as its nation does, sector by sector.

        t_i = home products in all that the nation uses of i,   e_i = (EX_i / X_i) x_i / E_i

    An estimate, for want of the customs' numbers of the city; t_i = 1 for a product that the nation does
    not use. Where the nation's export rate would take more than the city sells outside, all of these
    sales go abroad (e_i = 1).

    Raises
    ------
    AccountsError
        accounts.other_labels where the nation lists other sectors.
    """
    codes = pd.Index(accounts.sectors)
    kinds = sorted(set(USES.values()))
    check_same(nation.Zd.index, codes, "nation")
    home = nation.Zd.sum(axis=1) + nation.Fd[kinds].sum(axis=1)
    foreign = nation.Zm.sum(axis=1) + nation.Fm[kinds].sum(axis=1)
    used = home + foreign
    t = (home / used.where(used > 0.0)).fillna(1.0).reindex(codes)
    rate = (nation.Fd[EXPORTS] / nation.x.where(nation.x > 0.0)).fillna(0.0).reindex(codes)
    sold = accounts.F["outside_sales"]
    e = (rate * accounts.output / sold.where(sold > 0.0)).fillna(0.0)
    return Split(t, e.clip(upper=1.0))


def two_region_table(
    accounts: Accounts, nation: NationalTable, split: Split, *,
    scale: float, money: str, regions: tuple[str, str] = ("city", "rest"), balance: bool = False,
) -> IOTable:  # fmt: skip
    """Table of a city and the rest of its country.

    Parameters
    ----------
    accounts : the city; nation : the whole country, the same sectors by name
    split : t and e by sector; `national_split` estimates both
    scale : city money per unit of the nation's, growth between the two years included
    money : unit of the city's money; regions : names of the two
    balance : balance what would be below zero by GRAS, with a warning, instead of refusing it

    Returns
    -------
    IOTable labelled (region, sector); final use (region, kind) and (abroad, exports); Zm and Ym are
    bought abroad, by sector.

    Raises
    ------
    AccountsError
        accounts.other_labels, accounts.sector_is_use, accounts.scale, accounts.split_range,
        accounts.rest_negative, accounts.sold_beyond_use, and what `local_share` and `fit_table` raise.

    Warns
    -----
    AccountsWarning
        accounts.rest_balanced.
    """
    if not np.isfinite(scale) or scale <= 0.0:
        raise AccountsError("accounts.scale", value=scale)
    codes = pd.Index(accounts.sectors)
    check_same(nation.Zd.index, codes, "nation")
    clash = codes.intersection([*USES, *USES.values(), EXPORTS])
    if len(clash):
        raise AccountsError("accounts.sector_is_use", sectors=named(clash))
    city = _city(accounts, _checked(split, codes))
    whole = _nation(nation, codes, scale)
    rest = {
        "home": whole["home"] - _by_use(city["own"] + city["home"], codes),
        "foreign": whole["foreign"] - _by_use(city["foreign"], codes),
        "V": whole["V"] - city["V"],
        "exports": whole["exports"] - city["exports"],
    }
    rest = _sound(rest, whole, balance=balance)
    return _assembled(city, rest, codes, regions, money)


def _checked(split: Split, codes: pd.Index) -> Split:
    parts = {}
    for name, share in (("home", split.home), ("abroad", split.abroad)):
        values = rows_by_name(share.to_frame(name), codes, f"split.{name}")[name]
        wrong = values.index[~values.between(0.0, 1.0)]
        if len(wrong):
            raise AccountsError(
                "accounts.split_range", table=name, sector=wrong[0], value=float(values[wrong[0]])
            )
        parts[name] = values
    return Split(**parts)


def _city(accounts: Accounts, split: Split) -> dict[str, pd.DataFrame]:
    """What the city uses: own, home (rest of the country), foreign products; its sales and value added."""
    rho = pd.Series(
        local_share(accounts.local_use.to_numpy(), accounts.outside_purchases.to_numpy()),
        accounts.Z.index,
    )
    used = pd.concat([accounts.Z, accounts.F[list(USES)]], axis=1)
    outside = used.mul(1.0 - rho, axis=0)
    sold = accounts.F["outside_sales"]
    return {
        "own": used.mul(rho, axis=0),
        "home": outside.mul(split.home, axis=0),
        "foreign": outside.mul(1.0 - split.home, axis=0),
        "V": accounts.V[list(ITEMS)],
        "exports": (split.abroad * sold).to_frame(EXPORTS),
        "sold": ((1.0 - split.abroad) * sold).to_frame("sold"),
    }


def _nation(nation: NationalTable, codes: pd.Index, scale: float) -> dict[str, pd.DataFrame]:
    """The nation in the city's money and order: home and foreign products used, exports, value added."""
    uses = list(dict.fromkeys(USES.values()))
    home = pd.concat([nation.Zd[codes], nation.Fd[uses]], axis=1)
    foreign = pd.concat([nation.Zm[codes], nation.Fm[uses]], axis=1)
    parts = {
        "home": home, "foreign": foreign,
        "V": nation.V[list(ITEMS)], "exports": nation.Fd[[EXPORTS]],
    }  # fmt: skip
    return {name: scale * frame.loc[codes] for name, frame in parts.items()}


def _by_use(used: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """The city's kinds of final use as the nation's uses; sectors as they are."""
    columns = [*codes, *dict.fromkeys(USES.values())]
    return used.rename(columns=USES).T.groupby(level=0, sort=False).sum().T[columns]


def _sound(
    rest: dict[str, pd.DataFrame], whole: dict[str, pd.DataFrame], *, balance: bool
) -> dict[str, pd.DataFrame]:
    """The rest of the country without cells below zero where there may be none."""
    limit = ROUNDING * max(float(frame.to_numpy().max()) for frame in whole.values())
    found = {}
    for name, frame in rest.items():
        # items of value added may be negative, a sector's total may not; nor may exports
        cells = frame.sum(axis=1).to_frame("total") if name == "V" else frame
        cells = cells.drop(columns=list(ANY_SIGN), errors="ignore").rename_axis(index="row")
        below = cells.reset_index().melt("row", var_name="column").set_index(["row", "column"])
        below = below["value"]
        found[name] = below[below < -limit]
    bad = {name: below for name, below in found.items() if len(below)}
    if not bad:
        return {name: _without_dust(frame, limit) for name, frame in rest.items()}
    facts = {"count": sum(map(len, bad.values())), "cells": _worst(bad)}
    if not balance or "V" in bad or "exports" in bad:
        raise AccountsError("accounts.rest_negative", **facts)
    total = float(sum(below.sum() for below in bad.values()))
    warn("accounts.rest_balanced", amount=total, **facts)
    return {
        name: _balanced(frame, limit) if name in bad else _without_dust(frame, limit)
        for name, frame in rest.items()
    }


def _worst(bad: dict[str, pd.Series]) -> str:
    """The cells furthest below zero, with their amounts: `foreign 06 / 19: -1.72`, at most `SHOWN`."""
    cells = sorted(
        (float(amount), name, *place)
        for name, below in bad.items()
        for place, amount in below.items()
    )
    shown = [
        f"{name} {row} / {column}: {amount:.4g}" for amount, name, row, column in cells[:SHOWN]
    ]
    return "; ".join(shown)


def _without_dust(frame: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Cells below zero by rounding alone are zero; inventories and items of value added stay."""
    may_fall = frame.columns.isin([*ANY_SIGN, *ITEMS])
    return frame.mask((frame < 0.0) & (frame >= -limit) & ~may_fall, 0.0)


def _balanced(frame: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Negative cells set to zero, and the block fitted again to its own sums."""
    start = _without_dust(frame, limit)
    start = start.where((start > 0.0) | start.columns.isin(ANY_SIGN), 0.0)
    fit = fit_table(start, frame.sum(axis=1), frame.sum(axis=0), tolerance=1e-10)
    return fit.X


def _assembled(
    city: dict[str, pd.DataFrame], rest: dict[str, pd.DataFrame], codes: pd.Index,
    regions: tuple[str, str], money: str,
) -> IOTable:  # fmt: skip
    here, there = regions
    used = rest["home"].sum(axis=1)
    share = (city["sold"]["sold"] / used.where(used > 0.0)).fillna(0.0)
    _check_reach(city["sold"]["sold"], used)
    to_rest = rest["home"].mul(share, axis=0)
    blocks = pd.concat(
        [
            pd.concat([_of(city["own"], here, codes), _of(to_rest, there, codes)], axis=1),
            pd.concat(
                [_of(city["home"], here, codes), _of(rest["home"] - to_rest, there, codes)], axis=1
            ),
        ],
        keys=regions,
        names=["region", "sector"],
    )
    foreign = pd.concat(
        [_of(city["foreign"], here, codes), _of(rest["foreign"], there, codes)], axis=1
    )
    exports = pd.concat([city["exports"], rest["exports"]], keys=regions)
    exports.columns = pd.MultiIndex.from_tuples([(ABROAD, EXPORTS)])
    V = pd.concat([city["V"], rest["V"]], keys=regions).T
    labels = blocks.index
    uses = [column for column in blocks.columns if column[1] not in set(codes)]
    Y = pd.concat([blocks[uses], exports.set_axis(labels)], axis=1)
    none_again = pd.DataFrame(0.0, codes, exports.columns)
    Ym = pd.concat([foreign[uses], none_again], axis=1)
    return IOTable(
        Z=blocks[list(labels)],
        Y=Y,
        V=V.set_axis(labels, axis=1),
        money=money,
        Zm=foreign[list(labels)],
        Ym=Ym,
    )


def _of(frame: pd.DataFrame, region: str, codes: pd.Index) -> pd.DataFrame:
    """The frame with the region above each of its columns."""
    if not frame.index.equals(codes):
        frame = frame.loc[codes]
    return frame.set_axis(pd.MultiIndex.from_product([[region], frame.columns]), axis=1)


def _check_reach(sold: pd.Series, used: pd.Series) -> None:
    """The rest has to use at least what the city sells it of each product."""
    over = sold - used
    worst = over.idxmax()
    if over[worst] > ROUNDING * float(used.max()):
        raise AccountsError(
            "accounts.sold_beyond_use",
            sector=worst,
            sold=float(sold[worst]),
            used=float(used[worst]),
        )
