"""Laws of the effects of a project: they add up, they conserve money, and labels do not matter."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import economies, economy
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.account import Accounts
from citywright.accounts.impact import demand_impact, output_impact
from citywright.accounts.recipe import recipe_of
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)


def reordered(account, order):
    codes = [account.sectors[place] for place in order]
    return Accounts(
        account.Z.loc[codes, codes],
        account.F.loc[codes],
        account.V.loc[codes],
        account.S.loc[codes],
    )


@few
@given(economies(), st.floats(1.0, 50.0), st.floats(1.0, 50.0))
def test_effects_of_two_projects_add_up(account, a, b):
    recipe = recipe_of(account)
    first, second = pd.Series({"s00": a}), pd.Series({"s01": b})
    both = output_impact(recipe, pd.Series({"s00": a, "s01": b}), 0.6)
    parts = output_impact(recipe, first, 0.6).effects + output_impact(recipe, second, 0.6).effects
    np.testing.assert_allclose(both.effects, parts, rtol=1e-8, atol=1e-10)


@few
@given(economies())
def test_what_is_bought_here_is_made_here(account):
    """Local purchases of the plant and its suppliers = suppliers' output; the same for households."""
    impact = output_impact(recipe_of(account), pd.Series({"s00": 10.0}), 0.6)
    bought = impact.purchases
    made = impact.of("output")
    np.testing.assert_allclose(
        bought["direct_here"] + bought["suppliers_here"], made["suppliers"], rtol=1e-8, atol=1e-10
    )
    np.testing.assert_allclose(bought["households_here"], made["households"], rtol=1e-8, atol=1e-10)


@few
@given(economies())
def test_money_is_conserved(account):
    """Output of the plant = value added + purchases outside, with suppliers, without households."""
    impact = output_impact(recipe_of(account), pd.Series({"s00": 10.0}), 0.0)
    value = impact.summary.loc["value_added", "total"]
    assert value + impact.leakage == pytest.approx(10.0, rel=1e-8)


@few
@given(economies(), st.integers(0, 2**32 - 1))
def test_order_of_sectors_changes_nothing(account, seed):
    order = np.random.default_rng(seed).permutation(len(account.sectors))
    here = output_impact(recipe_of(account), pd.Series({"s01": 10.0}), 0.6)
    there = output_impact(recipe_of(reordered(account, order)), pd.Series({"s01": 10.0}), 0.6)
    aligned = there.effects.reindex(here.effects.index)
    np.testing.assert_allclose(aligned, here.effects, rtol=1e-8, atol=1e-10)


@few
@given(economies())
def test_sum_of_value_added_items_is_value_added(account):
    summary = output_impact(recipe_of(account), pd.Series({"s00": 7.0}), 0.6).summary
    items = summary.loc[["compensation", "taxes", "depreciation", "surplus"]].sum()
    np.testing.assert_allclose(items, summary.loc["value_added"], rtol=1e-9, atol=1e-10)


def test_demand_is_split_before_it_works():
    account = economy(4, np.random.default_rng(3))
    recipe = recipe_of(account)
    y = pd.Series({"s02": 20.0})
    demand = demand_impact(recipe, y, 0.5)
    local = output_impact(recipe, y * recipe.rho[2], 0.5)
    np.testing.assert_allclose(demand.effects, local.effects)
    assert demand.purchases["event_here"].sum() == pytest.approx(20.0 * recipe.rho[2])
    assert demand.leakage - local.leakage == pytest.approx(20.0 * (1.0 - recipe.rho[2]))


def test_own_numbers_replace_the_average_of_the_plant_only():
    recipe = recipe_of(economy(4, np.random.default_rng(5)))
    event = pd.Series({"s01": 10.0})
    average = output_impact(recipe, event, 0.5)
    own = output_impact(recipe, event, 0.5, {"employment": 0.02})
    assert own.summary.loc["employment", "direct"] == 0.02
    assert (
        own.summary.loc["employment", "suppliers"] == average.summary.loc["employment", "suppliers"]
    )
    rest = [name for name in average.summary.index if name != "employment"]
    pd.testing.assert_frame_equal(own.summary.loc[rest], average.summary.loc[rest])
    assert own.summary.loc["employment", "total"] == own.of("employment")["total"].sum()


def test_a_plant_in_a_sector_that_makes_nothing_is_refused():
    account = economy(3, np.random.default_rng(1))
    Z, V, F = account.Z.copy(), account.V.copy(), account.F.copy()
    Z["s02"], V.loc["s02"], F.loc["s02", "outside_sales"] = 0.0, 0.0, 0.0
    F["outside_purchases"] = 0.0
    recipe = recipe_of(
        Accounts(Z, F, V, account.S.assign(employment=0.0, electricity=0.0, co2=0.0))
    )
    with pytest.raises(AccountsError, match="nothing in the sectors s02"):
        output_impact(recipe, pd.Series({"s02": 5.0}), 0.5)


@pytest.mark.parametrize(
    ("event", "own", "key"),
    [
        ({"nowhere": 1.0}, {}, "accounts.unknown_label"),
        ({"s00": np.nan}, {}, "accounts.not_finite"),
        ({"s00": 1.0, "s01": 1.0}, {"co2": 3.0}, "accounts.own_numbers"),
        ({"s00": 1.0}, {"co2": -3.0}, "accounts.own_numbers"),
        ({"s00": 1.0}, {"noise": 3.0}, "accounts.own_numbers"),
    ],
)
def test_bad_events_are_named(event, own, key):
    recipe = recipe_of(economy(3, np.random.default_rng(1)))
    with pytest.raises(AccountsError) as error:
        output_impact(recipe, pd.Series(event), 0.5, own)
    assert error.value.key == key
