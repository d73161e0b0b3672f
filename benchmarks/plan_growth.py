"""How the plan's search grows with the number of projects, beside the same program given to HiGHS.

Random cities of 42 sectors, 7 areas and 7 years. Each size runs in its own process, one after the
other; the wall time is the whole from the city to the plan: build (tables to matrix) and search.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time

from benchmarks.random_city import random_city
from citywright.plan.data import prepare
from citywright.plan.layout import Resources, layout_of, resources_of
from citywright.plan.model import build_model
from citywright.plan.program import Program, program_of, solve
from citywright.plan.search import gap_of, search

SIZES = (100, 200, 500, 1000)
TOLERANCE = 1e-3


def built(projects: int) -> tuple[Program, Resources]:
    """Program of a random city."""
    m = build_model(prepare(random_city(projects)))
    program, layout = program_of(m), layout_of(m)
    return program, resources_of(program, layout)


def ours(projects: int) -> dict[str, object]:
    """Figures of building and searching one size in this process."""
    began, cpu = time.perf_counter(), time.process_time()
    program, resources = built(projects)
    ready = time.perf_counter()
    found = search(program, resources, TOLERANCE, lambda step, gap: None)
    assert found is not None
    return {
        "build": ready - began,
        "search": time.perf_counter() - ready,
        "cpu": time.process_time() - cpu,
        "gap": found.gap,
        "value": found.fixed.value,
        "steps": " ".join(found.steps),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def whole(projects: int, limit: float) -> dict[str, object]:
    """Figures of the same program given whole to HiGHS, for at most `limit` seconds."""
    program, _ = built(projects)
    began = time.perf_counter()
    answer = solve(program, {"mip_rel_gap": TOLERANCE, "time_limit": limit})
    return {
        "search": time.perf_counter() - began,
        "gap": gap_of(answer.bound, answer.value) if answer.feasible else math.inf,
        "value": answer.value if answer.feasible else -math.inf,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def apart(what: str, projects: int, limit: float) -> dict[str, float]:
    """The figures from a process of their own."""
    command = [sys.executable, "-m", "benchmarks", "plan_growth", "--only", what, str(projects)]
    done = subprocess.run(
        [*command, "--limit", str(limit)], check=True, stdout=subprocess.PIPE, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def table(sizes: list[int], limit: float) -> None:
    """Print a line for each size and the growth of the search."""
    print(f"tolerance {TOLERANCE:.1%}; HiGHS stopped at {limit:.0f} s; {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    print("projects  build s  search s  CPU s   gap %  peak MB | HiGHS s   gap %  peak MB  "
          "times as long  steps")  # fmt: skip
    seconds = []
    for n in sizes:
        a, b = apart("ours", n, limit), apart("whole", n, limit)
        seconds.append(a["search"])
        more = ">" if b["gap"] > TOLERANCE * 1.0001 else " "
        print(
            f"{n:8d} {a['build']:8.1f} {a['search']:9.1f} {a['cpu']:6.1f} {100 * a['gap']:7.4f} "
            f"{a['peak']:8.0f} | {b['search']:7.1f} {100 * b['gap']:7.3f} {b['peak']:8.0f} "
            f"{more:>7}{b['search'] / a['search']:6.1f}  {a['steps']}",
            flush=True,
        )
    for first, last, before, after in zip(sizes, sizes[1:], seconds, seconds[1:], strict=False):
        power = math.log(after / before) / math.log(last / first)
        print(f"growth {first} to {last}: search ~ projects^{power:.2f}")
    if len(sizes) > 2:
        power = math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])
        print(f"growth {sizes[0]} to {sizes[-1]}: search ~ projects^{power:.2f}")
    print(f"load at the end {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks plan_growth", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 5,000 projects")
    parser.add_argument("--limit", type=float, default=200.0, help="seconds for HiGHS")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of projects")
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        what, n = asked.only[0], int(asked.only[1])
        print(json.dumps(ours(n) if what == "ours" else whole(n, asked.limit)))
        return
    table(asked.sizes or [*SIZES, *([5000] if asked.large else [])], asked.limit)


if __name__ == "__main__":
    main()
