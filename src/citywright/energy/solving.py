"""Solves a network: put into the words of the equations, planned, certified."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from citywright.energy.certificate import write_certificate
from citywright.energy.check import sound
from citywright.energy.clashes import clashes_of
from citywright.energy.errors import EnergyInfeasibleError, EnergySolverError
from citywright.energy.network import Network
from citywright.energy.outcome import outcome
from citywright.energy.planner.descent import Aim, Say
from citywright.energy.planner.ladder import (
    BLOCK_HOURS,
    WEEKS,
    WHOLE,
    choose_method,
    decides_on_and_off,
    whole_hours,
)
from citywright.energy.planner.oracles import units_by_weeks, units_by_whole
from citywright.energy.planner.start import TYPICAL
from citywright.energy.planner.typical import typical_blocks
from citywright.energy.planner.weeks import certified, search_weeks
from citywright.energy.planner.whole import WholeProgram
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import Bounds, Evidence, Program, bounds_of, constant_of, program_of
from citywright.energy.scale import TOLERANCE, penalty_of
from citywright.energy.solution import Solution
from citywright.energy.stopping import stops_between_rounds
from citywright.energy.whole_units import lumpy
from citywright.energy.workers.teams import team_of
from citywright.energy.workers.usage import usage
from citywright.errors import UsageError

DEARER = 100.0
"""What is missing costs this many times more at the second try, and again at the third."""


@dataclass(frozen=True)
class Way:
    """How to solve: method, gap, block length, and who solves the blocks."""

    gap: float
    method: str
    block_hours: int
    workers: int | None
    cluster: str | None


class Clock:
    """Wall and CPU seconds since it was made, and the bracket as it closed."""

    def __init__(self, unit: float, say: Say | None) -> None:
        self.unit, self.say = unit, say
        self.wall, self.cpu = time.perf_counter(), usage()[0]
        self.trace: list[tuple[float, float, float]] = []

    def told(self, step: str, lower: float, upper: float) -> None:
        """Remember and pass on a bracket, in the network's own money."""
        lower, upper = float(lower) * self.unit, float(upper) * self.unit
        if step != "typical":  # bounds of a few blocks are not bounds of the network
            self.trace.append((time.perf_counter() - self.wall, lower, upper))
        if self.say is not None:
            self.say(step, lower, upper)

    def figures(self, run: Mapping[str, Any]) -> dict[str, Any]:
        """`Solution.run`: seconds, memory and the trace beside what the search says of itself."""
        cpu, peak = usage()
        return {
            **run, "trace": self.trace, "wall_s": time.perf_counter() - self.wall,
            "cpu_s": cpu - self.cpu + run.get("team_cpu_s", 0.0),
            "peak_mb": peak + run.get("team_peak_mb", 0.0),
        }  # fmt: skip


def solve(  # noqa: PLR0913  (what to solve, how far, and by whom)
    network: Network,
    gap: float = 1e-4,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    method: str | None = None,
    block_hours: int = BLOCK_HOURS,
    commitment: bool | None = None,
    certificate: Path | None = None,
    say: Say | None = None,
) -> Solution:
    """The plan of a network at least cost, within a certified gap.

    Parameters
    ----------
    network : as `make_network` gives it
    gap : (upper - lower) / upper of the yearly cost at which to stop
    workers, cluster : who solves the blocks: processes of this machine, or a Dask scheduler's
    method : "whole", "weeks", or None for the size ladder's choice
    block_hours : hours of a block of the search by weeks
    commitment : whether committable units decide on and off (None: in studies of operation only:
        capacities given, at most a month)
    certificate : folder to which the certificate is written
    say : called with step, lower and upper bound as the gap closes

    Raises
    ------
    NetworkError
        The network makes no sense; with every finding.
    EnergyInfeasibleError
        No plan meets demand under the limits; its clashes say where, when and how much.
    """
    if block_hours < 1 or (workers is not None and workers < 1):
        raise UsageError("energy.at_least_one", block_hours=block_hours, workers=workers)
    prepared = prepare(sound(network), commitment=commitment)
    clock = Clock(prepared.unit, say)
    chosen = method or choose_method(prepared.known, block_hours)
    if chosen not in (WHOLE, WEEKS):
        raise EnergySolverError("energy.no_such_method", method=chosen)
    _check_commitment(prepared.known, chosen)
    way = Way(gap, chosen, block_hours, workers, cluster)
    program, evidence, bounds, run = _feasible(prepared, way, clock)
    clock.told("done", bounds.lower, bounds.upper)
    figures = clock.figures({**run, "commitment": prepared.commitment})
    figures["certificate"] = None if certificate is None else str(certificate)
    if certificate is not None:
        extra = {"objective_constant": constant_of(program) * prepared.unit}
        write_certificate(certificate, prepared, evidence, bounds, extra)
    return outcome(prepared, program, chosen, evidence, bounds, figures)


def _check_commitment(network: Network, method: str) -> None:
    """On and off is decided in operation studies: whole, with capacities that are given."""
    if not decides_on_and_off(network):
        return
    if method == WEEKS:
        raise EnergySolverError("energy.commitment_by_weeks")
    frame = network.tables["generators"]
    both = frame.index[frame["committable"] & frame["expandable"]]
    if len(both):
        raise EnergySolverError("energy.commitment_expandable", names=", ".join(both))


Found = tuple[Program, Evidence, Bounds, dict[str, Any]]


def _feasible(prepared: Prepared, way: Way, clock: Clock) -> Found:
    """Evidence of a plan that lacks nothing; at a higher penalty where the first was too low."""
    penalty = penalty_of(prepared.known)
    for price in (penalty, DEARER * penalty, DEARER**2 * penalty):
        found = _once(prepared, way, clock, price)
        if found[2].violation <= TOLERANCE:
            return found
        if found[3].get("interrupted"):
            raise EnergySolverError("energy.interrupted_early")
    program, evidence, _, _ = found
    raise EnergyInfeasibleError("energy.infeasible", clashes_of(program, evidence))


def _once(prepared: Prepared, way: Way, clock: Clock, penalty: float) -> Found:
    known = prepared.known
    if way.method == WHOLE:
        program = program_of(known, whole_hours(known), penalty)
        whole = WholeProgram(program)
        run: dict[str, Any] = {"iterations": 1, "workers": 1}
        if decides_on_and_off(known):
            evidence = whole.commit(way.gap)
            run["tree_bound"] = (whole.tree_bound or 0.0) * prepared.unit
        elif len(lumpy(program.coupling.capacities)):
            evidence = units_by_whole(whole, way.gap, partial(clock.told, "units"))
        else:
            evidence = whole.solve()
        return program, evidence, bounds_of(program, evidence), run
    program = program_of(known, way.block_hours, penalty)
    typical = typical_blocks(known, program.coupling, TYPICAL)
    with (
        team_of(program, way.workers, way.cluster, list(typical.numbers)) as team,
        stops_between_rounds() as stop,
    ):
        search = search_weeks(program, team, typical, Aim(way.gap, clock.told, stop))
        if len(lumpy(program.coupling.capacities)):
            evidence = units_by_weeks(search)
            bounds = bounds_of(program, evidence)
        else:
            evidence, bounds = certified(search)
        cpu, memory = team.usage()
        run = {
            "iterations": search.rounds, "workers": len(team.members), "team_cpu_s": cpu,
            "team_peak_mb": memory, "interrupted": stop(),
        }  # fmt: skip
    return program, evidence, bounds, run
