"""Structural paths: nothing above the threshold is missed, and the parts add to the whole.

The truth is brute force: every chain of suppliers is walked through, without any bound.
"""

import itertools

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.layers import production_layers
from citywright.accounts.leontief import Leontief
from citywright.accounts.paths import path_multiplier, structural_paths
from citywright.errors import AccountsError

few = settings(max_examples=20, deadline=None)


@st.composite
def systems(draw, signed=False):
    """A, f, y of a small economy that shrinks fast; with cells of both signs if `signed`."""
    n = draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    A = rng.uniform(0.0, 1.0, (n, n)) * (rng.random((n, n)) < 0.8)
    A *= draw(st.floats(0.05, 0.5)) / np.maximum(A.sum(axis=0), 1e-9)
    f, y = rng.uniform(0.0, 2.0, n), rng.uniform(0.0, 9.0, n)
    f[rng.random(n) < 0.3], y[rng.random(n) < 0.3] = 0.0, 0.0
    f[-1], y[-1] = 1.0, 2.0  # at least one path
    if signed:
        A *= np.where(rng.random((n, n)) < 0.2, -1.0, 1.0)
        f *= np.where(rng.random(n) < 0.3, -1.0, 1.0)
        y *= np.where(rng.random(n) < 0.3, -1.0, 1.0)
    return A, f, y


def every_path(A, f, y, least, deepest=60):
    """All paths of at least `least` in size: walks on while a column sum can still carry that."""
    found, shrink = {}, np.abs(A).sum(axis=0).max()
    most = np.abs(f).max() / (1.0 - shrink)
    ends = [((m,), y[m]) for m in range(len(y))]
    for _ in range(deepest):
        found |= {path: f[path[0]] * w for path, w in ends if abs(f[path[0]] * w) >= least}
        longer = [((i, *path), A[i, path[0]] * w) for path, w in ends for i in range(len(f))]
        ends = [(path, w) for path, w in longer if abs(w) * most >= least]
        if not ends:
            return found
    raise AssertionError("deeper than the enumeration goes")


@few
@given(systems(), st.floats(1e-4, 0.5))
def test_every_path_above_the_threshold_is_found_and_no_other(system, least):
    A, f, y = system
    leontief = Leontief(A)
    found = structural_paths(leontief, f, y, least=least)
    truth = every_path(A, f, y, found.least)
    listed = dict(zip(found.frame["path"], found.frame["value"], strict=True))
    # a path that equals the threshold but for rounding may fall on either side
    edge = {path for path, value in truth.items() if value < found.least * (1 + 1e-9)}
    assert found.complete
    assert set(truth) - edge <= set(listed) <= set(truth) | edge
    for path, value in listed.items():
        np.testing.assert_allclose(value, truth.get(path, found.least), rtol=1e-9)


@few
@given(systems(signed=True), st.floats(1e-3, 0.5))
def test_negative_flows_are_bounded_by_their_sizes(system, least):
    A, f, y = system
    leontief = Leontief(A, allow_negative=True)
    found = structural_paths(leontief, f, y, least=least)
    truth = every_path(A, f, y, found.least)
    listed = dict(zip(found.frame["path"], found.frame["value"], strict=True))
    edge = {path for path, value in truth.items() if abs(value) < found.least * (1 + 1e-9)}
    assert set(truth) - edge <= set(listed) <= set(truth) | edge
    np.testing.assert_allclose(found.total, f @ np.linalg.solve(np.eye(len(y)) - A, y), rtol=1e-9)
    assert abs(found.total) <= found.size * (1 + 1e-9)


@few
@given(systems(), st.floats(1e-4, 0.5))
def test_what_is_listed_and_the_rest_are_the_total(system, least):
    A, f, y = system
    found = structural_paths(Leontief(A), f, y, least=least)
    truth = f @ np.linalg.inv(np.eye(len(f)) - A) @ y
    np.testing.assert_allclose(found.covered + found.rest, truth, rtol=1e-12)
    np.testing.assert_allclose(found.share, found.covered / truth, rtol=1e-9)
    assert found.rest >= -1e-9 * truth
    assert found.frame["value"].is_monotonic_decreasing


