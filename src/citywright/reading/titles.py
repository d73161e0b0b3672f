"""The title line of a document whose first line is none: a menu, the name of the body, a number."""

from dataclasses import replace

from citywright.reading.heading import (
    LONGEST_ENGLISH_TITLE,
    LONGEST_TITLE,
    Head,
)
from citywright.reading.honours.named import is_honour
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.view import View

LOOKED = 15
"""Lines from the top in which a title is looked for."""
KINDS = ("bulletin", "work_report", "award_list", "five_year_plan", "policy_notice")
"""Kinds with a pattern `title_<kind>`, in the order in which they are asked."""
DEFAULT, NOTICE, AWARD = "meeting_report", "policy_notice", "award_list"
MOST = 0.6
"""Share of the numbered headings that are honours in a list of awards."""
SHORT_TITLE = 12
"""Characters up to which a first line may be a menu or the name of a body."""


def with_title(view: View, head: Head) -> Head:
    """The head with the kind, title and year of the first line near the top that names a kind.

    Only where the first line names none; a document stays what it was where no line does.
    """
    if head.kind in (DEFAULT, NOTICE) and _is_award(view):
        head = replace(head, kind=AWARD)
    if head.kind not in (DEFAULT, AWARD) or _kind(head.title or ""):
        kind = _kind(head.title or "")
        return head if kind is None or head.kind != DEFAULT else replace(head, kind=kind)
    if head.kind == AWARD and head.title and len(head.title) > SHORT_TITLE:
        return head
    limit = LONGEST_TITLE if head.language == "zh" else LONGEST_ENGLISH_TITLE
    for start, end in paragraphs(view)[:LOOKED]:
        line = view.text[start:end].strip()
        if strategy_pattern("sentence_like").search(line):
            return head
        kind = _kind(line) if len(line) <= limit else None
        if kind:
            year = strategy_pattern("plain_year").search(line)
            kind = AWARD if head.kind == AWARD else kind
            return replace(head, kind=kind, title=line, year=int(year[1]) if year else head.year)
    return head


def _is_award(view: View) -> bool:
    """Whether most numbered headings name an honour or say how many receive it, in a text that confers."""
    lines = [view.text[start:end] for start, end in paragraphs(view)]
    numbered = [line for line in lines if strategy_pattern("numbered_line").match(line)]
    marks = [strategy_pattern("honour_line").match(line) for line in numbered]
    counts = strategy_pattern("honour_count")
    heads = [one for one in marks if one and (is_honour(one["what"]) or counts.search(one["what"]))]
    enough = heads and len(heads) >= MOST * len(numbered)
    return bool(enough and strategy_pattern("award_words").search(view.text))


def _kind(line: str) -> str | None:
    return next((kind for kind in KINDS if strategy_pattern(f"title_{kind}").search(line)), None)
