"""What is left of a search: exact where the gap closes at one rate, silent where it does not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citywright.energy.closing import time_left
from citywright.report.energy.progress import Rounds, gap_of


@given(
    rate=st.floats(0.01, 5.0),
    every=st.floats(0.1, 30.0),
    rounds=st.integers(2, 40),
    share=st.floats(1e-4, 0.9),
)
def test_a_steady_search_ends_when_it_is_said_to(
    rate: float, every: float, rounds: int, share: float
) -> None:
    """gap(t) = e^(−rate·t) reaches the goal at t = −log(goal) / rate."""
    seconds = [every * k for k in range(rounds)]
    gaps = [math.exp(-rate * every * k / rounds) for k in range(rounds)]
    goal = share * gaps[-1]
    left = time_left(seconds, gaps, goal)
    assert left == pytest.approx(-math.log(share) * rounds / rate, rel=1e-6)


@given(st.lists(st.floats(1e-6, 0.9), min_size=1, max_size=12))
def test_a_gap_that_does_not_close_promises_nothing(gaps: list[float]) -> None:
    opening = sorted(gaps)
    assert time_left(list(range(len(gaps))), opening, 1e-7) is None


def test_nothing_is_left_at_the_goal() -> None:
    assert time_left([0.0, 1.0], [0.1, 1e-4], 1e-3) == 0.0
    assert time_left([], [], 1e-3) is None


def test_the_estimate_begins_anew_where_the_bracket_opens() -> None:
    """Typical weeks alone close to a bracket of their own; that of all weeks begins wider."""
    rounds = Rounds(1e-3)
    assert rounds.note(0.0, -math.inf, math.inf) is None
    assert rounds.note(1.0, 50.0, 100.0) is None
    assert rounds.note(2.0, 90.0, 100.0) == pytest.approx(
        math.log(0.1 / 1e-3) / math.log(0.5 / 0.1)
    )
    assert rounds.note(9.0, 60.0, 120.0) is None
    assert rounds.gaps == [0.5]


def test_the_gap_is_a_share_of_the_upper_bound() -> None:
    assert gap_of(75.0, 100.0) == 0.25
    assert gap_of(-math.inf, 100.0) is None
    assert gap_of(-110.0, -100.0) == pytest.approx(0.1)
