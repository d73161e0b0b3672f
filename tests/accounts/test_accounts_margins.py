"""Why margins cannot be met: every reason found, by name, and nothing found where a fit exists."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from citywright.accounts.balancing.clashes import clashes, forced_zeros
from citywright.accounts.balancing.fitting import fit_table
from citywright.accounts.balancing.margins import (
    MarginsError,
    check_margins,
    explain_margins,
    reconcile,
)
from citywright.errors import AccountsError

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def labelled(X0, u, v):
    rows = [f"r{i}" for i in range(len(u))]
    columns = [f"c{j}" for j in range(len(v))]
    return pd.DataFrame(X0, rows, columns), pd.Series(u, rows), pd.Series(v, columns)


def sparse_start(rng, m, n, negative):
    X0 = rng.uniform(0.5, 5.0, (m, n)) * (rng.uniform(size=(m, n)) < 0.45)
    if negative:
        X0[rng.uniform(size=(m, n)) < 0.25] *= -1.0
    return X0


def balanced_margins(rng, m, n, negative):
    """Whole numbers with the same total, so that a clash is at least one unit."""
    u = rng.integers(-3 if negative else 0, 12, m).astype(float)
    v = rng.integers(-3 if negative else 0, 12, n).astype(float)
    v[-1] += u.sum() - v.sum()
    return u, v


def least_miss(X0, u, v):
    """The least total miss of the sums over all tables of these signs, by linear programming."""
    m, n = X0.shape
    cells = np.argwhere(X0 != 0.0)
    signs = np.sign(X0[tuple(cells.T)])
    sums = np.zeros((m + n, len(cells)))
    sums[cells[:, 0], np.arange(len(cells))] = signs
    sums[m + cells[:, 1], np.arange(len(cells))] = signs
    misses = np.eye(m + n)
    costs = np.concatenate([np.zeros(len(cells)), np.ones(2 * (m + n))])
    answer = linprog(
        costs, A_eq=np.hstack([sums, misses, -misses]), b_eq=np.concatenate([u, v]), method="highs"
    )
    assert answer.status == 0
    return float(answer.fun)


@few
@given(seeds, st.booleans())
def test_a_clash_is_found_exactly_where_no_table_exists(seed, negative):
    rng = np.random.default_rng(seed)
    m, n = (int(size) for size in rng.integers(2, 7, 2))
    X0, (u, v) = sparse_start(rng, m, n, negative), balanced_margins(rng, m, n, negative)
    assert bool(clashes(X0, u, v)) == (least_miss(X0, u, v) > 1e-7)


@few
@given(seeds, st.booleans())
def test_a_clash_is_a_proof(seed, negative):
    """The named lines break an inequality that every table of these signs obeys; none is idle."""
    rng = np.random.default_rng(seed)
    X0, (u, v) = sparse_start(rng, 6, 6, negative), balanced_margins(rng, 6, 6, negative)
    for one in clashes(X0, u, v):
        inside_rows, inside_columns = np.zeros(6, bool), np.zeros(6, bool)
        inside_rows[one.rows], inside_columns[one.columns] = True, True
        sign = 1.0 if one.by_rows else -1.0
        assert not (sign * X0[np.ix_(inside_rows, ~inside_columns)] > 0.0).any()
        assert not (sign * X0[np.ix_(~inside_rows, inside_columns)] < 0.0).any()
        gap = sign * (u[one.rows].sum() - v[one.columns].sum())
        assert gap == pytest.approx(one.excess)
        assert gap >= 1.0 - 1e-9


@few
@given(seeds)
def test_a_clash_names_no_sender_that_could_be_left_out(seed):
    """Hall: without any one of the named senders, no group of the others asks for too much."""
    rng = np.random.default_rng(seed)
    X0, (u, v) = sparse_start(rng, 6, 6, negative=False), balanced_margins(rng, 6, 6, False)
    v[-1] = max(v[-1], 0.0)
    for one in clashes(X0, u, v):
        table, asks, takes = (X0, u, v) if one.by_rows else (X0.T, v, u)
        senders = one.rows if one.by_rows else one.columns
        for left_out in senders:
            others = [line for line in senders if line != left_out]
            for size in range(1, len(others) + 1):
                for group in map(list, combinations(others, size)):
                    reached = (table[group] > 0.0).any(axis=0)
                    assert asks[group].sum() <= takes[reached].sum() + 1e-9


@few
@given(seeds)
def test_forced_zeros_are_the_cells_that_no_table_can_fill(seed):
    rng = np.random.default_rng(seed)
    X0 = sparse_start(rng, 4, 4, negative=bool(seed % 2))
    goal = X0 * (rng.uniform(size=X0.shape) < 0.6)  # some cells go to zero, so sums are often tight
    u, v = goal.sum(axis=1), goal.sum(axis=0)
    forced = forced_zeros(X0, u, v)
    cells = np.argwhere(X0 != 0.0)
    signs = np.sign(X0[tuple(cells.T)])
    sums = np.zeros((8, len(cells)))
    sums[cells[:, 0], np.arange(len(cells))] = signs
    sums[4 + cells[:, 1], np.arange(len(cells))] = signs
    for place, (i, j) in enumerate(cells):
        answer = linprog(
            -np.eye(len(cells))[place], A_eq=sums, b_eq=np.concatenate([u, v]), method="highs"
        )
        most = np.inf if answer.status == 3 else -answer.fun
        line_is_emptied = (u[i] == 0.0 and len(set(np.sign(X0[i])) - {0.0}) == 1) or (
            v[j] == 0.0 and len(set(np.sign(X0[:, j])) - {0.0}) == 1
        )
        if not line_is_emptied:
            assert forced[i, j] == (most < 1e-6), (i, j, most)


@settings(max_examples=20, deadline=None)
@given(seeds, st.booleans())
def test_a_table_that_exists_is_fitted_in_any_order_of_names(seed, negative):
    rng = np.random.default_rng(seed)
    X0 = sparse_start(rng, 5, 6, negative)
    goal = X0 * rng.uniform(0.5, 2.0, X0.shape)
    frame, rows, columns = labelled(X0, goal.sum(axis=1), goal.sum(axis=0))
    assert explain_margins(frame, rows, columns) == []
    mixed = fit_table(
        frame, rows.sample(frac=1.0, random_state=1), columns.iloc[::-1], tolerance=1e-9
    )
    scale = max(rows.abs().max(), columns.abs().max(), 1e-300)
    np.testing.assert_allclose(mixed.X.sum(axis=1), rows, atol=2e-9 * scale)
    np.testing.assert_allclose(mixed.X.sum(axis=0), columns, atol=2e-9 * scale)
    assert mixed.changed_sign().empty
    changes = mixed.changes(3)
    furthest = np.sort(np.abs(mixed.X - frame).to_numpy(), axis=None)[::-1][: len(changes)]
    np.testing.assert_allclose(changes["change"].abs(), furthest)


def keys(findings):
    return [one.key for one in findings]


def test_all_reasons_at_once_and_by_name():
    """A gap that one row explains, that row without a cell, and a row too large for its only column."""
    X0 = [[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, -1.0]]
    with pytest.raises(MarginsError, match="4 reasons") as error:
        check_margins(*labelled(X0, [5.0, 3.0, 1.0], [4.0, 2.0, 2.0]))
    assert keys(error.value.findings) == [
        "accounts.margins_gap",
        "accounts.margins_gap_like",
        "accounts.margins_row_sign",
        "accounts.margins_clash_rows",
    ]
    gap, like, sign, clash = error.value.findings
    assert gap.values["gap"] == pytest.approx(1.0)
    assert like.values["rows"] == "r2"
    assert sign.values["row"] == "r2"
    assert clash.values["rows"] == "r0"
    assert clash.values["columns"] == "c0"
    assert clash.values["excess"] == pytest.approx(1.0)
    assert "r0" in error.value.text("zh")


def test_a_clash_of_columns_is_told_from_the_columns():
    """Two columns ask 9 of the one row that feeds them: two lines to name, not the seven others."""
    X0 = np.ones((6, 5))
    X0[1:, :2] = 0.0
    u, v = [4.0, 5.0, 5.0, 5.0, 5.0, 5.0], [4.0, 5.0, 7.0, 7.0, 6.0]
    (found,) = explain_margins(*labelled(X0, u, v))
    assert found.key == "accounts.margins_clash_columns"
    assert found.values["rows"] == "r0"
    # one of the two columns already asks for more than the row gives; the other is not to blame
    assert found.values["columns"] == "c1"
    assert found.values["excess"] == pytest.approx(1.0)


def test_a_cell_that_can_only_be_zero_is_named_before_scaling_creeps_towards_it():
    (found,) = explain_margins(*labelled([[1.0, 0.0], [1.0, 1.0]], [1.0, 1.0], [1.0, 1.0]))
    assert found.key == "accounts.margins_forced"
    assert found.values["cells"] == "(r1, c0)"


def test_labels_that_differ_are_named():
    frame, rows, columns = labelled([[1.0, 2.0], [3.0, 4.0]], [3.0, 7.0], [4.0, 6.0])
    with pytest.raises(AccountsError, match="r9") as error:
        fit_table(frame, rows.rename({"r1": "r9"}), columns)
    assert error.value.key == "accounts.other_labels"
    with pytest.raises(AccountsError, match="c1") as error:
        fit_table(frame, rows, columns.replace(6.0, np.nan))
    assert error.value.key == "accounts.not_finite_cell"
    with pytest.raises(AccountsError) as error:
        fit_table(frame.rename(index={"r1": "r0"}), rows, columns)
    assert error.value.key == "accounts.duplicate_label"


@few
@given(seeds, st.sampled_from(["rows", "columns"]))
def test_reconcile_moves_only_the_side_that_gives_way(seed, side):
    rng = np.random.default_rng(seed)
    u, v = pd.Series(rng.uniform(1.0, 9.0, 4)), pd.Series(rng.uniform(1.0, 9.0, 3))
    done = reconcile(u, v, gives_way=side)
    kept, given, moved, before = (
        (done.columns, v, done.rows, u) if side == "rows" else (done.rows, u, done.columns, v)
    )
    pd.testing.assert_series_equal(kept, given)
    np.testing.assert_allclose(moved / before, done.factor)
    assert moved.sum() == pytest.approx(given.sum())


def test_reconcile_asks_who_gives_way_and_refuses_a_turn_of_sign():
    u = pd.Series([1.0, 2.0])
    with pytest.raises(TypeError):
        reconcile(u, u)
    with pytest.raises(AccountsError, match="both") as error:
        reconcile(u, u, gives_way="both")
    assert error.value.key == "accounts.gives_way"
    with pytest.raises(AccountsError) as error:
        reconcile(u, -u, gives_way="rows")
    assert error.value.key == "accounts.reconcile_sign"
