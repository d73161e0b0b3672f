"""Figures of a solved network: worked out by hand, and laws that hold for all of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citywright.energy.looking import (
    capacity_by_kind,
    clock,
    cost_parts,
    curtailment,
    day_hour,
    dispatch,
    duration,
    duration_curves,
    energy_by_kind,
    energy_flows,
    heat_maps,
    level_shares,
    levels,
    levels_by_kind,
    line_use,
    node_map,
    node_prices,
    price_spread,
    week,
    weeks,
)
from citywright.energy.looking.durations import thinned
from citywright.energy.looking.flows import unbalanced
from energy_seen_systems import SHORT, SURPLUS, large, make_network, small

NETWORK = small().network
NIGHTS = 48 - 14
"""Hours without sun; of the 14 with sun one is SURPLUS, of the others one is SHORT."""


@pytest.fixture(scope="module")
def solved():
    return small()


@pytest.fixture(scope="module")
def year():
    return large()


def test_dispatch_of_an_hour(solved) -> None:
    frame = dispatch(solved)
    assert dict(frame.iloc[0][lambda row: row != 0]) == {
        ("generation", "gas"): 40, ("generation", "coal"): 90, ("demand", ""): 130,
    }  # fmt: skip
    short = frame.iloc[SHORT]
    assert short["shed", ""] == pytest.approx(3.52)
    assert short["discharge", "battery"] == pytest.approx(6.48)
    assert frame.iloc[SURPLUS]["charge", "battery"] == -8
    assert "import" not in frame.columns.get_level_values(0)


def test_dispatch_of_a_node_knows_its_neighbours(solved) -> None:
    frame = dispatch(solved, ["A"])
    assert frame["import", ""].iloc[0] == 30
    assert frame["export", ""].iloc[SURPLUS] == -30
    assert frame["generation"].columns.tolist() == ["pv", "gas"]


@pytest.mark.parametrize("nodes", [None, ["A"], ["B"]])
def test_parts_add_to_demand_in_every_hour(solved, nodes) -> None:
    frame = dispatch(solved, nodes)
    parts = frame.drop(columns="demand", level=0).sum(axis=1)
    assert parts.to_numpy() == pytest.approx(frame["demand", ""].to_numpy(), abs=1e-9)


@pytest.mark.parametrize("carrier", ["electricity", "heat"])
def test_parts_add_to_demand_with_conversion_and_storage(year, carrier) -> None:
    frame = dispatch(year, carrier=carrier)
    parts = frame.drop(columns="demand", level=0).sum(axis=1)
    assert parts.to_numpy() == pytest.approx(frame["demand", ""].to_numpy(), abs=1e-5)
    for node in ("N1", "N4"):
        frame = dispatch(year, [node])
        parts = frame.drop(columns="demand", level=0).sum(axis=1)
        assert parts.to_numpy() == pytest.approx(frame["demand", ""].to_numpy(), abs=1e-5)


def test_inner_places_close_over_the_year(year) -> None:
    flows = energy_flows(year, 0)
    assert ("ambient", "") in set(zip(flows["source_role"], flows["source"], strict=True))
    assert unbalanced(flows).to_numpy() == pytest.approx(0, abs=1e-6)


def test_weeks_of_a_whole_year(year) -> None:
    table = weeks(year)
    assert len(table) == 53
    assert (table["end"] - table["first"]).sum() == 8760
    assert week(year, 53).equals(dispatch(year).iloc[52 * 168 :])


def test_weeks_cover_the_year_once(solved) -> None:
    table = weeks(solved)
    assert table.to_numpy().tolist() == [[0, 1, 0, 48]]
    assert len(week(solved, 1)) == 48
    with pytest.raises(KeyError):
        week(solved, 2)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.data())
def test_duration_curve_is_a_sorted_permutation(values, data) -> None:
    weights = data.draw(
        st.lists(st.floats(0.1, 50), min_size=len(values), max_size=len(values)), "weights"
    )
    curve = duration(np.array(values), np.array(weights))
    assert sorted(curve["value"], reverse=True) == curve["value"].tolist()
    assert sorted(curve["value"]) == sorted(values)
    assert curve["hours"].iloc[-1] == pytest.approx(sum(weights))
    area = curve["value"].to_numpy() @ np.diff(curve["hours"], prepend=0.0)
    assert area == pytest.approx(float(np.dot(values, weights)), rel=1e-6, abs=1e-3)


def test_duration_curves_by_hand(solved) -> None:
    curves = duration_curves(solved, 0)
    assert curves["load"]["value"].iloc[0] == 200
    assert curves["load"]["value"].iloc[-1] == 80
    assert curves["residual"]["value"].iloc[-1] == 80 - 60  # what PV could give, used or not
    assert curves["residual"]["value"].iloc[0] == 200
    dearest = (140 * 3000 + 60 * 30) / 200
    assert curves["price"]["value"].iloc[0] == pytest.approx(dearest)
    drawn = thinned(curves["load"], 7)
    assert drawn.iloc[[0, -1]].equals(curves["load"].iloc[[0, -1]])


def test_prices_by_hand(solved) -> None:
    table = node_prices(solved).set_index("node")
    sun = 14 - 1
    energy = 70 * (48 - 2) + 20 + 140
    paid = (70 * (64 * (NIGHTS - 1) + 30 * sun) + 140 * 3000) / energy
    assert table["paid"]["A"] == pytest.approx(paid)
    assert table["mean"]["A"] == pytest.approx((64 * (NIGHTS - 1) + 30 * sun + 3000) / 48)
    assert table.loc["B", ["mean", "paid", "low", "high"]].tolist() == [30, 30, 30, 30]
    assert table["free_hours"].to_dict() == {"A": 1, "B": 0}
    assert table["above_hours"].to_dict() == {"A": 1, "B": 0}
    spread = price_spread(solved)["spread"]
    assert spread.iloc[0] == 34
    assert spread.iloc[SURPLUS] == 30
    assert spread.iloc[10] == 0


def test_use_and_rent_of_a_line(solved) -> None:
    """Rent is what buyers pay more than sellers receive: price difference times flow."""
    row = line_use(solved).iloc[0]
    assert row["full_hours"] == NIGHTS + 1
    assert row["use"] == pytest.approx((30 * (NIGHTS + 1) + 10 * 13) / (30 * 48))
    assert row["rent"] == pytest.approx(34 * 30 * (NIGHTS - 1) + 2970 * 30 + 30 * 30)
    assert (row["forward"], row["backward"]) == pytest.approx((0.03, 0.03 * NIGHTS + 0.13))


def test_rent_closes_the_accounts_of_the_market(solved) -> None:
    """What demand pays is what all feeders earn, and the rent of the lines."""
    paid = sum(
        float(solved.hourly["nodes", "price"][n] @ (solved.hourly["nodes", "demand"][n] - solved.hourly["nodes", "shed"][n]))
        for n in ("A", "B")
    )  # fmt: skip
    table = energy_by_kind(solved)
    assert table["value"].sum() == pytest.approx(paid)


def test_capacity_before_and_added(solved) -> None:
    table = capacity_by_kind(solved).set_index("kind")
    assert table.loc["pv", ["capacity", "before", "added"]].tolist() == [60, 40, 20]
    assert table["added"].drop("pv").tolist() == [0, 0, 0, 0]
    by_node = capacity_by_kind(solved, by_node=True)
    assert by_node["capacity"].sum() == table["capacity"].sum()


def test_levels_and_shares(solved) -> None:
    assert levels(solved)["box"].iloc[SURPLUS] == pytest.approx(7.2e-3)
    assert level_shares(solved)["box"].max() == pytest.approx(0.9)
    level, room = levels_by_kind(solved)
    assert room["battery"].unique().tolist() == [0.008]
    assert level["battery"].sum() == pytest.approx(7 * 7.2e-3)


def test_heat_map_is_the_year(solved) -> None:
    sheets = heat_maps(solved, 0)
    assert all(sheet.shape == (2, 24) for sheet in sheets.values())
    assert sheets["demand"].to_numpy().sum() == pytest.approx(130 * 48 - 50 + 70)
    assert sheets["pv"].loc["2030-01-01", SURPLUS] == 58
    assert sheets["residual"].loc["2030-01-02", 12] == 130 - 60
    assert list(sheets["price"].index) == ["2030-01-01", "2030-01-02"]


@given(st.integers(1, 5), st.integers(0, 1000))
def test_sheet_sums_to_the_year(days, seed) -> None:
    values = np.random.default_rng(seed).normal(size=48) * days
    assert np.nansum(day_hour(values, NETWORK, 0).to_numpy()) == pytest.approx(values.sum())


def test_hours_without_a_calendar_are_counted() -> None:
    network = make_network("plain", pd.RangeIndex(50), {})
    when = clock(network)
    assert when.iloc[[0, 23, 24, 49]][["day", "hour"]].to_numpy().tolist() == [
        ["1", 0], ["1", 23], ["2", 0], ["3", 1],
    ]  # fmt: skip


def test_what_goes_into_the_pool_comes_out(solved) -> None:
    flows = energy_flows(solved, 0)
    assert unbalanced(flows).to_numpy() == pytest.approx(0, abs=1e-9)
    by = flows.set_index(["source_role", "source", "target_role", "target"])["value"]
    assert by["source", "pv", "hub", "electricity"] == pytest.approx((60 * 13 + 58) / 1e3)
    assert by["source", "pv", "curtailed", "pv"] == pytest.approx(2 / 1e3)
    assert by["hub", "electricity", "sector", "homes"] == pytest.approx(60 * 48 / 1e3)
    assert by["hub", "electricity", "storage_loss", "battery"] == pytest.approx(1.52 / 1e3)
    assert by["unserved", "", "hub", "electricity"] == pytest.approx(3.52 / 1e3)


def test_full_load_hours_and_curtailment(solved) -> None:
    table = energy_by_kind(solved).set_index("kind")
    coal = 90 * NIGHTS + 70 * 13 + 30
    assert table["given"]["coal"] == pytest.approx(coal / 1e3)
    assert table["full_load_hours"]["coal"] == pytest.approx(coal / 100)
    assert table["carbon"]["coal"] == pytest.approx(coal)
    assert table["taken"]["battery"] == pytest.approx(8e-3)
    assert np.isnan(table["curtailed"]["coal"])
    row = curtailment(solved, 0).iloc[0]
    assert (row["kind"], row["share"]) == ("pv", pytest.approx(2 / 840))


@pytest.mark.parametrize("weight", [1.0, 12.5])
def test_parts_of_the_cost_are_the_objective(weight) -> None:
    """PyPSA's convention: parts add to the objective and its constant."""
    solved = small(weight=weight)
    parts = cost_parts(solved)
    assert parts["cost"].sum() == pytest.approx(solved.objective + solved.objective_constant)
    by = parts.set_index(["kind", "part"])["cost"]
    assert by["pv", "capital"] == 60_000
    assert by["", "shed"] == pytest.approx(weight * 3.52 * 3000)


def test_energy_goes_with_the_weight_of_the_hours() -> None:
    once, often = energy_by_kind(small()), energy_by_kind(small(weight=12.5))
    assert often["given"].to_numpy() == pytest.approx(12.5 * once["given"].to_numpy())


def test_nodes_of_the_map(solved) -> None:
    table = node_map(solved).set_index("node")
    assert table["demand"]["B"] == pytest.approx(60 * 48 / 1e3)
    assert table["peak"].to_dict() == {"A": 140, "B": 60}
    assert table["generation"].sum() == pytest.approx(
        energy_by_kind(solved).query("component == 'generators'")["given"].sum()
    )
