"""Candidates: repeated words of a text that may be foreign spans, before any of them is judged.

Words are a candidate where they stand three times, or twice with the word for city behind them, and most of
their pairs of characters stand nowhere else in the text. This leaves a few words of a document, so that
what is dear (slots, the dictionary, what a place breaks) is asked of those only.
"""

from collections.abc import Iterator

from citywright.reading.pairs import Pairs
from citywright.reading.tampering.repeats import LEAST, SHORTEST, Repeat, repeats
from citywright.reading.tampering.slots import cities, cutting
from citywright.reading.tampering.table import pattern

NOVEL = 0.6
"""Least share of a span's pairs of characters that stand nowhere else in the text."""


def candidates(pairs: Pairs) -> list[str]:
    """Words that are worth a judgement, each once."""
    text, ends = pairs.text, cities(pairs.text)
    before_city = frozenset(ends.tolist())
    found: dict[str, bool] = {}
    for repeat in repeats(pairs, ends):
        for one in _wordings(text, repeat):
            start, end = one.places[0], one.places[0] + one.length
            words = text[start:end]
            if one.length < SHORTEST or words in found:
                continue
            if len(one.places) >= LEAST or all(a + one.length in before_city for a in one.places):
                found[words] = pairs.novelty(start, end) >= NOVEL
    return [words for words, is_novel in found.items() if is_novel]


def _wordings(text: str, one: Repeat) -> Iterator[Repeat]:
    """A repeat up to the first word of a slot in it at every place, or as it is where there is none.

    One that such a word follows at some place may be whole, or end in a word of a slot by chance, as
    where each place goes on with the word for city: both are asked.
    """
    words = text[one.places[0] : one.places[0] + one.length]
    inner = pattern("tampering_inner").search(words)
    if inner and (core := inner.span("core")) != (0, one.length):
        yield _trimmed(text, _part(one, *core))
    cut = _first_cut(text, one)
    if cut is None or any(cutting().match(text, place + one.length) for place in one.places):
        yield _trimmed(text, one)
    if cut:
        yield _trimmed(text, _part(one, 0, cut))


def _first_cut(text: str, one: Repeat) -> int | None:
    """Where in a repeat, at each of its places, a word of a slot begins."""
    cuts = cutting().match
    for length in range(SHORTEST, one.length):
        if cuts(text, one.places[0] + length) and _all_cut(text, one, length):
            return length
    return None


def _all_cut(text: str, one: Repeat, length: int) -> bool:
    return all(cutting().match(text, place + length) for place in one.places)


def _trimmed(text: str, one: Repeat) -> Repeat:
    """A repeat without blanks and marks at its ends, and without a bracket that has no partner in it."""
    words = text[one.places[0] : one.places[0] + one.length]
    if words[0].isalnum() and words[-1].isalnum():
        return one
    body = pattern("tampering_core").search(words)
    return _part(one, *body.span("core")) if body else _part(one, 0, 0)


def _part(one: Repeat, start: int, end: int) -> Repeat:
    return Repeat(end - start, [place + start for place in one.places] if start else one.places)
