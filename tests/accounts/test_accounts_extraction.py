"""Hypothetical extraction: the sweep against one at a time, laws, and what is refused."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from io_tables import world, worlds

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.extraction import extract, extract_each
from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

few = settings(max_examples=15, deadline=None)
kinds = pytest.mark.parametrize("kind", ["whole", "backward", "forward"])


def leontief_of(table):
    """Without the checks of a whole table: a sector that destroys value is as good as another."""
    return Leontief(Coefficients(table.Z.to_numpy(), table.output.to_numpy()))


@kinds
@given(table=worlds)
@few
def test_the_sweep_is_every_sector_by_its_definition(kind, table):
    """Change the matrix of one sector, solve again, and compare the loss; n times."""
    x, Z = table.output.to_numpy(), table.Z.to_numpy()
    f = np.vstack([np.ones(len(x)), 1.0 / (1.0 + x)])
    swept = extract_each(leontief_of(table), x, f, kind)
    for k in range(len(x)):
        A, B, one = Z / x, Z / x[:, None], np.eye(len(x))
        y, v = x - Z.sum(axis=1), x - Z.sum(axis=0)
        if kind == "whole":
            A[k], A[:, k], y[k] = 0.0, 0.0, 0.0
        elif kind == "backward":
            A[:, k] = 0.0
        else:
            B[k] = 0.0
        left = np.linalg.solve((one - B).T, v) if kind == "forward" else np.linalg.solve(one - A, y)
        np.testing.assert_allclose(swept[:, k], f @ (x - left), rtol=1e-8, atol=1e-9)


@kinds
@given(table=worlds)
@few
def test_sectors_together_lose_less_than_one_by_one(kind, table):
    """Losses overlap: what flows through two extracted sectors is lost once."""
    assume((table.V.to_numpy() >= 0.0).all())  # forward: primary inputs that are not negative
    x = table.output.to_numpy()
    leontief, one = leontief_of(table), np.ones((1, len(x)))
    K = np.arange(0, len(x), 2)
    apart = extract_each(leontief, x, one, kind)[0, K].sum()
    assert extract(leontief, x, K, kind).loss.sum() <= apart * (1 + 1e-9) + 1e-9


@few
@given(worlds)
def test_extraction_of_all_sectors(table):
    """Whole: nothing is left. Backward: each makes its final demand. Forward: its primary inputs."""
    x, Z = table.output.to_numpy(), table.Z.to_numpy()
    leontief, K = leontief_of(table), np.arange(len(x))
    assert np.abs(extract(leontief, x, K, "whole").left).max() == 0.0
    scale = {"rtol": 1e-8, "atol": 1e-8}
    np.testing.assert_allclose(extract(leontief, x, K, "backward").left, x - Z.sum(axis=1), **scale)
    np.testing.assert_allclose(extract(leontief, x, K, "forward").left, x - Z.sum(axis=0), **scale)


@few
@given(worlds)
def test_the_order_of_the_sectors_does_not_matter(table):
    x, leontief = table.output.to_numpy(), leontief_of(table)
    K = np.arange(len(x))[: max(1, len(x) // 2)]
    for kind in ("whole", "backward", "forward"):
        np.testing.assert_allclose(
            extract(leontief, x, K, kind).left, extract(leontief, x, K[::-1], kind).left,
            rtol=1e-9, atol=1e-9,
        )  # fmt: skip


@kinds
def test_a_sector_without_output_is_no_loss(kind):
    Z = np.array([[1.0, 0.0, 2.0], [0.0, 0.0, 0.0], [3.0, 0.0, 1.0]])
    x = np.array([10.0, 0.0, 10.0])
    leontief = Leontief(Coefficients(Z, x))
    assert np.abs(extract(leontief, x, np.array([1]), kind).loss).max() == 0.0
    assert extract_each(leontief, x, np.ones((1, 3)), kind)[0, 1] == 0.0
    # and it changes nothing for others that leave with it
    np.testing.assert_allclose(
        extract(leontief, x, np.array([0, 1]), kind).left,
        extract(leontief, x, np.array([0]), kind).left,
        rtol=1e-12, atol=1e-12,
    )  # fmt: skip


def test_value_added_lost_sector_by_sector():
    """Taking all sectors out loses all value added, each where it is made."""
    table = world(2, 3)
    x, V = table.output.to_numpy(), table.V.to_numpy()
    found = extract(leontief_of(table), x, np.arange(len(x)))
    np.testing.assert_allclose(found.lost_by_sector(V / x), V, rtol=1e-12)
    np.testing.assert_allclose(found.lost(V / x), V.sum(axis=1), rtol=1e-12)


def test_negative_flows_may_leave_no_answer():
    """l_11 = 0 where the rest of the economy is singular without sector 1: 1 - a_22 = 0."""
    A = np.array([[0.2, 0.5], [-0.5, 1.0]])
    leontief = Leontief(A, "dense64", allow_negative=True)
    with pytest.raises(AccountsError) as refused:
        extract(leontief, np.array([1.0, 1.0]), np.array([0]))
    assert refused.value.key == "accounts.extract_singular"


def test_wrong_shapes_are_named():
    leontief = Leontief(np.array([[0.2, 0.1], [0.3, 0.1]]))
    for call in (
        lambda: extract(leontief, np.ones(3), np.array([0])),
        lambda: extract_each(leontief, np.ones(3), np.ones((1, 2))),
        lambda: extract_each(leontief, np.ones(2), np.ones(2)),
    ):
        with pytest.raises(AccountsError) as refused:
            call()
        assert refused.value.key == "accounts.shapes"
