"""English names of places: by the word they end in, by lists, and by what stands before them.

A name in pinyin that stands where only a place can stand once is a place everywhere in the text.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from citywright.reading.english_bodies import BARRIER, in_lines
from citywright.reading.lexicon import rows
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tampering.table import pattern

Span = tuple[int, int]
SHORTEST = 4
"""Letters of a name that is told only by what stands before it."""
SEEN = 60


def english_places(text: str, bodies: Sequence[Span]) -> list[tuple[Span, str]]:
    """Spans of all places outside the names of bodies, works and programmes, with their rule."""
    text = in_lines(text)
    found = [
        (mark.span(), "place_english")
        for rule in ("english_place", "english_zone", "english_mount")
        for mark in entity_pattern(rule).finditer(text)
    ]
    found += [
        (mark.span(), "place_listed") for mark in entity_pattern("english_abroad").finditer(text)
    ]
    found += [
        (mark.span("name"), "place_english")
        for mark in entity_pattern("english_abroad_city").finditer(text)
    ]
    known = _names() | _told(text) | set(entity_words("city_en"))
    found += [
        (mark.span(), "place_english")
        for mark in entity_pattern("english_word").finditer(text)
        if mark[0] in known
    ]
    kept: list[tuple[Span, str]] = []
    for span, rule in sorted(found, key=lambda one: (one[0][0], -one[0][1])):
        name = span
        while lead := entity_pattern("english_lead").match(text, *name):
            name = (lead.end(), span[1])
        goes_on = entity_pattern("english_inside").match(text[name[1] : name[1] + SEEN])
        inside = kept and name[1] <= kept[-1][0][1]
        title = entity_pattern("english_title_of_honour").fullmatch(text, *name)
        if inside or title or goes_on or _within(name, bodies) or _is_common(text, name):
            continue
        kept.append((name, rule))
    return kept


def _is_common(text: str, span: Span) -> bool:
    """Whether a span is part of a longer name, a class of places, or words of a line in capitals."""
    start, end = span
    if entity_pattern("english_class_before").search(text[max(0, start - SEEN) : start]):
        return True
    last = text.find(BARRIER, end)
    line = slice(text.rfind(BARRIER, 0, start) + 1, last if last >= 0 else len(text))
    in_capitals = not entity_pattern("english_small_word").search(text[line])
    known = is_english_place(text[start:end]) or entity_pattern("english_abroad").fullmatch(
        text, start, end
    )
    if entity_pattern("english_goes_on").match(text, end):
        return not (in_capitals and known and " " not in text[start:end])
    led = entity_pattern("english_led").search(text[max(0, start - SEEN) : start])
    return in_capitals and not known and not led


def is_english_place(name: str) -> bool:
    """Whether a name is that of a known city, or made of the syllables of Chinese ones."""
    word = name.split(maxsplit=1)[0]
    known = word in _names() or word in entity_words("city_en")
    common = entity_pattern("english_no_place").fullmatch(word)
    return known or (not common and pattern("tampering_pinyin").match(word) is not None)


def _told(text: str) -> set[str]:
    """Names in pinyin that stand once before a word for a city, or after a word that a place follows."""
    found = {
        mark[1]
        for mark in entity_pattern("english_city").finditer(text)
        if is_english_place(mark[1])
    }
    found |= {mark[1] for mark in entity_pattern("english_spot").finditer(text)}
    for mark in entity_pattern("english_at").finditer(text):
        for word in entity_pattern("english_word").findall(mark["names"]):
            common = entity_pattern("english_no_place").fullmatch(word)
            if len(word) >= SHORTEST and not common and pattern("tampering_pinyin").match(word):
                found.add(word)
    people = {mark["given"] for mark in entity_pattern("english_person").finditer(text)}
    return found - people


def _within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


@cache
def _names() -> frozenset[str]:
    """Names of the table of clues, and those of prefectures that are no common word."""
    listed = {row["text"] for row in rows("clues") if row["kind"] in ("name_en", "zone_en")}
    common = entity_pattern("english_no_place")
    large = {
        row["name"]
        for row in rows("divisions_en")
        if row["code"].endswith("00") and len(row["name"]) > SHORTEST
    }
    return frozenset(listed | {name for name in large if not common.fullmatch(name)})
