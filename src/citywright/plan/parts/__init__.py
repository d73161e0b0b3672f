"""The families of constraints, one function and one name in the solver each."""

from collections.abc import Callable

import linopy

from citywright.plan.data import PlanData
from citywright.plan.parts.carbon import carbon, emissions
from citywright.plan.parts.commodities import balance, use
from citywright.plan.parts.factors import factors
from citywright.plan.parts.markets import (
    households,
    markets,
    replacement_gap,
    replacement_supply,
    spending,
)
from citywright.plan.parts.objective import objective
from citywright.plan.parts.options import start_options
from citywright.plan.parts.phases import start_after
from citywright.plan.parts.power import load, power_area, power_city, power_grid, power_supply
from citywright.plan.parts.power_hours import drawn, load_by_class, power_demand
from citywright.plan.parts.production import capacity, production, ramp
from citywright.plan.parts.starts import start_excludes, start_once, start_requires
from citywright.plan.parts.targets import targets
from citywright.plan.parts.work import programmes, work

Family = Callable[[linopy.Model, PlanData], None]

_ECONOMY: tuple[Family, ...] = (
    start_once, start_requires, start_after, start_excludes, start_options, ramp, production,
    capacity, use, balance, markets, replacement_gap, replacement_supply, households, spending,
    work, programmes, factors,
)  # fmt: skip
_POWER_BY_YEAR: tuple[Family, ...] = (load, power_area, power_city, power_grid, power_supply)
_POWER_BY_HOUR: tuple[Family, ...] = (drawn, load_by_class, power_demand)
_LIMITS: tuple[Family, ...] = (emissions, carbon, targets)


def families(data: PlanData) -> tuple[Family, ...]:
    """Every family of a city's plan, in the order of the design."""
    power = _POWER_BY_YEAR if data.hours is None else _POWER_BY_HOUR
    return (*_ECONOMY, *power, *_LIMITS)


__all__ = ["families", "objective"]
