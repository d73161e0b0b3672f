"""Places among the words of the tagger, and waters that it cut amiss."""

from collections.abc import Iterator, Sequence
from functools import cache

from citywright.reading.bounded_places import behind_verb
from citywright.reading.gazetteer import SHORTEST
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.place_names import (
    is_common,
    is_country,
    is_generic,
    is_no_place,
    pieces_of,
)
from citywright.reading.scan import Found
from citywright.reading.tagging.index import Index
from citywright.reading.tagging.mentions import Word

Span = tuple[int, int]
PLACED = ("LOC", "ns")
"""Tags of places."""
NAMED = ("PER", "nr", "nz", "ORG", "n")
"""Tags of words that may be waters which the tagger took for something else."""
BEHIND = {"large": "port", "ending": "sight_on"}
"""Patterns of what belongs to a name of some kinds where it follows."""
WATERS = (*entity_words("water"), *entity_words("sight"))
"""Words that the names of waters and sights end in."""


def tagged_places(text: str, index: Index) -> Iterator[tuple[Span, str]]:
    """Places of the tagger that the gazetteer, their ending or the dictionary bears out."""
    words, lasts = index.words, _ends_of_waters()
    for k in index.tagged(*PLACED):
        yield from _of_word(text, words, k)
    for k in index.tagged(*NAMED):
        word = words[k]
        if text[word.end - 1] in lasts and _is_water(text, words, k):
            yield (word.start, word.end), "place_tagged"


def _of_word(text: str, words: Sequence[Word], k: int) -> Iterator[tuple[Span, str]]:
    word = words[k]
    near = _near(text, words, k) if word.end - word.start == SHORTEST else []
    if near and all(other.tag in ("PER", "nr") for other in near):
        return
    before = words[k - 1] if k else word
    abroad = before.end == word.start and is_country(text[before.start : before.end])
    if abroad and not is_no_place(text[word.start : word.end]):
        yield (word.start, word.end), "place_tagged"
    for piece in pieces_of(text[word.start : word.end]):
        start, end = word.start + piece.start, word.start + piece.end
        if piece.kind == "town":
            yield (start, end), "place_town"
        elif not entity_pattern("gdp").match(text, end):
            behind = BEHIND.get(piece.kind)
            more = entity_pattern(behind).match(text, end) if behind else None
            rule = "place_of_gazetteer" if piece.kind == "large" else "place_tagged"
            yield (start, more.end() if more else end), rule


def _near(text: str, words: Sequence[Word], k: int) -> list[Word]:
    """The words before and after a word that stand in one list with it."""
    word = words[k]
    return [
        other
        for other in (*words[max(k - 1, 0) : k], *words[k + 1 : k + 2])
        if text[min(word.end, other.end) : max(word.start, other.start)]
        in entity_words("list_mark")
    ]


@cache
def _ends_of_waters() -> frozenset[str]:
    """Last characters of the words for waters and sights."""
    return frozenset(word[-1] for word in WATERS)


def _is_water(text: str, words: Sequence[Word], k: int) -> bool:
    """Whether a word that the tagger took for something else ends as waters and sights do.

    It counts beside another place of a list, or before a word that speaks of waters.
    """
    word = words[k]
    name = text[word.start : word.end]
    if len(name) < 3 or not name.endswith(WATERS) or is_no_place(name):
        return False
    near = _near(text, words, k)
    if any(one.tag in PLACED or text[one.start : one.end].endswith(WATERS) for one in near):
        return True
    behind = entity_pattern("water_behind").match(text, word.end)
    return behind is not None and not is_common(name)


def waters_between(
    marks: Found, words: Sequence[Word], starts: list[int]
) -> Iterator[tuple[Span, str]]:
    """Waters between marks, or before a word that speaks of waters, which the tagger cut amiss."""
    for mark in marks.matches("water_between"):
        span = behind_verb(marks.text, mark.span("name"), words, starts)
        if span is None:
            continue
        name = marks.text[slice(*span)]
        if not is_generic(name) and not is_no_place(name) and not is_common(name):
            yield span, "place_tagged"
