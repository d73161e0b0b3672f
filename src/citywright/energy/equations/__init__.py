"""The equations of a power system, one family per file; a family adds itself to a block."""

from citywright.energy.block import Block
from citywright.energy.builder import Builder
from citywright.energy.coupling import Coupling, Span
from citywright.energy.equations.balance import balance
from citywright.energy.equations.budgets import budgets
from citywright.energy.equations.commitment import commitment
from citywright.energy.equations.generation import generation
from citywright.energy.equations.groups import groups
from citywright.energy.equations.lines import kirchhoff, lines
from citywright.energy.equations.links import links
from citywright.energy.equations.ramps import ramps
from citywright.energy.equations.reserve import reserve
from citywright.energy.equations.storage import storage
from citywright.energy.equations.stores import stores
from citywright.energy.network import Network
from citywright.energy.scale import penalty_of, reach_of

FAMILIES = (
    balance, generation, commitment, storage, stores, lines, kirchhoff, links, ramps, groups,
    reserve, budgets,
)  # fmt: skip
"""In this order: a family may use columns and rows of those before it."""


def block_of(
    network: Network, span: Span, coupling: Coupling, penalty: float | None = None
) -> Block:
    """The linear program of one block of hours of a lowered network."""
    price = penalty_of(network) if penalty is None else penalty
    builder = Builder(network, span, coupling, price, reach_of(network))
    for family in FAMILIES:
        family(builder)
    return builder.block()
