"""Tornado: each range alone at its ends; the widest bar first."""

import doubt_work as work  # noqa: F401  (it puts the tests' helpers on the path)
import numpy as np
import pytest

import made_plans as mp
from citywright.plan.doubt.case import BASE, Case, varied
from citywright.plan.doubt.outcome import Base, Outcome
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.doubt.tornado import measured, tornado_cases, tornado_of
from citywright.plan.executor import HERE, Hands


def linear(base: Base, case: Case) -> Outcome:
    """An objective that is linear in three cells of the changed city."""
    t = varied(base.city, case).tables
    cost = t["power_supply"]["cost"].mean()
    invested = t["projects"]["investment"].sum()
    growth = t["sectors"]["market_growth"].sum()
    path = {
        "objective": float(2.0 * invested - 10.0 * cost + 1000.0 * growth), "bound": 0.0,
        "gap": 0.001, "starts": {}, "indicators": {"gdp": {"2026": float(growth)}}, "targets": {},
    }  # fmt: skip
    return {
        "code": case.code, "replanned": path, "held": None if "power" in case.code else path,
        "clashes": [], "broken": [], "lost": [], "without": None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    city = mp.toytown_city()
    base = Base(city, {}, 1e-3)
    return solve_cases(base, tornado_cases(city), Means(Hands(HERE)), solving=linear)


def test_bars_are_the_slopes_times_the_widths(outcomes: list[Outcome]) -> None:
    t = mp.toytown_city().tables
    bars = tornado_of(outcomes, "objective", 2026).bars
    own = bars[bars["way"] == "replanned"].set_index("range")["swing"]
    assert own["capital_cost"] == pytest.approx(2.0 * t["projects"]["investment"].sum() * 0.4)
    assert own["power_price"] == pytest.approx(10.0 * t["power_supply"]["cost"].mean() * 0.6)
    assert own["growth"] == pytest.approx(1000.0 * len(t["sectors"]) * 0.03)
    assert own["success"] == 0.0


def test_widest_first_and_missing_plans_before_all(outcomes: list[Outcome]) -> None:
    bars = tornado_of(outcomes, "objective", 2026).bars
    known = bars[bars["way"] == "replanned"]["swing"].to_numpy()
    assert (np.diff(known) <= 0).all()
    assert bars.loc[0, ["range", "way"]].tolist() == ["power_price", "held"]
    assert np.isnan(bars.loc[0, "swing"])


def test_only_what_an_indicator_hangs_on_moves_it(outcomes: list[Outcome]) -> None:
    bars = tornado_of(outcomes, "gdp", 2026).bars
    moved = bars[(bars["swing"] > 0) & (bars["way"] == "replanned")]
    assert moved["range"].tolist() == ["growth"]


def test_every_range_has_two_ends_and_the_base_is_as_it_is(outcomes: list[Outcome]) -> None:
    cases = tornado_cases(mp.toytown_city())
    assert len(cases) == 1 + 2 * len(mp.toytown_city().tables["ranges"])
    assert cases[0] == Case(BASE)
    assert np.isnan(measured({"replanned": None}, "replanned", "objective", 2026))
