"""Tables of those who are honoured: columns of names, of honours, of givers, of years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citywright.reading.context import Context, Span
from citywright.reading.honours.asides import aside_of
from citywright.reading.honours.named import is_honour, plain_honour
from citywright.reading.honours.names import bare
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.tables import cells_of, mark_between

LONGEST_HEADS = 120
"""Characters of a line of heads."""
FEWEST_HEADS = 2
"""Cells of a line inside a table that must be heads for another table to begin."""
LEAST = 3
"""Characters of an honour that a title names too."""
Key = tuple[str, int | None, str | None]


@dataclass
class AwardTable:
    """One table.

    start, end : span of the view from its heads to its last row
    names : all names, in order; by_honour : where a column says the honour, for each honour, year and
    giver its first cell and its names
    current : the honours of the last row
    earlier : the honours are such as were won before, and not what the document gives
    """

    start: int
    end: int
    earlier: bool = False
    names: list[str] = field(default_factory=list)
    by_honour: dict[Key, tuple[Span, list[str]]] = field(default_factory=dict)
    current: tuple[Key, ...] = ()


@dataclass(frozen=True)
class _Columns:
    """Places of the columns by what they hold, how many columns there are, and what parts them.

    sure : the head of the column of honours says that it holds honours; else its cells must be such
    works : works are honoured, and several columns say who made them
    """

    who: tuple[int, ...]
    what: int | None
    by: int | None
    time: int | None
    count: int
    mark: str
    sure: bool
    earlier: bool
    works: bool


def award_tables(context: Context) -> Iterator[AwardTable]:
    """All tables with a column of names."""
    columns: _Columns | None = None
    table: AwardTable | None = None
    for start, end in paragraphs(context.view):
        if table is None and not _may_be_heads(context, start, end):
            continue
        mark, cells = _cells(context, start, end)
        words = [context.view.text[a:b].strip() for a, b in cells]
        # blanks part the words of English, not its columns
        heads = None if context.is_english and mark == " " else _heads(words, mark)
        goes_on = table is not None and columns is not None and columns.mark == mark
        if heads and goes_on and sum(map(_is_head, words)) < FEWEST_HEADS:
            # a class of those honoured in a row (advanced firms) is no head
            heads = None
        if heads and _may_be_heads(context, start, end):
            yield from [table] if table else []
            columns, table = heads, AwardTable(start, end, heads.earlier)
            continue
        if table is None or columns is None:
            continue
        row = _row(columns, cells) if columns.mark == mark else None
        if row:
            _add(context, table, columns, row)
            table.end = end
        else:
            yield table
            table = None
    yield from [table] if table else []


def _is_head(words: str) -> bool:
    """Whether the words of a cell are those of the head of a column."""
    return honour_pattern("is_head_cell").match("".join(bare(words).split())) is not None


def _cells(context: Context, start: int, end: int) -> tuple[str, list[Span]]:
    """What parts the cells of a line, and the cells; one stroke alone parts two of them here."""
    mark = mark_between(context.view, start, end)
    text = context.view.text
    if mark == " " and honour_pattern("single_stroke").match(text[start:end]):
        at = text.find("|", start, end)
        return "|", [(start, at), (at + 1, end)]
    cells = cells_of(context.view, start, end)
    return mark, _closed_up(text, cells) if mark == " " else cells


def _closed_up(text: str, cells: Sequence[Span]) -> list[Span]:
    """Cells between blanks, with a name or a head of two characters that blanks part as one."""
    found: list[Span] = []
    single = honour_pattern("single_character")
    alone = False
    for cell in cells:
        is_single = single.match(text[slice(*cell)].strip()) is not None
        if alone and is_single:
            found[-1] = (found[-1][0], cell[1])
            alone = False
        else:
            found.append(cell)
            alone = is_single
    return found


def _may_be_heads(context: Context, start: int, end: int) -> bool:
    if end - start > LONGEST_HEADS or honour_pattern("table_title").match(context.view.text, start):
        return False
    return honour_pattern("column_sign").search(context.view.text, start, end) is not None


def _heads(words: Sequence[str], mark: str) -> _Columns | None:
    """The columns that a line of heads names; of persons and where they work, the persons."""
    plain = ["".join(bare(one).split()) for one in words]
    spaced = [" ".join(bare(one).split()) for one in words]

    def of(kind: str) -> list[int]:
        found = honour_pattern(kind)
        return [n for n in range(len(words)) if found.match(plain[n]) or found.match(spaced[n])]

    what, classes, by, time = (of(f"column_{one}") for one in ("honour", "class", "giver", "time"))
    works = bool(of("column_work"))
    titles = [n for n in what if honour_pattern("column_reward").match(plain[n]) is None]
    what = titles or classes or what
    for kind in ("column_person", "column_who"):
        who = [n for n in of(kind) if n not in (*by, *what)]
        if works:
            makers = [*of("column_person"), *of("column_who")]
            who = sorted(n for n in makers if n not in (*by, *what))
        same = tuple(n for n in who if works or plain[n] == plain[who[0]])
        if who and (len(words) > len(same) or len(same) > 1):
            held = what or classes
            sure = bool(titles) or (bool(what) and not classes)
            earlier = bool(what and honour_pattern("column_earlier").search(plain[what[0]]))
            return _Columns(
                same, held[0] if held else None, by[0] if by else None, time[0] if time else None,
                len(words), mark, sure, earlier, works,
            )  # fmt: skip
    return None


def _row(columns: _Columns, cells: Sequence[Span]) -> list[Span | None] | None:
    """The cells of a row by the places of the columns; None for a line that is none.

    A last row of columns that come twice may be short; a cell of honours that goes over several rows is
    left out in all but the first.
    """
    if len(cells) == columns.count:
        return list(cells)
    if len(columns.who) > 1 and columns.who[0] < len(cells) < columns.count:
        return [*cells, *[None] * (columns.count - len(cells))]
    if columns.what is not None and columns.mark != " " and len(cells) == columns.count - 1:
        return [*cells[: columns.what], None, *cells[columns.what :]]
    return None


def _add(
    context: Context, table: AwardTable, columns: _Columns, row: Sequence[Span | None]
) -> None:
    text = context.view.text
    cells = [cell for n in columns.who if (cell := row[n]) is not None]
    parts = [honour_pattern("honour_split_cell").split(bare(text[slice(*cell)])) for cell in cells]
    names = [" ".join(one.split()) for part in parts for one in part]
    names = [one for one in names if one and not one.isdigit() and not context.is_foreign(one)]
    table.names += names
    if columns.what is None:
        return
    cell = row[columns.what]
    if cell is not None and text[slice(*cell)].strip():
        # a cell that is left empty says the same as the one above
        table.current = tuple(_keys(context, columns, row, text[slice(*cell)].strip()))
        for key in table.current:
            table.by_honour.setdefault(key, (cell, []))
    for key in table.current:
        table.by_honour[key][1].extend(names)


def _keys(
    context: Context, columns: _Columns, row: Sequence[Span | None], words: str
) -> Iterator[Key]:
    """The honours that a cell names, each with its year and its giver."""
    is_tier = columns.works and honour_pattern("tier_label").match(words)
    if is_tier or honour_pattern("no_cell").match(words):
        return
    parts = honour_pattern("honour_split_cell").split(words)
    if not all(is_honour(one) or _is_thing(one) for one in parts):
        parts = [words]
    for part in parts:
        if columns.sure or _is_class(context, part):
            aside = aside_of(part)
            what = plain_honour(part[: aside.start] if aside else part)
            year = _year(context, columns, row) or (aside.year if aside else None)
            yield what, year, _giver(context, columns, row) or (aside.by if aside else None)


def _is_thing(words: str) -> bool:
    return honour_pattern("thing_end").search(words) is not None


def _is_class(context: Context, words: str) -> bool:
    """Whether a cell of classes names an honour: by its words, or as the title names it."""
    plain = honour_pattern("level_start").sub("", words)
    in_title = len(plain) >= LEAST and plain in (context.head.title or "")
    return in_title or is_honour(words) or _is_thing(words)


def _year(context: Context, columns: _Columns, row: Sequence[Span | None]) -> int | None:
    cell = row[columns.time] if columns.time is not None else None
    said = cell and honour_pattern("plain_years").search(context.view.text, *cell)
    return int(said[0]) if said else None


def _giver(context: Context, columns: _Columns, row: Sequence[Span | None]) -> str | None:
    cell = row[columns.by] if columns.by is not None else None
    words = context.view.text[slice(*cell)].strip() if cell else ""
    return None if not words or honour_pattern("no_cell").match(words) else words
