"""Slots: the spots of a text where a place, a body or a firm must stand, seen from their borders.

A slot is told by the words after it (the word for city, an office, a zone) or before it (on behalf of,
by consent of). The table `tampering_slots.csv` holds the patterns, their kinds and weights.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from citywright.reading.lexicon import rows

Weights = npt.NDArray[np.float64]
KINDS = (
    "place", "body_of_place", "county", "province", "body", "firm", "legal_form", "level", "office",
)  # fmt: skip


@dataclass(frozen=True)
class Slots:
    """Weight with which a span that ends (`after`) or begins (`before`) at a place fills a slot.

    after, before : by kind, one weight per place of the text, one more than characters
    cut : for each place, 1 where a span must end because a word of its own begins there, else 0
    """

    after: dict[str, Weights]
    before: dict[str, Weights]
    cut: bytes


def slots(text: str) -> Slots:
    """All slots of a text."""
    size = len(text) + 1
    after = {kind: np.zeros(size) for kind in KINDS}
    before = {kind: np.zeros(size) for kind in KINDS}
    cut = np.zeros(size, dtype=np.bool_)
    for side, kind, weight, cuts, compiled in _patterns():
        # one that is seen from before it takes nothing, so that it ends where it begins
        found = (match.end() for match in compiled.finditer(text))
        places = np.fromiter(found, dtype=np.int64)
        target = (after if side == "after" else before)[kind]
        target[places] = np.maximum(target[places], weight)
        if cuts:
            cut[places] = True
    return Slots(after, before, cut.tobytes())


@cache
def _patterns() -> tuple[tuple[str, str, float, bool, re.Pattern[str]], ...]:
    return tuple(
        (row["side"], row["kind"], float(row["weight"]), row["cut"] == "yes", _compiled(row))
        for row in rows("tampering_slots")
    )


def _compiled(row: dict[str, str]) -> re.Pattern[str]:
    body = row["pattern"]
    # where a pattern begins is seen from before it, also inside another match: neighbours hide none
    return re.compile(f"(?={body})" if row["side"] == "after" else _last_taken(body))


def _last_taken(body: str) -> str:
    """A look-behind that takes the last character it sees.

    It starts with a character, which is found fast, and takes no more, so that neighbours hide none.
    """
    inside = body.removeprefix("(?<=").removesuffix(")")
    if inside.startswith("["):
        return inside
    return "|".join(f"{re.escape(one[-1])}(?<={one})" for one in inside.split("|"))
