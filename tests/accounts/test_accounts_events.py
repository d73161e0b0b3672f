"""Laws of events: they solve the closed model, they add up, they conserve money, people and taxes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from accounts_economies import economies, economy
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.impact import (
    DemandEvent,
    Line,
    LossEvent,
    PlantEvent,
    assess,
    impact_of,
    jobs_by_skill,
    leakage_table,
    output_impact,
    quality_of,
    substitution_table,
    taxes_by_level,
)
from citywright.accounts.impact.events import first_round
from citywright.accounts.recipe import recipe_of
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)
SPENT = 0.6


def close(one, other, rtol=1e-8):
    np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-9)


def fair(code="fair", k=1.0):
    """A demand for two products: one wherever the city buys, one for three tenths here."""
    return DemandEvent(code, "Fair", 2026, (Line("s00", 8.0 * k), Line("s01", 5.0 * k, 0.3)))


def works(code="works", k=1.0, share=0.4):
    """A plant with its own recipe: 3 + 2 bought, 4 of value added, 9 made."""
    items = {"compensation": 2.0, "taxes": 0.5, "depreciation": 0.5, "surplus": 1.0}
    return PlantEvent(
        code, "Works", 2026, "s01", 9.0 * k,
        purchases=(Line("s00", 3.0 * k, share), Line("s01", 2.0 * k)),
        items={name: k * value for name, value in items.items()},
        own={"employment": 0.03 * k},
    )  # fmt: skip


def lost(recipe_output, part, sector="s01", code="loss"):
    return LossEvent(code, "Loss", 2027, {sector: part * float(recipe_output[sector])})


def closed_matrix(recipe):
    """Written out here, not taken from the code: households as one more sector."""
    RA = recipe.rho[:, None] * recipe.A
    n = len(RA)
    A = np.zeros((n + 1, n + 1))
    A[:n, :n], A[:n, n], A[n, :n] = RA, SPENT * recipe.rho * recipe.basket, recipe.income
    return A


@few
@given(economies())
def test_total_is_the_closed_model(account):
    """Demand: x = first n of (I - A_bar)^-1 (d, 0); plant: its purchases and wages are demand."""
    recipe = recipe_of(account)
    L = np.linalg.inv(np.eye(len(recipe.sectors) + 1) - closed_matrix(recipe))
    d = np.zeros(len(recipe.sectors) + 1)
    d[:2] = recipe.rho[0] * 8.0, 0.3 * 5.0
    found = assess(recipe, account, [fair()], SPENT).together
    close(found.of("output")["total"], (L @ d)[:-1])
    b = np.zeros(len(d))
    b[:2], b[-1] = (0.4 * 3.0, recipe.rho[1] * 2.0), 2.0
    made = np.eye(len(d))[1] * 9.0
    found = assess(recipe, account, [works()], SPENT).together
    close(found.of("output")["total"], (made + L @ b)[:-1])


@few
@given(economies())
def test_a_plant_with_the_recipe_of_its_sector_is_the_average_plant(account):
    recipe = recipe_of(account)
    k, d = 1, 7.0
    own = PlantEvent(
        "own", "Own", None, "s01", d,
        purchases=tuple(Line(s, d * a) for s, a in zip(recipe.sectors, recipe.A[:, k], strict=True)),
        items=dict(zip(("compensation", "taxes", "depreciation", "surplus"),
                       d * recipe.items[:, k], strict=True)),
    )  # fmt: skip
    average = PlantEvent("average", "Average", None, "s01", d)
    plain = output_impact(recipe, pd.Series({"s01": d}), SPENT)
    for event in (own, average):
        found = assess(recipe, account, [event], SPENT).together
        close(found.effects, plain.effects)
        close(found.purchases[plain.purchases.columns], plain.purchases)


@few
@given(economies())
def test_money_spent_is_bought_here_or_outside(account):
    """Demand of 13 is met here or outside; a plant's output is value added and leakage (no wages
    spent), with its suppliers."""
    recipe = recipe_of(account)
    met = assess(recipe, account, [fair()], SPENT).together.purchases
    assert met[["event_here", "event_outside"]].to_numpy().sum() == pytest.approx(13.0)
    found = assess(recipe, account, [works()], 0.0).together
    added = found.summary.loc["value_added", "total"]
    assert added + found.leakage == pytest.approx(9.0, rel=1e-8)
    table = leakage_table(found)
    assert table["total"].sum() == pytest.approx(found.leakage)
    close(table["total"] + table["here"], found.purchases.sum(axis=1))


@few
@given(economies(), st.floats(0.1, 5.0))
def test_demand_and_plants_add_up_and_cancel(account, k):
    recipe = recipe_of(account)
    one, other = fair(), works()
    both = assess(recipe, account, [one, other], SPENT)
    close(both.together.effects, both.alone["fair"].effects + both.alone["works"].effects)
    close(both.interaction, 0.0)
    nothing = assess(recipe, account, [one, fair("less", -1.0)], SPENT).together
    close(nothing.effects, 0.0)
    close(nothing.purchases, 0.0)
    scaled = assess(recipe, account, [works("k", k)], SPENT).together
    close(scaled.effects, k * both.alone["works"].effects)
    shock = first_round(recipe, other)
    close(impact_of(recipe, shock + shock.times(-1.0), SPENT).effects, 0.0)


@few
@given(economies(), st.floats(0.05, 1.0))
def test_a_loss_is_the_difference_of_two_economies(account, part):
    """x - x*, where x* sells (1 - theta) of product s01 to everybody: solved here from scratch."""
    recipe, x = recipe_of(account), account.output.to_numpy()
    theta = np.where(account.output.index == "s01", part, 0.0)
    RA = recipe.rho[:, None] * recipe.A
    y = x - RA @ x
    after = np.linalg.solve(np.eye(len(x)) - (1 - theta)[:, None] * RA, (1 - theta) * y)
    found = assess(recipe, account, [lost(account.output, part)], 0.0).together
    close(-found.of("output")["total"], x - after, rtol=1e-7)
    assert found.of("output").loc["s01", "direct"] == pytest.approx(-part * x[1])


@few
@given(economies())
def test_complete_extraction_counts_nothing_twice(account):
    """(l_ik / l_kk) x_k; the sector itself loses its output once (Miller & Blair, ch. 12)."""
    recipe = recipe_of(account)
    L = np.linalg.inv(np.eye(len(recipe.A)) - recipe.rho[:, None] * recipe.A)
    found = assess(recipe, account, [lost(account.output, 1.0)], 0.0).together.of("output")
    close(found["total"], -L[:, 1] / L[1, 1] * float(account.output["s01"]), rtol=1e-7)
    assert found.loc["s01", "suppliers"] == pytest.approx(0.0, abs=1e-9)


@few
@given(economies(), st.floats(0.05, 0.9))
def test_customers_of_a_lost_firm_buy_outside(account, part):
    """Purchases outside after less before, from the two economies: m* - m = (1-rho*) U* - (1-rho) U."""
    recipe, x = recipe_of(account), account.output.to_numpy()
    use = account.local_use.to_numpy()
    found = assess(recipe, account, [lost(account.output, part)], 0.0)
    after = x + found.together.of("output")["total"].to_numpy()
    use_after = use - recipe.A @ (x - after)
    wanted = (1 - found.recipe.rho) * use_after - (1 - recipe.rho) * use
    outside = found.together.purchases.filter(like="_outside").sum(axis=1)
    close(outside, wanted, rtol=1e-7)


def test_a_small_firm_is_lost_as_a_plant_is_won():
    account = economy(5, np.random.default_rng(4))
    recipe, tiny = recipe_of(account), 1e-7
    gone = assess(recipe, account, [lost(account.output, tiny)], SPENT).together
    won = output_impact(recipe, pd.Series({"s01": tiny * float(account.output["s01"])}), SPENT)
    np.testing.assert_allclose(gone.effects, -won.effects, rtol=1e-5, atol=1e-13)


def test_losses_do_not_add_up_and_it_is_said():
    """Each alone counts the other's purchases; together they are lost once."""
    account = economy(5, np.random.default_rng(4))
    recipe = recipe_of(account)
    events = [lost(account.output, 0.8), lost(account.output, 0.7, "s02", "second")]
    found = assess(recipe, account, events, SPENT)
    assert found.has_loss
    assert found.interaction.loc["output", "total"] > 1e-3
    close(
        found.interaction,
        found.together.summary - sum(one.summary for one in found.alone.values()),
    )


