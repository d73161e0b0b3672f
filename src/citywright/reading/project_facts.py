"""What the text beside a project's name says of it: cost, area, stages, owner.

What belongs to a project is its sentence up to the next project, the sentences that go on with it (this
project ...), or, where its name begins an entry of a list, all of the entry.
"""

from collections.abc import Sequence
from typing import Any

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import plain_number
from citywright.reading.project_sizes import amount_of
from citywright.reading.sentences import Sentence

FURTHEST = 60
"""Characters beside a name in which something may belong to it."""
LONGEST_BLOCK = 400
"""Characters of the lines below the name of a work that belong to it."""


def facts_of(context: Context, span: Span, starts: Sequence[int]) -> dict[str, Any]:
    """What is said of the project, up to the next project.

    starts : where names of projects begin, in order
    """
    text = context.view.text
    sentence = context.sentence_at(span[0])
    end = _scope_end(context, sentence, span)
    end = min([end, *(one for one in starts if span[1] <= one < end)])
    scope = text[span[1] : end]
    before = text[max(sentence.start if sentence else span[0], span[0] - FURTHEST) : span[0]]
    found: dict[str, Any] = {}
    ending = "_en" if context.is_english else ""
    cost = strategy_pattern(f"project_cost{ending}").search(scope)
    if not context.is_english:
        cost = strategy_pattern("cost_bracket").match(scope) or cost
        cost = cost or strategy_pattern("project_cost_plain").search(scope)
    said = amount_of(strategy_pattern(f"project_before{ending}").search(before))
    # before an English name stands what is spent, and its whole cost behind it
    found.update(amount_of(cost) or said if context.is_english else said or amount_of(cost))
    area = strategy_pattern(f"project_area{ending}").search(scope)
    if not context.is_english:
        area = strategy_pattern("project_area_before").search(before) or area
    if area:
        found["area"], found["area_unit"] = plain_number(area["a"].rstrip(".,")), area["unit"]
    stages = _stages(scope, "stage_en" if context.is_english else "stage_zh")
    if stages:
        found["stages"] = stages
    owner = _owner(context, span)
    return {**found, "owner": owner} if owner else found


def _scope_end(context: Context, sentence: Sentence | None, span: Span) -> int:
    """Where ends what is said of a project: its sentence, those that go on with it, all of its entry."""
    text = context.view.text
    if sentence is None:
        return span[1]
    line = text.find("\n", span[1])
    line = line if line >= 0 else len(text)
    first = text.rfind("\n", 0, span[0]) + 1
    entry = (
        strategy_pattern("entry_work_en").match(text, first, line) if context.is_english else None
    )
    if not context.is_english and _heads_entry(text, first, span):
        return max(line, sentence.end)
    if entry and entry.start("name") == span[0]:
        gap = text.find("\n\n", line)
        block = gap if gap >= 0 else len(text)
        return line if span[1] < line else min(block, span[1] + LONGEST_BLOCK)
    end = sentence.end
    while end < line and strategy_pattern("goes_on_of").match(text[end : end + FURTHEST]):
        after = context.sentence_at(end + 1)
        if after is None or after.end <= end:
            break
        end = after.end
    return end


def _heads_entry(text: str, first: int, span: Span) -> bool:
    """Whether a name heads its line, which goes on behind a full stop or a colon, or is an item of a list."""
    mark = strategy_pattern("item_mark").match(text[first : span[0]])
    if text[first + (mark.end() if mark else 0) : span[0]].strip():
        return False
    return mark is not None or strategy_pattern("head_stop").match(text, span[1]) is not None


def _stages(scope: str, name: str) -> list[dict[str, str]]:
    found = []
    for mark in strategy_pattern(name).finditer(scope):
        when = (mark["when"] or "").strip()
        found.append({"stage": mark["stage"], **({"when": when} if when else {})})
    return found


def _owner(context: Context, span: Span) -> str | None:
    """The firm at the head of the name, or the body that builds it by the words before."""
    for one in context.named_in(*span):
        if one.kind == "organisations" and one.start == span[0]:
            return one.name
    before = context.view.text[max(0, span[0] - FURTHEST) : span[0]]
    mark = strategy_pattern("built_by").search(before)
    after = strategy_pattern("built_after").match(
        context.view.text[span[1] : span[1] + 2 * FURTHEST]
    )
    if mark is None and after is None:
        return None
    at = span[0] - len(before) + mark.start(1) if mark else span[1] + after.start("who")  # type: ignore[union-attr]
    named = context.named_in(at, at + 1)
    return named[0].name if named and named[0].kind == "organisations" else None
