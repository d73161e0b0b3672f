"""Measures: what is to be done below a demand or a heading, apart from slogans.

A measure is a part of a sentence, between commas below a demand, between full stops and semicolons below
a heading, that begins with a verb or says who will do something; a call that nothing can be checked
by is none.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.slogans import slogan_spans

VERB, BEFORE_VERB = ("v",), ("d", "ad", "vd", "a", "TIME", "t")
"""Tags of verbs, and of what may stand before one at the head of a measure."""
SHORTEST = 4
WITHOUT = ("policy_notice",)
"""A notice lays down rules; what is done is its headings."""


def measures_below(
    context: Context, nodes: Sequence[tuple[str, Span, int]]
) -> Iterator[tuple[int, Span]]:
    """Number of the node above, and span of the measure.

    nodes : kind, span of the title and end of the part of each node
    """
    if context.head.kind in WITHOUT:
        return
    slogans = sorted(span for span, _ in slogan_spans(context))
    starts = sorted(title[0] for kind, title, _ in nodes if kind in ("demand", "heading", "speech"))
    for number, (kind, title, end) in enumerate(nodes):
        if kind not in ("demand", "heading"):
            continue
        after = bisect_left(starts, title[1])
        last = min([end, *starts[after : after + 1]])
        for span in _parts(context, title[1], last, kind):
            if not _touches(span, slogans) and _is_measure(context, span):
                yield number, span


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of a sorted list of spans that do not overlap each other."""
    at = bisect_left(others, (span[1], 0)) - 1
    return at >= 0 and others[at][1] > span[0]


def _parts(context: Context, start: int, end: int, kind: str) -> Iterator[Span]:
    text, at = context.view.text, start
    by_clause = kind == "demand" and not context.is_english
    name = "measure_break" if by_clause else "measure_stop"
    for mark in strategy_pattern(name).finditer(text, start, end):
        yield _stripped(text, at, mark.start())
        at = mark.end()
    yield _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Span:
    lead = strategy_pattern("part_lead").match(text, start, end)
    start = lead.end() if lead else start
    tail = strategy_pattern("part_tail").search(text[start:end])
    return start, start + tail.start() if tail else end


def _is_measure(context: Context, span: Span) -> bool:
    text = context.view.text[slice(*span)]
    if len(text) < SHORTEST or strategy_pattern("measure_not").search(text):
        return False
    if context.is_english:
        stated = strategy_pattern("measure_not_en").search(text)
        return stated is None and strategy_pattern("measure_en").search(text) is not None
    if strategy_pattern("measure_open").search(text):
        return False
    words = context.words_in(*span)
    tags = [word.tag for word in words]
    while tags and tags[0] in BEFORE_VERB:
        tags.pop(0)
    return bool(tags) and tags[0] in VERB
