"""Flows on links: direct current, electrolysers, fuel cells, heat pumps, plants with two outputs."""

import numpy as np

from citywright.energy.builder import Builder

ENDS = (1, 2, 3, 4)


def links(b: Builder) -> None:
    """must_run · capacity <= flow <= availability · capacity               (links.flow[link, hour])

    flow leaves node0, efficiency · flow arrives at node1, efficiency2 · flow at node2, and so on;
    at marginal_cost + carbon price · emission per unit taken at node0.
    """
    units = b.units("links")
    if not len(units):
        return
    emission = units.numbers("emission")[:, None]
    cost = (b.given(units, "marginal_cost") + b.carbon_price * emission) * b.cost_weight
    flow = b.add_sized(
        "links.flow", units, b.given(units, "must_run"), b.given(units, "availability"), cost
    )
    b.put(b.balance(units, "node0"), flow, -1.0)
    for end in ENDS:
        there = np.flatnonzero(units.frame[f"node{end}"].to_numpy() != "")
        if len(there):
            share = b.given(units, efficiency_at(end))[there]
            b.put(b.balance(units, f"node{end}")[there], flow[there], share)


def efficiency_at(end: int) -> str:
    """Name of the attribute: efficiency, efficiency2, ..."""
    return "efficiency" if end == 1 else f"efficiency{end}"
