"""Words and patterns of the rules for people, organisations and places."""

import re
from functools import cache

from citywright.reading.lexicon.filled import filled, words_of


def entity_words(kind: str) -> tuple[str, ...]:
    """Words of one kind in `entity_words.csv`, longest first."""
    return words_of("entity_words", kind)


@cache
def entity_pattern(name: str) -> re.Pattern[str]:
    """One pattern of `entity_patterns.csv`, with its kinds of word and other patterns filled in."""
    return re.compile(filled("entity_patterns", "entity_words", name))
