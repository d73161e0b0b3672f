"""What is called an honour: words that end like one, and the name without what only leads to it."""

from citywright.reading.honours.names import bare
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern


def is_honour(words: str) -> bool:
    """Whether words end like the name of an honour, with or without how many receive it."""
    plain = bare(words).strip('“”" :')
    kinds = ("honour_end_any", "honour_end_en", "honour_start")
    return any(honour_pattern(one).search(plain) for one in kinds)


def plain_honour(words: str) -> str:
    """The name of an honour: without marks around the whole, and without the level before a mark."""
    words = honour_pattern("level_prefix").sub("", " ".join(words.split()))
    words = honour_pattern("title_behind").sub("", words)
    whole = strategy_pattern("quoted_words").fullmatch(words)
    return whole[1] if whole else words
