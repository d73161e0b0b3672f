"""Patterns and units of the rules for dates and quantities.

In `quantity_patterns.csv`, <zh> and <en> stand for all units of a language, <onset> for the first
characters of the Chinese ones.
"""

import re
from collections.abc import Iterator
from functools import cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.alternatives import alternatives


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """One pattern of `quantity_patterns.csv`, with its units filled in."""
    (found,) = (row["pattern"] for row in rows("quantity_patterns") if row["name"] == name)
    for language in ("zh", "en"):
        if f"<{language}>" in found:
            found = found.replace(f"<{language}>", _alternatives(language))
    if "<onset>" in found:
        first = {row["word"][0] for row in rows("units") if row["language"] == "zh"}
        found = found.replace("<onset>", "".join(sorted(first - {"%"})))
    return re.compile(found)


def hits_of(name: str, text: str) -> Iterator[re.Match[str]]:
    """All hits of a pattern, in order, tried only at the characters of its pattern `<name>_onset`.

    A pattern that begins with what must not stand before it would else be tried at every character.
    """
    whole, end = pattern_of(name), 0
    for onset in pattern_of(f"{name}_onset").finditer(text):
        if onset.start() >= end and (hit := whole.match(text, onset.start())):
            end = hit.end()
            yield hit


@cache
def unit_facts(word: str) -> tuple[str, float] | None:
    """Unit of the project's register for a unit as said, and how many of it one is; else None."""
    for row in rows("units"):
        if row["word"] == word and row["si_unit"]:
            return row["si_unit"], float(row["factor"])
    return None


@cache
def numerals(kind: str) -> dict[str, float]:
    """Characters of written-out numbers of one kind (digit, small, large, half, animal)."""
    return {row["word"]: float(row["value"]) for row in rows("numerals") if row["kind"] == kind}


def _alternatives(language: str) -> str:
    return alternatives(row["word"] for row in rows("units") if row["language"] == language)
