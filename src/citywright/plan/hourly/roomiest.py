"""The point near the optimum of a linear program that leaves the power system the most carbon.

Where carbon costs nothing, any budget is optimal and most are useless as places to ask; the largest
one tells what power costs when nothing binds it.
"""

from dataclasses import replace

import highspy
import numpy as np

from citywright.plan.layout import Layout
from citywright.plan.program import Floats, Program, open_solver, run


def roomiest(program: Program, layout: Layout, level: float) -> Floats | None:
    """max Σ_k power_emitted[k] over a linear program where its value is at least `level`; None where
    the solver finds no such point.
    """
    h = open_solver(replace(program, c=np.zeros_like(program.c), constant=0.0))
    used = np.flatnonzero(program.c).astype(np.int32)
    h.addRow(level - program.constant, highspy.kHighsInf, len(used), used, program.c[used])
    columns = layout.columns["power_emitted"].to_numpy().astype(np.int32)
    h.changeColsCost(len(columns), columns, np.ones(len(columns)))
    found = run(h)
    return found.x if found.feasible else None
