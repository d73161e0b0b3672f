"""What a plan says: its decisions, what follows from them, prices and reasons, all as tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

TABLES = (
    "starts", "sectors", "nodes", "city", "people", "zones", "supply", "shortfalls", "indicators",
    "targets", "factor_use", "prices", "reasons", "multipliers",
)  # fmt: skip
"""Tables of a plan.

starts: project, start, status. sectors: sector, year, output, existing, idle, use, outside_sales,
extra_purchases (money). nodes: node, year, replaced (money). city: year, consumption, spending
(money), emitted (10 000 t). people: programme, year, people (10 000). zones: zone, year, load,
delivered (100 GWh). supply: option, year, supplied (100 GWh). shortfalls: target, shortfall.
indicators: indicator, year, value, without. targets: target, indicator, year, sense, kind, goal,
value, met, shortfall. factor_use: factor, zone, year, used, supply, price. prices: limit, item,
year, value, unit. reasons: project, status, start, verdict, worth, rent, net, limit, text keys.
multipliers: constraint, item, year, price (of the relaxation, from which the bound follows).
"""


@dataclass(frozen=True)
class Plan:
    """A plan of one city.

    objective, bound: discounted money; gap = (bound − objective) / |objective|; gain: objective
    less that of the path without the plan; steps: how the search got there; city_hash: of the city
    it belongs to; tables: frames, see TABLES.
    """

    city_code: str
    city_hash: str
    years: tuple[int, ...]
    money_unit: str
    objective: float
    without: float
    bound: float
    gap: float
    steps: tuple[str, ...]
    quality: Mapping[str, float]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

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
            "bound": self.bound, "gap": self.gap, "gap_of_gain": self.gap_of_gain,
            "steps": list(self.steps), "quality": dict(self.quality),
        }  # fmt: skip
