"""The tables of this part of the room: patterns, and lists of words by kind."""

import re
from functools import cache
from itertools import islice

from citywright.reading.lexicon import rows

MOSTLY = 0.1
"""Share of Chinese characters from which a text is read as Chinese."""


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of `tampering_patterns.csv`."""
    (found,) = (row["pattern"] for row in rows("tampering_patterns") if row["name"] == name)
    return re.compile(found)


@cache
def listed(kind: str) -> tuple[str, ...]:
    """Words of one kind in `tampering_words.csv`."""
    return tuple(row["word"] for row in rows("tampering_words") if row["kind"] == kind)


def is_chinese(text: str) -> bool:
    """Whether a text is read as Chinese, by the share of its characters."""
    letters = pattern("tampering_han").finditer(text)
    return next(islice(letters, int(MOSTLY * len(text)), None), None) is not None


def advert_weight(words: str) -> float:
    """Weight of words of shop windows and web pages, at most 2; an address, or another script, has it all."""
    if any(pattern(f"tampering_{one}").search(words) for one in ("domain", "other_script_line")):
        return 2.0
    return min(2.0, float(sum(word in words for word in listed("register"))))


def names_trade(words: str) -> bool:
    """Whether words say what a firm makes or deals in."""
    return any(trade in words for trade in listed("trade"))


def names_office(words: str) -> bool:
    """Whether at least half of the characters are words for what offices are for."""
    return 2 * sum(len(one) for one in _offices().findall(words)) >= len(words)


@cache
def _offices() -> re.Pattern[str]:
    return re.compile("|".join(sorted(listed("office"), key=len, reverse=True)))
