"""The case of `energy_year` as PyPSA gives it to HiGHS, in a process of its own.

PyPSA builds the network, linopy the program, HiGHS solves it; nothing is written back, so a user
waits a little longer than this. Prints one line of JSON:

    python -m benchmarks._energy_peer --solver ipx --nodes 8 --weeks 4

Interior point and first-order methods run without crossover and stop at `--gap`: a basis is not asked
for. `excess` is the largest amount by which the plan breaks a row or a bound (MW, MWh or t), counted
here from the columns alone.
"""

import argparse
import json
import logging
import resource
import time
import warnings
from importlib.metadata import version
from typing import Any

import numpy as np
import scipy.sparse as sp

from benchmarks._energy_data import year_data

METHODS = ("ipx", "hipo", "hipdlp", "pdlp", "simplex")


def options(method: str, gap: float, threads: int, seconds: float) -> dict[str, Any]:
    """Options of HiGHS for a method that stops at a gap."""
    chosen: dict[str, Any] = {
        "solver": method, "run_crossover": "off", "time_limit": seconds, "output_flag": False,
        "threads": threads,
    }  # fmt: skip
    # all tolerances at once: with that of optimality alone, IPX ends as "Unknown"
    return chosen if method == "simplex" else {**chosen, "kkt_tolerance": gap}


def excess(solver: Any) -> float:  # noqa: ANN401 - highspy has no types
    """Largest violation of a row or a bound by the columns of the solution."""
    program, found = solver.getLp(), solver.getSolution()
    x = np.array(found.col_value)
    if not len(x):
        return float("nan")
    rows, columns = program.num_row_, program.num_col_
    matrix = program.a_matrix_
    parts = (np.array(matrix.value_), np.array(matrix.index_), np.array(matrix.start_))
    by_row = str(matrix.format_).endswith("Rowwise")
    make = sp.csr_matrix if by_row else sp.csc_matrix
    y = make(parts, shape=(rows, columns)) @ x
    most = 0.0
    for values, low, high in (
        (x, program.col_lower_, program.col_upper_), (y, program.row_lower_, program.row_upper_)
    ):  # fmt: skip
        most = max(most, float(np.max(np.array(low) - values)))
        most = max(most, float(np.max(values - np.array(high))))
    return most


def solved(asked: argparse.Namespace) -> dict[str, Any]:
    """Build and solve the case; seconds of each step, status and value."""
    began = time.perf_counter()
    from benchmarks._energy_pypsa import pypsa_case  # noqa: PLC0415 - imports are timed

    imported = time.perf_counter()
    network = pypsa_case(asked.nodes, asked.weeks, asked.seed, asked.years)
    built = time.perf_counter()
    model = network.optimize.create_model(
        multi_investment_periods=asked.years > 1, include_objective_constant=False
    )
    solver = model.to_highspy()
    ready = time.perf_counter()
    left = max(1.0, asked.limit - (ready - began))
    for key, value in options(asked.solver, asked.gap, asked.threads, left).items():
        done = solver.setOptionValue(key, value)
        if not str(done).endswith("kOk"):
            return {"status": f"{key} = {value} refused by HiGHS"}
    solver.run()
    ended = time.perf_counter()
    info = solver.getInfo()
    return {
        "status": solver.modelStatusToString(solver.getModelStatus()),
        "objective": info.objective_function_value,
        "excess": excess(solver),
        "iterations": max(
            info.ipm_iteration_count, info.simplex_iteration_count, info.pdlp_iteration_count
        ),
        "rows": solver.getNumRow(), "columns": solver.getNumCol(),
        "import": imported - began, "network": built - imported, "model": ready - built,
        "solve": ended - ready, "wall": ended - imported,
        "data": year_data(asked.nodes, asked.weeks, asked.seed, asked.years).digest,
    }  # fmt: skip


def main() -> None:
    """Run one method and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks._energy_peer", description=__doc__)
    parser.add_argument("--solver", choices=METHODS, required=True)
    parser.add_argument("--gap", type=float, default=1e-4, help="relative, at which it stops")
    parser.add_argument("--limit", type=float, default=720.0, help="seconds")
    parser.add_argument("--threads", type=int, default=2, help="of HiGHS")
    for name, usual in (("nodes", 8), ("weeks", 52), ("seed", 0), ("years", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    figures = solved(asked)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    figures["cpu"] = sum(u.ru_utime + u.ru_stime for u in used)
    figures["peak"] = sum(u.ru_maxrss for u in used) / 1024
    figures["version"] = f"pypsa {version('pypsa')}, HiGHS {version('highspy')}"
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
