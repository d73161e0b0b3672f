"""Labels of tables: unique, and matched by name, never by position.

A table of one region may be labelled by sector alone; of several regions by (region, sector). The
number 1 and the text "1" are two names that look alike: they are never matched, and never stand in
one table.
"""

from collections.abc import Iterable

import numpy as np
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


def as_levels(labels: pd.Index) -> pd.Index:
    """The same labels in one form: pairs as two levels, names that stand alone as a plain index."""
    if not isinstance(labels, pd.MultiIndex):
        lengths = {len(one) if isinstance(one, tuple) else 0 for one in labels}
        if len(lengths) != 1 or 0 in lengths:
            return labels
        labels = pd.MultiIndex.from_tuples(labels)
    return labels.get_level_values(0) if labels.nlevels == 1 else labels


def check_names(labels: pd.Index, table: str) -> None:
    """Refuse labels that name nothing, or that cannot be told apart when they are read.

    Raises
    ------
    AccountsError
        accounts.label_levels unless there are one or two levels; accounts.empty_label where one is
        missing or empty; accounts.duplicate_label; accounts.labels_alike for 1 beside "1".
    """
    if labels.nlevels > 2:
        raise AccountsError("accounts.label_levels", table=table, levels=labels.nlevels)
    for level in range(labels.nlevels):
        values = labels.get_level_values(level)
        empty = np.flatnonzero(values.isna() | (values.astype(object) == ""))
        if len(empty):
            raise AccountsError("accounts.empty_label", table=table, number=int(empty[0]) + 1)
    unique(labels, table)
    shown = pd.Index([_shown(one) for one in labels])
    if shown.has_duplicates:
        alike = labels[shown.duplicated(keep=False)]
        raise AccountsError("accounts.labels_alike", table=table, labels=_quoted(alike))


def rows_by_name(frame: pd.DataFrame, labels: pd.Index, table: str) -> pd.DataFrame:
    """The frame with its rows in the order of `labels`; the same frame if they already are.

    Raises
    ------
    AccountsError
        accounts.duplicate_label; those of `check_same`.
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
        accounts.duplicate_label; accounts.unknown_label where a name is not among `labels`;
        accounts.not_numbers, accounts.not_finite.
    """
    unique(amounts.index, table)
    unknown = amounts.index.difference(labels, sort=False)
    if len(unknown):
        raise AccountsError(
            "accounts.unknown_label", table=table, column="label", label=named(unknown)
        )
    try:
        values = pd.to_numeric(amounts).astype(float)
    except (TypeError, ValueError):
        raise AccountsError("accounts.not_numbers", table=table) from None
    if not np.isfinite(values.to_numpy()).all():
        raise AccountsError("accounts.not_finite", table=table)
    return values.reindex(labels, fill_value=0.0)


def check_same(found: pd.Index, labels: pd.Index, table: str) -> None:
    """Raise unless both hold the same names.

    Raises
    ------
    AccountsError
        accounts.labels_alike where names differ only in spaces, or as a number and its text;
        accounts.other_labels, naming what is missing and what is unknown.
    """
    missing = labels.difference(found, sort=False)
    unknown = found.difference(labels, sort=False)
    if len(missing) or len(unknown):
        wanted = {_shown(one).strip() for one in missing}
        alike = [one for one in unknown if _shown(one).strip() in wanted]
        if alike:
            twins = {_shown(one).strip() for one in alike}
            pairs = [*alike, *(one for one in missing if _shown(one).strip() in twins)]
            raise AccountsError("accounts.labels_alike", table=table, labels=_quoted(pairs))
        raise AccountsError(
            "accounts.other_labels", table=table, missing=named(missing), unknown=named(unknown)
        )


def named(labels: pd.Index) -> str:
    """The first names, then how many more: `a, b, c, d, e (+4)`; `-` where there is none."""
    first = [_shown(one) for one in labels[:SHOWN]]
    more = f" (+{len(labels) - SHOWN})" if len(labels) > SHOWN else ""
    return ", ".join(first) + more if first else "-"


def _shown(label: object) -> str:
    return " / ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _quoted(labels: Iterable[object]) -> str:
    """Names as they are stored, so that 1 and '1', or 'a' and 'a ', can be told apart."""
    return ", ".join(repr(one) for one in list(labels)[: 2 * SHOWN])
