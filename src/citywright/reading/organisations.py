"""Organisations: bodies by the words their names end in, as far to the left as the name goes.

Chinese names are walked from their last word to the left, over the words of the tagger, to a mark or a
word that no name holds. English names are runs of words in capitals around a word for a body.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from citywright.reading.gazetteer import LONGEST, SHORTEST, is_division
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View

Span = tuple[int, int]
WALKED = {
    "n",
    "vn",
    "nz",
    "nt",
    "ns",
    "nr",
    "nw",
    "LOC",
    "ORG",
    "PER",
    "a",
    "an",
    "m",
    "s",
    "f",
    "j",
}
"""Tags of words that a name may hold."""
ENGLISH_SHARE = 0.2
SAMPLE = 1_000
FURTHEST = 40
CONFIDENCE = 0.95
"""Precision on the development documents, rounded: 0.98 in all; no rule has enough for its own."""


def is_english(view: View) -> bool:
    """Whether less than a fifth of the first letters of the view are Chinese characters."""
    sample = view.text[:SAMPLE]
    return len(entity_pattern("han_letter").findall(sample)) < ENGLISH_SHARE * max(len(sample), 1)


def find_organisations(
    view: View, words: Sequence[Word] = (), bodies: Sequence[Span] | None = None
) -> list[Item]:
    """Organisations of a text, one item for each name.

    Parameters
    ----------
    view : the text
    words : its words as the tagger cuts them; empty for English
    bodies : what `bodies_of` gave, where it was run before

    Returns
    -------
    list of Item of kind organisations, by first mention; facts name and mentions.
    """
    spans = bodies_of(view, words) if bodies is None else bodies
    if is_english(view):
        return _items(view, ((span, "organisation_english") for span in spans))
    bare = [(span, "organ_of_the_city") for span in _bare(view) if not _inside(span, spans)]
    return _items(view, [*((span, "organisation_suffix") for span in spans), *bare])


def bodies_of(view: View, words: Sequence[Word] = ()) -> list[Span]:
    """Spans of all names of bodies in a text of either language, in order."""
    return english_bodies(view) if is_english(view) else chinese_bodies(view, words)


def chinese_bodies(view: View, words: Sequence[Word]) -> list[Span]:
    """Spans of all Chinese names of bodies, the longest where one stands in another."""
    starts = [word.start for word in words]
    ends = {word.end for word in words}
    found: list[Span] = []
    marks = [mark.span() for mark in entity_pattern("organ").finditer(view.text)]
    parts = [(a + 1, b) for a, b in map(_span, entity_pattern("organ_part").finditer(view.text))]
    for head, end in marks + parts:
        if not _ends_here(view.text, end, ends):
            continue
        start = _left(view.text, end, words, starts)
        name = view.text[start:end]
        bare = entity_pattern("bare_whole").fullmatch(name)
        if not bare and _is_name(name, view.text[start:head]):
            found.append((start, end))
    return _longest(found)


def _ends_here(text: str, end: int, ends: set[int]) -> bool:
    if end in ends or not ends or end == len(text) or entity_pattern("gap").match(text, end):
        return True
    return entity_pattern("post_start").match(text, end) is not None


def _left(text: str, end: int, words: Sequence[Word], starts: list[int]) -> int:
    """Where a name that ends at `end` begins."""
    floor = max(0, end - FURTHEST)
    marks = list(entity_pattern("gap").finditer(text, floor, end))
    floor = marks[-1].end() if marks else floor
    at = bisect_right(starts, end - 1) - 1
    start = end
    while at >= 0 and words[at].end > floor and words[at].end >= min(start, end):
        word = words[at]
        last = word.start < end <= word.end
        if not last and word.tag not in WALKED and not _may_join(text, word):
            break
        start = max(word.start, floor)
        at -= 1
    lead = entity_pattern("organ_lead").match(text[start:end])
    return start + lead.end() if lead else start


def _may_join(text: str, word: Word) -> bool:
    if word.tag == "c":
        return (
            entity_pattern("joined").search(text[max(0, word.start - 4) : word.start]) is not None
        )
    return (
        word.tag == "v"
        and entity_pattern("inner_verb").fullmatch(text[word.start : word.end]) is not None
    )


def _is_name(name: str, body: str) -> bool:
    if len(body) < 1 or len(name) < 3 or entity_pattern("organ_not").search(name):
        return False
    if entity_pattern("organ_strong").search(name):
        return len(body) > 1 and not entity_pattern("organ_common").search(body)
    return begins_with_place(name) or entity_pattern("organ_head").match(name) is not None


def begins_with_place(name: str) -> bool:
    """Whether a name of an administrative division stands at the head of a name."""
    return any(is_division(name[:k]) for k in range(SHORTEST, min(len(name), LONGEST)))


def _bare(view: View) -> Iterator[Span]:
    """Organs that stand by themselves, without the name of the city and without a post."""
    for mark in entity_pattern("bare_whole").finditer(view.text):
        before = view.text[max(0, mark.start() - 1) : mark.start()]
        joined = entity_pattern("bare_before").search(before) is not None
        small = entity_pattern("bare_small").match(mark[0]) is not None
        if joined and small:
            continue
        if not joined and entity_pattern("han_letter").match(before):
            continue
        if not entity_pattern("bare_goes_on").match(view.text, mark.end()):
            yield mark.span()


def _span(mark: re.Match[str]) -> Span:
    return mark.span()


def english_bodies(view: View) -> list[Span]:
    """Spans of all English names of bodies, the longest where one stands in another."""
    found = []
    for rule in ("english_company", "english_body", "english_named"):
        for mark in entity_pattern(rule).finditer(view.text):
            start, end = mark.span()
            while lead := entity_pattern("english_lead").match(view.text[start:end]):
                start += lead.end()
            last_line = view.text.rfind("\n\n", start, end)
            start = start if last_line < 0 else last_line + 2
            if len(view.text[start:end].split()) > 1:
                found.append((start, end))
    return _longest(found)


def _longest(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda one: (one[0], -one[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _inside(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_right(others, (span[0], 10**9)) - 1
    return at >= 0 and others[at][1] >= span[1]


def _items(view: View, spans: Iterable[tuple[Span, str]]) -> list[Item]:
    """One item for each name: its first mention, and all mentions."""
    groups: dict[str, list[tuple[Span, str]]] = {}
    for one in sorted(spans):
        name = " ".join(view.text[slice(*one[0])].split())
        groups.setdefault(name, []).append(one)
    return [
        item(view, "organisations", group[0][0], group[0][1], CONFIDENCE, name=name,
             mentions=[list(view.origin(*span)) for span, _ in group])
        for name, group in groups.items()
    ]  # fmt: skip
