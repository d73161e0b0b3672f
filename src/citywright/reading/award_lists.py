"""Lists of those who are honoured: short lines below a heading that names the honour."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import chinese_number
from citywright.reading.sentences import paragraphs
from citywright.reading.tables import cells_of

LONGEST_NAME, LONGEST_HEAD, MOST_WORDS = 60, 50, 8
FURTHEST_LIST = 4_000
"""Characters in which a list stands behind the sentence that it completes."""


@dataclass(frozen=True)
class Listed:
    """An honour and those listed below it: span of the heading, its words, the names."""

    span: Span
    what: str
    who: tuple[str, ...]


def award_lists(context: Context, known: Collection[str]) -> Iterator[Listed]:
    """Each list of an award document.

    Below a numbered heading of the top level, a line that is or ends with the name of an honour, or a
    line with a colon that names one; behind such a name and a colon; in a table with a column of honours.

    known : honours that sentences name; counts are taken from there too (等6个单位)
    """
    yield from _in_tables(context)
    lines = paragraphs(context.view)
    yield from (one for line in lines if (one := _in_line(context, line)))
    spans = ((at, _head(context, start, end, known)) for at, (start, end) in enumerate(lines) if at)
    heads = [(at, span) for at, span in spans if span is not None]
    ends = [at for at, _ in heads[1:]] + [len(lines)]
    for (at, span), last in zip(heads, ends, strict=False):
        what = context.view.text[slice(*span)]
        count = _count(context, lines[at], what)
        who = _below(context, lines[at + 1 : last], count)
        if who:
            yield Listed(span, what, tuple(who))


def list_from(context: Context, name: str, at: int) -> list[str]:
    """Names of the lines from the one that begins with a name, not far behind a place."""
    text = context.view.text
    first = text.find("\n" + name, at, at + FURTHEST_LIST)
    if first < 0:
        return []
    last = min(len(text), first + FURTHEST_LIST)
    lines, start = [], first + 1
    while start < last:
        end = text.find("\n", start, last)
        end = end if end >= 0 else last
        lines.append((start, end))
        start = end + 1
    marks = list(strategy_pattern("list_count").finditer(text, max(0, at - 80), at))
    return _below(context, lines, _number(marks[-1]) if marks else None)


def is_honour(words: str) -> bool:
    """Whether words end like the name of an honour, with or without how many receive it."""
    plain = strategy_pattern("honour_count").sub("", words.strip()).strip('“”" :')
    ends = strategy_pattern("honour_end_any").search(plain)
    return bool(ends or strategy_pattern("honour_end_en").search(plain))


def _head(context: Context, start: int, end: int, known: Collection[str]) -> Span | None:
    """Span of the words of a line that heads a list; None for other lines."""
    line = context.view.text[start:end].strip()
    at = context.view.text.find(line, start)
    section = context.section_at(end - 1)
    if section and section.start == start and not section.lead:
        counted = strategy_pattern("honour_count").search(section.text)
        return section.title if section.level == 0 or counted else None
    bare = strategy_pattern("honour_count").sub("", line).rstrip(":")
    quoted = strategy_pattern("quoted_words").fullmatch(bare) is not None
    is_bare = len(line) <= LONGEST_HEAD and _is_bare_head(context, bare)
    if bare in known or quoted or is_bare:
        return at, at + len(line.rstrip(":"))
    named = [one for one in known if one in line] if line.endswith(":") else []
    if named:
        first = context.view.text.rfind(named[-1], at, end)
        return first, first + len(named[-1])
    mark = strategy_pattern("honour_list_head").match(line)
    mark = mark or strategy_pattern("honour_head_en").search(line)
    return (at + mark.start("what"), at + mark.end("what")) if mark else None


def _is_bare_head(context: Context, line: str) -> bool:
    """Whether a line is nothing but the name of an honour."""
    if strategy_pattern("honour_list_not").search(line) or line == context.head.title:
        return False
    return is_honour(line) and len(line.split()) <= MOST_WORDS


def _in_line(context: Context, line: Span) -> Listed | None:
    """An honour and its names in one line: the name, a colon, those who receive it."""
    text = context.view.text[slice(*line)]
    mark = strategy_pattern("honour_in_line").match(text)
    if mark is None or not is_honour(mark["what"]):
        return None
    at = line[0]
    who = names_in(context, (at + mark.start("names"), at + mark.end("names")))
    span = (at + mark.start("what"), at + mark.end("what"))
    return Listed(span, context.view.text[slice(*span)], tuple(who)) if who else None


def _in_tables(context: Context) -> Iterator[Listed]:
    """Honours of a table, each with all its rows."""
    found: dict[str, tuple[Span, list[str]]] = {}
    columns: tuple[int, int, int] | None = None
    for start, end in paragraphs(context.view):
        cells = cells_of(context.view, start, end)
        words = [context.view.text[a:b].strip() for a, b in cells]
        what = [n for n, word in enumerate(words) if strategy_pattern("column_honour").match(word)]
        who = [n for n, word in enumerate(words) if strategy_pattern("column_who").match(word)]
        if what and who:
            columns = (what[0], who[0], len(cells))
        elif columns and len(cells) == columns[2]:
            of_all = found.setdefault(words[columns[0]], (cells[columns[0]], []))
            of_all[1].append(words[columns[1]])
        else:
            columns = None
    yield from (Listed(at, what, tuple(names)) for what, (at, names) in found.items())


def _count(context: Context, line: Span, what: str) -> int | None:
    """How many are to be listed, as the heading or the sentence that confers says."""
    text = context.view.text
    mark = strategy_pattern("list_count").search(text[slice(*line)])
    if mark is None:
        at = text.rfind(f"“{what}”", max(0, line[0] - FURTHEST_LIST), line[0])
        before = text[max(0, at - 60) : at] if at >= 0 else ""
        marks = list(strategy_pattern("list_count").finditer(before))
        mark = marks[-1] if marks else None
    if mark is None:
        return None
    return _number(mark)


def _number(mark: re.Match[str]) -> int:
    words = mark["n"] or mark["m"] or mark["k"]
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def _below(context: Context, lines: Sequence[Span], count: int | None) -> list[str]:
    """Names of the lines up to the first sentence.

    A line of several columns is read as one name and its post, or as a row of names: as many as the
    heading says, else by the kind of its words.
    """
    rows: list[Span] = []
    for start, end in lines:
        line = _bare(context.view.text[start:end]).strip()
        if strategy_pattern("date_line").match(line):
            # the line before a date is the signature
            rows = rows[:-1]
            break
        if _is_no_entry(context, line):
            if rows or strategy_pattern("sentence_like").search(line):
                break
            continue
        rows.append((start, end))
    return _counted(context, rows, count)


def _counted(context: Context, rows: Sequence[Span], count: int | None) -> list[str]:
    """Names of rows: as many as the heading says, if one way of reading gives that number."""
    ways = [[names_in(context, row, every) for row in rows] for every in (False, True)]
    for way in ways:
        names: list[str] = []
        for row in way:
            names += row
            if len(names) == count:
                return names
    first, every = ways
    found: list[str] = []
    for span, one, all_of in zip(rows, first, every, strict=True):
        found += all_of if _is_row_of_names(context.view.text[slice(*span)]) else one
    return found


def _is_no_entry(context: Context, line: str) -> bool:
    if context.is_english:
        return len(line) > 2 * LONGEST_NAME or bool(
            strategy_pattern("english_sentence").search(line)
        )
    return bool(strategy_pattern("honour_list_not").search(line))


def _is_row_of_names(line: str) -> bool:
    """Whether all columns of a line are of one kind: all like persons, or all like bodies."""
    parts = _bare(line).split()
    return any(
        all(strategy_pattern(kind).search(part) for part in parts)
        for kind in ("person_like", "unit_like")
    )


def names_in(context: Context, span: Span, every: bool = False) -> list[str]:
    """Names in a span of those who are honoured.

    every : each column of a line is a name; else the first is, and what follows is a post
    """
    text = strategy_pattern("honour_number").sub("", _bare(context.view.text[slice(*span)]).strip())
    text = strategy_pattern("honour_and_more").sub("", text)
    people = [one.name for one in context.named_in(*span) if one.kind == "people"]
    if context.is_english:
        return _english(context, span, text)
    found = []
    for part in strategy_pattern("honour_split").split(text):
        columns = [one.strip('“”"') for one in strategy_pattern("column_break").split(part)]
        columns = [one for one in columns if one and not one.isdigit()]
        for column in columns if every else columns[:1]:
            person = next((name for name in people if column.endswith(name)), None)
            found.append(person or column)
        if len(columns) > 1 and not every:
            # what follows the first column is a post, and a mark in it lists posts
            break
    return [name for name in dict.fromkeys(found) if not context.is_foreign(name)]


def _english(context: Context, span: Span, text: str) -> list[str]:
    """Names of an English line: one for each line of a list, all of an enumeration."""
    if strategy_pattern("honour_following").match(text):
        return []
    inside = "\n" not in context.view.text[max(0, span[0] - 1) : span[0]] and span[0] > 0
    named = [
        one
        for one in context.named_in(*span)
        if one.kind != "places"
        and not strategy_pattern("english_of").search(context.view.text[span[0] : one.start])
    ]
    if inside and named:
        return [one.name for one in named if not context.is_foreign(one.name)]
    if inside:
        parts = strategy_pattern("honour_split_en").split(text)
    else:
        mark = strategy_pattern("first_english").match(text)
        parts = [mark["name"] if mark else text]
    plain = [
        strategy_pattern("english_title_before").sub("", " ".join(part.split())) for part in parts
    ]
    return [name for name in plain if name and not context.is_foreign(name)]


def _bare(line: str) -> str:
    """A line without what stands in brackets."""
    return strategy_pattern("honour_bracket").sub("", line)
