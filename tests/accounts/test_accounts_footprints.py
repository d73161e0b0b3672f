"""Footprints: the identities of the literature, and the brute force with an explicit inverse."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from io_tables import nation, nations, world, worlds

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.footprints import same_technology
from citywright.accounts.leontief import Leontief
from citywright.accounts.system import System
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)


@few
@given(worlds)
def test_all_that_is_made_is_used_somewhere(table):
    prints = System(table).footprints()
    whole = table.S.sum(axis=1) + table.SY.sum(axis=1)
    np.testing.assert_allclose(prints.production_based.sum(axis=1), whole, rtol=1e-9)
    np.testing.assert_allclose(prints.consumption_based.sum(axis=1), whole, rtol=1e-9)


@few
@given(worlds)
def test_consumption_is_production_less_exports_plus_imports(table):
    """Peters (2008): CBA = PBA - EXP + IMP, by region and satellite."""
    prints = System(table).footprints()
    exports, imports = prints.traded
    np.testing.assert_allclose(
        prints.consumption_based, prints.production_based - exports + imports, rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(
        prints.exports.sum(axis=1), exports.sum(axis=1), rtol=1e-9, atol=1e-9
    )


@few
@given(worlds)
def test_detail_by_product_adds_to_the_region(table):
    prints = System(table).footprints()
    _, imports = prints.traded
    np.testing.assert_allclose(
        prints.consumption.sum(axis=2) + prints.users, prints.consumption_based, rtol=1e-9
    )
    np.testing.assert_allclose(prints.imports.sum(axis=2), imports, rtol=1e-8, atol=1e-9)


def test_the_same_as_with_an_explicit_inverse():
    table = world(3, 4)
    prints = System(table).footprints()
    x, n = table.output.to_numpy(), len(table.labels)
    s = table.S.to_numpy() / x
    L = np.linalg.inv(np.eye(n) - table.Z.to_numpy() / x)
    for r in range(3):
        y = table.Y.iloc[:, 2 * r : 2 * r + 2].sum(axis=1).to_numpy()
        made = L * y
        inside = np.arange(n) // 4 == r
        for k in range(2):
            assert prints.consumption[k, r].sum() == pytest.approx((s[k] @ made).sum())
            by_product = (s[k] @ made).reshape(3, 4).sum(axis=0)
            np.testing.assert_allclose(prints.consumption[k, r], by_product)
            abroad = np.where(inside, 0.0, s[k]) @ made
            np.testing.assert_allclose(prints.imports[k, r], abroad.reshape(3, 4).sum(axis=0))
            away = L @ (table.Y.sum(axis=1).to_numpy() - y)
            np.testing.assert_allclose(prints.exports[k][inside], (s[k] * away)[inside])


def same(table):
    """What a unit bought outside carries if it is made as it is made here."""
    x = table.output.to_numpy()
    technical = Leontief(Coefficients(table.Z.to_numpy() + table.Zm.to_numpy(), x))
    carried = same_technology(table.S.to_numpy() / x, technical)
    return pd.DataFrame(carried, table.S.index, table.labels), technical


@few
@given(nations)
def test_a_region_that_trades(table):
    """CBA = PBA - EXP + IMP; with the same technology everywhere it is s (I-A)^-1 of all it uses."""
    abroad, technical = same(table)
    found = System(table).open_footprint(["exports"], abroad)
    np.testing.assert_allclose(
        found.consumption, found.by_product.sum(axis=1) + found.users, rtol=1e-9
    )
    used = (table.Y + table.Ym).drop(columns="exports").sum(axis=1).to_numpy()
    s = table.S.to_numpy() / table.output.to_numpy()
    np.testing.assert_allclose(
        found.consumption - found.users, s @ technical.output(used), rtol=1e-9
    )


def test_a_table_with_an_outside_has_no_closed_footprint():
    with pytest.raises(AccountsError) as refused:
        System(nation()).footprints()
    assert refused.value.key == "accounts.no_users_region"
    table = world()
    more = pd.DataFrame(1e-9, ["oil"], table.labels)
    with pytest.raises(AccountsError) as refused:
        System(replace(table, Zm=more)).footprints()
    assert refused.value.key == "accounts.outside"


def test_what_is_bought_outside_needs_a_number_for_every_product():
    table = nation()
    abroad, _ = same(table)
    with pytest.raises(AccountsError) as refused:
        System(table).open_footprint(["exports"], abroad.drop(columns="s2"))
    assert refused.value.key == "accounts.other_labels"
    with pytest.raises(AccountsError, match="sold"):
        System(table).open_footprint(["sold"], abroad)
