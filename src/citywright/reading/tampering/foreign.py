"""Foreign spans: one and the same span, at home nowhere else, in several slots of a Chinese text.

    score = sum over its places of the slot's weight,  foreign where score >= 3 with enough strong slots

A name that belongs there is a division, a word of the dictionary, or ends as bodies and things do;
its characters are at home in the rest of the text. A foreign span is none of that. Words of shop
windows count only as a weight where slots alone are weak (a firm, an insertion), never by themselves.
"""

from dataclasses import dataclass

import numpy as np

from citywright.reading.pairs import Pairs, Places, pairs_of
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import ends_in_place, in_dictionary, is_known
from citywright.reading.tampering.repeats import SHORTEST, Repeat, repeats
from citywright.reading.tampering.slots import Slots, slots
from citywright.reading.tampering.table import listed, pattern
from citywright.reading.view import View

ENOUGH = 3.0
"""Sum of slot weights from which a span is foreign."""
STRONG = 1.5
"""Weight from which a slot is strong: a word follows that only a place, a body or a firm can have."""
CITY = 2.0
"""Weight of the slot before the word for city, which the name of a body or a thing never fills."""
MEAN = 0.45
"""Weight that the slots must have on average."""
CLEAR = 0.9
NOVEL = 0.6
"""Least share of a span's pairs of characters that stand nowhere else in the text."""


LEAST = 3
"""Places from which a span may be foreign; two are enough where both are slots of a city."""
PAIR = 3.5
"""Score that a span with two places needs."""
NAME = 6
"""Characters before a span in which the name of a division is looked for."""
AROUND = 5
"""Characters on each side of a place that make its surroundings."""
CHECKED = 50
"""Places of a span that are looked up in the dictionary."""


@dataclass(frozen=True)
class Foreign:
    """A foreign span of the view.

    text : its words; places : where it starts; role : place, county, province, body, firm, insertion, inside
    score : sum of the weights of its slots
    """

    text: str
    places: tuple[int, ...]
    role: str
    score: float


def foreign_spans(view: View) -> list[Foreign]:
    """Foreign spans of a text, best first; they do not overlap."""
    text, pairs = view.text, pairs_of(view)
    found = slots(text)
    after = np.sum([*found.after.values()], axis=0).tolist()
    before = np.sum([*found.before.values()], axis=0).tolist()
    judged: dict[str, Foreign | None] = {}
    for one in repeats(text):
        cut = _trimmed(text, _without_tail(one, found.cut))
        words = text[cut.places[0] : cut.places[0] + cut.length]
        if cut.length < SHORTEST or words in judged:
            continue
        ends = [place + cut.length for place in cut.places]
        if len(ends) < LEAST and any(found.after["place"][end] < CITY for end in ends):
            continue
        most = sum(after[end] for end in ends) + sum(before[place] for place in cut.places)
        if most >= ENOUGH - 1 or _register(words):
            judged[words] = _judged(text, words, found, pairs)
    return _apart([one for one in judged.values() if one])


def _without_tail(one: Repeat, cut: bytes) -> Repeat:
    """A repeat up to the first word of a slot that follows it at every place.

    One that is followed by such a word itself stays whole.
    """
    if any(cut[place + one.length] for place in one.places):
        return one
    first, last = one.places[0] + SHORTEST, one.places[0] + one.length
    while (first := cut.find(1, first, last)) >= 0:
        length = first - one.places[0]
        if all(cut[place + length] for place in one.places):
            return Repeat(length, one.places)
        first += 1
    return one


def _trimmed(text: str, one: Repeat) -> Repeat:
    """A repeat without blanks and marks at its ends, and without a bracket that has no partner in it."""
    words = text[one.places[0] : one.places[0] + one.length]
    body = pattern("tampering_core").search(words)
    if body is None:
        return Repeat(0, one.places)
    a, b = body.span("core")
    return Repeat(b - a, [place + a for place in one.places])


def _judged(text: str, words: str, found: Slots, pairs: Pairs) -> Foreign | None:
    # what costs least is asked first: most spans are at home
    if pairs.novelty(words) < NOVEL or _is_at_home(words) or _holds_division(words):
        return None
    everywhere = pairs.places(words)
    novelty = pairs.novelty(words, len(everywhere))
    places = _different(text, len(words), everywhere)
    if novelty < NOVEL or len(places) < 2:
        return None
    ends = places + len(words)
    is_city = novelty >= CLEAR and (found.after["place"][ends] >= CITY).sum() > 1
    is_firm = bool((found.after["legal_form"][ends] > 0).any())
    with_kind = {text[places[0] : ends[0] + k] for k in (1, 2, 3)}
    if not (is_city or is_firm) and words.endswith(listed("body_end")):
        return None
    if any(map(is_known, with_kind)) or _is_in_division(text, places, len(words)):
        return None
    scores = _scores(text, words, places, found)
    role = max(scores, key=lambda name: scores[name])
    enough = max(ENOUGH, MEAN * len(places))
    if len(places) < LEAST and (role != "place" or scores[role] < PAIR or len(words) <= SHORTEST):
        return None
    if scores[role] < enough or not _has_strong(words, role, ends, found):
        return None
    return Foreign(words, tuple(everywhere), role, scores[role])


