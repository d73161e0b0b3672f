"""A small network with the best evidence there is, from the whole program."""

from dataclasses import replace
from functools import cache

from small_networks import Shape, small_network

from citywright.energy.planner.whole import WholeProgram
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import Bounds, Evidence, Program, bounds_of, program_of
from citywright.energy.scale import penalty_of

SHAPE = Shape(2, 48, 4, 0.1, False, True, True, True, True, False, 1.0)
"""Two nodes, two days: expandable units, storage, ramps, losses, a link, a carbon cap."""


@cache
def worked(seed: int = 4, block_hours: int = 12) -> tuple[Prepared, Program, Evidence, Bounds]:
    """A network of 24 hours with its best evidence, from the whole program."""
    prepared = prepare(small_network(replace(SHAPE, seed=seed, hours=24)))
    program = program_of(prepared.known, block_hours, penalty_of(prepared.known))
    evidence = WholeProgram(program).solve()
    return prepared, program, evidence, bounds_of(program, evidence)
