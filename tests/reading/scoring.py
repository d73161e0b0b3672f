"""Precision, recall and F1 of what reading finds against the labels beside the documents."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citywright.reading.items import Item
from citywright.reading.view import View


@dataclass(frozen=True)
class Score:
    """Right, false and missed proposals of one kind."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.false + self.missed, 1)


@dataclass(frozen=True)
class Answer:
    """What was found in one document, and its labels."""

    name: str
    view: View
    items: tuple[Item, ...]
    label: dict[str, Any]


def label_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def score_names(answers: Iterable[Answer], kind: str) -> tuple[Score, list[str]]:
    """Score by name of people, organisations or places, and the errors as lines.

    A proposal counts neither as found nor as false where all its mentions overlap a foreign span.
    """
    right, errors = 0, []
    false = missed = 0
    for answer in answers:
        wanted = {_name(one) for one in answer.label[kind]}
        found = {
            one.facts["name"]
            for one in answer.items
            if one.kind == kind and not _is_foreign(one, answer)
        }
        right += len(wanted & found)
        false += len(found - wanted)
        missed += len(wanted - found)
        errors += [f"{answer.name}: + {one}" for one in sorted(found - wanted)]
        errors += [f"{answer.name}: - {one}" for one in sorted(wanted - found)]
    return Score(right, false, missed), errors


def score_posts(answers: Iterable[Answer]) -> tuple[Score, list[str]]:
    """Score of (person, post) pairs over the people found and labelled alike."""
    right = false = missed = 0
    errors = []
    for answer in answers:
        wanted = {(one["name"], post) for one in answer.label["people"] for post in one["posts"]}
        found = {
            (one.facts["name"], post)
            for one in answer.items
            if one.kind == "people"
            for post in one.facts.get("posts", ())
        }
        right += len(wanted & found)
        false += len(found - wanted)
        missed += len(wanted - found)
        errors += [f"{answer.name}: + {one}" for one in sorted(found - wanted)]
        errors += [f"{answer.name}: - {one}" for one in sorted(wanted - found)]
    return Score(right, false, missed), errors


def _name(one: Any) -> str:
    return str(one["name"] if isinstance(one, dict) else one)


def _is_foreign(one: Item, answer: Answer) -> bool:
    spans = [
        span
        for foreign in answer.label["tampering"]
        for span in places_of(answer.view, foreign["text"])
    ]
    mentions = one.facts.get("mentions", [[one.start, one.end]])
    return all(any(a < end and start < b for a, b in spans) for start, end in mentions)


def places_of(view: View, text: str) -> list[tuple[int, int]]:
    """Spans of the original where a text of the view stands."""
    spans, at = [], view.text.find(text)
    while at >= 0:
        spans.append(view.origin(at, at + len(text)))
        at = view.text.find(text, at + len(text))
    return spans
