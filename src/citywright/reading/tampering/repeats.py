"""Substrings that repeat, without quadratic time: groups of equal n-grams, grown letter by letter.

    rank_(n+1)(i) = rank of the pair (rank_n(i), character i + n)

It begins with n-grams of three characters, the shortest that are looked for. Only places whose n-gram
repeats live on to n + 1, so ordinary text is done after a dozen steps. Nothing crosses a full mark or a
line; what stands inside names (dots, dashes, brackets, blanks) may be crossed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.reading.pairs import SHIFT, Places, codes_of, edges_of
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
    places, keys = _shortest(codes)
    groups: list[Repeat] = []
    for n in range(SHORTEST, LONGEST + 1):
        places, edges = _grouped(places, keys)
        if not len(places):
            break
        groups += _maximal(codes, places, edges, n)
        places, keys = _grown(codes, places, edges, n)
    return groups


def _shortest(codes: Places) -> tuple[Places, Places]:
    """Places and keys of the n-grams of the shortest length; three characters fill a number of 63 bits."""
    size = len(codes) - SHORTEST + 1
    grams = np.stack([codes[k : size + k] for k in range(SHORTEST)])
    places = np.flatnonzero((grams >= 0).all(axis=0))
    keys = np.zeros(len(places), dtype=np.int64)
    for characters in grams:
        keys = keys * SHIFT + characters[places]
    return places, keys


def _grouped(places: Places, keys: Places) -> tuple[Places, Places]:
    """Places with equal keys beside one another, and the edges between them; without single ones."""
    order = np.argsort(keys, kind="stable")
    edges = edges_of(keys[order])
    sizes = edges[1:] - edges[:-1]
    enough = sizes >= LEAST
    return places[order][np.repeat(enough, sizes)], np.cumsum(np.append(0, sizes[enough]))


def _maximal(codes: Places, places: Places, edges: Places, n: int) -> Iterator[Repeat]:
    """Groups of n-grams that cannot grow, to the left or to the right, and stay as many."""
    fixed = np.flatnonzero(_is_open(codes[places - 1], edges) & _is_open(codes[places + n], edges))
    crowded = np.zeros(len(places), dtype=np.bool_)
    crowded[:-1] = places[1:] - places[:-1] < n
    crowded[edges[1:] - 1] = False
    near = np.add.reduceat(crowded, edges[:-1], dtype=np.int64)[fixed].tolist()
    borders = zip(edges[fixed].tolist(), edges[fixed + 1].tolist(), near, strict=True)
    for first, last, clashes in borders:
        own = places[first:last].tolist()
        spread = _apart(own, n, clashes) if clashes else own
        if len(spread) >= LEAST:
            yield Repeat(n, spread)


def _is_open(neighbours: Places, edges: Places) -> Flags:
    """For each group, whether its neighbours differ or are marks."""
    lowest = np.minimum.reduceat(neighbours, edges[:-1])
    highest = np.maximum.reduceat(neighbours, edges[:-1])
    answer: Flags = (lowest != highest) | (lowest < 0)
    return answer


def _grown(codes: Places, places: Places, edges: Places, n: int) -> tuple[Places, Places]:
    """Places of the (n + 1)-grams, in the order of their n-grams, and keys that tell them apart."""
    ranks = np.repeat(np.arange(len(edges) - 1), edges[1:] - edges[:-1])
    following = codes[places + n]
    inside = following >= 0
    return places[inside], ranks[inside] * SHIFT + following[inside]


def _apart(places: list[int], n: int, clashes: int) -> list[int]:
    """Places that do not overlap; none where most do, for such a text only repeats itself."""
    if 2 * clashes > len(places) - 1:
        return []
    kept = places[:1]
    for place in places[1:]:
        if place - kept[-1] >= n:
            kept.append(place)
    return kept
