"""One input-output table with labels: one region or many, home and imported flows apart.

    x_i = sum_j Z_ij + sum_d Y_id                              rows: where the product goes
    x_j = sum_i Z_ij + sum_p Zm_pj + sum_k V_kj                columns: what the output costs

Z and Y hold what is made inside the table, Zm and Ym what comes from outside it. A table of the
whole world has no outside; a national table has imports there and exports as a column of Y.

Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., ch. 2, pp. 11-15 (one region);
sec. 3.3-3.4, pp. 76-93 (several); sec. 4.4 (imports apart).
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.cells import finite_cells
from citywright.accounts.labels import (
    as_levels,
    check_names,
    columns_by_name,
    named,
    rows_by_name,
    unique,
)
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
LEVELS = ("region", "sector")
NOTHING = pd.DataFrame()
PARTS = ("Z", "Y", "V", "S", "SY", "Zm", "Ym")


@dataclass(frozen=True)
class IOTable:
    """An input-output table; every part is aligned by name when the table is made.

    Z : (n, n) purchases of home product i by sector j (money)
    Y : (n, m) final use of home product i by final user d; (region, category) in a table of many
    V : (k, n) primary inputs by item: value added, taxes on products (money)
    S : (s, n) satellites of the sectors: people, energy, carbon (unit by row, `units`)
    SY : (s, m) satellites of the final users themselves (fuel of households); zero if not given
    Zm, Ym : (p, n), (p, m) purchases of products from outside the table; zero if not given
    money : unit of Z, Y, V, Zm, Ym
    units : unit of each satellite

    Labels: plain sector codes, or two levels (region, sector). Empty frames stand for parts that
    the table does not have. Cells become float64.

    Raises
    ------
    AccountsError
        accounts.no_money, accounts.no_sectors, accounts.no_unit; accounts.duplicate_label,
        accounts.other_labels, accounts.labels_alike, accounts.label_levels, accounts.empty_label;
        accounts.cell_not_number, accounts.not_finite_cell. Each names the part and the place.
    """

    Z: pd.DataFrame
    Y: pd.DataFrame
    V: pd.DataFrame
    money: str
    S: pd.DataFrame = field(default_factory=lambda: NOTHING)
    SY: pd.DataFrame = field(default_factory=lambda: NOTHING)
    Zm: pd.DataFrame = field(default_factory=lambda: NOTHING)
    Ym: pd.DataFrame = field(default_factory=lambda: NOTHING)
    units: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))

    def __post_init__(self) -> None:
        if not isinstance(self.money, str) or not self.money.strip():
            raise AccountsError("accounts.no_money")
        for name in PARTS:
            self._set(name, _with_levels(getattr(self, name)))
        labels = self.Z.index
        if not len(labels):
            raise AccountsError("accounts.no_sectors")
        check_names(labels, "Z")
        check_names(self.Y.columns, "Y")
        self._set("Z", columns_by_name(self.Z, labels, "Z columns"))
        self._set("Y", rows_by_name(self.Y, labels, "Y"))
        for name, given in (("V", self.V), ("S", self.S), ("Zm", self.Zm)):
            self._set(name, _part(given, labels, name))
        for name, rows in (("SY", self.S.index), ("Ym", self.Zm.index)):
            part = _part(getattr(self, name), self.Y.columns, name)
            self._set(name, rows_by_name(part, rows, name) if len(part) else _zeros(rows, part))
        self._check_units()
        for name in PARTS:
            self._set(name, finite_cells(getattr(self, name), name))

    def _set(self, name: str, frame: pd.DataFrame) -> None:
        object.__setattr__(self, name, frame)

    def _check_units(self) -> None:
        unique(self.units.index, "units")
        units = self.units.reindex(self.S.index)
        bare = units.index[[not isinstance(one, str) or not one.strip() for one in units]]
        if len(bare):
            raise AccountsError("accounts.no_unit", rows=named(bare))
        object.__setattr__(self, "units", units)

    @property
    def labels(self) -> pd.Index:
        """Labels of the sectors, in the order of every part."""
        return self.Z.index

    @property
    def regions(self) -> list[str]:
        """Regions in the order of the table; one empty name where labels are sectors alone."""
        if self.labels.nlevels == 1:
            return [""]
        return [str(name) for name in self.labels.get_level_values(0).unique()]

    @property
    def is_regional(self) -> bool:
        """Whether labels carry a region."""
        return bool(self.labels.nlevels > 1)

    @property
    def output(self) -> pd.Series:
        """x_i = sum_j Z_ij + sum_d Y_id (money)."""
        return _total(self.Z, 1) + _total(self.Y, 1)

    @property
    def inputs(self) -> pd.Series:
        """sum_i Z_ij + sum_p Zm_pj + sum_k V_kj: what the output of j costs (money)."""
        return _total(self.Z, 0) + _total(self.Zm, 0) + _total(self.V, 0)

    @property
    def final_use(self) -> pd.Series:
        """y_i = sum_d Y_id (money)."""
        return _total(self.Y, 1)

    @property
    def places(self) -> tuple[npt.NDArray[np.intp], pd.Index, npt.NDArray[np.intp], pd.Index]:
        """Region of each sector, the regions; product of each sector, the products."""
        if not self.is_regional:
            here = np.zeros(len(self.labels), dtype=np.intp)
            return here, pd.Index([""]), np.arange(len(self.labels)), self.labels
        region, regions = pd.factorize(self.labels.get_level_values(0))
        product, products = pd.factorize(self.labels.get_level_values(1))
        return region, regions, product, products


def _total(frame: pd.DataFrame, axis: int) -> pd.Series:
    """Sum by row or column without the copy that pandas would make to skip what is missing."""
    return pd.Series(frame.to_numpy().sum(axis=axis), frame.index if axis else frame.columns)


def _part(frame: pd.DataFrame, columns: pd.Index, name: str) -> pd.DataFrame:
    if not len(frame.index):
        return pd.DataFrame(np.zeros((0, len(columns))), frame.index, columns)
    check_names(frame.index, name)
    return columns_by_name(frame, columns, name)


def _zeros(rows: pd.Index, like: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(np.zeros((len(rows), len(like.columns))), rows, like.columns)


def _with_levels(frame: pd.DataFrame) -> pd.DataFrame:
    rows, columns = as_levels(frame.index), as_levels(frame.columns)
    if rows is frame.index and columns is frame.columns:
        return frame
    return frame.set_axis(rows, axis=0).set_axis(columns, axis=1)
