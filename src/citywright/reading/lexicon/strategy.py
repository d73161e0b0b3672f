"""Words and patterns of the rules for strategy, programmes, projects and tasks."""

import re
from functools import cache

from citywright.reading.lexicon.filled import filled, words_of


def strategy_words(kind: str) -> tuple[str, ...]:
    """Words of one kind in `strategy_words.csv`, longest first."""
    return words_of("strategy_words", kind)


@cache
def strategy_pattern(name: str) -> re.Pattern[str]:
    """One pattern of `strategy_patterns.csv`, with its kinds of word and other patterns filled in."""
    return re.compile(filled("strategy_patterns", "strategy_words", name))
