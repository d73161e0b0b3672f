"""English sentences that confer an honour (conferred on) or tell of one (won, honoured by)."""

from collections.abc import Iterator
from dataclasses import replace

from citywright.reading.award_names import names_in
from citywright.reading.context import Context
from citywright.reading.honour_facts import NEAR, Honour, giver, honour
from citywright.reading.honour_winners import winners_en
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence


def told_in_english(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that an English sentence confers or tells of."""
    for rule in ("given_en", "titled_en", "conferred_en"):
        for mark in strategy_pattern(rule).finditer(sentence.text):
            who = (sentence.start + mark.start("who"), sentence.start + mark.end("who"))
            span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
            by = giver(context, sentence, mark.start())
            yield honour(context, span, tuple(names_in(context, who)), by, "honour_english")
    for mark in strategy_pattern("honoured_by_en").finditer(sentence.text):
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        won = winners_en(context, sentence, sentence.start + mark.start())
        if won:
            yield honour(context, span, won, mark["by"], "honour_english")
    for mark in strategy_pattern("won_en").finditer(sentence.text):
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        won = winners_en(context, sentence, sentence.start + mark.start())
        if won:
            told = honour(context, span, won, _by_behind(context, span[1]), "honour_english")
            behind = strategy_pattern("year_behind").match(sentence.text[mark.end() :])
            yield replace(told, year=int(behind["year"])) if behind else told


def _by_behind(context: Context, at: int) -> str | None:
    """The body that gives an honour, behind its name (by the body)."""
    mark = strategy_pattern("by_behind_en").match(context.view.text[at : at + NEAR])
    named = context.named_in(at + mark.end(), at + mark.end() + 1) if mark else ()
    return named[0].name if named else None
