"""A table as it stands in a file: lines of headings, columns of labels, and numbers.

Every reader of this room gets its numbers from a `Grid`, so that a fault is always named in the same
way: the file (and the sheet in brackets), the row, the column, and what stands there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.labels import named
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
TOLERANCE = 1e-6
"""How far a sum may miss a printed total, as a share of the largest total: rounding, no more."""


@dataclass(frozen=True)
class Grid:
    """Numbers with their headings.

    file : name of the file; of a workbook with the sheet, as file[sheet]
    heads : one list for each line of headings, over the columns of numbers
    ids : one list for each column of labels, beside the rows of numbers
    values : (rows, columns)
    """

    file: str
    heads: tuple[list[str], ...]
    ids: tuple[list[str], ...]
    values: Array

    def rows(self, *levels: int) -> pd.Index:
        """Labels of the rows from the given columns of labels; two make (region, sector)."""
        return axis([self.ids[level] for level in levels])

    def columns(self, *levels: int) -> pd.Index:
        """Labels of the columns from the given lines of headings; two make (region, sector)."""
        return axis([self.heads[level] for level in levels])


def axis(parts: Sequence[Iterable[str]]) -> pd.Index:
    """One plain index, or an index of several levels where there are several parts."""
    lists = [list(part) for part in parts]
    return pd.Index(lists[0]) if len(lists) == 1 else pd.MultiIndex.from_arrays(lists)


def frame(values: Array, rows: pd.Index, columns: pd.Index) -> pd.DataFrame:
    """The numbers with their labels, without a second copy of the numbers."""
    return pd.DataFrame(values, rows, columns, copy=False)


def check_unique(labels: pd.Index, file: str) -> None:
    """Raise accounts.reader_twice, naming the labels, where one stands twice in a file."""
    if labels.has_duplicates:
        twice = labels[labels.duplicated()].unique()
        raise AccountsError("accounts.reader_twice", file=file, labels=named(twice))


def check_present(wanted: Iterable[object], found: Iterable[object], file: str) -> None:
    """Raise accounts.reader_missing, naming the rows or columns that a file lacks."""
    there = set(found)
    absent = [label for label in wanted if label not in there]
    if absent:
        raise AccountsError("accounts.reader_missing", file=file, labels=listed(absent))


def check_known(found: Iterable[object], known: Iterable[object], file: str) -> None:
    """Raise accounts.reader_unknown, naming the rows or columns that the layout does not have."""
    allowed = set(known)
    strange = [label for label in found if label not in allowed]
    if strange:
        raise AccountsError("accounts.reader_unknown", file=file, labels=listed(strange))


def check_total(total: str, added: pd.Series, printed: pd.Series, file: str) -> None:
    """Raise accounts.reader_total unless the sums agree with what the file prints.

    Parameters
    ----------
    total : name of the printed row or column
    added, printed : what the cells add to, and what stands in the file (money), by label
    """
    gap = np.abs(added.to_numpy() - printed.loc[added.index].to_numpy())
    if not len(gap):
        return
    place = int(gap.argmax())  # of sums too large to compare (nan), the first
    if not gap[place] <= TOLERANCE * max(float(printed.abs().max()), 1.0):
        raise AccountsError(
            "accounts.reader_total",
            file=file,
            total=total,
            label=named(added.index[[place]]),
            added=float(added.iloc[place]),
            printed=float(printed.loc[added.index].iloc[place]),
        )


def check_choice(name: str, value: object, allowed: Sequence[str]) -> None:
    """Raise accounts.reader_choice unless the value is one of those allowed."""
    if value not in allowed:
        raise AccountsError(
            "accounts.reader_choice", name=name, value=value, allowed=", ".join(allowed)
        )


def listed(labels: Iterable[object]) -> str:
    """The first names, then how many more; (region, sector) with a slash between."""
    return named(list(labels))
