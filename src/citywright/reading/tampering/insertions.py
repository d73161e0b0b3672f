"""Spans put in where nothing stood: between words that belong together, or inside longer names.

An insertion weighs 1.5 for each verb of change that it parts from its number and 1 for each parted word or
stray spot; a span inside names 1.5 for each name, where bodies of different kinds share it behind a place.
"""

from citywright.reading.pairs import Places
from citywright.reading.tampering.known import begins_with_act, ends_in_place, in_dictionary
from citywright.reading.tampering.repeats import SHORTEST
from citywright.reading.tampering.slots import Slots
from citywright.reading.tampering.table import advert_weight, names_office, names_trade, pattern

NAME = 6
"""Characters before a span in which the name of a division is looked for."""
AROUND = 5
"""Characters on each side of a place that make its surroundings."""
CHECKED = 50
"""Places of a span that are looked up in the dictionary."""


def insertion_score(text: str, words: str, places: Places, ends: Places, found: Slots) -> float:
    """Places where the span parts what belongs together: a verb of change and its number, a word."""
    number = found.before["number_before"][places] * found.after["number_after"][ends]
    advert = advert_weight(words)
    first = list(zip(places[:CHECKED], ends[:CHECKED], strict=True))
    parted = sum(_parts_a_word(text, a, b) for a, b in first)
    stray = sum(_is_stray(text, a, b) for a, b in first)
    stray += sum(_parts_a_phrase(text, a, b) for a, b in first)
    if not advert and max(float(number.sum()), stray + parted) < 2 * len(places) / 3:
        return 0.0
    if not number.sum() + parted + stray or _is_torn(text, words, places[:CHECKED]):
        return 0.0
    return 1.5 * float(number.sum()) + 1.0 * (parted + stray) + advert


def inside_score(text: str, words: str, places: Places, count: int) -> float:
    """Places inside longer names: a place or a level of government before it, the end of a body behind it.

    The bodies are of different kinds, or offices: what those are for is said in words of their own.
    """
    ahead, kinds, inside = pattern("tampering_body_ahead"), set(), 0
    for a in places.tolist():
        end = ahead.match(text, a + len(words))
        if end and _is_behind_place(text[max(0, a - NAME) : a]):
            inside += 1
            kinds.add(end.lastgroup)
    if inside <= count / 2:
        return 0.0
    strange = len(kinds) > 1 or ("office" in kinds and not names_office(words))
    own = len(words) > SHORTEST and strange and not names_trade(words)
    if not own and not advert_weight(words):
        return 0.0
    return 1.5 * inside + advert_weight(words) / 2


def stands_inside(text: str, words: str, places: list[int]) -> bool:
    """Whether a body ends behind a span, and a place before it, at two of some places."""
    ahead = pattern("tampering_body_ahead")
    ends = [a for a in places if ahead.match(text, a + len(words))]
    return len(ends) > 1 and sum(_is_behind_place(text[max(0, a - NAME) : a]) for a in ends) > 1


def _is_behind_place(before: str) -> bool:
    return pattern("tampering_level").search(before) is not None or ends_in_place(before)


def _is_stray(text: str, start: int, end: int) -> bool:
    """Whether a span stands where no word can: behind a whole clause, or before one that begins anew."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    closes = pattern("tampering_closed").search(before) and pattern("tampering_stop").match(after)
    opens = pattern("tampering_stop").match(before[-1:]) and pattern("tampering_anew").match(after)
    parts = pattern("tampering_noun_end").search(before) and pattern("tampering_verb").match(after)
    return bool(closes or opens or parts)


def _parts_a_phrase(text: str, start: int, end: int) -> bool:
    """Whether a span stands where no noun can: between a small word and its verb, a number and its unit."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if pattern("tampering_number_before").search(before):
        return pattern("tampering_unit_behind").match(after) is not None
    if pattern("tampering_bound_behind").match(after):
        return True
    return pattern("tampering_before_act").search(before) is not None and begins_with_act(after)


def _is_torn(text: str, words: str, places: Places) -> bool:
    """Whether the span is a piece of a longer expression: mostly, a word goes on before it."""
    torn = sum(
        any(in_dictionary(text[max(0, a - k) : a] + words[:1]) for k in (1, 2) if a) for a in places
    )
    return torn > len(places) / 2


def _parts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word of three or four characters goes on across the span."""
    left, right = text[max(0, start - 3) : start], text[end : end + 3]
    for a in (1, 2, 3):
        for b in (1, 2, 3):
            whole = left[-a:] + right[:b]
            if 3 <= a + b <= 4 and len(whole) == a + b and in_dictionary(whole):
                return True
    return False
