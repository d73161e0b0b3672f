"""Looking at a solved network: pure functions from a solution to frames that figures are drawn of."""

from citywright.energy.looking.balance import cost_parts, energy_by_kind
from citywright.energy.looking.days import clock, day_hour, heat_maps
from citywright.energy.looking.dispatch import dispatch, residual_load, week, weeks
from citywright.energy.looking.durations import duration, duration_curves
from citywright.energy.looking.flows import curtailment, energy_flows
from citywright.energy.looking.prices import (
    line_use,
    node_map,
    node_prices,
    price_spread,
    system_price,
)
from citywright.energy.looking.setters import price_setters, setter_shares, setter_shares_by_node
from citywright.energy.looking.stock import (
    capacity_by_kind,
    capacity_table,
    level_shares,
    levels,
    levels_by_kind,
)

__all__ = [
    "capacity_by_kind", "capacity_table", "clock", "cost_parts", "curtailment", "day_hour",
    "dispatch", "duration", "duration_curves", "energy_by_kind", "energy_flows", "heat_maps",
    "level_shares", "levels", "levels_by_kind", "line_use", "node_map", "node_prices",
    "price_setters", "price_spread", "residual_load", "setter_shares", "setter_shares_by_node",
    "system_price", "week", "weeks",
]  # fmt: skip
