"""Places with what they lie within: divisions by the gazetteer, waters, zones and sights by their endings.

A place inside the name of a body, of a work, of a programme or of an honour is no place of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from citywright.reading.bounded_places import bounded, clause_subjects
from citywright.reading.chinese_bodies import longest
from citywright.reading.english_places import english_places
from citywright.reading.entity_marks import LISTED, marks_of
from citywright.reading.gazetteer import LONGEST, SHORTEST, division, is_supported, level_of
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.organisations import WALKED, bodies_of, is_english
from citywright.reading.place_names import is_country, is_generic
from citywright.reading.scan import Found
from citywright.reading.tables import works_in_tables
from citywright.reading.tagged_places import PLACED, tagged_places, waters_between
from citywright.reading.tagging.index import index_of
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.view import View
from citywright.reading.zones import zones, zones_in_lists

Span = tuple[int, int]
WON, SHORT = 20, 4
"""Characters before a place that are looked at for a word of winning."""
GIVEN = 40
"""Characters before a place that are looked at for a word of giving."""
AHEAD = 12
"""Words that are looked at behind a place for the name of a work."""
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
        if not _within(span, taken) or is_country(view.text[slice(*span)]):
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
    text, marks, index = view.text, marks_of(view), index_of(view, words)
    held = longest([*(mark.span() for mark in marks.matches("quoted")), *works_in_tables(view)])
    starts = index.starts
    named = frozenset(start for start, _ in people)
    found: list[tuple[Span, str]] = []
    supported: dict[str, bool] = {}
    work = 0
    waters = dict(waters_between(marks, words, starts))
    known = list(_divisions(marks))
    candidates = [
        *known, *clause_subjects(text, (span for span, _ in known), words, starts),
        *tagged_places(text, index), *_listed(marks), *zones(text, index),
        *zones_in_lists(marks, index), *waters.items(), *bounded(marks, words, starts),
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
    start, end = span
    if start and entity_pattern("torn_word").match(text, start - 1):
        return True
    if entity_pattern("place_ends").match(text, end):
        return False
    if text[end : end + 1] in entity_words("section") and (
        entity_pattern("section_before").search(text[max(0, start - SHORT) : start])
    ):
        return True
    if entity_pattern("called_behind").match(text, end):
        return True
    if (
        start
        and entity_pattern("route_to").match(text, start - 1)
        and (entity_pattern("route_end").match(text, end))
    ):
        return True
    goes_on = entity_pattern("han_letter").match(text, end) is not None
    before = text[max(0, start - WON) : start]
    return goes_on and entity_pattern("won_before").search(before) is not None


def _is_made(text: str, span: Span, words: Sequence[Word], starts: list[int]) -> bool:
    """Whether a zone or a park is what is built: then its name is that of a work."""
    at = bisect_left(starts, span[0]) - 1
    if at < 0 or words[at].end != span[0] or text[slice(*span)] in divisions().codes:
        return False
    made = entity_pattern("spot_new").fullmatch(text, words[at].start, words[at].end)
    return made is not None and entity_pattern("made_end").search(text[slice(*span)]) is not None


def _divisions(marks: Found) -> Iterator[tuple[Span, str]]:
    """Full names of the gazetteer, the longest at each ending."""
    text, codes = marks.text, divisions().codes
    for mark in entity_pattern("division_end").finditer(text):
        end = mark.end()
        for size in _division_tails().get(text[end - 2 : end], ()):
            name = text[end - size : end] if size <= end else ""
            if name in codes and not is_generic(name):
                yield (end - size, end), "place_of_gazetteer"
                break
    for mark in marks.matches("town"):
        parts = entity_pattern("town_in_name").fullmatch(text, *mark.span())
        own = parts is not None and parts["county"] in codes
        yield (parts.span("town") if parts and own else mark.span()), "place_town"
    for mark in marks.matches("village"):
        yield mark.span(), "place_town"


@cache
def _division_tails() -> dict[str, list[int]]:
    """Last two characters of the full names, with how long such names are, the longest first."""
    sizes: dict[str, set[int]] = {}
    for name in divisions().codes:
        if len(name) <= LONGEST:
            sizes.setdefault(name[-2:], set()).add(len(name))
    return {tail: sorted(found, reverse=True) for tail, found in sizes.items()}


def _listed(marks: Found) -> Iterator[tuple[Span, str]]:
    for rule in LISTED:
        for mark in marks.matches(rule):
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
    if entity_pattern("place_ends").match(text, span[1]):
        return False
    abroad = is_country(text[slice(*span)])
    if entity_pattern("name_behind_place").match(text, span[1]):
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
