"""Robust plans against every plan there is, in every scenario."""

import doubt_work as work
import numpy as np
import pytest

import made_plans as mp
from citywright.city.changes import Change
from citywright.errors import InfeasibleError, UsageError
from citywright.plan.alternatives.built import Built, built
from citywright.plan.doubt.case import BASE, Case, varied
from citywright.plan.doubt.robust import REGRET, WORST, Robust, robust_plan
from citywright.plan.executor import HERE, Hands

pytestmark = pytest.mark.nightly
"""Each case solves a whole plan several times over."""

CASES = (
    Case(BASE),
    Case("less_land", (Change("factor_supply", "land/*/*", "supply", "times", 0.8),)),
    Case(
        "anode_fails",
        (
            Change("projects", "anode_1", "output", "times", 0.1),
            Change("sectors", "*", "market_growth", "add", -0.02),
        ),
    ),
)
TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    """[choice, scenario]: objective of every choice in every scenario; −∞ where it cannot be held."""
    blocks: list[Built] = [built(varied(mp.toytown_city(), case)) for case in CASES]
    rows = []
    for choice in work.every_choice(blocks[0]):
        answers = [work.held_in(b, b.program, choice) for b in blocks]
        rows.append([a.value if a.feasible else -np.inf for a in answers])
    return np.array(rows)


def found(rule: str) -> Robust:
    return robust_plan(mp.toytown_city(), CASES, rule, TOLERANCE, Hands(HERE))


def test_the_worst_case_is_as_good_as_can_be(values: np.ndarray) -> None:
    robust = found(WORST)
    best = values.min(axis=1).max()
    assert robust.value == pytest.approx(best, rel=2 * TOLERANCE)
    assert robust.bound >= best * (1 - 1e-9)
    assert robust.value == pytest.approx(robust.cases["objective"].min())


def test_the_largest_regret_is_as_small_as_can_be(values: np.ndarray) -> None:
    robust = found(REGRET)
    regret = (values.max(axis=0)[None, :] - values).max(axis=1).min()
    slack = 2 * TOLERANCE * values.max()
    assert robust.value == pytest.approx(regret, abs=slack)
    assert robust.bound <= regret + slack
    assert regret > 1.0, "or the story would be about nothing"
    cases = robust.cases.set_index("case")
    np.testing.assert_allclose(cases["best"], values.max(axis=0), rtol=2 * TOLERANCE)
    # no plan that is best for one scenario is as good in all of them
    worst = robust.others.fillna(np.inf).groupby("plan")["regret"].max()
    assert (worst >= robust.value - slack).all()


def test_what_cannot_be_is_said() -> None:
    city = mp.toytown_city()
    with pytest.raises(UsageError) as caught:
        robust_plan(city, CASES, "best", hands=Hands(HERE))
    assert caught.value.key == "doubt.no_rule"
    no_power = Case("dark", (Change("power_supply", "*", "energy", "set", 0.0),))
    with pytest.raises(InfeasibleError) as stopped:
        robust_plan(city, (no_power,), WORST, hands=Hands(HERE))
    assert stopped.value.values["case"] == "dark"
