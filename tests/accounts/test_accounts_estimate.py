"""The estimate of a city's account on a synthetic nation."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import national_table

from citywright.accounts.account import DOMESTIC_KINDS
from citywright.accounts.balance import check_balance
from citywright.accounts.regional.estimate import Assumptions, estimate_city
from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD
from citywright.errors import AccountsError

NATION = national_table()
CODES = list(NATION.x.index)
DIVISION = pd.Series(
    dict(
        zip(
            CODES,
            ["primary", "industry", "industry", "construction", "services", "services"],
            strict=True,
        )
    )
)
UNITS = {
    "employment": "10000 person",
    "electricity": "100 GWh",
    "co2": "10000 t",
    "local_share": "ratio",
}
STRESSORS = ["employment", "electricity", "co2"]


def totals(*entries):
    return pd.DataFrame(
        [(t, s, v, UNITS.get(t, "money"), "made_up", "illustrative", "") for t, s, v in entries],
        columns=["total", "sectors", "value", "unit", "source", "quality", "note"],
    )


STRESS = (("employment", "*", 30.0), ("electricity", "*", 50.0), ("co2", "*", 200.0))


def given(**changes):
    rng = np.random.default_rng(11)
    settings = {
        "government_share": pd.Series(0.2, CODES),
        "intensities": pd.DataFrame(rng.uniform(0.1, 2.0, (len(CODES), 3)), CODES, STRESSORS),
        "size": 0.01,
        "closed": {},
        "one_way": (),
    }
    return Assumptions(**(settings | changes))


CITY_USE = (("households", "*", 20.0), ("government", "*", 6.0), ("investment", "*", 22.0))
CITY = totals(
    ("value_added", "*", 61.1234),
    ("value_added", "industry", 30.5),
    ("output", "industry", 95.0),
    ("output", "02", 61.5),
    *CITY_USE,
    *STRESS,
    ("employment", "industry", 12.0),
)


def test_a_city_that_is_the_nation_has_the_nations_coefficients():
    """Scaled nation in, national coefficients, trade and final use out."""
    scale = 1e-2
    value = NATION.V.sum(axis=1)
    F = (NATION.Fd + NATION.Fm) * scale
    asked = totals(
        *(("value_added", code, float(value[code] * scale)) for code in CODES),
        ("households", "*", float(0.8 * F["consumption"].sum())),
        ("government", "*", float(0.2 * F["consumption"].sum())),
        ("investment", "*", float(F["investment"].sum())),
        ("inventories", "*", float(F["inventories"].sum())),
        *STRESS,
    )
    result = estimate_city(NATION, asked, DIVISION, given(size=1.0, decimals=10))
    account = result.accounts
    assert result.report.iterations == 0
    np.testing.assert_allclose(account.output, NATION.x * scale, rtol=1e-8)
    np.testing.assert_allclose(account.Z / account.output, NATION.Z / NATION.x, rtol=1e-7)
    np.testing.assert_allclose(account.F["outside_sales"], NATION.Fd["exports"] * scale, rtol=1e-6)
    imports = (NATION.Zm.sum(axis=1) + NATION.Fm.sum(axis=1)) * scale
    np.testing.assert_allclose(account.outside_purchases, imports, rtol=1e-6)
    np.testing.assert_allclose(account.F["investment"], F["investment"], rtol=1e-7)


@pytest.mark.parametrize("rules", [{}, {"closed": {"05": 0.1}, "one_way": ("04",)}])
def test_every_total_is_met_and_everything_balances(rules):
    result = estimate_city(NATION, CITY, DIVISION, given(**rules))
    account = result.accounts
    check_balance(account, 1e-9)
    assert result.report.totals["difference"].abs().max() < 1e-9
    assert account.value_added.sum() == pytest.approx(61.1234, rel=1e-12)
    assert result.report.assumed == ("inventories",)
    share = account.F["inventories"].sum() / 61.1234
    nation = (NATION.Fd + NATION.Fm)["inventories"].sum() / NATION.gdp
    assert share == pytest.approx(nation, abs=1e-5)
    assert (account.F["outside_sales"] >= 0.0).all()
    assert (account.F["outside_purchases"] <= 0.0).all()
    assert (account.Z >= 0.0).all().all()


def test_every_number_is_a_multiple_of_the_last_decimal():
    account = estimate_city(NATION, CITY, DIVISION, given()).accounts
    for table in (account.Z, account.F, account.V, account.S):
        np.testing.assert_array_equal(table.round(4), table)


def test_inputs_keep_national_proportions_before_balancing():
    """Without closed sectors nothing needs balancing: columns are the nation's, scaled."""
    account = estimate_city(NATION, CITY, DIVISION, given(decimals=9)).accounts
    share = account.Z / account.Z.sum()
    np.testing.assert_allclose(share, NATION.Z / NATION.Z.sum(), rtol=1e-5)


