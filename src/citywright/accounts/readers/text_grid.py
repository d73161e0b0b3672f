"""A grid from a text file: lines of headings, columns of labels, and numbers between separators.

The numbers go straight into one array, part by part, so that a table of 9,800 sectors (768 MB) is
held once.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from citywright.accounts.readers.grid import Array, Grid, check_choice
from citywright.errors import AccountsError

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
ID_NAMES = frozenset({"region", "sector", "category", "stressor", "impact", "extension"})
NUMBER = re.compile(r"[ ]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ ]*", re.ASCII)
CELLS_AT_ONCE, PARTS = 1_000_000, 16
"""Cells read before they are put into the table: 8 MB, or a sixteenth of a large table."""


def file_opener(path: Path) -> Opener:
    """How to open a file of the disk, again and again.

    Raises
    ------
    AccountsError
        accounts.reader_file when it is not there, cannot be opened or cannot be read.
    """

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        try:
            handle = path.open("rb")
        except (OSError, ValueError):  # a name with a zero byte is a ValueError
            raise AccountsError("accounts.reader_file", file=str(path)) from None
        with handle:
            yield handle

    return opened


def read_text_grid(
    opener: Opener, file: str, *, separator: str, heads: int, ids: int, empty: str = "refuse"
) -> Grid:
    """Read headings, labels and numbers of one text file.

    Parameters
    ----------
    opener : opens the file in bytes; it is opened more than once
    file : the name that errors give
    separator : between cells
    heads, ids : lines of headings, columns of labels; a line after two or more headings that holds
        only the names of the labels (`ID_NAMES`) is passed over
    empty : what an empty number means: "refuse" it is a fault, "zero" there is no flow

    Returns
    -------
    the grid, its numbers in one new array

    Raises
    ------
    AccountsError
        accounts.reader_empty, accounts.reader_width, accounts.reader_cell, accounts.reader_choice,
        accounts.reader_encoding, accounts.reader_line.
    """
    check_choice("empty", empty, ("refuse", "zero"))
    top, skipped = _headings(opener, file, separator, heads, ids)
    width = len(top[0])
    labels, says_nan = _scan(opener, file, separator, width, skipped, ids)
    values = np.empty((len(labels), width - ids))
    try:
        if says_nan and empty == "zero":
            raise ValueError  # the word must not pass for an empty cell  # noqa: TRY301
        _fill(opener, separator, skipped, empty, ids, values)
    except (ValueError, pd.errors.ParserError):
        raise _first_fault(opener, file, separator, skipped, top, ids, empty) from None
    columns = tuple([row[place] for row in labels] for place in range(ids))
    return Grid(file, tuple(line[ids:] for line in top[:heads]), columns, values)


def first_line(opener: Opener, separator: str, file: str) -> list[str]:
    """The cells of the first line; an empty list for an empty file."""
    with opener() as handle:
        return _cells(handle.readline(), separator, file)


def _headings(
    opener: Opener, file: str, separator: str, heads: int, ids: int
) -> tuple[list[list[str]], int]:
    """The lines of headings (the first line of numbers if there are none), and lines to pass over."""
    with opener() as handle:
        lines = [_cells(handle.readline(), separator, file) for _ in range(max(heads, 1) + 1)]
    width = len(lines[0])
    if width <= ids or not any(lines[heads]):
        raise AccountsError("accounts.reader_empty", file=file)
    for number, line in enumerate(lines[:heads], start=1):
        if len(line) != width:
            raise _width_fault(file, number, len(line), width)
    # a line of one label and no numbers may be a row that is damaged: only known words pass
    is_names = heads > 1 and not any(lines[heads][ids:]) and {*lines[heads][:ids]} <= ID_NAMES
    return lines[: max(heads, 1)], heads + is_names


def _cells(line: bytes, separator: str, file: str) -> list[str]:
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise AccountsError("accounts.reader_encoding", file=file) from None
    try:
        return next(csv.reader(io.StringIO(text), delimiter=separator), [])
    except csv.Error as fault:
        raise AccountsError("accounts.reader_line", file=file, fault=str(fault)) from None


def _scan(
    opener: Opener, file: str, separator: str, width: int, skipped: int, ids: int
) -> tuple[list[list[str]], bool]:
    """Labels of every line of numbers, and whether any number is written as the word nan.

    Each line must have as many cells as the headings.
    """
    mark, labels, says_nan = separator.encode(), [], False
    with opener() as handle:
        for number, line in enumerate(handle, start=1):
            if number <= skipped or not line.strip(b"\r\n"):
                continue
            parts = line.split(mark, ids)
            is_plain = b'"' not in line and line.count(mark) + 1 == width
            # a quoted label may hold separators
            names = _cells(mark.join(parts[:ids]) if is_plain else line, separator, file)
            if not is_plain and len(names) != width:
                raise _width_fault(file, number, len(names), width)
            labels.append(names[:ids])
            says_nan = says_nan or b"nan" in parts[-1].lower()
    if not labels:
        raise AccountsError("accounts.reader_empty", file=file)
    return labels, says_nan


def _width_fault(file: str, number: int, found: int, wanted: int) -> AccountsError:
    return AccountsError(
        "accounts.reader_width", file=file, line=number, found=found, wanted=wanted
    )


def _fill(
    opener: Opener, separator: str, skipped: int, empty: str, ids: int, values: Array
) -> None:
    width, done = ids + values.shape[1], 0
    with opener() as handle:
        parts = pd.read_csv(
            handle,
            sep=separator,
            header=None,
            skiprows=skipped,
            usecols=range(ids, width),
            dtype=np.float64,
            engine="c",
            keep_default_na=False,
            na_values=[""] if empty == "zero" else None,
            na_filter=empty == "zero",
            encoding="utf-8-sig",
            chunksize=max(1, max(CELLS_AT_ONCE, values.size // PARTS) // width),
        )
        for part in parts:
            block = values[done : done + len(part)]
            block[:] = part.to_numpy()
            if empty == "zero":
                block[np.isnan(block)] = 0.0
            if not np.isfinite(block).all():
                raise ValueError
            done += len(part)
    if done != len(values):  # a quotation mark that is not closed joins lines
        raise ValueError


def _first_fault(
    opener: Opener,
    file: str,
    separator: str,
    skipped: int,
    top: list[list[str]],
    ids: int,
    empty: str,
) -> AccountsError:
    """Which cell it was: only looked for when something is wrong, cell by cell."""
    with opener() as handle:
        for number, line in enumerate(handle, start=1):
            if number <= skipped:
                continue
            row = _cells(line, separator, file)
            for place, cell in enumerate(row[ids:], start=ids):
                if is_number(cell) or (empty == "zero" and not cell):
                    continue
                column = " / ".join(line[place] for line in top) if skipped else str(place + 1)
                return AccountsError(
                    "accounts.reader_cell",
                    file=file,
                    row=" / ".join(row[:ids]) or str(number),
                    column=column,
                    value=cell,
                )
    return AccountsError("accounts.reader_line", file=file, fault='"')


def is_number(cell: object) -> bool:
    """Whether a cell holds a finite number: of text, only digits as they are written in English."""
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, str) and not NUMBER.fullmatch(cell):
        return False
    try:
        return bool(np.isfinite(float(cell)))  # type: ignore[arg-type]  # text or number
    except (TypeError, ValueError):
        return False
