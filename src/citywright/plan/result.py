"""What a plan says: its decisions, what follows from them, prices and reasons, all as tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from citywright.plan.strategy import COLUMNS as STRATEGY

if TYPE_CHECKING:
    from citywright.plan.hourly.evidence import PowerEvidence

COLUMNS: dict[str, tuple[str, ...]] = {
    "starts": ("project", "start", "status", "path"),
    "sectors": (
        "sector", "year", "output", "existing", "idle", "use", "outside_sales", "extra_purchases",
        "path",
    ),
    "nodes": ("node", "year", "replaced", "path"),
    "city": ("year", "consumption", "spending", "emitted", "path"),
    "people": ("programme", "year", "people", "path"),
    "zones": ("zone", "year", "load", "path"),
    "grid": ("zone", "year", "delivered", "path"),
    "supply": ("option", "year", "supplied", "path"),
    "drawn": ("zone", "used_by", "year", "drawn", "path"),
    "demand": ("zone", "used_by", "power_year", "demand", "path"),
    "power_years": ("power_year", "power_emitted", "path"),
    "power_cost": ("power_cost", "path"),
    "power_capacity": ("component", "name", "power_year", "capacity", "path"),
    "power_mix": ("component", "name", "power_year", "energy", "path"),
    "power_prices": ("zone", "used_by", "power_year", "price"),
    "shortfalls": ("target", "shortfall", "path"),
    "indicators": ("indicator", "year", "value", "without"),
    "targets": (
        "target", "indicator", "year", "sense", "kind", "goal", "value", "without", "met",
        "shortfall",
    ),
    "factor_use": ("factor", "zone", "year", "used", "supply", "returned", "price"),
    "prices": ("limit", "item", "year", "value", "unit"),
    "reasons": (
        "project", "status", "start", "verdict", "worth", "rent", "net", "limit", "limit_rent",
    ),
    "strategy": STRATEGY,
    "multipliers": ("constraint", "item", "year", "price"),
}  # fmt: skip
"""Columns of every table of a plan."""
TABLES = tuple(COLUMNS)
"""Tables of a plan.

Of both paths (`path` is plan or without): starts; sectors, nodes, city (money; emitted 10 000 t);
people (10 000); zones (100 GWh); shortfalls (in the unit of the indicator). Of power by the year
(else empty): grid, supply (100 GWh). Of power by the hour (else empty): drawn, demand (100 GWh),
power_years (10 000 t), power_cost (discounted money), power_capacity (MW; MWh of stores), power_mix
(100 GWh given by each plant, store, link), power_prices (money per 100 GWh in that year).
indicators, targets: with and without the plan. factor_use: use, supply and price of every factor; the
supply holds what taxes have returned. prices: of every scarce limit. reasons: of every candidate
(discounted money). multipliers: the price of every row of the relaxation, from which the bound follows.
"""


@dataclass(frozen=True)
class Plan:
    """A plan of one city.

    objective, bound: discounted money; relaxed_bound: the bound that follows from the multipliers
    alone; gap = (bound − objective) / |objective|; gain: objective less that of the path without;
    steps: how the search got there; city_hash: of the city it belongs to; tables: see TABLES; power:
    what proves an hourly power system.
    """

    city_code: str
    city_hash: str
    years: tuple[int, ...]
    money_unit: str
    objective: float
    without: float
    bound: float
    relaxed_bound: float
    gap: float
    steps: tuple[str, ...]
    quality: Mapping[str, float]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    power: "PowerEvidence | None" = field(default=None, repr=False)

    @property
    def gain(self) -> float:
        """Objective less that of the path without the plan (money, discounted)."""
        return self.objective - self.without

    @property
    def gap_of_gain(self) -> float:
        """(bound − objective) / gain: the gap measured against what the plan adds."""
        return max(0.0, self.bound - self.objective) / max(abs(self.gain), 1e-9)

    def head(self) -> dict[str, Any]:
        """Numbers that are not tables, for `plan.json`."""
        return {
            "city": self.city_code, "city_hash": self.city_hash, "years": list(self.years),
            "money_unit": self.money_unit, "objective": self.objective, "without": self.without,
            "bound": self.bound, "relaxed_bound": self.relaxed_bound,
            "gap": self.gap, "gap_of_gain": self.gap_of_gain,
            "steps": list(self.steps), "quality": dict(self.quality),
        }  # fmt: skip
