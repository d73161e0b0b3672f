"""One economy, solved once and asked many times; every answer carries its labels.

    A = Z diag(x)^-1,   L = (I - A)^-1,   B = diag(x)^-1 Z,   G = (I - B)^-1,   m = s L

The object holds the table and one factorisation of I - A; the mathematics is in the files beside it.
Source: Miller & Blair (2009), ch. 2, 6, 10, 12.
"""

from collections.abc import Hashable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.cells import finite_cells
from citywright.accounts.coefficients import Coefficients, per_output
from citywright.accounts.extraction import Kind, extract
from citywright.accounts.factor import Path
from citywright.accounts.footprints import (
    Footprints,
    OpenFootprint,
    footprints,
    open_footprint,
)
from citywright.accounts.ghosh import Ghosh
from citywright.accounts.households import close_households
from citywright.accounts.labels import by_name, columns_by_name, named, unique
from citywright.accounts.leontief import Leontief
from citywright.accounts.linkages import linkages
from citywright.accounts.outside import outside_purchases
from citywright.accounts.paths import Paths, structural_paths
from citywright.accounts.soundness import REFUSED, ROUNDING, check_table
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
OUTPUT, VALUE_ADDED = "output", "value_added"
"""Names of the two rows that every table has: ones, and all primary inputs together."""


