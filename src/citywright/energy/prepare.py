"""A network ready for the equations: lowered, and in a unit of money that suits the solver."""

from dataclasses import dataclass

from citywright.energy.lowering import lowered
from citywright.energy.lowering.money import in_money_of, money_unit
from citywright.energy.network import Network


@dataclass(frozen=True)
class Prepared:
    """A network as given, as the equations know it, and the unit of money of the latter."""

    network: Network
    known: Network
    unit: float


def prepare(network: Network, unit: float | None = None) -> Prepared:
    """The network lowered and in money of `unit` (None: the unit that suits it)."""
    low = lowered(network)
    chosen = money_unit(low) if unit is None else unit
    return Prepared(network, in_money_of(low, chosen), chosen)
