"""Who draws power: classes of users by area, and the nodes at which they do.

A class gathers sectors that use power by the same hours, or homes. What a class draws in an area is
spread over the nodes of that area as its loads of the base year are.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.plan.projects import Projects

HOMES = "households"


@dataclass(frozen=True)
class Users:
    """of_sector[used_by, sector], of_project[used_by, project]: 1 where it belongs to the class;
    homes[zone, used_by]: share of the homes' power, less than 1 in all where fleets and heat pumps
    draw the rest; at_node: zone, used_by, node, share.
    """

    classes: pd.Index
    of_sector: xr.DataArray
    of_project: xr.DataArray
    homes: xr.DataArray
    at_node: pd.DataFrame


def users_of(city: City, projects: Projects) -> Users:
    """Users of a city that has a power system by the hour."""
    classes = pd.Index(city.tables["power_classes"]["class"], name="used_by")
    sectors = pd.Index(city.tables["sectors"]["sector"], name="sector")
    of = city.tables["power_users"].set_index("sector")["class"].reindex(sectors).to_numpy()
    member = xr.DataArray(
        (classes.to_numpy()[:, None] == of[None, :]).astype(float), coords=[classes, sectors]
    )
    own = member.sel(sector=projects.column("sector")).drop_vars("sector")
    at_node = _at_node(city, classes)
    return Users(classes, member, own, _homes(city, classes), at_node)


def _at_node(city: City, classes: pd.Index) -> pd.DataFrame:
    """Share of each node in what a class draws in an area; by all loads where the class has none."""
    nodes = city.tables["power_nodes"].set_index("node")["zone"]
    nodes = nodes[nodes != ""]
    loads = city.tables["power_loads"].pivot(index="node", columns="class", values="energy")
    energy = loads.reindex(index=nodes.index, columns=classes).fillna(0.0)
    parts = []
    for zone, inside in nodes.groupby(nodes).groups.items():
        own = energy.loc[inside]
        whole = own.sum(axis=1)
        even = pd.Series(1.0, index=own.index)
        for used_by in classes:
            amount = next(s for s in (own[used_by], whole, even) if s.sum() > 0)
            share = amount / amount.sum()
            parts += [(zone, used_by, node, float(v)) for node, v in share.items() if v > 0]
    return pd.DataFrame(parts, columns=["zone", "used_by", "node", "share"])


def _homes(city: City, classes: pd.Index) -> xr.DataArray:
    """Share of each class of homes in the power of an area's homes, as in the base year.

    What is left to 1 is drawn by fleets and heat pumps, which have their own tables and growth.
    """
    table = city.tables["power_classes"].set_index("class")["users"]
    is_home = (table.reindex(classes) == HOMES).to_numpy()
    zones = pd.Index(city.tables["zones"]["zone"], name="zone")
    nodes = city.tables["power_nodes"].set_index("node")["zone"]
    loads = city.tables["power_loads"]
    energy = loads.assign(zone=loads["node"].map(nodes)).pivot_table(
        index="zone", columns="class", values="energy", aggfunc="sum"
    )  # fmt: skip
    known = energy.reindex(index=zones, columns=classes).fillna(0.0).to_numpy() * is_home
    whole = city.tables["zones"].set_index("zone")["household_electricity"].reindex(zones)
    whole = whole.to_numpy(dtype=float)[:, None]
    even = is_home / max(is_home.sum(), 1) * np.ones_like(known)
    drawn = known.sum(axis=1, keepdims=True) > 0
    share = np.where(drawn & (whole > 0), known / np.where(whole > 0, whole, 1.0), even)
    return xr.DataArray(share, coords=[zones, classes])
