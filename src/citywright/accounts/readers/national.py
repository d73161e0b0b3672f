"""Reader of a national non-competitive input-output table.

    x_i  = sum_j Zd_ij + Fd_i                 domestic products, by row
    x_j  = sum_i (Zd_ij + Zm_ij) + sum_k V_kj   all inputs, by column

The layout is the one of the National Bureau of Statistics of China: rows Domestic and Imports for
each sector, then TII, VA001-VA004, TVA, TI; columns the sectors, then TIU, TC, FU201, FU202, EX,
TFU, GO; unit 10,000 yuan. The number of sectors is free.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from citywright.accounts.readers.text_frame import numbers_of, read_text_frame
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

LABELS = ["Code", "Description", "DescriptionInChinese", "Origin"]
ITEM_ROWS = {
    "VA001": "compensation",
    "VA002": "taxes",
    "VA003": "depreciation",
    "VA004": "surplus",
}
USE_COLUMNS = {
    "TC": "consumption",
    "FU201": "investment",
    "FU202": "inventories",
    "EX": "exports",
}
TOTAL_ROWS = ["TII", *ITEM_ROWS, "TVA", "TI"]
TOTAL_COLUMNS = ["TIU", *USE_COLUMNS, "TFU", "GO"]
TOLERANCE = 1e-6
NUMBER = "accounts.national_number"
MONEY = "10,000 yuan"


@dataclass(frozen=True)
class NationalTable:
    """A national table with imports apart; all money in the unit of the file.

    names : (i, [name_en, name_zh])
    Zd, Zm : (i, j) domestic and imported inputs
    Fd, Fm : (i, use) domestic and imported final use; uses consumption, investment,
        inventories, exports
    V : (j, item) compensation, taxes, depreciation, surplus
    x : (j,) output
    """

    names: pd.DataFrame
    Zd: pd.DataFrame
    Zm: pd.DataFrame
    Fd: pd.DataFrame
    Fm: pd.DataFrame
    V: pd.DataFrame
    x: pd.Series

    @property
    def Z(self) -> pd.DataFrame:  # noqa: N802 - the letter of the field
        """Z_ij = Zd_ij + Zm_ij: all inputs."""
        return self.Zd + self.Zm

    @property
    def gdp(self) -> float:
        """sum_kj V_kj."""
        return float(self.V.to_numpy().sum())


def read_national(path: Path) -> NationalTable:
    """Read and check one table; nothing is repaired.

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_encoding, accounts.reader_line,
        accounts.reader_empty, accounts.reader_width, accounts.reader_twice;
        accounts.national_columns, accounts.national_rows, accounts.national_twice,
        accounts.national_number, accounts.national_balance; each names the row or column and,
        for a balance, the residual.
    """
    raw = read_text_frame(path)
    codes = _codes(raw, path)
    domestic = raw[raw["Origin"] == "Domestic"].set_index("Code")
    imports = raw[raw["Origin"] == "Imports"].set_index("Code")
    below = raw[~raw["Origin"].isin(["Domestic", "Imports"])].set_index("Code")
    for block in (domestic, imports, below):
        if block.index.has_duplicates:
            twice = block.index[block.index.duplicated()][0]
            raise AccountsError("accounts.national_twice", file=path.name, row=twice)
    absent = [code for code in codes if code not in imports.index]
    absent += [row for row in TOTAL_ROWS if row not in below.index]
    if absent:
        raise AccountsError("accounts.national_rows", file=path.name, rows=", ".join(absent))
    upper = numbers_of(domestic.loc[codes, [*codes, *TOTAL_COLUMNS]], path.name, NUMBER)
    lower = numbers_of(imports.loc[codes, [*codes, "TIU", *USE_COLUMNS, "TFU"]], path.name, NUMBER)
    values = numbers_of(below.loc[TOTAL_ROWS, codes], path.name, NUMBER)
    table = NationalTable(
        names=domestic.loc[codes, ["Description", "DescriptionInChinese"]].set_axis(
            ["name_en", "name_zh"], axis=1
        ),
        Zd=upper[codes],
        Zm=lower[codes],
        Fd=upper[list(USE_COLUMNS)].rename(columns=USE_COLUMNS),
        Fm=lower[list(USE_COLUMNS)].rename(columns=USE_COLUMNS),
        V=values.loc[list(ITEM_ROWS)].rename(index=ITEM_ROWS).T,
        x=upper["GO"],
    )
    _check_balance(table, upper, lower, values, path)
    return table


def read_national_table(path: Path) -> IOTable:
    """Read one table as an `IOTable`; errors as in `read_national`."""
    return national_io_table(read_national(path))


def national_io_table(nation: NationalTable) -> IOTable:
    """The table with letters of the accounts: Z = Zd, Y = Fd, Zm, Ym = Fm, V by item.

    Exports are a column of Y; products from abroad stand in Zm and Ym, by the same sector codes.
    """
    return IOTable(
        Z=nation.Zd,
        Y=nation.Fd,
        V=nation.V.T,
        money=MONEY,
        Zm=nation.Zm,
        Ym=nation.Fm,
    )


def _codes(raw: pd.DataFrame, path: Path) -> list[str]:
    absent = [name for name in [*LABELS, *TOTAL_COLUMNS] if name not in raw.columns]
    if absent:
        raise AccountsError("accounts.national_columns", file=path.name, columns=", ".join(absent))
    codes = [str(code) for code in raw.loc[raw["Origin"] == "Domestic", "Code"]]
    known = {*LABELS, *TOTAL_COLUMNS}
    wrong = sorted(set(codes) ^ {name for name in raw.columns if name not in known})
    if wrong or not codes:
        raise AccountsError("accounts.national_columns", file=path.name, columns=", ".join(wrong))
    return codes


def _check_balance(
    table: NationalTable,
    upper: pd.DataFrame,
    lower: pd.DataFrame,
    values: pd.DataFrame,
    path: Path,
) -> None:
    uses = list(USE_COLUMNS)
    pairs = {
        "TIU (domestic)": (table.Zd.sum(axis=1), upper["TIU"]),
        "TFU (domestic)": (upper[uses].sum(axis=1), upper["TFU"]),
        "GO": (upper["TIU"] + upper["TFU"], upper["GO"]),
        "TIU (imports)": (table.Zm.sum(axis=1), lower["TIU"]),
        "TFU (imports)": (lower[uses].sum(axis=1), lower["TFU"]),
        "TII": (table.Z.sum(axis=0), values.loc["TII"]),
        "TVA": (table.V.sum(axis=1), values.loc["TVA"]),
        "TI": (values.loc["TII"] + values.loc["TVA"], values.loc["TI"]),
        "TI = GO": (values.loc["TI"], upper["GO"]),
    }
    for name, (added, stated) in pairs.items():
        gap = (added - stated).abs()
        worst = gap.idxmax()
        if not gap[worst] <= TOLERANCE * max(float(upper["GO"].max()), 1.0):
            raise AccountsError(
                "accounts.national_balance",
                file=path.name,
                total=name,
                sector=worst,
                residual=float((added - stated)[worst]),
            )
