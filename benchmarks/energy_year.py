"""A power system of 8 nodes over all 8,760 hours, beside PyPSA with HiGHS on the same program.

Every contestant runs in a process of its own, one after the other, watched from outside; ours is
asked for a certified gap of 0.1 % and of 0.01 %, HiGHS by IPX and by HiPO for 0.01 % without
crossover, and by the first-order HiPDLP, whose plan breaks rows: `excess` says by how much. The peers
live in their own environment (requirements-peers.txt), whose python is named by --peer-python.

Parts: ours and peers (their ratios where both are asked for), growth (ours, by weeks, nodes, planning
years), resolve (again after changes of demand, cap and prices).

On a machine with other work the wall time is not theirs alone: the CPU time stands beside it.
"""

import argparse
import itertools
import math
import os
import sys
from collections.abc import Callable

from benchmarks._energy_watch import Watched, watched

PARTS = ("ours", "peers", "growth", "resolve")
GAPS = (1e-3, 1e-4)
PEERS = ("ipx", "hipo", "hipdlp")
WEEKS, NODES, YEARS = (4, 13, 26, 52), (4, 8, 16, 32), (1, 2, 3, 4, 5)
HEAD = "case                      who       wall s   CPU s  peak MB   "


def case(nodes: int, weeks: int, years: int, seed: int) -> list[str]:
    """Options that name a case."""
    return [
        "--nodes",
        str(nodes),
        "--weeks",
        str(weeks),
        "--years",
        str(years),
        "--seed",
        str(seed),
    ]


def label(of: list[str]) -> str:
    """A case in a few letters."""
    nodes, weeks, years = of[1], of[3], of[5]
    return f"{nodes} nodes {weeks} weeks {years} y"


def shown(of: list[str], who: str, run: Watched, text: str) -> None:
    """Print the line of a run."""
    said = text if not run.why else f"not measured: {run.why}"
    print(
        f"{label(of):25s} {who:8s} {run.wall:7.1f} {run.cpu:7.1f} {run.peak:8.0f}   {said}",
        flush=True,
    )


def ours(of: list[str], gap: float, workers: int) -> Watched:
    """Our run of a case to a gap, and its line."""
    command = [sys.executable, "-m", "benchmarks._energy_ours", "solve", "--gap", str(gap)]
    run = watched([*command, "--workers", str(workers), *of])
    told = run.told
    text = ""
    if told:
        first = ", ".join(f"{float(k):.4g} in {v:.1f} s" for k, v in told["first"].items())
        text = (
            f"[{told['lower']:.3f}, {told['upper']:.3f}] gap {told['gap']:.1e}, {told['method']}, "
            f"{told['iterations']} iterations; solve {told['seconds']:.1f} s; gap {first}"
        )
    shown(of, f"{gap:.2%}", run, text)
    return run


def theirs(of: list[str], method: str, asked: argparse.Namespace) -> Watched:
    """A peer's run of a case, and its line."""
    command = [asked.peer_python, "-m", "benchmarks._energy_peer", "--solver", method]
    limits = ["--limit", str(asked.limit), "--threads", str(asked.workers)]
    run = watched([*command, *limits, *of], asked.limit)
    told = run.told
    text = ""
    if told.get("objective") is not None:
        text = (
            f"{told['objective']:.3f} {told['status']}, excess {told['excess']:.1e}, "
            f"{told['iterations']} iterations; {told['rows']:,} rows; network and model "
            f"{told['network'] + told['model']:.1f} s, solve {told['solve']:.1f} s"
        )
    elif told:
        text = str(told["status"])
    shown(of, method, run, text)
    return run


def finished(run: Watched) -> bool:
    """Whether a peer came to its end."""
    return run.told.get("status") == "Optimal"


def place(peer: Watched, own: Watched) -> str:
    """Where a peer's value is, seen from our bracket; its own tolerance is that of HiGHS."""
    value, low, high = peer.told["objective"], own.told["lower"], own.told["upper"]
    off = max(low - value, value - high)
    return "is in our bracket" if off <= 0 else f"is {off / abs(high):.1e} outside our bracket"


