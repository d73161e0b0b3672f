"""Names in lists: a line of names, or lines that each give a name with its body and post.

A cell of a line is a name where its form says so and the line, or the lines beside it, bear it out.
"""

import re
from collections.abc import Iterator

from citywright.reading.entries_of_lists import (
    is_long_name,
    is_office,
    is_tagged,
    is_told,
    name_of_entry,
)
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.names import Words, has_form_of_name, is_name, is_no_name, is_word
from citywright.reading.post_words import ends_in_body, ends_in_post

Span = tuple[int, int]
LONGEST = 120
"""Characters of a line that is read as an entry of a list."""
SHARE, TOLD = 0.6, 0.3
"""Share of the cells of a line that must be like names: by itself, and where a word tells of names."""


def listed_names(words: Words) -> Iterator[Span]:
    """Spans of the names in lines that are entries of a list."""
    lines = [(start, stop) for start, stop in _lines(words.text) if stop - start <= LONGEST]
    entries = [name_of_entry(words, start, stop) for start, stop in lines]
    sure = [entry is not None and entry[1] for entry in entries]
    before = False
    for k, ((start, stop), entry) in enumerate(zip(lines, entries, strict=True)):
        # an entry that is not sure stands beside one that is
        is_entry = entry is not None and any(sure[max(k - 1, 0) : k + 2])
        found = [entry[0]] if entry and is_entry else []
        found += [one for one in _by_form(words, start, stop) if one not in found]
        others = [] if entry and entry[0] in found else _of_names(words, start, stop, before)
        if found:
            others = [
                one for one in others if _is_like_name(words, one) and not _touches(one, found)
            ]
        found += others
        before = bool(found)
        yield from found
    yield from _of_columns(words, lines)


