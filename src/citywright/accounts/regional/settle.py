"""Rounds a balanced account so that it still balances, and totals still hold, to the last digit.

Output and value added are rounded inside each shell to its total; the inputs of a sector to what
is left, x_j - v_j x_j; each final column inside its shells. Sales outside are rounded, and
purchases outside close the row: M_i = sum_j Z_ij + F_i + E_i - x_i.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS, KINDS
from citywright.accounts.regional.rounding import Grid, Whole, round_to_sum
from citywright.accounts.regional.totals import Shell
from citywright.errors import AccountsError


@dataclass(frozen=True)
class Shells:
    """The shells of output, of value added and of each kind of final use."""

    output: Sequence[Shell]
    value_added: Sequence[Shell]
    final: dict[str, list[Shell]]


def settle(
    table: tuple[pd.DataFrame, pd.DataFrame],
    V: pd.DataFrame,
    x: pd.Series,
    limits: Shells,
    grid: Grid,
    share: pd.Series,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Round (Z, F), V and x to the grid with every row, column and total exact.

    Sectors with a given local share rho_i sell outside E_i = x_i - rho_i U_i; the others keep E.

    Parameters
    ----------
    share : rho_i by code, for the sectors whose local share is given (ratio)

    Returns
    -------
    Z (i, j), F (i, kind), V (j, item), all multiples of 10^-decimals (money).

    Raises
    ------
    AccountsError
        accounts.rounding when a sum cannot be met by moving every cell less than one step;
        accounts.local_share_reach when rho_i U_i > x_i.
    """
    Z, F = table
    x_whole = round_in_shells(x, limits.output, grid)
    v_whole = round_in_shells(V.sum(axis=1), limits.value_added, grid)
    inputs = x_whole - v_whole
    Z_whole = np.column_stack(
        [
            round_to_sum(column, int(total), grid)
            for column, total in zip(Z.to_numpy().T, inputs, strict=True)
        ]
    )
    V_whole = np.vstack(
        [
            round_to_sum(row, int(total), grid)
            for row, total in zip(V.to_numpy(), v_whole, strict=True)
        ]
    )
    kinds = {kind: round_in_shells(F[kind], limits.final[kind], grid) for kind in DOMESTIC_KINDS}
    sold = grid.whole(F["outside_sales"].to_numpy(dtype=float))
    use = Z_whole.sum(axis=1) + sum(kinds.values())
    places = Z.index.get_indexer(share.index)
    sold[places] = _sold_outside(share, use[places], x_whole[places])
    bought = use + sold - x_whole
    kinds["outside_sales"] = sold + np.where(bought < 0, -bought, 0)
    kinds["outside_purchases"] = np.where(bought < 0, 0, -bought)
    return (
        pd.DataFrame(grid.money(Z_whole), index=Z.index, columns=Z.columns),
        pd.DataFrame({kind: grid.money(kinds[kind]) for kind in KINDS}, index=F.index),
        pd.DataFrame(grid.money(V_whole), index=V.index, columns=V.columns),
    )


def _sold_outside(share: pd.Series, use: Whole, x: Whole) -> Whole:
    """E_i = x_i - rho_i U_i in steps; a local share that would need more than x_i is refused."""
    sold: Whole = x - np.rint(share.to_numpy(dtype=float) * use).astype(np.int64)
    if (sold < 0).any():
        place = int(np.argmin(sold))
        raise AccountsError(
            "accounts.local_share_reach",
            sector=share.index[place],
            share=float(share.iloc[place]),
            most=float(x[place] / use[place]),
        )
    return sold


def round_in_shells(values: pd.Series, parts: Sequence[Shell], grid: Grid) -> Whole:
    """Round each shell to its own total, in steps; sectors in no shell to the nearest step."""
    answer = grid.whole(values.to_numpy(dtype=float))
    for shell in parts:
        places = values.index.get_indexer(list(shell.sectors))
        if len(places):
            total = int(np.rint(shell.amount * grid.step))
            answer[places] = round_to_sum(values.to_numpy(dtype=float)[places], total, grid)
    return answer
