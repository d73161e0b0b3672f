"""Stores without power of their own: hydrogen caverns, heat stores, fuel stocks."""

import numpy as np

from citywright.energy.builder import Builder
from citywright.energy.equations.levels import add_levels, add_slack, ends, kept, tie_ends


def stores(b: Builder) -> None:
    """output[t] = ((1 - standing_loss)^h level[t-1] - level[t]) / h

    goes to the node's balance; level_min · capacity <= level <= level_max · capacity. The output
    needs no column: its terms stand in the balance.
    """
    units = b.units("stores")
    if not len(units):
        return
    node = b.balance(units)
    scale = np.broadcast_to(-1.0 / b.hours, node.shape)
    price = b.given(units, "marginal_cost") * b.cost_weight / b.hours
    add_levels(b, units, np.ones(len(units)), node, scale, _level_cost(price, kept(b, units)))
    b.weigh("level_in", ends(b, units), (price * kept(b, units))[:, 0])
    tie_ends(b, units, node, scale)
    add_slack(b, units, node)


def _level_cost(price: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Cost of output by level: a level lowers the output of its hour and raises the next one's."""
    cost = -price.copy()
    cost[:, :-1] += price[:, 1:] * left[:, 1:]
    return cost
