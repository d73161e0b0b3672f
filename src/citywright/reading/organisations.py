"""Organisations: bodies by the words their names end in, in Chinese and in English texts."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from citywright.reading.bare_organs import bare_organs
from citywright.reading.chinese_bodies import WALKED, chinese_bodies
from citywright.reading.english_bodies import english_bodies
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.tables import works_in_tables
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View, per_view

__all__ = ["WALKED", "bodies_of", "find_organisations", "is_english"]
Span = tuple[int, int]
ENGLISH_SHARE = 0.2
SAMPLE = 1_000
CONFIDENCE = 0.94
"""Precision on 37 documents when they were first read, before any rule was fitted to them."""


@per_view
def is_english(view: View) -> bool:
    """Whether less than a fifth of the first letters of the view are Chinese characters."""
    sample = view.text[:SAMPLE]
    letters = sum(map(len, entity_pattern("piece").findall(sample)))
    return letters < ENGLISH_SHARE * max(len(sample), 1)


def find_organisations(
    view: View, words: Sequence[Word] = (), bodies: Sequence[Span] | None = None
) -> list[Item]:
    """Organisations of a text, one item for each name.

    Parameters
    ----------
    view : the text
    words : its words as the tagger cuts them; empty for English
    bodies : what `bodies_of` gave, where it was run before

    Returns
    -------
    list of Item of kind organisations, by first mention; facts name and mentions.
    """
    spans = bodies_of(view, words) if bodies is None else bodies
    if is_english(view):
        return _items(view, ((span, "organisation_english") for span in spans))
    bare = [
        (span, "organ_of_the_city") for span in bare_organs(view, words) if not _inside(span, spans)
    ]
    return _items(view, [*((span, "organisation_suffix") for span in spans), *bare])


def bodies_of(view: View, words: Sequence[Word] = ()) -> list[Span]:
    """Spans of all names of bodies in a text of either language, in order."""
    if is_english(view):
        return english_bodies(view.text)
    spans = chinese_bodies(view, words)
    works = {cell[1] for cell in works_in_tables(view)}
    # what ends as the name of a work does is the work, be it a hospital or a station
    return [
        span
        for span in spans
        if span[1] not in works or entity_pattern("full_company").search(view.text, *span)
    ]


def _inside(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


def _items(view: View, spans: Iterable[tuple[Span, str]]) -> list[Item]:
    """One item for each name: its first mention, and all mentions."""
    groups: dict[str, list[tuple[Span, str]]] = {}
    for one in sorted(spans):
        name = " ".join(view.text[slice(*one[0])].split())
        groups.setdefault(name, []).append(one)
    return [
        item(view, "organisations", group[0][0], group[0][1], CONFIDENCE, name=name,
             mentions=[list(view.origin(*span)) for span, _ in group])
        for name, group in groups.items()
    ]  # fmt: skip
