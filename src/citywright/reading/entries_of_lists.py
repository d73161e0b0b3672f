"""A line that is an entry of a list: a name first or last, and else a body or a post.

Candidates first: a line that begins with more Chinese characters than a name has begins with no name,
and a line without a blank or a colon ends with none. The patterns of names are tried at the others.
"""

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
from citywright.reading.post_words import ends_as_entry, ends_in_body, ends_in_post

Span = tuple[int, int]
FEWEST, MOST = 2, 90
"""Characters of what stands beside the name in its line."""
NUMBERS = " |0123456789.%"
"""Marks of a number in the last column (a score, a year of birth), which says nothing."""
CLOSING = ")'.-"
"""Marks that a name, or a bracket behind it, may end in."""


def name_of_entry(words: Words, start: int, stop: int) -> tuple[Span, bool] | None:
    """The name that begins or ends a line which else holds a body or a post, and whether it is sure."""
    begins = _may_begin_with_name(words.text, start, stop)
    first = entity_pattern("entry_first").match(words.text, start, stop) if begins else None
    if first and (found := _named(words, first.span("name"), first["rest"])):
        return found
    last = _last(words.text, start, stop)
    if last and (found := _named(words, *last)):
        return found
    return _of_any_form(words, start, stop) if begins else None


def is_long_name(text: str, start: int) -> bool:
    """Whether a run of more characters than names have may be a name all the same: one in syllables."""
    return entity_pattern("three_syllables").match(text, start) is not None


def is_office(rest: str) -> bool:
    """Whether the rest of a line is a body, or ends as posts and nouns for persons do."""
    marks = "".join((" ,:\t|", *entity_words("list_mark")))
    return ends_as_entry(rest.strip(marks).rstrip(NUMBERS))


def is_told(text: str, span: Span) -> bool:
    """Whether a mark before a spaced word, or what follows it, says that a person is named."""
    before = entity_pattern("spaced_before").search(text[max(0, span[0] - 2) : span[0]])
    return before is not None or entity_pattern("spaced_after").match(text, span[1]) is not None


def is_tagged(words: Words, span: Span) -> bool:
    """Whether the tagger read a person at a place, or the name is spaced."""
    word = words.at(span[0])
    return word is not None and (word.tag in PERSON or " " in words.text[slice(*span)])


def _may_begin_with_name(text: str, start: int, stop: int) -> bool:
    """Whether a first cell stands apart at the head of a line, and is no longer than a name."""
    prose = entity_pattern("prose_head").match(text, start, stop)
    if prose and not is_long_name(text, prose.start("run")):
        return False
    return entity_pattern("cell_at_head").match(text, start, stop) is not None


def _last(text: str, start: int, stop: int) -> tuple[Span, str] | None:
    """The name that ends a line behind a blank or a colon, and what stands before it."""
    last = text[start:stop].rstrip()[-1:]
    if not last.isalpha() and last not in CLOSING:
        return None
    mark = entity_pattern("name_at_end").search(text, start + FEWEST, stop)
    if mark is None:
        return None
    rest = text[start : mark.start()]
    return (mark.span("name"), rest) if len(rest.strip(" :")) <= MOST else None


def _named(words: Words, span: Span, rest: str) -> tuple[Span, bool] | None:
    """A name beside the rest of its line, and whether it is sure; None where the rest is no office."""
    name = words.text[slice(*span)]
    if not entity_pattern("name_latin").fullmatch(name):
        name = "".join(name.split())
    named = is_name(name)
    if not (named or has_form_of_name(name)) or not is_office(rest):
        return None
    return span, named and (not is_word(name) or is_tagged(words, span))


def _of_any_form(words: Words, start: int, stop: int) -> tuple[Span, bool] | None:
    """The first cell of such a line, whatever surname it has: sure if the tagger read a person."""
    mark = entity_pattern("entry_any").match(words.text, start, stop)
    if mark is None:
        return None
    span = mark.span("name")
    name = "".join(mark["name"].split())
    is_spaced = name != mark["name"]
    told = is_spaced and is_told(words.text, span)
    if (is_word(name) and not told) or is_no_name(name) or not (is_spaced or _is_cut(words, span)):
        return None
    if ends_in_body(name) or ends_in_post(name) or not is_office(mark["rest"]):
        return None
    return span, told if is_spaced else span in words.people


def _is_cut(words: Words, span: Span) -> bool:
    """Whether the tagger read a person at a span, or cut a first character that may be a surname."""
    if span in words.people:
        return True
    word = words.at(span[0])
    is_cut = word is not None and word.start == span[0] and word.end == span[0] + 1
    return is_cut and span[1] - span[0] <= LEAST
