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


def test_output_of_industry_is_that_of_all_firms(account):
    """15980 above the threshold; with small firms 4350 of value added at national ratios."""
    industry = read("sectors").set_index("sector")["division"] == "industry"
    assert account.output[industry].sum() == pytest.approx(20060.0, rel=1e-12)
    assert account.value_added[industry].sum() == pytest.approx(4350.0, rel=1e-12)


def test_local_shares_are_below_what_was_aimed_at(account):
    """Aim for 2024: 35 % or more of vehicle parts bought here; so less in 2023."""
    rho = pd.Series(recipe_of(account).rho, account.sectors)
    assert rho[["18", "19"]].tolist() == pytest.approx([0.33, 0.45], abs=1e-6)
    parts = account.Z.loc[["18", "19"], "18"]
    assert 0.30 < (rho[parts.index] * parts).sum() / parts.sum() < 0.35
    made = [f"{number:02d}" for number in range(6, 23)]
    assert (rho[made] < 0.5).all(), "no product of manufacturing is bought here for the most part"


def test_new_energy_output_is_the_published_one(account):
    """Above 7680 in 2023 (Xinhua, 2024-01-31), in five parts that add up."""
    terms = pd.read_csv(FOLDER / "indicator_terms.csv", dtype={"sector": str})
    plants = terms[terms["quantity"] == "existing_output"]
    base = (plants["weight"] * plants["sector"].map(account.output)).groupby(plants["indicator"])
    whole = base.sum()
    assert whole["new_energy_output"] == pytest.approx(7680.0, abs=1e-5)
    parts = ["generation", "storage", "transmission", "use", "network"]
    assert sum(whole[f"new_energy_{part}"] for part in parts) == pytest.approx(7680.0, abs=1e-5)
    assert whole["vehicles"] == pytest.approx(68.0, abs=1e-5)


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
