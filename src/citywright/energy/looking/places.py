"""Places of a network: which to look at one by one, and where they lie on paper."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.looking.dispatch import demand
from citywright.energy.looking.solved import ELECTRICITY, carriers, energy_weights, figure
from citywright.energy.solution import Solution

DEGREE = 111.32
"""Kilometres in a degree of longitude at the equator: 40,075 km / 360 (WGS 84)."""


@dataclass(frozen=True)
class Place:
    """A carrier of the whole network (key: the carrier), or one node (key: its name)."""

    key: str
    nodes: list[str]
    is_node: bool


@figure
def dispatch_places(solution: Solution) -> list[Place]:
    """Electricity, the other carriers, then the nodes of electricity by demand, largest first."""
    own = carriers(solution.network)
    found = sorted(set(own), key=lambda carrier: (carrier != ELECTRICITY, carrier))
    whole = [Place(carrier, list(own.index[own == carrier]), False) for carrier in found]
    nodes = [str(node) for node in own.index[own == ELECTRICITY]]
    weights = energy_weights(solution)
    use = {node: float(weights @ demand(solution, [node])) for node in nodes}
    ordered = sorted(nodes, key=lambda node: -use[node])
    return [*whole, *(Place(node, [node], True) for node in ordered if len(nodes) > 1)]


@figure
def on_paper(solution: Solution) -> tuple[pd.DataFrame, bool]:
    """east = 111.32 · x · cos(mean y),   north = 111.32 · y   (km), by node.

    Where two nodes have the same position, all stand on a circle instead, and the second value is
    False: the drawing then shows who is connected, not where.

    Source: equirectangular projection; good to a few metres over the width of a city.
    """
    table = solution.network.tables["nodes"]
    x, y = table["x"].to_numpy(dtype=float), table["y"].to_numpy(dtype=float)
    is_map = len({*zip(x, y, strict=True)}) == len(table)
    if is_map:
        east, north = DEGREE * x * np.cos(np.deg2rad(y.mean())), DEGREE * y
    else:
        angle = 2 * np.pi * np.arange(len(table)) / max(1, len(table))
        east, north = np.sin(angle), np.cos(angle)
    return pd.DataFrame({"east": east, "north": north}, index=table.index), is_map
