"""Places with what they lie within: divisions by the gazetteer, waters, zones and sights by their endings.

A place inside the name of a body, of a work, of a programme or of an honour is no place of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from citywright.reading.bounded_places import behind_verb, bounded, clause_subjects, is_common
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
from citywright.reading.organisations import WALKED, bodies_of, is_english
from citywright.reading.tables import works_in_tables
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.tampering.known import is_place_of_dictionary
from citywright.reading.view import View
from citywright.reading.zones import zones, zones_in_lists

Span = tuple[int, int]
PLACED = ("LOC", "ns")
"""Tags of places."""
WON, SHORT = 20, 4
"""Characters before a place that are looked at for a word of winning."""
GIVEN = 40
"""Characters before a place that are looked at for a word of giving."""
AHEAD = 12
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
    taken = longest(taken)
    spans = english_places(view.text, bodies) if english else _chinese(view, words, bodies, taken)
    names: dict[str, list[tuple[Span, str]]] = {}
    for span, rule in sorted(spans):
        abroad = entity_pattern("country_whole").match(view.text[slice(*span)])
        if abroad or not _within(span, taken):
            names.setdefault(" ".join(view.text[slice(*span)].split()), []).append((span, rule))
    around = _cities(list(names))
    return [_item(view, name, found, around) for name, found in names.items()]


def mentions_of(view: View, items: Sequence[Item]) -> list[Span]:
    """Spans of the view where items stand, and the posts of people directly beside them."""
    found = []
    for one in items:
        for start, end in one.facts["mentions"]:
            span = view.place(start), view.place(end - 1) + 1
            found.append(span)
            if not is_english(view):
                found += _posts_beside(view.text, span, one.facts.get("posts", ()))
    return found


def _posts_beside(text: str, span: Span, posts: Sequence[str]) -> Iterator[Span]:
    """Spans of the posts of a person that stand directly before the name, or close behind it."""
    end = span[0]
    for post in reversed(posts):
        near = text[max(0, end - SHORT) : end]
        end -= len(near) - len(near.rstrip("".join((" ", *entity_words("list_mark")))))
        if text.endswith(post, 0, end):
            yield end - len(post), end
            end -= len(post)
        elif (at := text.find(post, span[1], span[1] + len(post) + SHORT)) >= 0:
            yield at, at + len(post)


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


def _chinese(
    view: View, words: Sequence[Word], bodies: Sequence[Span], people: Sequence[Span]
) -> list[tuple[Span, str]]:
    text = view.text
    held = longest(
        [*(mark.span() for mark in entity_pattern("quoted").finditer(text)), *works_in_tables(view)]
    )
    starts = [word.start for word in words]
    named = frozenset(start for start, _ in people)
    found: list[tuple[Span, str]] = []
    supported: dict[str, bool] = {}
    work = 0
    waters = dict(_waters(text, words, starts))
    known = list(_divisions(text))
    candidates = [
        *known, *clause_subjects(text, (span for span, _ in known), words, starts),
        *_tagged(text, words), *_listed(text), *zones(text, words),
        *zones_in_lists(text, words), *waters.items(), *bounded(text, words, starts),
    ]  # fmt: skip
    for span, rule in sorted(dict.fromkeys(candidates), key=lambda one: (one[0][0], -one[0][1])):
        if span[1] <= max(work, found[-1][0][1] if found else 0):
            continue
        if _splits_post(text, span[0]) or _is_called_so(text, span):
            continue
        name = text[slice(*span)]
        if name not in supported:
            supported[name] = is_supported(name, text)
        if not supported[name] and span not in waters:
            continue
        if _within(span, bodies) or _within(span, held):
            continue
        if _is_made(text, span, words, starts):
            work = span[1]
        elif not _in_a_name(text, span, words, starts, named) or _is_given(text, span):
            found.append((span, rule))
    return found


def _is_given(text: str, span: Span) -> bool:
    """Whether a place is given the title in quotation marks that follows it, and so is no part of it."""
    given = entity_pattern("given_before").search(text[max(0, span[0] - GIVEN) : span[0]])
    return given is not None and entity_pattern("title_opens").match(text, span[1]) is not None


def _splits_post(text: str, start: int) -> bool:
    """Whether a place begins inside the word for a post, and not behind a division."""
    if not entity_pattern("split_post").match(text, start - 1):
        return False
    sizes = range(SHORTEST, LONGEST)
    return not any(text[max(0, start - size) : start] in divisions().codes for size in sizes)


def _is_called_so(text: str, span: Span) -> bool:
    """Whether a place begins a title that was won, or stands in the name of a line between two places."""
    before = text[max(0, span[0] - 1) : span[0]]
    ends = entity_pattern("route_end").match(text, span[1])
    line = entity_pattern("section_before").search(text[max(0, span[0] - SHORT) : span[0]])
    if line and text[span[1] : span[1] + 1] in entity_words("section"):
        return True
    if entity_pattern("route").match(text, span[1]) or (
        ends and entity_pattern("route_to").match(before)
    ):
        return True
    if entity_pattern("product_behind").match(text, span[1]):
        return True
    if span[0] and entity_pattern("torn_word").match(text, span[0] - 1):
        return True
    won = entity_pattern("won_before").search(text[max(0, span[0] - WON) : span[0]])
    return won is not None and entity_pattern("han_letter").match(text, span[1]) is not None


def _is_made(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> bool:
    """Whether a zone or a park is what is built: then its name is that of a work."""
    at = bisect_left(starts, span[0]) - 1
    if at < 0 or words[at].end != span[0] or text[slice(*span)] in divisions().codes:
        return False
    made = entity_pattern("spot_new").fullmatch(text, words[at].start, words[at].end)
    return made is not None and entity_pattern("made_end").search(text[slice(*span)]) is not None


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
        parts = entity_pattern("town_in_name").fullmatch(text, *mark.span())
        own = parts is not None and parts["county"] in codes
        yield (parts.span("town") if parts and own else mark.span()), "place_town"
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
            before = words[k - 1] if k else word
            abroad = before.end == word.start and entity_pattern("country_whole").match(
                text[before.start : before.end]
            )
            if abroad and not entity_pattern("place_not").search(text[word.start : word.end]):
                yield (word.start, word.end), "place_tagged"
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
    parts = entity_pattern("town_in_name").fullmatch(name)
    if parts and parts["county"] in divisions().codes:
        yield from (((start + a, start + b), "place_town") for a, b in map(parts.span, (1, 2)))
        return
    if entity_pattern("place_not").search(name) and not is_division(name):
        return
    if entity_pattern("gdp").match(text, end):
        return
    if is_large(name):
        port = entity_pattern("port").match(text, end)
        yield (start, port.end() if port else end), "place_of_gazetteer"
    elif _has_ending(name) or is_renamed(name) or is_division(name) or _is_listed(name):
        sight = None if is_division(name) else entity_pattern("sight_on").match(text, end)
        yield (start, sight.end() if sight else end), "place_tagged"


def _is_listed(name: str) -> bool:
    """Whether the dictionary has a name as a place, and it is no nickname."""
    return len(name) > SHORTEST and is_place_of_dictionary(name) and not is_nickname(name)


def _without_tail(text: str, start: int, end: int) -> Span:
    """A span up to the end of the division that begins it, where a common noun follows inside it."""
    name = text[start:end]
    if entity_pattern("zone_last").search(name):
        return start, end
    if reach := entity_pattern("reach").match(name):
        return start, start + reach.end("name")
    several = entity_pattern("counted_places").match(name)
    if several and is_division(several["name"]):
        return start, start + several.end("name")
    cut = entity_pattern("zone_cut").search(name) and not entity_pattern("place_not").search(name)
    if cut and not _has_ending(name) and not is_place_of_dictionary(name):
        return start, end - 1
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
    if entity_pattern("place_not").search(name):
        return False
    near = _near(text, words, k)
    if any(one.tag in PLACED or text[one.start : one.end].endswith(WATERS) for one in near):
        return True
    behind = entity_pattern("water_behind").match(text, word.end)
    return behind is not None and not is_common(name)


def _waters(text: str, words: Sequence[Word], starts: list[int]) -> Iterator[tuple[Span, str]]:
    """Waters between marks, or before a word that speaks of waters, which the tagger cut amiss."""
    for mark in entity_pattern("water_between").finditer(text):
        span = behind_verb(text, mark.span("name"), words, starts)
        if span is None:
            continue
        name = text[slice(*span)]
        common = entity_pattern("generic").match(name) or entity_pattern("place_not").search(name)
        if not common and not is_common(name):
            yield span, "place_tagged"


def _has_ending(name: str) -> bool:
    if entity_pattern("generic").match(name) or len(name) < 2:
        return False
    return any(
        entity_pattern(rule).search(name)
        for rule in ("zone_last", "water_end", "sight_end", "division_like", "port_end")
    )


def _listed(text: str) -> Iterator[tuple[Span, str]]:
    for rule in ("region", "country", "urban_region"):
        for mark in entity_pattern(rule).finditer(text):
            yield mark.span(), "place_listed"


def _within(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


def _in_a_name(
    text: str, span: Span, words: Sequence[Word], starts: list[int], named: frozenset[int]
) -> bool:
    """Whether the nouns behind a place go on to a word for a work, a plan, an honour or a post.

    named : where names of people begin; nouns up to one say what the person is
    """
    abroad = entity_pattern("country_whole").match(text[slice(*span)]) is not None
    rules = ("organ_behind", "honour_behind", "merit_behind", "work_on", "works_behind")
    if any(entity_pattern(rule).match(text, span[1]) for rule in rules):
        return True
    at = bisect_left(starts, span[1])
    # a word of the tagger may go on behind the name, as a zone that is called after a city does
    end = max(span[1], words[at - 1].end if at else 0)
    for before, word in pairwise(words[max(at - 1, 0) : at + AHEAD]):
        between = entity_pattern("quote_marks").fullmatch(text, end, max(end, word.start))
        if between is None or (word.tag not in WALKED and not _joins(text, word)):
            break
        if entity_pattern("act").fullmatch(text, word.start, word.end) and not (
            entity_pattern("tail").match(text, word.end)
        ):
            break
        end = word.end
        tail = text[span[1] : end]
        if before.tag in PLACED and entity_pattern("title_alone").match(text[word.start : end]):
            return False
        if entity_pattern("inside").search(tail):
            return True
        # of what country somebody comes is no part of a post
        if not abroad and (end in named or entity_pattern("inside_post").search(tail)):
            return True
    return False


def _joins(text: str, word: Word) -> bool:
    return entity_pattern("inner_word").fullmatch(text[word.start : word.end]) is not None
