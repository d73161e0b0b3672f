"""The choice of starts alone: scarce resources as they are, the economy as cuts.

    max θ   subject to   θ ≤ β_k + w_k·x  (one cut k per priced plan),   0 ≤ β + w·x  (limits),
                         K x ≤ room,   lower ≤ x ≤ upper,   starts whole

x holds the starts and the few quantities that use the same resources (programmes paid from public
money). Any prices π of the rows of the program give a valid cut, because each row and each other
column is taken at its most favourable limit; the prices of a plan give a cut that is exact there.
This is Benders' decomposition, with the cut of the relaxation as the first.
"""

from dataclasses import dataclass, field, replace

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import spsolve

from citywright.plan.begun_by import begun_by, turned
from citywright.plan.layout import Places, Resources
from citywright.plan.program import INFEASIBLE, Floats, Program, Solution, open_solver, run

Mask = NDArray[np.bool_]

ROOMY = 1e-12
"""Share of a resource by which sums may exceed it through rounding."""


@dataclass(frozen=True)
class Cut:
    """β + w·x: a bound on the value of every x, or on how far x is from infeasible."""

    constant: float
    worth: Floats

    def at(self, x: Floats) -> float:
        """Bound at one choice."""
        return self.constant + float(self.worth @ x)


@dataclass(frozen=True)
class Master:
    """columns: of the program, starts first; project[start]: the project of each start."""

    program: Program
    resources: Resources
    columns: Places
    use: sp.csc_matrix
    project: Places
    cuts: tuple[Cut, ...] = ()
    limits: tuple[Cut, ...] = ()
    whole: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def value(self, x: Floats) -> float:
        """θ at x: what the cuts allow."""
        return min(cut.at(x) for cut in self.cuts)

    def with_cut(self, cut: Cut) -> "Master":
        """With one more cut on the value."""
        return replace(self, cuts=(*self.cuts, cut))

    def with_limit(self, cut: Cut) -> "Master":
        """With one more cut on what can be."""
        return replace(self, limits=(*self.limits, cut))

    @property
    def open(self) -> Mask:
        """Starts that are not decided beforehand."""
        starts = self.columns[self.whole]
        return np.asarray(self.program.upper[starts] - self.program.lower[starts] > 0.5)


def master_of(program: Program, resources: Resources) -> Master:
    """Choice of starts of `program`, as yet without cuts."""
    A = program.A.tocsr()
    rows = A[resources.rows]
    starts = np.flatnonzero(program.whole)
    tied = np.zeros(len(program.c), dtype=bool)
    tied[rows.indices] = True
    tied &= ~program.whole & ~_defined(program, A)
    others = np.flatnonzero(tied)
    return Master(
        program=program,
        resources=resources,
        columns=np.concatenate([starts, others]),
        use=sp.csc_matrix(sp.hstack([resources.use, rows[:, others]])),
        project=resources.project,
        whole=np.arange(len(starts) + len(others)) < len(starts),
    )


def _defined(program: Program, A: sp.csr_matrix) -> Mask:
    """Columns that an equality gives from starts alone: `resources` has them replaced already."""
    equal = A[program.low == program.high][:, ~program.whole]
    single = np.diff(equal.indptr) == 1
    defined = np.zeros(len(program.c), dtype=bool)
    defined[np.flatnonzero(~program.whole)[equal[single].indices]] = True
    return defined


def cut_at(master: Master, prices: Floats, weight: float = 1.0) -> Cut:
    """Weight · c·x ≤ β + w·x for all x of the program, whatever the prices.

        β = Σ_i max(π_i low_i, π_i high_i) + Σ_j max(r_j lower_j, r_j upper_j),  r = weight·c − A'π

    over the rows i and columns j that the master lacks; its resources keep what they hold.
    """
    program, resources = master.program, master.resources
    pi = np.where((prices > 0) & np.isinf(program.high), 0.0, prices)
    pi = np.where((pi < 0) & np.isinf(program.low), 0.0, pi)
    rows = resources.rows
    pi[rows] = np.maximum(pi[rows], 0.0)
    limit = np.where(pi == 0, 0.0, np.where(pi > 0, program.high, program.low))
    limit[rows] -= np.where(pi[rows] == 0, 0.0, resources.room)
    r = weight * program.c - program.A.T @ pi
    worth = r[master.columns] + master.use.T @ pi[rows]
    rest = np.maximum(r * program.lower, r * program.upper)
    rest[master.columns] = 0.0
    constant = float(pi @ limit) + float(rest.sum()) + weight * program.constant
    return Cut(constant, np.asarray(worth))


