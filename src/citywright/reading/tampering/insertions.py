"""Spans put in where nothing stood: between words that belong together, or inside longer names.

An insertion weighs what its places break (`breaks`), once that is enough; a span inside names 1.5 for each
name, where bodies of different kinds share it behind a place.
"""

from citywright.reading.pairs import Pairs, Places
from citywright.reading.tampering.breaks import break_weights
from citywright.reading.tampering.known import (
    begins_with_act,
    ends_in_act,
    ends_in_place,
    in_dictionary,
    is_brand,
)
from citywright.reading.tampering.repeats import SHORTEST
from citywright.reading.tampering.table import (
    advert_weight,
    has_address_or_script,
    listed,
    names_body,
    names_office,
    names_trade,
    pattern,
)

NAME = 6
"""Characters before a span in which the name of a division is looked for."""
AROUND = 5
"""Characters on each side of a place that make its surroundings."""
CHECKED = 50
"""Places of a span that are looked up in the dictionary."""
LEAST = 3
"""Places from which a span may be put in."""
BROKEN, SHARE = 1.9, 0.4
"""What the places of a span must break in all, and on average."""
FEW = 0.2
"""What they must break on average where none of them wants a noun and all differ."""
FOUND = 3.0
"""Score of a span that is put in, without what its places break."""


def insertion_score(words: str, places: Places, pairs: Pairs) -> float:
    """Sum of what the places break, if that is enough of them, or if no place wants a noun and all differ.

    Words of shop windows stand for a broken place, and for the differences.
    """
    text, count = pairs.text, len(places)
    first = places[:CHECKED].tolist()
    if count < LEAST or _goes_on(text, len(words), first):
        return 0.0
    if _is_torn(text, words, first) or _is_formula(text, words, first):
        return 0.0
    weights = break_weights(pairs, len(words), first)
    broken, nouns = sum(w for w in weights if w > 0), sum(w for w in weights if w < 0)
    offer = advert_weight(words)
    if not broken and not offer:
        return 0.0
    is_shop = words.endswith(listed("shop_end"))
    if names_body(words) and (nouns or not is_shop or broken < max(2, count / 2)):
        return 0.0
    net = broken + nouns + min(1.0, offer)
    if net >= BROKEN and broken + nouns >= SHARE * len(first) - min(1.0, offer):
        return FOUND + net
    if nouns or len(words) <= SHORTEST:
        return 0.0
    is_enough = count > LEAST and broken >= max(1.0, FEW * len(first))
    if is_enough and _all_differ(text, len(words), first):
        return FOUND + broken
    return FOUND + broken if offer and broken >= FEW * len(first) else 0.0


def script_score(text: str, words: str, places: list[int]) -> float:
    """Places of an address or of another script right before or behind Chinese words, if nearly all are so.

    An address that is asked for (log on to, see), or of an office, belongs there.
    """
    if pattern("tampering_official").search(words) or not has_address_or_script(words):
        return 0.0
    joined = sum(_is_joined(text, a, a + len(words)) for a in places)
    return float(joined) if joined > len(places) / 2 else 0.0


def _is_joined(text: str, start: int, end: int) -> bool:
    if pattern("tampering_asked_site").search(text[max(0, start - AROUND) : start]):
        return False
    han = pattern("tampering_han")
    return any(han.match(one) for one in (text[start - 1 : start], text[end : end + 1]))


def _is_formula(text: str, words: str, places: list[int]) -> bool:
    """Whether a span is a unit behind numbers, or begins with a verb or a joining word: formulas do."""
    if pattern("tampering_joint").match(words):
        return True
    behind = sum(text[a - 1 : a].isdigit() for a in places)
    is_act = begins_with_act(words) or ends_in_act(words)
    return 2 * behind > len(places) or (is_act and not advert_weight(words))


def _goes_on(text: str, length: int, places: list[int]) -> bool:
    """Whether the same letter stands before or behind all places: then the span is but a piece."""
    for side in (
        {text[a - 1 : a] for a in places},
        {text[a + length : a + length + 1] for a in places},
    ):
        if len(side) == 1 and next(iter(side)).isalpha():
            return True
    return False


def _all_differ(text: str, length: int, places: list[int]) -> bool:
    sides = [(text[max(0, a - 2) : a], text[a + length : a + length + 2]) for a in places]
    return all(len(set(side)) == len(places) for side in zip(*sides, strict=True))


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
    # a school may be called after a trade, and a hospital of it; three kinds share no brand of it
    is_branded = len(kinds) > 2 and is_brand(words)
    own = len(words) > SHORTEST and strange and (is_branded or not names_trade(words))
    if not own and not advert_weight(words):
        return 0.0
    return 1.5 * inside + advert_weight(words) / 2


def _is_behind_place(before: str) -> bool:
    return pattern("tampering_level").search(before) is not None or ends_in_place(before)


def _is_torn(text: str, words: str, places: list[int]) -> bool:
    """Whether the span is a piece of a longer expression: mostly, a word goes on before it."""
    torn = sum(
        any(in_dictionary(text[max(0, a - k) : a] + words[:1]) for k in (1, 2) if a) for a in places
    )
    return torn > len(places) / 2
