"""Virtual power plants: resources that are held together at a common limit."""

import numpy as np

from citywright.energy.builder import Builder

FEEDS = {
    "generators": (("generators.output", 1.0),),
    "storage": (("storage.discharge", 1.0), ("storage.charge", -1.0)),
    "links": (("links.flow", -1.0),),
}
"""Columns of a member and their sign in its net feed-in."""


def groups(b: Builder) -> None:
    """-limit_down <= sum over members of net feed-in <= limit_up             (groups[group, hour])"""
    names = b.network.names("groups")
    if not len(names):
        return
    up = b.network.by_hour("groups", "limit_up", b.span.hours).T
    down = b.network.by_hour("groups", "limit_down", b.span.hours).T
    rows = b.add_rows("groups", up.shape, -down, up)
    for component, feeds in FEEDS.items():
        group, member = b.once(_members, component)
        for family, sign in feeds if len(member) else ():
            b.put(rows[group], b.columns[family].places[member], np.full((len(member), 1), sign))
    for sign in (1.0, -1.0):
        b.add_missing(f"missing.groups{sign:+.0f}", rows, sign)


def _members(b: Builder, component: str) -> np.ndarray:
    """Positions of the groups, and of their members among the units that run in the year."""
    members = b.network.tables["group_members"]
    of = members[members["component"] == component]
    member = b.units(component).frame.index.get_indexer(of["member"])
    group = b.network.names("groups").get_indexer(of["group"])
    return np.array([group, member])[:, member >= 0]
