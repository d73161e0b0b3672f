"""The plan with its power system by the hour: one choice, one proof."""

import numpy as np
import pandas as pd
import pytest
from benchmarks._plan_whole import short, whole_program
from hourly_toys import (
    TOLERANCE,
    hourly_built,
    hourly_city,
    hourly_data,
    hourly_evidence,
    hourly_plan,
    hourly_toy,
)

from citywright.city import City
from citywright.city.fingerprint import fingerprint
from citywright.energy import solve
from citywright.plan import Proof, make_plan, prove
from citywright.plan.hourly.cuts import with_cuts
from citywright.plan.hourly.joint import Joint, plan_with_power
from citywright.plan.hourly.network import plan_network
from citywright.plan.hourly.partner import PowerCut, PowerPartner
from citywright.plan.hourly.start import begin, start_cut
from citywright.plan.program import open_solver, run
from citywright.plan.program import solve as solve_program
from citywright.plan.proof.facts import gather
from citywright.plan.proof.hour_loads import money_of_network
from citywright.plan.proof.hour_rows import planned
from citywright.plan.result import COLUMNS
from made_plans import city_of

BY_HOUR = (
    "drawn",
    "demand",
    "power_years",
    "power_cost",
    "power_capacity",
    "power_mix",
    "power_prices",
)


def proved(tables: dict[str, pd.DataFrame] | None = None, city: City | None = None) -> Proof:
    plan, known = hourly_plan(), city or hourly_city()
    own = dict(plan.tables) if tables is None else tables
    return prove(known, plan.head(), own, fingerprint(known), hourly_evidence())


def test_the_plan_is_within_the_gap_and_its_proof_holds() -> None:
    plan, proof = hourly_plan(), proved()
    assert plan.gap <= TOLERANCE
    assert proof.ok, [c for c in proof.checks if not c.ok]
    assert proof.power == "hourly"
    assert proof.bound >= plan.objective - 1e-9 * abs(plan.objective)


def test_every_hour_of_every_planning_year_is_in_the_proof() -> None:
    hours = {c.name: c.count for c in proved().checks if c.name.endswith("every hour")}
    assert hours == {"plan: every hour": 8760, "without: every hour": 8760}


@pytest.mark.nightly
def test_power_costs_what_an_independent_solve_of_its_network_says() -> None:
    """The network of the certificate, solved anew to a finer gap, brackets the cost of the plan."""
    facts = gather(hourly_city(), True)
    operated = hourly_evidence().paths["plan"]
    found = solve(operated.prepared.network, 2e-4, workers=1)
    stated = float(hourly_plan().tables["power_cost"].set_index("path")["power_cost"]["plan"])
    money = money_of_network(facts)
    assert found.lower_bound * money <= stated * (1 + 1e-6)
    assert stated == pytest.approx(found.upper_bound * money, rel=0.02)


def test_no_other_demand_or_budget_costs_less_than_the_cut_says() -> None:
    """The one cut that carries the bound holds at the path without the plan too."""
    power, layout = hourly_plan().power, hourly_plan().tables
    assert power is not None
    cut: PowerCut = power.cut
    for path in ("plan", "without"):
        demand = layout["demand"][layout["demand"]["path"] == path]
        values = demand.set_index(["zone", "used_by", "power_year"])["demand"].to_xarray()
        years = layout["power_years"][layout["power_years"]["path"] == path]
        emitted = years.set_index("power_year")["power_emitted"].to_xarray()
        cost = layout["power_cost"].set_index("path")["power_cost"][path]
        assert cut.at(values, emitted) <= cost * (1 + 1e-9)


@pytest.mark.parametrize("table", BY_HOUR)
def test_one_altered_number_of_power_fails_the_proof(table: str) -> None:
    rng = np.random.default_rng(len(table))
    tables = dict(hourly_plan().tables)
    frame = tables[table]
    numbers = [c for c in COLUMNS[table] if pd.api.types.is_float_dtype(frame[c])]
    assert numbers
    for column in numbers:
        row = int(rng.integers(len(frame)))
        altered = frame.copy()
        altered.loc[altered.index[row], column] += 0.01 * max(
            1.0, abs(float(frame[column].iloc[row]))
        )
        assert not proved({**tables, table: altered}).ok, (column, row)


@pytest.mark.parametrize("table", BY_HOUR)
def test_a_lost_row_of_power_fails_the_proof(table: str) -> None:
    tables = dict(hourly_plan().tables)
    assert not proved({**tables, table: tables[table].iloc[1:]}).ok


def test_a_plan_by_the_hour_without_its_evidence_is_no_plan() -> None:
    plan, city = hourly_plan(), hourly_city()
    assert not prove(city, plan.head(), plan.tables, fingerprint(city)).ok


def test_evidence_of_another_load_is_refused() -> None:
    """The power of the path without the plan does not carry the plan."""
    hours = hourly_evidence()
    swapped = type(hours)(
        {"plan": hours.paths["without"], "without": hours.paths["plan"]},
        hours.multipliers,
        hours.outer,
    )
    plan, city = hourly_plan(), hourly_city()
    assert not prove(city, plan.head(), plan.tables, fingerprint(city), swapped).ok


def test_base_year_power_costs_nothing_beyond_the_accounts() -> None:
    """The price of the base year times its use is what the accounts hold: nothing is counted twice."""
    data = hourly_data()
    assert data.hours is not None
    assert data.hours.price == pytest.approx(0.4)
    assert set(planned(gather(hourly_city(), True)).years) == {2026}


def test_power_at_the_price_of_the_accounts_is_counted_once() -> None:
    """Where the system costs what the accounts pay, its cost and its credit cancel at every demand."""
    built = hourly_built()
    assert built.data.hours is not None
    program, layout = with_cuts(
        built.program, built.layout, [start_cut(built.data.hours, built.layout)]
    )
    found = run(open_solver(program.relaxed()))
    without = found.x.copy()
    without[int(layout.columns["power_cost"])] = 0.0
    without[layout.columns["demand"].to_numpy().ravel()] = 0.0
    assert float(layout.values("demand", found.x).sum()) > 0.0
    assert program.value(without) == pytest.approx(program.value(found.x), rel=1e-9)


@pytest.mark.nightly
def test_dearer_carbon_never_helps() -> None:
    """A tighter cap on the city's carbon lowers the plan, power and all."""
    toy = hourly_toy()
    for year in ("2024", "2025", "2026"):
        toy.put("carbon", (year,), "cap", "700")
    tight = make_plan(city_of(toy), TOLERANCE, workers=1)
    plan = hourly_plan()
    assert tight.objective <= plan.bound + 1e-9 * abs(plan.bound)


def test_one_program_given_whole_to_the_solver_has_the_same_optimum() -> None:
    """Plan and one week of power as a single mixed-integer program: its optimum lies in our bracket."""
    built = hourly_built()
    assert built.data.hours is not None
    network = short(plan_network(hourly_city(), built.data.hours), 1)
    first = begin(built.program, built.layout, built.data.hours, 1e-4)
    assert first is not None
    at = built.of("demand", first.x), built.of("power_emitted", first.x)
    with PowerPartner(network, built.data.hours, 1e-4, at, workers=1) as partner:
        joint = Joint(built.program, built.layout, partner, 1e-4, lambda step, gap: None)
        joint.ask(first.x)
        found = plan_with_power(joint)
    assert found is not None
    whole = solve_program(
        whole_program(network, built.program, built.layout), {"mip_rel_gap": 1e-7}
    )
    small = 1e-7 * abs(whole.value)
    assert found.found.fixed.value - small <= whole.value <= found.found.bound + small
    assert found.found.gap <= 1e-4
