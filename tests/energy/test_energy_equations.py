"""Every family of equations on a case that can be worked out by hand.

Each test quotes the equation of the family's docstring. Where blocks of hours are tied together
(levels, ramps), the search by blocks has to give the same.
"""

import pytest
from energy_by_hand import at, cost, near, network, size, solved

from citywright.energy import Solution, solve

# --- balance and generation ----------------------------------------------------------------------


def test_what_is_lacking_is_shed_at_its_price() -> None:
    """sum of output + flows in - flows out + shed = demand"""
    found = solved(network(
        2, nodes={"a": {"shed_cost": 500.0}}, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 80.0, "marginal_cost": 20.0}},
        series={("loads", "demand"): {"l": [100.0, 60.0]}},
    ))  # fmt: skip
    assert at(found, "generators", "output", "g") == near(80, 60)
    assert at(found, "nodes", "shed", "a") == near(20, 0)
    assert at(found, "nodes", "price", "a") == near(500, 20)
    assert cost(found) == pytest.approx(80 * 20 + 20 * 500 + 60 * 20)


def test_the_price_is_per_mwh_whatever_an_hour_stands_for() -> None:
    """An hour that stands for 100 costs 100 times as much; a MWh of it costs the same."""
    found = solved(network(
        1, loads={"l": {"node": "a", "demand": 7.0}}, weights={"cost": 100.0, "energy": 100.0},
        generators={"g": {"node": "a", "capacity": 80.0, "marginal_cost": 20.0}},
    ))  # fmt: skip
    assert at(found, "nodes", "price", "a") == near(20)
    assert cost(found) == pytest.approx(7 * 20 * 100)


def test_output_lies_between_must_run_and_availability() -> None:
    """must_run · capacity <= output <= availability · capacity, at marginal_cost + price · emission.

    At 25 per t, coal of 1 t/MWh costs 35: after wind and the peaker of 30, but it has to run.
    """
    found = solved(network(
        2, loads={"l": {"node": "a", "demand": 80.0}}, carbon_price=25.0,
        generators={
            "coal": {"node": "a", "capacity": 100.0, "marginal_cost": 10.0, "emission": 1.0,
                     "must_run": 0.2},
            "peaker": {"node": "a", "capacity": 50.0, "marginal_cost": 30.0},
            "wind": {"node": "a", "capacity": 40.0},
        },
        series={("generators", "availability"): {"wind": [0.25, 1.0]}},
    ))  # fmt: skip
    assert at(found, "generators", "output", "coal") == near(20, 20)
    assert at(found, "generators", "output", "peaker") == near(50, 20)
    assert at(found, "generators", "output", "wind") == near(10, 40)
    assert at(found, "nodes", "price", "a") == near(30, 30)
    assert cost(found) == pytest.approx(2 * 20 * 35 + 70 * 30)


# --- storage and stores --------------------------------------------------------------------------


def test_storage_loses_on_the_way_in_out_and_while_it_waits() -> None:
    """level[t] = (1 - loss)^h level[t-1] + h (efficiency_in charge - discharge / efficiency_out)

    40 MWh out need 80 in the store, 80 / 0.9 an hour before, and 80 / 0.9 / 0.8 taken from the node.
    """
    found = solved(network(
        2, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 200.0, "marginal_cost": 1.0}},
        storage={"s": {"node": "a", "capacity": 200.0, "hours": 1.0, "standing_loss": 0.1,
                       "efficiency_in": 0.8, "efficiency_out": 0.5}},
        series={("loads", "demand"): {"l": [0.0, 40.0]},
                ("generators", "availability"): {"g": [1.0, 0.0]}},
    ), block_hours=1)  # fmt: skip
    assert at(found, "storage", "charge", "s") == near(80 / 0.9 / 0.8, 0)
    assert at(found, "storage", "discharge", "s") == near(0, 40)
    assert at(found, "storage", "level", "s") == near(80 / 0.9, 0)
    assert at(found, "nodes", "price", "a") == near(1, 1 / (0.8 * 0.9 * 0.5))
    assert cost(found) == pytest.approx(80 / 0.9 / 0.8)


