"""What flows into a node flows out of it, in every hour."""

import numpy as np

from citywright.energy.builder import Builder


def balance(b: Builder) -> None:
    """sum of output + flows in - flows out + shed = demand          (balance[node, hour])

    Later families put their terms into these rows. 0 <= shed <= demand at the node's price; where
    nothing may be shed, what is missing stands at the penalty, and likewise what cannot be taken.
    """
    network, nodes = b.network, b.network.names("nodes")
    demand = np.zeros((len(nodes), b.size))
    where = nodes.get_indexer(network.of("loads", "node"))
    np.add.at(demand, where, network.by_hour("loads", "demand", b.span.hours).T)
    rows = b.add_rows("balance", demand.shape, demand, demand)
    price = network.of("nodes", "shed_cost").astype(float)
    can_shed = np.isfinite(price) & (demand.max(axis=1, initial=0.0) > 0)
    if can_shed.any():
        cost = price[can_shed, None] * b.cost_weight
        most = np.maximum(demand[can_shed], 0.0)
        shed = b.add_columns("nodes.shed", most.shape, 0.0, most, cost, np.flatnonzero(can_shed))
        b.put(rows[can_shed], shed, 1.0)
    bare = ~np.isfinite(price)
    b.add_missing("missing.supply", rows[bare], 1.0, _price(b, int(bare.sum())))
    pressed = _pressed(b, demand)
    b.add_missing("missing.outlet", rows[pressed], -1.0, _price(b, int(pressed.sum())))


def _price(b: Builder, count: int) -> np.ndarray:
    """The penalty is above every price of an hour; it does not need the hour's weight."""
    return np.ones((count, b.size))


def _pressed(b: Builder, demand: np.ndarray) -> np.ndarray:
    """Nodes at which more may come in than can be taken: must-run, negative demand, inflow."""
    nodes = b.network.names("nodes")
    pressed = np.asarray((demand < 0).any(axis=1))
    for component, at in (("generators", "node"), ("links", "node0"), ("links", "node1")):
        units = b.units(component)
        if len(units):
            forced = (b.given(units, "must_run") != 0).any(axis=1)
            pressed[nodes.get_indexer(units.frame[at][forced])] = True
    return pressed
