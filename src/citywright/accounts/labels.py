"""Labels of tables: unique, and matched by name, never by position.

A table of one region may be labelled by sector alone; of several regions by (region, sector).
"""

import pandas as pd

from citywright.errors import AccountsError

SHOWN = 5
"""Names shown in an error before it says how many more there are."""


def unique(labels: pd.Index, table: str) -> None:
    """Raise accounts.duplicate_label, naming the labels, where one stands twice."""
    if labels.has_duplicates:
        raise AccountsError(
            "accounts.duplicate_label", table=table, labels=named(labels[labels.duplicated()])
        )


def rows_by_name(frame: pd.DataFrame, labels: pd.Index, table: str) -> pd.DataFrame:
    """The frame with its rows in the order of `labels`; the same frame if they already are.

    Raises
    ------
    AccountsError
        accounts.duplicate_label; accounts.other_labels, naming what is missing and what is unknown.
    """
    if frame.index.equals(labels):
        return frame
    unique(frame.index, table)
    check_same(frame.index, labels, table)
    return frame.loc[labels]


def columns_by_name(frame: pd.DataFrame, labels: pd.Index, table: str) -> pd.DataFrame:
    """The frame with its columns in the order of `labels`; errors as in `rows_by_name`."""
    if frame.columns.equals(labels):
        return frame
    unique(frame.columns, table)
    check_same(frame.columns, labels, table)
    return frame[labels]


def by_name(amounts: pd.Series, labels: pd.Index, table: str) -> pd.Series:
    """The series over all `labels`, in their order; a label that is not listed counts zero.

    Raises
    ------
    AccountsError
        accounts.duplicate_label; accounts.unknown_label where a name is not among `labels`.
    """
    unique(amounts.index, table)
    unknown = amounts.index.difference(labels, sort=False)
    if len(unknown):
        raise AccountsError(
            "accounts.unknown_label", table=table, column="label", label=named(unknown)
        )
    return amounts.reindex(labels, fill_value=0.0).astype(float)


def check_same(found: pd.Index, labels: pd.Index, table: str) -> None:
    """Raise accounts.other_labels unless both hold the same names."""
    missing = labels.difference(found, sort=False)
    unknown = found.difference(labels, sort=False)
    if len(missing) or len(unknown):
        raise AccountsError(
            "accounts.other_labels", table=table, missing=named(missing), unknown=named(unknown)
        )


def named(labels: pd.Index) -> str:
    """The first names, then how many more: `a, b, c, d, e (+4)`; `-` where there is none."""
    first = [
        " / ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in labels[:SHOWN]
    ]
    more = f" (+{len(labels) - SHOWN})" if len(labels) > SHOWN else ""
    return ", ".join(first) + more if first else "-"
