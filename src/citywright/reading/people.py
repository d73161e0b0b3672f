"""People with all their posts: a name counts where a post, a word of speech or a list stands beside it.

Chinese names are a surname and one or two characters; English ones a surname and a given name in
pinyin. A post holds the body that stands directly before it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.organisations import WALKED, bodies_of, is_english
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View

Span = tuple[int, int]
FURTHEST = 60
PostsAt = Callable[[Span], list[str]]
CONFIDENCE = {
    "person_in_list": 0.95, "person_to_contact": 0.95, "person_tagged": 0.95,
    "person_after_post": 0.95, "person_english": 0.95,
}  # fmt: skip


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
        return _english(view)
    rules: dict[str, str] = {}
    for name, rule in _candidates(view, words):
        rules.setdefault(name, rule)
    read = _Read(words, bodies_of(view, words) if bodies is None else bodies)
    return _items(view, rules, lambda span: _shared(view.text, span, read, set(rules)))


def _candidates(view: View, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Names with the rule that found each, the surest rule first."""
    text = view.text
    for mark in entity_pattern("name_line").finditer(text):
        if entity_pattern("post_end").search(mark[2]):
            yield mark[1], "person_in_list"
    for mark in entity_pattern("name_contact").finditer(text):
        yield mark[1], "person_to_contact"
    ends = {word.end for word in words}
    for word in words:
        if word.tag in ("PER", "nr"):
            start, end = _cleaned(text, word)
            if entity_pattern("name_whole").match(text[start:end]) and _beside(
                text, start, end, word
            ):
                yield text[start:end], "person_tagged"
    for mark in entity_pattern("name_after_post").finditer(text):
        for end in (mark.end(), mark.end() - 1):
            name = text[mark.start(1) : end]
            goes = entity_pattern("name_verb").match(text, end)
            if (
                end - mark.start(1) > 1
                and end in ends
                and goes
                and _after_post(text, mark.start(1))
            ):
                yield name, "person_after_post"
                break


def _cleaned(text: str, word: Word) -> Span:
    """Span of a word without marks at its ends and without a post at its head."""
    start, end = word.start, word.end
    while start < end and entity_pattern("gap").match(text, start):
        start += 1
    while start < end and entity_pattern("gap").match(text, end - 1):
        end -= 1
    post = entity_pattern("post_start").search(text, start, end)
    return (post.end(), end) if post and post.end() < end else (start, end)


def _beside(text: str, start: int, end: int, word: Word) -> bool:
    """Whether what stands beside a tagged name bears it out."""
    if _after_post(text, start) or entity_pattern("name_verb").match(text[end : end + 8]):
        return True
    before = text[start - 1 : start]
    alone = not before or entity_pattern("name_before").match(before) is not None
    return word.tag == "PER" and end - start > 2 and alone


def _after_post(text: str, start: int) -> bool:
    return entity_pattern("post_end").search(text[max(0, start - 8) : start].rstrip()) is not None


def _posts(text: str, span: Span, read: "_Read", names: set[str]) -> list[str]:
    """Posts said directly before or, in a line that begins with the name, after it."""
    line = entity_pattern("name_line").match(text, span[0])
    if line and line.end(1) == span[1] and entity_pattern("post_end").search(line[2]):
        return line[2].split(entity_pattern("list_mark").pattern)
    floor = max(0, span[0] - FURTHEST)
    marks = list(entity_pattern("post_stop").finditer(text, floor, span[0]))
    floor = marks[-1].end() if marks else floor
    floor = max([floor, *(text.rfind(name, floor, span[0]) + len(name) for name in names
                          if name in text[floor : span[0]])])  # fmt: skip
    found: list[str] = []
    end = floor + len(text[floor : span[0]].rstrip())
    while end > floor:
        cut = max(text.rfind(entity_pattern("list_mark").pattern, floor, end) + 1, floor)
        if not entity_pattern("post_end").search(text[cut:end]):
            break
        start = _post_start(cut, end, read)
        found.append(text[start:end].strip())
        if start > cut:
            break
        end = cut - 1
    return found[::-1]


def _shared(text: str, span: Span, read: "_Read", names: set[str]) -> list[str]:
    """Posts of a person, or the post that the name before in a list shares with this one."""
    found = _posts(text, span, read, names)
    mark = entity_pattern("list_mark").pattern
    for name in names:
        if not found and text.endswith(name + mark, 0, span[0]):
            before = span[0] - len(mark) - len(name)
            posts = _shared(text, (before, before + len(name)), read, names)
            return [one for one in posts[-1:] if entity_pattern("shared_post").search(one)]
    return found


class _Read:
    """Words of a text and the spans of its bodies, ready to be looked up by place."""

    def __init__(self, words: Sequence[Word], bodies: Sequence[Span]) -> None:
        self.words, self.bodies = words, bodies
        self.starts = [word.start for word in words]
        self.heads = [body[0] for body in bodies]

    def body_at(self, place: int) -> Span | None:
        """The body that the character before `place` belongs to."""
        at = bisect_left(self.heads, place) - 1
        return self.bodies[at] if at >= 0 and self.bodies[at][1] >= place else None


def _post_start(cut: int, end: int, read: _Read) -> int:
    """Where a post that ends at `end` begins, not before `cut`."""
    start = end
    first = bisect_left(read.starts, cut - FURTHEST)
    for word in reversed(read.words[first : bisect_left(read.starts, end)]):
        if word.end <= cut:
            break
        body = read.body_at(word.end)
        if body is None and word.tag not in WALKED and word.end < end:
            break
        start = max(cut, min(word.start, body[0]) if body else word.start)
    return start


def _english(view: View) -> list[Item]:
    rules: dict[str, str] = {}
    for mark in entity_pattern("english_person").finditer(view.text):
        before, after = (
            view.text[max(0, mark.start() - 60) : mark.start()],
            view.text[mark.end() :][:80],
        )
        if (
            entity_pattern("english_post_before").search(before)
            or entity_pattern("english_post_after").match(after)
            or entity_pattern("english_name_verb").match(after)
            or entity_pattern("english_name_contact").search(before)
        ):
            rules.setdefault(" ".join(mark[0].split()), "person_english")
    return _items(view, rules, lambda span: _english_posts(view.text, span))


def _english_posts(text: str, span: Span) -> list[str]:
    before = entity_pattern("english_post_before").search(text[max(0, span[0] - 60) : span[0]])
    after = entity_pattern("english_post_after").match(text[span[1] : span[1] + 120])
    return [" ".join(mark[1].split()) for mark in (before, after) if mark]


def _items(view: View, rules: dict[str, str], posts_at: PostsAt) -> list[Item]:
    """One item for each name: its first mention, all mentions, all posts."""
    found = []
    for name, rule in rules.items():
        spans = _mentions(view.text, name)
        posts = list(dict.fromkeys(post for span in spans for post in posts_at(span)))
        if spans:
            where = [list(view.origin(*span)) for span in spans]
            found.append(
                item(view, "people", spans[0], rule, CONFIDENCE[rule], name=name,
                     posts=posts or None, mentions=where)
            )  # fmt: skip
    return sorted(found, key=lambda one: one.start)


def _mentions(text: str, name: str) -> list[Span]:
    spans, at = [], text.find(name)
    while at >= 0:
        spans.append((at, at + len(name)))
        at = text.find(name, at + len(name))
    return spans
