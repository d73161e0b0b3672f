"""Organs without the name of their city: the government, the committee, as a text of one city calls them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View

Span = tuple[int, int]
FREE = ("v", "p", "c", "d", "u", "vn")
"""Tags of words behind which an organ may stand by itself."""


def bare_organs(view: View, words: Sequence[Word]) -> Iterator[Span]:
    """Organs that stand by themselves, without the name of the city and without a post."""
    text = view.text
    pairs = {
        place
        for mark in entity_pattern("party_and_government").finditer(text)
        for place in range(*mark.span())
    }
    for mark in entity_pattern("bare_whole").finditer(text):
        before = text[max(0, mark.start() - 1) : mark.start()]
        joined = entity_pattern("bare_before").search(before) is not None
        small = entity_pattern("bare_small").match(mark[0]) is not None
        if joined and small and mark.start() not in pairs:
            continue
        begins = not joined and _begins_behind_free(words, mark.start())
        if not joined and not begins and entity_pattern("han_letter").match(before):
            continue
        if not entity_pattern("bare_goes_on").match(text, mark.end()):
            yield mark.span()


def _begins_behind_free(words: Sequence[Word], place: int) -> bool:
    """Whether a word begins at a place, and a verb or a small word ends there."""
    at = bisect_left(words, place, key=attrgetter("start"))
    before, here = words[max(at - 1, 0) : at], words[at : at + 1]
    return any(word.start == place for word in here) and any(
        word.end == place and word.tag in FREE for word in before
    )
