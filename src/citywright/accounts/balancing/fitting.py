"""Fitting a labelled table to labelled margins, with a report of what the fit changed.

    X = diag(r) P diag(s) - diag(r)^-1 N diag(s)^-1,   X 1 = u,   1' X = v

The arithmetic is that of `gras`; margins that cannot be met are explained by `margins`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.balancing.gras import gras
from citywright.accounts.balancing.margins import aligned, check_margins

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FittedTable:
    """A table that meets its margins, and how far it had to move.

    X : (m, n) the fitted table, labelled as the start table
    start : (m, n) the start table
    r, s : multipliers of rows and columns, by label; r_i s_j times a positive cell, one over r_i s_j
        times a negative one
    iterations : rounds of row and column scaling
    residual : largest miss of a sum, over the largest sum
    """

    X: pd.DataFrame
    start: pd.DataFrame
    r: pd.Series
    s: pd.Series
    iterations: int
    residual: float

    def changes(self, most: int = 10) -> pd.DataFrame:
        """The cells that moved furthest: columns row, column, before, after, change, ratio.

        change = after - before (unit of the table), largest first; ratio = after / before. Cells
        that did not move are left out.

        Parameters
        ----------
        most : cells at most
        """
        before, after = self.start.to_numpy(dtype=float), self.X.to_numpy(dtype=float)
        change = after - before
        order = np.argsort(-np.abs(change), axis=None, kind="stable")[:most]
        rows, columns = np.unravel_index(order, change.shape)
        moved = change[rows, columns] != 0.0
        return self._cells(rows[moved], columns[moved])

    def changed_sign(self) -> pd.DataFrame:
        """Cells whose sign is another than before, columns as in `changes`.

        By the equation there is none, but for rows and columns of one sign whose sum is zero: they
        are emptied, and stand here with after = 0.
        """
        before, after = self.start.to_numpy(dtype=float), self.X.to_numpy(dtype=float)
        rows, columns = np.nonzero(np.sign(before) != np.sign(after))
        return self._cells(rows, columns)

    def _cells(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> pd.DataFrame:
        before = self.start.to_numpy(dtype=float)[rows, columns]
        after = self.X.to_numpy(dtype=float)[rows, columns]
        return pd.DataFrame(
            {
                "row": self.X.index[rows],
                "column": self.X.columns[columns],
                "before": before,
                "after": after,
                "change": after - before,
                "ratio": after / before,  # a cell that moved was not zero: zeros stay
            }
        )


def fit_table(
    frame: pd.DataFrame,
    rows: pd.Series,
    columns: pd.Series,
    *,
    tolerance: float = 1e-12,
    most: int = 20_000,
) -> FittedTable:
    """X nearest to `frame` in the sense of GRAS with sum_j x_ij = rows_i, sum_i x_ij = columns_j.

    Margins are matched by name; zeros stay zero and signs stay. RAS is the case without negative
    cells. Margins that cannot be met are explained before the fit, all reasons at once.

    Parameters
    ----------
    frame : (m, n) start table, any sign
    rows, columns : sums wanted by label (unit of the table)
    tolerance : residual, over the largest sum, at which to stop
    most : most rounds allowed

    Returns
    -------
    FittedTable

    Raises
    ------
    MarginsError
        Every finding of `margins.explain_margins`.
    AccountsError
        accounts.duplicate_label, accounts.other_labels, accounts.not_numbers,
        accounts.not_finite_cell; accounts.not_converged.

    Notes
    -----
    See `gras` for the sources.
    """
    check_margins(frame, rows, columns)
    X0, u, v = aligned(frame, rows, columns)
    fit = gras(X0, u, v, tolerance=tolerance, most=most)
    return FittedTable(
        X=pd.DataFrame(fit.X, frame.index, frame.columns),
        start=frame,
        r=pd.Series(fit.r, frame.index),
        s=pd.Series(fit.s, frame.columns),
        iterations=fit.iterations,
        residual=fit.residual,
    )
