"""Entries of a list of those who are honoured: the names of its lines, whichever way they are laid out."""

import re
from collections.abc import Sequence

from citywright.reading.context import Context, Span
from citywright.reading.honours.lines import in_line
from citywright.reading.honours.named import is_honour
from citywright.reading.honours.names import bare, columns_of, is_row_of_names, names_in
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import chinese_number

LONGEST_NAME = 60
FURTHEST_LIST = 4_000
"""Characters in which a list stands behind the sentence that it completes."""


def count_of(context: Context, line: Span, what: str) -> int | None:
    """How many are to be listed, as the heading or the sentence that confers says."""
    text = context.view.text
    number = strategy_pattern("numbered_line").match(text[slice(*line)])
    start = line[0] + (number.end() if number else 0)
    mark = honour_pattern("list_count").search(text[start : line[1]])
    if mark is None:
        at = text.rfind(f"“{what}”", max(0, line[0] - FURTHEST_LIST), line[0])
        before = text[max(0, at - 60) : at] if at >= 0 else ""
        marks = list(honour_pattern("list_count").finditer(before))
        mark = marks[-1] if marks else None
    return None if mark is None else number_of(mark)


def number_of(mark: re.Match[str]) -> int:
    """How many a word of counting says."""
    words = mark["n"] or mark["m"] or mark["k"]
    return int(words) if words.isdigit() else int(chinese_number(words) or 0)


def names_below(
    context: Context, lines: Sequence[Span], count: int | None, personal: bool
) -> list[str]:
    """Names of the lines up to the first sentence.

    A line of several columns is read as one name and its post, or as a row of names: as many as the
    heading says, else by the kind of its words.
    """
    rows: list[Span] = []
    for start, end in lines:
        if honour_pattern("area_line").match(context.view.text[start:end]):
            # an area and how many of it follow
            continue
        line = bare(context.view.text[start:end]).strip()
        if honour_pattern("annex").match(line):
            # the list of another annex begins
            break
        if honour_pattern("date_line").match(line):
            # the line before a date is the signature
            rows = rows[:-1]
            break
        if not line or honour_pattern("class_line").match(line):
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
    text = context.view.text
    firsts = [text.rfind("\n", 0, start) + 1 for start, _ in rows]
    classes = {mark[0] for at in firsts if (mark := honour_pattern("class_label").match(text, at))}
    if len(classes) > 1:
        # bodies and persons are honoured side by side, and nobody's works
        return []
    for start, end in rows:
        line = text.rfind("\n", 0, start) + 1
        label = honour_pattern("entry_maker").match(text, line, end)
        found += names_in(context, (label.end(), end), None) if label else []
    return found


def _mended(names: Sequence[str]) -> list[str]:
    """Names of which none is the rest of the one before, broken at the end of a line."""
    found: list[str] = []
    for name in names:
        if found and honour_pattern("broken_rest").match(name):
            found[-1] += name
        else:
            found.append(name)
    return found


def _entry(context: Context, span: Span, line: str) -> Span | None:
    """The part of a line that holds the names of an entry; None for a line that is none."""
    own = honour_pattern("honour_in_line").match(context.view.text[slice(*span)])
    if own and is_honour(own["what"] or own["boxed"]):
        is_tier = own["what"] and honour_pattern("tier_label").match(bare(own["what"]).strip())
        return (span[0] + own.start("names"), span[0] + own.end("names")) if is_tier else None
    tier = honour_pattern("tier_lead").match(context.view.text, *span)
    if tier:
        return tier.end(), span[1]
    if any(in_line(context, span)):
        return None
    if context.is_english:
        is_sentence = honour_pattern("english_sentence").search(line)
        is_sentence = is_sentence or honour_pattern("not_winner_en").search(line)
        return None if len(line) > 2 * LONGEST_NAME or is_sentence else span
    text = context.view.text
    described = honour_pattern("entry_described").match(text, *span)
    if described and honour_pattern("person_like").search("".join(described["name"].split())):
        return described.span("name")
    by_class = honour_pattern("entry_of_class").match(text, *span)
    if by_class and is_honour(by_class["label"]):
        return None
    if by_class and is_row_of_names(columns_of(_marks_as_blanks(by_class["names"]))):
        return by_class.span("names")
    if by_class and any(
        one.kind == "people" for one in context.named_in(*(_start_of(by_class, "label")))
    ):
        # a person and what is told of the person
        return by_class.span("label")
    names = honour_pattern("closed_entry").sub("", line)
    if names and is_row_of_names(columns_of(_marks_as_blanks(names))):
        return span[0], text.rindex(names[-1], *span) + 1
    return None if not line or honour_pattern("honour_list_not").search(line) else span


def _start_of(mark: re.Match[str], group: str) -> Span:
    return mark.start(group), mark.start(group) + 1


def _marks_as_blanks(words: str) -> str:
    split = honour_pattern("honour_split").sub(" ", bare(words))
    return honour_pattern("comma_split").sub(" ", split)


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
