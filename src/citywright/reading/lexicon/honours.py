"""Words and patterns of the rules for honours."""

import re
from functools import cache

from citywright.reading.lexicon.filled import filled, words_of


def honour_words(kind: str) -> tuple[str, ...]:
    """Words of one kind in `honour_words.csv`, longest first."""
    return words_of("honour_words", kind)


@cache
def honour_pattern(name: str) -> re.Pattern[str]:
    """One pattern of `honour_patterns.csv`, with its kinds of word and other patterns filled in."""
    return re.compile(filled("honour_patterns", "honour_words", name))
