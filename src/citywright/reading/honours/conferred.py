"""Sentences that confer an honour, in Chinese: 授予 and its kin, with those honoured behind or before it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from citywright.reading.context import Context
from citywright.reading.honours.denied import is_denied
from citywright.reading.honours.givers import giver
from citywright.reading.honours.honour import Honour
from citywright.reading.honours.names import names_in
from citywright.reading.honours.subjects import spoken_of, subject
from citywright.reading.honours.things import Thing, end_of_clause, things_in
from citywright.reading.honours.years import year_of
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import Sentence

RULE = "honour_conferred"
PUBLISHED = "give_published"
PASSIVE = (PUBLISHED, "give_listed")
"""Patterns whose form itself may stand in the passive."""
HEADED = ("give_to", "give_named", "give_hand", "give_present", "give_record", "give_more")
"""Patterns in which the name of the honour runs to the end of its clause."""
CLOSED = ("give_taken", "give_holder", "only_commended", PUBLISHED, "give_listed")
"""Patterns that are sure of the honour by their form."""
WHOLE = (*CLOSED, "give_hand", "give_record", "give_more")
"""Patterns that hold the whole name of the honour."""


def conferred(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that a Chinese sentence confers; nobody where those honoured follow in a list."""
    if honour_pattern("give_sign").search(sentence.text) is None:
        return
    yield from _without_marks(context, sentence)
    taken: set[int] = set()
    last: tuple[int, str | None] | None = None
    for rule in (*HEADED, *CLOSED):
        for mark in honour_pattern(rule).finditer(sentence.text):
            if mark.start() in taken or _is_denied(sentence.text, mark, passive=rule in PASSIVE):
                continue
            things = _things(context, sentence, mark, rule)
            if things:
                taken.add(mark.start())
            for thing in things:
                one = _honour(context, sentence, mark, thing)
                goes_on = last and honour_pattern("part_break").search(
                    sentence.text, last[0], mark.start()
                )
                one = replace(one, by=last[1]) if last and one.by is None and not goes_on else one
                last = (mark.end(), one.by)
                yield one


def _is_denied(text: str, mark: re.Match[str], *, passive: bool = False) -> bool:
    """Whether the clause denies it, or the passive says it of somebody who stands before the verb.

    passive : the form itself may stand in the passive (of those that the board chose, A is one)
    """
    before = text[: mark.start()]
    return is_denied(before, text[mark.end() :]) or (
        not passive and honour_pattern("passive_before").search(before) is not None
    )


def _things(context: Context, sentence: Sentence, mark: re.Match[str], rule: str) -> list[Thing]:
    name = "what" if mark["what"] else "what2"
    start, end = (sentence.start + place for place in mark.span(name))
    if rule not in WHOLE:
        end = end_of_clause(context.view.text, start, sentence.end)
        other = honour_pattern("next_receiver").search(context.view.text, start, end)
        end = other.start() + 1 if other else end
    things = things_in(context, start, end)
    groups = mark.groupdict()
    surely = rule in CLOSED or groups.get("surely") is not None or groups.get("strong")
    return things if surely or all(one.is_sure() for one in things) else []


def _honour(context: Context, sentence: Sentence, mark: re.Match[str], thing: Thing) -> Honour:
    name = "who" if mark["who"] else "who_behind"
    who = (sentence.start + mark.start(name), sentence.start + mark.end(name))
    by = thing.by or mark.groupdict().get("by") or giver(context, sentence, mark.start())
    year = thing.year or year_of(context, thing.span[0], in_passing=False)
    named = _following(context, thing.span[1])
    if not named and honour_pattern("pronoun_said").fullmatch(context.view.text[slice(*who)]):
        named = spoken_of(context, sentence, sentence.start + mark.start())
    named = named or honoured(context, who)
    return Honour(thing.span, named, thing.what, year, by, RULE)


def _following(context: Context, at: int) -> tuple[str, ...]:
    """Those who are named behind the honour and a colon."""
    mark = honour_pattern("names_follow").match(context.view.text, at)
    return tuple(names_in(context, mark.span("who"), None)) if mark else ()


def honoured(context: Context, span: tuple[int, int]) -> tuple[str, ...]:
    """Names of those honoured in a span; nobody where it only says that they follow (下列企业)."""
    words = context.view.text[slice(*span)]
    if is_following(words) or honour_pattern("of_those").search(words):
        return ()
    if honour_pattern("pronoun_said").fullmatch(words):
        return subject(context, *span) or ()
    described = honour_pattern("who_described").match(words)
    start = span[0] + (described.end() if described else 0)
    named = [_city_of(context, one) for one in names_in(context, (start, span[1]))]
    return tuple(one for one in dict.fromkeys(named) if one)


def _city_of(context: Context, name: str) -> str | None:
    """The city of the document for the words that only mean it (our city), else the name itself."""
    if honour_pattern("city_said").fullmatch(name) is None:
        return name
    place = context.head.place
    return place if place and not context.is_foreign(place) else None


def is_following(who: str) -> bool:
    """Whether words only say that those honoured are named behind (下列企业)."""
    return honour_pattern("honour_following").match(who) is not None


def _without_marks(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours without quotation marks: what stands behind the last name that is known."""
    for mark in honour_pattern("honour_whole").finditer(sentence.text):
        start, end = sentence.start + mark.start("body"), sentence.start + mark.end("body")
        named = context.named_in(start, end)
        counted = honour_pattern("honour_counted").match(context.view.text[start:end])
        if _is_denied(sentence.text, mark) or (not named and counted is None):
            continue
        last = named[-1].end if named else start + counted.end("who")  # type: ignore[union-attr]
        role = honour_pattern("honour_role").match(context.view.text[last:end])
        at = last + (role.end() if role else 0)
        if end - at > 1 and not honour_pattern("honour_common").match(context.view.text[at:end]):
            who = honoured(context, (start, last))
            by = giver(context, sentence, mark.start())
            for thing in things_in(context, at, end):
                year = thing.year or year_of(context, at, in_passing=False)
                yield Honour(thing.span, who, thing.what, year, thing.by or by, RULE)


def commended(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours with a year and in quotation marks, in a sentence that commends and names nobody."""
    if honour_pattern("commended").search(sentence.text) is None:
        return
    for mark in honour_pattern("commended_what").finditer(sentence.text):
        before = sentence.text[max(0, mark.start() - 4) : mark.start()]
        if honour_pattern("won_verb").search(before) or _is_denied(sentence.text, mark):
            continue
        start = sentence.start + mark.start("what")
        for thing in things_in(context, start, sentence.start + mark.end("what")):
            year = thing.year or year_of(context, thing.span[0], in_passing=False)
            yield Honour(thing.span, (), thing.what, year, None, "honour_commended")
