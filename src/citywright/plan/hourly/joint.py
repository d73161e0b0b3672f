"""One choice of projects, calendar and power system: the program and its power partner in one loop.

1. Relax: the program's optimum with the cuts so far is an upper bound. Near it, the point that leaves
   the power system the most carbon is where the partner is asked; its cost there gives a lower bound
   of the relaxation, its multipliers one more cut. Until both are close.
2. Search for whole starts with the cuts (`search`).
3. Verify: the partner is asked at the plan found. Its cost is what the plan pays, and its cut holds for
   all plans; where the gap is still too wide, on from 1 with the cut.

Benders' decomposition: all cuts hold for every demand and every budget, so no bound is ever lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from citywright.plan.hourly.cuts import FAMILY, with_cuts
from citywright.plan.hourly.partner import PowerAnswer, PowerPartner, Say
from citywright.plan.hourly.roomiest import roomiest
from citywright.plan.layout import Layout, resources_of
from citywright.plan.program import Floats, Program, Solution, open_solver, run
from citywright.plan.search import Found, gap_of, search

RELAXED_SHARE, SEARCH_SHARE, VERIFIED_SHARE = 0.2, 0.6, 0.05
"""Shares of the tolerance: for the relaxation and its cuts, the search with them, a plan's power."""
ASKED = 12
"""Times that the partner is asked for the relaxation, and for a plan; more were never needed."""


@dataclass
class Joint:
    """Program, layout and what the partner has answered so far."""

    program: Program
    layout: Layout
    partner: PowerPartner
    tolerance: float
    say: Say
    answers: list[PowerAnswer] = field(default_factory=list)
    paid: "Paid | None" = None
    """The best point of the relaxed program whose cost is known."""

    def program_relaxed(self) -> Program:
        """The program without whole numbers."""
        return self.program.relaxed()

    def program_at(self, whole: Floats) -> Program:
        """The program at given starts."""
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        lower[self.program.whole] = upper[self.program.whole] = whole
        return self.program.with_bounds(lower, upper).relaxed()

    def ask(self, x: Floats) -> "Paid":
        """x when its power costs what the partner says; the cut of the answer is learnt."""
        answer = self.partner.ask(
            self.layout.values("demand", x), self.layout.values("power_emitted", x)
        )
        self.answers.append(answer)
        self.program, self.layout = with_cuts(self.program, self.layout, [answer.cut])
        paid = x.copy()
        paid[int(self.layout.columns["power_cost"])] = answer.upper
        return Paid(paid, self.program.value(paid), answer)


@dataclass(frozen=True)
class Paid:
    """A point of the program whose power costs what the partner says, and the answer that says so."""

    x: Floats
    value: float
    answer: PowerAnswer


def relax(joint: Joint) -> Solution:
    """The relaxed program with cuts so good that its optimum is within the share of the tolerance."""
    relaxed, joint.paid = settle(joint, joint.program_relaxed, RELAXED_SHARE, joint.paid)
    return relaxed


def settle(
    joint: Joint, program_now: Callable[[], Program], share: float, best: Paid | None = None
) -> tuple[Solution, Paid | None]:
    """Ask near the optimum of a linear program until its power costs what its cuts say.

    `program_now` gives the program with all cuts so far, `best` is a point of it that was asked at
    before. None where nothing meets its limits.
    """
    for _ in range(ASKED):
        program = program_now()
        found = run(open_solver(program))
        if not found.feasible:
            return found, None
        allowed = share * joint.tolerance * abs(found.value)
        joint.say("power", 1.0 if best is None else min(1.0, gap_of(found.value, best.value)))
        if best is not None and found.value - best.value <= allowed + best.answer.width:
            break
        x = roomiest(program, joint.layout, found.value - 0.5 * allowed)
        paid = joint.ask(found.x if x is None else x)
        best = paid if best is None or paid.value > best.value else best
    return found, best


@dataclass(frozen=True)
class Powered:
    """A plan with its power.

    found: as of the search, with the plan's value and gap as its power costs; answer: the partner's
    at the plan; blend: shares of the answers whose mean proves the bound of the relaxation.
    """

    found: Found
    answer: PowerAnswer
    blend: Floats


def plan_with_power(joint: Joint) -> Powered | None:
    """Best plan within the tolerance with power as the partner says; None where there is none."""
    best: tuple[Found, Paid] | None = None
    bound = np.inf
    steps: tuple[str, ...] = ("power",)
    for _ in range(ASKED):
        if not relax(joint).feasible:
            return None
        resources = resources_of(joint.program, joint.layout)
        found = search(joint.program, resources, SEARCH_SHARE * joint.tolerance, joint.say)
        if found is None:
            return None
        bound, steps = min(bound, found.bound), (*steps, *found.steps)
        whole = np.round(found.fixed.x[joint.program.whole])
        _, paid = settle(joint, partial(joint.program_at, whole), VERIFIED_SHARE)
        if paid is not None and (best is None or paid.value > best[1].value):
            best = found, paid
        if best is not None and gap_of(bound, best[1].value) <= joint.tolerance:
            break
    return None if best is None else _powered(joint, *best, bound, steps)


def _powered(
    joint: Joint, found: Found, paid: Paid, bound: float, steps: tuple[str, ...]
) -> Powered:
    """The plan with the prices of the relaxation under all cuts."""
    relaxed = run(open_solver(joint.program_relaxed()))
    rows = joint.layout.rows_of(joint.layout.family(FAMILY))
    price = np.maximum(-relaxed.prices[rows], 0.0)
    fixed = replace(found.fixed, x=paid.x, value=paid.value)
    found = Found(relaxed, fixed, bound, gap_of(bound, paid.value), steps)
    return Powered(found, paid.answer, price / max(float(price.sum()), 1e-12))
