"""Toytown and random cities as programs and plans, each built once per process."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import linopy
import numpy as np
import xarray as xr

ROOT = Path(__file__).parents[1]
for _place in (ROOT, ROOT / "tests" / "city"):
    if str(_place) not in sys.path:
        sys.path.append(str(_place))

from benchmarks.random_city import random_city  # noqa: E402
from city_toys import Toy  # noqa: E402

from citywright.city import City  # noqa: E402
from citywright.city.fingerprint import fingerprint  # noqa: E402
from citywright.plan import Plan, Proof, make_plan, prove  # noqa: E402
from citywright.plan.data import PlanData, prepare  # noqa: E402
from citywright.plan.layout import Layout, layout_of  # noqa: E402
from citywright.plan.model import build_model  # noqa: E402
from citywright.plan.program import Program, Solution, program_of, solve  # noqa: E402

NO_GROWTH = (
    "co2_intensity_change", "electricity_intensity_change", "government_growth", "household_growth",
    "household_co2_growth", "household_electricity_growth", "investment_growth",
    "productivity_growth",
)  # fmt: skip


OVER_TIME = 7
"""The seed of the small city with all families that look at time."""


@dataclass(frozen=True)
class Built:
    """A city with its model in both forms."""

    city: City
    data: PlanData
    m: linopy.Model
    program: Program
    layout: Layout

    def best(self) -> Solution:
        """The best plan of whole starts."""
        return solve(self.program, {"mip_rel_gap": 0.0})

    def relaxed(self) -> Solution:
        return solve(self.program.relaxed())

    def with_starts(self, **starts: int) -> Solution:
        """The best answer when these candidates start in these years and no other does."""
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        places = self.layout.columns["start"]
        for project, row in self.data.projects.table.iterrows():
            if row["status"] == "candidate":
                columns = places.sel(project=project).to_numpy()
                lower[columns] = upper[columns] = 0.0
        for project, year in starts.items():
            column = int(places.sel(project=project, start=year))
            lower[column] = upper[column] = 1.0
        return solve(self.program.with_bounds(lower, upper).relaxed())

    def of(self, name: str, x: Any) -> xr.DataArray:
        return self.layout.values(name, x)


def build(city: City) -> Built:
    data = prepare(city)
    m = build_model(data)
    return Built(city, data, m, program_of(m), layout_of(m))


def city_of(toy: Toy) -> City:
    """The city of a changed Toytown, which must have no errors."""
    city, findings = toy.check()
    assert city is not None, [f.text("en") for f in findings]
    return city


def still() -> Toy:
    """Toytown that stands still: no growth, no headroom, ordinary investment as in the base year."""
    toy = Toy()
    for name in NO_GROWTH:
        toy.put("assumptions", (name,), "value", "0")
    toy.put("assumptions", ("ordinary_investment",), "value", "1")
    for sector in ("01", "02", "03"):
        toy.put("sectors", (sector,), "headroom", "1")
        toy.put("sectors", (sector,), "organic_growth", "0")
        toy.put("sectors", (sector,), "market_growth", "0")
    return toy


def without_projects(toy: Toy, *keep: str) -> Toy:
    """Without the projects that the plan decides on, but for those to keep."""
    gone = {"anode_1", "cells_2", "cells_3", "hub_1", "packs_1"} - set(keep)
    for table in ("projects", "project_uses", "project_links"):
        rows = toy.tables[table]
        rows[1:] = [
            r
            for r in rows[1:]
            if r[0] not in gone and r[2 if table.endswith("links") else 0] not in gone
        ]
    return toy


def without_targets(toy: Toy) -> Toy:
    del toy.tables["targets"][1:]
    return toy


def proof_of(city: City, plan: Plan) -> Proof:
    return prove(city, plan.head(), plan.tables, fingerprint(city))


@cache
def toytown_city() -> City:
    return city_of(Toy())


@cache
def toytown_plan() -> Plan:
    return make_plan(toytown_city())


@cache
def toytown_built() -> Built:
    return build(toytown_city())


@cache
def small_city(seed: int) -> City:
    """A random city of 6 sectors, 3 areas, 12 projects and 4 years.

    That of seed 7 has phases, variants, costs that change and taxes that come back as well.
    """
    return random_city(12, sectors=6, zones=3, years=4, seed=seed, over_time=seed == OVER_TIME)


@cache
def small_built(seed: int) -> Built:
    return build(small_city(seed))


@cache
def small_plan(seed: int) -> Plan:
    return make_plan(small_city(seed))


def same_numbers(one: Any, other: Any, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(
        np.asarray(one, float), np.asarray(other, float), rtol=rtol, atol=1e-7
    )
