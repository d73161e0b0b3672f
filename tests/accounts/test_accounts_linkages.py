"""Linkages: laws that hold whatever the table."""

import numpy as np
import pytest
from hypothesis import given, settings
from io_tables import worlds

from citywright.accounts import linkages as module
from citywright.accounts.coefficients import Coefficients
from citywright.accounts.leontief import Leontief
from citywright.accounts.linkages import linkages, output_to_output, spread
from citywright.errors import AccountsError

few = settings(max_examples=15, deadline=None)


def leontief_of(table):
    """Without the checks of a whole table: a sector that destroys value is as good as another."""
    return Leontief(Coefficients(table.Z.to_numpy(), table.output.to_numpy()))


@few
@given(worlds)
def test_each_side_adds_to_the_same_flows(table):
    """1' Z 1 is what all buy and what all sell, and 1' L y = 1' x = v' G 1."""
    x, Z = table.output.to_numpy(), table.Z.to_numpy()
    found = linkages(leontief_of(table), x)
    assert found.backward_direct @ x == pytest.approx(Z.sum())
    assert found.forward_direct @ x == pytest.approx(Z.sum())
    assert found.backward @ (x - Z.sum(axis=1)) == pytest.approx(x.sum())
    assert found.forward @ (x - Z.sum(axis=0)) == pytest.approx(x.sum())
    assert found.sensitivity.sum() == pytest.approx(found.backward.sum())


def with_an_idle_sector(table):
    """The table, and the same with a sector of zeros in second place."""
    x, Z = table.output.to_numpy(), table.Z.to_numpy()
    wide = np.insert(np.insert(Z, 1, 0.0, axis=0), 1, 0.0, axis=1)
    wider = np.insert(x, 1, 0.0)
    return (x, Leontief(Coefficients(Z, x))), (wider, Leontief(Coefficients(wide, wider)))


@few
@given(worlds)
def test_a_sector_without_output_changes_nothing_for_the_others(table):
    (x, plain), (wider, wide) = with_an_idle_sector(table)
    before, after = linkages(plain, x), linkages(wide, wider)
    for name in ("power_of_dispersion", "sensitivity_of_dispersion", "normalised_forward"):
        found = getattr(after, name)
        assert np.isnan(found[1])
        np.testing.assert_allclose(np.delete(found, 1), getattr(before, name), rtol=1e-9)
    if len(x) > 1:
        for found, expected in zip(spread(wide), spread(plain), strict=True):
            assert np.isnan(found[1])
            np.testing.assert_allclose(np.delete(found, 1), expected, rtol=1e-9)


@few
@given(worlds)
def test_spread_does_not_depend_on_the_blocks(table):
    """Held two columns at a time, against the whole inverse at once."""
    leontief = leontief_of(table)
    if leontief.n < 2:
        return
    L = leontief.inverse()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 2)
        columns, rows = spread(leontief)
    np.testing.assert_allclose(columns, L.std(axis=0, ddof=1) / L.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(rows, L.std(axis=1, ddof=1) / L.mean(axis=1), rtol=1e-9)


def test_spread_needs_two_sectors_that_work():
    leontief = Leontief(Coefficients(np.zeros((3, 3)), np.array([1.0, 0.0, 0.0])))
    with pytest.raises(AccountsError) as refused:
        spread(leontief)
    assert refused.value.key == "accounts.too_few_sectors"


@few
@given(worlds)
def test_output_to_output_meets_the_output_that_is_asked_for(table):
    """Demand 1 / l_jj for j gives exactly one unit of j, and the column for all others."""
    leontief = leontief_of(table)
    every = output_to_output(leontief, np.arange(leontief.n))
    assert np.diag(every) == pytest.approx(1.0)
    back = every - leontief.A.dense() @ every
    np.testing.assert_allclose(back - np.diag(np.diag(back)), 0.0, atol=1e-9)
