"""Location quotients and the local coefficients they make: laws, and one example worked by hand."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import national_table
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.leontief import Leontief
from citywright.accounts.readers.national import national_io_table
from citywright.accounts.regional.quotients import (
    METHODS,
    WITH_DELTA,
    aflq,
    cilq,
    flq,
    quotients,
    region_factor,
    region_size,
    slq,
    specialisation,
)
from citywright.accounts.regional.regionalise import BASES, local_final_share, regionalise
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

NATION = national_io_table(national_table())
CODES = list(NATION.labels)


@st.composite
def outputs(draw, idle=False):
    """Output of a region and its nation; with `idle`, some sectors of the region are empty."""
    n = draw(st.integers(2, 8))
    X = np.array(draw(st.lists(st.floats(1.0, 1e6), min_size=n, max_size=n)))
    share = np.array(draw(st.lists(st.floats(0.01, 0.5), min_size=n, max_size=n)))
    if idle:
        share[draw(st.integers(1, n - 1)) :] = 0.0
    return X * share, X


deltas = st.floats(0.0, 0.9)


def with_delta(method, size, delta):
    return {"size": size, "delta": delta} if method in WITH_DELTA else {}


def test_three_sectors_by_hand():
    """x = (2, 3, 5) of X = (20, 60, 20): SLQ = 0.2/0.2, 0.3/0.6, 0.5/0.2 = 1, 0.5, 2.5."""
    x, X = np.array([2.0, 3.0, 5.0]), np.array([20.0, 60.0, 20.0])
    size = region_size(x, X)
    assert size == pytest.approx(0.1)
    assert slq(x, X) == pytest.approx([1.0, 0.5, 2.5])
    assert cilq(x, X) == pytest.approx(np.array([[1, 2, 0.4], [0.5, 1, 0.2], [2.5, 5, 1]]))
    # lambda = log2(1.1)^0.5 = 0.1375035^0.5 = 0.3708147; sigma_3 = log2(3.5) = 1.8073549
    assert region_factor(size, 0.5) == pytest.approx(0.3708147, abs=5e-8)
    f = flq(x, X, size=size, delta=0.5)
    assert f[0, 1] == pytest.approx(0.3708147 * 2.0, abs=1e-7)
    assert f[2, 2] == pytest.approx(0.3708147 * 2.5, abs=2e-7)
    a = aflq(x, X, size=size, delta=0.5)
    assert a[:, :2] == pytest.approx(f[:, :2])
    assert a[0, 2] == pytest.approx(0.3708147 * 0.4 * 1.8073549, abs=1e-7)


@given(outputs())
def test_weighted_by_national_shares_slq_is_one_on_average(region):
    x, X = region
    assert (X / X.sum()) @ slq(x, X) == pytest.approx(1.0)


@given(outputs())
def test_cilq_of_supplier_and_user_are_reciprocal(region):
    q = cilq(*region)
    assert q * q.T == pytest.approx(np.ones_like(q))


@given(outputs())
def test_flq_without_delta_is_cilq_with_slq_on_the_diagonal(region):
    x, X = region
    expected = cilq(x, X)
    expected[np.diag_indices(len(x))] = slq(x, X)
    assert flq(x, X, size=0.3, delta=0.0) == pytest.approx(expected)
    assert quotients("cilq", x, X) == pytest.approx(expected)


@given(st.floats(1e-4, 0.9), st.floats(1e-3, 0.9), st.floats(1e-3, 0.09))
def test_region_factor_falls_with_delta_and_rises_with_size(size, delta, more):
    assert region_factor(size, delta + more) < region_factor(size, delta) <= 1.0
    assert region_factor(1.0, delta) == 1.0
    assert region_factor(size / 2, delta) < region_factor(size, delta)
    assert region_factor(size, 0.0) == 1.0


@given(outputs(), deltas)
def test_aflq_is_flq_except_for_users_the_region_specialises_in(region, delta):
    x, X = region
    f, a = (one(x, X, size=0.2, delta=delta) for one in (flq, aflq))
    special = slq(x, X) > 1.0 + 1e-9
    assert a[:, ~special] == pytest.approx(f[:, ~special])
    assert (a[:, special] > f[:, special]).all()
    assert a == pytest.approx(f * specialisation(x, X))


@given(outputs(idle=True), deltas, st.sampled_from(METHODS))
def test_an_idle_sector_neither_sells_nor_buys(region, delta, method):
    x, X = region
    q = quotients(method, x, X, **with_delta(method, 0.2, delta))
    idle = x == 0.0
    assert idle.any()
    assert (q[idle] == 0.0).all()
    assert (q[:, idle] == 0.0).all()
    assert (q[np.ix_(~idle, ~idle)] > 0.0).all()
    assert np.isfinite(q).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("delta", [0.0, 0.1, 0.5])
def test_the_nation_as_a_region_gets_its_own_table_back(method, base, delta):
    x = NATION.output
    made = regionalise(NATION, x, method=method, base=base, **with_delta(method, 1.0, delta))
    A = NATION.Z / x
    if base == "total":
        A = A + NATION.Zm / x
    np.testing.assert_allclose(made.local, A, rtol=1e-12)
    np.testing.assert_allclose(made.technical, (NATION.Z + NATION.Zm) / x, rtol=1e-12)


shares = st.lists(st.floats(0.01, 0.4), min_size=len(CODES), max_size=len(CODES))


@settings(max_examples=20)
@given(shares, st.sampled_from(WITH_DELTA), st.sampled_from(BASES))
def test_multipliers_fall_with_delta_and_lie_below_the_nations(share, method, base):
    x = NATION.output * share
    nation = regionalise(NATION, NATION.output, method="slq", base=base)
    before = nation.leontief().carried(np.ones(len(CODES)))
    for delta in (0.0, 0.1, 0.3, 0.8):
        made = regionalise(NATION, x, method=method, base=base, size=0.05, delta=delta)
        after = made.leontief().carried(np.ones(len(CODES)))
        assert (after <= before * (1 + 1e-12)).all()
        assert (made.outside >= -1e-15).all(axis=None)
        before = after


@given(shares, st.sampled_from(METHODS))
def test_sectors_are_matched_by_name(share, method):
    x = NATION.output * share
    given_ = with_delta(method, 0.05, 0.1)
    one = regionalise(NATION, x, method=method, base="domestic", **given_)
    other = regionalise(NATION, x[::-1], method=method, base="domestic", **given_)
    pd.testing.assert_frame_equal(one.local, other.local)


def test_slq_gives_every_user_the_same_share_and_flq_does_not():
    x = NATION.output * [0.01, 0.02, 0.05, 0.1, 0.2, 0.3]
    made = regionalise(NATION, x, method="slq", base="domestic")
    share = (made.local / (NATION.Z / NATION.output)).to_numpy()
    expected = np.minimum(slq(x.to_numpy(), NATION.output.to_numpy()), 1.0)
    assert share == pytest.approx(np.repeat(expected[:, None], len(CODES), axis=1))
    other = regionalise(NATION, x, method="flq", base="domestic", size=0.1, delta=0.1)
    assert np.ptp((other.local / (NATION.Z / NATION.output)).to_numpy()[0]) > 0.1


def test_a_competitive_table_has_total_coefficients_only():
    """Z of both origins and imports as a negative column: the reader's treatment "column"."""
    mixed = IOTable(
        NATION.Z + NATION.Zm,
        (NATION.Y + NATION.Ym).assign(imports=-(NATION.Zm.sum(axis=1) + NATION.Ym.sum(axis=1))),
        NATION.V,
        NATION.money,
    )
    x = NATION.output * 0.1
    made = regionalise(mixed, x, method="flq", base="total", size=0.1, delta=0.2)
    apart = regionalise(NATION, x, method="flq", base="total", size=0.1, delta=0.2)
    np.testing.assert_allclose(made.local, apart.local, rtol=1e-12)
    with pytest.raises(AccountsError) as caught:
        regionalise(mixed, x, method="flq", base="domestic", size=0.1, delta=0.2)
    assert caught.value.key == "accounts.no_import_rows"


