"""Sentences that tell who won an honour, in Chinese: the verb, the honours, who gave them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from citywright.reading.context import Context, Span
from citywright.reading.honour_facts import Honour, honour, honour_year
from citywright.reading.honour_winners import winners
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence


def won(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that a Chinese sentence tells of, with those who won them."""
    for mark in strategy_pattern("won").finditer(sentence.text):
        start, end = (sentence.start + place for place in mark.span("what"))
        parts = [_aside(context, span) for span in _parts(context, start, end)]
        if not _is_told(context, sentence, mark, [span for span, _ in parts]):
            continue
        at = sentence.start + mark.start()
        who = _winner_behind(context, sentence, mark.end()) or winners(context, sentence, at)
        told = strategy_pattern("won_those").match(sentence.text[mark.end() :])
        if not (who or told or strategy_pattern("commended").search(sentence.text)):
            continue
        before = sentence.text[: mark.start()]
        each = len(who) == len(parts) > 1 and strategy_pattern("shared_out_near").search(before)
        by = _by(sentence, mark)
        # the year of a bracket holds for what stands before it alone
        asides = any(aside for _, aside in parts)
        year = honour_year(context, at, "honour_won")
        for number, (span, aside) in enumerate(parts):
            own = who[number : number + 1] if each else who
            told_of = _with_giver(context, span, own, by)
            yield _with_aside(replace(told_of, year=year) if asides else told_of, aside)


def _is_told(
    context: Context, sentence: Sentence, mark: re.Match[str], spans: Sequence[Span]
) -> bool:
    """Whether a verb of winning tells of honours, and of such as are won and not only wished for."""
    said = mark["by"] or mark["by_of"] or mark["by_now"] or mark["list"]
    surely = said or strategy_pattern("won_surely").fullmatch(mark["verb"])
    names = [context.view.text[slice(*span)] for span in spans]
    if not (surely or all(_is_honour(name) for name in names)):
        return False
    # what stands in quotation marks is a name, whatever its words
    plain = [name for name in names if not strategy_pattern("quoted_words").fullmatch(name)]
    if any(strategy_pattern("won_not").search(name) for name in plain):
        return False
    before = sentence.text[: mark.start()]
    if strategy_pattern("won_if").search(before) or strategy_pattern("not_given").search(before):
        return False
    return strategy_pattern("won_condition").match(sentence.text[mark.end() :]) is None


def _by(sentence: Sentence, mark: re.Match[str]) -> str | None:
    """Who gives it, as the verb says, or the clause behind (presented by the bureau)."""
    said = mark["by"] or mark["by_of"] or mark["by_now"]
    behind = strategy_pattern("giver_behind").match(sentence.text[mark.end("what") :])
    return said or (behind["by"] if behind else None)


def _with_giver(context: Context, span: Span, who: tuple[str, ...], by: str | None) -> Honour:
    """An honour whose giver may stand before its quotation marks."""
    front = strategy_pattern("giver_in_front").match(context.view.text[slice(*span)])
    if front is None or by is not None:
        return honour(context, span, who, by, "honour_won")
    return honour(context, (span[0] + front.end(), span[1]), who, front["by"], "honour_won")


def _aside(context: Context, span: Span) -> tuple[Span, re.Match[str] | None]:
    """The span of an honour without the bracket behind it, and that bracket (2007, the ministry)."""
    mark = strategy_pattern("honour_aside").search(context.view.text[slice(*span)])
    return ((span[0], span[0] + mark.start()) if mark else span), mark


def _with_aside(told: Honour, aside: re.Match[str] | None) -> Honour:
    """An honour with the year and the giver that the bracket behind it says."""
    if aside is None:
        return told
    year = int(aside["year"]) if aside["year"] else told.year
    return replace(told, year=year, by=aside["by"] or told.by)


def _is_honour(name: str) -> bool:
    """Whether words are the name of an honour: in quotation marks, or with an ending of honours."""
    if name.endswith(("”", '"')):
        return True
    endings = ("honour_end_any", "won_in_list")
    return any(strategy_pattern(one).search(name) for one in endings)


def _parts(context: Context, start: int, end: int) -> Iterator[Span]:
    """Parts of a list of honours between its marks."""
    at = start
    text = context.view.text
    depth = 0
    for place in range(start, end):
        depth -= text[place] in "”)"
        mark = None
        if depth <= 0 and place >= at:
            mark = strategy_pattern("list_mark").match(text, place)
            mark = mark or strategy_pattern("joined_quote").match(text, place)
        if mark:
            yield at, place
            at = mark.end()
        depth += text[place] in "“("
    yield at, end


def _winner_behind(context: Context, sentence: Sentence, at: int) -> tuple[str, ...]:
    """A name that the honour describes (获得…的 name)."""
    if strategy_pattern("described").match(sentence.text[at:]) is None:
        return ()
    start = sentence.start + at + 1
    return tuple(one.name for one in context.named_in(start, start + 1))