class System:
    """Coefficients, inverses and what follows from them, for one table.

    Parameters
    ----------
    table : the table; it is checked, with named warnings and errors (`soundness`)
    path : how to factorise (`factor`); None chooses by size
    rounding, refused : residual over the largest output that is silent, that is refused

    Attributes
    ----------
    residuals : frame by label of output, inputs, residual (money)
    """

    def __init__(
        self, table: IOTable, path: Path | None = None,
        rounding: float = ROUNDING, refused: float = REFUSED,
    ) -> None:  # fmt: skip
        self.table, self._path = table, path
        self.residuals = check_table(table, rounding, refused)
        self.x: Array = self.residuals["output"].to_numpy()

    @cached_property
    def A(self) -> Coefficients:  # noqa: N802 - the letter of the field
        """A = Z diag(x)^-1 of home products."""
        return Coefficients(self.table.Z.to_numpy(), self.x)

    @cached_property
    def leontief(self) -> Leontief:
        """(I - A) x = y, factorised when it is first asked for."""
        return Leontief(self.A, self._path, allow_negative=True)

    @cached_property
    def ghosh(self) -> Ghosh:
        """x' = v' G by the same factorisation."""
        return Ghosh(self.leontief, self.x)

    def rows(self) -> pd.DataFrame:
        """Per unit of output: output (ones), value_added, each item of V, each satellite; (row, n).

        A row of V and a satellite of the same name is an error (accounts.row_twice).
        """
        table = self.table
        names = [OUTPUT, VALUE_ADDED, *table.V.index, *table.S.index]
        twice = pd.Index(names)[pd.Index(names).duplicated()]
        if len(twice):
            raise AccountsError("accounts.row_twice", rows=named(twice))
        V = per_output(table.V.to_numpy(dtype=float), self.x, "V")
        S = per_output(table.S.to_numpy(dtype=float), self.x, "S")
        values = np.vstack([np.ones(len(self.x)), V.sum(axis=0), V, S])
        return pd.DataFrame(values, pd.Index(names, name="row"), table.labels)

    def output(self, y: pd.Series) -> pd.Series:
        """x = L y for a final demand by label (money); labels that are not listed want nothing."""
        wanted = by_name(y, self.table.labels, "y").to_numpy()
        return pd.Series(self.leontief.output(wanted), self.table.labels, name="output")

    def multipliers(self, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """Simple multipliers m = f L of every row of `rows()`, or of the rows given; (row, n).

        One factorisation and one pass for all rows.

        Parameters
        ----------
        rows : f by row, per unit of output; its columns are found by name

        Raises
        ------
        AccountsError
            accounts.row_twice; of rows given accounts.duplicate_label, accounts.other_labels,
            accounts.cell_not_number, accounts.not_finite_cell.
        """
        labels = self.table.labels
        given = self.rows() if rows is None else columns_by_name(rows, labels, "rows")
        f = finite_cells(given, "rows")
        return pd.DataFrame(self.leontief.carried(f.to_numpy()), f.index, labels)

    def type_one(self) -> pd.DataFrame:
        """Type I: m_j / f_j, nan where f_j = 0, for there is nothing to multiply; (row, n)."""
        return _ratio(self.multipliers(), self.rows())

    def closed(self, income: list[str], households: list[str], propensity: float) -> Leontief:
        """System with the households of one region as its last sector.

        Parameters
        ----------
        income : items of V that households earn; households : columns of Y that they buy
        propensity : c, spending per unit of income, in [0, 1]; what is bought outside the table
            takes its share of the basket and leaks

        Raises
        ------
        AccountsError
            accounts.unknown_label, accounts.duplicate_label, accounts.no_households,
            accounts.basket, accounts.propensity, accounts.not_productive; accounts.one_region in a
            table of several regions, whose households spend each in their own.
        """
        table = self.table
        if len(table.regions) > 1:
            raise AccountsError("accounts.one_region", regions=len(table.regions))
        _known(income, table.V.index, "V")
        _known(households, table.Y.columns, "Y")
        w = per_output(table.V.loc[income].to_numpy(dtype=float), self.x, "V").sum(axis=0)
        home = table.Y[households].to_numpy(dtype=float).sum(axis=1)
        spent = float(home.sum() + table.Ym[households].to_numpy(dtype=float).sum())
        if spent <= 0.0:
            raise AccountsError("accounts.no_households", total=spent)
        return Leontief(close_households(self.A.dense(), w, home / spent, propensity))

    def total_multipliers(self, closed: Leontief) -> pd.DataFrame:
        """m_bar = f L_bar, with suppliers and the spending of incomes; (row, n)."""
        f = self.rows()
        wide = np.column_stack([f.to_numpy(), np.zeros(len(f))])
        return pd.DataFrame(closed.carried(wide)[:, :-1], f.index, f.columns)

    def type_two(self, closed: Leontief) -> pd.DataFrame:
        """Type II: m_bar_j / f_j, nan where f_j = 0; (row, n)."""
        return _ratio(self.total_multipliers(closed), self.rows())

    def linkages(self) -> pd.DataFrame:
        """Linkages of every sector, direct and total, normalised ones, and both classes (`linkages`).

        Returns
        -------
        frame by label: backward_direct, backward, forward_direct, forward, sensitivity,
        power_of_dispersion, normalised_forward, sensitivity_of_dispersion, kind (Ghosh),
        kind_rasmussen
        """
        found = linkages(self.leontief, self.x)
        return pd.DataFrame(
            {
                "backward_direct": found.backward_direct,
                "backward": found.backward,
                "forward_direct": found.forward_direct,
                "forward": found.forward,
                "sensitivity": found.sensitivity,
                "power_of_dispersion": found.power_of_dispersion,
                "normalised_forward": found.normalised_forward,
                "sensitivity_of_dispersion": found.sensitivity_of_dispersion,
                "kind": found.classes(),
                "kind_rasmussen": found.classes(rasmussen=True),
            },
            index=self.table.labels,
        )

    def extract(self, sectors: list[Hashable], kind: Kind = "whole") -> pd.DataFrame:
        """Loss by sector of every row of `rows()` when sectors are taken out (`extraction`).

        Returns
        -------
        (label, row), positive where something is lost; sums over labels are the economy's loss

        Raises
        ------
        AccountsError
            accounts.unknown_label, accounts.duplicate_label, accounts.extract_sectors.
        """
        _known(sectors, self.table.labels, "extract")
        places = self.table.labels.get_indexer(sectors)
        loss = extract(self.leontief, self.x, places, kind).loss
        return (self.rows() * loss).T

    def paths(
        self, row: str, y: pd.Series | None = None, *, least: float = 1e-3, most: int = 1_000
    ) -> tuple[pd.DataFrame, Paths]:
        """Chains of suppliers through which a final demand reaches one row (`paths`).

        Parameters
        ----------
        row : of `rows()`; y : final demand by label, None for all of the table's
        least : smallest path, as a share of all; most : most paths

        Returns
        -------
        (frame with names: path, order, value, share; the whole result)
        """
        f = self.rows()
        _known([row], f.index, "rows")
        wanted = self.table.final_use if y is None else by_name(y, self.table.labels, "y")
        found = structural_paths(
            self.leontief, f.loc[row].to_numpy(), wanted.to_numpy(), least=least, most=most
        )
        return found.named(self.table.labels), found

    def footprints(self) -> Footprints:
        """Production- and consumption-based accounts of every satellite and region (`footprints`).

        Raises
        ------
        AccountsError
            accounts.no_users_region where final use does not say whose it is, accounts.unknown_label
            if it is sold abroad; accounts.outside for an unknown outside (see `open_footprint`).
        """
        table = self.table
        if table.Y.columns.nlevels == 1 or not table.is_regional:
            raise AccountsError("accounts.no_users_region")
        if len(table.Zm) and float(np.abs(table.Zm.to_numpy()).sum()) > 0.0:
            raise AccountsError("accounts.outside", amount=float(table.Zm.to_numpy().sum()))
        region, regions, product, _ = table.places
        users = table.Y.columns.get_level_values(0)
        place = regions.get_indexer(users)
        if (place < 0).any():
            raise AccountsError(
                "accounts.unknown_label", table="Y", column="region", label=named(users[place < 0])
            )
        to_region = np.zeros((len(users), len(regions)))
        to_region[np.arange(len(users)), place] = 1.0
        return footprints(
            self.leontief,
            table.S.to_numpy(dtype=float),
            self.x,
            table.Y.to_numpy(dtype=float) @ to_region,
            table.SY.to_numpy(dtype=float) @ to_region,
            region,
            product,
        )

    def open_footprint(self, exports: list[str], abroad: pd.DataFrame) -> OpenFootprint:
        """Footprint of a one-region table; `exports` are the columns of Y sold outside.

        Parameters
        ----------
        abroad : (stressor, product) what a unit bought outside carries (unit per money), from a
            table of the world or from `footprints.same_technology`; further stressors are not used

        Raises
        ------
        AccountsError
            accounts.unknown_label, accounts.duplicate_label; accounts.other_labels where Zm or
            `abroad` is not by the products of the table; accounts.not_finite where `abroad` has
            no number for a satellite.
        """
        table = self.table
        _known(exports, table.Y.columns, "Y")
        here = [name for name in table.Y.columns if name not in exports]
        outside = outside_purchases(table, self.x, here, abroad)
        return open_footprint(
            self.leontief,
            table.S.to_numpy(dtype=float),
            self.x,
            table.Y[here].to_numpy(dtype=float).sum(axis=1),
            table.Y[exports].to_numpy(dtype=float).sum(axis=1),
            outside,
            table.SY[here].to_numpy(dtype=float).sum(axis=1),
        )


def _known(names: Sequence[Hashable], labels: pd.Index, table: str) -> None:
    """Each name once, and all of them among the labels."""
    unique(pd.Index(names), table)
    unknown = pd.Index(names).difference(labels, sort=False)
    if len(unknown):
        raise AccountsError(
            "accounts.unknown_label", table=table, column="label", label=named(unknown)
        )


def _ratio(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    return above.div(below.where(below != 0.0))
