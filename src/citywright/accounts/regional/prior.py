"""Prior output and value-added ratios of the city's sectors, from the nation and the totals.

    output total on a shell:   x_i = X_i T / sum X                      (national structure)
    value-added total, output free:   x_i = X_i (T - fixed) / sum v X    (national ratios kept)
    value-added total, output known:  v_i' = k v_i / (1 - v_i + k v_i),  sum v_i' x_i = T

The last form scales the odds v / (1 - v) of every sector of the shell by one factor k, so that a
ratio can never reach 1, and k = 1 gives the national ratio back.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from citywright.accounts.regional.totals import Shell
from citywright.errors import AccountsError


def prior_output(
    X: pd.Series, v: pd.Series, outputs: Sequence[Shell], values: Sequence[Shell]
) -> tuple[pd.Series, pd.Series]:
    """Output x and value-added ratio v' of every sector that meet all totals.

    Parameters
    ----------
    X : national output by sector (any unit)
    v : national value added over output, 0 < v < 1
    outputs, values : shells of the totals `output` and `value_added`, narrowest first (money)

    Returns
    -------
    (x, v') : money, ratio

    Raises
    ------
    AccountsError
        accounts.value_ratio, accounts.total_structure, accounts.total_reach,
        accounts.output_unknown.
    """
    outside = v[~((v > 0.0) & (v < 1.0))]
    if len(outside):
        raise AccountsError("accounts.value_ratio", sector=outside.index[0], ratio=outside.iloc[0])
    x = pd.Series(np.nan, index=X.index)
    for shell in outputs:
        inside = list(shell.sectors)
        x[inside] = _scaled(X[inside], X[inside], shell.amount, "output", shell.group)
    ratio = v.copy()
    for shell in values:
        inside = list(shell.sectors)
        free = [code for code in inside if np.isnan(x[code])]
        if free:
            known = [code for code in inside if code not in free]
            left = shell.amount - float((ratio[known] * x[known]).sum())
            x[free] = _scaled(X[free], v[free] * X[free], left, "value_added", shell.group)
        elif inside:
            ratio[inside] = odds_scaled(ratio[inside], x[inside], shell.amount, shell.group)
    unknown = x.index[x.isna()]
    if len(unknown):
        raise AccountsError("accounts.output_unknown", sectors=" ".join(unknown))
    return x, ratio


def odds_scaled(v: pd.Series, x: pd.Series, total: float, group: str) -> pd.Series:
    """Ratios v' = k v / (1 - v + k v) with sum v' x = total.

    Parameters
    ----------
    v, x : ratio and output (money) of the sectors of one shell
    total : value added they must add to (money)

    Raises
    ------
    AccountsError
        accounts.total_reach when the total is not between zero and the output.
    """
    most = float(x[v > 0.0].sum())
    if not 0.0 < total < most:
        raise AccountsError("accounts.total_reach", group=group, total=total, most=most)

    def gap(log_k: float) -> float:
        k = np.exp(log_k)
        return float((k * v / (1.0 - v + k * v) * x).sum()) - total

    k = np.exp(brentq(gap, -50.0, 50.0, xtol=1e-15, rtol=1e-15))
    return k * v / (1.0 - v + k * v)


def _scaled(
    shape: pd.Series, weights: pd.Series, total: float, quantity: str, group: str
) -> pd.Series:
    base = float(weights.sum())
    if len(shape) and (total < 0.0 or (base <= 0.0 and total != 0.0)):
        raise AccountsError(
            "accounts.total_structure", total=quantity, group=group, left=total, base=base
        )
    return shape * (total / base if base > 0.0 else 0.0)
