"""Works that have a name without the word for a project: a bridge, a park, a plant with its cost or its land.

A name runs from the verb of building before it to the word for the kind of work. What is said beside it
makes it a project: its cost, the land that it takes, or that it is still to be built.
"""

from collections.abc import Callable, Iterator

from citywright.reading.context import Context, Span
from citywright.reading.gazetteer import LONGEST, SHORTEST, is_division
from citywright.reading.lexicon.strategy import strategy_pattern, strategy_words

REACH = 80
"""Characters beside a name in which its cost or its land may be said."""
LEAST = 4
"""Characters of the name of a work."""

Named = Callable[[Context, Span], bool]


def works(
    context: Context, span_of: Callable[[Context, int], Span], is_proper: Named, is_common: Named
) -> Iterator[Span]:
    """Spans of names of works.

    Parameters
    ----------
    span_of : the span of the words of a name that ends at a place
    is_proper, is_common : whether a span holds a name of its own, or only common words
    """
    text = context.view.text
    for mark in strategy_pattern("work_noun_here").finditer(text):
        if not _may_end(context, mark.end()):
            continue
        span = span_of(context, mark.end())
        known = _is_known(context, span)
        if span[1] - span[0] < LEAST or (not known and is_common(context, span)):
            continue
        if strategy_pattern("entry_no_work").search(text[slice(*span)]):
            continue
        if _is_work(context, span, known, is_proper(context, span)):
            yield span


def _is_work(context: Context, span: Span, known: bool, proper: bool) -> bool:
    """Whether what is said beside a name makes it a project.

    known : it is also the name of a body or an area; proper : it is no common noun
    """
    text = context.view.text
    behind = text[span[1] : span[1] + REACH]
    before = text[max(0, span[0] - REACH) : span[0]]
    built = strategy_pattern("built_before").search(before) is not None
    costs = _says(behind, "work_cost")
    if known and not (costs and (built or behind[0] in strategy_words("apart"))):
        # a body that spends money, or an area, is no work
        return False
    if costs or strategy_pattern("project_before").search(before):
        return known or proper or built
    if built and _says(behind, "work_land"):
        return True
    to_build = strategy_pattern("work_to_build").match(behind)
    led = strategy_pattern("lead_behind").search(before)
    named = strategy_pattern("built_it").match(behind)
    return bool(to_build and led and (named or _is_placed(context, span)))


def _says(behind: str, name: str) -> bool:
    """Whether the words behind a name come to its cost or land, and all before that describes it too."""
    stop = strategy_pattern("part_end").search(behind)
    mark = strategy_pattern(name).search(behind, 0, stop.start() if stop else len(behind))
    if mark is None:
        return False
    parts = strategy_pattern("work_parts").split(behind[: mark.start()])
    return all(not one or strategy_pattern("work_says").match(one) for one in parts)


def _may_end(context: Context, end: int) -> bool:
    """Whether no name of a body goes on over this place."""
    named = context.named_in(end - REACH, end)
    return not any(one.start < end < one.end for one in named)


def _is_known(context: Context, span: Span) -> bool:
    """Whether a name is that of a body or an area, which is there already."""
    return any(
        one.start == span[0] and one.end >= span[1] for one in context.named_in(span[0], span[1])
    )


def _is_placed(context: Context, span: Span) -> bool:
    """Whether a name begins with a place."""
    text = context.view.text[slice(*span)]
    begins = any(one.start == span[0] for one in context.named_in(*span))
    return begins or any(is_division(text[:k]) for k in range(SHORTEST, min(len(text), LONGEST)))
