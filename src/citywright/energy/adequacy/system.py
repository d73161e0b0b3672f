"""What a test of adequacy knows of a system: demand, units that fail, supply that does not, stores.

One area (a copper plate), or nodes that help each other through a hub as far as each node's import
and export limits go.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from citywright.energy.adequacy.outages import Unit


@dataclass(frozen=True)
class Reservoir:
    """A store of energy that is kept for want: it gives when supply falls short, fills when not.

    power_in, power_out  MW taken from and given to the node, T each
    floor, energy        MWh that it has to hold and can hold, T each
    level                MWh in it before the first hour
    efficiency_in, efficiency_out; standing_loss: share lost in an hour
    inflow               MW, T; where negative it is drawn from the store, and where the store
                         is empty it falls to the node
    """

    node: int
    power_in: np.ndarray
    power_out: np.ndarray
    floor: np.ndarray
    energy: np.ndarray
    level: float
    efficiency_in: float
    efficiency_out: float
    standing_loss: float
    inflow: np.ndarray


@dataclass(frozen=True)
class System:
    """A system of N nodes over T hours.

    demand        T × N, MW
    firm          T × N, MW: supply that does not fail (sun and wind as they blow, imports)
    units         the units that fail
    unit_node     node of each unit; availability: T × units, share of capacity in the hour
    imports, exports  MW per node that the network can bring in and take out, N each (inf: any)
    reservoirs    stores
    weight        hours of the year that each hour stands for, T
    duration      hours that each hour lasts for stores and repairs, T
    """

    demand: np.ndarray
    firm: np.ndarray
    units: tuple[Unit, ...]
    unit_node: np.ndarray
    availability: np.ndarray
    imports: np.ndarray
    exports: np.ndarray
    reservoirs: tuple[Reservoir, ...]
    weight: np.ndarray
    duration: np.ndarray

    @classmethod
    def single(
        cls,
        demand: Sequence[float] | np.ndarray,
        units: Sequence[Unit],
        firm: np.ndarray | float = 0.0,
        reservoirs: Sequence[Reservoir] = (),
    ) -> "System":
        """One area: every MW reaches every load; each hour stands for itself."""
        load = np.asarray(demand, dtype=float)[:, None]
        supply = np.broadcast_to(np.asarray(firm, dtype=float), (len(load),))[:, None]
        everywhere = np.full(1, np.inf)
        return cls(
            load, supply, tuple(units), np.zeros(len(units), dtype=int),
            np.ones((len(load), len(units))), everywhere, everywhere, tuple(reservoirs),
            np.ones(len(load)), np.ones(len(load)),
        )  # fmt: skip

    def with_load(self, extra: float) -> "System":
        """`extra` MW more demand in every hour, shared among nodes as their demand is."""
        total = self.demand.sum()
        if total > 0:
            share = self.demand.sum(axis=0) / total
        else:
            share = np.full(self.demand.shape[1], 1.0 / self.demand.shape[1])
        return replace(self, demand=self.demand + extra * share)

    def with_units(self, units: Sequence[Unit], node: int = 0) -> "System":
        """More units at a node, after those that are there: these fail as they did before."""
        return replace(
            self,
            units=(*self.units, *units),
            unit_node=np.append(self.unit_node, np.full(len(units), node)),
            availability=np.hstack([self.availability, np.ones((len(self.demand), len(units)))]),
        )

    def with_firm(self, supply: np.ndarray, node: int = 0) -> "System":
        """More supply that does not fail at a node: MW, T."""
        firm = self.firm.copy()
        firm[:, node] += supply
        return replace(self, firm=firm)

    def with_reservoirs(self, reservoirs: Sequence[Reservoir]) -> "System":
        """More stores."""
        return replace(self, reservoirs=(*self.reservoirs, *reservoirs))
