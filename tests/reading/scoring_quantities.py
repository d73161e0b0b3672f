"""Scorer for quantities and targets: a label and a finding match once, by the rules of the corpus."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.heading import Head, head_of
from citywright.reading.items import Item
from citywright.reading.quantities import find_quantities
from citywright.reading.targets import find_targets
from citywright.reading.view import View, view_of

CORPUS = Path(__file__).parent / "corpus"
Row = dict[str, Any]
OVERLAP = 0.5
"""Share of the shorter indicator that both must have in one piece."""


@dataclass(frozen=True)
class Score:
    """Labels and findings that match (right), findings in all, labels in all."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)


def labelled(split: str) -> list[tuple[Document, View, Head, Row]]:
    """The documents of a split, with their labels."""
    rows = []
    for path in sorted((CORPUS / split).iterdir()):
        if path.suffix != ".json":
            document = open_document(path)
            view = view_of(document)
            label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            rows.append((document, view, head_of(view), label))
    return rows


def plain(item: Item, view: View) -> Row:
    """The facts of an item, with its words as the view shows them."""
    a = view.place(item.start)
    b = view.place(item.end)
    return {**item.facts, "quote": " ".join(view.text[a:b].split())}


def same_quantity(label: Row, found: Row) -> bool:
    return all(label[name] == found.get(name) for name in ("quote", "value", "unit"))


def same_target(label: Row, found: Row) -> bool:
    same = all(label[name] == found.get(name) for name in ("value", "unit", "year"))
    return same and overlap(label["indicator"], found.get("indicator") or "")


def overlap(a: str, b: str) -> bool:
    """Whether two indicators share a piece of at least half of the shorter one."""
    if not a or not b:
        return False
    size = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    return size >= OVERLAP * min(len(a), len(b))


def matched(
    labels: Sequence[Row], found: Sequence[Row], same: Callable[[Row, Row], bool]
) -> tuple[Score, list[Row], list[Row]]:
    """Score, labels that were missed, findings that are false."""
    rest, missed = list(found), []
    for label in labels:
        hit = next((one for one in rest if same(label, one)), None)
        if hit is None:
            missed.append(label)
        else:
            rest.remove(hit)
    return Score(len(labels) - len(missed), len(found), len(labels)), missed, rest


def score(split: str) -> tuple[dict[str, Score], list[str]]:
    """Scores of quantities and targets over a split, and what went wrong, one line each."""
    total = {"quantities": Score(0, 0, 0), "targets": Score(0, 0, 0)}
    wrong = []
    for document, view, head, label in labelled(split):
        quantities = find_quantities(view, head)
        kinds = (
            ("quantities", quantities, same_quantity),
            ("targets", find_targets(view, head, quantities), same_target),
        )
        for kind, items, same in kinds:
            rows = [plain(one, view) for one in items]
            one, missed, false = matched(label[kind], rows, same)
            total[kind] += one
            wrong += [f"{document.name} {kind} missed {row}" for row in missed]
            wrong += [f"{document.name} {kind} false {row}" for row in false]
    return total, wrong
