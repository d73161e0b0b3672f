"""Stand-ins for outcomes, where worker processes find them by name, and every plan of Toytown."""

import itertools
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np

TESTS = Path(__file__).parents[1]
for _place in (TESTS, TESTS / "plan", TESTS / "city"):
    if str(_place) not in sys.path:
        sys.path.append(str(_place))

import made_plans as mp  # noqa: E402
from citywright.plan.alternatives.built import Built  # noqa: E402
from citywright.plan.doubt.case import Case  # noqa: E402
from citywright.plan.doubt.outcome import Base, Outcome  # noqa: E402
from citywright.plan.program import Program, Solution, solve  # noqa: E402


def stand_in(base: Base, case: Case) -> Outcome:
    """An outcome that follows from the changes alone, after a moment."""
    time.sleep(0.02)
    seed = [abs(hash_of(change.value)) for change in case.changes] or [0]
    numbers = np.random.default_rng(seed).random(3)
    path = {
        "objective": float(numbers[0]), "bound": float(numbers[0]) + 1e-3, "gap": 1e-3,
        "starts": dict(base.starts), "indicators": {"gdp": {"2026": float(numbers[1])}},
        "targets": {"gdp_2026": {"value": float(numbers[1]), "met": bool(numbers[1] > 0.5), "shortfall": 0.0}},
    }  # fmt: skip
    return {
        "code": case.code, "replanned": path, "held": path, "clashes": [], "broken": [], "lost": [],
        "without": float(numbers[2]),
    }  # fmt: skip


def hash_of(value: float | None) -> int:
    return int.from_bytes(np.float64(value or 0.0).tobytes(), "little") >> 1


@cache
def toy_built() -> Built:
    b = mp.toytown_built()
    return Built(b.data, b.m, b.program, b.layout)


def every_choice(b: Built) -> list[dict[str, int]]:
    """Every way to start or not to start each candidate in its years."""
    table = b.data.projects.table
    candidates = table.index[table["status"] == "candidate"]
    years = [[None, *range(table["earliest"][p], table["latest"][p] + 1)] for p in candidates]
    return [
        {p: y for p, y in zip(candidates, choice, strict=True) if y is not None}
        for choice in itertools.product(*years)
    ]


def held_in(b: Built, program: Program, choice: dict[str, int]) -> Solution:
    """The best answer of a program of these columns when just these candidates start so."""
    fixed, lost = b.held(choice)
    assert not lost
    return solve(program.with_bounds(fixed.lower, fixed.upper).relaxed())


def toy_values(b: Built) -> list[tuple[dict[str, int], Solution]]:
    """Every choice that satisfies all limits, with its best answer."""
    found = [(choice, held_in(b, b.program, choice)) for choice in every_choice(b)]
    return [(choice, answer) for choice, answer in found if answer.feasible]


def main() -> None:
    """Solve stand-in cases into a store: python doubt_work.py STORE COUNT WORKERS."""
    from citywright.plan.doubt.solving import Means, solve_cases  # noqa: PLC0415
    from citywright.plan.executor import Hands  # noqa: PLC0415

    store, count, workers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    base, cases = stand_in_cases(count)
    solve_cases(base, cases, Means(Hands(workers), store), solving=stand_in)


def stand_in_cases(count: int) -> tuple[Base, list[Case]]:
    from citywright.city.changes import Change  # noqa: PLC0415

    cases = [
        Case(f"draw-{k}", (Change("carbon", "*", "cap", "times", 1.0 + k / 7.0),))
        for k in range(count)
    ]
    return Base(mp.toytown_city(), {"hub_1": 2024}, 1e-3), cases


if __name__ == "__main__":
    from doubt_work import main as run  # so that workers know the functions by their module

    run()
