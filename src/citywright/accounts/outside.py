"""What a table buys outside itself, in the form that a footprint needs.

A_m = Zm diag(x)^-1,   y_m = sum over final users here of Ym,   m_w what one unit of it carries
"""

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.cells import finite_cells
from citywright.accounts.coefficients import per_output
from citywright.accounts.footprints import Outside
from citywright.accounts.labels import columns_by_name, rows_by_name, unique
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError


def outside_purchases(
    table: IOTable,
    x: npt.NDArray[np.float64],
    here: Sequence[Hashable],
    abroad: pd.DataFrame,
) -> Outside:
    """Purchases outside by product of the table; zero where the table has no Zm.

    Parameters
    ----------
    table : its Zm and Ym by the sectors of the table
    x : (n,) output (money)
    here : final users whose purchases count
    abroad : (stressor, product) m_w (unit of the stressor per money)

    Raises
    ------
    AccountsError
        accounts.other_labels where Zm or `abroad` is not by the products of the table;
        accounts.duplicate_label; accounts.not_finite where `abroad` lacks a satellite of the table;
        accounts.cell_not_number, accounts.not_finite_cell; accounts.inputs_without_output.
    """
    labels = table.labels
    Zm, Ym = table.Zm, table.Ym
    if not len(Zm):
        Zm, Ym = table.Z * 0.0, table.Y * 0.0
    Zm, Ym = rows_by_name(Zm, labels, "Zm"), rows_by_name(Ym, labels, "Ym")
    unique(abroad.index, "abroad")
    if not table.S.index.isin(abroad.index).all():
        raise AccountsError("accounts.not_finite", table="abroad")
    carried = columns_by_name(abroad.loc[table.S.index], labels, "abroad")
    return Outside(
        per_output(Zm.to_numpy(), x, "Zm"),
        Ym[list(here)].to_numpy().sum(axis=1),
        finite_cells(carried, "abroad").to_numpy(),
    )
