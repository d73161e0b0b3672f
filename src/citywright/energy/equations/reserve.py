"""Headroom that is kept in every hour."""

import numpy as np

from citywright.energy.builder import Builder, Units
from citywright.energy.yearly import is_electric


def reserve(b: Builder) -> None:
    """sum over units with a credit of  availability · capacity - output
    + discharge_max · capacity - discharge + charge   >=  reserve · demand     (reserve[hour])
    """
    if b.network.reserve <= 0.0:
        return
    loads = b.network.by_hour("loads", "demand", b.span.hours)
    demand = loads[:, b.once(_electric)].sum(axis=1)
    rows = b.add_rows("reserve", (1, b.size), b.network.reserve * demand, float("inf"))
    families = (
        ("generators", "availability", (("generators.output", -1.0),)),
        ("storage", "discharge_max", (("storage.discharge", -1.0), ("storage.charge", 1.0))),
    )
    for component, share, terms in families:
        units = b.units(component)
        credited = np.flatnonzero(units.numbers("credit") > 0.0)
        if len(credited):
            for family, sign in terms:
                b.put(rows, b.columns[family].places[credited], sign)
            _headroom(b, rows, units, credited, b.given(units, share))
    b.add_missing("missing.reserve", rows, 1.0)


def _headroom(
    b: Builder, rows: np.ndarray, units: Units, credited: np.ndarray, share: np.ndarray
) -> None:
    """Capacity counts on the right-hand side: it lowers what is left to keep."""
    chosen, fixed = (
        credited[(units.variable[credited] >= 0) == by_plan] for by_plan in (True, False)
    )
    if len(chosen):
        b.move(rows, "capacities", units.variable[chosen, None], -share[chosen])
    if len(fixed):
        b.lower(rows[0], (units.capacity[fixed, None] * share[fixed]).sum(axis=0))


def _electric(b: Builder) -> np.ndarray:
    return is_electric(b.network)
