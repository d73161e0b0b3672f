"""The smallest set of limits that cannot hold together: drop any one of them and the rest can.

1. Elastic filter: every limit may give way at a price; those that do are made firm, and again, until
   nothing can give way any more. What was made firm cannot hold together.
2. Deletion filter: each of these is dropped in turn, and stays dropped where the rest clashes still.

What is left is irreducible (Chinneck 2008, chapter 6). Balances always hold. The relaxation is used where
it clashes already; else the starts are whole, and each question goes to branch and bound.
"""

from dataclasses import dataclass, replace

import numpy as np

from citywright.plan.data import PlanData
from citywright.plan.elastic import SOFT, Clash, clash_at, elastic_program
from citywright.plan.layout import Layout, Places
from citywright.plan.program import Program, Solution, solve

NODES = 2000
"""Nodes of branch and bound for one question; a set that needs more is not made smaller."""
PROVEN = ("Infeasible", "Primal infeasible or unbounded")
"""What the solver says of a program without a point; there is nothing to be unbounded in."""


@dataclass(frozen=True)
class _Question:
    """Which limits are asked about, in which program."""

    program: Program
    soft: Places

    def clash(self, kept: Places) -> bool:
        """Whether balances and the limits `kept` are proven not to hold together, all others dropped."""
        dropped = np.setdiff1d(self.soft, kept)
        low, high = self.program.low.copy(), self.program.high.copy()
        low[dropped], high[dropped] = -np.inf, np.inf
        bare = replace(self.program, low=low, high=high, c=np.zeros_like(self.program.c))
        return solve(bare, {"mip_max_nodes": NODES}).status in PROVEN


def conflict(program: Program, layout: Layout, data: PlanData) -> list[Clash]:
    """Limits that clash, as `Clash` with an amount of 0: which of them gives way is for people to say.

    Empty where the balances alone cannot hold.
    """
    names = layout.family(*SOFT)
    soft = layout.rows_of(names)
    relaxed = _Question(program.relaxed(), soft)
    asked = relaxed if relaxed.clash(soft) else _Question(program, soft)
    firm = _filtered(asked)
    kept = firm
    for row in firm:
        rest = kept[kept != row]
        if asked.clash(rest):
            kept = rest
    return [clash_at(data, program, layout, int(row), 0.0) for row in kept]


def _filtered(asked: _Question) -> Places:
    """Rows that gave way, one round after the other, until the rest could not."""
    firm = np.array([], dtype=np.int64)
    loose = asked.soft
    while len(loose):
        answer = _give_way(asked, loose)
        if not answer.feasible:
            break
        slack = answer.x[asked.program.A.shape[1] :]
        scale = _scale(asked.program, loose)
        gave = loose[slack > 1e-7 * scale]
        if not len(gave):
            return np.array([], dtype=np.int64)
        firm, loose = np.concatenate([firm, gave]), np.setdiff1d(loose, gave)
    return firm


def _give_way(asked: _Question, loose: Places) -> Solution:
    scale = _scale(asked.program, loose)
    return solve(elastic_program(asked.program, loose, scale), {"mip_max_nodes": NODES})


def _scale(program: Program, rows: Places) -> np.ndarray:
    limit = np.where(np.isinf(program.high), program.low, program.high)[rows]
    return np.asarray(np.maximum(np.abs(limit), 1.0))
