"""The blocks of a network one after another, with what they have in common made and kept once."""

from collections.abc import Iterable, Iterator

from citywright.energy.block import Block
from citywright.energy.builder import Builder, Common
from citywright.energy.coupling import Coupling
from citywright.energy.equations import FAMILIES
from citywright.energy.network import Network
from citywright.energy.scale import reach_of
from citywright.energy.shelf import Shelf


def blocks_of(
    network: Network, coupling: Coupling, penalty: float, numbers: Iterable[int] | None = None,
    shelf: Shelf | None = None,
) -> Iterator[Block]:  # fmt: skip
    """The blocks of a lowered network, all or those numbered, in order.

    shelf  where equal arrays are kept once; blocks that are looked at one at a time need none
    """
    reach, common = reach_of(network), Common()
    spans = coupling.spans if numbers is None else [coupling.spans[n] for n in numbers]
    for span in spans:
        builder = Builder(network, span, coupling, penalty, reach, common)
        for family in FAMILIES:
            family(builder)
        block = builder.block()
        yield block if shelf is None else shelf.placed(block)
