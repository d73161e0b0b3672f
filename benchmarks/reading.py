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
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks import _reading_scores as scores
from benchmarks._reading_peers import peers
from citywright.reading.document import Document
from citywright.reading.heading import Head, head_of
from citywright.reading.organisations import bodies_of, find_organisations
from citywright.reading.people import find_people
from citywright.reading.places import find_places
from citywright.reading.quantities import find_quantities
from citywright.reading.tagging.mentions import Word, tagged
from citywright.reading.tagging.network import Network
from citywright.reading.tampering import find_tampering
from citywright.reading.view import View, view_of

Answer = TypeVar("Answer")
BYTES = 1_000_000
"""Text that the speed is measured on."""
RUNS = 5
SPLITS = ["dev", "test", "blind"]
TAGGER = "the tagger"
BODIES = "names of bodies"
Bodies = list[tuple[int, int]]
PARTS: dict[str, Callable[[View, list[Word], Bodies, Head], object]] = {
    "organisations": lambda view, words, bodies, _: find_organisations(view, words, bodies),
    "people": lambda view, words, bodies, _: find_people(view, words, bodies),
    "places": lambda view, words, bodies, _: find_places(view, words, bodies),
    "quantities": lambda view, words, bodies, head: find_quantities(view, head),
    "tampering": lambda view, *_: find_tampering(view),
}
"""The rules, one part for each kind of name, numbers and tampered sources."""
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
    """Megabytes a second and core of each part of the reading: of one long text, and of short ones.

    The long text holds the short ones more than once, so that names are known from the second time on;
    the short ones are read one by one, as `read` reads a folder, after all have been read once.
    """
    documents = [document for document, *_ in scores.of_chinese(scores.read_split("dev"))]
    text = "\n".join(view_of(one).text for one in documents)
    text = text * (BYTES // len(text.encode()) + 1)
    text = text.encode()[:BYTES].decode(errors="ignore")
    _spent(documents)
    long = [Document("a.txt", "txt", "utf-8", "", text)]
    found = {"one long text": _spent(long), "short ones": _spent(documents)}
    sizes = {
        "one long text": BYTES,
        "short ones": sum(len(view_of(one).text.encode()) for one in documents),
    }
    for name, spent in found.items():
        print(f"-- speed on {name} ({sizes[name] / 1e6:.1f} MB of Chinese), MB/s of one core")
        for part, seconds in spent.items():
            print(f"{part:28} {sizes[name] / 1e6 / seconds:6.2f}")
        rules = sum(seconds for part, seconds in spent.items() if part != TAGGER)
        print(f"{'all rules':28} {sizes[name] / 1e6 / rules:6.2f}")


def _spent(documents: Sequence[Document]) -> dict[str, float]:
    """CPU seconds of each part, in the order in which a reading asks them."""
    spent = dict.fromkeys((TAGGER, BODIES, *PARTS), 0.0)

    def timed(name: str, part: Callable[[], Answer]) -> Answer:
        began = time.process_time()
        found = part()
        spent[name] += time.process_time() - began
        return found

    for document in documents:
        view = view_of(document)
        head = head_of(view)
        words = timed(TAGGER, partial(tagged, view, _network()))
        bodies = timed(BODIES, partial(bodies_of, view, words))
        for name, part in PARTS.items():
            timed(name, partial(part, view, words, bodies, head))
    return spent


@cache
def _network() -> Network:
    return Network()


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
