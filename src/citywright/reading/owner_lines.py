"""Owners that a line, a bracket or a column names: 责任单位 below a section, a table of tasks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.strategy.outline import Section
from citywright.reading.tables import table_rows
from citywright.reading.task_words import begins_with_verb

INLINE = ("owner_inline", "owner_roles", "owner_behind", "owner_bare")
INLINE_ENGLISH = ("owner_inline_en",)
"""Patterns of owners inside a line; the group that closes last holds their names."""
BEHIND = 40
"""Characters behind the names of owners in which their deadline may stand."""
FEWEST_HEADS = 2
"""Entries that bodies head in a list of their duties."""


@dataclass(frozen=True)
class Owned:
    """A task and its owner by the layout of the text."""

    owner: str
    where: Span
    task: Span
    deadline: str | None
    rule: str


def owner_lines(context: Context) -> Iterator[Owned]:
    """Tasks of lines and brackets that name who is responsible, and of rows of tables."""
    text = context.view.text
    english = "_en" if context.is_english else ""
    for start, end in paragraphs(context.view):
        mark = strategy_pattern(f"owner_line{english}").match(text[start:end])
        task = section_title(context, start) if mark else None
        if mark and task:
            span = (start + mark.start("names"), start + mark.end("names"))
            yield from _owned(context, span, task)
            continue
        for kind in INLINE_ENGLISH if english else INLINE:
            for inline in strategy_pattern(kind).finditer(text, start, end):
                first = _own_part(text, start, inline.start())
                task = _task_of_line(context, first, inline.start())
                names = inline.span(inline.lastgroup or 0)
                bare = kind == "owner_bare"
                if context.is_english and _is_of_work(text, inline, start, end):
                    continue
                if task and not (bare and not _is_annotated(context, start, task, names)):
                    yield from _owned(context, names, task)
    yield from _of_heads(context)
    yield from _of_tables(context)


def _own_part(text: str, start: int, end: int) -> int:
    """Where the item begins whose owners a bracket names: one of several in a line, or the line."""
    breaks = [mark.end() for mark in strategy_pattern("part_end").finditer(text, start, end - 1)]
    own = breaks and strategy_pattern("item_mark").match(text[breaks[-1] : end])
    return breaks[-1] if own else start


def _is_of_work(text: str, inline: re.Match[str], start: int, end: int) -> bool:
    """Whether the owner is that of a work, whose line says its cost or its land."""
    owner = strategy_pattern("project_owner_en").search(text, inline.start(), inline.end())
    return owner is not None and bool(strategy_pattern("entry_sized_en").search(text, start, end))


def _is_annotated(context: Context, start: int, task: Span, names: Span) -> bool:
    """Whether names behind the words of an item, which begin with a verb, are those of bodies."""
    text = context.view.text
    is_item = strategy_pattern("item_mark").match(text[start : task[1]]) is not None
    in_list = is_item or context.section_at(start) is not None
    return in_list and begins_with_verb(context, task) and _are_bodies(context, names)


def _are_bodies(context: Context, names: Span) -> bool:
    """Whether each of some names is known, or that of an office of a city or an area."""
    known = {one.name for one in context.named_in(*names)}
    own = [
        strategy_pattern("name_bracket").sub("", owner) for owner, _ in owners_of(context, names)
    ]
    return bool(own) and all(
        one in known or strategy_pattern("owner_own").fullmatch(one) for one in own
    )


def _of_heads(context: Context) -> Iterator[Owned]:
    """Duties of bodies that head the entries of a list: (1) Bureau of Water. Repairs the dams."""
    text, name = context.view.text, strategy_pattern("owner_head")
    lines = [] if context.is_english else paragraphs(context.view)
    heads = [name.match(text[start:end]) for start, end in lines]
    if sum(head is not None for head in heads) < FEWEST_HEADS:
        return
    for (start, end), below, head in zip(lines, [*lines[1:], (0, 0)], heads, strict=True):
        if head is None or context.looks_back(start):
            continue
        first, last = (start + head.end(), end) if start + head.end() < end else below
        lead = strategy_pattern("item_mark").match(text[first:last])
        first += lead.end() if lead else 0
        duty = strategy_pattern("owner_head_duty").match(text, first, last)
        if duty is None or text[first - 1] == ":" or not begins_with_verb(context, (first, last)):
            # what stands behind a colon is read as a sentence
            continue
        names = (start + head.start("names"), start + head.end("names"))
        for owner, where in owners_of(context, names) if _are_bodies(context, names) else ():
            if strategy_pattern("area_end").search(owner):
                # an area owns what it has a duty for, and nothing else
                continue
            yield Owned(owner, where, duty.span("task"), None, "task_section")


def section_title(context: Context, at: int) -> Span | None:
    """The title of the section that holds a place."""
    section = context.section_at(at)
    return section.title if section else None


def _task_of_line(context: Context, start: int, end: int) -> Span | None:
    """The title of the section, or the first clause of an item that has no title of its own."""
    text = context.view.text
    mark = strategy_pattern("item_mark").match(text[start:end])
    section = context.section_at(start)
    untitled = mark is not None and not (section and section.start == start)
    first = start + (mark.end() if mark else 0)
    own = _first_words(text, first, end)
    return own if untitled and own else section_title(context, start) or own


def _first_words(text: str, start: int, end: int) -> Span | None:
    """The first clause between two places."""
    stop = strategy_pattern("clause_end").search(text, start, end)
    last = stop.start() if stop else end
    words = text[start:last].rstrip(" .")
    return (start, start + len(words)) if words else None


def _owned(context: Context, span: Span, task: Span) -> Iterator[Owned]:
    section = context.section_at(span[0])
    name = "owner_due_en" if context.is_english else "owner_due"
    line = context.view.text.find("\n", span[1])
    last = min(span[1] + BEHIND, line if line >= 0 else len(context.view.text))
    due = strategy_pattern(name).search(context.view.text, span[0], last)
    said = (due["when"] or due["plain"]).strip() if due else None
    when = said or (_deadline(context, section) if section else None)
    for owner, where in owners_of(context, span):
        yield Owned(owner, where, task, when, "task_section")


def _deadline(context: Context, section: Section) -> str | None:
    """What a line of a section says of when it is to be done."""
    mark = strategy_pattern("deadline_line").search(
        context.view.text, section.title[1], section.end
    )
    return (mark["when"] or mark["when_en"]) if mark else None


def owners_of(context: Context, span: Span) -> Iterator[tuple[str, Span]]:
    """Names of a list of owners, and where they stand; groups (all other bodies) are no owners."""
    text = context.view.text
    split = strategy_pattern("owner_split_en" if context.is_english else "owner_split")
    at = span[0]
    marks = [mark.span() for mark in split.finditer(text, *span)]
    for start, end in [*marks, (span[1], span[1])]:
        words = strategy_pattern("owner_tail").sub("", text[at:start].strip()).strip()
        place = text.find(words, at)
        if (
            words
            and not strategy_pattern("owner_common").search(words)
            and not context.is_foreign(words)
        ):
            yield words, (place, place + len(words))
        at = end


def _of_tables(context: Context) -> Iterator[Owned]:
    text = context.view.text
    for row in table_rows(context.view):
        task = row.cells.get("task") or row.cells.get("name") or row.cells.get("goal")
        if task is None:
            continue
        deadline = text[slice(*row.cells["deadline"])].strip() if "deadline" in row.cells else None
        for cell in row.owners:
            for owner, where in owners_of(context, cell):
                yield Owned(owner, where, task, deadline or None, "task_table")
