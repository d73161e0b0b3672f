"""Places told by where they stand: a short run from a mark to a word for a kind of place.

What follows must be a mark, or a word that a place is the subject of; verbs before the name fall away.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from citywright.reading.gazetteer import SHORTEST, is_division
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.place_names import KNOWN, is_common, is_no_spot
from citywright.reading.scan import Found
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import divisions
from citywright.reading.zones import CUTTING

Span = tuple[int, int]
ACTING = ("v", "vd", "d", "p", "c", "m", "TIME", "t", "r", "u")
"""Tags of words that a place may be the subject of, or that come between it and its verb."""


def bounded(marks: Found, words: Sequence[Word], starts: list[int]) -> Iterator[tuple[Span, str]]:
    """A short run from a mark to a word for a kind of place, before a mark or a word of doing."""
    text = marks.text
    for mark in marks.matches("zone_bracket"):
        if is_division(mark["head"]):
            yield mark.span(), "place_zone"
    for mark in marks.matches("trade_zone"):
        yield mark.span(), "place_zone"
    spans = [behind_verb(text, mark.span("name"), words, starts) for mark in marks.matches("spot")]
    for mark in marks.matches("spot_before_verb"):
        if _acts(words, starts, mark.end()):
            span = behind_verb(text, mark.span("name"), words, starts)
            spans.append(span if span and _is_nominal(text, span, words, starts) else None)
    for span in spans:
        if span is None:
            continue
        name = text[slice(*span)]
        if not is_no_spot(name) and not is_common(name):
            yield span, "place_bounded"


def clause_subjects(
    text: str, known: Iterable[Span], words: Sequence[Word], starts: list[int]
) -> Iterator[tuple[Span, str]]:
    """Bare names of divisions whose full names are known, where they are the subject of a clause."""
    bare = {_bare_name(name) for name in {text[slice(*span)] for span in known}}
    bare.discard("")
    heads = {name[:SHORTEST] for name in bare}
    for mark in entity_pattern("clause_head").finditer(text) if heads else ():
        start = mark.end()
        if text[start : start + SHORTEST] not in heads:
            continue
        for end in (start + SHORTEST, start + SHORTEST + 1):
            if text[start:end] in bare and _acts(words, starts, end):
                yield (start, end), "place_of_gazetteer"


@lru_cache(KNOWN)
def _bare_name(name: str) -> str:
    """Name of a division without the word for its kind, empty for another place."""
    codes = divisions().codes.get(name)
    return divisions().bare_name(codes[0]) if codes else ""


def _acts(words: Sequence[Word], starts: list[int], place: int) -> bool:
    """Whether a word begins at a place that is no part of a name: a verb, a time, a number, a small word."""
    at = bisect_left(starts, place)
    return at < len(words) and words[at].start == place and words[at].tag in ACTING


def _is_nominal(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> bool:
    """Whether no verb, small word or post stands in a span."""
    inside = words[max(bisect_left(starts, span[0] + 1) - 1, 0) : bisect_left(starts, span[1])]
    if any(word.tag in CUTTING for word in inside):
        return False
    return entity_pattern("post_start").match(text, *span) is None


def behind_verb(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> Span | None:
    """A span behind the verbs and the larger division that begin it; None for what is made."""
    start, end = span
    for word in words[max(bisect_left(starts, start + 1) - 1, 0) : bisect_left(starts, end)]:
        is_short = word.tag not in ("p", "c") and word.end - word.start < SHORTEST
        if word.tag not in CUTTING or word.start < start or is_short:
            break
        if entity_pattern("spot_made").fullmatch(text, word.start, word.end):
            return None
        start = word.end
    while size := _larger(text, start, end):
        start += size
    if lead := entity_pattern("spot_lead").match(text, start, end):
        start = lead.end()
    return (start, end) if end - start > 1 else None


def _larger(text: str, start: int, end: int) -> int:
    """Characters of a larger division that begins a span, 0 for none."""
    sizes = range(end - start - SHORTEST, SHORTEST - 1, -1)
    return next((size for size in sizes if text[start : start + size] in divisions().codes), 0)
