"""Lists of those who are honoured: short lines below a heading that names the honour."""

import re
from collections.abc import Iterator, Sequence

from citywright.reading.award_heads import Head, heads_of, is_honour
from citywright.reading.award_lines import Listed, in_line
from citywright.reading.award_names import bare, columns_of, is_row_of_names, names_in
from citywright.reading.award_tables import AwardTable, award_tables
from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import chinese_number
from citywright.reading.sentences import paragraphs

LONGEST_NAME = 60
FURTHEST_LIST = 4_000
"""Characters in which a list stands behind the sentence that it completes."""


def award_lists(context: Context, said: Sequence[tuple[Span, str, bool]]) -> Iterator[Listed]:
    """Each list of an award document.

    Below a heading that names an honour (`award_heads`); behind such a name and a colon; in a table with
    a column of honours.

    said : honours that sentences name: where, their names, and whether those who receive them follow;
        counts are taken from there too (等6个单位)
    """
    tables = list(award_tables(context))
    for table in tables:
        for what, (cell, names) in table.by_honour.items():
            yield Listed(cell, what, tuple(dict.fromkeys(names)))
    lines = paragraphs(context.view)
    plain = [one for one in lines if not any(t.start <= one[0] < t.end for t in tables)]
    yield from (one for line in plain for one in in_line(context, line))
    heads, classes = heads_of(context, said)
    if not heads and not said:
        yield from _of_title(context, tables)
    ends = [one.line for one in heads[1:]] + [len(lines)]
    for head, last in zip(heads, ends, strict=False):
        if head.span is None:
            continue
        what = context.view.text[slice(*head.span)]
        below = [lines[at] for at in range(head.line + 1, last) if at not in classes]
        who = _below_head(context, head, below, tables)
        if who:
            yield Listed(head.span, what, tuple(who))


def _of_title(context: Context, tables: Sequence[AwardTable]) -> Iterator[Listed]:
    """The one honour that only the title names, with its table or its numbered lines."""
    at = context.view.text.find(context.head.title) if context.head.title else -1
    mark = strategy_pattern("honour_in_title").search(context.head.title or "")
    if mark is None or at < 0:
        return
    span = (at + mark.start("what"), at + mark.end("what"))
    names = [name for table in tables if not table.by_honour for name in table.names]
    for line in () if names else paragraphs(context.view):
        words = context.view.text[slice(*line)].strip()
        if strategy_pattern("honour_number").match(words):
            names += names_in(context, line, None)
    if names:
        yield Listed(span, mark["what"], tuple(dict.fromkeys(names)))


def list_from(context: Context, name: str, at: int) -> list[str]:
    """Names of the lines from the one that begins with a name, or of the table that holds it."""
    text = context.view.text
    for table in award_tables(context):
        if name in table.names and table.start > at and not table.by_honour:
            return list(dict.fromkeys(table.names))
    numbered = strategy_pattern("entry_lead").pattern + re.escape(name)
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
    marks = list(strategy_pattern("list_count").finditer(text, max(0, at - 80), at))
    return _below(context, lines, _number(marks[-1]) if marks else None, False)


def _below_head(
    context: Context, head: Head, lines: Sequence[Span], tables: Sequence[AwardTable]
) -> list[str]:
    """Names of the table or of the lines below a heading."""
    if not lines or head.span is None:
        return []
    for table in tables:
        if lines[0][0] <= table.start <= lines[min(1, len(lines) - 1)][0]:
            return [] if table.by_honour else list(dict.fromkeys(table.names))
    line = context.view.text.rfind("\n", 0, head.span[0]) + 1
    what = context.view.text[slice(*head.span)]
    count = _count(context, (line, context.view.text.find("\n", head.span[1])), what)
    personal = strategy_pattern("honour_personal").search(what.strip('“”"')) is not None
    return _below(context, lines, count, personal)


def _count(context: Context, line: Span, what: str) -> int | None:
    """How many are to be listed, as the heading or the sentence that confers says."""
    text = context.view.text
    mark = strategy_pattern("list_count").search(text[slice(*line)])
    if mark is None:
        at = text.rfind(f"“{what}”", max(0, line[0] - FURTHEST_LIST), line[0])
        before = text[max(0, at - 60) : at] if at >= 0 else ""
        marks = list(strategy_pattern("list_count").finditer(before))
        mark = marks[-1] if marks else None
    return None if mark is None else _number(mark)


