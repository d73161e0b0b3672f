"""Intervals over delta: monotone where they must be, the middle where it is asked, names kept."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from accounts_economies import economy, national_table
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.account import STRESSORS
from citywright.accounts.leontief import Leontief
from citywright.accounts.readers.national import national_io_table
from citywright.accounts.recipe import recipe_of
from citywright.accounts.regional.estimate import Assumptions, estimate_city
from citywright.accounts.regional.interval import (
    DELTA_RANGE,
    DeltaRange,
    Households,
    Region,
    estimate_intervals,
    multiplier_intervals,
    quotient_intervals,
    recipe_intervals,
)
from citywright.accounts.regional.quotients import WITH_DELTA
from citywright.accounts.regional.regionalise import regionalise
from citywright.accounts.regional.totals import COLUMNS, UNITS
from citywright.errors import AccountsError

TABLE = national_table()
NATION = national_io_table(TABLE)
CODES = list(NATION.labels)
ROWS = {
    "income": NATION.V.loc["compensation"] / NATION.output,
    "co2": pd.Series([0.0, 1.0, 2.0, 0.5, 4.0, 0.1], CODES),
}
BASKET = (NATION.Y["consumption"] / (NATION.Y + NATION.Ym)["consumption"].sum()).to_numpy()
shares = st.lists(st.floats(0.01, 0.4), min_size=len(CODES), max_size=len(CODES))


def intervals(x, deltas=DELTA_RANGE, method="flq", households=None, rows=ROWS):
    return quotient_intervals(
        NATION,
        x,
        rows,
        method=method,
        base="domestic",
        size=0.05,
        deltas=deltas,
        households=households,
    )


@settings(max_examples=15, deadline=None)
@given(shares, st.sampled_from(WITH_DELTA))
def test_of_a_quotient_table_the_ends_of_delta_are_the_ends_of_the_interval(share, method):
    """Multipliers of types I and II fall with delta, so low is that of the largest delta."""
    x = NATION.output * share
    households = Households(ROWS["income"].to_numpy(), BASKET, 0.8)
    wide = intervals(x, method=method, households=households)
    for end, delta in (("high", 0.0), ("mid", 0.1), ("low", 0.2)):
        at = intervals(x, DeltaRange(delta, delta, delta), method, households)
        pd.testing.assert_series_equal(wide[end], at["mid"], check_names=False, rtol=1e-12)


@settings(max_examples=15, deadline=None)
@given(shares, st.floats(0.0, 0.3), st.floats(0.0, 0.3))
def test_a_wider_range_holds_a_narrower_one(share, down, up):
    x = NATION.output * share
    narrow = intervals(x, DeltaRange(0.3, 0.35, 0.4))
    wide = intervals(x, DeltaRange(0.3 - down, 0.35, 0.4 + up))
    known = narrow["mid"].notna()
    assert (wide["low"] <= narrow["low"] * (1 + 1e-12))[known].all()
    assert (wide["high"] >= narrow["high"] * (1 - 1e-12))[known].all()
    assert (narrow["low"] <= narrow["mid"])[known].all()
    assert (narrow["mid"] <= narrow["high"])[known].all()


def test_the_nation_as_a_region_has_no_interval():
    """lambda = 1 for any delta, so nothing is in doubt and the nation's multipliers come out."""
    x = NATION.output
    found = quotient_intervals(NATION, x, ROWS, method="flq", base="domestic", size=1.0)
    pd.testing.assert_series_equal(found["low"], found["high"], check_names=False, rtol=1e-12)
    simple = found[(found["row"] == "co2") & (found["kind"] == "simple")]
    expected = Leontief((NATION.Z / x).to_numpy()).carried(ROWS["co2"].to_numpy())
    assert simple["mid"].to_numpy() == pytest.approx(expected)
    assert list(simple["sector"]) == CODES


def test_ratios_are_multipliers_over_the_row_itself():
    found = intervals(NATION.output * 0.1).set_index(["row", "kind", "sector"]).sort_index()
    simple, ratio = found.loc[("co2", "simple")], found.loc[("co2", "type_one")]
    for end in ("low", "mid", "high"):
        expected = simple[end] / ROWS["co2"].replace(0.0, np.nan)
        pd.testing.assert_series_equal(ratio[end], expected, check_names=False)
    assert np.isnan(ratio.loc["01", "mid"])
    pd.testing.assert_frame_equal(
        found.loc[("output", "simple")], found.loc[("output", "type_one")]
    )


def test_rows_are_matched_by_name():
    x = NATION.output * 0.1
    turned = {name: row[::-1] for name, row in ROWS.items()}
    pd.testing.assert_frame_equal(intervals(x), intervals(x[::-1], rows=turned))
    with pytest.raises(AccountsError) as caught:
        intervals(x, rows={"co2": ROWS["co2"].drop("04")})
    assert caught.value.key == "accounts.other_labels"


