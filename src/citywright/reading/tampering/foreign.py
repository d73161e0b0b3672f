"""Foreign spans: one and the same span, at home nowhere else, in several slots of a Chinese text.

    score = sum over its places of the slot's weight,  foreign where score >= 3 with enough strong slots

A name that belongs there is a division, a word of the dictionary, or ends as bodies and things do;
its characters are at home in the rest of the text. A foreign span is none of that. Words of shop
windows count only as a weight where slots alone are weak (a firm, an insertion), never by themselves.
"""

from dataclasses import dataclass

import numpy as np

from citywright.reading.pairs import Pairs, Places, pairs_of
from citywright.reading.tampering.candidates import NOVEL, candidates
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.insertions import (
    AROUND,
    CHECKED,
    NAME,
    insertion_score,
    inside_score,
    script_score,
)
from citywright.reading.tampering.known import ends_in_act, ends_in_place, in_dictionary, is_known
from citywright.reading.tampering.repeats import LEAST, SHORTEST
from citywright.reading.tampering.slots import CITY, Span, Weights
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
MEAN = 0.45
"""Weight that the slots must have on average."""
CLEAR = 0.9
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
    pairs = pairs_of(view)
    judged = (_judged(words, pairs) for words in candidates(pairs))
    return _apart([one for one in judged if one])


def _judged(words: str, pairs: Pairs) -> Foreign | None:
    # what costs least is asked first: most spans are at home
    if _is_at_home(words) or _holds_division(words):
        return None
    text, everywhere = pairs.text, pairs.places(words)
    if _begins_in_place(words, len(everywhere), pairs) and not advert_weight(words):
        return None
    novelty = pairs.novelty(everywhere[0], everywhere[0] + len(words), len(everywhere))
    if novelty < NOVEL:
        return None
    span = Span(text, words, _different(text, len(words), everywhere))
    count = len(span.places)
    if count < 2:
        return None
    seats = np.maximum(span.after("county"), span.after("body_of_place"))
    is_city = ((span.after("place") >= CITY) | (seats >= STRONG)).sum() > 1
    if count < LEAST and not (is_city and novelty >= CLEAR and len(words) > SHORTEST):
        return None
    scores = _scores(span, pairs)
    if names_body(words) and not (is_city or span.after("legal_form").any() or _governs(span)):
        scores = {role: scores[role] for role in ROOTLESS}
    role = max(scores, key=lambda name: scores[name])
    if scores[role] < max(ENOUGH, MEAN * count) or not _has_strong(span, role):
        return None
    if count < LEAST and not (role == "place" and scores[role] >= PAIR):
        return None
    if _is_known(span):
        return None
    return Foreign(words, tuple(everywhere), role, scores[role])


def _is_known(span: Span) -> bool:
    """Whether a span with the words for its kind is a name, or it only stands inside names."""
    text, first = span.text, span.places[0]
    with_kind = (text[first : span.ends[0] + k] for k in (1, 2, 3))
    return any(map(is_known, with_kind)) or _is_in_division(text, span.places, len(span.words))


def _governs(span: Span) -> bool:
    """Whether what ends as a shop does fills slots of a body alone, and holds a meeting of a government."""
    if not span.words.endswith(listed("shop_end")) or (span.after("body") < STRONG).any():
        return False
    meets = pattern("tampering_government_meets")
    return any(meets.match(span.text, end) for end in span.ends[:CHECKED].tolist())


def _scores(span: Span, pairs: Pairs) -> dict[str, float]:
    """Sum of the weights of the slots, by what stands in such slots."""
    words, places = span.words, span.places
    takes_object = _takes_object(span)
    place = _place_score(span, takes_object=takes_object)
    script = script_score(span.text, words, places.tolist())
    return {
        "place": place + script if place >= CLEAR * len(places) else place,
        "county": 0.0 if takes_object else float(span.after("county").sum()),
        "province": 0.0 if takes_object else float(span.after("province").sum()),
        "body": _body_score(span),
        "firm": _firm_score(span),
        "insertion": max(script, insertion_score(words, places, pairs)),
        "inside": inside_score(span.text, words, places[:CHECKED], len(places)),
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
    if pattern("tampering_kinds").fullmatch(words):
        return True
    return in_dictionary(words) or ends_in_place(words)


def _place_score(span: Span, *, takes_object: bool) -> float:
    after = _of_place(span)
    if takes_object:
        after = np.minimum(after, 0.5)
    return float((after + np.minimum(span.before("place"), 1.0)).sum())


def _of_place(span: Span) -> Weights:
    """Weights of the words behind: of a place, of its bodies, of its offices where no level stands before."""
    seats = _seats(span)
    if pattern("tampering_level").match(span.words[0]):
        return seats
    offices: Weights = span.after("office") * (span.before("level") == 0)
    both: Weights = np.maximum(seats, offices)
    return both


def _seats(span: Span) -> Weights:
    found: Weights = np.maximum(span.after("place"), span.after("body_of_place"))
    return found


def _takes_object(span: Span) -> bool:
    """Whether the word for city behind a span is said of it, as in "all of the city", "heard the city".

    A verb may end an advert too; then the span fills other slots of a place as well.
    """
    words = span.words
    if words.endswith(listed("before_city")) or _is_class(span):
        return True
    if not ends_in_act(words) or advert_weight(words) or _signs(span):
        return False
    is_other = span.after("place") < CITY
    others = (is_other & (_seats(span) >= STRONG)).sum()
    return bool(others * LEAST < (~is_other).sum() or not others)


def _is_class(span: Span) -> bool:
    """Whether a class of places is counted, listed or conferred, and no organ has its name."""
    first = span.ends[:CHECKED].tolist()
    kinds, organs = pattern("tampering_class_behind"), pattern("tampering_organ_behind")
    is_counted = any(kinds.match(span.text, end) for end in first)
    return is_counted and not any(organs.match(span.text, end) for end in first)


def _signs(span: Span) -> bool:
    """Whether the span begins a line of nothing but the name of a city or of its government: no verb does."""
    text, length = span.text, len(span.words)
    return any(
        not text[text.rfind("\n", 0, end) + 1 : end - length].strip()
        and pattern("tampering_signature").match(text, end)
        for end in span.ends[:CHECKED].tolist()
    )


def _body_score(span: Span) -> float:
    """What has a legal form at some place, or names a trade and offers nothing, acts as the firm it is."""
    if span.after("legal_form").any() or (says_trade(span.words) and not advert_weight(span.words)):
        return 0.0
    return float(span.after("body").sum() + span.before("body").sum())


def _firm_score(span: Span) -> float:
    """A firm by law names its trade before its legal form; a span without one in that place is foreign."""
    forms = float((span.after("legal_form") > 0).sum())
    advert = offer_weight(span.words)
    tradeless = forms if not names_trade(span.words) else 0.0
    if not advert and not tradeless:
        return 0.0
    weights = span.after("firm") + span.before("firm")
    return float(weights.sum()) + advert + tradeless - 1.0


def _has_strong(span: Span, role: str) -> bool:
    if role in (*ROOTLESS, "county", "province"):
        return True
    if role == "place":
        return not _takes_object(span) and bool((_of_place(span) >= STRONG).any())
    return bool((span.after(role) >= STRONG).any())


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
