"""Substrings that repeat, without quadratic time: groups of equal n-grams, grown letter by letter.

    rank_(n+1)(i) = rank of the pair (rank_n(i), character i + n)

It begins with the pairs of characters. Only places whose n-gram repeats live on to n + 1, and of those only
groups that have different characters before them: the others are but the rest of something longer. So
ordinary text is done after a few steps. Nothing crosses a full mark or a line; what stands inside names
(dots, dashes, brackets, blanks) may be crossed.
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from citywright.reading.pairs import SHIFT, Pairs, Places
from citywright.reading.tampering.table import pattern

Flags = npt.NDArray[np.bool_]
LEAST = 3
"""Places from which a substring is looked for."""
TWICE = 2
"""Places that are enough for one that may end where a caller says."""
SHORTEST, LONGEST = 3, 40
"""Characters of a substring that is looked for."""
MARK = -1
"""The number of any full mark, which no substring crosses."""


class Repeat(NamedTuple):
    """A substring of `length` characters and all its places, which do not overlap one another."""

    length: int
    places: list[int]


class _Groups(NamedTuple):
    """Groups of equal n-grams: all their places, group by group; where each group starts, and its size."""

    places: Places
    starts: Places
    sizes: Places


def repeats(pairs: Pairs, ends: Places) -> list[Repeat]:
    """Substrings that stand several times and cannot grow without losing a place.

    ends : places of the text; a substring in which, or behind which, one of them stands at each of its
        places needs to stand `TWICE`, any other `LEAST` times. Some others that stand twice are found too.
    """
    codes = _marked(pairs)
    least = _least(codes, ends)
    is_inside = (codes[pairs.order] != MARK) & (codes[pairs.order + 1] != MARK)
    places, keys = pairs.order[is_inside], pairs.keys[is_inside]
    found: list[Repeat] = []
    for n in range(2, LONGEST + 1):
        if not len(places):
            break
        groups = _lasting(_grouped(places, keys), codes, least)
        following = codes[groups.places + n]
        if n >= SHORTEST:
            for own in _whole(groups, following):
                found += _apart(own, n)
        places, keys = _grown(groups, following)
    return found


def _marked(pairs: Pairs) -> Places:
    """The characters by number, and as many marks behind the end as a substring has at most."""
    parts = _stop_marks().split(pairs.text)
    is_mark = np.zeros(len(parts), dtype=np.bool_)
    is_mark[1::2] = True
    codes = np.full(len(pairs.codes) + LONGEST + 1, MARK)
    np.copyto(codes[: len(pairs.codes)], pairs.codes, where=~is_mark.repeat([*map(len, parts)]))
    return codes


@cache
def _stop_marks() -> re.Pattern[str]:
    return re.compile(f"({pattern('tampering_stop_mark').pattern})")


def _least(codes: Places, ends: Places) -> Places:
    """How often at least a substring that begins at a place must stand."""
    marks = (codes == MARK).nonzero()[0]
    before = marks.searchsorted(ends)
    first = np.maximum(np.where(before > 0, marks[before - 1] + 1, 0), ends - LONGEST)
    last = ends - SHORTEST + 1
    steps = np.zeros(len(codes), dtype=np.int64)
    np.add.at(steps, first[first < last], 1)
    np.add.at(steps, last[first < last], -1)
    return np.where(steps.cumsum() > 0, TWICE, LEAST)


def _grouped(places: Places, keys: Places) -> _Groups:
    """Places by their keys, which are in order."""
    is_edge = np.ones(len(keys) + 1, dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_edge[1:-1])
    edges = is_edge.nonzero()[0]
    return _Groups(places, edges[:-1], edges[1:] - edges[:-1])


def _lasting(groups: _Groups, codes: Places, least: Places) -> _Groups:
    """Groups that stand often enough, and of which nothing longer to the left stands as often."""
    places, starts, sizes = groups
    chosen = sizes >= np.maximum.reduceat(least[places], starts)
    chosen &= _is_open(codes[places - 1], starts)
    kept = sizes[chosen]
    return _Groups(places[chosen.repeat(sizes)], kept.cumsum() - kept, kept)


def _is_open(neighbours: Places, starts: Places) -> Flags:
    """For each group, whether its neighbours (one for each place) differ or are marks."""
    lowest = np.minimum.reduceat(neighbours, starts)
    answer: Flags = (lowest == MARK) | (lowest != np.maximum.reduceat(neighbours, starts))
    return answer


def _whole(groups: _Groups, following: Places) -> list[list[int]]:
    """Places of each group that cannot grow and stay as large."""
    if not len(groups.starts):
        return []
    whole = _is_open(following, groups.starts).nonzero()[0]
    starts, sizes = groups.starts[whole].tolist(), groups.sizes[whole].tolist()
    return [
        groups.places[start : start + size].tolist()
        for start, size in zip(starts, sizes, strict=True)
    ]


def _grown(groups: _Groups, following: Places) -> tuple[Places, Places]:
    """Places of the (n + 1)-grams, equal ones beside one another and in order, and what tells them apart."""
    keys = np.arange(0, len(groups.sizes) * SHIFT, SHIFT).repeat(groups.sizes) + following
    is_inside = following != MARK
    places, keys = groups.places[is_inside], keys[is_inside]
    order = keys.argsort(kind="stable")
    return places[order], keys[order]


def _apart(places: list[int], length: int) -> list[Repeat]:
    """Places that do not overlap; none where most do, for such a text only repeats itself."""
    clashes = sum([b - a < length for a, b in pairwise(places)])
    if not clashes:
        return [Repeat(length, places)]
    if 2 * clashes > len(places) - 1:
        return []
    kept = places[:1]
    for place in places[1:]:
        if place - kept[-1] >= length:
            kept.append(place)
    return [Repeat(length, kept)]
