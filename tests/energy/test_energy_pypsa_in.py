"""A PyPSA network in our words: where each attribute lands, what is refused, all at once."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypsa
import pytest
from made_pypsa import made, saved

from citywright.energy.check import check_network
from citywright.energy.interchange import InterchangeError, read_pypsa
from citywright.energy.network import Network

PEERS = Path(__file__).parent / "peers"
ALL = [
    "coal",
    "storage",
    "hydrogen",
    "mesh",
    "carbon",
    "energy",
    "capacity",
    "weights",
    "odd",
    "modules",
]


def small(**bus: Any) -> pypsa.Network:
    """One bus, a load, a plant."""
    n = pypsa.Network(name="small", snapshots=range(4))
    n.add("Carrier", "gas", co2_emissions=0.2)
    n.add("Bus", "a", **bus)
    n.add("Load", "use", bus="a", p_set=[5.0, 6.0, 7.0, 8.0])
    n.add(
        "Generator", "plant", bus="a", p_nom=10.0, carrier="gas", efficiency=0.4, marginal_cost=30.0
    )
    return n


def refusals(n: pypsa.Network) -> set[tuple[str, str, tuple[str, ...]]]:
    with pytest.raises(InterchangeError) as caught:
        read_pypsa(n)
    for lang in ("en", "zh"):
        assert len(caught.value.text(lang).splitlines()) == 1 + len(caught.value.notes)
    return {(x.component, x.attribute, x.names) for x in caught.value.notes}


def same(a: Network, b: Network) -> None:
    for component, table in a.tables.items():
        pd.testing.assert_frame_equal(table, b.tables[component].loc[table.index], check_exact=True)
    assert set(a.series) == set(b.series)
    for key, frame in a.series.items():
        np.testing.assert_array_equal(frame.to_numpy(), b.series[key][frame.columns].to_numpy())
    assert a.hours.equals(b.hours)
    assert a.weights.equals(b.weights)
    assert a.years.equals(b.years)


@pytest.mark.parametrize("features", [ALL, ["periods", "vintages", "storage", "hydrogen"]])
def test_the_same_network_by_every_way(features: list[str], tmp_path: Path) -> None:
    """Live, netCDF and CSV folder are one network; and it is a sound one."""
    n = made(11, features, 12)
    live = read_pypsa(n)
    assert not check_network(live.network).errors
    for source in (saved(n, tmp_path / "n.nc"), str(saved(n, tmp_path / "n"))):
        read = read_pypsa(source)
        same(live.network, read.network)
        assert read.objective_constant == live.objective_constant


def test_generators_land_where_they_should() -> None:
    n = small()
    n.generators.loc["plant", ["ramp_limit_up", "e_sum_max", "build_year"]] = [0.3, 25.0, 2020]
    n.generators.loc["plant", ["committable", "start_up_cost", "min_up_time"]] = [True, 70.0, 3]
    n.generators_t.p_min_pu = pd.DataFrame({"plant": [0.1, 0.2, 0.1, 0.1]}, index=n.snapshots)
    network = read_pypsa(n).network
    plant = network.tables["generators"].loc["plant"]
    expected = {
        "node": "a", "kind": "gas", "capacity": 10.0, "expandable": False, "marginal_cost": 30.0,
        "emission": 0.5, "availability": 1.0, "ramp_up": 0.3, "ramp_down": np.inf, "energy_min": -np.inf,
        "energy_max": 25.0, "committable": True, "start_cost": 70.0, "min_up": 3.0, "up_before": 1.0,
        "build_year": 2020.0,
    }  # fmt: skip
    assert {a: plant[a] for a in expected} == expected
    np.testing.assert_array_equal(
        network.by_hour("generators", "must_run")[:, 0], [0.1, 0.2, 0.1, 0.1]
    )
    np.testing.assert_array_equal(network.by_hour("loads", "demand")[:, 0], [5.0, 6.0, 7.0, 8.0])


def test_what_takes_is_turned_around() -> None:
    """sign = -1: -max <= output <= -min, it earns what it costs and rises as it falls."""
    n = small()
    n.add("Generator", "sale", bus="a", sign=-1, p_nom=4.0, p_min_pu=0.25, p_max_pu=[1, 0.5, 1, 1],
          marginal_cost=7.0, ramp_limit_up=0.2)  # fmt: skip
    network = read_pypsa(n).network
    sale = network.tables["generators"].loc["sale"]
    assert (sale["marginal_cost"], sale["ramp_down"], sale["ramp_up"]) == (-7.0, 0.2, np.inf)
    np.testing.assert_array_equal(
        network.by_hour("generators", "must_run")[:, 1], [-1, -0.5, -1, -1]
    )
    np.testing.assert_array_equal(network.by_hour("generators", "availability")[:, 1], [-0.25] * 4)


def test_a_fixed_output_is_both_limits() -> None:
    n = small()
    n.generators_t.p_set = pd.DataFrame({"plant": [np.nan, 4.0, np.nan, 10.0]}, index=n.snapshots)
    network = read_pypsa(n).network
    np.testing.assert_array_equal(network.by_hour("generators", "must_run")[:, 0], [0, 0.4, 0, 1])
    np.testing.assert_array_equal(
        network.by_hour("generators", "availability")[:, 0], [1, 0.4, 1, 1]
    )


def test_overnight_cost_is_paid_as_pypsa_pays_it() -> None:
    n = small()
    for k, (rate, life) in enumerate(((0.07, 25.0), (0.0, 20.0), (0.05, np.inf))):
        n.add("Generator", f"new {k}", bus="a", p_nom_extendable=True, overnight_cost=1e6,
              discount_rate=rate, lifetime=life, fom_cost=12.0)  # fmt: skip
    n.snapshot_weightings["objective"] = 2190.0
    table = read_pypsa(n).network.tables["generators"]
    theirs = n.c.generators.periodized_cost.to_series()
    np.testing.assert_allclose(table["capital_cost"], theirs[table.index], rtol=1e-14)
    # 1e6 · 0.07 / (1 - 1.07^-25) = 85,810.5 a year
    assert table["capital_cost"]["new 0"] == pytest.approx(85_810.5172 + 12.0, abs=1e-3)


def test_impedances_are_those_of_pypsas_voltage_law() -> None:
    """x in alternating, r in direct current; transformers and types as PyPSA converts them."""
    n = made(5, ["mesh"])
    lines = read_pypsa(n).network.tables["lines"]
    n.calculate_dependent_values()
    n.determine_network_topology()
    for branches, attribute in (
        (n.lines, "x_pu_eff"),
        (n.transformers, "x_pu_eff"),
        (n.lines, "r_pu_eff"),
    ):
        carrier = branches["sub_network"].map(n.sub_networks["carrier"])
        own = branches[(carrier == "AC") == (attribute == "x_pu_eff")]
        np.testing.assert_allclose(lines["reactance"][own.index], own[attribute], rtol=1e-14)
    assert lines["kind"]["a"] == "transformer"


def test_levels_close_as_the_flags_say() -> None:
    """With periods PyPSA reads the flags per period, cyclic before initial; without, it does not."""
    flags = (
        "cyclic_state_of_charge",
        "cyclic_state_of_charge_per_period",
        "state_of_charge_initial_per_period",
    )
    expected = {
        (False, False, False): (False, False), (True, False, False): (True, False),
        (False, True, False): (True, True), (True, True, True): (True, True),
        (False, False, True): (False, True), (True, False, True): (False, True),
    }  # fmt: skip
    n = made(1, ["periods"], 8)
    flat = small()
    for k, given in enumerate(expected):
        for network in (n, flat):
            network.add(
                "StorageUnit", f"s{k}", bus="a", p_nom=1.0, **dict(zip(flags, given, strict=True))
            )
    table, without = (read_pypsa(x).network.tables["storage"] for x in (n, flat))
    for k, (given, meant) in enumerate(expected.items()):
        assert tuple(table.loc[f"s{k}", ["cyclic", "per_year"]]) == meant, given
        assert without["cyclic"][f"s{k}"] == given[0]


def test_an_initial_level_loses_nothing_in_the_first_snapshot() -> None:
    """Ours loses (1 - loss)^h, so it begins higher by that; and so does a limit on what is stored."""
    n = small()
    n.snapshot_weightings["stores"] = 3.0
    n.add("Store", "tank", bus="a", carrier="gas", e_nom=100.0, e_initial=50.0, standing_loss=0.1)
    n.add("GlobalConstraint", "co2", sense="<=", constant=5.0)
    network = read_pypsa(n).network
    initial = network.tables["stores"]["initial"]["tank"]
    assert initial * 0.9**3 == pytest.approx(50.0)
    assert network.tables["limits"]["value"]["co2"] == pytest.approx(5.0 + 0.2 * (initial - 50.0))


def test_limits_of_capacity_count_what_is_in_place() -> None:
    n = small()
    n.add("Generator", "more", bus="a", carrier="gas", p_nom_extendable=True, capital_cost=1.0)
    n.add(
        "GlobalConstraint",
        "cap",
        type="tech_capacity_expansion_limit",
        carrier_attribute="gas",
        constant=3.0,
        sense="<=",
    )
    row = read_pypsa(n).network.tables["limits"].loc["cap"]
    assert (row["kind"], row["subject"], row["value"]) == ("capacity", "gas", 13.0)


def test_every_refusal_at_once() -> None:
    """Nothing is dropped in silence: all of it is said, by component, attribute and name."""
    n = small()
    n.add("Bus", ["b", "c"])
    n.add("Generator", "curved", bus="a", marginal_cost_quadratic=0.1)
    n.add("Generator", "both", bus="a", committable=True, p_nom_extendable=True, stand_by_cost=3.0)
    n.add("Generator", "odd", bus="a", sign=0.5)
    n.add("Generator", "fixed", bus="a", p_nom=2.0, p_set=3.0)
    n.add("StorageUnit", "held", bus="a", state_of_charge_set=5.0)
    n.add("Store", "below", bus="a", e_min_pu=-1.0)
    n.add("Link", "late", bus0="a", bus1="b", delay=2, committable=True)
    n.add("Link", "many", bus0="a", bus1="b", bus5="c", efficiency5=0.2)
    for k, (x, y) in enumerate((("a", "b"), ("b", "c"), ("c", "a"))):
        n.add("Line", f"l{k}", bus0=x, bus1=y, x=0.0 if k == 1 else 1.0)
    n.add("Line", "typed", bus0="a", bus1="b", x=1.0)
    n.lines.loc["typed", "type"] = "no such type"
    n.add("Transformer", "t", bus0="a", bus1="c", x=0.1, s_nom=1.0, phase_shift=30.0)
    n.add("GlobalConstraint", "strange", type="something", constant=1.0)
    assert refusals(n) == {
        ("generators", "marginal_cost_quadratic", ("curved",)),
        ("generators", "stand_by_cost", ("both",)),
        ("generators", "committable", ("both",)),
        ("generators", "sign", ("odd",)),
        ("generators", "p_set", ("fixed",)),
        ("storage_units", "state_of_charge_set", ("held",)),
        ("stores", "e_min_pu", ("below",)),
        ("links", "delay", ("late",)),
        ("links", "committable", ("late",)),
        ("links", "bus1", ("many",)),
        ("lines", "x", ("l1",)),
        ("lines", "type", ("typed",)),
        ("transformers", "phase_shift", ("t",)),
        ("global_constraints", "type", ("strange",)),
    }


def test_unknown_buses_are_refused() -> None:
    n = small()
    n.generators.loc["plant", "bus"] = "nowhere"
    assert refusals(n) == {("generators", "bus", ("plant",))}


def test_what_matters_not_is_not_refused() -> None:
    """A phase shift on a bridge, a start limit without commitment, a delay at no end."""
    n = small()
    n.add("Bus", "b")
    n.add("Transformer", "t", bus0="a", bus1="b", x=0.1, s_nom=9.0, phase_shift=30.0)
    n.add("Line", "endless", bus0="a", bus1="b", x=np.inf, s_nom=1.0)
    n.generators.loc["plant", "ramp_limit_start_up"] = 0.5
    n.add("ShuntImpedance", "s", bus="b", g=0.1)
    n.add("Load", "off", bus="b", p_set=9.0, active=False)
    read = read_pypsa(n)
    assert np.isnan(read.network.tables["lines"]["reactance"]["endless"])
    assert {(x.treatment, x.component, x.names) for x in read.notes} == {
        ("ignored", "shunt_impedances", ("s",)), ("ignored", "loads", ("off",)),
    }  # fmt: skip
    assert "off" not in read.network.names("loads")


def test_stochastic_networks_are_refused(tmp_path: Path) -> None:
    n = small()
    n.set_scenarios({"wet": 0.4, "dry": 0.6})
    assert ("scenarios", "", ("wet", "dry")) in refusals(n)


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda p: p / "none.nc", "no_file"),
        (
            lambda p: (p / "broken.nc").write_bytes(b"CDF\x01 no netCDF") and p / "broken.nc",
            "not_netcdf",
        ),
        (lambda p: p, "no_buses"),
        (lambda _: 3, "no_network"),
    ],
)
def test_what_is_no_network_is_said(make: Any, key: str, tmp_path: Path) -> None:
    with pytest.raises(InterchangeError) as caught:
        read_pypsa(make(tmp_path))
    assert caught.value.key == f"energy.interchange.{key}"


def test_a_series_of_the_wrong_length_is_said(tmp_path: Path) -> None:
    saved(made(2, [], 6), tmp_path)
    series = pd.read_csv(tmp_path / "loads-p_set.csv", index_col=0)
    series.iloc[:-1].to_csv(tmp_path / "loads-p_set.csv")
    with pytest.raises(InterchangeError) as caught:
        read_pypsa(tmp_path)
    assert caught.value.values["found"] == 5
    assert caught.value.values["expected"] == 6


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("generators.csv", "not_number"),
        ("loads-p_set.csv", "not_number"),
        ("meta.json", "not_json"),
    ],
)
def test_cells_that_are_no_numbers_are_said(file: str, key: str, tmp_path: Path) -> None:
    saved(made(2, [], 6), tmp_path)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("60.0", "=cmd()").replace("0.", "x.", 5).replace("{}", "{"), encoding="utf-8"
    )
    with pytest.raises(InterchangeError) as caught:
        read_pypsa(tmp_path)
    assert caught.value.key == f"energy.interchange.{key}"


@pytest.mark.parametrize(
    ("name", "constant"), [("ac-dc-meshed", 21915277.518279), ("storage-hvdc", 1211329.780477)]
)
def test_peers_networks_from_their_files(name: str, constant: float) -> None:
    """PyPSA's own examples as CSV folders; PyPSA 1.4 states this `objective_constant` for them."""
    read = read_pypsa(PEERS / name)
    assert read.objective_constant == pytest.approx(constant, rel=1e-12)
    assert not check_network(read.network).errors
    assert not read.notes
