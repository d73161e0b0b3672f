"""Scores of a split of the labelled documents, by the scorers of the tests."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from citywright.reading.document import Document
from citywright.reading.heading import Head
from citywright.reading.organisations import bodies_of, find_organisations, is_english
from citywright.reading.people import find_people
from citywright.reading.places import find_places, mentions_of
from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.tampering import find_tampering
from citywright.reading.view import View

TESTS = Path(__file__).parents[1] / "tests" / "reading"
sys.path.insert(0, str(TESTS))

from scoring import Answer, Score, score_names  # noqa: E402
from scoring_quantities import Row, labelled, score  # noqa: E402
from scoring_strategy import score as score_strategy  # noqa: E402
from scoring_tampering import score_tampering  # noqa: E402

NAMES = ("people", "organisations", "places")
Labelled = list[tuple[Document, View, Head, Row]]


@dataclass(frozen=True)
class Line:
    """One line of the table: what was scored, right, false, missed."""

    kind: str
    right: int
    false: int
    missed: int

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.false, 1)
        recall = self.right / max(self.right + self.missed, 1)
        f1 = 2 * self.right / max(2 * self.right + self.false + self.missed, 1)
        counts = f"{self.right:5} {self.false:5} {self.missed:6}"
        return f"{self.kind:28} {counts}   {precision:.3f}  {recall:.3f}  {f1:.3f}"


def read_split(split: str) -> Labelled:
    """The documents of a split, opened, with their labels."""
    return labelled(split)


def ours(documents: Labelled, split: str) -> list[Line]:
    """Every kind of item by the rules."""
    network = Network()
    answers, tampering = [], Counter[str]()
    for document, view, _, label in documents:
        words = [] if is_english(view) else tagged(view, network)
        bodies = bodies_of(view, words)
        people = find_people(view, words, bodies)
        items = (
            *people,
            *find_organisations(view, words, bodies),
            *find_places(view, words, bodies, mentions_of(view, people)),
        )
        answers.append(Answer(document.name, view, items, label))
        tampering += score_tampering(find_tampering(view), label)[0]
    lines = [_line(kind, score_names(answers, kind)[0]) for kind in NAMES]
    for kind, one in {**score(split)[0], **score_strategy(split)[0]}.items():
        lines.append(Line(kind, one.right, one.found - one.right, one.wanted - one.right))
    lines.append(
        Line("tampered spans", tampering["right"], tampering["false"], tampering["missed"])
    )
    known = tampering["named"] + tampering["unknown_rightly"]
    lines.append(Line("recovered names", known, tampering["wrong"], tampering["unknown"]))
    return lines


def of_peer(
    documents: Labelled, name: str, read: Callable[[View], dict[str, set[str]]]
) -> list[Line]:
    """A peer's names on the Chinese documents; what overlaps a foreign span counts in no way."""
    counts = {kind: Counter[str]() for kind in NAMES}
    for _, view, _, label in documents:
        if is_english(view):
            continue
        found = read(view)
        foreign = [one["text"] for one in label["tampering"]]
        for kind in NAMES:
            wanted = {one["name"] if isinstance(one, dict) else one for one in label[kind]}
            names = {
                n for n in found[kind] if n in wanted or not any(n in f or f in n for f in foreign)
            }
            counts[kind]["right"] += len(wanted & names)
            counts[kind]["false"] += len(names - wanted)
            counts[kind]["missed"] += len(wanted - names)
    return [
        Line(f"{kind}, {name}", c["right"], c["false"], c["missed"]) for kind, c in counts.items()
    ]


def of_chinese(documents: Labelled) -> Labelled:
    """The documents that the peers can read."""
    return [one for one in documents if not is_english(one[1])]


def names_by_rules(documents: Labelled) -> list[Line]:
    """The rules on the documents that the peers can read, by the peers' measure."""
    network = Network()

    def read(view: View) -> dict[str, set[str]]:
        words = tagged(view, network)
        bodies = bodies_of(view, words)
        people = find_people(view, words, bodies)
        found = {
            "people": people,
            "organisations": find_organisations(view, words, bodies),
            "places": find_places(view, words, bodies, mentions_of(view, people)),
        }
        return {kind: {one.facts["name"] for one in items} for kind, items in found.items()}

    return of_peer(documents, "the rules", read)


def _line(kind: str, one: Score) -> Line:
    return Line(kind, one.right, one.false, one.missed)
