"""Targets, the objective, and what the result rests on, by hand on Toytown."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.city.rules.targets import SELECTORS
from citywright.plan.data import prepare
from citywright.plan.parts.quantities import QUANTITIES, base_quantity, weighted
from citywright.plan.quality import quality_shares
from made_plans import (
    Toy,
    build,
    city_of,
    same_numbers,
    still,
    toytown_built,
    toytown_plan,
    without_targets,
)

VA = np.array([80 / 140, 390 / 1000, 430 / 660])
D = 1.06 ** -np.arange(1, 4)
W = np.array([1, 1, 1 + sum(1.06**-k for k in range(1, 6))])


def targets(*rows: tuple[str, str, str, str, str, str]) -> Toy:
    """Toytown with these targets only: (indicator, year, sense, value, kind, penalty)."""
    toy = Toy()
    first = list(toy.tables["targets"][1])
    del toy.tables["targets"][1:]
    for k, cells in enumerate(rows):
        names = ("indicator", "year", "sense", "value", "kind", "penalty")
        row = list(first)
        row[0] = f"t{k}"
        for name, cell in zip(names, cells, strict=True):
            row[toy.place("targets", name)] = cell
        toy.tables["targets"].append(row)
    return toy


def test_expected_targets_fall_short_at_a_price() -> None:
    """Sum, ratio with lag (base year 900), ratio and an at-most target, all beyond reach."""
    toy = targets(
        ("gdp", "2026", "at_least", "2000", "expected", "0.5"),
        ("gdp_growth", "2024", "at_least", "1.5", "expected", "0.2"),
        ("gdp_growth", "2026", "at_least", "1.5", "expected", "0.2"),
        ("local_supply", "2026", "at_least", "0.9", "expected", "0.3"),
        ("emissions", "2025", "at_most", "100", "expected", "0.1"),
    )
    built = build(city_of(toy))
    found = built.best()
    x = found.x
    gdp = VA @ built.of("output", x).to_numpy()
    short = built.of("shortfall", x)
    same_numbers(short.sel(target="t0"), 2000 - gdp[2])
    same_numbers(short.sel(target="t1"), 1.5 * 900 - gdp[0])
    same_numbers(short.sel(target="t2"), 1.5 * gdp[1] - gdp[2])
    inputs = 0.4 * float(built.of("output", x).sel(sector="02", year=2026))
    made_here = (400 / 840) * inputs + float(built.of("replaced", x).sel(year=2026).sum())
    same_numbers(short.sel(target="t3"), 0.9 * inputs - made_here)
    same_numbers(short.sel(target="t4"), float(built.of("emitted", x).sel(year=2025)) - 100)
    price = np.array([0.5 * D[2], 0.2 * D[0], 0.2 * D[2], 0.3 * D[2], 0.1 * D[1]])
    power = built.of("supplied", x).to_numpy()
    cost = np.array([0.42, 0.46, 0.33, 0.6]) - 0.43
    extra = built.of("extra_purchases", x).sum("sector").to_numpy()
    people = built.of("people", x).to_numpy().ravel()
    hand = D * W @ (gdp - cost @ power - 0.02 * extra) - D @ (3 * people) - price @ short.to_numpy()
    assert found.value == pytest.approx(hand, rel=1e-9)


def test_binding_target_is_kept_and_costs_something() -> None:
    free = build(city_of(without_targets(Toy()))).best()
    bound = build(city_of(targets(("emissions", "2025", "at_most", "700", "binding", ""))))
    held = bound.best()
    assert float(bound.of("emitted", held.x).sel(year=2025)) <= 700 + 1e-6
    assert held.value < free.value - 1e-3


def test_met_target_costs_nothing() -> None:
    free = build(city_of(without_targets(Toy()))).best()
    easy = build(city_of(targets(("gdp", "2026", "at_least", "900", "expected", "9"))))
    assert easy.best().value == pytest.approx(free.value, rel=1e-9)


@pytest.mark.nightly
def test_power_at_the_tariff_costs_nothing_twice() -> None:
    """Every option at the cost that the accounts pay: the objective holds no power at all.

    And doubling that cost and all options together changes nothing.
    """
    values = []
    for cost in ("0.43", "0.86"):
        toy = without_targets(Toy()).put("assumptions", ("power_cost_in_accounts",), "value", cost)
        for option in ("coal", "import", "pv_north", "storage"):
            toy.put("power_supply", (option,), "cost", cost)
        built = build(city_of(toy))
        found = built.with_starts(cells_3=2025)
        gdp = VA @ built.of("output", found.x).to_numpy()
        extra = built.of("extra_purchases", found.x).sum("sector").to_numpy()
        people = built.of("people", found.x).to_numpy().ravel()
        values.append(found.value)
        hand = D * W @ (gdp - 0.02 * extra) - D @ (3 * people)
        assert found.value == pytest.approx(hand, rel=1e-9)
    assert values[0] == pytest.approx(values[1], rel=1e-12)


@pytest.mark.nightly
def test_only_the_difference_to_the_tariff_counts() -> None:
    """0.2 more for every option and for the accounts: the same objective; for options only, less."""
    toy = Toy().put("assumptions", ("power_cost_in_accounts",), "value", "0.63")
    cost = {"coal": "0.62", "import": "0.66", "pv_north": "0.53", "storage": "0.8"}
    for option, value in cost.items():
        toy.put("power_supply", (option,), "cost", value)
    base = toytown_built().relaxed()
    assert build(city_of(toy)).relaxed().value == pytest.approx(base.value, rel=1e-12)
    dearer = build(city_of(toy.put("assumptions", ("power_cost_in_accounts",), "value", "0.43")))
    x = base.x
    supplied = toytown_built().of("supplied", x).sum("option").to_numpy()
    assert dearer.program.value(x) == pytest.approx(base.value - 0.2 * (D * W @ supplied), rel=1e-9)


def test_base_year_quantities() -> None:
    """Each quantity of an indicator in 2023, from the tables."""
    toy = still()
    data = prepare(city_of(toy))
    hand = {
        "value_added": 900.0, "taxes": 92.0, "output": 1800.0, "existing_output": 1800.0,
        "outside_sales": 680.0, "employment": 57.0, "electricity": 61.0, "investment": 272.0,
        "purchases": 900.0, "constant": 1.0, "replaced": 0.0, "project_output": 0.0,
        "local_purchases": 90 * 120 / 164 + 530 * 400 / 840 + 280 * 600 / 710,
        # Coal, the cheapest central one, then import; the roofs are cheaper still.
        "co2": 240 + 8.5 * 45 + 5.5 * (61 * 1.03 - 45 - 4),
    }  # fmt: skip
    assert set(hand) == set(QUANTITIES)

    class Row:
        sector = buyer = chain = node = ""

    for name, value in hand.items():
        row = Row()
        row.quantity = name
        assert base_quantity(data, row) == pytest.approx(value, rel=1e-9), name
    row.quantity, row.sector = "taxes", "02"
    assert base_quantity(data, row) == 50
    row.quantity, row.buyer = "purchases", "01"
    assert base_quantity(data, row) == 30


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_terms_together_are_their_weighted_sum(seed: int) -> None:
    """Selectors of terms become weights: terms taken at once say what they say one by one."""
    rng = np.random.default_rng(seed)
    built = toytown_built()
    x = rng.normal(size=len(built.program.c))
    point = {v: built.layout.values(v, x) for v in built.layout.columns}
    quantity = str(rng.choice(sorted(QUANTITIES)))
    cells = {
        "sector": ["", "01", "02", "03"],
        "buyer": ["", "01", "03"],
        "chain": [""],
        "node": [""],
    }
    for place in ("chain", "node"):
        cells[place] += list(built.data.city.tables["chain_nodes"][place])
    known = SELECTORS[quantity]
    chosen = {k: rng.choice(v, 4) if k in known else [""] * 4 for k, v in cells.items()}
    rows = pd.DataFrame({**chosen, "quantity": [quantity] * 4, "weight": rng.normal(size=4)})
    whole = weighted(point, built.data, rows)
    parts = sum(weighted(point, built.data, rows.iloc[[k]]) for k in range(4))
    np.testing.assert_allclose(*xr.broadcast(whole, parts), rtol=1e-9, atol=1e-9)


def test_quality_shares() -> None:
    """Base value added 900 is published; anode_1, cells_2, hub_1 are illustrative, packs_1 published."""
    plan = toytown_plan()
    starts = plan.tables["starts"]
    chosen = starts[starts["path"] == "plan"]
    assert set(chosen["project"]) == {"anode_1", "cells_2", "hub_1", "packs_1"}
    made_up = 0.39 * (30 + 60) + 10 * 430 / 660
    known = 900 + 0.39 * 30
    whole = made_up + known
    hand = {"published": known / whole, "illustrative": made_up / whole}
    found = quality_shares(prepare(city_of(Toy())), chosen)
    assert found == pytest.approx({"secondhand": 0.0, "estimated": 0.0} | hand, rel=1e-12)
    assert dict(plan.quality) == pytest.approx(found)
