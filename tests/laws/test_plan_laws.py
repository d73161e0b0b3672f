"""Laws of the plan on small random cities: more is never worse, and nothing depends on order."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from citywright.city import City
from citywright.city.city import settled
from citywright.city.declaration import declared
from citywright.plan import Plan, make_plan
from citywright.plan.program import Program, Solution, safe_bound, solve
from made_plans import (
    Built,
    Toy,
    build,
    city_of,
    proof_of,
    small_built,
    small_city,
    small_plan,
    toytown_built,
    toytown_city,
    toytown_plan,
)

SEEDS = (2, 7)
FACTORS = ("land", "grid", "energy_quota", "capital", "public_money")


@cache
def relaxed(seed: int) -> Solution:
    return small_built(seed).relaxed()


@cache
def best(seed: int) -> Solution:
    return small_built(seed).best()


def with_more(built: Built, family: str, share: float) -> Program:
    """The program with more room in every row of a family."""
    high = built.program.high.copy()
    rows = built.layout.rows_of(built.layout.family(family))
    rows = rows[np.isfinite(high[rows])]
    high[rows] += share * np.maximum(1.0, np.abs(high[rows]))
    return replace(built.program, high=high)


def with_supply(city: City, factor: str, share: float) -> City:
    tables = dict(city.tables)
    table = tables["factor_supply"].copy()
    table.loc[table["factor"] == factor, "supply"] *= 1 + share
    return City(city.settings, {**tables, "factor_supply": table})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "family", ["capacity", "markets", "work", "programmes", "power_grid", "power_supply", "carbon"]
)
def test_more_of_a_limit_is_never_worse(seed: int, family: str) -> None:
    more = solve(with_more(small_built(seed), family, 0.1).relaxed())
    assert more.value >= relaxed(seed).value - 1e-7 * abs(relaxed(seed).value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("factor", FACTORS)
def test_more_of_a_factor_is_never_worse(seed: int, factor: str) -> None:
    """For the relaxation and for whole projects alike."""
    built = small_built(seed)
    high = built.program.high.copy()
    names = [n for n in built.layout.family("factor") if n.split("|")[1] == factor]
    high[built.layout.rows_of(names)] *= 1.1
    more = replace(built.program, high=high)
    small = 1e-7 * abs(relaxed(seed).value)
    assert solve(more.relaxed()).value >= relaxed(seed).value - small
    assert solve(more, {"mip_rel_gap": 0.0}).value >= best(seed).value - small


def test_more_land_in_the_folder_is_never_worse() -> None:
    """The same through the tables and the search: the plan's value, within its gap."""
    plan = small_plan(2)
    more = make_plan(with_supply(small_city(2), "land", 0.5))
    assert more.objective >= plan.objective - plan.gap * abs(plan.objective) - 1e-6
    assert more.bound >= plan.objective


@pytest.mark.parametrize("seed", SEEDS)
def test_a_target_relaxed_never_hurts(seed: int) -> None:
    built = small_built(seed)
    low = built.program.low.copy()
    rows = built.layout.rows_of(built.layout.family("target"))
    low[rows] -= 50.0
    easier = solve(replace(built.program, low=low).relaxed())
    assert easier.value >= relaxed(seed).value - 1e-7 * abs(relaxed(seed).value)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_binding_target_never_helps(seed: int) -> None:
    """And priced ones cost no more than their price: the value without targets is the highest."""
    built = small_built(seed)
    low = built.program.low.copy()
    low[built.layout.rows_of(built.layout.family("target"))] = -1e9
    free = solve(replace(built.program, low=low).relaxed())
    assert free.value >= relaxed(seed).value - 1e-7 * abs(free.value)


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_are_finite_differences(seed: int) -> None:
    """A price lies between the gain of a little more and the loss of a little less of its limit."""
    built, at = small_built(seed), relaxed(seed)
    rng = np.random.default_rng(seed)
    priced = np.flatnonzero((np.abs(at.prices) > 1e-3) & np.isfinite(built.program.high))
    for row in rng.choice(priced, min(12, len(priced)), replace=False):
        step = 1e-4
        values = []
        for sign in (-1, 1):
            high, low = built.program.high.copy(), built.program.low.copy()
            high[row] += sign * step
            low[row] += sign * step
            values.append(solve(replace(built.program, low=low, high=high).relaxed()).value)
        less, more = (at.value - values[0]) / step, (values[1] - at.value) / step
        slack = 1e-4 * max(1.0, abs(at.prices[row]))
        assert more - slack <= at.prices[row] <= less + slack


