"""Answers of the power system as rows of the plan's program.

power_cost − Σ β · demand − Σ γ · power_emitted ≥ α          (power_cut|k)
"""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
import xarray as xr

from citywright.plan.hourly.partner import PowerCut
from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Program

FAMILY = "power_cut"


def with_cuts(program: Program, layout: Layout, cuts: list[PowerCut]) -> tuple[Program, Layout]:
    """Program and layout with one more row for each cut, at the end."""
    if not cuts:
        return program, layout
    rows = sp.csr_matrix(np.array([cut_row(layout, cut, len(program.c)) for cut in cuts]))
    first = program.A.shape[0]
    grown = replace(
        program,
        A=sp.csc_matrix(sp.vstack([program.A, rows])),
        low=np.append(program.low, [cut.constant for cut in cuts]),
        high=np.append(program.high, np.full(len(cuts), np.inf)),
    )
    known = len(layout.family(FAMILY))
    names = {f"{FAMILY}|{known + k}": xr.DataArray(first + k) for k in range(len(cuts))}
    return grown, replace(layout, rows={**layout.rows, **names})


def cut_row(layout: Layout, cut: PowerCut, size: int) -> Floats:
    """Coefficients of one cut by column."""
    row = np.zeros(size)
    row[int(layout.columns["power_cost"])] = 1.0
    demand = layout.columns["demand"]
    row[demand.to_numpy()] = -cut.demand.transpose(*demand.dims).reindex_like(demand).to_numpy()
    emitted = layout.columns["power_emitted"]
    row[emitted.to_numpy()] = -cut.emitted.reindex_like(emitted).to_numpy()
    return row