def test_customers_that_stop_do_not_take_from_makers_that_remain():
    """What they bought of s01 they bought from the lost firm: that part leaves the first round."""
    account = economy(5, np.random.default_rng(4))
    recipe, x = recipe_of(account), account.output
    firm, stops = 0.5 * float(x["s01"]), 0.05 * float(x["s03"])
    event = LossEvent("loss", "Loss", 2027, {"s01": firm}, {"s03": stops})
    found = assess(recipe, account, [event], 0.0)
    first = found.together.purchases["direct_here"]
    theta = np.array([0, 0.5, 0, 0.05, 0])
    own = 0.5 * recipe.rho[1] * recipe.A[1, 1] * firm
    assert first["s01"] == pytest.approx(-own)
    rest = (1 - theta) * recipe.rho * (recipe.A[:, 1] * firm + recipe.A[:, 3] * stops)
    close(first.drop("s01"), -np.delete(rest, 1))
    with pytest.raises(AccountsError) as error:
        assess(
            recipe, account,
            [LossEvent("l", "L", 2027, {"s01": 1e-6}, {"s03": float(x["s03"])})], 0.0,
        )  # fmt: skip
    assert error.value.key == "accounts.customers_too_large"


@few
@given(economies(), st.integers(0, 1000))
def test_skills_and_levels_add_up(account, seed):
    recipe, rng = recipe_of(account), np.random.default_rng(seed)
    found = assess(recipe, account, [works(), fair()], SPENT).together
    mix = pd.DataFrame(rng.dirichlet(np.ones(3), len(recipe.sectors)), recipe.sectors, list("abc"))
    shuffled = mix.loc[rng.permutation(recipe.sectors)]
    close(jobs_by_skill(found, shuffled).sum(), found.summary.loc["employment"])
    bases = pd.DataFrame(
        {"item": ["taxes", "taxes", "surplus"], "ratio": [0.7, 0.3, 0.2]}, ["vat", "rest", "profit"]
    )
    shares = pd.DataFrame(rng.dirichlet(np.ones(3), 3), ["profit", "vat", "rest"], list("cpr"))
    taxes = taxes_by_level(found, bases, shares)
    close(taxes.loc[["vat", "rest"]].sum(), found.summary.loc["taxes"])
    close(taxes.loc["profit"].sum(), 0.2 * found.summary.loc["surplus"])
    with pytest.raises(AccountsError) as error:
        jobs_by_skill(found, mix.drop(index="s01"))
    assert error.value.key == "accounts.skill_shares"
    with pytest.raises(AccountsError) as error:
        taxes_by_level(found, bases, 0.9 * shares)
    assert error.value.key == "accounts.tax_shares"
    with pytest.raises(AccountsError) as error:
        taxes_by_level(found, bases.assign(ratio=[0.7, 0.4, 0.2]), shares)
    assert error.value.key == "accounts.tax_ratios"


