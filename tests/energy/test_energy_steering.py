"""What a warm system says quickly is what its multipliers prove, block shapes and years whatever."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from test_energy_service import system

from citywright.energy import PowerSystem
from citywright.energy.affine import affine_model, node_demand
from citywright.energy.given import energy_given
from citywright.energy.network import Network
from citywright.energy.proof import Evidence, constant_of
from citywright.energy.steering import steer


def two_years() -> Network:
    """The three days twice: in the second year coal is gone and a second line is there; reserve is kept.

    So blocks of one size have other rows in each year, and in the first and last block of a year,
    where units ramp.
    """
    one = system()
    tables = {name: frame.copy() for name, frame in one.tables.items()}
    tables["generators"]["lifetime"] = [100.0, 100.0, 5.0]
    tables["generators"]["build_year"] = 2025
    tables["generators"]["credit"] = 1.0
    tables["storage"]["credit"] = 1.0
    second = tables["lines"].assign(build_year=2030, capacity=20.0).set_axis(["later"])
    tables["lines"] = pd.concat([tables["lines"], second]).rename_axis("name")
    hours = pd.RangeIndex(2 * one.size)
    series = {
        key: pd.concat([frame, 1.1 * frame]).set_axis(hours) if key[1] == "demand"
        else pd.concat([frame, frame]).set_axis(hours)
        for key, frame in one.series.items()
    }  # fmt: skip
    weights = pd.concat([one.weights.assign(year=2025), one.weights.assign(year=2030)])
    years = pd.DataFrame({"weight": [1.0, 0.8], "carbon_price": 0.0}, index=[2025, 2030])
    return replace(
        one, hours=hours, weights=weights.set_axis(hours), tables=MappingProxyType(tables),
        series=MappingProxyType(series), years=years, reserve=1.5,
    )  # fmt: skip


@pytest.fixture(scope="module")
def warm() -> PowerSystem:
    with PowerSystem(two_years(), 1e-4, workers=1, block_hours=24) as known:
        yield known


def test_prices_and_bracket_are_those_that_the_multipliers_prove(warm: PowerSystem) -> None:
    found = steer(warm)
    assert warm.search is not None
    program = warm.search.program
    bare = Evidence(
        program.block_hours, program.penalty, np.zeros(0), (), found.multipliers, found.outer
    )
    model = affine_model(program, bare, warm.unit)
    np.testing.assert_allclose(found.demand, model.demand, rtol=1e-6, atol=1e-6)
    values = {budget.name: budget.value for budget in program.coupling.budgets}
    proven = model.value(node_demand(program.network), values) - constant_of(program) * warm.unit
    assert proven == pytest.approx(found.lower, rel=1e-6)


def test_reserve_is_in_the_price_of_demand(warm: PowerSystem) -> None:
    """In some hour more is paid for a MW than the balance of its node says."""
    steer(warm)
    certified = warm.certify()
    price = certified.solution.hourly["nodes", "price"]
    weight = certified.program.network.weights["year"].map({2025: 1.0, 2030: 0.8}).to_numpy()
    paid = certified.model.demand.to_numpy()
    assert (paid >= price.to_numpy() * weight[:, None] - 1e-6).all()
    assert (paid > price.to_numpy() * weight[:, None] + 1e-3).any()


def test_energy_of_a_year_is_the_sum_of_its_hours(warm: PowerSystem) -> None:
    steer(warm)
    certified = warm.certify()
    given = energy_given(certified.program, certified.evidence)
    hourly = certified.solution.hourly
    weights = certified.program.network.weights
    for row in given.itertuples():
        quantity = "output" if row.component == "generators" else "discharge"
        own = (weights["year"] == row.year).to_numpy()
        total = float(hourly[row.component, quantity].loc[own, row.name].sum())
        assert row.energy == pytest.approx(total, rel=1e-9, abs=1e-6), (row.name, row.year)
