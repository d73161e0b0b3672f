"""What a worker's blocks are made of, and the blocks themselves when that is better sent.

A recipe is small and is kept for a worker that takes a lost one's place. Where blocks are first
needed it travels as the blocks that it makes: a worker that gets them has no need of tables, whose
library takes longer to start than all blocks of a year take to be made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.energy.building import blocks_of
from citywright.energy.coupled import Tied, tied
from citywright.energy.coupling import coupling_of
from citywright.energy.network import Network
from citywright.energy.shelf import Shelf


@dataclass(frozen=True)
class Recipe:
    """Makes some blocks of a lowered network: number and block, in the order of the numbers given."""

    network: Network
    block_hours: int
    penalty: float
    numbers: tuple[int, ...]

    def __iter__(self) -> Iterator[tuple[int, Tied]]:
        coupling = coupling_of(self.network, self.block_hours)
        made = blocks_of(self.network, coupling, self.penalty, self.numbers, Shelf())
        for number, block in zip(self.numbers, made, strict=True):
            yield number, tied(block, coupling)


class ReadyMade(Recipe):
    """A recipe that arrives in another process as the blocks that it makes."""

    def __reduce__(self) -> tuple[object, ...]:
        return tuple, (tuple(self),)
