"""Words of a text as the tagger cuts them, as spans of the view.

A word is a run of characters that the tagger put together, with its tag (PER, LOC, ORG, n, v, w, ...).
All pieces of a text go through the network in one call, so that pieces of like length share a batch.
A piece ends at every mark, also at the ones that part a list, a bracket or a blank: names that the
network sees in one run melt into one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.sentences import clauses, sentences
from citywright.reading.view import View


class Tagger(Protocol):
    """What gives one tag for each character of each text."""

    def tag(self, texts: Sequence[str]) -> list[list[str]]:
        """Tags such as PER-B (a word begins) and PER-I (it goes on)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its span in the view and its tag."""

    start: int
    end: int
    tag: str


def tagged(view: View, tagger: Tagger) -> list[Word]:
    """All words of the view, in order.

    Parameters
    ----------
    view : the text
    tagger : gives a tag to each character

    Returns
    -------
    list of Word; the marks between pieces belong to none.
    """
    spans = [
        span
        for sentence in sentences(view)
        for clause in clauses(sentence)
        for span in _pieces(view.text, *clause)
    ]
    different = list(dict.fromkeys(view.text[a:b] for a, b in spans))
    tags_of = dict(zip(different, tagger.tag(different), strict=True))
    found = []
    for start, end in spans:
        found += _joined(start, tags_of[view.text[start:end]])
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of a clause between the marks inside it."""
    at = start
    for mark in entity_pattern("inner_mark").finditer(text, start, end):
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    if at < end:
        yield at, end


def _joined(start: int, tags: Sequence[str]) -> list[Word]:
    words: list[Word] = []
    for place, tag in enumerate(tags, start):
        kind, _, part = tag.rpartition("-")
        if part == "I" and words and words[-1].end == place and words[-1].tag == kind:
            words[-1] = Word(words[-1].start, place + 1, kind)
        else:
            words.append(Word(place, place + 1, kind or tag))
    return words
