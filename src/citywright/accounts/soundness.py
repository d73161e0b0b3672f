"""Is a table fit to be solved, and what should be looked at first?

    residual   r_j = sum_i Z_ij + sum_p Zm_pj + sum_k V_kj - x_j

A small residual is rounding, a larger one a named warning, a large one an error: nothing is spread
over other cells in silence. Source: Miller & Blair (2009), ch. 2, pp. 11-15.
"""

import numpy as np
import pandas as pd

from citywright.accounts.labels import named
from citywright.accounts.table import IOTable
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

SMALLEST, LARGEST = 1e-200, 1e200
"""Sizes of an output that leave room for products and quotients in double precision."""
ROUNDING, REFUSED = 1e-6, 0.01
"""Residual over the largest output: up to the first it is rounding, above the second it is refused."""


def table_residuals(table: IOTable) -> pd.DataFrame:
    """Frame by label: output, inputs, residual = inputs - output (money)."""
    frame = pd.DataFrame({"output": table.output, "inputs": table.inputs})
    return frame.assign(residual=frame["inputs"] - frame["output"])


def check_table(
    table: IOTable, rounding: float = ROUNDING, refused: float = REFUSED
) -> pd.DataFrame:
    """Refuse what cannot be solved, warn of what should be looked at.

    Parameters
    ----------
    table : the table
    rounding, refused : residual over the largest output that is silent, that is refused

    Returns
    -------
    the frame of `table_residuals`

    Raises
    ------
    AccountsError
        accounts.money_scale, accounts.negative_output_named, accounts.unbalanced_table.

    Warns
    -----
    AccountsWarning
        accounts.residual, accounts.no_primary_inputs, accounts.negative_value_added,
        accounts.negative_flows, accounts.idle_sectors; each with names and amounts.
    """
    frame = table_residuals(table)
    _check_scale(frame)
    below = frame.index[frame["output"] < 0.0]
    if len(below):
        raise AccountsError(
            "accounts.negative_output_named", sectors=named(below), least=frame["output"].min()
        )
    if len(table.V):
        _check_residual(frame, rounding, refused)
        _warn_value_added(table)
    else:
        warn("accounts.no_primary_inputs")
    _warn_flows(table)
    idle = frame.index[frame["output"] == 0.0]
    if len(idle):
        warn("accounts.idle_sectors", count=len(idle), sectors=named(idle))
    return frame


def _check_scale(frame: pd.DataFrame) -> None:
    size = frame[["output", "inputs"]].abs().to_numpy()
    fits = (size == 0.0) | ((size >= SMALLEST) & (size <= LARGEST))
    if not fits.all():
        worst = int(np.flatnonzero(~fits.all(axis=1))[0])
        raise AccountsError(
            "accounts.money_scale",
            sector=named(frame.index[[worst]]),
            output=float(frame["output"].iloc[worst]),
        )


def _check_residual(frame: pd.DataFrame, rounding: float, refused: float) -> None:
    scale = float(frame["output"].max())
    size = frame["residual"].abs()
    worst = size.idxmax()
    facts = {
        "sector": named(pd.Index([worst])),
        "residual": float(frame.loc[[worst], "residual"].iloc[0]),
        "output": float(frame.loc[[worst], "output"].iloc[0]),
        "count": int((size > rounding * scale).sum()),
    }
    if float(size.max()) > refused * scale:
        raise AccountsError("accounts.unbalanced_table", **facts)
    if float(size.max()) > rounding * scale:
        warn("accounts.residual", **facts)


def _warn_value_added(table: IOTable) -> None:
    value = table.V.sum(axis=0)
    below = value.index[value < 0.0]
    if len(below):
        least = value.idxmin()
        warn(
            "accounts.negative_value_added",
            count=len(below),
            sectors=named(below),
            worst=named(pd.Index([least])),
            amount=float(value.min()),
        )


def _warn_flows(table: IOTable) -> None:
    flows = table.Z.to_numpy()
    negative = flows < 0.0
    if negative.any():
        i, j = (int(place) for place in np.unravel_index(int(np.argmin(flows)), flows.shape))
        warn(
            "accounts.negative_flows",
            count=int(negative.sum()),
            row=named(table.labels[[i]]),
            column=named(table.labels[[j]]),
            amount=float(flows[i, j]),
        )
