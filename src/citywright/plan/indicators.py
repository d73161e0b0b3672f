"""Indicators with and without the plan, targets met or missed, factors used."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import CITY_WIDE
from citywright.plan.data import PlanData
from citywright.plan.layout import Layout
from citywright.plan.parts.quantities import base_quantity
from citywright.plan.parts.targets import side
from citywright.plan.parts.tax_return import returned
from citywright.plan.program import Floats, Program, Solution
from citywright.plan.search import Found


def indicator_table(data: PlanData, layout: Layout, x: Floats, without: Solution) -> pd.DataFrame:
    """indicator, year, value (with the plan), without; the base year stands first.

    value = Σ weight · quantity of the numerator / the same of the denominator.
    """
    paths = indicator_paths(data, layout, {"plan": x, "without": without.x})
    return table_of_paths(data, paths, "plan", "without")


def indicator_paths(
    data: PlanData, layout: Layout, points: Mapping[str, Floats]
) -> dict[str, pd.DataFrame]:
    """Every indicator at several points, all at once: rows are years, columns the points' names."""
    values = {variable: layout.paths(variable, points) for variable in layout.columns}
    every = xr.DataArray(np.ones(len(points)), {"path": list(points)}, dims=("path",))
    shape = xr.ones_like(data.discount) * every
    return {
        name: (_ratio(values, data, name) * shape).transpose("year", "path").to_pandas()
        for name in data.city.tables["indicators"]["indicator"]
    }


def table_of_paths(
    data: PlanData, paths: Mapping[str, pd.DataFrame], plan: str, without: str
) -> pd.DataFrame:
    """Table of indicators of one of the points beside another, which is the path without the plan."""
    rows = []
    for name, path in paths.items():
        base = base_value(data, name)
        if base is not None:
            rows.append((name, data.city.settings.base_year, base, base))
        columns = zip(path.index, path[plan].to_numpy(), path[without].to_numpy(), strict=True)
        rows += [(name, int(year), float(value), float(other)) for year, value, other in columns]
    return pd.DataFrame(rows, columns=["indicator", "year", "value", "without"])


def _ratio(values: Mapping[str, xr.DataArray], data: PlanData, name: str) -> xr.DataArray:
    top, bottom = (side(values, data, name, which) for which in ("numerator", "denominator"))
    value: xr.DataArray = top if bottom is None else top / bottom
    return value


def base_value(data: PlanData, indicator: str) -> float | None:
    """Indicator in the base year; None where it looks back a year before that."""
    terms = data.city.tables["indicator_terms"]
    rows = terms[terms["indicator"] == indicator]
    if rows["lag"].gt(0).any():
        return None
    sums = {"numerator": 0.0, "denominator": 0.0}
    for row in rows.itertuples():
        sums[row.side] += row.weight * base_quantity(data, row)
    has_bottom = rows["side"].eq("denominator").any()
    return sums["numerator"] / sums["denominator"] if has_bottom else sums["numerator"]


def target_table(
    data: PlanData, indicators: pd.DataFrame, shortfalls: pd.DataFrame
) -> pd.DataFrame:
    """target, indicator, year, sense, kind, goal, value, without, met, shortfall."""
    paths = indicators.set_index(["indicator", "year"])
    short = shortfalls.set_index("target")["shortfall"]
    rows = []
    for row in data.city.tables["targets"].itertuples():
        value, without = paths.loc[(row.indicator, row.year), ["value", "without"]]
        distance = (value - row.value) * (1 if row.sense == "at_least" else -1)
        met = bool(distance >= -1e-6 * max(1.0, abs(row.value)))
        rows.append(
            (row.target, row.indicator, row.year, row.sense, row.kind, row.value, value, without, met,
             float(short.get(row.target, 0.0)))
        )  # fmt: skip
    columns = [
        "target",
        "indicator",
        "year",
        "sense",
        "kind",
        "goal",
        "value",
        "without",
        "met",
        "shortfall",
    ]
    return pd.DataFrame(rows, columns=columns)


def factor_table(data: PlanData, program: Program, layout: Layout, found: Found) -> pd.DataFrame:
    """factor, zone, year, used, supply, returned, price: use of every factor against its supply.

    supply: of the table and what taxes return; returned: the latter alone.
    """
    activity = program.A @ found.fixed.x
    prices = found.relaxed.prices
    used: dict[tuple[str, str, int], tuple[float, float]] = {}
    for name in layout.family("factor"):
        _, factor, zone = name.split("|")
        rows = layout.rows[name]
        for year, row in zip(rows["year"].to_numpy(), rows.to_numpy(), strict=True):
            spare = float(program.high[row] - activity[row])
            used[factor, zone, int(year)] = (spare, float(prices[row]))
    table = data.city.tables["factor_supply"][["factor", "zone", "year", "supply"]].copy()
    keys = list(table[["factor", "zone", "year"]].itertuples(index=False, name=None))
    found_rows = [used.get(key) for key in keys]
    table["returned"] = _returned(data, layout, found, keys)
    table["supply"] += table["returned"]
    table["used"] = [
        0.0 if f is None else s - f[0]
        for f, s in zip(found_rows, table["supply"].to_numpy(), strict=True)
    ]
    table["price"] = [0.0 if f is None else f[1] for f in found_rows]
    return table[["factor", "zone", "year", "used", "supply", "returned", "price"]]


def _returned(
    data: PlanData, layout: Layout, found: Found, keys: list[tuple[str, str, int]]
) -> list[float]:
    """Taxes that come back to each factor row: only to those of the whole city."""
    run = {"running": layout.values("running", found.fixed.x)}
    back = {factor: returned(run, data, factor) for factor, zone, _ in keys if zone == CITY_WIDE}
    return [
        0.0 if zone != CITY_WIDE or back[factor] is None else float(back[factor].sel(year=year))
        for factor, zone, year in keys
    ]
