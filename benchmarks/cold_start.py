"""From a cold start to a finished, proven plan of the built-in city: wall time, CPU and memory.

The whole command in its own process, as a user runs it; the first run is not counted.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3


def run(folder: Path) -> tuple[float, float, dict[str, object]]:
    """Wall and CPU seconds of one `citywright plan`, and the document it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-c", "from citywright.cli import main; main()", "plan", "--json"]
    done = subprocess.run([*command, "-o", str(folder)], check=True, capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, json.loads(done.stdout)


def main() -> None:
    """Print the figures of a few runs."""
    with tempfile.TemporaryDirectory() as place:
        runs = [run(Path(place) / "plan") for _ in range(RUNS + 1)][1:]
    document = runs[-1][2]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    proof = document["proof"]
    print(f"wall s: {', '.join(f'{wall:.1f}' for wall, _, _ in runs)}")
    print(f"median: {statistics.median(wall for wall, _, _ in runs):.1f} s wall, "
          f"{statistics.median(cpu for _, cpu, _ in runs):.1f} s CPU, {peak:.0f} MB at most")  # fmt: skip
    print(
        f"gap {document['gap']:.2e} ({document['gap_of_gain']:.2e} of the gain), steps {document['steps']}"
    )
    print(f"proof ok {proof['ok']}, {proof['count']} numbers, worst {proof['worst']:.1e}")  # type: ignore[index]


if __name__ == "__main__":
    main()
