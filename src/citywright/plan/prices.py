"""Prices of limits: what one more unit would be worth, at the relaxed optimum."""

import numpy as np
import pandas as pd
import xarray as xr

from citywright.city import City
from citywright.plan.data import PlanData
from citywright.plan.layout import Layout
from citywright.plan.program import Floats

LIMITS = {
    "capacity": "money", "markets": "money", "replacement_gap": "money", "work": "10000 person",
    "programmes": "10000 person", "power_grid": "100 GWh", "power_supply": "100 GWh",
    "carbon": "10000 t", "factor": "as named", "target": "indicator", "start_once": "project",
    "start_excludes": "project", "start_options": "project", "start_requires": "project",
    "start_after": "project",
}  # fmt: skip
"""Families that are limits, and the unit in which each is counted."""


def price_table(data: PlanData, layout: Layout, prices: Floats) -> pd.DataFrame:
    """limit, item, year, value, unit: every limit that is scarce, dearest first within its kind.

    The value is the gain of the objective (discounted money) from one more unit of the limit.
    """
    rows = []
    for name in layout.rows:
        family, *item = name.split("|")
        if family not in LIMITS:
            continue
        for labels, price in _cells(layout.prices(name, prices)):
            if abs(price) > 1e-9:
                year = labels.pop("year", None)
                what = "|".join([*item, *map(str, labels.values())])
                rows.append((family, what, year, price, unit_of(data.city, family, what)))
    table = pd.DataFrame(rows, columns=["limit", "item", "year", "value", "unit"])
    table["year"] = table["year"].astype("Int64")
    order = table["value"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values("limit", kind="stable").reset_index(drop=True)


def unit_of(city: City, family: str, item: str) -> str:
    """Unit of the price of a limit: money per unit of the limit."""
    money, unit = city.settings.money_unit, LIMITS[family]
    if unit == "as named":
        units = city.tables["factors"].set_index("factor")["unit"]
        unit = units[item.split("|", maxsplit=1)[0]]
    if unit == "indicator":
        targets = city.tables["targets"].set_index("target")["indicator"]
        unit = city.tables["indicators"].set_index("indicator")["unit"][targets[item]]
    return f"{money}/{money if unit == 'money' else unit}"


def multiplier_table(layout: Layout, prices: Floats) -> pd.DataFrame:
    """constraint, item, year, price of every row of the relaxed program: what proves the bound."""
    rows = []
    for name in layout.rows:
        for labels, price in _cells(layout.prices(name, prices)):
            year = labels.pop("year", None)
            rows.append((name, "|".join(map(str, labels.values())), year, price))
    table = pd.DataFrame(rows, columns=["constraint", "item", "year", "price"])
    table["year"] = table["year"].astype("Int64")
    return table


def _cells(values: xr.DataArray) -> list[tuple[dict[str, object], float]]:
    """Each cell of a labelled array with its labels; labels as plain Python values."""
    axes = [values[dim].to_numpy() for dim in values.dims]
    cells = []
    for place in np.ndindex(*values.shape):
        labels = {
            str(d): axes[k][i] for k, (d, i) in enumerate(zip(values.dims, place, strict=True))
        }
        if "year" in labels:
            labels["year"] = int(labels["year"])
        cells.append((labels, float(values.to_numpy()[place])))
    return cells