def test_inflow_that_does_not_fit_is_spilled() -> None:
    """0 <= spill <= inflow: of 15 MW, 5 are used and the full reservoir can take no more."""
    found = solved(network(
        4, loads={"l": {"node": "a", "demand": 5.0}},
        storage={"r": {"node": "a", "capacity": 10.0, "hours": 2.0, "inflow": 15.0,
                       "cyclic": False, "initial": 20.0, "spill_cost": 2.0, "level_min": 1.0,
                       "charge_max": 0.0}},
    ), block_hours=2)  # fmt: skip
    assert at(found, "storage", "spill", "r") == near(10, 10, 10, 10)
    assert at(found, "storage", "level", "r") == near(20, 20, 20, 20)
    assert cost(found) == pytest.approx(80)


def test_drawn_inflow_has_to_be_charged() -> None:
    """A negative inflow draws from the store: 4 MW for two hours are 8 MWh at 0.8 on the way in."""
    found = solved(network(
        2, generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 3.0}},
        storage={"s": {"node": "a", "capacity": 20.0, "inflow": -4.0, "efficiency_in": 0.8}},
    ), block_hours=1)  # fmt: skip
    assert sum(at(found, "storage", "charge", "s")) == pytest.approx(10)
    assert cost(found) == pytest.approx(30)


def test_a_store_gives_what_its_level_falls_by() -> None:
    """output[t] = ((1 - standing_loss)^h level[t-1] - level[t]) / h

    Two steps of two hours: 30 MW are 60 MWh, of which 0.9² is left of what was put in.
    """
    found = solved(network(
        2, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 200.0, "marginal_cost": 1.0}},
        stores={"s": {"node": "a", "capacity": 500.0, "standing_loss": 0.1}},
        weights={"cost": 2.0, "energy": 2.0, "state": 2.0},
        series={("loads", "demand"): {"l": [0.0, 30.0]},
                ("generators", "availability"): {"g": [1.0, 0.0]}},
    ), block_hours=1)  # fmt: skip
    assert at(found, "stores", "level", "s") == near(60 / 0.81, 0)
    assert at(found, "stores", "output", "s") == near(-30 / 0.81, 30)
    assert cost(found) == pytest.approx(60 / 0.81)


def test_a_store_is_paid_for_what_it_gives_and_holds() -> None:
    """marginal_cost · output, negative where it takes, and level_cost for every MWh and hour held.

    40 MWh wait for two hours at 0.5 and are bought at 1; 7 · (40 - 40) for the way in and out.
    """
    found = solved(network(
        3, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 200.0, "marginal_cost": 1.0}},
        stores={"s": {"node": "a", "capacity": 500.0, "marginal_cost": 7.0, "level_cost": 0.5}},
        series={("loads", "demand"): {"l": [0.0, 0.0, 40.0]},
                ("generators", "availability"): {"g": [1.0, 0.0, 0.0]}},
    ), block_hours=1)  # fmt: skip
    assert at(found, "stores", "level", "s") == near(40, 40, 0)
    assert cost(found) == pytest.approx(40 * (1 + 2 * 0.5))


@pytest.mark.parametrize("cyclic", [True, False])
def test_a_level_ends_where_it_began_or_where_it_likes(cyclic: bool) -> None:
    """Not cyclic, the 30 MWh that are there are used up; cyclic, they have to be there again."""
    found = solved(network(
        4, loads={"l": {"node": "a", "demand": 10.0}},
        generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 2.0}},
        storage={"s": {"node": "a", "capacity": 20.0, "hours": 2.0, "cyclic": cyclic,
                       "initial": 30.0}},
    ), block_hours=2)  # fmt: skip
    assert cost(found) == pytest.approx(80 if cyclic else 20)


# --- lines and links -----------------------------------------------------------------------------

