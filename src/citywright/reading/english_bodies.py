"""English names of bodies: runs of words in capitals around a word for a body or a firm."""

from citywright.reading.chinese_bodies import longest
from citywright.reading.lexicon.entities import entity_pattern

Span = tuple[int, int]
RULES = ("english_company", "english_body", "english_named", "english_of", "english_party")


def english_bodies(text: str) -> list[Span]:
    """Spans of all English names of bodies, the longest where one stands in another."""
    found = []
    for rule in RULES:
        for mark in entity_pattern(rule).finditer(text):
            start, end = mark.span()
            while lead := entity_pattern("english_lead").match(text, start, end):
                start = lead.end()
            last_line = text.rfind("\n\n", start, end)
            start = start if last_line < 0 else last_line + 2
            end = _first_of_two(text, start, end)
            name = text[start:end]
            if len(name.split()) > 1 and not entity_pattern("english_body_not").search(name):
                found.append((start, end))
    return longest(found)


def _first_of_two(text: str, start: int, end: int) -> int:
    """End of the first body where a second one, a firm, follows behind "and"."""
    cut = entity_pattern("english_second_firm").search(text, start, end)
    return cut.start() if cut else end
