"""A network as a PyPSA network: out and in again it is the same, and so is its optimum."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pypsa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_pypsa import FEATURES, made, optimum

from citywright.energy import Network, make_network, solve
from citywright.energy.interchange import (
    InterchangeError,
    fill_results,
    not_kept,
    read_pypsa,
    to_pypsa,
    write_pypsa,
)  # fmt: skip

HOURS = pd.RangeIndex(12)


def own_network(*, reserve: float = 0.0, **more: pd.DataFrame) -> Network:
    """Our own words: shedding, level limits, losses, a fleet, heat pumps, flexible loads, a carbon price."""
    rng = np.random.default_rng(1)
    tables = {
        "nodes": pd.DataFrame({"shed_cost": [3000.0, np.inf]}, index=["x", "y"]),
        "generators": pd.DataFrame(
            {"node": ["x", "y", "y"], "kind": ["gas", "pv", "gas"], "capacity": [80.0, 60.0, 40.0],
             "marginal_cost": [50.0, 0.0, 20.0], "emission": [0.4, 0.0, 0.9]}, index=["g", "p", "c"]),
        "storage": pd.DataFrame(
            {"node": ["y", "x"], "kind": "battery", "capacity": [15.0, 0.0], "expandable": [False, True],
             "capacity_max": [0.0, 30.0], "capital_cost": [0.0, 5.0], "hours": 4.0, "efficiency_in": 0.9,
             "efficiency_out": 0.92, "level_min": [0.2, 0.0], "initial": [30.0, 0.0], "cyclic": [False, True],
             "standing_loss": 0.001, "spill_cost": [2.0, 0.0]}, index=["b", "e"]),
        "lines": pd.DataFrame({"node0": "x", "node1": "y", "capacity": [20.0, 10.0], "loss": [0.05, 0.0]}, index=["l", "m"]),
        "loads": pd.DataFrame({"node": ["x", "y"], "sector": ["s", "t"]}, index=["lx", "ly"]),
        "vehicles": pd.DataFrame({"node": "x", "number": 1000.0, "battery": 50.0, "charger": 7.0, "smart": 0.6, "v2g": 0.2,
                                  "driving": 0.4, "plain_charging": 0.4, "plugged": 0.8}, index=["fleet"]),
        "heat_pumps": pd.DataFrame({"node": "y", "heat": 9.0, "store_hours": 2.0}, index=["warm"]),
        "flexible_loads": pd.DataFrame({"node": "y", "kind": "response", "power": 5.0, "cost": 40.0, "window": 2.0}, index=["shift"]),
        "limits": pd.DataFrame({"kind": "carbon", "value": 300.0}, index=["cap"]),
        **more,
    }  # fmt: skip
    series = {
        ("loads", "demand"): pd.DataFrame(
            {"lx": rng.uniform(50, 110, 12), "ly": rng.uniform(20, 60, 12)}, index=HOURS
        ),
        ("generators", "availability"): pd.DataFrame({"p": rng.uniform(0, 1, 12)}, index=HOURS),
        ("storage", "inflow"): pd.DataFrame({"b": rng.uniform(0, 3, 12)}, index=HOURS),
    }
    years = pd.DataFrame({"weight": [1.0], "carbon_price": [12.0]}, index=[0])
    return make_network("own", HOURS, tables, series, years=years, reserve=reserve)


def assert_same(a: Network, b: Network) -> None:
    """The same to the rounding of a product and a quotient (emissions, initial levels)."""
    for component, table in a.tables.items():
        other = b.tables[component].loc[table.index]
        assert len(b.tables[component]) == len(table)
        pd.testing.assert_frame_equal(table, other, rtol=1e-13, atol=0.0)
    assert set(a.series) == set(b.series)
    for key, frame in a.series.items():
        other = b.series[key][frame.columns]
        np.testing.assert_allclose(other, frame, rtol=1e-13, err_msg=str(key))
    assert a.hours.equals(b.hours)
    pd.testing.assert_frame_equal(a.years, b.years, check_index_type=False)
    np.testing.assert_array_equal(a.weights, b.weights)


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    seed=st.integers(0, 10_000),
    features=st.sets(st.sampled_from(sorted(set(FEATURES) - {"vintages", "stored_carbon"}))),
    several=st.booleans(),
)
def test_in_out_in_changes_nothing(seed: int, features: set[str], several: bool) -> None:
    chosen = features - {"energy", "capacity"} if several else features
    order = [f for f in FEATURES if f in chosen]
    first = read_pypsa(made(seed, ["periods", "vintages", *order] if several else order, 6)).network
    assert_same(first, read_pypsa(to_pypsa(first)).network)


@pytest.mark.parametrize("name", ["n.nc", "folder"])
def test_files_hold_what_the_object_holds(name: str, tmp_path: Path) -> None:
    first = read_pypsa(
        made(8, ["storage", "hydrogen", "mesh", "stored_carbon", "carbon"], 6)
    ).network
    write_pypsa(first, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert_same(first, read_pypsa(tmp_path / name).network)


def test_pypsa_finds_our_optimum_of_our_own_components() -> None:
    """Fleets, heat pumps, flexible loads, shedding, level limits, losses, a price of carbon."""
    network = own_network()
    assert not not_kept(network)
    n = to_pypsa(network)
    solution = solve(network, 1e-8)
    found = optimum(n)
    slack = 1e-6 * abs(found)
    assert solution.lower_bound - slack <= found <= solution.upper_bound + slack


def test_results_are_filled_and_balance() -> None:
    """What flows into every bus of the filled network flows out of it; capacities and cost are there."""
    network = own_network()
    n, solution = to_pypsa(network), solve(network, 1e-8)
    fill_results(n, solution)
    rest = pd.DataFrame(0.0, index=n.snapshots, columns=n.buses.index)
    for part in (n.c.generators, n.c.storage_units, n.c.stores, n.c.loads):
        for name, row in part.static.iterrows():
            rest[row["bus"]] += part.dynamic["p"][name] * row["sign"]
    for part in (n.c.lines, n.c.links):
        for name, row in part.static.iterrows():
            for end in (c for c in part.static.columns if c.startswith("bus") and row[c]):
                rest[row[end]] -= part.dynamic[f"p{end[3:]}"][name]
    assert rest.abs().to_numpy().max() < 1e-8
    assert n.objective == solution.objective
    assert n.storage_units.p_nom_opt["e"] == pytest.approx(
        solution.capacities.set_index("name")["capacity"]["e"]
    )


def test_results_are_those_of_pypsa() -> None:
    """Where the optimum is unique: capacities, levels, prices, what is not running at 0."""
    features = ["coal", "storage", "hydrogen", "carbon", "weights", "odd"]
    n, m = made(3, features), made(3, features)
    optimum(n)
    fill_results(m, solve(read_pypsa(m).network, 1e-9))
    for part, attribute in (
        ("buses", "marginal_price"), ("generators", "p"), ("storage_units", "state_of_charge"),
        ("storage_units", "p"), ("stores", "e"), ("loads", "p"),
    ):  # fmt: skip
        theirs, ours = (getattr(x.c, part).dynamic[attribute] for x in (n, m))
        np.testing.assert_allclose(
            ours[theirs.columns], theirs, atol=1e-6, err_msg=f"{part} {attribute}"
        )
    np.testing.assert_allclose(m.generators.p_nom_opt, n.generators.p_nom_opt, atol=1e-6)
    assert m.objective == pytest.approx(n.objective, rel=1e-9)


def test_what_pypsa_cannot_hold_is_said() -> None:
    limits = pd.DataFrame(
        {"kind": ["green", "adequacy"], "value": [0.1, 0.05]}, index=["green", "firm"]
    )
    groups = pd.DataFrame({"limit_up": [9.0]}, index=["plant"])
    lines = pd.DataFrame(
        {"node0": "x", "node1": "y", "capacity": 9.0, "loss": 0.1, "expandable": True}, index=["l"]
    )
    network = own_network(reserve=0.1, limits=limits, groups=groups, lines=lines)
    said = {(x.component, x.attribute, x.names) for x in not_kept(network)}
    assert said == {
        ("limits", "green", ("green",)), ("limits", "adequacy", ("firm",)), ("groups", "", ("plant",)),
        ("network", "reserve", ()), ("lines", "loss", ("l",)),
    }  # fmt: skip
    assert len(to_pypsa(network).meta["not_kept"]) == len(said)
    assert all(x.text(lang) for x in not_kept(network) for lang in ("en", "zh"))


def test_a_folder_that_holds_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(InterchangeError) as caught:
        write_pypsa(own_network(), tmp_path)
    assert caught.value.key == "energy.interchange.folder_taken"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_without_pypsa_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pypsa.__name__ in sys.modules
    monkeypatch.setitem(sys.modules, "pypsa", None)
    with pytest.raises(InterchangeError, match=r"citywright\[pypsa\]"):
        to_pypsa(own_network())
