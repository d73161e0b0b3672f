"""Sentences that tell who won an honour, in Chinese: verb, honours, those who won them, who gave them."""

import re
from collections.abc import Iterator, Sequence

from citywright.reading.context import Context
from citywright.reading.honours.denied import is_condition, is_denied
from citywright.reading.honours.givers import said_giver
from citywright.reading.honours.honour import Honour
from citywright.reading.honours.names import HIDDEN, names_in
from citywright.reading.honours.subjects import Who, winners
from citywright.reading.honours.things import CLOSED, OPEN, Thing, end_of_clause, things_in
from citywright.reading.honours.years import year_of
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import Sentence

RULE = "honour_won"


def won(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that a Chinese sentence tells of, with those who won them."""
    known: dict[int, Who] = {}
    verbs = [one for one in _verbs(sentence.text) if not _is_of_name(context, sentence, one)]
    for number, mark in enumerate(verbs):
        after = verbs[number + 1].start() if number + 1 < len(verbs) else len(sentence.text)
        things, end = _things(context, sentence, mark, after)
        if not things:
            continue
        at = sentence.start + mark.start()
        before, behind = _without_names(context, sentence, mark.start()), sentence.text[end:]
        if is_denied(before, behind):
            continue
        who = _behind(context, sentence, end)
        if not who:
            if is_condition(before, behind):
                continue
            who = winners(context, sentence, at, known)
        who = (*who, *(one for one in _also(context, sentence, end) if one not in who))
        known[at] = who
        if who:
            yield from _honours(context, sentence, mark, things, who, end)


def _without_names(context: Context, sentence: Sentence, end: int) -> str:
    """The words before a place of a sentence, its names struck out: they hold no word of a condition."""
    text = sentence.text[:end]
    for one in context.named_in(sentence.start, sentence.start + end):
        start, last = one.start - sentence.start, one.end - sentence.start
        text = f"{text[:start]}{HIDDEN * (last - start)}{text[last:]}"
    return text[:end]


def _is_of_name(context: Context, sentence: Sentence, mark: re.Match[str]) -> bool:
    """Whether what looks like a verb is a part of a name (by, in the word for economy)."""
    at = sentence.start + mark.start()
    if honour_pattern("verb_passive").match(mark[0]):
        return False
    return any(one.start <= at < one.end for one in context.named_in(at - len(mark[0]), at + 1))


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """Verbs of winning that stand outside quotation marks and brackets."""
    marks = [*honour_pattern("verb_won").finditer(text), *honour_pattern("passed").finditer(text)]
    if not marks:
        return
    depths, depth = [], 0
    for sign in text:
        depth = depth + 1 if sign in OPEN else max(depth - 1, 0) if sign in CLOSED else depth
        depths.append(depth)
    yield from sorted((one for one in marks if not depths[one.start()]), key=re.Match.start)


def _things(
    context: Context, sentence: Sentence, mark: re.Match[str], after: int
) -> tuple[list[Thing], int]:
    """Honours of a verb, and the place of the sentence behind the last of them."""
    text = context.view.text
    if mark.groupdict().get("what"):
        start, end = (sentence.start + place for place in mark.span("what"))
        things = things_in(context, start, end)
        return [one for one in things if one.is_sure()], mark.end()
    start = sentence.start + mark.end()
    end = end_of_clause(text, start, sentence.start + after)
    things = things_in(context, start, end)
    surely = _giver_of(mark) or honour_pattern("verb_surely").fullmatch(mark[0])
    if not surely and not all(one.is_sure() for one in things):
        return [], end
    last = things[-1].span[1] - sentence.start if things else end - sentence.start
    return things, last


def _giver_of(mark: re.Match[str]) -> str | None:
    groups = mark.groupdict()
    return said_giver(groups.get("by") or groups.get("by_of") or groups.get("by_record"))


def _honours(
    context: Context,
    sentence: Sentence,
    mark: re.Match[str],
    things: Sequence[Thing],
    who: Who,
    end: int,
) -> Iterator[Honour]:
    """The honours of one verb, each with its own winner where the sentence shares them out."""
    before = sentence.text[: mark.start()]
    each = len(who) == len(things) > 1 and honour_pattern("shared_out_near").search(before)
    by = _giver_of(mark) or _giver_around(sentence, mark.start(), end)
    for number, thing in enumerate(things):
        # the year of a bracket holds for what stands before it alone, that of the clause for all
        year = thing.year or year_of(context, sentence.start + mark.end(), in_passing=True)
        own = who[number : number + 1] if each else who
        yield Honour(thing.span, own, thing.what, year, thing.by or by, RULE)


def _giver_around(sentence: Sentence, start: int, end: int) -> str | None:
    """Who gives it, as the clause behind says (presented by the bureau), or the one before."""
    behind = honour_pattern("giver_behind").match(sentence.text[end:])
    if behind:
        return said_giver(behind["by"] or behind["by_of"])
    before = honour_pattern("giver_before").search(sentence.text[:start])
    return said_giver(before["by"] or before["by_of"]) if before else None


def _also(context: Context, sentence: Sentence, end: int) -> Who:
    """Those of whom the clause behind says that they got the same (so did B and C)."""
    mark = honour_pattern("also_won").match(sentence.text, end + _closing(sentence.text, end))
    if mark is None:
        return ()
    first, last = (sentence.start + one for one in mark.span("who"))
    return tuple(names_in(context, (first, last)))


def _closing(text: str, end: int) -> int:
    """Characters behind an honour up to the end of its clause that only close its name."""
    mark = honour_pattern("name_closed").match(text, end)
    return mark.end() - end if mark else 0


def _behind(context: Context, sentence: Sentence, end: int) -> Who:
    """Those whom an honour describes (the firms A and B, which won), or who are named behind it."""
    text = sentence.text
    mark = honour_pattern("described").match(text[end:])
    if mark is None:
        return ()
    at = sentence.start + end + mark.end()
    named = context.named_in(at, at + 1)
    if named:
        stop = honour_pattern("described_end").search(context.view.text, at, sentence.end)
        last = stop.start() if stop else sentence.end
        return tuple(names_in(context, (at, last)))
    those = honour_pattern("winners_named").search(text[end:])
    if those is None:
        return ()
    first = sentence.start + end
    return tuple(names_in(context, (first + those.start("who"), first + those.end("who"))))
