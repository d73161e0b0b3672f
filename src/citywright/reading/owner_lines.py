"""Owners that a line, a bracket or a column names: 责任单位 below a section, a table of tasks."""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.strategy.outline import Section
from citywright.reading.tables import table_rows


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
    name = "owner_line_en" if context.is_english else "owner_line"
    for start, end in paragraphs(context.view):
        mark = strategy_pattern(name).match(text[start:end])
        task = section_title(context, start) if mark else None
        if mark and task:
            yield from _owned(
                context, (start + mark.start("names"), start + mark.end("names")), task
            )
            continue
        inlines = [
            inline
            for kind in ("owner_inline", "owner_roles", "owner_behind", "owner_dash")
            for inline in strategy_pattern(kind).finditer(text, start, end)
        ]
        for inline in inlines:
            task = _task_of_line(context, start, inline.start())
            if task:
                yield from _owned(context, inline.span("names"), task)
    yield from _of_tables(context)


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
    return (start, last) if last > start else None


def _owned(context: Context, span: Span, task: Span) -> Iterator[Owned]:
    section = context.section_at(span[0])
    due = strategy_pattern("owner_due").search(context.view.text, *span)
    when = due["when"].strip() if due else _deadline(context, section) if section else None
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
