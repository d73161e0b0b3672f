"""The case of `energy_year` solved by this library, in a process of its own.

    python -m benchmarks._energy_ours solve --nodes 8 --weeks 4 --gap 1e-4
    python -m benchmarks._energy_ours resolve --weeks 52 --gap 1e-3

`solve` plans once. `resolve` keeps the system and plans it again for changed demand, carbon cap,
import prices and gas price, several times; then the last change once more from scratch. Prints one
line of JSON.
"""

import argparse
import json
import time
from typing import Any

from benchmarks._energy_case import year_network
from benchmarks._energy_data import year_data

LEVELS = (0.05, 0.01, 1e-3, 1e-4)
"""Gaps whose first time is told."""


def first_times(trace: list[tuple[float, float, float]], constant: float) -> dict[str, float]:
    """Seconds until the bracket was first narrower than each level."""
    found: dict[str, float] = {}
    best_low, best_high = float("-inf"), float("inf")
    for seconds, low, high in trace:
        best_low, best_high = max(best_low, low), min(best_high, high)
        gap = (best_high - best_low) / max(abs(best_high + constant), 1e-9)
        for level in LEVELS:
            if gap <= level:
                found.setdefault(f"{level:g}", seconds)
    return found


def told(solution: Any, seconds: float) -> dict[str, Any]:  # noqa: ANN401 - one of two rooms' answers
    """Figures of a solution; objectives with the cost of capacity in place, as PyPSA's total."""
    constant = solution.objective_constant
    run = solution.run
    return {
        "method": solution.method, "seconds": seconds, "gap": solution.gap,
        "lower": solution.lower_bound + constant, "upper": solution.upper_bound + constant,
        "first": first_times(list(run.get("trace", ())), constant),
        "iterations": run["iterations"],
        **{key: run[key] for key in ("wall_s", "cpu_s", "peak_mb", "workers") if key in run},
    }  # fmt: skip


def solved(asked: argparse.Namespace) -> dict[str, Any]:
    """Plan once."""
    from citywright.energy import solve  # noqa: PLC0415 - imports are timed by the caller

    began = time.perf_counter()
    network = year_network(asked.nodes, asked.weeks, asked.seed, asked.years)
    built = time.perf_counter()
    solution = solve(network, gap=asked.gap, workers=asked.workers)
    ended = time.perf_counter()
    figures = told(solution, ended - built)
    prices = solution.limits["price"] if len(solution.limits) else []
    return {**figures, "network": built - began, "prices": [float(p) for p in prices]}


def main() -> None:
    """Run one task and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks._energy_ours", description=__doc__)
    parser.add_argument("task", choices=("solve", "resolve"))
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--workers", type=int, default=2)
    for name, usual in (("nodes", 8), ("weeks", 52), ("seed", 0), ("years", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    if asked.task == "resolve":
        from benchmarks._energy_resolve import resolved  # noqa: PLC0415

        figures = resolved(asked, told)
    else:
        figures = solved(asked)
    figures["data"] = year_data(asked.nodes, asked.weeks, asked.seed, asked.years).digest
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
