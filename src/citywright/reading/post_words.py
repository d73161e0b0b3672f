"""Words for posts and for kinds of body: where a post stands in a text, and what a text ends in.

A text ends in a post also where a bracket follows it ("director (of the bureau)").
"""

import re
from collections.abc import Iterator
from functools import cache

from citywright.reading.lexicon.alternatives import alternatives
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.word_places import WordEnds, WordStarts

BRACKET = 14
"""Characters of a bracket behind a post, with its marks."""
TAIL = 4
"""Characters of the longest noun that tells of a person by its ending, and one more."""
BEHIND = 16
"""Characters that may follow the word for a body in a cell."""
POSTS = ("post", "officer")
BODIES = ("company", "strong", "weak", "works")
"""Kinds of word in the table of words."""


def posts_in(text: str) -> Iterator[re.Match[str]]:
    """All words for a post or a part that a person has, with a bracket and a blank behind them."""
    pattern, end = _post_pattern(), 0
    for place in _post_starts().places(text):
        if place >= end and (mark := pattern.match(text, place)):
            end = mark.end()
            yield mark


def ends_in_post(text: str) -> bool:
    """Whether a text ends in the word for a post."""
    return _ends(text, ends_of(*POSTS))


def ends_like_post(text: str) -> bool:
    """Whether a text ends in the word for a post, or in a character as nouns for persons do."""
    return _ends(text, ends_of(*POSTS, "post_last"))


def ends_in_body(text: str) -> bool:
    """Whether a text ends in a word that names of bodies end in."""
    return ends_of(*BODIES).ends_at(text, _end(text))


def ends_as_entry(text: str) -> bool:
    """Whether the rest of an entry of a list ends in a post, a noun for a person, or about a body."""
    return (
        ends_like_post(text)
        or entity_pattern("person_noun").search(text, max(0, len(text) - TAIL)) is not None
        or _ends_about_body(text)
    )


def _ends_about_body(text: str) -> bool:
    """Whether the word for a body stands at the end of a text, or before a few characters there."""
    bodies = ends_of(*BODIES)
    behind = entity_pattern("behind_body")
    end = _end(text)
    return any(
        bodies.ends_at(text, place) and behind.fullmatch(text, place, end)
        for place in range(end, max(0, end - BEHIND - 1), -1)
    )


@cache
def ends_of(*kinds: str) -> WordEnds:
    """The words of some kinds, to be looked up where they end."""
    return WordEnds(word for kind in kinds for word in entity_words(kind))


@cache
def _post_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(_said()) + entity_pattern("behind_post").pattern)


@cache
def _post_starts() -> WordStarts:
    return WordStarts(_said())


@cache
def _said() -> frozenset[str]:
    """Words for posts and for the parts that persons have."""
    return frozenset(word for kind in (*POSTS, "role") for word in entity_words(kind))


def _ends(text: str, words: WordEnds) -> bool:
    """Whether a text ends in a word, or in a word with a bracket behind it."""
    end = _end(text)
    if not text.endswith(")", 0, end):
        return words.ends_at(text, end)
    content = text[max(0, end - BRACKET) : end - 1]
    first = max(content.rfind(")"), content.rfind("\n")) + 1
    start = end - 1 - len(content)
    return any(
        words.ends_at(text, start + at)
        for at in range(first, len(content) - 1)
        if content[at] == "("
    )


def _end(text: str) -> int:
    """Where a text ends but for the last break of a line."""
    return len(text) - text.endswith("\n")
