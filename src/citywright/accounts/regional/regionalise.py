"""Local coefficients of a region from the table of its nation, by a location quotient.

    A_local_ij = min(1, q_ij) A_ij,   q from `quotients`

    base "domestic"   A = Zd diag(X)^-1           products made in the nation
    base "total"      A = (Zd + Zm) diag(X)^-1    products from anywhere

q says which part of what the nation makes for itself the region makes for itself, so it belongs to
domestic coefficients. Put on total ones, it has to explain imports from abroad as well, and the same
delta gives multipliers that are too high (docs/explanation/regional-methods.md). A competitive table
does not tell the two apart: either read it with a split of its imports (`read_national_competitive`
with imports="proportional"), or say base="total" and take a larger delta.

AFLQ may exceed 1 for a specialised user. It is cut at 1 here like the others: no sector buys more of
a product in the region than the nation's recipe takes from the whole nation.

Source: Miller & Blair (2009), sec. 8.2, pp. 349-359; base and import shares sec. 4.4; AFLQ: Flegg &
Webber (2000), Regional Studies 34(6), 563-569.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.coefficients import technical_coefficients
from citywright.accounts.labels import check_same, named, rows_by_name, unique
from citywright.accounts.leontief import Leontief
from citywright.accounts.regional.quotients import quotients, region_factor, slq
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
BASES = ("domestic", "total")
METHOD = "aflq"
"""Nearest to the survey table of a province (benchmarks/survey_truth.py), with domestic
coefficients and the middle of `interval.DELTA_RANGE`; nothing takes it unasked."""


@dataclass(frozen=True)
class RegionalCoefficients:
    """Coefficients of a region, labelled by sector; all ratios.

    local : (n, n) A_local, bought in the region
    technical : (n, n) total technical coefficients of the nation, zero for sectors that the region
        does not have
    quotient : (n, n) q before the cut at 1
    base : "domestic" or "total", what the cut quotient was put on
    """

    local: pd.DataFrame
    technical: pd.DataFrame
    quotient: pd.DataFrame
    base: str

    @property
    def outside(self) -> pd.DataFrame:
        """A - A_local: bought in the rest of the nation and abroad, (n, n)."""
        return self.technical - self.local

    def leontief(self) -> Leontief:
        """The system (I - A_local) x = y."""
        return Leontief(self.local.to_numpy())


def regionalise(
    national: IOTable,
    x: pd.Series,
    *,
    method: str,
    base: str,
    size: float | None = None,
    delta: float | None = None,
) -> RegionalCoefficients:
    """A_local = min(1, q) A of the nation, for the sectors of the national table.

    Parameters
    ----------
    national : table of one nation by sector (`national_io_table` of a `NationalTable`); purchases
        from abroad in Zm, whose last label is the sector
    x : output of the region by sector (money), every sector of the nation, 0 where it has none;
        best of the same year as the national table, for q compares shares
    method : one of `quotients.METHODS`
    base : "domestic" or "total"
    size, delta : for FLQ and AFLQ

    Raises
    ------
    AccountsError
        accounts.one_nation for a table of several regions; accounts.other_labels,
        accounts.duplicate_label for sectors that differ; accounts.coefficients_base for an unknown
        base; accounts.no_import_rows for "domestic" coefficients of a table without Zm; those of
        `quotients` and `technical_coefficients`.
    """
    labels = national.labels
    if national.is_regional:
        raise AccountsError("accounts.one_nation", regions=named(pd.Index(national.regions)))
    unique(x.index, "x")
    check_same(x.index, labels, "x")
    x_array, X = x[labels].to_numpy(dtype=float), national.output.to_numpy(dtype=float)
    q = quotients(method, x_array, X, size=size, delta=delta)
    domestic, total = national_coefficients(national, base)
    present = x_array > 0.0
    local = local_coefficients_by_quotient(total if base == "total" else domestic, q)
    return RegionalCoefficients(
        local=pd.DataFrame(local, labels, labels),
        technical=pd.DataFrame(total * present, labels, labels),
        quotient=pd.DataFrame(q, labels, labels),
        base=base,
    )


def local_coefficients_by_quotient(A: Array, q: Array) -> Array:
    """A_local_ij = min(1, q_ij) A_ij; both (n, n), q finite (`quotients`)."""
    answer: Array = np.minimum(q, 1.0) * A
    return answer


def national_coefficients(national: IOTable, base: str) -> tuple[Array, Array]:
    """Domestic and total coefficients, (n, n) each.

    For base "total" a table without Zm is taken as competitive: Z holds both origins, and both
    answers are the same.

    Raises
    ------
    AccountsError
        accounts.coefficients_base, accounts.no_import_rows, accounts.other_labels.
    """
    if base not in BASES:
        raise AccountsError("accounts.coefficients_base", base=base, known=", ".join(BASES))
    X = national.output.to_numpy(dtype=float)
    domestic = technical_coefficients(national.Z.to_numpy(dtype=float), X)
    if not len(national.Zm):
        if base == "domestic":
            raise AccountsError("accounts.no_import_rows")
        return domestic, domestic
    by_sector = national.Zm.groupby(level=-1, sort=False).sum()
    imported = rows_by_name(by_sector, national.labels, "Zm").to_numpy(dtype=float)
    return domestic, domestic + technical_coefficients(imported, X)


def local_final_share(x: Array, X: Array, *, size: float, delta: float) -> Array:
    """Share of final use met in the region: min(1, lambda SLQ_i), (n,) ratio.

    Final users have no output of their own to compare with, so the simple quotient stands for them,
    with the same region factor (`trade.prior_local_share` does so too).
    """
    answer: Array = np.minimum(region_factor(size, delta) * slq(x, X), 1.0)
    return answer
