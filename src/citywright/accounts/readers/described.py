"""Reader of any workbook or text file that a few lines of TOML describe.

    x_i = sum_j Z_ij + sum_d Y_id,     x_j = sum_i Z_ij + sum_p Zm_pj + sum_k V_kj

See `description` for what can be said, and the page docs/how-to/read-any-table.md for an example.
"""

from collections.abc import Callable
from itertools import count, takewhile
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from citywright.accounts.labels import check_same, columns_by_name, rows_by_name
from citywright.accounts.readers.description import (
    Area,
    Block,
    Description,
    DescriptionError,
    Finding,
    read_description,
)
from citywright.accounts.readers.grid import axis, check_present, check_total, frame
from citywright.accounts.readers.import_split import Split, split_imports
from citywright.accounts.readers.sheet_grid import BOOKS, check_formulas, sheet_rows
from citywright.accounts.readers.text_frame import text_rows
from citywright.accounts.readers.text_grid import is_number
from citywright.accounts.table import IOTable

Sheet = list[list[object]]
Label = tuple[str, ...]


def read_described(path: Path) -> IOTable:
    """Read the table that a description names.

    Parameters
    ----------
    path : the description (TOML); files in it are looked for beside it

    Returns
    -------
    the table, with the blocks that are described; printed output, where it is described, is
    checked against uses and against inputs

    Raises
    ------
    DescriptionError
        accounts.described_findings, with every fault of the description, or every fault of the
        cells that it names.
    AccountsError
        accounts.reader_file, accounts.reader_binary, accounts.reader_sheet,
        accounts.reader_formula, accounts.reader_encoding, accounts.reader_line,
        accounts.described_toml; accounts.reader_total; as
        `split_imports`; and those of `IOTable`.
    """
    description = read_description(path)
    findings: list[Finding] = []
    sheets: dict[tuple[str, str], Sheet] = {}
    parts = {}
    for name, block in description.blocks.items():
        key = (block.file, block.sheet)
        if key not in sheets:
            sheets[key] = _sheet(path.parent / block.file, block.sheet, description)
        parts[name] = _cut(block, sheets[key], description.empty, findings)
    if findings:
        raise DescriptionError(path.name, findings)
    if description.by_columns:
        parts = {name: part.T for name, part in parts.items()}
    return _table(description, parts)


def _sheet(path: Path, sheet: str, description: Description) -> Sheet:
    if path.suffix.lower() in BOOKS:
        if description.empty == "zero":
            check_formulas(path, sheet)
        return [list(row) for row in sheet_rows(path, sheet)]
    lines = text_rows(path, description.separator)
    return [[cell if cell.strip() else None for cell in row] for row in lines]


def _cut(block: Block, sheet: Sheet, empty: str, findings: list[Finding]) -> pd.DataFrame:
    """One block with its labels; what is wrong with its cells goes to the findings."""
    area = _inside(block, sheet, findings)
    rows = _side(
        block, "rows", area.top, area.bottom, lambda row: _text(sheet, row, block.rows_in), findings
    )
    columns = _side(
        block,
        "columns",
        area.left,
        area.right,
        lambda column: tuple(_shown(_cell(sheet, row, column)) for row in block.columns_in),
        findings,
    )
    values = np.zeros((len(rows), len(columns)))
    for i in range(len(rows)):
        for j in range(len(columns)):
            cell = _cell(sheet, area.top + i, area.left + j)
            if is_number(cell):
                values[i, j] = float(cell)  # type: ignore[arg-type]  # a number, or text of one
            elif cell is not None or empty == "refuse":
                where = _address(area.top + i, area.left + j)
                findings.append(_bad_cell(block, where, rows[i], columns[j], cell))
    return frame(values, _index(rows), _index(columns))


def _inside(block: Block, sheet: Sheet, findings: list[Finding]) -> Area:
    """The area, cut to the sheet where names are read from it: beyond it there are none."""
    area, size = block.area, (len(sheet), max(map(len, sheet), default=0))
    bottom, right = area.bottom, area.right
    if block.rows_in and bottom is not None:
        bottom = min(bottom, max(size[0], area.top + 1) - 1)
    if block.columns_in and right is not None:
        right = min(right, max(size[1], area.left + 1) - 1)
    if (bottom, right) != (area.bottom, area.right):
        assert area.bottom is not None  # both or none are given
        assert area.right is not None
        findings.append(
            (
                "accounts.described_beyond",
                {
                    "block": block.name,
                    "file": block.file,
                    "cell": _address(area.bottom, area.right),
                    "last": _address(max(size[0], 1) - 1, max(size[1], 1) - 1),
                },
            )
        )
    return Area(area.top, area.left, bottom, right)