BUSES = {
    "loads": {"l1": {"node": "1", "demand": 50.0}, "l2": {"node": "2", "demand": 60.0},
              "l3": {"node": "3", "demand": 300.0}},
    "generators": {"A": {"node": "1", "capacity": 140.0, "marginal_cost": 7.5},
                   "B": {"node": "1", "capacity": 285.0, "marginal_cost": 6.0},
                   "C": {"node": "2", "capacity": 90.0, "marginal_cost": 14.0},
                   "D": {"node": "3", "capacity": 85.0, "marginal_cost": 10.0}},
}  # fmt: skip
BRANCHES = {
    "1-2": ("1", "2", 0.2, 126.0),
    "1-3": ("1", "3", 0.2, 250.0),
    "2-3": ("2", "3", 0.1, 130.0),
}


def three_buses(limit: float) -> Solution:
    """Three-bus example of Kirschen and Strbac, Fundamentals of Power System Economics, ch. 6."""
    lines = {
        name: {"node0": a, "node1": b, "reactance": x, "capacity": cap if name != "1-2" else limit}
        for name, (a, b, x, cap) in BRANCHES.items()
    }
    return solved(network(1, nodes={"1": {}, "2": {}, "3": {}}, lines=lines, **BUSES))


def test_flow_splits_by_reactance() -> None:
    """sum around a cycle of reactance · flow = 0: 156, 204 and 96 MW where nothing binds."""
    found = three_buses(1000.0)
    assert [at(found, "generators", "output", g)[0] for g in "ABCD"] == near(125, 285, 0, 0)
    assert [at(found, "lines", "flow", n)[0] for n in BRANCHES] == near(156, 204, 96)
    assert cost(found) == pytest.approx(2647.5)
    assert [at(found, "nodes", "price", n)[0] for n in "123"] == near(7.5, 7.5, 7.5)


def test_a_congested_line_sets_three_prices() -> None:
    """126 MW on 1-2: 50, 285, 0 and 75 MW for 2,835 an hour, at 7.50, 11.25 and 10.00 per MWh."""
    found = three_buses(126.0)
    assert [at(found, "generators", "output", g)[0] for g in "ABCD"] == near(50, 285, 0, 75)
    assert [at(found, "lines", "flow", n)[0] for n in BRANCHES] == near(126, 159, 66)
    assert cost(found) == pytest.approx(2835)
    assert [at(found, "nodes", "price", n)[0] for n in "123"] == near(7.5, 11.25, 10)


def test_transport_obeys_capacities_alone() -> None:
    """Without a reactance, flow goes where there is room: no cycle binds it."""
    lines = {
        name: {"node0": a, "node1": b, "capacity": 40.0 if name == "1-2" else 500.0}
        for name, (a, b, _, _) in BRANCHES.items()
    }
    found = solved(network(1, nodes={"1": {}, "2": {}, "3": {}}, lines=lines, **BUSES))
    assert cost(found) == pytest.approx(2647.5)


def test_a_line_loses_a_share_whichever_way_it_flows() -> None:
    """Each way arrives as (1 - loss) of what left: 100 MW for 90, first onward, then back."""
    found = solved(network(
        2, nodes={"a": {}, "b": {}}, loads={"la": {"node": "a"}, "lb": {"node": "b"}},
        generators={"ga": {"node": "a", "capacity": 200.0, "marginal_cost": 9.0},
                    "gb": {"node": "b", "capacity": 200.0, "marginal_cost": 9.0}},
        lines={"x": {"node0": "a", "node1": "b", "capacity": 150.0, "loss": 0.1}},
        series={("loads", "demand"): {"la": [0.0, 90.0], "lb": [90.0, 0.0]},
                ("generators", "availability"): {"ga": [1.0, 0.0], "gb": [0.0, 1.0]}},
    ))  # fmt: skip
    assert at(found, "lines", "flow", "x") == near(100, -90)
    assert at(found, "lines", "arrival", "x") == near(90, -100)
    assert at(found, "nodes", "price", "a") == near(9, 10)
    assert at(found, "nodes", "price", "b") == near(10, 9)
    assert cost(found) == pytest.approx(1800)


