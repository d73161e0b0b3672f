"""Two numbers that the size of a network sets: how far a flow can reach, what lacking costs."""

import numpy as np

from citywright.energy.network import Network

REACH = 1000.0
"""An unlimited capacity is read as this many times the sum of the nodes' peak demands."""
PENALTY = 10.0
"""What is missing costs this many times the dearest energy of the network."""
TOLERANCE = 1e-6
"""Largest gap of a row in a plan that counts as one, as a share of what goes through the row."""


def reach_of(network: Network) -> float:
    """MW that stand for an unlimited capacity: REACH · sum over loads of the peak of |demand|."""
    demand = np.abs(network.by_hour("loads", "demand"))
    peak = float(demand.max(axis=0).sum()) if demand.size else 0.0
    return REACH * max(peak, 1.0)


def penalty_of(network: Network) -> float:
    """Price of what is missing, money/MWh: PENALTY times the dearest energy that is for sale.

    The dearest is the largest of marginal costs and prices of shedding and, where a node may not
    shed, the yearly cost of a MW of capacity, which one hour of the year may have to pay; weighted
    as the hours are.
    """
    shed = network.of("nodes", "shed_cost").astype(float)
    dearest = max([1.0, *shed[np.isfinite(shed)]])
    for component in ("generators", "storage", "stores", "lines", "links"):
        frame = network.tables[component]
        if not len(frame):
            continue
        if not np.isfinite(shed).all():
            chosen = frame["expandable"].to_numpy(dtype=bool)
            dearest = max(dearest, float(np.max(frame["capital_cost"].to_numpy() * chosen)))
        if "marginal_cost" in frame:
            dearest = max(dearest, float(np.abs(network.by_hour(component, "marginal_cost")).max()))
    weights = network.weights["cost"].to_numpy(dtype=float)
    scale = float(weights.max() * network.years["weight"].max())
    return float(PENALTY * dearest * max(scale, 1.0))
