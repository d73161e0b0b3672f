"""The search against HiGHS on the same small programs, and the laws of its answer."""

import numpy as np
import pytest
import scipy.sparse as sp

from citywright.plan.begun_by import begun_by, turned
from citywright.plan.layout import Resources
from citywright.plan.master import choose, cut_at, master_of
from citywright.plan.program import Program, safe_bound, solve
from citywright.plan.search import Found, search

TOLERANCE = 1e-3


class Made:
    """A small plan: starts, their ramps, scarce factors, a market, people paid from a factor.

    max 10·base + Σ worth·sold + ... with sold[t] ≤ Σ output·running (a concave economy), a hard limit
    `carbon` that no resource shows, and a floor on sales in the last year. What runs gives `back` part
    of what its start took, a year later.
    """

    def __init__(
        self, seed, projects=8, years=3, *, carbon=0.6, floor=0.0, pinned=0, room=0.5, back=0.0
    ):
        rng = np.random.default_rng(seed)
        P, T = projects, years
        S = P * T
        phi = np.kron(np.eye(P), np.tril(np.ones((T, T)))[:, :])  # running = starts so far
        output, dirt = rng.uniform(1, 5, P), rng.uniform(0.5, 2, P)
        n = S + S + T + T  # start, running, sold, people
        run, sold, people = S, 2 * S, 2 * S + T
        rows, low, high = [], [], []

        def add(row, least, most):
            rows.append(row), low.append(least), high.append(most)

        for k in range(S):  # ramp
            row = np.zeros(n)
            row[run + k], row[:S] = 1.0, -phi[k]
            add(row, 0.0, 0.0)
        hold = rng.uniform(1, 4, P)
        spend = rng.uniform(1, 4, P)
        self.shared = []
        for t in range(T):
            by_run, by_start = np.zeros(n), np.zeros(n)
            by_run[[run + p * T + t for p in range(P)]] = hold
            by_start[[p * T + t for p in range(P)]] = spend
            by_start[people + t] = 0.5
            if t:
                by_start[[run + p * T + t - 1 for p in range(P)]] = -back * spend
            for row, most in (
                (by_run, room * hold.sum() * (t + 1) / T),
                (by_start, room * spend.sum() / T),
            ):
                self.shared.append(len(rows))
                add(row, -np.inf, most)
        once = []
        for p in range(P):
            row = np.zeros(n)
            row[p * T : (p + 1) * T] = 1.0
            once.append(len(rows))
            add(row, -np.inf, 1.0)
        for t in range(T):
            market, smoke = np.zeros(n), np.zeros(n)
            market[sold + t], market[people + t] = 1.0, -1.0
            market[[run + p * T + t for p in range(P)]] = -output
            smoke[[run + p * T + t for p in range(P)]] = dirt
            add(market, -np.inf, 5.0)
            add(smoke, -np.inf, carbon * dirt.sum())
        c = np.zeros(n)
        c[sold : sold + T] = rng.uniform(1, 2, T)
        c[:S] = -rng.uniform(0, 1, S)
        c[people : people + T] = -0.3
        lower, upper = np.zeros(n), np.ones(n)
        upper[run:sold] = 2.0
        upper[sold:people], lower[sold + T - 1] = 0.8 * output.sum(), floor
        for p in range(pinned):
            lower[p * T + p % T] = 1.0
        A = sp.csc_matrix(np.array(rows))
        self.program = Program(
            A, c, np.array(low), np.array(high), lower, upper, np.arange(n) < S, constant=20.0
        )
        every = np.array(self.shared + once)
        use = A.tocsr()[every][:, :S] + A.tocsr()[every][:, run:sold] @ sp.csr_matrix(phi)
        self.resources = Resources(
            sp.csc_matrix(use), np.array(high)[every], every, np.arange(len(self.shared)),
            np.repeat(np.arange(P), T),
        )  # fmt: skip

    def search(self, tolerance=TOLERANCE) -> Found | None:
        return search(self.program, self.resources, tolerance, lambda step, gap: None)


def holds(program, x):
    rows = program.A @ x
    assert (rows <= program.high + 1e-6).all()
    assert (rows >= program.low - 1e-6).all()
    assert (x >= program.lower - 1e-6).all()
    assert (x <= program.upper + 1e-6).all()
    starts = x[program.whole]
    assert np.abs(starts - np.round(starts)).max(initial=0.0) < 1e-6


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"carbon": 0.25},
        {"pinned": 2, "room": 0.8},
        {"floor": 12.0},
        {"floor": 17.0},
        {"projects": 20},
        {"back": 0.5, "room": 0.25},
    ],
)
def test_the_plan_is_within_the_tolerance_of_the_optimum_that_highs_proves(seed, kind):
    made = Made(seed, **kind)
    best = solve(made.program, {"mip_rel_gap": 0.0})
    found = made.search()
    if not best.feasible:
        assert found is None
        return
    assert found is not None
    holds(made.program, found.fixed.x)
    assert found.bound >= best.value - 1e-6 * abs(best.value)
    assert found.fixed.value <= best.value + 1e-6 * abs(best.value)
    assert found.fixed.value >= best.value - TOLERANCE * abs(best.value) * 1.01
    assert found.gap <= TOLERANCE
    assert found.gap == pytest.approx(
        max(0, found.bound - found.fixed.value) / abs(found.fixed.value)
    )


