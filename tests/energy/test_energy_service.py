"""The warm service: a changed year has the optimum of a cold solution; old cuts stay true."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.energy import PowerSystem, solve
from citywright.energy.affine import node_demand
from citywright.energy.changes import changed
from citywright.energy.errors import EnergyInfeasibleError
from citywright.energy.lowering import lowered
from citywright.energy.network import Network, make_network
from citywright.energy.planner import again
from citywright.energy.planner.descent import Search
from citywright.energy.planner.start import priced
from citywright.errors import UsageError

T = 72


class Opening(NamedTuple):
    """A search, and its point before and after the round at prices."""

    search: Search
    before: np.ndarray
    after: np.ndarray


def system() -> Network:
    """Two nodes, three days: sun and a battery to build, gas, coal with ramps, a carbon cap."""
    hours = np.arange(T)
    sun = np.maximum(0.0, np.sin((hours % 24 - 6) / 12 * np.pi)) * (1 + hours // 24) / 3
    demand = pd.DataFrame({
        "a": 60 + 15 * np.sin(hours / 24 * 2 * np.pi), "b": 40 + 10 * np.cos(hours / 7),
    })  # fmt: skip
    tables = {
        "nodes": pd.DataFrame({"shed_cost": [2000.0, 2000.0]}, index=["north", "south"]),
        "generators": pd.DataFrame(
            {
                "node": ["south", "north", "south"], "kind": ["pv", "gas", "coal"],
                "capacity": [0.0, 80.0, 60.0], "expandable": [True, False, False],
                "capital_cost": [60.0, 0.0, 0.0], "marginal_cost": [0.0, 70.0, 30.0],
                "emission": [0.0, 0.4, 0.9], "ramp_up": [np.inf, np.inf, 0.2],
                "ramp_down": [np.inf, np.inf, 0.2],
            },
            index=["pv", "gas", "coal"],
        ),
        "storage": pd.DataFrame(
            {"node": ["north"], "expandable": [True], "capital_cost": [20.0], "hours": [4.0],
             "efficiency_in": [0.95], "efficiency_out": [0.95]}, index=["battery"],
        ),
        "lines": pd.DataFrame(
            {"node0": ["north"], "node1": ["south"], "capacity": [50.0]}, index=["line"]
        ),
        "loads": pd.DataFrame({"node": ["north", "south"]}, index=["a", "b"]),
        "limits": pd.DataFrame({"kind": ["carbon"], "value": [3500.0]}, index=["cap"]),
    }  # fmt: skip
    series = {
        ("loads", "demand"): demand,
        ("generators", "availability"): pd.DataFrame({"pv": sun}),
    }
    return make_network("three days", pd.RangeIndex(T), tables, series)


def test_changed_years_are_those_of_cold_solutions() -> None:
    """Loads, cap and prices change three times; each bracket meets that of a cold whole solution."""
    network, load = system(), system().series["loads", "demand"]
    with PowerSystem(network, 1e-5, workers=1, block_hours=24) as warm:
        first = warm.resolve()
        assert first.solution.capacities["capacity"].min() >= 0.0
        for step in range(3):
            load = load * (1.0 + 0.02 * (step + 1))
            cap, prices = 3500.0 - 150.0 * step, {"gas": 70.0 + 5.0 * step}
            warm_year = warm.resolve(load=load, cap=cap, prices=prices)
            cold = solve(changed(network, load, cap, prices), 1e-9, method="whole")
            cost = cold.upper_bound + cold.objective_constant
            assert warm_year.lower_bound <= cost * (1 + 1e-9)
            assert warm_year.cost >= cost * (1 - 1e-9)
            assert warm_year.gap <= 1e-5


def openings(monkeypatch: pytest.MonkeyPatch, scale: float, cap: float) -> list[Opening]:
    """What stood before and after the round at prices of a year with another demand and cap."""
    network, seen = system(), []

    def watched(search: Search, z: np.ndarray, *how: object) -> np.ndarray:
        after = priced(search, z, *how)
        seen.append(Opening(search, z, after))
        return after

    monkeypatch.setattr(again, "priced", watched)
    with PowerSystem(network, 1e-4, workers=1, block_hours=24) as warm:
        warm.resolve()
        warm.resolve(load=network.series["loads", "demand"] * scale, cap=cap)
    return seen


def test_a_changed_year_begins_with_its_limits_at_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the old plan will not do; what the blocks then use becomes budgets that keep the cap."""
    (one,) = openings(monkeypatch, 1.08, 3200.0)
    coupling, units = one.search.coupling, one.search.program.outer.units
    budgets = coupling.places[:, coupling.parts["budget"]][:, 0]
    assert one.after[budgets].sum() == pytest.approx(3200.0)
    assert np.ptp(one.after[budgets]) > 0.0
    assert (one.after[:units] == one.before[:units]).all()


