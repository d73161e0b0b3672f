"""A small table of text with one line of headings, every cell as it stands."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from citywright.accounts.readers.text_grid import is_number
from citywright.errors import AccountsError


def text_rows(path: Path, separator: str = ",") -> list[list[str]]:
    """The cells of every line of a text file.

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_encoding; accounts.reader_line where quotation marks
        or line ends cannot be understood.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return list(csv.reader(handle, delimiter=separator))
    except (OSError, ValueError) as fault:
        key = "encoding" if isinstance(fault, UnicodeDecodeError) else "file"
        raise _refused(key, path) from None
    except csv.Error as fault:
        raise AccountsError("accounts.reader_line", file=path.name, fault=str(fault)) from None


def _refused(kind: str, path: Path) -> AccountsError:
    if kind == "encoding":
        return AccountsError("accounts.reader_encoding", file=path.name)
    return AccountsError("accounts.reader_file", file=str(path))


def read_text_frame(path: Path) -> pd.DataFrame:
    """Headings and lines of a CSV file, every cell as text.

    Raises
    ------
    AccountsError
        those of `text_rows`; accounts.reader_empty; accounts.reader_width for a line that is longer
        or shorter than the headings; accounts.reader_twice for a heading that stands twice.
    """
    numbered = [(number, row) for number, row in enumerate(text_rows(path), start=1) if row]
    if len(numbered) < 2:
        raise AccountsError("accounts.reader_empty", file=path.name)
    (_, heads), *lines = numbered
    for number, row in lines:
        if len(row) != len(heads):
            raise AccountsError(
                "accounts.reader_width",
                file=path.name,
                line=number,
                found=len(row),
                wanted=len(heads),
            )
    twice = sorted({head for head in heads if heads.count(head) > 1})
    if twice:
        raise AccountsError("accounts.reader_twice", file=path.name, labels=", ".join(twice))
    return pd.DataFrame([row for _, row in lines], columns=heads, dtype=object)


def numbers_of(block: pd.DataFrame, file: str, key: str = "accounts.reader_cell") -> pd.DataFrame:
    """The cells as numbers; raises `key`, with the row and the column, at the first that is none."""
    good = block.map(is_number).to_numpy(dtype=bool)
    for row, column in np.argwhere(~good)[:1]:
        raise AccountsError(
            key,
            file=file,
            row=block.index[row],
            column=block.columns[column],
            value=block.iloc[row, column],
        )
    return block.astype(float)
