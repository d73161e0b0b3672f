"""Words and patterns of the rules for honours.

In `honour_patterns.csv` the name of a kind of word in pointed brackets stands for all its words, and a
name after an at sign for another pattern.
"""

import re
from functools import cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.alternatives import alternatives


@cache
def honour_words(kind: str) -> tuple[str, ...]:
    """Words of one kind in `honour_words.csv`, in any number of rows."""
    found = {
        word
        for row in rows("honour_words")
        if row["kind"] == kind
        for word in row["words"].split("|")
    }
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@cache
def honour_pattern(name: str) -> re.Pattern[str]:
    """One pattern of `honour_patterns.csv`, with its kinds of word and other patterns filled in."""
    return re.compile(_filled(name))


@cache
def _filled(name: str) -> str:
    (found,) = (row["pattern"] for row in rows("honour_patterns") if row["name"] == name)
    found = re.sub(r"<@(\w+)>", lambda mark: f"(?:{_filled(mark[1])})", found)
    return re.sub(r"(?<!\?P)<([a-z_]+)>", lambda mark: alternatives(honour_words(mark[1])), found)
