"""Which workers: this process, processes of this machine, or actors on a Dask cluster."""

import os
from collections.abc import Sequence
from contextlib import ExitStack

from citywright.energy.proof import Program
from citywright.energy.workers.actors import ActorMember, client_of, places_of
from citywright.energy.workers.processes import ProcessMember
from citywright.energy.workers.team import Here, Team


def team_of(
    program: Program, workers: int | None, cluster: str | None, first: Sequence[int] = ()
) -> Team:
    """A team that holds all blocks of a program.

    workers  how many (None: one per core of this machine, or per worker of the cluster)
    cluster  address of a Dask scheduler; without it, processes of this machine
    first    blocks that are often solved alone; they are shared out evenly as well
    """
    own = set(first)
    order = [*first, *(s.number for s in program.coupling.spans if s.number not in own)]
    with ExitStack() as ending:
        members = _members(len(order), workers, cluster, ending)
        team = Team(members, order, program.block_hours, program.penalty)
        for member in members:
            ending.callback(member.close)
        team.build(program.network)
        team.ending = ending.pop_all()
    return team


def _members(
    blocks: int, workers: int | None, cluster: str | None, ending: ExitStack
) -> list[Here] | list[ProcessMember] | list[ActorMember]:
    """As many members as were asked for, and not more than blocks."""
    if cluster is not None:
        client = ending.enter_context(client_of(cluster))
        count = min(blocks, workers or len(places_of(client)))
        return [ActorMember(client, k) for k in range(count)]
    count = min(blocks, workers or os.cpu_count() or 1)
    return [Here()] if count == 1 else [ProcessMember() for _ in range(count)]
