"""Money that changes with time: what gets cheaper by waiting, and taxes that come back."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.impact import Impact, taxes_by_level
from citywright.plan import Plan, make_plan
from citywright.plan.parts.learning import cost_of_start
from citywright.plan.parts.tax_return import city_tax
from citywright.plan.program import solve
from made_plans import (
    Built,
    Toy,
    build,
    city_of,
    proof_of,
    same_numbers,
    toytown_built,
    toytown_city,
)

TAX_02 = 0.2 * 0.3 * 160 / 1000 + (0.75 * 0.5 + 0.25 * 1.0) * 50 / 1000
"""Of one unit of manufacturing's output: 30 % of a fifth of surplus, half the VAT, all other taxes."""


def learning() -> Toy:
    """cells_2 gets a tenth cheaper with each year, hub_1 a fifth dearer, packs_1 (2022) a fifth."""
    toy = Toy()
    for project, trend in (("cells_2", "-0.1"), ("hub_1", "0.2"), ("packs_1", "0.2")):
        toy.put("projects", (project,), "cost_trend", trend)
    toy.put("projects", ("packs_1",), "start", "2022").put(
        "projects", ("packs_1",), "build_years", "4"
    )
    toy.put("factors", ("energy_quota",), "timing", "start")
    return toy.put("factors", ("grid",), "timing", "build")


def returning(share: str = "0.5") -> Toy:
    return Toy().put("factors", ("public_money",), "tax_return", share)


@pytest.fixture(scope="module")
def learnt() -> Built:
    return build(city_of(learning()))


@pytest.fixture(scope="module")
def returned() -> Built:
    return build(city_of(returning()))


def used(built: Built, row: str, project: str, start: int) -> list[float]:
    """What one start and its running take of a row, by year."""
    x = np.zeros(built.program.A.shape[1])
    x[int(built.layout.columns["start"].sel(project=project, start=start))] = 1.0
    phi = built.data.projects.phi.sel(project=project, start=start).to_numpy()
    x[built.layout.columns["running"].sel(project=project).to_numpy()] = phi
    return list((built.program.A @ x)[built.layout.rows[row].to_numpy()])


def test_the_cost_of_a_start(learnt: Built) -> None:
    """Counted from the base year 2023: 0.9 in 2024; investment 30 and 6, public money 1.2 and 0.8."""
    same_numbers(used(learnt, "spending", "cells_2", 2025), [0, -30 * 0.81, 0])
    same_numbers(used(learnt, "factor|capital|*", "cells_2", 2024), [27, 0, 0])
    same_numbers(used(learnt, "factor|public_money|*", "cells_2", 2025), [0, 1.2 * 0.81, 0])
    same_numbers(used(learnt, "factor|public_money|*", "hub_1", 2026), [0, 0, 0.8 * 1.728])


def test_what_is_no_money_does_not_follow(learnt: Built) -> None:
    """Land is held, energy is paid at once and grid spread over building: none of them is money."""
    same_numbers(used(learnt, "factor|land|north", "cells_2", 2025), [0, 350, 350])
    same_numbers(used(learnt, "factor|energy_quota|*", "cells_2", 2025), [0, 17000, 0])
    same_numbers(used(learnt, "factor|grid|north", "cells_2", 2025), [0, 28, 0])


def test_what_was_begun_keeps_the_cost_of_its_start(learnt: Built) -> None:
    """packs_1, begun in 2022 at 10 / 1.2, spends a quarter of it in 2024 and in 2025."""
    begun = [10 / 1.2 / 4, 10 / 1.2 / 4, 0]
    same_numbers(learnt.program.high[learnt.layout.rows["spending"].to_numpy()], begun)
    capital = learnt.program.high[learnt.layout.rows["factor|capital|*"].to_numpy()]
    same_numbers(capital, 30 - np.array(begun))


@settings(max_examples=20, deadline=None, derandomize=True, database=None)
@given(st.floats(-0.3, 0.3))
def test_each_year_changes_the_cost_by_the_trend(trend: float) -> None:
    data = toytown_built().data
    table = data.projects.table.assign(cost_trend=trend)
    cost = cost_of_start(replace(data, projects=replace(data.projects, table=table))).to_numpy()
    np.testing.assert_allclose(cost[:, 1:] / cost[:, :-1], 1 + trend, rtol=1e-12)
    np.testing.assert_allclose(cost[:, 0], 1 + trend, rtol=1e-12)  # 2024, a year after the base


