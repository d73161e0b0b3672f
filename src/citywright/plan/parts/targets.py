"""Targets: what indicators have to reach, and the price of falling short."""

from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from citywright.plan.data import PlanData
from citywright.plan.parts.quantities import Variables, base_quantity, weighted

FARTHEST = 1e9
"""No indicator falls short by more than this, in the unit of its numerator."""


def side(m: Variables, data: PlanData, indicator: str, which: str) -> Any:  # noqa: ANN401
    """Σ weight · quantity of one side of an indicator, by year; None where the side has no term.

    A term with lag 1 takes the year before; in the first year that is the base year's number.
    """
    terms = data.city.tables["indicator_terms"]
    rows = terms[(terms["indicator"] == indicator) & (terms["side"] == which)]
    total: Any = None
    for (_, lag), alike in rows.groupby(["quantity", "lag"], sort=False):
        value = weighted(m, data, alike)
        if lag:
            before = sum(row.weight * base_quantity(data, row) for row in alike.itertuples())
            value = _lagged(data, value, before)
        total = value if total is None else total + value
    return total


def _lagged(data: PlanData, value: Any, base: float) -> Any:  # noqa: ANN401
    """value[t−1], with the base year's number in the first year."""
    first = xr.zeros_like(data.discount)
    first[0] = base
    if isinstance(value, xr.DataArray):
        return value.shift(year=1, fill_value=0.0) + first
    return value.shift(year=1).fillna(0.0) + first


def targets(m: linopy.Model, data: PlanData) -> None:
    """numerator_t − value · denominator_t ≥ −shortfall (at_least), ≤ shortfall (at_most).

    Binding targets have no shortfall. A sum has the denominator 1.
    """
    table = data.city.tables["targets"]
    expected = table[table["kind"] == "expected"]["target"]
    if len(expected):
        most = xr.DataArray(
            np.full(len(expected), FARTHEST), coords=[pd.Index(expected, name="target")]
        )
        m.add_variables(0, most, name="shortfall")
    sides = {
        (name, which): side(m, data, name, which)
        for name in sorted(set(table["indicator"]))
        for which in ("numerator", "denominator")
    }
    for row in table.itertuples():
        above = difference(sides, row)
        sign = 1.0 if row.sense == "at_least" else -1.0
        above = sign * above
        if row.kind == "expected":
            above = above + m["shortfall"].sel(target=row.target, drop=True)
        m.add_constraints(above >= 0, name=f"target|{row.target}")


def difference(sides: dict[tuple[str, str], Any], row: Any) -> linopy.LinearExpression:  # noqa: ANN401
    """Numerator − value · denominator of the target in its year."""
    top, bottom = (sides[row.indicator, which] for which in ("numerator", "denominator"))
    year = {"year": row.year}
    rest = row.value if bottom is None else row.value * bottom.sel(year, drop=True)
    return top.sel(year, drop=True) - rest
