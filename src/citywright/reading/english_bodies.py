"""English names of bodies: runs of words in capitals around a word for a body or a firm.

A name goes over the end of a line only where the line is one of running text that goes on in the next.
"""

from itertools import pairwise

from citywright.reading.chinese_bodies import longest
from citywright.reading.lexicon.entities import entity_pattern

Span = tuple[int, int]
RULES = (
    "english_company", "english_body", "english_named", "english_of", "english_party",
    "english_network", "english_capitals",
)  # fmt: skip
WRAPPED, WIDEST = 50, 120
"""Characters from which a line may go on in the next one, in a text of which no line is wider."""
BARRIER = "\0"
"""What stands, while names are looked for, where a line ends and its text too."""
AHEAD = 80
BEFORE = 30


def english_bodies(text: str) -> list[Span]:
    """Spans of all English names of bodies, the longest where one stands in another."""
    text = in_lines(text)
    found = []
    for rule in RULES:
        for mark in entity_pattern(rule).finditer(text):
            start, end = mark.span()
            while lead := entity_pattern("english_lead").match(text, start, end):
                start = lead.end()
            end = _first_of_two(text, start, end)
            if _is_body(text, start, end):
                found.append((start, end))
    found += [
        mark.span("name")
        for mark in entity_pattern("english_headed").finditer(text)
        if not entity_pattern("english_abroad").fullmatch(mark["name"])
    ]
    return longest(found)


def in_lines(text: str) -> str:
    """The text, as long as it is, with a barrier at each end of a line that is no wrapped running text."""
    lines = text.split("\n")
    if max(map(len, lines)) > WIDEST:
        return text.replace("\n", BARRIER)
    parts = [lines[0]]
    for line, following in pairwise(lines):
        row = entity_pattern("english_row").search(line + following)
        wrapped = len(line) >= WRAPPED and following[:1].isalnum() and not row
        parts += ["\n" if wrapped else BARRIER, following]
    return "".join(parts)


def _is_body(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name.split()) < 2 or entity_pattern("english_body_not").search(name):
        return False
    if entity_pattern("english_site").search(name) is None:
        return True
    built = entity_pattern("english_built_before").search(text[max(0, start - BEFORE) : start])
    return not (built or entity_pattern("english_work_on").match(text, end, end + AHEAD))


def _first_of_two(text: str, start: int, end: int) -> int:
    """End of the first body where a second one, a firm, follows behind "and"."""
    cut = entity_pattern("english_second_firm").search(text, start, end)
    return cut.start() if cut else end