@few
@given(economies())
def test_one_unit_replaced_adds_the_slope_of_the_local_share(account):
    """(f x)(rho + h) - (f x)(rho - h) over 2h = bought of the product times the unit effect."""
    recipe, h = recipe_of(account), 1e-5
    event = PlantEvent("p", "P", None, "s01", 10.0)
    found = assess(recipe, account, [event], SPENT).together
    bought = found.purchases.sum(axis=1)["s00"]
    spare = pd.Series(1.1, recipe.sectors)
    table = substitution_table(recipe, account, found, SPENT, spare)
    step = h * np.eye(len(recipe.sectors))[0]
    ends = [
        output_impact(replace(recipe, rho=recipe.rho + s * step), pd.Series({"s01": 10.0}), SPENT)
        for s in (1.0, -1.0)
    ]
    slope = (ends[0].summary["total"] - ends[1].summary["total"]) / (2 * h)
    if "s00" in table.index:
        for measure in ("output", "value_added", "employment", "taxes"):
            unit = table.loc["s00", f"unit_{measure}"]
            assert bought * unit == pytest.approx(slope[measure], rel=1e-5, abs=1e-7)
        assert table["outside"].is_monotonic_decreasing
        close(table["spare"], 0.1 * account.output[table.index])


def test_a_product_that_is_not_made_cannot_be_valued():
    account = economy(3, np.random.default_rng(1))
    Z, V, F = account.Z.copy(), account.V.copy(), account.F.copy()
    Z["s02"], V.loc["s02"], F.loc["s02", "outside_sales"] = 0.0, 0.0, 0.0
    use = Z.sum(axis=1) + F[["households", "government", "investment", "inventories"]].sum(axis=1)
    F.loc["s02", "outside_purchases"] = -use["s02"]
    S = account.S.copy()
    S.loc["s02"] = 0.0
    account = replace(account, Z=Z, F=F, V=V, S=S)
    recipe = recipe_of(account)
    found = assess(recipe, account, [PlantEvent("p", "P", None, "s01", 10.0)], SPENT).together
    row = substitution_table(recipe, account, found, SPENT, pd.Series(1.0, recipe.sectors)).loc[
        "s02"
    ]
    assert row["made"] == 0.0
    assert row["outside"] > 0.0
    assert row.filter(like="unit_").isna().all()


