"""What flows into a node flows out of it, in every hour."""

import numpy as np

from citywright.energy.builder import Builder

LINK_ENDS = ("node0", "node1", "node2", "node3", "node4")


def balance(b: Builder) -> None:
    """sum of output + flows in - flows out + shed = demand          (balance[node, hour])

    Later families put their terms into these rows. 0 <= shed <= demand at the node's price; where
    nothing may be shed, what is missing stands at the penalty, and likewise what cannot be taken.
    """
    network, nodes = b.network, b.network.names("nodes")
    demand = np.zeros((len(nodes), b.size))
    where = b.once(_nodes_of_loads)
    np.add.at(demand, where, network.by_hour("loads", "demand", b.span.hours).T)
    rows = b.add_rows("balance", demand.shape, demand, demand)
    price = network.of("nodes", "shed_cost").astype(float)
    can_shed = np.isfinite(price) & np.isin(np.arange(len(nodes)), where)
    if can_shed.any():
        cost = price[can_shed, None] * b.cost_weight
        most = np.maximum(demand[can_shed], 0.0)
        shed = b.add_columns("nodes.shed", most.shape, 0.0, most, cost, np.flatnonzero(can_shed))
        b.put(rows[can_shed], shed, 1.0)
    pressed = _pressed(b, demand)
    b.add_missing("missing.supply", rows[~np.isfinite(price) | pressed], 1.0)
    b.add_missing("missing.outlet", rows[pressed], -1.0)


def _nodes_of_loads(b: Builder) -> np.ndarray:
    return np.asarray(b.network.names("nodes").get_indexer(b.network.of("loads", "node")))


def _pressed(b: Builder, demand: np.ndarray) -> np.ndarray:
    """Nodes at which more may come in than can be taken, or go out than can be given: must-run of
    generators and links, negative demand.
    """
    return np.asarray((demand < 0).any(axis=1) | b.once(_may_be_pressed))


def _may_be_pressed(b: Builder) -> np.ndarray:
    nodes = b.network.names("nodes")
    pressed = np.zeros(len(nodes), dtype=bool)
    for component, ends in (("generators", ("node",)), ("links", LINK_ENDS)):
        units = b.units(component)
        forced = b.may_be_other(units, "must_run", 0.0)
        for end in ends:
            named = units.frame[end].to_numpy()[forced]
            pressed[nodes.get_indexer(named[named != ""])] = True
    return pressed
