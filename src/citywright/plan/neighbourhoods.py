"""Better starts by small exact choices: free a few projects, choose among their starts, repeat.

Most of what a plan loses against the relaxation is room left over on priced resources, since whole
projects do not fill it. So each neighbourhood is drawn around one such resource: projects that use
it, above all those that the relaxation would decide otherwise or hardly cares about.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from citywright.plan.layout import Places
from citywright.plan.master import Mask, Master, choose
from citywright.plan.program import Floats

FIRST, LARGEST = 20, 32
"""Projects in a neighbourhood, at first and at most."""
PATIENCE = 30
"""Neighbourhoods without gain before they grow."""
ELSEWHERE = 0.15
"""Weight of a project that does not use the resource beside one that does."""
NODES = 50


@dataclass(frozen=True)
class Doubt:
    """How sure the relaxation is of each project, and what its resources cost.

    worth: value of each start less the rent of what it uses; best, margin: by project, the value of
    the best decision (a start, or none at 0) and its lead over the second; use: the shared resources
    by start; rent: their prices; room: what there is of them.
    """

    worth: Floats
    best: Floats
    margin: Floats
    use: sp.csr_matrix
    rent: Floats
    room: Floats

    def regret(self, project: Places, chosen: Mask) -> Floats:
        """By project: value of the best decision less that of the present one."""
        present = np.zeros(len(self.best))
        np.add.at(present, project[chosen], self.worth[chosen])
        return np.asarray(np.maximum(self.best - present, 0.0))


def doubt_of(master: Master, prices: Floats) -> Doubt:
    """Doubts of a relaxation with these prices of the rows."""
    shared, open_ = master.resources.shared, master.open
    use = sp.csr_matrix(master.use.tocsr()[shared])
    rent = np.maximum(prices[master.resources.rows[shared]], 0.0)
    worth = (master.cuts[0].worth - use.T @ rent)[master.whole]
    projects = np.arange(int(master.project.max(initial=-1)) + 1)
    project = np.concatenate([master.project[open_], projects])
    value = np.concatenate([worth[open_], np.zeros(len(projects))])
    order = np.lexsort((-value, project))
    project, value = project[order], np.append(value[order], 0.0)
    head = np.searchsorted(project, projects)
    alone = np.bincount(project, minlength=len(projects)) == 1
    margin = np.where(alone, np.inf, value[head] - value[head + 1])
    return Doubt(worth, value[head], margin, use, rent, master.resources.room[shared])


def mend(master: Master, doubt: Doubt, x: Floats, target: float, effort: int) -> tuple[Floats, int]:
    """Better x, and what is left of the effort (in steps of the simplex method).

    Ends once the value reaches `target`, no neighbourhood helps or the effort is spent.
    """
    rng = np.random.default_rng(0)
    value, size, idle = master.value(x), float(FIRST), 0
    while value < target and effort > 0:
        free = _neighbourhood(master, doubt, x, round(size), rng)
        found = choose(master, x, free, NODES)
        effort -= found.steps
        reached = master.value(found.x) if found.x is not None else -np.inf
        if found.x is not None and reached > value + 1e-9 * abs(value):
            x, value, idle = found.x, reached, 0
        else:
            idle += 1
        if free.sum() == master.open.sum() or (idle >= PATIENCE and size >= LARGEST):
            break
        if idle >= PATIENCE:
            size, idle = min(size * 1.25, LARGEST), 0
    return x, effort


def _neighbourhood(
    master: Master, doubt: Doubt, x: Floats, size: int, rng: np.random.Generator
) -> Mask:
    """Open starts of `size` projects drawn around one resource."""
    chosen = x[master.whole] > 0.5
    regret = doubt.regret(master.project, chosen)
    movable = np.isfinite(doubt.margin)
    scale = 0.3 * float(np.median(doubt.margin[movable])) if movable.any() else 1.0
    weight = regret / (regret.mean() + 1e-12) + np.exp(-doubt.margin / (scale + 1e-12)) + 1e-6
    lost = doubt.rent * np.maximum(doubt.room - doubt.use @ x, 0.0)
    if lost.sum() > 0:
        row = int(rng.choice(len(lost), p=lost / lost.sum()))
        users = doubt.use.indices[doubt.use.indptr[row] : doubt.use.indptr[row + 1]]
        near = np.full(len(weight), ELSEWHERE)
        near[master.project[users[users < len(chosen)]]] = 1.0
        weight = weight * near
    weight = np.where(movable, weight, 0.0)
    count = min(size, int(movable.sum()))
    picked = rng.choice(len(weight), size=count, replace=False, p=weight / weight.sum())
    return np.asarray(np.isin(master.project, picked) & master.open)
