"""The frontier against every plan there is: Toytown has 192 choices of projects."""

from dataclasses import replace

import doubt_work as work
import numpy as np
import pytest

import made_plans as mp
from citywright.errors import UsageError
from citywright.plan.alternatives.aim import Ratio, aim_of, ratio_of
from citywright.plan.alternatives.climbing import Mountain
from citywright.plan.alternatives.frontier import Frontier, frontier
from citywright.plan.executor import HERE, Hands
from citywright.plan.indicators import indicator_table
from citywright.plan.program import solve

pytestmark = pytest.mark.nightly
"""Each case solves a whole plan several times over."""

EASED = 2e-7
"""Twice the share by which a level may be missed through rounding."""


@pytest.fixture(scope="module")
def traced() -> Frontier:
    return frontier(mp.toytown_city(), "gdp:max", "emissions:min", 4, hands=Hands(HERE))


def brute(level: float, floor: float) -> float:
    """Most GDP of any choice whose emissions are at most at the level and that beats no plan at all."""
    b = work.toy_built()
    city = mp.toytown_city()
    one, other = (ratio_of(b, aim_of(city, a)) for a in ("gdp:max", "emissions:min"))
    eased = (level * (1 + EASED) - other.n0, b.program.constant - floor * (1 - EASED))
    limits = [(-other.n, eased[0]), (b.program.c, eased[1])]
    program = Mountain(b.program, b.resources, 0.0).within(limits)
    program = replace(program, c=one.n, constant=one.n0)
    found = [work.held_in(b, program, choice) for choice in work.every_choice(b)]
    return max(answer.value for answer in found if answer.feasible)


def test_points_are_the_best_of_all_choices_within_their_bounds(traced: Frontier) -> None:
    for row in traced.points.iloc[[1, 3]].itertuples():
        best = brute(row.other, traced.floor)
        assert row.one <= best * (1 + 1e-6)
        assert best <= row.bound * (1 + 1e-5)
        assert row.one >= best * (1 - 1e-3 - 1e-5)


def test_more_of_one_costs_of_the_other(traced: Frontier) -> None:
    points = traced.points
    assert (np.diff(points["other"]) < 0).all(), "emissions fall along the frontier"
    assert (np.diff(points["one"]) < 0).all(), "and so does GDP"
    assert (points["objective"] >= traced.floor * (1 - 1e-6)).all()
    assert len(traced.starts) == len(points)


def test_coefficients_give_the_indicators(traced: Frontier) -> None:
    """Ratios and sums alike, at any point of the program, against the table of a plan."""
    b, city = work.toy_built(), mp.toytown_city()
    answer = solve(b.program.relaxed())
    table = indicator_table(b.data, b.layout, answer.x, answer).set_index(["indicator", "year"])
    for indicator in city.tables["indicators"]["indicator"]:
        for year in city.years:
            own = ratio_of(b, aim_of(city, f"{indicator}:max@{year}")).value(answer.x)
            assert own == pytest.approx(table.loc[(indicator, year), "value"], rel=1e-9)


def test_a_ratio_climbs_to_the_best_of_all_choices() -> None:
    """The local share is a fraction; no choice of projects has a higher one than Dinkelbach's bound."""
    b, city = work.toy_built(), mp.toytown_city()
    ratio = ratio_of(b, aim_of(city, "local_supply:max@2026"))
    assert not ratio.is_sum
    values = work.toy_values(b)
    floor = max(answer.value for _, answer in values) * 0.98
    limit = (b.program.c, b.program.constant - floor)
    reached = Mountain(b.program, b.resources, 1e-4).climb_ratio(ratio, 1.0, [limit])
    assert reached is not None
    assert reached.value == pytest.approx(ratio.value(reached.x))
    best = max(ratio.value(answer.x) for _, answer in values if answer.value >= floor)
    assert best <= reached.bound * (1 + 1e-6)
    assert reached.value >= best * (1 - 1e-4)
    assert reached.gap <= 1e-3


def test_an_aim_needs_a_sense() -> None:
    city = mp.toytown_city()
    assert aim_of(city, "gdp").sense == "max", "its targets say so"
    assert aim_of(city, "emissions@2025").sense == "min"
    assert str(aim_of(city, "gdp_growth:min@2025")) == "gdp_growth:min@2025"
    bare = mp.city_of(mp.without_targets(mp.Toy()))
    for text, key in (
        ("gdp", "doubt.no_sense"), ("gpd:max", "doubt.no_indicator"),
        ("gdp:max@2031", "doubt.no_year"), ("gdp:most", "doubt.no_sense"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as caught:
            aim_of(bare, text)
        assert caught.value.key == key
        assert caught.value.text("zh")


def test_a_sum_is_a_ratio_with_denominator_one() -> None:
    ratio = Ratio(np.array([1.0, 2.0]), 3.0, np.zeros(2), 1.0)
    assert ratio.is_sum
    assert ratio.value(np.array([1.0, 1.0])) == 6.0
