"""Jiangsu 2007 as surveyed, the nation's output of the same year, and national tables of later years.

The survey table has 42 sectors of 2007, the national tables of 2018 and 2020 have 42 of a later list.
Both are added up to 40 that they share:

    2007   21 crafts and other + 22 scrap -> 21;   27 transport + 28 post -> 27
    later  16 general + 17 special machinery -> 16;   23 repair of metal goods and machinery -> 15,
           where its makers stood in 2007; the rest one to one (data-raw/china_42)

National tables are carried to 2007: each column of inputs and value added times output 2007 (sum of
30 provinces) over output of the table's year. Recipes and import shares stay those of that year.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.readers.national import NationalTable, read_national

Array = npt.NDArray[np.float64]
HERE = Path(__file__).resolve().parents[1]
PAIRS = HERE / "data-raw" / "china_42" / "province_2007_concordance.csv"
JOINED = {"22": "21", "28": "27"}
DOMESTIC = {
    "households": ["rural_hh", "urban_hh"],
    "government": ["gov"],
    "investment": ["gfcf"],
    "inventories": ["inventory"],
}
FILES = (
    "jiangsu_2007_42.csv",
    "china_2007_province_output_30x42.csv",
    "china_2018_42_noncompetitive.csv",
    "china_2020_42_noncompetitive.csv",
)
READINGS = ("home", "exports")


@dataclass(frozen=True)
class Survey:
    """The survey table by 40 sectors; money in 10,000 yuan.

    x, X : output of the province and of the nation, 2007; value : value added
    Z : purchases of every origin; final : use by purpose inside the province
    bought : purchases from abroad and from other provinces; sold : sales to both
    """

    x: pd.Series
    X: pd.Series
    value: pd.Series
    Z: pd.DataFrame
    final: pd.DataFrame
    bought: pd.Series
    sold: pd.Series

    @property
    def A(self) -> Array:  # noqa: N802 - the letter of the field
        """Technical coefficients, inputs of every origin."""
        answer: Array = self.Z.to_numpy() / self.x.to_numpy()
        return answer

    @property
    def size(self) -> float:
        """Output of the province over the nation's."""
        return float(self.x.sum() / self.X.sum())

    def rho(self, reading: str) -> pd.Series:
        """Local share of every use of a product, by one of two readings of what was bought.

        home      1 - bought / use inside       what is sold outside was made here
        exports   1 - bought / (use + sold)     what is sold outside was partly brought in

        The first is below zero in electronics, where more was brought in than used: parts for goods
        assembled for abroad. It is counted as 0 there, and the benchmark says so.
        """
        use = self.Z.sum(axis=1) + self.final.sum(axis=1)
        if reading == "exports":
            use = use + self.sold
        return 1.0 - self.bought / use


def absent(folder: Path) -> list[str]:
    """Files of published statistics that the folder does not have."""
    return [name for name in FILES if not (folder / name).is_file()]


def read_survey(folder: Path) -> Survey:
    """The survey table and the nation's output, by 40 sectors."""
    raw = pd.read_csv(folder / FILES[0], dtype={"code": str}).set_index("code")
    codes = [name for name in raw.columns if name.isdigit()]
    upper, lower = raw.loc[codes].drop(columns="name").astype(float), raw.loc[:, codes]
    nation = pd.read_csv(folder / FILES[1], index_col=0)[codes].sum()
    final = pd.DataFrame({use: upper[names].sum(axis=1) for use, names in DOMESTIC.items()})
    return Survey(
        x=_join(upper["GO"]),
        X=_join(nation),
        value=_join(lower.loc["VA"].astype(float)),
        Z=_join(_join(upper[codes]).T).T,
        final=_join(final),
        bought=_join(upper["import"] + upper["inflow"]),
        sold=_join(upper["export"] + upper["outflow"]),
    )


def read_nation(folder: Path, year: int, X: pd.Series) -> NationalTable:
    """The national table of a later year by the 40 sectors, carried to the output X of 2007."""
    name = next(name for name in FILES if str(year) in name)
    raw = read_national(folder / name)
    by = concordance().reindex(raw.x.index)
    growth = X / raw.x.groupby(by).sum()

    def flows(Z: pd.DataFrame) -> pd.DataFrame:
        return Z.groupby(by).sum().T.groupby(by).sum().T.mul(growth, axis=1)

    return NationalTable(
        names=raw.names.groupby(by).first(),
        Zd=flows(raw.Zd),
        Zm=flows(raw.Zm),
        Fd=raw.Fd.groupby(by).sum(),
        Fm=raw.Fm.groupby(by).sum(),
        V=raw.V.groupby(by).sum().mul(growth, axis=0),
        x=X,
    )


def concordance() -> pd.Series:
    """Sector of the 40 by sector of the later list."""
    return pd.read_csv(PAIRS, dtype=str).set_index("code")["code_2007"]


def _join(part: pd.DataFrame | pd.Series) -> pd.DataFrame | pd.Series:
    by = pd.Index([JOINED.get(str(code), str(code)) for code in part.index])
    return part.groupby(by).sum()
