"""People in an English text: a surname and a given name in pinyin beside a post or a word of speech."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from citywright.reading.english_bodies import in_lines
from citywright.reading.lexicon.entities import entity_pattern

Span = tuple[int, int]
SEEN = 80
"""Characters on each side of a name that are looked at."""


def english_people(text: str) -> tuple[dict[Span, str], Callable[[Span], list[str]]]:
    """Spans of all people with the rule that found them, and what gives the posts at a span."""
    found: dict[Span, str] = {}
    lined = in_lines(text)
    for mark in entity_pattern("english_person").finditer(lined):
        alone = _stands_alone(lined, *mark.span()) and _has_two_syllables(mark["given"])
        if alone or _is_beside(text, mark.span()) or _follows(text, mark.start(), found):
            found[mark.span()] = "person_english"
    found |= dict.fromkeys(_before_known(lined, found), "person_english")
    for mark in entity_pattern("english_three").finditer(lined):
        before = text[max(0, mark.start() - SEEN) : mark.start()]
        if entity_pattern("english_honorific").search(before) or _is_beside(text, mark.span()):
            # the first two of three words may have been taken for a name
            found.pop((mark.start(), mark.start() + mark[0].replace("-", " ").rindex(" ")), None)
            found[mark.span()] = "person_english"
    taken = {place for span in found for place in range(*span)}
    for mark in entity_pattern("english_foreign").finditer(text):
        start, end = _without_title(text, *mark.span())
        is_free = taken.isdisjoint(range(start, end))
        if is_free and " " in text[start:end] and _is_foreigner(text, start, end):
            found[start, end] = "person_english"
            taken.update(range(start, end))
    for mark in entity_pattern("english_named_person").finditer(lined):
        if taken.isdisjoint(range(*mark.span())):
            found[mark.span()] = "person_english"
    names = sorted(found, key=lambda span: span[1])
    ends = [end for _, end in names]
    return found, lambda span: _posts(lined, span, _leads(text, span, found, names, ends))


def _before_known(text: str, found: dict[Span, str]) -> list[Span]:
    """Names that stand before a known one in its list."""
    heads = {start for start, _ in found}
    spans = []
    for mark in reversed([*entity_pattern("english_person").finditer(text)]):
        between = entity_pattern("english_between").match(text, mark.end())
        if mark.span() not in found and between and between.end() in heads:
            spans.append(mark.span())
            heads.add(mark.start())
    return spans


def _leads(
    text: str, span: Span, found: dict[Span, str], names: list[Span], ends: list[int]
) -> Iterator[Span]:
    """Names that a post in the plural may stand before: the one before in a list, and the name itself."""
    k = bisect_right(ends, span[0]) - 1
    if k >= 0 and entity_pattern("english_between").fullmatch(text, ends[k], span[0]):
        yield names[k]
    if span in found:
        yield span


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no other word in capitals stands before or behind, so that the two make a name."""
    before = entity_pattern("english_run_before").search(text[max(0, start - SEEN) : start])
    return before is None and entity_pattern("english_run_on").match(text, end) is None


def _has_two_syllables(given: str) -> bool:
    """Whether a word is a given name of two syllables in pinyin, which few other words are."""
    common = entity_pattern("english_no_place").fullmatch(given)
    return not common and entity_pattern("english_two_syllables").match(given) is not None


def _is_beside(text: str, span: Span) -> bool:
    before, after = text[max(0, span[0] - SEEN) : span[0]], text[span[1] : span[1] + SEEN]
    heads_line = before[-1:] in ("", "\n") and entity_pattern("english_name_of_body").match(after)
    return bool(heads_line) or any(
        found is not None
        for found in (
            entity_pattern("english_post_before").search(before),
            entity_pattern("english_name_before").search(before),
            entity_pattern("english_name_contact").search(before),
            entity_pattern("english_post_after").match(after),
            entity_pattern("english_name_verb").match(after),
            entity_pattern("english_name_bracket").match(after),
        )
    )


def _is_foreigner(text: str, start: int, end: int) -> bool:
    """Whether words in capitals stand at the head of a line or behind a post, and a post or verb beside."""
    name = text[start:end]
    if entity_pattern("english_no_person").search(name):
        return False
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)]
    after = entity_pattern("english_foreign_after").match(rest)
    verb = entity_pattern("english_speaks").match(rest)
    heads = not text[text.rfind("\n", 0, start) + 1 : start].strip(" 0123456789.)")
    before = entity_pattern("english_post_before").search(text[max(0, start - SEEN) : start])
    titled = entity_pattern("english_title_before").search(text[max(0, start - 8) : start])
    ends = text[max(0, start - 2) : start] in (". ", "; ") or heads
    return bool((after and ends) or titled or (verb and before) or (before and not after))


def _without_title(text: str, start: int, end: int) -> Span:
    lead = entity_pattern("english_post_lead").match(text, start, end)
    return (lead.end() if lead else start), end


def _follows(text: str, start: int, found: dict[Span, str]) -> bool:
    """Whether the name before, in a list, is that of a person; the names stand in order."""
    near = takewhile(lambda end: end > start - SEEN, (end for _, end in reversed(found)))
    between = entity_pattern("english_between")
    return any(between.fullmatch(text, end, start) is not None for end in near)


def _posts(text: str, span: Span, leads: Iterable[Span]) -> list[str]:
    before = entity_pattern("english_post_before").search(text[max(0, span[0] - SEEN) : span[0]])
    after = entity_pattern("english_post_after").match(text[span[1] : span[1] + 120])
    inside = entity_pattern("english_post_in_bracket").match(text[span[1] : span[1] + 120])
    marks = [mark for mark in (before, after, inside) if mark]
    if not marks:
        trade = entity_pattern("english_trade_before").search(
            text[max(0, span[0] - SEEN) : span[0]]
        )
        marks = [trade] if trade else []
    posts = [" ".join(mark["post"].split()) for mark in marks]
    if posts:
        return posts
    for one in leads:
        shared = entity_pattern("english_plural_post").search(text[max(0, one[0] - 40) : one[0]])
        if shared:
            return [shared["post"].removesuffix("s")]
    return []
