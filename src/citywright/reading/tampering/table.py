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
