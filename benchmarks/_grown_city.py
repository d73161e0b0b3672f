"""A city made larger for measuring growth: its candidates in more parts, fewer years by the hour."""

from dataclasses import replace

import numpy as np
import pandas as pd

from citywright.city import City, declared
from citywright.city.city import freeze, settled

SIZES = ("investment", "output", "jobs", "electricity", "co2")
"""What a part of a project has a share of; its calendar and its kind are those of the whole."""
UNEVEN = 0.3
"""Parts differ by up to this share from an even one, so that no two of them are the same."""


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
