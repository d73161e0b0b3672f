"""Figures of systems that the engine solved: vehicles, heat pumps, hydrogen, lossy and meshed lines."""

import numpy as np
import pandas as pd
import pytest

from citywright.energy import make_network, solve
from citywright.energy.explain import limit_facts, worths
from citywright.energy.looking import (
    cost_parts,
    dispatch,
    energy_by_kind,
    energy_flows,
    price_setters,
)
from citywright.energy.looking.charges import running_cost
from citywright.energy.looking.flows import unbalanced
from citywright.energy.looking.solved import seen
from citywright.report.energy import energy_document, energy_page

HOURS = 48


def system(meshed=False, more=None, fixed=False):
    """Three nodes, a heat net and a hydrogen store; `more` is (node, hour, MW) of extra demand."""
    rng = np.random.default_rng(4)
    hours = pd.date_range("2030-03-04", periods=HOURS, freq="h")
    h = hours.hour.to_numpy()
    nodes = pd.DataFrame({"x": [0.0, 1, 0, 2, 3], "y": [0.0, 0, 1, 2, 3], "shed_cost": 3000.0,
                          "carrier": ["AC", "AC", "AC", "heat", "H2"]}, ["A", "B", "C", "warm", "gas"])  # fmt: skip
    generators = pd.DataFrame(
        {"node": ["A", "B", "C", "A", "B"], "kind": ["pv", "wind", "coal", "gas", "import"],
         "capacity": [100.0, 50, 90, 120, 80], "expandable": [not fixed, not fixed, False, False, False],
         "capital_cost": [90.0, 120, 0, 0, 0], "marginal_cost": [0.0, 0, 30, 70, 90],
         "emission": [0.0, 0, 0.9, 0.4, 0]}, ["sun", "mill", "coal", "turbine", "border"],
    )  # fmt: skip
    tables = {
        "nodes": nodes, "generators": generators,
        "storage": pd.DataFrame({"node": ["B"], "kind": "battery", "capacity": 15.0, "hours": 3.0,
                                 "efficiency_in": 0.95, "efficiency_out": 0.95}, ["box"]),
        "lines": pd.DataFrame({"node0": ["A", "B", "C"], "node1": ["B", "C", "A"], "capacity": [40.0, 50, 30],
                               "reactance": [0.1, 0.1, 0.2] if meshed else np.nan,
                               "loss": 0.0 if meshed else 0.03}, ["AB", "BC", "CA"]),
        "links": pd.DataFrame({"node0": ["A", "A", "gas"], "node1": ["warm", "gas", "B"],
                               "kind": ["heat_pump", "electrolysis", "fuel_cell"], "capacity": [30.0, 15, 15],
                               "efficiency": [3.0, 0.7, 0.5]}, ["pump", "splitter", "cell"]),
        "stores": pd.DataFrame({"node": ["gas"], "kind": "hydrogen", "capacity": 100.0}, ["cave"]),
        "vehicles": pd.DataFrame({"node": ["C"], "number": 2000.0, "battery": 60.0, "charger": 7.0,
                                  "smart": 0.7, "v2g": 0.2, "plugged": 0.8, "driving": 0.3,
                                  "plain_charging": 0.3}, ["cars"]),
        "loads": pd.DataFrame({"node": ["A", "B", "C", "warm"], "sector": ["industry", "homes", "shops", "heat"]},
                              ["la", "lb", "lc", "lw"]),
        "limits": pd.DataFrame({"kind": ["carbon"], "value": [2500.0]}, ["cap"]),
    }  # fmt: skip
    demand = pd.DataFrame({n: v * (1 + 0.25 * np.sin(2 * np.pi * (h - 9) / 24)) * rng.normal(1, 0.03, HOURS)
                           for n, v in {"la": 90, "lb": 70, "lc": 60, "lw": 25}.items()}, hours)  # fmt: skip
    if more is not None:
        demand.loc[demand.index[more[1]], more[0]] += more[2]
    sun = np.clip(np.sin(np.pi * (h - 6) / 12), 0, None) * rng.uniform(0.5, 1, HOURS)
    wind = np.clip(rng.normal(0.35, 0.2, HOURS), 0, 1)
    series = {
        ("generators", "availability"): pd.DataFrame({"sun": sun, "mill": wind}, hours),
        ("loads", "demand"): demand,
    }
    return make_network("three nodes", hours, tables, series)


