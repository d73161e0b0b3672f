"""Headings of lists of those who are honoured, and headings that end such a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.honours.named import is_honour
from citywright.reading.honours.names import bare, columns_of
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs

Said = Sequence[tuple[Span, str, bool]]
LONGEST_HEAD, MOST_WORDS = 50, 8


@dataclass(frozen=True)
class Head:
    """A heading: number of its line, span of the name of the honour; None where none is given below.

    weak : a numbered heading that does not end like an honour
    """

    line: int
    span: Span | None
    weak: bool = False


def heads_of(context: Context, said: Said, plain: Sequence[Span]) -> tuple[list[Head], set[int]]:
    """All headings in order, and the lines that only name a class of those honoured.

    Headings are numbered ones of the top level, lines that are or end with the name of an honour, lines
    with a colon that name one, sentences that confer on those who follow. One that recommends, proposes
    or revokes ends the list above and gives nothing; so does a line with the mark of the heading above.

    plain : the lines that are no row of a table
    """
    found: list[Head] = []
    lines = set(plain)
    mark = ""
    for at, (start, end) in enumerate(paragraphs(context.view)):
        if not at or (start, end) not in lines:
            continue
        line = context.view.text[start:end].strip()
        if _closes(line):
            found.append(Head(at, None))
            continue
        span = _conferring(start, end, said) or _head(context, start, end, said)
        if span is not None:
            words = context.view.text[slice(*span)]
            numbered = strategy_pattern("numbered_line").match(line) is not None
            listed = honour_pattern("honour_list_head").match(line) is not None
            weak = numbered and not (is_honour(words) or listed or _is_known(words, said))
            found.append(Head(at, span, weak))
            is_sign = honour_pattern("head_mark").match(line) and not line[0].isalnum()
            mark = line[0] if is_sign else ""
        elif mark and line[0] == mark:
            found.append(Head(at, _marked(context, start, end)))
    return _without_classes(context, found)


def _closes(line: str) -> bool:
    """Whether a line heads those who get nothing; one that publishes a list may tell of applications."""
    published = honour_pattern("list_below").search(line)
    if len(line) > LONGEST_HEAD or (published and published["what"]):
        return False
    return honour_pattern("honour_closing").search(line) is not None


def _marked(context: Context, start: int, end: int) -> Span | None:
    """The honour of a line with the mark of the heading above, unless it heads something else."""
    line = context.view.text[start:end].strip()
    lead = honour_pattern("head_mark").match(line)
    count = strategy_pattern("honour_count").search(line)
    words = line[lead.end() if lead else 0 : count.start() if count else None]
    if honour_pattern("no_honour_head").search(words) or honour_pattern("honour_list_not").search(
        words
    ):
        return None
    at = context.view.text.find(words, start)
    return at, at + len(words)


def _is_known(words: str, said: Said) -> bool:
    return any(what in words for _, what, _ in said)


def _without_classes(context: Context, heads: Sequence[Head]) -> tuple[list[Head], set[int]]:
    """Headings of honours; and the numbered lines below one that, with nothing between, part its list."""
    lines = paragraphs(context.view)
    kept: list[Head] = []
    classes = {at for at, (start, end) in enumerate(lines) if _is_class(context, lines, at)}
    parted = False
    for head in heads:
        above = kept[-1] if kept else None
        if above and above.span is not None and _is_tier_of(context, above, head):
            classes.add(head.line)
            continue
        if head.weak and above and above.span is not None and not above.weak:
            between = [context.view.text[slice(*one)] for one in lines[above.line + 1 : head.line]]
            parted = parted or not any(bare(one).strip() for one in between)
            if parted:
                classes.add(head.line)
                continue
        parted = False
        kept.append(head)
    return kept, classes


def _is_tier_of(context: Context, above: Head, head: Head) -> bool:
    """Whether a line names but a tier (first prize) of the honour of the numbered heading above."""
    lines = paragraphs(context.view)
    own, over = (context.view.text[slice(*lines[one.line])].strip() for one in (head, above))
    if not honour_pattern("tier_line").match(own) or honour_pattern("tier_line").match(over):
        return False
    return strategy_pattern("numbered_line").match(over) is not None and is_honour(over)


def _is_class(context: Context, lines: Sequence[Span], at: int) -> bool:
    """Whether a line with a bracketed number heads others below it: a class, no entry."""
    text = context.view.text
    own, *below = [text[slice(*one)].strip() for one in lines[at : at + 2]]
    mark = strategy_pattern("mark_paren_han")
    if any(honour_pattern(one).match(own) for one in ("entry_of_class", "tier_lead")):
        # it names those of its class itself
        return False
    return bool(mark.match(own) and below and not mark.match(below[0]) and not is_honour(own))


def _conferring(start: int, end: int, said: Said) -> Span | None:
    """The honour that a sentence of a line confers on those who follow, where it is the only one."""
    inside = [span for span, _, follow in said if follow and start <= span[0] < end]
    return inside[0] if len(inside) == 1 else None


def _head(context: Context, start: int, end: int, said: Said) -> Span | None:
    """Span of the words of a line that heads a list; None for other lines."""
    known = {what for _, what, _ in said}
    line = context.view.text[start:end].strip()
    at = context.view.text.find(line, start)
    line = honour_pattern("head_mark_behind").sub("", line)
    box = honour_pattern("box_line").match(line)
    if box:
        at, line = at + box.start("what"), box["what"]
    lead = honour_pattern("head_mark").match(line)
    at, line = (at + lead.end(), line[lead.end() :]) if lead else (at, line)
    counts = strategy_pattern("honour_count"), honour_pattern("count_en")
    count = next((mark for one in counts if lead and (mark := one.search(line))), None)
    if count:
        return at, at + count.start()
    section = context.section_at(end - 1)
    if section and section.start == start and not section.lead:
        counted = strategy_pattern("honour_count").search(section.text)
        top = section.level == 0 and strategy_pattern("numbered_line").match(line)
        if counted or top or is_honour(section.text):
            return section.title
    prefix = honour_pattern("annex").match(line)
    at, line = (at + prefix.end(), line[prefix.end() :]) if prefix else (at, line)
    plain = strategy_pattern("honour_count").sub("", line).rstrip(":")
    named_of = honour_pattern("honour_quoted_head").match(plain)
    if named_of:
        return at + named_of.start("what"), at + named_of.end("what")
    quoted = strategy_pattern("quoted_words").fullmatch(plain) is not None
    is_bare = len(line) <= LONGEST_HEAD and _is_bare_head(context, plain)
    if plain in known or quoted or is_bare:
        return at, at + len(line.rstrip(":"))
    named = [one for one in known if one in line] if line.endswith(":") else []
    if named:
        first = context.view.text.rfind(named[-1], at, end)
        return first, first + len(named[-1])
    below = honour_pattern("list_below").search(line)
    if below:
        return at + below.start(below.lastgroup or 0), at + below.end(below.lastgroup or 0)
    mark = honour_pattern("honour_list_head").match(line)
    mark = mark or honour_pattern("honour_head_en").search(line)
    return (at + mark.start("what"), at + mark.end("what")) if mark else None


def _is_bare_head(context: Context, line: str) -> bool:
    """Whether a line is nothing but the name of an honour."""
    if honour_pattern("honour_list_not").search(line) or line == context.head.title:
        return False
    if not context.is_english and len(columns_of(bare(line))) > 1:
        # a row of a list
        return False
    return is_honour(line) and len(line.split()) <= MOST_WORDS
