"""What a speech demands: sentences that begin with 要, what follows 强调 or 要求 with 要, and numbered items.

A demand's title runs to the first full stop or semicolon if there is one comma at most, else to the
first comma. Who speaks is the last person or body before a word of demanding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence
from citywright.reading.strategy.outline import SPOKEN

SHORTEST_LEAD = 3
"""Characters of a sentence before its first item that lead the list (he stressed:) by themselves."""


@dataclass(frozen=True)
class Demand:
    """One demand.

    title : span of the view; end : where what belongs to it ends
    rule : demand_want (要) or demand_item (一是, First,)
    speech : number of its speech in the list of speeches, None before the first one
    """

    title: Span
    end: int
    rule: str
    speech: int | None


@dataclass(frozen=True)
class Speech:
    """Words that open a speech (陈某强调): their span, and the name of who speaks if it is known."""

    start: int
    end: int
    by: str | None


def speeches_of(context: Context) -> list[Speech]:
    """Places where somebody begins to demand something, in order."""
    found = []
    for sentence in context.sentences if context.head.kind in SPOKEN else ():
        mark = strategy_pattern("speech_open").search(sentence.text)
        if mark:
            end = sentence.start + mark.end()
            start = sentence.start + mark.start("who")
            named = [one for one in context.named_in(start, end) if one.kind != "places"]
            found.append(
                Speech(named[-1].start if named else start, end, named[-1].name if named else None)
            )
    return found


def demands_of(context: Context, speeches: list[Speech]) -> list[Demand]:
    """All demands of a speech, in order; none in other kinds of document."""
    if context.head.kind not in SPOKEN:
        return []
    found: list[tuple[Span, str]] = []
    lead = ""
    paragraph = -1
    for sentence in context.sentences:
        lead = lead if sentence.paragraph == paragraph else ""
        paragraph = sentence.paragraph
        found += _items(sentence, lead) or _wanted(sentence)
        lead += sentence.text
    headings = {one.title[0] for one in context.outline.sections}
    found = [(span, rule) for span, rule in found if span[0] not in headings]
    return _with_ends(context, found, speeches)


def _wanted(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Parts of a sentence that begin with 要."""
    for mark in strategy_pattern("want").finditer(sentence.text):
        yield _title(sentence, mark.end(), len(sentence.text)), "demand_want"


def _items(sentence: Sentence, lead: str) -> list[tuple[Span, str]]:
    """Numbered items of a sentence, unless what leads the list looks back."""
    marks = list(strategy_pattern("item").finditer(sentence.text))
    own = sentence.text[: marks[0].start()] if marks else ""
    before = own if len(own) >= SHORTEST_LEAD else lead + own
    if not marks:
        return []
    # what must be done is none of the past
    wanted = strategy_pattern("wants").search(marks[0][0])
    if wanted is None and strategy_pattern("list_of_past").search(before[-60:]):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(sentence.text)]
    return [
        (_title(sentence, mark.end(), end), "demand_item")
        for mark, end in zip(marks, ends, strict=True)
    ]


def _title(sentence: Sentence, start: int, end: int) -> Span:
    """Span of the view of a title that begins at a place of a sentence."""
    stop = strategy_pattern("demand_stop").search(sentence.text, start, end)
    end = stop.start() if stop else end
    commas = [mark.start() for mark in re.finditer(",", sentence.text[start:end])]
    if len(commas) > 1:
        end = start + commas[0]
    text = sentence.text[start:end].rstrip(", ")
    return sentence.start + start, sentence.start + start + len(text)


def _with_ends(
    context: Context, found: list[tuple[Span, str]], speeches: list[Speech]
) -> list[Demand]:
    """Demands with the place where the next one, the next speech or the next paragraph begins."""
    ends = [*(span[0] for span, _ in found), len(context.view.text)][1:]
    demands = []
    number = 0
    for (span, rule), after in zip(found, ends, strict=False):
        while number < len(speeches) and speeches[number].start < span[0]:
            number += 1
        line = context.view.text.find("\n", span[1])
        ends_of = [after, line if line >= 0 else len(context.view.text)]
        ends_of += [one.start for one in speeches[number : number + 1]]
        if span[1] > span[0]:
            demands.append(Demand(span, min(ends_of), rule, number - 1 if number else None))
    return demands
