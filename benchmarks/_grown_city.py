"""A city for measuring growth: its candidates in more parts, fewer years by the hour, fewer areas."""

from dataclasses import replace

import numpy as np
import pandas as pd

from citywright.city import City, declared
from citywright.city.city import freeze, settled

SIZES = ("investment", "output", "jobs", "electricity", "co2")
"""What a part of a project has a share of; its calendar and its kind are those of the whole."""
UNEVEN = 0.3
"""Parts differ by up to this share from an even one, so that no two of them are the same."""

WHERE = ("latitude", "longitude")
ADDED = {
    "area": ("zones",), "population": ("zones",), "gdp": ("zones",),
    "household_electricity": ("zones",), "share": ("zone_output",), "supply": ("factor_supply",),
    "energy": ("power_grid", "power_loads"),
}  # fmt: skip
"""What is added up where areas are joined, and in which tables."""


def in_parts(city: City, parts: int, seed: int = 1) -> City:
    """The city with every candidate in so many projects whose sizes add up to its own."""
    if parts == 1:
        return city
    projects, uses, links = (city[name] for name in ("projects", "project_uses", "project_links"))
    candidates = projects["project"][projects["status"] == "candidate"].tolist()
    weights = np.random.default_rng(seed).uniform(1 - UNEVEN, 1 + UNEVEN, (len(candidates), parts))
    shares = weights / weights.sum(axis=1, keepdims=True)
    found: dict[str, list[pd.DataFrame]] = {"projects": [], "project_uses": [], "project_links": []}
    for part in range(parts):
        share = dict(zip(candidates, shares[:, part], strict=True))
        found["projects"].append(_part(projects, SIZES, share, part))
        found["project_uses"].append(_part(uses, ("amount",), share, part))
        found["project_links"].append(_named(links, candidates, part))
    tables = {
        name: settled(declared()[name], pd.concat(frames).drop_duplicates(list(declared()[name].key)))
        for name, frames in found.items()
    }  # fmt: skip
    return replace(city, tables=freeze({**city.tables, **tables}))


def _part(
    frame: pd.DataFrame, sizes: tuple[str, ...], share: dict[str, float], part: int
) -> pd.DataFrame:
    """Rows of one part; what is no candidate stays as it is."""
    new = frame.copy()
    mine = new["project"].map(share).fillna(1.0)
    for column in sizes:
        new[column] = new[column] * mine
    return _named(new, list(share), part)


def _named(frame: pd.DataFrame, candidates: list[str], part: int) -> pd.DataFrame:
    new = frame.copy()
    for column in ("project", "other", "option_group"):
        if column in new:
            is_own = new[column] != "" if column == "option_group" else new[column].isin(candidates)
            new.loc[is_own, column] = new.loc[is_own, column] + f"_{part + 1}"
    return new


def years_by_hour(city: City) -> tuple[int, ...]:
    """The years that the city plans by the hour."""
    table = city.tables["power_years"]
    return tuple(int(y) for y in table["year"][table["planned"] == "yes"])


def planned_by_hour(city: City, years: tuple[int, ...]) -> City:
    """The city with these years planned by the hour, and no others."""
    table = city["power_years"]
    table["planned"] = np.where(table["year"].isin(years), "yes", "no")
    return replace(city, tables=freeze({**city.tables, "power_years": table}))


def with_areas(city: City, count: int) -> City:
    """The city with only its first `count` areas: each other one joins the nearest of them.

    What areas hold and use is added up; what stands at their node stands at the other's; lines within
    an area fall away.
    """
    zones, nodes = city["zones"], city["power_nodes"]
    kept = zones.iloc[:count]
    far = np.hypot(*(np.subtract.outer(zones[c].to_numpy(), kept[c].to_numpy()) for c in WHERE))
    joined = dict(zip(zones["zone"], kept["zone"].to_numpy()[far.argmin(axis=1)], strict=True))
    first = nodes[nodes["zone"] != ""].drop_duplicates("zone").set_index("zone")["node"]
    own = dict(zip(nodes["node"], nodes["zone"], strict=True))
    moved = {node: first[joined[zone]] for node, zone in own.items() if zone}
    renamed = joined, moved
    tables = {
        name: _joined(name, city[name], renamed) for name in city.tables if name in declared()
    }
    lines = tables["power_lines"]
    tables["power_lines"] = lines[lines["from_node"] != lines["to_node"]]
    ordered = {name: settled(declared()[name], frame) for name, frame in tables.items()}
    return replace(city, tables=freeze({**city.tables, **ordered}))


def _joined(name: str, frame: pd.DataFrame, renamed: tuple[dict[str, str], ...]) -> pd.DataFrame:
    """A table with areas and nodes renamed, and rows that now have one key added up."""
    table = declared()[name]
    for column in table.columns:
        home = column.refers_to or (name, column.name)
        names = {("zones", "zone"): 0, ("power_nodes", "node"): 1}.get(home)
        if names is not None:
            frame[column.name] = frame[column.name].replace(renamed[names])
    sums = [c for c in ADDED if c in frame and name in ADDED[c]]
    if not sums:
        return frame.drop_duplicates(list(table.key))
    total = frame.groupby(list(table.key), sort=False)[sums].sum().reset_index()
    rest = frame.drop_duplicates(list(table.key)).drop(columns=sums)
    return rest.merge(total, on=list(table.key))
