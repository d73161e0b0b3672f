"""Names of zones: a place and the nouns that touch it up to the word for a zone, a port or a water."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.place_names import is_generic, is_no_place
from citywright.reading.scan import Found
from citywright.reading.tagging.index import Index
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import divisions

Span = tuple[int, int]
ZONED = ("n", "nz", "LOC", "vn", "a", "f", "ns", "j")
"""Tags of the words between a place and the ending of its zone."""
CUTTING = ("p", "c", "v", "d", "u", "r", "TIME", "t")
"""Tags of words that no name of a zone begins with."""


def zones(text: str, index: Index) -> Iterator[tuple[Span, str]]:
    """A tagged place and the words up to the ending of a zone; later the place alone counts too."""
    names: set[str] = set()
    words = index.words
    for k in index.tagged("LOC", "ns", "nz"):
        word = words[k]
        name = text[word.start : word.end]
        # what lies along a river is a zone without a name of its own
        along = name.endswith(entity_words("water")) and entity_pattern("waters_of")
        end = None if along and along.match(text, word.end) else _zone_end(text, words, k)
        if end and not is_generic(text[word.start : end]):
            if word.tag == "LOC":
                names.add(name)
            yield (word.start, end), "place_zone"
        elif name in names and not is_no_place(name):
            yield (word.start, word.end), "place_zone"


def zones_in_lists(marks: Found, index: Index) -> Iterator[tuple[Span, str]]:
    """Zones called after a good or a trade, where a place stands beside them in a list."""
    text, words, starts = marks.text, index.words, index.starts
    placed = [words[number] for number in index.tagged("LOC", "ns")]
    heads = {word.start for word in placed}
    tails = {word.end for word in placed}
    for mark in marks.matches("zone_in_list"):
        inside = words[
            max(bisect_left(starts, mark.start()) - 1, 0) : bisect_left(starts, mark.end())
        ]
        cuts = [w.end for w in inside if w.tag in CUTTING and mark.start() < w.end < mark.end()]
        start = max([mark.start(), *cuts])
        name = text[start : mark.end()]
        beside = (
            text[mark.end() : mark.end() + 1] in entity_words("list_mark")
            and mark.end() + 1 in heads
        ) or (text[start - 1] in entity_words("list_joint") and {start - 1, start - 2} & tails)
        if beside and not is_generic(name) and not is_no_place(name):
            yield (start, mark.end()), "place_zone"


def _zone_end(text: str, words: Sequence[Word], k: int) -> int | None:
    """Where a place goes on, over nouns that touch it, to the ending of a zone, a port or a water."""
    end = words[k].end
    old = entity_pattern("zone_behind").match(text, end)
    if old:
        return old.end()
    for word in words[k + 1 : k + 5]:
        if word.start != end or word.tag not in ZONED:
            return None
        placed = word.tag == "LOC" and text[words[k].start : words[k].end] in divisions().codes
        # a name of its own behind that of a county begins a new place, a common noun goes on
        if placed and not is_generic(text[word.start : word.end]):
            return None
        end = word.end
        if entity_pattern("zone_on").fullmatch(text, words[k].end, end):
            return end
    return None
