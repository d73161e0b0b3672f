"""What one more MW of demand at a node and hour adds to a bound, beside the balance of the node.

- reserve: share · y[hour], of every electric load
- green: share · weight[hour] · y[limit], since the share is of what loads take
- adequacy: (1 + margin) · y[limit] in the hour of the peak, which is no lower than that hour
"""

import numpy as np

from citywright.energy.network import Network
from citywright.energy.proof import Program
from citywright.energy.yearly import ELECTRIC, energy_weights, years_of


def is_electric_node(network: Network) -> np.ndarray:
    """Which nodes carry electricity."""
    return np.asarray(network.tables["nodes"]["carrier"].isin(ELECTRIC).to_numpy())


def reserve_price(network: Network, y: np.ndarray) -> np.ndarray:
    """Share · y at every electric node: hours × nodes, from the multipliers of the reserve rows."""
    return network.reserve * np.outer(y, is_electric_node(network).astype(float))


def limit_price(program: Program, outer: np.ndarray) -> np.ndarray:
    """Price of demand that yearly limits make: hours × nodes, from the multipliers of the outer rows."""
    network = program.network
    nodes = network.names("nodes")
    price = np.zeros((network.size, len(nodes)))
    y = dict(zip(program.outer.names, outer, strict=True))
    electric = is_electric_node(network)
    for name, row in network.tables["limits"].iterrows():
        if row["kind"] not in ("green", "adequacy"):
            continue
        here = electric & ((nodes == row["node"]) | (row["node"] == ""))
        for label, years in years_of(network, str(name), int(row["year"])):
            if row["kind"] == "green":
                weight = energy_weights(network, years)
                price += y[label] * float(row["value"]) * np.outer(weight, here.astype(float))
            else:
                price[_peak_hour(network, years)] += (
                    y[label] * (1.0 + float(row["value"])) * electric
                )
    return price


def _peak_hour(network: Network, years: tuple[int, ...]) -> int:
    """The hour of the highest electric demand of some planning years."""
    own = network.weights["year"].isin(years).to_numpy()
    electric = (
        network.tables["nodes"]["carrier"].reindex(network.of("loads", "node")).isin(ELECTRIC)
    )
    demand = network.by_hour("loads", "demand")[:, electric.to_numpy()].sum(axis=1)
    return int(np.argmax(np.where(own, demand, -np.inf)))


def depends_on_demand(network: Network, label: str) -> bool:
    """Whether the value of a yearly limit is a share of demand."""
    limits = network.tables["limits"]
    name = label if label in limits.index else label.rsplit("/", 1)[0]
    return name in limits.index and limits.loc[name, "kind"] == "green"
