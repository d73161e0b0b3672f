"""Posts of a person: said directly before the name, after it in brackets, or in the line of a list.

A post holds the body that stands directly before it. Any noun that ends as posts do is one; where it
begins is told by the words of the tagger and by the spans of the bodies.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from citywright.reading.gazetteer import LONGEST, is_division
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.names import Words, has_form_of_name
from citywright.reading.organisations import WALKED
from citywright.reading.post_words import ends_in_post, ends_like_post

Span = tuple[int, int]
FURTHEST = 60
FEWEST = 2
"""Cells of a row before the name in its second pair of columns."""
TAIL = 10
"""Characters before a name that the last word of a post may have."""


class Read:
    """Words of a text and the spans of its bodies, ready to be looked up by place."""

    def __init__(self, words: Words, bodies: Sequence[Span]) -> None:
        self.words, self.starts, self.bodies = words.all, words.starts, bodies
        self.heads = [body[0] for body in bodies]

    def body_at(self, place: int) -> Span | None:
        """The body that the character before `place` belongs to."""
        at = bisect_left(self.heads, place) - 1
        return self.bodies[at] if at >= 0 and self.bodies[at][1] >= place else None


class Names:
    """Names of people, ready to be looked up by the place where they end."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = frozenset(names)
        self._sizes = sorted({len(name) for name in self._known}, reverse=True)
        self._lasts = {name[-1] for name in self._known}

    def ending(self, text: str, end: int, floor: int = 0) -> int | None:
        """Where the longest name begins, not before `floor`, that ends at a place."""
        starts = (end - size for size in self._sizes)
        return next((a for a in starts if a >= floor and text[a:end] in self._known), None)

    def last(self, text: str, floor: int, end: int) -> int:
        """Where the last name of a span ends; its start without one."""
        ends = (b for b in range(end, floor, -1) if text[b - 1] in self._lasts)
        return next((b for b in ends if self.ending(text, b, floor) is not None), floor)


def has_post_before(text: str, start: int) -> bool:
    """Whether a post ends directly before a place."""
    tail = text[max(0, start - TAIL) : start].rstrip(" ")
    return ends_in_post(tail)


def posts_at(text: str, span: Span, read: Read, names: Names) -> list[str]:
    """Posts of the person named at a span; a name in a list may share the post of the one before."""
    found = _own(text, span, read, names)
    mark = entity_pattern("list_mark").pattern
    at = span[0]
    while not found and text.endswith(mark, 0, at):
        end = at - len(mark)
        if (start := names.ending(text, end)) is None:
            break
        posts = _own(text, (start, end), read, names)
        found = [one for one in posts[-1:] if entity_pattern("shared_post").search(one)]
        if posts:
            break
        at = start
    return found


@lru_cache(maxsize=1024)
def _own(text: str, span: Span, read: Read, names: Names) -> list[str]:
    line = entity_pattern("post_of_line").match(text, span[1])
    if line and ends_like_post(_first_cells(line["posts"])) and _begins_line(text, span[0]):
        return _listed(_first_cells(line["posts"]))
    if line and _is_in_columns(text, span[0]):
        return _listed(_first_cells(line["posts"]))
    bracket = entity_pattern("post_in_bracket").match(text, span[1])
    if bracket and ends_like_post(bracket["posts"]):
        return _listed(bracket["posts"])
    posts = _before(text, span, read, names)
    behind = entity_pattern("post_behind").match(text, span[1])
    return posts or ([behind["posts"]] if behind else [])


def _first_cells(posts: str) -> str:
    """The cells of a row up to the first that ends as posts do: what follows is of another column."""
    kept: list[str] = []
    for cell in posts.split():
        if not entity_pattern("no_post_cell").match(cell):
            kept.append(cell)
        if ends_like_post(cell):
            break
    return " ".join(kept)


def _is_in_columns(text: str, place: int) -> bool:
    """Whether a name stands in a second pair of columns: behind another name and its post."""
    before = text[text.rfind("\n", 0, place) + 1 : place].split()
    if len(before) < FEWEST or not has_form_of_name("".join(before[: 1 + (len(before[0]) == 1)])):
        return False
    return ends_like_post(before[-1])


def _begins_line(text: str, place: int) -> bool:
    """Whether nothing but numbers and marks stand before a place in its line."""
    lead = "".join(("0123456789.() ", *entity_words("list_mark")))
    return not text[text.rfind("\n", 0, place) + 1 : place].strip(lead)


def _listed(posts: str) -> list[str]:
    parts = posts.strip().split(entity_pattern("list_mark").pattern)
    return [part.strip() for part in parts if part.strip()]


def _before(text: str, span: Span, read: Read, names: Names) -> list[str]:
    floor = max(0, span[0] - FURTHEST)
    if not ends_in_post(text[floor : span[0]].rstrip()):
        return []
    marks = list(entity_pattern("post_stop").finditer(text, floor, span[0]))
    floor = marks[-1].end() if marks else floor
    floor = names.last(text, floor, span[0])
    found: list[str] = []
    end = floor + len(text[floor : span[0]].rstrip())
    while end > floor:
        cut = max(text.rfind(entity_pattern("list_mark").pattern, floor, end) + 1, floor)
        if not ends_in_post(text[cut:end]):
            break
        start = _post_start(text, cut, end, read)
        found.append(text[start:end].strip())
        if start > cut:
            break
        end = cut - 1
    return found[::-1]


def _post_start(text: str, cut: int, end: int, read: Read) -> int:
    """Where a post that ends at `end` begins, not before `cut`."""
    start = end
    first = bisect_left(read.starts, cut - FURTHEST)
    for word in reversed(read.words[first : bisect_left(read.starts, end)]):
        if word.end <= cut:
            break
        body = read.body_at(word.end)
        joins = entity_pattern("post_joins").fullmatch(text, word.start, word.end)
        if body is None and word.tag not in WALKED and word.end < end and not joins:
            break
        start = max(cut, min(word.start, body[0]) if body else word.start)
    for size in range(LONGEST, 1, -1):
        if start - size >= cut and is_division(text[start - size : start + 1]):
            start -= size
            break
    lead = entity_pattern("post_lead").match(text, start, end)
    return lead.end() if lead and lead.end() < end else start