def forbid(master: Master, x: Floats) -> Cut:
    """Σ_{chosen} (1 − x_j) + Σ_{others} x_j ≥ 1: any starts but these."""
    chosen = (x > 0.5) & master.whole
    worth = np.where(chosen, -1.0, np.where(master.whole, 1.0, 0.0))
    return Cut(float(chosen.sum()) - 1.0, worth)


@dataclass(frozen=True)
class Choice:
    """What branch and bound found.

    x: None without a plan; bound: on θ; impossible: proven that there is no x; nodes, steps: of
    branch and bound and of the simplex method, the same on every machine.
    """

    x: Floats | None
    bound: float
    impossible: bool
    nodes: int
    steps: int


def choose(
    master: Master, x: Floats, free: Mask, nodes: int, gap: float = 1e-5, hint: bool = True,
    by_year: bool = False,
) -> Choice:  # fmt: skip
    """Best starts when only the `free` ones may differ from x; x itself where `hint` is set.

    `by_year`: the solver decides "begun by a year" in place of "begun in it" (see `begun_by`).
    """
    moving = np.flatnonzero(np.concatenate([free, ~master.whole[len(free) :]]))
    small = _restricted(master, x, moving)
    in_steps = by_year and bool(free.any())
    turn = begun_by(master.project[np.flatnonzero(free)], small.A.shape[1]) if in_steps else None
    h = open_solver(
        small if turn is None else turned(small, turn),
        {
            "mip_rel_gap": 0.0,
            "mip_abs_gap": gap,
            "mip_max_nodes": nodes,
            "mip_max_stall_nodes": nodes,
        },
    )
    if hint:
        _suggest(h, master, x, moving, turn)
    answer = run(h)
    y = _read(master, x, moving, answer, turn) if answer.feasible else None
    impossible = h.getModelStatus() in INFEASIBLE
    bound = -np.inf if impossible else answer.bound
    info = h.getInfo()
    nodes, steps = max(1, int(info.mip_node_count)), max(1, int(info.simplex_iteration_count))
    return Choice(y, bound, impossible, nodes, steps)


def _read(
    master: Master, x: Floats, moving: Places, answer: Solution, turn: sp.csc_matrix | None
) -> Floats:
    y = x.copy()
    y[moving] = (answer.x if turn is None else turn @ answer.x)[: len(moving)]
    y[master.whole] = np.round(y[master.whole])
    return y


def _suggest(
    h: highspy.Highs, master: Master, x: Floats, moving: Places, turn: sp.csc_matrix | None
) -> None:
    point = highspy.HighsSolution()
    values = x[moving]
    if len(master.cuts) > 1:
        values = np.append(values, master.value(x))
    point.col_value = (values if turn is None else spsolve(turn, values)).tolist()
    h.setSolution(point)


def _restricted(master: Master, x: Floats, moving: Places) -> Program:
    """Master with all but `moving` fixed as in x; θ is a column only if there are several cuts."""
    kept = x.copy()
    kept[moving] = 0.0
    use = sp.csc_matrix(master.use[:, moving])
    rows = np.unique(use.indices)
    all_room = master.resources.room
    room = (all_room - master.use @ kept)[rows] + ROOMY * (1 + np.abs(all_room[rows]))
    limits = [sp.csr_matrix(-cut.worth[moving]) for cut in master.limits]
    beyond = [cut.at(kept) for cut in master.limits]
    A = sp.csc_matrix(sp.vstack([use[rows], *limits]))
    high = np.append(room, beyond)
    places = master.columns[moving]
    small = Program(
        A=A,
        c=master.cuts[0].worth[moving],
        low=np.full(len(high), -np.inf),
        high=high,
        lower=master.program.lower[places],
        upper=master.program.upper[places],
        whole=master.whole[moving],
        constant=master.cuts[0].at(kept),
    )
    return small if len(master.cuts) == 1 else _with_theta(master, small, kept, moving)


def _with_theta(master: Master, small: Program, kept: Floats, moving: Places) -> Program:
    """max θ in place of the first cut, with a row for each cut."""
    count = len(master.cuts)
    worths = sp.csr_matrix(np.array([-cut.worth[moving] for cut in master.cuts]))
    reach = 2 * max(abs(cut.constant) + float(np.abs(cut.worth).sum()) for cut in master.cuts)
    A = sp.bmat([[small.A, None], [worths, sp.csr_matrix(np.ones((count, 1)))]], format="csc")
    return Program(
        A=sp.csc_matrix(A),
        c=np.append(0.0 * small.c, 1.0),
        low=np.full(A.shape[0], -np.inf),
        high=np.append(small.high, [cut.at(kept) for cut in master.cuts]),
        lower=np.append(small.lower, -reach),
        upper=np.append(small.upper, reach),
        whole=np.append(small.whole, False),
    )
