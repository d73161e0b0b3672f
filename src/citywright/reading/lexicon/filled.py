"""Patterns with words filled in: both stand in tables of their own.

In a table of patterns <kind> stands for all words of a kind, and <@name> for another pattern.
"""

import re
from functools import cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.alternatives import alternatives

PATTERN = re.compile(r"<@(\w+)>")
KIND = re.compile(r"(?<!\?P)<(\w+)>")
"""The name of a kind, and not that of a group."""


@cache
def words_of(table: str, kind: str) -> tuple[str, ...]:
    """Words of one kind in a table, in any number of rows; longest first."""
    found = {word for row in rows(table) if row["kind"] == kind for word in row["words"].split("|")}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@cache
def filled(table: str, words: str, name: str) -> str:
    """One pattern of a table, with its kinds of word (from the table `words`) and other patterns."""
    (found,) = (row["pattern"] for row in rows(table) if row["name"] == name)
    found = PATTERN.sub(lambda mark: f"(?:{filled(table, words, mark[1])})", found)
    return KIND.sub(lambda mark: alternatives(words_of(words, mark[1])), found)
