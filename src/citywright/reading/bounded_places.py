"""Places told by where they stand: a short run from a mark to a word for a kind of place.

What follows must be a mark, or a word that a place is the subject of; verbs before the name fall away.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citywright.reading.gazetteer import SHORTEST, is_division
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import in_dictionary, is_place_of_dictionary
from citywright.reading.zones import CUTTING

Span = tuple[int, int]


def bounded(text: str, words: Sequence[Word], starts: list[int]) -> Iterator[tuple[Span, str]]:
    """A short run from a mark to a word for a kind of place, before a mark or a word of doing."""
    for mark in entity_pattern("zone_bracket").finditer(text):
        if is_division(mark["head"]):
            yield mark.span(), "place_zone"
    for mark in entity_pattern("spot").finditer(text):
        span = _behind_verb(text, mark.span("name"), words, starts)
        if span is None:
            continue
        name = text[slice(*span)]
        common = any(
            entity_pattern(rule).search(name) for rule in ("generic", "place_not", "spot_not")
        )
        if not common and not is_common(name):
            yield span, "place_bounded"


def _behind_verb(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> Span | None:
    """A span behind the verbs and the larger division that begin it; None for what is made."""
    start, end = span
    for word in words[max(bisect_left(starts, start + 1) - 1, 0) : bisect_left(starts, end)]:
        is_short = word.tag not in ("p", "c") and word.end - word.start < SHORTEST
        if word.tag not in CUTTING or word.start < start or is_short:
            break
        if entity_pattern("spot_made").fullmatch(text, word.start, word.end):
            return None
        start = word.end
    if lead := entity_pattern("spot_lead").match(text, start, end):
        start = lead.end()
    larger = (size for size in range(end - start - SHORTEST, SHORTEST, -1))
    start += next((k for k in larger if text[start : start + k] in divisions().codes), 0)
    return (start, end) if end - start > 1 else None


def is_common(name: str) -> bool:
    """Whether the dictionary has a name as a word, and not as that of a place."""
    return in_dictionary(name) and not is_place_of_dictionary(name)