@pytest.mark.parametrize(("trend", "start"), [("", None), ("-0.2", 2025)])
def test_waiting_for_a_new_technology_can_pay(trend: str, start: int | None) -> None:
    """cells_3 costs 28 where 20 of capital a year are to be had: 22.4 in 2024, 17.92 in 2025."""
    toy = Toy().put("projects", ("cells_3",), "cost_trend", trend)
    for year in ("2024", "2025", "2026"):
        toy.put("factor_supply", ("capital", "*", year), "supply", "20")
    plan = proven(toy)
    starts = plan.tables["starts"].query("path == 'plan'").set_index("project")["start"]
    assert starts.get("cells_3") == start


def proven(toy: Toy) -> Plan:
    city = city_of(toy)
    plan = make_plan(city)
    proof = proof_of(city, plan)
    assert proof.ok, [c for c in proof.checks if not c.ok]
    return plan


def test_city_taxes_are_those_of_an_impact() -> None:
    """The accounts tell the taxes of an event by level; here the event is one unit of each sector."""
    city, output = toytown_city(), toytown_built().data.economy.output
    tax = city_tax(city, output)
    assert float(tax.sel(sector="02")) == pytest.approx(TAX_02, rel=1e-12)
    added = city.tables["value_added"].pivot(index="item", columns="sector", values="value")
    summary = added / output.to_series()
    bases = city.tables["tax_bases"].set_index("tax")[["item", "ratio"]]
    shares = city.tables["tax_shares"].pivot(index="tax", columns="level", values="share")
    found = taxes_by_level(
        Impact(pd.DataFrame(), summary, pd.DataFrame()), bases, shares.fillna(0.0)
    )
    same_numbers(tax, found.xs("city", level="level").sum()[output["sector"].to_numpy()])


def test_taxes_come_back_a_year_later(returned: Built) -> None:
    """cells_2 makes 60 from 2025 on; half of the city's taxes on it are there in 2026."""
    back = 0.5 * TAX_02 * 60
    same_numbers(used(returned, "factor|public_money|*", "cells_2", 2024), [1.2, 0, -back])
    same_numbers(used(returned, "factor|public_money|*", "hub_1", 2026), [0, 0, 0.8])


def test_committed_projects_return_what_is_new(returned: Built) -> None:
    """packs_1 (30, begun in 2023) runs at a half in 2024 and in full in 2025; nothing in 2023."""
    rows = returned.layout.rows["factor|public_money|*"].to_numpy()
    x = np.zeros(returned.program.A.shape[1])
    run = returned.layout.columns["running"].sel(project="packs_1").to_numpy()
    x[run] = returned.data.projects.already.sel(project="packs_1").to_numpy()
    same_numbers(x[run], [0.5, 1, 1])
    same_numbers((returned.program.A @ x)[rows], [0, -7.5 * TAX_02, -15 * TAX_02])


def scarce(share: str) -> Toy:
    """Public money so scarce that it decides, in 2026 above all."""
    toy = returning(share)
    for year, supply in (("2024", "1.3"), ("2025", "0.5"), ("2026", "0.1")):
        toy.put("factor_supply", ("public_money", "*", year), "supply", supply)
    return toy


def test_prices_of_public_money_are_finite_differences() -> None:
    """Central differences of the relaxed program at a supply where the basis does not change."""
    built = build(city_of(scarce("0.5")))
    at = built.relaxed()
    rows = built.layout.rows["factor|public_money|*"].to_numpy()
    assert (at.prices[rows] > 1e-3).any()
    for row in rows:
        values = []
        for sign in (-1, 1):
            high = built.program.high.copy()
            high[row] += sign * 1e-4
            values.append(solve(replace(built.program, high=high).relaxed()).value)
        assert (values[1] - values[0]) / 2e-4 == pytest.approx(at.prices[row], rel=1e-4, abs=1e-3)


def test_returns_pay_for_what_could_not_be_paid() -> None:
    """More comes back, never less is reached; the table says what came back."""
    values = [build(city_of(scarce(share))).best().value for share in ("", "0.3", "1")]
    assert values[0] <= values[1] * (1 + 1e-9)
    assert values[1] < values[2]
    plan = proven(scarce("1"))
    use = plan.tables["factor_use"].set_index(["factor", "year"]).loc["public_money"]
    assert use["returned"][2024] == 0
    assert use["returned"][2026] > 0
    np.testing.assert_allclose(use["supply"] - use["returned"], [1.3, 0.5, 0.1])
    assert (use["used"] <= use["supply"] + 1e-9).all()
    assert use["used"][2026] > 0.1
