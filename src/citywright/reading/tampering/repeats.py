"""Substrings that repeat, without quadratic time: groups of equal n-grams, grown letter by letter.

    rank_(n+1)(i) = rank of the pair (rank_n(i), character i + n)

Only places whose n-gram repeats often enough live on to n + 1, so ordinary text is done after a dozen
steps. Nothing crosses a full mark or a line; what
stands inside names (dots, dashes, brackets, blanks) may be crossed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.reading.tampering.table import pattern

Places = npt.NDArray[np.int64]
LEAST = 2
"""Occurrences from which a substring counts as repeated."""
SHORTEST, LONGEST = 3, 40
"""Characters of a substring that is looked for."""


@dataclass(frozen=True)
class Repeat:
    """A substring of `length` characters and all its places, which do not overlap one another."""

    length: int
    places: Places


def repeats(text: str) -> list[Repeat]:
    """Substrings that stand at least `LEAST` times and cannot grow without losing a place."""
    codes = np.array([ord(one) for one in text], dtype=np.int64)
    for mark in pattern("tampering_stop_mark").finditer(text):
        codes[mark.start() : mark.end()] = -1
    codes = np.concatenate([codes, np.full(LONGEST + 2, -1)])
    places = np.flatnonzero(codes[: len(text)] >= 0)
    ranks = codes[places]
    groups: list[Repeat] = []
    for n in range(1, LONGEST + 1):
        found, places, ranks = _grown(codes, places, ranks, n)
        if n >= SHORTEST:
            groups += found
        if not len(places):
            break
    return groups


def _grown(
    codes: Places, places: Places, ranks: Places, n: int
) -> tuple[list[Repeat], Places, Places]:
    """Maximal groups of n-grams, and the places and ranks of the (n + 1)-grams that may repeat."""
    order = np.argsort(ranks, kind="stable")
    places, ranks = places[order], ranks[order]
    edges = np.flatnonzero(np.diff(ranks, prepend=-2, append=-2))
    sizes = np.diff(edges)
    keep = np.flatnonzero(sizes >= LEAST)
    found = []
    if n >= SHORTEST:
        before, after = codes[places - 1], codes[places + n]
        for k in keep:
            a, b = edges[k], edges[k + 1]
            if _is_maximal(before[a:b]) and _is_maximal(after[a:b]):
                spread = _apart(np.sort(places[a:b]), n)
                if len(spread) >= LEAST:
                    found.append(Repeat(n, spread))
    alive = np.repeat(sizes >= LEAST, sizes)
    places, ranks = places[alive], ranks[alive]
    following = codes[places + n]
    inside = following >= 0
    places, ranks, following = places[inside], ranks[inside], following[inside]
    _, fresh = np.unique(ranks * 0x110000 + following, return_inverse=True)
    return found, places, fresh.astype(np.int64)


def _is_maximal(neighbours: Places) -> bool:
    first = neighbours[0]
    return bool(first < 0 or (neighbours != first).any())


def _apart(places: Places, n: int) -> Places:
    """Places that do not overlap; none where most do, for such a text only repeats itself."""
    near = np.diff(places) < n
    if not near.any():
        return places
    if near.mean() > 0.5:
        return places[:0]
    kept = [int(places[0])]
    for place in places[1:]:
        if place - kept[-1] >= n:
            kept.append(int(place))
    return np.array(kept, dtype=np.int64)
