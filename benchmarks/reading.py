"""How well and how fast a document is read: the labelled documents, beside taggers offered as they are.

The split `dev` served to tune the rules; `test` and `blind` were only ever counted, and only their
totals are printed.
Peers read the Chinese documents only; the rules are scored on the same ones by the same measure beside
them. Speed is CPU time on one core. The cold start is a whole process, from nothing to all proposals.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks import _reading_scores as scores
from benchmarks._reading_peers import peers
from citywright.reading.document import Document
from citywright.reading.heading import head_of
from citywright.reading.organisations import bodies_of, find_organisations
from citywright.reading.people import find_people
from citywright.reading.places import find_places
from citywright.reading.quantities import find_quantities
from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.tampering import find_tampering
from citywright.reading.view import View, view_of

BYTES = 1_000_000
"""Text that the speed is measured on."""
WARM = 20_000
"""Characters that are read before the clock starts: enough to load every table and pattern once."""
RUNS = 5
SPLITS = ["dev", "test", "blind"]
COLD = (
    "import sys; from pathlib import Path; from citywright.reading.reader import read_document; "
    "print(len(list(read_document(Path(sys.argv[1])))))"
)
HEADING = f"{'':28} right false missed   precis recall F1"


def main() -> None:
    """Print scores, speed and the cold start."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reading", description=__doc__)
    parser.add_argument("--splits", nargs="*", default=SPLITS, choices=SPLITS)
    parser.add_argument("--no-speed", action="store_true", help="scores only")
    chosen = parser.parse_args()
    others = peers()
    for split in chosen.splits:
        documents = scores.read_split(split)
        print(f"-- {split}: {len(documents)} documents\n{HEADING}")
        for line in scores.ours(documents, split):
            print(line)
        chinese = scores.of_chinese(documents)
        print(f"-- {split}, {len(chinese)} Chinese documents, same measure for all\n{HEADING}")
        for line in scores.names_by_rules(chinese):
            print(line)
        for name, read in others.items():
            for line in scores.of_peer(chinese, name, read):
                print(line)
    if not chosen.no_speed:
        speed()
        cold_start()


def speed() -> None:
    """Megabytes a second and core of each part of the reading."""
    text = "\n".join(view.text for _, view, _, _ in scores.of_chinese(scores.read_split("dev")))
    text = text * (BYTES // len(text.encode()) + 1)
    text = text.encode()[:BYTES].decode(errors="ignore")
    view = view_of(Document("a.txt", "txt", "utf-8", "", text))
    network, head = Network(), head_of(view)
    words = tagged(view, network)
    bodies = bodies_of(view, words)
    _warm(view)
    print(f"-- speed on {BYTES / 1e6:g} MB of Chinese text, MB/s of one core")
    parts: dict[str, Callable[[], object]] = {
        "the tagger": lambda: tagged(view, network),
        "organisations": lambda: find_organisations(view, words, bodies_of(view, words)),
        "people": lambda: find_people(view, words, bodies),
        "places": lambda: find_places(view, words, bodies),
        "quantities and targets": lambda: find_quantities(view, head),
        "tampering": lambda: find_tampering(view),
    }
    spent = {}
    for name, part in parts.items():
        began = time.process_time()
        part()
        spent[name] = time.process_time() - began
        print(f"{name:28} {BYTES / 1e6 / spent[name]:6.2f}")
    rules = sum(seconds for name, seconds in spent.items() if name != "the tagger")
    print(f"{'all rules':28} {BYTES / 1e6 / rules:6.2f}")


def _warm(view: View) -> None:
    """Read some pages once, so that tables and patterns are loaded."""
    short = view_of(Document("a.txt", "txt", "utf-8", "", view.text[:WARM]))
    for find in (find_people, find_organisations, find_places):
        find(short)
    find_quantities(short, head_of(short))
    find_tampering(short)


def cold_start() -> None:
    """Wall time and CPU time from nothing to all proposals of one report."""
    report = max((scores.TESTS / "corpus" / "dev").glob("*work_report*.txt"), key=_size)
    walls, cpus = [], []
    for _ in range(RUNS + 1):
        began, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-c", COLD, str(report)], check=True, capture_output=True)
        after = os.times()
        walls.append(time.perf_counter() - began)
        cpus.append(
            after.children_user - before.children_user
            + after.children_system - before.children_system
        )  # fmt: skip
    print(
        f"-- cold start to the proposals of {report.name} ({_size(report)} bytes), median of {RUNS}: "
        f"{statistics.median(walls[1:]):.2f} s wall, {statistics.median(cpus[1:]):.2f} s CPU"
    )


def _size(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    main()
