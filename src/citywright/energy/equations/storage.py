"""Stores with power: batteries, pumped hydro, compressed air, fleets of vehicles."""

import numpy as np

from citywright.energy.builder import Builder, Units
from citywright.energy.equations.levels import add_levels, add_slack, tie_ends


def storage(b: Builder) -> None:
    """level[t] = (1 - standing_loss)^h level[t-1] + h (efficiency_in charge[t]
                 - discharge[t] / efficiency_out + inflow[t] - spill[t])   (storage_level[unit, hour])

    0 <= charge <= charge_max · capacity, 0 <= discharge <= discharge_max · capacity,
    level_min · hours · capacity <= level <= level_max · hours · capacity, 0 <= spill <= inflow.
    """
    units = b.units("storage")
    if not len(units):
        return
    node = b.balance(units)
    charge = b.add_sized("storage.charge", units, 0.0, b.given(units, "charge_max"), 0.0)
    cost = b.given(units, "marginal_cost") * b.cost_weight
    give = b.add_sized("storage.discharge", units, 0.0, b.given(units, "discharge_max"), cost)
    b.put(node, charge, -1.0)
    b.put(node, give, 1.0)
    inflow = b.given(units, "inflow")
    rows = b.add_rows("storage_level", inflow.shape, inflow * b.hours, inflow * b.hours)
    b.put(rows, charge, -b.hours * units.numbers("efficiency_in")[:, None])
    b.put(rows, give, b.hours / units.numbers("efficiency_out")[:, None])
    _spill(b, units, rows, inflow)
    add_levels(b, units, units.numbers("hours"), rows, np.ones(inflow.shape))
    tie_ends(b, units, rows, np.ones(inflow.shape))
    add_slack(b, units, rows)


def _spill(b: Builder, units: Units, rows: np.ndarray, inflow: np.ndarray) -> None:
    wet = np.flatnonzero(b.may_be_other(units, "inflow", 0.0))
    if not len(wet):
        return
    cost = b.given(units, "spill_cost")[wet] * b.cost_weight
    most = np.maximum(inflow[wet], 0.0)
    spill = b.add_columns("storage.spill", most.shape, 0.0, most, cost, units.index[wet])
    b.put(rows[wet], spill, b.hours)
