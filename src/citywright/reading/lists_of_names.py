"""Names in lists: a line of names, or lines that each give a name with its body and post.

A cell of a line is a name where its form says so and the line, or the lines beside it, bear it out.
"""

import re
from collections.abc import Iterator

from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.names import (
    LEAST,
    PERSON,
    Words,
    has_form_of_name,
    is_name,
    is_no_name,
    is_word,
)

Span = tuple[int, int]
LONGEST = 120
"""Characters of a line that is read as an entry of a list."""
SHARE, TOLD = 0.6, 0.3
"""Share of the cells of a line that must be like names: by itself, and where a word tells of names."""


def listed_names(words: Words) -> Iterator[Span]:
    """Spans of the names in lines that are entries of a list."""
    lines = [(start, stop) for start, stop in _lines(words.text) if stop - start <= LONGEST]
    entries = [_of_entry(words, start, stop) for start, stop in lines]
    before = False
    for k, (start, stop) in enumerate(lines):
        beside = any(
            entry and entry[1] for entry in (*entries[max(k - 1, 0) : k], *entries[k + 1 : k + 2])
        )
        entry = entries[k]
        found = [entry[0]] if entry and (entry[1] or beside) else []
        found = [*found, *(one for one in _by_form(words, start, stop) if one not in found)]
        others = [] if entry and entry[0] in found else _of_names(words, start, stop, before)
        if found:
            others = [one for one in others if _is_like_name(words, one)]
        found += [one for one in others if not _touches(one, found)]
        before = bool(found)
        yield from found
    yield from _of_columns(words, lines)


