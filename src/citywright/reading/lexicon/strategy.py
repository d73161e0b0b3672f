"""Words and patterns of the rules for strategy, programmes, honours, projects and tasks.

In `strategy_patterns.csv` the name of a kind of word in pointed brackets stands for all its words.
"""

import re
from functools import cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.alternatives import alternatives


@cache
def strategy_words(kind: str) -> tuple[str, ...]:
    """Words of one kind in `strategy_words.csv`, longest first."""
    found = {
        word
        for row in rows("strategy_words")
        if row["kind"] == kind
        for word in row["words"].split("|")
    }
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@cache
def strategy_pattern(name: str) -> re.Pattern[str]:
    """One pattern of `strategy_patterns.csv`, with its kinds of word filled in."""
    (found,) = (row["pattern"] for row in rows("strategy_patterns") if row["name"] == name)
    return re.compile(re.sub(r"<(\w+)>(?!\?)", _alternatives, found))


def _alternatives(mark: re.Match[str]) -> str:
    kind = mark[1]
    if mark.string[: mark.start()].endswith("?P"):
        return mark[0]
    return alternatives(strategy_words(kind))
