"""The tables of this part of the room: patterns, and lists of words by kind."""

import re
from functools import cache

from citywright.reading.lexicon import rows


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of `tampering_patterns.csv`."""
    (found,) = (row["pattern"] for row in rows("tampering_patterns") if row["name"] == name)
    return re.compile(found)


@cache
def listed(kind: str) -> tuple[str, ...]:
    """Words of one kind in `tampering_words.csv`."""
    return tuple(row["word"] for row in rows("tampering_words") if row["kind"] == kind)


def advert_weight(words: str) -> float:
    """Weight of words of shop windows and web pages, at most 2."""
    return min(2.0, float(sum(word in words for word in listed("register"))))


def names_trade(words: str) -> bool:
    """Whether words say what a firm makes or deals in."""
    return any(trade in words for trade in listed("trade"))
