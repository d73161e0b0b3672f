"""A network ready for the equations: lowered, and in a unit of money that suits the solver."""

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from citywright.energy.arrays import as_arrays
from citywright.energy.coupling import SIZED
from citywright.energy.lowering import lowered
from citywright.energy.lowering.money import in_money_of, money_unit
from citywright.energy.network import Network

OPERATION_HOURS = 744
"""Hours (a month) up to which a network with given capacities is taken as a study of operation."""


@dataclass(frozen=True)
class Prepared:
    """A network as given, as the equations know it, the unit of money of the latter, and whether
    units that are committable decide on and off.
    """

    network: Network
    known: Network
    unit: float
    commitment: bool


def prepare(
    network: Network, unit: float | None = None, commitment: bool | None = None
) -> Prepared:
    """The network lowered and in money of `unit` (None: the unit that suits it).

    commitment  whether committable units decide on and off; None: in studies of operation only
                (capacities given, at most a month). Where they do not, they may run at any output.
    """
    low = lowered(network)
    decides = is_operation(low) if commitment is None else commitment
    if not decides:
        low = _without_commitment(low)
    chosen = money_unit(low) if unit is None else unit
    return Prepared(network, as_arrays(in_money_of(low, chosen)), chosen, decides)


def is_operation(network: Network) -> bool:
    """Whether any unit is committable, all capacities are given, and the horizon is short."""
    given = not any(network.tables[c]["expandable"].any() for c in SIZED)
    has = bool(network.tables["generators"]["committable"].any())
    return has and given and network.size <= OPERATION_HOURS


def _without_commitment(network: Network) -> Network:
    """Committable units as ordinary ones whose least output is 0: they may be off."""
    frame = network.tables["generators"]
    own = frame["committable"].to_numpy(dtype=bool)
    if not own.any():
        return network
    frame = frame.assign(
        committable=False, must_run=np.where(own, 0.0, frame["must_run"].to_numpy(dtype=float))
    )
    series = dict(network.series)
    given = series.get(("generators", "must_run"))
    if given is not None:
        series["generators", "must_run"] = given.drop(
            columns=[c for c in frame.index[own] if c in given]
        )
    tables = MappingProxyType({**network.tables, "generators": frame})
    return replace(network, tables=tables, series=MappingProxyType(series))