def _number(mark: re.Match[str]) -> int:
    words = mark["n"] or mark["m"] or mark["k"]
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def _below(context: Context, lines: Sequence[Span], count: int | None, personal: bool) -> list[str]:
    """Names of the lines up to the first sentence.

    A line of several columns is read as one name and its post, or as a row of names: as many as the
    heading says, else by the kind of its words.
    """
    rows: list[Span] = []
    for start, end in lines:
        line = bare(context.view.text[start:end]).strip()
        if strategy_pattern("date_line").match(line):
            # the line before a date is the signature
            rows = rows[:-1]
            break
        if not line or strategy_pattern("class_line").match(line):
            # who is honoured is listed by classes
            continue
        span = _entry(context, (start, end), line)
        if span is not None:
            rows.append(span)
        elif rows or strategy_pattern("sentence_like").search(line):
            break
    makers = _makers(context, rows)
    return makers or _mended(_counted(context, rows, count, personal))


def _makers(context: Context, rows: Sequence[Span]) -> list[str]:
    """Where works are honoured and lines say who made them, the names of those lines."""
    found: list[str] = []
    for start, end in rows:
        line = context.view.text.rfind("\n", 0, start) + 1
        label = strategy_pattern("entry_maker").match(context.view.text, line, end)
        found += names_in(context, (label.end(), end), None) if label else []
    return found


def _mended(names: Sequence[str]) -> list[str]:
    """Names of which none is the rest of the one before, broken at the end of a line."""
    found: list[str] = []
    for name in names:
        if found and strategy_pattern("broken_rest").match(name):
            found[-1] += name
        else:
            found.append(name)
    return found


def _entry(context: Context, span: Span, line: str) -> Span | None:
    """The part of a line that holds the names of an entry; None for a line that is none."""
    own = strategy_pattern("honour_in_line").match(context.view.text[slice(*span)])
    if own and is_honour(own["what"] or own["boxed"]):
        return None
    if any(in_line(context, span)):
        return None
    if context.is_english:
        is_sentence = strategy_pattern("english_sentence").search(line)
        is_sentence = is_sentence or strategy_pattern("not_winner_en").search(line)
        return None if len(line) > 2 * LONGEST_NAME or is_sentence else span
    text = context.view.text
    described = strategy_pattern("entry_described").match(text, *span)
    if described and strategy_pattern("person_like").search("".join(described["name"].split())):
        return described.span("name")
    by_class = strategy_pattern("entry_of_class").match(text, *span)
    if by_class and is_honour(by_class["label"]):
        return None
    if by_class and is_row_of_names(columns_of(_marks_as_blanks(by_class["names"]))):
        return by_class.span("names")
    names = strategy_pattern("closed_entry").sub("", line)
    if names and is_row_of_names(columns_of(_marks_as_blanks(names))):
        return span[0], text.rindex(names[-1], *span) + 1
    return None if not line or strategy_pattern("honour_list_not").search(line) else span


def _marks_as_blanks(words: str) -> str:
    return strategy_pattern("honour_split").sub(" ", bare(words))


def _counted(
    context: Context, rows: Sequence[Span], count: int | None, personal: bool
) -> list[str]:
    """Names of rows: as many as the heading says, if one way of reading gives that number."""
    ways = [[names_in(context, row, every, personal) for row in rows] for every in (False, True)]
    for number, way in enumerate(ways):
        names: list[str] = []
        for row in way:
            names += row
            if len(names) == count and (not number or is_row_of_names(names)):
                return names
        if sum(map(len, way)) == count:
            return names
    pairs = [_of_pairs(context, row) for row in rows]
    if rows and all(pairs):
        return [name for row in pairs for name in row]
    first, every = ways
    found: list[str] = []
    for span, one, all_of in zip(rows, first, every, strict=True):
        columns = columns_of(bare(context.view.text[slice(*span)]))
        found += all_of if is_row_of_names(columns) else one
    return found


def _of_pairs(context: Context, row: Span) -> list[str]:
    """Names of a row of persons of whom each is followed by a post; none for other rows."""
    columns = columns_of(bare(context.view.text[slice(*row)]))
    people, posts = columns[::2], columns[1::2]
    if len(columns) < 4 or len(people) != len(posts) or is_row_of_names(posts):
        return []
    return people if is_row_of_names(people) else []
