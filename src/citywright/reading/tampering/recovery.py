"""Recovery: the name that should stand in an overwritten place, or "unknown".

    weight(city) = min(3, 3 u) + 0.75 min(3, u - 1) + sum over other kinds of min(3.5, weight of the kind)

u is the number of units below the city (towns, of a county city) that the text names, shared names counted
in part. A name is answered only with at least two kinds of clue, at least two units below or three kinds in
all, at least one clue that is the city's own, and a margin of 2 over the next city. The province above counts
in the weight but is no kind, for it follows from the others. A city that the text names elsewhere untouched
is no candidate: whoever overwrote its name overwrote it everywhere. Nor is one that has a unit in the title.
"""

from collections import defaultdict
from collections.abc import Sequence

from citywright.reading.tampering.clues import (
    LONGEST_UNIT,
    SURE,
    Pointer,
    county_cities,
    english_name,
    pointers,
)
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.tampering.foreign import Foreign
from citywright.reading.tampering.result import UNKNOWN, Clue
from citywright.reading.tampering.table import pattern
from citywright.reading.view import View

MARGIN = 2.0
KIND_MOST, UNIT, UNIT_MORE = 3.5, 3.0, 0.75
COUNTED = 1.0
"""Weight from which a kind of clue counts as a kind."""
TITLE = 60
"""Characters of a first line that are looked through."""
SHOWN = 20
"""Clues that are shown at most."""


def recovered(view: View, foreign: Sequence[Foreign]) -> tuple[str, tuple[Clue, ...]]:
    """Name of the city whose place the foreign spans took, with the clues that point to it."""
    text = _blanked(view.text, foreign)
    found = [one for one in pointers(text) if one.weights]
    kinds = _by_kind(found)
    weights = {city: _weight(kinds[city]) for city in kinds if _may_be(text, city)}
    if not weights:
        return UNKNOWN, ()
    order = sorted(weights, key=lambda city: (-weights[city], city))
    best = order[0]
    runner_up = weights[order[1]] if len(order) > 1 else 0.0
    if runner_up == weights[best]:
        return UNKNOWN, ()
    is_clear = weights[best] - runner_up >= MARGIN and _is_enough(best, kinds[best], found)
    is_named = _is_named(text, best) or _is_titled(text, best)
    clues = tuple(_clue(view, one, best) for one in found if best in one.weights)[:SHOWN]
    return (_name(text, best) if is_clear and not is_named else UNKNOWN), clues


def _may_be(text: str, city: str) -> bool:
    """Whether a code has a name and, of a county city, that name stands nowhere in the text.

    A county city that is named is a part of the city in question, or its neighbour, but not that city.
    """
    return city in divisions().names and not (city in county_cities() and _is_named(text, city))


def _blanked(text: str, foreign: Sequence[Foreign]) -> str:
    for one in foreign:
        text = text.replace(one.text, "\0" * len(one.text))
    return text


def _by_kind(found: Sequence[Pointer]) -> dict[str, dict[str, float]]:
    """Sum of the weights by city and kind; several wordings of a short name are one clue."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        for city, weight in one.weights.items():
            is_same = one.kind in ("abbreviation", "unit_above")
            before = sums[city][one.kind]
            sums[city][one.kind] = max(before, weight) if is_same else before + weight
    return sums


def _weight(kinds: dict[str, float]) -> float:
    units = kinds.get("unit_below", 0.0)
    below = UNIT * min(1.0, units) + UNIT_MORE * min(3.0, max(0.0, units - 1))
    return below + sum(min(KIND_MOST, w) for kind, w in kinds.items() if kind != "unit_below")


def _is_enough(city: str, kinds: dict[str, float], found: Sequence[Pointer]) -> bool:
    counted = [k for k, weight in kinds.items() if k != "unit_above" and weight >= COUNTED]
    own = [one for one in found if city in one.weights and len(one.weights) == 1]
    has_units = kinds.get("unit_below", 0.0) >= 2 * COUNTED
    has_own = any(one.weights[city] >= (1.0 if one.kind == "unit_below" else SURE) for one in own)
    return has_own and (len(counted) >= 3 or (len(counted) == 2 and has_units))


def _is_named(text: str, city: str) -> bool:
    english = english_name(city)
    return divisions().bare_name(city) in text or bool(english and english in text)


def _is_titled(text: str, city: str) -> bool:
    """Whether the first line names a unit below a city: the document is of that unit, not of the city."""
    first = text.lstrip().split("\n", 1)[0][:TITLE]
    known = divisions()
    names = (first[a : a + size] for a in range(len(first)) for size in range(2, LONGEST_UNIT + 1))
    codes = (code for name in names for code in known.codes.get(name) or known.bare.get(name, ()))
    return any(code != city and city_of(code) == city for code in codes)


def _name(text: str, city: str) -> str:
    if pattern("tampering_han").search(text):
        return divisions().bare_name(city)
    return english_name(city) or divisions().bare_name(city)


def _clue(view: View, one: Pointer, city: str) -> Clue:
    return Clue(one.kind, one.text, divisions().bare_name(city), *view.origin(one.start, one.end))