def test_imports_by_origin_are_added_up_by_sector():
    """A provincial table states purchases from abroad and from elsewhere, (origin, sector)."""
    parts = {"imports": NATION.Zm * 0.25, "inflow": NATION.Zm * 0.75}
    finals = {"imports": NATION.Ym * 0.25, "inflow": NATION.Ym * 0.75}
    apart = IOTable(
        NATION.Z, NATION.Y, NATION.V, NATION.money, Zm=pd.concat(parts), Ym=pd.concat(finals)
    )
    x = NATION.output * 0.1
    one = regionalise(apart, x, method="slq", base="total")
    other = regionalise(NATION, x, method="slq", base="total")
    np.testing.assert_allclose(one.local, other.local, rtol=1e-12)


def test_a_region_without_a_sector_has_no_recipe_for_it():
    x = NATION.output * 0.1
    x["03"] = 0.0
    made = regionalise(NATION, x, method="aflq", base="domestic", size=0.1, delta=0.1)
    assert (made.technical["03"] == 0.0).all()
    assert (made.local.loc["03"] == 0.0).all()
    assert (made.outside.loc["03"].drop("03") > 0.0).all()
    m = Leontief(made.local.to_numpy()).carried(np.ones(len(CODES)))
    assert m[CODES.index("03")] == pytest.approx(1.0)


