"""Every kind of limit on a case that can be worked out by hand; the search by blocks gives the same."""

import pytest
from energy_by_hand import Values, at, cost, near, network, size, solved

TWO = {
    "loads": {"l": {"node": "a", "demand": 100.0}},
    "generators": {
        "coal": {"node": "a", "kind": "coal", "capacity": 200.0, "marginal_cost": 10.0, "emission": 0.9},
        "wind": {"node": "a", "kind": "wind", "capacity": 200.0, "marginal_cost": 46.0,
                 "green": True},
        "sun": {"node": "a", "kind": "sun"},
    },
}  # fmt: skip
"""Ten hours of 100 MW by coal at 10 or by wind at 46."""


@pytest.mark.parametrize(
    ("limit", "coal", "price"),
    [
        # 360 t are 400 MWh of coal; a tonne more saves 36 / 0.9
        ({"kind": "carbon", "value": 360.0}, 400, 40),
        ({"kind": "carbon", "sense": "==", "value": 360.0}, 400, 40),
        ({"kind": "energy", "subject": "coal", "value": 300.0}, 300, 36),
        ({"kind": "energy", "subject": "wind|sun", "sense": ">=", "value": 250.0}, 750, 36),
        ({"kind": "energy", "subject": "coal", "node": "a", "value": 300.0}, 300, 36),
        # three tenths of 1,000 MWh
        ({"kind": "green", "sense": ">=", "value": 0.3}, 700, 36),
    ],
)  # fmt: skip
def test_yearly_limits(limit: Values, coal: float, price: float) -> None:
    """sum over units and hours of coefficient · weight · output <= value, likewise >= and =="""
    found = solved(network(10, limits={"lim": limit}, **TWO), block_hours=5)
    assert sum(at(found, "generators", "output", "coal")) == pytest.approx(coal)
    assert cost(found) == pytest.approx(coal * 10 + (1000 - coal) * 46)
    row = found.limits.set_index("limit").loc["lim"]
    assert row["price"] == pytest.approx(price)
    assert row["used"] == pytest.approx(row["value"])


def test_a_limit_that_does_not_bind_has_no_price_and_says_what_is_used() -> None:
    """1,000 MWh of coal are 900 t of the 5,000 that are allowed."""
    found = solved(network(10, limits={"lim": {"kind": "carbon", "value": 5000.0}}, **TWO))
    row = found.limits.set_index("limit").loc["lim"]
    assert row[["used", "price"]].tolist() == near(900, 0)


def test_yearly_energy_of_a_unit() -> None:
    """energy_min <= sum of weight · output <= energy_max"""
    two = dict(TWO["generators"])
    least = {**two, "wind": {**two["wind"], "energy_min": 120.0}}
    found = solved(network(10, loads=TWO["loads"], generators=least), block_hours=5)
    assert sum(at(found, "generators", "output", "wind")) == pytest.approx(120)
    most = {**two, "coal": {**two["coal"], "energy_max": 640.0}}
    found = solved(network(10, loads=TWO["loads"], generators=most), block_hours=5)
    assert sum(at(found, "generators", "output", "coal")) == pytest.approx(640)


def test_energies_count_as_many_hours_as_an_hour_stands_for() -> None:
    """Ten hours that stand for twenty: the same cap is half as much per hour."""
    weights = {"cost": 2.0, "energy": 2.0}
    limit = {"lim": {"kind": "carbon", "value": 360.0}}
    found = solved(network(10, limits=limit, weights=weights, **TWO), block_hours=5)
    assert sum(at(found, "generators", "output", "coal")) == pytest.approx(200)