@pytest.mark.nightly
def test_the_same_program_gives_the_same_plan_twice():
    one, two = (Made(3, projects=25, years=4).search() for _ in range(2))
    assert np.array_equal(one.fixed.x, two.fixed.x)
    assert one.bound == two.bound
    assert one.steps == two.steps


def test_committed_starts_stay():
    made = Made(1, pinned=3, room=0.9)
    found = made.search()
    for p in range(3):
        assert found.fixed.x[p * 3 + p % 3] == pytest.approx(1.0)


def test_only_committed_starts_leave_one_plan():
    made = Made(1, pinned=2, room=0.9)
    upper = made.program.upper.copy()
    upper[made.program.whole] = made.program.lower[made.program.whole]
    made.program = made.program.with_bounds(made.program.lower, upper)
    found = made.search()
    assert found.steps == ("relax",)
    assert found.gap < 1e-9


def test_no_projects_at_all():
    program = Program(
        sp.csc_matrix(np.array([[1.0]])), np.array([1.0]), np.array([-np.inf]), np.array([3.0]),
        np.array([0.0]), np.array([9.0]), np.array([False]),
    )  # fmt: skip
    none = np.array([], dtype=np.int64)
    empty = Resources(sp.csc_matrix((0, 0)), np.array([]), none, none, none)
    found = search(program, empty, TOLERANCE, lambda step, gap: None)
    assert found.fixed.value == pytest.approx(3.0)


def test_a_relaxation_without_a_plan_is_none():
    assert Made(2, floor=1e4 / 2).search() is None


def test_starts_that_fit_only_in_fractions_are_none():
    made = Made(5, projects=2, years=1, room=0.5)
    low = made.program.low.copy()
    once = made.resources.rows[len(made.shared) :]
    low[once] = (
        0.4  # each project must be started to 0.4, which no whole plan can do within the room
    )
    made.program = Program(**{**vars(made.program), "low": low})
    assert solve(made.program.relaxed()).feasible
    assert not solve(made.program).feasible
    assert made.search() is None


@pytest.mark.parametrize("seed", range(5))
def test_a_cut_holds_at_every_plan_for_any_prices_and_touches_at_its_own(seed):
    made = Made(seed)
    rng = np.random.default_rng(seed)
    master = master_of(made.program, made.resources)
    best = solve(made.program, {"mip_rel_gap": 0.0})
    relaxed = solve(made.program.relaxed())
    own = cut_at(master, relaxed.prices)
    assert own.at(relaxed.x[master.columns]) == pytest.approx(relaxed.value)
    for _ in range(20):
        prices = relaxed.prices + rng.normal(0, 0.3, len(relaxed.prices))
        assert cut_at(master, prices).at(best.x[master.columns]) >= best.value - 1e-6
        assert safe_bound(made.program, prices) >= best.value - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_begun_by_a_year_says_what_begun_in_a_year_says(seed):
    """The same optimum, relaxed and whole, also where a part of the calendar is held."""
    made = Made(seed, back=0.4, pinned=1, room=0.8)
    master = master_of(made.program, made.resources)
    master = master.with_cut(cut_at(master, solve(made.program.relaxed()).prices))
    rng = np.random.default_rng(seed)
    x = np.where(master.whole, made.program.lower[master.columns], 0.0)
    for share in (1.0, 0.5):
        free = master.open & (rng.random(len(master.open)) < share)
        one, two = (
            choose(master, x, free, 10_000, 1e-9, hint=False, by_year=by_year)
            for by_year in (False, True)
        )
        assert one.x is not None
        assert two.x is not None
        assert master.value(two.x) == pytest.approx(master.value(one.x), rel=1e-7)
        assert two.bound == pytest.approx(one.bound, rel=1e-7)
    turn = begun_by(np.array([0, 0, 0, 1]), 5)
    steps = np.array([0.25, 0.5, 1.0, 1.0, 3.0])
    np.testing.assert_allclose(turn @ steps, [0.25, 0.25, 0.5, 1.0, 3.0])
    program = Program(
        sp.csc_matrix(np.ones((1, 5))), np.arange(5.0), np.array([-np.inf]), np.array([9.0]),
        np.zeros(5), np.ones(5), np.arange(5) < 4,
    )  # fmt: skip
    other = turned(program, turn)
    assert other.value(steps) == pytest.approx(program.value(turn @ steps))
    assert (other.A @ steps)[0] == pytest.approx((program.A @ (turn @ steps))[0])
    np.testing.assert_allclose((other.A @ steps)[1:], [0.25, 0.5])  # steps never go down


def test_a_small_program_that_its_root_decides_needs_no_more_steps():
    made = Made(3)
    found = search(made.program, made.resources, 0.2, lambda step, gap: None)
    assert found.steps == ("relax", "root")
    assert found.bound >= solve(made.program).value - 1e-9


def test_the_bound_is_never_below_the_value_nor_above_the_relaxation():
    for seed in range(5):
        found = Made(seed, projects=15).search(tolerance=1e-2)
        assert found.fixed.value - 1e-6 <= found.bound <= found.relaxed.value + 1e-6
