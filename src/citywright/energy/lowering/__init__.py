"""Components of daily life in the words of the equations.

Flexible loads, fleets of vehicles and heat pumps are what planners have; generators, storage, links
and loads are what the equations know. Each is put into those words by one function; what becomes
of a unit x of component c is named "c/x".
"""

from collections.abc import Callable

import pandas as pd

from citywright.energy.declaration import PRIMITIVE
from citywright.energy.lowering.flexible_loads import flexible_loads
from citywright.energy.lowering.heat_pumps import heat_pumps
from citywright.energy.lowering.parts import Parts
from citywright.energy.lowering.vehicles import vehicles
from citywright.energy.network import Network, filled, make_network

LOWER: dict[str, Callable[[Network], Parts]] = {
    "flexible_loads": flexible_loads, "vehicles": vehicles, "heat_pumps": heat_pumps,
}  # fmt: skip
BECOMES = {"flexible_loads": ("generators", "storage"), "vehicles": ("storage",)}
"""Where the members of a group are found afterwards."""


def lowered(network: Network) -> Network:
    """The same network of nodes, generators, storage, stores, lines, links and loads alone."""
    if not any(len(network.tables[c]) for c in LOWER):
        return network
    tables = {c: network.tables[c] for c in (*PRIMITIVE, "groups", "limits")}
    series = dict(network.series)
    for component, lower in LOWER.items():
        series = {key: frame for key, frame in series.items() if key[0] != component}
        if not len(network.tables[component]):
            continue
        parts = lower(network)
        for name, frame in parts.tables.items():
            tables[name] = pd.concat([tables[name], filled(name, frame)])
        for key, frame in parts.series.items():
            before = series.get(key)
            series[key] = frame if before is None else pd.concat([before, frame], axis=1)
    tables["group_members"] = _members(network, tables)
    return make_network(
        network.name, network.hours, tables, series, network.weights, network.years,
        network.money, network.reserve,
    )  # fmt: skip


def _members(network: Network, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Members by the names that they have now."""
    members = network.tables["group_members"]
    rows = []
    for row in members.itertuples(index=False):
        named = f"{row.component}/{row.member}"
        into = BECOMES.get(row.component)
        found = [row.component] if into is None else [c for c in into if named in tables[c].index]
        rows += [(row.group, c, row.member if into is None else named) for c in found]
    frame = pd.DataFrame(rows, columns=["group", "component", "member"], dtype=object)
    return frame.set_index(frame.index.astype(str))
