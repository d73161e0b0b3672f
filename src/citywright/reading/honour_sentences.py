"""Sentences that confer an honour, in Chinese; those that only tell of one are read beside."""

import re
from collections.abc import Iterator

from citywright.reading.award_names import names_in
from citywright.reading.context import Context
from citywright.reading.honour_facts import Honour, giver, honour
from citywright.reading.honour_winning import won
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

GIVEN = ("honour_given_to", "honour_given", "honour_named_as")
"""Patterns of conferring, of which a sentence follows the first that it fits."""
HANDED = ("honour_handed", "honour_presented", "honour_taken")
"""Patterns of conferring that name the honour first, or those honoured as an object."""


def told(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that a Chinese sentence confers, else those it tells of."""
    text = sentence.text
    yield from _without_marks(context, sentence)
    marks = next((found for rule in GIVEN if (found := _marks(rule, text))), [])
    marks += [mark for rule in HANDED for mark in _marks(rule, text)]
    for mark in marks:
        name = next(n for n in ("quoted", "plain", "what") if mark.groupdict().get(n))
        who = (sentence.start + mark.start("who"), sentence.start + mark.end("who"))
        span = (sentence.start + mark.start(name), sentence.start + mark.end(name))
        by = giver(context, sentence, mark.start())
        # those who follow are found by their list
        names = () if is_following(mark["who"]) else tuple(names_in(context, who))
        yield honour(context, span, names, by, "honour_conferred")
    if not marks:
        yield from won(context, sentence)
        yield from _commended(context, sentence)
        yield from _only_commended(context, sentence)


def _marks(rule: str, text: str) -> list[re.Match[str]]:
    """Places where a sentence confers an honour, without those that only propose or revoke one."""
    return [mark for mark in strategy_pattern(rule).finditer(text) if not _is_not_given(text, mark)]


def _is_not_given(text: str, mark: re.Match[str]) -> bool:
    return strategy_pattern("not_given").search(text[: mark.start()]) is not None


def is_following(who: str) -> bool:
    """Whether words only say that those honoured are named behind (下列企业)."""
    return strategy_pattern("honour_following").match(who) is not None


def _without_marks(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours without quotation marks: what stands behind the last name that is known."""
    for mark in strategy_pattern("honour_whole").finditer(sentence.text):
        start, end = sentence.start + mark.start("body"), sentence.start + mark.end("body")
        named = context.named_in(start, end)
        counted = strategy_pattern("honour_counted").match(context.view.text[start:end])
        if not named and counted is None:
            continue
        last = named[-1].end if named else start + counted.end("who")  # type: ignore[union-attr]
        role = strategy_pattern("honour_role").match(context.view.text[last:end])
        at = last + (role.end() if role else 0)
        if end - at > 1 and not strategy_pattern("honour_common").match(context.view.text[at:end]):
            who = tuple(names_in(context, (start, last)))
            by = giver(context, sentence, mark.start())
            yield honour(context, (at, end), who, by, "honour_conferred")


def _commended(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours with a year and in quotation marks, in a sentence that commends."""
    if strategy_pattern("commended").search(sentence.text) is None:
        return
    for mark in strategy_pattern("commended_what").finditer(sentence.text):
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        if not strategy_pattern("won_verb").search(
            sentence.text[max(0, mark.start() - 4) : mark.start()]
        ):
            yield honour(context, span, (), None, "honour_commended")


def _only_commended(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Commendations that have no other name than what they are (commended by circular)."""
    for mark in _marks("only_commended", sentence.text):
        name = "who" if mark["who"] else "who_behind"
        who = (sentence.start + mark.start(name), sentence.start + mark.end(name))
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        names = () if is_following(mark[name]) else tuple(names_in(context, who))
        by = giver(context, sentence, mark.start())
        yield honour(context, span, names, by, "honour_conferred")
