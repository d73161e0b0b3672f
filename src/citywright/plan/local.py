"""Improve a plan by small moves: add a start, shift one to another year, swap one for another.

The worth of a start is its marginal value at the prices of the plan as it stands; what it uses of
the scarce factors is known exactly. So a move costs a few comparisons, and only a batch of moves
costs a linear program, which also gives the new prices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citywright.plan.layout import Resources
from citywright.plan.program import Floats, Program, Solution, open_solver, run

EPS = 1e-9


@dataclass
class _Board:
    """The state of the moves: chosen starts, what is left of each resource, worth of each start."""

    use: Floats
    project: NDArray[np.int64]
    open: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    chosen: NDArray[np.bool_]
    left: Floats
    worth: Floats

    def fits(self, starts: NDArray[np.int64], left: Floats) -> NDArray[np.bool_]:
        """Which of these starts fit into what is left."""
        return np.asarray((self.use[:, starts] <= left[:, None]).all(axis=0))

    def take(self, start: int, sign: float) -> None:
        """Choose a start (+1) or drop it (−1)."""
        self.chosen[start] = sign > 0
        self.left = self.left - sign * self.use[:, start]

    def idle(self) -> NDArray[np.bool_]:
        """Starts of projects that are not in the plan."""
        busy = np.zeros(int(self.project.max(initial=-1)) + 1, dtype=bool)
        busy[self.project[self.chosen]] = True
        return self.open & ~busy[self.project]


def improve(
    program: Program, resources: Resources, starts: Floats, worth: Floats, bound: float, tolerance: float
) -> Solution | None:
    """The plan after moves, from whole `starts` that fit; None where the first plan cannot be.

    `worth` is the value of each start at the prices of the relaxation. Ends when no batch of moves
    helps or when the value is within `tolerance` of `bound`.
    """
    columns = np.flatnonzero(program.whole).astype(np.int32)
    h = open_solver(program.relaxed())
    board = _set_up(program, resources, starts, worth)
    _add(board)
    best: Solution | None = None
    kept = board.chosen.copy()
    reach = 64
    while reach >= 1:
        y = board.chosen.astype(float)
        h.changeColsBounds(len(columns), columns, y, y)
        answer = run(h)
        if answer.feasible and (best is None or answer.value > best.value * (1 + EPS)):
            best, kept = answer, board.chosen.copy()
            if bound - best.value <= tolerance * abs(best.value):
                return best
            board.worth = _marginal(program, resources, answer, columns)
        elif best is None:
            return None
        else:
            reach //= 2
            board = _set_up(program, resources, kept.astype(float), board.worth)
        if _sweep(board, reach) + _add(board) == 0:
            break
    return best


def _marginal(program: Program, resources: Resources, at: Solution, columns: np.ndarray) -> Floats:
    """∂value/∂start at the prices of a plan, the scarce factors left out."""
    priced = at.prices[resources.rows]
    return at.reduced[columns] + np.asarray(resources.use.T @ priced)


def _set_up(program: Program, resources: Resources, starts: Floats, worth: Floats) -> _Board:
    lower, upper = program.lower[program.whole], program.upper[program.whole]
    shared = resources.use[resources.shared].toarray()
    left = resources.room[resources.shared] - shared @ starts
    slack = 1e-9 * (1 + np.abs(resources.room[resources.shared]))
    return _Board(
        use=shared,
        project=resources.project,
        open=upper > 0.5,
        pinned=lower > 0.5,
        chosen=starts > 0.5,
        left=left + slack,
        worth=worth,
    )


def _add(board: _Board) -> int:
    """Add starts of positive worth that fit, the most worth per share of what is left first."""
    moves = 0
    while True:
        starts = np.flatnonzero(board.idle() & (board.worth > EPS))
        starts = starts[board.fits(starts, board.left)] if len(starts) else starts
        if len(starts) == 0:
            return moves
        share = np.maximum(board.use[:, starts], 0) / np.maximum(board.left, EPS)[:, None]
        score = board.worth[starts] / (share.sum(axis=0) + EPS)
        board.take(int(starts[np.argmax(score)]), 1.0)
        moves += 1


def _sweep(board: _Board, most: int) -> int:
    """Replace chosen starts by better ones that fit in their place; at most `most` moves."""
    moves = 0
    for old in np.flatnonzero(board.chosen & ~board.pinned):
        if moves >= most:
            break
        left = board.left + board.use[:, old]
        idle = board.idle() | ((board.project == board.project[old]) & board.open)
        better = np.flatnonzero(idle & (board.worth > board.worth[old] * (1 + 1e-6) + EPS))
        better = better[board.fits(better, left)] if len(better) else better
        if len(better):
            board.take(int(old), -1.0)
            board.take(int(better[np.argmax(board.worth[better])]), 1.0)
            moves += 1
    return moves
