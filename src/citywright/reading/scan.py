"""One scan of a text for many patterns: first the places where a match may begin, then the patterns there.

    matches of a pattern = [match at p for p in candidates, p not inside the match before]

The candidates are the places whose characters meet a need of the pattern (`lexicon.necessary`). All needs
of all patterns are asked at once: each is one bit of a number, and each character has a number that tells
what it is good for.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from citywright.reading.lexicon.necessary import RARE, REACH, Ranges, needs_of

EDGE = RARE
"""Code for what is beyond the ends of the text, or too rare to be told apart: it may be anything."""
BITS = 64
Numbers = NDArray[np.uint64]


class Scan:
    """Some patterns, ready to be looked for together.

    patterns : by name; none may match nothing
    """

    def __init__(self, patterns: dict[str, re.Pattern[str]]) -> None:
        self.patterns = patterns
        needs = [(name, need) for name, pattern in patterns.items() for need in needs_of(pattern)]
        if len(needs) > BITS:
            raise ValueError(f"{len(needs)} needs; at most {BITS} can be asked at once")
        self.masks = {
            name: np.uint64(sum(1 << bit for bit, (own, _) in enumerate(needs) if own == name))
            for name in patterns
        }
        self.before = _table([need.before for _, need in needs])
        self.first = _table([need.first for _, need in needs])
        self.second = _table([need.second for _, need in needs])
        self.near = _table([need.near for _, need in needs])
        self.nearby = _table([need.nearby for _, need in needs])

    def of(self, text: str) -> "Found":
        """The matches in a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        edge = np.full(2 * REACH, EDGE, dtype=np.uint32)
        codes = np.minimum(np.concatenate([edge[:1], codes, edge]), EDGE).astype(np.intp)
        return Found(self, text, self._good(codes, len(text)))

    def _good(self, codes: NDArray[np.intp], size: int) -> Numbers:
        """For each place the needs that are met there."""
        here = slice(1, size + 1)
        good: Numbers = self.before[codes[:size]] & self.first[codes[here]]
        good &= self.second[codes[2 : size + 2]]
        # what stands within reach: each step looks twice as far as the one before
        seen = self.near[codes[2 : size + REACH + 1]] & self.nearby[codes[3 : size + REACH + 2]]
        step = 1
        while step < REACH:
            seen = seen[:-step] | seen[step:]
            step *= 2
        good &= seen[:size]
        return good


class Found:
    """The matches of the patterns of a scan in one text."""

    def __init__(self, scan: Scan, text: str, good: Numbers) -> None:
        self.scan, self.text = scan, text
        self.places = np.flatnonzero(good)
        self.good = good[self.places]
        self.met = np.bitwise_or.reduce(self.good)
        self.known: dict[str, list[int]] = {}

    def places_of(self, name: str) -> list[int]:
        """Where a match of a pattern may begin."""
        if name not in self.known:
            mask = self.scan.masks[name]
            places = self.places[(self.good & mask) != 0] if self.met & mask else self.places[:0]
            self.known[name] = places.tolist()
        return self.known[name]

    def matches(self, name: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All matches of a pattern within a span that do not overlap, as `finditer` gives them."""
        places, stop = self.places_of(name), len(self.text) if end is None else end
        first = bisect_left(places, start)
        if first == len(places) or places[first] >= stop:
            return iter(())
        return self._matches(name, places[first : bisect_left(places, stop)], stop)

    def _matches(self, name: str, places: Sequence[int], stop: int) -> Iterator[re.Match[str]]:
        text, match, end = self.text, self.scan.patterns[name].match, 0
        for place in places:
            if place >= end and (mark := match(text, place, stop)):
                end = mark.end()
                yield mark

    def last(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """The last match of a pattern within a span."""
        places, match = self.places_of(name), self.scan.patterns[name].match
        at = bisect_left(places, end)
        while at and places[at - 1] >= start:
            at -= 1
            if mark := match(self.text, places[at], end):
                return mark
        return None


def scan_of(pattern: Callable[[str], re.Pattern[str]], names: Sequence[str]) -> Scan:
    """A scan for patterns of a table by their names."""
    return Scan({name: pattern(name) for name in names})


def _table(sets: Sequence[Ranges]) -> Numbers:
    """For each code the bits of the sets that hold it."""
    table = np.zeros(EDGE + 1, dtype=np.uint64)
    for bit, ranges in enumerate(sets):
        for first, last in ranges:
            table[first : last + 1] |= np.uint64(1 << bit)
    table[EDGE] = np.uint64((1 << len(sets)) - 1)
    return table
