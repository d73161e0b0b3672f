"""A city and the rest of its country: everything balances, the city is kept, both make the nation."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from accounts_economies import economy, national_table
from hypothesis import given, settings
from io_tables import world, worlds

from citywright.accounts.long_form import accounts_from_tables
from citywright.accounts.readers.national import read_national
from citywright.accounts.regional.spillover import spillover
from citywright.accounts.regional.two_region import Split, national_split, two_region_table
from citywright.accounts.system import System
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError
from citywright.study import open_city

NATION = Path(__file__).parents[2].parent / "shared" / "data" / "china_2020_42_noncompetitive.csv"


def small():
    """A city of about a tenth of its nation, with the nation's sector codes."""
    nation = national_table(5)
    account = economy(5, np.random.default_rng(4))
    codes = dict(zip(account.sectors, nation.x.index, strict=True))
    parts = {
        "Z": account.Z.rename(index=codes, columns=codes),
        **{name: getattr(account, name).rename(index=codes) for name in ("F", "V", "S")},
    }
    return replace(account, **parts), nation


def made(balance=False, scale=5.0):
    account, nation = small()
    split = national_split(account, nation)
    return (
        account,
        nation,
        two_region_table(account, nation, split, scale=scale, money="1", balance=balance),
    )


def test_rows_and_columns_balance_and_both_are_the_nation():
    _, nation, table = made()
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-9)
    both = table.output.groupby(level=1).sum()
    np.testing.assert_allclose(both, 5.0 * nation.x, rtol=1e-9)
    np.testing.assert_allclose(
        table.V.T.groupby(level=1).sum().sum(), 5.0 * nation.V.sum(), rtol=1e-9
    )
    Z = table.Z.T.groupby(level=1).sum().T.groupby(level=1).sum()
    np.testing.assert_allclose(Z, 5.0 * nation.Zd, rtol=1e-9, atol=1e-9)
    imports = table.Zm.T.groupby(level=1).sum().T
    np.testing.assert_allclose(imports, 5.0 * nation.Zm, rtol=1e-9, atol=1e-9)
    System(table)


def test_the_city_is_kept_to_the_last_digit():
    account, _, table = made()
    np.testing.assert_allclose(table.output["city"], account.output, rtol=1e-12)
    bought = table.Z.T.loc["city"].T.groupby(level=1).sum() + table.Zm.T.loc["city"].T
    np.testing.assert_allclose(bought, account.Z, rtol=1e-12)
    np.testing.assert_allclose(table.V.T.loc["city"], account.V, rtol=1e-12)


def test_a_cell_larger_than_the_nations_is_refused_by_name_or_balanced():
    account, nation = small()
    split = national_split(account, nation)
    Zd, V = nation.Zd.copy(), nation.V.copy()
    moved = 0.999999 * Zd.loc["01", "02"]
    Zd.loc["01", ["02", "03"]] += [-moved, moved]
    V.loc[["02", "03"], "surplus"] += [moved, -moved]
    thin = replace(nation, Zd=Zd, V=V)
    with pytest.raises(AccountsError, match="01 / 02") as refused:
        two_region_table(account, thin, split, scale=5.0, money="1")
    assert refused.value.key == "accounts.rest_negative"
    with pytest.warns(AccountsWarning, match="01 / 02"):
        table = two_region_table(account, thin, split, scale=5.0, money="1", balance=True)
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-7)
    np.testing.assert_allclose(table.output["city"], account.output, rtol=1e-12)
    both = table.output.groupby(level=1).sum()
    np.testing.assert_allclose(both, 5.0 * nation.x, rtol=1e-7)
    assert (table.Z.to_numpy() >= 0.0).all()


def test_a_city_beyond_its_nation_is_refused():
    with pytest.raises(AccountsError, match="larger there than the nation"):
        made(scale=1e-3, balance=True)


def test_shares_scale_and_sectors_are_checked():
    account, nation = small()
    split = national_split(account, nation)
    with pytest.raises(AccountsError, match=r"share is 1\.5"):
        two_region_table(
            account,
            nation,
            Split(0.0 * split.home + 1.5, split.abroad),
            scale=5.0,
            money="1",
        )
    with pytest.raises(AccountsError, match="above 0"):
        two_region_table(account, nation, split, scale=0.0, money="1")
    other = replace(
        account,
        **{
            "Z": account.Z.rename(index={"01": "x1"}, columns={"01": "x1"}),
            **{n: getattr(account, n).rename(index={"01": "x1"}) for n in ("F", "V", "S")},
        },
    )
    with pytest.raises(AccountsError, match="x1"):
        two_region_table(other, nation, split, scale=5.0, money="1")


@settings(max_examples=15, deadline=None)
@given(worlds)
def test_parts_of_a_multiplier_add_to_it(table):
    """Miller & Blair (2009), sec. 3.3: intra-regional, feedback, spillover."""
    system = System(table)
    for region in table.regions:
        parts = spillover(system, region)
        np.testing.assert_allclose(
            parts["total"], system.multipliers().loc["output", region], rtol=1e-9
        )
        assert (parts >= -1e-12).all(axis=None)


def test_one_region_spills_nothing():
    parts = spillover(System(world(1, 4)), "r0", "co2")
    np.testing.assert_allclose(parts[["feedback", "spillover"]], 0.0, atol=1e-12)
    with pytest.raises(AccountsError, match="r7"):
        spillover(System(world(1, 4)), "r7")


def test_the_built_in_city_in_its_nation():
    if not NATION.exists():
        pytest.skip("the national table is outside the project")
    t = open_city().tables
    account = accounts_from_tables(
        t["sectors"], t["flows"], t["final_demand"], t["value_added"], t["satellites"]
    )
    nation = read_national(NATION)
    # 10,000 yuan of 2020 to 100 million yuan of 2023: nominal GDP 2023 over 2020, published by the
    # National Bureau of Statistics as 126.06 and 101.36 trillion yuan
    scale = 1e-4 * 126.06 / 101.36
    split = national_split(account, nation)
    with pytest.warns(AccountsWarning) as caught:
        table = two_region_table(
            account, nation, split, scale=scale, money="100 million CNY", balance=True
        )
    assert {w.message.key for w in caught} <= {"accounts.rest_balanced"}
    np.testing.assert_allclose(table.output["city"], account.output, rtol=1e-9)
    both = table.output.groupby(level=1).sum().loc[account.sectors]
    np.testing.assert_allclose(both, scale * nation.x.loc[account.sectors], rtol=1e-6)
    with pytest.warns(AccountsWarning, match="city / 02"):
        system = System(table)
    with_trade = spillover(system, "city").loc[account.output > 0.0]
    assert (with_trade["spillover"] > with_trade["feedback"]).all()