@pytest.mark.parametrize("seed", SEEDS)
def test_the_safe_bound_holds_for_any_prices(seed: int) -> None:
    """Weak duality, with signs and sizes at random; at the dual optimum it is tight."""
    program, at = small_built(seed).program, relaxed(seed)
    rng = np.random.default_rng(seed)
    for scale in (0.0, 0.01, 1.0, 100.0):
        for _ in range(20):
            noise = rng.normal(size=len(at.prices)) * scale
            assert safe_bound(program, at.prices + noise) >= at.value - 1e-6 * abs(at.value)
            assert safe_bound(program, noise) >= at.value - 1e-6 * abs(at.value)
    assert safe_bound(program, at.prices) == pytest.approx(at.value, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_bound_plan_and_path_without_are_in_order(seed: int) -> None:
    plan = small_plan(seed)
    assert plan.without <= plan.objective * (1 + 1e-9)
    assert plan.objective <= plan.bound * (1 + 1e-9)
    assert plan.bound <= plan.relaxed_bound * (1 + 1e-9)
    assert plan.objective >= best(seed).value * (1 - plan.gap) - 1e-6
    assert plan.bound >= best(seed).value * (1 - 1e-7)
    proof = proof_of(small_city(seed), plan)
    assert proof.ok, [c for c in proof.checks if not c.ok]


def test_a_free_project_of_value_is_taken() -> None:
    """A plant that needs no factor and no people, and sells all it makes outside."""
    toy = Toy().add(
        "projects", project="gift", status="candidate", start="", earliest="2024", latest="2026",
        investment="0", output="1", jobs="0", electricity="0", co2="0", outside_share="1",
        local_share="0", node="", sector="02",
    )  # fmt: skip
    plan = make_plan(city_of(toy))
    chosen = plan.tables["starts"].query("path == 'plan'").set_index("project")["start"]
    assert chosen["gift"] == 2024
    assert plan.objective > toytown_plan().objective


@pytest.mark.nightly
def test_splitting_an_area_in_two_rows_of_land_changes_nothing() -> None:
    """Land that is enough for all: counted by area or for the whole city is the same."""
    toy, city = Toy(), Toy()
    for row in toy.tables["factor_supply"][1:]:
        if row[0] == "land":
            row[3] = "5000"
    kept = [r for r in city.tables["factor_supply"] if r[0] != "land"]
    kept += [["land", "*", y, "10000", "toy", "estimated", ""] for y in ("2024", "2025", "2026")]
    city.tables["factor_supply"] = kept
    one, two = make_plan(city_of(toy)), make_plan(city_of(city))
    assert one.objective == pytest.approx(two.objective, rel=1e-9)
    assert chosen_of(one) == chosen_of(two)


@pytest.mark.nightly
def test_splitting_an_area_changes_nothing() -> None:
    """South as two areas, each with the half of its homes, plants, land and grid that is its own."""
    whole, split = Toy(), Toy()
    split.add("zones", zone="west", name_en="West", name_zh="西区")
    place = split.place
    for column in ("area", "population", "gdp", "household_electricity"):
        value = float(split.row("zones", "south")[place("zones", column)])
        for zone in ("south", "west"):
            split.put("zones", (zone,), column, str(value / 2))
    for table in ("zone_output", "power_grid", "factor_supply"):
        rows, number = (
            split.tables[table],
            {"zone_output": "share", "power_grid": "energy", "factor_supply": "supply"}[table],
        )
        at, zone = place(table, number), place(table, "zone")
        for row in [r for r in rows[1:] if r[zone] == "south"]:
            if table != "zone_output":
                continue
            row[at] = str(float(row[at]) / 2)
            rows.append([*row[:zone], "west", *row[zone + 1 :]])
        if table != "zone_output":
            south = [r for r in rows[1:] if r[zone] == "south"]
            rows.extend([*r[:zone], "west", *r[zone + 1 :]] for r in south)
    one, two = build(city_of(whole)).best(), build(city_of(split)).best()
    assert one.value == pytest.approx(two.value, rel=1e-9)


def chosen_of(plan: Plan) -> dict[str, int]:
    starts = plan.tables["starts"].query("path == 'plan'")
    return dict(zip(starts["project"], starts["start"], strict=True))


def shuffled(city: City, seed: int) -> City:
    """The same city read from files whose rows stand in another order."""
    tables = {
        name: settled(table, city.tables[name].sample(frac=1.0, random_state=seed))
        for name, table in declared().items()
    }
    return City(city.settings, {**city.tables, **tables})


def as_bytes(plan: Plan) -> bytes:
    parts = [repr(plan.head())]
    parts += [frame.to_csv(index=False, float_format="%r") for frame in plan.tables.values()]
    return "\n".join(parts).encode()


def test_the_order_of_rows_changes_nothing() -> None:
    plan = make_plan(shuffled(small_city(7), 3))
    assert as_bytes(plan) == as_bytes(small_plan(7))


def test_the_same_input_gives_the_same_plan_twice() -> None:
    assert as_bytes(make_plan(toytown_city())) == as_bytes(toytown_plan())


MONEY = {
    "flows": ["value"], "final_demand": ["value"], "value_added": ["value"],
    "projects": ["investment", "output"], "power_supply": ["cost"], "programmes": ["cost"],
}  # fmt: skip


def test_scaling_all_money_scales_the_plan() -> None:
    """In units a tenth as large every amount is ten times as much, and so is the objective."""
    city = small_city(2)
    tables = {name: frame.copy() for name, frame in city.tables.items()}
    for table, columns in MONEY.items():
        tables[table][columns] *= 10.0
    capital = tables["factors"].set_index("factor")["unit"].eq(city.settings.money_unit)
    for table, column in (("factor_supply", "supply"), ("project_uses", "amount")):
        money = tables[table]["factor"].map(capital)
        tables[table].loc[money, column] *= 10.0
    price = tables["assumptions"]["assumption"].eq("power_cost_in_accounts")
    tables["assumptions"].loc[price, "value"] *= 10.0
    scaled = build(City(city.settings, tables))
    one, ten = small_built(2).best(), scaled.best()
    assert ten.value == pytest.approx(10 * one.value, rel=1e-7)
    starts = small_built(2).of("start", one.x).to_numpy()
    np.testing.assert_allclose(scaled.of("start", ten.x).to_numpy(), starts, atol=1e-6)


@pytest.mark.nightly
def test_projects_of_no_use_change_nothing() -> None:
    """A candidate that may never pay (it only uses land that nobody wants) leaves the value alone."""
    built = toytown_built()
    frame = pd.Series(built.best().value)
    toy = Toy().add(
        "projects", project="idle", status="candidate", start="", earliest="2026", latest="2026",
        investment="0", output="0", jobs="0", electricity="10", co2="0", outside_share="0",
        local_share="0", node="",
    )  # fmt: skip
    assert build(city_of(toy)).best().value == pytest.approx(frame[0], rel=1e-12)
