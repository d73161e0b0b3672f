"""Slots: the spots of a text where a place, a body or a firm must stand, seen from their borders.

A slot is told by the words after it (the word for city, an office, a zone) or before it (on behalf of,
by consent of). The table `tampering_slots.csv` holds the patterns, their kinds and weights. They are tried
where a candidate stands, and nowhere else.
"""

import re
from collections import defaultdict
from functools import cache

import numpy as np
import numpy.typing as npt

from citywright.reading.lexicon import rows
from citywright.reading.pairs import Places

Weights = npt.NDArray[np.float64]
CITY = 2.0
"""Weight of the slot before the word for city, which the name of a body or a thing never fills."""


class Span:
    """Words at some of their places in a text, and the slots that they fill there.

    places, ends : where the words begin and end
    """

    def __init__(self, text: str, words: str, places: Places) -> None:
        self.text, self.words, self.places = text, words, places
        self.ends = places + len(words)
        self._weights: dict[tuple[str, str], Weights] = {}

    def after(self, kind: str) -> Weights:
        """For each place the weight with which the words before its end fill a slot of a kind."""
        return self._weighed("after", kind, self.ends)

    def before(self, kind: str) -> Weights:
        """For each place the weight with which the words behind its start fill a slot of a kind."""
        return self._weighed("before", kind, self.places)

    def _weighed(self, side: str, kind: str, borders: Places) -> Weights:
        if (side, kind) not in self._weights:
            weights = [0.0] * len(borders)
            for weight, one in _patterns()[side, kind]:
                for number, border in enumerate(borders.tolist()):
                    if one.match(self.text, border):
                        weights[number] = weight
            self._weights[side, kind] = np.array(weights)
        return self._weights[side, kind]


def cities(text: str) -> Places:
    """Places where the slot of a city ends, in order."""
    found = set()
    for weight, compiled in _patterns()["after", "place"]:
        if weight >= CITY:
            match = compiled.search(text)
            while match:
                found.add(match.start())
                match = compiled.search(text, match.start() + 1)
    return np.array(sorted(found), dtype=np.int64)


@cache
def cutting() -> re.Pattern[str]:
    """What begins where a span must end, because it is a word of its own."""
    cuts = (row["pattern"] for row in rows("tampering_slots") if row["cut"] == "yes")
    return re.compile("|".join(f"(?:{one})" for one in cuts))


@cache
def _patterns() -> dict[tuple[str, str], list[tuple[float, re.Pattern[str]]]]:
    """Weights and patterns by side and kind, the heaviest last."""
    found: dict[tuple[str, str], list[tuple[float, re.Pattern[str]]]] = defaultdict(list)
    for row in sorted(rows("tampering_slots"), key=lambda row: float(row["weight"])):
        compiled = _each_behind(row["pattern"]) if row["side"] == "before" else row["pattern"]
        found[row["side"], row["kind"]].append((float(row["weight"]), re.compile(compiled)))
    return found


def _each_behind(body: str) -> str:
    """A look-behind of words of several lengths, as one for each of them."""
    inside = body.removeprefix("(?<=").removesuffix(")")
    return body if inside.startswith("[") else "|".join(f"(?<={one})" for one in inside.split("|"))