def _side(
    block: Block,
    side: str,
    first: int,
    last: int | None,
    label: Callable[[int], Label],
    findings: list[Finding],
) -> list[Label]:
    """The names of the rows or columns of a block, and so how many there are."""
    names = block.rows if side == "rows" else block.columns
    places = block.rows_in if side == "rows" else block.columns_in
    if names:
        wanted = len(names) if last is None else last - first + 1
        if wanted != len(names):
            findings.append(
                (
                    "accounts.described_count",
                    {"block": block.name, "side": side, "names": len(names), "cells": wanted},
                )
            )
        labels: list[Label] = [(name,) for name in names]
        return labels[:wanted]
    if not places:  # printed output has names on one side only
        return [(str(place),) for place in range(first, (first if last is None else last) + 1)]
    if last is None:
        return list(takewhile(all, map(label, count(first))))
    found = [label(place) for place in range(first, last + 1)]
    for place, name in enumerate(found, start=first):
        if not all(name):
            line = place + 1 if side == "rows" else get_column_letter(place + 1)
            findings.append(
                (
                    "accounts.described_label",
                    {"block": block.name, "file": block.file, "side": side, "line": line},
                )
            )
    return found


def _bad_cell(block: Block, where: str, row: Label, column: Label, cell: object) -> Finding:
    sheet = f"[{block.sheet}]" if block.sheet else ""
    return (
        "accounts.described_cell",
        {
            "block": block.name,
            "file": f"{block.file}{sheet}",
            "cell": where,
            "row": " / ".join(row),
            "column": " / ".join(column),
            "value": _shown(cell),
        },
    )


def _index(labels: list[Label]) -> pd.Index:
    return axis(list(zip(*labels, strict=True))) if labels else pd.Index([], dtype=object)


def _cell(sheet: Sheet, row: int, column: int) -> object:
    return sheet[row][column] if row < len(sheet) and column < len(sheet[row]) else None


def _text(sheet: Sheet, row: int, columns: list[int]) -> Label:
    return tuple(_shown(_cell(sheet, row, column)) for column in columns)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"


def _table(description: Description, parts: dict[str, pd.DataFrame]) -> IOTable:
    blocks, file = description.blocks, description.path.name
    units = pd.Series(dtype=object)
    if "S" in parts:
        unit = blocks["S"].more["unit"]
        units = pd.Series(unit, parts["S"].index if isinstance(unit, str) else None, dtype=object)
    nothing = pd.DataFrame()
    split = Split(parts["Z"], parts["Y"], parts.get("Zm", nothing), parts.get("Ym", nothing))
    if "imports" in parts:
        split = _imports(blocks["imports"], parts, file)
    table = IOTable(
        Z=split.Z,
        Y=split.Y,
        V=parts["V"],
        money=description.money,
        S=parts.get("S", nothing),
        SY=parts.get("SY", nothing),
        Zm=split.Zm,
        Ym=split.Ym,
        units=units,
    )
    if "output" in parts:
        _check_output(table, parts["output"], file)
    return table


def _imports(block: Block, parts: dict[str, pd.DataFrame], file: str) -> Split:
    """Imports of a competitive table, taken out of the uses as the description says."""
    M = rows_by_name(parts["imports"], parts["Z"].index, "imports")
    exports, apart = block.more["exports"], block.more.get("apart", [])
    uses = parts["Y"].columns
    check_present([*exports, *apart], uses.get_level_values(uses.nlevels - 1), file)
    return split_imports(
        columns_by_name(parts["Z"], parts["Z"].index, "Z columns"),
        rows_by_name(parts["Y"], parts["Z"].index, "Y"),
        -M if block.more["sign"] == "negative" else M,
        treatment=block.more["treatment"],
        exports=[name for name in uses if _use(name) in exports],
        apart=[name for name in uses if _use(name) in apart],
        file=file,
    )


def _use(name: object) -> object:
    """The final use in a name of Y, which may have a region before it."""
    return name[-1] if isinstance(name, tuple) else name


def _check_output(table: IOTable, block: pd.DataFrame, file: str) -> None:
    printed = block.iloc[:, 0] if block.shape[1] == 1 else block.iloc[0]
    check_same(printed.index, table.labels, "output")
    printed = printed.loc[table.labels]
    check_total("output (uses)", table.output, printed, file)
    if len(table.V):
        check_total("output (inputs)", table.inputs, printed, file)
