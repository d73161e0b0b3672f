"""What the plan decides, as tables, straight from the solution."""

import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.layout import Layout
from citywright.plan.program import Floats
from citywright.plan.result import COLUMNS

_TABLES = {
    "sectors": ("output", "existing", "idle", "use", "outside_sales", "extra_purchases"),
    "nodes": ("replaced",),
    "city": ("consumption", "spending", "emitted"),
    "people": ("people",),
    "zones": ("load",),
    "grid": ("delivered",),
    "supply": ("supplied",),
    "drawn": ("drawn",),
    "demand": ("demand",),
    "power_years": ("power_emitted",),
    "power_cost": ("power_cost",),
}
"""Table -> variables that it shows; empty where the model does without them."""


def both_paths(
    data: PlanData, layout: Layout, x: Floats, without: Floats
) -> dict[str, pd.DataFrame]:
    """Decisions of the plan and of the path without it, told apart by the column `path`."""
    paths = {"plan": x, "without": without}
    found = {path: decision_tables(data, layout, point) for path, point in paths.items()}
    tables = {}
    for name in found["plan"]:
        parts = [found[path][name].assign(path=path) for path in paths]
        tables[name] = pd.concat(parts, ignore_index=True)
    return tables


def decision_tables(data: PlanData, layout: Layout, x: Floats) -> dict[str, pd.DataFrame]:
    """All decisions: starts, and every variable of the plan by its labels."""
    tables = {"starts": start_table(data, layout, x)}
    for name, variables in _TABLES.items():
        if variables[0] in layout.columns:
            tables[name] = _frame(xr.Dataset({v: layout.values(v, x) for v in variables}))
        else:
            tables[name] = pd.DataFrame(columns=[c for c in COLUMNS[name] if c != "path"])
    if "shortfall" in layout.columns:
        short = layout.values("shortfall", x)
        tables["shortfalls"] = _frame(xr.Dataset({"shortfall": short}))
    else:
        tables["shortfalls"] = pd.DataFrame({"target": [], "shortfall": []})
    return tables


def _frame(values: xr.Dataset) -> pd.DataFrame:
    if not values.dims:
        return pd.DataFrame({str(v): [float(values[v])] for v in values.data_vars})
    labels = sorted(map(str, values.dims), key=lambda name: name in ("year", "power_year"))
    frame = values.to_dataframe().reset_index()[[*labels, *map(str, values.data_vars)]]
    return frame.sort_values(labels, kind="stable", ignore_index=True)


def start_table(data: PlanData, layout: Layout, x: Floats) -> pd.DataFrame:
    """Started projects with their year and status; committed ones begun earlier stand with theirs."""
    starts = layout.values("start", x).to_pandas()
    begun = starts.columns[starts.to_numpy().argmax(axis=1)]
    table = data.projects.table
    year = pd.Series(begun, index=table.index).where(starts.to_numpy().max(axis=1) > 0.5)
    earlier = table["start"].astype("Float64").astype("float64")
    year = year.astype("float64").fillna(earlier).dropna().astype("int64")
    rows = pd.DataFrame({"project": year.index, "start": year.to_numpy()})
    rows["status"] = rows["project"].map(table["status"])
    return rows.reset_index(drop=True)
