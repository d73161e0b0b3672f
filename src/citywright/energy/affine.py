"""Yearly cost as a lower model that is affine in demand and in the yearly limits.

    cost(demand, limits)  >=  constant + sum_{hour,node} price · demand + sum_limit price · limit

It holds for every demand and every value of the limits, the rest of the network being what it is:
the multipliers of one solved year prove it for any other (proof.py). A model above, such as a plan
of the economy, may use it as a cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.block import Block
from citywright.energy.bounds import cut_of
from citywright.energy.coupled import budget_rows
from citywright.energy.demand_price import depends_on_demand, limit_price, reserve_price
from citywright.energy.network import Network
from citywright.energy.part import agreed, floor_of
from citywright.energy.proof import Evidence, Program, lower_bound, root_leaf


@dataclass(frozen=True)
class AffineModel:
    """The lower model: money, hours × nodes money/MW (of demand in that hour), money per unit.

    Limits that are a share of demand (green power) stay shares, and are no part of `limits`.
    """

    constant: float
    demand: pd.DataFrame
    limits: pd.Series

    def value(self, demand: pd.DataFrame, limits: Mapping[str, float]) -> float:
        """What the year costs at least with this demand (hours × nodes, MW) and these limits."""
        known = demand.reindex(columns=self.demand.columns, fill_value=0.0).to_numpy(dtype=float)
        fixed = sum(float(price) * limits[str(name)] for name, price in self.limits.items())
        return self.constant + float((known * self.demand.to_numpy()).sum()) + fixed


def affine_model(program: Program, evidence: Evidence, unit: float) -> AffineModel:
    """The lower model that the evidence proves, in the network's own money (`unit` of the program's).

    The part of the bound that does not hang on demand or limits is what is left of it; capacities
    lie in the bounds of the network, not in those that the cost of one plan would give.
    """
    network, coupling = program.network, program.coupling
    nodes = network.names("nodes")
    price = np.zeros((network.size, len(nodes)))
    cuts, floors = [], []
    most = [_shed_price(program, number) for number in range(len(coupling.spans))]
    for number, block in enumerate(program.blocks()):
        y = agreed(budget_rows(block, coupling), evidence.multipliers[number], evidence.outer)
        cuts.append(cut_of(block, y))
        floors.append(floor_of(block))
        hours = coupling.spans[number].hours
        price[hours] = _demand_price(block, y, most[number]).T
        if "reserve" in block.rows:
            kept = np.clip(y, *block.multiplier_box)[block.rows["reserve"].places].ravel()
            price[hours] += reserve_price(network, kept)
    price += limit_price(program, evidence.outer)
    lower = lower_bound(program, cuts, floors, root_leaf(program, evidence), np.inf)
    demand = node_demand(network)
    limits = [
        (k, b) for k, b in enumerate(coupling.budgets) if not depends_on_demand(network, b.name)
    ]
    y_limits = pd.Series({b.name: evidence.outer[k] for k, b in limits}, dtype=float)
    values = np.array([b.value for _, b in limits])
    fixed = lower - float((price * demand.to_numpy()).sum()) - float(y_limits.to_numpy() @ values)
    frame = pd.DataFrame(price * unit, index=network.hours, columns=nodes)
    return AffineModel(fixed * unit, frame, y_limits * unit)


def node_demand(network: Network) -> pd.DataFrame:
    """Demand at every node: hours × nodes, MW."""
    nodes = network.names("nodes")
    total = np.zeros((len(nodes), network.size))
    where = nodes.get_indexer(network.of("loads", "node"))
    np.add.at(total, where, network.by_hour("loads", "demand").T)
    return pd.DataFrame(total.T, index=network.hours, columns=nodes)


def _shed_price(program: Program, number: int) -> np.ndarray:
    """Price of shedding at every node and hour of a block, weighted as the hours are."""
    network, span = program.network, program.coupling.spans[number]
    weights = network.weights["cost"].to_numpy(dtype=float)[span.hours]
    weights = weights * float(network.years.loc[span.year, "weight"])
    return np.asarray(network.of("nodes", "shed_cost").astype(float)[:, None] * weights)


def _demand_price(block: Block, y: np.ndarray, most: np.ndarray) -> np.ndarray:
    """What one more MW of demand adds to the bound: nodes × hours.

    The multiplier of the balance; at most the price of shedding, since more demand can be shed.
    """
    low, high = block.multiplier_box
    y = np.clip(y, low, high)
    group = block.rows["balance"]
    return np.asarray(np.minimum(y[group.places].reshape(most.shape), most))
