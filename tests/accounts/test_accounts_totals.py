"""Totals of a city: nesting, shells, prior output, rounding."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.regional.prior import odds_scaled, prior_output
from citywright.accounts.regional.quotients import cilq, flq, region_factor, slq
from citywright.accounts.regional.rounding import Grid, round_to_sum
from citywright.accounts.regional.totals import Shell, given_local_shares, shells
from citywright.errors import AccountsError

DIVISION = pd.Series(
    {"01": "primary", "02": "industry", "03": "industry", "04": "construction", "05": "services"}
)
few = settings(max_examples=15, deadline=None)


def rows(*entries):
    return pd.DataFrame(
        [(t, s, v, "money", "made_up", "illustrative", "") for t, s, v in entries],
        columns=["total", "sectors", "value", "unit", "source", "quality", "note"],
    )


def test_narrow_totals_are_taken_out_of_wide_ones():
    found = shells(
        rows(("output", "*", 100.0), ("output", "industry", 40.0), ("output", "03", 15.0)),
        "output",
        DIVISION,
    )
    assert [(shell.sectors, shell.amount) for shell in found] == [
        (("03",), 15.0),
        (("02",), 25.0),
        (("01", "04", "05"), 60.0),
    ]


@pytest.mark.parametrize(
    ("entries", "key"),
    [
        ([("output", "02 03", 1.0), ("output", "03 04", 1.0)], "accounts.totals_overlap"),
        ([("output", "02 03", 1.0), ("output", "industry", 1.0)], "accounts.total_twice"),
        ([("output", "02 99", 1.0)], "accounts.total_sectors"),
        ([("output", "02 02", 1.0)], "accounts.total_sectors"),
        ([("output", "02", "many")], "accounts.total_value"),
        ([("wealth", "02", 1.0)], "accounts.total_name"),
        ([("employment", "02", 1.0)], "accounts.total_unit"),
        (
            [("output", "02", 1.0), ("output", "03", 2.0), ("output", "industry", 4.0)],
            "accounts.totals_inside",
        ),
    ],
)
def test_totals_that_contradict_are_named(entries, key):
    with pytest.raises(AccountsError) as error:
        shells(rows(*entries), "output", DIVISION)
    assert error.value.key == key


def shares(*entries):
    return rows(*(("local_share", *entry) for entry in entries)).assign(unit="ratio")


def test_local_shares_are_not_added_but_taken_from_the_narrowest_group():
    found = given_local_shares(shares(("industry", 0.4), ("03", 0.1), ("05", 0.0)), DIVISION)
    assert found.to_dict() == {"02": 0.4, "03": 0.1, "05": 0.0}
    assert given_local_shares(rows(("output", "*", 1.0)), DIVISION).empty


@pytest.mark.parametrize(
    ("entries", "key"),
    [
        ([("02", 1.01)], "accounts.local_share_value"),
        ([("02", -0.1)], "accounts.local_share_value"),
        ([("02 03", 0.1), ("03 04", 0.2)], "accounts.totals_overlap"),
        ([("02 03", 0.1), ("industry", 0.2)], "accounts.total_twice"),
    ],
)
def test_local_shares_that_cannot_be_used_are_named(entries, key):
    with pytest.raises(AccountsError) as error:
        given_local_shares(shares(*entries), DIVISION)
    assert error.value.key == key


def test_prior_output_meets_output_and_value_added():
    X = pd.Series([10.0, 40.0, 60.0, 30.0, 80.0], DIVISION.index)
    v = pd.Series([0.6, 0.3, 0.2, 0.25, 0.5], DIVISION.index)
    totals = rows(
        ("output", "industry", 500.0),
        ("output", "02", 100.0),
        ("value_added", "industry", 150.0),
        ("value_added", "*", 400.0),
        ("value_added", "construction", 20.0),
    )
    x, ratio = prior_output(
        X, v, shells(totals, "output", DIVISION), shells(totals, "value_added", DIVISION)
    )
    assert x["02"] == 100.0
    assert x["03"] == 400.0
    assert (ratio * x)[["02", "03"]].sum() == pytest.approx(150.0, rel=1e-12)
    assert (ratio * x).sum() == pytest.approx(400.0, rel=1e-12)
    assert ratio["04"] == 0.25, "a sector sized by its value added keeps the national ratio"
    assert x["01"] / x["05"] == pytest.approx(10.0 / 80.0)


def test_sectors_without_any_total_are_named():
    X, v = pd.Series(1.0, DIVISION.index), pd.Series(0.5, DIVISION.index)
    totals = rows(("output", "industry", 500.0))
    with pytest.raises(AccountsError, match="01 04 05"):
        prior_output(X, v, shells(totals, "output", DIVISION), [])


@few
@given(
    st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(0.1, 100.0)), min_size=1, max_size=8),
    st.floats(0.02, 0.98),
)
def test_odds_scaling_stays_between_zero_and_one(sectors, share):
    v, x = (pd.Series(list(column)) for column in zip(*sectors, strict=True))
    total = share * float(x.sum())
    scaled = odds_scaled(v, x, total, "group")
    assert ((scaled > 0.0) & (scaled < 1.0)).all()
    assert (scaled * x).sum() == pytest.approx(total, rel=1e-9)
    odds = scaled / (1.0 - scaled) * (1.0 - v) / v
    np.testing.assert_allclose(odds, odds.iloc[0], rtol=1e-6)


def test_value_added_above_output_is_refused():
    with pytest.raises(AccountsError) as error:
        odds_scaled(pd.Series([0.5]), pd.Series([10.0]), 11.0, "industry")
    assert error.value.key == "accounts.total_reach"


@few
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30), st.integers(0, 5))
def test_rounding_keeps_the_sum_and_moves_less_than_a_step(values, decimals):
    grid = Grid(decimals)
    numbers = np.array(values)
    numbers[np.abs(numbers) < 1e-6] = 0.0
    total = int(np.rint(numbers.sum() * grid.step))
    whole = round_to_sum(numbers, total, grid)
    assert whole.sum() == total
    assert (np.abs(whole - numbers * grid.step) <= 1.0 + 1e-6).all()
    assert (whole[numbers == 0.0] == 0).all()


def test_rounding_that_cannot_work_is_refused():
    with pytest.raises(AccountsError) as error:
        round_to_sum(np.array([1.0, 2.0]), 30_500, Grid(4))
    assert error.value.key == "accounts.rounding"


def test_quotients_by_hand():
    """Miller & Blair (2009), sec. 8.2: SLQ compares shares, CILQ compares two SLQ."""
    x, X = np.array([30.0, 10.0, 10.0]), np.array([300.0, 300.0, 400.0])
    np.testing.assert_allclose(slq(x, X), [2.0, 2.0 / 3.0, 0.5])
    np.testing.assert_allclose(cilq(x, X)[0], [1.0, 3.0, 4.0])
    factor = region_factor(0.05, 0.3)
    assert factor == pytest.approx(np.log2(1.05) ** 0.3)
    quotients = flq(x, X, size=0.05, delta=0.3)
    np.testing.assert_allclose(np.diag(quotients), factor * slq(x, X))
    np.testing.assert_allclose(quotients[0, 1], factor * 3.0)


def test_the_nation_supplies_itself():
    X = np.array([3.0, 5.0, 7.0])
    np.testing.assert_allclose(flq(X, X, size=1.0, delta=0.1), 1.0)


@pytest.mark.parametrize(("size", "delta"), [(0.0, 0.1), (1.1, 0.1), (0.5, 1.0), (0.5, -0.1)])
def test_region_factor_refuses_nonsense(size, delta):
    with pytest.raises(AccountsError):
        region_factor(size, delta)


def test_shell_says_what_it_is():
    assert Shell("*", ("01",), ("01", "02"), 3.0, 5.0).amount == 3.0
