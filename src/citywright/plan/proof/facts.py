"""The numbers of a city as plain dictionaries, derived anew from its tables.

Money in the city's unit, people in 10 000, electricity in 100 GWh, CO2 in 10 000 t.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import Any

from citywright.city import City
from citywright.energy.from_city import network_of
from citywright.energy.network import Network
from citywright.units import factor

Pair = tuple[str, str]


@dataclass
class Facts:
    """Sectors, coefficients, projects and assumptions of a city, keyed by code."""

    city: City
    base: int
    years: tuple[int, ...]
    sectors: list[str]
    x: dict[str, float]
    inputs: dict[Pair, float]
    final: dict[Pair, float]
    value_added: dict[Pair, float]
    use: dict[str, float]
    assumption: dict[str, float]
    projects: list[Any] = field(default_factory=list)
    by_hour: bool = False
    _read: dict[str, list[Any]] = field(default_factory=dict, repr=False)

    def local(self, sector: str) -> float:
        """ρ = 1 − purchases outside / local use."""
        use = self.use[sector]
        return 1.0 + self.final[sector, "outside_purchases"] / use if use else 0.0

    def growth(self, name: str, year: int) -> float:
        """(1 + rate)^(year − base year)."""
        return float((1.0 + self.assumption[name]) ** (year - self.base))

    def discount(self, year: int) -> float:
        """1 / (1 + r)^(year − base year)."""
        return float((1.0 + self.city.settings.discount_rate) ** (self.base - year))

    def weight(self, year: int) -> float:
        """1, and for the last year one more for each terminal year, discounted."""
        if year < self.years[-1]:
            return 1.0
        r = self.city.settings.discount_rate
        return 1.0 + sum(
            (1.0 + r) ** -k for k in range(1, round(self.assumption["terminal_years"]) + 1)
        )

    def trend(self, project: Any, start: int) -> float:  # noqa: ANN401
        """(1 + g)^(start − base year): cost of a start over that of one in the base year."""
        change = 0.0 if isnan(project.cost_trend) else float(project.cost_trend)
        return float((1.0 + change) ** (start - self.base))

    @cached_property
    def power_years(self) -> tuple[int, ...]:
        """Years that are planned by the hour."""
        return tuple(sorted(int(r.year) for r in self.rows("power_years") if r.planned == "yes"))

    @cached_property
    def power_system(self) -> Network:
        """The power system of the city in these years, as its own tables have it."""
        return network_of(self.city, self.power_years)

    def rows(self, table: str) -> list[Any]:
        """Rows of a table as named tuples."""
        if table not in self._read:
            self._read[table] = list(self.city.tables[table].itertuples(index=False))
        return self._read[table]


def gather(city: City, by_hour: bool = False) -> Facts:
    """Facts of a checked city; `by_hour`: its power system is planned by the hour."""
    tables = city.tables
    z = {(r.from_sector, r.to_sector): float(r.value) for r in tables["flows"].itertuples()}
    final: dict[Pair, float] = defaultdict(float)
    final.update({(r.sector, r.kind): float(r.value) for r in tables["final_demand"].itertuples()})
    added: dict[Pair, float] = defaultdict(float)
    added.update({(r.sector, r.item): float(r.value) for r in tables["value_added"].itertuples()})
    sectors = list(tables["sectors"]["sector"])
    x, use = dict.fromkeys(sectors, 0.0), dict.fromkeys(sectors, 0.0)
    for (seller, buyer), value in z.items():
        x[buyer] += value
        use[seller] += value
    for (sector, _), value in list(added.items()):
        x[sector] += value
    for (sector, kind), value in list(final.items()):
        if kind in ("households", "government", "investment", "inventories"):
            use[sector] += value
    return Facts(
        city=city, base=city.settings.base_year, years=city.years, sectors=sectors, x=x,
        inputs={key: value / x[key[1]] for key, value in z.items() if x[key[1]] > 0},
        final=final, value_added=added, use=use,
        assumption={r.assumption: float(r.value) for r in tables["assumptions"].itertuples()},
        projects=[r for r in tables["projects"].itertuples() if r.status != "running"],
        by_hour=by_hour,
    )  # fmt: skip


def money(unit: str) -> float:
    """100 million CNY in a money unit: CNY/kWh times 100 GWh, or 10 000 CNY times 10 000 people."""
    return factor("yi_yuan", unit)


def running_share(project: Any, start: int, year: int) -> float:  # noqa: ANN401
    """Share of full output in `year` when building starts in `start`: a line from 0 to 1."""
    steps = year - start - int(project.build_years) + 1
    return min(1.0, max(0.0, steps / int(project.ramp_years)))


def building_share(project: Any, start: int, year: int) -> float:  # noqa: ANN401
    """Share of the investment spent in `year`."""
    return (
        1.0 / int(project.build_years) if start <= year < start + int(project.build_years) else 0.0
    )


def begun_before(facts: Facts, project: Any) -> int | None:  # noqa: ANN401
    """Start of a project that was begun before the horizon."""
    start = project.start
    return int(start) if project.status == "committed" and int(start) < facts.years[0] else None
