"""What the rules for strategy, programmes, honours, projects and tasks share: read once, used by all.

In the text of a context a line that only the page broke is joined to the next by a blank.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from citywright.reading.heading import Head
from citywright.reading.items import Item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence, paragraphs, sentences
from citywright.reading.strategy.outline import Outline, Section, outline_of
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View

Span = tuple[int, int]
FULL = 0.97
"""A line was full when the next word would have made it longer than this share of the widest line."""
LAST_QUARTER = "10"
"""The month from which on a document may look back on its own year."""
WIDEST = 160
"""Longest line, in characters, of a page that breaks its lines."""


@dataclass(frozen=True)
class Named:
    """A person, a body or an area where it stands.

    start, end : span of the view; kind : people, organisations or places; level : of a place
    """

    start: int
    end: int
    name: str
    kind: str
    level: str = ""


@dataclass(frozen=True)
class Context:
    """One text, ready for the rules.

    view, head : the text and its head
    words : words of the tagger, none for English
    sentences, outline : of the view
    foreign : overwritten words; a name that holds them is not known
    named : bodies, areas and people where they stand, in order, none inside another
    """

    view: View
    head: Head
    words: Sequence[Word]
    sentences: Sequence[Sentence]
    outline: Outline
    named: Sequence[Named]
    word_starts: Sequence[int]
    named_starts: Sequence[int]
    foreign: tuple[str, ...] = ()

    def is_foreign(self, name: str) -> bool:
        """Whether a name holds overwritten words."""
        return any(words in name for words in self.foreign)

    @property
    def is_english(self) -> bool:
        """Whether the text is English."""
        return self.head.language == "en"

    def words_in(self, start: int, end: int) -> Sequence[Word]:
        """Words that begin in a span of the view."""
        return self.words[bisect_left(self.word_starts, start) : bisect_left(self.word_starts, end)]

    def named_in(self, start: int, end: int) -> Sequence[Named]:
        """Bodies, areas and people that begin in a span of the view."""
        first = bisect_left(self.named_starts, start)
        return self.named[first : bisect_left(self.named_starts, end)]

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that holds a place of the view."""
        number = bisect_right(self.sentences, place, key=lambda one: one.start) - 1
        if number < 0 or self.sentences[number].end <= place:
            return None
        return self.sentences[number]

    def looks_back(self, place: int) -> bool:
        """Whether a place lies below a heading, or in a paragraph, that tells of what was done."""
        section = self.section_at(place)
        line = self.view.text.rfind("\n", 0, place) + 1
        paragraph = strategy_pattern("paragraph_of_past").match(self.view.text[line : line + 30])
        if paragraph and paragraph["year"] and self._is_ahead(int(paragraph["year"])):
            paragraph = None
        return bool(paragraph or (section and section.back))

    def _is_ahead(self, year: int) -> bool:
        """Whether a year is not over on the day of a document that decides or tells what is to be done."""
        day = self.head.date
        if day is None or year < int(day[:4]):
            return False
        return year > int(day[:4]) or day[5:7] < LAST_QUARTER

    def section_at(self, place: int) -> Section | None:
        """The innermost section that holds a place of the view."""
        return self.outline.section(place)


def context_of(
    view: View,
    head: Head,
    words: Sequence[Word],
    items: Sequence[Item],
    foreign: Sequence[str] = (),
) -> Context:
    """The shared context.

    Parameters
    ----------
    view, head, words : as for the other rules
    items : people, organisations and places that were found, with their mentions
    foreign : overwritten words, as the view shows them
    """
    flowing = joined(view) if head.language == "en" else view
    named = _named(view, items)
    names = frozenset(one.name for one in named if one.kind == "organisations")
    return Context(
        flowing, head, words, sentences(flowing), outline_of(view, head, names), named,
        [word.start for word in words], [one.start for one in named], tuple(foreign),
    )  # fmt: skip


def joined(view: View) -> View:
    """The view with a blank for each end of line that only the width of a page made; no place changes.

    Only where no line is wider than a page, the line is not closed, and the next word did not fit.
    """
    lines = paragraphs(view)
    widest = max((end - start for start, end in lines), default=0)
    if widest > WIDEST:
        return view
    text = list(view.text)
    for (start, end), (after, last) in pairwise(lines):
        next_word = strategy_pattern("next_word").match(view.text, after, last)
        is_closed = strategy_pattern("line_closed").search(view.text[start:end])
        if next_word is None or after != end + 1 or is_closed:
            continue
        if end - start + 1 + len(next_word[0]) > FULL * widest:
            text[end] = " "
    return replace(view, text="".join(text))


def _named(view: View, items: Sequence[Item]) -> list[Named]:
    found = [
        Named(view.place(a), view.place(b), one.facts["name"], one.kind, one.facts.get("level", ""))
        for one in items
        for a, b in one.facts["mentions"]
    ]
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
