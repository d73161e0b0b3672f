"""Honours and those who receive them in one line: behind a colon, a dash, a box, or in the next columns."""

import re
from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.honours.listed import Listed
from citywright.reading.honours.named import is_honour, plain_honour
from citywright.reading.honours.names import bare, columns_of, is_row_of_names, names_in
from citywright.reading.honours.things import things_in
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.tables import cells_of, mark_between


def in_line(context: Context, line: Span) -> Iterator[Listed]:
    """Honours of a line; several are parted by semicolons (一等奖: ...; 二等奖: ...)."""
    found: list[tuple[Span, list[str]]] = []
    if honour_pattern("paper_label").match(context.view.text, *line):
        return
    for part in _parts(context.view.text, line):
        mark = honour_pattern("honour_in_line").match(context.view.text[slice(*part)])
        label = mark and ("boxed" if mark["boxed"] else "what")
        named = _label(mark, label, part) if mark and label else None
        if mark and named:
            quoted = honour_pattern("quoted_end").search(context.view.text, *named)
            own = quoted.span("what") if quoted else named
            found.append((own, _names(context, mark, part)))
        elif found and mark is None:
            found[-1][1].extend(_names_of_part(context, part))
        elif not found:
            break
    for span, who in found:
        if who:
            yield Listed(span, context.view.text[slice(*span)], tuple(dict.fromkeys(who)))
    if not found:
        yield from _in_columns(context, line)


def told_of_one(context: Context, line: Span) -> list[Listed]:
    """What one won, in a line of a text that tells of that: in cells, or behind a name."""
    return list(_of_cells(context, line)) or list(_of_one(context, line))


def _is_thing(cell: str) -> bool:
    """Whether a cell names an honour, and not who gives it."""
    if honour_pattern("giver_cell").match(cell):
        return False
    return is_honour(cell) or honour_pattern("thing_end").search(cell) is not None


def _of_one(context: Context, line: Span) -> Iterator[Listed]:
    """What one won, behind its name (the bureau: model unit, 2020), in a text that tells of that."""
    mark = honour_pattern("honour_of_one").match(context.view.text[slice(*line)])
    if mark is None or is_honour(mark["who"]):
        return
    names = names_in(context, _moved(mark.span("who"), line), None)
    span = _moved(mark.span("what"), line)
    for thing in things_in(context, *span) if names else ():
        if thing.quoted or is_honour(thing.what):
            yield Listed(thing.span, thing.what, tuple(names), thing.year, thing.by, told=True)


def _of_cells(context: Context, line: Span) -> Iterator[Listed]:
    """What one won, in the cells of a row without heads: who, what, by whom, when."""
    if mark_between(context.view, *line) == " ":
        return
    text = context.view.text
    cells = [text[slice(*one)].strip() for one in cells_of(context.view, *line)]
    whats = [n for n, one in enumerate(cells) if _is_thing(one)]
    names = [one for one in cells[: whats[0]] if one and not one.isdigit()] if whats else []
    if len(whats) != 1 or not names:
        return
    behind = cells[whats[0] + 1 :]
    by = next((one for one in behind if honour_pattern("giver_cell").match(one)), None)
    years = honour_pattern("plain_years").search(" ".join(behind))
    at = text.find(cells[whats[0]], *line)
    what = plain_honour(cells[whats[0]])
    yield Listed(
        (at, at + len(cells[whats[0]])), what, (bare(names[0]),),
        int(years[0]) if years else None, by, told=True,
    )  # fmt: skip


def _label(mark: re.Match[str], label: str, part: Span) -> Span | None:
    """Span of the honour that a label names, with its quotation marks where it has some."""
    named = _moved(mark.span(label), part)
    if honour_pattern("no_honour_name").search(bare(mark[label]).strip()):
        return None
    if is_honour(mark[label]):
        return named
    quoted = honour_pattern("honour_quoted_head").match(bare(mark[label]))
    if quoted is None:
        return None
    return named[0] + quoted.start("what"), named[0] + quoted.end("what")


def _parts(text: str, line: Span) -> list[Span]:
    cuts = [place for place in range(*line) if text[place] == ";"]
    return list(zip([line[0], *(one + 1 for one in cuts)], [*cuts, line[1]], strict=True))


def _moved(span: Span, part: Span) -> Span:
    return part[0] + span[0], part[0] + span[1]


def _names(context: Context, mark: re.Match[str], part: Span) -> list[str]:
    return _names_of_part(context, _moved(mark.span("names"), part))


def _names_of_part(context: Context, span: Span) -> list[str]:
    """Names of a part of a line; of one who is described behind a comma, the name."""
    described = honour_pattern("entry_described").match(context.view.text, *span)
    return names_in(context, described.span("name") if described else span, None)


def _in_columns(context: Context, line: Span) -> Iterator[Listed]:
    """An honour in the first column of a line, and nothing but names in the others."""
    text = context.view.text[slice(*line)]
    columns = columns_of(bare(text))
    if len(columns) < 2 or strategy_pattern("sentence_like").search(text):
        return
    names = [
        one for cell in columns[1:] for one in honour_pattern("honour_split").split(cell) if one
    ]
    if is_honour(columns[0]) and is_row_of_names(names):
        at = line[0] + text.find(columns[0])
        who = tuple(one for one in dict.fromkeys(names) if not context.is_foreign(one))
        if at >= line[0] and who:
            yield Listed((at, at + len(columns[0])), columns[0], who)
