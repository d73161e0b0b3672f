"""English sentences of honours: who gets one (won, was named, joined the list of), who gives one to whom."""

import re
from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.honours.english_names import honour_name, names_before, names_in_span
from citywright.reading.honours.givers import giver
from citywright.reading.honours.honour import Honour
from citywright.reading.honours.named import is_honour
from citywright.reading.honours.years import year_of
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

RULE = "honour_english"
NEAR = 160
"""Characters behind a verb in which its honour, its giver and its year stand."""
LAST = "last"
Who = tuple[str, ...]


def told_in_english(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that an English sentence confers or tells of, each name once."""
    seen: set[int] = set()
    for one in [*_given(context, sentence), *_handed(context, sentence), *_won(context, sentence)]:
        if one.span[0] not in seen and one.who:
            seen.add(one.span[0])
            yield one


def _won(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Verbs of getting, with those who stand before; a verb without a subject shares the last one's."""
    who: Who = ()
    last: Who = ()
    for mark in honour_pattern("verb_en").finditer(sentence.text):
        at = sentence.start + mark.start()
        own = names_before(context, sentence.start, at)
        before, last = last, own or last
        if _is_denied(sentence.text, mark.start()):
            continue
        named = _behind(context, sentence, mark.end(), surely=bool(mark["named"]))
        if named is None:
            continue
        span, by = named
        if not own and honour_pattern("pronoun_en").search(sentence.text[: mark.start()]):
            own = before
        who = own or who
        if not who:
            who = _told_after(context, sentence, span[1])
        yield _honour(context, sentence, span, (*who, *_with(context, span[1])), by)
        yield from _further(context, sentence, span[1], who)
        yield from _gapped(context, sentence, span[1])


def _behind(
    context: Context, sentence: Sentence, at: int, *, surely: bool
) -> tuple[Span, str | None] | None:
    """The honour behind a verb and who gives it (by the body, from the body, by the body as)."""
    text = sentence.text
    by = None
    front = honour_pattern("by_then_en").match(text, at, at + NEAR)
    if front:
        by, at = front["by"], front.end()
    lead = honour_pattern("lead_en").match(text, at)
    at = lead.end() if lead else at
    span = honour_name(context, sentence, at)
    if span is None:
        return None
    words = context.view.text[slice(*span)]
    if not (surely or bool(lead and lead["listed"]) or _is_prize(words)):
        return None
    return span, by or _by_behind(context, sentence, span[1])


def _is_prize(words: str) -> bool:
    """Whether words are an honour behind a verb of getting anything."""
    quoted = words[:1] in '“"'
    return quoted or is_honour(words) or honour_pattern("prize_en").search(words) is not None


def _by_behind(context: Context, sentence: Sentence, at: int) -> str | None:
    """The body that gives an honour, behind its name (by the body, from the body)."""
    mark = honour_pattern("by_behind_en").match(sentence.text, at - sentence.start)
    if mark is None:
        return None
    start = sentence.start + mark.end()
    named = context.named_in(start, start + 1)
    if named and named[0].kind == "organisations":
        return named[0].name
    body = honour_pattern("body_en").match(sentence.text, mark.end())
    return body["by"].strip() if body else None


def _further(context: Context, sentence: Sentence, at: int, who: Who) -> Iterator[Honour]:
    """Honours that "and the" or "and as" joins to the one before."""
    while mark := _joined(sentence.text, at - sentence.start):
        span = honour_name(context, sentence, mark.end())
        named = mark.re is honour_pattern("and_as_en")
        if span is None or not (named or _is_prize(context.view.text[slice(*span)])):
            return
        yield _honour(context, sentence, span, who, _by_behind(context, sentence, span[1]))
        at = span[1]


def _gapped(context: Context, sentence: Sentence, at: int) -> Iterator[Honour]:
    """The honour of another whom "and" joins without a verb (A won the X, and B the Y)."""
    mark = honour_pattern("gap_en").match(sentence.text, at - sentence.start)
    span = honour_name(context, sentence, mark.end()) if mark else None
    if mark and span and _is_prize(context.view.text[slice(*span)]):
        by = _by_behind(context, sentence, span[1])
        yield _honour(context, sentence, span, (mark["who"],), by)


def _joined(text: str, at: int) -> re.Match[str] | None:
    """Words that join a further honour: near by (and the), or anywhere (and as a)."""
    near = honour_pattern("and_prize_en").match(text, at)
    return near or honour_pattern("and_as_en").search(text, at)


def _with(context: Context, at: int) -> Who:
    """One with whom an honour is shared, behind its name (with B)."""
    mark = honour_pattern("shared_with_en").match(context.view.text[at : at + NEAR])
    named = context.named_in(at + mark.end(), at + mark.end() + 1) if mark else ()
    return (named[0].name,) if named and named[0].kind != "places" else ()


def _told_after(context: Context, sentence: Sentence, at: int) -> Who:
    """Those who are told behind a colon (two persons shared the title: A and B)."""
    mark = honour_pattern("told_after_en").match(sentence.text, at - sentence.start)
    return names_in_span(context, (sentence.start + mark.end(), sentence.end)) if mark else ()


def _given(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """A body gives somebody an honour: named A an H, gave A its H, listed A among the H."""
    for mark in honour_pattern("give_en").finditer(sentence.text):
        if _is_denied(sentence.text, mark.start()):
            continue
        by = names_before(context, sentence.start, sentence.start + mark.start())
        plain = honour_pattern("giver_plain_en").search(sentence.text[: mark.start()].rstrip())
        by = (plain["by"],) if plain and not by else by
        if honour_pattern("no_giver_en").match(mark[0]):
            by = ()
        more: re.Match[str] | None = mark
        while more:
            who, last = _receivers(context, sentence.start + more.end())
            lead = honour_pattern("given_lead_en").match(sentence.text, last - sentence.start)
            span = honour_name(context, sentence, lead.end()) if lead else None
            if span is None or not who:
                break
            yield _honour(context, sentence, span, who, by[-1] if by else None)
            more = honour_pattern("and_next_en").match(sentence.text, span[1] - sentence.start)


def _receivers(context: Context, start: int) -> tuple[Who, int]:
    """Those whose names begin at a place, one or a list, and the place behind them."""
    text = context.view.text
    named = context.named_in(start, start + NEAR)
    if not named or named[0].start != start:
        mark = honour_pattern("who_great_en").match(text, start)
        return ((mark["who"],), mark.end()) if mark else ((), start)
    last, who = named[0], [named[0].name]
    for one in named[1:]:
        if not honour_pattern("joins_en").fullmatch(text[last.end : one.start]):
            break
        who.append(one.name)
        last = one
    return tuple(who), last.end


def _handed(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """An honour goes to somebody: conferred H on A, H was awarded to A, A brought B an H."""
    for rule in (
        "conferred_en",
        "given_en",
        "titled_en",
        "taken_en",
        "colon_en",
        "conferred_on_en",
    ):
        for mark in honour_pattern(rule).finditer(sentence.text):
            if _is_denied(sentence.text, mark.start()):
                continue
            before = names_before(context, sentence.start, sentence.start + mark.start())
            by = before[-1] if before and rule.startswith("conferred") else None
            by = by or _giver(context, sentence, mark, rule)
            for what, receivers in _shares(sentence.text, mark):
                span = _cut(context, sentence, what)
                first, last = (sentence.start + one for one in receivers)
                who = names_in_span(context, (first, last))
                if span and who:
                    yield _honour(context, sentence, span, who, by, mark=mark)


def _giver(context: Context, sentence: Sentence, mark: re.Match[str], rule: str) -> str | None:
    return None if rule == "taken_en" else giver(context, sentence, mark.start())


def _shares(text: str, mark: re.Match[str]) -> Iterator[tuple[Span, Span]]:
    """Spans of an honour and of those it goes to; a verb may share out more (A to X, B to Y and Z)."""
    what, at, end = mark.span("what"), mark.start("who"), mark.end("who")
    for more in honour_pattern("gapped_en").finditer(text, at, end):
        titled = honour_pattern("title_before_en").search(text[more.start() : more.start("what")])
        if titled or _is_prize(more["what"]):
            yield what, (at, more.start())
            what, at = more.span("what"), more.end()
    yield what, (at, end)


def _cut(context: Context, sentence: Sentence, what: Span) -> Span | None:
    """Span of an honour that goes to somebody: its name ends where those who get it are said."""
    span = honour_name(context, sentence, what[0])
    return (span[0], min(span[1], sentence.start + what[1])) if span else None


def _honour(
    context: Context,
    sentence: Sentence,
    span: Span,
    who: Who,
    by: str | None,
    mark: re.Match[str] | None = None,
) -> Honour:
    """The honour of a span: a year at its head or behind it is its own.

    mark : where the sentence hands it to somebody; in a decision that gives it the year is the title's
    """
    words = context.view.text[slice(*span)]
    own = strategy_pattern("plain_year").match(words)
    start = span[0] + (own.end() + 1 if own else 0)
    tail = honour_pattern("year_tail_en").search(words)
    end = span[0] + tail.start() if tail else span[1]
    what = " ".join(context.view.text[start:end].split()).strip('“”"')
    behind = honour_pattern("year_behind").match(sentence.text, span[1] - sentence.start)
    own = own or tail
    said = own[1] if own else behind["year"] if behind else None
    aside = honour_pattern("aside_by_en").match(sentence.text, span[1] - sentence.start)
    if aside:
        said, by = said or aside["year"], by or aside["by"]
    gives = mark is not None and honour_pattern("gives_now_en").search(mark[0]) is not None
    told = honour_pattern("told_behind_en").match(sentence.text, span[1] - sentence.start)
    if told and not said and context.head.year:
        said = context.head.year - (told["which"].lower() == LAST)
    year = int(said) if said else year_of(context, span[0], in_passing=not gives)
    return Honour((start, span[1]), who, what, year, by, RULE)


def _is_denied(text: str, at: int) -> bool:
    """Whether a clause only wishes for, applies for, or misses the honour of its verb."""
    first = max(text.rfind(mark, 0, at) for mark in (";", ":", ". "))
    return honour_pattern("denied_en").search(text, first + 1, at) is not None