def _scores(text: str, words: str, places: Places, found: Slots) -> dict[str, float]:
    """Sum of the weights of the slots, by what stands in such slots."""
    ends = places + len(words)
    return {
        "place": _place_score(words, places, ends, found),
        "county": float(found.after["county"][ends].sum()),
        "province": float(found.after["province"][ends].sum()),
        "body": float(found.after["body"][ends].sum() + found.before["body"][places].sum()),
        "firm": _firm_score(words, places, ends, found),
        "insertion": _insertion_score(text, words, places, ends, found),
        "inside": _inside_score(text, words, places[:CHECKED], len(places)),
    }


def _holds_division(words: str) -> bool:
    """Whether a span begins with the full name of a division of three characters or more."""
    return any(words[:size] in divisions().codes for size in range(SHORTEST, len(words)))


def _is_in_division(text: str, places: Places, length: int) -> bool:
    """Whether a span only stands inside the full names of divisions, as the word for a kind of them does."""
    return all(
        any(
            text[start:end] in divisions().codes
            for start in range(max(0, a - NAME), a + 1)
            for end in range(a + length, min(a + length + NAME, len(text)) + 1)
        )
        for a in places[:CHECKED].tolist()
    )


def _different(text: str, length: int, places: list[int]) -> Places:
    """One place for each surrounding: a passage that repeats as a whole says nothing new."""
    first: dict[str, int] = {}
    for a in places:
        b = a + length
        first.setdefault(text[max(0, a - AROUND) : a] + "\0" + text[b : b + AROUND], a)
    return np.array(sorted(first.values()), dtype=np.int64)


def _is_at_home(words: str) -> bool:
    letters = pattern("tampering_letters")
    if all(letters.match(one) for one in words):
        return not any(one.isalpha() for one in words)
    return in_dictionary(words) or ends_in_place(words)


def _place_score(words: str, places: Places, ends: Places, found: Slots) -> float:
    after = np.maximum(found.after["place"][ends], found.after["body_of_place"][ends])
    if _is_common_before_city(words):
        after = np.minimum(after, 0.5)
    before = found.before["place"][places]
    return float((after + np.minimum(before, 1.0)).sum())


def _is_common_before_city(words: str) -> bool:
    return words.endswith(listed("before_city"))


def _firm_score(words: str, places: Places, ends: Places, found: Slots) -> float:
    """A firm by law names its trade before its legal form; a span without one in that place is foreign."""
    forms = float((found.after["legal_form"][ends] > 0).sum())
    weights = found.after["firm"][ends] + found.before["firm"][places]
    register = _register(words)
    tradeless = forms if not _names_trade(words) else 0.0
    if not register and not tradeless:
        return 0.0
    return float(weights.sum()) + register + tradeless - 1.0


def _names_trade(words: str) -> bool:
    return any(trade in words for trade in listed("trade"))


def _insertion_score(text: str, words: str, places: Places, ends: Places, found: Slots) -> float:
    """Places where the span parts what belongs together: a verb of change and its number, a word."""
    number = found.before["number_before"][places] * found.after["number_after"][ends]
    register = _register(words)
    first = list(zip(places[:CHECKED], ends[:CHECKED], strict=True))
    parted = sum(_parts_a_word(text, a, b) for a, b in first)
    stray = sum(_is_stray(text, a, b) for a, b in first)
    if not register and max(float(number.sum()), stray) < 2 * len(places) / 3:
        return 0.0
    if not number.sum() + parted + stray or _is_torn(text, words, places[:CHECKED]):
        return 0.0
    return 1.5 * float(number.sum()) + 1.0 * (parted + stray) + register


def _inside_score(text: str, words: str, places: Places, count: int) -> float:
    """Places inside longer names: a place before it, behind it the ends of bodies of different kinds."""
    ahead, kinds, inside = pattern("tampering_body_ahead"), set(), 0
    for a in places.tolist():
        end = ahead.match(text, a + len(words))
        if end and ends_in_place(text[max(0, a - NAME) : a]):
            inside += 1
            kinds.add(end.lastgroup)
    if inside <= count / 2:
        return 0.0
    own = len(words) > SHORTEST and len(kinds) > 1 and not _names_trade(words)
    if not own and not _register(words):
        return 0.0
    return 1.5 * inside + _register(words) / 2


def _is_stray(text: str, start: int, end: int) -> bool:
    """Whether a span stands where no word can: behind a whole clause, or before one that begins anew."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    closes = pattern("tampering_closed").search(before) and pattern("tampering_stop").match(after)
    opens = pattern("tampering_stop").match(before[-1:]) and pattern("tampering_anew").match(after)
    parts = pattern("tampering_noun_end").search(before) and pattern("tampering_verb").match(after)
    return bool(closes or opens or parts)


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


def _register(words: str) -> float:
    """Weight of words of shop windows and web pages, at most 2."""
    return min(2.0, float(sum(word in words for word in listed("register"))))


def _has_strong(words: str, role: str, ends: Places, found: Slots) -> bool:
    if role in ("insertion", "inside", "county", "province"):
        return True
    after = found.after[role][ends]
    if role == "place":
        if _is_common_before_city(words):
            return False
        after = np.maximum(after, found.after["body_of_place"][ends])
    return bool((after >= STRONG).any())


def _apart(found: list[Foreign]) -> list[Foreign]:
    """Best first; of two that overlap, the longer one unless the shorter weighs clearly more."""
    order = sorted(
        found, key=lambda one: (-round(one.score * (1 + len(one.text) / 40), 6), one.text)
    )
    kept: list[Foreign] = []
    taken: set[int] = set()
    for one in order:
        spots = {place + k for place in one.places for k in range(len(one.text))}
        if not spots & taken:
            kept.append(one)
            taken |= spots
    return kept
