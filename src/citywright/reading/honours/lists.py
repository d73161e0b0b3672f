"""Lists of those who are honoured: tables, lines that name an honour, lines below a heading that names it."""

import re
from collections.abc import Iterator, Sequence

from citywright.reading.context import Context, Span
from citywright.reading.honours.asides import Aside, aside_of
from citywright.reading.honours.entries import FURTHEST_LIST, count_of, names_below, number_of
from citywright.reading.honours.givers import deciding_in
from citywright.reading.honours.heads import Head, Said, heads_of
from citywright.reading.honours.lines import in_line, told_of_one
from citywright.reading.honours.listed import Listed
from citywright.reading.honours.named import is_honour
from citywright.reading.honours.names import names_in
from citywright.reading.honours.tables import AwardTable
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs


def of_tables(tables: Sequence[AwardTable]) -> Iterator[Listed]:
    """Honours of the tables that have a column of them."""
    for table in tables:
        for (what, year, by), (cell, names) in table.by_honour.items():
            if names:
                told = table.earlier or by is not None
                yield Listed(cell, what, tuple(dict.fromkeys(names)), year, by, told)


def award_lists(context: Context, said: Said, tables: Sequence[AwardTable]) -> Iterator[Listed]:
    """Each list of an award document.

    Below a heading that names an honour (`heads`); behind such a name and a colon; in a table.

    said : honours that sentences name: where, their names, and whether those who receive them follow;
        counts are taken from there too (等6个单位)
    """
    yield from of_tables(tables)
    lines = paragraphs(context.view)
    plain = [one for one in lines if not any(t.start <= one[0] < t.end for t in tables)]
    heads, classes = heads_of(context, said, plain)
    tiers = _tiers(context, heads, lines)
    told = honour_pattern("title_of_won").search(context.head.title or "") is not None
    for line in plain:
        found = [] if line[0] in tiers else list(in_line(context, line))
        yield from found or (told_of_one(context, line) if told else ())
    if not heads and not said:
        yield from _of_title(context, tables)
    ends = [one.line for one in heads[1:]] + [len(lines)]
    for head, last in zip(heads, ends, strict=False):
        if head.span is None:
            continue
        below = [lines[at] for at in range(head.line + 1, last) if at not in classes]
        aside, below = _aside(context, head, below)
        who = _below_head(context, head, below, tables)
        if who:
            what = context.view.text[slice(*head.span)]
            year, by = (aside.year, aside.by) if aside else (None, None)
            yield Listed(head.span, what, tuple(who), year, by, by is not None)


def led_lists(context: Context) -> Iterator[tuple[Listed, str | None]]:
    """Lines with an honour and its names, directly below one that leads them, and who gives them.

    For a text that only reports: its list ends with the first line of another form.
    """
    text = context.view.text
    for lead in honour_pattern("list_led").finditer(text):
        first = text.rfind("\n", 0, lead.start()) + 1
        by = deciding_in(context, first, lead.end())
        at = lead.end()
        while at < len(text):
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            found = list(in_line(context, (at, end)))
            if not found and text[at:end].strip():
                break
            yield from ((one, by) for one in found)
            at = end + 1


def _tiers(context: Context, heads: Sequence[Head], lines: Sequence[Span]) -> set[int]:
    """Starts of the lines that name but a tier of the honour of the heading above them."""
    found = set()
    ends = [one.line for one in heads[1:]] + [len(lines)]
    for head, last in zip(heads, ends, strict=False):
        if head.span is None or not is_honour(context.view.text[slice(*head.span)]):
            continue
        if honour_pattern("tier_label").match(context.view.text[slice(*head.span)].strip()):
            continue
        found |= {
            lines[at][0]
            for at in range(head.line + 1, last)
            if honour_pattern("tier_lead").match(context.view.text, *lines[at])
        }
    return found


def _aside(context: Context, head: Head, below: list[Span]) -> tuple[Aside | None, list[Span]]:
    """Year and giver in a bracket behind a heading, or alone in the line below it; the lines of the list."""
    text = context.view.text
    line = text[head.span[1] if head.span else 0 :].split("\n", 1)[0]
    own = aside_of(line.rstrip(": "))
    if own is not None:
        return own, below
    first = text[slice(*below[0])].strip() if below else ""
    alone = aside_of(first)
    return (alone, below[1:]) if alone and alone.start == 0 else (None, below)


def _of_title(context: Context, tables: Sequence[AwardTable]) -> Iterator[Listed]:
    """The one honour that only the title names, with its table or its numbered lines."""
    at = context.view.text.find(context.head.title) if context.head.title else -1
    mark = honour_pattern("honour_in_title").search(context.head.title or "")
    if mark is None or at < 0:
        return
    span = (at + mark.start("what"), at + mark.end("what"))
    names = [name for table in tables if not table.by_honour for name in table.names]
    below = [one for one in paragraphs(context.view) if one[0] >= span[1]]
    numbered = [
        one for one in below if honour_pattern("honour_number").match(context.view.text, *one)
    ]
    if not names and numbered:
        names = [name for line in numbered for name in names_in(context, line, None)]
    if not names and not tables:
        names = names_below(context, below, None, False)
    if names:
        yield Listed(span, mark["what"], tuple(dict.fromkeys(names)))


def list_from(context: Context, name: str, at: int, tables: Sequence[AwardTable]) -> list[str]:
    """Names of the lines from the one that begins with a name, or of the table that holds it."""
    text = context.view.text
    for table in tables:
        if name in table.names and table.start > at and not table.by_honour:
            return list(dict.fromkeys(table.names))
    numbered = honour_pattern("entry_lead").pattern + re.escape(name)
    first = re.compile(numbered).search(text, at, at + FURTHEST_LIST)
    if first is None:
        return []
    last = min(len(text), first.start() + FURTHEST_LIST)
    lines, start = [], first.start() + 1
    while start < last:
        end = text.find("\n", start, last)
        end = end if end >= 0 else last
        lines.append((start, end))
        start = end + 1
    marks = list(honour_pattern("list_count").finditer(text, max(0, at - 80), at))
    return names_below(context, lines, number_of(marks[-1]) if marks else None, False)


def _below_head(
    context: Context, head: Head, lines: Sequence[Span], tables: Sequence[AwardTable]
) -> list[str]:
    """Names of the table or of the lines below a heading."""
    if not lines or head.span is None:
        return []
    for table in tables:
        if lines[0][0] <= table.start <= lines[min(1, len(lines) - 1)][0]:
            return [] if table.by_honour else list(dict.fromkeys(table.names))
    lines = _above_table(context, lines, tables)
    line = context.view.text.rfind("\n", 0, head.span[0]) + 1
    what = context.view.text[slice(*head.span)]
    count = count_of(context, (line, context.view.text.find("\n", head.span[1])), what)
    personal = honour_pattern("honour_personal").search(what.strip('“”"')) is not None
    return names_below(context, lines, count, personal)


def _above_table(
    context: Context, lines: Sequence[Span], tables: Sequence[AwardTable]
) -> list[Span]:
    """The lines before the first table that stands among them, without the one that is its title."""
    first = min((t.start for t in tables if t.start >= lines[0][0]), default=len(context.view.text))
    above = [one for one in lines if one[0] < first]
    if len(above) in (0, len(lines)):
        return list(lines)
    is_title = strategy_pattern("award_words").search(context.view.text, *above[-1])
    return above[:-1] if is_title else above
