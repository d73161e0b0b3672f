"""Places with what they lie within: divisions by the gazetteer, waters, zones and sights by their endings.

A place inside the name of a body, of a work, of a programme or of an honour is no place of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from citywright.reading.bounded_places import bounded
from citywright.reading.chinese_bodies import longest
from citywright.reading.english_places import english_places
from citywright.reading.gazetteer import (
    LONGEST,
    SHORTEST,
    division,
    is_division,
    is_large,
    is_nickname,
    is_renamed,
    is_supported,
    level_of,
)
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.names import is_word
from citywright.reading.organisations import WALKED, bodies_of, is_english
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.tampering.known import is_place_of_dictionary
from citywright.reading.view import View
from citywright.reading.zones import zones, zones_in_lists

Span = tuple[int, int]
AHEAD = 9
"""Words that are looked at behind a place for the name of a work."""
WATERS = (*entity_words("water"), *entity_words("sight"))
"""Words that the names of waters and sights end in."""
CONFIDENCE = 0.93
"""Precision on 37 documents when they were first read: 0.91, and 0.95 on the later half of them."""


def find_places(
    view: View,
    words: Sequence[Word] = (),
    bodies: Sequence[Span] | None = None,
    taken: Sequence[Span] = (),
) -> list[Item]:
    """Places of a text, one item for each name.

    Parameters
    ----------
    view : the text
    words : its words as the tagger cuts them; empty for English
    bodies : what `organisations.bodies_of` gave, where it was run before
    taken : spans of the view, names of people, in which no place is looked for

    Returns
    -------
    list of Item of kind places, by first mention; facts name, level, mentions, and where the
    gazetteer is unambiguous within and code.
    """
    english = is_english(view)
    bodies = bodies_of(view, words) if bodies is None else bodies
    spans = english_places(view.text, bodies) if english else _chinese(view, words, bodies)
    names: dict[str, list[tuple[Span, str]]] = {}
    taken = longest(taken)
    for span, rule in sorted(spans):
        if not _within(span, taken):
            names.setdefault(" ".join(view.text[slice(*span)].split()), []).append((span, rule))
    around = _cities(list(names))
    return [_item(view, name, found, around) for name, found in names.items()]


def mentions_of(view: View, items: Sequence[Item]) -> list[Span]:
    """Spans of the view where items stand."""
    return [
        (view.place(start), view.place(end - 1) + 1)
        for one in items
        for start, end in one.facts["mentions"]
    ]


def _item(view: View, name: str, found: list[tuple[Span, str]], around: list[str]) -> Item:
    known = division(name, around)
    return item(
        view, "places", found[0][0], found[0][1], CONFIDENCE, name=name,
        level=known.level if known else level_of(name),
        within=list(known.within) if known and known.within else None,
        code=known.code if known else None,
        mentions=[list(view.origin(*span)) for span, _ in found],
    )  # fmt: skip


def _cities(names: Sequence[str]) -> list[str]:
    """Codes of the cities that the unambiguous names lie in."""
    known = [division(name) for name in names]
    return sorted({city_of(one.code) for one in known if one})


def _chinese(view: View, words: Sequence[Word], bodies: Sequence[Span]) -> list[tuple[Span, str]]:
    text = view.text
    quoted = [mark.span() for mark in entity_pattern("quoted").finditer(text)]
    starts = [word.start for word in words]
    found: list[tuple[Span, str]] = []
    supported: dict[str, bool] = {}
    candidates = [
        *_divisions(text), *_tagged(text, words), *_listed(text), *zones(text, words),
        *zones_in_lists(text, words), *_waters(text), *bounded(text, words, starts),
    ]  # fmt: skip
    for span, rule in sorted(dict.fromkeys(candidates), key=lambda one: (one[0][0], -one[0][1])):
        if found and span[1] <= found[-1][0][1]:
            continue
        if entity_pattern("split_post").match(text, span[0] - 1):
            continue
        name = text[slice(*span)]
        if name not in supported:
            supported[name] = is_supported(name, text)
        if not supported[name]:
            continue
        if _within(span, bodies) or _within(span, quoted) or _in_a_name(text, span, words, starts):
            continue
        found.append((span, rule))
    return found


def _divisions(text: str) -> Iterator[tuple[Span, str]]:
    """Full names of the gazetteer, the longest at each ending."""
    codes = divisions().codes
    for mark in entity_pattern("division_end").finditer(text):
        end = mark.end()
        if text[end - 2 : end] not in _division_tails():
            continue
        for start in range(max(0, end - LONGEST), end - 1):
            name = text[start:end]
            if name in codes and not entity_pattern("generic").match(name):
                yield (start, end), "place_of_gazetteer"
                break
    for mark in entity_pattern("town").finditer(text):
        yield mark.span(), "place_town"
    for mark in entity_pattern("village").finditer(text):
        yield mark.span(), "place_town"


@cache
def _division_tails() -> frozenset[str]:
    """Last two characters of the full names, without which no name needs to be looked up."""
    return frozenset(name[-2:] for name in divisions().codes)


def _tagged(text: str, words: Sequence[Word]) -> Iterator[tuple[Span, str]]:
    """Places of the tagger that the gazetteer, their ending or the dictionary bears out."""
    for k, word in enumerate(words):
        if word.tag in ("LOC", "ns"):
            near = _near(text, words, k) if word.end - word.start == SHORTEST else []
            if near and all(other.tag in ("PER", "nr") for other in near):
                continue
            for mark in entity_pattern("piece").finditer(text, word.start, word.end):
                yield from _of_piece(text, *_without_tail(text, *mark.span()))
        elif word.tag in ("PER", "nr", "nz", "ORG", "n") and _is_water(text, words, k):
            yield (word.start, word.end), "place_tagged"


def _near(text: str, words: Sequence[Word], k: int) -> list[Word]:
    """The words before and after a word that stand in one list with it."""
    word = words[k]
    return [
        other
        for other in (*words[max(k - 1, 0) : k], *words[k + 1 : k + 2])
        if text[min(word.end, other.end) : max(word.start, other.start)]
        in entity_words("list_mark")
    ]


def _of_piece(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    name = text[start:end]
    if len(name) < SHORTEST:
        return
    if entity_pattern("place_not").search(name) and not is_division(name):
        return
    if entity_pattern("gdp").match(text, end):
        return
    if is_large(name):
        port = entity_pattern("port").match(text, end)
        yield (start, port.end() if port else end), "place_of_gazetteer"
    elif _has_ending(name) or is_renamed(name) or is_division(name) or _is_listed(name):
        yield (start, end), "place_tagged"


def _is_listed(name: str) -> bool:
    """Whether the dictionary has a name as a place, and it is no nickname."""
    return len(name) > SHORTEST and is_place_of_dictionary(name) and not is_nickname(name)


def _without_tail(text: str, start: int, end: int) -> Span:
    """A span up to the end of the division that begins it, where a common noun follows inside it."""
    for size in range(end - start - 1, SHORTEST, -1):
        name = text[start : start + size]
        rest = text[start + size : end]
        if is_division(name) and entity_pattern("place_tail").fullmatch(rest):
            return start, start + size
    return start, end


def _is_water(text: str, words: Sequence[Word], k: int) -> bool:
    """Whether a word that the tagger took for something else ends as waters and sights do.

    It counts beside another place of a list, or before a word that speaks of waters.
    """
    word = words[k]
    name = text[word.start : word.end]
    if len(name) < 3 or not name.endswith(WATERS):
        return False
    if entity_pattern("place_not").search(name) or is_word(name):
        return False
    beside = any(other.tag in ("LOC", "ns") for other in _near(text, words, k))
    return beside or entity_pattern("water_behind").match(text, word.end) is not None


def _waters(text: str) -> Iterator[tuple[Span, str]]:
    """Waters between marks, or before a word that speaks of waters, which the tagger cut amiss."""
    for mark in entity_pattern("water_between").finditer(text):
        name = mark["name"]
        common = entity_pattern("generic").match(name) or entity_pattern("place_not").search(name)
        if not common and not is_word(name):
            yield mark.span("name"), "place_tagged"


def _has_ending(name: str) -> bool:
    if entity_pattern("generic").match(name) or len(name) < 2:
        return False
    return any(
        entity_pattern(rule).search(name)
        for rule in ("zone_last", "water_end", "sight_end", "division_like", "port_end")
    )


def _listed(text: str) -> Iterator[tuple[Span, str]]:
    for rule in ("region", "country"):
        for mark in entity_pattern(rule).finditer(text):
            yield mark.span(), "place_listed"


def _within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


def _in_a_name(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> bool:
    """Whether the nouns behind a place go on to a word for a work, a plan, an honour or a post."""
    rules = ("organ_behind", "honour_behind", "work_on")
    if any(entity_pattern(rule).match(text, span[1]) for rule in rules):
        return True
    at = bisect_left(starts, span[1])
    # a word of the tagger may go on behind the name, as a zone that is called after a city does
    end = max(span[1], words[at - 1].end if at else 0)
    for word in words[at : at + AHEAD]:
        between = entity_pattern("quote_marks").fullmatch(text, end, max(end, word.start))
        if between is None or (word.tag not in WALKED and not _joins(text, word)):
            break
        if entity_pattern("act").fullmatch(text, word.start, word.end) and not (
            entity_pattern("tail").match(text, word.end)
        ):
            break
        end = word.end
        tail = text[span[1] : end]
        if entity_pattern("inside").search(tail) or entity_pattern("inside_post").search(tail):
            return True
    return False


def _joins(text: str, word: Word) -> bool:
    return entity_pattern("inner_word").fullmatch(text[word.start : word.end]) is not None
