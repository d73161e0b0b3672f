"""Vehicles, heat pumps and demand response on cases that can be worked out by hand."""

from collections.abc import Mapping

import pytest
from energy_by_hand import at, cost, near, network, solved

from citywright.energy import Solution

FLEET = {
    "node": "a", "number": 1000.0, "battery": 50.0, "charger": 10.0, "efficiency": 0.9, "smart": 1.0,
    "driving": 2.0, "level_min": 0.2,
}  # fmt: skip
"""A thousand vehicles that each drive 2 kWh an hour: 2 MW, from batteries of 50 MWh in all."""


def fleet(hours: int = 12, series: Mapping | None = None, **values: object) -> Solution:
    """The fleet with a grid at 10 per MWh that lacks 5 MW in the last hour, at 500 per MWh."""
    demand = [0.0] * (hours - 1) + [105.0]
    known = network(
        hours, nodes={"a": {"shed_cost": 500.0}}, loads={"l": {"node": "a"}},
        generators={"grid": {"node": "a", "capacity": 100.0, "marginal_cost": 10.0}},
        vehicles={"cars": FLEET | values},
        series={("loads", "demand"): {"l": demand}} | dict(series or {}),
    )  # fmt: skip
    return solved(known, block_hours=hours // 2)


def test_vehicles_charge_what_they_drive_and_lose() -> None:
    """level[t] = level[t-1] + efficiency · charge - number · smart · driving: 24 MWh, 24 / 0.9 charged."""
    found = fleet()
    assert sum(at(found, "storage", "charge", "vehicles/cars")) == pytest.approx(24 / 0.9)
    level = at(found, "storage", "level", "vehicles/cars")
    assert min(level) >= 0.2 * 50 - 1e-6
    assert max(level) <= 50 + 1e-6
    # without vehicle-to-grid the grid lacks what it lacks
    assert at(found, "nodes", "shed", "a") == near(*[0.0] * 11, 5)
    assert cost(found) == pytest.approx(24 / 0.9 * 10 + 100 * 10 + 5 * 500)


def test_vehicles_charge_where_they_are_plugged_in() -> None:
    """charge <= plugged · charger: in two hours of twelve, 40 % of 10 MW each have to do."""
    plugged = [0.0] * 12
    plugged[3] = plugged[7] = 0.4
    found = fleet(series={("vehicles", "plugged"): {"cars": plugged}}, driving=0.5)
    charge = at(found, "storage", "charge", "vehicles/cars")
    assert sum(charge) == pytest.approx(6 / 0.9)
    assert charge[3] <= 4 + 1e-6
    assert charge[7] <= 4 + 1e-6
    assert sum(charge) == pytest.approx(charge[3] + charge[7])


@pytest.mark.parametrize(("share", "given"), [(0.3, 3.0), (0.45, 4.5), (1.0, 5.0)])
def test_vehicles_give_back_up_to_their_share(share: float, given: float) -> None:
    """discharge <= plugged · v2g · charger, discharge / efficiency from the level, wear per MWh."""
    found = fleet(v2g=share, wear_cost=20.0)
    assert at(found, "storage", "discharge", "vehicles/cars")[-1] == pytest.approx(given)
    charged = (24 + given / 0.9) / 0.9
    expected = charged * 10 + 100 * 10 + given * 20 + (5 - given) * 500
    assert cost(found) == pytest.approx(expected)


def test_the_other_vehicles_charge_as_they_come() -> None:
    """number · (1 - smart) · plain_charging: 400 vehicles at 1.5 kW are a load of 0.6 MW."""
    found = fleet(smart=0.6, plain_charging=1.5)
    assert at(found, "loads", "demand", "vehicles/cars") == near(*[0.6] * 12)
    assert sum(at(found, "storage", "charge", "vehicles/cars")) == pytest.approx(0.6 * 24 / 0.9)


def test_a_heat_pump_takes_heat_over_its_performance() -> None:
    """heat output = cop · electricity"""
    found = solved(network(
        2, generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 10.0}},
        heat_pumps={"h": {"node": "a", "heat": 30.0}},
        series={("heat_pumps", "cop"): {"h": [3.0, 2.0]}},
    ))  # fmt: skip
    assert at(found, "generators", "output", "g") == near(10, 15)


