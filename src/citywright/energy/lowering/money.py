"""Money in a unit in which a year costs about a million: the solver's tolerances are absolute."""

import math
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from citywright.energy.declaration import components
from citywright.energy.network import Network

YEAR_COSTS = 1e6
"""Units of money that a year should cost: where HiGHS's tolerances of 1e-7 are far from the gap."""


def money_unit(network: Network) -> float:
    """A power of two, at least 1: how many units of the network's money make one of the solver's.

    Demand times the middle of the prices above 0 stands for the cost of a year. Dividing by a power
    of two rounds nothing.
    """
    weights = network.weights["cost"].to_numpy(dtype=float)
    energy = float(weights @ np.abs(network.by_hour("loads", "demand")).sum(axis=1))
    prices = [network.by_hour(c, "marginal_cost").max(axis=0) for c in ("generators", "links")]
    known = np.concatenate(prices)
    shed = network.of("nodes", "shed_cost").astype(float)
    found = known[known > 0] if (known > 0).any() else shed[np.isfinite(shed) & (shed > 0)]
    if not len(found) or energy <= 0.0:
        return 1.0
    times = max(1.0, energy * float(np.median(found)) / YEAR_COSTS)
    return float(2.0 ** round(math.log2(times)))


def in_money_of(network: Network, unit: float) -> Network:
    """The network with every attribute in money (as declared) divided by `unit`."""
    tables, series = dict(network.tables), dict(network.series)
    for component, attributes in components().items():
        priced = [a.name for a in attributes.values() if a.unit.startswith("money")]
        if priced:
            frame = tables[component].copy()
            frame[priced] = frame[priced] / unit
            tables[component] = frame
        for name in priced:
            if (component, name) in series:
                series[component, name] = series[component, name] / unit
    limits = tables["limits"].copy()
    costs = limits["kind"] == "network_cost"
    limits.loc[costs, "value"] = limits.loc[costs, "value"] / unit
    years = network.years.assign(carbon_price=network.years["carbon_price"] / unit)
    return replace(
        network, tables=MappingProxyType({**tables, "limits": limits}),
        series=MappingProxyType(series), years=years,
    )  # fmt: skip
