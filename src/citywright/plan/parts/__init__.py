"""The families of constraints, one function and one name in the solver each."""

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
from citywright.plan.parts.power import load, power_area, power_city, power_grid, power_supply
from citywright.plan.parts.production import capacity, production, ramp
from citywright.plan.parts.starts import start_excludes, start_once, start_requires
from citywright.plan.parts.targets import targets
from citywright.plan.parts.work import programmes, work

FAMILIES = (
    start_once, start_requires, start_excludes, ramp, production, capacity, use, balance, markets,
    replacement_gap, replacement_supply, households, spending, work, programmes, factors, load,
    power_area, power_city, power_grid, power_supply, emissions, carbon, targets,
)  # fmt: skip
"""Every family, in the order of the design."""

__all__ = ["FAMILIES", "objective"]
