"""Long tables, balance and local share."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import economies, economy
from hypothesis import given, settings

from citywright.accounts.account import Accounts
from citywright.accounts.balance import check_balance, residuals
from citywright.accounts.local_share import local_share
from citywright.accounts.long_form import accounts_from_tables, tables_from_accounts
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)


def tables(account):
    sectors = pd.DataFrame({"sector": account.sectors})
    return {"sectors": sectors, **tables_from_accounts(account)}


@few
@given(economies())
def test_account_to_tables_and_back(account):
    back = accounts_from_tables(**tables(account))
    for name in ("Z", "F", "V", "S"):
        np.testing.assert_array_equal(getattr(back, name), getattr(account, name))


@few
@given(economies())
def test_order_of_rows_changes_nothing(account):
    long = {
        name: table.sample(frac=1.0, random_state=3) if name != "sectors" else table
        for name, table in tables(account).items()
    }
    back = accounts_from_tables(**long)
    np.testing.assert_array_equal(back.Z, account.Z)
    np.testing.assert_array_equal(back.S, account.S)


@few
@given(economies())
def test_balanced_accounts_pass(account):
    table = check_balance(account, 1e-9)
    assert (table["column"] == 0.0).all()


def test_imbalance_is_named_with_its_sector():
    account = economy(3, np.random.default_rng(2))
    F = account.F.copy()
    F.loc["s01", "government"] += 4.0
    broken = Accounts(account.Z, F, account.V, account.S)
    with pytest.raises(AccountsError, match="Sector s01: uses and supply differ by 4 "):
        check_balance(broken, 1e-9)
    assert residuals(broken, account.output).loc["s01", "row"] == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("table", "change", "key"),
    [
        ("flows", {"from_sector": "zz"}, "accounts.unknown_label"),
        ("flows", {"value": np.nan}, "accounts.not_finite"),
        ("final_demand", {"kind": "gifts"}, "accounts.unknown_label"),
        ("value_added", {"item": "luck"}, "accounts.unknown_label"),
        ("satellites", {"sector": "zz"}, "accounts.unknown_label"),
    ],
)
def test_wrong_cells_are_named(table, change, key):
    long = tables(economy(3, np.random.default_rng(2)))
    long[table] = long[table].copy()
    for column, value in change.items():
        long[table].loc[0, column] = value
    with pytest.raises(AccountsError) as error:
        accounts_from_tables(**long)
    assert error.value.key == key


def test_doubled_and_missing_rows_are_named():
    long = tables(economy(3, np.random.default_rng(2)))
    doubled = long | {"flows": pd.concat([long["flows"], long["flows"].iloc[:1]])}
    with pytest.raises(AccountsError) as error:
        accounts_from_tables(**doubled)
    assert error.value.key == "accounts.twice"
    short = long | {"satellites": long["satellites"].iloc[1:]}
    with pytest.raises(AccountsError, match="no row for sector s00"):
        accounts_from_tables(**short)


@few
@given(economies())
def test_local_share_splits_use(account):
    use, outside = account.local_use.to_numpy(), account.outside_purchases.to_numpy()
    rho = local_share(use, outside)
    assert ((rho >= 0.0) & (rho <= 1.0)).all()
    np.testing.assert_allclose(rho * use + outside, use, rtol=1e-9)


def test_local_share_of_products_bought_outside_only_or_not_used():
    assert local_share(np.array([5.0, 0.0, 4.0]), np.array([5.0, 0.0, 1.0])).tolist() == [
        0,
        0,
        0.75,
    ]


@pytest.mark.parametrize(
    ("outside", "key"),
    [([-1.0, 0.0], "accounts.purchases_sign"), ([6.0, 0.0], "accounts.purchases_exceed_use")],
)
def test_impossible_purchases_are_named(outside, key):
    with pytest.raises(AccountsError) as error:
        local_share(np.array([5.0, 1.0]), np.array(outside))
    assert error.value.key == key