def test_final_use_is_met_by_the_simple_quotient_with_the_region_factor():
    x, X = np.array([2.0, 3.0, 50.0]), np.array([20.0, 60.0, 20.0])
    share = local_final_share(x, X, size=0.3, delta=0.1)
    assert share == pytest.approx(np.minimum(region_factor(0.3, 0.1) * slq(x, X), 1.0))
    assert share[2] == 1.0


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: slq(np.ones(2), np.ones(3)), "accounts.shapes"),
        (lambda: slq(np.array([1.0, -1.0]), np.ones(2)), "accounts.quotient_output"),
        (lambda: slq(np.array([1.0, np.nan]), np.ones(2)), "accounts.quotient_output"),
        (lambda: slq(np.ones(2), np.array([1.0, 0.0])), "accounts.quotient_base"),
        (lambda: slq(np.zeros(2), np.ones(2)), "accounts.quotient_base"),
        (lambda: quotients("lq", np.ones(2), np.ones(2)), "accounts.quotient_method"),
        (lambda: quotients("flq", np.ones(2), np.ones(2), size=0.1), "accounts.quotient_delta"),
        (lambda: quotients("slq", np.ones(2), np.ones(2), delta=0.1), "accounts.quotient_delta"),
        (
            lambda: regionalise(NATION, NATION.output, method="slq", base="local"),
            "accounts.coefficients_base",
        ),
        (
            lambda: regionalise(NATION, NATION.output[1:], method="slq", base="total"),
            "accounts.other_labels",
        ),
    ],
)
def test_wrong_use_is_named(call, key):
    with pytest.raises(AccountsError) as caught:
        call()
    assert caught.value.key == key


def test_a_table_of_several_regions_is_refused():
    index = pd.MultiIndex.from_product([["a", "b"], ["s"]], names=["region", "sector"])
    table = IOTable(
        pd.DataFrame(np.eye(2), index, index),
        pd.DataFrame({("a", "c"): [1.0, 1.0]}, index),
        pd.DataFrame([[1.0, 1.0]], ["value_added"], index),
        "money",
    )
    with pytest.raises(AccountsError) as caught:
        regionalise(table, pd.Series([1.0, 1.0], index), method="slq", base="total")
    assert caught.value.key == "accounts.one_nation"
