"""Cells of a table as finite numbers, and nothing that only looks like one.

Text, truth values, dates and complex numbers are refused by cell; an empty cell too. Whole numbers,
Decimal, sparse columns and columns that allow empty cells become float64, the same numbers.
"""

from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd
from pandas.api import types

from citywright.accounts.labels import named
from citywright.errors import AccountsError


def finite_cells(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The frame in float64; the same frame, without a copy, where it is that already.

    Raises
    ------
    AccountsError
        accounts.cell_not_number, accounts.not_finite_cell; each names row and column.
    """
    if all(kind == np.float64 for kind in frame.dtypes):
        _check_finite(frame, table)
        return frame
    for place in range(len(frame.columns)):
        _check_numbers(frame, place, table)
    if any(types.is_object_dtype(kind) for kind in frame.dtypes):
        frame = frame.astype(object).mask(frame.isna(), np.nan)
    values = frame.to_numpy(dtype=np.float64, na_value=np.nan)
    answer = pd.DataFrame(values, frame.index, frame.columns, copy=False)
    _check_finite(answer, table)
    return answer


def _check_numbers(frame: pd.DataFrame, place: int, table: str) -> None:
    column = frame.iloc[:, place]
    kind = column.dtype
    refused = types.is_bool_dtype(kind) or types.is_complex_dtype(kind)
    if types.is_numeric_dtype(kind) and not refused:
        return
    for row, cell in enumerate(column):
        is_empty = cell is None or cell is pd.NA
        if not is_empty and (isinstance(cell, bool) or not isinstance(cell, Real | Decimal)):
            raise AccountsError(
                "accounts.cell_not_number",
                table=table,
                row=named(frame.index[[row]]),
                column=named(frame.columns[[place]]),
                value=str(cell)[:40],
            )


def _check_finite(frame: pd.DataFrame, table: str) -> None:
    finite = np.isfinite(frame.to_numpy())
    if not finite.all():
        row, column = (int(place) for place in np.argwhere(~finite)[0])
        raise AccountsError(
            "accounts.not_finite_cell",
            table=table,
            row=named(frame.index[[row]]),
            column=named(frame.columns[[column]]),
        )