def test_smaller_city_or_larger_delta_buys_more_outside():
    def outside(**changes):
        return estimate_city(
            NATION, CITY, DIVISION, given(**changes)
        ).accounts.outside_purchases.sum()

    assert outside(size=0.001) > outside(size=0.1)
    assert outside(delta=0.3) > outside(delta=0.1)


def test_a_city_with_the_nations_mix_is_the_same_by_either_method():
    """SLQ = 1 everywhere, so sigma = 1 and AFLQ = FLQ; delta still makes it buy outside."""
    mix = totals(
        *(("output", code, float(NATION.x[code] * 1e-2)) for code in CODES), *CITY_USE, *STRESS
    )
    flq, aflq = (
        estimate_city(NATION, mix, DIVISION, given(method=method)).report.local_shares["quotient"]
        for method in ("flq", "aflq")
    )
    np.testing.assert_allclose(aflq, flq, rtol=1e-12)
    domestic = 1.0 - (NATION.Zm.sum(axis=1) + NATION.Fm.sum(axis=1)) / (
        NATION.Z.sum(axis=1) + (NATION.Fd + NATION.Fm).drop(columns="exports").sum(axis=1)
    )
    assert (flq < domestic).all()


def test_aflq_adds_local_purchases_of_specialised_users_and_no_others():
    """rho_i(AFLQ) - rho_i(FLQ) is the use of specialised sectors times what sigma adds, cut at 1."""
    estimates = {
        method: estimate_city(NATION, CITY, DIVISION, given(method=method))
        for method in ("flq", "aflq")
    }
    account, rho = (
        estimates["flq"].accounts,
        {m: made.report.local_shares["quotient"] for m, made in estimates.items()},
    )
    x, X = account.output.to_numpy(), NATION.x.to_numpy()
    slq = (x / x.sum()) / (X / X.sum())
    special = slq > 1.0
    assert special.any()
    assert not special.all()
    lam = np.log2(1.01) ** ESTIMATE_DELTA
    q = lam * slq[:, None] / slq
    np.fill_diagonal(q, lam * slq)
    more = np.minimum(q * np.where(special, np.log2(1.0 + slq), 1.0), 1.0) - np.minimum(q, 1.0)
    domestic = (NATION.Zd / NATION.Z).fillna(0.0).to_numpy()
    added = (more * domestic * account.Z.to_numpy()).sum(axis=1) / account.local_use.to_numpy()
    np.testing.assert_allclose(rho["aflq"] - rho["flq"], added, atol=1e-5)
    assert (added >= 0.0).all()
    assert added.max() > 0.01


def test_one_way_sectors_sell_or_buy():
    account = estimate_city(NATION, CITY, DIVISION, given(one_way=("02", "04", "05"))).accounts
    traded = account.F.loc[["02", "04", "05"], ["outside_sales", "outside_purchases"]]
    assert (traded.min(axis=1) * traded.max(axis=1)).abs().max() <= 1e-3 * traded.abs().max().max()


def test_closed_sectors_trade_little():
    free = estimate_city(NATION, CITY, DIVISION, given()).accounts
    closed = estimate_city(NATION, CITY, DIVISION, given(closed={"05": 0.02})).accounts
    assert closed.outside_purchases["05"] < 0.2 * free.outside_purchases["05"]


