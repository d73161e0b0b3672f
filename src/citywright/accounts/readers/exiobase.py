"""Reader of EXIOBASE 3, from its folder of text files or the zip archive of it.

    x_i = sum_j Z_ij + sum_d Y_id,     Z = A diag(x)

Files between tabs: Z.txt and/or A.txt, Y.txt (two lines of headings region and sector, or region and
category; two columns of labels), unit.txt (region, sector, unit), x.txt from release 3.8 on (region,
sector, indout); each folder below with F.txt is an extension: F_Y.txt (F_hh.txt in early releases) and
unit.txt. Early releases have `satellite` and `impacts`; later ones one folder for each theme, with
`factor_inputs`. Rows of `satellite` or `factor_inputs` in the unit of the flows are the primary
inputs V; every other row of the extensions is a satellite S. Unit M.EUR.

Source: Stadler et al. (2018), EXIOBASE 3, Journal of Industrial Ecology 22, 502-515.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.labels import check_same, columns_by_name, named, rows_by_name
from citywright.accounts.leontief import Leontief
from citywright.accounts.readers.bundle import Bundle, open_bundle
from citywright.accounts.readers.grid import (
    check_known,
    check_present,
    check_total,
    check_unique,
    frame,
    listed,
)
from citywright.accounts.readers.text_grid import read_text_grid
from citywright.accounts.table import LEVELS, IOTable
from citywright.errors import AccountsError

TAB = "\t"
PRIMARY = ("factor_inputs", "satellite")
"""Extensions that hold the primary inputs, in the order in which they are looked for."""
FINAL = ("F_Y.txt", "F_hh.txt")


@dataclass(frozen=True)
class Extension:
    """F (k, n) and F_Y (k, m) of one folder, and the unit of each row."""

    F: pd.DataFrame
    FY: pd.DataFrame
    units: pd.Series


def read_exiobase(
    path: Path, *, extensions: Sequence[str] | None = None, empty: str = "refuse"
) -> IOTable:
    """Read one year of EXIOBASE 3, monetary, in either system (industries or products).

    Parameters
    ----------
    path : folder, or zip archive
    extensions : folders to read; None for all that there are. The one with the primary inputs is
        always read
    empty : what an empty cell, or a column missing from an extension, means: "refuse" or "zero"

    Returns
    -------
    labels (region, sector); Y (region, category); V, S and SY by the names of the file. An item of
    V that final users pay too stands in S as well (see `primary`).

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_empty, accounts.reader_width, accounts.reader_cell,
        accounts.reader_twice, accounts.reader_missing, accounts.reader_unknown,
        accounts.reader_total, accounts.reader_encoding, accounts.reader_line;
        accounts.reader_roots for two tables in one folder or archive;
        accounts.other_labels where files do not list the same sectors;
        accounts.exiobase_units where sectors have several units;
        accounts.exiobase_stressor where two extensions use the same name.
    """
    bundle = open_bundle(path)
    root = bundle.root_of("Z.txt", "A.txt")
    if root is None:
        raise AccountsError("accounts.reader_missing", file=path.name, labels="Z.txt, A.txt")
    money = _money(bundle, root)
    Y = _matrix(bundle, f"{root}Y.txt", empty)
    Y.columns = Y.columns.set_names(("region", "category"))
    Z = _flows(bundle, root, Y, empty)
    there = _extensions(bundle, root)
    check_present(extensions or (), there, path.name)
    held = next((name for name in PRIMARY if name in there), None)
    wanted = [name for name in there if extensions is None or name in extensions or name == held]
    parts = {name: _extension(bundle, f"{root}{name}/", Z, Y, empty) for name in wanted}
    V = Z.iloc[:0]
    if held is not None:
        paid = parts[held].units == money
        V = parts[held].F.loc[paid[paid].index]
        if extensions is not None and held not in extensions:
            del parts[held]
    S, SY, units = _satellites(parts, held, V.index, path.name)
    return IOTable(Z=Z, Y=Y, V=V, money=money, S=S, SY=SY, units=units)


def _matrix(bundle: Bundle, name: str, empty: str, ids: int = 2) -> pd.DataFrame:
    grid = read_text_grid(
        bundle.opener(name),
        f"{bundle.path.name}/{name}",
        separator=TAB,
        heads=2,
        ids=ids,
        empty=empty,
    )
    rows, columns = grid.rows(*range(ids)), grid.columns(0, 1).set_names(LEVELS)
    for labels in (rows, columns):
        check_unique(labels, grid.file)
    return frame(grid.values, rows if ids == 1 else rows.set_names(LEVELS), columns)


def _money(bundle: Bundle, root: str) -> str:
    units = sorted({row[-1] for row in _units(bundle, f"{root}unit.txt")})
    if len(units) != 1:
        raise AccountsError(
            "accounts.exiobase_units", file=f"{root}unit.txt", units=", ".join(units) or "-"
        )
    return units[0]


def _units(bundle: Bundle, name: str) -> list[list[str]]:
    """Labels and unit, the last cell of each line, as the heading says."""
    heads, *rows = bundle.lines(name, TAB) or [[]]
    check_present(["unit"], heads[-1:], name)
    for number, row in enumerate(rows, start=2):
        if len(row) != len(heads):
            raise AccountsError(
                "accounts.reader_width", file=name, line=number, found=len(row), wanted=len(heads)
            )
    return rows


def _flows(bundle: Bundle, root: str, Y: pd.DataFrame, empty: str) -> pd.DataFrame:
    """Z as printed; or A diag(x), with x as printed or, if it is not, solved from Y."""
    printed = _output(bundle, root)
    is_whole = f"{root}Z.txt" in bundle.names
    Z = _matrix(bundle, f"{root}{'Z' if is_whole else 'A'}.txt", empty)
    if printed is not None:
        check_same(printed.index, Z.index, "x.txt")
    check_same(Z.columns, Z.index, f"{'Z' if is_whole else 'A'}.txt columns")
    if not is_whole:
        x = _solved(Z, Y) if printed is None else printed
        Z = frame(np.multiply(Z.to_numpy(), x.loc[Z.columns].to_numpy()), Z.index, Z.columns)
    if printed is not None:
        uses = Z.sum(axis=1) + rows_by_name(Y, Z.index, "Y.txt").sum(axis=1)
        check_total("x.txt", uses, printed.loc[Z.index], bundle.path.name)
    return Z


def _solved(A: pd.DataFrame, Y: pd.DataFrame) -> pd.Series:
    """x = L y, where only coefficients are printed."""
    A = columns_by_name(A, A.index, "A.txt")
    final = rows_by_name(Y, A.index, "Y.txt").sum(axis=1).to_numpy()
    system = Leontief(Coefficients.of(A.to_numpy()), allow_negative=True)
    return pd.Series(system.output(final), A.index)


def _output(bundle: Bundle, root: str) -> pd.Series | None:
    name = f"{root}x.txt"
    if name not in bundle.names:
        return None
    grid = read_text_grid(
        bundle.opener(name), f"{bundle.path.name}/{name}", separator=TAB, heads=1, ids=2
    )
    rows = grid.rows(0, 1).set_names(LEVELS)
    check_unique(rows, grid.file)
    if grid.values.shape[1] != 1:
        raise AccountsError("accounts.reader_unknown", file=grid.file, labels=listed(grid.heads[0]))
    return pd.Series(grid.values[:, 0], rows)


def _extensions(bundle: Bundle, root: str) -> list[str]:
    """Folders directly below the root that hold a file F.txt, those of primary inputs first."""
    inner = [name[len(root) :].split("/") for name in bundle.names if name.startswith(root)]
    found = [parts[0] for parts in inner if len(parts) == 2 and parts[1] == "F.txt"]
    return sorted(found, key=lambda name: (name not in PRIMARY, name))


def _extension(
    bundle: Bundle, folder: str, Z: pd.DataFrame, Y: pd.DataFrame, empty: str
) -> Extension:
    F = _matrix(bundle, f"{folder}F.txt", empty, ids=1)
    found = next((f"{folder}{name}" for name in FINAL if f"{folder}{name}" in bundle.names), None)
    # an extension without a file for final users has nothing there
    FY = pd.DataFrame(0.0, F.index, Y.columns)
    if found is not None:
        FY = rows_by_name(_matrix(bundle, found, empty, ids=1), F.index, found)
        FY = _whole(FY, Y.columns, found, empty)
    F = _whole(F, Z.columns, f"{folder}F.txt", empty)
    named_units = _units(bundle, f"{folder}unit.txt")
    check_unique(pd.Index([row[0] for row in named_units]), f"{folder}unit.txt")
    units = {row[0]: row[-1] for row in named_units}
    check_present(F.index, units, f"{folder}unit.txt")
    return Extension(F, FY, pd.Series(units, dtype=object).reindex(F.index))


def _whole(part: pd.DataFrame, columns: pd.Index, file: str, empty: str) -> pd.DataFrame:
    """All columns in their order; late releases leave out those without any amount."""
    check_known(part.columns, columns, file)
    if empty == "refuse":
        check_present(columns, part.columns, file)
    return part if part.columns.equals(columns) else part.reindex(columns=columns, fill_value=0.0)


def _satellites(
    parts: dict[str, Extension], held: str | None, items: pd.Index, file: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """S, SY and units of every row that is no primary input, or that final users pay too."""
    kept = []
    for name, part in parts.items():
        rows = part.F.index
        if name == held:
            paid = (part.FY != 0.0).any(axis=1)
            rows = rows[~rows.isin(items) | paid.to_numpy()]
        kept.append((part.F.loc[rows], part.FY.loc[rows], part.units.loc[rows]))
    if not kept:
        return pd.DataFrame(), pd.DataFrame(), pd.Series(dtype=object)
    S, SY, units = (pd.concat(list(one)) for one in zip(*kept, strict=True))
    if S.index.has_duplicates:
        twice = named(S.index[S.index.duplicated()].unique())
        raise AccountsError(
            "accounts.exiobase_stressor", file=file, rows=twice, extensions=", ".join(parts)
        )
    return S, SY, units
