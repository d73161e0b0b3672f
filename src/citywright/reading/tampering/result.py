"""What the search for tampering answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

UNKNOWN = "unknown"
"""The proposal where the clues do not single out a name."""


@dataclass(frozen=True)
class Clue:
    """One pointer of the text towards a name.

    kind : unit_below, unit_above, abbreviation or a kind of the clue table (water, zone, ...)
    text : the words that point
    points_to : name of the city
    start, end : where they stand first in the original
    """

    kind: str
    text: str
    points_to: str
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """Flat form for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Tampering:
    """A foreign span, wherever it stands.

    text : the foreign words as the view shows them
    spans : each place of the original that holds them, in order
    proposal : the name that should stand there, or "unknown"
    confidence : of the detection, from 0 to 1
    clues : what points to the proposal; empty where nothing does
    rule : how it was found: slots, english_slots or paragraphs
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    proposal: str = UNKNOWN
    confidence: float = 0.95
    clues: tuple[Clue, ...] = ()
    rule: str = "tampering_slots"

    def as_dict(self) -> Mapping[str, Any]:
        """Flat form for JSON."""
        return {
            "text": self.text, "spans": [list(span) for span in self.spans],
            "proposal": self.proposal, "confidence": self.confidence,
            "clues": [clue.as_dict() for clue in self.clues], "rule": self.rule,
        }  # fmt: skip
