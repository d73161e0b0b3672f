"""Substrings that repeat, without quadratic time: groups of equal n-grams, grown letter by letter.

    rank_(n+1)(i) = rank of the pair (rank_n(i), character i + n)

Only places whose n-gram repeats often enough live on to n + 1, so ordinary text is done after a dozen
steps. Nothing crosses a full mark or a line; what
stands inside names (dots, dashes, brackets, blanks) may be crossed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from citywright.reading.pairs import Places, codes_of
from citywright.reading.tampering.table import pattern

Flags = npt.NDArray[np.bool_]
LEAST = 2
"""Occurrences from which a substring counts as repeated."""
SHORTEST, LONGEST = 3, 40
"""Characters of a substring that is looked for."""


@dataclass(frozen=True)
class Repeat:
    """A substring of `length` characters and all its places, which do not overlap one another."""

    length: int
    places: list[int]


def repeats(text: str) -> list[Repeat]:
    """Substrings that stand at least `LEAST` times and cannot grow without losing a place."""
    codes = codes_of(text)
    for mark in pattern("tampering_stop_mark").finditer(text):
        codes[mark.start() : mark.end()] = -1
    codes = np.concatenate([codes, np.full(LONGEST + 2, -1)])
    places = np.flatnonzero(codes[: len(text)] >= 0)
    keys = codes[places]
    groups: list[Repeat] = []
    for n in range(1, LONGEST + 1):
        places, edges = _grouped(places, keys)
        if not len(places):
            break
        if n >= SHORTEST:
            groups += _maximal(codes, places, edges, n)
        places, keys = _grown(codes, places, edges, n)
    return groups


def _grouped(places: Places, keys: Places) -> tuple[Places, Places]:
    """Places with equal keys beside one another, and the edges between them; without single ones."""
    order = np.argsort(keys, kind="stable")
    sizes = np.diff(np.flatnonzero(np.diff(keys[order], prepend=-2, append=-2)))
    alive = np.repeat(sizes >= LEAST, sizes)
    return places[order][alive], np.cumsum([0, *sizes[sizes >= LEAST]])


def _maximal(codes: Places, places: Places, edges: Places, n: int) -> Iterator[Repeat]:
    """Groups of n-grams that cannot grow, to the left or to the right, and stay as many."""
    fixed = np.flatnonzero(
        _is_open(codes[places - 1], edges) & _is_open(codes[places + n], edges)
    )
    for first, last in zip(edges[fixed].tolist(), edges[fixed + 1].tolist(), strict=True):
        spread = _apart(places[first:last].tolist(), n)
        if len(spread) >= LEAST:
            yield Repeat(n, spread)


def _is_open(neighbours: Places, edges: Places) -> Flags:
    """For each group, whether its neighbours differ or are marks."""
    lowest = np.minimum.reduceat(neighbours, edges[:-1])
    highest = np.maximum.reduceat(neighbours, edges[:-1])
    return (lowest != highest) | (lowest < 0)


def _grown(codes: Places, places: Places, edges: Places, n: int) -> tuple[Places, Places]:
    """Places of the (n + 1)-grams, in the order of their n-grams, and keys that tell them apart."""
    ranks = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    following = codes[places + n]
    inside = following >= 0
    return places[inside], ranks[inside] * 0x110000 + following[inside]


def _apart(places: list[int], n: int) -> list[int]:
    """Places that do not overlap; none where most do, for such a text only repeats itself."""
    near = sum(after - before < n for before, after in pairwise(places))
    if 2 * near > len(places) - 1:
        return []
    kept = places[:1]
    for place in places[1:]:
        if place - kept[-1] >= n:
            kept.append(place)
    return kept
