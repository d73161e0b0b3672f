"""Laws of RAS and GRAS, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.balancing.gras import gras, ras
from citywright.errors import AccountsError

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def reachable(seed, negative):
    """A start table and margins of another table of the same signs: always reachable."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(2, 7, 2))
    start = rng.uniform(0.5, 10.0, shape)
    if negative:
        start[rng.uniform(size=shape) < 0.25] *= -1.0
    goal = start * rng.uniform(0.5, 2.0, shape)
    return start, goal.sum(axis=1), goal.sum(axis=0)


@few
@given(seeds, st.booleans())
def test_margins_are_met_and_signs_stay(seed, negative):
    start, u, v = reachable(seed, negative)
    fit = gras(start, u, v, tolerance=1e-10)
    scale = max(np.abs(u).max(), np.abs(v).max())
    np.testing.assert_allclose(fit.X.sum(axis=1), u, atol=1e-10 * scale)
    np.testing.assert_allclose(fit.X.sum(axis=0), v, atol=1e-10 * scale)
    assert (np.sign(fit.X) == np.sign(start)).all()
    assert fit.residual <= 1e-10


@few
@given(seeds)
def test_ras_keeps_cross_ratios(seed):
    start, u, v = reachable(seed, negative=False)
    X = ras(start, u, v).X
    ratio = X / start
    np.testing.assert_allclose(ratio * ratio[0, 0], np.outer(ratio[:, 0], ratio[0]), rtol=1e-7)


@few
@given(seeds)
def test_a_table_that_already_fits_is_left_alone(seed):
    start, *_ = reachable(seed, negative=True)
    fit = gras(start, start.sum(axis=1), start.sum(axis=0))
    assert fit.iterations == 0
    np.testing.assert_array_equal(fit.X, start)


@few
@given(seeds)
def test_order_of_rows_and_columns_changes_nothing(seed):
    start, u, v = reachable(seed, negative=True)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(u)), rng.permutation(len(v))
    here = gras(start, u, v, tolerance=1e-11).X[np.ix_(rows, columns)]
    there = gras(start[np.ix_(rows, columns)], u[rows], v[columns], tolerance=1e-11).X
    np.testing.assert_allclose(there, here, rtol=1e-6)


def test_empty_lines_and_lines_that_must_be_zero():
    start = np.array([[0.0, 0.0, 0.0], [3.0, 1.0, 0.0], [2.0, 4.0, 0.0], [5.0, 5.0, 0.0]])
    fit = ras(start, np.array([0.0, 6.0, 4.0, 0.0]), np.array([7.0, 3.0, 0.0]))
    assert fit.X[0].tolist() == [0.0, 0.0, 0.0]
    assert fit.X[3].tolist() == [0.0, 0.0, 0.0]
    np.testing.assert_allclose(fit.X.sum(axis=0), [7.0, 3.0, 0.0], atol=1e-10)


def test_a_row_of_negatives_only():
    start = np.array([[2.0, 3.0], [-1.0, -2.0]])
    fit = gras(start, np.array([6.0, -4.0]), np.array([1.0, 1.0]))
    np.testing.assert_allclose(fit.X.sum(axis=1), [6.0, -4.0], atol=1e-9)


@pytest.mark.parametrize(
    ("start", "u", "v", "key", "words"),
    [
        ([[1.0, 2.0]], [3.0], [1.0, 3.0], "accounts.margins_differ", "-1 apart"),
        ([[1.0, 2.0]], [3.0], [3.0], "accounts.margins_shape", r"\(1, 2\)"),
        ([[0.0, 0.0], [1.0, 2.0]], [1.0, 2.0], [1.0, 2.0], "accounts.row_cannot", "row number 1"),
        (
            [[1.0, 0.0], [1.0, 0.0]],
            [1.0, 1.0],
            [1.0, 1.0],
            "accounts.row_cannot",
            "column number 2",
        ),
        ([[1.0, np.nan]], [3.0], [1.0, 2.0], "accounts.not_finite", "empty"),
        ([[1.0, 0.0], [1.0, 1.0]], [2.0, 1.0], [1.0, 2.0], "accounts.not_converged", "500 rounds"),
    ],
)
def test_what_cannot_be_met_is_explained(start, u, v, key, words):
    with pytest.raises(AccountsError, match=words) as error:
        gras(np.array(start), np.array(u), np.array(v), most=500)
    assert error.value.key == key


def test_ras_points_to_gras():
    with pytest.raises(AccountsError, match="Use gras"):
        ras(np.array([[1.0, -2.0]]), np.array([3.0]), np.array([1.0, 2.0]))
