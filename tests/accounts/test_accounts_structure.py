"""Linkages, extraction and decomposition against explicit inverses and laws of their books."""

import numpy as np
import pytest
from hypothesis import given, settings
from io_tables import world, worlds

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.decomposition import FACTORS, Year, decompose, split
from citywright.accounts.extraction import extract, extract_each
from citywright.accounts.leontief import Leontief
from citywright.accounts.linkages import (
    linkages,
    normalised,
    output_to_output,
    spread,
    weighted_backward,
)
from citywright.accounts.system import System
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)


def parts(table):
    x, Z = table.output.to_numpy(), table.Z.to_numpy()
    return (
        x,
        Z,
        np.linalg.inv(np.eye(len(x)) - Z / x),
        np.linalg.inv(np.eye(len(x)) - Z / x[:, None]),
    )


@few
@given(worlds)
def test_linkages_are_sums_of_the_inverses(table):
    x, Z, L, G = parts(table)
    found = linkages(System(table).leontief, x)
    np.testing.assert_allclose(found.backward_direct, (Z / x).sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(found.forward_direct, (Z / x[:, None]).sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(found.backward, L.sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(found.sensitivity, L.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(found.forward, G.sum(axis=1), rtol=1e-9)
    assert np.mean(found.power_of_dispersion) == pytest.approx(1.0)
    assert np.mean(found.sensitivity_of_dispersion) == pytest.approx(1.0)


@few
@given(worlds)
def test_classes_follow_the_two_linkages(table):
    found = linkages(System(table).leontief, table.output.to_numpy())
    for rasmussen, ahead in (
        (False, found.normalised_forward), (True, found.sensitivity_of_dispersion)
    ):  # fmt: skip
        for name, back, forth in zip(
            found.classes(rasmussen=rasmussen), found.power_of_dispersion, ahead, strict=True
        ):
            assert (name in ("key", "backward")) == (back > 1.0)
            assert (name in ("key", "forward")) == (forth > 1.0)


def test_a_sector_without_output_links_nothing():
    Z = np.array([[1.0, 0.0, 2.0], [0.0, 0.0, 0.0], [3.0, 0.0, 1.0]])
    x = np.array([10.0, 0.0, 10.0])
    found = linkages(Leontief(Coefficients(Z, x)), x)
    assert found.classes()[1] == "idle"
    assert np.isnan(found.backward[1])
    assert np.isnan(found.forward[1])
    assert np.nanmean(found.power_of_dispersion) == pytest.approx(1.0)


@few
@given(worlds)
def test_weighted_linkage_and_output_to_output(table):
    x, _, L, _ = parts(table)
    system = System(table).leontief
    w = x / x.sum()
    np.testing.assert_allclose(weighted_backward(system, w), normalised(L.sum(axis=0) * w))
    places = np.array([len(x) - 1])
    np.testing.assert_allclose(
        output_to_output(system, places)[:, 0], L[:, -1] / L[-1, -1], rtol=1e-9, atol=1e-15
    )
    with pytest.raises(AccountsError, match="add to 1"):
        weighted_backward(system, 2.0 * w)


def test_spread_of_columns_and_rows():
    table = world(3, 4)
    _, _, L, _ = parts(table)
    columns, rows = spread(System(table).leontief)
    np.testing.assert_allclose(columns, L.std(axis=0, ddof=1) / L.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(rows, L.std(axis=1, ddof=1) / L.mean(axis=1), rtol=1e-9)


def brute(table, K, kind):
    """Extraction by its definition: change the matrix, invert it."""
    x, Z, _, _ = parts(table)
    A, B, y = Z / x, Z / x[:, None], x - (Z / x) @ x
    v, one = x - B.T @ x, np.eye(len(x))
    if kind == "whole":
        A[K], A[:, K], y[K] = 0.0, 0.0, 0.0
        return np.linalg.solve(one - A, y)
    if kind == "backward":
        A[:, K] = 0.0
        return np.linalg.solve(one - A, y)
    B[K] = 0.0
    return np.linalg.solve((one - B).T, v)


@pytest.mark.parametrize("kind", ["whole", "backward", "forward"])
@given(table=worlds)
@few
def test_extraction_is_a_new_inverse_without_inverting(kind, table):
    x = table.output.to_numpy()
    K = np.arange(len(x))[:: max(1, len(x) // 3)][:3]
    found = extract(System(table).leontief, x, K, kind)
    np.testing.assert_allclose(found.left, brute(table, K, kind), rtol=1e-8, atol=1e-8)
    assert (found.loss >= -1e-9).all()
    outside = np.setdiff1d(np.arange(len(x)), K)
    assert found.loss_elsewhere == pytest.approx(found.loss[outside].sum(), abs=1e-12)


@few
@given(worlds)
def test_each_sector_in_turn(table):
    x = table.output.to_numpy()
    leontief, f = System(table).leontief, np.vstack([np.ones(len(x)), 1.0 / (1.0 + x)])
    every = extract_each(leontief, x, f)
    for k in range(len(x)):
        one = extract(leontief, x, np.array([k]))
        np.testing.assert_allclose(every[:, k], one.lost(f), rtol=1e-9)


def test_extraction_names_wrong_places():
    table = world()
    for wrong in ([0, 0], [], [99], [-1]):
        with pytest.raises(AccountsError) as refused:
            extract(System(table).leontief, table.output.to_numpy(), np.array(wrong, dtype=int))
        assert refused.value.key == "accounts.extract_sectors"


def year(seed):
    table = world(2, 3, seed)
    x = table.output.to_numpy()
    return Year(
        table.S.loc["co2"].to_numpy() / x, System(table).leontief, table.final_use.to_numpy()
    )


@few
@given(worlds)
def test_nothing_changes_in_the_same_year(table):
    x = table.output.to_numpy()
    same = Year(
        table.S.loc["co2"].to_numpy() / x, System(table).leontief, table.final_use.to_numpy()
    )
    assert all(abs(part) < 1e-9 for part in decompose(same, same).parts.values())


def test_parts_add_to_the_change_and_lie_in_their_range():
    for seed in range(20):
        before, after = year(seed), year(seed + 100)
        found = decompose(before, after)
        whole = [float(one.leontief.carried(one.f) @ one.y) for one in (before, after)]
        assert found.change == pytest.approx(whole[1] - whole[0])
        assert sum(found.parts.values()) == pytest.approx(found.change)
        assert sum(found.polar.values()) == pytest.approx(found.change)
        for factor in FACTORS:
            assert found.least[factor] - 1e-12 <= found.parts[factor] <= found.most[factor] + 1e-12
        back = decompose(after, before)
        for factor in FACTORS:
            assert back.parts[factor] == pytest.approx(-found.parts[factor])


def test_only_the_factor_that_changed_has_a_part():
    before = year(1)
    doubled = Year(before.f, before.leontief, 2.0 * before.y)
    found = decompose(before, doubled)
    assert found.parts["level"] == pytest.approx(found.change)
    assert [found.parts[name] for name in FACTORS[:3]] == pytest.approx([0.0, 0.0, 0.0])


def test_two_factors_are_the_mean_of_two_forms():
    """Miller & Blair (2009), sec. 13.1: d(ab) = da (b0 + b1)/2 + (a0 + a1)/2 db."""
    a, b = (2.0, 5.0), (3.0, 7.0)
    found = split(lambda state: a[state[0]] * b[state[1]], ["a", "b"])
    assert found.parts == pytest.approx({"a": 3.0 * 5.0, "b": 3.5 * 4.0})
    assert found.polar == pytest.approx(found.parts)


def test_a_year_without_demand_has_no_mix():
    one = year(1)
    with pytest.raises(AccountsError) as refused:
        decompose(one, Year(one.f, one.leontief, 0.0 * one.y))
    assert refused.value.key == "accounts.no_demand"
    other = world(2, 2)
    short = Year(np.ones(4), System(other).leontief, other.final_use.to_numpy())
    with pytest.raises(AccountsError) as refused:
        decompose(one, short)
    assert refused.value.key == "accounts.shapes"
