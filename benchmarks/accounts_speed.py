"""All multipliers and footprints of large tables of several regions, beside pymrio and mario.

Each contestant runs in a process of its own, one after the other, on the same arrays: from labelled
frames to the multipliers of 10 stressors and to the accounts of every region (consumption- and
production-based, in imports, in exports). Reading the arrays is not timed. The answers are compared.
Then one new final demand is solved. The peers live in their own environment
(requirements-peers.txt), whose python is named by --peers.

On a machine with other work the wall time of threads that wait for each other is not theirs alone: the
CPU time stands beside it.
"""

import argparse
import itertools
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

SIZES = (500, 2_000, 9_800)
PEERS = ("pymrio", "mario")
OFTEN, UP_TO = 3, 2_000
"""Up to this size, each contestant runs so many times and the median is told; then once."""
AGREE = 1e-6
ROOT = Path(__file__).parent.parent
Figures = dict[str, float]


def once(python: str, name: str, folder: Path, limit: float) -> Figures | str:
    """Figures of one contestant in its own process, or why there are none."""
    command = [python, "-m", f"benchmarks._accounts_{name}", str(folder)]
    try:
        done = subprocess.run(
            [*command, "--save", str(folder / f"{name}.npz")],
            capture_output=True, text=True, timeout=limit, cwd=ROOT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"stopped at {limit:.0f} s"
    if done.returncode:
        last = done.stderr.strip().splitlines()
        return last[-1] if last else f"ended with {done.returncode}"
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def median(runs: list[Figures]) -> Figures:
    """The median of each figure over the runs."""
    return {
        name: statistics.median(run[name] for run in runs)
        for name, value in runs[0].items()
        if isinstance(value, float)
    }


def measured(python: str, name: str, n: int, folder: Path, limit: float) -> Figures | None:
    """Run a contestant and print its line."""
    runs = []
    for _ in range(OFTEN if n <= UP_TO else 1):
        found = once(python, name, folder, limit)
        if isinstance(found, str):
            print(f"{n:7d} {name:7s} not measured: {found}", flush=True)
            return None
        runs.append(found)
    a = median(runs)
    print(
        f"{n:7d} {name:7s} {a['load']:6.2f} {a['build']:8.3f} {a['answers']:9.3f} "
        f"{a['total']:9.3f} {a['cpu']:7.2f} {1000 * a['scenario']:9.2f} {a['input']:9.0f} {a['peak']:8.0f} "
        f"{a['above']:9.0f}  {runs[0]['version']}",
        flush=True,
    )
    return a


def differences(folder: Path, name: str) -> str:
    """Largest relative difference from our answers, and the account it is in."""
    ours, theirs = np.load(folder / "ours.npz"), np.load(folder / f"{name}.npz")
    worst = {
        part: float(np.max(np.abs(theirs[part] - ours[part])) / np.max(np.abs(ours[part])))
        for part in theirs.files
    }
    part = max(worst, key=lambda one: worst[one])
    word = "agree" if worst[part] <= AGREE else "DIFFER"
    return f"{word}: {len(worst)} answers, largest difference {worst[part]:.1e} ({part})"


def compare(n: int, found: dict[str, Figures | None], folder: Path) -> None:
    """Print the ratios of one size."""
    ours = found["ours"]
    for name in PEERS:
        theirs = found.get(name)
        if ours is None or theirs is None:
            continue
        print(
            f"{n:7d} {name} / ours: time {theirs['total'] / ours['total']:.1f} "
            f"(CPU {theirs['cpu'] / ours['cpu']:.1f}), "
            f"memory {theirs['peak'] / ours['peak']:.2f} (above the input "
            f"{theirs['above'] / max(ours['above'], 1e-9):.2f}), new demand "
            f"{theirs['scenario'] / ours['scenario']:.1f}; {differences(folder, name)}",
            flush=True,
        )


def growth(found: dict[int, dict[str, Figures | None]]) -> None:
    """Print the exponents of time and memory from size to size."""
    sizes = sorted(found)
    for name in ("ours", *PEERS):
        for small, large in itertools.pairwise(sizes):
            a, b = found[small].get(name), found[large].get(name)
            if a is None or b is None:
                continue
            span = math.log(large / small)
            power = {key: math.log(b[key] / a[key]) / span for key in ("total", "scenario", "peak")}
            print(
                f"growth {small} to {large}, {name}: time ~ n^{power['total']:.2f}, "
                f"new demand ~ n^{power['scenario']:.2f}, peak ~ n^{power['peak']:.2f}"
            )


def tables(sizes: list[int], contestants: dict[str, str], folder: Path, limit: float) -> None:
    """Measure all sizes."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; stopped at {limit:.0f} s")
    print(
        "sectors who     load s  build s answers s   total s   CPU s    new ms  input MB  peak MB  above MB"
    )
    found: dict[int, dict[str, Figures | None]] = {}
    for n in sizes:
        place = folder / str(n)
        if not (place / "y_new.npy").exists():
            command = [sys.executable, "-m", "benchmarks._accounts_input", str(place), str(n)]
            subprocess.run(command, check=True, cwd=ROOT)
        found[n] = {
            name: measured(python, name, n, place, limit) for name, python in contestants.items()
        }
        compare(n, found[n], place)
    growth(found)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


def installed(python: str, name: str) -> bool:
    """Whether the peers' python can import a peer."""
    command = [
        python,
        "-c",
        f"import importlib.util as u; raise SystemExit(not u.find_spec('{name}'))",
    ]
    return bool(shutil.which(python)) and not subprocess.run(command, check=False).returncode


def main() -> None:
    """Print the table, the ratios and the growth."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks accounts_speed", description=__doc__
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="sectors")
    parser.add_argument("--peers", default="", metavar="PYTHON", help="python of the peers")
    parser.add_argument("--only", nargs="+", choices=("ours", *PEERS), help="contestants")
    parser.add_argument("--limit", type=float, default=540.0, help="seconds for each run")
    parser.add_argument("--folder", type=Path, help="keep the tables and answers here")
    asked = parser.parse_args()
    contestants = {"ours": sys.executable}
    for name in PEERS:
        if installed(asked.peers, name):
            contestants[name] = asked.peers
        else:
            print(f"{name} is not installed: pip install -r benchmarks/requirements-peers.txt "
                  "into an environment of its own and name its python by --peers")  # fmt: skip
    if asked.only:
        contestants = {name: python for name, python in contestants.items() if name in asked.only}
    with tempfile.TemporaryDirectory() as made:
        tables(sorted(asked.sizes), contestants, asked.folder or Path(made), asked.limit)


if __name__ == "__main__":
    main()
