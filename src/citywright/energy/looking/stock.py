"""What stands where in each planning year, and how full the stores are."""

import numpy as np
import pandas as pd

from citywright.energy.coupling import is_active
from citywright.energy.looking.solved import by_group, capacity_by_hour, figure, kinds, quantity
from citywright.energy.solution import Solution

PLACED = ("generators", "storage", "stores")
"""Components that stand at one node; lines and links stand at their first one."""


@figure
def capacity_table(solution: Solution) -> pd.DataFrame:
    """component, name, kind, node, year; capacity, before (in place), added = capacity − before.

    MW, and MWh for stores. Before is 0 in years in which what is in place does not run.
    """
    network = solution.network
    parts = []
    for component, own in solution.capacities.groupby("component", sort=False):
        table = network.tables[str(component)]
        place = "node" if component in PLACED else "node0"
        names = own["name"].to_numpy()
        runs = np.concatenate(
            [is_active(table.loc[[n]], int(y)) for n, y in zip(names, own["year"], strict=True)]
        )
        before = np.where(runs, table["capacity"].reindex(names).to_numpy(), 0.0)
        parts.append(pd.DataFrame({
            "component": str(component), "name": names,
            "kind": kinds(network, str(component)).reindex(names).to_numpy(),
            "node": table[place].reindex(names).to_numpy(), "year": own["year"].to_numpy(),
            "capacity": own["capacity"].to_numpy(), "before": before,
            "expandable": own["expandable"].to_numpy(dtype=bool),
        }))  # fmt: skip
    whole = pd.concat(parts, ignore_index=True)
    # of a capacity without end nothing is added: ∞ − ∞ is no number
    return whole.assign(added=(whole["capacity"] - whole["before"]).fillna(0.0))


@figure
def capacity_by_kind(solution: Solution, by_node: bool = False) -> pd.DataFrame:
    """Σ over names: component, kind, (node,) year; capacity, before, added; MW (stores: MWh)."""
    keys = ["component", "kind", *(["node"] if by_node else []), "year"]
    summed = capacity_table(solution).groupby(keys, sort=False)[["capacity", "before", "added"]]
    whole: pd.DataFrame = summed.sum().reset_index()
    return whole


def energy_capacity(solution: Solution) -> pd.DataFrame:
    """Energy that each store can hold, hours × names: hours · MW of storage, MWh of stores."""
    network = solution.network
    of_storage = capacity_by_hour(solution, "storage") * network.of("storage", "hours")
    return pd.concat([
        pd.DataFrame(of_storage, network.hours, network.names("storage")),
        pd.DataFrame(capacity_by_hour(solution, "stores"), network.hours, network.names("stores")),
    ], axis=1)  # fmt: skip


@figure
def levels(solution: Solution) -> pd.DataFrame:
    """Energy in every store at the end of each hour, hours × names, GWh."""
    both = [quantity(solution, component, "level") for component in ("storage", "stores")]
    frame: pd.DataFrame = pd.concat(both, axis=1) / 1e3
    return frame


@figure
def level_shares(solution: Solution) -> pd.DataFrame:
    """level / energy capacity, hours × names; 0 where there is no capacity."""
    room = energy_capacity(solution)
    share: pd.DataFrame = (1e3 * levels(solution) / room.where(room > 0)).fillna(0.0)
    return share


@figure
def levels_by_kind(solution: Solution) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Σ over the stores of a kind: level (GWh) and energy capacity (GWh), hours × kinds."""
    network = solution.network
    kind = pd.concat([kinds(network, "storage"), kinds(network, "stores")])
    return by_group(levels(solution), kind), by_group(energy_capacity(solution) / 1e3, kind)
