"""What the power system of a plan looks like, as tables: capacity, what each plant gives, prices."""

import numpy as np
import pandas as pd

from citywright.energy.given import energy_given
from citywright.energy.results import capacity_results
from citywright.energy.service import Resolved
from citywright.plan.data import PlanData
from citywright.plan.hourly.evidence import PowerEvidence
from citywright.plan.hourly.network import ENERGY
from citywright.plan.result import COLUMNS

NAMES = ("power_capacity", "power_mix", "power_prices")


def power_tables(data: PlanData, power: PowerEvidence | None) -> dict[str, pd.DataFrame]:
    """power_capacity, power_mix, power_prices; empty where power is not planned by the hour."""
    if power is None or data.hours is None:
        return {name: pd.DataFrame(columns=list(COLUMNS[name])) for name in NAMES}
    paths = {"plan": power.plan, "without": power.without}
    capacity = [_capacity(data, found).assign(path=path) for path, found in paths.items()]
    mix = [_mix(data, found).assign(path=path) for path, found in paths.items()]
    return {
        "power_capacity": pd.concat(capacity, ignore_index=True),
        "power_mix": pd.concat(mix, ignore_index=True),
        "power_prices": _prices(data, power),
    }


def _years(data: PlanData, labels: pd.Series) -> pd.Series:
    """Labels of a network's planning years as years; a network of one year calls it 0."""
    assert data.hours is not None
    planned = data.hours.planning.years
    return labels.replace({0: int(planned[0])}).astype("int64")


def _capacity(data: PlanData, found: Resolved) -> pd.DataFrame:
    """Capacity in every planning year; what has no limit has no row."""
    rows = capacity_results(found.program, found.evidence)
    rows = rows[np.isfinite(rows["capacity"])]
    rows = rows.assign(power_year=_years(data, rows["year"]))
    return rows[["component", "name", "power_year", "capacity"]]


def _mix(data: PlanData, found: Resolved) -> pd.DataFrame:
    """Energy of the year that each plant or storage gives (100 GWh)."""
    rows = energy_given(found.program, found.evidence)
    rows = rows.assign(power_year=_years(data, rows["year"]), energy=rows["energy"] / ENERGY)
    return rows[["component", "name", "power_year", "energy"]]


def _prices(data: PlanData, power: PowerEvidence) -> pd.DataFrame:
    """What one more 100 GWh of a class in an area costs in a planning year: β / W (money)."""
    assert data.hours is not None
    price = power.cut.demand / data.hours.planning.weight
    rows = price.rename("price").to_dataframe().reset_index()
    return rows[["zone", "used_by", "power_year", "price"]]
