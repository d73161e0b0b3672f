"""How a number is meant: at least, about, a rise, a fall; told by the words on both sides of it."""

from citywright.reading.lexicon.quantities import hits_of, pattern_of

EN_BEFORE = (
    ("en_not_more", "at_most"), ("en_at_least", "at_least"), ("en_fall", "fall"),
    ("en_growth", "growth"), ("en_above", "above"), ("en_below", "below"), ("en_about", "about"),
)  # fmt: skip
SEEN = {"zh": 12, "en": 50}
"""Characters before a number that are looked at; no wording has as many."""


def comparison(before: str, after: str, unit: str, language: str) -> str:
    """One of exact, at_least, at_most, above, below, about, growth, growth_about, fall.

    before, after : the words of the sentence on both sides of the number and its unit
    """
    if language == "en":
        after_it = pattern_of("en_meant_after").match(after)
        if after_it and after_it.lastgroup:
            return after_it.lastgroup
        return _english(before[-SEEN["en"] :])
    before = before[-SEEN["zh"] :]
    follows = _after(after, unit)
    if follows == "about" and pattern_of("before_growth_lead").search(before):
        return "growth_about"
    if follows:
        return follows
    hit = next(hits_of("meant_before", before), None)
    if hit is None or hit.lastgroup is None:
        return "exact"
    grows = hit.lastgroup == "about" and pattern_of("before_growth_lead").search(before)
    return "growth_about" if grows else hit.lastgroup


def _after(after: str, unit: str) -> str | None:
    hit = pattern_of("meant_after").match(after)
    # within, in one character, is so meant behind a length of time
    if hit is None or (len(hit[0]) == 1 and not pattern_of("time_unit").search(unit)):
        return None
    return hit.lastgroup


def _english(before: str) -> str:
    for name, meaning in EN_BEFORE:
        if pattern_of(name).search(before):
            rounded = meaning in ("about", "growth") and pattern_of("en_about").search(before)
            grows = pattern_of("en_growth").search(before)
            return "growth_about" if rounded and grows else meaning
    return "exact"
