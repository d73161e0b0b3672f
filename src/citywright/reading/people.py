"""People with all their posts: a name counts where a post, a word of speech or a list stands beside it.

Chinese names have the form that `names` knows; English ones are a surname and a given name in pinyin. A
name that is found once carries its neighbours in a list: what stands between two names of a list is one.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from citywright.reading.english_people import english_people
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.lists_of_names import listed_names
from citywright.reading.names import (
    CUT,
    LEAST,
    LIKELY,
    MOST,
    PERSON,
    SURE,
    Ending,
    Words,
    is_name,
    is_word,
)
from citywright.reading.organisations import bodies_of, is_english
from citywright.reading.pairs import pairs_of
from citywright.reading.post_words import posts_in
from citywright.reading.posts import Names, Read, has_post_before, posts_at
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View

Span = tuple[int, int]
Found = dict[Span, str]
NOUNS = ("n", "a", "nz", "nr", "PER", "an", "nw", "s", "t")
"""Tags of words that may be a name although the dictionary has them."""
BEFORE = 52
"""Characters before a name in which the one before it in a list is looked for, with what brackets hold."""
GIVEN = 2
"""Characters of a full given name."""
JOINING = ("c", "p", "u", "r", "d", "w", "m")
"""Tags of small words that are no surname."""
NEAR = 8
"""Characters between the starts of two names up to which they are asked whether they overlap."""
CONFIDENCE = {
    "person_in_list": 0.9, "person_to_contact": 0.9, "person_tagged": 0.92,
    "person_after_post": 0.94, "person_in_chain": 0.9, "person_english": 0.9,
}  # fmt: skip
"""Precision on 37 documents when they were first read, before any rule was fitted to them: 0.93 in all."""


def find_people(
    view: View, words: Sequence[Word] = (), bodies: Sequence[Span] | None = None
) -> list[Item]:
    """People of a text, one item for each name.

    Parameters
    ----------
    view : the text
    words : its words as the tagger cuts them; empty for English
    bodies : what `organisations.bodies_of` gave, where it was run before

    Returns
    -------
    list of Item of kind people, by first mention; facts name, posts (absent without one), mentions.
    """
    if is_english(view):
        found, posts = english_people(view.text)
        return _items(view, found, posts)
    bodies = bodies_of(view, words) if bodies is None else bodies
    looked = Words(view.text, words)
    read = Read(looked, bodies)
    found = _outside(_chinese(looked), bodies)
    names = Names(view.text[a:b] for a, b in found)
    return _items(view, found, lambda span: posts_at(view.text, span, read, names))


def _chinese(words: Words) -> Found:
    found: Found = {}
    ends: dict[int, int] = {}
    for rule, spans in (
        ("person_in_list", listed_names(words)),
        ("person_to_contact", _contacts(words)),
        ("person_after_post", _after_posts(words)),
        ("person_tagged", _tagged(words)),
    ):
        for span in spans:
            near = range(span[0] - NEAR, min(span[1], span[0] + NEAR + 1))
            if all(ends.get(start, 0) <= span[0] for start in near):
                found[span] = rule
                ends[span[0]] = span[1]
    return _with_neighbours(words, found)


def _contacts(words: Words) -> Iterator[Span]:
    """Names after the word for a contact, a reporter, a signer."""
    for rule in ("contact_named", "reporter_named", "contact_behind_number"):
        for mark in entity_pattern(rule).finditer(words.text):
            end = words.ending(mark.end())
            # what stands between a label and a mark is the name, be it a word too
            ended = end and entity_pattern("mark_after_name").match(words.text, end.end)
            if end and (end.weight >= LIKELY or (ended and end.weight >= CUT)):
                yield mark.end(), end.end


def _after_posts(words: Words) -> Iterator[Span]:
    """Names directly after a post."""
    text = words.text
    for mark in posts_in(text):
        start = mark.end()
        if not text[start : start + 1].isalpha():
            continue
        if spaced := entity_pattern("spaced_name").match(text, start):
            yield spaced.span("name")
            continue
        end = words.ending(start)
        if end and _splits_here(words, start, end) and _is_borne_out(words, mark, end):
            yield start, end.end
        else:
            yield from _cut_in_two(words, start)


def _is_borne_out(words: Words, post: re.Match[str], end: Ending) -> bool:
    """Whether a name behind a post is told by what follows, or by the tagger; more behind a weak one."""
    text, start = words.text, post.end()
    weak = entity_pattern("post_weak").search(post[0]) is not None
    if end.weight >= SURE - 0.5 and (end.is_tagged or not weak):
        return True
    if weak:
        acts = entity_pattern("verb_of_person").match(text, end.end) is not None
        return acts and end.weight > SURE
    if end.weight < 1.0 or _is_small_word(words, start):
        return False
    ended = entity_pattern("mark_after_name").match(text, end.end) is not None
    return end.is_tagged or ended or not is_word(text[start : end.end])


def _cut_in_two(words: Words, start: int) -> Iterator[Span]:
    """A name behind a post whose surname, one no list has, the tagger cut from the given name."""
    first, second = words.at(start), words.at(start + 1)
    if first is None or second is None or second.tag not in PERSON:
        return
    cut = first.start == start and first.end == second.start == start + 1
    if cut and second.end - second.start == GIVEN and first.tag not in JOINING:
        yield start, second.end


def _is_small_word(words: Words, start: int) -> bool:
    """Whether what the tagger read at a place can be no name: a verb, a small word, a part of a word."""
    word = words.at(start)
    return word is None or word.start != start or word.tag not in NOUNS


def _splits_here(words: Words, start: int, end: Ending) -> bool:
    """Whether no word of the tagger that is not a name goes on across the start of a name."""
    if end.is_tagged or words.text[start - 1] == " ":
        return True
    word = words.at(start)
    return word is None or word.start == start or word.tag not in ("n", "d", "c", "p", "r", "u")


def _tagged(words: Words) -> Iterator[Span]:
    """Names that the tagger read, where what stands beside them bears it out."""
    text = words.text
    for start, end in sorted(words.people):
        best = words.ending(start)
        if best is None:
            if _is_unlisted(words, start, end):
                yield start, end
        elif best.end == end and (has_post_before(text, start) or _is_told(words, start, end)):
            yield start, end


def _is_unlisted(words: Words, start: int, end: int) -> bool:
    """Whether a name whose surname no list has stands behind a post or a noun for a person."""
    if entity_pattern("full_name").match(words.text[start:end]) is None:
        return False
    told = end - start == LEAST and has_post_before(words.text, start)
    return told or _is_behind_noun(words, start)


def _is_told(words: Words, start: int, end: int) -> bool:
    """Whether a noun before a name, a verb behind it, or its standing alone says that it is one."""
    text, name = words.text, words.text[start:end]
    long = len(name) > 2
    placelike = entity_pattern("name_like_place").search(name) is not None
    if long and not placelike and _is_behind_noun(words, start):
        return True
    alone = _stands_alone(text, start)
    acts = (alone or long) and entity_pattern("verb_of_person").match(text, end)
    if acts and not entity_pattern("name_of_water").search(name):
        return True
    return alone and long and not placelike and not is_word(name)


def _is_behind_noun(words: Words, start: int) -> bool:
    """Whether a noun for a kind of person (an artist, a grower) ends directly before a place."""
    before = words.at(start - 1) if start else None
    return (
        before is not None
        and before.tag == "n"
        and entity_pattern("person_noun").search(words.text[before.start : start]) is not None
    )


def _stands_alone(text: str, start: int) -> bool:
    before = text[max(0, start - 1) : start]
    return not before or entity_pattern("name_before").match(before) is not None


def _with_neighbours(words: Words, found: Found) -> Found:
    """The names of a list of which one name is known, to both sides."""
    queue = list(found)
    taken = {place for span in found for place in range(*span)}
    while queue:
        span = queue.pop()
        for near in (*_next_in_list(words, span), *_before_in_list(words, span)):
            if taken.isdisjoint(range(*near)):
                found[near] = "person_in_chain"
                queue.append(near)
                taken.update(range(*near))
    return found


def _next_in_list(words: Words, span: Span) -> Iterator[Span]:
    mark = entity_pattern("next_name").match(words.text, span[1])
    if mark is None:
        return
    start = mark.end()
    end = words.ending(start)
    listed = entity_pattern("list_mark").search(mark[0]) is not None
    if end and end.weight >= (1.0 if listed else LIKELY):
        yield start, end.end
        return
    between = entity_pattern("name_between").match(words.text, start) if listed else None
    if between and (after := words.ending(between.end())) and after.weight >= LIKELY:
        yield between.span("name")


def _before_in_list(words: Words, span: Span) -> Iterator[Span]:
    """The name before a mark of a list: the longest run before it that is a name and begins where one may."""
    floor = max(0, span[0] - BEFORE)
    mark = entity_pattern("list_before").search(words.text[floor : span[0]])
    if mark is None:
        return
    end = floor + mark.start()
    for start in range(max(floor, end - MOST), end - 1):
        begins = start == 0 or entity_pattern("name_may_begin").search(
            words.text, max(0, start - 2), start
        )
        if begins and is_name(words.text[start:end]):
            yield start, end
            return


def _outside(found: Found, bodies: Sequence[Span]) -> Found:
    """Names that are no part of the name of a body."""
    heads = [start for start, _ in bodies]
    kept = {}
    for span, rule in found.items():
        at = bisect_left(heads, span[1]) - 1
        if at < 0 or bodies[at][1] <= span[0]:
            kept[span] = rule
    return kept


def _items(view: View, found: Found, posts: Callable[[Span], list[str]]) -> list[Item]:
    """One item for each name: its first mention, all mentions, all posts."""
    by_name: dict[str, list[Span]] = {}
    for span in sorted(found):
        by_name.setdefault(" ".join(view.text[slice(*span)].split()), []).append(span)
    items = []
    for name, own in by_name.items():
        rule = found[own[0]]
        spans = sorted({*own, *_mentions(view, name)})
        said = list(dict.fromkeys(post for span in spans for post in posts(span)))
        where = [list(view.origin(*span)) for span in spans]
        items.append(
            item(view, "people", spans[0], rule, CONFIDENCE[rule], name=name,
                 posts=said or None, mentions=where)
        )  # fmt: skip
    return sorted(items, key=lambda one: one.start)


def _mentions(view: View, name: str) -> list[Span]:
    """All places of a name; of one that is a word too, those only where a person is the subject."""
    spans = [(at, at + len(name)) for at in pairs_of(view).places(name)]
    if len(name) > 2 or not is_word(name):
        return spans
    verb = entity_pattern("verb_of_person")
    return [
        (start, end)
        for start, end in spans
        if _stands_alone(view.text, start) and verb.match(view.text, end)
    ]
