"""What the name of a place says by itself, whatever stands around it.

A text writes the same names over and over: each is judged once and remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from citywright.reading.gazetteer import (
    SHORTEST,
    is_division,
    is_large,
    is_nickname,
    is_renamed,
)
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import in_dictionary, is_place_of_dictionary

KNOWN = 8_192
"""Names whose judgement is remembered."""
ENDINGS = ("zone_last", "water_end", "sight_end", "division_like", "port_end")
"""Patterns of names that end as those of places do."""


def is_country(name: str) -> bool:
    """Whether a name is that of a country or of a part of the world."""
    return name in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(entity_words("country"))


@lru_cache(KNOWN)
def is_generic(name: str) -> bool:
    """Whether a name only says what kind of place it is, of what trade or on which side."""
    return entity_pattern("generic").match(name) is not None


@lru_cache(KNOWN)
def is_no_place(name: str) -> bool:
    """Whether a name is a common noun, a road, a square, or a class of places."""
    return entity_pattern("place_not").search(name) is not None


@lru_cache(KNOWN)
def is_no_spot(name: str) -> bool:
    """Whether a run of characters before a word for a kind of place is no name."""
    return (
        is_generic(name) or is_no_place(name) or entity_pattern("spot_not").search(name) is not None
    )


@lru_cache(KNOWN)
def is_common(name: str) -> bool:
    """Whether the dictionary has a name as a word, and not as that of a place."""
    return in_dictionary(name) and not is_place_of_dictionary(name)


@dataclass(frozen=True, slots=True)
class Piece:
    """A place in a word that the tagger took for one.

    start, end : its span in the word
    kind : what bears it out: town (with its county beside it), large, division or ending
    """

    start: int
    end: int
    kind: str


@lru_cache(KNOWN)
def pieces_of(word: str) -> tuple[Piece, ...]:
    """The places in a word that the tagger took for one."""
    return tuple(
        piece
        for run in entity_pattern("piece").finditer(word)
        for piece in _pieces(word, run.start(), run.start() + _size_without_tail(run[0]))
    )


def _pieces(word: str, start: int, end: int) -> Iterator[Piece]:
    name = word[start:end]
    parts = entity_pattern("town_in_name").fullmatch(name)
    if parts and parts["county"] in divisions().codes:
        middle = start + parts.end("county")
        yield Piece(start, middle, "town")
        yield Piece(middle, end, "town")
    elif len(name) >= SHORTEST and (kind := _kind_of(name)):
        yield Piece(start, end, kind)


def _kind_of(name: str) -> str:
    divided = is_division(name)
    if is_no_place(name) and not divided:
        return ""
    if is_large(name):
        return "large"
    if divided:
        return "division"
    return "ending" if _has_ending(name) or is_renamed(name) or _is_listed(name) else ""


def _size_without_tail(name: str) -> int:
    """Characters up to the end of the division that begins a name, where a common noun follows inside it."""
    if entity_pattern("zone_last").search(name):
        return len(name)
    if reach := entity_pattern("reach").match(name):
        return reach.end("name")
    several = entity_pattern("counted_places").match(name)
    if several and is_division(several["name"]):
        return several.end("name")
    cut = entity_pattern("zone_cut").search(name) and not is_no_place(name)
    if cut and not _has_ending(name) and not is_place_of_dictionary(name):
        return len(name) - 1
    for size in range(len(name) - 1, SHORTEST, -1):
        if is_division(name[:size]) and entity_pattern("place_tail").fullmatch(name[size:]):
            return size
    return len(name)


def _has_ending(name: str) -> bool:
    if is_generic(name) or len(name) < SHORTEST:
        return False
    return any(entity_pattern(rule).search(name) for rule in ENDINGS)


def _is_listed(name: str) -> bool:
    """Whether the dictionary has a name as a place, and it is no nickname."""
    return len(name) > SHORTEST and is_place_of_dictionary(name) and not is_nickname(name)
