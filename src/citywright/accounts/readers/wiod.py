"""Reader of the World Input-Output Database, releases 2013 and 2016.

    output_i = sum_j Z_ij + sum_d Y_id                        last column
    output_j = total intermediate_j + taxes_j + adjustments_j + value added_j + margins_j   last row

Workbook (xlsx), both releases: two rows of titles; four rows of headings (industry code, name,
country, column code c1, c2, ...); beside the numbers four columns (industry code, name, country, row
code r1, r2, ...). Rows of the country TOT below: intermediate consumption, taxes less subsidies on
products, adjustments of exports, purchases of residents abroad and of non-residents at home, value
added, international transport margins, output. Text file (csv), release 2016: columns IndustryCode,
IndustryDescription, Country, RNr, Year, then each country with a number (AUS1 ... AUS61), then TOT; the
number of an industry is its RNr, and the five that follow are final uses. Unit million US dollars.

Items that stand under final uses too are kept as satellites (see `primary`).

Source: Timmer, Dietzenbacher, Los, Stehrer & de Vries (2015), An Illustrated User Guide to the World
Input-Output Database, Review of International Economics 23, 575-605.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from citywright.accounts.readers.grid import (
    Array,
    check_present,
    check_total,
    check_unique,
    frame,
    listed,
)
from citywright.accounts.readers.primary import with_final_users
from citywright.accounts.readers.sheet_grid import BOOKS, read_sheet_grid, sheet_names
from citywright.accounts.readers.text_grid import file_opener, read_text_grid
from citywright.accounts.table import LEVELS, IOTable
from citywright.errors import AccountsError

MONEY = "million US dollars"
TITLES, HEADS, IDS = 2, 4, 4
TEXT_IDS = ("IndustryCode", "IndustryDescription", "Country", "RNr", "Year")
TEXT_USES = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
BELOW = "TOT"
"""Stands as the country of the rows below the flows, and of the column of output."""
ITEMS_2016 = frozenset({"TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM"})
TOTALS = {"II_fob": "intermediate", "GO": "output", "r60": "intermediate", "r69": "output"}
"""Printed sums; the release of 2013 gives them no code, so that their row number names them."""
Name = tuple[str, str]


@dataclass(frozen=True)
class _Sheet:
    """The same for a workbook and a text file: every row and column by (country, name)."""

    file: str
    rows: list[Name]
    columns: list[Name]
    values: Array


def read_wiod(path: Path, *, sheet: str | None = None, empty: str = "refuse") -> IOTable:
    """Read a world table of either release.

    Parameters
    ----------
    path : workbook (xlsx), or the wide table as csv
    sheet : of the workbook; None if it has only one
    empty : what an empty cell means, "refuse" or "zero"

    Returns
    -------
    labels (country, industry code); Y (country, use): the codes of the release (c37 to c42 in
    2013, CONS_h to INVEN in 2016). V by item: its code where the file gives one, else its name.

    Raises
    ------
    AccountsError
        accounts.reader_binary for xlsb; accounts.wiod_sheet; accounts.wiod_column;
        accounts.reader_file, accounts.reader_sheet, accounts.reader_empty, accounts.reader_width,
        accounts.reader_cell, accounts.reader_twice, accounts.reader_missing,
        accounts.reader_total; accounts.reader_unknown where an industry's number has two codes.
    """
    is_text = path.suffix.lower() not in BOOKS
    source = _from_text(path, empty) if is_text else _from_book(path, sheet, empty)
    for labels in (source.rows, source.columns):
        check_unique(pd.MultiIndex.from_tuples(labels), source.file)
    return _parts(source)


def _from_book(path: Path, sheet: str | None, empty: str) -> _Sheet:
    sheets = sheet_names(path)
    if sheet is None and len(sheets) > 1:
        raise AccountsError("accounts.wiod_sheet", file=path.name, sheets=", ".join(sheets))
    name = sheets[0] if sheet is None else sheet
    grid = read_sheet_grid(path, name, skip=TITLES, heads=HEADS, ids=IDS, empty=empty)
    codes, names, countries, numbers = grid.ids
    rows = [_row_name(*one) for one in zip(countries, codes, names, numbers, strict=True)]
    heads, _, lands, places = grid.heads
    if lands[-1] not in {"", BELOW}:
        raise AccountsError("accounts.reader_missing", file=grid.file, labels=BELOW)
    # the release of 2013 leaves the code of a final use empty; c37 stands below it
    columns = [
        (land, head or place) for land, head, place in zip(lands, heads, places, strict=True)
    ]
    return _Sheet(grid.file, rows, [*columns[:-1], (BELOW, "output")], grid.values)


def _row_name(country: str, code: str, name: str, number: str) -> Name:
    """(country, code) of a flow; below the flows the total, or the item by its code or name."""
    if country not in {"", BELOW}:
        return country, code
    mark = code if code in ITEMS_2016 or code in TOTALS else number
    return BELOW, TOTALS.get(mark, code or name)


def _from_text(path: Path, empty: str) -> _Sheet:
    grid = read_text_grid(
        file_opener(path), path.name, separator=",", heads=1, ids=len(TEXT_IDS), empty=empty
    )
    codes, names, countries, numbers, _ = grid.ids
    rows = [_row_name(*one) for one in zip(countries, codes, names, numbers, strict=True)]
    codes_of = {
        (country, number): code
        for country, number, code in zip(countries, numbers, codes, strict=True)
        if country != BELOW
    }
    _check_codes(codes_of, grid.file)
    industries = max((int(n) for c, n in codes_of if n.isdecimal()), default=0)
    columns = [_text_column(head, codes_of, industries, grid.file) for head in grid.heads[0]]
    return _Sheet(grid.file, rows, columns, grid.values)


def _check_codes(codes: dict[Name, str], file: str) -> None:
    """The number of an industry means the same code in every country."""
    of: dict[str, str] = {}
    for (_, number), code in codes.items():
        if of.setdefault(number, code) != code:
            raise AccountsError("accounts.reader_unknown", file=file, labels=f"{code} ({number})")


def _text_column(head: str, codes: dict[Name, str], industries: int, file: str) -> Name:
    """AUS1 is the industry of Australia with the number 1; after the industries, five uses."""
    if head == BELOW:
        return BELOW, "output"
    found = re.fullmatch(r"v?([A-Za-z]{3})(\d+)", head)
    if found:
        country, number = found[1], int(found[2])
        if (country, found[2]) in codes:
            return country, codes[country, found[2]]
        if 0 < number - industries <= len(TEXT_USES):
            return country, TEXT_USES[number - industries - 1]
    raise AccountsError("accounts.wiod_column", file=file, column=head)


def _parts(source: _Sheet) -> IOTable:
    flows = [row for row in source.rows if row[0] != BELOW]
    items = [row for row in source.rows if row[0] == BELOW and row[1] not in TOTALS.values()]
    known = set(flows)
    uses = [name for name in source.columns if name not in known and name[0] != BELOW]
    check_present([*flows, (BELOW, "output")], source.columns, source.file)
    check_present([(BELOW, total) for total in TOTALS.values()], source.rows, source.file)
    strange = [name for name in uses if name[0] not in {land for land, _ in flows}]
    if strange or not flows or not items:
        raise AccountsError("accounts.wiod_column", file=source.file, column=listed(strange))
    whole = frame(
        source.values,
        pd.MultiIndex.from_tuples(source.rows, names=LEVELS),
        pd.MultiIndex.from_tuples(source.columns, names=LEVELS),
    )
    Z, Y = _block(whole, flows, flows), _block(whole, flows, uses)
    V, VY = _block(whole, items, flows), _block(whole, items, uses)
    _check(whole, Z, Y, V, source.file)
    for part in (V, VY):
        part.index = pd.Index([name for _, name in items])
    for part in (Y, VY):
        part.columns = part.columns.set_names(("region", "use"))
    S, SY, units = with_final_users(V, VY, MONEY)
    return IOTable(Z=Z, Y=Y, V=V, money=MONEY, S=S, SY=SY, units=units)


def _block(whole: pd.DataFrame, rows: list[Name], columns: list[Name]) -> pd.DataFrame:
    r, c = whole.index.get_indexer(rows), whole.columns.get_indexer(columns)
    values = whole.to_numpy()[np.ix_(r, c)]
    return frame(values, whole.index[r], whole.columns[c])


def _check(
    whole: pd.DataFrame, Z: pd.DataFrame, Y: pd.DataFrame, V: pd.DataFrame, file: str
) -> None:
    def line(name: str) -> pd.Series:
        return _block(whole, [(BELOW, name)], list(Z.columns)).iloc[0]

    printed = _block(whole, list(Z.index), [(BELOW, "output")]).iloc[:, 0]
    check_total("TOT", Z.sum(axis=1) + Y.sum(axis=1), printed, file)
    check_total("II_fob", Z.sum(axis=0), line("intermediate"), file)
    check_total("GO", Z.sum(axis=0) + V.sum(axis=0), line("output"), file)
