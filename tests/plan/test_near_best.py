"""Near-best plans against every plan there is."""

from dataclasses import replace

import doubt_work as work
import pytest

import made_plans as mp
from citywright.errors import UsageError
from citywright.plan.alternatives.aim import aim_of, ratio_of
from citywright.plan.alternatives.climbing import Mountain, Reached
from citywright.plan.alternatives.near_best import NearBest, near_best
from citywright.plan.executor import HERE, Hands

pytestmark = pytest.mark.nightly
"""Each case solves a whole plan several times over."""

SLACK = 0.012


@pytest.fixture(scope="module")
def found() -> NearBest:
    city = mp.toytown_city()
    return near_best(city, SLACK, 3, ("gdp",), tolerance=1e-5, hands=Hands(HERE))


@pytest.fixture(scope="module")
def near(found: NearBest) -> list[dict[str, int]]:
    """Every near-best choice of projects."""
    b = work.toy_built()
    return [c for c, answer in work.toy_values(b) if answer.value >= found.threshold - 1e-6]


def test_the_oracle_has_something_to_say(near: list[dict[str, int]]) -> None:
    """Some project is in all of them, some in none, some in a part."""
    assert len({frozenset(choice) for choice in near}) > 1
    shares = [sum(p in c for c in near) / len(near) for p in ("anode_1", "cells_3", "hub_1")]
    assert (shares[0], shares[1]) == (1.0, 0.0)
    assert 0.0 < shares[2] < 1.0


def test_verdicts_are_those_of_all_plans(found: NearBest, near: list[dict[str, int]]) -> None:
    for row in found.projects.itertuples():
        times = sum(row.project in choice for choice in near)
        true = "all" if times == len(near) else "some" if times else "none"
        assert row.verdict == true, row.project
    assert found.no_regret() == [p for p in found.projects["project"] if all(p in c for c in near)]


def test_bounds_with_and_without_hold(found: NearBest) -> None:
    values = work.toy_values(work.toy_built())
    for row in found.projects.to_dict("records"):
        for is_in, key in ((True, "with"), (False, "without")):
            best = max(a.value for c, a in values if (row["project"] in c) == is_in)
            assert best <= row[key] * (1 + 1e-9)


def test_every_plan_is_within_the_slack_and_another(found: NearBest) -> None:
    b, city = work.toy_built(), mp.toytown_city()
    for starts, row in zip(found.starts, found.plans.itertuples(), strict=True):
        candidates = city.tables["projects"].set_index("project")["status"]
        own = {p: y for p, y in starts.items() if candidates[p] == "candidate"}
        assert row.objective <= work.held_in(b, b.program, own).value * (1 + 1e-9)
        assert row.objective >= found.bound * (1 - SLACK) * (1 - 1e-9)
        assert row.loss <= SLACK + 1e-9
    assert len({frozenset(starts) for starts in found.starts}) == len(found.starts) > 1


def test_none_is_farther_than_the_bound(found: NearBest, near: list[dict[str, int]]) -> None:
    best = set(found.starts[0])
    table = mp.toytown_city().tables["projects"].set_index("project")["status"]
    best = {p for p in best if table[p] == "candidate"}
    assert max(len(best ^ set(choice)) for choice in near) <= found.farthest + 1e-9


def test_indicators_span_what_all_plans_span(found: NearBest, near: list[dict[str, int]]) -> None:
    b = work.toy_built()
    gdp = ratio_of(b, aim_of(mp.toytown_city(), "gdp"))
    row = found.indicators.iloc[0]
    limit = (b.program.c, b.program.constant - found.threshold)
    program = Mountain(b.program, b.resources, 0.0).within([limit])
    for sign, end, bound in ((-1.0, "least", "bound_least"), (1.0, "most", "bound_most")):
        own = replace(program, c=sign * gdp.n, constant=sign * gdp.n0)
        best = max(work.held_in(b, own, choice).value for choice in near)
        assert sign * row[end] <= best * (1 + 1e-6 * sign)
        assert sign * row[bound] >= best - 1e-6 * abs(best)
        assert sign * row[end] == pytest.approx(best, rel=1e-4)


def test_a_slack_below_the_gap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A best plan that is known to 1 % cannot have alternatives proven to half a percent."""
    doubtful = Reached(work.toy_built().program.lower, 100.0, 101.0)
    monkeypatch.setattr(Mountain, "climb", lambda *arguments: doubtful)
    with pytest.raises(UsageError) as caught:
        near_best(mp.toytown_city(), 0.005, hands=Hands(HERE))
    assert caught.value.key == "doubt.slack"
    assert "0.01" in caught.value.text("en")
