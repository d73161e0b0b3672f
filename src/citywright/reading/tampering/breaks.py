"""What a span breaks: words that belong together and would meet if it were not there.

    weight(place) = 1 or 0.7 where no noun can stand there, -0.5 where only a noun can, 0 else

No noun stands between a verb of change and its number, a number and its unit, an adverb and its verb, inside
a word or a phrase that the text has elsewhere, nor behind a whole clause before its mark. A verb before a
span, a preposition, or a kind of thing behind it want a noun. `tampering_breaks.csv` holds the pairs.
"""

from collections.abc import Iterable

from citywright.reading.pairs import Pairs
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import begins_with_act, ends_in_act, in_dictionary
from citywright.reading.tampering.table import pattern, weights_between

WINDOW = 10
"""Characters on each side of a span that tell what it breaks."""
SURE, LIKELY = 1.0, 0.7
DIVISION = (3, 4, 5)
"""Characters of the full name of a division."""
ACT = 5
"""Characters that hold the last word before a span."""
JOINED = ((1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Characters from the left and from the right that may make a word or a phrase."""


def break_weights(pairs: Pairs, length: int, places: Iterable[int]) -> list[float]:
    """Weight of each place of a span."""
    return [_weight(pairs, place, place + length) for place in places]


def _weight(pairs: Pairs, start: int, end: int) -> float:
    text = pairs.text
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    best = max(weights_between("tampering_breaks", before, after), default=0.0)
    if best < SURE and (_parts_an_act(before, after) or _joins(pairs, before, after)):
        return SURE
    if best < LIKELY and _leads_division(before, after):
        return LIKELY
    return best


def _parts_an_act(before: str, after: str) -> bool:
    return pattern("tampering_before_act").search(before) is not None and begins_with_act(after)


def _joins(pairs: Pairs, before: str, after: str) -> bool:
    """Whether a word, or a phrase that stands elsewhere in the text, goes on across the span.

    Behind a verb or a joining word nothing is told, for its object may be named more closely there.
    """
    if ends_in_act(before[-ACT:]):
        return False
    meet = bool(before and after) and pairs.places(before[-1] + after[0])
    for left, right in JOINED:
        whole = before[-left:] + after[:right]
        if len(whole) < left + right or not pattern("tampering_all_han").match(whole):
            continue
        is_word = min(left, right) == 1 and in_dictionary(whole)
        if is_word or (meet and pairs.places(whole)):
            return True
    return False


def _leads_division(before: str, after: str) -> bool:
    """Whether the full name of a division begins behind a span that begins a clause."""
    is_open = pattern("tampering_clause").search(before) is not None
    return is_open and any(after[:size] in divisions().codes for size in DIVISION)
