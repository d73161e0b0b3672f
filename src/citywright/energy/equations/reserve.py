"""Headroom that is kept in every hour."""

import numpy as np

from citywright.energy.builder import Builder
from citywright.energy.yearly import is_electric


def reserve(b: Builder) -> None:
    """sum over units with a credit of  availability · capacity - output
    + discharge_max · capacity - discharge + charge   >=  reserve · demand     (reserve[hour])
    """
    if b.network.reserve <= 0.0:
        return
    loads = b.network.by_hour("loads", "demand", b.span.hours)
    demand = loads[:, is_electric(b.network)].sum(axis=1)
    rows = b.add_rows("reserve", (1, b.size), b.network.reserve * demand, float("inf"))
    families = (
        ("generators", "availability", (("generators.output", -1.0),)),
        ("storage", "discharge_max", (("storage.discharge", -1.0), ("storage.charge", 1.0))),
    )
    for component, share, terms in families:
        units = b.units(component)
        for k, credit in enumerate(units.frame["credit"].to_numpy(dtype=float)):
            if credit <= 0.0:
                continue
            for family, sign in terms:
                b.put(rows[0], b.columns[family].places[k], sign)
            _headroom(b, rows, units.variable[k], units.capacity[k], b.given(units, share)[k])
    b.add_missing("missing.reserve", rows, 1.0)


def _headroom(
    b: Builder, rows: np.ndarray, variable: int, capacity: float, share: np.ndarray
) -> None:
    """Capacity counts on the right-hand side: it lowers what is left to keep."""
    if variable >= 0:
        b.move(rows[0], "capacities", np.array(variable), -share)
    else:
        b.lower(rows[0], capacity * share)
