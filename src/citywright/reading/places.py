"""Places with what they lie within: divisions by the gazetteer, waters, zones and sights by their endings.

A place inside the name of a body, of a work, of a programme or of an honour is no place of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from citywright.reading.gazetteer import (
    LONGEST,
    division,
    is_division,
    is_large,
    is_renamed,
    level_of,
)
from citywright.reading.items import Item, item
from citywright.reading.lexicon import rows
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.organisations import WALKED, bodies_of, is_english
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.view import View

Span = tuple[int, int]
AHEAD = 9
"""Words that are looked at behind a place for the name of a work."""
CONFIDENCE = 0.95


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
    taken : spans of the view, names of other kinds, in which no place is looked for

    Returns
    -------
    list of Item of kind places, by first mention; facts name, level, mentions, and where the
    gazetteer is unambiguous within and code.
    """
    english = is_english(view)
    bodies = bodies_of(view, words) if bodies is None else bodies
    spans = _english(view, bodies) if english else _chinese(view, words, bodies)
    names: dict[str, list[tuple[Span, str]]] = {}
    for span, rule in sorted(spans):
        if not any(a <= span[0] and span[1] <= b for a, b in taken):
            names.setdefault(" ".join(view.text[slice(*span)].split()), []).append((span, rule))
    around = _cities(list(names))
    return [_item(view, name, found, around) for name, found in names.items()]


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
    candidates = [*_divisions(text), *_tagged(text, words), *_listed(text), *_zones(text, words)]
    for span, rule in sorted(set(candidates), key=lambda one: (one[0][0], -one[0][1])):
        if found and span[1] <= found[-1][0][1]:
            continue
        if _within(span, bodies) or _within(span, quoted) or _in_a_name(text, span, words, starts):
            continue
        found.append((span, rule))
    return found


def _divisions(text: str) -> Iterator[tuple[Span, str]]:
    """Full names of the gazetteer, the longest at each ending."""
    codes = divisions().codes
    for mark in entity_pattern("division_end").finditer(text):
        for start in range(max(0, mark.end() - LONGEST), mark.end() - 1):
            name = text[start : mark.end()]
            if name in codes and not entity_pattern("generic").match(name):
                yield (start, mark.end()), "place_of_gazetteer"
                break
    for mark in entity_pattern("town").finditer(text):
        yield mark.span(), "place_town"


def _tagged(text: str, words: Sequence[Word]) -> Iterator[tuple[Span, str]]:
    """Places of the tagger that the gazetteer or their ending bears out."""
    for word in words:
        if word.tag not in ("LOC", "ns"):
            continue
        for mark in entity_pattern("piece").finditer(text, word.start, word.end):
            name = mark[0]
            if is_large(name):
                port = entity_pattern("port").match(text, mark.end())
                yield (mark.start(), port.end() if port else mark.end()), "place_of_gazetteer"
            elif _has_ending(name) or is_renamed(name) or (is_division(name) and len(name) > 2):
                yield mark.span(), "place_tagged"


def _has_ending(name: str) -> bool:
    if entity_pattern("generic").match(name) or len(name) < 2:
        return False
    return any(
        entity_pattern(rule).search(name)
        for rule in ("zone_last", "water_end", "sight_end", "division_like")
    )


def _listed(text: str) -> Iterator[tuple[Span, str]]:
    for rule in ("region", "country"):
        for mark in entity_pattern(rule).finditer(text):
            yield mark.span(), "place_listed"


def _zones(text: str, words: Sequence[Word]) -> Iterator[tuple[Span, str]]:
    """A tagged place and the words up to the ending of a zone; later the place alone counts too."""
    names: set[str] = set()
    for word in words:
        if word.tag != "LOC":
            continue
        name = text[word.start : word.end]
        mark = entity_pattern("zone_behind").match(text, word.end)
        if mark:
            names.add(name)
            yield (word.start, mark.end()), "place_zone"
        elif name in names:
            yield (word.start, word.end), "place_zone"


def _within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


def _in_a_name(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> bool:
    """Whether the nouns behind a place go on to a word for a work, a plan, an honour or a post."""
    at = bisect_left(starts, span[1])
    # a word of the tagger may go on behind the name, as a zone that is called after a city does
    end = max(span[1], words[at - 1].end if at else 0)
    for word in words[at : at + AHEAD]:
        if word.start > end or (word.tag not in WALKED and not _joins(text, word)):
            break
        end = word.end
        tail = text[span[1] : end]
        if entity_pattern("inside").search(tail) or entity_pattern("inside_post").search(tail):
            return True
    return False


def _joins(text: str, word: Word) -> bool:
    return entity_pattern("inner_word").fullmatch(text[word.start : word.end]) is not None


@cache
def _english_names() -> frozenset[str]:
    return frozenset(row["text"] for row in rows("clues") if row["kind"] in ("name_en", "zone_en"))


def _english(view: View, bodies: Sequence[Span]) -> list[tuple[Span, str]]:
    text = view.text
    found = [
        (mark.span(), "place_english") for mark in entity_pattern("english_place").finditer(text)
    ]
    found += [
        (mark.span(), "place_listed") for mark in entity_pattern("english_abroad").finditer(text)
    ]
    known = _english_names() | {mark[1] for mark in entity_pattern("english_city").finditer(text)}
    found += [
        (mark.span(), "place_english")
        for mark in entity_pattern("english_word").finditer(text)
        if mark[0] in known
    ]
    kept: list[tuple[Span, str]] = []
    for span, rule in sorted(found, key=lambda one: (one[0][0], -one[0][1])):
        lead = entity_pattern("english_lead").match(text[slice(*span)])
        name = (span[0] + (lead.end() if lead else 0), span[1])
        goes_on = entity_pattern("english_inside").match(text[name[1] : name[1] + 60])
        if not (kept and name[1] <= kept[-1][0][1]) and not _within(name, bodies) and not goes_on:
            kept.append((name, rule))
    return kept