def test_a_heat_store_helps_a_heat_pump_that_is_too_small() -> None:
    """electricity <= capacity, a store of `store_hours` of peak heat

    Of 30 MW of heat, 18 come from 6 MW in the hour itself and 12 from the store, which took
    12 / 0.9 an hour before.
    """
    found = solved(network(
        3, generators={"g": {"node": "a", "capacity": 50.0, "marginal_cost": 10.0}},
        heat_pumps={"h": {"node": "a", "capacity": 6.0, "store_hours": 1.0, "standing_loss": 0.1}},
        series={("heat_pumps", "heat"): {"h": [0.0, 0.0, 30.0]}},
    ), block_hours=1)  # fmt: skip
    assert at(found, "links", "flow", "heat_pumps/h") == near(0, 12 / 0.9 / 3, 6)
    assert at(found, "stores", "level", "heat_pumps/h") == near(0, 12 / 0.9, 0)
    assert cost(found) == pytest.approx((12 / 0.9 / 3 + 6) * 10)


def test_demand_is_cut_at_its_price() -> None:
    """0 <= cut <= power, before anything is shed"""
    found = solved(network(
        2, nodes={"a": {"shed_cost": 500.0}}, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 95.0, "marginal_cost": 10.0}},
        flexible_loads={"f": {"node": "a", "cost": 100.0}},
        series={("loads", "demand"): {"l": [100.0, 90.0]},
                ("flexible_loads", "power"): {"f": [3.0, 8.0]}},
    ))  # fmt: skip
    assert at(found, "generators", "output", "flexible_loads/f") == near(3, 0)
    assert at(found, "nodes", "shed", "a") == near(2, 0)
    assert cost(found) == pytest.approx(185 * 10 + 3 * 100 + 2 * 500)


def test_shifted_demand_is_made_up_for_with_its_loss() -> None:
    """0 <= owed <= window · power; of what is made up, `loss` is lost: 5 MWh cost 5 / 0.9 later."""
    found = solved(network(
        3, nodes={"a": {"shed_cost": 500.0}}, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 95.0, "marginal_cost": 10.0}},
        flexible_loads={"f": {"node": "a", "cost": 2.0, "power": 8.0, "window": 2.0, "loss": 0.1}},
        series={("loads", "demand"): {"l": [90.0, 100.0, 80.0]}},
    ), block_hours=1)  # fmt: skip
    name = "flexible_loads/f"
    assert at(found, "storage", "discharge", name) == near(0, 5, 0)
    assert sum(at(found, "storage", "charge", name)) == pytest.approx(5 / 0.9)
    assert cost(found) == pytest.approx((265 + 5 / 0.9) * 10 + 5 * 2)


def test_shifted_demand_is_owed_within_its_window() -> None:
    """Three scarce hours in a row: at 8 MW for one hour no more than 8 MWh are owed at a time."""
    found = solved(network(
        4, nodes={"a": {"shed_cost": 500.0}}, loads={"l": {"node": "a"}},
        generators={"g": {"node": "a", "capacity": 95.0, "marginal_cost": 10.0}},
        flexible_loads={"f": {"node": "a", "power": 8.0, "window": 1.0}},
        series={("loads", "demand"): {"l": [100.0, 100.0, 100.0, 50.0]}},
    ))  # fmt: skip
    assert sum(at(found, "storage", "discharge", "flexible_loads/f")) == pytest.approx(8)
    assert sum(at(found, "nodes", "shed", "a")) == pytest.approx(7)
