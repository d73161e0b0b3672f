"""Chinese names of bodies: from the word they end in, to the left as far as the name goes.

A name is walked over the words of the tagger, to a mark or a word that no name holds. A firm or a school
counts if something in its name is its own (a place, a name, a word that is in no dictionary); an office
counts if a place or a level of government stands at its head, or the tagger read all of it as one body.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from citywright.reading.body_names import (
    is_bare,
    is_common_body,
    is_no_name,
    is_placed,
    kinds_of_body,
    strong_words,
)
from citywright.reading.entity_marks import OF_STATE, marks_of
from citywright.reading.gazetteer import (
    LONGEST,
    SHORTEST,
    begins_with_division,
    is_division,
    is_province,
)
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tagging.index import index_of
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.known import in_dictionary
from citywright.reading.view import View

Span = tuple[int, int]
WALKED = frozenset(
    (
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
        "ad",
    )
)
"""Tags of words that a name may hold."""
PROPER = frozenset(("nz", "nt", "ns", "nr", "nw", "LOC", "ORG", "PER"))
"""Tags of words that are somebody's or some place's own."""
BODY = ("ORG", "nt")
"""Tags of bodies."""
FURTHEST = 40
SHORT = 4
"""Characters before a walked name, up to the mark before it, that belong to it if they hold no verb."""


class Text:
    """The text of a view with its words, ready to be looked up by place."""

    def __init__(self, view: View, words: Sequence[Word]) -> None:
        index = index_of(view, words)
        self.text, self.words, self.starts = view.text, words, index.starts
        self.bodies = [words[number] for number in index.tagged(*BODY)]
        self.marks = marks_of(view)

    def word_ends(self, place: int) -> bool:
        """Whether a word of the tagger ends at a place."""
        at = bisect_left(self.starts, place) - 1
        return at >= 0 and self.words[at].end == place

    def may_begin(self, start: int, place: int) -> bool:
        """Whether no word of the tagger that begins at `start`, or between, goes on over a place."""
        at = bisect_left(self.starts, place) - 1
        return at < 0 or self.words[at].end <= place or self.words[at].start < start

    def within(self, start: int, end: int) -> Sequence[Word]:
        """The words that overlap a span."""
        first = bisect_right(self.starts, start) - 1
        return self.words[max(first, 0) : bisect_left(self.starts, end)]


def chinese_bodies(view: View, words: Sequence[Word]) -> list[Span]:
    """Spans of all Chinese names of bodies, the longest where one stands in another."""
    read, text = Text(view, words), view.text
    found: list[Span] = []
    for head, end in _marks(read):
        firm = text.endswith(entity_words("company"), head, end)
        if not (firm or _ends_here(read, end)) or _is_inside_word(read, head, end):
            continue
        start = _left(read, head, end)
        name = text[start:end]
        if not is_bare(name) and _is_name(read, start, head, end):
            found.append((start, end))
    found += _of_parties(read)
    for rule in OF_STATE:
        found += [mark.span() for mark in read.marks.matches(rule)]
    papers = read.marks.matches("press")
    found += [mark.span("name") for mark in papers if begins_with_division(mark["name"])]
    found = longest(found)
    found = longest([*found, *_of_tagger(read, {end for _, end in found})])
    return longest([*found, *_tagged(read, found)])


def _marks(read: Text) -> Iterator[Span]:
    for mark in read.marks.matches("organ"):
        yield mark.span()
    for mark in read.marks.matches("organ_part"):
        yield mark.start() + 1, mark.end()


def _ends_here(read: Text, end: int) -> bool:
    if not read.words or end == len(read.text) or read.word_ends(end):
        return True
    if any(entity_pattern(rule).match(read.text, end) for rule in ("gap", "after_organ")):
        return True
    return entity_pattern("post_start").match(read.text, end) is not None


def _is_inside_word(read: Text, head: int, end: int) -> bool:
    """Whether the word for a body is the end of a common word (the office of a layout)."""
    at = bisect_left(read.starts, head - 1)
    if read.starts[at : at + 1] != [head - 1] or read.words[at].end != end:
        return False
    word = read.text[head - 1 : end]
    return len(word) < 4 and read.words[at].tag not in PROPER and in_dictionary(word)


def _left(read: Text, head: int, end: int, *, firm: bool = False) -> int:
    """Where a name begins that ends at `end` with a word for a body from `head` on."""
    text = read.text
    opened = text.rfind("(", max(0, head - 8), head)
    if opened > 0 and entity_pattern("bracket_in_name").fullmatch(text[opened:head]):
        return _left(read, opened, opened, firm=True)
    floor = max(0, end - FURTHEST)
    gap = read.marks.last("gap", floor, end)
    floor = gap.end() if gap else floor
    at = bisect_right(read.starts, end - 1) - 1
    start = end
    while at >= 0 and read.words[at].end > floor and read.words[at].end >= min(start, end):
        word = read.words[at]
        last = word.start < end <= word.end
        if not last and word.tag not in WALKED and not _may_join(text, word):
            break
        start = max(word.start, floor)
        at -= 1
    closed = text.rfind("(", max(0, start - 8), start) if start == floor else -1
    if closed > 0 and entity_pattern("bracket_in_name").fullmatch(text, closed, start):
        return _left(read, closed, closed, firm=True)
    if floor < start and (letters := entity_pattern("letters_before").search(text, floor, start)):
        start = letters.start()
    firm |= text.endswith(strong_words(), head, end)
    if firm and floor < start <= floor + SHORT and _holds_no_verb(read, floor, start):
        start = floor
    while (
        (lead := entity_pattern("not_of_name").match(text, start, head))
        and lead.end() < head
        and (
            read.may_begin(start, lead.end())
            or entity_pattern("organ_head").match(text, lead.end())
        )
        and not begins_with_division(text[start:head])
    ):
        start = lead.end()
    return _behind_verb(read, _behind_other(read, start, head), head)


def _of_tagger(read: Text, ends: set[int]) -> Iterator[Span]:
    """Names that the tagger read as one body, with a place at their head and a small word for a body last.

    ends : where names that are known end
    """
    for word in read.bodies:
        name = read.text[word.start : word.end]
        is_new = word.end not in ends and len(name) > SHORT
        if not is_new or not entity_pattern("body_last").search(name):
            continue
        rules = ("organ_not", "organ_common", "organ_wins", "bare_whole")
        common = any(entity_pattern(rule).search(name) for rule in rules)
        if not common and is_placed(name) and not _goes_on(read.text, word.end):
            yield word.start, word.end


def _goes_on(text: str, end: int) -> bool:
    """Whether a work, an honour or the number of a paper is called after the body that ends here."""
    return entity_pattern("body_goes_on").match(text, end) is not None


def _behind_other(read: Text, start: int, head: int) -> int:
    """Where a name begins before which a firm in general or a smaller place stands: at its own."""
    text = read.text
    for mark in read.marks.matches("organ_break", start, head):
        if begins_with_division(text[mark.end() : head]):
            start = mark.end()
    for mark in read.marks.matches("organ_wins", start, head):
        if is_placed(text[mark.end() : head]):
            start = mark.end()
    for size in range(SHORT, SHORTEST, -1):
        name, rest = text[start : start + size], text[start + size : head]
        if is_division(name) and any(is_province(rest[:k]) for k in (2, 3)):
            return start + size
    return start


def _behind_verb(read: Text, start: int, head: int) -> int:
    """Where a name begins whose first words are a verb and a place: at the place."""
    for word in read.within(start, head):
        if word.tag not in ("v", "vn", "ad", "vd") or word.start < start:
            return start
        rest = read.text[word.end : head]
        placed = begins_with_division(rest) or entity_pattern("organ_placed").match(rest)
        if placed and word.end - word.start > 1:
            return word.end
    return start


def _holds_no_verb(read: Text, start: int, end: int) -> bool:
    """Whether the words before a name are pieces of it that the tagger cut too small."""
    return all(
        word.end - word.start < 3
        and not entity_pattern("organ_verb").fullmatch(read.text, word.start, word.end)
        and word.tag not in ("p", "c", "u", "r", "d", "q", "w")
        and not entity_pattern("organ_lead").match(read.text, word.start)
        for word in read.within(start, end)
    )


def _may_join(text: str, word: Word) -> bool:
    if word.tag == "u":
        return entity_pattern("genitive").fullmatch(text, word.start, word.end) is not None
    if word.tag == "c":
        before = text[max(0, word.start - 4) : word.start]
        return entity_pattern("joined").search(before) is not None
    inner = entity_pattern("inner_verb").fullmatch(text, word.start, word.end)
    return word.tag == "v" and inner is not None


def _is_name(read: Text, start: int, head: int, end: int) -> bool:
    name, body = read.text[start:end], read.text[start:head]
    if len(body) < 1 or len(name) < 3 or is_no_name(name):
        return False
    if entity_pattern("group_before").search(read.text[max(start - 12, 0) : start]):
        return False
    counted = entity_pattern("counted").match(read.text, end)
    if counted and not begins_with_division(name):
        return False
    placed = is_placed(name)
    if name.endswith(strong_words()):
        if entity_pattern("campus_behind").match(read.text, end):
            return False
        return len(body) > 1 and not is_common_body(body) and (placed or _is_own(read, start, head))
    if _goes_on(read.text, end):
        return False
    kinds = kinds_of_body(name)
    if "organ_site" in kinds and len(body) > 1 and _is_own(read, start, head):
        return not is_common_body(body)
    if "organ_inside" in kinds and entity_pattern("post_start").match(read.text, end):
        return False
    if "part_of_body" in kinds and _is_own(read, start, head):
        return True
    office = "organ_office" in kinds
    return placed or (not office and _is_tagged_whole(read, start, head, end))


def _is_own(read: Text, start: int, end: int) -> bool:
    """Whether something in a name is a name by itself, or a word that no dictionary has."""
    if not read.words:
        return end - start > 1
    return any(
        word.tag in PROPER or not in_dictionary(read.text[max(start, word.start) : word.end])
        for word in read.within(start, end)
    )


def _is_tagged_whole(read: Text, start: int, head: int, end: int) -> bool:
    """Whether the tagger read all of a span as one body, and its head is more than a common noun."""
    (first, *rest) = read.within(start, end) or [Word(start, start, "")]
    whole = not rest and first.tag in ("ORG", "nt") and first.start <= start and end <= first.end
    body = read.text[start:head]
    good = entity_pattern("organ_trade").search(read.text[start:end])
    if good and (not good["good"] or in_dictionary(good["good"])):
        return False
    school = entity_pattern("school_whole").match(read.text[start:end])
    long = end - start > SHORT or (school and not in_dictionary(body))
    return whole and bool(long) and not is_common_body(body)


def _of_parties(read: Text) -> Iterator[Span]:
    """Committees of the Party with the name of their place, and congresses by their number."""
    for mark in read.marks.matches("party_body"):
        before = read.text[max(0, mark.start() - LONGEST) : mark.start() + 1]
        party = entity_pattern("party_before").search(before)
        sizes = range(len(before), SHORTEST - 1, -1)
        size = next((k for k in sizes if is_division(before[-k:])), 0)
        if party or size:
            start = mark.start() + 1 - (len(party[0]) if party else size)
            yield start, mark.end()


def _tagged(read: Text, found: Sequence[Span]) -> Iterator[Span]:
    """Short names of firms that the tagger read, where other bodies or words for firms stand beside."""
    heads, tails = {start for start, _ in found}, {end for _, end in found}
    spans = [
        (word.start, word.end)
        for word in read.bodies
        if entity_pattern("short_firm").fullmatch(read.text, word.start, word.end)
    ]
    spans = [one for one in spans if one[1] not in tails]
    heads |= {start for start, _ in spans}
    tails |= {end for _, end in spans}
    for start, end in spans:
        is_word = in_dictionary(read.text[start:end])
        goes_on = entity_pattern("firm_acts").match(read.text, end) is not None
        beside = read.text[end : end + 1] in entity_words("list_mark") and end + 1 in heads
        beside |= read.text[start - 1 : start] in entity_words("list_mark") and start - 1 in tails
        if (goes_on or beside) and not (is_word and not goes_on):
            yield start, end


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans without those that stand in another one."""
    kept: list[Span] = []
    last = -1
    for start, back in sorted({(start, -end) for start, end in spans}):
        if -back > last:
            last = -back
            kept.append((start, last))
    return kept