def test_a_year_that_hardly_changed_begins_at_the_old_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    assert openings(monkeypatch, 1.0 + 1e-9, 3500.0) == []


@settings(max_examples=25, deadline=None)
@given(
    scale=st.floats(0.5, 1.5), tilt=st.floats(-0.3, 0.3), cap=st.floats(1500.0, 6000.0),
)  # fmt: skip
def test_the_lower_model_is_below_every_other_year(scale: float, tilt: float, cap: float) -> None:
    """constant + price · demand + price · cap <= cost, for any demand and any cap."""
    network = system()
    load = network.series["loads", "demand"] * scale
    load["a"] *= 1.0 + tilt * np.sin(np.arange(T) / 5)
    other = changed(network, load, cap)
    solution = solve(other, 1e-9, method="whole")
    cost = solution.upper_bound + solution.objective_constant
    model = MODEL[0]
    low = model.value(node_demand(lowered(other)), {"cap": cap})
    assert low <= cost * (1 + 1e-9)


def test_the_lower_model_is_tight_where_it_was_made() -> None:
    model, bound, network = MODEL
    at_home = model.value(node_demand(lowered(network)), {"cap": 3500.0})
    assert at_home == pytest.approx(bound, rel=1e-6)


def _model() -> tuple:
    network = system()
    with PowerSystem(network, 1e-6, workers=1, block_hours=24) as warm:
        year = warm.resolve()
        return year.model, year.lower_bound, network


MODEL = _model()


def test_what_cannot_be_changed_is_named() -> None:
    network = system()
    with pytest.raises(UsageError, match="nuclear"):
        changed(network, prices={"nuclear": 1.0})
    with pytest.raises(UsageError, match="71"):
        changed(network, load=network.series["loads", "demand"].iloc[:71])
    two = dict(network.tables) | {
        "limits": pd.DataFrame({"kind": ["carbon", "green"], "value": [1.0, 0.1]}, index=["c", "g"])
    }
    with pytest.raises(UsageError, match="c, g"):
        changed(make_network("two", network.hours, two, network.series), cap=3.0)


def test_an_infeasible_network_says_where_and_when() -> None:
    """Nothing may be shed, gas is away for three hours, and the line is too thin for the rest."""
    network = system()
    tables = dict(network.tables)
    tables["nodes"] = tables["nodes"].assign(shed_cost=np.inf)
    tables["storage"] = tables["storage"].iloc[:0]
    away = np.ones(T)
    away[53:56] = 0.0
    series = dict(network.series)
    series["generators", "availability"] = series["generators", "availability"].assign(gas=away)
    bad = make_network("no gas", network.hours, tables, series)
    for method in ("whole", "weeks"):
        with pytest.raises(EnergyInfeasibleError) as caught:
            solve(bad, method=method, block_hours=24, workers=1)
        first = caught.value.clashes[0]
        assert (first.limit, first.first, first.last, first.hours) == ("balance", "53", "55", 3)
        assert first.item.startswith("north")
        lacking = sum(network.series["loads", "demand"]["a"].iloc[53:56] - 50.0)
        assert first.amount == pytest.approx(lacking, rel=1e-5)
        assert "lines/line" in [c.item for c in caught.value.clashes]
