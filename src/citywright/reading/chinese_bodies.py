"""Chinese names of bodies: from the word they end in, to the left as far as the name goes.

A name is walked over the words of the tagger, to a mark or a word that no name holds. A firm or a school
counts if something in its name is its own (a place, a name, a word that is in no dictionary); an office
counts if a place or a level of government stands at its head, or the tagger read all of it as one body.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from citywright.reading.gazetteer import LONGEST, SHORTEST, is_division, is_province
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.known import in_dictionary

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
FURTHEST = 40
SHORT = 4
"""Characters before a walked name, up to the mark before it, that belong to it if they hold no verb."""


class Text:
    """A text with its words, ready to be looked up by place."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text, self.words = text, words
        self.starts = [word.start for word in words]
        self.ends = {word.end for word in words}

    def may_begin(self, start: int, place: int) -> bool:
        """Whether no word of the tagger that begins at `start`, or between, goes on over a place."""
        at = bisect_left(self.starts, place) - 1
        return at < 0 or self.words[at].end <= place or self.words[at].start < start

    def within(self, start: int, end: int) -> Sequence[Word]:
        """The words that overlap a span."""
        first = bisect_right(self.starts, start) - 1
        return self.words[max(first, 0) : bisect_left(self.starts, end)]


def chinese_bodies(text: str, words: Sequence[Word]) -> list[Span]:
    """Spans of all Chinese names of bodies, the longest where one stands in another."""
    read = Text(text, words)
    found: list[Span] = []
    for head, end in _marks(text):
        firm = entity_pattern("full_company").search(text, head, end) is not None
        if not (firm or _ends_here(read, end)) or _is_inside_word(read, head, end):
            continue
        start = _left(read, head, end)
        name = text[start:end]
        bare = entity_pattern("bare_whole").fullmatch(name)
        if not bare and _is_name(read, start, head, end):
            found.append((start, end))
    found += _of_parties(text)
    for rule in ("state_body", "national_body", "party_of_friends", "centre_of_state"):
        found += [mark.span() for mark in entity_pattern(rule).finditer(text)]
    found += [
        mark.span("name")
        for mark in entity_pattern("press").finditer(text)
        if begins_with_place(mark["name"])
    ]
    found = longest(found)
    found = longest([*found, *_of_tagger(read, {end for _, end in found})])
    return longest([*found, *_tagged(read, found)])


def _marks(text: str) -> Iterator[Span]:
    for mark in entity_pattern("organ").finditer(text):
        yield mark.span()
    for mark in entity_pattern("organ_part").finditer(text):
        yield mark.start() + 1, mark.end()


def _ends_here(read: Text, end: int) -> bool:
    if end in read.ends or not read.ends or end == len(read.text):
        return True
    if any(entity_pattern(rule).match(read.text, end) for rule in ("gap", "after_organ")):
        return True
    return entity_pattern("post_start").match(read.text, end) is not None


def _is_inside_word(read: Text, head: int, end: int) -> bool:
    """Whether the word for a body is the end of a common word (the office of a layout)."""
    (first, *rest) = read.within(head, end) or [Word(head, end, "")]
    word = read.text[first.start : first.end]
    return (
        not rest
        and first.start == head - 1
        and first.end == end
        and len(word) < 4
        and (first.tag not in PROPER and in_dictionary(word))
    )


def _left(read: Text, head: int, end: int, *, firm: bool = False) -> int:
    """Where a name begins that ends at `end` with a word for a body from `head` on."""
    text = read.text
    opened = text.rfind("(", max(0, head - 8), head)
    if opened > 0 and entity_pattern("bracket_in_name").fullmatch(text[opened:head]):
        return _left(read, opened, opened, firm=True)
    floor = max(0, end - FURTHEST)
    marks = list(entity_pattern("gap").finditer(text, floor, end))
    floor = marks[-1].end() if marks else floor
    at = bisect_right(read.starts, end - 1) - 1
    start = end
    while at >= 0 and read.words[at].end > floor and read.words[at].end >= min(start, end):
        word = read.words[at]
        last = word.start < end <= word.end
        if not last and word.tag not in WALKED and not _may_join(text, word):
            break
        start = max(word.start, floor)
        at -= 1
    closed = text.rfind("(", max(0, start - 8), start)
    if (
        start == floor
        and closed > 0
        and entity_pattern("bracket_in_name").fullmatch(text, closed, start)
    ):
        return _left(read, closed, closed, firm=True)
    letters = entity_pattern("letters_before").search(text, floor, start)
    if letters:
        start = letters.start()
    firm |= entity_pattern("organ_strong").search(text, head, end) is not None
    if firm and floor < start <= floor + SHORT and _holds_no_verb(read, floor, start):
        start = floor
    while (
        (lead := entity_pattern("not_of_name").match(text, start, head))
        and lead.end() < head
        and (
            read.may_begin(start, lead.end())
            or entity_pattern("organ_head").match(text, lead.end())
        )
        and not begins_with_place(text[start:head])
    ):
        start = lead.end()
    return _behind_verb(read, _behind_other(text, start, head), head)


