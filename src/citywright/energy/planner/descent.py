"""One descent: the master's optimum is a lower bound, the blocks' cost at a point an upper bound.

The next point lies on the way from the best one to the inside of what may still be better (level
set), where the cuts say most.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from citywright.energy.bounds import Cut
from citywright.energy.coupling import Coupling
from citywright.energy.planner.master import Master
from citywright.energy.proof import Program, local
from citywright.energy.warm import Statuses
from citywright.energy.workers.blocks import Answer, Order
from citywright.energy.workers.team import Team

LEVEL = 0.5
"""Share of the bracket at which the next point is sought (0.3-0.7 do alike, measured)."""
TOWARDS = 0.3
"""Share of the way from the best point to the one inside the level set: the cuts know little of what
is far from where they were taken, and costs there are many times those of any plan. Against the whole
way: half the simplex iterations (26 weeks to 1e-4: 304 thousand, at 0.4 and 0.2 335 and 288 thousand,
the latter in a third more rounds)."""
NOTHING = 1e-6
"""A bracket this narrow is closed whatever the cost is (a year costs about 1e6)."""
LONGEST = 400
"""Rounds after which the search says the gap that it has reached."""

Say = Callable[[str, float, float], None]
"""Called with the step, the lower and the upper bound."""


@dataclass(frozen=True)
class Aim:
    """The gap at which to stop; whom to tell; whether to stop between two rounds."""

    gap: float
    say: Say
    stop: Callable[[], bool] = bool


@dataclass
class Search:
    """What is known so far: all cuts, in the order in which the blocks gave them, and the bracket."""

    program: Program
    team: Team
    aim: Aim
    cuts: list[tuple[int, Cut]] = field(default_factory=list)
    lower: float = -np.inf
    upper: float = np.inf
    best: np.ndarray | None = None
    rounds: int = 0
    step: str = "search"
    towards: float = TOWARDS
    master: Master | None = None

    @property
    def coupling(self) -> Coupling:
        """The coupling of the blocks."""
        return self.program.coupling


def ask(
    search: Search, numbers: np.ndarray, z: np.ndarray, bases: Mapping[int, Statuses | None]
) -> list[Answer]:
    """Solve some blocks at z, each from its own basis or that given, and remember their cuts."""
    at = search.coupling.places
    orders = [Order(int(n), local(z, at[n]), basis=bases.get(int(n))) for n in numbers]
    return take(search, orders)


def take(search: Search, orders: list[Order]) -> list[Answer]:
    """Solve and remember the cuts."""
    answers = search.team.solve(orders)
    search.cuts += [(a.number, a.cut) for a in answers]
    return answers


def descend(search: Search, master: Master, numbers: np.ndarray, gap: float) -> None:
    """Level set on some blocks until their bracket is within `gap` of the upper bound.

    `search.lower`, `search.upper` and `search.best` are those of these blocks.
    """
    for _ in range(LONGEST):
        value, at, _, _ = master.lowest()
        search.lower = max(search.lower, value)
        search.aim.say(search.step, search.lower, search.upper)
        known = np.isfinite(search.upper)
        if search.aim.stop() and known:
            return
        if known and search.upper - search.lower <= gap * abs(search.upper) + NOTHING:
            return
        point = None
        if known:
            point = master.inner(search.lower + LEVEL * (search.upper - search.lower))
        visit(search, master, numbers, _between(search, master, at if point is None else point))


def _between(search: Search, master: Master, z: np.ndarray) -> np.ndarray:
    """A point on the way from the best one to z; z itself where there is none yet."""
    if search.best is None:
        return master.settled(z)
    return master.settled(search.best + search.towards * (z - search.best))


def visit(
    search: Search, master: Master, numbers: np.ndarray, z: np.ndarray,
    bases: Mapping[int, Statuses | None] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Solve the blocks at z (see `ask`), add the cuts, keep the plan if it is the best."""
    answers = ask(search, numbers, z, bases)
    for answer in answers:
        master.add(answer.number, answer.cut)
    cost = master.outer_cost(z)
    cost += sum(float(master.weights[a.number]) * a.value for a in answers)
    search.rounds += 1
    if cost < search.upper:
        search.upper, search.best = cost, z
        search.team.keep()