def test_a_link_feeds_several_nodes() -> None:
    """flow leaves node0, efficiency · flow arrives at node1, efficiency2 · flow at node2.

    40 MW of power from 100 of fuel give 50 of heat; 10 more from a boiler of 0.9.
    """
    found = solved(network(
        1, nodes={"fuel": {}, "power": {}, "heat": {}},
        loads={"p": {"node": "power", "demand": 40.0}, "h": {"node": "heat", "demand": 60.0}},
        generators={"well": {"node": "fuel", "capacity": 500.0, "marginal_cost": 20.0}},
        links={"plant": {"node0": "fuel", "node1": "power", "node2": "heat", "capacity": 300.0,
                         "efficiency": 0.4, "efficiency2": 0.5, "marginal_cost": 1.0},
               "boiler": {"node0": "fuel", "node1": "heat", "capacity": 300.0, "efficiency": 0.9}},
    ))  # fmt: skip
    assert at(found, "links", "flow", "plant") == near(100)
    assert at(found, "links", "flow1", "plant") == near(40)
    assert at(found, "links", "flow2", "plant") == near(50)
    assert at(found, "links", "flow", "boiler") == near(10 / 0.9)
    assert cost(found) == pytest.approx(100 * 21 + 10 / 0.9 * 20)


def test_a_link_may_draw_from_a_further_node_and_run_both_ways() -> None:
    """A negative efficiency draws; must_run of -1 lets a link run back."""
    found = solved(network(
        2, nodes={"a": {}, "b": {}, "water": {}},
        loads={"la": {"node": "a"}, "lb": {"node": "b"}},
        generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 10.0},
                    "river": {"node": "water", "capacity": 50.0, "marginal_cost": 1.0},
                    "gb": {"node": "b", "capacity": 50.0, "marginal_cost": 30.0}},
        links={"k": {"node0": "a", "node1": "b", "node2": "water", "capacity": 40.0,
                     "efficiency2": -0.5},
               "free": {"node0": "a", "node1": "b", "capacity": 10.0, "must_run": -1.0}},
        series={("loads", "demand"): {"la": [0.0, 60.0], "lb": [30.0, 0.0]}},
    ))  # fmt: skip
    assert at(found, "links", "flow", "k") == near(20, 0)
    assert at(found, "links", "flow2", "k") == near(-10, 0)
    assert at(found, "generators", "output", "river") == near(10, 0)
    assert at(found, "links", "flow", "free") == near(10, -10)
    assert cost(found) == pytest.approx(30 * 10 + 10 + 50 * 10 + 10 * 30)


# --- ramps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("block_hours", [3, 4, 6])
def test_ramps_hold_across_the_ends_of_blocks(chosen: bool, block_hours: int) -> None:
    """-ramp_down · capacity <= p[t] - p[t-1] <= ramp_up · capacity

    Demand jumps by 40 after six hours; 10 MW an hour leave 30, 20 and 10 MW to the peaker, and the
    fall by 30 an hour later is as fast as the plant may fall.
    """
    demand = [10.0] * 6 + [50.0] * 5 + [20.0]
    coal = {"node": "a", "capacity": 100.0, "marginal_cost": 10.0, "ramp_up": 0.1, "ramp_down": 0.3}
    size_of = {"expandable": True, "capacity_min": 100.0, "capacity_max": 100.0} if chosen else {}
    known = network(
        12, loads={"l": {"node": "a"}}, series={("loads", "demand"): {"l": demand}},
        generators={"coal": coal | size_of,
                    "peaker": {"node": "a", "capacity": 60.0, "marginal_cost": 100.0}},
    )  # fmt: skip
    found = solved(known, block_hours=block_hours)
    late = [30.0, 20.0, 10.0]
    assert at(found, "generators", "output", "peaker") == near(*([0.0] * 6), *late, 0, 0, 0)
    assert cost(found) == pytest.approx(10 * (sum(demand) - 60) + 100 * 60)
    weeks = solve(known, 1e-7, workers=1, method="weeks", block_hours=block_hours)
    assert at(weeks, "generators", "output", "peaker") == near(*([0.0] * 6), *late, 0, 0, 0)


