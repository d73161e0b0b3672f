"""What reading finds: each item quotes the original exactly and names the rule that made it.

document.text[item.start:item.end] == item.quote
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from citywright.reading.view import View

KINDS = (
    "people", "organisations", "places", "quantities", "targets", "strategy", "programmes",
    "honours", "projects", "tasks",
)  # fmt: skip
"""Kinds of item, in the order of the document that `read` gives."""


@dataclass(frozen=True)
class Item:
    """One finding.

    kind : of `KINDS`
    start, end : span of the original; quote : its exact words
    rule : name of the rule or model that made it; its sentence is `reading.rule.<name>`
    confidence : from 0 to 1, the rule's precision on the development documents
    facts : what it says, by field; a field that the text does not state is absent
    """

    kind: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Flat form for JSON: the facts, then the evidence."""
        return {
            **self.facts, "quote": self.quote, "start": self.start, "end": self.end,
            "rule": self.rule, "confidence": self.confidence,
        }  # fmt: skip


def item(
    view: View, kind: str, span: tuple[int, int], rule: str, confidence: float, **facts: object
) -> Item:
    """Item from a span of the view; facts that are None are left out."""
    start, end = view.origin(*span)
    known = {name: value for name, value in facts.items() if value is not None}
    return Item(kind, start, end, view.original[start:end], rule, confidence, known)