def _touches(span: Span, others: list[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def _by_form(words: Words, start: int, stop: int) -> Iterator[Span]:
    """Names of a line that are spaced to the width of longer ones, or stand before a body in brackets."""
    text = words.text
    # the characters of a title may be spaced too, all alike
    if entity_pattern("spaced_title").match(text, start, stop):
        return
    spaced = [
        mark.span("name") for mark in entity_pattern("spaced_cell").finditer(text, start, stop)
    ]
    joined = ["".join(text[slice(*one)].split()) for one in spaced]
    sure = [
        (not is_word(name) and not is_no_name(name)) or _is_told(text, one)
        for name, one in zip(joined, spaced, strict=True)
    ]
    # what is a word or a place too is a name beside others
    yield from (one for one, good in zip(spaced, sure, strict=True) if good or any(sure))
    for mark in entity_pattern("spaced_person").finditer(text, start, stop):
        if mark.span("name") not in spaced:
            yield mark.span("name")
    for mark in entity_pattern("name_with_body").finditer(text, start, stop):
        if is_name(mark["name"]) and not is_word(mark["name"]) and _is_office(mark["rest"]):
            yield mark.span("name")


def _is_told(text: str, span: Span) -> bool:
    """Whether a mark before a spaced word, or what follows it, says that a person is named."""
    before = entity_pattern("spaced_before").search(text[max(0, span[0] - 2) : span[0]])
    return before is not None or entity_pattern("spaced_after").match(text, span[1]) is not None


def _of_columns(words: Words, lines: list[Span]) -> Iterator[Span]:
    """Names in the columns of a table whose head says that persons stand there."""
    columns: list[int] = []
    names: set[int] = set()
    count = 0
    for start, stop in lines:
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


def _fills(cell: str, is_named: bool) -> bool:
    """Whether a cell is a name: by its form, or under a head that says "name" whatever is no body."""
    name = "".join(cell.split())
    if len(name) > 1 and (is_name(name) or has_form_of_name(name)):
        return True
    fits = is_named and entity_pattern("name_in_column").fullmatch(cell) is not None
    return fits and not entity_pattern("organ_end").search(name)


def _cells(text: str, start: int, stop: int) -> list[Span]:
    """Spans between the blanks of a line, empty ones too; the blank of a spaced name parts nothing."""
    held = {
        mark.start("name") + 1 for mark in entity_pattern("spaced_cell").finditer(text, start, stop)
    }
    found, at = [], start
    for mark in entity_pattern("name_latin").finditer(text, start, stop):
        held.update(at for at in range(*mark.span()) if text[at] == " ")
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


def _of_entry(words: Words, start: int, stop: int) -> tuple[Span, bool] | None:
    """The name that begins or ends a line which else holds a body or a post, and whether it is sure."""
    for rule in ("entry_first", "entry_last"):
        mark = entity_pattern(rule).match(words.text, start, stop)
        if mark is None or not _is_office(mark["rest"]):
            continue
        span = mark.span("name")
        name = words.text[slice(*span)]
        if not entity_pattern("name_latin").fullmatch(name):
            name = "".join(name.split())
        if is_name(name) or has_form_of_name(name):
            sure = is_name(name) and (not is_word(name) or _is_tagged(words, span))
            return span, sure
    return _of_any_form(words, start, stop)


def _of_any_form(words: Words, start: int, stop: int) -> tuple[Span, bool] | None:
    """The first cell of such a line, whatever surname it has: sure if the tagger read a person."""
    mark = entity_pattern("entry_any").match(words.text, start, stop)
    if mark is None or not _is_office(mark["rest"]):
        return None
    name = "".join(mark["name"].split())
    is_spaced = name != mark["name"]
    common = any(entity_pattern(rule).search(name) for rule in ("organ_end", "post_end"))
    span = mark.span("name")
    is_told = is_spaced and _is_told(words.text, span)
    if common or is_no_name(name) or (is_word(name) and not is_told):
        return None
    if is_spaced:
        return span, is_told
    word = words.at(span[0])
    is_cut = word is not None and word.start == span[0] and word.end == span[0] + 1
    is_tagged = span in words.people
    return (span, is_tagged) if is_tagged or (is_cut and len(name) <= LEAST) else None


def _is_office(rest: str) -> bool:
    # a number in the last column (a score, a year of birth) says nothing
    rest = rest.strip("".join((" ,:\t|", *entity_words("list_mark")))).rstrip(" |0123456789.%")
    return (
        entity_pattern("post_of_entry").search(rest) is not None
        or entity_pattern("person_noun").search(rest) is not None
        or entity_pattern("organ_end").search(rest) is not None
        or entity_pattern("organ_then").search(rest) is not None
    )


def _of_names(words: Words, start: int, stop: int, is_after_names: bool) -> list[Span]:
    """All cells of a line of nothing but names, behind a word for those who are named."""
    text = words.text
    label = entity_pattern("label_of_people").match(text, start, stop) or _label(text, start, stop)
    start = label.end() if label else start
    cells = [
        mark.span("name") for mark in entity_pattern("cell_of_name").finditer(text, start, stop)
    ]
    rest = entity_pattern("between_names").sub("", text[start:stop])
    if not cells or len("".join("".join(text[a:b].split()) for a, b in cells)) < len(rest):
        return []
    names = [cell for cell in cells if _is_like_name(words, cell)]
    heading = entity_pattern("heading_of_people").search(text[max(0, start - 30) : start])
    told = label is not None or is_after_names or heading is not None
    if len(names) >= (TOLD if told else SHARE) * len(cells) and (told or len(cells) > 2):
        return [cell for cell in cells if not is_no_name(text[slice(*cell)])]
    return []


def _label(text: str, start: int, stop: int) -> re.Match[str] | None:
    """A post before a colon, whose characters may be spaced."""
    mark = entity_pattern("spaced_label").match(text, start, stop)
    post = "".join(mark["post"].split()) if mark else ""
    told = any(entity_pattern(rule).search(post) for rule in ("post_end", "label_of_members"))
    return mark if told else None


def _is_like_name(words: Words, span: Span) -> bool:
    name = "".join(words.text[slice(*span)].split())
    return is_name(name) and (_is_tagged(words, span) or not is_word(name))


def _is_tagged(words: Words, span: Span) -> bool:
    word = words.at(span[0])
    return word is not None and (word.tag in PERSON or " " in words.text[slice(*span)])