def _of_tagger(read: Text, ends: set[int]) -> Iterator[Span]:
    """Names that the tagger read as one body, with a place at their head and a small word for a body last.

    ends : where names that are known end
    """
    for word in read.words:
        name = read.text[word.start : word.end]
        is_new = word.tag in ("ORG", "nt") and word.end not in ends and len(name) > SHORT
        if not is_new or not entity_pattern("body_last").search(name):
            continue
        rules = ("organ_not", "organ_common", "organ_wins", "bare_whole")
        common = any(entity_pattern(rule).search(name) for rule in rules)
        if not common and _is_placed(name) and not _goes_on(read.text, word.end):
            yield word.start, word.end


def _goes_on(text: str, end: int) -> bool:
    """Whether a work, an honour or the number of a paper is called after the body that ends here."""
    rules = (
        "work_behind", "honour_of_body", "number_of_document", "hall_behind", "works_behind",
        "campus_behind",
    )  # fmt: skip
    return any(entity_pattern(rule).match(text, end) for rule in rules)


def _behind_other(text: str, start: int, head: int) -> int:
    """Where a name begins before which a firm in general or a smaller place stands: at its own."""
    for mark in entity_pattern("organ_break").finditer(text, start, head):
        if begins_with_place(text[mark.end() : head]):
            start = mark.end()
    for mark in entity_pattern("organ_wins").finditer(text, start, head):
        if _is_placed(text[mark.end() : head]):
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
        placed = begins_with_place(rest) or entity_pattern("organ_placed").match(rest)
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
    if len(body) < 1 or len(name) < 3 or entity_pattern("organ_not").search(name):
        return False
    if entity_pattern("group_before").search(read.text[max(start - 12, 0) : start]):
        return False
    counted = entity_pattern("counted").match(read.text, end)
    if counted and not begins_with_place(name):
        return False
    placed = _is_placed(name)
    if entity_pattern("organ_strong").search(name):
        if entity_pattern("campus_behind").match(read.text, end):
            return False
        common = entity_pattern("organ_common").search(body) is not None
        return len(body) > 1 and not common and (placed or _is_own(read, start, head))
    if _goes_on(read.text, end):
        return False
    if entity_pattern("organ_site").search(name) and len(body) > 1 and _is_own(read, start, head):
        return not entity_pattern("organ_common").search(body)
    if entity_pattern("organ_inside").search(name) and entity_pattern("post_start").match(
        read.text, end
    ):
        return False
    if entity_pattern("part_of_body").search(name) and _is_own(read, start, head):
        return True
    office = entity_pattern("organ_office").search(name) is not None
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
    return whole and bool(long) and not entity_pattern("organ_common").search(body)


def _is_placed(name: str) -> bool:
    """Whether a division, a zone, a level of government or, in a firm, a country heads a name."""
    heads = (entity_pattern("organ_head").match(name), entity_pattern("organ_placed").match(name))
    abroad = entity_pattern("firm_abroad").match(name) is not None
    return any(heads) or begins_with_place(name) or abroad


def begins_with_place(name: str) -> bool:
    """Whether a name of an administrative division stands at the head of a name."""
    return any(is_division(name[:k]) for k in range(SHORTEST, min(len(name), LONGEST)))


def _of_parties(text: str) -> Iterator[Span]:
    """Committees of the Party with the name of their place, and congresses by their number."""
    for mark in entity_pattern("party_body").finditer(text):
        before = text[max(0, mark.start() - LONGEST) : mark.start() + 1]
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
        for word in read.words
        if word.tag in ("ORG", "nt")
        and entity_pattern("short_firm").fullmatch(read.text, word.start, word.end)
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


def bare_organs(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Organs that stand by themselves, without the name of the city and without a post."""
    free = {word.end for word in words if word.tag in ("v", "p", "c", "d", "u", "vn")}
    starts = {word.start for word in words}
    pairs = {
        place
        for mark in entity_pattern("party_and_government").finditer(text)
        for place in range(*mark.span())
    }
    for mark in entity_pattern("bare_whole").finditer(text):
        before = text[max(0, mark.start() - 1) : mark.start()]
        joined = entity_pattern("bare_before").search(before) is not None
        small = entity_pattern("bare_small").match(mark[0]) is not None
        if joined and small and mark.start() not in pairs:
            continue
        begins = mark.start() in starts and mark.start() in free
        if not joined and not begins and entity_pattern("han_letter").match(before):
            continue
        if not entity_pattern("bare_goes_on").match(text, mark.end()):
            yield mark.span()


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans without those that stand in another one."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda one: (one[0], -one[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept
