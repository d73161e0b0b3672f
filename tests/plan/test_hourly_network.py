"""What the plan draws in a year is what its network draws in all hours, and prices go back the same way."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hourly_toys import hourly_city, hourly_data
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.energy.from_city import network_of
from citywright.plan.hourly.network import ENERGY, budget_name, plan_network

HOURS = hourly_data().hours
assert HOURS is not None
PLAN = plan_network(hourly_city(), HOURS)
LOSSES = 1.0 + hourly_city().assumption("power_losses")


def demand(seed: int) -> xr.DataArray:
    assert HOURS is not None
    like = HOURS.users.homes * xr.ones_like(HOURS.planning.weight)
    return like.copy(data=np.random.default_rng(seed).uniform(0.0, 40.0, like.shape))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_energy_of_all_hours_is_demand_and_losses(seed: int) -> None:
    drawn = demand(seed)
    load = PLAN.load(drawn)
    assert float(load.to_numpy().sum()) == pytest.approx(float(drawn.sum()) * LOSSES * ENERGY)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_worth_is_the_price_of_what_a_unit_draws(seed: int) -> None:
    """Σ worth · demand = Σ_h,n price · load: the two ways through hours and nodes agree."""
    rng = np.random.default_rng(seed)
    nodes = PLAN.network.names("nodes")
    price = pd.DataFrame(
        rng.normal(300.0, 100.0, (PLAN.network.size, len(nodes))), PLAN.network.hours, nodes
    )
    drawn = demand(seed)
    worth = PLAN.worth(price, drawn)
    load = PLAN.load(drawn)
    node = [name.rsplit("/", 1)[0] for name in load]
    paid = float((load.to_numpy() * price[node].to_numpy()).sum())
    assert float((worth * drawn).sum()) == pytest.approx(paid)


def test_each_planning_year_has_a_budget_and_its_weight() -> None:
    assert HOURS is not None
    limits = PLAN.network.tables["limits"]
    for year in PLAN.years:
        assert limits.loc[budget_name(year), "kind"] == "carbon"
    np.testing.assert_allclose(PLAN.network.years["weight"], HOURS.planning.weight)


def test_fleets_and_heat_pumps_keep_their_own_tables() -> None:
    """The plan sets loads of classes; what cars and heat pumps draw comes from their own tables."""
    city = network_of(hourly_city(), PLAN.years)
    for component in ("vehicles", "heat_pumps", "flexible_loads"):
        assert city.tables[component].equals(PLAN.network.tables[component])
