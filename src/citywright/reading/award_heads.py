"""Headings of lists of those who are honoured, and headings that end such a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs

Said = Sequence[tuple[Span, str, bool]]
LONGEST_HEAD, MOST_WORDS = 50, 8


@dataclass(frozen=True)
class Head:
    """A heading: number of its line, span of the name of the honour; None where none is given below."""

    line: int
    span: Span | None


def heads_of(context: Context, said: Said) -> list[Head]:
    """All headings in order: numbered ones of the top level, lines that are or end with the name of an
    honour, lines with a colon that name one, sentences that confer on those who follow.

    A heading that recommends, proposes or revokes ends the list above and gives nothing.
    """
    found = []
    for at, (start, end) in enumerate(paragraphs(context.view)):
        if not at:
            continue
        line = context.view.text[start:end].strip()
        if len(line) <= LONGEST_HEAD and strategy_pattern("honour_closing").search(line):
            found.append(Head(at, None))
            continue
        span = _conferring(start, end, said) or _head(context, start, end, said)
        if span is not None:
            found.append(Head(at, span))
    return found


def is_honour(words: str) -> bool:
    """Whether words end like the name of an honour, with or without how many receive it."""
    plain = strategy_pattern("honour_count").sub("", words.strip()).strip('“”" :')
    ends = strategy_pattern("honour_end_any").search(plain)
    return bool(ends or strategy_pattern("honour_end_en").search(plain))


def _conferring(start: int, end: int, said: Said) -> Span | None:
    """The honour that a sentence of a line confers on those who follow, where it is the only one."""
    inside = [span for span, _, follow in said if follow and start <= span[0] < end]
    return inside[0] if len(inside) == 1 else None


def _head(context: Context, start: int, end: int, said: Said) -> Span | None:
    """Span of the words of a line that heads a list; None for other lines."""
    known = {what for _, what, _ in said}
    line = context.view.text[start:end].strip()
    at = context.view.text.find(line, start)
    section = context.section_at(end - 1)
    if section and section.start == start and not section.lead:
        counted = strategy_pattern("honour_count").search(section.text)
        top = section.level == 0 and strategy_pattern("numbered_line").match(line)
        if counted or top or is_honour(section.text):
            return section.title
    prefix = strategy_pattern("annex").match(line)
    at, line = (at + prefix.end(), line[prefix.end() :]) if prefix else (at, line)
    plain = strategy_pattern("honour_count").sub("", line).rstrip(":")
    quoted = strategy_pattern("quoted_words").fullmatch(plain) is not None
    is_bare = len(line) <= LONGEST_HEAD and _is_bare_head(context, plain)
    if plain in known or quoted or is_bare:
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
