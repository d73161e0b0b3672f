"""Planning years of the power system stand for all years of the plan, and none is counted twice."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hourly_toys import hourly_city, hourly_data
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.plan.hourly.years import planned_years, planning_years
from citywright.plan.proof.facts import gather
from citywright.plan.proof.hour_loads import node_shares
from citywright.plan.proof.hour_rows import home_shares, planned

YEARS = pd.Index(range(2024, 2031), name="year")


def counted(values: list[float]) -> xr.DataArray:
    return xr.DataArray(values, coords=[YEARS])


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.integers(2024, 2030), min_size=1),
    st.lists(st.floats(0.1, 5.0), min_size=7, max_size=7),
)
def test_every_year_rests_on_planning_years_once(chosen: set[int], values: list[float]) -> None:
    """Shares of a year add up to 1, means to 1, and weights to all that is counted."""
    plan = planning_years(tuple(sorted(chosen)), YEARS, counted(values))
    np.testing.assert_allclose(plan.share.sum("power_year"), 1.0)
    np.testing.assert_allclose(plan.mean.sum("year"), 1.0)
    assert float(plan.weight.sum()) == pytest.approx(sum(values))
    assert (plan.share >= 0).all()


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.integers(2024, 2030), min_size=1), st.lists(st.floats(0.1, 5.0), min_size=7, max_size=7),
    st.lists(st.floats(0.0, 50.0), min_size=7, max_size=7),
)  # fmt: skip
def test_all_demand_is_paid_for(chosen: set[int], values: list[float], drawn: list[float]) -> None:
    """Σ_k W_k · demand_k = Σ_t d_t w_t · drawn_t, whatever the planning years."""
    plan = planning_years(tuple(sorted(chosen)), YEARS, counted(values))
    demand = (plan.mean * xr.DataArray(drawn, coords=[YEARS])).sum("year")
    assert float((plan.weight * demand).sum()) == pytest.approx(float(np.dot(values, drawn)))


def test_2026_rests_on_2025_and_2027_alike_and_2028_more_on_2027() -> None:
    plan = planning_years((2025, 2027, 2030), YEARS, counted([1.0] * 7))
    assert plan.share.sel(year=2024).to_numpy().tolist() == [1.0, 0.0, 0.0]
    assert plan.share.sel(year=2026).to_numpy().tolist() == [0.5, 0.5, 0.0]
    np.testing.assert_allclose(plan.share.sel(year=2028), [0.0, 2 / 3, 1 / 3])


def test_where_every_year_is_planned_demand_is_what_is_drawn() -> None:
    plan = planning_years(tuple(YEARS), YEARS, counted([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 3.0]))
    np.testing.assert_allclose(plan.mean.to_numpy(), np.eye(7))


def test_the_proof_has_the_same_weights_by_its_own_arithmetic() -> None:
    city, data = hourly_city(), hourly_data()
    assert data.hours is not None
    assert planned_years(city) == (2026,)
    own, ours = planned(gather(city, True)), data.hours.planning
    for k in own.years:
        assert own.weight[k] == pytest.approx(float(ours.weight.sel(power_year=k)))
        for t in city.years:
            assert own.share[t, k] == pytest.approx(float(ours.share.sel(year=t, power_year=k)))


def test_the_proof_spreads_classes_over_nodes_alike() -> None:
    city, data = hourly_city(), hourly_data()
    assert data.hours is not None
    facts, users = gather(city, True), data.hours.users
    ours = {(r.zone, r.node, r.used_by): r.share for r in users.at_node.itertuples()}
    assert node_shares(facts) == pytest.approx(ours)
    for (zone, used_by), share in home_shares(facts).items():
        assert share == pytest.approx(float(users.homes.sel(zone=zone, used_by=used_by)))


def test_shares_of_each_class_in_an_area_add_up() -> None:
    data = hourly_data()
    assert data.hours is not None
    shares = data.hours.users.at_node.groupby(["zone", "used_by"])["share"].sum()
    np.testing.assert_allclose(shares, 1.0)
