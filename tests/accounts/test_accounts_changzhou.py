"""The accounts of the built-in city: they balance and meet what is published."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import citywright
from citywright.accounts.balance import check_balance
from citywright.accounts.long_form import accounts_from_tables
from citywright.accounts.recipe import recipe_of

FOLDER = Path(citywright.__file__).parent / "cities" / "changzhou"


def read(name):
    codes = dict.fromkeys(["sector", "from_sector", "to_sector"], str)
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=codes)


@pytest.fixture(scope="module")
def account():
    names = ["sectors", "flows", "final_demand", "value_added", "satellites"]
    return accounts_from_tables(*(read(name) for name in names))


def test_it_balances(account):
    check_balance(account, 1e-9)


def test_gross_domestic_product_is_the_published_one(account):
    """10116.4 (Changzhou Bureau of Statistics, first figure of 2023), from both sides."""
    assert account.value_added.sum() == pytest.approx(10116.4, rel=1e-12)
    assert account.F.to_numpy().sum() == pytest.approx(10116.4, rel=1e-9)


def test_output_of_industry(account):
    division = read("sectors").set_index("sector")["division"]
    assert account.output[division == "industry"].sum() == pytest.approx(15980.0, rel=1e-12)


def test_local_shares_are_shares(account):
    rho = recipe_of(account).rho
    assert ((rho >= 0.0) & (rho <= 1.0)).all()


def test_power_plants_carry_no_carbon_here(account):
    assert account.S.loc["24", "co2"] == 0.0


def test_areas_make_the_whole_output_and_their_published_product(account):
    shares = read("zone_output").pivot_table(index="sector", columns="zone", values="share")
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, atol=1e-12)
    made = shares.loc[account.sectors].mul(account.value_added, axis=0).sum()
    gdp = read("zones").set_index("zone")["gdp"]
    # shares have four decimals: 42 sectors of at most 1000 leave a few tenths
    np.testing.assert_allclose(made[gdp.index], gdp, atol=0.5)
