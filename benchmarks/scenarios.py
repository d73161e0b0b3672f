"""An ensemble of the built-in city on one worker and on two: how much faster, and the same to the bit?

    python -m benchmarks scenarios [--draws 200] [--kill]

Efficiency is time of one worker / (2 · time of two). With --kill, a third run is killed at random moments
(a worker, then the whole run by SIGKILL, again and again) and resumed from its store until it ends.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from citywright.cities import DEFAULT
from citywright.doubting import Doubts
from citywright.plan.doubt.outcome import Outcome
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.executor import Hands
from citywright.study import open_city

TOLERANCE = 1e-3


def ensemble_name() -> str:
    """The first ensemble of the built-in city."""
    table = open_city(DEFAULT).tables["scenarios"]
    return str(table["scenario"][table["kind"] == "ensemble"].iloc[0])


def run(draws: int, workers: int, store: Path | None) -> tuple[float, float, list[Outcome]]:
    """Seconds, CPU seconds of the workers, and the outcomes of the draws."""
    doubts = Doubts(open_city(DEFAULT), TOLERANCE, Means(Hands(workers), store))
    base, cases = doubts.base, doubts.draws(ensemble_name(), draws).cases
    began, used = time.perf_counter(), os.times()
    found = solve_cases(base, cases, doubts.means)
    wall, now = time.perf_counter() - began, os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    return wall, cpu, found


def killed(draws: int, store: Path, seed: int = 1) -> tuple[int, int]:
    """Kill workers and runs until a run ends by itself; how many of each."""
    rng, runs, workers = random.Random(seed), 0, 0
    command = [sys.executable, "-m", "benchmarks", "scenarios", "--draws", str(draws)]
    while True:
        process = subprocess.Popen([*command, "--only", str(store)])
        try:
            process.wait(rng.uniform(20.0, 90.0))
        except subprocess.TimeoutExpired:
            for child in children(process.pid)[:1]:
                os.kill(child, signal.SIGKILL)
                workers += 1
            try:
                process.wait(rng.uniform(5.0, 40.0))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                runs += 1
                continue
        if process.returncode == 0:
            return workers, runs


def children(parent: int) -> list[int]:
    """Worker processes of a run (Linux)."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in path.read_text().split()]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scenarios", description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--kill", action="store_true", help="also kill and resume")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        run(asked.draws, 2, asked.only)
        return
    print(f"{asked.draws} draws, tolerance {TOLERANCE:.1%}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    one, cpu_one, first = run(asked.draws, 1, None)
    print(
        f"one worker   {one:7.1f} s, CPU {cpu_one:7.1f} s, {one / asked.draws:.2f} s a draw",
        flush=True,
    )
    two, cpu_two, second = run(asked.draws, 2, None)
    print(f"two workers  {two:7.1f} s, CPU {cpu_two:7.1f} s, efficiency {one / (2 * two):.1%}")
    print(f"same to the bit: {first == second}; load {os.getloadavg()[0]:.1f}", flush=True)
    if asked.kill:
        with tempfile.TemporaryDirectory() as folder:
            workers, runs = killed(asked.draws, Path(folder) / "answers")
            _, _, third = run(asked.draws, 2, Path(folder) / "answers")
        print(f"killed {workers} workers and {runs} runs; the same to the bit: {third == first}")


if __name__ == "__main__":
    main()
