"""The power system of the plan as a network: all planning years, weighted as the plan counts them.

    demand of class c at node n in hour h of year k = share_nc · (1 + losses) · demand[z,c,k] · s_c(h)

with s_c the shape of the class over the year, Σ_h s_c(h) = 1. Each planning year has a limit of its
own on carbon dioxide, the budget that the plan sets.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.city.declaration import HOURS
from citywright.energy.city_use import load_name
from citywright.energy.from_city import network_of
from citywright.energy.network import Network, filled
from citywright.plan.hourly.hours import PowerByHour
from citywright.units import factor

ENERGY = factor("100 GWh", "MWh")
TONNES = factor("10000 t", "tonne")
BINDS_NOTHING = 1e12
"""Tonnes a year, more than any power system emits: a budget before the plan sets it."""


def budget_name(year: int) -> str:
    """The limit that holds the plan's carbon budget of one planning year."""
    return f"plan_budget/{year}"


@dataclass(frozen=True)
class PlanNetwork:
    """network: as it is before the plan sets loads and budgets; shape: hours of a year × classes,
    each sums to 1, times losses and MWh per 100 GWh; at_node: the users of the plan; money: how much
    of the plan's money is one of the network's.
    """

    network: Network
    years: tuple[int, ...]
    shape: pd.DataFrame
    at_node: pd.DataFrame
    money: float

    @property
    def length(self) -> int:
        """Hours of one planning year."""
        return len(self.shape)

    def load(self, demand: xr.DataArray) -> pd.DataFrame:
        """Demand by hour of every load that the plan decides (MW), from demand[zone, used_by, power_year]."""
        users, shape = self.at_node, self.shape
        drawn = self._drawn(demand) * users["share"].to_numpy()[:, None]
        by_class = shape.columns.get_indexer(users["used_by"])
        hours = [shape.to_numpy()[:, by_class] * drawn[:, k] for k in range(len(self.years))]
        return pd.DataFrame(np.vstack(hours), index=self.network.hours, columns=self.names)

    @property
    def names(self) -> list[str]:
        """Names of the loads that the plan decides."""
        users = self.at_node
        return [load_name(n, c) for n, c in zip(users["node"], users["used_by"], strict=True)]

    def _drawn(self, demand: xr.DataArray) -> np.ndarray:
        """Demand of each row of `at_node`: rows × planning years (100 GWh)."""
        frame = demand.transpose("zone", "used_by", "power_year").to_series().unstack("power_year")
        keys = list(zip(self.at_node["zone"], self.at_node["used_by"], strict=True))
        return np.asarray(frame.loc[keys, list(self.years)].to_numpy(dtype=float))

    def worth(self, price: pd.DataFrame, like: xr.DataArray) -> xr.DataArray:
        """Σ_h,n price[h,n] · what one more unit of demand[z,c,k] draws there; shaped as `like`."""
        users, total = self.at_node, np.zeros(like.transpose("zone", "used_by", "power_year").shape)
        zone = pd.Index(like["zone"].to_numpy()).get_indexer(users["zone"])
        used_by = pd.Index(like["used_by"].to_numpy()).get_indexer(users["used_by"])
        node = price.columns.get_indexer(users["node"])
        for k in range(len(self.years)):
            own = price.to_numpy()[k * self.length : (k + 1) * self.length]
            by_class = self.shape.to_numpy().T @ own
            column = self.shape.columns.get_indexer(users["used_by"])
            np.add.at(
                total[:, :, k], (zone, used_by), users["share"].to_numpy() * by_class[column, node]
            )
        coords = [like[d] for d in ("zone", "used_by", "power_year")]
        return xr.DataArray(total, coords=coords)


def plan_network(city: City, hours: PowerByHour) -> PlanNetwork:
    """The network of all planning years, with budgets that bind nothing yet."""
    years = tuple(int(y) for y in hours.planning.years)
    network = network_of(city, years)
    labels = years if len(years) > 1 else (0,)
    weighted = network.years.assign(weight=hours.planning.weight.to_numpy()).set_axis(labels)
    tables = dict(network.tables)
    tables["limits"] = _with_budgets(network, years, labels)
    at_node = hours.users.at_node
    tables["loads"], series = _with_loads(network, at_node)
    network = replace(network, years=weighted, tables=MappingProxyType(tables), series=series)
    money = factor(network.money, city.settings.money_unit)
    return PlanNetwork(network, years, _shape(city, hours), at_node, money)


def _with_budgets(
    network: Network, years: tuple[int, ...], labels: tuple[int, ...]
) -> pd.DataFrame:
    rows = {
        budget_name(year): {
            "kind": "carbon", "subject": "", "node": "", "sense": "<=", "value": BINDS_NOTHING,
            "year": label,
        }
        for year, label in zip(years, labels, strict=True)
    }  # fmt: skip
    limits = network.tables["limits"]
    added = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=limits.columns)
    return pd.concat([limits, added]).rename_axis(limits.index.name)


def _with_loads(
    network: Network, at_node: pd.DataFrame
) -> tuple[pd.DataFrame, MappingProxyType[tuple[str, str], pd.DataFrame]]:
    """Loads for all users of the plan; those that the city's tables lack begin at 0."""
    loads, demand = network.tables["loads"], network.series["loads", "demand"]
    names = [load_name(n, c) for n, c in zip(at_node["node"], at_node["used_by"], strict=True)]
    rows = [(n, r.node, r.used_by) for n, r in zip(names, at_node.itertuples(), strict=True)]
    new = [row for row in rows if row[0] not in loads.index]
    added = pd.DataFrame(
        {"node": [r[1] for r in new], "sector": [r[2] for r in new]}, index=[r[0] for r in new]
    )
    whole = pd.concat([loads, filled("loads", added)]).rename_axis(loads.index.name)
    zeros = pd.DataFrame(0.0, index=network.hours, columns=added.index)
    series = dict(network.series)
    series["loads", "demand"] = demand.join(zeros)
    return whole, MappingProxyType(series)


def _shape(city: City, hours: PowerByHour) -> pd.DataFrame:
    profiles = city.tables["power_classes"].set_index("class")["profile"]
    table, length = city.tables[HOURS], city.settings.hours_per_year
    losses = 1.0 + city.assumption("power_losses")
    found = {}
    for used_by in hours.users.classes:
        name = profiles[used_by]
        shape = table[name].to_numpy(dtype=float)[:length] if name else np.ones(length)
        found[used_by] = shape / shape.sum() * losses * ENERGY
    return pd.DataFrame(found)
