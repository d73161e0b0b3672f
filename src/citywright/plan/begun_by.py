"""Starts as steps: "begun by a year" in place of "begun in a year", for branch and bound.

    start[p,τ] = z[p,τ] − z[p,τ−1],   0 ≤ z[p,τ] ≤ z[p,τ+1] ≤ 1,   z whole

Both say the same and their relaxations are equal. But ruling one start out decides next to nothing,
while z splits a calendar in an early and a late half; and a held factor is a knapsack in z, with one
term for each project, on which covers can be found.
"""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from citywright.plan.layout import Places
from citywright.plan.program import Program


def begun_by(project: Places, size: int) -> sp.csc_matrix:
    """D of x = D z: start less the step before it of the same project; other columns stay.

    `project` is that of each of the first columns, starts of one project in the order of years.
    """
    after = _after(project)
    rows = np.concatenate([np.arange(size), after])
    columns = np.concatenate([np.arange(size), after - 1])
    signs = np.concatenate([np.ones(size), -np.ones(len(after))])
    return sp.csc_matrix((signs, (rows, columns)), shape=(size, size))


def _after(project: Places) -> Places:
    """Columns whose project has a column before."""
    return np.flatnonzero(project[1:] == project[:-1]) + 1


def turned(program: Program, turn: sp.csc_matrix) -> Program:
    """The program in z: A D z, with z[τ−1] − z[τ] ≤ 0 for every two steps of a project."""
    steps = sp.coo_matrix(turn)
    later = steps.row[steps.row != steps.col]
    order = sp.csr_matrix(turn)[later]
    rows = sp.csc_matrix(program.A @ turn)
    rows.eliminate_zeros()
    return replace(
        program,
        A=sp.csc_matrix(sp.vstack([rows, order])),
        c=np.asarray(turn.T @ program.c),
        low=np.append(program.low, np.zeros(len(later))),
        high=np.append(program.high, np.full(len(later), np.inf)),
    )
