"""Supply and use tables at basic prices: who makes which product, and who uses it.

    q_p = sum_j V_jp = sum_j U_pj + sum_d Y_pd                  products: made = used
    x_j = sum_p V_jp = sum_p U_pj + sum_p Um_pj + sum_k W_kj    industries: made = paid for

V is the make matrix, an industry in each row; many offices publish its transpose, the supply table.
U and Y hold what is made at home, Um and Ym what comes from outside. At basic prices the taxes on
products are a row of W and the trade margins stand in the rows of the trades; at purchasers' prices
the first equation fails, and `check_supply_use` says so.

Source: Eurostat Manual of Supply, Use and Input-Output Tables (2008), ch. 11; Miller & Blair (2009),
ch. 5 (there x is the output of industries and q the output of products, as here).
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from citywright.accounts.cells import finite_cells
from citywright.accounts.labels import columns_by_name, named, rows_by_name, unique
from citywright.accounts.soundness import REFUSED, ROUNDING
from citywright.accounts.table import NOTHING
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

PARTS = ("V", "U", "Y", "W", "Um", "Ym", "S", "SY")


@dataclass(frozen=True)
class SupplyUse:
    """Supply and use tables with labels; every part is aligned by name when the object is made.

    V : (industry, product) make matrix: what each industry makes of each product (money)
    U : (product, industry) use of home products (money)
    Y : (product, m) final use of home products, exports among them (money)
    W : (k, industry) primary inputs by item: value added, taxes on products (money)
    Um, Ym : (product, industry), (product, m) use of products from outside; zero if not given
    S : (s, industry) satellites; SY : (s, m) satellites of the final users; zero if not given
    money : unit of all but S and SY
    units : unit of each satellite

    There may be more products than industries, or fewer. The rows of Um need not be those of U.

    Raises
    ------
    AccountsError
        accounts.duplicate_label, accounts.other_labels, accounts.no_unit, accounts.cell_not_number,
        accounts.not_finite_cell.
    """

    V: pd.DataFrame
    U: pd.DataFrame
    Y: pd.DataFrame
    W: pd.DataFrame
    money: str
    Um: pd.DataFrame = field(default_factory=lambda: NOTHING)
    Ym: pd.DataFrame = field(default_factory=lambda: NOTHING)
    S: pd.DataFrame = field(default_factory=lambda: NOTHING)
    SY: pd.DataFrame = field(default_factory=lambda: NOTHING)
    units: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))

    def __post_init__(self) -> None:
        unique(self.V.index, "V")
        unique(self.V.columns, "V")
        unique(self.Y.columns, "Y")
        self._align("U", self.products, self.industries)
        self._align("Y", self.products, self.Y.columns)
        for name in ("W", "Um", "S"):
            unique(getattr(self, name).index, name)
            self._align(name, getattr(self, name).index, self.industries)
        self._align("Ym", self.Um.index, self.Y.columns)
        self._align("SY", self.S.index, self.Y.columns)
        unique(self.units.index, "units")
        bare = self.S.index.difference(self.units.index, sort=False)
        if len(bare):
            raise AccountsError("accounts.no_unit", rows=named(bare))
        object.__setattr__(self, "units", self.units.reindex(self.S.index))
        for name in PARTS:
            object.__setattr__(self, name, finite_cells(getattr(self, name), name))

    def _align(self, name: str, rows: pd.Index, columns: pd.Index) -> None:
        frame = getattr(self, name)
        if not len(frame.index) and not len(frame.columns):
            frame = pd.DataFrame(np.zeros((len(rows), len(columns))), rows, columns)
        frame = columns_by_name(rows_by_name(frame, rows, name), columns, name)
        object.__setattr__(self, name, frame)

    @property
    def industries(self) -> pd.Index:
        """Labels of the industries, in the order of every part."""
        return self.V.index

    @property
    def products(self) -> pd.Index:
        """Labels of the products, in the order of every part."""
        return self.V.columns

    @property
    def industry_output(self) -> pd.Series:
        """x_j = sum_p V_jp: what each industry makes of all products (money)."""
        return self.V.sum(axis=1)

    @property
    def product_output(self) -> pd.Series:
        """q_p = sum_j V_jp: what all industries make of each product (money)."""
        return self.V.sum(axis=0)

    @property
    def product_use(self) -> pd.Series:
        """sum_j U_pj + sum_d Y_pd: use of each home product (money)."""
        return self.U.sum(axis=1) + self.Y.sum(axis=1)

    @property
    def industry_inputs(self) -> pd.Series:
        """sum_p U_pj + sum_p Um_pj + sum_k W_kj: what the output of each industry costs (money)."""
        return self.U.sum(axis=0) + self.Um.sum(axis=0) + self.W.sum(axis=0)


def balances(table: SupplyUse, of: Literal["products", "industries"]) -> pd.DataFrame:
    """residual_p = use_p - q_p of the products, residual_j = inputs_j - x_j of the industries.

    Parameters
    ----------
    table : the supply and use tables
    of : which of the two balances

    Returns
    -------
    frame by label: output, other (use, or inputs), residual = other - output (money)
    """
    if of == "products":
        output, other = table.product_output, table.product_use
    else:
        output, other = table.industry_output, table.industry_inputs
    return pd.DataFrame({"output": output, "other": other, "residual": other - output})


def check_supply_use(
    table: SupplyUse, rounding: float = ROUNDING, refused: float = REFUSED
) -> None:
    """Refuse tables that do not balance, warn of small residuals.

    Parameters
    ----------
    table : the supply and use tables
    rounding, refused : residual over the largest output that is silent, that is refused

    Raises
    ------
    AccountsError
        accounts.supply_negative where a product or an industry makes less than nothing in all;
        accounts.supply_unbalanced, which names the label with the largest residual.

    Warns
    -----
    AccountsWarning
        accounts.supply_residual; accounts.no_primary_inputs, where W is empty and the balance of
        the industries cannot be tested.
    """
    _check_side(balances(table, "products"), "U, Y", rounding, refused)
    if len(table.W):
        _check_side(balances(table, "industries"), "U, Um, W", rounding, refused)
    else:
        warn("accounts.no_primary_inputs")


def _check_side(frame: pd.DataFrame, parts: str, rounding: float, refused: float) -> None:
    below = frame.index[frame["output"] < 0.0]
    if len(below):
        raise AccountsError(
            "accounts.supply_negative", labels=named(below), least=float(frame["output"].min())
        )
    scale = float(frame["output"].max())
    size = frame["residual"].abs()
    place = int(np.argmax(size.to_numpy()))
    facts = {
        "parts": parts,
        "label": named(frame.index[[place]]),
        "residual": float(frame["residual"].iloc[place]),
        "output": float(frame["output"].iloc[place]),
        "count": int((size > rounding * scale).sum()),
    }
    if float(size.max()) > refused * scale:
        raise AccountsError("accounts.supply_unbalanced", **facts)
    if float(size.max()) > rounding * scale:
        warn("accounts.supply_residual", **facts)
