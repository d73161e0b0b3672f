"""A grid from a sheet of a workbook, read row by row."""

import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from citywright.accounts.readers.grid import Grid, check_choice
from citywright.accounts.readers.text_grid import is_number
from citywright.errors import AccountsError

BINARY = {".xlsb", ".xls"}
BOOKS = {".xlsx", ".xlsm", *BINARY}
Row = tuple[object, ...]
DAMAGED = (
    OSError, EOFError, BadZipFile, zlib.error, InvalidFileException, SyntaxError, KeyError,
    IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the reader of workbooks raises at one that is cut off, damaged or encrypted, or that has a
sheet without cells (a chart); faults of XML are a SyntaxError."""


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets of a workbook; errors as in `sheet_rows`."""
    book = _open(path)
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def sheet_rows(path: Path, sheet: str) -> Generator[Row, None, None]:
    """The rows of a sheet as they stand: values of formulas, None for an empty cell.

    Raises
    ------
    AccountsError
        accounts.reader_binary for a workbook in a binary form; accounts.reader_file when it cannot
        be opened; accounts.reader_sheet when it has no such sheet.
    """
    book = _open(path)
    try:
        if sheet not in book.sheetnames:
            raise AccountsError(
                "accounts.reader_sheet",
                file=path.name,
                sheet=sheet,
                sheets=", ".join(book.sheetnames),
            )
        with closing(_cells(book, sheet)) as rows:
            yield from rows
    except DAMAGED:
        raise AccountsError("accounts.reader_file", file=f"{path}[{sheet}]") from None
    finally:
        book.close()


def check_formulas(path: Path, sheet: str) -> None:
    """Refuse formulas whose values were never stored: they would pass for empty cells.

    Needed only where an empty cell counts as zero; it reads the sheet a second time.

    Raises
    ------
    AccountsError
        as `sheet_rows`; accounts.reader_formula, naming the first of them.
    """
    book = _open(path, values=False)
    try:
        if sheet not in book.sheetnames:
            return
        with closing(sheet_rows(path, sheet)) as stored, closing(_cells(book, sheet)) as said:
            for line, (values, cells) in enumerate(zip(stored, said, strict=False), start=1):
                for place, (value, cell) in enumerate(zip(values, cells, strict=False), start=1):
                    if value is None and cell is not None:
                        raise AccountsError(
                            "accounts.reader_formula",
                            file=f"{path.name}[{sheet}]",
                            cell=f"{get_column_letter(place)}{line}",
                        )
    finally:
        book.close()


def _cells(book: openpyxl.Workbook, sheet: str) -> Generator[Row, None, None]:
    yield from book[sheet].iter_rows(values_only=True)


def _open(path: Path, *, values: bool = True) -> openpyxl.Workbook:
    if path.suffix.lower() in BINARY:
        raise AccountsError("accounts.reader_binary", file=path.name)
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=values)
    except DAMAGED:
        raise AccountsError("accounts.reader_file", file=str(path)) from None


def read_sheet_grid(
    path: Path, sheet: str, *, skip: int, heads: int, ids: int, empty: str = "refuse"
) -> Grid:
    """Read headings, labels and numbers of one sheet.

    Parameters
    ----------
    skip : rows above the headings (titles)
    heads, ids : rows of headings, columns of labels
    empty : what an empty number means: "refuse" it is a fault, "zero" there is no flow

    Raises
    ------
    AccountsError
        as `sheet_rows` and `check_formulas`; accounts.reader_empty, accounts.reader_cell,
        accounts.reader_choice;
        accounts.reader_width for a line with cells to the right of the headings.
    """
    check_choice("empty", empty, ("refuse", "zero"))
    blank = None if empty == "refuse" else 0.0
    if empty == "zero":
        check_formulas(path, sheet)
    file = f"{path.name}[{sheet}]"
    rows = sheet_rows(path, sheet)
    for _ in range(skip):
        next(rows, None)
    top = [next(rows, ()) for _ in range(heads)]
    width = max((_filled(row) for row in top), default=0)
    if width <= ids:
        raise AccountsError("accounts.reader_empty", file=file)
    lines = tuple(_texts(row, width)[ids:] for row in top)
    labels: tuple[list[str], ...] = tuple([] for _ in range(ids))
    numbers = []
    for line, row in enumerate(rows, start=skip + heads + 1):
        found = _filled(row)
        if not found:
            continue
        if found > width:
            raise AccountsError(
                "accounts.reader_width", file=file, line=line, found=found, wanted=width
            )
        names = _texts(row, ids)
        for place, name in enumerate(names):
            labels[place].append(name)
        cells = [blank if cell is None else cell for cell in row[ids:]]
        numbers.append(_numbers((*cells, *[blank] * len(lines[0])), lines, names, file))
    if not numbers:
        raise AccountsError("accounts.reader_empty", file=file)
    return Grid(file, lines, labels, np.array(numbers))


def _filled(row: Row) -> int:
    """How many cells a row has up to its last filled one."""
    return max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)


def _texts(row: Row, width: int) -> list[str]:
    cells = [*row[:width], *([None] * (width - len(row)))]
    return ["" if cell is None else str(cell).strip() for cell in cells]


def _numbers(
    cells: Row, heads: tuple[list[str], ...], names: list[str], file: str
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    row = cells[: len(heads[0])]
    try:
        numbers = np.array(row, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.full(len(row), np.nan)
    if np.isfinite(numbers).all() and all(map(is_number, row)):
        return numbers
    place = next(place for place, cell in enumerate(row) if not is_number(cell))
    raise AccountsError(
        "accounts.reader_cell",
        file=file,
        row=" / ".join(name for name in names if name),
        column=" / ".join(line[place] for line in heads if line[place]),
        value="" if row[place] is None else row[place],
    )