def test_an_interval_that_turns_is_found_inside_the_range():
    """A region may depend on delta in any way: here coefficients peak at 0.1, between the ends."""

    def region_at(delta):
        a = 0.5 - 10.0 * (delta - 0.1) ** 2
        return Region(["one"], {"output": np.ones(1)}, Leontief(np.array([[a]])), None)

    found = multiplier_intervals(region_at, DeltaRange(0.0, 0.2, 0.2)).set_index("kind")
    assert found.loc["simple", "high"] == pytest.approx(2.0)
    assert found.loc["simple", "low"] == pytest.approx(1.0 / 0.6)
    assert found.loc["simple", "mid"] == pytest.approx(1.0 / 0.6)


def test_sectors_may_not_change_with_delta():
    def region_at(delta):
        name = "a" if delta < 0.1 else "b"
        return Region([name], {"output": np.ones(1)}, Leontief(np.array([[0.1]])), None)

    with pytest.raises(AccountsError) as caught:
        multiplier_intervals(region_at)
    assert caught.value.key == "accounts.other_labels"


def test_sectors_may_not_change_places_with_delta():
    def region_at(delta):
        names = ["a", "b"] if delta < 0.1 else ["b", "a"]
        return Region(names, {"output": np.ones(2)}, Leontief(np.diag([0.1, 0.2])), None)

    with pytest.raises(AccountsError) as caught:
        multiplier_intervals(region_at)
    assert caught.value.key == "accounts.region_order"


def test_recipes_give_every_row_and_households_raise_every_multiplier():
    recipe = recipe_of(economy(4, np.random.default_rng(3)))

    def recipe_at(delta):
        return replace(recipe, rho=recipe.rho * 0.5**delta)

    found = (
        recipe_intervals(recipe_at, propensity=0.7)
        .set_index(["row", "kind", "sector"])
        .sort_index()
    )
    rows = ["output", "value_added", "income", *STRESSORS]
    assert set(found.index.get_level_values("row")) == set(rows)
    for row in rows:
        assert (found.loc[(row, "total"), "mid"] > found.loc[(row, "simple"), "mid"]).all()
    whole = found.loc[("value_added", "simple"), "high"].to_numpy()
    L = Leontief(recipe.rho[:, None] * recipe.A)
    assert whole == pytest.approx(L.carried(recipe.items.sum(axis=0)))


def city():
    division = ["primary", "industry", "industry", "construction", "services", "services"]
    asked = [("value_added", "industry", 30.5), ("value_added", "*", 61.0)]
    asked += [(name, "*", 20.0) for name in STRESSORS]
    totals = pd.DataFrame(
        [
            (name, group, value, UNITS[name], "s", "illustrative", "")
            for name, group, value in asked
        ],
        columns=list(COLUMNS),
    )
    assumed = Assumptions(
        government_share=pd.Series(0.2, CODES),
        intensities=pd.DataFrame(1.0, CODES, list(STRESSORS)),
        size=0.01,
        closed={},
        one_way=(),
    )
    return totals, pd.Series(division, CODES), assumed


def test_the_estimate_of_a_city_has_an_interval_around_its_own_multipliers():
    totals, division, assumed = city()
    assumed = replace(assumed, delta=0.1)
    found = estimate_intervals(TABLE, totals, division, assumed, high=0.3, propensity=None)
    found = found.set_index(["row", "kind", "sector"]).sort_index()
    output = found.loc[("output", "simple")]
    for delta, end in ((0.0, "high"), (0.1, "mid"), (0.3, "low")):
        made = estimate_city(TABLE, totals, division, replace(assumed, delta=delta)).accounts
        recipe = recipe_of(made)
        m = Leontief(recipe.rho[:, None] * recipe.A).carried(np.ones(len(CODES)))
        assert output[end].to_numpy() == pytest.approx(m)
    assert (output["high"] > output["low"] * 1.01).all()
    with pytest.raises(AccountsError) as caught:
        estimate_intervals(TABLE, totals, division, assumed, high=0.05, propensity=None)
    assert caught.value.key == "accounts.delta_range"


def test_a_quotient_region_is_that_of_regionalise():
    x = NATION.output * [0.01, 0.02, 0.05, 0.1, 0.2, 0.3]
    made = regionalise(NATION, x, method="aflq", base="domestic", size=0.05, delta=0.1)
    found = intervals(x, method="aflq")
    simple = found[(found["row"] == "output") & (found["kind"] == "simple")]
    assert simple["mid"].to_numpy() == pytest.approx(made.leontief().carried(np.ones(len(CODES))))


@pytest.mark.parametrize(
    "wrong", [(-0.1, 0.1, 0.2), (0.2, 0.1, 0.3), (0.0, 0.4, 0.3), (0.0, 0.1, 1.0), (0, 0.1, 0.2, 1)]
)
def test_a_range_that_is_none_is_refused(wrong):
    with pytest.raises(AccountsError) as caught:
        DeltaRange(*wrong)
    assert caught.value.key == "accounts.delta_range"