@few
@given(systems(), st.integers(1, 12))
def test_a_short_list_holds_the_largest_paths_and_says_that_it_is_short(system, most):
    A, f, y = system
    full = structural_paths(Leontief(A), f, y, least=1e-4, most=10**6)
    short = structural_paths(Leontief(A), f, y, least=1e-4, most=most)
    kept = full.frame["value"][:most]
    np.testing.assert_allclose(short.frame["value"], kept, rtol=1e-12)
    assert short.complete == (len(full.frame) <= most) or short.sure <= kept.min() * (1 + 1e-9)
    assert len(short.frame) == min(most, len(full.frame))
    if len(full.frame) > most:
        assert not short.complete


@few
@given(systems(), st.integers(1, 30))
def test_a_stopped_search_vouches_for_what_is_larger_than_it_says(system, branches):
    A, f, y = system
    full = structural_paths(Leontief(A), f, y, least=1e-4)
    stopped = structural_paths(Leontief(A), f, y, least=1e-4, branches=branches)
    listed = set(stopped.frame["path"])
    missed = full.frame[[path not in listed for path in full.frame["path"]]]
    assert (missed["value"] <= stopped.sure * (1 + 1e-9)).all()
    assert missed.empty or not stopped.complete
    np.testing.assert_allclose(stopped.covered + stopped.rest, full.total, rtol=1e-12)


@few
@given(systems())
def test_dense_and_sparse_tables_give_the_same_paths(system):
    A, f, y = system
    ones = np.ones(len(A))
    sparse = Leontief(Coefficients(sp.csr_array(A), ones), "sparse")
    one, other = (
        structural_paths(leontief, f, y, least=1e-3).frame.set_index("path")["value"]
        for leontief in (Leontief(A), sparse)
    )
    # in the order of one of them: paths that differ by rounding only may change places
    np.testing.assert_allclose(other.loc[list(one.index)], one, rtol=1e-9)
    assert len(one) == len(other)


@few
@given(systems(), st.integers(0, 6))
def test_layers_and_their_rest_are_the_total_sector_by_sector(system, rounds):
    A, f, y = system
    found = production_layers(Leontief(A), f, y, rounds)
    x = np.linalg.inv(np.eye(len(f)) - A) @ y
    np.testing.assert_allclose(
        found.by_sector.sum(axis=0) + found.rest, f * x, rtol=1e-9, atol=1e-14
    )
    power = [f @ np.linalg.matrix_power(A, k) @ y for k in range(rounds + 1)]
    np.testing.assert_allclose(found.values, power, rtol=1e-9, atol=1e-14)


@few
@given(systems())
def test_layers_are_the_sums_of_the_paths_by_length(system):
    A, f, y = system
    found = structural_paths(Leontief(A), f, y, least=1e-6, most=10**6)
    layers = production_layers(Leontief(A), f, y, 3).values
    sums = found.frame.groupby("order")["value"].sum()
    for order, layer in enumerate(layers):
        assert sums.get(order, 0.0) <= layer * (1 + 1e-9)
    np.testing.assert_allclose(sums.get(0, 0.0), layers[0], atol=len(f) * found.least)


@few
@given(systems())
def test_elementary_paths_with_their_multipliers_make_the_global_influence(system):
    # Defourny & Thorbecke (1984): the total influences of all elementary paths from i to j are L_ij
    A, _, _ = system
    leontief, n = Leontief(A), len(A)
    L = leontief.inverse()
    for i, j in itertools.permutations(range(n), 2):
        others = [k for k in range(n) if k not in (i, j)]
        total = 0.0
        for count in range(len(others) + 1):
            for middle in itertools.permutations(others, count):
                path = (i, *middle, j)
                direct = np.prod([A[a, b] for a, b in itertools.pairwise(path)])
                total += direct * path_multiplier(leontief, path)
        np.testing.assert_allclose(total, L[i, j], rtol=1e-9, atol=1e-14)


def test_a_loop_comes_round_as_often_as_the_series_says():
    # one sector that buys a of itself: 1 / (1 - a)
    assert path_multiplier(Leontief(np.array([[0.2]])), (0,)) == pytest.approx(1.25)