def _touches(span: Span, others: list[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def _by_form(words: Words, start: int, stop: int) -> Iterator[Span]:
    """Names of a line that are spaced to the width of longer ones, or stand before a body in brackets."""
    text = words.text
    if text.find(" ", start, stop) >= 0:
        yield from _spaced(text, start, stop)
    if text.find("(", start, stop) < 0:
        return
    for mark in entity_pattern("name_with_body").finditer(text, start, stop):
        if is_name(mark["name"]) and not is_word(mark["name"]) and is_office(mark["rest"]):
            yield mark.span("name")


def _spaced(text: str, start: int, stop: int) -> Iterator[Span]:
    """Names of a line of two characters with blanks between them."""
    spaced = _spaced_cells(text, start, stop)
    # the characters of a title may be spaced too, all alike
    if spaced and not entity_pattern("spaced_title").match(text, start, stop):
        joined = ["".join(text[slice(*one)].split()) for one in spaced]
        sure = [
            (not is_word(name) and not is_no_name(name)) or is_told(text, one)
            for name, one in zip(joined, spaced, strict=True)
        ]
        # what is a word or a place too is a name beside others
        yield from (one for one, good in zip(spaced, sure, strict=True) if good or any(sure))
    for mark in entity_pattern("spaced_person").finditer(text, start, stop):
        if mark.span("name") not in spaced:
            yield mark.span("name")


def _spaced_cells(text: str, start: int, stop: int) -> list[Span]:
    marks = entity_pattern("spaced_cell").finditer(text, start, stop)
    return [mark.span("name") for mark in marks]


def _of_columns(words: Words, lines: list[Span]) -> Iterator[Span]:
    """Names in the columns of a table whose head says that persons stand there."""
    columns: list[int] = []
    names: set[int] = set()
    count = 0
    for start, stop in lines:
        # outside of a table, only a head is of interest
        if not count and not _may_be_head(words.text, start, stop):
            continue
        cells = _cells(words.text, start, stop)
        heads = [
            n
            for n, one in enumerate(cells)
            if entity_pattern("column_of_people").search(words.text[slice(*one)])
        ]
        if heads and (len(cells) > 2 or len(heads) < len(cells)):
            columns, count = heads, len(cells)
            names = {
                n
                for n in heads
                if entity_pattern("column_of_names").search(words.text[slice(*cells[n])])
            }
        elif len(cells) == count:
            yield from (
                cells[n] for n in columns if _fills(words.text[slice(*cells[n])], n in names)
            )
        else:
            count = 0


def _may_be_head(text: str, start: int, stop: int) -> bool:
    """Whether a line has two cells or more, and a word that heads a column of people."""
    if text.find(" ", start, stop) < 0:
        return False
    return entity_pattern("head_of_people").search(text, start, stop) is not None


def _fills(cell: str, is_named: bool) -> bool:
    """Whether a cell is a name: by its form, or under a head that says "name" whatever is no body."""
    name = "".join(cell.split())
    if len(name) > 1 and (is_name(name) or has_form_of_name(name)):
        return True
    fits = is_named and entity_pattern("name_in_column").fullmatch(cell) is not None
    return fits and not ends_in_body(name)


def _cells(text: str, start: int, stop: int) -> list[Span]:
    """Spans between the blanks of a line, empty ones too; the blank of a spaced name parts nothing."""
    held = {a + 1 for a, _ in _spaced_cells(text, start, stop)}
    for mark in entity_pattern("name_latin").finditer(text, start, stop):
        held.update(at for at in range(*mark.span()) if text[at] == " ")
    found, at = [], start
    for place in range(start, stop):
        if text[place] == " " and place not in held:
            found.append((at, place))
            at = place + 1
    return [*found, (at, stop)]


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _of_names(words: Words, start: int, stop: int, is_after_names: bool) -> list[Span]:
    """All cells of a line of nothing but names, behind a word for those who are named."""
    text = words.text
    label = _label(text, start, stop)
    start = label.end() if label else start
    if _has_more_than_names(text, start, stop):
        return []
    marks = entity_pattern("cell_of_name").finditer(text, start, stop)
    cells = [mark.span("name") for mark in marks]
    told = label is not None or is_after_names
    if not cells or not (told or len(cells) > 2 or _is_under_heading(text, start)):
        return []
    rest = entity_pattern("between_names").sub("", text[start:stop])
    if len("".join("".join(text[a:b].split()) for a, b in cells)) < len(rest):
        return []
    names = [cell for cell in cells if _is_like_name(words, cell)]
    told = told or _is_under_heading(text, start)
    if len(names) >= (TOLD if told else SHARE) * len(cells):
        return [cell for cell in cells if not is_no_name(text[slice(*cell)])]
    return []


def _has_more_than_names(text: str, start: int, stop: int) -> bool:
    """Whether a line has a mark that stands in no list of names, or a run longer than a name."""
    line = text[start:stop]
    if "(" in line:
        line = entity_pattern("bracketed").sub(" ", line)
    mark = entity_pattern("no_name").search(line)
    return mark is not None and not is_long_name(line, mark.start())


def _is_under_heading(text: str, start: int) -> bool:
    """Whether the line before a place ends in a word for those who are named."""
    before = text[max(0, start - 30) : start]
    return entity_pattern("heading_of_people").search(before) is not None


def _label(text: str, start: int, stop: int) -> re.Match[str] | None:
    """A word for those who are named or a post before a colon, whose characters may be spaced."""
    if text.find(":", start, stop) < 0:
        return None
    if label := entity_pattern("label_of_people").match(text, start, stop):
        return label
    mark = entity_pattern("spaced_label").match(text, start, stop)
    post = "".join(mark["post"].split()) if mark else ""
    told = ends_in_post(post) or entity_pattern("label_of_members").search(post)
    return mark if told else None


def _is_like_name(words: Words, span: Span) -> bool:
    name = "".join(words.text[slice(*span)].split())
    return is_name(name) and (is_tagged(words, span) or not is_word(name))
