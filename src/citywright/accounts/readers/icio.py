"""Reader of the inter-country tables of the OECD (ICIO, csv, editions 2023 and 2025).

    OUT_i = sum_j Z_ij + sum_d Y_id                   rows CCC_sector, columns CCC_sector, CCC_use
    OUT_j = sum_i Z_ij + TLS_j + VA_j                 rows TLS, VA, OUT; last column OUT

Unit million US dollars, current prices. Taxes less subsidies (TLS) stand under final uses too; they
are kept as a satellite (see `primary`). In the extended tables two countries are split by kind of
firm: CN1 and CN2 for CHN, MX1 and MX2 for MEX; their final uses stay under CHN and MEX, and rows of
CHN and MEX, where there are any, hold zeros. Whether to keep or to merge them must be said.

Source: OECD, Inter-Country Input-Output tables, ReadMe of the edition 2023.
"""

from pathlib import Path

import pandas as pd

from citywright.accounts.readers.grid import (
    Array,
    check_choice,
    check_present,
    check_total,
    check_unique,
    frame,
    listed,
)
from citywright.accounts.readers.primary import with_final_users
from citywright.accounts.readers.text_grid import file_opener, read_text_grid
from citywright.accounts.table import LEVELS, IOTable
from citywright.errors import AccountsError

MONEY = "million US dollars"
ITEMS = ("TLS", "VA")
TOTAL = "OUT"
USES = frozenset({"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "NONRES", "DIRP", "P33"})
"""Final uses of the editions: households, non-profit bodies, government, fixed capital,
inventories, and purchases abroad by residents, which has had several names."""
SPLIT = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}
CHOICES = ("keep", "merge")


def read_icio(path: Path, *, split: str | None = None, empty: str = "refuse") -> IOTable:
    """Read one year of the inter-country tables.

    Parameters
    ----------
    path : CSV file of one year
    split : for a table with split countries: "keep" them as regions of their own, or "merge" them
        into their country; None for a table without
    empty : what an empty cell means, "refuse" or "zero"

    Returns
    -------
    labels (region, sector); Y (region, use); V the items TLS and VA; S and SY hold TLS again if
    final users pay any.

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_empty, accounts.reader_width, accounts.reader_cell,
        accounts.reader_twice, accounts.reader_missing, accounts.reader_total,
        accounts.reader_choice; accounts.icio_label where a name is neither sector nor final use;
        accounts.icio_split when there are split countries and `split` is None.
    """
    if split is not None:
        check_choice("split", split, CHOICES)
    grid = read_text_grid(file_opener(path), path.name, separator=",", heads=1, ids=1, empty=empty)
    file, rows, columns = grid.file, grid.ids[0], grid.heads[0]
    for labels in (rows, columns):
        check_unique(pd.Index(labels), file)
    check_present([*ITEMS, TOTAL], rows, file)
    check_present([TOTAL], columns, file)
    sectors = [name for name in rows if name not in {*ITEMS, TOTAL}]
    check_present(sectors, columns, file)
    known = set(sectors)
    uses = [name for name in columns if name not in known and name != TOTAL]
    _check_names(sectors, uses, file)
    table = _parts(frame(grid.values, pd.Index(rows), pd.Index(columns)), sectors, uses, file)
    there = [name for name in table.regions if name in SPLIT]
    if there and split is None:
        raise AccountsError("accounts.icio_split", file=file, regions=listed(there))
    return _merged(table) if there and split == "merge" else table


def _check_names(sectors: list[str], uses: list[str], file: str) -> None:
    wrong = [name for name in sectors if "_" not in name]
    wrong += [name for name in uses if name.partition("_")[2] not in USES]
    if wrong:
        raise AccountsError(
            "accounts.icio_label", file=file, labels=listed(wrong), uses=", ".join(sorted(USES))
        )


def _parts(whole: pd.DataFrame, sectors: list[str], uses: list[str], file: str) -> IOTable:
    Z = _block(whole, sectors, sectors)
    Y = _block(whole, sectors, uses)
    below = whole.loc[[*ITEMS, TOTAL]]
    V, VY = below.loc[list(ITEMS), sectors], below.loc[list(ITEMS), uses]
    printed = whole.loc[sectors, TOTAL]
    check_total(f"{TOTAL} (column)", Z.sum(axis=1) + Y.sum(axis=1), printed, file)
    added = Z.sum(axis=0) + V.sum(axis=0)
    check_total(f"{TOTAL} (row)", added, below.loc[TOTAL, sectors], file)
    labels, final = _split_names(sectors, LEVELS), _split_names(uses, ("region", "use"))
    for part in (Z, V):
        part.columns = labels
    for part in (Y, VY):
        part.columns = final
    Z.index = Y.index = labels
    S, SY, units = with_final_users(V, VY, MONEY)
    return IOTable(Z=Z, Y=Y, V=V, money=MONEY, S=S, SY=SY, units=units)


def _block(whole: pd.DataFrame, rows: list[str], columns: list[str]) -> pd.DataFrame:
    """Part of the table; where its lines stand together, a view of the numbers and no copy."""
    r, c = (a.get_indexer(b) for a, b in ((whole.index, rows), (whole.columns, columns)))
    values: Array = whole.to_numpy()
    if _together(r) and _together(c):
        cells = values[r[0] : r[-1] + 1, c[0] : c[-1] + 1]
        return frame(cells, pd.Index(rows), pd.Index(columns))
    return frame(values[r][:, c], pd.Index(rows), pd.Index(columns))


def _together(places: Array) -> bool:
    return len(places) > 0 and bool((places[1:] - places[:-1] == 1).all())


def _split_names(names: list[str], levels: tuple[str, str]) -> pd.MultiIndex:
    """CCC_rest: the region ends at the first underscore; sectors may hold more of them."""
    pairs = [(name.partition("_")[0], name.partition("_")[2]) for name in names]
    return pd.MultiIndex.from_tuples(pairs, names=levels)


def _merged(table: IOTable) -> IOTable:
    """The split countries added into their country, rows and columns."""
    regions = [SPLIT.get(name, name) for name in table.labels.get_level_values(0)]
    labels = pd.MultiIndex.from_arrays(
        [regions, table.labels.get_level_values(1)], names=table.labels.names
    )
    Y = _added(table.Y.set_axis(labels, axis=0))
    S = _added(table.S.set_axis(labels, axis=1).T).T if len(table.S) else table.S
    Z = _added(_added(table.Z.set_axis(labels, axis=0)).T.set_axis(labels, axis=0)).T
    V = _added(table.V.T.set_axis(labels, axis=0)).T
    if not len(S):
        return IOTable(Z=Z, Y=Y, V=V, money=table.money)
    return IOTable(Z=Z, Y=Y, V=V, money=table.money, S=S, SY=table.SY, units=table.units)


def _added(part: pd.DataFrame) -> pd.DataFrame:
    return part.groupby(level=[0, 1], sort=False).sum()