def test_a_chain_worked_by_hand():
    # grain 3 kg per unit; flour takes 0.5 of grain, bread 0.4 of flour; 10 of bread are eaten
    A = np.array([[0.0, 0.5, 0.0], [0.0, 0.0, 0.4], [0.0, 0.0, 0.0]])
    f, y = np.array([3.0, 1.0, 0.0]), np.array([0.0, 0.0, 10.0])
    found = structural_paths(Leontief(A), f, y, least=1e-6)
    assert found.frame["path"].tolist() == [(0, 1, 2), (1, 2)]
    assert found.frame["value"].tolist() == pytest.approx([6.0, 4.0])
    assert found.frame["share"].tolist() == pytest.approx([0.6, 0.4])
    assert found.frame["order"].tolist() == [2, 1]
    assert found.rest == pytest.approx(0.0, abs=1e-12)
    names = found.named(pd.Index(["grain", "flour", "bread"]))
    assert names["path"].tolist() == ["grain > flour > bread", "flour > bread"]
    regional = pd.MultiIndex.from_tuples([("here", "a"), ("here", "b"), ("there", "c")])
    assert found.named(regional)["path"][1] == "here / b > there / c"


def test_a_large_economy_is_searched_by_the_columns_that_matter():
    rng = np.random.default_rng(5)
    n = 900
    Z = rng.pareto(1.2, (n, n))
    x = Z.sum(axis=0) * rng.uniform(1.5, 3.0, n)
    f, y = rng.pareto(1.2, n), np.zeros(n)
    y[[3, 30, 300]] = 5.0, 1.0, 2.0
    leontief = Leontief(Coefficients(Z, x))
    read = []
    column = leontief.A.column
    leontief.A.column = lambda j: read.append(j) or column(j)
    found = structural_paths(leontief, f, y, least=1e-3)
    assert found.complete
    assert len(read) == len(set(read)) < n / 5
    # what is found directly, without any search
    direct = (f[:, None] * leontief.A.dense() * y)[:, [3, 30, 300]]
    pairs = found.frame[found.frame["order"] == 1]
    assert len(pairs) == int((direct >= found.least).sum())


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("path_least", {"least": 0.0}),
        ("path_least", {"least": np.nan}),
        ("path_least", {"least": 1.5}),
        ("path_least", {"most": 0}),
        ("path_nothing", {"f": np.zeros(2)}),
        ("path_nothing", {"f": np.array([1.0, 0.0]), "y": np.array([0.0, 1.0])}),
        ("shapes", {"f": np.ones(3)}),
        ("not_finite", {"y": np.array([1.0, np.inf])}),
    ],
)
def test_what_cannot_be_traced_has_a_name(key, changes):
    asked = {"f": np.ones(2), "y": np.ones(2), "least": 0.1} | changes
    with pytest.raises(AccountsError) as caught:
        structural_paths(Leontief(np.diag([0.2, 0.3])), **asked)
    assert caught.value.key == f"accounts.{key}"
    assert caught.value.text("en") != caught.value.text("zh")


def test_flows_that_cannot_be_bounded_are_refused():
    A = np.array([[0.0, -0.9], [1.5, 0.0]])
    with pytest.raises(AccountsError) as caught:
        structural_paths(Leontief(A, allow_negative=True), np.ones(2), np.ones(2), least=0.1)
    assert caught.value.key == "accounts.path_unbounded"


def test_other_refusals_have_names():
    leontief = Leontief(np.diag([0.2, 0.3]))
    found = structural_paths(leontief, np.ones(2), np.ones(2), least=0.1)
    cases = {
        "path_labels": lambda: found.named(pd.Index(["one"])),
        "path_not_elementary": lambda: path_multiplier(leontief, (0, 0)),
        "layer_rounds": lambda: production_layers(leontief, np.ones(2), np.ones(2), -1),
    }
    for key, call in cases.items():
        with pytest.raises(AccountsError) as caught:
            call()
        assert caught.value.key == f"accounts.{key}"
        assert caught.value.text("en") != caught.value.text("zh")
    with pytest.raises(AccountsError, match="elementary"):
        path_multiplier(leontief, (0, 2))
