"""Competitive imports taken out of the uses: how a table that mixes origins is made to tell them apart.

A competitive table gives each product i one row of all uses, whatever their origin, and the imports
M_i as one amount, so that

    x_i = sum_j T_ij + sum_d F_id - M_i

Three treatments, none of them a fact of the table; the user must choose:

    proportional               m_i = M_i / (sum_j T_ij + sum_d in home uses F_id); exports are made here
    proportional_with_exports  m_i = M_i / (sum_j T_ij + sum_d F_id); exports carry imports as well
    column                     nothing is split: Y gets a column -M, and Z holds both origins

With a share, Z_ij = (1 - m_i) T_ij and Zm_ij = m_i T_ij, and the same for the final uses.

Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., sec. 4.4 (imports in a national
table); the assumption that all users of a product import the same share of it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.accounts.labels import named
from citywright.accounts.readers.grid import TOLERANCE, check_choice
from citywright.errors import AccountsError

TREATMENTS = ("proportional", "proportional_with_exports", "column")


@dataclass(frozen=True)
class Split:
    """Z, Y from home; Zm, Ym from outside, their rows (origin, sector) where origins are several.

    With the treatment "column" Zm and Ym are empty and Y has the negative columns.
    """

    Z: pd.DataFrame
    Y: pd.DataFrame
    Zm: pd.DataFrame
    Ym: pd.DataFrame


def split_imports(
    T: pd.DataFrame,
    F: pd.DataFrame,
    M: pd.DataFrame,
    *,
    treatment: str,
    exports: list[str],
    apart: list[str],
    file: str,
) -> Split:
    """Split every use by origin, or keep the imports as negative columns.

    Parameters
    ----------
    T : (n, n) purchases of product i, of all origins (money)
    F : (n, m) final uses of product i, of all origins (money)
    M : (n, o) imports by origin, not negative (money): from abroad, from other regions
    treatment : one of `TREATMENTS`
    exports : columns of F that leave the area
    apart : columns of F that are no use and are never split (errors and omissions)
    file : the name that errors give

    Raises
    ------
    AccountsError
        accounts.reader_choice; accounts.imports_negative; accounts.imports_above_use, naming the
        sector in which more comes in than is used.
    """
    check_choice("imports", treatment, TREATMENTS)
    if (M < 0.0).any(axis=None):
        row, column = (int(place) for place in np.argwhere(M.to_numpy() < 0.0)[0])
        raise AccountsError(
            "accounts.imports_negative",
            file=file,
            row=named(M.index[[row]]),
            column=M.columns[column],
            value=float(M.iloc[row, column]),
        )
    if treatment == "column":
        return Split(T, pd.concat([F, -M], axis=1), pd.DataFrame(), pd.DataFrame())
    home = treatment == "proportional"
    split = [name for name in F.columns if name not in apart and not (home and name in exports)]
    use = T.sum(axis=1) + F[split].sum(axis=1)
    shares = M.div(use.where(use != 0.0, 1.0), axis=0)
    _check_shares(shares, M, use, file)
    left = F[[name for name in F.columns if name not in split]]
    inside = 1.0 - shares.sum(axis=1)
    Y = pd.concat([F[split].mul(inside, axis=0), left], axis=1)[list(F.columns)]
    Ym = _by_origin(F[split], shares).reindex(columns=F.columns, fill_value=0.0)
    return Split(T.mul(inside, axis=0), Y, _by_origin(T, shares), Ym)


def _check_shares(shares: pd.DataFrame, M: pd.DataFrame, use: pd.Series, file: str) -> None:
    total = shares.sum(axis=1)
    wrong = (total > 1.0 + TOLERANCE) | (total < 0.0) | ((use == 0.0) & (M.sum(axis=1) != 0.0))
    if wrong.any():
        worst = (M.sum(axis=1) - use).where(wrong).idxmax()
        raise AccountsError(
            "accounts.imports_above_use",
            file=file,
            sector=worst,
            imports=float(M.sum(axis=1)[worst]),
            use=float(use[worst]),
        )


def _by_origin(part: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """m_i times the uses, one block of rows for each origin."""
    blocks = {origin: part.mul(shares[origin], axis=0) for origin in shares.columns}
    if len(blocks) == 1:
        return next(iter(blocks.values()))
    return pd.concat(blocks, names=["origin", "sector"])
