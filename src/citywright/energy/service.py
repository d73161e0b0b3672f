"""A power system that stays warm: solved once, then again and again for changed years.

Workers keep their blocks and bases. Every multiplier ever found proves a cut for the changed year
too (bounds.py), so a new year begins with all that the old ones taught.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType, TracebackType

import numpy as np
import pandas as pd

from citywright.energy.affine import AffineModel, affine_model
from citywright.energy.changes import changed
from citywright.energy.check import sound
from citywright.energy.clashes import clashes_of
from citywright.energy.errors import EnergyInfeasibleError
from citywright.energy.network import Network
from citywright.energy.outcome import outcome
from citywright.energy.planner.again import first_point
from citywright.energy.planner.descent import Aim, Say, Search, descend, visit
from citywright.energy.planner.ladder import BLOCK_HOURS, WEEKS
from citywright.energy.planner.start import TYPICAL, master_of
from citywright.energy.planner.typical import typical_blocks
from citywright.energy.planner.weeks import certified, search_weeks
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import Bounds, Evidence, Program, program_of
from citywright.energy.scale import TOLERANCE, penalty_of
from citywright.energy.solution import Solution
from citywright.energy.workers.teams import team_of

LATEST = 16
"""Latest multipliers of a block that are kept for a changed year whether they bind or not: with 25 a small
change costs less (20 s in place of 34 with 10), the built-in plan more (133 s in place of 121)."""
WARM = 0.4
"""Share of the way from the best point to each next one in a changed year (see TOWARDS): its cuts know
more than those of a new one (0.3 and 0.4 do alike, 0.6 takes a quarter more simplex iterations)."""


@dataclass(frozen=True)
class Resolved:
    """One solved year: its bracket, and the rest when it is asked for."""

    prepared: Prepared
    program: Program
    evidence: Evidence
    bounds: Bounds
    run: Mapping[str, object]

    @property
    def cost(self) -> float:
        """Cost of the plan in hand, capacity in place included."""
        return float(self.bounds.upper) * self.prepared.unit

    @property
    def lower_bound(self) -> float:
        """No plan costs less, capacity in place included."""
        return float(self.bounds.lower) * self.prepared.unit

    @property
    def gap(self) -> float:
        """(cost - lower bound) / cost."""
        return (self.cost - self.lower_bound) / max(abs(self.cost), 1e-9)

    @cached_property
    def solution(self) -> Solution:
        """Capacities, every hour, node prices."""
        return outcome(self.prepared, self.program, WEEKS, self.evidence, self.bounds, self.run)

    @cached_property
    def model(self) -> AffineModel:
        """Lower model of the yearly cost in demand and limits, valid for any other year."""
        return affine_model(self.program, self.evidence, self.prepared.unit)


class PowerSystem:
    """A network with its workers.

    with PowerSystem(network, gap=1e-3) as system:
        first = system.resolve()
        second = system.resolve(load=frame, cap={"carbon": 2e6}, prices={"gas": 60.0})
    """

    def __init__(
        self, network: Network, gap: float = 1e-3, *, workers: int | None = None,
        cluster: str | None = None, block_hours: int = BLOCK_HOURS, say: Say | None = None,
    ) -> None:  # fmt: skip
        self.network = network
        self.aim = Aim(gap, say or (lambda step, lower, upper: None))
        prepared = prepare(sound(network))
        self.unit = prepared.unit
        # a later year may be dearer, and what is missing has to stay the dearest
        self.penalty = 3.0 * penalty_of(prepared.known)
        program = program_of(prepared.known, block_hours, self.penalty)
        self.typical = typical_blocks(prepared.known, program.coupling, TYPICAL)
        self.block_hours = block_hours
        self.team = team_of(program, workers, cluster, [int(n) for n in self.typical.numbers])
        self.search: Search | None = None
        self.prepared: Prepared | None = None

    def resolve(
        self,
        load: pd.DataFrame | None = None,
        cap: Mapping[str, float] | float | None = None,
        prices: Mapping[str, object] | None = None,
        series: Mapping[tuple[str, str], pd.DataFrame] | None = None,
    ) -> Resolved:
        """The year with other numbers; what is not given stays as it was last.

        load    demand of loads: hours × names (some or all), MW
        cap     values of limits by name, or of the only limit
        prices  marginal cost of generators by name: a number or one per hour, money/MWh
        series  any other attribute by hour, (component, attribute) -> frame, as long as no
                efficiency or structure changes

        Raises
        ------
        EnergyInfeasibleError
            No plan meets demand under the limits.
        """
        started = time.perf_counter()
        self.advance(load, cap, prices, series)
        return self.certify(started)

    def certify(self, started: float | None = None) -> Resolved:
        """The year at which the search stands, with evidence that was computed without the solver.

        Raises
        ------
        EnergyInfeasibleError
            No plan meets demand under the limits.
        """
        search, prepared = self.search, self.prepared
        assert search is not None
        assert prepared is not None
        begun = time.perf_counter() if started is None else started
        evidence, bounds = certified(search)
        if bounds.violation > TOLERANCE:
            raise EnergyInfeasibleError("energy.infeasible", clashes_of(search.program, evidence))
        run = {"wall_s": time.perf_counter() - begun, "iterations": search.rounds}
        return Resolved(prepared, search.program, evidence, bounds, MappingProxyType(run))

    def advance(
        self,
        load: pd.DataFrame | None = None,
        cap: Mapping[str, float] | float | None = None,
        prices: Mapping[str, object] | None = None,
        series: Mapping[tuple[str, str], pd.DataFrame] | None = None,
    ) -> Search:
        """The search of `resolve` alone: its bracket is the solver's word, nothing is certified."""
        first = self.search is None
        network = changed(self.network, load, cap, prices, series)
        prepared = prepare(network, self.unit)
        program = program_of(prepared.known, self.block_hours, self.penalty)
        if first and load is None and cap is None and prices is None and series is None:
            self.search = search_weeks(program, self.team, self.typical, self.aim)
        else:
            self._warm(program)
        assert self.search is not None
        self.network, self.prepared = network, prepared
        return self.search

    def _warm(self, program: Program) -> None:
        """Every old multiplier as a cut of the changed year, and on from the last plan."""
        if self.search is None:
            self.team.change(program.network)
            self.search = search_weeks(program, self.team, self.typical, self.aim)
            return
        self._forget()
        before = self.search.best
        cuts = [(n, c) for n, own in enumerate(self.team.change(program.network)) for c in own]
        units = program.outer.units
        surveys = self.team.survey(program.outer.l0[:units], program.outer.u0[:units])
        search = Search(program, self.team, self.aim, cuts, towards=WARM)
        search.master = master_of(program, surveys)
        for number, cut in cuts:
            search.master.add(number, cut)
        everyone = np.arange(len(program.coupling.spans))
        assert before is not None
        old = search.master.settled(_rescaled(before, self.search.program, program))
        visit(search, search.master, everyone, first_point(search, old, surveys))
        descend(search, search.master, everyone, self.aim.gap)
        self.search = search

    def _forget(self) -> None:
        """Keep the multipliers that bind and the latest; the others would only slow the next year."""
        search = self.search
        assert search is not None
        assert search.master is not None
        _, _, cut_y, _ = search.master.lowest()
        owner = np.array([number for number, _ in search.cuts])
        kept, cuts = {}, []
        for number in range(len(search.program.coupling.spans)):
            own = np.flatnonzero(owner == number)
            binds = cut_y[own] > 0.0
            binds[-LATEST:] = True
            kept[number] = np.flatnonzero(binds)
            cuts += [search.cuts[k] for k in own[binds]]
        self.team.forget(kept)
        search.cuts = cuts

    def close(self) -> None:
        """End the workers."""
        self.team.close()

    def __enter__(self) -> "PowerSystem":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def _rescaled(z: np.ndarray, old: Program, new: Program) -> np.ndarray:
    """The last plan with its budgets scaled from the old limits to the new ones."""
    z = z.copy()
    places = new.coupling.places[:, new.coupling.parts["budget"]]
    pairs = zip(old.coupling.budgets, new.coupling.budgets, strict=True)
    for g, (before, after) in enumerate(pairs):
        own = places[:, g][places[:, g] >= 0]
        if before.value > 0 and np.isfinite(after.value):
            z[own] *= after.value / before.value
    return z
