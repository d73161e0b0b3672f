"""Foreign spans: one and the same span, at home nowhere else, in several slots of a Chinese text.

    score = sum over its places of the slot's weight,  foreign where score >= 3 with enough strong slots

A name that belongs there is a division, a word of the dictionary, or ends as bodies and things do;
its characters are at home in the rest of the text. A foreign span is none of that. Words of shop
windows count only as a weight where slots alone are weak (a firm, an insertion), never by themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from citywright.reading.pairs import Pairs, Places, pairs_of
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.insertions import (
    AROUND,
    CHECKED,
    NAME,
    insertion_score,
    inside_score,
    script_score,
    stands_inside,
)
from citywright.reading.tampering.known import ends_in_act, ends_in_place, in_dictionary, is_known
from citywright.reading.tampering.repeats import SHORTEST, Repeat, repeats
from citywright.reading.tampering.slots import Slots, Weights, slots
from citywright.reading.tampering.table import (
    advert_weight,
    listed,
    names_body,
    names_trade,
    offer_weight,
    pattern,
    says_trade,
)
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
ROOTLESS = ("insertion", "inside")
"""Roles that need no slot of their own."""
PAIR = 3.5
"""Score that a span with two places needs."""


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
    wordings = (cut for one in repeats(text) for cut in _wordings(text, one, found.cut))
    for cut in (_trimmed(text, one) for one in wordings):
        words = text[cut.places[0] : cut.places[0] + cut.length]
        if cut.length < SHORTEST or words in judged:
            continue
        ends = [place + cut.length for place in cut.places]
        if len(ends) < LEAST and any(found.after["place"][end] < CITY for end in ends):
            continue
        most = sum(map(after.__getitem__, ends)) + sum(map(before.__getitem__, cut.places))
        may_be = len(ends) >= LEAST or most >= ENOUGH - 1
        if may_be or advert_weight(words) or stands_inside(text, words, cut.places[:LEAST]):
            judged[words] = _judged(text, words, found, pairs)
    return _apart([one for one in judged.values() if one])


def _wordings(text: str, one: Repeat, cut: bytes) -> Iterator[Repeat]:
    """A repeat up to the first word of a slot in it at every place, or as it is where there is none.

    One that such a word follows at some place may be whole, or end in a word of a slot by chance, as
    where each place goes on with the word for city: both are asked.
    """
    inner = pattern("tampering_inner").search(text[one.places[0] : one.places[0] + one.length])
    if inner and (core := inner.span("core")) != (0, one.length):
        yield Repeat(core[1] - core[0], [place + core[0] for place in one.places])
    shorter = _without_tail(one, cut)
    if shorter is None or any(map(cut.__getitem__, [place + one.length for place in one.places])):
        yield one
    if shorter:
        yield shorter


def _without_tail(one: Repeat, cut: bytes) -> Repeat | None:
    first, last = one.places[0] + SHORTEST, one.places[0] + one.length
    while (first := cut.find(1, first, last)) >= 0:
        length = first - one.places[0]
        if all(cut[place + length] for place in one.places):
            return Repeat(length, one.places)
        first += 1
    return None


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
    if _begins_in_place(words, len(everywhere), pairs) and not advert_weight(words):
        return None
    novelty = pairs.novelty(words, len(everywhere))
    places = _different(text, len(words), everywhere)
    if novelty < NOVEL or len(places) < 2:
        return None
    ends = places + len(words)
    seats = np.maximum(found.after["county"][ends], found.after["body_of_place"][ends])
    is_city = ((found.after["place"][ends] >= CITY) | (seats >= STRONG)).sum() > 1
    is_firm = bool((found.after["legal_form"][ends] > 0).any())
    with_kind = {text[places[0] : ends[0] + k] for k in (1, 2, 3)}
    if any(map(is_known, with_kind)) or _is_in_division(text, places, len(words)):
        return None
    scores = _scores(pairs, words, places, found)
    if names_body(words) and not (is_city or is_firm or _governs(text, words, ends, found)):
        scores = {role: scores[role] for role in ROOTLESS}
    role = max(scores, key=lambda name: scores[name])
    enough = max(ENOUGH, MEAN * len(places))
    is_two = is_city and novelty >= CLEAR and len(words) > SHORTEST
    if len(places) < LEAST and not (role == "place" and is_two):
        return None
    if len(places) < LEAST and scores[role] < PAIR:
        return None
    if scores[role] < enough or not _has_strong(text, words, role, ends, found):
        return None
    return Foreign(words, tuple(everywhere), role, scores[role])


def _governs(text: str, words: str, ends: Places, found: Slots) -> bool:
    """Whether what ends as a shop does fills slots of a body alone, and holds a meeting of a government."""
    if not words.endswith(listed("shop_end")) or (found.after["body"][ends] < STRONG).any():
        return False
    meets = pattern("tampering_government_meets")
    return any(meets.match(text, end) for end in ends[:CHECKED].tolist())


def _scores(pairs: Pairs, words: str, places: Places, found: Slots) -> dict[str, float]:
    """Sum of the weights of the slots, by what stands in such slots."""
    text, ends = pairs.text, places + len(words)
    place = _place_score(text, words, places, ends, found)
    script = script_score(text, words, places.tolist())
    return {
        "place": place + script if place >= CLEAR * len(places) else place,
        "county": _kind_score(text, "county", words, ends, found),
        "province": _kind_score(text, "province", words, ends, found),
        "body": _body_score(words, places, ends, found),
        "firm": _firm_score(words, places, ends, found),
        "insertion": max(script, insertion_score(words, places, pairs)),
        "inside": inside_score(text, words, places[:CHECKED], len(places)),
    }


def _holds_division(words: str) -> bool:
    """Whether a span begins with the full name of a division of three characters or more."""
    return any(words[:size] in divisions().codes for size in range(SHORTEST, len(words)))


def _begins_in_place(words: str, count: int, pairs: Pairs) -> bool:
    """Whether a span goes on from the name of a division that stands elsewhere in the text without it."""
    bare = divisions().bare
    return any(
        words[:size] in bare and len(pairs.places(words[:size])) > count
        for size in range(2, len(words) - 1)
    )


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


def _place_score(text: str, words: str, places: Places, ends: Places, found: Slots) -> float:
    after = _of_place(words, places, ends, found)
    if _takes_object(text, words, ends, found):
        after = np.minimum(after, 0.5)
    before = found.before["place"][places]
    return float((after + np.minimum(before, 1.0)).sum())


def _of_place(words: str, places: Places, ends: Places, found: Slots) -> Weights:
    """Weights of the words behind: of a place, of its bodies, of its offices where no level stands before."""
    seats: Weights = np.maximum(found.after["place"][ends], found.after["body_of_place"][ends])
    if pattern("tampering_level").match(words[0]):
        return seats
    offices: Weights = found.after["office"][ends] * (found.before["level"][places] == 0)
    both: Weights = np.maximum(seats, offices)
    return both


def _kind_score(text: str, kind: str, words: str, ends: Places, found: Slots) -> float:
    return 0.0 if _takes_object(text, words, ends, found) else float(found.after[kind][ends].sum())


def _takes_object(text: str, words: str, ends: Places, found: Slots) -> bool:
    """Whether the word for city behind a span is said of it, as in "all of the city", "heard the city".

    A verb may end an advert too; then the span fills other slots of a place as well.
    """
    if words.endswith(listed("before_city")) or _is_class(text, ends):
        return True
    if not ends_in_act(words) or advert_weight(words) or _signs(text, words, ends):
        return False
    is_other = found.after["place"][ends] < CITY
    weights = np.maximum(found.after["place"][ends], found.after["body_of_place"][ends])
    others = (is_other & (weights >= STRONG)).sum()
    return bool(others * LEAST < (~is_other).sum() or not others)


def _is_class(text: str, ends: Places) -> bool:
    """Whether a class of places is counted, listed or conferred, and no organ has its name."""
    first = ends[:CHECKED].tolist()
    kinds, organs = pattern("tampering_class_behind"), pattern("tampering_organ_behind")
    is_counted = any(kinds.match(text, end) for end in first)
    return is_counted and not any(organs.match(text, end) for end in first)


def _signs(text: str, words: str, ends: Places) -> bool:
    """Whether the span begins a line of nothing but the name of a city or of its government: no verb does."""
    return any(
        not text[text.rfind("\n", 0, end) + 1 : end - len(words)].strip()
        and pattern("tampering_signature").match(text, end)
        for end in ends[:CHECKED].tolist()
    )


def _body_score(words: str, places: Places, ends: Places, found: Slots) -> float:
    """What has a legal form at some place, or names a trade and offers nothing, acts as the firm it is."""
    is_firm = bool((found.after["legal_form"][ends] > 0).any())
    if is_firm or (says_trade(words) and not advert_weight(words)):
        return 0.0
    return float(found.after["body"][ends].sum() + found.before["body"][places].sum())


def _firm_score(words: str, places: Places, ends: Places, found: Slots) -> float:
    """A firm by law names its trade before its legal form; a span without one in that place is foreign."""
    forms = float((found.after["legal_form"][ends] > 0).sum())
    weights = found.after["firm"][ends] + found.before["firm"][places]
    advert = offer_weight(words)
    tradeless = forms if not names_trade(words) else 0.0
    if not advert and not tradeless:
        return 0.0
    return float(weights.sum()) + advert + tradeless - 1.0


def _has_strong(text: str, words: str, role: str, ends: Places, found: Slots) -> bool:
    if role in (*ROOTLESS, "county", "province"):
        return True
    after = found.after[role][ends]
    if role == "place":
        if _takes_object(text, words, ends, found):
            return False
        after = _of_place(words, ends - len(words), ends, found)
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
