"""What sets a price, when it is tight, what more would be worth: worked out by hand, and as laws."""

import numpy as np
import pandas as pd
import pytest

from citywright.energy.explain import (
    explain,
    headroom,
    limit_facts,
    tight_events,
    tight_hours,
    worths,
)
from citywright.energy.looking import price_setters, setter_shares, setter_shares_by_node
from citywright.energy.looking.charges import running_cost
from energy_seen_systems import SHORT, SURPLUS, large, small


@pytest.fixture(scope="module")
def solved():
    return small()


@pytest.fixture(scope="module")
def year():
    return large()


def setter(setters, node, hour):
    row = setters.keys.iloc[setters.codes[node].iloc[hour]]
    return row["rule"], row["kind"], row["node"]


def test_cost_of_output_has_the_price_of_the_cap(solved) -> None:
    """20 + 1 t · 10 for coal, 60 + 0.4 t · 10 for gas."""
    assert running_cost(solved, "generators")[0].tolist() == [0.0, 64.0, 30.0]


def test_setters_by_hand(solved) -> None:
    setters = price_setters(solved)
    assert setter(setters, "A", 0) == ("unit", "gas", "A")
    assert setter(setters, "B", 0) == ("unit", "coal", "B")
    assert setter(setters, "A", 10) == ("unit", "coal", "B")  # the line has room: one price
    assert setter(setters, "A", SURPLUS) == ("unit", "pv", "A")
    assert setter(setters, "A", SHORT) == ("shed", "", "A")


def test_shares_by_hand(solved) -> None:
    shares = setter_shares(solved, price_setters(solved), "electricity")
    by = shares.set_index(["rule", "kind", "node"])["share"]
    assert by["unit", "coal", "B"] == pytest.approx((48 + 13) / 96)
    assert by["unit", "gas", "A"] == pytest.approx(33 / 96)
    assert by["shed", "", "A"] == by["unit", "pv", "A"] == pytest.approx(1 / 96)


@pytest.mark.parametrize("which", ["solved", "year"])
def test_shares_add_to_one(which, request) -> None:
    solution = request.getfixturevalue(which)
    setters = price_setters(solution)
    assert setter_shares(solution, setters, "electricity")["share"].sum() == pytest.approx(1)
    by_node = setter_shares_by_node(solution, setters).groupby("at")["share"].sum()
    assert by_node.to_numpy() == pytest.approx(1)
    assert set(by_node.index) == set(solution.network.names("nodes"))


def test_a_unit_that_sets_the_price_has_it_as_its_cost(year) -> None:
    """In the hour and at its own node, within the tolerance."""
    setters = price_setters(year)
    cost = running_cost(year, "generators")
    place = year.network.names("generators")
    price = year.hourly["nodes", "price"]
    for code in np.unique(setters.codes.to_numpy()):
        row = setters.keys.iloc[code]
        if row["rule"] != "unit":
            continue
        hours = (setters.codes[row["node"]] == code).to_numpy()
        own = cost[hours, place.get_loc(row["name"])]
        paid = price[row["node"]].to_numpy()[hours]
        assert np.abs(own - paid).max(initial=0.0) <= 0.01 * max(np.abs(paid).max(initial=0), 50)


def test_headroom_by_hand(solved) -> None:
    frame = headroom(solved)
    assert frame["headroom"].iloc[0] == 200 - 130
    assert frame["headroom"].iloc[10] == 260 - 130
    assert frame["headroom"].iloc[SURPLUS + 1] == pytest.approx(260 - 130 + 7.2 * 0.9)
    assert frame["headroom"].iloc[SHORT] == pytest.approx(206.48 - 200)


def test_tight_hours_become_events(solved) -> None:
    tight = tight_hours(solved)
    assert tight["position"].tolist() == [SHORT]
    event = tight_events(solved).iloc[0]
    assert (event["day"], event["hour"], event["hours"]) == ("2030-01-01", SHORT, 1)
    assert event["shed"] == pytest.approx(3.52)
    assert event["by_price"]
    assert event["by_headroom"]


def test_events_hold_every_tight_hour_once(year) -> None:
    hours, events = tight_hours(year), tight_events(year)
    assert events["hours"].sum() == len(hours)
    covered = pd.concat([
        hours[hours["position"].between(e.first, e.last)] for e in events.itertuples()
    ])  # fmt: skip
    assert sorted(covered["position"]) == hours["position"].tolist()
    assert events["price"].is_monotonic_decreasing


def test_worths_are_those_of_the_solution(solved) -> None:
    table = worths(solved)
    assert table[["name", "worth", "capital_cost"]].to_numpy().tolist() == [
        ["road", 5000, 0], ["box", 2900, 0], ["sun field", 900, 1000],
    ]  # fmt: skip
    assert table["node"].tolist() == ["A", "A", "A"]


def test_limits_say_what_is_used(solved) -> None:
    """1 t per MWh of coal, 0.4 t of gas: 34 nights, 13 hours of sun, one of surplus."""
    coal, gas = 90 * 34 + 70 * 13 + 30, 40 * 33 + 100
    row = limit_facts(solved).iloc[0]
    assert row[["name", "kind", "sense", "value", "price"]].tolist() == [
        "cap", "carbon", "<=", 3000, 10,
    ]  # fmt: skip
    assert row["used"] == pytest.approx(coal + 0.4 * gas)


def test_facts_hold_no_sentence(solved) -> None:
    assert set(explain(solved)) == {"setters", "shares", "events", "worths", "limits"}
