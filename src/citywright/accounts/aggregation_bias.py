"""What grouping sectors does to the answers of the model.

    first order   phi = (A* G - G A) y
    whole         tau = (L* G - G L) y = x* - G x

A and L are of the table, A* and L* of the grouped one; G (group, label). For the final use of the table
itself tau = 0, since A* is weighted by the output of the base year; it is for another final demand
that the grouped model errs. phi is the first term of the power series of tau.

Source: Miller & Blair (2009), sec. 4.9; the first-order bias is that of Morimoto (1970), Review of
Economics and Statistics 52, 119-126.
"""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from citywright.accounts.aggregation import Groups, aggregate, grouping
from citywright.accounts.concordance import concordance, identity
from citywright.accounts.labels import by_name
from citywright.accounts.system import System
from citywright.accounts.table import IOTable


def aggregation_bias(
    table: IOTable, y: pd.Series, sectors: Groups | None = None, regions: Groups | None = None
) -> pd.DataFrame:
    """phi = (A* G - G A) y and tau = (L* G - G L) y, by group (money).

    Parameters
    ----------
    table : the table; it is checked as `System` checks it
    y : final demand by label of the table (money); labels that are not listed want nothing
    sectors, regions : groups, as in `aggregate`

    Returns
    -------
    frame by group: detailed = G L y, grouped = L* G y, first_order = phi, whole = tau.

    Raises
    ------
    AccountsError
        those of `aggregate` and of `System`; accounts.unknown_label where y names other labels.
    """
    wanted = by_name(y, table.labels, "y").to_numpy()
    fine, coarse, G = _both(table, sectors, regions)
    detailed = G @ fine.leontief.output(wanted)
    grouped = coarse.leontief.output(G @ wanted)
    phi = coarse.A.times(G @ wanted) - G @ fine.A.times(wanted)
    return pd.DataFrame(
        {"detailed": detailed, "grouped": grouped, "first_order": phi, "whole": grouped - detailed},
        coarse.table.labels,
    )


def multiplier_bias(
    table: IOTable, sectors: Groups | None = None, regions: Groups | None = None,
    weights: pd.Series | None = None,
) -> pd.DataFrame:  # fmt: skip
    """m*_g - sum_i G_gi w_i m_i / sum_i G_gi w_i for every row f of the table, m = f L, m* = f* L*.

    Parameters
    ----------
    table : the table; it is checked as `System` checks it
    sectors, regions : groups, as in `aggregate`
    weights : (n,) w by label, not negative; None is the final use y of the table, and then the bias
        of all groups, weighted by their final use, adds to zero

    Returns
    -------
    frame (row, group) in the unit of the row per money: output, value added, each item and satellite;
    nan for a group whose weights add to zero, for its average is not defined.

    Raises
    ------
    AccountsError
        those of `aggregate` and of `System`; accounts.unknown_label.
    """
    fine, coarse, G = _both(table, sectors, regions)
    given = table.final_use if weights is None else by_name(weights, table.labels, "weights")
    w = given.to_numpy(dtype=float)
    total = G @ w
    average = (G @ (fine.multipliers().to_numpy() * w).T).T
    with np.errstate(divide="ignore", invalid="ignore"):
        average = np.where(total != 0.0, average / total, np.nan)
    return coarse.multipliers() - average


def _both(
    table: IOTable, sectors: Groups | None, regions: Groups | None
) -> tuple[System, System, sp.csr_array]:
    coarse = aggregate(table, sectors, regions)
    of_sectors, of_regions = (
        identity(table.labels.get_level_values(level).unique()) if groups is None
        else concordance(groups)
        for groups, level in ((sectors, -1), (regions, 0))
    )  # fmt: skip
    G, _ = grouping(table.labels, of_regions, of_sectors)
    return System(table), System(coarse), G
