"""Labels that a line puts before a number: what it measures, and whether it is the goal or the level before.

So "Indicator: tea  Base (2017): 0.9  Goal: 3".
"""

import re

from citywright.reading.lexicon.quantities import pattern_of


def label_before(text: str, at: int) -> str | None:
    """goal or base, by the label that stands directly before a number; None without one."""
    colon = text.rfind(":", 0, at)
    if colon < 0 or not pattern_of("labels_next").fullmatch(text, colon + 1, at):
        return None
    for kind in ("goal", "base"):
        if pattern_of(f"{kind}_label").search(text, 0, at):
            return kind
    return None


def name_labelled(text: str, at: int) -> str | None:
    """What a line names as its indicator before a place."""
    names: list[re.Match[str]] = list(pattern_of("name_label").finditer(text, 0, at))
    return names[-1]["name"] if names else None


def words_before(text: str, start: int, at: int) -> str:
    """The words of a clause before a number; where there are none, those before its colon.

    start : of the clause; at : of the number
    """
    if not pattern_of("en_only_compares").match(text[start:at]) or text[start - 1 : start] != ":":
        return text[start:at]
    head = text[: start - 1]
    marks = list(pattern_of("clause_break").finditer(head))
    return head[marks[-1].end() :] if marks else head


def before_each(text: str, start: int) -> str:
    """The clause before one that only says of which each (each county no fewer than 6)."""
    head = text[: max(start - 1, 0)]
    marks = list(pattern_of("clause_break").finditer(head))
    return head[marks[-1].end() :] if marks else head