def test_stored_carbon_counts_where_a_level_falls() -> None:
    """A stock that is not filled again: 0.5 t for each MWh by which it falls, 30 t allow 60 MWh."""
    found = solved(network(
        4, loads={"l": {"node": "a", "demand": 50.0}},
        stores={"heap": {"node": "a", "capacity": 500.0, "cyclic": False, "initial": 500.0,
                         "emission": 0.5, "kind": "coal"}},
        generators={"g": {"node": "a", "capacity": 100.0, "marginal_cost": 9.0}},
        limits={"lim": {"kind": "carbon", "value": 30.0}},
    ), block_hours=2)  # fmt: skip
    assert sum(at(found, "stores", "output", "heap")) == pytest.approx(60)
    assert cost(found) == pytest.approx(140 * 9)


BUILT = {
    "loads": {"l": {"node": "a", "demand": 100.0}},
    "generators": {
        "pv": {"node": "a", "kind": "pv", "expandable": True, "capital_cost": 3.0, "credit": 0.1},
        "gas": {"node": "a", "kind": "gas", "expandable": True, "capital_cost": 6.0,
                "marginal_cost": 50.0, "credit": 0.9},
        "old": {"node": "a", "kind": "old", "capacity": 10.0, "marginal_cost": 1000.0, "credit": 1.0},
    },
}  # fmt: skip
"""One hour of 100 MW; pv gives for nothing what gas gives at 50, but may be limited."""


def test_capacity_of_a_kind_is_limited() -> None:
    limit = {"lim": {"kind": "capacity", "subject": "pv", "value": 40.0}}
    found = solved(network(1, limits=limit, **BUILT))
    assert (size(found, "pv"), size(found, "gas")) == near(40, 60)
    assert cost(found) == pytest.approx(40 * 3 + 60 * 6 + 60 * 50)
    assert found.limits.set_index("limit").loc["lim", "price"] == pytest.approx(53)


def test_capacity_in_place_counts_towards_a_limit() -> None:
    """All kinds together at least 150 MW: 10 stand already, 140 are built, the cheaper ones."""
    limit = {"lim": {"kind": "capacity", "sense": ">=", "value": 150.0}}
    found = solved(network(1, limits=limit, **BUILT))
    assert (size(found, "pv"), size(found, "gas")) == near(140, 0)


def test_adequacy_is_capacity_by_its_credit() -> None:
    """sum of credit · capacity >= (1 + margin) · peak

    120 MW are asked for; 10 of old and 0.1 · 100 of pv leave 100, a firm MW of gas being cheaper.
    """
    limit = {"lim": {"kind": "adequacy", "sense": ">=", "value": 0.2}}
    found = solved(network(1, limits=limit, **BUILT))
    assert size(found, "pv") == pytest.approx(100)
    assert size(found, "gas") == pytest.approx((120 - 10 - 10) / 0.9)


@pytest.mark.parametrize(
    ("kind", "value", "thick", "thin"),
    # of 100 km and 2 per MW, and 50 km and 8 per MW: whatever is limited goes to the other
    [("network_length", 3000.0, 0.0, 60.0), ("network_cost", 200.0, 100.0, 0.0)],
)
def test_expansion_of_the_net_is_limited(
    kind: str, value: float, thick: float, thin: float
) -> None:
    """sum of length · capacity, or of capital_cost · capacity, over lines and links that are chosen"""
    ends = {"node0": "a", "node1": "b", "expandable": True}
    found = solved(network(
        1, nodes={"a": {}, "b": {"shed_cost": 1000.0}}, loads={"l": {"node": "b", "demand": 100.0}},
        generators={"g": {"node": "a", "capacity": 500.0, "marginal_cost": 1.0}},
        lines={"thick": ends | {"capital_cost": 2.0, "length": 100.0}},
        links={"thin": ends | {"capital_cost": 8.0, "length": 50.0}},
        limits={"lim": {"kind": kind, "value": value}},
    ))  # fmt: skip
    assert (size(found, "thick"), size(found, "thin")) == near(thick, thin)
    assert cost(found) == pytest.approx(
        2 * thick + 8 * thin + thick + thin + 1000 * (100 - thick - thin)
    )
