"""Readers of competitive tables: one row of uses for each product, imports as one amount.

    x_i = sum_j T_ij + sum_d F_id - IM_i                      national form
    x_i = sum_j T_ij + sum_d F_id - import_i - inflow_i + other_i      provincial form
    x_j = sum_i T_ij + sum_k V_kj

National form (National Bureau of Statistics of China, 153 sectors in 2020): columns Code,
Description, DescriptionInChinese, the sectors, TIU, FU101, FU102, THC, FU103, TC, FU201, FU202, GCF,
EX, TFU, IM, GO; rows the sectors, TII, VA001-VA004, TVA, TI. Provincial form: columns code, name,
the sectors, rural_hh, urban_hh, gov, gfcf, inventory, export, outflow, import, inflow, other, GO;
rows the sectors, compensation, net_tax, depreciation, surplus, VA, TI. Unit 10,000 yuan; the number
of sectors is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from citywright.accounts.readers.grid import (
    check_known,
    check_present,
    check_total,
    check_unique,
)
from citywright.accounts.readers.import_split import split_imports
from citywright.accounts.readers.national import ITEM_ROWS, MONEY
from citywright.accounts.readers.text_frame import numbers_of, read_text_frame
from citywright.accounts.table import IOTable


@dataclass(frozen=True)
class Form:
    """Names of the rows and columns of a competitive table, and how its totals add.

    labels : columns of text, the code of the sector first
    uses : final uses as printed -> as named in Y
    imports : columns taken off the uses -> origin
    other : column added to the uses that is no use, or ""
    column_sums : printed column -> columns that it adds
    items : rows of primary inputs as printed -> as named in V
    row_sums : printed row -> rows that it adds
    exports : names in Y of what leaves the area
    """

    labels: tuple[str, ...]
    uses: Mapping[str, str]
    imports: Mapping[str, str]
    other: str
    column_sums: Mapping[str, tuple[str, ...]]
    items: Mapping[str, str]
    row_sums: Mapping[str, tuple[str, ...]]
    exports: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Every column beside the labels and the sectors."""
        known = [*self.uses, *self.imports, *self.column_sums, "GO"]
        return [*known, self.other] if self.other else known

    @property
    def rows(self) -> list[str]:
        """Every row beside the sectors."""
        return [*self.items, *self.row_sums]


SECTORS = "sectors"
"""Stands in `Form` for all the columns, or rows, of sectors."""

NATIONAL = Form(
    labels=("Code", "Description", "DescriptionInChinese"),
    uses={
        "FU101": "rural_households",
        "FU102": "urban_households",
        "FU103": "government",
        "FU201": "investment",
        "FU202": "inventories",
        "EX": "exports",
    },
    imports={"IM": "imports"},
    other="",
    column_sums={
        "TIU": (SECTORS,),
        "THC": ("FU101", "FU102"),
        "TC": ("THC", "FU103"),
        "GCF": ("FU201", "FU202"),
        "TFU": ("TC", "GCF", "EX"),
    },
    items=ITEM_ROWS,
    row_sums={"TII": (SECTORS,), "TVA": tuple(ITEM_ROWS), "TI": ("TII", "TVA")},
    exports=("exports",),
)
PROVINCIAL = Form(
    labels=("code", "name"),
    uses={
        "rural_hh": "rural_households",
        "urban_hh": "urban_households",
        "gov": "government",
        "gfcf": "investment",
        "inventory": "inventories",
        "export": "exports",
        "outflow": "outflow",
    },
    imports={"import": "imports", "inflow": "inflow"},
    other="other",
    column_sums={},
    items={
        "compensation": "compensation",
        "net_tax": "taxes",
        "depreciation": "depreciation",
        "surplus": "surplus",
    },
    row_sums={
        "VA": ("compensation", "net_tax", "depreciation", "surplus"),
        "TI": (SECTORS, "VA"),
    },
    exports=("exports", "outflow"),
)


def read_national_competitive(path: Path, *, imports: str) -> IOTable:
    """Read a national competitive table; how its imports are treated must be chosen.

    Parameters
    ----------
    path : CSV file in the national form
    imports : "proportional", "proportional_with_exports" or "column"; see `import_split`

    Returns
    -------
    with a split, Z and Y of home products, Zm and Ym of imports; with "column", Z of both and a
    negative column `imports` in Y. Y: rural_households, urban_households, government, investment,
    inventories, exports. V: compensation, taxes, depreciation, surplus.

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_encoding, accounts.reader_line,
        accounts.reader_empty, accounts.reader_width, accounts.reader_missing,
        accounts.reader_unknown, accounts.reader_twice, accounts.reader_cell, accounts.reader_total,
        accounts.reader_choice, accounts.imports_negative, accounts.imports_above_use.
    """
    return _read(path, NATIONAL, imports)


def read_provincial(path: Path, *, imports: str) -> IOTable:
    """Read a provincial table with trade abroad and with other provinces apart.

    Parameters and errors as in `read_national_competitive`.

    Returns
    -------
    as there; Y has outflow beside exports, and `other` (errors and omissions), which is never
    split; with a split, the rows of Zm and Ym are (origin, sector), origin imports or inflow.
    """
    return _read(path, PROVINCIAL, imports)


def _read(path: Path, form: Form, imports: str) -> IOTable:
    raw, file = read_text_frame(path), path.name
    check_present([*form.labels, *form.columns], raw.columns, file)
    raw = raw.set_index(form.labels[0]).drop(columns=list(form.labels[1:]))
    check_unique(raw.index, file)
    codes = [code for code in raw.columns if code not in form.columns]
    check_present([*codes, *form.rows], raw.index, file)
    check_known(raw.index, [*codes, *form.rows], file)
    upper = numbers_of(raw.loc[codes, [*codes, *form.columns]], file)
    lower = numbers_of(raw.loc[form.rows, codes], file)
    _check_totals(form, codes, upper, lower, file)
    F = upper[list(form.uses)].rename(columns=form.uses)
    if form.other:
        F[form.other] = upper[form.other]
    split = split_imports(
        upper[codes],
        F,
        upper[list(form.imports)].rename(columns=form.imports),
        treatment=imports,
        exports=list(form.exports),
        apart=[form.other] if form.other else [],
        file=file,
    )
    V = lower.loc[list(form.items)].rename(index=form.items)
    return IOTable(Z=split.Z, Y=split.Y, V=V, money=MONEY, Zm=split.Zm, Ym=split.Ym)


def _check_totals(
    form: Form, codes: list[str], upper: pd.DataFrame, lower: pd.DataFrame, file: str
) -> None:
    for total, parts in form.column_sums.items():
        names = [name for part in parts for name in (codes if part == SECTORS else [part])]
        check_total(total, upper[names].sum(axis=1), upper[total], file)
    uses = upper[[*codes, *form.uses]].sum(axis=1) - upper[list(form.imports)].sum(axis=1)
    check_total("GO", uses + (upper[form.other] if form.other else 0.0), upper["GO"], file)
    for total, parts in form.row_sums.items():
        blocks = [upper[codes] if part == SECTORS else lower.loc[[part]] for part in parts]
        check_total(total, pd.concat(blocks).sum(), lower.loc[total], file)
    check_total("TI = GO", lower.loc["TI"], upper["GO"], file)
