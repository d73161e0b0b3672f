"""Paragraphs, sentences and clauses of a view, as spans.

A sentence ends at a full stop, ! or ?, or a line; closing quotation marks and brackets belong to it.
A clause ends at a comma, a semicolon or a colon. A run without end is cut where it is longest allowed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.lexicon import pattern
from citywright.reading.view import View, per_view

LONGEST = 2_000
"""Characters of a sentence; a longer run is cut at its last comma, or there."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: its span in the view, its text, the number of its paragraph."""

    start: int
    end: int
    text: str
    paragraph: int


@per_view
def sentences(view: View) -> tuple[Sentence, ...]:
    """All sentences of the view, in order, without blanks at their ends."""
    found = []
    for number, (start, end) in enumerate(paragraphs(view)):
        for a, b in _cut(view.text, start, end):
            text = view.text[a:b]
            lead = len(text) - len(text.lstrip())
            if text.strip():
                stripped = text.strip()
                found.append(Sentence(a + lead, a + lead + len(stripped), stripped, number))
    return tuple(found)


@per_view
def paragraphs(view: View) -> tuple[tuple[int, int], ...]:
    """Spans of the lines that hold something."""
    found, at = [], 0
    for line in view.text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Spans, in the view, of the clauses of a sentence, without the marks between them."""
    found, at = [], 0
    for mark in pattern("pause").finditer(sentence.text):
        if mark.start() > at:
            found.append((sentence.start + at, sentence.start + mark.start()))
        at = mark.end()
    if at < len(sentence.text):
        found.append((sentence.start + at, sentence.end))
    return found


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for mark in pattern("sentence_end").finditer(text, start, end):
        yield from _pieces(text, at, mark.end())
        at = mark.end()
    if at < end:
        yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        soft = list(pattern("soft").finditer(text, start + LONGEST // 2, start + LONGEST))
        middle = soft[-1].end() if soft else start + LONGEST
        yield start, middle
        start = middle
    yield start, end
