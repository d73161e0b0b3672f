"""What one more unit of each capacity is worth in the operation of a year."""

import numpy as np
import pandas as pd

from citywright.energy.block import Block
from citywright.energy.bounds import cut_of
from citywright.energy.coupling import SIZED
from citywright.energy.network import Network
from citywright.energy.proof import Evidence, Program


def worth_results(program: Program, evidence: Evidence) -> pd.DataFrame:
    """What one more unit of each capacity saves in the operation of a year, before its own cost.

    The multipliers of the plan, carried to the bounds that the capacity sets: of expandable units
    by the slopes of the cuts, of others by the reduced costs of their columns.
    """
    network = program.network
    saved: dict[tuple[str, str], float] = {}
    for number, block in enumerate(program.blocks()):
        y = evidence.multipliers[number]
        d = block.c - block.A.T @ y
        cut = cut_of(block, y)
        units = program.coupling.capacities
        for k, key in enumerate(zip(units["component"], units["name"], strict=True)):
            saved[key] = saved.get(key, 0.0) - float(cut.slope[k])
        _worth_of_given(network, block, d, saved)
        _worth_of_ramps(network, block, y, saved)
    rows = [(c, n, value) for (c, n), value in sorted(saved.items())]
    return pd.DataFrame(rows, columns=["component", "name", "worth"])


def _worth_of_given(
    network: Network, block: Block, d: np.ndarray, saved: dict[tuple[str, str], float]
) -> None:
    """Reduced cost × bound, per unit of a capacity that is given."""
    for family, group in block.columns.items():
        component = family.split(".")[0]
        if component not in SIZED or family not in block.members:
            continue
        frame = network.tables[component]
        for row, member in zip(group.places, block.members[family], strict=True):
            size = float(frame["capacity"].iloc[member])
            if block.sized[row[0]] >= 0 or size <= 0 or not np.isfinite(size):
                continue
            bound = np.where(d[row] < 0, block.u0[row], block.l0[row])
            key = (component, str(frame.index[member]))
            saved[key] = saved.get(key, 0.0) - float(d[row] @ bound) / size


def _worth_of_ramps(
    network: Network, block: Block, y: np.ndarray, saved: dict[tuple[str, str], float]
) -> None:
    """Multiplier × ramp limit, per unit of a capacity that is given."""
    for family, group in block.rows.items():
        if not family.startswith("ramp_"):
            continue
        component = family.split(".")[1]
        frame = network.tables[component]
        for row, member in zip(group.places, block.members[family], strict=True):
            size = float(frame["capacity"].iloc[member])
            given = size > 0 and np.isfinite(size) and not frame["expandable"].iloc[member]
            if given:
                key = (component, str(frame.index[member]))
                saved[key] = saved.get(key, 0.0) - float(y[row] @ block.ru[row]) / size
