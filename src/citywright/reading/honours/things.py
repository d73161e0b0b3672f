"""Names of honours behind a verb: each of a list, without its year, its giver and the kind of its sign.

"省政府颁发的2019年度“金牛奖”和“诚信企业”称号"  ->  金牛奖 (2019, 省政府), 诚信企业 (省政府)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.honours.asides import aside_of
from citywright.reading.honours.named import is_honour, plain_honour
from citywright.reading.lexicon.honours import honour_pattern, honour_words

PAIRS = honour_words("sign_pair")
OPEN, CLOSED = "".join(one[0] for one in PAIRS), "".join(one[1] for one in PAIRS)
"""Marks that open and close what no clause ends in; the two of a pair stand at the same place."""
LONGEST = 120
"""Characters behind a verb in which its honours stand."""


@dataclass(frozen=True)
class Thing:
    """One honour by its name: span of the name, its words, and the year and giver said with it.

    quoted : whether quotation marks make it a name, whatever its words
    """

    span: Span
    what: str
    year: int | None
    by: str | None
    quoted: bool

    def is_sure(self) -> bool:
        """Whether the words are those of an honour even behind a verb of getting anything."""
        return self.quoted or honour_pattern("thing_end").search(self.what) is not None


def end_of_clause(text: str, at: int, last: int) -> int:
    """The place where a clause ends: at its first mark outside quotation marks and brackets."""
    depth = 0
    for place in range(at, min(last, at + LONGEST)):
        sign = text[place]
        if sign in OPEN:
            depth += 1
        elif sign in CLOSED:
            depth = max(depth - 1, 0)
        elif depth == 0 and honour_pattern("clause_mark").match(sign):
            return place
    return min(last, at + LONGEST)


def things_in(context: Context, start: int, end: int) -> list[Thing]:
    """Honours of a span; none where a part of it is no name of an honour."""
    text = context.view.text
    lead = honour_pattern("thing_lead").match(text[start:end])
    by = lead["by"] if lead else None
    start += lead.end() if lead else 0
    described = honour_pattern("relative").search(text, start, end)
    end = described.start() + 1 if described else end
    found: list[Thing] = []
    for part in _parts(context, start, end):
        thing = _thing(context, part, by)
        if thing is None:
            break
        if not honour_pattern("no_honour_name").search(thing.what):
            found.append(thing)
    return found


def _parts(context: Context, start: int, end: int) -> Iterator[Span]:
    """Parts of a list between its marks, outside quotation marks and brackets."""
    text = context.view.text
    held = {n for one in context.named_in(start, end) for n in range(one.start + 1, one.end)}
    at, depth, place = start, 0, start
    while place < end:
        sign = text[place]
        depth = depth + 1 if sign in OPEN else max(depth - 1, 0) if sign in CLOSED else depth
        mark = honour_pattern("list_mark_of_things").match(text, place, end)
        if depth == 0 and mark and place > at and place not in held:
            yield at, place
            at = place = mark.end()
        elif depth == 0 and sign == "”" and text[place + 1 : place + 2] == "“":
            yield at, place + 1
            at = place = place + 1
        else:
            place += 1
    if at < end:
        yield at, end


def _thing(context: Context, part: Span, by: str | None) -> Thing | None:
    """The honour of one part of a list."""
    text = context.view.text
    start, end = part
    year = None
    aside = aside_of(text[start:end])
    if aside:
        end = start + aside.start
    start, front = _without_giver(context, start, end)
    lead = honour_pattern("part_lead").match(text[start:end])
    if lead:
        start, year = start + lead.end(), lead["year"]
    if front is None:
        start, front = _without_giver(context, start, end)
    named = _named(text, start, end)
    if named is None:
        return None
    span, quoted = named
    what = plain_honour(text[slice(*span)])
    inside = honour_pattern("honour_year_start").match(what)
    if inside and len(what) > inside.end() + 1:
        what, year = what[inside.end() :], year or inside["year"]
    at = text.rfind(what, *span)
    said = int(year) if year else aside.year if aside else None
    given = by or front or (aside.by if aside else None)
    return Thing((at, at + len(what)) if at >= 0 else span, what, said, given, quoted)


def _without_giver(context: Context, start: int, end: int) -> tuple[int, str | None]:
    """Where a giver stands before quotation marks: the place behind it, and the giver."""
    front = honour_pattern("giver_in_front").match(context.view.text[start:end])
    if front is None:
        return start, None
    return start + front.end(), front["by"]


def _named(text: str, start: int, end: int) -> tuple[Span, bool] | None:
    """Span of the name in a part, and whether quotation marks make it one."""
    words = text[start:end]
    mark = honour_pattern("part_quoted").match(words)
    if mark:
        return _of_quoted(start, mark.span("pre"), mark.span("quote"), mark["pre"], mark["tail"])
    cut = honour_pattern("part_cut").search(words)
    words = words[: cut.start()] if cut else words
    tail = honour_pattern("part_tail").search(words)
    is_rank = tail is not None and honour_pattern("rank_tail").search(words) is not None
    words = words[: tail.start()] if tail else words
    if not honour_pattern("plain_thing").match(words):
        return None
    if is_rank and not is_honour(words):
        # the first place in something is no honour
        return None
    gains = honour_pattern("won_not_gain").search(words) and not is_honour(words)
    if gains or any(honour_pattern(one).search(words) for one in ("won_not", "digits_counted")):
        return None
    return (start, start + len(words)), False


def _of_quoted(start: int, front: Span, quote: Span, before: str, behind: str) -> tuple[Span, bool]:
    """Span of a name with quotation marks: with the words around it where these belong to it."""
    cut = honour_pattern("part_cut").search(behind)
    behind = behind[: cut.start()] if cut else behind
    tail = honour_pattern("part_tail").search(behind)
    behind = behind[: tail.start()] if tail else behind
    own = honour_pattern("part_kind").match(behind)
    first = quote[0]
    named = own or (not behind and is_honour(before))
    if before and named and not honour_pattern("level_word").match(before):
        first = front[0]
    last = quote[1] + (len(behind) if own else 0)
    return (start + first, start + last), True
