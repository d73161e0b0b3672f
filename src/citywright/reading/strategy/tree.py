"""The tree of a strategy: headings, demands of a speech, the position of the city, named strategies.

A node lies below the next heading above it; a demand also says whose speech it belongs to. A position
lies at the root, unless its heading is about the position or the strategy as a whole. Measures lie
below the demand or heading that they serve.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from citywright.reading.context import Context, Span
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.strategy.demands import Demand, Speech, demands_of, speeches_of
from citywright.reading.strategy.measures import measures_below

WITHOUT = ("bulletin", "award_list")
"""Kinds of document whose headings are no strategy."""
CONFIDENCE = {
    "heading_line": 0.94, "heading_lead": 0.94, "demand_want": 0.94, "demand_item": 0.94,
    "position_quoted": 0.8, "strategy_named": 0.65, "speech": 0.9, "measure": 0.85,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.94, about the precision of the kind on documents that were unseen when the rules were written.
Measures, speeches and named strategies have no labels: some were judged by hand."""


@dataclass(frozen=True)
class Node:
    """One node before it has a number: kind, span of its title, where its part ends, rule, above."""

    kind: str
    title: Span
    end: int
    rule: str
    above: int | None
    by: str | None = None


def find_strategy(context: Context) -> list[Item]:
    """Nodes of the tree, in the order of the text.

    Facts: id, parent (absent at the root), kind (heading, speech, demand, position, strategy,
    measure), title, span (of the title), by (who demands).
    """
    if context.head.kind in WITHOUT:
        return []
    nodes = _headings(context)
    sections = {number: place for place, number in enumerate(_kept(context))}
    speeches = speeches_of(context)
    demands = demands_of(context, speeches)
    nodes += _demanded(context, speeches, demands, sections, len(nodes))
    nodes += _quoted(context, nodes)
    nodes += [
        Node("measure", span, span[1], "measure", above)
        for above, span in measures_below(
            context, [(one.kind, one.title, one.end) for one in nodes]
        )
    ]
    return _items(context, nodes)


def _kept(context: Context) -> list[int]:
    return [number for number, one in enumerate(context.outline.sections) if not one.back]


def _headings(context: Context) -> list[Node]:
    kept = _kept(context)
    place = {number: at for at, number in enumerate(kept)}
    nodes = []
    for number in kept:
        one = context.outline.sections[number]
        rule = "heading_lead" if one.lead else "heading_line"
        above = None if one.parent is None else place[one.parent]
        nodes.append(Node("heading", one.title, one.end, rule, above))
    return nodes


def _demanded(
    context: Context,
    speeches: Sequence[Speech],
    demands: Sequence[Demand],
    sections: dict[int, int],
    first: int,
) -> list[Node]:
    """Speeches that demand something, then their demands."""
    used = sorted({one.speech for one in demands if one.speech is not None})
    nodes = []
    for number in used:
        speech = speeches[number]
        below = [one for one in demands if one.speech == number]
        nodes.append(
            Node("speech", (speech.start, speech.end), below[-1].end, "speech",
                 _section(context, speech.start, sections), speech.by)
        )  # fmt: skip
    place = {number: first + at for at, number in enumerate(used)}
    for one in demands:
        section = _section(context, one.title[0], sections)
        above = section if one.speech is None else place[one.speech]
        by = None if one.speech is None else speeches[one.speech].by
        nodes.append(Node("demand", one.title, one.end, one.rule, above, by))
    return nodes


def _section(context: Context, at: int, sections: dict[int, int]) -> int | None:
    number = context.outline.at(at)
    return None if number is None else sections.get(number)


def _quoted(context: Context, nodes: Sequence[Node]) -> list[Node]:
    """The position of the city and strategies with a name, each where it stands first."""
    found: dict[str, Node] = {}
    text = context.view.text
    for mark in strategy_pattern("position").finditer(text):
        for words in strategy_pattern("quoted_words").finditer(text, *mark.span("quotes")):
            above = _innermost(nodes, words.start())
            if above is not None and not strategy_pattern("position_section").search(
                text[slice(*nodes[above].title)]
            ):
                above = None
            node = Node("position", words.span(1), words.end(), "position_quoted", above)
            found.setdefault(words[1], node)
    for mark in strategy_pattern("named_strategy").finditer(text):
        span = next(mark.span(name) for name in ("quoted", "plain", "english") if mark[name])
        section = context.section_at(span[0])
        if text[slice(*span)] not in found and not (section and section.back):
            above = _innermost(nodes, span[0])
            node = Node("strategy", span, span[1], "strategy_named", above)
            found.setdefault(text[slice(*span)], node)
    return list(found.values())


def _innermost(nodes: Sequence[Node], at: int) -> int | None:
    """The heading or the speech that a place belongs to: the last one that begins before it."""
    holds = [
        number
        for number, one in enumerate(nodes)
        if one.title[0] <= at < one.end and one.kind in ("heading", "speech")
    ]
    return max(holds, key=lambda number: nodes[number].title[0], default=None)


def _items(context: Context, nodes: Sequence[Node]) -> list[Item]:
    order = sorted(range(len(nodes)), key=lambda one: (nodes[one].title[0], nodes[one].title[1]))
    names = {number: f"s{at}" for at, number in enumerate(order, 1)}
    found = []
    for number in order:
        one = nodes[number]
        facts: dict[str, Any] = {
            "id": names[number],
            "parent": None if one.above is None else names[one.above],
            "kind": one.kind,
            "title": " ".join(context.view.text[slice(*one.title)].split()),
            "span": list(context.view.origin(*one.title)),
            "by": one.by,
        }
        made = item(context.view, "strategy", one.title, one.rule, CONFIDENCE[one.rule], title=None)
        known = {name: value for name, value in facts.items() if value is not None}
        found.append(
            Item("strategy", made.start, made.end, made.quote, one.rule, made.confidence, known)
        )
    return found
