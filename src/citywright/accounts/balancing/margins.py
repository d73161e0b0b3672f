"""Why a table cannot be fitted to its margins; every reason at once, by name.

    sum u = sum v                         the margins add to the same total
    u_i > 0 needs a cell x_ij > 0         each line has a cell of the sign of its sum
    sum_R u <= sum_K v                    rows R that reach only the columns K (`clashes`)

Source: for the conditions of RAS, Miller & Blair (2009), sec. 7.4; with negative cells, Temurshoev,
Miller & Bouwmeester (2013), Economic Systems Research 25(3), 361-367.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.balancing.clashes import Clash, clashes, forced_zeros
from citywright.accounts.labels import check_same, named, unique
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
SAME = 1e-9
"""How near, over the largest sum, two amounts are to count as one."""


class MarginsError(AccountsError):
    """Margins that no table of these signs can meet; carries every reason.

    findings : an error for each reason
    """

    def __init__(self, findings: list[AccountsError]) -> None:
        super().__init__("accounts.margins_findings", count=len(findings))
        self.findings = findings

    def text(self, lang: str = "en") -> str:
        """The count and then every reason on its own line."""
        return "\n".join([super().text(lang), *(one.text(lang) for one in self.findings)])


def explain_margins(
    frame: pd.DataFrame, rows: pd.Series, columns: pd.Series
) -> list[AccountsError]:
    """Every reason why no table with the signs and zeros of `frame` has these sums.

    Parameters
    ----------
    frame : (m, n) start table, any sign
    rows, columns : sums wanted by label (unit of the table), aligned by name

    Returns
    -------
    accounts.margins_gap and accounts.margins_gap_like (the totals differ, and which line has just
    that sum), accounts.margins_row_sign, accounts.margins_column_sign (no cell of the sign),
    accounts.margins_clash_rows, accounts.margins_clash_columns (the zeros stand in the way),
    accounts.margins_forced (cells that could only be zero); empty where a fit exists.

    Raises
    ------
    AccountsError
        accounts.duplicate_label, accounts.other_labels, accounts.not_numbers,
        accounts.not_finite_cell.
    """
    X0, u, v = aligned(frame, rows, columns)
    line_findings, u_left, v_left = _lines(frame, X0, u, v)
    findings = [*_gap(frame, u, v), *line_findings]
    if (X0 > 0.0).all() and (u >= 0.0).all() and (v >= 0.0).all():
        return findings
    found = clashes(X0, u_left, v_left)
    findings += [_clash(frame, one) for one in found]
    if not findings:
        findings += _forced(frame, forced_zeros(X0, u, v))
    return findings


def check_margins(frame: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> None:
    """Raise `MarginsError` with every finding of `explain_margins`, if there is any."""
    findings = explain_margins(frame, rows, columns)
    if findings:
        raise MarginsError(findings)


@dataclass(frozen=True)
class Reconciled:
    """Margins that add to the same total, and the factor on the one that gave way."""

    rows: pd.Series
    columns: pd.Series
    factor: float


def reconcile(
    rows: pd.Series, columns: pd.Series, *, gives_way: Literal["rows", "columns"]
) -> Reconciled:
    """u' = u (sum v / sum u) if the rows give way, v' = v (sum u / sum v) if the columns do.

    Every sum of the margin that gives way is changed by the same factor, so this mends a difference
    of level (prices, coverage), not one that sits in a single line.

    Parameters
    ----------
    rows, columns : sums wanted by label (same unit)
    gives_way : the margin that is scaled; there is no default, for the choice is yours

    Raises
    ------
    AccountsError
        accounts.gives_way; accounts.reconcile_sign where the totals differ in sign or the one that
        gives way is zero; accounts.not_numbers, accounts.not_finite_cell.
    """
    if gives_way not in ("rows", "columns"):
        raise AccountsError("accounts.gives_way", given=gives_way)
    u, v = _numbers(rows, "rows"), _numbers(columns, "columns")
    total = {"rows": float(u.sum()), "columns": float(v.sum())}
    aim = total["columns" if gives_way == "rows" else "rows"]
    if aim == total[gives_way]:
        return Reconciled(rows, columns, 1.0)
    if total[gives_way] * aim <= 0.0:
        raise AccountsError("accounts.reconcile_sign", rows=total["rows"], columns=total["columns"])
    factor = aim / total[gives_way]
    if gives_way == "rows":
        return Reconciled(rows * factor, columns, factor)
    return Reconciled(rows, columns * factor, factor)


def aligned(frame: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> tuple[Array, Array, Array]:
    """X0 (m, n), u (m,), v (n,) with the margins in the order of the table, by name.

    Raises
    ------
    AccountsError
        accounts.duplicate_label, accounts.other_labels, accounts.not_numbers,
        accounts.not_finite_cell.
    """
    sides = {"rows": (rows, frame.index), "columns": (columns, frame.columns)}
    margins = []
    for side, (sums, labels) in sides.items():
        unique(labels, side)
        unique(sums.index, side)
        check_same(sums.index, labels, side)
        margins.append(_numbers(sums.loc[labels], side))
    X0 = np.empty(frame.shape)
    for place, column in enumerate(frame.columns):
        X0[:, place] = _numbers(frame[column], "X0", column=named(frame.columns[[place]]))
    return X0, margins[0], margins[1]


def _numbers(sums: pd.Series, table: str, column: str = "sum") -> Array:
    try:
        values: Array = sums.to_numpy(dtype=float)
    except (TypeError, ValueError):
        raise AccountsError("accounts.not_numbers", table=table) from None
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        row = named(sums.index[wrong[:1]])
        raise AccountsError("accounts.not_finite_cell", table=table, row=row, column=column)
    return values


def _gap(frame: pd.DataFrame, u: Array, v: Array) -> list[AccountsError]:
    gap = float(u.sum() - v.sum())
    scale = max(float(np.abs(u).max(initial=0.0)), float(np.abs(v).max(initial=0.0)))
    # `gras` asks for the same: equal but for the rounding of a sum of that many numbers
    if abs(gap) <= 1e-12 * scale * max(len(u), len(v)):
        return []
    share = abs(gap) / max(abs(float(u.sum())), abs(float(v.sum())), np.finfo(float).tiny)
    values = {"rows": float(u.sum()), "columns": float(v.sum()), "gap": gap, "share": share}
    findings = [AccountsError("accounts.margins_gap", **values)]
    near = [np.abs(sums - sign * gap) <= SAME * scale for sums, sign in ((u, 1.0), (v, -1.0))]
    if near[0].any() or near[1].any():
        like = {"rows": named(frame.index[near[0]]), "columns": named(frame.columns[near[1]])}
        findings.append(AccountsError("accounts.margins_gap_like", gap=gap, **like))
    return findings


def _lines(
    frame: pd.DataFrame, X0: Array, u: Array, v: Array
) -> tuple[list[AccountsError], Array, Array]:
    """Lines without a cell of the sign of their sum; and the sums without those lines."""
    no_row, no_column = _without_sign(X0, u), _without_sign(X0.T, v)
    findings = [
        AccountsError("accounts.margins_row_sign", row=named(frame.index[[i]]), total=float(u[i]))
        for i in np.flatnonzero(no_row)
    ]
    findings += [
        AccountsError(
            "accounts.margins_column_sign", column=named(frame.columns[[j]]), total=float(v[j])
        )
        for j in np.flatnonzero(no_column)
    ]
    return findings, np.where(no_row, 0.0, u), np.where(no_column, 0.0, v)


def _without_sign(X0: Array, u: Array) -> npt.NDArray[np.bool_]:
    no_plus, no_minus = ~(X0 > 0.0).any(axis=1), ~(X0 < 0.0).any(axis=1)
    return ((u > 0.0) & no_plus) | ((u < 0.0) & no_minus)


def _clash(frame: pd.DataFrame, one: Clash) -> AccountsError:
    values = {
        "rows": named(frame.index[one.rows]),
        "columns": named(frame.columns[one.columns]),
        "row_sum": one.row_sum,
        "column_sum": one.column_sum,
        "excess": one.excess,
    }
    if one.by_rows:
        return AccountsError("accounts.margins_clash_rows", **values)
    return AccountsError("accounts.margins_clash_columns", **values)


def _forced(frame: pd.DataFrame, forced: npt.NDArray[np.bool_]) -> list[AccountsError]:
    places = np.argwhere(forced)
    if not len(places):
        return []
    cells = pd.Index(
        [f"({named(frame.index[[i]])}, {named(frame.columns[[j]])})" for i, j in places]
    )
    return [AccountsError("accounts.margins_forced", count=len(cells), cells=named(cells))]