def test_ramps_of_links() -> None:
    """Taken at node0: 5 MW an hour, so that the first hours are late."""
    found = solved(network(
        4, nodes={"a": {}, "b": {"shed_cost": 50.0}}, loads={"l": {"node": "b"}},
        generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 1.0}},
        links={"k": {"node0": "a", "node1": "b", "capacity": 20.0, "ramp_up": 0.25}},
        series={("loads", "demand"): {"l": [0.0, 15.0, 15.0, 15.0]}},
    ), block_hours=2)  # fmt: skip
    assert at(found, "links", "flow", "k") == near(0, 5, 10, 15)
    assert cost(found) == pytest.approx(30 + 15 * 50)


# --- virtual power plants, reserve ---------------------------------------------------------------


def test_a_virtual_power_plant_feeds_in_and_draws_within_its_limits() -> None:
    """-limit_down <= sum over members of net feed-in <= limit_up

    Roofs of 50 MW and a battery behind a connection of 20 MW up and 8 MW down: by day 20 go out and
    30 into the battery; in the second hour the battery gives 20, in the third it draws 8.
    """
    found = solved(network(
        3, loads={"l": {"node": "a", "demand": 60.0}},
        generators={"roofs": {"node": "a", "capacity": 50.0},
                    "grid": {"node": "a", "capacity": 100.0, "marginal_cost": 50.0}},
        storage={"box": {"node": "a", "capacity": 40.0, "hours": 2.0, "cyclic": False,
                         "level_min": 0.1, "initial": 8.0}},
        groups={"vpp": {"limit_up": 20.0, "limit_down": 8.0}},
        group_members={"1": {"group": "vpp", "component": "generators", "member": "roofs"},
                       "2": {"group": "vpp", "component": "storage", "member": "box"}},
        series={("generators", "availability"): {"roofs": [1.0, 0.0, 0.0], "grid": 1.0},
                ("storage", "level_min"): {"box": [0.1, 0.1, 0.325]}},
    ), block_hours=3)  # fmt: skip
    # 8 + 30 - 20 + 8 = 26 = 0.325 · 80
    assert at(found, "storage", "output", "box") == near(-30, 20, -8)
    assert at(found, "generators", "output", "grid") == near(40, 40, 68)
    assert cost(found) == pytest.approx(148 * 50)


def test_reserve_is_kept_by_units_with_a_credit() -> None:
    """sum of availability · capacity - output + discharge_max · capacity - discharge + charge
    >= reserve · demand: 18 MW of coal's 100 stay free, or 8 where a battery of 10 stands by."""
    parts = {
        "loads": {"l": {"node": "a", "demand": 90.0}},
        "generators": {"coal": {"node": "a", "capacity": 100.0, "marginal_cost": 10.0, "credit": 1.0},
                       "gas": {"node": "a", "capacity": 50.0, "marginal_cost": 40.0}},
    }  # fmt: skip
    found = solved(network(1, reserve=0.2, **parts))
    assert at(found, "generators", "output", "coal") == near(82)
    assert cost(found) == pytest.approx(82 * 10 + 8 * 40)
    box = {"box": {"node": "a", "capacity": 10.0, "credit": 1.0}}
    assert cost(solved(network(1, reserve=0.2, storage=box, **parts))) == pytest.approx(900)


def test_reserve_has_a_say_in_capacity() -> None:
    """100 MW of demand and a fifth in reserve: 120 MW are built."""
    found = solved(network(
        2, loads={"l": {"node": "a", "demand": 100.0}}, reserve=0.2,
        generators={"g": {"node": "a", "expandable": True, "capital_cost": 5.0, "credit": 1.0,
                          "marginal_cost": 1.0}},
    ), block_hours=1)  # fmt: skip
    assert size(found, "g") == pytest.approx(120)
    assert cost(found) == pytest.approx(600 + 200)