@pytest.mark.parametrize("rules", [{}, {"closed": {"05": 0.1}, "one_way": ("04",)}])
def test_a_given_local_share_stands_in_place_of_the_quotient(rules):
    shares = totals(("local_share", "01 02 03", 0.2), ("local_share", "02", 0.35))
    asked = pd.concat([CITY, shares], ignore_index=True)
    free = estimate_city(NATION, CITY, DIVISION, given(**rules, decimals=8))
    held = estimate_city(NATION, asked, DIVISION, given(**rules, decimals=8))
    account = held.accounts
    check_balance(account, 1e-9)
    rho = 1.0 - account.outside_purchases / account.local_use
    assert rho[["01", "02", "03"]].tolist() == pytest.approx([0.2, 0.35, 0.2], abs=1e-7)
    assert held.report.totals["difference"].abs().max() < 1e-7
    np.testing.assert_allclose(held.report.local_shares["account"], rho)
    before = free.report.local_shares["quotient"]
    np.testing.assert_allclose(held.report.local_shares["quotient"], before)
    assert (account.F["outside_sales"] >= 0.0).all()
    assert (account.F["outside_purchases"] <= 0.0).all()
    np.testing.assert_allclose(account.output, free.accounts.output)


def test_a_local_share_beyond_the_output_is_refused():
    share = totals(("output", "03", 1.0), ("local_share", "03", 0.9))
    asked = pd.concat([CITY[CITY["sectors"] != "02"], share], ignore_index=True)
    with pytest.raises(AccountsError, match="at most 0") as error:
        estimate_city(NATION, asked, DIVISION, given())
    assert error.value.key == "accounts.local_share_reach"


@pytest.mark.parametrize("rules", [{"closed": {"05": 0.1}}, {"one_way": ("05",)}])
def test_a_local_share_and_a_trade_rule_exclude_each_other(rules):
    asked = pd.concat([CITY, totals(("local_share", "05", 0.5))], ignore_index=True)
    with pytest.raises(AccountsError) as error:
        estimate_city(NATION, asked, DIVISION, given(**rules))
    assert error.value.key == "accounts.local_share_rule"


def test_a_sector_without_output_is_bought_outside():
    asked = totals(
        ("value_added", "*", 60.0),
        ("output", "03", 0.0),
        ("households", "*", 20.0),
        ("government", "*", 6.0),
        ("investment", "*", 22.0),
        ("inventories", "*", 1.0),
        *STRESS,
    )
    account = estimate_city(NATION, asked, DIVISION, given()).accounts
    assert account.output["03"] == 0.0
    assert account.outside_purchases["03"] == pytest.approx(account.local_use["03"])
    assert account.S.loc["03"].tolist() == [0.0, 0.0, 0.0]


def test_government_buys_its_share_of_each_product():
    share = pd.Series(0.0, CODES)
    share["06"] = 1.0
    account = estimate_city(NATION, CITY, DIVISION, given(government_share=share)).accounts
    assert account.F.loc["06", "households"] == 0.0
    assert account.F["government"].drop("06").sum() == 0.0
    assert account.F.loc["06", "government"] == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("asked", "changes", "key"),
    [
        (CITY[CITY["total"] != "co2"], {}, "accounts.total_cover"),
        (CITY[CITY["total"] != "value_added"], {}, "accounts.output_unknown"),
        (CITY.assign(unit="yuan"), {}, "accounts.total_unit"),
        (CITY.drop(columns="quality"), {}, "accounts.total_columns"),
        (CITY, {"government_share": pd.Series(1.2, CODES)}, "accounts.government_share"),
        (CITY, {"closed": {"05": 0.1}, "one_way": ("05",)}, "accounts.closed_sector"),
        (CITY, {"size": 2.0}, "accounts.region_factor"),
        (CITY, {"method": "slq"}, "accounts.estimate_method"),
        (CITY, {"method": "FLQ"}, "accounts.estimate_method"),
        (CITY, {"intensities": pd.DataFrame(-1.0, CODES, STRESSORS)}, "accounts.intensity"),
    ],
)
def test_what_cannot_be_estimated_is_named(asked, changes, key):
    with pytest.raises(AccountsError) as error:
        estimate_city(NATION, asked, DIVISION, given(**changes))
    assert error.value.key == key


def test_report_names_all_kinds():
    report = estimate_city(NATION, CITY, DIVISION, given()).report
    assert (report.method, report.delta) == (ESTIMATE_METHOD, ESTIMATE_DELTA)
    assert set(report.multipliers.columns) == {"before", "after", "change"}
    assert len(report.coefficients) == 10
    assert set(DOMESTIC_KINDS) - set(CITY["total"]) == set(report.assumed)
