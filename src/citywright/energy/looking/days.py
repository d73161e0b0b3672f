"""The year as a sheet of days × hours of the day."""

import numpy as np
import pandas as pd

from citywright.energy.looking.dispatch import demand, residual_load
from citywright.energy.looking.prices import system_price
from citywright.energy.looking.solved import (
    ELECTRICITY,
    carriers,
    figure,
    of_year,
    quantity,
    variable,
)
from citywright.energy.network import Network
from citywright.energy.solution import Solution

SUN = ("pv", "solar")
"""Kinds, or beginnings of kinds, that are photovoltaics."""


def clock(network: Network) -> pd.DataFrame:
    """When each hour of a network is: year (planning year), day (label), hour (0–23).

    By the calendar where hours are labelled with times; otherwise hour k of a planning year is
    hour k mod 24 of its day k div 24, days counted from 1.
    """
    year = network.weights["year"].to_numpy(dtype=int)
    labels = network.hours
    if isinstance(labels, pd.MultiIndex):
        labels = labels.get_level_values(-1)
    if isinstance(labels, pd.DatetimeIndex):
        days, hours = labels.strftime("%Y-%m-%d"), labels.hour
    else:
        place = np.zeros(len(year), dtype=int)
        for one in np.unique(year):
            place[year == one] = np.arange(int((year == one).sum()))
        days, hours = pd.Index(place // 24 + 1).astype(str), place % 24
    return pd.DataFrame(
        {"year": year, "day": np.asarray(days, dtype=object), "hour": np.asarray(hours)},
        # the labels may have a name of their own, such as hour or day
        index=network.hours.set_names([None] * network.hours.nlevels),
    )


def day_hour(values: np.ndarray, network: Network, year: int) -> pd.DataFrame:
    """sheet[d,h] = mean of the values in hour h of day d of a planning year; days × 24.

    Where each hour stands once, the sum of the sheet is the sum of the year. nan: no such hour.
    """
    when = clock(network).assign(value=values)
    when = when[when["year"] == year]
    order = list(dict.fromkeys(when["day"]))
    sheet = when.groupby(["day", "hour"], sort=False)["value"].mean().unstack("hour")
    whole: pd.DataFrame = sheet.reindex(index=order, columns=range(24))
    return whole


def photovoltaics(network: Network) -> np.ndarray:
    """Which generators are photovoltaics, by their kind."""
    kind = network.tables["generators"]["kind"].str.lower()
    return np.asarray(kind.str.startswith(SUN) & variable(network))


@figure
def heat_maps(solution: Solution, year: int) -> dict[str, pd.DataFrame]:
    """Sheets of price (money/MWh), demand, PV output and residual load (MW) of electricity."""
    own = carriers(solution.network)
    nodes = list(own.index[own == ELECTRICITY])
    output = quantity(solution, "generators", "output").to_numpy()
    of_sun = output[:, photovoltaics(solution.network)].sum(axis=1)
    shown = {
        "price": system_price(solution, nodes), "demand": demand(solution, nodes),
        "pv": of_sun, "residual": residual_load(solution, nodes),
    }  # fmt: skip
    if not of_year(solution, year).any():
        raise KeyError(year)
    return {name: day_hour(values, solution.network, year) for name, values in shown.items()}


def sheet_ends(sheet: pd.DataFrame, share: float = 0.01) -> tuple[float, float]:
    """Ends of a scale of colours: all but `share` of the cells at each end lie between them.

    A few hours at the price of unserved demand would otherwise leave the rest of the sheet in one
    colour.
    """
    values = sheet.to_numpy()
    low, high = np.nanquantile(values, [share, 1 - share])
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1.0)