@pytest.fixture(scope="module", params=[False, True], ids=["lossy", "meshed"])
def solved(request):
    return solve(system(request.param))


@pytest.mark.parametrize("carrier", ["electricity", "heat", "H2"])
def test_every_hour_closes(solved, carrier) -> None:
    frame = dispatch(solved, carrier=carrier)
    parts = frame.drop(columns="demand", level=0).sum(axis=1)
    assert parts.to_numpy() == pytest.approx(frame["demand", ""].to_numpy(), abs=1e-6)


def test_flows_of_the_year_close_and_driving_is_a_use(solved) -> None:
    flows = energy_flows(solved, 0)
    assert unbalanced(flows).to_numpy() == pytest.approx(0, abs=1e-6)
    by = flows.groupby(["target_role", "target"])["value"].sum()
    driven = 2000 * 0.3 * HOURS * 1e-6  # smart and plain: 2,000 vehicles, 0.3 kWh an hour, in GWh
    assert by["sector", "vehicles"] == pytest.approx(driven, rel=1e-6)
    assert ("back", "fuel_cell") in set(zip(flows["source_role"], flows["source"], strict=True))


def test_parts_of_the_cost_are_the_objective(solved) -> None:
    whole = solved.objective + solved.objective_constant
    assert cost_parts(solved)["cost"].sum() == pytest.approx(whole, rel=1e-6)


def test_carbon_of_the_kinds_is_what_the_cap_counts(solved) -> None:
    row = limit_facts(solved).set_index("name").loc["cap"]
    assert energy_by_kind(solved)["carbon"].sum() == pytest.approx(row["used"])
    assert row["used"] <= row["value"] * (1 + 1e-6)


def test_capacity_that_is_built_below_its_bound_earns_its_cost(solved) -> None:
    """Zero profit: what one more MW is worth is what it costs (complementary slackness)."""
    table = worths(solved)
    built = solved.capacities.set_index(["component", "name"])["capacity"]
    for r in table[table["expandable"]].itertuples():
        if built[r.component, r.name] > 1e-3:
            assert r.worth == pytest.approx(r.capital_cost, rel=1e-3)


def test_one_more_megawatt_costs_what_its_setter_costs() -> None:
    """At hours whose price a unit sets: cost(demand + ε) − cost(demand) = ε · cost of that unit."""
    known = solve(system(fixed=True))
    setters = price_setters(known)
    cost = running_cost(seen(known), "generators")
    place = known.network.names("generators")
    sought = {"coal": "lc", "turbine": "la"}
    for name, load in sought.items():
        node = known.network.tables["loads"]["node"][load]
        keys = setters.keys.iloc[setters.codes[node].to_numpy()]
        hours = np.flatnonzero(
            (keys["rule"] == "unit").to_numpy() & (keys["name"] == name).to_numpy()
        )
        assert len(hours), name
        hour, more = int(hours[0]), 0.01
        dearer = solve(system(fixed=True, more=(load, hour, more)))
        rise = (dearer.objective - known.objective) / more
        assert rise == pytest.approx(cost[hour, place.get_loc(name)], rel=1e-2)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_can_be_shown(solved, lang) -> None:
    page = energy_page(solved, lang)
    assert "vehicles/cars" in page
    said = energy_document(solved)["sentences"][lang]
    assert said["price"]
    assert all("{" not in line for lines in said.values() for line in lines)
