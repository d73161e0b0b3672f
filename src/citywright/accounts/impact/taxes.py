"""Taxes by level of government.

    T_tgs = share_tg ratio_t V_ks        tax t, level g, stage s, k the item of value added of t

Taxes whose item is `taxes` divide the accounts' net taxes on production, and add up to it. Income
taxes are not in that item: they are paid out of compensation and surplus, at average ratios, and
are reported beside it, never added into value added.
"""

import numpy as np
import pandas as pd

from citywright.accounts.impact.effects import Impact
from citywright.errors import AccountsError

IN_ACCOUNTS = "taxes"
"""The item of value added that the accounts count as taxes."""


def taxes_by_level(impact: Impact, bases: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Taxes of every kind at every level, by stage.

    Parameters
    ----------
    impact : the effects
    bases : by tax, columns item (taxes, compensation or surplus) and ratio (tax over the item)
    shares : (tax, level) shares that add to 1 for every tax

    Returns
    -------
    (tax, level) x [direct, suppliers, households, total], money; over the taxes with the item
    `taxes` it adds to the net taxes on production of the effects

    Raises
    ------
    AccountsError
        accounts.tax_shares where shares do not add to 1 or a tax has none; accounts.tax_ratios
        where the taxes with the item `taxes` do not add to it.
    """
    whole = shares.reindex(bases.index).sum(axis=1, min_count=1).to_numpy(dtype=float)
    wrong = bases.index[~np.isclose(whole, 1.0, rtol=0.0, atol=1e-9)]
    if len(wrong):
        raise AccountsError("accounts.tax_shares", taxes=" ".join(map(str, wrong)))
    ratio = float(bases.loc[bases["item"] == IN_ACCOUNTS, "ratio"].sum())
    if abs(ratio - 1.0) > 1e-9:
        raise AccountsError("accounts.tax_ratios", total=ratio)
    items = impact.summary.loc[bases["item"]].set_axis(bases.index).mul(bases["ratio"], axis=0)
    parts = {level: items.mul(shares[level].reindex(bases.index), axis=0) for level in shares}
    made = pd.concat(parts, names=["level"]).swaplevel()
    order = pd.MultiIndex.from_product([bases.index, shares.columns], names=["tax", "level"])
    return made.reindex(order)
