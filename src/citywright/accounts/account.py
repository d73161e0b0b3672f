"""The account of one city: flows, final use, value added and satellites, aligned by name.

    x_i = sum_j Z_ij + sum_k F_ik              (rows; outside purchases enter F with a minus)
    x_j = sum_i Z_ij + sum_k V_kj              (columns)

Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., ch. 2, pp. 11-15.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.errors import AccountsError

DOMESTIC_KINDS = ("households", "government", "investment", "inventories")
KINDS = (*DOMESTIC_KINDS, "outside_sales", "outside_purchases")
ITEMS = ("compensation", "taxes", "depreciation", "surplus")
STRESSORS = ("employment", "electricity", "co2")


@dataclass(frozen=True)
class Accounts:
    """One city's input-output account in the base year.

    Z : (i, j) purchases of product i by sector j, bought here or outside, money of the city
    F : (i, kind) final use, kinds of `KINDS`; the column outside_purchases is not positive
    V : (j, item) value added, items of `ITEMS`
    S : (j, stressor) employment (10000 person), electricity (100 GWh), co2 (10000 t)

    All four carry the same sector codes as index (Z also as columns), in the same order.
    """

    Z: pd.DataFrame
    F: pd.DataFrame
    V: pd.DataFrame
    S: pd.DataFrame

    def __post_init__(self) -> None:
        codes = list(self.Z.index)
        for name, labels in {
            "Z columns": self.Z.columns,
            "F": self.F.index,
            "V": self.V.index,
            "S": self.S.index,
        }.items():
            if list(labels) != codes:
                raise AccountsError("accounts.labels_differ", table=name)
        for name, frame in {"Z": self.Z, "F": self.F, "V": self.V, "S": self.S}.items():
            if not np.isfinite(frame.to_numpy(dtype=float)).all():
                raise AccountsError("accounts.not_finite", table=name)

    @property
    def sectors(self) -> list[str]:
        """Codes of the sectors, in the order of every table."""
        return [str(code) for code in self.Z.index]

    @property
    def output(self) -> pd.Series:
        """x_j = sum_i Z_ij + sum_k V_kj: gross output by sector (money)."""
        return self.Z.sum(axis=0) + self.V.sum(axis=1)

    @property
    def value_added(self) -> pd.Series:
        """v_j x_j = sum_k V_kj: value added by sector (money)."""
        return self.V.sum(axis=1)

    @property
    def local_use(self) -> pd.Series:
        """U_i = sum_j Z_ij + C_i + G_i + I_i + dV_i: use inside the city (money)."""
        return self.Z.sum(axis=1) + self.F[list(DOMESTIC_KINDS)].sum(axis=1)

    @property
    def outside_purchases(self) -> pd.Series:
        """M_i: what the city buys outside, as a positive number (money)."""
        return -self.F["outside_purchases"]