def beside(of: list[str], asked: argparse.Namespace) -> None:
    """Ours to each gap beside the peers, and their ratios."""
    mine = {gap: ours(of, gap, asked.workers) for gap in GAPS} if "ours" in asked.only else {}
    for method in asked.methods:
        run = theirs(of, method, asked)
        if not run.told:
            continue
        more = "" if finished(run) else ">"
        for gap, own in mine.items():
            if not own.told:
                continue
            same = own.told["data"] == run.told["data"]
            print(
                f"{'':25s} {method} / ours to {gap:.2%}: wall {more}{run.wall / own.wall:.1f}, "
                f"CPU {more}{run.cpu / own.cpu:.1f}, memory {run.peak / own.peak:.2f}; "
                f"its value {place(run, own)}" + ("" if same else "; THE DATA DIFFER"),
                flush=True,
            )


def exponents(sizes: tuple[int, ...], runs: list[Watched], of: str) -> None:
    """Print how time and memory grow from size to size."""
    known = [(n, run) for n, run in zip(sizes, runs, strict=True) if run.told]
    spans = [*itertools.pairwise(known), *([(known[0], known[-1])] if len(known) > 2 else [])]
    for (small, a), (large, b) in spans:
        span = math.log(large / small)
        power = [math.log(y / x) / span for x, y in zip(_costs(a), _costs(b), strict=True)]
        print(
            f"growth {small} to {large} {of}: wall ~ {of}^{power[0]:.2f}, CPU ~ {of}^{power[1]:.2f}, "
            f"peak ~ {of}^{power[2]:.2f}"
        )


def _costs(run: Watched) -> tuple[float, float, float]:
    return run.wall, run.cpu, run.peak


def growth(asked: argparse.Namespace) -> None:
    """Our time as the case grows in each direction, to the first of the gaps."""
    tables: dict[str, tuple[tuple[int, ...], Callable[[int], list[str]]]] = {
        "weeks": (WEEKS, lambda n: case(8, n, 1, asked.seed)),
        "nodes": (NODES, lambda n: case(n, asked.weeks, 1, asked.seed)),
        "years": (YEARS, lambda n: case(8, asked.weeks, n, asked.seed)),
    }
    for direction in asked.along:
        sizes, make = tables[direction]
        runs = [ours(make(n), GAPS[0], asked.workers) for n in sizes]
        exponents(sizes, runs, direction)


def again(of: list[str], asked: argparse.Namespace) -> None:
    """Resolve after changes: a line for each step."""
    command = [sys.executable, "-m", "benchmarks._energy_ours", "resolve", "--gap", str(GAPS[0])]
    run = watched([*command, "--workers", str(asked.workers), *of])
    meet = "the brackets of the last two meet" if run.told.get("meet") else "THE LAST TWO DISAGREE"
    shown(of, "resolve", run, meet)
    for step in run.told.get("steps", ()):
        print(
            f"{'':25s} {step['name']:24s} {step['seconds']:6.2f} s, gap {step['gap']:.1e}, "
            f"{step['iterations']} iterations; [{step['lower']:.1f}, {step['upper']:.1f}]"
        )


def arguments() -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks energy_year", description=__doc__)
    parser.add_argument("--peer-python", default="", metavar="PYTHON", help="python of the peers")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--methods", nargs="+", default=list(PEERS), help="methods of HiGHS")
    parser.add_argument("--limit", type=float, default=720.0, help="seconds for each peer")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="ours, and threads")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--nodes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--along", nargs="+", choices=("weeks", "nodes", "years"), default=["weeks", "nodes", "years"],
        help="directions of growth",
    )  # fmt: skip
    asked = parser.parse_args()
    if "peers" not in asked.only or not asked.peer_python:
        asked.methods = []
    return asked


def main() -> None:
    """Print the parts that were asked for."""
    asked = arguments()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {asked.workers} workers or threads; "
          f"peers stopped at {asked.limit:.0f} s")  # fmt: skip
    if "peers" in asked.only and not asked.peer_python:
        print("no peers: pip install -r benchmarks/requirements-peers.txt into an environment of its "
              "own and name its python by --peer-python")  # fmt: skip
    print(HEAD)
    of = case(asked.nodes, asked.weeks, 1, asked.seed)
    beside(of, asked)
    if "growth" in asked.only:
        growth(asked)
    if "resolve" in asked.only:
        again(of, asked)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