def test_quality_by_hand():
    """s00 rests on published rows for 3 of 4; the plant's own part on what came with the event."""
    account = economy(2, np.random.default_rng(2))
    rows = pd.DataFrame({
        "sector": ["s00", "s00", "s01"], "value": [3.0, -1.0, 5.0],
        "quality": ["published", "estimated", "estimated"],
    })  # fmt: skip
    found = assess(recipe_of(account), account, [works()], SPENT)
    shares = quality_of(found.alone, rows, {"works": "event"})
    added = found.together.of("value_added")
    later = added[["suppliers", "households"]].sum(axis=1)
    whole = 4.0 + later.sum()
    assert shares["event"] == pytest.approx(4.0 / whole)
    assert shares["published"] == pytest.approx(0.75 * later["s00"] / whole)
    assert shares.sum() == pytest.approx(1.0)


def test_building_is_kept_apart():
    account = economy(4, np.random.default_rng(6))
    recipe = recipe_of(account)
    plain = assess(recipe, account, [works()], SPENT)
    built = assess(recipe, account, [replace(works(), building=(Line("s02", 20.0),))], SPENT)
    pd.testing.assert_frame_equal(plain.together.effects, built.together.effects)
    assert not plain.building
    once = assess(recipe, account, [DemandEvent("b", "B", None, (Line("s02", 20.0),))], SPENT)
    close(built.building["works"].effects, once.together.effects)


@pytest.mark.parametrize(
    ("events", "key"),
    [
        ([], "accounts.events_empty"),
        ([fair(), fair()], "accounts.events_twice"),
        ([replace(works(), output=10.0)], "accounts.plant_unbalanced"),
        ([replace(works(), items={"taxes": 4.0})], "accounts.plant_items"),
        ([works(share=1.5)], "accounts.share_range"),
        ([replace(works(), own={"noise": 1.0})], "accounts.own_numbers"),
        ([LossEvent("l", "L", 2027, {"s00": 1e9})], "accounts.lost_too_much"),
        ([LossEvent("l", "L", 2027, {"s00": -1.0})], "accounts.lost_negative"),
        ([LossEvent("l", "L", 2027, {"nowhere": 1.0})], "accounts.unknown_label"),
    ],
)
def test_events_that_cannot_be_are_named(events, key):
    account = economy(3, np.random.default_rng(1))
    with pytest.raises(AccountsError) as error:
        assess(recipe_of(account), account, events, SPENT)
    assert error.value.key == key
